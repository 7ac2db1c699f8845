#include "kiosk/staff_answers.h"

#include "kiosk/desk.h"
#include "kiosk/staff_words.h"
#include "report/series.h"

#include <string.h>

#define COLUMNS 8 /* occasions side by side; the latest */

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
add_series(struct html *html, struct desk *desk, const struct series *series)
{
	const size_t from =
		series->n_columns > COLUMNS ? series->n_columns - COLUMNS : 0;
	size_t i, k;

	html_open(html, "table", "class", "answers", NULL);
	html_open(html, "caption", NULL);
	html_textf(html, "%s, %d steg",
		staff_instrument(series->of->instrument), series->of->steps);
	if (strcmp(series->of->level, "easy") == 0)
		html_text(html, ", enkel");
	else if (strcmp(series->of->level, LAYOUT_THEN) == 0)
		html_text(html, ", så var det då");
	html_close(html, "caption");
	html_open(html, "thead", NULL);
	html_open(html, "tr", NULL);
	html_put(html, "th", "Fråga", "scope", "col", NULL);
	for (k = from; k < series->n_columns; k++)
		html_put(html, "th", series->columns[k].first->date, "scope",
			"col", NULL);
	html_close(html, "tr");
	html_close(html, "thead");
	html_open(html, "tbody", NULL);
	for (i = 0; i < series->n_items; i++) {
		html_open(html, "tr", NULL);
		html_put(html, "th",
			desk_item(desk, series->of->instrument,
				series->items[i].key),
			"scope", "row", NULL);
		for (k = from; k < series->n_columns; k++)
			add_cell(html, series_cell(series, i, k));
		html_close(html, "tr");
	}
	html_close(html, "tbody");
	html_close(html, "table");
}

void
staff_add_answers(
	struct html *html, struct desk *desk, const struct series_set *set)
{
	size_t i;

	if (set->n == 0)
		html_put(html, "p",
			"Inga svar ännu. De kommer hit när personen har svarat "
			"på en skärm, eller när en blankett har lästs in.",
			"class", "empty", NULL);
	for (i = 0; i < set->n; i++)
		add_series(html, desk, &set->all[i]);
}
