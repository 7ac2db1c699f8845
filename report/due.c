#include "report/due.h"

#include "core/doc.h"
#include "core/str.h"
#include "report/column.h"
#include "store/schedule.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static const char *const words[] = {
	[SCHEDULE_FIRST] = "första gången",
	[SCHEDULE_NOW] = "nu",
	[SCHEDULE_LATE] = "försenad",
};
static const char *const keys[] = {
	[SCHEDULE_FIRST] = "first",
	[SCHEDULE_NOW] = "now",
	[SCHEDULE_LATE] = "late",
};

void
due_text(const struct schedule *schedule, struct str *out)
{
	struct str line = {0};
	size_t i;

	if (schedule->n == 0)
		str_add(out, "Ingen ska frågas nu.\n");
	for (i = 0; i < schedule->n; i++) {
		const struct schedule_row *r = &schedule->rows[i];

		column_add(&line, r->person, 11);
		column_add(&line, r->due, 12);
		column_add(&line, words[r->state], 15);
		column_add(&line, r->instrument, 14);
		column_add(&line, r->caseworker, 10);
		column_add(&line, r->deputy, 10);
		column_end(&line, out);
	}
	str_finish(&line);
}

void
due_csv(const struct schedule *schedule, enum csv_kind kind, struct str *out)
{
	static const char *const head[] = {"person", "due", "until", "state",
		"instrument", "last", "caseworker", "deputy", "language"};
	struct csv csv;
	size_t i;

	csv_begin(&csv, kind, out);
	for (i = 0; i < sizeof(head) / sizeof(*head); i++)
		csv_text(&csv, head[i]);
	csv_end(&csv);
	for (i = 0; i < schedule->n; i++) {
		const struct schedule_row *r = &schedule->rows[i];

		csv_text(&csv, r->person);
		csv_text(&csv, r->due);
		csv_text(&csv, r->until);
		csv_text(&csv, keys[r->state]);
		csv_text(&csv, r->instrument);
		csv_text(&csv, r->last);
		csv_text(&csv, r->caseworker);
		csv_text(&csv, r->deputy);
		csv_text(&csv, r->language);
		csv_end(&csv);
	}
}

void
due_json(const struct schedule *schedule, struct str *out)
{
	size_t i;

	for (i = 0; i < schedule->n; i++) {
		const struct schedule_row *r = &schedule->rows[i];

		str_addf(out, "{\"person\":\"%s\"", r->person);
		doc_add_field(out, "due", r->due);
		doc_add_field(out, "until", r->until);
		doc_add_field(out, "state", keys[r->state]);
		doc_add_field(out, "instrument", r->instrument);
		doc_add_field(out, "last", r->last);
		doc_add_field(out, "caseworker", r->caseworker);
		doc_add_field(out, "deputy", r->deputy);
		doc_add_field(out, "language", r->language);
		str_add(out, "}\n");
	}
}

/* "20260301" */
static void
add_day(struct str *out, const char *name, const char *day)
{
	str_addf(out, "%s;VALUE=DATE:%.4s%.2s%.2s\r\n", name, day, day + 5,
		day + 8);
}

void
due_calendar(const struct schedule *schedule, int64_t at, struct str *out)
{
	const time_t now = (time_t)at;
	char stamp[32] = "";
	struct tm tm;
	size_t i;

	if (gmtime_r(&now, &tm) != NULL)
		strftime(stamp, sizeof(stamp), "%Y%m%dT%H%M%SZ", &tm);
	str_add(out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
		     "PRODID:-//SKAPA sheets//due list//SV\r\n");
	for (i = 0; i < schedule->n; i++) {
		const struct schedule_row *r = &schedule->rows[i];
		char after[STORE_DATE];

		day_after_days(r->due, 1, after);
		str_addf(out, "BEGIN:VEVENT\r\nUID:%s-%s-%s@skapa\r\n",
			r->person, r->instrument, r->due);
		str_addf(out, "DTSTAMP:%s\r\n", stamp);
		add_day(out, "DTSTART", r->due);
		add_day(out, "DTEND", after);
		str_addf(out, "SUMMARY:%s: %s\r\n", r->person, r->instrument);
		str_addf(out, "DESCRIPTION:%s\\, senast %s\r\n",
			words[r->state], r->until);
		str_add(out, "TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n");
	}
	str_add(out, "END:VCALENDAR\r\n");
}
