/*
 * Papers for a group: documents in one language, with small Swedish beside
 * it, of the words of pack.<language>.po, glossary.<language>.po and an
 * instrument. They hold no personal data: the same words give the same bytes.
 */
#ifndef SKAPA_FORMS_PAPER_H
#define SKAPA_FORMS_PAPER_H

#include "forms/flow.h"
#include "forms/order.h"

#include <stdbool.h>

struct err;
struct sheet;

/* The words of one language. Ends with paper_finish. */
struct paper {
	struct sheet_order order;		  /* borrowed parts */
	struct wording *pack, *pack_swedish;	  /* owned */
	struct wording *glossary, *terms_swedish; /* owned */
	struct pictures *pictures; /* of the glossary's words; owned */
	struct flow_tongue tongue;
	/* Of the next document: 1 or FLOW_A3; and as in struct flow_doc. */
	double scale, zoom;
};

/*
 * What order borrows must live as long. A kind of Swedish that has no file of
 * its own gets the Swedish one. Errors: ERR_USAGE if a file is not there in
 * the language; those of wording_open.
 */
bool paper_open(
	struct paper *paper, const struct sheet_order *order, struct err *err);
void paper_finish(struct paper *paper);

/*
 * The documents; the caller ends each with sheet_free. Errors: those of
 * flow_add, with the document's name and language in front.
 */
struct sheet *paper_introduction(const struct paper *paper, struct err *err);
struct sheet *paper_interpreter(const struct paper *paper, struct err *err);
struct sheet *paper_poster(const struct paper *paper, struct err *err);
struct sheet *paper_words(const struct paper *paper, struct err *err);
struct sheet *paper_cards(const struct paper *paper, struct err *err);
struct sheet *paper_plan(const struct paper *paper, struct err *err);
struct sheet *paper_can(const struct paper *paper, struct err *err);
struct sheet *paper_menu(const struct paper *paper, struct err *err);

/* --- for the files that make the documents --- */

/* A document whose title is that key of the pack's words. */
struct flow *paper_begin(
	const struct paper *paper, const char *title, struct err *err);
/* The same with titles that are at hand; swedish may be NULL. */
struct flow *paper_begin_as(const struct paper *paper, const char *own,
	const char *swedish, struct err *err);
/*
 * Ends the document: NULL unless ok. name goes before the error's sentence.
 * Frees the flow.
 */
struct sheet *paper_end(const struct paper *paper, struct flow *flow, bool ok,
	const char *name, struct err *err);
/*
 * Puts the text of that key into the cell's next words, with the Swedish below
 * it: sizes in points, swedish_pt 0 leaves that out.
 */
void paper_say(const struct paper *paper, struct flow_cell *cell,
	const char *key, double own_pt, double swedish_pt, bool is_bold,
	enum text_align align);
/* The same of texts that are at hand; either may be NULL. */
void paper_put(struct flow_cell *cell, const char *own, const char *swedish,
	double own_pt, double swedish_pt, bool is_bold, enum text_align align);
/* A row of one cell with that key's text; size as a paragraph's. */
bool paper_line(const struct paper *paper, struct flow *flow, const char *key,
	struct err *err);

#define PAPER_SMALL 0x404040 /* the colour of small Swedish */

#endif
