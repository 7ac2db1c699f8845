#include "instrument/review.h"

#include "core/err.h"
#include "core/file.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define COLUMNS 10

static const char *const words[] = {"draft", "reviewed", "backtranslated",
	"debriefed", "approved", "source"};

const char *
wording_status_word(enum wording_status status)
{
	return status < WORDING__MAX ? words[status] : NULL;
}

static bool
is_hash(const char *text)
{
	return strlen(text) == HASH_HEX - 1 &&
	       strspn(text, "0123456789abcdef") == HASH_HEX - 1;
}

static bool
add(struct review *review, char *line, struct err *err)
{
	const char *cells[COLUMNS];
	struct review_row *row = &review->rows[review->n_rows];
	size_t n = 0;
	char *cell;

	while ((cell = strsep(&line, "\t")) != NULL) {
		if (n < COLUMNS)
			cells[n] = cell;
		n++;
	}
	if (n != COLUMNS)
		return err_set(
			err, ERR_INPUT, "has %zu columns, not %d", n, COLUMNS);
	if (cells[0][0] == '\0' || cells[1][0] == '\0')
		return err_set(err, ERR_INPUT, "key or language is empty");
	if (!is_hash(cells[2]) || !is_hash(cells[3]))
		return err_set(err, ERR_INPUT,
			"%s: a hash is not 64 digits of 0-9 and a-f", cells[0]);
	*row = (struct review_row){.key = cells[0],
		.language = cells[1],
		.source = cells[2],
		.target = cells[3],
		.status = WORDING_DRAFT};
	while (row->status < WORDING_SOURCE &&
		strcmp(words[row->status], cells[4]) != 0)
		row->status++;
	if (row->status == WORDING_SOURCE)
		return err_set(err, ERR_INPUT,
			"%s: unknown status '%s'; use draft, reviewed, "
			"backtranslated, debriefed or approved",
			cells[0], cells[4]);
	review->n_rows++;
	return true;
}

static bool
parse(struct review *review, struct err *err)
{
	char *rest = review->text;
	size_t line = 1;
	char *at = strsep(&rest, "\n");
	size_t n = 1;
	size_t i;

	if (at == NULL || strcmp(at, REVIEW_COLUMNS) != 0)
		return err_set(err, ERR_INPUT,
			"line 1: the columns are not those of a review");
	for (i = 0; rest != NULL && rest[i] != '\0'; i++)
		n += rest[i] == '\n';
	review->rows = calloc(n, sizeof(*review->rows));
	if (review->rows == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	while ((at = strsep(&rest, "\n")) != NULL) {
		line++;
		if (at[0] == '\0' && rest == NULL)
			break;
		if (!add(review, at, err))
			return err_wrap(err, "line %zu", line);
	}
	return true;
}

bool
review_read(const char *path, struct review *review, struct err *err)
{
	struct review read = {0};
	struct bytes bytes = {0};

	if (access(path, F_OK) != 0) {
		*review = read;
		return true;
	}
	if (!file_read(path, REVIEW_LIMIT, &bytes, err))
		return false;
	read.text = strndup(
		bytes.at != NULL ? (const char *)bytes.at : "", bytes.len);
	bytes_free(&bytes);
	if (read.text == NULL)
		return err_set(err, ERR_SYSTEM, "%s: out of memory", path);
	if (!parse(&read, err)) {
		review_finish(&read);
		return err_wrap(err, "%s", path);
	}
	*review = read;
	return true;
}

void
review_finish(struct review *review)
{
	free(review->rows);
	free(review->text);
	*review = (struct review){0};
}

enum wording_status
review_status(const struct review *review, const char *key,
	const char *language, const char *source, const char *target)
{
	enum wording_status best = WORDING_DRAFT;
	char source_hash[HASH_HEX] = "";
	char target_hash[HASH_HEX] = "";
	size_t i;

	for (i = 0; i < review->n_rows; i++) {
		const struct review_row *row = &review->rows[i];

		if (strcmp(row->key, key) != 0 ||
			strcmp(row->language, language) != 0)
			continue;
		if (source_hash[0] == '\0') {
			hash_bytes(source, strlen(source), source_hash);
			hash_bytes(target, strlen(target), target_hash);
		}
		if (strcmp(row->source, source_hash) == 0 &&
			strcmp(row->target, target_hash) == 0 &&
			row->status > best)
			best = row->status;
	}
	return best;
}

bool
review_has(const struct review *review, const char *key, const char *language)
{
	size_t i;

	for (i = 0; i < review->n_rows; i++)
		if (review->rows[i].status > WORDING_DRAFT &&
			strcmp(review->rows[i].key, key) == 0 &&
			strcmp(review->rows[i].language, language) == 0)
			return true;
	return false;
}
