/*
 * How well each translated text has been reviewed:
 * <templates>/wording/review.tsv. A row counts only while both the source and
 * the translation are the very texts that were reviewed, so that any change
 * of either makes the text a draft again.
 */
#ifndef SKAPA_INSTRUMENT_REVIEW_H
#define SKAPA_INSTRUMENT_REVIEW_H

#include "core/hash.h"
#include "instrument/wording.h"

#include <stdbool.h>
#include <stddef.h>

struct err;

#define REVIEW_LIMIT 4194304 /* bytes of the file */
#define REVIEW_COLUMNS                                                         \
	"key\tlanguage\tsource_sha256\ttarget_sha256\tstatus\tforward\t"       \
	"reviewer\tback_translation\tdebriefed\tdate"

struct review_row {
	const char *key, *language, *source, *target; /* within text */
	enum wording_status status;
};

struct review {
	char *text;
	struct review_row *rows;
	size_t n_rows;
};

/*
 * Ends with review_finish. No file is a review without rows.
 *
 * Errors: "<path>: line <n>: ..." for a row that is not as the header says.
 */
bool review_read(const char *path, struct review *review, struct err *err);
void review_finish(struct review *review);

enum wording_status review_status(const struct review *review, const char *key,
	const char *language, const char *source, const char *target);
/* Whether that text was reviewed once, whatever it said then. */
bool review_has(
	const struct review *review, const char *key, const char *language);

#endif
