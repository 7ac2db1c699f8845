#include "store/synth.h"

#include "core/str.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define QUARTER_DAYS 91
#define START_DAYS 540 /* over which people begin */
#define DAY_SECONDS 86400
#define EASY_STEPS 3
#define STEPS 5

/* Parts of a rating; the header says where they come from. */
#define MIDDLE 3.0
#define PERSON_SD 0.77
#define CHANCE_SD 0.63
#define TREND 0.08
#define TREND_SD 0.06
#define FIRST_MORE 0.9
#define SECOND_MORE 0.3

struct dice {
	uint64_t state;
};

/* SplitMix64: short, and good for what is not secret. */
static uint64_t throw(struct dice * dice)
{
	uint64_t z = dice->state += 0x9E3779B97F4A7C15u;

	z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
	z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
	return z ^ (z >> 31);
}

/* 0 to below 1. */
static double
unit(struct dice *dice)
{
	return (double)(throw(dice) >> 11) / 9007199254740992.0;
}

static bool
happens(struct dice *dice, double share)
{
	return unit(dice) < share;
}

static int
below(struct dice *dice, int n)
{
	return (int)(unit(dice) * n);
}

/* Mean 0, SD 1: twelve even ones, the same on every machine. */
static double
normal(struct dice *dice)
{
	double sum = -6;
	int i;

	for (i = 0; i < 12; i++)
		sum += unit(dice);
	return sum;
}

/* What happens how often, in thousandths; the last takes what is left. */
struct share {
	const char *word; /* or NULL and a number */
	int thousandths;
	int number;
};

static size_t
pick(struct dice *dice, const struct share *shares, size_t n)
{
	int left = below(dice, 1000);
	size_t i;

	for (i = 0; i + 1 < n && left >= shares[i].thousandths; i++)
		left -= shares[i].thousandths;
	return i;
}

#define PICK(dice, shares)                                                     \
	pick(dice, shares, sizeof(shares) / sizeof(*(shares)))

/* ------------------------------------------------------------------- days */

/* Days since 1970-01-01. */
static long
day_of(const char *date)
{
	struct tm tm = {.tm_mday = 1};

	sscanf(date, "%4d-%2d-%2d", &tm.tm_year, &tm.tm_mon, &tm.tm_mday);
	tm.tm_year -= 1900;
	tm.tm_mon -= 1;
	return (long)(timegm(&tm) / DAY_SECONDS);
}

static void
date_of(long day, char date[STORE_DATE])
{
	const time_t at = (time_t)day * DAY_SECONDS;
	struct tm tm = {0};

	gmtime_r(&at, &tm);
	strftime(date, STORE_DATE, "%Y-%m-%d", &tm);
}

/* ----------------------------------------------------------------- people */

struct life {
	struct dice dice;
	double level;		   /* what is shared by the items */
	double items[SYNTH_ITEMS]; /* what is not, and the item's own */
	double trend;		   /* a quarter */
	double answers_alike;	   /* share of occasions */
	double not_understood, declined;
	int steps;
	int horizon_months;
	bool needs_help;
};

/* Guesses: what is spoken in such groups differs from town to town. */
static const struct share languages[SYNTH_LANGUAGES] = {{"ar", 240, 0},
	{"so", 110, 0}, {"ti", 90, 0}, {"fa", 70, 0}, {"prs", 80, 0},
	{"ps", 40, 0}, {"ckb", 50, 0}, {"kmr", 50, 0}, {"uk", 80, 0},
	{"ru", 25, 0}, {"th", 25, 0}, {"tr", 25, 0}, {"es", 25, 0},
	{"en", 30, 0}, {"sv-simple", 40, 0}, {"sv", 20, 0}};

static void
make_life(const struct synth_plan *plan, uint64_t number, struct life *life)
{
	static const struct share horizons[] = {
		{NULL, 500, 12}, {NULL, 300, 24}, {NULL, 200, 36}};
	struct dice items = {plan->seed};
	size_t i;

	*life = (struct life){
		.dice = {plan->seed ^ (number + 1) * 0xD1342543DE82EF95u}};
	life->level = normal(&life->dice);
	for (i = 0; i < plan->n_items; i++)
		life->items[i] =
			/* An item's middle is everybody's. */
			MIDDLE + 0.4 * normal(&items) +
			PERSON_SD * sqrt(0.5) *
				(life->level + normal(&life->dice));
	life->trend = TREND + TREND_SD * normal(&life->dice);
	life->steps = happens(&life->dice, 0.25) ? EASY_STEPS : STEPS;
	life->horizon_months = horizons[PICK(&life->dice, horizons)].number;
	life->answers_alike = happens(&life->dice, 0.08) ? 0.6 : 0.01;
	life->not_understood = happens(&life->dice, 0.4) ? 0.12 : 0.02;
	life->declined = happens(&life->dice, 0.1) ? 0.10 : 0.01;
}

static void
make_about(struct life *life, struct store_person *about)
{
	static const struct share sexes[] = {{NULL, 735, SEX_WOMAN},
		{NULL, 248, SEX_MAN}, {NULL, 7, SEX_OTHER},
		{NULL, 10, SEX_NOT_SAID}};
	static const struct share units[] = {{SYNTH_UNIT "north", 400, 0},
		{SYNTH_UNIT "south", 300, 0}, {SYNTH_UNIT "school", 220, 0},
		{SYNTH_UNIT "drop-in", 80, 0}};
	struct dice *dice = &life->dice;
	const char *language = languages[PICK(dice, languages)].word;
	const size_t office = PICK(dice, units);

	*about = (struct store_person){
		.sex = (enum store_sex)sexes[PICK(dice, sexes)].number};
	str_copy(about->language, sizeof(about->language), language);
	str_copy(about->unit, sizeof(about->unit), units[office].word);
	snprintf(about->caseworker, sizeof(about->caseworker), "synth-%c%d",
		(int)('a' + office), 1 + below(dice, 6));
	snprintf(about->deputy, sizeof(about->deputy), "synth-%c%d",
		(int)('a' + office), 1 + below(dice, 6));
	life->needs_help = strcmp(language, "sv") != 0 &&
			   strcmp(language, "sv-simple") != 0 &&
			   strcmp(language, "en") != 0;
}

/* -------------------------------------------------------------- occasions */

static void
make_ways(struct life *life, struct store_occasion *about)
{
	static const struct share modes[] = {{NULL, 500, MODE_PAPER},
		{NULL, 400, MODE_KIOSK}, {NULL, 100, MODE_ORAL}};
	static const struct share helps[] = {
		{NULL, 450, ASSISTANCE_INTERPRETER},
		{NULL, 200, ASSISTANCE_LANGUAGE_SUPPORT},
		{NULL, 120, ASSISTANCE_STAFF}, {NULL, 30, ASSISTANCE_OTHER},
		{NULL, 200, ASSISTANCE_NONE}};
	struct dice *dice = &life->dice;
	const int mode = modes[PICK(dice, modes)].number;
	const int help = life->needs_help ? helps[PICK(dice, helps)].number
					  : ASSISTANCE_NONE;

	about->setting =
		happens(dice, 0.3) ? SETTING_GROUP : SETTING_INDIVIDUAL;
	about->mode = (enum occasion_mode)mode;
	about->assistance = (enum occasion_assistance)help;
	about->horizon_months = life->horizon_months;
	about->steps = life->steps;
	str_copy(about->level, sizeof(about->level),
		life->steps == EASY_STEPS ? "easy" : "original");
	str_copy(about->wording, sizeof(about->wording), "draft");
}

/* Step 1 to top for a rating on the ladder of five. */
static int
step_of(double rating, int top)
{
	const double scaled = 1 + (rating - 1) * (top - 1) / (STEPS - 1);
	const int step = (int)floor(scaled + 0.5);

	return step < 1 ? 1 : step > top ? top : step;
}

static void
make_answers(const struct synth_plan *plan, struct life *life, int before,
	struct synth_occasion *occasion)
{
	const double first = before == 0   ? FIRST_MORE
			     : before == 1 ? SECOND_MORE
					   : 0;
	/* Understanding comes with repetition. */
	const double puzzled = life->not_understood / (1 + before);
	struct dice *dice = &life->dice;
	const bool alike = happens(dice, life->answers_alike);
	const double same = life->items[0] + first;
	size_t i;

	for (i = 0; i < plan->n_items; i++) {
		const int own = plan->items[i].brackets;
		struct synth_answer *answer = &occasion->answers[i];
		const double rating = life->items[i] + first +
				      life->trend * before +
				      CHANCE_SD * normal(dice);

		*answer = (struct synth_answer){
			.top = own > 0 ? own : life->steps};
		if (happens(dice, puzzled))
			answer->status = ANSWER_NOT_UNDERSTOOD;
		else if (happens(dice, own > 0 ? 0.08 : life->declined))
			answer->status = ANSWER_DECLINED;
		else if (happens(dice, 0.01))
			answer->status = ANSWER_BLANK;
		else
			answer->status = ANSWER_ANSWERED;
		if (answer->status == ANSWER_ANSWERED)
			answer->value =
				step_of(alike ? same : rating, answer->top);
	}
}

/* Who rates low leaves sooner: what is missing is not missing by chance. */
static bool
leaves(struct life *life)
{
	const double share = 0.15 - 0.06 * life->level;

	return happens(&life->dice, share < 0.02 ? 0.02 : share);
}

/* What is rated, or why nothing is; before: how often there was a rating. */
static void
make_occasion(const struct synth_plan *plan, struct life *life, int number,
	int before, long day, struct synth_occasion *occasion)
{
	static const struct share reasons[] = {{"not_now", 600, 0},
		{"no_interpreter", 250, 0}, {"no_time", 150, 0}};
	struct store_occasion *about = &occasion->about;
	struct dice *dice = &life->dice;

	make_ways(life, about);
	date_of(day, about->date);
	about->kind = number == 0 ? OCCASION_START : OCCASION_FOLLOW_UP;
	/* Between nine and three o'clock, for 6 to 25 minutes. */
	about->started =
		(int64_t)day * DAY_SECONDS + 9 * 3600 + below(dice, 6 * 3600);
	about->ended = about->started + 360 + below(dice, 19 * 60);
	about->state = OCCASION_OFFERED;
	if (happens(dice, 0.04))
		about->state = OCCASION_TALK_ONLY;
	else if (happens(dice, 0.03))
		about->state = OCCASION_DECLINED;
	occasion->has_answers = about->state == OCCASION_OFFERED;
	if (occasion->has_answers)
		make_answers(plan, life, before, occasion);
	else
		str_copy(about->reason, sizeof(about->reason),
			reasons[PICK(dice, reasons)].word);
}

void
synth_make(const struct synth_plan *plan, uint64_t number,
	struct synth_person *person)
{
	struct life life;
	int i, before = 0;
	long day;

	*person = (struct synth_person){0};
	make_life(plan, number, &life);
	make_about(&life, &person->about);
	day = day_of(plan->from) + below(&life.dice, START_DAYS);
	for (i = 0; i < plan->occasions; i++) {
		struct synth_occasion *occasion = &person->occasions[i];

		make_occasion(plan, &life, i, before, day, occasion);
		before += occasion->has_answers;
		str_copy(occasion->about.language,
			sizeof(occasion->about.language),
			person->about.language);
		/* Now and then somebody else takes over. */
		if (i > 0 && happens(&life.dice, 0.08))
			memcpy(person->about.caseworker, person->about.deputy,
				STORE_WHO);
		memcpy(occasion->about.caseworker, person->about.caseworker,
			STORE_WHO);
		memcpy(occasion->about.deputy, person->about.deputy, STORE_WHO);
		person->n_occasions++;
		if (leaves(&life))
			return;
		day += QUARTER_DAYS - 14 + below(&life.dice, 29);
	}
	if (plan->occasions > 1)
		person->occasions[plan->occasions - 1].about.kind =
			OCCASION_CLOSING;
}
