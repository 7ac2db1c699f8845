/* Who it is: a code typed, read from a card, or none. */
#include "kiosk/visit_pages.h"

#include "kiosk/tries.h"
#include "kiosk/visit_view.h"

#include "core/code.h"
#include "core/err.h"
#include "core/str.h"
#include "instrument/instrument.h"
#include "store/occasions.h"

#include <stdio.h>
#include <string.h>

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

/* A code of one's own is typed or read. */
static void
code_form(struct view *view, const char *typed)
{
	struct html *h = &view->html;

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
}

/* Where a screen's wrong codes are counted. */
static void
tries_key(const struct ask *ask, char key[TRIES_KEY])
{
	if (ask->screen.id != 0)
		snprintf(key, TRIES_KEY, "screen %lld",
			(long long)ask->screen.id);
	else
		str_copy(key, TRIES_KEY, ask->request->address);
}

/* No code is taken for a while; all other ways on are open. */
static bool
is_tired(const struct view *view)
{
	char key[TRIES_KEY];

	tries_key(view->ask, key);
	return tries_of(visits_tries(view->kiosk->visits), key,
		       view->kiosk->now, VISIT_TRIES_S) >= VISIT_TRIES;
}

/* said: a key of what is wrong with what was typed, or NULL. */
static bool
who_page(struct view *view, const char *typed, const char *said,
	struct http_reply *reply, struct err *err)
{
	const bool tired = is_tired(view);
	struct html *h = &view->html;

	view_begin(view, "who");
	html_open(h, "div", "class", "ways", NULL);
	view_heading(view, NULL, "who");
	if (tired)
		said = "code_wait";
	if (said != NULL)
		view_text(view, view_say(view, said), "said");
	if (!tired) {
		html_open(h, "section", "class", "card", NULL);
		view_picture(view, "card", NULL);
		view_text(view, view_say(view, "card"), "words");
		html_close(h, "section");
	}
	view_go(view, "/visit/no-code", "new_person", "no_code", "wide");
	if (!tired)
		code_form(view, typed);
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

/*
 * Goes on with what the same person began today, whatever screen it was on.
 * Only the own code opens that: a sheet's code is on a sheet that lies about.
 */
static bool
resume(struct view *view, const char *today, bool is_own_code,
	const char **said, struct err *err)
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
		if (!is_own_code) {
			visit->person[0] = '\0';
			*said = "code_not_now";
			return true;
		}
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
	bool is_own_code, const char **said, struct err *err)
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
	return resume(view, before.date, is_own_code, said, err) &&
	       store_visit_set(view->kiosk->store, visit, err);
}

static bool
is_own(const char *typed)
{
	char code[PERSON_CODE];

	return person_code_read(typed, code);
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
	char path[HTTP_PATH], key[TRIES_KEY];
	bool found;

	if (is_tired(view))
		return who_page(view, "", NULL, reply, err);
	if (!person_of(kiosk, typed, &person, &found, err))
		return false;
	if (found) {
		said = NULL;
		if (!recognise(view, &person, is_own(typed), &said, err))
			return false;
	} else {
		tries_key(view->ask, key);
		tries_add(visits_tries(kiosk->visits), key, kiosk->now,
			VISIT_TRIES_S);
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
