/*
 * Reads a PDF page's content just far enough to tell whether it draws exactly
 * one image and nothing else that can be seen. Private to the decoders.
 */
#ifndef SKAPA_INTAKE_DECODE_CONTENT_H
#define SKAPA_INTAKE_DECODE_CONTENT_H

#include <stdbool.h>
#include <stddef.h>

struct content_image {
	char name[64]; /* of the XObject, with its slash */
	/* Where it lies on the page, points, upright and not mirrored. */
	double x, y, w, h;
};

/*
 * False for anything but q, Q, cm, one Do, marked content, and text that is
 * invisible (mode 3: what text recognition lays under a scan).
 */
bool content_is_image(
	const unsigned char *bytes, size_t len, struct content_image *out);

#endif
