#include "instrument/wording.h"

#include "core/answer.h"
#include "core/err.h"
#include "core/str.h"
#include "instrument/instrument.h"
#include "instrument/names.h"
#include "instrument/po.h"
#include "instrument/review.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FOLDER "wording"
#define SHEET "sheet" /* the file of what stands on every sheet */
#define FILES 2	      /* the instrument's and the sheet's */
#define KEY_ROOM 192

struct text {
	const struct po_text *po;
	const char *target; /* what is printed */
	const char *path;
	enum wording_status status;
	bool used;
};

struct wording {
	char id[INSTRUMENT_KEY];
	char language[INSTRUMENT_KEY];
	char level[INSTRUMENT_KEY];
	int steps;
	char *source; /* the small print */
	struct po po[FILES];
	char *path[FILES];
	struct text *texts; /* sorted by key */
	size_t n_texts;
};

static int
by_key(const void *a, const void *b)
{
	const struct text *one = a;
	const struct text *two = b;

	return strcmp(one->po->key, two->po->key);
}

static struct text *
find(const struct wording *wording, const char *key)
{
	size_t low = 0;
	size_t high = wording->n_texts;

	while (low < high) {
		const size_t middle = low + (high - low) / 2;
		const int order = strcmp(key, wording->texts[middle].po->key);

		if (order == 0)
			return &wording->texts[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

static char *
path_of(const char *templates, const char *file, const char *language)
{
	struct str path = {0};

	str_addf(&path, "%s/%s/%s.%s.po", templates, FOLDER, file, language);
	return str_take(&path);
}

/* The n-th {name} in text, its length in *len; NULL behind the last. */
static const char *
place_at(const char *text, size_t n, size_t *len)
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

/* The first {name} of a that b has not, or NULL. */
static const char *
place_lost(const char *a, const char *b, size_t *len)
{
	const char *place;
	size_t n;

	for (n = 0; (place = place_at(a, n, len)) != NULL; n++)
		if (memmem(b, strlen(b), place, *len) == NULL)
			return place;
	return NULL;
}

static bool
is_source_language(const char *language)
{
	return strcmp(language, WORDING_SOURCE_LANGUAGE) == 0;
}

/* What is wrong with one text that a sheet needs. */
static bool
check(const struct wording *wording, const struct text *text, struct err *err)
{
	const struct po_text *po = text->po;
	const char *place;
	size_t len = 0;

	if (po->fuzzy)
		return err_set(err, ERR_INPUT,
			"is marked fuzzy; look at it and take the mark away");
	if (text->target[0] == '\0')
		return err_set(err, ERR_INPUT, "is not translated");
	if (is_source_language(wording->language) &&
		strcmp(text->target, po->source) != 0)
		return err_set(err, ERR_INPUT,
			"msgstr differs from msgid in the source language; "
			"leave it empty");
	place = place_lost(po->source, text->target, &len);
	if (place != NULL)
		return err_set(err, ERR_INPUT, "lacks %.*s", (int)len, place);
	place = place_lost(text->target, po->source, &len);
	if (place != NULL)
		return err_set(err, ERR_INPUT, "has %.*s, the source has not",
			(int)len, place);
	return true;
}

/* Looks for a needed key, and notes that it is used. */
static bool
need(struct wording *wording, const char *key, struct err *err)
{
	struct text *text = find(wording, key);
	/* Keys of the instrument start with its id. */
	const size_t len = strlen(wording->id);
	const bool is_own =
		strncmp(key, wording->id, len) == 0 && key[len] == '.';

	if (text == NULL)
		return err_set(err, ERR_INPUT, "%s: the text '%s' is missing",
			wording->path[is_own ? 0 : 1], key);
	if (!check(wording, text, err))
		return err_wrap(err, "%s: line %zu: %s", text->path,
			text->po->line, key);
	text->used = true;
	return true;
}

static void
step_key(const struct wording *wording, const struct item *item, int value,
	char *key, size_t size)
{
	const bool is_practice = strcmp(item->key, ITEM_PRACTICE) == 0;
	const char *id = is_practice ? "" : wording->id;
	const char *dot = is_practice ? "" : ".";

	if (item->kind == ITEM_BRACKETS)
		snprintf(key, size, "%s%s%s.bracket.%d", id, dot, item->key,
			value);
	else
		snprintf(key, size, "%s%s%s.step.%d-of-%d", id, dot, item->key,
			value, wording->steps);
}

static bool
need_item(struct wording *wording, const struct item *item, struct err *err)
{
	const bool is_practice = strcmp(item->key, ITEM_PRACTICE) == 0;
	char key[KEY_ROOM];
	int value;

	if (is_practice) {
		if (!need(wording, "practice.name", err) ||
			!need(wording, "practice.question", err) ||
			!need(wording, "how.practice", err))
			return false;
	} else {
		snprintf(
			key, sizeof(key), "%s.%s.name", wording->id, item->key);
		if (!need(wording, key, err))
			return false;
		snprintf(key, sizeof(key), "%s.%s.question.%s", wording->id,
			item->key, wording->level);
		if (!need(wording, key, err))
			return false;
	}
	for (value = 1; value <= item_steps(item, wording->steps); value++) {
		step_key(wording, item, value, key, sizeof(key));
		if (!need(wording, key, err))
			return false;
	}
	return true;
}

/* The purpose lines: from 1 without a gap. */
static bool
need_purpose(struct wording *wording, struct err *err)
{
	char key[KEY_ROOM];
	int i;

	for (i = 1; i <= WORDING_PURPOSE; i++) {
		snprintf(key, sizeof(key), "%s.purpose.%d", wording->id, i);
		if (i > 1 && find(wording, key) == NULL)
			break;
		if (!need(wording, key, err))
			return false;
	}
	return true;
}

static bool
need_all(struct wording *wording, const struct instrument *instrument,
	struct err *err)
{
	static const char *const always[] = {"language.name", "how.mark",
		"how.one", "page.of", "talk.notes", "draft.band", "back.empty"};
	static const char *const own[] = {"title", "source"};
	char key[KEY_ROOM];
	size_t i;

	for (i = 0; i < sizeof(own) / sizeof(own[0]); i++) {
		snprintf(key, sizeof(key), "%s.%s", wording->id, own[i]);
		if (!need(wording, key, err))
			return false;
	}
	if (!need_purpose(wording, err))
		return false;
	if (instrument->practice != NULL &&
		!need_item(wording, instrument->practice, err))
		return false;
	for (i = 0; i < instrument->n_items; i++)
		if (!need_item(wording, &instrument->items[i], err))
			return false;
	for (i = 0; i < sizeof(always) / sizeof(always[0]); i++)
		if (!need(wording, always[i], err))
			return false;
	for (i = 0; i < instrument->n_extras; i++) {
		snprintf(key, sizeof(key), "answer.%s",
			value_word(instrument->extras[i]));
		if (!need(wording, key, err))
			return false;
	}
	return instrument->permission.confirmed ||
	       need(wording, "permission.unconfirmed", err);
}

/* That the source texts are those of the Swedish file. */
static bool
check_sources(const struct wording *wording, const struct po *swedish,
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
				find(wording, text->key)->path, text->line,
				text->key, swedish_path, source->line);
		}
	}
	return true;
}

static bool
check_swedish(const struct wording *wording, const char *templates,
	const struct po *po, const char *file, struct err *err)
{
	struct po swedish = {0};
	char *path = path_of(templates, file, WORDING_SOURCE_LANGUAGE);
	bool ok = false;

	if (path == NULL)
		err_set(err, ERR_SYSTEM, "out of memory");
	else if (po_read(path, WORDING_SOURCE_LANGUAGE, &swedish, err))
		ok = check_sources(wording, &swedish, path, po, err);
	po_finish(&swedish);
	free(path);
	return ok;
}

/* All texts of both files in one sorted list. */
static bool
merge(struct wording *wording, struct err *err)
{
	const bool is_source = is_source_language(wording->language);
	size_t n = 0;
	size_t f;
	size_t i;

	for (f = 0; f < FILES; f++)
		n += wording->po[f].n_texts;
	wording->texts = calloc(n + 1, sizeof(*wording->texts));
	if (wording->texts == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	for (f = 0; f < FILES; f++)
		for (i = 0; i < wording->po[f].n_texts; i++) {
			const struct po_text *po = &wording->po[f].texts[i];
			const bool use_source =
				is_source && po->target[0] == '\0';

			wording->texts[wording->n_texts++] = (struct text){
				.po = po,
				.target = use_source ? po->source : po->target,
				.path = wording->path[f],
			};
		}
	qsort(wording->texts, n, sizeof(*wording->texts), by_key);
	for (i = 1; i < n; i++) {
		const struct text *a = &wording->texts[i - 1];
		const struct text *b = &wording->texts[i];

		if (strcmp(a->po->key, b->po->key) == 0)
			return err_set(err, ERR_INPUT,
				"%s: line %zu: the key '%s' is there twice",
				b->path, b->po->line, b->po->key);
	}
	return true;
}

static bool
judge(struct wording *wording, const char *templates, struct err *err)
{
	struct review review = {0};
	struct str path = {0};
	bool ok = false;
	size_t i;

	str_addf(&path, "%s/%s/review.tsv", templates, FOLDER);
	if (!str_ok(&path, err) || !review_read(path.at, &review, err))
		goto out;
	for (i = 0; i < wording->n_texts; i++) {
		struct text *text = &wording->texts[i];

		text->status =
			is_source_language(wording->language)
				? WORDING_SOURCE
				: review_status(&review, text->po->key,
					  wording->language, text->po->source,
					  text->target);
	}
	ok = true;
out:
	review_finish(&review);
	str_finish(&path);
	return ok;
}

static bool
has_language(const char *templates, const struct instrument *instrument,
	const char *language, struct err *err)
{
	char **languages =
		wording_languages(templates, instrument->id, NULL, err);
	char names[256];
	bool found = false;
	size_t i;

	if (languages == NULL)
		return false;
	for (i = 0; languages[i] != NULL; i++)
		if (strcmp(languages[i], language) == 0)
			found = true;
	if (!found) {
		names_join(languages, names, sizeof(names));
		err_set(err, ERR_USAGE,
			"instrument '%s' has no language '%s'; there is %s",
			instrument->id, language,
			names[0] != '\0' ? names : "none");
	}
	wording_languages_free(languages);
	return found;
}

static bool
write_source(struct wording *wording, const struct instrument *instrument,
	struct err *err)
{
	struct str source = {0};
	char key[KEY_ROOM];

	snprintf(key, sizeof(key), "%s.source", wording->id);
	str_add(&source, wording_text(wording, key));
	if (!instrument->permission.confirmed)
		str_addf(&source, " %s",
			wording_text(wording, "permission.unconfirmed"));
	wording->source = str_take(&source);
	return wording->source != NULL ||
	       err_set(err, ERR_SYSTEM, "out of memory");
}

static bool
load(struct wording *wording, const char *templates,
	const struct instrument *instrument, struct err *err)
{
	const char *files[FILES] = {instrument->id, SHEET};
	size_t f;

	for (f = 0; f < FILES; f++) {
		wording->path[f] =
			path_of(templates, files[f], wording->language);
		if (wording->path[f] == NULL)
			return err_set(err, ERR_SYSTEM, "out of memory");
		if (!po_read(wording->path[f], wording->language,
			    &wording->po[f], err))
			return false;
	}
	if (!merge(wording, err))
		return false;
	for (f = 0; f < FILES && !is_source_language(wording->language); f++)
		if (!check_swedish(
			    wording, templates, &wording->po[f], files[f], err))
			return false;
	return judge(wording, templates, err) &&
	       need_all(wording, instrument, err) &&
	       write_source(wording, instrument, err);
}

struct wording *
wording_load(const char *templates, const struct instrument *instrument,
	const char *language, const char *level, int steps, struct err *err)
{
	struct wording *wording;

	if (!has_language(templates, instrument, language, err) ||
		!instrument_has_level(instrument, level, err) ||
		!instrument_has_steps(instrument, steps, err))
		return NULL;
	wording = calloc(1, sizeof(*wording));
	if (wording == NULL) {
		err_set(err, ERR_SYSTEM, "out of memory");
		return NULL;
	}
	wording->steps = steps;
	str_copy(wording->id, sizeof(wording->id), instrument->id);
	str_copy(wording->level, sizeof(wording->level), level);
	if (!str_copy(wording->language, sizeof(wording->language), language))
		err_set(err, ERR_INPUT,
			"the language '%s' has a name of more "
			"than %d bytes",
			language, INSTRUMENT_KEY - 1);
	else if (load(wording, templates, instrument, err))
		return wording;
	wording_free(wording);
	return NULL;
}

void
wording_free(struct wording *wording)
{
	size_t f;

	if (wording == NULL)
		return;
	for (f = 0; f < FILES; f++) {
		po_finish(&wording->po[f]);
		free(wording->path[f]);
	}
	free(wording->texts);
	free(wording->source);
	free(wording);
}

char **
wording_languages(const char *templates, const char *instrument_id,
	size_t *n_languages, struct err *err)
{
	struct str folder = {0};
	struct str prefix = {0};
	char **languages = NULL;
	size_t i;

	str_addf(&folder, "%s/%s", templates, FOLDER);
	str_addf(&prefix, "%s.", instrument_id);
	if (str_ok(&folder, err) && str_ok(&prefix, err))
		languages = names_list(
			folder.at, prefix.at, ".po", n_languages, err);
	for (i = 0; languages != NULL && languages[i] != NULL; i++) {
		char *const language = languages[i];

		if (!is_source_language(language))
			continue;
		memmove(languages + 1, languages, i * sizeof(*languages));
		languages[0] = language;
		break;
	}
	str_finish(&folder);
	str_finish(&prefix);
	return languages;
}

void
wording_languages_free(char **languages)
{
	names_free(languages);
}

const char *
wording_language(const struct wording *wording)
{
	return wording->language;
}

bool
wording_is_rtl(const struct wording *wording)
{
	return wording->po[0].rtl;
}

const char *
wording_text(const struct wording *wording, const char *key)
{
	const struct text *text = find(wording, key);

	return text != NULL && text->target[0] != '\0' ? text->target : NULL;
}

const char *
wording_title(const struct wording *wording)
{
	char key[KEY_ROOM];

	snprintf(key, sizeof(key), "%s.title", wording->id);
	return wording_text(wording, key);
}

const char *
wording_source(const struct wording *wording)
{
	return wording->source;
}

const char *
wording_purpose(const struct wording *wording, size_t i)
{
	char key[KEY_ROOM];

	if (i >= WORDING_PURPOSE)
		return NULL;
	snprintf(key, sizeof(key), "%s.purpose.%zu", wording->id, i + 1);
	return wording_text(wording, key);
}

const char *
wording_name(const struct wording *wording, const char *item)
{
	char key[KEY_ROOM];

	if (strcmp(item, ITEM_PRACTICE) == 0)
		return wording_text(wording, "practice.name");
	snprintf(key, sizeof(key), "%s.%s.name", wording->id, item);
	return wording_text(wording, key);
}

const char *
wording_question(const struct wording *wording, const char *item)
{
	char key[KEY_ROOM];

	if (strcmp(item, ITEM_PRACTICE) == 0)
		return wording_text(wording, "practice.question");
	snprintf(key, sizeof(key), "%s.%s.question.%s", wording->id, item,
		wording->level);
	return wording_text(wording, key);
}

const char *
wording_step(const struct wording *wording, const char *item, int value)
{
	struct item named = {.kind = ITEM_LADDER};
	char key[KEY_ROOM];
	const char *text;

	if (value_word(value) != NULL) {
		snprintf(key, sizeof(key), "answer.%s", value_word(value));
		return wording_text(wording, key);
	}
	if (!str_copy(named.key, sizeof(named.key), item))
		return NULL;
	step_key(wording, &named, value, key, sizeof(key));
	text = wording_text(wording, key);
	if (text != NULL)
		return text;
	named.kind = ITEM_BRACKETS;
	step_key(wording, &named, value, key, sizeof(key));
	return wording_text(wording, key);
}

void
wording_fill(struct str *out, const char *pattern,
	const struct wording_place *places, size_t n_places)
{
	const char *at = pattern;
	const char *place;
	size_t len;
	size_t i;

	while ((place = place_at(at, 0, &len)) != NULL) {
		str_add_bytes(out, at, (size_t)(place - at));
		for (i = 0; i < n_places; i++)
			if (strlen(places[i].name) == len - 2 &&
				memcmp(places[i].name, place + 1, len - 2) == 0)
				break;
		if (i < n_places)
			str_add(out, places[i].text);
		else
			str_add_bytes(out, place, len);
		at = place + len;
	}
	str_add(out, at);
}

enum wording_status
wording_status(const struct wording *wording)
{
	enum wording_status worst = WORDING_SOURCE;
	size_t i;

	for (i = 0; i < wording->n_texts; i++)
		if (wording->texts[i].used && wording->texts[i].status < worst)
			worst = wording->texts[i].status;
	return worst;
}

void
wording_counts(const struct wording *wording, size_t counts[WORDING__MAX])
{
	size_t i;

	for (i = 0; i < WORDING__MAX; i++)
		counts[i] = 0;
	for (i = 0; i < wording->n_texts; i++)
		counts[wording->texts[i].status] += wording->texts[i].used;
}

enum wording_status
wording_status_of(const struct wording *wording, const char *key)
{
	const struct text *text = find(wording, key);

	return text != NULL ? text->status : WORDING_DRAFT;
}
