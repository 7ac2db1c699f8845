#include "kiosk/visit_texts.h"

#include "core/err.h"
#include "instrument/instrument.h"

#include <string.h>

struct walk {
	struct visits *visits;
	const struct wording *asked;
	visits_each_text *each;
	void *data;
};

/* Texts with {places} differ from time to time, and are not read aloud. */
static bool
tell(const struct walk *walk, const char *text, struct err *err)
{
	return text == NULL || text[0] == '\0' || strchr(text, '{') != NULL ||
	       walk->each(text, walk->data, err);
}

static bool
tell_item(const struct walk *walk, const struct item *item, struct err *err)
{
	const int n = item_steps(item, wording_steps(walk->asked));
	int value;

	if (!tell(walk, wording_question(walk->asked, item->key), err))
		return false;
	for (value = 1; value <= n; value++)
		if (!tell(walk, wording_step(walk->asked, item->key, value),
			    err))
			return false;
	return true;
}

static bool
tell_asked(const struct walk *walk, struct err *err)
{
	const struct instrument *in = visits_instrument(walk->visits);
	size_t i;

	for (i = 0; wording_purpose(walk->asked, i) != NULL; i++)
		if (!tell(walk, wording_purpose(walk->asked, i), err))
			return false;
	if (in->practice != NULL &&
		(!tell(walk, wording_text(walk->asked, "how.practice"), err) ||
			!tell_item(walk, in->practice, err)))
		return false;
	for (i = 0; i < in->n_extras; i++)
		if (!tell(walk,
			    wording_text(walk->asked,
				    in->extras[i] == VALUE_DECLINED
					    ? "answer.declined"
					    : "answer.not_understood"),
			    err))
			return false;
	for (i = 0; i < visits_items(walk->visits); i++)
		if (!tell_item(walk, visits_item(walk->visits, i), err))
			return false;
	return true;
}

/* Every level and number of steps that the language has. */
static bool
tell_all_asked(struct walk *walk, struct tongue *tongue, struct err *err)
{
	const struct instrument *in = visits_instrument(walk->visits);
	const struct wording *first =
		tongue_asked(walk->visits, tongue, "", 0, err);
	unsigned i, k;

	if (first == NULL)
		return false;
	for (i = 0; i < in->n_levels; i++) {
		for (k = 0; k < in->n_steps; k++) {
			if (!wording_has_level(first, in, in->levels[i]) ||
				!wording_has_steps(first, in, in->steps[k]))
				continue;
			walk->asked = tongue_asked(walk->visits, tongue,
				in->levels[i], in->steps[k], err);
			if (walk->asked == NULL || !tell_asked(walk, err))
				return false;
		}
	}
	return true;
}

/* What a group's tablets say besides. */
static bool
tell_room(const struct walk *walk, struct tongue *tongue, struct err *err)
{
	const struct wording *room = tongue_room(walk->visits, tongue, err);
	const char *key;
	size_t i;

	if (room == NULL)
		return false;
	for (i = 0; (key = wording_key(room, i)) != NULL; i++)
		if (!tell(walk, wording_text(room, key), err))
			return false;
	return true;
}

bool
visits_texts(struct visits *visits, const char *language,
	visits_each_text *each, void *data, struct err *err)
{
	struct walk walk = {.visits = visits, .each = each, .data = data};
	struct tongue *tongue = visits_tongue(visits, language, err);
	const char *key;
	size_t i;

	if (tongue == NULL)
		return false;
	for (i = 0; (key = tongue_word(tongue, i)) != NULL; i++)
		if (!tell(&walk, key, err))
			return false;
	return tell_room(&walk, tongue, err) &&
	       tell_all_asked(&walk, tongue, err);
}
