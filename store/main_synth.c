/* skapa-store synth: people who do not exist, into a store of their own. */
#include "store/main.h"

#include "core/err.h"
#include "core/program.h"
#include "core/str.h"
#include "instrument/instrument.h"
#include "store/synth.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OCCASIONS 4
#define FROM "2024-01-08"

const struct cli_option synth_options[] = {
	{"store", "DIR", "the store; else $SKAPA_STORE, else ./skapa-store"},
	{"people", "N", "how many people"},
	{"seed", "S", "another number gives other people, 1 if not given"},
	{"occasions", "N", "the most of a person, 4 if not given"},
	{"instrument", "ID", "what they answer, skapa if not given"},
	{"from", "DAY", "the first day, " FROM " if not given"},
	{"templates", "DIR", "folder of instruments and wording"},
	{0},
};

struct synth_job {
	struct synth_plan plan;
	size_t people;
	char instrument[LAYOUT_KEY];
	char version[LAYOUT_KEY];
	enum store_rater rater;	   /* as the instrument says */
	size_t occasions, answers; /* what was made */
};

static bool
take_items(struct cli *cli, struct synth_job *job, struct err *err)
{
	const char *id = cli_text(cli, "instrument", "skapa");
	struct instrument *instrument =
		instrument_load(program_templates(cli), id, err);
	bool ok = instrument != NULL;
	unsigned i;

	for (i = 0; ok && i < instrument->n_items; i++) {
		const struct item *item = &instrument->items[i];
		struct synth_item *to = &job->plan.items[job->plan.n_items];

		if (item->kind != ITEM_LADDER && item->kind != ITEM_BRACKETS)
			continue;
		job->plan.n_items++;
		ok = str_copy(to->key, sizeof(to->key), item->key);
		to->brackets = item->brackets;
	}
	if (ok && job->plan.n_items == 0)
		ok = err_set(err, ERR_USAGE, "%s has nothing to rate", id);
	if (ok)
		job->rater = instrument->rater == RATER_CASEWORKER
				     ? RATES_CASEWORKER
				     : RATES_SELF;
	if (ok)
		ok = str_copy(job->instrument, sizeof(job->instrument),
			     instrument->id) &&
		     str_copy(job->version, sizeof(job->version),
			     instrument->version);
	instrument_free(instrument);
	return ok;
}

static bool
read_job(struct cli *cli, struct synth_job *job, struct err *err)
{
	const char *from = cli_text(cli, "from", FROM);
	long people = 0, seed = 1, occasions = OCCASIONS;

	*job = (struct synth_job){0};
	if (!cli_words(cli, 0, 0, err) ||
		!cli_number(cli, "people", 1, STORE_PEOPLE_MAX, &people, err) ||
		!cli_number(cli, "seed", 0, 2147483647, &seed, err) ||
		!cli_number(
			cli, "occasions", 1, SYNTH_OCCASIONS, &occasions, err))
		return false;
	if (people == 0)
		return err_set(err, ERR_USAGE, "synth needs --people N");
	if (!str_is_date(from))
		return err_set(err, ERR_USAGE,
			"--from: %s is no day; write it as %s", from, FROM);
	job->people = (size_t)people;
	job->plan.seed = (uint64_t)seed;
	job->plan.occasions = (int)occasions;
	return str_copy(job->plan.from, sizeof(job->plan.from), from) &&
	       take_items(cli, job, err);
}

/* Real people and people who do not exist are never in one store. */
static bool
is_synthetic(const struct store_person *person, void *data, struct err *err)
{
	const struct store *store = data;

	return strncmp(person->unit, SYNTH_UNIT, strlen(SYNTH_UNIT)) == 0 ||
	       err_set(err, ERR_INPUT,
		       "%s: holds people whose unit does not begin with "
		       "%s; make a store of its own for synthetic ones",
		       store_name(store), SYNTH_UNIT);
}

static bool
put_answers(struct store *store, struct synth_job *job,
	const struct synth_occasion *made, int64_t occasion, struct err *err)
{
	size_t i;

	for (i = 0; i < job->plan.n_items; i++) {
		const struct synth_answer *answer = &made->answers[i];
		struct store_put put = {.position = (int)i,
			.status = answer->status,
			.value = answer->value,
			.top = answer->top};

		memcpy(put.item, job->plan.items[i].key, ITEM_KEY);
		snprintf(put.once, sizeof(put.once), "synth-%zu", i);
		if (!store_answer_put(store, occasion, &put, err))
			return false;
		job->answers++;
	}
	return true;
}

static bool
put_person(struct store *store, struct synth_job *job, uint64_t number,
	const char *code, struct err *err)
{
	struct synth_person made;
	size_t i;

	synth_make(&job->plan, number, &made);
	memcpy(made.about.code, code, PERSON_CODE);
	if (!store_person_set(store, &made.about, err))
		return false;
	for (i = 0; i < made.n_occasions; i++) {
		struct store_occasion *about = &made.occasions[i].about;
		int64_t id;

		memcpy(about->person, code, PERSON_CODE);
		memcpy(about->instrument, job->instrument, LAYOUT_KEY);
		memcpy(about->version, job->version, LAYOUT_KEY);
		about->rater = job->rater;
		if (!store_occasion_open(store, about, &id, err) ||
			(made.occasions[i].has_answers &&
				!put_answers(store, job, &made.occasions[i], id,
					err)) ||
			!store_occasion_lock(store, id, about->ended, err))
			return false;
		job->occasions++;
	}
	return true;
}

/* All of them in one transaction. */
static bool
put_people(struct store *store, struct synth_job *job, struct err *err)
{
	const struct store_person like = {.unit = SYNTH_UNIT "new"};
	char(*codes)[PERSON_CODE] = calloc(job->people, sizeof(*codes));
	bool ok;
	size_t i;

	if (codes == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	ok = store_bulk_begin(store, err);
	if (ok) {
		ok = store_people_add_like(
			store, job->people, &like, codes, err);
		for (i = 0; ok && i < job->people; i++)
			ok = put_person(store, job, i, codes[i], err);
		ok = store_bulk_end(store, ok, err) && ok;
	}
	free(codes);
	return ok;
}

int
synth_run(struct cli *cli, struct err *err)
{
	struct synth_job job;
	struct store *store = NULL;
	struct str out = {0};
	bool ok = read_job(cli, &job, err);

	store = ok ? main_open(cli, STORE_WRITE, err) : NULL;
	ok = store != NULL &&
	     store_people_list(store, is_synthetic, store, err) &&
	     put_people(store, &job, err);
	store_close(store);
	if (ok)
		str_addf(&out,
			"%zu people, %zu occasions, %zu answers; none of them "
			"is real\n",
			job.people, job.occasions, job.answers);
	ok = ok && program_print(&out, err);
	str_finish(&out);
	return ok ? PROGRAM_DONE : program_fail(err);
}
