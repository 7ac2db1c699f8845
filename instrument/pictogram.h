/*
 * Pictograms: SVG of a strict subset, read into curves (core/art.h).
 *
 *	struct art *art = pictogram_load("templates/pictograms/health-3.svg",
 *		err);
 *
 * The subset: svg (viewBox "0 0 w h", width, height, xmlns, version), g, path
 * (every command), rect, circle, ellipse, line, polyline, polygon, title and
 * desc; fill, stroke (none, black, white, #rgb, #rrggbb), stroke-width,
 * stroke-linecap, stroke-linejoin, fill-rule, transform. Whatever else stands
 * in the file is an error that names it: what we would not draw as its author
 * saw it, we do not draw.
 */
#ifndef SKAPA_INSTRUMENT_PICTOGRAM_H
#define SKAPA_INSTRUMENT_PICTOGRAM_H

#include "core/art.h"

#include <stdbool.h>
#include <stddef.h>

struct err;

#define PICTOGRAM_LIMIT 262144 /* bytes of a file */
#define PICTOGRAM_SEGMENTS 65536
#define PICTOGRAM_SHAPES 4096
#define PICTOGRAM_DEPTH 16	/* elements within elements */
#define PICTOGRAM_SIZE 10000.0f /* no coordinate is farther from 0 */

/*
 * The caller ends it with art_free.
 *
 * Errors: "<path>: line <n>: ..." with the element or attribute. ERR_INPUT,
 * ERR_LIMIT, ERR_SYSTEM (no file, no memory).
 */
struct art *pictogram_load(const char *path, struct err *err);
/* The same from memory; text need not end with a NUL. No path in the error. */
struct art *pictogram_parse(const char *text, size_t len, struct err *err);

/*
 * The pictogram of an item (VALUE_NONE), of one of its steps, or of a VALUE_
 * word: <picture>.svg, <picture>-<n>.svg (item_picture says which),
 * declined.svg
 * ... in pictograms/ of the templates. picture is struct item's.
 */
struct art *pictogram_of(
	const char *templates, const char *picture, int value, struct err *err);

#endif
