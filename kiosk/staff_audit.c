/* Who did what: rows of the chain, newest first. */
#include "kiosk/staff.h"

#include "core/err.h"
#include "core/str.h"
#include "kiosk/staff_words.h"
#include "kiosk/swedish.h"
#include "store/chain.h"
#include "store/words.h"

#include <stdlib.h>
#include <string.h>

#define SHOWN 500 /* the newest */
#define DAYS 7	  /* looked back at, if no day is given */
#define DAY_S 86400

struct event {
	int64_t n, at, id;
	char actor[STORE_WHO], role[STORE_WHO], action[32], object[16];
	bool is_refused;
};

/* The newest, in a ring. */
struct events {
	struct event *at; /* SHOWN of them; owned */
	size_t n;
};

static bool
keep_event(const struct store_event *event, void *data, struct err *err)
{
	struct events *events = data;
	struct event *kept = &events->at[events->n++ % SHOWN];

	(void)err;
	*kept = (struct event){.n = event->n,
		.at = event->at,
		.id = event->id,
		.is_refused = event->is_refused};
	/* What is too long for a column is not shown. */
	str_copy(kept->actor, sizeof(kept->actor), event->actor);
	str_copy(kept->role, sizeof(kept->role), event->role);
	str_copy(kept->action, sizeof(kept->action), event->action);
	str_copy(kept->object, sizeof(kept->object), event->object);
	return true;
}

static void
add_event(struct html *html, const struct event *event)
{
	char time[STAFF_TIME] = "";

	if (event->at > 0)
		staff_time(event->at, time);
	html_open(html, "tr", "class", event->is_refused ? "refused" : HTML_OFF,
		NULL);
	html_open(html, "td", "class", "n", NULL);
	html_textf(html, "%lld", (long long)event->n);
	html_close(html, "td");
	html_put(html, "td", time, NULL);
	html_put(html, "td", event->actor, NULL);
	html_put(html, "td", staff_role(role_of_word(event->role)), NULL);
	html_open(html, "td", NULL);
	if (event->is_refused)
		html_put(html, "strong", "nekad: ", NULL);
	html_text(html, staff_operation(event->action));
	html_close(html, "td");
	html_open(html, "td", NULL);
	html_text(html, staff_object(event->object));
	if (event->id != 0)
		html_textf(html, " nr %lld", (long long)event->id);
	html_close(html, "td");
	html_close(html, "tr");
}

static void
add_events(struct html *html, const struct events *events)
{
	static const char *const names[] = {
		"Rad", "Tid (UTC)", "Vem", "Roll", "Vad", "Om", NULL};
	const size_t n = events->n < SHOWN ? events->n : SHOWN;
	size_t i;

	if (n == 0) {
		staff_empty(html, "Inget har hänt under den tiden.",
			"Välj en tidigare dag, eller en annan person.");
		return;
	}
	html_open(html, "p", "class", "lead", NULL);
	html_textf(html, "%zu rader, de senaste överst.", events->n);
	if (events->n > SHOWN)
		html_textf(html, " De %d senaste visas.", SHOWN);
	html_close(html, "p");
	html_open(html, "table", NULL);
	staff_columns(html, names);
	html_open(html, "tbody", NULL);
	for (i = 0; i < n; i++)
		add_event(html, &events->at[(events->n - 1 - i) % SHOWN]);
	html_close(html, "tbody");
	html_close(html, "table");
}

static void
add_choice(struct html *html, const char *from, const char *person)
{
	html_open(html, "form", "method", "get", "action", "/staff/audit",
		"class", "line", NULL);
	staff_field(html, "date", "from", "Från och med", from);
	staff_field(html, "text", "person", "Bara om en person (kod)", person);
	html_put(html, "button", "Visa", "type", "submit", NULL);
	html_close(html, "form");
}

/* A day as seconds UTC, by counting days since 1970. */
static int64_t
seconds_of(const char *day)
{
	const int64_t y = strtol(day, NULL, 10) -
			  (strtol(day + 5, NULL, 10) <= 2 ? 1 : 0);
	const int64_t m = (strtol(day + 5, NULL, 10) + 9) % 12;
	const int64_t d = strtol(day + 8, NULL, 10) - 1;
	const int64_t era_day = (153 * m + 2) / 5 + d;

	return (y * 365 + y / 4 - y / 100 + y / 400 + era_day - 719468) * DAY_S;
}

bool
audit_page(struct kiosk *kiosk, const struct ask *ask, struct http_reply *reply,
	struct err *err)
{
	const char *from = form_value(&ask->request->query, "from"),
		   *person = form_value(&ask->request->query, "person");
	char day[STORE_DATE], code[PERSON_CODE] = "";
	struct events events = {0};
	struct html html = {0};
	bool ok;

	staff_day(kiosk->now - (int64_t)DAYS * DAY_S, day);
	if (from == NULL || from[0] == '\0')
		from = day;
	if (!day_check(from, "från och med", err))
		return false;
	if (person != NULL && person[0] != '\0' &&
		!person_code_read(person, code))
		return swedish_err(err, ERR_USAGE,
			"\"%s\" är ingen kod; den har åtta tecken, som "
			"7K4Q-MXP9",
			person);
	events.at = calloc(SHOWN, sizeof(*events.at));
	if (events.at == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	ok = store_audit_each(kiosk->store, code[0] == '\0' ? NULL : code,
		seconds_of(from), keep_event, &events, err);
	if (ok) {
		staff_begin(&html, kiosk, ask, "Logg", "/staff/audit");
		add_choice(&html, from, code);
		add_events(&html, &events);
		ok = staff_end(&html, reply, err);
	}
	free(events.at);
	return ok;
}
