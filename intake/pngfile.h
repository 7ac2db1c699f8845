/*
 * A picture as a PNG file: pages from a scanner, which are kept as they came,
 * and what a person is shown. No compression tricks.
 */
#ifndef SKAPA_INTAKE_PNGFILE_H
#define SKAPA_INTAKE_PNGFILE_H

#include <stdbool.h>

struct err;
struct image;
struct str;

/*
 * Adds the file's bytes to out. Here a depth may also be 24: red, green and
 * blue, a byte each. image->factor is not looked at. Dots per inch are written
 * if dpi_x and dpi_y are not 0. Errors: ERR_SYSTEM if memory runs
 * out, ERR_INPUT for a picture without pixels.
 */
bool pngfile_write(const struct image *image, struct str *out, struct err *err);

#endif
