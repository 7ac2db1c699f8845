/*
 * The frame that every A4 page of code version 1 has, whatever is printed
 * inside it: four anchors, two page codes and two code lines. A reader knows
 * it before it knows the page; a layout repeats it (core/layout.h).
 *
 *	+--[hollow]------------------------------[QR 0]-[anchor]--+
 *	|                                        line 0           |
 *	|                     content                             |
 *	+--[anchor]-[QR 1] line 1  footer ---------------[anchor]--+
 *
 * Anchors are black squares of 6 mm, 11 mm in from the paper's edge, so that
 * a printer's or scanner's margin of 10 mm takes none of them. The top left
 * one has a white hole of 2.4 mm: which way up is known before any code is
 * read. Page codes are QR version 4, 33 modules of 0.55 mm, with a quiet zone
 * of 4 modules.
 */
#ifndef SKAPA_CORE_FRAME_H
#define SKAPA_CORE_FRAME_H

#include "core/geom.h"

#define FRAME_PAGE_W 210000 /* um, A4 (ISO 216) */
#define FRAME_PAGE_H 297000
#define FRAME_ANCHORS 4
#define FRAME_CODES 2
#define FRAME_MODULES 33 /* QR version 4 (ISO/IEC 18004) */
#define FRAME_MODULE 550 /* um */
#define FRAME_QUIET 4	 /* modules */
#define FRAME_HOLE 2400	 /* um, the white hole in anchor 0 */

/* Anchors in the order top left, top right, bottom right, bottom left. */
struct um_rect frame_anchor(int i);
struct um_rect frame_code(int i);      /* the symbol without its quiet zone */
struct um_rect frame_code_line(int i); /* the ten symbols and the hyphen */
/*
 * Beside code 1, above its line: a group's papers print the seat's number
 * there. It is in no layout; a reader looks at nothing there.
 */
struct um_rect frame_seat(void);
/* What an item, title or picture may use; clear of all of the above. */
struct um_rect frame_content(void);
struct um_rect frame_header(void); /* beside code 0 */
struct um_rect frame_footer(void); /* beside code line 1 */

#endif
