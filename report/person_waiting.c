#include "report/person_waiting.h"

#include "core/err.h"
#include "core/str.h"
#include "report/column.h"
#include "report/person_words.h"

#include <stdio.h>
#include <string.h>

bool
person_is_asked(enum series_whose whose, enum store_rater rater)
{
	return whose == SERIES_EVERY ||
	       (whose == SERIES_OWN) == (rater == RATES_SELF);
}

/* Those of intake/decide.h, review/assign.h, store/twice.h and occasions.h. */
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
	{"other_on_screen", "annat svar på skärm"},
	{"late", "kom efter träffen"},
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

/* The series with that instrument; NULL: nothing of it was kept. */
static const struct series *
series_with(const struct person_data *data, const char *instrument)
{
	size_t i;

	for (i = 0; i < data->set.n; i++) {
		if (strcmp(data->set.all[i].of->instrument, instrument) == 0)
			return &data->set.all[i];
	}
	return NULL;
}

struct waiting {
	const struct person_data *data;
	struct person_words *words;
	enum series_whose whose;
	struct str *out;
	bool is_first;
};

static const char *
name_of(const struct waiting *waiting, const char *instrument, const char *item)
{
	const struct series *series = series_with(waiting->data, instrument);

	return person_name_of(
		series == NULL ? NULL : person_words_of(waiting->words, series),
		item);
}

static void
add_waiting(struct waiting *waiting)
{
	struct str line = {0};
	size_t i;

	for (i = 0; i < waiting->data->set.n_rows; i++) {
		const struct store_answer *row = &waiting->data->set.rows[i];
		char shown[CODE_LINE_SHOWN];

		if ((row->status != ANSWER_REVIEW &&
			    row->status != ANSWER_UNREADABLE) ||
			!person_is_asked(waiting->whose, row->rater))
			continue;
		if (waiting->is_first)
			str_add(waiting->out, "\nVäntar på granskning\n\n");
		waiting->is_first = false;
		code_line_shown(row->line, shown);
		str_clear(&line);
		str_addf(&line, "%s  %s: %s (sida %d, kod %s)", row->date,
			name_of(waiting, row->instrument, row->item),
			reason_text(row), row->page, shown);
		column_wrap(line.at != NULL ? line.at : "", 12, PERSON_WIDTH,
			waiting->out);
	}
	str_finish(&line);
}

/* What a reading says of an item, in a word. */
static const char *
said(const struct reading *reading, const char *item, char digits[12])
{
	static const char *const words[ANSWER__MAX] = {
		[ANSWER_DECLINED] = "vill inte svara",
		[ANSWER_NOT_UNDERSTOOD] = "förstår inte",
		[ANSWER_BLANK] = "inget svar",
		[ANSWER_UNREADABLE] = "oläsligt",
		[ANSWER_REVIEW] = "osäkert",
	};
	int i;

	for (i = 0; i < reading->n_answers; i++) {
		const struct answer *answer = &reading->answers[i];

		if (strcmp(answer->item, item) != 0)
			continue;
		if (words[answer->status] != NULL)
			return words[answer->status];
		snprintf(digits, 12, "%d", answer->value);
		return digits;
	}
	return "saknas";
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

static bool
add_conflict(const struct store_conflict *conflict, void *data, struct err *err)
{
	struct waiting *waiting = data;
	const struct series *series =
		series_with(waiting->data, conflict->instrument);
	char shown[CODE_LINE_SHOWN], first[12], second[12];
	struct str line = {0};
	int i;

	(void)err;
	if (!person_is_asked(waiting->whose,
		    series == NULL ? RATES_SELF : series->of->rater))
		return true;
	if (waiting->is_first)
		str_add(waiting->out,
			"\nInlästa två gånger med olika svar; de första står "
			"i tabellen\n\n");
	waiting->is_first = false;
	code_line_shown(conflict->line, shown);
	str_addf(waiting->out, "%s  sida %d, kod %s\n", conflict->date,
		conflict->page, shown);
	for (i = 0; i < conflict->filed->n_answers; i++) {
		const char *item = conflict->filed->answers[i].item;

		if (is_same_answer(conflict->filed, i, conflict->other))
			continue;
		str_clear(&line);
		str_addf(&line, "            %s: först %s, sedan %s",
			name_of(waiting, conflict->instrument, item),
			said(conflict->filed, item, first),
			said(conflict->other, item, second));
		column_wrap(line.at != NULL ? line.at : "", 14, PERSON_WIDTH,
			waiting->out);
	}
	str_finish(&line);
	return true;
}

bool
person_waiting(struct store *store, const struct person_data *data,
	struct person_words *words, enum series_whose whose, struct str *out,
	struct err *err)
{
	struct waiting waiting = {data, words, whose, out, true};

	add_waiting(&waiting);
	waiting.is_first = true;
	return store_conflicts(store, data->code, add_conflict, &waiting, err);
}
