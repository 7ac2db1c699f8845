#include "kiosk/staff_answers.h"

#include "core/err.h"
#include "kiosk/desk.h"
#include "kiosk/staff_words.h"
#include "store/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COLUMNS 8 /* occasions side by side; the latest */

struct rows {
	struct store_answer *at;
	size_t n, room;
};

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

static bool
same_series(const struct store_answer *a, const struct store_answer *b)
{
	return strcmp(a->instrument, b->instrument) == 0 &&
	       strcmp(a->version, b->version) == 0 &&
	       strcmp(a->level, b->level) == 0 && a->steps == b->steps &&
	       a->rater == b->rater;
}

/* Of one sheet or, without paper, of one occasion. */
static bool
same_column(const struct store_answer *a, const struct store_answer *b)
{
	return a->sheet == b->sheet &&
	       (a->sheet != 0 || a->occasion == b->occasion);
}

/* The first answers of the series' latest sheets, by date. */
static size_t
columns_of(const struct rows *rows, size_t of,
	const struct store_answer *columns[COLUMNS])
{
	size_t n = 0, i, k;

	for (i = 0; i < rows->n; i++) {
		const struct store_answer *row = &rows->at[i];

		if (!same_series(&rows->at[of], row))
			continue;
		for (k = 0; k < n && !same_column(columns[k], row); k++)
			;
		if (k < n)
			continue;
		if (n == COLUMNS) {
			for (k = 1; k < COLUMNS; k++)
				columns[k - 1] = columns[k];
			n--;
		}
		columns[n++] = row;
	}
	return n;
}

static bool
is_first(const struct rows *rows, size_t i, bool of_item)
{
	size_t k;

	for (k = 0; k < i; k++) {
		if (same_series(&rows->at[k], &rows->at[i]) &&
			(!of_item || strcmp(rows->at[k].item,
					     rows->at[i].item) == 0))
			return false;
	}
	return true;
}

static const struct store_answer *
answer_in(const struct rows *rows, const struct store_answer *column,
	const char *item)
{
	size_t i;

	for (i = 0; i < rows->n; i++) {
		if (same_series(&rows->at[i], column) &&
			same_column(&rows->at[i], column) &&
			strcmp(rows->at[i].item, item) == 0)
			return &rows->at[i];
	}
	return NULL;
}

/* "4 av 5" with as many marks, or a word; never a colour that judges. */
static void
add_cell(struct html *html, const struct store_answer *answer)
{
	int i;

	if (answer == NULL) {
		html_put(html, "td", "–", "class", "gap", NULL);
		return;
	}
	if (answer->status != ANSWER_ANSWERED) {
		html_put(html, "td", staff_answer(answer->status), "class",
			"gap", NULL);
		return;
	}
	html_open(html, "td", "class", "step", NULL);
	html_open(html, "b", NULL);
	html_textf(html, "%d", answer->value);
	html_close(html, "b");
	html_textf(html, " av %d ", answer->top);
	html_open(html, "span", "class", "dots", "aria-hidden", "true", NULL);
	for (i = 1; i <= answer->top; i++)
		html_text(html, i <= answer->value ? "●" : "○");
	html_close(html, "span");
	if (answer->is_decided)
		html_put(html, "small", "granskat", NULL);
	html_close(html, "td");
}

static void
add_series(struct html *html, struct desk *desk, const struct rows *rows,
	size_t of)
{
	const struct store_answer *columns[COLUMNS], *first = &rows->at[of];
	const size_t n = columns_of(rows, of, columns);
	size_t i, k;

	html_open(html, "table", "class", "answers", NULL);
	html_open(html, "caption", NULL);
	html_textf(html, "%s, %d steg", staff_instrument(first->instrument),
		first->steps);
	if (strcmp(first->level, "easy") == 0)
		html_text(html, ", enkel");
	html_close(html, "caption");
	html_open(html, "thead", NULL);
	html_open(html, "tr", NULL);
	html_put(html, "th", "Fråga", "scope", "col", NULL);
	for (k = 0; k < n; k++)
		html_put(html, "th", columns[k]->date, "scope", "col", NULL);
	html_close(html, "tr");
	html_close(html, "thead");
	html_open(html, "tbody", NULL);
	for (i = of; i < rows->n; i++) {
		if (!same_series(first, &rows->at[i]) ||
			!is_first(rows, i, true))
			continue;
		html_open(html, "tr", NULL);
		html_put(html, "th",
			desk_item(desk, first->instrument, rows->at[i].item),
			"scope", "row", NULL);
		for (k = 0; k < n; k++)
			add_cell(html,
				answer_in(rows, columns[k], rows->at[i].item));
		html_close(html, "tr");
	}
	html_close(html, "tbody");
	html_close(html, "table");
}

bool
staff_add_answers(struct html *html, struct store *store, struct desk *desk,
	const char *person, struct err *err)
{
	struct rows rows = {0};
	size_t i;
	bool ok = store_answers(store, person, add_row, &rows, err);

	if (ok && rows.n == 0)
		html_put(html, "p",
			"Inga svar ännu. De kommer hit när personen har svarat "
			"på en skärm, eller när en blankett har lästs in.",
			"class", "empty", NULL);
	for (i = 0; ok && i < rows.n; i++) {
		if (is_first(&rows, i, false))
			add_series(html, desk, &rows, i);
	}
	free(rows.at);
	return ok;
}
