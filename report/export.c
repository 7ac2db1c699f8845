#include "report/export.h"

#include "core/err.h"
#include "core/str.h"
#include "instrument/instrument.h"
#include "report/group_count.h"

#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

struct export_names
export_names(enum export_format format)
{
	static const struct export_names names[EXPORT_FORMAT__MAX] = {
		[EXPORT_CSV] = {"answers.csv", "codebook.csv"},
		[EXPORT_CSV_PLAIN] = {"answers.csv", "codebook.csv"},
		[EXPORT_JSON] = {"answers.json", NULL},
		[EXPORT_FHIR] = {"bundle.json", NULL},
		[EXPORT_SPSS] = {"answers.csv", "answers.sps"},
	};

	return names[format];
}

/* ------------------------------------------------------------- an answer */

const struct counted_answer *
export_answer(const struct export_row *row, const char *item)
{
	size_t i;

	for (i = 0; i < row->visit->n_answers; i++) {
		if (strcmp(row->visit->answers[i].item, item) == 0)
			return &row->visit->answers[i];
	}
	return NULL;
}

const char *
export_missing(const struct counted_answer *answer)
{
	if (answer == NULL)
		return "not_asked";
	return answer->status == ANSWER_ANSWERED
		       ? NULL
		       : answer_status_word(answer->status);
}

int
export_top(const struct instrument *instrument, size_t item, int steps)
{
	const struct item *is = &instrument->items[item];

	switch (is->kind) {
	case ITEM_LADDER:
		return steps;
	case ITEM_BRACKETS:
		return is->brackets;
	case ITEM_CHOICE:
		return is->choices;
	case ITEM_COMMENT:
	case ITEM_TALK:
	case ITEM__MAX:
		break;
	}
	return 0;
}

void
export_quote(struct str *out, const char *text)
{
	str_add(out, "\"");
	for (; *text != '\0'; text++) {
		if (*text == '"' || *text == '\\')
			str_addf(out, "\\%c", *text);
		else if ((unsigned char)*text < ' ')
			str_addf(out, "\\u%04x", (unsigned)*text);
		else
			str_add_bytes(out, text, 1);
	}
	str_add(out, "\"");
}

/* ------------------------------------------------------------- people */

/* What is kept of everybody, to be told in an order that says nothing. */
struct kept {
	struct counted_person who;
	struct counted_visit *visits;	/* owned, as */
	struct counted_answer *answers; /* these */
	uint64_t place;
};

struct study {
	struct kept *people;
	size_t n, room;
};

static bool
is_asked(const struct export_ask *ask, const struct counted_visit *visit)
{
	return strcmp(visit->about.instrument, ask->instrument->id) == 0 &&
	       strcmp(visit->about.date, ask->from) >= 0 &&
	       strcmp(visit->about.date, ask->until) <= 0 &&
	       (ask->with_pilot || !visit->is_pilot);
}

static bool
is_series(const struct export_ask *ask, const struct counted_visit *visit)
{
	return strcmp(visit->about.level, ask->level) == 0 &&
	       visit->about.steps == ask->steps;
}

static void
add_row(struct export *export, const struct export_row *row)
{
	switch (export->format) {
	case EXPORT_CSV:
	case EXPORT_CSV_PLAIN:
	case EXPORT_SPSS:
		export_table_row(export, row);
		break;
	case EXPORT_JSON:
		export_json_row(export, row);
		break;
	case EXPORT_FHIR:
		export_fhir_row(export, row);
		break;
	case EXPORT_FORMAT__MAX:
		break;
	}
	export->occasions++;
}

static void
add_person(struct export *export, const struct counted_person *who)
{
	struct export_row row = {.person = export->people + 1, .who = who};
	int32_t first = 0;
	size_t i, j, ratings = 0;

	for (i = 0; i < who->n_visits; i++) {
		const struct counted_visit *visit = &who->visits[i];

		if (strcmp(visit->about.instrument,
			    export->ask->instrument->id) != 0)
			continue;
		if (!is_series(export->ask, visit)) {
			export->others += is_asked(export->ask, visit);
			continue;
		}
		/* Also what is not asked for was an exercise. */
		ratings += visit->n_answers > 0;
		if (first == 0)
			first = group_day(visit->about.date);
		if (!is_asked(export->ask, visit))
			continue;
		export->people = row.person;
		row.visit = visit;
		row.number = visit->n_answers > 0 ? ratings : 0;
		row.days = group_day(visit->about.date) - first;
		row.confidence = 1;
		for (j = 0; j < visit->n_answers; j++) {
			if (visit->answers[j].confidence < row.confidence)
				row.confidence = visit->answers[j].confidence;
		}
		add_row(export, &row);
	}
}

/* A copy that lives on: its visits and answers in one piece each. */
static bool
keep(const struct counted_person *who, void *data, struct err *err)
{
	struct study *study = data;
	struct counted_visit *visits;
	struct counted_answer *answers;
	struct kept *kept = study->people;
	size_t i, n = 0;

	if (study->n == study->room) {
		kept = reallocarray(kept, study->room * 2 + 64, sizeof(*kept));
		if (kept == NULL)
			return err_set(err, ERR_SYSTEM, "out of memory");
		study->people = kept;
		study->room = study->room * 2 + 64;
	}
	for (i = 0; i < who->n_visits; i++)
		n += who->visits[i].n_answers;
	visits = calloc(who->n_visits + 1, sizeof(*visits));
	answers = calloc(n + 1, sizeof(*answers));
	if (visits == NULL || answers == NULL) {
		free(visits);
		free(answers);
		return err_set(err, ERR_SYSTEM, "out of memory");
	}
	kept += study->n++;
	*kept = (struct kept){
		.who = *who, .visits = visits, .answers = answers};
	kept->who.visits = visits;
	for (i = 0, n = 0; i < who->n_visits; i++) {
		visits[i] = who->visits[i];
		/* The first begins the piece, also if it has none. */
		visits[i].answers = answers + n;
		memcpy(answers + n, who->visits[i].answers,
			who->visits[i].n_answers * sizeof(*answers));
		n += who->visits[i].n_answers;
	}
	return true;
}

static int
by_place(const void *a, const void *b)
{
	const struct kept *x = a, *y = b;

	return (x->place > y->place) - (x->place < y->place);
}

/* The order of the store would say who came when. */
static bool
shuffle(struct study *study, struct err *err)
{
	size_t i;

	for (i = 0; i < study->n; i++) {
		uint64_t *place = &study->people[i].place;

		if (getrandom(place, sizeof(*place), 0) != sizeof(*place))
			return err_errno(err, "no random numbers");
	}
	if (study->n > 1)
		qsort(study->people, study->n, sizeof(*study->people),
			by_place);
	return true;
}

static void
write_all(struct export *export, const struct study *study)
{
	size_t i;

	if (export->format == EXPORT_JSON)
		export_json_begin(export);
	else if (export->format == EXPORT_FHIR)
		export_fhir_begin(export);
	else
		export_table_begin(export);
	for (i = 0; i < study->n; i++)
		add_person(export, &study->people[i].who);
	if (export->format == EXPORT_JSON)
		export_json_end(export);
	else if (export->format == EXPORT_FHIR)
		export_fhir_end(export);
	else if (export->format == EXPORT_SPSS)
		export_syntax(export);
	else
		export_codebook(export);
}

bool
export_make(struct store *store, const struct export_ask *ask,
	enum export_format format, struct str *data, struct str *beside,
	size_t *n, size_t *others, struct err *err)
{
	struct export export = {
		.ask = ask, .format = format, .out = data, .beside = beside};
	struct study study = {0};
	const bool ok =
		store_study(store, keep, &study, err) && shuffle(&study, err);
	size_t i;

	if (ok) {
		write_all(&export, &study);
		*n = export.occasions;
		*others = export.others;
	}
	for (i = 0; i < study.n; i++) {
		free(study.people[i].visits);
		free(study.people[i].answers);
	}
	free(study.people);
	return ok;
}
