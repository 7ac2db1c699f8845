/* What of a person others get to see: a hand-over, and a case forum. */
#include "kiosk/page.h"
#include "kiosk/staff.h"

#include "core/err.h"
#include "core/str.h"
#include "kiosk/desk.h"
#include "kiosk/kiosk.h"
#include "report/handover.h"

#include <stdio.h>
#include <string.h>

void
staff_add_share(
	struct html *html, const struct ask *ask, const struct store_person *of)
{
	char path[64];

	html_open(html, "section", "class", "card", NULL);
	html_put(html, "h2", "Ärendeforum och överlämning", NULL);
	if (staff_may(ask, MAY_CHANGE_PEOPLE)) {
		snprintf(
			path, sizeof(path), "/staff/people/%s/forum", of->code);
		page_form(html, ask, path, "stack");
		staff_field(html, "date", "day",
			"Personen sa ja till att svaren visas i ärendeforum "
			"(tomt: nej)",
			of->forum);
		html_put(html, "button", "Spara", "type", "submit", NULL);
		html_close(html, "form");
	}
	snprintf(path, sizeof(path), "/staff/people/%s/handover", of->code);
	page_form(html, ask, path, "stack");
	staff_field(html, "text", "to", "Lämnas över till (initialer)", NULL);
	staff_field(html, "text", "basis", "Grund, utan namn", NULL);
	html_put(html, "button", "Gör överlämningen (PDF)", "type", "submit",
		NULL);
	html_close(html, "form");
	html_close(html, "section");
}

bool
share_forum(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	struct store_person person;
	const char *day;
	char path[64];

	if (!staff_person_of(kiosk, ask, &person, err) ||
		!staff_need(ask, "day", &day, err))
		return false;
	if (day[0] != '\0' && !str_is_date(day))
		return err_set(err, ERR_USAGE,
			"\"%s\" är ingen dag; skriv den som 2026-11-24", day);
	str_copy(person.forum, STORE_DATE, day);
	if (!store_person_set(kiosk->store, &person, err))
		return false;
	snprintf(path, sizeof(path), "/staff/people/%s", person.code);
	http_redirect(reply, path);
	return true;
}

bool
share_handover(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	struct text_engine *engine = desk_engine(kiosk->desk, err);
	struct handover handover = {.agenda = {.n = 0}};
	struct store_person person;
	struct handover_ask to = {.code = person.code, .at = kiosk->now};
	bool ok = engine != NULL && staff_person_of(kiosk, ask, &person, err) &&
		  staff_need(ask, "to", &to.to, err) &&
		  staff_need(ask, "basis", &to.basis, err);

	staff_day(kiosk->now, to.today);
	ok = ok && handover_load(&handover, kiosk->store, &to, err) &&
	     handover_pdf(&handover, engine, &reply->body, err);
	handover_finish(&handover);
	reply->type = "application/pdf";
	return ok;
}
