/*
 * An A4 document in Swedish that grows downwards: blocks of text, one below the
 * other, on as many pages as they need, with a foot on each.
 *
 *	struct pages pages = {.engine = engine, .foot = "7K4Q-MXP9"};
 *
 *	pages_open(&pages, "Registerutdrag", now, err) &&
 *	pages_heading(&pages, "Svar", err) &&
 *	pages_add(&pages, PAGES_BODY, words, 900, err) &&
 *	pages_close(&pages, &out, err)
 *	pages_free(&pages)
 *
 * What is drawn otherwise goes to .canvas, after pages_room: y is then where
 * the next block begins, and the caller moves it on. Lengths in um.
 */
#ifndef SKAPA_REPORT_PAGES_H
#define SKAPA_REPORT_PAGES_H

#include <stdbool.h>
#include <stdint.h>

struct canvas;
struct err;
struct str;
struct text_engine;

#define PAGES_LEFT 20000
#define PAGES_WIDTH 170000
#define PAGES_INK 0x000000

enum pages_style {
	PAGES_TITLE,
	PAGES_BODY,
	PAGES_SMALL,
	PAGES_TABLE, /* every character as wide */
	PAGES_STYLE__MAX
};

struct pages {
	struct text_engine *engine; /* borrowed */
	const char *foot;	    /* borrowed; the page's number follows */
	struct canvas *canvas;
	int32_t y; /* from the page's top */
};

/* With its first page. Errors: those of draw/canvas.h and draw/text.h. */
bool pages_open(
	struct pages *pages, const char *title, int64_t date, struct err *err);
/* A new page unless so much is left of this one. */
bool pages_room(struct pages *pages, int32_t height_um, struct err *err);
/* A block, below the last one by gap; a block is never split. */
bool pages_add(struct pages *pages, enum pages_style style, const char *words,
	int32_t gap_um, struct err *err);
/* With room for something below it. */
bool pages_heading(struct pages *pages, const char *words, struct err *err);
/* Line by line, as it is. */
bool pages_lines(struct pages *pages, const char *lines, struct err *err);
/*
 * Words that stand alone: at is their top left, or top middle if they are to
 * be centred.
 */
bool pages_put(struct pages *pages, enum pages_style style, const char *words,
	int32_t x_um, int32_t y_um, bool is_centred, struct err *err);
bool pages_close(struct pages *pages, struct str *out, struct err *err);
void pages_free(struct pages *pages); /* the canvas */

#endif
