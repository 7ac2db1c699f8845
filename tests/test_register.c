#include "tests/test.h"

#include "intake/paper.h"
#include "intake/reduce.h"
#include "intake/register.h"
#include "intake/squares.h"
#include "tests/synth_page.h"

#include <math.h>

static struct square_search search;
static struct paper paper;
static struct grey work;
static struct guess guesses[REGISTER_GUESSES];
static int n_guesses;

static void
guess_at(const struct synth *synth, const struct synth_scan *how)
{
	struct err err = {0};
	struct image image;

	synth_scan(synth, how, &image);
	assert_ok(reduce(&image, reduce_factor(how->dpi), &work, &err), &err);
	assert_ok(paper_measure(&work, &paper, &err), &err);
	assert_ok(register_guess(
			  &search, &work, &paper, guesses, &n_guesses, &err),
		&err);
	synth_image_free(&image);
}

static int
teardown(void **state)
{
	(void)state;
	square_search_finish(&search);
	paper_done(&paper);
	grey_finish(&work);
	return 0;
}

static const struct {
	const char *name;
	struct synth_scan how;
} scans[] = {
	{"upright 300", {.dpi = 300, .depth = 8}},
	{"90 degrees, 150", {.dpi = 150, .depth = 8, .turn = 1}},
	{"180 degrees, 200", {.dpi = 200, .depth = 1, .turn = 2}},
	{"270 degrees, 600", {.dpi = 600, .depth = 1, .turn = 3}},
	{"3 degrees", {.dpi = 300, .depth = 1, .skew_deg = 2.2}},
	{"-2 degrees, 93 %",
		{.dpi = 200, .depth = 8, .skew_deg = -2, .scale = .93}},
	{"103 %", {.dpi = 200, .depth = 8, .scale = 1.03}},
	{"on a dark bed, 12 degrees",
		{.dpi = 150, .depth = 8, .whole = true, .skew_deg = 6}},
	{"tilted", {.dpi = 200, .depth = 8, .tilt = .05, .whole = true}},
	{"noisy and dim", {.dpi = 150,
				  .depth = 8,
				  .noise = 10,
				  .black = 60,
				  .white = 200}},
};

static double
turned(double deg)
{
	deg = fmod(deg + 720, 360);
	return deg > 180 ? deg - 360 : deg;
}

static void
test_register__first_guess_is_right(void **state)
{
	struct synth *synth = synth_new(3);
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(scans) / sizeof(scans[0]); i++) {
		double off, scale_x, scale_y, want;

		guess_at(synth, &scans[i].how);
		if (n_guesses == 0 || guesses[0].n_anchors != 4)
			fail_msg("row %zu '%s': %d guesses", i, scans[i].name,
				n_guesses);
		off = turned(map_rotation_deg(&guesses[0].map) -
			     90 * scans[i].how.turn - scans[i].how.skew_deg);
		if (fabs(off) > .1)
			fail_msg("row %zu '%s': turned %g deg too far", i,
				scans[i].name, off);
		map_scale(&guesses[0].map, &scale_x, &scale_y);
		want = scans[i].how.dpi / 25.4 /
		       reduce_factor(scans[i].how.dpi) *
		       (scans[i].how.scale > 0 ? scans[i].how.scale : 1);
		if (scans[i].how.tilt <= 0 &&
			fabs((scale_x + scale_y) / 2 / want - 1) > .002)
			fail_msg("row %zu '%s': scale %g, not %g", i,
				scans[i].name, scale_x, want);
	}
	synth_free(synth);
}

static void
test_register__three_anchors_are_enough(void **state)
{
	struct synth *synth = synth_new(4);
	const struct synth_scan how = {
		.dpi = 200, .depth = 8, .skew_deg = 1, .turn = 2};
	int gone, i;

	(void)state;
	for (gone = 0; gone < FRAME_ANCHORS; gone++) {
		bool found = false;

		synth_clean(synth);
		synth_rect(synth, frame_anchor(gone), 1);
		guess_at(synth, &how);
		for (i = 0; i < n_guesses; i++)
			if (guesses[i].n_anchors == 3 &&
				!guesses[i].found[gone] &&
				fabs(turned(map_rotation_deg(&guesses[i].map) -
					    181)) < .2)
				found = true;
		if (!found)
			fail_msg("without anchor %d: no right guess of %d",
				gone, n_guesses);
	}
	synth_free(synth);
}

static void
test_register__two_anchors_are_not(void **state)
{
	struct synth *synth = synth_new(5);
	const struct synth_scan how = {.dpi = 150, .depth = 8};

	(void)state;
	synth_rect(synth, frame_anchor(0), 1);
	synth_rect(synth, frame_anchor(2), 1);
	guess_at(synth, &how);
	assert_int_equal(n_guesses, 0);
	synth_free(synth);
}

/* Black squares of the anchors' size elsewhere do not become a corner. */
static void
test_register__false_squares(void **state)
{
	struct synth *synth = synth_new(6);
	const struct synth_scan how = {.dpi = 150, .depth = 8};
	int i;

	(void)state;
	for (i = 0; i < 8; i++)
		synth_rect(synth,
			(struct um_rect){30000 + 19000 * i,
				60000 + 17000 * (i % 5), 6000, 6000},
			0);
	guess_at(synth, &how);
	assert_true(n_guesses > 0);
	assert_int_equal(guesses[0].n_anchors, 4);
	assert_near(guesses[0].at[0].x, 14 * 150 / 25.4, .6);
	assert_near(guesses[0].at[2].y, 283 * 150 / 25.4, .6);
	synth_free(synth);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_register__first_guess_is_right),
		cmocka_unit_test(test_register__three_anchors_are_enough),
		cmocka_unit_test(test_register__two_anchors_are_not),
		cmocka_unit_test(test_register__false_squares),
	};

	return cmocka_run_group_tests_name("register", tests, NULL, teardown);
}
