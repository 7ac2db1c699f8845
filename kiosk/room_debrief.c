#include "kiosk/room_debrief.h"

#include "core/err.h"
#include "core/str.h"
#include "instrument/instrument.h"
#include "kiosk/desk.h"
#include "kiosk/page.h"
#include "kiosk/room_pages.h"
#include "kiosk/staff.h"
#include "kiosk/staff_words.h"
#include "kiosk/swedish.h"
#include "store/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PATH 64

/* ------------------------------------------------------------- what is there
 */

static bool
take_unclear(const struct store_unclear *row, void *data, struct err *err)
{
	struct debrief *debrief = data;

	(void)err;
	if (debrief->n_unclear < DEBRIEF_ROWS)
		debrief->unclear[debrief->n_unclear++] = *row;
	return true;
}

static bool
take_remark(const struct store_remark *row, void *data, struct err *err)
{
	struct debrief *debrief = data;

	if (debrief->n_remarks == DEBRIEF_ROWS)
		return err_set(err, ERR_LIMIT,
			"the meeting has more than %d remarks", DEBRIEF_ROWS);
	debrief->remarks[debrief->n_remarks++] = *row;
	return true;
}

struct debrief *
debrief_load(struct kiosk *kiosk, const struct ask *ask, struct err *err)
{
	struct debrief *debrief = calloc(1, sizeof(*debrief));
	bool ok;

	if (debrief == NULL) {
		err_set(err, ERR_SYSTEM, "out of memory");
		return NULL;
	}
	debrief->after = after_load(kiosk, ask, err);
	ok = debrief->after != NULL &&
	     store_remarks(kiosk->store, debrief->after->name, take_remark,
		     debrief, err);
	if (ok && room_is_over(&debrief->after->room))
		ok = store_unclear(kiosk->store, debrief->after->name,
			take_unclear, debrief, err);
	if (ok)
		debrief->instrument = instrument_load(kiosk->templates,
			debrief->after->seats.instrument, err);
	if (debrief->instrument != NULL)
		return debrief;
	debrief_free(debrief);
	return NULL;
}

void
debrief_free(struct debrief *debrief)
{
	if (debrief != NULL) {
		after_free(debrief->after);
		instrument_free(debrief->instrument);
	}
	free(debrief);
}

void
debrief_times(const struct debrief *debrief, struct desk *desk, struct str *out)
{
	const struct instrument *instrument = debrief->instrument;
	const struct room *room = &debrief->after->room;
	unsigned i;
	int n = 0;

	for (i = 0; i < instrument->n_items && n < room->n_items; i++) {
		const struct item *item = &instrument->items[i];

		if (item_steps(item, instrument->steps[0]) == 0)
			continue;
		if (room->took_s[n] > 0)
			str_addf(out, "%s%s %d min", out->len > 0 ? ", " : "",
				desk_item(desk, instrument->id, item->key),
				(room->took_s[n] + 30) / 60);
		n++;
	}
}

/* ------------------------------------------------------------- the page */

struct debrief_view {
	struct kiosk *kiosk;
	const struct ask *ask;
	const struct debrief *debrief;
	const struct instrument *instrument;
	char path[PATH];
	struct html html;
};

static const char *
item_name(const struct debrief_view *view, const char *item)
{
	return desk_item(view->kiosk->desk,
		view->debrief->after->seats.instrument, item);
}

static void
show_unclear(struct debrief_view *view)
{
	static const char *const heads[] = {
		"Fråga", "Språk", "Förstod inte", NULL};
	const struct debrief *debrief = view->debrief;
	struct html *h = &view->html;
	size_t i;

	html_put(h, "h2", "Svårt att förstå", NULL);
	if (!room_is_over(&debrief->after->room)) {
		html_put(h, "p", "Det visas när träffen är slut.", NULL);
		return;
	}
	if (debrief->n_unclear == 0) {
		html_put(h, "p", "Ingen fråga som fem eller fler inte förstod.",
			NULL);
		return;
	}
	html_open(h, "table", NULL);
	staff_columns(h, heads);
	html_open(h, "tbody", NULL);
	for (i = 0; i < debrief->n_unclear; i++) {
		const struct store_unclear *u = &debrief->unclear[i];

		html_open(h, "tr", NULL);
		html_put(h, "th", item_name(view, u->item), "scope", "row",
			NULL);
		html_put(h, "td",
			u->language[0] != '\0' ? staff_language(u->language)
					       : "alla språk",
			NULL);
		html_open(h, "td", "class", "n", NULL);
		html_textf(h, "%d", u->n);
		html_close(h, "td");
		html_close(h, "tr");
	}
	html_close(h, "tbody");
	html_close(h, "table");
	html_put(h, "p", "Färre än fem visas inte.", "class", "hint", NULL);
}

static void
show_times(struct debrief_view *view)
{
	struct str times = {0};

	debrief_times(view->debrief, view->kiosk->desk, &times);
	html_put(&view->html, "h2", "Hur lång tid det tog", NULL);
	html_put(&view->html, "p",
		str_ok(&times, NULL) && times.len > 0
			? times.at
			: "Ingen fråga är klar än.",
		NULL);
	str_finish(&times);
}

static void
show_remark(struct debrief_view *view, const struct store_remark *remark)
{
	struct html *h = &view->html;
	char number[24], path[PATH + 16];

	html_open(h, "li", NULL);
	if (remark->language[0] != '\0')
		html_textf(h, "%s ", staff_language(remark->language));
	if (remark->item[0] != '\0')
		html_textf(h, "%s ", item_name(view, remark->item));
	html_put(h, "strong", remark->text, NULL);
	html_textf(h, " (%s, %s)", remark->who, remark->day);
	if (remark->is_settled) {
		html_text(h, " ✓ åtgärdad");
	} else if (remark->kind == REMARK_WORDING) {
		snprintf(number, sizeof(number), "%lld",
			(long long)remark->number);
		snprintf(path, sizeof(path), "%s/settle", view->path);
		page_form(h, view->ask, path, NULL);
		staff_hidden(h, "number", number);
		html_put(h, "button", "Åtgärdad", "class", "quiet", NULL);
		html_close(h, "form");
	}
	html_close(h, "li");
}

static void
show_remarks(struct debrief_view *view, enum remark_kind kind, const char *none)
{
	const struct debrief *debrief = view->debrief;
	size_t i, n = 0;

	html_open(&view->html, "ul", NULL);
	for (i = 0; i < debrief->n_remarks; i++) {
		if (debrief->remarks[i].kind != kind)
			continue;
		show_remark(view, &debrief->remarks[i]);
		n++;
	}
	if (n == 0)
		html_put(&view->html, "li", none, NULL);
	html_close(&view->html, "ul");
}

static void
begin_form(struct debrief_view *view, enum remark_kind kind)
{
	char path[PATH + 16];

	snprintf(path, sizeof(path), "%s/remark", view->path);
	page_form(&view->html, view->ask, path, "inline");
	staff_hidden(&view->html, "kind", remark_kinds[kind]);
}

static void
option(struct html *html, const char *value, const char *word)
{
	html_put(html, "option", word, "value", value, NULL);
}

static void
wording_form(struct debrief_view *view)
{
	const struct room *room = &view->debrief->after->room;
	struct html *h = &view->html;
	unsigned k;
	size_t i;

	begin_form(view, REMARK_WORDING);
	html_open(h, "label", "class", "field", NULL);
	html_put(h, "span", "Språk", NULL);
	html_open(h, "select", "name", "language", NULL);
	for (i = 0; i < room->n_channels; i++)
		option(h, room->channels[i].language,
			staff_language(room->channels[i].language));
	html_close(h, "select");
	html_close(h, "label");
	html_open(h, "label", "class", "field", NULL);
	html_put(h, "span", "Fråga", NULL);
	html_open(h, "select", "name", "item", NULL);
	option(h, "", "Alla");
	for (k = 0; k < view->instrument->n_items; k++)
		option(h, view->instrument->items[k].key,
			item_name(view, view->instrument->items[k].key));
	html_close(h, "select");
	html_close(h, "label");
	staff_field(h, "text", "text",
		"Vad är fel, och hur säger man i "
		"stället?",
		NULL);
	html_put(h, "button", "Lämna till språkgranskningen", NULL);
	html_close(h, "form");
}

static void
show(struct debrief_view *view)
{
	struct html *h = &view->html;
	char path[PATH + 16];

	show_unclear(view);
	show_times(view);
	html_put(h, "h2", "Ord att ändra", NULL);
	html_put(h, "p",
		"Det som tolkar och deltagare sa om orden. Det syns på sidan "
		"Språk för den som granskar.",
		"class", "hint", NULL);
	show_remarks(view, REMARK_WORDING, "Inget än.");
	wording_form(view);
	html_put(h, "h2", "Anteckningar", NULL);
	html_put(h, "p", "Skriv inga namn och inga personnummer.", "class",
		"hint", NULL);
	show_remarks(view, REMARK_DEBRIEF, "Inga än.");
	begin_form(view, REMARK_DEBRIEF);
	staff_field(h, "text", "text", "Anteckning till efterpratet", NULL);
	html_put(h, "button", "Spara", NULL);
	html_close(h, "form");
	html_open(h, "p", NULL);
	snprintf(path, sizeof(path), "%s/print", view->path);
	html_put(h, "a", "Skriv ut", "href", path, "class", "button", NULL);
	html_text(h, " ");
	snprintf(path, sizeof(path), "/staff/rooms/%lld/report",
		(long long)view->debrief->after->session);
	html_put(h, "a", "Vad som är klart", "href", path, NULL);
	html_close(h, "p");
}

bool
lead_debrief(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	struct debrief *debrief = debrief_load(kiosk, ask, err);
	struct debrief_view view = {
		.kiosk = kiosk, .ask = ask, .debrief = debrief};
	char title[STORE_SESSION + 24];
	bool ok;

	if (debrief == NULL)
		return false;
	view.instrument = debrief->instrument;
	snprintf(view.path, PATH, "/staff/rooms/%lld/debrief",
		(long long)debrief->after->session);
	snprintf(title, sizeof(title), "Efterprat: %s", debrief->after->name);
	staff_begin(&view.html, kiosk, ask, title, "/staff/rooms");
	show(&view);
	ok = staff_end(&view.html, reply, err);
	debrief_free(debrief);
	return ok;
}

bool
lead_debrief_print(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	struct debrief *debrief = debrief_load(kiosk, ask, err);
	bool ok;

	if (debrief == NULL)
		return false;
	ok = debrief_pdf(debrief, kiosk->desk, kiosk->now, &reply->body, err);
	reply->type = "application/pdf";
	debrief_free(debrief);
	return ok;
}

/* ------------------------------------------------------------- what is written
 */

/* A field that may be missing. */
static bool
copy(char *out, size_t size, const struct form *form, const char *name,
	struct err *err)
{
	const char *value = form_value(form, name);

	return value == NULL || str_copy(out, size, value) ||
	       swedish_err(err, ERR_USAGE, "det är för långt; högst %zu tecken",
		       size - 1);
}

bool
lead_remark(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	const struct form *form = &ask->request->form;
	struct after *after = after_load(kiosk, ask, err);
	struct store_remark remark = {0};
	const char *kind;
	char path[PATH];
	int64_t number;
	int at;
	bool ok;

	if (after == NULL)
		return false;
	memcpy(remark.session, after->name, sizeof(remark.session));
	snprintf(path, sizeof(path), "/staff/rooms/%lld/debrief",
		(long long)after->session);
	after_free(after);
	staff_day(kiosk->now, remark.day);
	memcpy(remark.who, ask->actor.name, sizeof(remark.who));
	if (!staff_need(ask, "kind", &kind, err))
		return false;
	at = words_find(remark_kinds, kind);
	if (at < 0)
		return swedish_err(
			err, ERR_USAGE, "kind är debrief eller wording");
	remark.kind = (enum remark_kind)at;
	ok = copy(remark.language, LAYOUT_KEY, form, "language", err) &&
	     copy(remark.item, ITEM_KEY, form, "item", err) &&
	     copy(remark.text, NOTE_TEXT, form, "text", err) &&
	     store_remark_add(kiosk->store, &remark, &number, err);
	http_redirect(reply, path);
	return ok;
}

/* Back to where the button was: the debrief, or the page of the words. */
bool
lead_settle(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	const char *text;
	char path[PATH];
	int64_t number;

	if (!staff_need(ask, "number", &text, err) ||
		!staff_number(text, &number, err) ||
		!store_remark_settle(kiosk->store, number, err))
		return false;
	snprintf(
		path, sizeof(path), "/staff/rooms/%.20s/debrief", ask->part[0]);
	http_redirect(reply, path);
	return true;
}
