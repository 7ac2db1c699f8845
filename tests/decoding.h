/*
 * The decoder that the tests of decoding share, one a program, and what it must
 * say of a file.
 */
#ifndef SKAPA_TESTS_DECODING_H
#define SKAPA_TESTS_DECODING_H

#include "tests/decode_input.h"

#include <stdbool.h>

struct decoder;
struct err;
struct image;
struct refusal;

/* Of the group of tests. */
int decoding_setup(void **state);
int decoding_teardown(void **state);
struct decoder *decoding_decoder(void);

/* A page of the file at 300 dpi, as decode_page. err is cleared first. */
bool decoding_try(struct bytes file, int page, struct image *image,
	struct refusal *refusal, struct err *err);
/*
 * Fails unless the first page is refused for the reason and with the sentence
 * (NULL: any), within 2 s and with the image left alone.
 */
void decoding_refused(const char *what, struct bytes file, const char *reason,
	const char *sentence);
/*
 * For tests/test_bombs.sh: where BOMBS names a folder, the file is left there
 * as NUMBER-REASON.pdf, whatever it is.
 */
void decoding_keep(struct bytes file, const char *reason);

/* Seconds of a clock that only goes forward. */
double decoding_now_s(void);

#endif
