#include "kiosk/visit_view.h"

#include "core/err.h"
#include "core/str.h"
#include "instrument/instrument.h"
#include "kiosk/files.h"
#include "kiosk/listen.h"
#include "kiosk/page.h"

#include <stdio.h>
#include <string.h>

bool
view_open_in(struct view *view, struct kiosk *kiosk, const struct ask *ask,
	const char *language, struct err *err)
{
	*view = (struct view){.kiosk = kiosk, .ask = ask};
	view->tongue = visits_tongue(kiosk->visits, language, err);
	if (view->tongue == NULL)
		return false;
	view->asked = tongue_asked(kiosk->visits, view->tongue, "", 0, err);
	return view->asked != NULL;
}

bool
view_open(struct view *view, struct kiosk *kiosk, const struct ask *ask,
	struct err *err)
{
	*view = (struct view){.kiosk = kiosk, .ask = ask, .is_visit = true};
	if (!store_visit_get(kiosk->store, ask->visit, &view->visit, err))
		return false;
	view->tongue = visits_tongue(kiosk->visits, view->visit.language, err);
	if (view->tongue == NULL)
		return false;
	view->asked = tongue_asked(kiosk->visits, view->tongue,
		view->visit.level, view->visit.steps, err);
	return view->asked != NULL;
}

void
view_finish(struct view *view)
{
	html_finish(&view->html);
}

const char *
view_say(const struct view *view, const char *key)
{
	return tongue_say(view->tongue, key);
}

/* ------------------------------------------------------------- the frame */

/* Where an untouched page goes, and after how many seconds. */
static void
idle_of(const struct view *view, const char *kind, char *out, size_t size)
{
	if (strcmp(kind, "still") == 0 || strcmp(kind, "thanks") == 0)
		snprintf(out, size, "%d; url=/", VISIT_ASK_S);
	else
		snprintf(out, size, "%d; url=%s", VISIT_IDLE_S,
			view->is_visit ? "/visit/still" : "/");
}

void
view_begin(struct view *view, const char *kind)
{
	const bool is_first = strcmp(kind, "languages") == 0;
	struct html *h = &view->html;
	char class[64], idle[64];
	const struct page page = {.language = tongue_lang(view->tongue),
		.is_rtl = tongue_is_rtl(view->tongue),
		.title = wording_title(view->asked),
		.px_m = view->ask->screen.px_m,
		.class = class,
		.fonts = is_first ? "start" : NULL,
		.style = "visit.css",
		.script = "visit.js",
		.idle = is_first ? NULL : idle};

	snprintf(class, sizeof(class), "visit %s text-%d%s", kind,
		view->visit.text_size, view->visit.is_dark ? " dark" : "");
	idle_of(view, kind, idle, sizeof(idle));
	page_begin(h, view->kiosk, &page);
	if (tongue_is_draft(view->tongue) && !is_first)
		html_put(h, "p", wording_text(view->asked, "draft.band"),
			"class", "draft", NULL);
	html_open(h, "main", "data-idle", is_first ? HTML_OFF : idle, NULL);
}

/* Size and contrast; the page that is shown is shown again. */
static void
look_button(struct view *view, const char *name, const char *picture,
	const char *key)
{
	struct html *h = &view->html;

	view_form(view, "/visit/look");
	html_leaf(h, "input", "type", "hidden", "name", "back", "value",
		view->ask->request->path, NULL);
	view_button(view, name, "next", picture, view_say(view, key), "tool");
	html_close(h, "form");
}

void
view_bar(struct view *view, int has)
{
	struct html *h = &view->html;

	html_close(h, "main");
	html_open(h, "nav", "class", "bar", NULL);
	if ((has & VIEW_STOP) != 0)
		view_link(view, "/visit/stop", "stop", "stop", "tool stop");
	if ((has & VIEW_ALL) != 0)
		view_link(view, "/visit/overview", "all", "all", "tool");
	if (view->is_visit) {
		look_button(view, "text_size", "larger", "larger");
		look_button(view, "dark", "contrast", "contrast");
	}
	if ((has & VIEW_NEXT) != 0) {
		html_open(h, "button", "class", "next", "form", "answer", NULL);
		view_picture(view, "next", "turns");
		html_put(h, "span", view_say(view, "next"), NULL);
		html_close(h, "button");
	}
	html_close(h, "nav");
}

bool
view_reply(struct view *view, struct http_reply *reply, struct err *err)
{
	return page_end(&view->html, reply, err);
}

/* ------------------------------------------------------------- its parts */

void
view_picture(struct view *view, const char *name, const char *kind)
{
	page_picture(&view->html, name, kind);
}

void
view_listen(struct view *view, const char *text)
{
	listen_button(&view->html, visits_audio(view->kiosk->visits),
		tongue_key(view->tongue), text, view_say(view, "listen"));
}

void
view_headline(struct view *view, const char *picture, const char *text)
{
	struct html *h = &view->html;

	html_open(h, "div", "class", "headline", NULL);
	if (picture != NULL)
		view_picture(view, picture, NULL);
	html_put(h, "h1", text, "id", "question", NULL);
	view_listen(view, text);
	html_close(h, "div");
}

void
view_heading(struct view *view, const char *picture, const char *key)
{
	view_headline(view, picture, view_say(view, key));
}

void
view_text(struct view *view, const char *text, const char *kind)
{
	struct html *h = &view->html;

	html_open(h, "div", "class", kind, NULL);
	html_put(h, "p", text, NULL);
	view_listen(view, text);
	html_close(h, "div");
}

void
view_form(struct view *view, const char *action)
{
	page_form(&view->html, view->ask, action, NULL);
}

void
view_answer_form(struct view *view, const char *action)
{
	struct html *h = &view->html;

	html_open(h, "form", "method", "post", "action", action, "id", "answer",
		NULL);
	html_leaf(h, "input", "type", "hidden", "name", "token", "value",
		view->ask->token, NULL);
}

void
view_button(struct view *view, const char *name, const char *value,
	const char *picture, const char *word, const char *kind)
{
	struct html *h = &view->html;

	html_open(h, "button", "class", kind, "name",
		name != NULL ? name : HTML_OFF, "value",
		name != NULL ? value : HTML_OFF, NULL);
	view_picture(view, picture, NULL);
	html_put(h, "span", word, NULL);
	html_close(h, "button");
}

void
view_say_go(struct view *view, const char *action, const char *name,
	const char *value, const char *picture, const char *key,
	const char *kind)
{
	view_form(view, action);
	view_button(view, name, value, picture, view_say(view, key), kind);
	view_listen(view, view_say(view, key));
	html_close(&view->html, "form");
}

void
view_go(struct view *view, const char *action, const char *picture,
	const char *key, const char *kind)
{
	view_say_go(view, action, NULL, NULL, picture, key, kind);
}

void
view_link(struct view *view, const char *path, const char *picture,
	const char *key, const char *kind)
{
	struct html *h = &view->html;

	html_open(h, "a", "href", path, "class", kind, NULL);
	view_picture(view, picture, NULL);
	html_put(h, "span", view_say(view, key), NULL);
	html_close(h, "a");
}

void
view_way(struct view *view, const char *path, const char *picture,
	const char *key, const char *kind)
{
	struct html *h = &view->html;

	html_open(h, "div", "class", "way", NULL);
	view_link(view, path, picture, key, kind);
	view_listen(view, view_say(view, key));
	html_close(h, "div");
}

/* ------------------------------------------------------------- answers */

static void
one_answer(struct view *view, const struct item *item, int value,
	const char *picture, const char *kind)
{
	struct html *h = &view->html;
	const char *word = wording_step(view->asked, item->key, value);
	char number[16];

	snprintf(number, sizeof(number), "%d", value);
	html_open(h, "div", "class", kind, NULL);
	html_open(h, "label", NULL);
	html_leaf(h, "input", "type", "radio", "name", "value", "value",
		value > 0 ? number : value_word(value), NULL);
	view_picture(view, picture, NULL);
	html_put(h, "span", word, NULL);
	html_close(h, "label");
	view_listen(view, word);
	html_close(h, "div");
}

void
view_answers(struct view *view, const struct item *item)
{
	const struct instrument *in = visits_instrument(view->kiosk->visits);
	const int steps = wording_steps(view->asked);
	const int n = item_steps(item, steps);
	struct html *h = &view->html;
	char picture[ITEM_KEY + 16], many[16];
	unsigned i;
	int value;

	snprintf(many, sizeof(many), "steps of-%d", n);
	html_open(h, "fieldset", "aria-labelledby", "question", NULL);
	html_open(h, "div", "class", many, NULL);
	for (value = 1; value <= n; value++) {
		if (item->pictures != NULL)
			snprintf(picture, sizeof(picture), "%s",
				item->pictures[value - 1]);
		else
			snprintf(picture, sizeof(picture), "%s-%d",
				item->picture,
				item_picture(item, value, steps));
		one_answer(view, item, value, picture, "step");
	}
	html_close(h, "div");
	html_open(h, "div", "class", "beside", NULL);
	for (i = 0; i < in->n_extras; i++)
		one_answer(view, item, in->extras[i], value_word(in->extras[i]),
			"aside");
	html_close(h, "div");
	html_close(h, "fieldset");
}
