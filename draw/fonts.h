/*
 * The font files that text is drawn with. Only these are ever used: no font
 * of the machine's own, no system configuration, so that the same text gives
 * the same page everywhere.
 *
 * Files of the Debian packages fonts-noto-core (SIL OFL 1.1) and
 * fonts-dejavu-core; FONTS_ROOT can be set when compiling.
 */
#ifndef SKAPA_DRAW_FONTS_H
#define SKAPA_DRAW_FONTS_H

#include <stddef.h>

struct fonts_file {
	const char *path;
	const char *package; /* of Debian */
};

size_t fonts_count(void);
/* NULL beyond the last. */
const struct fonts_file *fonts_at(size_t i);
/* The index of the file with this path, or fonts_count(). */
size_t fonts_of_path(const char *path);

/*
 * The families for running text in a language (BCP 47), best first, with
 * commas between. The script's own font comes first: its punctuation then
 * stays in one run with its letters.
 */
const char *fonts_sans(const char *lang);
const char *fonts_mono(void);

#endif
