#include "report/main_names.h"

#include "core/str.h"
#include "instrument/instrument.h"
#include "instrument/wording.h"

#include <string.h>

static struct wording *
load_words(const char *templates, const char *id)
{
	struct instrument *instrument = instrument_load(templates, id, NULL);
	struct wording *words = NULL;

	if (instrument != NULL)
		words = wording_load(templates, instrument,
			WORDING_SOURCE_LANGUAGE, instrument->levels[0],
			instrument->steps[0], NULL);
	instrument_free(instrument);
	return words;
}

struct wording *
main_words(const char *instrument, struct names *names)
{
	size_t i;

	for (i = 0; i < names->n; i++) {
		if (strcmp(names->known[i].instrument, instrument) == 0)
			return names->known[i].wording;
	}
	if (i == sizeof(names->known) / sizeof(*names->known))
		return NULL;
	names->n++;
	str_copy(names->known[i].instrument, ITEM_KEY, instrument);
	names->known[i].wording = load_words(names->templates, instrument);
	return names->known[i].wording;
}

const char *
main_name(const char *instrument, const char *item, void *data)
{
	const struct wording *words = main_words(instrument, data);

	if (words == NULL)
		return NULL;
	return item == NULL ? wording_title(words) : wording_name(words, item);
}

void
main_names_finish(struct names *names)
{
	size_t i;

	for (i = 0; i < names->n; i++)
		wording_free(names->known[i].wording);
}
