/*
 * The pictograms as a set: complete, in one style, and clear after a bilevel
 * scan at 200 dpi of a picture 14 mm wide.
 *
 * With a path as argument it leaves the contact sheet there, as path.pdf and
 * path.png (make pictograms).
 */
#include "tests/test.h"

#include "core/art.h"
#include "core/geom.h"
#include "core/str.h"
#include "draw/canvas.h"
#include "draw/text.h"
#include "instrument/instrument.h"
#include "instrument/pictogram.h"

#include <dirent.h>
#include <leptonica/allheaders.h>
#include <unistd.h>

#define TEMPLATES "templates"
#define FOLDER "templates/pictograms"
#define SET_LIMIT 512
#define NAME 64

#define GRID 96.0f  /* every viewBox */
#define LINE 4.0f   /* a stroke; */
#define INNER 3.0f  /* the thinnest, for lines within a thing */
#define SIDE_PX 110 /* 14 mm at 200 dpi */
#define SIDE_UM 13970
#define FINE 4 /* pixels of the fine picture in one of the scan's */

/*
 * The least share of the ink of two neighbours in a ladder, taken together,
 * that only one of them has. The closest pair of today is named by the test's
 * message when it fails; measured, docs/pictograms.md.
 */
#define NEIGHBOURS 0.12
/* Ours against rsvg-convert's: pixels in both of those in either. */
#define SAME 0.97
/* How far the scan's share of ink may be from the fine picture's. */
#define INK_CHANGE 0.08
/* Ink or paper of fewer fine pixels than this (2 by 2 of the scan) is rim. */
#define RIM_PX (2 * FINE * 2 * FINE)

struct picture {
	char name[NAME]; /* without .svg */
	struct art *art;
	PIX *fine; /* ours, SIDE_PX * FINE wide, 1 bit */
	PIX *scan; /* the same as a scanner gives it, 1 bit */
};

static struct {
	struct picture pictures[SET_LIMIT];
	size_t n;
	char dir[32];
} set;

static int
by_name(const void *a, const void *b)
{
	return strcmp(((const struct picture *)a)->name,
		((const struct picture *)b)->name);
}

static void
load_set(void)
{
	DIR *folder = opendir(FOLDER);
	struct dirent *entry;
	struct err err = {0};

	assert_non_null(folder);
	while ((entry = readdir(folder)) != NULL) {
		struct picture *picture = &set.pictures[set.n];
		const char *dot = strrchr(entry->d_name, '.');
		char path[sizeof(FOLDER) + 256 + 1];

		if (dot == NULL || strcmp(dot, ".svg") != 0)
			continue;
		assert_true(set.n < SET_LIMIT);
		assert_true((size_t)(dot - entry->d_name) < NAME);
		memcpy(picture->name, entry->d_name,
			(size_t)(dot - entry->d_name));
		snprintf(path, sizeof(path), "%s/%s", FOLDER, entry->d_name);
		assert_ok(picture->art = pictogram_load(path, &err), &err);
		set.n++;
	}
	closedir(folder);
	assert_true(set.n > 0);
	qsort(set.pictures, set.n, sizeof(*set.pictures), by_name);
}

static const struct picture *
find(const char *name)
{
	struct picture key = {.art = NULL};

	str_copy(key.name, sizeof(key.name), name);
	return bsearch(&key, set.pictures, set.n, sizeof(key), by_name);
}

static void run(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void
run(const char *format, ...)
{
	char command[512];
	va_list args;
	int n;

	va_start(args, format);
	n = vsnprintf(command, sizeof(command), format, args);
	va_end(args);
	assert_true(n > 0 && (size_t)n < sizeof(command));
	if (system(command) != 0)
		fail_msg("failed: %s", command);
}

static void
write_file(const char *path, const struct str *content)
{
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(
		fwrite(content->at, 1, content->len, file), content->len);
	assert_int_equal(fclose(file), 0);
}

/* One bit a pixel, 1 is ink; what comes in is ended. */
static PIX *
bilevel(PIX *grey)
{
	PIX *pix;

	assert_non_null(grey);
	pix = pixThresholdToBinary(grey, 128);
	assert_non_null(pix);
	pixDestroy(&grey);
	return pix;
}

/* A picture file as 8-bit grey. */
static PIX *
read_grey(const char *path)
{
	PIX *pix = pixRead(path);
	PIX *grey;

	if (pix == NULL)
		fail_msg("%s cannot be read", path);
	grey = pixConvertTo8(pix, 0);
	assert_non_null(grey);
	pixDestroy(&pix);
	return grey;
}

/* Every picture on a page of its own, through our PDF and poppler. */
static void
render_set(void)
{
	const struct um_rect page = {0, 0, SIDE_UM, SIDE_UM};
	const struct canvas_doc doc = {
		.title = "pictograms", .lang = "en", .size = page};
	struct err err = {0};
	struct str pdf = {0};
	struct canvas *canvas = canvas_new(&doc, &err);
	char path[128];
	size_t i;

	assert_ok(canvas != NULL, &err);
	for (i = 0; i < set.n; i++) {
		canvas_page(canvas);
		canvas_art(canvas, set.pictures[i].art, page);
	}
	assert_ok(canvas_write(canvas, &pdf, &err), &err);
	canvas_free(canvas);
	snprintf(path, sizeof(path), "%s/set.pdf", set.dir);
	write_file(path, &pdf);
	str_finish(&pdf);
	run("pdftoppm -r %d -gray %s %s/p", 200 * FINE, path, set.dir);
	for (i = 0; i < set.n; i++) {
		struct picture *picture = &set.pictures[i];
		PIX *grey, *half, *small;

		snprintf(path, sizeof(path), "%s/p-%0*zu.pgm", set.dir,
			set.n > 99  ? 3
			: set.n > 9 ? 2
				    : 1,
			i + 1);
		grey = read_grey(path);
		assert_int_equal(pixGetWidth(grey), SIDE_PX * FINE);
		assert_int_equal(pixGetHeight(grey), SIDE_PX * FINE);
		half = pixScaleAreaMap2(grey);
		small = pixScaleAreaMap2(half);
		pixDestroy(&half);
		picture->fine = bilevel(grey);
		picture->scan = bilevel(small);
	}
}

static int
set_up(void **state)
{
	(void)state;
	str_copy(set.dir, sizeof(set.dir), "/tmp/pictogram_set.XXXXXX");
	assert_non_null(mkdtemp(set.dir));
	load_set();
	render_set();
	return 0;
}

static int
tear_down(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < set.n; i++) {
		art_free(set.pictures[i].art);
		pixDestroy(&set.pictures[i].fine);
		pixDestroy(&set.pictures[i].scan);
	}
	run("rm -r %s", set.dir);
	return 0;
}

static double
ink(PIX *pix)
{
	l_int32 n;

	assert_int_equal(pixCountPixels(pix, &n, NULL), 0);
	return n;
}

/* Pixels that both have, as a share of those that either has. */
static double
overlap(PIX *a, PIX *b)
{
	PIX *both = pixAnd(NULL, a, b), *either = pixOr(NULL, a, b);
	double share;

	assert_non_null(both);
	assert_non_null(either);
	assert_true(ink(either) > 0);
	share = ink(both) / ink(either);
	pixDestroy(&both);
	pixDestroy(&either);
	return share;
}

/* Fails unless the file of a picture is there. */
static void
want(const char *instrument, const char *name)
{
	if (find(name) == NULL)
		fail_msg("%s: %s/%s.svg is missing", instrument, FOLDER, name);
}

static void
want_item(const struct instrument *instrument, const struct item *item)
{
	size_t i;

	if (item == NULL || item->picture == NULL)
		return;
	want(instrument->id, item->picture);
	for (i = 0; i < item->n_pictures; i++)
		want(instrument->id, item->pictures[i]);
	if (item->n_pictures > 0)
		return;
	for (i = 0; i < instrument->n_steps; i++) {
		const int steps = instrument->steps[i];
		const int n = item_steps(item, steps);
		int value;

		for (value = 1; value <= n; value++) {
			char name[NAME];

			snprintf(name, sizeof(name), "%s-%d", item->picture,
				item_picture(item, value, steps));
			want(instrument->id, name);
		}
	}
}

static void
test_set__has_every_picture_that_an_instrument_names(void **state)
{
	struct err err = {0};
	size_t n, i;
	unsigned k;
	char **ids = instrument_ids(TEMPLATES, &n, &err);

	(void)state;
	assert_ok(ids != NULL, &err);
	assert_true(n >= 2);
	for (i = 0; i < n; i++) {
		struct instrument *in =
			instrument_load(TEMPLATES, ids[i], &err);

		assert_ok(in != NULL, &err);
		want_item(in, in->practice);
		for (k = 0; k < in->n_items; k++)
			want_item(in, &in->items[k]);
		for (k = 0; k < in->n_extras; k++)
			want(in->id, value_word(in->extras[k]));
		instrument_free(in);
	}
	instrument_ids_free(ids);
}

/*
 * What the sheets and packs show by name, whatever the instrument. A picture
 * that is taken out here is taken out of a pack.
 */
static void
test_set__has_the_pictures_of_the_pack(void **state)
{
	static const char *const names[] = {"how-cross", "how-ring", "stop",
		"listen", "next", "back", "card_work_trial", "card_study",
		"card_sfi", "card_job_application", "card_health_contact",
		"card_childcare", "card_visit_workplace", "card_own_idea",
		"can_bus", "can_call_care", "can_appointment", "can_computer",
		"can_laugh", "can_help_others", "can_write_cv", "can_ask",
		"act_practice_place", "act_course", "act_language_cafe",
		"act_workout", "act_job_fair", "act_guidance",
		"act_volunteering", "act_meeting", "yes", "partly", "no",
		"topic_work", "topic_studies", "topic_language", "topic_health",
		"topic_money_housing", "topic_other", "closer", "how", "topic",
		"helped", "interpreter", "group", "seat", "discuss", "scan",
		"calendar", "phone", "place", "card", "new_person", "delete",
		"keep", "hand_in", "all", "larger", "contrast", "here", "again",
		"print", "erase"};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		want("the pack", names[i]);
}

static void
check_shape(const struct picture *picture, const struct art_shape *shape,
	size_t number)
{
	const char *name = picture->name;
	const bool filled = shape->fill != ART_NO_COLOUR;

	if ((filled && shape->fill != 0 && shape->fill != 0xffffff) ||
		(shape->stroke != ART_NO_COLOUR && shape->stroke != 0 &&
			shape->stroke != 0xffffff))
		fail_msg("%s: shape %zu is neither black nor white", name,
			number);
	if (shape->stroke == ART_NO_COLOUR && !filled)
		fail_msg("%s: shape %zu draws nothing", name, number);
	if (shape->stroke != ART_NO_COLOUR && shape->stroke_width < INNER)
		fail_msg("%s: shape %zu has a line of %g, thinner than %g",
			name, number, (double)shape->stroke_width,
			(double)INNER);
	if (shape->stroke != ART_NO_COLOUR && shape->join != 1)
		fail_msg("%s: shape %zu has corners that are not round", name,
			number);
}

static void
test_set__has_one_grid_and_one_weight(void **state)
{
	size_t i, k;

	(void)state;
	for (i = 0; i < set.n; i++) {
		const struct picture *picture = &set.pictures[i];
		const struct art *art = picture->art;
		bool weight = false;

		if (art->w != GRID || art->h != GRID)
			fail_msg("%s: is %g by %g, not %g", picture->name,
				(double)art->w, (double)art->h, (double)GRID);
		for (k = 0; k < art->n_shapes; k++) {
			check_shape(picture, &art->shapes[k], k + 1);
			weight |= art->shapes[k].stroke_width == LINE;
		}
		if (!weight)
			fail_msg("%s: no line has the weight of the set, %g",
				picture->name, (double)LINE);
	}
}

/* A picture that is cut off at its edge would be another one. */
static void
test_set__leaves_its_edge_white(void **state)
{
	const int side = SIDE_PX * FINE, edge = FINE;
	size_t i;

	(void)state;
	for (i = 0; i < set.n; i++) {
		BOX *inside =
			boxCreate(edge, edge, side - 2 * edge, side - 2 * edge);
		PIX *cut = pixClipRectangle(set.pictures[i].fine, inside, NULL);

		assert_non_null(cut);
		if (ink(cut) != ink(set.pictures[i].fine))
			fail_msg("%s: draws on its edge", set.pictures[i].name);
		pixDestroy(&cut);
		boxDestroy(&inside);
	}
}

/* The judge is not ours. */
static void
test_set__looks_as_rsvg_draws_it(void **state)
{
	double worst = 1;
	size_t i, at = 0;
	char path[128];

	(void)state;
	snprintf(path, sizeof(path), "%s/judge.png", set.dir);
	for (i = 0; i < set.n; i++) {
		PIX *judge;
		double same;

		run("rsvg-convert -b white -w %d -h %d -o %s %s/%s.svg",
			SIDE_PX * FINE, SIDE_PX * FINE, path, FOLDER,
			set.pictures[i].name);
		judge = bilevel(read_grey(path));
		same = overlap(set.pictures[i].fine, judge);
		pixDestroy(&judge);
		if (same < SAME)
			fail_msg("%s: %.4f of it is as rsvg-convert draws it",
				set.pictures[i].name, same);
		if (same < worst) {
			worst = same;
			at = i;
		}
	}
	print_message("[   INFO   ] least like rsvg-convert: %s, %.4f\n",
		set.pictures[at].name, worst);
}

static void
test_ladder__neighbours_differ(void **state)
{
	double least = 1;
	const char *at = NULL;
	size_t i;

	(void)state;
	for (i = 0; i + 1 < set.n; i++) {
		const struct picture *a = &set.pictures[i], *b = a + 1;
		const char *dash = strrchr(a->name, '-');
		double differs;

		/* Sorted, the steps of a ladder follow each other. */
		if (dash == NULL || dash[1] < '1' || dash[1] > '9' ||
			strncmp(a->name, b->name,
				(size_t)(dash - a->name) + 1) != 0)
			continue;
		differs = 1 - overlap(a->scan, b->scan);
		if (differs < NEIGHBOURS)
			fail_msg("%s and %s differ in %.3f of their ink only",
				a->name, b->name, differs);
		if (differs < least) {
			least = differs;
			at = a->name;
		}
	}
	assert_non_null(at);
	print_message("[   INFO   ] closest neighbours: %s and the next, "
		      "%.3f\n",
		at, least);
}

/*
 * Each connected part of the fine picture, ink (or, inverted, paper), must
 * have a pixel in the scan. Thin ones are what would go.
 */
static void
check_parts(const char *name, PIX *fine, PIX *scan, const char *what)
{
	PIX *large = pixExpandBinaryReplicate(scan, FINE, FINE);
	PIXA *parts = NULL;
	BOXA *boxes = pixConnComp(fine, &parts, 4);
	l_int32 i;

	assert_non_null(large);
	assert_non_null(boxes);
	for (i = 0; i < pixaGetCount(parts); i++) {
		PIX *part = pixaGetPix(parts, i, L_CLONE);
		BOX *box = boxaGetBox(boxes, i, L_CLONE);
		PIX *there = pixClipRectangle(large, box, NULL);
		l_int32 x, y;

		assert_non_null(there);
		boxGetGeometry(box, &x, &y, NULL, NULL);
		pixAnd(there, there, part);
		if (ink(part) >= RIM_PX && ink(there) < ink(part) / 3)
			fail_msg("%s: %s at %.0f, %.0f of the grid is lost in "
				 "a scan",
				name, what,
				(double)x * (double)GRID / (SIDE_PX * FINE),
				(double)y * (double)GRID / (SIDE_PX * FINE));
		pixDestroy(&there);
		pixDestroy(&part);
		boxDestroy(&box);
	}
	boxaDestroy(&boxes);
	pixaDestroy(&parts);
	pixDestroy(&large);
}

static void
test_scan__loses_nothing(void **state)
{
	double worst = 0;
	size_t i, at = 0;

	(void)state;
	for (i = 0; i < set.n; i++) {
		const struct picture *picture = &set.pictures[i];
		PIX *paper = pixInvert(NULL, picture->fine);
		PIX *scan_paper = pixInvert(NULL, picture->scan);
		const double before = ink(picture->fine);
		const double after = ink(picture->scan) * FINE * FINE;
		const double change = (after - before) / before;

		check_parts(picture->name, picture->fine, picture->scan, "ink");
		check_parts(picture->name, paper, scan_paper, "paper");
		pixDestroy(&paper);
		pixDestroy(&scan_paper);
		if (change > INK_CHANGE || change < -INK_CHANGE)
			fail_msg("%s: a scan changes its ink by %+.3f",
				picture->name, change);
		if (change * change > worst * worst) {
			worst = change;
			at = i;
		}
	}
	print_message("[   INFO   ] ink most changed by a scan: %s, %+.3f\n",
		set.pictures[at].name, worst);
}

/* --- the contact sheet ------------------------------------------------------
 */

#define SHEET_COLUMNS 10
#define SHEET_X 19000 /* from picture to picture */
#define SHEET_Y 19000
#define SHEET_EDGE 8000

/* The length of the ladder's name that a picture belongs to, or 0. */
static size_t
ladder_len(size_t i)
{
	const char *name = set.pictures[i].name;
	const char *dash = strrchr(name, '-');
	char step[NAME + 2];

	if (dash != NULL && dash[1] >= '1' && dash[1] <= '9')
		return (size_t)(dash - name);
	/* What has no number is the ladder's question. */
	snprintf(step, sizeof(step), "%s-1", name);
	return find(step) != NULL ? strlen(name) : 0;
}

/* A row a ladder, then all others. Returns how many rows. */
static int
place_sheet(struct um_point *places)
{
	int row = -1, column = 0, single;
	size_t i;

	for (single = 0; single < 2; single++) {
		for (i = 0; i < set.n; i++) {
			const size_t len = ladder_len(i);

			if ((len == 0) != (single == 1))
				continue;
			/* A ladder's question is sorted before its steps. */
			if (single == 0 ? set.pictures[i].name[len] == '\0'
					: column % SHEET_COLUMNS == 0) {
				row++;
				column = 0;
			}
			places[i] =
				(struct um_point){SHEET_EDGE + column * SHEET_X,
					SHEET_EDGE + row * SHEET_Y};
			column++;
		}
		column = 0;
	}
	return row + 1;
}

/*
 * <path>.pdf and <path>.png, which is what a bilevel scan makes of it.
 * (pdftoppm -mono would draw every line one pixel wide.)
 */
static void
keep_sheet(const struct str *pdf, const char *path)
{
	char file[256];
	PIX *pix;

	snprintf(file, sizeof(file), "%s.pdf", path);
	write_file(file, pdf);
	run("pdftoppm -r 200 -gray -singlefile %s %s/sheet", file, set.dir);
	snprintf(file, sizeof(file), "%s/sheet.pgm", set.dir);
	pix = bilevel(read_grey(file));
	snprintf(file, sizeof(file), "%s.png", path);
	assert_int_equal(pixWrite(file, pix, IFF_PNG), 0);
	pixDestroy(&pix);
}

static void
test_sheet__is_drawn(void **state)
{
	const char *path = *state;
	static struct um_point places[SET_LIMIT];
	const int rows = place_sheet(places);
	const struct canvas_doc doc = {.title = "Pictograms",
		.lang = "en",
		.size = {0, 0, 2 * SHEET_EDGE + SHEET_COLUMNS * SHEET_X,
			2 * SHEET_EDGE + rows * SHEET_Y}};
	const struct text_style style = {.size_pt = 5, .lang = "en"};
	struct err err = {0};
	struct str pdf = {0};
	struct canvas *canvas = canvas_new(&doc, &err);
	struct text_engine *engine = text_engine_new(&err);
	size_t i;

	assert_ok(canvas != NULL, &err);
	assert_ok(engine != NULL, &err);
	canvas_page(canvas);
	for (i = 0; i < set.n; i++) {
		const struct picture *picture = &set.pictures[i];
		struct text *text =
			text_lay(engine, &style, picture->name, &err);

		assert_ok(text != NULL, &err);
		canvas_art(canvas, picture->art,
			(struct um_rect){
				places[i].x, places[i].y, SIDE_UM, SIDE_UM});
		canvas_text(canvas, text,
			(struct um_point){places[i].x, places[i].y + SIDE_UM},
			0x000000);
		text_free(text);
	}
	assert_ok(canvas_write(canvas, &pdf, &err), &err);
	assert_true(pdf.len > 10000);
	if (path != NULL)
		keep_sheet(&pdf, path);
	str_finish(&pdf);
	canvas_free(canvas);
	text_engine_free(engine);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_set__has_every_picture_that_an_instrument_names),
		cmocka_unit_test(test_set__has_the_pictures_of_the_pack),
		cmocka_unit_test(test_set__has_one_grid_and_one_weight),
		cmocka_unit_test(test_set__leaves_its_edge_white),
		cmocka_unit_test(test_set__looks_as_rsvg_draws_it),
		cmocka_unit_test(test_ladder__neighbours_differ),
		cmocka_unit_test(test_scan__loses_nothing),
		cmocka_unit_test_prestate(
			test_sheet__is_drawn, argc > 1 ? argv[1] : NULL),
	};

	return cmocka_run_group_tests_name(
		"pictogram_set", tests, set_up, tear_down);
}
