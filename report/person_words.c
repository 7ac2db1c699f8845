#include "report/person_words.h"

#include "core/err.h"
#include "core/str.h"
#include "instrument/instrument.h"
#include "instrument/wording.h"

#include <stdio.h>
#include <string.h>

#define KEY 96

bool
person_words_open(struct person_words *words, const char *templates,
	const char *language, struct err *err)
{
	struct err none = {0};

	*words = (struct person_words){.templates = templates};
	if (language[0] != '\0')
		words->own = wording_open(templates, "person", language, &none);
	if (words->own == NULL && none.code != ERR_NONE &&
		none.code != ERR_USAGE)
		return err_set(err, none.code, "%s", none.text);
	if (words->own == NULL)
		language = WORDING_SOURCE_LANGUAGE;
	if (words->own == NULL)
		words->own = wording_open(templates, "person", language, err);
	if (words->own == NULL)
		return false;
	words->rtl = wording_is_rtl(words->own);
	str_copy(words->language, LAYOUT_KEY, wording_language(words->own));
	words->sheet = wording_open(templates, "sheet", language, err);
	return words->sheet != NULL;
}

void
person_words_finish(struct person_words *words)
{
	size_t i;

	for (i = 0; i < words->n_known; i++) {
		instrument_free(words->known[i].instrument_is);
		wording_free(words->known[i].words);
	}
	wording_free(words->own);
	wording_free(words->sheet);
	*words = (struct person_words){0};
}

const char *
person_say(const struct person_words *words, const char *key)
{
	char whole[KEY];

	snprintf(whole, sizeof(whole), "person.%s", key);
	return wording_text(words->own, whole);
}

const char *
person_sheet_says(const struct person_words *words, const char *key)
{
	return wording_text(words->sheet, key);
}

static const struct person_known *
known(struct person_words *words, const struct series *series)
{
	const struct store_answer *of = series->of;
	struct person_known *at;
	size_t i;

	for (i = 0; i < words->n_known; i++) {
		at = &words->known[i];
		if (strcmp(at->instrument, of->instrument) == 0 &&
			strcmp(at->level, of->level) == 0 &&
			at->steps == of->steps)
			return at;
	}
	if (i == PERSON_WORDS_KNOWN)
		return NULL;
	at = &words->known[words->n_known++];
	str_copy(at->instrument, LAYOUT_KEY, of->instrument);
	str_copy(at->level, LAYOUT_KEY, of->level);
	at->steps = of->steps;
	at->instrument_is =
		instrument_load(words->templates, of->instrument, NULL);
	if (at->instrument_is == NULL)
		return at;
	at->words = wording_load(words->templates, at->instrument_is,
		words->language, of->level, of->steps, NULL);
	if (at->words == NULL)
		at->words = wording_load(words->templates, at->instrument_is,
			WORDING_SOURCE_LANGUAGE, of->level, of->steps, NULL);
	return at;
}

const struct wording *
person_words_of(struct person_words *words, const struct series *series)
{
	const struct person_known *at = known(words, series);

	return at == NULL ? NULL : at->words;
}

const struct instrument *
person_instrument_of(struct person_words *words, const struct series *series)
{
	const struct person_known *at = known(words, series);

	return at == NULL ? NULL : at->instrument_is;
}

const char *
person_name_of(const struct wording *words, const char *item)
{
	const char *name = words == NULL ? NULL : wording_name(words, item);

	return name != NULL ? name : item;
}

bool
person_words_are_draft(const struct person_words *words)
{
	size_t i;

	if (wording_is_draft(words->own) || wording_is_draft(words->sheet))
		return true;
	for (i = 0; i < words->n_known; i++) {
		const struct wording *at = words->known[i].words;

		if (at != NULL && wording_status(at) < WORDING_APPROVED)
			return true;
	}
	return false;
}
