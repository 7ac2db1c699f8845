#include "report/person.h"

#include "core/err.h"
#include "core/str.h"
#include "report/column.h"
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NAME_COLUMNS 23
#define CELL_COLUMNS 16
#define CELLS 3	    /* occasions side by side: 23 + 3 * 16 = 71 columns */
#define BAR_STEPS 5 /* a longer ladder is a number only */

struct rows {
	struct store_answer *at;
	size_t n, room;
};

struct report {
	struct rows rows;
	person_label *label;
	void *data;
	struct str *out;
	bool has_blank, has_gap; /* what the signs below the table explain */
};

/* Those that intake/decide.h and review/assign.h name. */
static const struct {
	const char *reason, *text;
} reasons[] = {
	{"two_marks", "flera markeringar"},
	{"corrected", "ändrat svar"},
	{"faint", "svag markering"},
	{"outside", "markering utanför rutorna"},
	{"covered", "rutorna är täckta eller avrivna"},
	{"fold", "vikning i papperet, eller ett streck"},
	{"by_hand", "sidan läses av en person"},
};

static const char *
reason_text(const struct store_answer *row)
{
	size_t i;

	for (i = 0; i < sizeof(reasons) / sizeof(*reasons); i++) {
		if (strcmp(row->reason, reasons[i].reason) == 0)
			return reasons[i].text;
	}
	if (row->reason[0] != '\0')
		return row->reason;
	return row->status == ANSWER_UNREADABLE ? "går inte att läsa"
						: "osäker markering";
}

static const char *
name_of(const struct report *report, const char *instrument, const char *item)
{
	const char *name = report->label == NULL ? NULL
						 : report->label(instrument,
							   item, report->data);

	if (name != NULL)
		return name;
	return item != NULL ? item : instrument;
}

static bool
add_row(const struct store_answer *answer, void *data, struct err *err)
{
	struct rows *rows = data;

	if (rows->n == rows->room) {
		const size_t room = rows->room == 0 ? 64 : rows->room * 2;
		struct store_answer *at = realloc(rows->at, room * sizeof(*at));

		if (at == NULL)
			return err_set(err, ERR_SYSTEM, "out of memory");
		rows->at = at;
		rows->room = room;
	}
	rows->at[rows->n++] = *answer;
	return true;
}

/* ---------------------------------------------------------------- tables */

static bool
is_same_series(const struct store_answer *a, const struct store_answer *b)
{
	return strcmp(a->instrument, b->instrument) == 0 &&
	       strcmp(a->level, b->level) == 0 && a->steps == b->steps;
}

/* Whether row i is the first of its series with its item. */
static bool
is_first_of_item(const struct rows *rows, size_t i)
{
	size_t k;

	for (k = 0; k < i; k++) {
		if (is_same_series(&rows->at[k], &rows->at[i]) &&
			strcmp(rows->at[k].item, rows->at[i].item) == 0)
			return false;
	}
	return true;
}

/* Of one sheet or, without paper, of one occasion. */
static bool
is_same_sheet(const struct store_answer *a, const struct store_answer *b)
{
	return a->sheet == b->sheet &&
	       (a->sheet != 0 || a->occasion == b->occasion);
}

/*
 * The next row after i, of the series of row `of`, that begins another sheet;
 * n_rows if there is none. The rows are in order of sheets.
 */
static size_t
next_sheet(const struct rows *rows, size_t of, size_t i)
{
	const struct store_answer *now = &rows->at[i];

	for (i++; i < rows->n; i++) {
		if (!is_same_sheet(&rows->at[i], now) &&
			is_same_series(&rows->at[of], &rows->at[i]))
			break;
	}
	return i;
}

static const struct store_answer *
answer_at(const struct rows *rows, const struct store_answer *of,
	const char *item)
{
	size_t i;

	for (i = 0; i < rows->n; i++) {
		if (is_same_sheet(&rows->at[i], of) &&
			strcmp(rows->at[i].item, item) == 0)
			return &rows->at[i];
	}
	return NULL;
}

/* "4 av 5  ####-" */
static void
value_cell(const struct store_answer *answer, char *cell, size_t size)
{
	const int top =
		answer->top > answer->value ? answer->top : answer->value;
	char bar[BAR_STEPS + 1] = "";
	int i;

	if (top <= BAR_STEPS) {
		for (i = 0; i < top; i++)
			bar[i] = i < answer->value ? '#' : '-';
		bar[top] = '\0';
	}
	snprintf(cell, size, "%d av %d%s%s", answer->value, top,
		bar[0] != '\0' ? "  " : "", bar);
}

static void
cell_text(struct report *report, const struct store_answer *answer, char *cell,
	size_t size)
{
	const char *word = "";

	switch (answer->status) {
	case ANSWER_ANSWERED:
		value_cell(answer, cell, size);
		return;
	case ANSWER_DECLINED:
		word = "vill inte svara";
		break;
	case ANSWER_NOT_UNDERSTOOD:
		word = "förstår inte";
		break;
	case ANSWER_BLANK:
		report->has_blank = true;
		word = "-";
		break;
	case ANSWER_UNREADABLE:
		word = "oläsligt";
		break;
	case ANSWER_REVIEW:
	case ANSWER__MAX:
		word = "granskas";
		break;
	}
	snprintf(cell, size, "%s", word);
}

/* Where an occasion has nothing on an item. */
static void
gap_text(struct report *report, const struct store_answer *of, char *cell,
	size_t size)
{
	if (of->sheet != 0)
		report->has_gap = true;
	else
		report->has_blank = true;
	snprintf(cell, size, of->sheet != 0 ? "." : "-");
}

/* One block: up to CELLS sheets from row `first`; returns the next sheet. */
static size_t
add_block(struct report *report, size_t of, size_t first)
{
	const struct rows *rows = &report->rows;
	size_t sheets[CELLS], n = 0, i, k;
	struct str line = {0};

	for (i = first; i < rows->n && n < CELLS; i = next_sheet(rows, of, i))
		sheets[n++] = i;
	column_add(&line, "", NAME_COLUMNS);
	for (k = 0; k < n; k++)
		column_add(&line, rows->at[sheets[k]].date, CELL_COLUMNS);
	column_end(&line, report->out);
	for (k = 0; k < rows->n; k++) {
		const struct store_answer *row = &rows->at[k];
		char cell[64];
		size_t s;

		if (!is_same_series(&rows->at[of], row) ||
			!is_first_of_item(rows, k))
			continue;
		column_add(&line, name_of(report, row->instrument, row->item),
			NAME_COLUMNS);
		for (s = 0; s < n; s++) {
			const struct store_answer *at = &rows->at[sheets[s]];
			const struct store_answer *answer =
				answer_at(rows, at, row->item);

			if (answer != NULL)
				cell_text(report, answer, cell, sizeof(cell));
			else
				gap_text(report, at, cell, sizeof(cell));
			column_add(&line, cell, CELL_COLUMNS);
		}
		column_end(&line, report->out);
	}
	str_finish(&line);
	return i;
}

static void
add_table(struct report *report, size_t of)
{
	const struct store_answer *first = &report->rows.at[of];
	struct str title = {0};
	size_t i = of;
	bool is_one;

	str_addf(&title, "%s, %d steg%s",
		name_of(report, first->instrument, NULL), first->steps,
		strcmp(first->level, "easy") == 0 ? ", lättläst" : "");
	str_add(report->out, "\n");
	column_wrap(
		title.at != NULL ? title.at : "", 0, PERSON_WIDTH, report->out);
	str_finish(&title);
	report->has_blank = report->has_gap = false;
	is_one = next_sheet(&report->rows, of, of) == report->rows.n;
	while (i < report->rows.n) {
		str_add(report->out, "\n");
		i = add_block(report, of, i);
	}
	if (report->has_blank || report->has_gap || !is_one)
		str_add(report->out, "\n");
	if (report->has_blank)
		str_add(report->out, "-  inget svar\n");
	if (report->has_gap)
		str_add(report->out, ".  sidan är inte inläst\n");
	if (!is_one)
		str_add(report->out,
			"Skillnad om ett steg på en enskild fråga är inte "
			"säker.\n");
}

static void
add_tables(struct report *report)
{
	const struct rows *rows = &report->rows;
	size_t i, k;

	for (i = 0; i < rows->n; i++) {
		for (k = 0;
			k < i && !is_same_series(&rows->at[k], &rows->at[i]);
			k++)
			;
		if (k == i)
			add_table(report, i);
	}
}

/* --------------------------------------------------------------- waiting */

static void
add_waiting(struct report *report)
{
	struct str line = {0};
	bool is_first = true;
	size_t i;

	for (i = 0; i < report->rows.n; i++) {
		const struct store_answer *row = &report->rows.at[i];
		char shown[CODE_LINE_SHOWN];

		if (row->status != ANSWER_REVIEW &&
			row->status != ANSWER_UNREADABLE)
			continue;
		if (is_first)
			str_add(report->out, "\nVäntar på granskning\n\n");
		is_first = false;
		code_line_shown(row->line, shown);
		str_clear(&line);
		str_addf(&line, "%s  %s: %s (sida %d, kod %s)", row->date,
			name_of(report, row->instrument, row->item),
			reason_text(row), row->page, shown);
		column_wrap(line.at != NULL ? line.at : "", 12, PERSON_WIDTH,
			report->out);
	}
	str_finish(&line);
}

/* What a reading says of an item, in a word. */
static void
said(const struct reading *reading, const char *item, char *out, size_t size)
{
	struct report none = {0};
	struct store_answer row = {0};
	int i;

	for (i = 0; i < reading->n_answers; i++) {
		const struct answer *answer = &reading->answers[i];

		if (strcmp(answer->item, item) != 0)
			continue;
		row.status = answer->status;
		if (answer->status == ANSWER_ANSWERED)
			snprintf(out, size, "%d", answer->value);
		else if (answer->status == ANSWER_BLANK)
			snprintf(out, size, "inget svar");
		else if (answer->status == ANSWER_REVIEW)
			snprintf(out, size, "osäkert");
		else
			cell_text(&none, &row, out, size);
		return;
	}
	snprintf(out, size, "saknas");
}

/*
 * Two answers agree as reading_agrees() says, on one item; what differs is
 * told.
 */
static bool
is_same_answer(const struct reading *a, int i, const struct reading *b)
{
	struct reading one = {.n_answers = 1}, other = {.n_answers = 1};
	int k;

	for (k = 0; k < b->n_answers; k++) {
		if (strcmp(a->answers[i].item, b->answers[k].item) != 0)
			continue;
		one.answers[0] = a->answers[i];
		other.answers[0] = b->answers[k];
		return reading_agrees(&one, &other);
	}
	return false;
}

struct conflicts {
	struct report *report;
	bool is_first;
};

static bool
add_conflict(const struct store_conflict *conflict, void *data, struct err *err)
{
	struct conflicts *conflicts = data;
	struct report *report = conflicts->report;
	char shown[CODE_LINE_SHOWN], first[64], second[64];
	struct str line = {0};
	int i;

	(void)err;
	if (conflicts->is_first)
		str_add(report->out,
			"\nInlästa två gånger med olika svar; de första står "
			"i tabellen\n\n");
	conflicts->is_first = false;
	code_line_shown(conflict->line, shown);
	str_addf(report->out, "%s  sida %d, kod %s\n", conflict->date,
		conflict->page, shown);
	for (i = 0; i < conflict->filed->n_answers; i++) {
		const char *item = conflict->filed->answers[i].item;

		if (is_same_answer(conflict->filed, i, conflict->other))
			continue;
		said(conflict->filed, item, first, sizeof(first));
		said(conflict->other, item, second, sizeof(second));
		str_clear(&line);
		str_addf(&line, "            %s: först %s, sedan %s",
			name_of(report, conflict->instrument, item), first,
			second);
		column_wrap(line.at != NULL ? line.at : "", 14, PERSON_WIDTH,
			report->out);
	}
	str_finish(&line);
	return true;
}

bool
person_report(struct store *store, const char *code, person_label *label,
	void *data, struct str *out, struct err *err)
{
	struct report report = {.label = label, .data = data, .out = out};
	struct conflicts conflicts = {&report, true};
	bool found = false, ok = false;

	if (!store_person_get(store, code, NULL, &found, err))
		return false;
	if (!found)
		return err_set(err, ERR_USAGE,
			"unknown code %s; skapa store people list names those "
			"there are",
			code);
	if (!store_answers(store, code, add_row, &report.rows, err))
		goto out;
	str_addf(out, "Person %s\n", code);
	if (report.rows.n == 0)
		str_add(out, "\nInga svar är inlästa.\n");
	add_tables(&report);
	add_waiting(&report);
	ok = store_conflicts(store, code, add_conflict, &conflicts, err) &&
	     str_ok(out, err);
out:
	free(report.rows.at);
	return ok;
}
