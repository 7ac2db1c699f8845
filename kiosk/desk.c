#include "kiosk/desk.h"

#include "core/err.h"
#include "core/layout.h"
#include "core/str.h"
#include "draw/text.h"
#include "instrument/instrument.h"
#include "instrument/wording.h"
#include "intake/decode.h"

#include <stdlib.h>
#include <string.h>

#define KNOWN 32 /* more are not kept, but loaded each time they are shown */

struct known {
	char instrument[LAYOUT_KEY], level[LAYOUT_KEY];
	int steps;
	struct wording *wording; /* NULL: it cannot be loaded */
};

struct desk {
	const char *templates;
	struct known known[KNOWN];
	size_t n, oldest;
	struct decoder *decoder;
	struct text_engine *engine;
};

struct desk *
desk_new(const char *templates, struct err *err)
{
	struct desk *desk = calloc(1, sizeof(*desk));

	if (desk == NULL) {
		err_set(err, ERR_SYSTEM, "out of memory");
		return NULL;
	}
	desk->templates = templates;
	return desk;
}

void
desk_free(struct desk *desk)
{
	size_t i;

	if (desk == NULL)
		return;
	for (i = 0; i < desk->n; i++)
		wording_free(desk->known[i].wording);
	decoder_free(desk->decoder);
	if (desk->engine != NULL) {
		text_engine_free(desk->engine);
		text_end();
	}
	free(desk);
}

static struct wording *
load(const struct desk *desk, const struct known *known)
{
	struct instrument *instrument =
		instrument_load(desk->templates, known->instrument, NULL);
	const bool has_level = known->level[0] != '\0';
	struct wording *wording = NULL;

	if (instrument != NULL)
		wording = wording_load(desk->templates, instrument,
			WORDING_SOURCE_LANGUAGE,
			has_level ? known->level : NULL, known->steps, NULL);
	if (instrument != NULL && wording == NULL && has_level)
		wording = wording_load(desk->templates, instrument,
			WORDING_SOURCE_LANGUAGE, NULL, known->steps, NULL);
	instrument_free(instrument);
	return wording;
}

/* A place for one more; the oldest goes when there is none. */
static struct known *
place(struct desk *desk)
{
	struct known *known;

	if (desk->n < KNOWN)
		return &desk->known[desk->n++];
	known = &desk->known[desk->oldest];
	desk->oldest = (desk->oldest + 1) % KNOWN;
	wording_free(known->wording);
	return known;
}

const struct wording *
desk_wording(
	struct desk *desk, const char *instrument, const char *level, int steps)
{
	struct known wanted = {.steps = steps}, *known;
	size_t i;

	if (!str_copy(
		    wanted.instrument, sizeof(wanted.instrument), instrument) ||
		!str_copy(wanted.level, sizeof(wanted.level),
			level == NULL ? "" : level))
		return NULL;
	for (i = 0; i < desk->n; i++) {
		known = &desk->known[i];
		if (known->steps == steps &&
			strcmp(known->instrument, wanted.instrument) == 0 &&
			strcmp(known->level, wanted.level) == 0)
			return known->wording;
	}
	wanted.wording = load(desk, &wanted);
	known = place(desk);
	*known = wanted;
	return known->wording;
}

const char *
desk_item(struct desk *desk, const char *instrument, const char *item)
{
	const struct wording *wording = desk_wording(desk, instrument, NULL, 0);
	const char *name = wording == NULL ? NULL : wording_name(wording, item);

	return name != NULL ? name : item;
}

struct decoder *
desk_decoder(struct desk *desk, struct err *err)
{
	if (desk->decoder == NULL)
		desk->decoder = decoder_new(err);
	return desk->decoder;
}

struct text_engine *
desk_engine(struct desk *desk, struct err *err)
{
	if (desk->engine == NULL)
		desk->engine = text_engine_new(err);
	return desk->engine;
}
