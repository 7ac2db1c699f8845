#include "report/group_count.h"

#include "core/err.h"
#include "core/str.h"
#include "store/counted.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define DAY_SECONDS 86400
/* Three months and two weeks after the last time it is overdue. */
#define OVERDUE_DAYS 105

int32_t
group_day(const char *date)
{
	struct tm tm = {.tm_mday = 1};

	if (sscanf(date, "%4d-%2d-%2d", &tm.tm_year, &tm.tm_mon, &tm.tm_mday) !=
		3)
		return 0;
	tm.tm_year -= 1900;
	tm.tm_mon -= 1;
	return (int32_t)(timegm(&tm) / DAY_SECONDS);
}

/* ------------------------------------------------------------- ways */

static const char *const no_ways[] = {"alla", NULL};
static const char *const sexes[] = {
	"annat eller ej uppgett", "kvinna", "man", NULL};
static const char *const sex_keys[] = {
	"other_or_not_said", "woman", "man", NULL};
static const char *const modes[] = {
	"ej uppgett", "papper", "skärm", "muntligt", NULL};
static const char *const languages[] = {"ej uppgett", "svenska", "arabiska",
	"somaliska", "tigrinska", "persiska och pashto", "kurdiska",
	"ukrainska och ryska", "annat språk", NULL};
static const char *const helps[] = {"ej uppgett", "ingen hjälp", "tolk",
	"språkstöd", "personal", "annan", NULL};
static const char *const no_keys[] = {"all", NULL};
static const char *const language_keys[] = {"not_said", "swedish", "arabic",
	"somali", "tigrinya", "persian_pashto", "kurdish", "ukrainian_russian",
	"other", NULL};

_Static_assert(sizeof(languages) / sizeof(*languages) == GROUP_WAYS + 1,
	"no split has more ways than languages");

const char *const *
group_ways(enum group_split split, bool as_keys)
{
	switch (split) {
	case SPLIT_SEX:
		return as_keys ? sex_keys : sexes;
	case SPLIT_MODE:
		return as_keys ? occasion_modes : modes;
	case SPLIT_LANGUAGE:
		return as_keys ? language_keys : languages;
	case SPLIT_HELP:
		return as_keys ? occasion_assistances : helps;
	case SPLIT_NONE:
	case SPLIT__MAX:
		break;
	}
	return as_keys ? no_keys : no_ways;
}

static int
language_way(const char *language)
{
	static const struct {
		const char *language;
		int way;
	} ways[] = {{"", 0}, {"sv", 1}, {"sv-simple", 1}, {"ar", 2}, {"so", 3},
		{"ti", 4}, {"fa", 5}, {"prs", 5}, {"ps", 5}, {"ckb", 6},
		{"kmr", 6}, {"uk", 7}, {"ru", 7}};
	size_t i;

	for (i = 0; i < sizeof(ways) / sizeof(*ways); i++) {
		if (strcmp(ways[i].language, language) == 0)
			return ways[i].way;
	}
	return GROUP_WAYS - 1;
}

/* ------------------------------------------------------------- series */

static bool
is_same(const struct group_series *s, const struct store_occasion *o)
{
	return strcmp(s->instrument, o->instrument) == 0 &&
	       strcmp(s->version, o->version) == 0 &&
	       strcmp(s->level, o->level) == 0 && s->steps == o->steps &&
	       s->rater == o->rater &&
	       (o->rater != RATES_CASEWORKER ||
		       s->horizon_months == o->horizon_months);
}

static struct group_series *
series_of(struct group *group, const struct store_occasion *o, struct err *err)
{
	struct group_series *s = group->series;
	size_t i;

	for (i = 0; i < group->n_series; i++, s++) {
		if (is_same(s, o))
			return s;
	}
	if (i == GROUP_SERIES) {
		err_set(err, ERR_LIMIT,
			"more than %d series of answers; ask for one "
			"instrument at a time",
			GROUP_SERIES);
		return NULL;
	}
	group->n_series++;
	*s = (struct group_series){.steps = o->steps, .rater = o->rater};
	memcpy(s->instrument, o->instrument, LAYOUT_KEY);
	memcpy(s->version, o->version, LAYOUT_KEY);
	memcpy(s->level, o->level, LAYOUT_KEY);
	if (o->rater == RATES_CASEWORKER)
		s->horizon_months = o->horizon_months;
	return s;
}

int
group_item(struct group_series *s, const struct counted_answer *answer)
{
	size_t i;

	for (i = 0; i < s->n_items; i++) {
		if (strcmp(s->items[i].key, answer->item) == 0)
			break;
	}
	if (i == GROUP_ITEMS)
		return -1;
	if (i == s->n_items) {
		memcpy(s->items[i].key, answer->item, ITEM_KEY);
		s->n_items++;
	}
	/* Paper that nobody marked does not say how many steps there are. */
	if (answer->top > s->items[i].top)
		s->items[i].top = answer->top;
	return (int)i;
}

static int
reason_of(struct group_series *s, const char *reason)
{
	size_t i;

	for (i = 0; reason[0] != '\0' && i < s->n_reasons; i++) {
		if (strcmp(s->reasons[i], reason) == 0)
			return 2 + (int)i;
	}
	if (reason[0] == '\0' || i == GROUP_REASONS)
		return 1;
	memcpy(s->reasons[s->n_reasons++], reason, LAYOUT_KEY);
	return 2 + (int)i;
}

/* ------------------------------------------------------------- one person */

uint8_t
group_value(const struct counted_answer *answer)
{
	switch (answer->status) {
	case ANSWER_ANSWERED:
		return answer->value >= 1 && answer->value <= STEP_MAX
			       ? (uint8_t)answer->value
			       : GROUP_MISSING;
	case ANSWER_DECLINED:
		return GROUP_DECLINED;
	case ANSWER_NOT_UNDERSTOOD:
		return GROUP_NOT_UNDERSTOOD;
	case ANSWER_BLANK:
	case ANSWER_UNREADABLE:
	case ANSWER_REVIEW:
	case ANSWER__MAX:
		break;
	}
	return GROUP_MISSING;
}

static void
take_quality(struct group_member *m, const struct counted_visit *visit)
{
	size_t i;

	m->is_unreviewed = m->is_unreviewed ||
			   visit->about.wording[0] == '\0' ||
			   strcmp(visit->about.wording, "draft") == 0;
	for (i = 0; i < visit->n_answers; i++) {
		const struct counted_answer *a = &visit->answers[i];

		m->is_unreadable =
			m->is_unreadable || a->status == ANSWER_UNREADABLE;
		m->is_waiting = m->is_waiting || a->status == ANSWER_REVIEW;
		m->is_decided = m->is_decided || a->is_decided;
		m->has_two_marks =
			m->has_two_marks || strcmp(a->reason, "two_marks") == 0;
	}
}

static bool
add_rating(struct group_series *s, struct group_member *m,
	const struct counted_visit *visit, struct err *err)
{
	const int32_t day = group_day(visit->about.date);
	uint8_t values[GROUP_ITEMS];
	size_t i;

	if (m->n_ratings == 0) {
		m->ways[SPLIT_MODE] = (int)visit->about.mode;
		m->ways[SPLIT_HELP] = (int)visit->about.assistance;
	} else if (m->n_ratings == 1) {
		m->days = day - m->first_day;
	}
	if (m->n_ratings == 0)
		m->first_day = day;
	memset(values, GROUP_MISSING, sizeof(values));
	for (i = 0; i < visit->n_answers; i++) {
		const int item = group_item(s, &visit->answers[i]);

		if (item < 0)
			return err_set(err, ERR_LIMIT,
				"%s has more than %d items", s->instrument,
				GROUP_ITEMS);
		values[item] = group_value(&visit->answers[i]);
	}
	if (m->n_ratings < GROUP_RATINGS)
		memcpy(m->values[m->n_ratings], values, sizeof(values));
	memcpy(m->values[GROUP_AT_LATEST], values, sizeof(values));
	m->n_ratings++;
	m->has_closing =
		m->has_closing || visit->about.kind == OCCASION_CLOSING;
	take_quality(m, visit);
	return true;
}

static bool
add_visit(struct group_series *s, struct group_member *m,
	const struct counted_visit *visit, struct err *err)
{
	m->has_handover = m->has_handover || visit->is_other_caseworker;
	if (visit->about.state == OCCASION_HELD && visit->n_answers > 0)
		return add_rating(s, m, visit, err);
	if ((visit->about.state == OCCASION_DECLINED ||
		    visit->about.state == OCCASION_TALK_ONLY) &&
		m->reason == 0)
		m->reason = reason_of(s, visit->about.reason);
	return true;
}

static struct group_member *
new_member(struct group_series *s, const struct counted_person *person,
	struct err *err)
{
	struct group_member *m = s->members;

	if (s->n_members == s->room) {
		m = reallocarray(m, s->room * 2 + 64, sizeof(*m));
		if (m == NULL) {
			err_set(err, ERR_SYSTEM, "out of memory");
			return NULL;
		}
		s->members = m;
		s->room = s->room * 2 + 64;
	}
	m += s->n_members++;
	*m = (struct group_member){.person = person->person, .days = -1};
	/* The few whose sex is another are not told from those not said. */
	m->ways[SPLIT_SEX] =
		person->sex == SEX_OTHER ? SEX_NOT_SAID : (int)person->sex;
	m->ways[SPLIT_LANGUAGE] = language_way(person->language);
	return m;
}

static bool
is_asked(const struct group_ask *ask, const struct counted_visit *visit)
{
	return strcmp(visit->about.date, ask->until) <= 0 &&
	       visit->about.kind != OCCASION_DROP_IN &&
	       visit->about.kind != OCCASION_THEN &&
	       (ask->instrument[0] == '\0' ||
		       strcmp(ask->instrument, visit->about.instrument) == 0);
}

/* The person's visits of the series of visit number first, which is its first.
 */
static bool
add_person(struct group *group, const struct counted_person *person,
	size_t first, struct group_series *s, struct err *err)
{
	const struct group_ask *ask = &group->ask;
	struct group_member *m;
	const char *last = "";
	size_t i;

	if (strcmp(person->visits[first].about.date, ask->from) < 0)
		return true;
	m = new_member(s, person, err);
	for (i = first; m != NULL && i < person->n_visits; i++) {
		const struct counted_visit *visit = &person->visits[i];

		if (!is_asked(ask, visit) || !is_same(s, &visit->about))
			continue;
		if (!add_visit(s, m, visit, err))
			return false;
		last = visit->about.date;
	}
	if (m == NULL || !group_beside(ask, person, s, m, err))
		return false;
	m->is_overdue = person->state == PERSON_ACTIVE && !m->has_closing &&
			group_day(ask->until) - group_day(last) > OVERDUE_DAYS;
	return true;
}

static bool
add(const struct counted_person *person, void *data, struct err *err)
{
	struct group *group = data;
	const struct group_ask *ask = &group->ask;
	size_t i, j;

	if (ask->unit[0] != '\0' && strcmp(ask->unit, person->unit) != 0)
		return true;
	for (i = 0; i < person->n_visits; i++) {
		const struct counted_visit *visit = &person->visits[i];
		struct group_series *s;

		if (!is_asked(ask, visit))
			continue;
		s = series_of(group, &visit->about, err);
		if (s == NULL)
			return false;
		/* Not if the series was met before in this person's visits. */
		for (j = 0; j < i; j++) {
			if (is_asked(ask, &person->visits[j]) &&
				is_same(s, &person->visits[j].about))
				break;
		}
		if (j == i && !add_person(group, person, i, s, err))
			return false;
	}
	return true;
}

bool
group_count(struct store *store, struct group *group, size_t people,
	struct err *err)
{
	group->part.most = people;
	return store_counted_part(store, &group->part, add, group, err);
}
