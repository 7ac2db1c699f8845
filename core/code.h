/*
 * The page code: what the QR symbols carry and the line that a person types.
 *
 *	payload  28 bytes: version 1 | layout id 2 | page/of 1 | token 16 | MAC
 *8 text     the payload as 42 base-45 characters (RFC 9285), the QR's text line
 *ten Crockford base-32 symbols, shown XXXXX-XXXXX; nine from a hash of the
 *token, the last a check symbol
 *
 * The MAC is HMAC-SHA-256 with the site key over the 20 bytes before it, cut
 * to 8 bytes: a page of another site, a forged or a misread code fails it. The
 * token is random and of one page; who it belongs to is only in the store.
 *
 * A check symbol makes the sum of a^i * x_i zero in GF(32) (a primitive,
 * x^5 + x^2 + 1): every single wrong symbol and every swap of two symbols
 * shows.
 */
#ifndef SKAPA_CORE_CODE_H
#define SKAPA_CORE_CODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;

#define CODE_VERSION 1
#define CODE_TOKEN 16
#define CODE_PAYLOAD 28
#define CODE_TEXT 43 /* 42 characters and the NUL */
#define CODE_KEY 32  /* bytes of the site key */
#define CODE_LINE 11 /* ten symbols and the NUL, without the hyphen */
#define CODE_LINE_SHOWN 12
#define PERSON_CODE 10 /* "XXXX-XXXX" and the NUL */

struct page_code {
	uint16_t layout_id;
	uint8_t page, of; /* 1..15 */
	uint8_t token[CODE_TOKEN];
};

enum code_verdict {
	CODE_OK,
	CODE_NOT_OURS, /* not 42 base-45 characters of version 1 */
	CODE_FORGED,   /* ours by its form, but the MAC is wrong */
};

void code_write(const struct page_code *code, const uint8_t key[CODE_KEY],
	char text[CODE_TEXT]);
enum code_verdict code_read(
	const char *text, const uint8_t key[CODE_KEY], struct page_code *code);

/* The line of a token: ten symbols, no hyphen. */
void code_line(const uint8_t token[CODE_TOKEN], char line[CODE_LINE]);
void code_line_shown(const char line[CODE_LINE], char shown[CODE_LINE_SHOWN]);
/*
 * Reads a typed or recognised line: case, spaces and hyphens do not matter, O
 * is 0, I and L are 1. False if it is not ten symbols or the check fails.
 */
bool code_line_read(const char *text, char line[CODE_LINE]);

/* Random; false if the system has no randomness (ERR_SYSTEM). */
bool token_make(uint8_t token[CODE_TOKEN], struct err *err);
void person_code_make(char code[PERSON_CODE]);
/* Like code_line_read, for eight symbols; writes the shown form XXXX-XXXX. */
bool person_code_read(const char *text, char code[PERSON_CODE]);

/*
 * The symbol that completes n symbols (values 0..31, n <= 30), and the value
 * of a character (0..31, or -1). For OCR's alternatives.
 */
int base32_check(const uint8_t *symbols, size_t n);
int base32_value(char c);
char base32_symbol(int value);

#endif
