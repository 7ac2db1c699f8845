/*
 * What is known of every QR symbol of version 4 before it is read: finders,
 * separators, timing, alignment, the dark module (ISO/IEC 18004, 6.3), and the
 * format information, which has only eight forms at error level H.
 *
 * Modules are [y][x], y down, from the symbol's top left, 1 dark.
 */
#ifndef SKAPA_INTAKE_SYMBOL_H
#define SKAPA_INTAKE_SYMBOL_H

#include "core/frame.h"

#include <stdint.h>

#define MODULE_DATA 2	/* a module of data */
#define MODULE_FORMAT 3 /* a module of the format information */

struct symbol {
	uint8_t at[FRAME_MODULES][FRAME_MODULES];
};

/* Each module 0 or 1 where known, else MODULE_DATA or MODULE_FORMAT. */
void symbol_known(struct symbol *symbol);
/*
 * Sets the modules of the format information to the one of the eight forms
 * that fits dark best; dark is below 0 for light, above for dark modules.
 */
void symbol_set_format(
	struct symbol *symbol, float dark[FRAME_MODULES][FRAME_MODULES]);

#endif
