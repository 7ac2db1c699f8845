/* The words of every language beside the Swedish ones, and their review. */
#include "kiosk/staff.h"

#include "core/err.h"
#include "core/str.h"
#include "instrument/names.h"
#include "instrument/review.h"
#include "instrument/wordfiles.h"
#include "kiosk/page.h"
#include "kiosk/staff_words.h"
#include "kiosk/swedish.h"
#include "kiosk/visit.h"
#include "kiosk/wordkeep.h"
#include "store/remarks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct words {
	struct html *html;
	struct review review;
	const struct ask *ask;
	bool sets;	  /* who asks may say how far it was reviewed */
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

/* ------------------------------------------------------------ said in groups
 */

struct said {
	struct html *html;
	const char *language; /* NULL: all of them, with their names */
	size_t n;
};

static bool
add_remark(const struct store_remark *remark, void *data, struct err *err)
{
	struct said *said = data;
	struct html *html = said->html;

	(void)err;
	if (remark->kind != REMARK_WORDING || remark->is_settled ||
		(said->language != NULL &&
			strcmp(remark->language, said->language) != 0))
		return true;
	if (said->n++ == 0) {
		html_put(html, "h2", "Sagt i grupper", NULL);
		html_open(html, "ul", "class", "said", NULL);
	}
	html_open(html, "li", NULL);
	html_textf(
		html, "%s %s ", staff_language(remark->language), remark->item);
	html_put(html, "strong", remark->text, NULL);
	html_textf(html, " (%s, %s, %s)", remark->session, remark->day,
		remark->who);
	html_close(html, "li");
	return true;
}

/* What groups said about the words, which nobody has seen to yet. */
static bool
add_said(struct html *html, struct kiosk *kiosk, const struct ask *ask,
	const char *language, struct err *err)
{
	struct said said = {.html = html, .language = language};

	if (staff_may(ask, MAY_KEEP_WORDS)) {
		if (!store_remarks_on_words(
			    kiosk->store, add_remark, &said, err))
			return false;
	} else if (staff_may(ask, MAY_LOOK_UP)) {
		if (!store_remarks(kiosk->store, NULL, add_remark, &said, err))
			return false;
	}
	if (said.n > 0)
		html_close(html, "ul");
	return true;
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
		"blanketten. Den som har granskat en text säger det på "
		"språkets sida; det står sedan med vem och dag i "
		"wording/review.tsv.",
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
	if (!add_said(&html, kiosk, ask, NULL, err)) {
		html_finish(&html);
		return false;
	}
	return staff_end(&html, reply, err);
}

/* ------------------------------------------------------------- side by side */

/* What is further than it is; the words that were judged go along. */
static void
add_setter(struct html *html, const struct words *words,
	const struct wordfile *file, const struct po_text *text,
	enum wording_status status)
{
	char path[HTTP_PATH], hash[HASH_HEX];
	int i;

	snprintf(path, sizeof(path), "/staff/wording/%s/%s", file->language,
		file->file);
	hash_bytes(text->target, strlen(text->target), hash);
	page_form(html, words->ask, path, "line");
	staff_hidden(html, "key", text->key);
	staff_hidden(html, "words", hash);
	html_open(html, "select", "name", "status", "aria-label", "Nytt läge",
		NULL);
	for (i = (int)status + 1; i <= WORDING_APPROVED; i++)
		html_put(html, "option", status_word((enum wording_status)i),
			"value", wording_status_word((enum wording_status)i),
			NULL);
	html_close(html, "select");
	html_put(html, "button", "Spara", "class", "quiet", NULL);
	html_close(html, "form");
}

static void
add_text(struct html *html, const struct words *words,
	const struct wordfile *file, const struct po_text *text)
{
	const enum wording_status status = status_of(words, file, text);

	html_open(html, "tr", "id", text->key, NULL);
	html_put(html, "td", text->key, "class", "key", NULL);
	html_put(html, "td", text->source, NULL);
	html_put(html, "td", text->target, "lang", file->language, "dir",
		file->po->rtl ? "rtl" : "ltr", NULL);
	html_open(html, "td", NULL);
	html_text(html, status_word(status));
	if (words->sets && status < WORDING_APPROVED)
		add_setter(html, words, file, text, status);
	html_close(html, "td");
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
	struct words words = {.html = &html,
		.ask = ask,
		.sets = staff_may(ask, MAY_KEEP_WORDS) &&
			strcmp(ask->part[0], WORDING_SOURCE_LANGUAGE) != 0,
		.file = ask->part[1]};
	char title[160];
	bool ok;

	snprintf(title, sizeof(title), "%s på %s",
		staff_instrument(ask->part[1]), staff_language(ask->part[0]));
	staff_begin(&html, kiosk, ask, title, "/staff/wording");
	if (!add_said(&html, kiosk, ask, ask->part[0], err)) {
		html_finish(&html);
		return false;
	}
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

/* ----------------------------------------------------------------- reviewing
 */

struct reviewed {
	const char *file, *key, *hash;
	struct wordkeep_review review;
	struct drafts *drafts;
	const char *templates;
	bool is_there, is_same;
};

/* Only the words that were on the page: they may be others by now. */
static bool
review_text(struct reviewed *reviewed, const struct wordfile *file,
	const struct po_text *text, struct err *err)
{
	char hash[HASH_HEX];

	reviewed->is_there = true;
	hash_bytes(text->target, strlen(text->target), hash);
	reviewed->is_same = strcmp(hash, reviewed->hash) == 0;
	if (!reviewed->is_same)
		return true;
	reviewed->review.key = text->key;
	reviewed->review.language = file->language;
	reviewed->review.source = text->source;
	reviewed->review.target = text->target;
	return wordkeep_review(
		reviewed->drafts, reviewed->templates, &reviewed->review, err);
}

static bool
find_text(void *context, const struct wordfile *file, struct err *err)
{
	struct reviewed *reviewed = context;
	const struct po_text *text;

	if (strcmp(file->file, reviewed->file) != 0)
		return true;
	text = wordfile_text(file->po, reviewed->key);
	return text == NULL || review_text(reviewed, file, text, err);
}

static bool
status_of_word(const char *word, enum wording_status *status, struct err *err)
{
	for (*status = WORDING_REVIEWED; *status <= WORDING_APPROVED; ++*status)
		if (strcmp(word, wording_status_word(*status)) == 0)
			return true;
	return swedish_err(err, ERR_USAGE,
		"\"%s\" är inget läge; gå tillbaka och välj ett", word);
}

bool
wording_set(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	struct reviewed reviewed = {.file = ask->part[1],
		.drafts = &kiosk->drafts,
		.templates = kiosk->templates};
	char day[STORE_DATE], path[HTTP_PATH];
	const char *status;

	staff_day(kiosk->now, day);
	reviewed.review.day = day;
	reviewed.review.who = ask->actor.name;
	if (!staff_need(ask, "key", &reviewed.key, err) ||
		!staff_need(ask, "words", &reviewed.hash, err) ||
		!staff_need(ask, "status", &status, err) ||
		!status_of_word(status, &reviewed.review.status, err))
		return false;
	if (strcmp(ask->part[0], WORDING_SOURCE_LANGUAGE) == 0)
		return swedish_err(err, ERR_USAGE,
			"de svenska texterna är källan och granskas inte här");
	if (!store_keeps_words(kiosk->store, err) ||
		!wordfiles_each(kiosk->templates, ask->part[0], find_text,
			&reviewed, err))
		return false;
	if (!reviewed.is_there || !reviewed.is_same)
		return swedish_err(err, ERR_USAGE,
			"texten är en annan nu; ladda om sidan och läs den "
			"igen");
	snprintf(path, sizeof(path), "/staff/wording/%s/%s#%s", ask->part[0],
		ask->part[1], reviewed.key);
	http_redirect(reply, path);
	return true;
}
