#include "tests/test.h"

#include "intake/decide.h"

/* A box as seen: inside, mass, in_box, contrast. */
#define NONE                                                                   \
	{                                                                      \
		0                                                              \
	}
#define PEN                                                                    \
	{                                                                      \
		.inside = .15, .mass = 4, .largest = 4, .in_box = 3,           \
		.contrast = .6                                                 \
	}
#define HEAVY                                                                  \
	{                                                                      \
		.inside = .9, .mass = 30, .largest = 30, .in_box = 28,         \
		.contrast = .8                                                 \
	}
#define RING                                                                   \
	{                                                                      \
		.mass = 15, .largest = 15, .contrast = .6                      \
	}
#define CLOUD                                                                  \
	{                                                                      \
		.mass = 15, .largest = 15, .contrast = .6, .formless = true    \
	}
#define STRIPE                                                                 \
	{                                                                      \
		.inside = .2, .mass = 15, .largest = 15, .in_box = 4,          \
		.contrast = .6, .stripe = true                                 \
	}
#define BLOT                                                                   \
	{                                                                      \
		.inside = .3, .mass = 15, .largest = 15, .in_box = 14,         \
		.contrast = .6, .formless = true                               \
	}
#define PALE                                                                   \
	{                                                                      \
		.mass = 3, .largest = 3, .in_box = 3, .contrast = .1           \
	}
#define SMALL                                                                  \
	{                                                                      \
		.mass = .15, .largest = .15, .in_box = .15, .contrast = .6     \
	}
#define SPECK                                                                  \
	{                                                                      \
		.mass = .15, .largest = .15, .contrast = .6                    \
	}
#define LINED                                                                  \
	{                                                                      \
		.mass = .19, .largest = .08, .contrast = .5, .lined = true     \
	}
#define DUST                                                                   \
	{                                                                      \
		.mass = .9, .largest = .05, .contrast = .6                     \
	}
#define HIDDEN                                                                 \
	{                                                                      \
		.hidden = true                                                 \
	}
#define FOLDED                                                                 \
	{                                                                      \
		.folded = true                                                 \
	}

static const struct {
	const char *name;
	struct box_seen boxes[3];
	double stray, dirt, remote, through;
	bool shared, foreign, blind;
	enum answer_status status;
	int value;
	const char *reason;
} cases[] = {
	{"nothing", {NONE, NONE, NONE}, .status = ANSWER_BLANK, .reason = ""},
	{"a cloud of dots on the picture", {NONE, CLOUD, NONE},
		.status = ANSWER_REVIEW, .reason = "outside"},
	{"a band through the box", {NONE, STRIPE, NONE},
		.status = ANSWER_REVIEW, .reason = "outside"},
	{"a blot in the box", {NONE, BLOT, NONE}, .status = ANSWER_ANSWERED,
		.value = 2, .reason = ""},
	{"one pen mark", {NONE, PEN, NONE}, .status = ANSWER_ANSWERED,
		.value = 2, .reason = ""},
	{"a lone heavy mark", {HEAVY, NONE, NONE}, .status = ANSWER_ANSWERED,
		.value = 1, .reason = ""},
	{"a ring round the picture", {NONE, RING, NONE},
		.status = ANSWER_ANSWERED, .value = 2, .reason = ""},
	{"rather not", {NONE, NONE, PEN}, .status = ANSWER_DECLINED,
		.value = VALUE_DECLINED, .reason = ""},
	{"two marks", {PEN, PEN, NONE}, .status = ANSWER_REVIEW,
		.reason = "two_marks"},
	{"two heavy marks", {HEAVY, HEAVY, NONE}, .status = ANSWER_REVIEW,
		.reason = "two_marks"},
	{"one blackened", {HEAVY, PEN, NONE}, .status = ANSWER_REVIEW,
		.reason = "corrected"},
	{"the rim of a stain, through the box's edge",
		{NONE,
			{.mass = .31,
				.largest = .31,
				.in_box = .13,
				.contrast = .42,
				.formless = true},
			NONE},
		.status = ANSWER_REVIEW, .reason = "outside"},
	{"pale", {PALE, NONE, NONE}, .status = ANSWER_REVIEW,
		.reason = "faint"},
	{"small in the box", {NONE, SMALL, NONE}, .status = ANSWER_REVIEW,
		.reason = "faint"},
	{"a mark and a small one in a box", {PEN, SMALL, NONE},
		.status = ANSWER_REVIEW, .reason = "two_marks"},
	{"a mark and a speck in a picture", {PEN, SPECK, NONE},
		.status = ANSWER_ANSWERED, .value = 1, .reason = ""},
	{"a mark and ink along a picture's print", {PEN, LINED, NONE},
		.status = ANSWER_REVIEW, .reason = "two_marks"},
	{"a blackened box and ink along a picture's print",
		{HEAVY, LINED, NONE}, .status = ANSWER_REVIEW,
		.reason = "corrected"},
	{"ink along a picture's print", {NONE, LINED, NONE},
		.status = ANSWER_REVIEW, .reason = "faint"},
	{"a mark as pale as what shows through",
		{{.mass = 4,
			 .largest = 2,
			 .in_box = 2,
			 .contrast = .26,
			 .pale = 13},
			{.pale = 3}, {.pale = 1.5}},
		.through = .17, .status = ANSWER_REVIEW, .reason = "faint"},
	{"a darker one with a pale rim",
		{{.mass = 4,
			 .largest = 4,
			 .in_box = 4,
			 .contrast = .5,
			 .pale = 3},
			{.pale = 3}, {.pale = 1.5}},
		.through = .17, .status = ANSWER_ANSWERED, .value = 1,
		.reason = ""},
	{"a mark and a small spot on a dirty page", {PEN, SMALL, NONE},
		.dirt = .2, .status = ANSWER_ANSWERED, .value = 1,
		.reason = ""},
	{"dust adds up to nothing", {DUST, NONE, NONE}, .status = ANSWER_BLANK,
		.reason = ""},
	{"ink beside an empty item", {NONE, NONE, NONE}, .stray = .5,
		.status = ANSWER_REVIEW, .reason = "outside"},
	{"writing beside a mark", {PEN, NONE, NONE}, .stray = 5,
		.status = ANSWER_REVIEW, .reason = "outside"},
	{"a pen's rest beside a mark", {PEN, NONE, NONE}, .stray = .5,
		.status = ANSWER_ANSWERED, .value = 1, .reason = ""},
	{"ink of two items", {PEN, NONE, NONE}, .shared = true,
		.status = ANSWER_REVIEW, .reason = "outside"},
	{"a tear's shadow", {PEN, NONE, NONE}, .foreign = true,
		.status = ANSWER_REVIEW, .reason = "outside"},
	{"a covered box", {NONE, HIDDEN, NONE}, .status = ANSWER_UNREADABLE,
		.reason = "covered"},
	{"what lies over a covered box is no mark",
		{NONE,
			{.mass = 90,
				.largest = 90,
				.in_box = 60,
				.contrast = .9,
				.inside = 1,
				.hidden = true},
			NONE},
		.status = ANSWER_UNREADABLE, .reason = "covered"},
	{"a mark and a covered box", {PEN, HIDDEN, NONE},
		.status = ANSWER_REVIEW, .reason = "covered"},
	{"a fold through an empty box", {FOLDED, NONE, NONE},
		.status = ANSWER_REVIEW, .reason = "fold"},
	{"a mark on the question of an empty item", {NONE, NONE, NONE},
		.remote = .5, .status = ANSWER_REVIEW, .reason = "outside"},
	{"a note far from a mark", {PEN, NONE, NONE}, .remote = 5,
		.status = ANSWER_ANSWERED, .value = 1, .reason = ""},
	{"a mark where the other side shows", {PEN, {.pale = 3}, NONE},
		.through = .2, .status = ANSWER_ANSWERED, .value = 1,
		.reason = ""},
	{"a mark hardly darker than what shows",
		{{.mass = 4, .largest = 4, .in_box = 3, .contrast = .25},
			{.pale = 3}, NONE},
		.through = .2, .status = ANSWER_REVIEW, .reason = "faint"},
	{"a mark, and a box full of what is as pale as the other side",
		{PEN, {.pale = 8}, NONE}, .through = .2,
		.status = ANSWER_REVIEW, .reason = "faint"},
	{"a mark, and a small pale one that the other side is not dark enough "
	 "for",
		{PEN, {.pale = 1.5, .pale_dark = 1.3}, {.pale = .1}},
		.through = .34, .status = ANSWER_REVIEW, .reason = "faint"},
	{"a mark, and what shows as dark in every box",
		{{.mass = 4,
			 .largest = 4,
			 .in_box = 3,
			 .contrast = .8,
			 .pale = 1.4,
			 .pale_dark = 1.2},
			{.pale = 1.5, .pale_dark = 1.3},
			{.pale = 1.4, .pale_dark = 1.1}},
		.through = .2, .status = ANSWER_ANSWERED, .value = 1,
		.reason = ""},
	{"pale ink in an empty item where the other side shows",
		{NONE, {.pale = .5}, NONE}, .through = .2,
		.status = ANSWER_REVIEW, .reason = "faint"},
	{"a box a little darker than the page's others",
		{NONE, {.toned = true}, NONE}, .status = ANSWER_REVIEW,
		.reason = "faint"},
	{"a mark and a box a little darker", {PEN, {.toned = true}, NONE},
		.status = ANSWER_ANSWERED, .value = 1, .reason = ""},
	{"a spot too small for a mark, in a box of a clean page",
		{NONE, {.spot = .04}, NONE}, .status = ANSWER_REVIEW,
		.reason = "faint"},
	{"the same on a dirty page", {NONE, {.spot = .04}, NONE}, .dirt = .05,
		.status = ANSWER_BLANK, .reason = ""},
	{"the same beside a mark", {PEN, {.spot = .04}, NONE},
		.status = ANSWER_ANSWERED, .value = 1, .reason = ""},
	{"nothing, where faint ink is lost", {NONE, NONE, NONE}, .blind = true,
		.status = ANSWER_REVIEW, .reason = "faint"},
	{"a mark where faint ink is lost", {PEN, NONE, NONE}, .blind = true,
		.status = ANSWER_ANSWERED, .value = 1, .reason = ""},
	{"a fold and a mark", {FOLDED, PEN, NONE}, .status = ANSWER_ANSWERED,
		.value = 2, .reason = ""},
};

static void
test_decide__by_table(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct item_seen item = {.item = "health",
			.n = 3,
			.stray = cases[i].stray,
			.dirt = cases[i].dirt,
			.remote = cases[i].remote,
			.through = cases[i].through,
			.blind = cases[i].blind,
			.shared = cases[i].shared,
			.foreign = cases[i].foreign};
		struct answer answer;

		memcpy(item.boxes, cases[i].boxes, sizeof(cases[i].boxes));
		item.boxes[0].value = 1;
		item.boxes[1].value = 2;
		item.boxes[2].value = VALUE_DECLINED;
		decide(&item, &answer);
		if (answer.status != cases[i].status ||
			answer.value != cases[i].value ||
			strcmp(answer.reason, cases[i].reason) != 0)
			fail_msg("row %zu '%s': %s, value %d, reason '%s'", i,
				cases[i].name,
				answer_status_word(answer.status), answer.value,
				answer.reason);
	}
}

static void
test_decide__evidence_is_kept(void **state)
{
	struct item_seen item = {.item = "health", .n = 2};
	struct answer answer;

	(void)state;
	item.boxes[0] = (struct box_seen){.value = 1, .outline = .9};
	item.boxes[1] = (struct box_seen){.value = 2,
		.box_mm2 = 64,
		.inside = .2,
		.mass = 3,
		.largest = 3,
		.in_box = 3,
		.contrast = .5,
		.shift_mm = .3};
	decide(&item, &answer);
	assert_string_equal(answer.item, "health");
	assert_int_equal(answer.n_marks, 2);
	assert_false(answer.marks[0].candidate);
	assert_true(answer.marks[1].candidate);
	assert_near(answer.marks[0].outline, .9, 1e-9);
	assert_near(answer.marks[1].ink, .2, 1e-9);
	assert_near(answer.marks[1].zone_ink, 3.0 / 64, 1e-9);
	assert_near(answer.marks[1].shift_mm, .3, 1e-9);
	assert_true(answer.confidence > .9 && answer.confidence <= 1);
}

/* No strength of a second mark makes the first one's value certain again. */
static void
test_decide__a_growing_second_mark_never_flips(void **state)
{
	int k;

	(void)state;
	for (k = 0; k <= 1000; k++) {
		const double mass = k * .03;
		struct item_seen item = {.item = "a", .n = 2};
		struct answer answer;

		item.boxes[0] = (struct box_seen){.value = 1,
			.mass = 4,
			.largest = 4,
			.in_box = 4,
			.contrast = .6};
		item.boxes[1] = (struct box_seen){.value = 2,
			.mass = mass,
			.largest = mass,
			.in_box = mass,
			.contrast = .6};
		decide(&item, &answer);
		if (answer.status == ANSWER_ANSWERED &&
			(answer.value != 1 || mass > .3))
			fail_msg("second mark of %g mm2: value %d", mass,
				answer.value);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_decide__by_table),
		cmocka_unit_test(test_decide__evidence_is_kept),
		cmocka_unit_test(
			test_decide__a_growing_second_mark_never_flips),
	};

	return cmocka_run_group_tests_name("decide", tests, NULL, NULL);
}
