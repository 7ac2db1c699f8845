/*
 * Parts of a scanned page, upright and in one scale, for a person to look at.
 */
#ifndef SKAPA_INTAKE_CROP_H
#define SKAPA_INTAKE_CROP_H

#include "core/geom.h"

#include <stdbool.h>

struct err;
struct grey;
struct image;

#define CROP_DPI 150 /* as reading sees it: 5.9 px a mm */

/*
 * Appends the part of the page below what is in out, which is 0 at first and
 * is ended with grey_finish; narrower parts have white at their right, and a
 * dark line stands between two. map: page um to px of image, whose factor must
 * be 0 or 1. What lies outside the picture is grey. Errors: ERR_LIMIT for more
 * than 4 m of parts; ERR_SYSTEM.
 */
bool crop_add(struct grey *out, const struct image *image,
	const struct homography *map, struct um_rect part, struct err *err);

/* The whole picture as it lies, at most 1,800 px high or wide. */
bool crop_whole(struct grey *out, const struct image *image, struct err *err);

#endif
