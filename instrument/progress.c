#include "instrument/progress.h"

#include "core/err.h"
#include "core/hash.h"
#include "core/str.h"
#include "instrument/instrument.h"
#include "instrument/names.h"
#include "instrument/review.h"
#include "instrument/wordfiles.h"
#include "instrument/wording.h"

#include <stdlib.h>
#include <string.h>

#define LANGUAGES 64

/* Of one language, over all of its files. */
struct tally {
	char language[INSTRUMENT_KEY];
	size_t counts[WORDING__MAX];
	size_t texts, changed; /* changed: reviewed once, and not this text */
};

struct progress {
	const struct review *review;
	enum progress_form form;
	struct str *out;
	struct tally tallies[LANGUAGES];
	size_t n_tallies;
};

static struct tally *
tally_of(struct progress *progress, const char *language)
{
	size_t i;

	for (i = 0; i < progress->n_tallies; i++)
		if (strcmp(progress->tallies[i].language, language) == 0)
			return &progress->tallies[i];
	if (i == LANGUAGES)
		return NULL;
	progress->n_tallies++;
	str_copy(progress->tallies[i].language,
		sizeof(progress->tallies[i].language), language);
	return &progress->tallies[i];
}

static void
add_row(struct str *out, const char *language, const struct po_text *text)
{
	char source[HASH_HEX], target[HASH_HEX];

	hash_bytes(text->source, strlen(text->source), source);
	hash_bytes(text->target, strlen(text->target), target);
	str_addf(out, "%s\t%s\t%s\t%s\tdraft\t\t\t\t\t\n", text->key, language,
		source, target);
}

static void
add_json(struct str *out, const struct wordfile *file, const struct tally *one)
{
	int i;

	str_addf(out, "{\"language\":\"%s\",\"file\":\"%s\",\"texts\":%zu",
		file->language, file->file, one->texts);
	for (i = 0; i < WORDING__MAX; i++)
		str_addf(out, ",\"%s\":%zu", wording_status_word(i),
			one->counts[i]);
	str_addf(out, ",\"changed\":%zu}\n", one->changed);
}

static bool
count_file(void *context, const struct wordfile *file, struct err *err)
{
	struct progress *progress = context;
	const bool is_source =
		strcmp(file->language, WORDING_SOURCE_LANGUAGE) == 0;
	struct tally *all = tally_of(progress, file->language);
	struct tally one = {0};
	size_t i;
	int s;

	if (all == NULL)
		return err_set(err, ERR_LIMIT, "%s: more than %d languages",
			file->path, LANGUAGES);
	for (i = 0; i < file->po->n_texts; i++) {
		const struct po_text *text = &file->po->texts[i];
		enum wording_status status = WORDING_SOURCE;
		bool had_row = false;

		if (!is_source)
			status = review_status(progress->review, text->key,
				file->language, text->source, text->target);
		if (status == WORDING_DRAFT)
			had_row = review_has(
				progress->review, text->key, file->language);
		one.texts++;
		one.counts[status]++;
		one.changed += had_row;
		if (status == WORDING_DRAFT && text->target[0] != '\0' &&
			progress->form == PROGRESS_ROWS)
			add_row(progress->out, file->language, text);
	}
	if (progress->form == PROGRESS_JSON)
		add_json(progress->out, file, &one);
	all->texts += one.texts;
	all->changed += one.changed;
	for (s = 0; s < WORDING__MAX; s++)
		all->counts[s] += one.counts[s];
	return true;
}

/* The least that is reached by all texts of the language. */
static const char *
reached(const struct tally *tally)
{
	int s;

	for (s = 0; s < WORDING_SOURCE && tally->counts[s] == 0;)
		s++;
	return wording_status_word(s);
}

static void
add_table(struct progress *progress)
{
	struct str *out = progress->out;
	size_t i;
	int s;

	str_addf(out, "%-10s %-14s %6s", "language", "status", "texts");
	for (s = 0; s < WORDING_SOURCE; s++)
		str_addf(out, " %*s", (int)strlen(wording_status_word(s)) + 1,
			wording_status_word(s));
	str_add(out, "  changed since\n");
	for (i = 0; i < progress->n_tallies; i++) {
		const struct tally *tally = &progress->tallies[i];

		str_addf(out, "%-10s %-14s %6zu", tally->language,
			reached(tally), tally->texts);
		for (s = 0; s < WORDING_SOURCE; s++)
			str_addf(out, " %*zu",
				(int)strlen(wording_status_word(s)) + 1,
				tally->counts[s]);
		str_addf(out, "  %13zu\n", tally->changed);
	}
}

bool
progress_write(const char *templates, const char *language,
	enum progress_form form, struct str *out, struct err *err)
{
	struct progress progress = {.form = form, .out = out};
	struct review review = {0};
	char *path = names_path(templates, "wording/review.tsv", err);
	bool ok = false;

	if (path == NULL || !review_read(path, &review, err))
		goto out;
	progress.review = &review;
	ok = wordfiles_each(templates, language, count_file, &progress, err);
	if (ok && form == PROGRESS_TEXT)
		add_table(&progress);
	ok = ok && str_ok(out, err);
out:
	review_finish(&review);
	free(path);
	return ok;
}
