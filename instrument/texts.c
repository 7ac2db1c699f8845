#include "instrument/texts.h"

#include "core/err.h"
#include "core/str.h"
#include "instrument/names.h"
#include "instrument/review.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int
by_key(const void *a, const void *b)
{
	const struct texts_text *one = a;
	const struct texts_text *two = b;

	return strcmp(one->po->key, two->po->key);
}

/* The first text whose key is not before key. */
static size_t
lower(const struct texts *texts, const char *key)
{
	size_t low = 0;
	size_t high = texts->n;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;

		if (strcmp(texts->all[middle].po->key, key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

struct texts_text *
texts_find(const struct texts *texts, const char *key)
{
	const size_t i = lower(texts, key);

	return i < texts->n && strcmp(texts->all[i].po->key, key) == 0
		       ? &texts->all[i]
		       : NULL;
}

bool
texts_is_source(const struct texts *texts)
{
	return strcmp(texts->language, WORDING_SOURCE_LANGUAGE) == 0;
}

const char *
texts_place(const char *text, size_t n, size_t *len)
{
	const char *at = text;
	const char *end;

	while ((at = strchr(at, '{')) != NULL) {
		end = strchr(at, '}');
		if (end == NULL)
			return NULL;
		if (n-- == 0) {
			*len = (size_t)(end - at) + 1;
			return at;
		}
		at = end + 1;
	}
	return NULL;
}

const char *
texts_place_lost(const char *a, const char *b, size_t *len)
{
	const char *place;
	size_t n;

	for (n = 0; (place = texts_place(a, n, len)) != NULL; n++)
		if (memmem(b, strlen(b), place, *len) == NULL)
			return place;
	return NULL;
}

/* What is wrong with one text that is needed. */
static bool
check(const struct texts *texts, const struct texts_text *text, struct err *err)
{
	const struct po_text *po = text->po;
	const char *place;
	size_t len = 0;

	if (po->fuzzy)
		return err_set(err, ERR_INPUT,
			"is marked fuzzy; look at it and take the mark away");
	if (text->target[0] == '\0')
		return err_set(err, ERR_INPUT, "is not translated");
	if (texts_is_source(texts) && strcmp(text->target, po->source) != 0)
		return err_set(err, ERR_INPUT,
			"msgstr differs from msgid in the source language; "
			"leave it empty");
	place = texts_place_lost(po->source, text->target, &len);
	if (place != NULL)
		return err_set(err, ERR_INPUT, "lacks %.*s", (int)len, place);
	place = texts_place_lost(text->target, po->source, &len);
	if (place != NULL)
		return err_set(err, ERR_INPUT, "has %.*s, the source has not",
			(int)len, place);
	return true;
}

bool
texts_need(struct texts *texts, const char *key, size_t file, struct err *err)
{
	struct texts_text *text = texts_find(texts, key);

	if (text == NULL)
		return err_set(err, ERR_INPUT, "%s: the text '%s' is missing",
			texts->path[file], key);
	if (!check(texts, text, err))
		return err_wrap(err, "%s: line %zu: %s", text->path,
			text->po->line, key);
	text->used = true;
	return true;
}

static char *
path_of(const char *templates, const char *file, const char *language,
	struct err *err)
{
	struct str name = {0};
	char *path = NULL;

	str_addf(&name, "%s/%s.%s.po", TEXTS_FOLDER, file, language);
	if (str_ok(&name, err))
		path = names_path(templates, name.at, err);
	str_finish(&name);
	return path;
}

/* That the source texts of one file are those of the Swedish one. */
static bool
check_sources(const struct texts *texts, const struct po *swedish,
	const char *swedish_path, const struct po *po, struct err *err)
{
	size_t i;
	size_t k;

	for (i = 0; i < swedish->n_texts; i++) {
		const struct po_text *source = &swedish->texts[i];

		for (k = 0; k < po->n_texts; k++) {
			const struct po_text *text = &po->texts[k];

			if (strcmp(source->key, text->key) != 0 ||
				strcmp(source->source, text->source) == 0)
				continue;
			return err_set(err, ERR_INPUT,
				"%s: line %zu: %s: msgid is not the text of %s "
				"line %zu",
				texts_find(texts, text->key)->path, text->line,
				text->key, swedish_path, source->line);
		}
	}
	return true;
}

static bool
check_swedish(const struct texts *texts, const char *templates,
	const char *file, const struct po *po, struct err *err)
{
	struct po swedish = {0};
	char *path = path_of(templates, file, WORDING_SOURCE_LANGUAGE, err);
	const bool ok = path != NULL &&
			po_read(path, WORDING_SOURCE_LANGUAGE, &swedish, err) &&
			check_sources(texts, &swedish, path, po, err);

	po_finish(&swedish);
	free(path);
	return ok;
}

/* All texts of the files in one sorted list. */
static bool
merge(struct texts *texts, struct err *err)
{
	const bool is_source = texts_is_source(texts);
	size_t n = 0;
	size_t f;
	size_t i;

	for (f = 0; f < texts->n_files; f++)
		n += texts->po[f].n_texts;
	texts->all = calloc(n + 1, sizeof(*texts->all));
	if (texts->all == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	for (f = 0; f < texts->n_files; f++)
		for (i = 0; i < texts->po[f].n_texts; i++) {
			const struct po_text *po = &texts->po[f].texts[i];
			const bool use_source =
				is_source && po->target[0] == '\0';

			texts->all[texts->n++] = (struct texts_text){
				.po = po,
				.target = use_source ? po->source : po->target,
				.path = texts->path[f],
			};
		}
	qsort(texts->all, n, sizeof(*texts->all), by_key);
	for (i = 1; i < n; i++) {
		const struct texts_text *a = &texts->all[i - 1];
		const struct texts_text *b = &texts->all[i];

		if (strcmp(a->po->key, b->po->key) == 0)
			return err_set(err, ERR_INPUT,
				"%s: line %zu: the key '%s' is there twice",
				b->path, b->po->line, b->po->key);
	}
	return true;
}

/* The statuses of one file's texts, from the review.tsv beside it. */
static bool
judge(struct texts *texts, const char *file, struct err *err)
{
	const char *slash = strrchr(file, '/');
	struct review review = {0};
	struct str path = {0};
	bool ok = false;
	size_t i;

	str_add_bytes(&path, file, (size_t)(slash - file));
	str_add(&path, "/review.tsv");
	if (!str_ok(&path, err) || !review_read(path.at, &review, err))
		goto out;
	for (i = 0; i < texts->n; i++) {
		struct texts_text *text = &texts->all[i];

		if (text->path != file)
			continue;
		text->status =
			texts_is_source(texts)
				? WORDING_SOURCE
				: review_status(&review, text->po->key,
					  texts->language, text->po->source,
					  text->target);
	}
	ok = true;
out:
	review_finish(&review);
	str_finish(&path);
	return ok;
}

bool
texts_load(struct texts *texts, const char *templates,
	const char *const files[], size_t n, const char *language,
	struct err *err)
{
	size_t f;

	*texts = (struct texts){.n_files = n};
	if (!str_copy(texts->language, sizeof(texts->language), language))
		return err_set(err, ERR_INPUT,
			"the language '%s' has a name of more than %d bytes",
			language, ITEM_KEY - 1);
	for (f = 0; f < n; f++) {
		texts->path[f] = path_of(templates, files[f], language, err);
		if (texts->path[f] == NULL ||
			!po_read(texts->path[f], language, &texts->po[f], err))
			return false;
	}
	if (!merge(texts, err))
		return false;
	for (f = 0; f < n; f++) {
		if (!texts_is_source(texts) &&
			!check_swedish(
				texts, templates, files[f], &texts->po[f], err))
			return false;
		if (!judge(texts, texts->path[f], err))
			return false;
	}
	return true;
}

void
texts_finish(struct texts *texts)
{
	size_t f;

	for (f = 0; f < texts->n_files; f++) {
		po_finish(&texts->po[f]);
		free(texts->path[f]);
	}
	free(texts->all);
	*texts = (struct texts){0};
}
