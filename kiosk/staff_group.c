/*
 * The organisation's report. Asking for it writes down what was shown, so it is
 * made by a form that is sent and not by an address that is opened.
 */
#include "kiosk/staff.h"

#include "core/err.h"
#include "core/str.h"
#include "kiosk/desk.h"
#include "kiosk/page.h"
#include "kiosk/swedish.h"
#include "instrument/wording.h"
#include "report/group.h"
#include "store/words.h"

#include <string.h>

#define FIRST_DAY "2000-01-01"

static const char *
name_of(const char *instrument, const char *item, void *data)
{
	const struct wording *words = desk_wording(data, instrument, NULL, 0);

	if (item != NULL)
		return desk_item(data, instrument, item);
	return words != NULL ? wording_title(words) : NULL;
}

/* The field, or what is taken where it is left out. */
static const char *
field(const struct ask *ask, const char *name, const char *otherwise)
{
	const char *value = form_value(&ask->request->form, name);

	return value != NULL && value[0] != '\0' ? value : otherwise;
}

static bool
take(const struct kiosk *kiosk, const struct ask *ask, struct group_ask *group,
	struct err *err)
{
	const char *unit = field(ask, "unit", "");
	char today[STORE_DATE];
	int baseline;

	staff_day(kiosk->now, today);
	*group = (struct group_ask){.least = DISCLOSE_LEAST};
	baseline = words_find(
		group_baselines, field(ask, "baseline", group_baselines[0]));
	if (baseline < 0)
		return swedish_err(err, ERR_USAGE,
			"välj i listan vad förändringen räknas från");
	group->baseline = baseline + 1;
	if (unit[0] != '\0' && !str_is_key(unit))
		return swedish_err(err, ERR_USAGE,
			"\"%s\" är ingen enhet; den skrivs med a-z, 0-9, _ "
			"och -",
			unit);
	str_copy(group->unit, sizeof(group->unit), unit);
	if (!str_copy(group->from, sizeof(group->from),
		    field(ask, "from", FIRST_DAY)) ||
		!str_copy(group->until, sizeof(group->until),
			field(ask, "until", today)) ||
		!str_is_date(group->from) || !str_is_date(group->until) ||
		strcmp(group->from, group->until) > 0)
		return swedish_err(err, ERR_USAGE,
			"perioden går inte; skriv dagar som 2026-03-31, den "
			"första först");
	return true;
}

static void
add_form(struct html *html, const struct ask *ask)
{
	page_form(html, ask, "/staff/report", "line");
	staff_field(html, "date", "from", "Erbjudna från och med",
		field(ask, "from", NULL));
	staff_field(html, "date", "until", "Till och med",
		field(ask, "until", NULL));
	staff_field(html, "text", "unit", "Bara en enhet",
		field(ask, "unit", NULL));
	html_open(html, "label", "class", "field", NULL);
	html_put(html, "span", "Förändring räknas från", NULL);
	html_open(html, "select", "name", "baseline", NULL);
	staff_options(html, group_baselines, 0,
		words_find(group_baselines, field(ask, "baseline", "first")));
	html_close(html, "select");
	html_close(html, "label");
	html_put(html, "button", "Visa", "name", "as", "value", "text", NULL);
	html_put(html, "button", "PDF", "name", "as", "value", "pdf", NULL);
	html_close(html, "form");
}

static bool
write_page(struct kiosk *kiosk, const struct ask *ask, const char *text,
	struct http_reply *reply, struct err *err)
{
	struct html html = {0};

	staff_begin(
		&html, kiosk, ask, "Organisationens rapport", "/staff/report");
	html_put(&html, "p",
		"Antal personer, aldrig enskilda: färre än fem visas inte, och "
		"inte heller vad som skulle gå att räkna ut av tidigare "
		"rapporter. Välj perioden en gång och håll fast vid den: det "
		"som visas nu kan göra att mindre visas sedan.",
		"class", "lead", NULL);
	add_form(&html, ask);
	if (text != NULL)
		html_put(&html, "pre", text, "class", "journal", NULL);
	else
		staff_empty(&html, "Ingen rapport är gjord än.",
			"Fyll i perioden och välj Visa. Utan dagar är den allt "
			"till i dag.");
	return staff_end(&html, reply, err);
}

bool
group_page(struct kiosk *kiosk, const struct ask *ask, struct http_reply *reply,
	struct err *err)
{
	return write_page(kiosk, ask, NULL, reply, err);
}

bool
group_show(struct kiosk *kiosk, const struct ask *ask, struct http_reply *reply,
	struct err *err)
{
	const bool as_pdf = strcmp(field(ask, "as", "text"), "pdf") == 0;
	struct group_ask asked;
	struct group group = {0};
	struct str text = {0};
	struct text_engine *engine = NULL;
	bool ok;

	ok = take(kiosk, ask, &asked, err) &&
	     group_make_within(kiosk->store, &asked, &group, err);
	if (ok && as_pdf) {
		engine = desk_engine(kiosk->desk, err);
		ok = engine != NULL &&
		     group_pdf(&group, name_of, kiosk->desk, engine, kiosk->now,
			     &reply->body, err);
		reply->type = "application/pdf";
	} else if (ok) {
		group_text(&group, name_of, kiosk->desk, &text);
		ok = str_ok(&text, err) &&
		     write_page(kiosk, ask, text.at, reply, err);
	}
	group_finish(&group);
	str_finish(&text);
	return ok;
}
