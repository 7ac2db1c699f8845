/*
 * A photograph that the office gives, such as the door of a house, for a paper
 * that is handed out: grey, upright, no larger than paper needs. A stranger's
 * file like any other: it is decoded in the sandbox, and what it says of how
 * the camera was held is read there too.
 */
#ifndef SKAPA_INTAKE_PHOTOGRAPH_H
#define SKAPA_INTAKE_PHOTOGRAPH_H

#include <stdbool.h>
#include <stddef.h>

struct decoder;
struct err;
struct grey;

/* The longer side at most: 110 mm of paper at 230 dots per inch. */
#define PHOTOGRAPH_PX 1000

/*
 * A PNG, JPEG or TIFF file; of a TIFF the first page. The caller ends *out with
 * grey_finish (intake/reduce.h). Errors: ERR_INPUT or ERR_LIMIT for a file that
 * is refused, with the reason in words; ERR_SYSTEM.
 */
bool photograph_read(struct decoder *decoder, const void *bytes, size_t len,
	struct grey *out, struct err *err);

/*
 * What a JPEG's EXIF says of how it is turned: 1 to 8, as in EXIF 2.3, tag
 * 0x0112; 1 if it says nothing. Runs in the sandbox above; for tests and
 * fuzzing it is reached alone.
 */
int photograph_turn(const void *bytes, size_t len);

#endif
