#include "forms/list.h"

#include "core/doc.h"
#include "core/err.h"
#include "core/str.h"
#include "instrument/instrument.h"
#include "instrument/wording.h"

#include <stddef.h>

static void
add_permission(const struct instrument *instrument, bool json, struct str *out)
{
	const struct permission *p = &instrument->permission;

	if (json) {
		str_addf(out, "\"permission\":\"%s\"",
			p->confirmed ? "confirmed" : "unconfirmed");
		return;
	}
	if (p->confirmed)
		str_addf(out, "permission confirmed by %s on %s",
			p->by == NULL ? "?" : p->by,
			p->date == NULL ? "?" : p->date);
	else
		str_add(out, "permission not confirmed");
}

static void
add_instrument_text(const struct instrument *in, struct str *out)
{
	unsigned i;

	str_addf(out, "%s  version %s, rated by %s, %u items\n", in->id,
		in->version,
		in->rater == RATER_SELF ? "the person" : "the caseworker",
		in->n_items);
	str_addf(out, "  owner: %s; ", in->owner);
	add_permission(in, false, out);
	str_addf(out, "\n  source: %s\n  levels:", in->source);
	for (i = 0; i < in->n_levels; i++)
		str_addf(out, " %s", in->levels[i]);
	str_add(out, "; steps:");
	for (i = 0; i < in->n_steps; i++)
		str_addf(out, " %d", in->steps[i]);
	str_add(out, "\n");
}

static void
add_instrument_json(const struct instrument *in, struct str *out)
{
	unsigned i;

	str_addf(out,
		"{\"instrument\":\"%s\",\"version\":\"%s\",\"rater\":"
		"\"%s\",\"items\":%u,\"owner\":",
		in->id, in->version, rater_word(in->rater), in->n_items);
	doc_add_text(out, in->owner);
	str_add(out, ",\"source\":");
	doc_add_text(out, in->source);
	str_add(out, ",");
	add_permission(in, true, out);
	str_add(out, ",\"levels\":[");
	for (i = 0; i < in->n_levels; i++)
		str_addf(out, "%s\"%s\"", i > 0 ? "," : "", in->levels[i]);
	str_add(out, "],\"steps\":[");
	for (i = 0; i < in->n_steps; i++)
		str_addf(out, "%s%d", i > 0 ? "," : "", in->steps[i]);
	str_add(out, "],\"languages\":[");
}

/* The levels and step counts that a language has words for. */
static void
add_offer(const struct wording *w, const struct instrument *in, bool json,
	struct str *out)
{
	const char *comma = "";
	unsigned i;

	str_add(out, json ? ",\"levels\":[" : "; ");
	for (i = 0; i < in->n_levels; i++) {
		if (!wording_has_level(w, in, in->levels[i]))
			continue;
		str_addf(out, json ? "%s\"%s\"" : "%s%s", comma, in->levels[i]);
		comma = json ? "," : ", ";
	}
	str_add(out, json ? "],\"steps\":[" : "; ");
	comma = "";
	for (i = 0; i < in->n_steps; i++) {
		if (!wording_has_steps(w, in, in->steps[i]))
			continue;
		str_addf(out, "%s%d", comma, in->steps[i]);
		comma = json ? "," : ", ";
	}
	str_add(out, json ? "]}" : " steps");
}

static void
add_language(const struct wording *w, const struct instrument *in, bool json,
	bool first, struct str *out)
{
	size_t counts[WORDING__MAX];
	const char *name = wording_text(w, "language.name");
	size_t all = 0;
	int i;

	wording_counts(w, counts);
	for (i = 0; i < WORDING__MAX; i++)
		all += counts[i];
	if (json) {
		str_addf(out,
			"%s{\"language\":\"%s\",\"status\":\"%s\","
			"\"texts\":%zu,\"draft\":%zu",
			first ? "" : ",", wording_language(w),
			wording_status_word(wording_status(w)), all,
			counts[WORDING_DRAFT]);
		add_offer(w, in, true, out);
		return;
	}
	/* The own name comes last: columns cannot be counted in all scripts. */
	str_addf(out, "  %-10s %-8s %3zu of %zu texts are draft",
		wording_language(w), wording_status_word(wording_status(w)),
		counts[WORDING_DRAFT], all);
	add_offer(w, in, false, out);
	str_addf(out, "  %s\n", name == NULL ? "" : name);
}

static bool
add_languages(const char *templates, const struct instrument *in, bool json,
	struct str *out, struct err *err)
{
	char **languages = wording_languages(templates, in->id, NULL, err);
	bool ok = languages != NULL;
	size_t i;

	for (i = 0; ok && languages[i] != NULL; i++) {
		struct wording *w =
			wording_load(templates, in, languages[i], NULL, 0, err);

		ok = w != NULL;
		if (ok)
			add_language(w, in, json, i == 0, out);
		wording_free(w);
	}
	wording_languages_free(languages);
	return ok;
}

bool
list_write(const char *templates, bool json, struct str *out, struct err *err)
{
	char **ids = instrument_ids(templates, NULL, err);
	bool ok = ids != NULL;
	size_t i;

	for (i = 0; ok && ids[i] != NULL; i++) {
		struct instrument *in = instrument_load(templates, ids[i], err);

		ok = in != NULL;
		if (ok && json)
			add_instrument_json(in, out);
		else if (ok)
			add_instrument_text(in, out);
		ok = ok && add_languages(templates, in, json, out, err);
		str_add(out, json ? "]}\n" : "");
		instrument_free(in);
	}
	instrument_ids_free(ids);
	return ok && str_ok(out, err);
}
