/* What came in and what waits: the staff's first page. */
#include "kiosk/staff.h"

#include "core/err.h"
#include "kiosk/staff_words.h"
#include "store/days.h"
#include "store/notes.h"
#include "store/review.h"

#include <string.h>

#define DAYS 14	 /* shown */
#define NOTES 20 /* shown */
#define DAY_S 86400

struct today {
	struct html *html;
	size_t n_waiting[REVIEW_PAGE + 1];
	size_t n_days, n_notes;
	char soon[STORE_DATE]; /* next steps up to this day are shown */
};

static bool
count_review(const struct store_review *review, void *data, struct err *err)
{
	struct today *today = data;

	(void)err;
	today->n_waiting[review->kind]++;
	return true;
}

static bool
add_waiting(struct kiosk *kiosk, struct today *today, struct err *err)
{
	struct html *html = today->html;
	size_t n = 0;
	int i;

	if (!store_review_list(kiosk->store, count_review, today, err))
		return false;
	for (i = 0; i <= REVIEW_PAGE; i++)
		n += today->n_waiting[i];
	html_open(html, "section", "class", "card wait", "aria-labelledby",
		"waits", NULL);
	html_put(html, "h2", "Väntar på granskning", "id", "waits", NULL);
	html_open(html, "p", "class", "number", NULL);
	html_textf(html, "%zu", n);
	html_close(html, "p");
	if (n == 0) {
		html_put(html, "p",
			"Inget väntar. Nya tveksamma svar kommer hit när "
			"blanketter har lästs in.",
			NULL);
	} else {
		html_open(html, "ul", "class", "plain", NULL);
		for (i = 0; i <= REVIEW_PAGE; i++) {
			if (today->n_waiting[i] == 0)
				continue;
			html_open(html, "li", NULL);
			html_textf(html, "%s: %zu",
				staff_kind((enum review_kind)i),
				today->n_waiting[i]);
			html_close(html, "li");
		}
		html_close(html, "ul");
		html_put(html, "a", "Börja granska", "class", "button", "href",
			"/staff/review/next", NULL);
	}
	html_close(html, "section");
	return true;
}

/* ------------------------------------------------------------- what came in */

static bool
add_day(const struct store_day *day, void *data, struct err *err)
{
	static const enum reading_status order[] = {READING_FILED,
		READING_REVIEW, READING_CONFLICT, READING_REFUSED,
		READING_DUPLICATE, READING_BLANK_PAGE};
	static const char *const names[] = {"Dag", "Inlästa", "Med frågor",
		"Två läsningar", "Okända", "Redan inlästa", "Tomma", NULL};
	struct today *today = data;
	struct html *html = today->html;
	size_t i;

	(void)err;
	if (today->n_days++ == 0) {
		html_open(html, "table", NULL);
		html_put(html, "caption", "Antal sidor. Dagarna räknas i UTC.",
			NULL);
		staff_columns(html, names);
		html_open(html, "tbody", NULL);
	}
	html_open(html, "tr", NULL);
	html_put(html, "th", day->date, "scope", "row", NULL);
	for (i = 0; i < sizeof(order) / sizeof(*order); i++) {
		html_open(html, "td", "class", "n", NULL);
		html_textf(html, "%zu", day->n[order[i]]);
		html_close(html, "td");
	}
	html_close(html, "tr");
	return true;
}

static bool
add_days(struct kiosk *kiosk, struct today *today, struct err *err)
{
	struct html *html = today->html;
	char from[STORE_DATE];

	staff_day(kiosk->now - (int64_t)(DAYS - 1) * DAY_S, from);
	html_open(html, "section", "class", "card wide", "aria-labelledby",
		"came", NULL);
	html_put(html, "h2", "Kom in de senaste två veckorna", "id", "came",
		NULL);
	if (!store_days(kiosk->store, from, add_day, today, err))
		return false;
	if (today->n_days > 0) {
		html_close(html, "tbody");
		html_close(html, "table");
	} else {
		staff_empty(html, "Inga sidor har kommit in på två veckor.",
			"Lämna in skanningar, eller låt skannern skriva till "
			"mappen som bevakas.");
	}
	html_close(html, "section");
	return true;
}

/* --------------------------------------------------------------- next steps */

static bool
add_note(const struct store_note *note, void *data, struct err *err)
{
	struct today *today = data;
	struct html *html = today->html;

	(void)err;
	if (note->kind == NOTE_STORY || note->state == NOTE_REACHED ||
		note->state == NOTE_DROPPED || note->due[0] == '\0' ||
		strcmp(note->due, today->soon) > 0 || today->n_notes >= NOTES)
		return true;
	if (today->n_notes++ == 0)
		html_open(html, "ul", "class", "steps", NULL);
	html_open(html, "li", NULL);
	html_put(html, "span", note->due, "class", "day", NULL);
	html_text(html, " ");
	staff_link(html, "/staff/people", note->person, note->person);
	html_text(html, " ");
	html_text(html, note->text);
	html_close(html, "li");
	return true;
}

static bool
add_steps(struct kiosk *kiosk, struct today *today, struct err *err)
{
	struct html *html = today->html;

	staff_day(kiosk->now + (int64_t)7 * DAY_S, today->soon);
	html_open(html, "section", "class", "card", "aria-labelledby", "steps",
		NULL);
	html_put(html, "h2", "Nästa steg den här veckan", "id", "steps", NULL);
	if (!store_notes(kiosk->store, NULL, add_note, today, err))
		return false;
	if (today->n_notes > 0)
		html_close(html, "ul");
	else
		html_put(html, "p",
			"Inget steg ska följas upp den här veckan. Du skriver "
			"nästa steg på personens sida.",
			NULL);
	html_close(html, "section");
	return true;
}

static void
add_nothing(struct html *html)
{
	staff_empty(html, "Ditt konto ser inga svar och inga papper.",
		"Menyn visar vad du kan göra.");
}

bool
staff_today(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	struct html html = {0};
	struct today today = {.html = &html};
	const bool reviews = staff_may(ask, MAY_READ_REVIEWS),
		   pages = staff_may(ask, MAY_LOOK_UP),
		   notes = staff_may(ask, MAY_READ_NOTES);
	bool ok;

	staff_begin(&html, kiosk, ask, "I dag", "/staff");
	html_open(&html, "div", "class", "cards", NULL);
	ok = (!reviews || add_waiting(kiosk, &today, err)) &&
	     (!notes || add_steps(kiosk, &today, err)) &&
	     (!pages || add_days(kiosk, &today, err));
	if (!ok) {
		html_finish(&html);
		return false;
	}
	if (!reviews && !pages && !notes)
		add_nothing(&html);
	html_close(&html, "div");
	return staff_end(&html, reply, err);
}
