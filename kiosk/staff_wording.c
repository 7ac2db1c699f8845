/* The words of every language beside the Swedish ones, and their review. */
#include "kiosk/staff.h"

#include "core/err.h"
#include "core/str.h"
#include "instrument/names.h"
#include "instrument/review.h"
#include "instrument/wordfiles.h"
#include "kiosk/staff_words.h"
#include "kiosk/swedish.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct words {
	struct html *html;
	struct review review;
	const char *file; /* the one that is shown; NULL: they are counted */
	char language[LAYOUT_KEY]; /* counted last */
	size_t n, n_texts, n_done;
};

static const char *
status_word(enum wording_status status)
{
	static const char *const words[WORDING__MAX] = {
		[WORDING_DRAFT] = "utkast",
		[WORDING_REVIEWED] = "granskad",
		[WORDING_BACKTRANSLATED] = "tillbakaöversatt",
		[WORDING_DEBRIEFED] = "prövad",
		[WORDING_APPROVED] = "godkänd",
		[WORDING_SOURCE] = "källa",
	};

	return words[status];
}

/* The statuses, from the file of the site if it has one. */
static bool
open_words(struct kiosk *kiosk, struct words *words, struct err *err)
{
	char *path = names_path(kiosk->templates, "wording/review.tsv", err);
	const bool ok = path != NULL && review_read(path, &words->review, err);

	free(path);
	return ok;
}

static enum wording_status
status_of(const struct words *words, const struct wordfile *file,
	const struct po_text *text)
{
	return review_status(&words->review, text->key, file->language,
		text->source, text->target);
}

/* ------------------------------------------------------------ the languages */

static void
add_file(struct html *html, const struct wordfile *file, size_t done)
{
	char path[HTTP_PATH];

	snprintf(path, sizeof(path), "/staff/wording/%s/%s", file->language,
		file->file);
	html_open(html, "tr", NULL);
	html_put(html, "td", staff_language(file->language), NULL);
	html_open(html, "th", "scope", "row", NULL);
	html_put(html, "a", staff_instrument(file->file), "href", path, NULL);
	html_close(html, "th");
	html_open(html, "td", "class", "n", NULL);
	html_textf(html, "%zu", file->po->n_texts);
	html_close(html, "td");
	html_open(html, "td", "class", "n", NULL);
	html_textf(html, "%zu", done);
	html_close(html, "td");
	html_close(html, "tr");
}

static bool
count_file(void *context, const struct wordfile *file, struct err *err)
{
	struct words *words = context;
	size_t done = 0, i;

	(void)err;
	if (strcmp(file->language, WORDING_SOURCE_LANGUAGE) == 0)
		return true;
	for (i = 0; i < file->po->n_texts; i++)
		done += status_of(words, file, &file->po->texts[i]) !=
			WORDING_DRAFT;
	words->n++;
	words->n_texts += file->po->n_texts;
	words->n_done += done;
	add_file(words->html, file, done);
	return true;
}

bool
wording_list(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	static const char *const names[] = {
		"Språk", "Texter", "Antal", "Granskade av en människa", NULL};
	struct html html = {0};
	struct words words = {.html = &html};
	bool ok;

	staff_begin(&html, kiosk, ask, "Språk", "/staff/wording");
	html_put(&html, "p",
		"Alla texter på alla språk bredvid de svenska. Det som är "
		"utkast har ingen människa granskat än, och det står så på "
		"blanketten. Den som har granskat en text skriver det i "
		"wording/review.tsv; skapa forms review ger raderna.",
		NULL);
	html_open(&html, "table", "class", "list", NULL);
	staff_columns(&html, names);
	html_open(&html, "tbody", NULL);
	ok = open_words(kiosk, &words, err) &&
	     wordfiles_each(kiosk->templates, NULL, count_file, &words, err);
	review_finish(&words.review);
	if (!ok) {
		html_finish(&html);
		return false;
	}
	html_close(&html, "tbody");
	html_close(&html, "table");
	html_open(&html, "p", "class", "lead", NULL);
	html_textf(&html, "%zu av %zu texter är granskade.", words.n_done,
		words.n_texts);
	html_close(&html, "p");
	return staff_end(&html, reply, err);
}

/* ------------------------------------------------------------- side by side */

static void
add_text(struct html *html, const struct words *words,
	const struct wordfile *file, const struct po_text *text)
{
	html_open(html, "tr", NULL);
	html_put(html, "td", text->key, "class", "key", NULL);
	html_put(html, "td", text->source, NULL);
	html_put(html, "td", text->target, "lang", file->language, "dir",
		file->po->rtl ? "rtl" : "ltr", NULL);
	html_put(html, "td", status_word(status_of(words, file, text)), NULL);
	html_close(html, "tr");
}

static bool
show_file(void *context, const struct wordfile *file, struct err *err)
{
	struct words *words = context;
	size_t i;

	(void)err;
	if (strcmp(file->file, words->file) != 0)
		return true;
	for (i = 0; i < file->po->n_texts; i++)
		add_text(words->html, words, file, &file->po->texts[i]);
	words->n += file->po->n_texts;
	return true;
}

bool
wording_page(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	static const char *const names[] = {
		"Nyckel", "Svenska", "Översättning", "Läge", NULL};
	struct html html = {0};
	struct words words = {.html = &html, .file = ask->part[1]};
	char title[160];
	bool ok;

	snprintf(title, sizeof(title), "%s på %s",
		staff_instrument(ask->part[1]), staff_language(ask->part[0]));
	staff_begin(&html, kiosk, ask, title, "/staff/wording");
	html_open(&html, "table", "class", "wording", NULL);
	staff_columns(&html, names);
	html_open(&html, "tbody", NULL);
	ok = open_words(kiosk, &words, err) &&
	     wordfiles_each(
		     kiosk->templates, ask->part[0], show_file, &words, err);
	review_finish(&words.review);
	if (ok && words.n == 0)
		ok = swedish_err(err, ERR_USAGE,
			"det finns inga sådana texter på det språket; gå "
			"tillbaka till listan");
	if (!ok) {
		html_finish(&html);
		return false;
	}
	html_close(&html, "tbody");
	html_close(&html, "table");
	return staff_end(&html, reply, err);
}
