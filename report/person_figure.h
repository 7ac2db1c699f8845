/*
 * A series as a picture: the spider of the latest occasions with its words and
 * its key, and one small line a question over all of them. Occasions are told
 * apart by line and marker, in black and grey; nothing is filled, nothing is
 * red, and where an answer is missing a line is broken.
 */
#ifndef SKAPA_REPORT_PERSON_FIGURE_H
#define SKAPA_REPORT_PERSON_FIGURE_H

#include "report/person_data.h"
#include "report/person_pen.h"

#include <stdbool.h>

struct wording;

/* How an occasion is drawn; 0 is the latest. */
void figure_marker(struct canvas *canvas, struct um_point at, size_t age);
void figure_sample(
	struct canvas *canvas, struct um_point from, int32_t w, size_t age);

/* Whether a series has axes enough, and not too many, and any answer. */
bool figure_has_spider(const struct series *series);
/*
 * The spider, as large as fits in rect, with the names of its axes around it.
 * It is the same in every direction of reading.
 */
bool figure_spider(const struct pen *pen, const struct wording *words,
	const struct series *series, struct um_rect rect, struct err *err);
/* The key: a sample and a date each. */
bool figure_key(const struct pen *pen, const struct series *series, int32_t x,
	int32_t y, int32_t w, int32_t *h, struct err *err);

/* A ladder over every occasion, by date, in rect. */
bool figure_line(const struct pen *pen, const struct wording *words,
	const struct series *series, size_t item, struct um_rect rect,
	struct err *err);

#endif
