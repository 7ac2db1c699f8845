/*
 * The texts of one or more PO files in one language, in one list sorted by
 * key: <templates>/wording/<file>.<language>.po. Each is held against the
 * Swedish file of the same name: the source texts must be the same. How well a
 * text has been reviewed stands in the review.tsv beside its file.
 *
 * What a sheet needs of them is instrument/wording.h's.
 */
#ifndef SKAPA_INSTRUMENT_TEXTS_H
#define SKAPA_INSTRUMENT_TEXTS_H

#include "core/answer.h"
#include "instrument/po.h"
#include "instrument/wording.h"

#include <stdbool.h>
#include <stddef.h>

struct err;

#define TEXTS_FILES 2
#define TEXTS_FOLDER "wording"

struct texts_text {
	const struct po_text *po; /* borrowed from texts.po */
	const char *target;	  /* what is printed */
	const char *path;	  /* of its file; borrowed */
	enum wording_status status;
	bool used; /* texts_need was asked for it */
};

struct texts {
	char language[ITEM_KEY];
	struct po po[TEXTS_FILES];
	char *path[TEXTS_FILES];
	size_t n_files;
	struct texts_text *all; /* sorted by key */
	size_t n;
};

/*
 * Loads n files (1..TEXTS_FILES). Ends with texts_finish, also on failure.
 *
 * Errors: ERR_INPUT with file and line for a file that is no PO file, has a
 * key that is there twice or a source that is not what the Swedish file says;
 * ERR_LIMIT, ERR_SYSTEM.
 */
bool texts_load(struct texts *texts, const char *templates,
	const char *const files[], size_t n, const char *language,
	struct err *err);
void texts_finish(struct texts *texts);

/* Borrowed; NULL if there is no such key. */
struct texts_text *texts_find(const struct texts *texts, const char *key);

/*
 * Checks a text that is going to be shown, and notes that it is used: there,
 * translated, not fuzzy, with the {places} of its source. file is which of the
 * files a missing key is missing in.
 */
bool texts_need(
	struct texts *texts, const char *key, size_t file, struct err *err);

bool texts_is_source(const struct texts *texts); /* Swedish */

/* The n-th {name} in text, its length in *len; NULL behind the last. */
const char *texts_place(const char *text, size_t n, size_t *len);
/* The first {name} of a that b has not, its length in *len; or NULL. */
const char *texts_place_lost(const char *a, const char *b, size_t *len);

#endif
