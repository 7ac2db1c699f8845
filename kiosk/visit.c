#include "kiosk/visit.h"

#include "core/err.h"
#include "core/str.h"
#include "instrument/instrument.h"
#include "kiosk/audio.h"
#include "kiosk/tries.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ASKED 8	       /* levels and steps of a language */
#define SWEEP_EVERY 30 /* seconds */
#define SEEN_EVERY 20  /* seconds between writes that somebody was seen */

struct tongue {
	const char *language;  /* of visits->languages */
	struct wording *kiosk; /* NULL: not loaded */
	struct wording *sheet;
	struct wording *room; /* NULL: not loaded */
	struct wording *asked[ASKED];
	size_t n_asked;
};

struct visits {
	const char *templates;
	struct instrument *instrument;
	char **languages;
	struct tongue *tongues; /* one a language */
	size_t n;
	const struct item *items[VISIT_ANSWERS];
	size_t n_items;
	struct audio audio;
	struct tries tries; /* visits_tries */
	int64_t swept;	    /* when */
};

/* Only languages that have the words of the screens too. */
static void
drop_without_screens(struct visits *visits, char *const *screens)
{
	size_t i, k, n = 0;

	for (i = 0; i < visits->n; i++) {
		for (k = 0; screens[k] != NULL; k++)
			if (strcmp(screens[k], visits->languages[i]) == 0)
				break;
		if (screens[k] == NULL)
			free(visits->languages[i]);
		else
			visits->languages[n++] = visits->languages[i];
	}
	visits->languages[n] = NULL;
	visits->n = n;
}

static void
list_items(struct visits *visits)
{
	const struct instrument *in = visits->instrument;
	unsigned i;

	for (i = 0; i < in->n_items && visits->n_items < VISIT_ANSWERS; i++)
		if (item_steps(&in->items[i], in->steps[0]) > 0)
			visits->items[visits->n_items++] = &in->items[i];
}

struct visits *
visits_open(const char *templates, const char *instrument, struct err *err)
{
	struct visits *visits = calloc(1, sizeof(*visits));
	char **screens = NULL;
	bool ok = false;
	size_t i;

	if (visits == NULL) {
		err_set(err, ERR_SYSTEM, "out of memory");
		return NULL;
	}
	visits->templates = templates;
	visits->instrument = instrument_load(templates, instrument, err);
	if (visits->instrument == NULL)
		goto out;
	if (!audio_load(templates, &visits->audio, err))
		goto out;
	list_items(visits);
	visits->languages =
		wording_languages(templates, instrument, &visits->n, err);
	screens = wording_languages(templates, "kiosk", NULL, err);
	if (visits->languages == NULL || screens == NULL)
		goto out;
	drop_without_screens(visits, screens);
	visits->tongues = calloc(visits->n + 1, sizeof(*visits->tongues));
	if (visits->tongues == NULL) {
		err_set(err, ERR_SYSTEM, "out of memory");
		goto out;
	}
	for (i = 0; i < visits->n; i++)
		visits->tongues[i].language = visits->languages[i];
	ok = visits->n > 0 || err_set(err, ERR_USAGE,
				      "%s: no language has the words of both "
				      "kiosk and %s",
				      templates, instrument);
out:
	if (screens != NULL)
		wording_languages_free(screens);
	if (!ok) {
		visits_close(visits);
		visits = NULL;
	}
	return visits;
}

static void
forget_words(struct visits *visits)
{
	size_t i, k;

	for (i = 0; visits->tongues != NULL && i < visits->n; i++) {
		struct tongue *tongue = &visits->tongues[i];

		wording_free(tongue->kiosk);
		wording_free(tongue->sheet);
		wording_free(tongue->room);
		for (k = 0; k < tongue->n_asked; k++)
			wording_free(tongue->asked[k]);
		*tongue = (struct tongue){.language = tongue->language};
	}
}

bool
visits_again(struct visits *visits, struct err *err)
{
	struct audio anew = {0};

	forget_words(visits);
	if (!audio_load(visits->templates, &anew, err))
		return false;
	audio_finish(&visits->audio);
	visits->audio = anew;
	return true;
}

void
visits_close(struct visits *visits)
{
	if (visits == NULL)
		return;
	forget_words(visits);
	free(visits->tongues);
	if (visits->languages != NULL)
		wording_languages_free(visits->languages);
	instrument_free(visits->instrument);
	audio_finish(&visits->audio);
	free(visits);
}

const struct instrument *
visits_instrument(const struct visits *visits)
{
	return visits->instrument;
}

const struct audio *
visits_audio(const struct visits *visits)
{
	return &visits->audio;
}

struct tries *
visits_tries(struct visits *visits)
{
	return &visits->tries;
}

struct audio *
visits_audio_change(struct visits *visits)
{
	return &visits->audio;
}

const char *
visits_language(const struct visits *visits, size_t i)
{
	return i < visits->n ? visits->languages[i] : NULL;
}

struct tongue *
visits_tongue(struct visits *visits, const char *language, struct err *err)
{
	struct tongue *tongue;
	size_t i;

	for (i = 0; i < visits->n; i++)
		if (strcmp(visits->languages[i], language) == 0)
			break;
	if (i == visits->n) {
		err_set(err, ERR_USAGE, "there is no language \"%s\"",
			language);
		return NULL;
	}
	tongue = &visits->tongues[i];
	if (tongue->kiosk == NULL)
		tongue->kiosk = wording_open(
			visits->templates, "kiosk", tongue->language, err);
	if (tongue->kiosk != NULL && tongue->sheet == NULL)
		tongue->sheet = wording_open(
			visits->templates, "sheet", tongue->language, err);
	return tongue->kiosk != NULL && tongue->sheet != NULL ? tongue : NULL;
}

const char *
tongue_say(const struct tongue *tongue, const char *key)
{
	char full[64];

	snprintf(full, sizeof(full), "kiosk.%s", key);
	return wording_text(tongue->kiosk, full);
}

const char *
tongue_word(const struct tongue *tongue, size_t i)
{
	const char *key = wording_key(tongue->kiosk, i);

	return key != NULL ? wording_text(tongue->kiosk, key) : NULL;
}

const char *
tongue_name(const struct tongue *tongue)
{
	return wording_text(tongue->sheet, "language.name");
}

const char *
tongue_lang(const struct tongue *tongue)
{
	return strcmp(tongue->language, WORDING_EASY_SWEDISH) == 0
		       ? WORDING_SOURCE_LANGUAGE
		       : tongue->language;
}

const char *
tongue_key(const struct tongue *tongue)
{
	return tongue->language;
}

bool
tongue_is_rtl(const struct tongue *tongue)
{
	return wording_is_rtl(tongue->kiosk);
}

bool
tongue_is_draft(const struct tongue *tongue)
{
	return wording_status(tongue->kiosk) == WORDING_DRAFT;
}

const struct wording *
tongue_room(struct visits *visits, struct tongue *tongue, struct err *err)
{
	if (tongue->room == NULL)
		tongue->room = wording_open(
			visits->templates, "room", tongue->language, err);
	return tongue->room;
}

struct wording *
tongue_asked(struct visits *visits, struct tongue *tongue, const char *level,
	int steps, struct err *err)
{
	struct wording *wording;
	size_t i;

	for (i = 0; i < tongue->n_asked; i++) {
		wording = tongue->asked[i];
		if ((level[0] == '\0' && i == 0) ||
			(strcmp(wording_level(wording), level) == 0 &&
				wording_steps(wording) == steps))
			return wording;
	}
	if (tongue->n_asked == ASKED) {
		err_set(err, ERR_LIMIT, "%s: more than %d levels and steps",
			tongue->language, ASKED);
		return NULL;
	}
	/* The first that there is stands first, and is what "" means. */
	if (tongue->n_asked == 0 && level[0] != '\0' &&
		tongue_asked(visits, tongue, "", 0, err) == NULL)
		return NULL;
	if (tongue->n_asked > 0 &&
		strcmp(wording_level(tongue->asked[0]), level) == 0 &&
		wording_steps(tongue->asked[0]) == steps)
		return tongue->asked[0];
	wording = wording_load(visits->templates, visits->instrument,
		tongue->language, level[0] != '\0' ? level : NULL, steps, err);
	if (wording != NULL)
		tongue->asked[tongue->n_asked++] = wording;
	return wording;
}

size_t
visits_items(const struct visits *visits)
{
	return visits->n_items;
}

const struct item *
visits_item(const struct visits *visits, size_t i)
{
	return visits->items[i];
}

bool
visits_item_find(const struct visits *visits, const char *key, size_t *i)
{
	size_t k;

	for (k = 0; k < visits->n_items; k++) {
		if (strcmp(visits->items[k]->key, key) == 0) {
			*i = k;
			return true;
		}
	}
	return false;
}

/* ------------------------------------------------------------- who it is */

void
visit_today(const struct kiosk *kiosk, char date[STORE_DATE])
{
	const time_t now = (time_t)kiosk->now;
	struct tm tm;

	gmtime_r(&now, &tm);
	strftime(date, STORE_DATE, "%Y-%m-%d", &tm);
}

bool
visit_of_token(
	struct kiosk *kiosk, const char *token, int64_t *id, struct err *err)
{
	struct store_visit visit;
	bool found;

	*id = 0;
	if (!store_visit_find(kiosk->store, token, &visit, &found, err))
		return false;
	if (!found)
		return true;
	*id = visit.id;
	if (kiosk->now - visit.seen < SEEN_EVERY)
		return true;
	visit.seen = kiosk->now;
	return store_visit_set(kiosk->store, &visit, err);
}

bool
visits_tick(struct kiosk *kiosk, struct err *err)
{
	const struct store_actor actor = {
		.name = "kiosk", .role = ROLE_RECEPTION, .at = kiosk->now};

	if (kiosk->visits == NULL ||
		kiosk->now - kiosk->visits->swept < SWEEP_EVERY)
		return true;
	kiosk->visits->swept = kiosk->now;
	store_act_as(kiosk->store, &actor);
	return store_visits_sweep(kiosk->store, kiosk->now - VISIT_DEAD_S,
		kiosk->now - VISIT_OLD_S, err);
}

void
visit_place(const struct visits *visits, const struct store_visit *visit,
	size_t after, char path[HTTP_PATH])
{
	size_t i, k;

	if (visit->occasion == 0) {
		snprintf(path, HTTP_PATH, "/visit/%s",
			visit->person[0] == '\0' ? "who" : "purpose");
		return;
	}
	for (i = 0; i < visits->n_items; i++) {
		k = (after + i) % visits->n_items;
		if ((visit->answered >> k & 1) == 0) {
			snprintf(path, HTTP_PATH, "/visit/item/%s",
				visits->items[k]->key);
			return;
		}
	}
	snprintf(path, HTTP_PATH, "/visit/overview");
}
