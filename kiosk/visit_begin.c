#include "kiosk/visit_pages.h"

#include "kiosk/visit_view.h"

#include "core/code.h"
#include "core/err.h"
#include "core/hash.h"
#include "core/str.h"
#include "instrument/instrument.h"
#include "store/occasions.h"

#include <stdio.h>
#include <string.h>

/* ------------------------------------------------------------- languages */

/* A screen that shows its first page has been left: its visit is parked. */
static bool
leave(struct kiosk *kiosk, const struct ask *ask, struct http_reply *reply,
	struct err *err)
{
	struct store_visit visit;
	char token[HTTP_COOKIE];
	bool found;

	if (!http_cookie(ask->request, COOKIE_VISIT, token))
		return true;
	http_cookie_set(reply, ask->request, COOKIE_VISIT, "", -1);
	if (!token_is(token))
		return true;
	if (!store_visit_find(kiosk->store, token, &visit, &found, err))
		return false;
	if (!found)
		return true;
	return visit.occasion != 0
		       ? store_visit_park(kiosk->store, visit.id, err)
		       : store_visit_end(kiosk->store, visit.id, err);
}

static void
language_button(struct html *h, const struct tongue *tongue)
{
	html_open(h, "button", "name", "language", "value", tongue_key(tongue),
		"lang", tongue_lang(tongue), "dir",
		tongue_is_rtl(tongue) ? "rtl" : "ltr", NULL);
	html_put(h, "strong", tongue_name(tongue), NULL);
	html_put(h, "span", tongue_say(tongue, "welcome"), NULL);
	html_close(h, "button");
}

bool
visit_attract(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	const struct tongue *tongue;
	const char *language;
	struct view view;
	bool ok;
	size_t i;

	ok = view_open_in(&view, kiosk, ask, visits_language(kiosk->visits, 0),
		     err) &&
	     leave(kiosk, ask, reply, err);
	if (!ok)
		goto out;
	view_begin(&view, "languages");
	html_open(&view.html, "div", "class", "greeting", NULL);
	view_picture(&view, "contact", NULL);
	html_put(&view.html, "h1", wording_title(view.asked), NULL);
	view_picture(&view, "topic_language", NULL);
	html_close(&view.html, "div");
	view_form(&view, "/visit/begin");
	for (i = 0; ok; i++) {
		language = visits_language(kiosk->visits, i);
		if (language == NULL)
			break;
		tongue = visits_tongue(kiosk->visits, language, err);
		ok = tongue != NULL;
		if (ok)
			language_button(&view.html, tongue);
	}
	html_close(&view.html, "form");
	html_close(&view.html, "main");
	ok = ok && view_reply(&view, reply, err);
out:
	view_finish(&view);
	return ok;
}

bool
visit_begin(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	const char *language = form_value(&ask->request->form, "language");
	struct store_visit visit = {.seen = kiosk->now};
	char token[TOKEN];

	if (language == NULL ||
		visits_tongue(kiosk->visits, language, err) == NULL)
		return err_set(err, ERR_USAGE, "no language was chosen");
	str_copy(visit.language, sizeof(visit.language), language);
	if (!leave(kiosk, ask, reply, err))
		return false;
	token_new(token);
	if (!store_visit_begin(kiosk->store, token, &visit, err))
		return false;
	http_cookie_set(reply, ask->request, COOKIE_VISIT, token, 0);
	http_redirect(reply, "/visit/who");
	return true;
}

/* ------------------------------------------------------------- who */

#define KEYS "1234567890ABCDEFGHJKMNPQRSTVWXYZ" /* base 32, core/code.h */
#define TYPED 64 /* bytes of what was typed, with the NUL */

/* Keys are buttons of the form: it works without JavaScript, which saves the
 * way to the server. */
static void
keypad(struct view *view, const char *typed)
{
	struct html *h = &view->html;
	const char *key;
	char one[2] = "";

	html_open(h, "div", "class", "keypad", "dir", "ltr", NULL);
	html_leaf(h, "input", "name", "code", "value", typed, "aria-label",
		view_say(view, "type_code"), "autocomplete", "off",
		"autocapitalize", "characters", "spellcheck", "false",
		"inputmode", "none", "maxlength", "63", "autofocus", HTML_ON,
		NULL);
	for (key = KEYS; *key != '\0'; key++) {
		one[0] = *key;
		html_put(h, "button", one, "name", "key", "value", one, "class",
			"key", NULL);
	}
	html_close(h, "div");
}

/* said: a key of what is wrong with what was typed, or NULL. */
static bool
who_page(struct view *view, const char *typed, const char *said,
	struct http_reply *reply, struct err *err)
{
	struct html *h = &view->html;

	view_begin(view, "who");
	html_open(h, "div", "class", "ways", NULL);
	view_heading(view, NULL, "who");
	if (said != NULL)
		view_text(view, view_say(view, said), "said");
	html_open(h, "section", "class", "card", NULL);
	view_picture(view, "card", NULL);
	view_text(view, view_say(view, "card"), "words");
	html_close(h, "section");
	view_go(view, "/visit/no-code", "new_person", "no_code", "wide");
	html_open(h, "section", "class", "typed", NULL);
	view_text(view, view_say(view, "type_code"), "words");
	view_form(view, "/visit/code");
	/* The first button of a form is what Enter presses. */
	html_put(h, "button", "", "name", "key", "value", "done", "class",
		"enter", "tabindex", "-1", "aria-hidden", "true", NULL);
	keypad(view, typed);
	html_open(h, "div", "class", "two", NULL);
	view_button(
		view, "key", "erase", "erase", view_say(view, "erase"), "wide");
	view_button(view, "key", "done", "next", view_say(view, "done"),
		"wide yes");
	html_close(h, "div");
	html_close(h, "form");
	html_close(h, "section");
	html_close(h, "div");
	view_bar(view, VIEW_STOP);
	return view_reply(view, reply, err);
}

bool
visit_who(struct kiosk *kiosk, const struct ask *ask, struct http_reply *reply,
	struct err *err)
{
	struct view view;
	const bool ok = view_open(&view, kiosk, ask, err) &&
			who_page(&view, "", NULL, reply, err);

	view_finish(&view);
	return ok;
}

/* Whose page a sheet's code, typed or scanned, is of. */
static bool
person_of_page(struct kiosk *kiosk, const char *typed, char code[PERSON_CODE],
	struct err *err)
{
	struct store_page page = {.person = ""};
	struct page_code scanned;
	char line[CODE_LINE];
	bool found = false;

	if (code_line_read(typed, line)) {
		if (!store_page_by_line(kiosk->store, line, &page, &found, err))
			return false;
	} else if (code_read(typed, store_key(kiosk->store), &scanned) ==
		   CODE_OK) {
		if (!store_page_by_token(
			    kiosk->store, scanned.token, &page, &found, err))
			return false;
	}
	memcpy(code, page.person, PERSON_CODE);
	return true;
}

/* *found: code is a person's. */
static bool
person_of(struct kiosk *kiosk, const char *typed, struct store_person *person,
	bool *found, struct err *err)
{
	char code[PERSON_CODE];

	*found = false;
	if (!person_code_read(typed, code) &&
		!person_of_page(kiosk, typed, code, err))
		return false;
	if (code[0] == '\0')
		return true;
	return store_person_get(kiosk->store, code, person, found, err);
}

/* What of a person's occasions matters here. */
struct before {
	const struct instrument *instrument;
	char date[STORE_DATE];
	char level[LAYOUT_KEY]; /* of the last one */
	int steps;
	bool is_done; /* today's is locked */
};

static bool
look_before(const struct store_occasion *occasion, void *data, struct err *err)
{
	struct before *before = data;

	(void)err;
	if (strcmp(occasion->instrument, before->instrument->id) != 0 ||
		strcmp(occasion->version, before->instrument->version) != 0 ||
		occasion->rater != RATES_SELF ||
		occasion->kind == OCCASION_THEN)
		return true;
	str_copy(before->level, sizeof(before->level), occasion->level);
	before->steps = occasion->steps;
	if (occasion->is_locked && strcmp(occasion->date, before->date) == 0)
		before->is_done = true;
	return true;
}

/* The same ladder as last time, where the language has it. */
static void
as_before(struct view *view, const struct before *before)
{
	const struct instrument *in = before->instrument;
	struct store_visit *visit = &view->visit;

	if (before->level[0] == '\0' ||
		!instrument_has_level(in, before->level, NULL) ||
		!wording_has_level(view->asked, in, before->level) ||
		!instrument_has_steps(in, before->steps, NULL) ||
		!wording_has_steps(view->asked, in, before->steps))
		return;
	str_copy(visit->level, sizeof(visit->level), before->level);
	visit->steps = before->steps;
}

/* Goes on with what the same person began today, whatever screen it was on. */
static bool
resume(struct view *view, const char *today, struct err *err)
{
	struct store *store = view->kiosk->store;
	struct store_visit *visit = &view->visit, before;
	struct store_occasion occasion;
	bool found;

	if (!store_visit_of_person(store, visit->person, &before, &found, err))
		return false;
	if (!found || before.id == visit->id)
		return true;
	if (!store_occasion_get(store, before.occasion, &occasion, err))
		return false;
	if (!occasion.is_locked && strcmp(occasion.date, today) == 0) {
		visit->occasion = before.occasion;
		memcpy(visit->level, before.level, sizeof(visit->level));
		visit->steps = before.steps;
		visit->answered = before.answered;
	}
	return store_visit_end(store, before.id, err);
}

/* Somebody is known: *said is why they may not begin, or NULL. */
static bool
recognise(struct view *view, const struct store_person *person,
	const char **said, struct err *err)
{
	struct before before = {
		.instrument = visits_instrument(view->kiosk->visits)};
	struct store_visit *visit = &view->visit;

	if (person->state != PERSON_ACTIVE) {
		*said = "code_not_now";
		return true;
	}
	visit_today(view->kiosk, before.date);
	if (!store_occasions(view->kiosk->store, person->code, look_before,
		    &before, err))
		return false;
	if (before.is_done) {
		*said = "code_done";
		return true;
	}
	memcpy(visit->person, person->code, PERSON_CODE);
	as_before(view, &before);
	return resume(view, before.date, err) &&
	       store_visit_set(view->kiosk->store, visit, err);
}

/* What is in the field after a key. */
static void
type(char typed[TYPED], const char *key)
{
	const size_t len = strlen(typed);

	if (strcmp(key, "erase") == 0 && len > 0)
		typed[len - 1] = '\0';
	else if (strlen(key) == 1 && strstr(KEYS, key) != NULL &&
		 len + 1 < TYPED)
		memcpy(typed + len, key, 2);
}

static bool
take_code(struct view *view, const char *typed, struct http_reply *reply,
	struct err *err)
{
	struct kiosk *kiosk = view->kiosk;
	struct store_person person;
	const char *said = "code_wrong";
	char path[HTTP_PATH];
	bool found;

	if (!person_of(kiosk, typed, &person, &found, err))
		return false;
	if (found) {
		said = NULL;
		if (!recognise(view, &person, &said, err))
			return false;
	}
	if (said != NULL)
		return who_page(view, "", said, reply, err);
	visit_place(kiosk->visits, &view->visit, 0, path);
	http_redirect(reply, path);
	return true;
}

bool
visit_code(struct kiosk *kiosk, const struct ask *ask, struct http_reply *reply,
	struct err *err)
{
	const struct form *form = &ask->request->form;
	const char *code = form_value(form, "code");
	const char *key = form_value(form, "key");
	struct view view;
	char typed[TYPED];
	bool ok;

	if (!str_copy(typed, sizeof(typed), code != NULL ? code : ""))
		typed[0] = '\0';
	ok = view_open(&view, kiosk, ask, err);
	if (ok && key != NULL && strcmp(key, "done") != 0) {
		type(typed, key);
		ok = who_page(&view, typed, NULL, reply, err);
	} else if (ok) {
		ok = take_code(&view, typed, reply, err);
	}
	view_finish(&view);
	return ok;
}

/* Nobody is added before they have said that they want to begin. */
bool
visit_no_code(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	(void)kiosk;
	(void)ask;
	(void)err;
	http_redirect(reply, "/visit/purpose");
	return true;
}

/* ------------------------------------------------------------- purpose */

bool
visit_purpose(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	/* Of the lines in their order; the last stands for all that follow. */
	static const char *const pictures[] = {
		"declined", "discuss", "job_belief-3", "contact"};
	struct view view;
	const char *line;
	struct html *h = &view.html;
	size_t i;
	bool ok = view_open(&view, kiosk, ask, err);

	if (!ok)
		goto out;
	view_begin(&view, "purpose");
	view_heading(&view, NULL, "voluntary");
	html_open(h, "ul", "class", "lines", NULL);
	for (i = 0;; i++) {
		line = wording_purpose(view.asked, i);
		if (line == NULL)
			break;
		html_open(h, "li", NULL);
		view_picture(&view, pictures[i < 4 ? i : 3], NULL);
		view_text(&view, line, "words");
		html_close(h, "li");
	}
	html_close(h, "ul");
	html_open(h, "div", "class", "choices", NULL);
	view_go(&view, "/visit/leave", "declined", "not_now", "wide");
	view_go(&view, "/visit/start", "next", "start", "wide yes");
	html_close(h, "div");
	view_bar(&view, 0);
	ok = view_reply(&view, reply, err);
out:
	view_finish(&view);
	return ok;
}

/* Of all the words that are asked, so that it is known what was answered. */
static bool
hash_words(const struct view *view, char hash[HASH_HEX], struct err *err)
{
	const struct visits *visits = view->kiosk->visits;
	struct str all = {0};
	bool ok;
	size_t i;
	int value;

	for (i = 0; i < visits_items(visits); i++) {
		const struct item *item = visits_item(visits, i);
		const int n = item_steps(item, wording_steps(view->asked));

		str_addf(
			&all, "%s\n", wording_question(view->asked, item->key));
		for (value = 1; value <= n; value++)
			str_addf(&all, "%s\n",
				wording_step(view->asked, item->key, value));
	}
	ok = str_ok(&all, err);
	if (ok)
		hash_bytes(all.at, all.len, hash);
	str_finish(&all);
	return ok;
}

/* Somebody without a code is added, and gets one. */
static bool
add_person(struct view *view, struct err *err)
{
	char codes[1][PERSON_CODE];

	if (!store_people_add(view->kiosk->store, 1, view->visit.language, NULL,
		    codes, err))
		return false;
	memcpy(view->visit.person, codes[0], PERSON_CODE);
	return true;
}

static bool
open_occasion(struct view *view, bool is_new, struct err *err)
{
	const struct instrument *in = visits_instrument(view->kiosk->visits);
	struct store_visit *visit = &view->visit;
	struct store_occasion occasion = {.steps = wording_steps(view->asked),
		.rater = RATES_SELF,
		.kind = is_new ? OCCASION_DROP_IN : OCCASION_BY_ORDER,
		.setting = SETTING_INDIVIDUAL,
		.mode = MODE_KIOSK,
		.started = view->kiosk->now};

	memcpy(occasion.person, visit->person, PERSON_CODE);
	str_copy(occasion.instrument, LAYOUT_KEY, in->id);
	str_copy(occasion.version, LAYOUT_KEY, in->version);
	str_copy(occasion.level, LAYOUT_KEY, wording_level(view->asked));
	str_copy(occasion.language, LAYOUT_KEY, visit->language);
	str_copy(occasion.wording, LAYOUT_KEY,
		wording_status_word(wording_status(view->asked)));
	visit_today(view->kiosk, occasion.date);
	if (!hash_words(view, occasion.words_hash, err) ||
		!store_occasion_open(
			view->kiosk->store, &occasion, &visit->occasion, err))
		return false;
	memcpy(visit->level, occasion.level, LAYOUT_KEY);
	visit->steps = occasion.steps;
	return store_visit_set(view->kiosk->store, visit, err);
}

bool
visit_start(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	struct view view;
	bool ok = view_open(&view, kiosk, ask, err), is_new = false;

	if (ok && view.visit.occasion == 0) {
		is_new = view.visit.person[0] == '\0';
		ok = (!is_new || add_person(&view, err)) &&
		     open_occasion(&view, is_new, err);
	}
	if (ok)
		http_redirect(
			reply, is_new ? "/visit/new-code" : "/visit/practice");
	view_finish(&view);
	return ok;
}

bool
visit_new_code(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	struct view view;
	bool ok = view_open(&view, kiosk, ask, err);

	if (!ok)
		goto out;
	view_begin(&view, "code");
	view_heading(&view, "card", "new_code");
	html_put(&view.html, "p", view.visit.person, "class", "big-code", "dir",
		"ltr", NULL);
	view_text(&view, view_say(&view, "new_code_why"), "words");
	html_open(&view.html, "div", "class", "choices", NULL);
	if (kiosk->slips != NULL)
		view_go(&view, "/visit/slip", "print", "slip", "wide");
	view_way(&view, "/visit/practice", "next", "next", "wide yes");
	html_close(&view.html, "div");
	view_bar(&view, VIEW_STOP);
	ok = view_reply(&view, reply, err);
out:
	view_finish(&view);
	return ok;
}

bool
visit_leave(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	if (!leave(kiosk, ask, reply, err))
		return false;
	http_redirect(reply, "/");
	return true;
}
