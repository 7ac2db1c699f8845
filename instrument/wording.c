#include "instrument/wording.h"

#include "core/answer.h"
#include "core/err.h"
#include "core/layout.h"
#include "core/str.h"
#include "instrument/instrument.h"
#include "instrument/names.h"
#include "instrument/texts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SHEET "sheet" /* the file of what stands on every sheet */
#define KEY_ROOM 192

/* Which of the texts' files a key is looked for in. */
enum { FILE_OWN, FILE_SHEET };

struct wording {
	char id[INSTRUMENT_KEY];
	char level[INSTRUMENT_KEY];
	int steps;
	char *source; /* the small print */
	struct texts texts;
};

/* Looks for a needed key, and notes that it is used. */
static bool
need(struct wording *wording, const char *key, struct err *err)
{
	/* Keys of the instrument start with its id. */
	const size_t len = strlen(wording->id);
	const bool is_own =
		strncmp(key, wording->id, len) == 0 && key[len] == '.';

	return texts_need(
		&wording->texts, key, is_own ? FILE_OWN : FILE_SHEET, err);
}

/* The words before the value in a step's key. */
static const char *const step_words[ITEM__MAX] = {
	[ITEM_LADDER] = "step",
	[ITEM_BRACKETS] = "bracket",
	[ITEM_CHOICE] = "choice",
};

static void
step_key(const struct wording *wording, const char *item, enum item_kind kind,
	int value, char *key, size_t size)
{
	const bool is_practice = strcmp(item, ITEM_PRACTICE) == 0;
	const char *id = is_practice ? "" : wording->id;
	const char *dot = is_practice ? "" : ".";
	const int len = snprintf(key, size, "%s%s%s.%s.%d", id, dot, item,
		step_words[kind], value);

	if (kind == ITEM_LADDER && len > 0 && (size_t)len < size)
		snprintf(key + len, size - (size_t)len, "-of-%d",
			wording->steps);
}

/* "<i>.<item>.question.<level>"; practice.question has a level if need be. */
static void
question_key(
	const struct wording *wording, const char *item, char *key, size_t size)
{
	if (strcmp(item, ITEM_PRACTICE) != 0) {
		snprintf(key, size, "%s.%s.question.%s", wording->id, item,
			wording->level);
		return;
	}
	snprintf(key, size, "practice.question.%s", wording->level);
	if (texts_find(&wording->texts, key) == NULL)
		snprintf(key, size, "practice.question");
}

static void
talk_key(const struct wording *wording, const char *item, size_t i, char *key,
	size_t size)
{
	snprintf(key, size, "%s.%s.talk.%zu", wording->id, item, i + 1);
}

/* The prompts that there are. */
static bool
need_talk(struct wording *wording, const struct item *item, struct err *err)
{
	char key[KEY_ROOM];
	size_t i;

	for (i = 0; i < WORDING_TALK; i++) {
		talk_key(wording, item->key, i, key, sizeof(key));
		if (texts_find(&wording->texts, key) == NULL)
			break;
		if (!need(wording, key, err))
			return false;
	}
	return true;
}

static bool
need_item(struct wording *wording, const struct item *item, struct err *err)
{
	const bool is_practice = strcmp(item->key, ITEM_PRACTICE) == 0;
	char key[KEY_ROOM];
	int value;

	if (is_practice && !need(wording, "how.practice", err))
		return false;
	snprintf(key, sizeof(key), "%s%s%s.name",
		is_practice ? "" : wording->id, is_practice ? "" : ".",
		item->key);
	if (!need(wording, key, err))
		return false;
	if (item->kind == ITEM_TALK)
		return need_talk(wording, item, err);
	question_key(wording, item->key, key, sizeof(key));
	if (!need(wording, key, err))
		return false;
	for (value = 1; value <= item_steps(item, wording->steps); value++) {
		step_key(wording, item->key, item->kind, value, key,
			sizeof(key));
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
		if (i > 1 && texts_find(&wording->texts, key) == NULL)
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
	static const char *const always[] = {"language.name", "page.of",
		"talk.notes", "draft.band", "back.empty"};
	static const char *const own[] = {"title", "source"};
	char key[KEY_ROOM];
	size_t i;

	for (i = 0; i < sizeof(own) / sizeof(own[0]); i++) {
		snprintf(key, sizeof(key), "%s.%s", wording->id, own[i]);
		if (!need(wording, key, err))
			return false;
	}
	if (wording_is_then(wording) &&
		(!need(wording, "then.title", err) ||
			!need(wording, "then.how", err)))
		return false;
	if (!need_purpose(wording, err))
		return false;
	if (!instrument->permission.confirmed &&
		!need(wording, "permission.unconfirmed", err))
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
	if (!instrument_has_boxes(instrument))
		return true;
	if (!need(wording, "how.mark", err) || !need(wording, "how.one", err))
		return false;
	for (i = 0; i < instrument->n_extras; i++) {
		snprintf(key, sizeof(key), "answer.%s",
			value_word(instrument->extras[i]));
		if (!need(wording, key, err))
			return false;
	}
	return true;
}

/* Whether the language has words of that level, and of that many steps. */
static bool
has_level(const struct wording *wording, const struct instrument *instrument,
	const char *level)
{
	bool needed = false;
	char key[KEY_ROOM];
	size_t i;

	for (i = 0; i < instrument->n_items; i++) {
		const struct item *item = &instrument->items[i];

		if (item->kind == ITEM_TALK)
			continue;
		needed = true;
		snprintf(key, sizeof(key), "%s.%s.question.%s", wording->id,
			item->key, level);
		if (texts_find(&wording->texts, key) != NULL)
			return true;
	}
	return !needed;
}

static bool
has_steps(const struct wording *wording, const struct instrument *instrument,
	int steps)
{
	bool needed = false;
	char key[KEY_ROOM];
	size_t i;

	for (i = 0; i < instrument->n_items; i++) {
		const struct item *item = &instrument->items[i];

		if (item->kind != ITEM_LADDER)
			continue;
		needed = true;
		snprintf(key, sizeof(key), "%s.%s.step.1-of-%d", wording->id,
			item->key, steps);
		if (texts_find(&wording->texts, key) != NULL)
			return true;
	}
	return !needed;
}

/*
 * Sets the level: the one asked for, or the first that the language has. One
 * without any has to have the first: what it lacks is then named.
 */
static bool
choose_level(struct wording *wording, const struct instrument *instrument,
	const char *level, struct err *err)
{
	struct str names = {0};
	const char *first = NULL;
	bool found = false;
	unsigned i;

	if (level != NULL && !instrument_has_level(instrument, level, err))
		return false;
	for (i = 0; i < instrument->n_levels; i++) {
		const char *one = instrument->levels[i];

		if (!has_level(wording, instrument, one))
			continue;
		str_addf(&names, "%s%s", first == NULL ? "" : ", ", one);
		first = first == NULL ? one : first;
		found = found || level == NULL || strcmp(level, one) == 0;
	}
	if (first == NULL || level == NULL)
		level = first == NULL ? instrument->levels[0] : first;
	if (first != NULL && !found)
		err_set(err, ERR_USAGE,
			"instrument '%s' has no level '%s' in '%s'; there is "
			"%s",
			wording->id, level, wording->texts.language,
			names.at == NULL ? "none" : names.at);
	str_finish(&names);
	return (first == NULL || found) &&
	       (str_copy(wording->level, sizeof(wording->level), level) ||
		       err_set(err, ERR_INPUT, "the level '%s' is too long",
			       level));
}

static bool
choose_steps(struct wording *wording, const struct instrument *instrument,
	int steps, struct err *err)
{
	struct str names = {0};
	int first = 0;
	bool found = false;
	unsigned i;

	if (steps != 0 && !instrument_has_steps(instrument, steps, err))
		return false;
	for (i = 0; i < instrument->n_steps; i++) {
		const int one = instrument->steps[i];

		if (!has_steps(wording, instrument, one))
			continue;
		str_addf(&names, "%s%d", first == 0 ? "" : ", ", one);
		first = first == 0 ? one : first;
		found = found || steps == 0 || steps == one;
	}
	if (first == 0 || steps == 0)
		steps = first == 0 ? instrument->steps[0] : first;
	if (first != 0 && !found)
		err_set(err, ERR_USAGE,
			"instrument '%s' has no ladder of %d steps in '%s'; "
			"there is %s",
			wording->id, steps, wording->texts.language,
			names.at == NULL ? "none" : names.at);
	str_finish(&names);
	wording->steps = steps;
	return first == 0 || found;
}

static bool
has_language(const char *templates, const char *file, const char *what,
	const char *language, struct err *err)
{
	char **languages = wording_languages(templates, file, NULL, err);
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
			"%s '%s' has no language '%s'; there is %s", what, file,
			language, names[0] != '\0' ? names : "none");
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
	const struct instrument *instrument, const char *language,
	const char *level, int steps, struct err *err)
{
	const char *files[] = {
		[FILE_OWN] = instrument->id, [FILE_SHEET] = SHEET};

	str_copy(wording->id, sizeof(wording->id), instrument->id);
	return texts_load(
		       &wording->texts, templates, files, 2, language, err) &&
	       choose_level(wording, instrument, level, err) &&
	       choose_steps(wording, instrument, steps, err) &&
	       need_all(wording, instrument, err) &&
	       write_source(wording, instrument, err);
}

struct wording *
wording_load(const char *templates, const struct instrument *instrument,
	const char *language, const char *level, int steps, struct err *err)
{
	struct wording *wording;

	if (!has_language(
		    templates, instrument->id, "instrument", language, err))
		return NULL;
	wording = calloc(1, sizeof(*wording));
	if (wording == NULL) {
		err_set(err, ERR_SYSTEM, "out of memory");
		return NULL;
	}
	if (load(wording, templates, instrument, language, level, steps, err))
		return wording;
	wording_free(wording);
	return NULL;
}

static bool
load_file(struct wording *wording, const char *templates, const char *file,
	const char *language, struct err *err)
{
	size_t i;

	if (!str_copy(wording->id, sizeof(wording->id), file))
		return err_set(
			err, ERR_LIMIT, "the name '%s' is too long", file);
	if (!texts_load(&wording->texts, templates, &file, 1, language, err))
		return false;
	for (i = 0; i < wording->texts.n; i++)
		if (!texts_need(&wording->texts, wording->texts.all[i].po->key,
			    0, err))
			return false;
	return true;
}

struct wording *
wording_open(const char *templates, const char *file, const char *language,
	struct err *err)
{
	struct wording *wording;

	if (!has_language(templates, file, "file", language, err))
		return NULL;
	wording = calloc(1, sizeof(*wording));
	if (wording == NULL) {
		err_set(err, ERR_SYSTEM, "out of memory");
		return NULL;
	}
	if (load_file(wording, templates, file, language, err))
		return wording;
	wording_free(wording);
	return NULL;
}

void
wording_free(struct wording *wording)
{
	if (wording == NULL)
		return;
	texts_finish(&wording->texts);
	free(wording->source);
	free(wording);
}

bool
wording_has_level(const struct wording *wording,
	const struct instrument *instrument, const char *level)
{
	return has_level(wording, instrument, level);
}

bool
wording_has_steps(const struct wording *wording,
	const struct instrument *instrument, int steps)
{
	return has_steps(wording, instrument, steps);
}

char **
wording_languages(const char *templates, const char *file, size_t *n_languages,
	struct err *err)
{
	struct str prefix = {0};
	char **languages = NULL;
	size_t i;

	str_addf(&prefix, "%s.", file);
	if (str_ok(&prefix, err))
		languages = names_list(templates, TEXTS_FOLDER, prefix.at,
			".po", n_languages, err);
	for (i = 0; languages != NULL && languages[i] != NULL; i++) {
		char *const language = languages[i];

		if (strcmp(language, WORDING_SOURCE_LANGUAGE) != 0)
			continue;
		memmove(languages + 1, languages, i * sizeof(*languages));
		languages[0] = language;
		break;
	}
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
	return wording->texts.language;
}

const char *
wording_level(const struct wording *wording)
{
	return wording->level;
}

bool
wording_is_then(const struct wording *wording)
{
	return strcmp(wording->level, LAYOUT_THEN) == 0;
}

int
wording_steps(const struct wording *wording)
{
	return wording->steps;
}

bool
wording_is_rtl(const struct wording *wording)
{
	return wording->texts.po[0].rtl;
}

const char *
wording_key(const struct wording *wording, size_t i)
{
	const struct po *po = &wording->texts.po[0];

	return i < po->n_texts ? po->texts[i].key : NULL;
}

const char *
wording_text(const struct wording *wording, const char *key)
{
	const struct texts_text *text = texts_find(&wording->texts, key);

	return text != NULL && text->target[0] != '\0' ? text->target : NULL;
}

const char *
wording_title(const struct wording *wording)
{
	char key[KEY_ROOM];

	if (wording_is_then(wording))
		return wording_text(wording, "then.title");
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

	question_key(wording, item, key, sizeof(key));
	return wording_text(wording, key);
}

const char *
wording_talk(const struct wording *wording, const char *item, size_t i)
{
	char key[KEY_ROOM];

	if (i >= WORDING_TALK)
		return NULL;
	talk_key(wording, item, i, key, sizeof(key));
	return wording_text(wording, key);
}

const char *
wording_step(const struct wording *wording, const char *item, int value)
{
	char key[KEY_ROOM];
	const char *text = NULL;
	int kind;

	if (value_word(value) != NULL) {
		snprintf(key, sizeof(key), "answer.%s", value_word(value));
		return wording_text(wording, key);
	}
	for (kind = 0; text == NULL && kind < ITEM__MAX; kind++) {
		if (step_words[kind] == NULL)
			continue;
		step_key(wording, item, (enum item_kind)kind, value, key,
			sizeof(key));
		text = wording_text(wording, key);
	}
	return text;
}

void
wording_add_unbroken(struct str *out, const char *text)
{
	static const char dash[] = "\xe2\x80\x93";
	const char *at;

	for (at = text; *at != '\0'; at++) {
		if (*at != '\n')
			str_add_bytes(out, at, 1);
		else if (at - text < 3 || memcmp(at - 3, dash, 3) != 0)
			str_add(out, " ");
	}
}

void
wording_fill(struct str *out, const char *pattern,
	const struct wording_place *places, size_t n_places)
{
	const char *at = pattern;
	const char *place;
	size_t len;
	size_t i;

	while ((place = texts_place(at, 0, &len)) != NULL) {
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

	for (i = 0; i < wording->texts.n; i++)
		if (wording->texts.all[i].used &&
			wording->texts.all[i].status < worst)
			worst = wording->texts.all[i].status;
	return worst;
}

void
wording_counts(const struct wording *wording, size_t counts[WORDING__MAX])
{
	size_t i;

	for (i = 0; i < WORDING__MAX; i++)
		counts[i] = 0;
	for (i = 0; i < wording->texts.n; i++)
		counts[wording->texts.all[i].status] +=
			wording->texts.all[i].used;
}

enum wording_status
wording_status_of(const struct wording *wording, const char *key)
{
	const struct texts_text *text = texts_find(&wording->texts, key);

	return text != NULL ? text->status : WORDING_DRAFT;
}

bool
wording_is_draft(const struct wording *wording)
{
	const char *key;
	size_t i;

	for (i = 0; (key = wording_key(wording, i)) != NULL; i++) {
		if (wording_text(wording, key) != NULL &&
			wording_status_of(wording, key) < WORDING_APPROVED)
			return true;
	}
	return false;
}
