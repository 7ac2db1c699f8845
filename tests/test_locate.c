/*
 * The page in the picture (locate.h) and what its page codes say of it when
 * anchors are lost (pins.h), on a page whose place is known: rows of what is
 * lost of the frame.
 */
#include "tests/test.h"

#include "intake/limits.h"
#include "intake/locate.h"
#include "intake/paper.h"
#include "intake/pins.h"
#include "intake/squares.h"
#include "tests/synth_page.h"

#include <math.h>

#define DPI 150
#define ALL 0xf /* anchors */

static struct synth *synth;
static struct pagecode *pagecode;
static struct square_search search;
static struct paper paper;
static struct grey work;

static int
setup(void **state)
{
	struct err err = {0};

	(void)state;
	synth = synth_new(11);
	pagecode = pagecode_new(&err);
	assert_ok(pagecode != NULL, &err);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	synth_free(synth);
	pagecode_free(pagecode);
	square_search_finish(&search);
	paper_done(&paper);
	grey_finish(&work);
	return 0;
}

/* Bits of the anchors and of the page codes that white paper lies on. */
static void
scan(unsigned anchors, unsigned codes, const struct synth_scan *how)
{
	struct err err = {0};
	struct image image;
	int i;

	synth_clean(synth);
	for (i = 0; i < FRAME_ANCHORS; i++)
		if (anchors >> i & 1)
			synth_rect(synth, frame_anchor(i), 1);
	for (i = 0; i < FRAME_CODES; i++)
		if (codes >> i & 1)
			synth_rect(synth, frame_code(i), 1);
	synth_scan(synth, how, &image);
	assert_ok(reduce(&image, 1, &work, &err), &err);
	assert_ok(paper_measure(&work, &paper, &err), &err);
	synth_image_free(&image);
}

/* How far the map is from where an upright or turned scan shows a place, px. */
static double
off_at(const struct homography *map, double um_x, double um_y, int turn)
{
	const double per_um = DPI / 25400.0;
	const struct px_point p = homography_at(map, um_x, um_y);
	const double x = turn == 2 ? FRAME_PAGE_W - um_x : um_x;
	const double y = turn == 2 ? FRAME_PAGE_H - um_y : um_y;

	return hypot(p.x - x * per_um, p.y - y * per_um);
}

/* The worst of the page's corners, 20 mm in. */
static double
off_of(const struct homography *map, int turn)
{
	double worst = 0;
	int i;

	for (i = 0; i < 4; i++)
		worst = fmax(worst, off_at(map, i & 1 ? 190000 : 20000,
					    i & 2 ? 277000 : 20000, turn));
	return worst;
}

/* --- pins --- */

static void
test_pins_guess__from_what_is_left(void **state)
{
	static const struct {
		const char *name;
		unsigned anchors, codes; /* lost */
		int turn;
		int n_anchors; /* found; -1: no guess */
		double off_px; /* at the far corner */
	} rows[] = {
		{"all there", 0, 0, 0, 4, 1},
		{"all there, turned", 0, 0, 2, 4, 1},
		{"one anchor lost", 1, 0, 0, 3, 1},
		{"two anchors lost", 5, 0, 0, 2, 1},
		{"three lost, turned", 13, 0, 2, 1, 1},
		{"only the codes", ALL, 0, 0, 0, 1},
		{"only the codes, turned", ALL, 0, 2, 0, 1},
		{"a code lost", 0, 1, 0, 4, 1},
		{"the other lost", 0, 2, 2, 4, 1},
		{"a code and all anchors", ALL, 1, 0, 0, 30},
		{"a code and two anchors", 6, 2, 0, 2, 3},
		{"both codes", 0, 3, 0, -1, 0},
		{"nothing left", ALL, 3, 0, -1, 0},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct synth_scan how = {
			.dpi = DPI, .depth = 8, .turn = rows[i].turn};
		struct guess guesses[REGISTER_GUESSES];
		struct err err = {0};
		int n, k, anchor;
		double off = 1e9;

		scan(rows[i].anchors, rows[i].codes, &how);
		assert_ok(pins_guess(&search, &work, &paper, guesses, &n, &err),
			&err);
		if (rows[i].n_anchors < 0) {
			if (n != 0)
				fail_msg("row '%s': %d guesses", rows[i].name,
					n);
			continue;
		}
		/* Which copy one code is, is for the codes to say. */
		for (k = 0; k < n; k++) {
			const double now =
				off_of(&guesses[k].map, rows[i].turn);

			if (now >= off)
				continue;
			off = now;
			if (guesses[k].n_anchors != rows[i].n_anchors)
				fail_msg("row '%s': %d anchors", rows[i].name,
					guesses[k].n_anchors);
			for (anchor = 0; anchor < FRAME_ANCHORS; anchor++)
				if (guesses[k].found[anchor] ==
					(rows[i].anchors >> anchor & 1))
					fail_msg("row '%s': anchor %d",
						rows[i].name, anchor);
		}
		if (off > rows[i].off_px)
			fail_msg("row '%s': %d guesses, the best off by %.2f "
				 "px",
				rows[i].name, n, off);
	}
}

/* A square of an anchor's size that stands elsewhere is not one. */
static void
test_pins_guess__false_anchor(void **state)
{
	const struct synth_scan how = {.dpi = DPI, .depth = 8};
	struct guess guesses[REGISTER_GUESSES];
	struct um_rect moved = frame_anchor(2);
	struct err err = {0};
	struct image image;
	int n;

	(void)state;
	synth_clean(synth);
	synth_rect(synth, frame_anchor(2), 1);
	moved.x -= 4500;
	moved.y -= 4500;
	synth_rect(synth, moved, 0);
	synth_scan(synth, &how, &image);
	assert_ok(reduce(&image, 1, &work, &err), &err);
	assert_ok(paper_measure(&work, &paper, &err), &err);
	synth_image_free(&image);
	assert_ok(pins_guess(&search, &work, &paper, guesses, &n, &err), &err);
	assert_true(n > 0);
	assert_int_equal(guesses[0].n_anchors, 3);
	assert_false(guesses[0].found[2]);
	assert_true(off_of(&guesses[0].map, 0) < 1);
}

/* --- locate --- */

static const char *const results[] = {
	[LOCATE_FOUND] = "found",
	[LOCATE_NOTHING] = "nothing",
	[LOCATE_NO_CODE] = "no code",
	[LOCATE_MIRRORED] = "mirrored",
};

static void
test_locate__says_what_it_found(void **state)
{
	static const struct {
		const char *name;
		unsigned anchors, codes; /* lost */
		struct synth_scan how;
		enum locate_result by_anchors, by_codes;
	} rows[] = {
		{"a page", 0, 0, {.dpi = DPI, .depth = 8}, LOCATE_FOUND,
			LOCATE_FOUND},
		{"turned", 0, 0, {.dpi = DPI, .depth = 8, .turn = 2},
			LOCATE_FOUND, LOCATE_FOUND},
		{"three anchors", 4, 0, {.dpi = DPI, .depth = 8}, LOCATE_FOUND,
			LOCATE_FOUND},
		{"a code", 0, 1, {.dpi = DPI, .depth = 8}, LOCATE_FOUND,
			LOCATE_FOUND},
		{"no anchors", ALL, 0, {.dpi = DPI, .depth = 8}, LOCATE_NOTHING,
			LOCATE_FOUND},
		{"no anchors, turned", ALL, 0,
			{.dpi = DPI, .depth = 8, .turn = 2}, LOCATE_NOTHING,
			LOCATE_FOUND},
		{"no codes", 0, 3, {.dpi = DPI, .depth = 8}, LOCATE_NO_CODE,
			LOCATE_NO_CODE},
		{"nothing of ours", ALL, 3, {.dpi = DPI, .depth = 8},
			LOCATE_NOTHING, LOCATE_NOTHING},
		{"mirrored", 0, 0, {.dpi = DPI, .depth = 8, .mirrored = true},
			LOCATE_MIRRORED, LOCATE_MIRRORED},
	};
	const struct locator locator = {&search, pagecode, &work, &paper};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct located found = {.residual_mm = -1};
		enum locate_result result;
		struct err err = {0};
		int k;

		scan(rows[i].anchors, rows[i].codes, &rows[i].how);
		assert_ok(locate_by_anchors(&locator, &found, &result, &err),
			&err);
		if (result != rows[i].by_anchors)
			fail_msg("row '%s', by anchors: %s", rows[i].name,
				results[result]);
		if (result == LOCATE_NOTHING)
			assert_near(found.residual_mm, -1, 0);
		/* The reader asks the codes for no mirror image. */
		if (result != LOCATE_FOUND && result != LOCATE_MIRRORED)
			assert_ok(locate_by_codes(
					  &locator, &found, &result, &err),
				&err);
		if (result != rows[i].by_codes)
			fail_msg("row '%s', by codes: %s", rows[i].name,
				results[result]);
		if (result != LOCATE_FOUND)
			continue;
		if (off_of(&found.guess.map, rows[i].how.turn) > 1 ||
			found.residual_mm < 0 || found.residual_mm > 0.05)
			fail_msg("row '%s': off by %.2f px, residual %.3f mm",
				rows[i].name,
				off_of(&found.guess.map, rows[i].how.turn),
				found.residual_mm);
		for (k = 0; k < FRAME_CODES; k++) {
			const double agreement = found.place[k].agreement;

			if (rows[i].codes >> k & 1
					? agreement >= LIMIT_CODE_SEEN
					: agreement < LIMIT_CODE_CLEAR)
				fail_msg("row '%s': code %d agrees by %.2f",
					rows[i].name, k, agreement);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pins_guess__from_what_is_left),
		cmocka_unit_test(test_pins_guess__false_anchor),
		cmocka_unit_test(test_locate__says_what_it_found),
	};

	return cmocka_run_group_tests_name("locate", tests, setup, teardown);
}
