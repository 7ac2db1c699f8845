/*
 * The A4 pages that a person's page is written on, from top to bottom: title,
 * code, footer, draft band. What does not fit any more begins the next page.
 */
#ifndef SKAPA_REPORT_PERSON_SHEET_H
#define SKAPA_REPORT_PERSON_SHEET_H

#include "report/person_data.h"
#include "report/person_pen.h"
#include "report/person_words.h"

#include <stdbool.h>

struct canvas;
struct err;
struct text_engine;

/* um */
#define PERSON_PAGE_W 210000
#define PERSON_PAGE_H 297000
#define PERSON_GREY 0x464646 /* of small print: more than 7 to 1 on white */

struct person_sheet {
	struct pen pen;
	struct person_words *words; /* borrowed, as the data */
	const struct person_data *data;
	const struct wording *own; /* of the series on the page; NULL: none */
	const struct series *series;
	bool is_draft; /* the band stands on every page */
	int32_t y;     /* where the next thing goes */
};

struct person_sheet person_sheet_of(struct canvas *canvas,
	struct text_engine *engine, struct person_words *words,
	const struct person_data *data);

/* A page with a title. own and series NULL: of no series. */
bool person_sheet_begin(struct person_sheet *sheet, const char *title,
	const struct wording *own, const struct series *series,
	struct err *err);
/* Begins the next page unless there is room for so many um. */
bool person_sheet_room(
	struct person_sheet *sheet, int32_t height, struct err *err);
/* A heading, with room for that much below it on the page. */
bool person_sheet_heading(struct person_sheet *sheet, const char *text,
	int32_t below, struct err *err);

#endif
