/*
 * What stands beside a person's own ratings: how it was then, asked afterwards,
 * and what the caseworker believed.
 */
#include "report/group_count.h"

#include "core/err.h"
#include "store/counted.h"

#include <string.h>

/* The question asks about the nearest year. */
#define BELIEF_MONTHS 12

/*
 * Questions about the same thing. Which belong together is written nowhere: it
 * is this project's reading, and the report says so.
 */
static const struct {
	const char *own, *own_item, *theirs, *their_item, *name;
} beliefs[] = {
	{"skapa", "manage_job", "skapa-caseworker", "job_belief",
		"tror att personen får ett arbete"},
	{"skapa", "job_idea", "skapa-caseworker", "purposeful",
		"tycker att personen är målmedveten"},
};
#define BELIEFS (sizeof(beliefs) / sizeof(*beliefs))

const char *
group_belief(const char *instrument, const char *item)
{
	size_t i;

	for (i = 0; i < BELIEFS; i++) {
		if (strcmp(beliefs[i].own, instrument) == 0 &&
			strcmp(beliefs[i].own_item, item) == 0)
			return beliefs[i].name;
	}
	return NULL;
}

int
group_third(int value, int top)
{
	if (value < 1 || value > top)
		return 0;
	return 2 * value < top + 1 ? 1 : 2 * value == top + 1 ? 2 : 3;
}

/* The last one stays: visits come by date. */
static bool
take_then(const struct counted_visit *visit, struct group_series *s,
	struct group_member *m, struct err *err)
{
	size_t i;

	memset(m->values[GROUP_AT_THEN], GROUP_MISSING, GROUP_ITEMS);
	for (i = 0; i < visit->n_answers; i++) {
		const int item = group_item(s, &visit->answers[i]);

		if (item < 0)
			return err_set(err, ERR_LIMIT,
				"%s has more than %d items", s->instrument,
				GROUP_ITEMS);
		m->values[GROUP_AT_THEN][item] =
			group_value(&visit->answers[i]);
	}
	m->has_then = s->has_then = true;
	return true;
}

static int
own_item(const struct group_series *s, const char *key)
{
	size_t i;

	for (i = 0; i < s->n_items; i++) {
		if (strcmp(s->items[i].key, key) == 0)
			return (int)i;
	}
	return -1;
}

static void
take_belief(const struct counted_visit *visit, struct group_series *s,
	struct group_member *m)
{
	size_t i, j;

	for (i = 0; i < BELIEFS; i++) {
		const int item = own_item(s, beliefs[i].own_item);

		if (item < 0 || strcmp(beliefs[i].own, s->instrument) != 0 ||
			strcmp(beliefs[i].theirs, visit->about.instrument) != 0)
			continue;
		for (j = 0; j < visit->n_answers; j++) {
			const struct counted_answer *a = &visit->answers[j];

			if (strcmp(a->item, beliefs[i].their_item) != 0)
				continue;
			m->belief[item] = (uint8_t)group_third(
				a->status == ANSWER_ANSWERED ? a->value : 0,
				a->top);
			s->has_belief = s->has_belief || m->belief[item] != 0;
		}
	}
}

bool
group_beside(const struct group_ask *ask, const struct counted_person *person,
	struct group_series *s, struct group_member *m, struct err *err)
{
	size_t i;

	if (s->rater != RATES_SELF)
		return true;
	for (i = 0; i < person->n_visits; i++) {
		const struct counted_visit *visit = &person->visits[i];
		const struct store_occasion *o = &visit->about;

		if (strcmp(o->date, ask->until) > 0 || visit->n_answers == 0)
			continue;
		if (o->rater == RATES_CASEWORKER &&
			(o->horizon_months == 0 ||
				o->horizon_months == BELIEF_MONTHS))
			take_belief(visit, s, m);
		else if (o->kind == OCCASION_THEN && o->steps == s->steps &&
			 strcmp(o->instrument, s->instrument) == 0 &&
			 strcmp(o->version, s->version) == 0 &&
			 !take_then(visit, s, m, err))
			return false;
	}
	return true;
}
