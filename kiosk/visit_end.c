#include "kiosk/visit_pages.h"

#include "kiosk/slips.h"
#include "kiosk/visit_view.h"

#include "core/err.h"
#include "core/str.h"
#include "instrument/instrument.h"
#include "store/occasions.h"

#include <stdio.h>
#include <string.h>

/* How a visit can end; what "thanks" says then. */
static const struct {
	const char *word, *picture, *key;
} ends[] = {
	{"kept", "can_laugh", "thanks_kept"},
	{"parked", "card", "thanks_parked"},
	{"deleted", "delete", "thanks_deleted"},
	{"printed", "print", "copy_comes"},
};

enum { END_KEPT, END_PARKED, END_DELETED, END_PRINTED, END__MAX };

/* The browser knows nothing any more, and the page has no cookie either. */
static void
say_thanks(const struct view *view, int end, struct http_reply *reply)
{
	char path[HTTP_PATH];

	snprintf(path, sizeof(path), "/visit/thanks/%s/%s",
		view->visit.language, ends[end].word);
	http_cookie_set(reply, view->ask->request, COOKIE_VISIT, "", -1);
	http_redirect(reply, path);
}

bool
visit_finish(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	char path[HTTP_PATH];
	struct view view;
	bool ok = view_open(&view, kiosk, ask, err);

	if (ok && view.visit.occasion == 0) {
		visit_place(kiosk->visits, &view.visit, 0, path);
		http_redirect(reply, path);
	} else if (ok) {
		ok = store_occasion_lock(kiosk->store, view.visit.occasion,
			     kiosk->now, err) &&
		     (kiosk->slips != NULL ||
			     store_visit_end(kiosk->store, view.visit.id, err));
		if (ok && kiosk->slips != NULL)
			http_redirect(reply, "/visit/copy");
		else if (ok)
			say_thanks(&view, END_KEPT, reply);
	}
	view_finish(&view);
	return ok;
}

/* ------------------------------------------------------------- own copy */

/* Elsewhere, as long as the answers are not handed in. */
static bool
is_handed_in(
	struct view *view, bool *is, struct http_reply *reply, struct err *err)
{
	struct store_occasion occasion = {.is_locked = false};
	char path[HTTP_PATH];

	if (view->visit.occasion != 0 &&
		!store_occasion_get(view->kiosk->store, view->visit.occasion,
			&occasion, err))
		return false;
	*is = occasion.is_locked;
	if (!*is) {
		visit_place(view->kiosk->visits, &view->visit, 0, path);
		http_redirect(reply, path);
	}
	return true;
}

bool
visit_copy(struct kiosk *kiosk, const struct ask *ask, struct http_reply *reply,
	struct err *err)
{
	struct view view;
	bool is = false, ok = view_open(&view, kiosk, ask, err) &&
			      is_handed_in(&view, &is, reply, err);

	if (!ok || !is)
		goto out;
	view_begin(&view, "copy");
	view_heading(&view, "print", "copy");
	html_open(&view.html, "div", "class", "choices big", NULL);
	view_say_go(
		&view, "/visit/copy", "print", "no", "no", "copy_no", "wide");
	view_say_go(&view, "/visit/copy", "print", "yes", "print", "copy_yes",
		"wide yes");
	html_close(&view.html, "div");
	view_bar(&view, 0);
	ok = view_reply(&view, reply, err);
out:
	view_finish(&view);
	return ok;
}

bool
visit_copied(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	const char *print = form_value(&ask->request->form, "print");
	const bool wanted = print != NULL && strcmp(print, "yes") == 0;
	struct view view;
	bool is = false, ok = view_open(&view, kiosk, ask, err) &&
			      is_handed_in(&view, &is, reply, err);

	if (ok && is) {
		ok = (!wanted || slips_copy(kiosk, ask, &view.visit, err)) &&
		     store_visit_end(kiosk->store, view.visit.id, err);
		if (ok)
			say_thanks(
				&view, wanted ? END_PRINTED : END_KEPT, reply);
	}
	view_finish(&view);
	return ok;
}

/* ------------------------------------------------------------- stop */

bool
visit_stop(struct kiosk *kiosk, const struct ask *ask, struct http_reply *reply,
	struct err *err)
{
	struct view view;
	char path[HTTP_PATH];
	bool ok = view_open(&view, kiosk, ask, err);

	if (!ok)
		goto out;
	visit_place(kiosk->visits, &view.visit, 0, path);
	view_begin(&view, "stop");
	view_heading(&view, "stop", "stop_question");
	html_open(&view.html, "div", "class", "choices big", NULL);
	view_way(&view, path, "next", "stop_on", "wide yes");
	if (view.visit.occasion != 0) {
		view_say_go(&view, "/visit/stop", "then", "keep", "keep",
			"stop_keep", "wide");
		view_say_go(&view, "/visit/stop", "then", "delete", "delete",
			"stop_delete", "wide");
	} else {
		view_go(&view, "/visit/leave", "stop", "stop", "wide");
	}
	html_close(&view.html, "div");
	view_bar(&view, 0);
	ok = view_reply(&view, reply, err);
out:
	view_finish(&view);
	return ok;
}

/* Each answer that was given is replaced by none, in the rows themselves. */
static bool
delete_answers(struct view *view, struct err *err)
{
	struct store *store = view->kiosk->store;
	const struct visits *visits = view->kiosk->visits;
	const struct store_visit *visit = &view->visit;
	struct store_occasion occasion;
	size_t i;

	for (i = 0; i < visits_items(visits); i++) {
		const struct item *item = visits_item(visits, i);
		struct store_put none = {.position = (int)i,
			.top = item_steps(item, visit->steps),
			.status = ANSWER_BLANK};

		if ((visit->answered >> i & 1) == 0)
			continue;
		str_copy(none.item, sizeof(none.item), item->key);
		token_new(none.once);
		if (!store_answer_put(store, visit->occasion, &none, err))
			return false;
	}
	if (!store_occasion_get(store, visit->occasion, &occasion, err))
		return false;
	occasion.state = OCCASION_DECLINED;
	str_copy(occasion.reason, sizeof(occasion.reason), "stopped");
	return store_occasion_set(store, &occasion, err) &&
	       store_occasion_lock(
		       store, visit->occasion, view->kiosk->now, err);
}

bool
visit_stopped(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	const char *then = form_value(&ask->request->form, "then");
	const bool is_delete = then != NULL && strcmp(then, "delete") == 0;
	struct view view;
	bool ok = view_open(&view, kiosk, ask, err);

	if (ok && (then == NULL || view.visit.occasion == 0))
		ok = err_set(err, ERR_USAGE, "nothing was chosen");
	if (ok && is_delete)
		ok = delete_answers(&view, err) &&
		     store_visit_end(kiosk->store, view.visit.id, err);
	else if (ok)
		ok = store_visit_park(kiosk->store, view.visit.id, err);
	if (ok)
		say_thanks(&view, is_delete ? END_DELETED : END_PARKED, reply);
	view_finish(&view);
	return ok;
}

bool
visit_thanks(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	struct view view;
	bool ok;
	int i;

	for (i = 0; i < END__MAX; i++)
		if (strcmp(ask->part[1], ends[i].word) == 0)
			break;
	if (i == END__MAX)
		return err_set(err, ERR_USAGE, "no visit ends like this");
	ok = view_open_in(&view, kiosk, ask, ask->part[0], err);
	if (!ok)
		goto out;
	view_begin(&view, "thanks");
	view_picture(&view, ends[i].picture, "large");
	view_heading(&view, NULL, "thanks");
	view_text(&view, view_say(&view, ends[i].key), "words");
	html_open(&view.html, "div", "class", "choices", NULL);
	view_way(&view, "/", "next", "done", "wide yes");
	html_close(&view.html, "div");
	view_bar(&view, 0);
	ok = view_reply(&view, reply, err);
out:
	view_finish(&view);
	return ok;
}

/* ------------------------------------------------------------- still here */

bool
visit_still(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	struct view view;
	bool ok = view_open(&view, kiosk, ask, err);

	if (!ok)
		goto out;
	view_begin(&view, "still");
	view_heading(&view, "here", "still");
	if (view.visit.occasion != 0)
		view_text(&view, view_say(&view, "still_why"), "words");
	html_open(&view.html, "div", "class", "choices big", NULL);
	view_way(&view, "/", "stop", "no", "wide");
	view_go(&view, "/visit/still", "next", "yes", "wide yes");
	html_close(&view.html, "div");
	view_bar(&view, 0);
	ok = view_reply(&view, reply, err);
out:
	view_finish(&view);
	return ok;
}

bool
visit_here(struct kiosk *kiosk, const struct ask *ask, struct http_reply *reply,
	struct err *err)
{
	char path[HTTP_PATH];
	struct view view;
	const bool ok = view_open(&view, kiosk, ask, err);

	if (ok) {
		visit_place(kiosk->visits, &view.visit, 0, path);
		http_redirect(reply, path);
	}
	view_finish(&view);
	return ok;
}

/* ------------------------------------------------------------- how it looks */

/* Only back to a page of the visit's. */
static bool
is_of_visit(const char *path)
{
	return path != NULL && strncmp(path, "/visit/", 7) == 0 &&
	       strspn(path, "/-_abcdefghijklmnopqrstuvwxyz0123456789") ==
		       strlen(path) &&
	       strlen(path) < HTTP_PATH;
}

bool
visit_look(struct kiosk *kiosk, const struct ask *ask, struct http_reply *reply,
	struct err *err)
{
	const struct form *form = &ask->request->form;
	const char *back = form_value(form, "back");
	char path[HTTP_PATH];
	struct view view;
	bool ok = view_open(&view, kiosk, ask, err);

	if (ok) {
		if (form_value(form, "text_size") != NULL)
			view.visit.text_size =
				(view.visit.text_size + 1) % VISIT_SIZES;
		if (form_value(form, "dark") != NULL)
			view.visit.is_dark = !view.visit.is_dark;
		ok = store_visit_set(kiosk->store, &view.visit, err);
	}
	if (ok) {
		visit_place(kiosk->visits, &view.visit, 0, path);
		http_redirect(reply, is_of_visit(back) ? back : path);
	}
	view_finish(&view);
	return ok;
}
