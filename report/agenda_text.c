/* The agenda in words: text, lines for paper, JSON. */
#include "core/doc.h"
#include "core/str.h"
#include "report/agenda.h"
#include "report/column.h"
#include "report/told.h"

#include <string.h>

#define WIDTH 72

static const char *const states[PERSON__MAX] = {[PERSON_PAUSED] = "pausad",
	[PERSON_DO_NOT_SCHEDULE] = "ska inte kallas",
	[PERSON_CLOSED] = "avslutad"};
static const char *const held[] = {[AGENDA_AHEAD] = "kvar",
	[AGENDA_HELD] = "gjord",
	[AGENDA_MISSED] = "inte gjord"};
static const int months[AGENDA_AFTER] = {3, 6, 12};

static void
add_going(const struct agenda_row *row, struct str *out)
{
	size_t i;

	for (i = 0; i < row->n_going && i < AGENDA_ACTIVITIES; i++) {
		const struct store_activity *at = &row->going[i];

		str_addf(out, "Pågår: %s%s%s, från %s%s%s\n",
			told_activity_kind(at->kind),
			at->text[0] != '\0' ? ": " : "", at->text, at->from,
			at->until[0] != '\0' ? " till " : "", at->until);
	}
	if (row->n_going > AGENDA_ACTIVITIES)
		str_addf(out, "och %zu till\n",
			row->n_going - AGENDA_ACTIVITIES);
}

static void
add_after(const struct agenda_row *row, struct str *out)
{
	size_t i;

	str_addf(out, "Avslutande skattning: %s. Uppföljning", row->closing);
	for (i = 0; i < AGENDA_AFTER; i++)
		str_addf(out, "%s %d mån (%s) %s", i > 0 ? "," : "", months[i],
			row->after[i].day, held[row->after[i].held]);
	str_add(out, ".\n");
}

/* "Svar 2026-06-01: Stöd 2 av 5, Hälsa -" */
static void
add_scores(const struct agenda_row *row, struct str *out)
{
	size_t i;

	if (row->hides_scores)
		str_add(out, "Svar: visas inte, personen har inte sagt ja\n");
	if (row->n_scores == 0)
		return;
	str_addf(out, "Svar %s:", row->scored);
	for (i = 0; i < row->n_scores; i++) {
		const struct agenda_score *at = &row->scores[i];

		str_addf(out, "%s %s ", i > 0 ? "," : "", at->name);
		if (at->value > 0)
			str_addf(out, "%d av %d", at->value, at->top);
		else
			str_add(out, "-");
	}
	str_addf(out, ". Personen sa ja %s\n", row->person.forum);
}

void
agenda_lines(const struct agenda_row *row, struct str *out)
{
	const char *kind = told_occasion_kind(row->kind);

	if (row->gap[0] != '\0')
		str_addf(out, "LUCKA från %s%s\n", row->gap,
			row->has_step ? "" : ": inget nästa steg är bestämt");
	if (row->last[0] != '\0')
		str_addf(out, "Senaste skattning: %s (nr %d%s%s)\n", row->last,
			row->n_held, kind != NULL ? ", " : "",
			kind != NULL ? kind : "");
	else
		str_add(out, "Ingen skattning än\n");
	add_scores(row, out);
	if (row->has_step)
		str_addf(out, "Nästa steg: %s%s%s%s\n", row->step.text,
			row->step.due[0] != '\0' ? " (senast " : "",
			row->step.due, row->step.due[0] != '\0' ? ")" : "");
	else if (row->person.state != PERSON_CLOSED)
		str_add(out, "Nästa steg: inget\n");
	add_going(row, out);
	if (row->closing[0] != '\0')
		add_after(row, out);
}

/* What this text has no letters for is not shown as question marks. */
static void
add_line(struct str *line, struct str *out)
{
	char *colon;

	if (line->failed)
		return;
	colon = strchr(line->at, ':');
	if (!column_can(line->at) && colon != NULL) {
		*colon = '\0';
		line->len = (size_t)(colon - line->at);
		str_add(line, ": (med andra bokstäver; se --format pdf)");
	}
	if (!line->failed)
		column_wrap(line->at, 4, WIDTH, out);
}

/* The lines indented, each wrapped. */
static void
add_wrapped(const struct str *lines, struct str *out)
{
	struct str line = {0};
	const char *at = lines->at != NULL ? lines->at : "", *end;

	for (; *at != '\0'; at = end + 1) {
		for (end = at; *end != '\n'; end++)
			;
		str_add(&line, "  ");
		str_add_bytes(&line, at, (size_t)(end - at));
		add_line(&line, out);
		str_clear(&line);
	}
	out->failed = out->failed || line.failed || lines->failed;
	str_finish(&line);
}

void
agenda_text(const struct agenda *agenda, struct str *out)
{
	const struct agenda_ask *ask = &agenda->ask;
	struct str lines = {0};
	size_t i;

	str_addf(out, "Ärendeforum %s", ask->today);
	if (ask->caseworker != NULL)
		str_addf(out, ", %s", ask->caseworker);
	str_addf(out, "\n%zu %s\n", agenda->n,
		agenda->n == 1 ? "person" : "personer");
	for (i = 0; i < agenda->n; i++) {
		const struct agenda_row *row = &agenda->rows[i];
		const struct store_person *person = &row->person;

		str_addf(out, "\n%s", person->code);
		if (person->caseworker[0] != '\0')
			str_addf(out, "  handläggare %s", person->caseworker);
		if (person->deputy[0] != '\0')
			str_addf(out, ", ersättare %s", person->deputy);
		if (states[person->state] != NULL)
			str_addf(out, "  (%s)", states[person->state]);
		str_add(out, "\n");
		str_clear(&lines);
		agenda_lines(row, &lines);
		add_wrapped(&lines, out);
	}
	str_finish(&lines);
}

/* Only of those who agreed, and if they were asked for. */
static void
add_json_scores(const struct agenda_row *row, struct str *out)
{
	size_t i;

	if (row->n_scores == 0)
		return;
	doc_add_field(out, "answered", row->scored);
	str_add(out, ",\"answers\":[");
	for (i = 0; i < row->n_scores; i++) {
		const struct agenda_score *at = &row->scores[i];

		str_addf(out, "%s{\"item\":\"%s\",\"value\":", i > 0 ? "," : "",
			at->item);
		if (at->value > 0)
			str_addf(out, "%d", at->value);
		else
			str_add(out, "null");
		str_addf(out, ",\"steps\":%d}", at->top);
	}
	str_add(out, "]");
}

void
agenda_json(const struct agenda *agenda, struct str *out)
{
	static const char *const words[] = {[AGENDA_AHEAD] = "ahead",
		[AGENDA_HELD] = "held",
		[AGENDA_MISSED] = "missed"};
	size_t i, k;

	for (i = 0; i < agenda->n; i++) {
		const struct agenda_row *row = &agenda->rows[i];

		str_addf(out, "{\"code\":\"%s\"", row->person.code);
		doc_add_field(out, "state", store_states[row->person.state]);
		doc_add_field(out, "caseworker", row->person.caseworker);
		doc_add_field(out, "deputy", row->person.deputy);
		doc_add_field(out, "last", row->last);
		str_addf(out, ",\"held\":%d", row->n_held);
		doc_add_field(
			out, "next_step", row->has_step ? row->step.text : "");
		doc_add_field(out, "next_step_due",
			row->has_step ? row->step.due : "");
		str_addf(out, ",\"activities\":%zu", row->n_going);
		doc_add_field(out, "gap_from", row->gap);
		doc_add_field(out, "closing", row->closing);
		str_add(out, ",\"after\":[");
		for (k = 0; row->closing[0] != '\0' && k < AGENDA_AFTER; k++)
			str_addf(out,
				"%s{\"months\":%d,\"day\":\"%s\","
				"\"state\":\"%s\"}",
				k > 0 ? "," : "", months[k], row->after[k].day,
				words[row->after[k].held]);
		str_add(out, "]");
		doc_add_field(out, "forum", row->person.forum);
		add_json_scores(row, out);
		str_add(out, "}\n");
	}
}
