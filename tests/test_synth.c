/* The model of synthetic people: the same again, and what it promises. */
#include "tests/test.h"

#include "core/str.h"
#include "store/synth.h"

#include <math.h>

#define PEOPLE 4000

static void
make_plan(struct synth_plan *plan, uint64_t seed, int occasions)
{
	static const char *const items[] = {"job_idea", "contact", "health",
		"energy", "skills", "improve", "wage"};
	size_t i;

	*plan = (struct synth_plan){
		.seed = seed, .occasions = occasions, .n_items = 7};
	strcpy(plan->from, "2024-01-08");
	for (i = 0; i < 7; i++)
		strcpy(plan->items[i].key, items[i]);
	plan->items[6].brackets = 6;
}

static void
test_synth__is_the_same_again(void **state)
{
	struct synth_plan plan, other;
	struct synth_person a, b;
	int i, differ = 0;

	(void)state;
	make_plan(&plan, 7, 6);
	make_plan(&other, 8, 6);
	for (i = 0; i < 200; i++) {
		synth_make(&plan, (uint64_t)i, &a);
		synth_make(&plan, (uint64_t)i, &b);
		assert_memory_equal(&a, &b, sizeof(a));
		synth_make(&other, (uint64_t)i, &b);
		differ += memcmp(&a, &b, sizeof(a)) != 0;
	}
	assert_int_equal(differ, 200);
}

/* Everything is what the store takes. */
static void
test_synth__fits_the_store(void **state)
{
	struct synth_plan plan;
	struct synth_person p;
	size_t i, k, item;

	(void)state;
	make_plan(&plan, 20260301, SYNTH_OCCASIONS);
	for (i = 0; i < PEOPLE; i++) {
		synth_make(&plan, i, &p);
		assert_in_range(p.n_occasions, 1, SYNTH_OCCASIONS);
		assert_true(str_is_key(p.about.language));
		assert_true(str_is_key(p.about.unit));
		assert_int_equal(
			strncmp(p.about.unit, SYNTH_UNIT, strlen(SYNTH_UNIT)),
			0);
		for (k = 0; k < p.n_occasions; k++) {
			const struct synth_occasion *o = &p.occasions[k];

			if (!str_is_date(o->about.date))
				fail_msg("person %zu: %s", i, o->about.date);
			if (k > 0 &&
				strcmp(o->about.date,
					p.occasions[k - 1].about.date) <= 0)
				fail_msg("person %zu: %s comes second", i,
					o->about.date);
			assert_true(o->about.ended > o->about.started);
			for (item = 0; o->has_answers && item < 7; item++) {
				const struct synth_answer *a =
					&o->answers[item];

				assert_int_equal(
					a->top, item == 6 ? 6 : o->about.steps);
				assert_in_range(a->value,
					a->status == ANSWER_ANSWERED,
					a->status == ANSWER_ANSWERED ? a->top
								     : 0);
			}
		}
	}
}

/* The same ladders of five, first, second and third time. */
static void
test_synth__first_ratings_are_too_high(void **state)
{
	double first = 0, second = 0, third = 0, high = 0;
	struct synth_plan plan;
	struct synth_person p;
	long n = 0, i;

	(void)state;
	make_plan(&plan, 3, 3);
	for (i = 0; i < PEOPLE; i++) {
		const struct synth_occasion *o = p.occasions;

		synth_make(&plan, (uint64_t)i, &p);
		if (p.n_occasions < 3 || o[0].about.steps != 5 ||
			!o[0].has_answers || !o[1].has_answers ||
			!o[2].has_answers ||
			o[0].answers[2].status != ANSWER_ANSWERED ||
			o[1].answers[2].status != ANSWER_ANSWERED ||
			o[2].answers[2].status != ANSWER_ANSWERED)
			continue;
		first += o[0].answers[2].value;
		second += o[1].answers[2].value;
		third += o[2].answers[2].value;
		high += o[0].answers[2].value == 5;
		n++;
	}
	assert_true(n > 500);
	print_message("%ld people: %.2f, %.2f, %.2f; %.0f %% at the top\n", n,
		first / (double)n, second / (double)n, third / (double)n,
		100 * high / (double)n);
	assert_true((first - second) / (double)n > 0.3);
	assert_true((second - third) / (double)n < 0.3);
	assert_true(high / (double)n > 0.15);
}

/* E[x2 | x1] lies nearer to the middle than x1, with r as planned. */
static void
test_synth__ratings_fall_back(void **state)
{
	double x = 0, y = 0, xx = 0, yy = 0, xy = 0, r;
	struct synth_plan plan;
	struct synth_person p;
	long n = 0, i;

	(void)state;
	make_plan(&plan, 5, 4);
	for (i = 0; i < PEOPLE; i++) {
		const struct synth_answer *a = &p.occasions[2].answers[1];
		const struct synth_answer *b = &p.occasions[3].answers[1];

		synth_make(&plan, (uint64_t)i, &p);
		if (p.n_occasions < 4 || p.occasions[2].about.steps != 5 ||
			!p.occasions[2].has_answers ||
			!p.occasions[3].has_answers ||
			a->status != ANSWER_ANSWERED ||
			b->status != ANSWER_ANSWERED)
			continue;
		x += a->value;
		y += b->value;
		xx += a->value * a->value;
		yy += b->value * b->value;
		xy += a->value * b->value;
		n++;
	}
	r = ((double)n * xy - x * y) / sqrt((double)n * xx - x * x) /
	    sqrt((double)n * yy - y * y);
	print_message("%ld people: r %.2f\n", n, r);
	assert_true(n > 500);
	/* 0.6 less what rounding to steps and the ends take. */
	assert_true(r > 0.45 && r < 0.65);
}

static void
test_synth__everything_occurs(void **state)
{
	long languages = 0, statuses[ANSWER__MAX] = {0};
	long modes[MODE__MAX] = {0}, states[OCCASION_STATE__MAX] = {0};
	long helps[ASSISTANCE__MAX] = {0}, kinds[OCCASION_KIND__MAX] = {0};
	double stay_high = 0, stay_low = 0, high = 0, low = 0;
	char seen[SYNTH_LANGUAGES][LAYOUT_KEY] = {""};
	struct synth_plan plan;
	struct synth_person p;
	long i, k, item;

	(void)state;
	make_plan(&plan, 9, 4);
	for (i = 0; i < PEOPLE; i++) {
		synth_make(&plan, (uint64_t)i, &p);
		for (k = 0;
			k < languages && strcmp(seen[k], p.about.language) != 0;
			k++)
			;
		if (k == languages)
			strcpy(seen[languages++], p.about.language);
		for (k = 0; k < (long)p.n_occasions; k++) {
			const struct synth_occasion *o = &p.occasions[k];

			modes[o->about.mode]++;
			states[o->about.state]++;
			helps[o->about.assistance]++;
			kinds[o->about.kind]++;
			for (item = 0; o->has_answers && item < 7; item++)
				statuses[o->answers[item].status]++;
		}
		if (p.occasions[0].has_answers &&
			p.occasions[0].about.steps == 5 &&
			p.occasions[0].answers[0].status == ANSWER_ANSWERED) {
			const bool is_high =
				p.occasions[0].answers[0].value >= 4;

			high += is_high;
			low += !is_high;
			stay_high += is_high && p.n_occasions == 4;
			stay_low += !is_high && p.n_occasions == 4;
		}
	}
	assert_int_equal(languages, SYNTH_LANGUAGES);
	assert_true(statuses[ANSWER_DECLINED] > 100);
	assert_true(statuses[ANSWER_NOT_UNDERSTOOD] > 100);
	assert_true(statuses[ANSWER_BLANK] > 100);
	assert_true(modes[MODE_PAPER] > 100 && modes[MODE_KIOSK] > 100 &&
		    modes[MODE_ORAL] > 100);
	assert_true(states[OCCASION_TALK_ONLY] > 100 &&
		    states[OCCASION_DECLINED] > 100);
	for (i = ASSISTANCE_NONE; i < ASSISTANCE__MAX; i++)
		assert_true(helps[i] > 50);
	assert_true(kinds[OCCASION_START] == PEOPLE &&
		    kinds[OCCASION_CLOSING] > 500);
	print_message("stay to the fourth: %.2f of high, %.2f of low\n",
		stay_high / high, stay_low / low);
	assert_true(stay_high / high > stay_low / low + 0.02);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_synth__is_the_same_again),
		cmocka_unit_test(test_synth__fits_the_store),
		cmocka_unit_test(test_synth__first_ratings_are_too_high),
		cmocka_unit_test(test_synth__ratings_fall_back),
		cmocka_unit_test(test_synth__everything_occurs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
