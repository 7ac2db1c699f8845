/*
 * A printed sheet as the tools see it: the layout JSON of `skapa forms
 * layout`, the issued pages of `skapa forms print --format json`, and the PDF
 * as rasters made by pdftoppm (poppler-utils), each page once per resolution.
 */
#ifndef SKAPA_TESTS_TOOLS_SHEET_H
#define SKAPA_TESTS_TOOLS_SHEET_H

#include "tests/tools/raster.h"

struct err;

#define SHEET_WORD 40
#define SHEET_RASTERS 6

struct sheet_box {
	char item[SHEET_WORD];
	char value[SHEET_WORD]; /* "4" or "declined" */
	bool is_step;
	struct mm_rect box, zone;
};

struct sheet_page {
	int page;
	int n_boxes;
	struct sheet_box *boxes;
	int n_fields;
	struct mm_rect *fields;
};

struct sheet_issued {
	int pdf_page, page;
	char code[SHEET_WORD], person[SHEET_WORD];
};

struct sheet {
	char instrument[SHEET_WORD], language[SHEET_WORD];
	double w_mm, h_mm;
	int n_pages;
	struct sheet_page *pages;
	int n_issued;
	struct sheet_issued *issued;
	char pdf[4096];
	int n_pdf_pages;
	/* The rasters of one page of the PDF. */
	int raster_page;
	struct raster *rasters[SHEET_RASTERS];
};

/* issued may be NULL. Errors: ERR_INPUT names the file and the member. */
struct sheet *sheet_open(const char *layout, const char *pdf,
	const char *issued, struct err *err);
void sheet_close(struct sheet *sheet); /* NULL is fine */

/* The layout's page of a page of the PDF, 1..n_pdf_pages; issued may be NULL */
const struct sheet_page *sheet_page_of(const struct sheet *sheet, int pdf_page,
	const struct sheet_issued **issued);

/* Borrowed until another page is asked for. */
const struct raster *sheet_raster(struct sheet *sheet, int pdf_page, int dpi,
	int n_planes, struct err *err);

#endif
