#include "kiosk/visit_pages.h"

#include "kiosk/device.h"
#include "kiosk/device_pages.h"
#include "kiosk/visit_view.h"

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
	struct store_occasion occasion;
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
	if (visit.occasion != 0 && !store_occasion_get(kiosk->store,
					   visit.occasion, &occasion, err))
		return false;
	/* What is handed in is not gone on with. */
	return visit.occasion != 0 && !occasion.is_locked
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

/* The screen's own, where it was given one, else Swedish. */
static const char *
first_language(const struct kiosk *kiosk, const struct ask *ask)
{
	const char *language;
	size_t i;

	for (i = 0; (language = visits_language(kiosk->visits, i)) != NULL; i++)
		if (strcmp(language, ask->screen.language) == 0)
			return language;
	return visits_language(kiosk->visits, 0);
}

/* A cookie that is used is kept for as long again. */
static void
keep_device(const struct ask *ask, struct http_reply *reply)
{
	char token[HTTP_COOKIE];

	if (ask->screen.id != 0 &&
		http_cookie(ask->request, COOKIE_DEVICE, token))
		device_keep(ask->request, token, reply);
}

bool
visit_attract(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	const struct tongue *tongue;
	const char *language, *first = first_language(kiosk, ask);
	struct view view;
	bool ok;
	size_t i;

	if (kiosk->needs_device && ask->screen.paired == 0)
		return device_stranger(kiosk, ask, reply, err);
	keep_device(ask, reply);
	ok = view_open_in(&view, kiosk, ask, first, err) &&
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
	language_button(&view.html, view.tongue);
	for (i = 0; ok; i++) {
		language = visits_language(kiosk->visits, i);
		if (language == NULL)
			break;
		if (strcmp(language, first) == 0)
			continue;
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
