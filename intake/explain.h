/*
 * A page drawn as it was read: the picture that was looked at, upright and in
 * the layout's measures, and on it anchors, page codes, boxes, zones and ink as
 * they were found, beside it each item's answer with its reason. For a person
 * who wants to know why a page was read so, or why it was refused.
 */
#ifndef SKAPA_INTAKE_EXPLAIN_H
#define SKAPA_INTAKE_EXPLAIN_H

#include <stdbool.h>

struct err;
struct reader;
struct reading;

/*
 * px per inch of a page that was found; its top left is the picture's. One
 * that was not is drawn as it lay, in working px.
 */
#define EXPLAIN_DPI 150

/*
 * Whether pictures can be written there. Errors: ERR_SYSTEM for a folder that
 * is not there or may not be written, ERR_INPUT for what is no folder.
 */
bool explain_folder(const char *folder, struct err *err);

/*
 * Writes FOLDER/NAME-PAGE.png, NAME being what stands behind the last '/' of
 * source; FOLDER/NAME-PAGE-2.png if that is there, and so on: no file is ever
 * written over. Others than its owner cannot read it: it shows answers.
 * reader has just read the page; NULL if there were no pixels. Errors:
 * ERR_SYSTEM, ERR_LIMIT for too many of one name.
 */
bool explain_page(const char *folder, const char *source, struct reader *reader,
	const struct reading *reading, struct err *err);

#endif
