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
#include "kiosk/worker.h"
#include "instrument/wording.h"
#include "report/group.h"
#include "store/words.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_DAY "2000-01-01"
#define PART_PEOPLE 25 /* 5 ms, with three occasions each */

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

/* ------------------------------------------------------------- in parts */

/*
 * The others' requests are handled between two parts: the request is put aside
 * after each, as for what is done on the other thread, where there is nothing
 * to do here but to note that the part's round was kept.
 */
struct counting {
	struct group group;
	bool as_pdf;
	bool is_decided;
	bool is_open; /* a part's round is not known to be kept */
};

struct part {
	struct work work;
	struct counting *counting; /* NULL: another part has it */
	struct part *before;	   /* from which it takes it over */
};

static void
free_counting(struct counting *counting)
{
	if (counting != NULL)
		group_finish(&counting->group);
	free(counting);
}

static void
free_part(struct work *work)
{
	struct part *part = (struct part *)work;

	free_counting(part->counting);
	free(part);
}

static void
run_part(struct work *work)
{
	struct part *part = (struct part *)work;

	if (part->before != NULL) {
		part->counting = part->before->counting;
		part->before->counting = NULL;
	}
	part->counting->is_open = false;
}

/* before NULL: the first; then it owns counting already. */
static bool
put_aside(struct part *before, struct counting *counting,
	struct http_reply *reply, struct err *err)
{
	struct part *part = calloc(1, sizeof(*part));

	if (part == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	part->work.run = run_part;
	part->work.free = free_part;
	part->before = before;
	part->counting = before == NULL ? counting : NULL;
	reply->work = &part->work;
	return true;
}

static bool
make_part(struct kiosk *kiosk, struct counting *counting, struct err *err)
{
	struct group *group = &counting->group;

	counting->is_open = true;
	if (!group->part.is_all)
		return group_count(kiosk->store, group, PART_PEOPLE, err);
	counting->is_decided = group_decide(kiosk->store, group, err);
	return counting->is_decided;
}

/* What was read in a round that was taken back is not counted. */
static bool
begin_anew(struct counting *counting, struct err *err)
{
	const struct group_ask ask = counting->group.ask;

	group_finish(&counting->group);
	counting->is_decided = false;
	return group_begin(&ask, &counting->group, err);
}

static bool
send(struct kiosk *kiosk, const struct ask *ask,
	const struct counting *counting, struct http_reply *reply,
	struct err *err)
{
	struct text_engine *engine;
	struct str text = {0};
	bool ok;

	if (counting->as_pdf) {
		reply->type = "application/pdf";
		engine = desk_engine(kiosk->desk, err);
		return engine != NULL &&
		       group_pdf(&counting->group, name_of, kiosk->desk, engine,
			       kiosk->now, &reply->body, err);
	}
	group_text(&counting->group, name_of, kiosk->desk, &text);
	ok = str_ok(&text, err) && write_page(kiosk, ask, text.at, reply, err);
	str_finish(&text);
	return ok;
}

static bool
begin(const struct kiosk *kiosk, const struct ask *ask,
	struct counting *counting, struct err *err)
{
	struct group_ask asked;

	counting->as_pdf = strcmp(field(ask, "as", "text"), "pdf") == 0;
	return take(kiosk, ask, &asked, err) &&
	       group_begin(&asked, &counting->group, err);
}

bool
group_show(struct kiosk *kiosk, const struct ask *ask, struct http_reply *reply,
	struct err *err)
{
	struct part *before = (struct part *)ask->request->done;
	struct counting *counting = before != NULL
					    ? before->counting
					    : calloc(1, sizeof(*counting));
	bool ok;

	if (counting == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	if (counting->is_decided && !counting->is_open)
		return send(kiosk, ask, counting, reply, err);
	if (before == NULL)
		ok = begin(kiosk, ask, counting, err);
	else
		ok = !counting->is_open || begin_anew(counting, err);
	ok = ok && make_part(kiosk, counting, err) &&
	     put_aside(before, counting, reply, err);
	if (!ok && before == NULL)
		free_counting(counting);
	return ok;
}
