/*
 * What the tests of canvases share: a folder, text, pages like those of sheets,
 * and how poppler sees them.
 */
#ifndef SKAPA_TESTS_PDF_BENCH_H
#define SKAPA_TESTS_PDF_BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct canvas;
struct canvas_doc;
struct str;
struct text_engine;
struct text_style;

struct bench {
	struct text_engine *engine;
	char folder[32];
};

/* Of the group of tests; *state is the bench. */
int bench_setup(void **state);
int bench_teardown(void **state);

/*
 * Runs a command in the folder; what it writes is added to out. The status of
 * pclose.
 */
int bench_run(const struct bench *bench, struct str *out, const char *format,
	...) __attribute__((format(printf, 3, 4)));

/* --- drawing --- */

#define BENCH_UM_PER_PT (25400.0 / 72.0)

struct bench_line {
	const char *lang;
	bool rtl;
	const char *utf8;
};

/* A line in each language and script. */
#define BENCH_LINES 13
extern const struct bench_line bench_lines[BENCH_LINES];
extern const struct canvas_doc bench_a4;

struct canvas *bench_canvas(const struct canvas_doc *doc); /* canvas_free */
/* Writes the canvas to the folder, ends it and returns its size in bytes. */
size_t bench_save(
	const struct bench *bench, struct canvas *canvas, const char *name);
/* Black text at a place, um; its height. */
int32_t bench_text(const struct bench *bench, struct canvas *canvas,
	const struct text_style *style, const char *utf8, int32_t x, int32_t y);
/*
 * A square picture in a room of 45 x 30 mm from 2.5, 20: as high as the room,
 * in its middle.
 */
void bench_art(struct canvas *canvas);
/* A page for each of so many people, what is alike on a plate. */
struct canvas *bench_people(const struct bench *bench, size_t people);
/*
 * Saves a page with more characters than one array of widths and one block of
 * a CMap take; its lines are added to lists.
 */
void bench_alphabets(
	const struct bench *bench, const char *name, struct str *lists);

/* --- looking --- */

#define BENCH_DPI 254 /* one px is 0.1 mm */

struct shot {
	int w, h;
	unsigned char *at; /* grey; free */
};

/* The first page of a file of the folder. */
struct shot bench_raster(const struct bench *bench, const char *pdf, int dpi);
bool shot_is_ink(const struct shot *shot, int x, int y);
/* left, top, right, bottom; right and bottom are the first without ink. */
void shot_ink_box(const struct shot *shot, int box[4]);

#endif
