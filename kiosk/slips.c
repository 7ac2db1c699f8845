#include "kiosk/slips.h"

#include "core/code.h"
#include "core/err.h"
#include "core/log.h"
#include "core/str.h"
#include "draw/text.h"
#include "instrument/wording.h"
#include "kiosk/desk.h"
#include "kiosk/page.h"
#include "kiosk/printer.h"
#include "kiosk/slip.h"
#include "kiosk/staff.h"
#include "kiosk/visit.h"
#include "kiosk/swedish.h"
#include "report/person_page.h"
#include "store/visits.h"

#include <stdio.h>
#include <stdlib.h>

struct slips {
	struct printer printer;
	struct str held[PRINTER_JOBS]; /* PDFs */
	size_t n;
};

struct slips *
slips_new(const char *queue, struct err *err)
{
	struct slips *slips = calloc(1, sizeof(*slips));

	if (slips == NULL)
		err_set(err, ERR_SYSTEM, "out of memory");
	else
		slips->printer.queue = queue;
	return slips;
}

void
slips_free(struct slips *slips)
{
	if (slips != NULL)
		slips_round(slips, false);
	free(slips);
}

void
slips_round(struct slips *slips, bool is_kept)
{
	struct err err = {0};
	size_t i;

	for (i = 0; i < slips->n; i++) {
		if (is_kept &&
			!printer_print(&slips->printer, slips->held[i].at,
				slips->held[i].len, &err)) {
			log_err(&err);
			err_clear(&err);
		}
		str_finish(&slips->held[i]);
	}
	slips->n = 0;
}

void
slips_tick(struct slips *slips)
{
	struct err err = {0};

	while (!printer_tick(&slips->printer, &err)) {
		log_err(&err);
		err_clear(&err);
	}
}

static bool
lay(struct kiosk *kiosk, struct tongue *tongue, const char *code,
	const char *day, struct str *pdf, struct err *err)
{
	struct slip slip = {.language = tongue_lang(tongue),
		.rtl = tongue_is_rtl(tongue),
		.thanks = tongue_say(tongue, "thanks"),
		.next = tongue_say(tongue, "slip_next"),
		.day = day,
		.says = tongue_say(tongue, "new_code"),
		.code = code};
	const struct wording *asked =
		tongue_asked(kiosk->visits, tongue, "", 0, err);
	struct text_engine *engine;
	bool ok;

	if (asked == NULL)
		return false;
	if (tongue_is_draft(tongue))
		slip.draft = wording_text(asked, "draft.band");
	engine = text_engine_new(err);
	ok = engine != NULL &&
	     slip_pdf(engine, kiosk->templates, &slip, pdf, err);
	text_engine_free(engine);
	return ok;
}

/* Whether one more can be held. */
static bool
has_room(const struct slips *slips, struct err *err)
{
	if (slips == NULL)
		return swedish_err(err, ERR_USAGE,
			"ingen skrivare är vald; starta med --printer KÖ");
	if (slips->n == PRINTER_JOBS)
		return swedish_err(err, ERR_LIMIT,
			"för många lappar på en gång; försök igen");
	return true;
}

static bool
hold(struct kiosk *kiosk, struct tongue *tongue, const char *code,
	const char *day, struct err *err)
{
	struct slips *slips = kiosk->slips;
	struct str pdf = {0};

	if (!has_room(slips, err))
		return false;
	if (!lay(kiosk, tongue, code, day, &pdf, err)) {
		str_finish(&pdf);
		return false;
	}
	slips->held[slips->n++] = pdf;
	return true;
}

bool
slips_copy(struct kiosk *kiosk, const struct ask *ask,
	const struct store_visit *visit, struct err *err)
{
	const struct person_page_as as = {.templates = kiosk->templates,
		.language = visit->language,
		.at = kiosk->now};
	struct person_data data = {.n_notes = 0};
	struct text_engine *engine;
	struct str pdf = {0};
	int swedish;
	bool ok;

	if (!has_room(kiosk->slips, err))
		return false;
	engine = desk_engine(kiosk->desk, err);
	store_act_as_self(kiosk->store, visit->person, kiosk->now);
	ok = engine != NULL &&
	     person_data_load(
		     &data, kiosk->store, visit->person, SERIES_OWN, err) &&
	     person_page_pdf(&data, &as, engine, &pdf, &swedish, err);
	store_act_as(kiosk->store, &ask->actor);
	person_data_finish(&data);
	if (ok)
		kiosk->slips->held[kiosk->slips->n++] = pdf;
	else
		str_finish(&pdf);
	return ok;
}

bool
slips_of_visit(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	struct store_visit visit;
	struct tongue *tongue;

	if (!store_visit_get(kiosk->store, ask->visit, &visit, err))
		return false;
	tongue = visits_tongue(kiosk->visits, visit.language, err);
	if (tongue == NULL)
		return false;
	if (visit.person[0] == '\0')
		return swedish_err(err, ERR_USAGE, "ingen kod är vald än");
	if (!hold(kiosk, tongue, visit.person, NULL, err))
		return false;
	http_redirect(reply, "/visit/new-code");
	return true;
}

/* Who has no language, or one without screens, gets Swedish. */
static struct tongue *
tongue_of(struct visits *visits, const char *language, struct err *err)
{
	struct tongue *tongue = NULL;

	if (language[0] != '\0')
		tongue = visits_tongue(visits, language, NULL);
	return tongue != NULL
		       ? tongue
		       : visits_tongue(visits, WORDING_SOURCE_LANGUAGE, err);
}

void
slips_form(struct html *html, const struct kiosk *kiosk, const struct ask *ask,
	const char *code)
{
	char path[HTTP_PATH];

	if (kiosk->slips == NULL)
		return;
	snprintf(path, sizeof(path), "/staff/people/%s/slip", code);
	html_open(html, "section", "class", "card", NULL);
	html_put(html, "h2", "Lapp med nästa möte", NULL);
	page_form(html, ask, path, NULL);
	staff_field(html, "date", "day", "Dag för nästa möte", NULL);
	html_put(html, "button", "Skriv ut lappen", NULL);
	html_close(html, "form");
	html_close(html, "section");
}

bool
slips_of_person(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	const char *day = form_value(&ask->request->form, "day");
	char code[PERSON_CODE], path[HTTP_PATH];
	struct store_person person;
	struct tongue *tongue;
	bool found = false;

	if (!person_code_read(ask->part[0], code))
		return swedish_err(
			err, ERR_USAGE, "\"%s\" är ingen kod", ask->part[0]);
	if (day == NULL || !str_is_date(day))
		return swedish_err(err, ERR_USAGE,
			"skriv dagen som 2027-02-22, så kommer den på lappen");
	if (!store_person_get(kiosk->store, code, &person, &found, err))
		return false;
	if (!found)
		return swedish_err(err, ERR_USAGE, "ingen har koden %s", code);
	tongue = tongue_of(kiosk->visits, person.language, err);
	if (tongue == NULL || !hold(kiosk, tongue, code, day, err))
		return false;
	snprintf(path, sizeof(path), "/staff/people/%s", code);
	http_redirect(reply, path);
	return true;
}
