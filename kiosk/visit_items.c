#include "kiosk/visit_pages.h"

#include "kiosk/visit_view.h"

#include "core/err.h"
#include "core/str.h"
#include "instrument/instrument.h"
#include "store/occasions.h"

#include <stdio.h>
#include <string.h>

/* ------------------------------------------------------------- practice */

static void
practice_question(struct view *view, const struct item *item)
{
	struct html *h = &view->html;

	view_begin(view, "item practice");
	view_text(view, wording_text(view->asked, "how.practice"), "said");
	view_headline(
		view, item->picture, wording_question(view->asked, item->key));
	view_answer_form(view, "/visit/practice");
	view_answers(view, item);
	html_close(h, "form");
	view_bar(view, VIEW_STOP | VIEW_NEXT);
}

/* What was chosen, large, so that it is seen what a touch does. */
static void
practice_told(struct view *view, const struct item *item, int value)
{
	struct html *h = &view->html;
	char picture[ITEM_KEY + 16], path[HTTP_PATH];

	if (value > 0)
		snprintf(picture, sizeof(picture), "%s-%d", item->picture,
			item_picture(item, value, wording_steps(view->asked)));
	else
		snprintf(picture, sizeof(picture), "%s", value_word(value));
	visit_place(view->kiosk->visits, &view->visit, 0, path);
	view_begin(view, "told");
	view_heading(view, NULL, "practice_good");
	html_open(h, "div", "class", "chosen", NULL);
	view_picture(view, picture, NULL);
	html_put(h, "p", wording_step(view->asked, item->key, value), NULL);
	html_close(h, "div");
	html_open(h, "div", "class", "choices", NULL);
	view_way(view, "/visit/practice", "again", "practice_again", "wide");
	view_way(view, path, "next", "practice_on", "wide yes");
	html_close(h, "div");
	view_bar(view, VIEW_STOP);
}

/* The value of a form's or an address's "value"; VALUE_NONE if it is none. */
static int
value_of(const struct form *form, int top)
{
	const char *word = form_value(form, "value");
	int value = VALUE_NONE;

	if (word == NULL)
		return VALUE_NONE;
	if (value_of_word(word) != VALUE_NONE)
		return value_of_word(word);
	return form_number(form, "value", 1, top, &value, NULL) ? value
								: VALUE_NONE;
}

bool
visit_practice(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	const struct item *item = visits_instrument(kiosk->visits)->practice;
	struct view view;
	char path[HTTP_PATH];
	bool ok = view_open(&view, kiosk, ask, err);
	int value;

	if (ok && (view.visit.occasion == 0 || item == NULL)) {
		visit_place(kiosk->visits, &view.visit, 0, path);
		http_redirect(reply, path);
	} else if (ok) {
		value = value_of(&ask->request->query,
			item_steps(item, wording_steps(view.asked)));
		if (value == VALUE_NONE)
			practice_question(&view, item);
		else
			practice_told(&view, item, value);
		ok = view_reply(&view, reply, err);
	}
	view_finish(&view);
	return ok;
}

/* Nothing of it is kept: the next address says what was chosen. */
bool
visit_practised(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	const char *value = form_value(&ask->request->form, "value");
	char path[HTTP_PATH] = "/visit/practice";

	(void)kiosk;
	(void)err;
	if (value_of(&ask->request->form, STEP_MAX) != VALUE_NONE)
		snprintf(path, sizeof(path), "/visit/practice?value=%s", value);
	http_redirect(reply, path);
	return true;
}

/* ------------------------------------------------------------- an item */

static size_t
count_answered(const struct view *view)
{
	size_t i, n = 0;

	for (i = 0; i < visits_items(view->kiosk->visits); i++)
		n += view->visit.answered >> i & 1;
	return n;
}

/* A dot an item; its words are for who hears the page. */
static void
progress(struct view *view, size_t here)
{
	const size_t n = visits_items(view->kiosk->visits);
	struct html *h = &view->html;
	struct str words = {0};
	char done[16], of[16];
	const struct wording_place places[] = {{"done", done}, {"of", of}};
	size_t i;

	snprintf(done, sizeof(done), "%zu", count_answered(view));
	snprintf(of, sizeof(of), "%zu", n);
	wording_fill(&words, view_say(view, "progress"), places, 2);
	html_open(h, "div", "class", "progress", "role", "img", "aria-label",
		words.at != NULL ? words.at : "", NULL);
	for (i = 0; i < n; i++)
		html_put(h, "i", "", "class",
			i == here			? "here"
			: view->visit.answered >> i & 1 ? "done"
							: HTML_OFF,
			NULL);
	html_close(h, "div");
	str_finish(&words);
}

static void
item_page(struct view *view, size_t i, const char *said)
{
	const struct item *item = visits_item(view->kiosk->visits, i);
	struct html *h = &view->html;
	char path[HTTP_PATH], once[TOKEN];

	snprintf(path, sizeof(path), "/visit/item/%s", item->key);
	token_new(once);
	view_begin(view, "item");
	progress(view, i);
	if (said != NULL)
		view_text(view, view_say(view, said), "said");
	view_headline(
		view, item->picture, wording_question(view->asked, item->key));
	view_answer_form(view, path);
	html_leaf(h, "input", "type", "hidden", "name", "once", "value", once,
		NULL);
	view_answers(view, item);
	html_close(h, "form");
	view_bar(view, VIEW_STOP | VIEW_ALL | VIEW_NEXT);
}

/*
 * Of a page that is about an item: *i is which. *away: it is none, or the
 * person has not begun; reply goes where the visit is.
 */
static bool
open_item(struct view *view, struct kiosk *kiosk, const struct ask *ask,
	size_t *i, bool *away, struct http_reply *reply, struct err *err)
{
	char path[HTTP_PATH];

	if (!view_open(view, kiosk, ask, err))
		return false;
	*away = view->visit.occasion == 0 ||
		!visits_item_find(kiosk->visits, ask->part[0], i);
	if (*away) {
		visit_place(kiosk->visits, &view->visit, 0, path);
		http_redirect(reply, path);
	}
	return true;
}

bool
visit_item(struct kiosk *kiosk, const struct ask *ask, struct http_reply *reply,
	struct err *err)
{
	struct view view;
	bool away = false, ok;
	size_t i = 0;

	ok = open_item(&view, kiosk, ask, &i, &away, reply, err);
	if (ok && !away) {
		item_page(&view, i, NULL);
		ok = view_reply(&view, reply, err);
	}
	view_finish(&view);
	return ok;
}

static bool
put(struct view *view, size_t i, int value, const char *once, struct err *err)
{
	const struct item *item = visits_item(view->kiosk->visits, i);
	struct store_visit *visit = &view->visit;
	struct store_put answer = {.position = (int)i,
		.top = item_steps(item, visit->steps),
		.status = answer_status_of_value(value),
		.value = value > 0 ? value : VALUE_NONE};

	str_copy(answer.item, sizeof(answer.item), item->key);
	if (!str_copy(answer.once, sizeof(answer.once), once))
		return err_set(err, ERR_USAGE,
			"an answer that is not a "
			"page's of ours");
	if (!store_answer_put(
		    view->kiosk->store, visit->occasion, &answer, err))
		return false;
	visit->answered |= (uint64_t)1 << i;
	visit->seen = view->kiosk->now;
	return store_visit_set(view->kiosk->store, visit, err);
}

bool
visit_answer(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	const struct form *form = &ask->request->form;
	const char *once = form_value(form, "once");
	char path[HTTP_PATH];
	struct view view;
	bool away = false, ok;
	size_t i = 0;
	int value;

	ok = open_item(&view, kiosk, ask, &i, &away, reply, err);
	if (!ok || away)
		goto out;
	value = value_of(form,
		item_steps(visits_item(kiosk->visits, i), view.visit.steps));
	if (value == VALUE_NONE) {
		item_page(&view, i, "choose_one");
		ok = view_reply(&view, reply, err);
		goto out;
	}
	ok = put(&view, i, value, once != NULL ? once : "", err);
	if (ok) {
		visit_place(kiosk->visits, &view.visit, i + 1, path);
		http_redirect(reply, path);
	}
out:
	view_finish(&view);
	return ok;
}

/* ------------------------------------------------------------- all items */

static void
tile(struct view *view, size_t i)
{
	const struct item *item = visits_item(view->kiosk->visits, i);
	const bool is_done = (view->visit.answered >> i & 1) != 0;
	struct html *h = &view->html;
	char path[HTTP_PATH];

	snprintf(path, sizeof(path), "/visit/item/%s", item->key);
	html_open(h, "a", "href", path, "class", is_done ? "tile done" : "tile",
		NULL);
	view_picture(view, item->picture, NULL);
	html_put(h, "span", wording_name(view->asked, item->key), NULL);
	if (is_done)
		html_put(h, "b", view_say(view, "answered"), NULL);
	html_close(h, "a");
}

bool
visit_overview(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	struct view view;
	struct html *h = &view.html;
	char path[HTTP_PATH];
	bool ok = view_open(&view, kiosk, ask, err);
	size_t i;

	if (ok && view.visit.occasion == 0) {
		visit_place(kiosk->visits, &view.visit, 0, path);
		http_redirect(reply, path);
		goto out;
	}
	if (!ok)
		goto out;
	view_begin(&view, "overview");
	view_heading(&view, "all", "all");
	progress(&view, visits_items(kiosk->visits));
	html_open(h, "div", "class", "tiles", NULL);
	for (i = 0; i < visits_items(kiosk->visits); i++)
		tile(&view, i);
	html_close(h, "div");
	html_open(h, "div", "class", "choices", NULL);
	view_go(&view, "/visit/finish", "hand_in", "finish", "wide yes");
	html_close(h, "div");
	view_text(&view, view_say(&view, "finish_why"), "words why");
	view_bar(&view, VIEW_STOP);
	ok = view_reply(&view, reply, err);
out:
	view_finish(&view);
	return ok;
}
