/*
 * The page code as a QR symbol: version 4, level H, alphanumeric
 * (ISO/IEC 18004): 33 by 33 modules that survive the loss of 30 % of the code
 * words.
 */
#ifndef SKAPA_DRAW_QR_H
#define SKAPA_DRAW_QR_H

#include <stdbool.h>
#include <stdint.h>

struct err;

#define QR_SIDE 33
#define QR_TEXT_MAX 50 /* alphanumeric characters in version 4, level H */

struct qr {
	uint8_t dark[QR_SIDE * QR_SIDE]; /* row by row from the top; 0 or 1 */
};

/*
 * Errors: ERR_INPUT if text is empty, longer than QR_TEXT_MAX or has a
 * character that is not one of 0-9 A-Z space $%*+-./: (nothing is folded to
 * upper case).
 */
bool qr_make(const char *text, struct qr *qr, struct err *err);

#endif
