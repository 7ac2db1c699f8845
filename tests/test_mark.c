#include "tests/test.h"

#include "core/reading.h"
#include "intake/mark.h"

/*
 * Two items of three cells each, 25 x 40 mm and 28 mm apart, one row above the
 * other; each box is 8 x 8 mm. Boxes 0 to 2 are `above`, 3 to 5 `below`.
 */
#define BOXES 6
#define ABOVE 0
#define BELOW 1

#define HOLE(x_mm, y_mm, two)                                                  \
	{                                                                      \
		.x = (x_mm)*1000.0, .y = (y_mm)*1000.0, .r = 3000,             \
		.paired = (two)                                                \
	}

/* A stroke: where it reaches, its mass, and its shares of zones and boxes. */
struct drawn {
	double x0, y0, x1, y1; /* mm */
	double outside, in_field;
	struct {
		int box;
		double mass, in_box;
	} zones[3];
	bool many;
	double area; /* mm^2; 0: the mass */
};

static const struct {
	const char *name;
	struct drawn strokes[2];
	/* What inside of box 0 is ink, and its slivers. */
	double inside, sliver_box, sliver, thicker;
	/* Boxes that must be seen as marked (largest at least 0.08), bits. */
	unsigned marked;
	bool shared[2], foreign[2], stray[2];
	struct hole holes[2];	 /* um */
	unsigned hidden, folded; /* boxes, bits */
} cases[] = {
	{"a tick", {{20, 30, 28, 38, .zones = {{0, 3, 3}}}}, .marked = 1},
	{"a tick whose tail lies in the neighbour's picture",
		{{20, 20, 45, 38, .zones = {{0, 3, 2}, {1, 1.5, 0}}}},
		.marked = 1},
	{"a tick whose tail crosses the neighbour's box",
		{{20, 30, 55, 38, .zones = {{0, 5, 3}, {1, 1, .5}}}},
		.marked = 1},
	{"a line through both boxes",
		{{20, 30, 55, 38, .zones = {{0, 3, 2}, {1, 3, 2}}}},
		.marked = 3, .shared = {true, false}},
	{"a line through both boxes, longer in one cell",
		{{20, 30, 55, 38, .zones = {{0, 6, 2}, {1, 2, 1.5}}}},
		.marked = 3, .shared = {true, false}},
	{"a pen on the box's printed line", {{.x1 = 0}}, .thicker = .3,
		.marked = 1},
	{"print that runs a little", {{.x1 = 0}}, .thicker = .1, .marked = 0},
	{"a blackened box joined to the new mark",
		{{20, 30, 55, 38, .zones = {{0, 30, 28}, {1, 4, 2}}}},
		.inside = .8, .marked = 3, .shared = {true, false}},
	{"a tick's tail that print cut off",
		{{20, 30, 28, 38, .zones = {{0, 3, 3}}},
			{30.7, 26, 38, 31, .zones = {{0, .4, 0}},
				.outside = 1}},
		.marked = 1},
	{"a stroke farther off",
		{{20, 30, 28, 38, .zones = {{0, 3, 3}}},
			{31.1, 26, 38, 31, .zones = {{0, .4, 0}},
				.outside = 1}},
		.marked = 1, .shared = {true, false}},
	{"as near, but heavier than the mark",
		{{20, 30, 28, 38, .zones = {{0, 3, 3}}},
			{30.7, 26, 38, 31, .zones = {{0, .6, 0}},
				.outside = 2.6}},
		.marked = 1, .shared = {true, false}},
	{"a tail into the row above",
		{{20, 30, 30, 100, .zones = {{3, 6, 4}, {0, 1, .4}}}},
		.marked = 8},
	{"a ring over two cells",
		{{12, 5, 60, 30, .zones = {{0, 6, 0}, {1, 6, 0}},
			.outside = 1}},
		.marked = 3, .shared = {true, false}},
	{"a ring wider than its cell",
		{{35, 5, 70, 30, .zones = {{1, 12, 0}, {0, 3, 0}, {2, 3, 0}},
			.outside = 3}},
		.marked = 2},
	{"a ring half below its cell, cut by the line under it",
		{{14, 42, 30, 60, .zones = {{0, 9, 0}}, .outside = 11}},
		.marked = 1, .shared = {true, false}},
	{"a thick ring half below its cell: a cup stood there",
		{{14, 42, 36, 53, .zones = {{0, 16, 0}}, .outside = 9},
			{14, 54.5, 36, 55.5, .outside = 30}},
		.marked = 1, .stray = {true, false}},
	{"a line down both items",
		{{20, 20, 30, 90, .zones = {{0, 4, 0}, {3, 4, 0}}}},
		.marked = 9, .shared = {true, true}},
	{"a mark between two cells", {{36, 20, 38, 28, .outside = 2}},
		.stray = {true, false}},
	{"a mark between two items", {{20, 53, 28, 57, .outside = 2}},
		.stray = {true, true}},
	{"a mark far from both", {{20, 130, 28, 135, .outside = 2}},
		.marked = 0},
	{"writing in its field", {{20, 30, 60, 36, .in_field = 9}},
		.marked = 0},
	{"a speck", {{20, 20, 20.2, 20.2, .zones = {{0, .05, .05}}}},
		.marked = 0},
	{"two marks",
		{{20, 30, 28, 38, .zones = {{0, 3, 3}}},
			{48, 30, 56, 38, .zones = {{1, 3, 3}}}},
		.marked = 3},
	{"a tear's shadow",
		{{10, 10, 100, 40, .zones = {{0, 3, 0}, {1, 3, 0}}}},
		.foreign = {true, false}},
	{"a scribble over everything",
		{{10, 10, 70, 80, .zones = {{0, 3, 1}, {1, 3, 1}, {2, 3, 1}},
			.many = true}},
		.marked = 7, .shared = {true, true}},
	{"two punched holes", {{.x1 = 0}},
		.holes = {HOLE(12, 23, true), HOLE(12, 103, true)},
		.folded = 1},
	{"a hole over a box's corner", {{.x1 = 0}},
		.holes = {HOLE(17.4, 30, true), HOLE(17.4, 110, true)},
		.folded = 1},
	{"a hole over a quarter of a box", {{.x1 = 0}},
		.holes = {HOLE(23, 36, true), HOLE(23, 116, true)}, .folded = 1,
		.hidden = 1},
	{"a tick beside a hole", {{20, 30, 28, 38, .zones = {{0, 3, 3}}}},
		.holes = {HOLE(12, 23, true), HOLE(12, 103, true)}, .marked = 1,
		.folded = 1},
	{"one disc may be a hole, or a mark",
		{{9, 20, 15, 26, .zones = {{0, 20, 0}}, .area = 28}},
		.holes = {HOLE(12, 23, false)}, .marked = 1,
		.shared = {true, false}, .folded = 1},
	{"the same in two pieces, cut by the box's outline",
		{{14, 27, 19, 33, .zones = {{0, 20, 0}}, .area = 25},
			{19.5, 32.2, 20.4, 33.2, .zones = {{0, .4, .4}}}},
		.holes = {HOLE(17.4, 30, false)}, .marked = 1,
		.shared = {true, false}, .folded = 1},
	{"one disc far from any box", {{9, 150, 15, 156, .outside = 28}},
		.holes = {HOLE(12, 153, false)}},
	{"a line along the box's outline", {{.x1 = 0}}, .sliver_box = .4,
		.marked = 1},
	{"a line along the picture's", {{.x1 = 0}}, .sliver = .4, .marked = 1},
	{"print a little off", {{.x1 = 0}}, .sliver = .1, .sliver_box = .1,
		.marked = 0},
};

static int32_t
um(double mm)
{
	return (int32_t)(mm * 1000);
}

static void
page_make(struct layout_page *page, struct layout_box boxes[BOXES])
{
	int i;

	*page = (struct layout_page){
		.page = 1, .boxes = boxes, .n_boxes = BOXES};
	for (i = 0; i < BOXES; i++) {
		const double x = 11 + 28 * (i % 3), y = 10 + 50 * (i / 3);

		boxes[i] = (struct layout_box){.value = i % 3 + 1,
			.box = {um(x + 8.5), um(y + 22), 8000, 8000},
			.zone = {um(x), um(y), 25000, 40000}};
		snprintf(boxes[i].item, sizeof(boxes[i].item), "%s",
			i < 3 ? "above" : "below");
	}
}

/* An empty page as ink sees it. */
static void
ink_make(struct ink *ink, struct stroke *strokes, struct box_ink *seen,
	struct field *field, struct outline *outlines)
{
	int i;

	for (i = 0; i < BOXES; i++) {
		seen[i] = (struct box_ink){.seen_box = 1, .seen = 1};
		outlines[i] = (struct outline){.match = 1, .believed = true};
	}
	*field = (struct field){.at = outlines, .n = BOXES};
	*ink = (struct ink){
		.strokes = strokes, .boxes = seen, .n_boxes = BOXES};
}

static void
stroke_make(const struct drawn *from, struct stroke *to)
{
	int k;

	*to = (struct stroke){.contrast = .6,
		.outside = from->outside,
		.in_field = from->in_field,
		.x0 = from->x0 * 1000,
		.y0 = from->y0 * 1000,
		.x1 = from->x1 * 1000,
		.y1 = from->y1 * 1000,
		.many = from->many};
	to->mass = from->outside + from->in_field;
	for (k = 0; k < 3 && from->zones[k].mass > 0; k++) {
		to->zones[k].box = from->zones[k].box;
		to->zones[k].mass = from->zones[k].mass;
		to->zones[k].in_box = from->zones[k].in_box;
		to->mass += from->zones[k].mass;
	}
	to->n_zones = k;
	to->area = from->area > 0 ? from->area : to->mass;
}

/* A page with nothing on it, then what is drawn, then what is seen of it. */
struct scene {
	struct layout_box boxes[BOXES];
	struct outline outlines[BOXES];
	struct box_ink seen[BOXES];
	struct stroke strokes[60];
	struct layout_page page;
	struct field field;
	struct ink ink;
	struct item_seen items[READING_ANSWERS];
};

static void
scene_make(struct scene *scene)
{
	page_make(&scene->page, scene->boxes);
	ink_make(&scene->ink, scene->strokes, scene->seen, &scene->field,
		scene->outlines);
}

static void
scene_draw(struct scene *scene, const struct drawn *drawn)
{
	assert_true(scene->ink.n_strokes < 60);
	stroke_make(drawn, &scene->strokes[scene->ink.n_strokes++]);
}

static void
scene_look(struct scene *scene)
{
	struct err err = {0};
	int n;

	assert_ok(marks_attribute(&scene->page, &scene->ink, &scene->field,
			  scene->items, READING_ANSWERS, &n, &err),
		&err);
	assert_int_equal(n, 2);
}

static void
test_mark__by_table(void **state)
{
	size_t c;

	(void)state;
	for (c = 0; c < sizeof(cases) / sizeof(cases[0]); c++) {
		struct scene scene;
		unsigned marked = 0, hidden = 0, folded = 0;
		int i;

		scene_make(&scene);
		for (i = 0; i < 2 && cases[c].strokes[i].x1 > 0; i++)
			scene_draw(&scene, &cases[c].strokes[i]);
		for (i = 0; i < 2 && cases[c].holes[i].r > 0; i++)
			scene.ink.holes[scene.ink.n_holes++] =
				cases[c].holes[i];
		scene.seen[0].inside = cases[c].inside;
		scene.seen[0].sliver_box = cases[c].sliver_box;
		scene.seen[0].sliver = cases[c].sliver;
		scene.outlines[0].thicker = cases[c].thicker;
		scene_look(&scene);
		for (i = 0; i < BOXES; i++)
			if (scene.items[i / 3].boxes[i % 3].largest >= 0.08)
				marked |= 1U << i;
		for (i = 0; i < BOXES; i++) {
			const struct box_seen *box =
				&scene.items[i / 3].boxes[i % 3];

			hidden |= (unsigned)box->hidden << i;
			folded |= (unsigned)box->folded << i;
		}
		if (hidden != cases[c].hidden || folded != cases[c].folded)
			fail_msg("%s: boxes %#x hidden and %#x folded, not "
				 "%#x and %#x",
				cases[c].name, hidden, folded, cases[c].hidden,
				cases[c].folded);
		if (marked != cases[c].marked)
			fail_msg("%s: boxes %#x marked, not %#x", cases[c].name,
				marked, cases[c].marked);
		for (i = 0; i < 2; i++) {
			if (scene.items[i].shared != cases[c].shared[i])
				fail_msg("%s: %s is%s shared", cases[c].name,
					scene.items[i].item,
					scene.items[i].shared ? "" : " not");
			if (scene.items[i].foreign != cases[c].foreign[i])
				fail_msg("%s: %s is%s reached by foreign ink",
					cases[c].name, scene.items[i].item,
					scene.items[i].foreign ? "" : " not");
			if ((scene.items[i].stray > 0) != cases[c].stray[i])
				fail_msg("%s: %s has %g mm2 of stray ink",
					cases[c].name, scene.items[i].item,
					scene.items[i].stray);
		}
	}
}

/* What hides a box, and what does not. */
static void
test_mark__what_is_hidden(void **state)
{
	static const struct {
		const char *name;
		double seen_box, seen, covered, fold;
		bool hidden, folded;
	} rows[] = {
		{"in sight", 1, 1, 0, 0, false, false},
		{"its outline torn off", .2, .9, 0, 0, true, false},
		{"its picture covered", 1, .3, 0, 0, true, false},
		{"a blot over the cell", 1, 1, .9, 0, true, false},
		{"a fold through the box", 1, 1, 0, .5, false, true},
		{"a fold beside the box", 1, 1, 0, .05, false, false},
	};
	size_t c;

	(void)state;
	for (c = 0; c < sizeof(rows) / sizeof(rows[0]); c++) {
		struct scene scene;

		scene_make(&scene);
		scene.seen[1].seen_box = rows[c].seen_box;
		scene.seen[1].seen = rows[c].seen;
		scene.seen[1].covered = rows[c].covered;
		scene.seen[1].fold = rows[c].fold;
		scene_look(&scene);
		if (scene.items[ABOVE].boxes[1].hidden != rows[c].hidden)
			fail_msg("%s: hidden is %d", rows[c].name,
				scene.items[ABOVE].boxes[1].hidden);
		if (scene.items[ABOVE].boxes[1].folded != rows[c].folded)
			fail_msg("%s: folded is %d", rows[c].name,
				scene.items[ABOVE].boxes[1].folded);
		assert_false(scene.items[BELOW].boxes[1].hidden);
	}
}

/* Spots all over the page are dirt; the same in one cell may be a mark. */
static void
test_mark__dirt_against_the_page(void **state)
{
	static const struct {
		const char *name;
		bool everywhere;
	} rows[] = {{"in one cell", false}, {"in every cell", true}};
	size_t c;

	(void)state;
	for (c = 0; c < 2; c++) {
		struct scene scene;
		int i;

		scene_make(&scene);
		for (i = 0; i < 60; i++) {
			const struct drawn spot = {20, 20, 20.2, 20.2,
				.zones = {{rows[c].everywhere ? i % BOXES : 4,
					.05, 0}}};

			scene_draw(&scene, &spot);
		}
		scene_look(&scene);
		if ((scene.items[BELOW].boxes[1].largest > 0) ==
			rows[c].everywhere)
			fail_msg("60 spots %s: largest %g", rows[c].name,
				scene.items[BELOW].boxes[1].largest);
	}
}

/* A torn corner's crumbs and the page's edge tell nothing of the boxes. */
static void
test_mark__dirt_lies_among_the_boxes(void **state)
{
	static const struct {
		const char *name;
		double x, y; /* mm */
		bool is_dirt;
	} rows[] = {{"between the boxes", 30, 30, true},
		{"along the left edge", 1, 30, false},
		{"along the right edge", 208, 30, false},
		{"above them", 30, 2, false}, {"below them", 30, 290, false}};
	size_t c;

	(void)state;
	for (c = 0; c < sizeof(rows) / sizeof(rows[0]); c++) {
		struct scene scene;
		int i;

		scene_make(&scene);
		for (i = 0; i < 40; i++) {
			const struct drawn spot = {rows[c].x, rows[c].y,
				rows[c].x + .3, rows[c].y + .3, .outside = .1};

			scene_draw(&scene, &spot);
		}
		scene_look(&scene);
		if ((scene.items[0].dirt > 0) != rows[c].is_dirt)
			fail_msg("%s: dirt %g", rows[c].name,
				scene.items[0].dirt);
	}
}

/* What no pen draws is marked where it lies on a picture, and for a person. */
static void
test_mark__what_has_no_form(void **state)
{
	static const struct {
		const char *name;
		struct drawn strokes[2];
		double contrast, bulk;
		bool formless;
	} rows[] = {
		{"a ring on the picture",
			{{14, 12, 34, 32, .zones = {{0, 30, 0}}}}, .6, 30,
			false},
		{"a highlighter's small ring",
			{{16, 12, 28, 25, .zones = {{0, 30, 0}}}}, .2, 30,
			false},
		{"a ring in thin pencil",
			{{14, 12, 34, 32, .zones = {{0, 30, 0}}, .area = 40}},
			.2, 30, false},
		{"the ring of a cup",
			{{14, 12, 34, 32, .zones = {{0, 30, 0}}, .area = 120}},
			.2, 30, true},
		{"the same, cut by the picture",
			{{14, 12, 34, 21, .zones = {{0, 15, 0}}, .area = 60},
				{14, 22, 34, 32, .zones = {{0, 15, 0}},
					.area = 60}},
			.2, 15, true},
		{"a smudge", {{14, 12, 20, 18, .zones = {{0, 30, 0}}}}, .6, 30,
			true},
		{"a cloud of dots", {{14, 12, 34, 32, .zones = {{0, 30, 0}}}},
			.6, 5, true},
		{"a straight band", {{14, 12, 34, 15, .zones = {{0, 30, 0}}}},
			.6, 30, true},
	};
	size_t c;

	(void)state;
	for (c = 0; c < sizeof(rows) / sizeof(rows[0]); c++) {
		struct scene scene;
		size_t i;

		scene_make(&scene);
		for (i = 0; i < 2 && rows[c].strokes[i].x1 > 0; i++) {
			scene_draw(&scene, &rows[c].strokes[i]);
			scene.strokes[i].contrast = rows[c].contrast;
			scene.strokes[i].bulk = rows[c].bulk;
		}
		scene_look(&scene);
		if (scene.items[ABOVE].boxes[0].largest <= 0)
			fail_msg("%s is not the first box's", rows[c].name);
		if (scene.items[ABOVE].boxes[0].formless != rows[c].formless)
			fail_msg("%s has %s form", rows[c].name,
				rows[c].formless ? "a" : "no");
	}
}

static void
test_mark__more_items_than_room(void **state)
{
	struct item_seen items[1];
	struct layout_box boxes[BOXES];
	struct outline outlines[BOXES];
	struct box_ink seen[BOXES];
	struct layout_page page;
	struct stroke strokes[1];
	struct field field;
	struct err err = {0};
	struct ink ink;
	int n;

	(void)state;
	page_make(&page, boxes);
	ink_make(&ink, strokes, seen, &field, outlines);
	assert_false(marks_attribute(&page, &ink, &field, items, 1, &n, &err));
	assert_int_equal(err.code, ERR_LIMIT);
	assert_string_equal(err.text, "page 1: more than 1 items");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_mark__by_table),
		cmocka_unit_test(test_mark__what_is_hidden),
		cmocka_unit_test(test_mark__dirt_against_the_page),
		cmocka_unit_test(test_mark__dirt_lies_among_the_boxes),
		cmocka_unit_test(test_mark__what_has_no_form),
		cmocka_unit_test(test_mark__more_items_than_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
