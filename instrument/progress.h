/*
 * How far the review of the wording has come, language by language: what
 * `skapa forms review` shows.
 */
#ifndef SKAPA_INSTRUMENT_PROGRESS_H
#define SKAPA_INSTRUMENT_PROGRESS_H

#include <stdbool.h>

struct err;
struct str;

enum progress_form {
	PROGRESS_TEXT, /* a table: a row a language, what to do below */
	PROGRESS_JSON, /* one object a file and language */
	PROGRESS_ROWS  /* rows for review.tsv, for the texts that lack one */
};

/*
 * language: NULL is all. Errors: those of po_read and of review.tsv;
 * ERR_USAGE if there is no file in that language.
 */
bool progress_write(const char *templates, const char *language,
	enum progress_form form, struct str *out, struct err *err);

#endif
