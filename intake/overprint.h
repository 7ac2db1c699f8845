/*
 * Ink that lies over what is printed: a ring round a word or a picture of which
 * a coarse scan (a fax, a threshold) leaves no more than blots between the
 * letters. Near print no single pixel can be told to be a person's; but a place
 * that is darker than the rest of the same print can.
 */
#ifndef SKAPA_INTAKE_OVERPRINT_H
#define SKAPA_INTAKE_OVERPRINT_H

#include "core/layout.h"

#include <stdbool.h>

struct err;
struct field;
struct grey;
struct homography;
struct paper;
struct print;

/*
 * For each box of the page whether its words or picture are darker in some
 * place of 2 mm than the same zone's print is elsewhere, by so much as the
 * page's other zones are not (limits.h, LIMIT_OVERPRINT_MM2). is_over has room
 * for page->n_boxes. Takes some milliseconds: for pages with a blank item.
 * Errors: ERR_SYSTEM.
 */
bool overprint_find(const struct grey *work, const struct paper *paper,
	const struct homography *map, const struct field *field,
	const struct print *print, const struct layout_page *page,
	bool *is_over, struct err *err);

#endif
