/*
 * beside STORE FOLDER
 *	For tests/statistics.sh: beside the ratings of people who do not exist
 *	(skapa store synth), what the organisation's report puts next to them:
 *	how it was then, a caseworker's belief, a closing form, answers that
 *	came late. Then all that is counted goes to FOLDER/visits.csv and
 *	FOLDER/answers.csv, people numbered, so that another program can work
 *	the report out again. The same store gives the same answers.
 */
#include "tests/test.h"

#include "core/layout.h"
#include "store/counted.h"
#include "tests/stores.h"
#include "tests/tools/rng.h"

#include <time.h>

#define SEED 8
#define OCCASIONS 40000
#define DAY_SECONDS 86400
#define LAST_DAY "2026-10-20"
#define STEPS 5

/* Shares, so that each is frequent enough to be shown in parts. */
#define ASKED_THEN 0.5
#define BELIEVED 0.6
#define CLOSED 0.4
#define LATE 0.03
#define NOT_ANSWERED 0.06

static const char *const items[] = {"job_idea", "contact", "cooperation",
	"support", "energy", "health", "skills", "manage_job", "improve",
	"job_search"};
#define ITEMS (sizeof(items) / sizeof(*items))

struct all {
	struct store_occasion *at;
	size_t n;
};

static bool
take(const struct store_occasion *occasion, void *data, struct err *err)
{
	struct all *all = data;

	(void)err;
	assert_true(all->n < OCCASIONS);
	all->at[all->n++] = *occasion;
	return true;
}

static void
day_later(const char *date, int days, char out[STORE_DATE])
{
	struct tm tm = {.tm_mday = 1};
	time_t at;

	assert_int_equal(sscanf(date, "%4d-%2d-%2d", &tm.tm_year, &tm.tm_mon,
				 &tm.tm_mday),
		3);
	tm.tm_year -= 1900;
	tm.tm_mon -= 1;
	at = timegm(&tm) + (time_t)days * DAY_SECONDS;
	gmtime_r(&at, &tm);
	strftime(out, STORE_DATE, "%Y-%m-%d", &tm);
}

static void
put(struct store *store, struct rng *rng, int64_t occasion, const char *item,
	int position, int top, int value)
{
	struct store_put put = {.position = position, .top = top};
	struct err err = {0};

	strcpy(put.item, item);
	snprintf(put.once, sizeof(put.once), "beside-%d", position);
	put.status = rng_chance(rng, NOT_ANSWERED) ? ANSWER_DECLINED
						   : ANSWER_ANSWERED;
	if (put.status == ANSWER_ANSWERED)
		put.value = value < 1 ? 1 : value > top ? top : value;
	assert_ok(store_answer_put(store, occasion, &put, &err), &err);
}

/* An occasion like that one, some days later, of another instrument. */
static int64_t
open_beside(struct store *store, const struct store_occasion *like, int days,
	const char *instrument, struct store_occasion *made)
{
	struct err err = {0};
	int64_t id;

	*made = *like;
	made->kind = OCCASION_BY_ORDER;
	made->state = OCCASION_OFFERED;
	made->reason[0] = '\0';
	strcpy(made->instrument, instrument);
	day_later(like->date, days, made->date);
	if (strcmp(made->level, LAYOUT_THEN) == 0)
		made->kind = OCCASION_THEN;
	assert_ok(store_occasion_open(store, made, &id, &err), &err);
	return id;
}

/* What somebody says afterwards is lower than what was said the first time. */
static void
add_then(struct store *store, struct rng *rng, const struct store_occasion *o)
{
	struct store_occasion like = *o, made;
	int64_t id;
	size_t i;

	strcpy(like.level, LAYOUT_THEN);
	id = open_beside(store, &like, 3, o->instrument, &made);
	for (i = 0; i < ITEMS; i++)
		put(store, rng, id, items[i], (int)i, o->steps,
			rng_below(rng, o->steps + 1));
}

static void
add_belief(struct store *store, struct rng *rng, const struct store_occasion *o)
{
	struct store_occasion like = *o, made;
	int64_t id;

	like.rater = RATES_CASEWORKER;
	strcpy(like.version, "1");
	like.horizon_months = 12 * rng_below(rng, 3);
	id = open_beside(store, &like, 1, "skapa-caseworker", &made);
	put(store, rng, id, "job_belief", 0, like.steps,
		1 + rng_below(rng, like.steps));
	put(store, rng, id, "purposeful", 1, like.steps,
		1 + rng_below(rng, like.steps));
}

static void
add_closing(
	struct store *store, struct rng *rng, const struct store_occasion *o)
{
	struct store_occasion like = *o, made;

	strcpy(like.version, "1");
	strcpy(like.level, "original");
	like.steps = STEPS;
	put(store, rng, open_beside(store, &like, 9, "closing", &made),
		"closer", 0, 2, 1 + rng_chance(rng, 0.35));
}

/* It came after the visit was over and waits for a person. */
static void
add_late(struct store *store, struct rng *rng, const struct store_occasion *o)
{
	const int i = rng_below(rng, (int)ITEMS);
	struct store_put put = {.position = i,
		.top = o->steps,
		.status = ANSWER_ANSWERED,
		.value = 1 + rng_below(rng, o->steps)};
	struct err err = {0};

	strcpy(put.item, items[i]);
	snprintf(put.once, sizeof(put.once), "late-%d", i);
	assert_ok(store_answer_late(store, o->id, &put, &err), &err);
}

static void
add(struct store *store)
{
	struct all all = {calloc(OCCASIONS, sizeof(*all.at)), 0};
	struct err err = {0};
	size_t i;

	assert_non_null(all.at);
	assert_ok(store_occasions(store, NULL, take, &all, &err), &err);
	assert_ok(store_bulk_begin(store, &err), &err);
	for (i = 0; i < all.n; i++) {
		const struct store_occasion *o = &all.at[i];
		const bool is_last =
			i + 1 == all.n || strcmp(o->person, o[1].person) != 0;
		struct rng rng = rng_make(SEED, i);

		if (o->state != OCCASION_HELD)
			continue;
		if (rng_chance(&rng, LATE))
			add_late(store, &rng, o);
		if (!is_last || strcmp(o->date, LAST_DAY) > 0)
			continue;
		if (o->ordinal > 1 && rng_chance(&rng, ASKED_THEN))
			add_then(store, &rng, o);
		if (rng_chance(&rng, BELIEVED))
			add_belief(store, &rng, o);
		if (rng_chance(&rng, CLOSED))
			add_closing(store, &rng, o);
	}
	assert_ok(store_bulk_end(store, true, &err), &err);
	free(all.at);
}

/* ------------------------------------------------------------- told */

struct told {
	FILE *visits, *answers;
	size_t people, n;
};

static bool
tell(const struct counted_person *p, void *data, struct err *err)
{
	struct told *told = data;
	size_t i, k;

	(void)err;
	told->people++;
	for (i = 0; i < p->n_visits; i++) {
		const struct counted_visit *v = &p->visits[i];
		const struct store_occasion *o = &v->about;

		fprintf(told->visits,
			"%zu,%zu,%s,%s,%s,%s,%s,%s,%d,%s,%s,%s,%s,%s,%d,%s,%s,"
			"%s,%d\n",
			++told->n, told->people, store_sexes[p->sex],
			store_states[p->state], p->language, o->instrument,
			o->version, o->level, o->steps, store_raters[o->rater],
			occasion_kinds[o->kind], occasion_states[o->state],
			occasion_modes[o->mode],
			occasion_assistances[o->assistance], o->horizon_months,
			o->date, o->reason, o->wording, v->is_other_caseworker);
		for (k = 0; k < v->n_answers; k++)
			fprintf(told->answers, "%zu,%s,%d,%s,%d,%s,%d\n",
				told->n, v->answers[k].item, v->answers[k].top,
				answer_status_word(v->answers[k].status),
				v->answers[k].value, v->answers[k].reason,
				v->answers[k].is_decided);
	}
	return true;
}

static FILE *
open_file(const char *folder, const char *name)
{
	char path[4096];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "w");
	if (file == NULL)
		fail_msg("%s", path);
	return file;
}

int
main(int argc, char **argv)
{
	struct told told = {0};
	struct store *store;
	struct err err = {0};

	if (argc != 3) {
		fputs("usage: beside STORE FOLDER\n", stderr);
		return 2;
	}
	store = must_open(argv[1], STORE_WRITE);
	add(store);
	told.visits = open_file(argv[2], "visits.csv");
	told.answers = open_file(argv[2], "answers.csv");
	fputs("visit,person,sex,state,language,instrument,version,level,steps,"
	      "rater,kind,held,mode,help,horizon,date,reason,wording,other\n",
		told.visits);
	fputs("visit,item,top,status,value,reason,decided\n", told.answers);
	assert_ok(store_counted(store, tell, &told, &err), &err);
	fclose(told.visits);
	fclose(told.answers);
	store_close(store);
	return 0;
}
