/*
 * The answers to one series of an instrument, occasion by occasion, without
 *anybody's code: for a study, another program or a spreadsheet. People are
 *numbered from 1 in each export, in an order that says nothing; a day is given
 *as its month and as days since the person's first occasion. Nothing that was
 *written by hand, no unit and no caseworker is in it. What was a trial is left
 *out unless it is asked for.
 *
 *	export_make(store, &ask, EXPORT_CSV, &data, &beside, err)
 *
 * Missing answers are words, in SPSS numbers of their own beyond any step.
 */
#ifndef SKAPA_REPORT_EXPORT_H
#define SKAPA_REPORT_EXPORT_H

#include "store/counted.h"

struct err;
struct instrument;
struct str;
struct wording;

enum export_format {
	EXPORT_CSV,	  /* for a Swedish Excel; beside it the codebook */
	EXPORT_CSV_PLAIN, /* the same for programs */
	EXPORT_JSON,	  /* docs/export.schema.json */
	EXPORT_FHIR,	  /* R4: a Bundle of Questionnaire and responses */
	EXPORT_SPSS,	  /* the plain table in numbers; beside it the syntax */
	EXPORT_FORMAT__MAX
};

struct export_ask {
	const struct instrument *instrument;
	const struct wording *words; /* Swedish, at that level and steps */
	char from[STORE_DATE], until[STORE_DATE]; /* of occasions; both in */
	char level[LAYOUT_KEY]; /* of the series, with its number of steps */
	int steps;
	bool with_pilot;
};

/* The names of the two files; NULL where there is no second. */
struct export_names {
	const char *data, *beside;
};
struct export_names export_names(enum export_format format);

/*
 * Adds both files. *n is how many occasions are in it; *others how many of the
 * instrument's are not, being of another level or number of steps. Errors:
 * those of store_study.
 */
bool export_make(struct store *store, const struct export_ask *ask,
	enum export_format format, struct str *data, struct str *beside,
	size_t *n, size_t *others, struct err *err);

/* ------------------------------------------- what the formats share */

struct export
{
	const struct export_ask *ask;
	enum export_format format;
	struct str *out, *beside;
	size_t people, occasions, others; /* so far */
};

/* One occasion of the person with that number; answers may be NULL. */
struct export_row {
	size_t person, number; /* of the person's ratings, 0: none */
	int days;	       /* since the person's first occasion */
	const struct counted_person *who;
	const struct counted_visit *visit;
	double confidence; /* the least of its answers; 1 without any */
};

/* NULL: the item was not asked. */
const struct counted_answer *export_answer(
	const struct export_row *row, const char *item);
/* NULL for an answer with a value. */
const char *export_missing(const struct counted_answer *answer);
/* Its highest step on this occasion; 0 for an item that is not rated. */
int export_top(const struct instrument *instrument, size_t item, int steps);

void export_table_begin(struct export *export);
void export_table_row(struct export *export, const struct export_row *row);
void export_codebook(struct export *export);
void export_syntax(struct export *export);
void export_json_begin(struct export *export);
void export_json_row(struct export *export, const struct export_row *row);
void export_json_end(struct export *export);
void export_fhir_begin(struct export *export);
void export_fhir_row(struct export *export, const struct export_row *row);
void export_fhir_end(struct export *export);

/* As a JSON string with its quotes. */
void export_quote(struct str *out, const char *text);

#endif
