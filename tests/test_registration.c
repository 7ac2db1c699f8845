/*
 * How much a page may be damaged, cut, turned and distorted: a table of rows,
 * PAGES pages each (1), with marks whose answers are known and a scanner whose
 * map is known. For each row: how many pages are identified, how many items
 * are read, left to a person or refused, how far boxes lie from where the
 * reader looks for them, and that nothing is read wrongly.
 *
 *	PAGES=100 SHEET=folder build/tests/test_registration
 *
 * SHEET holds layout.json and 1.pgm, 2.pgm, ... (12 px a mm) of a printed
 * sheet (tests/registration.sh makes it); without it the page is synth_page's.
 * ROW=words tries only the rows whose name has these words.
 */
#include "tests/test.h"

#include "intake/read.h"
#include "tests/synth_page.h"
#include "tests/tools/damage.h"
#include "tests/tools/scan.h"

#include <math.h>

struct row {
	const char *name;
	const char *scan; /* preset, changed by what follows if not 0 */
	enum damage_kind damage;
	double dpi, scale, skew_deg, lean;
	double stretch, stretch_from, stretch_to; /* share; mm of a wave */
	int turn;				  /* 0: as the page's number */
	int streak_px;
	double window_mm;
	bool other_print;    /* another page's print under this code */
	const char *refused; /* every page is, for this reason */
	/* Shares of pages identified, and of items read on them, at least. */
	double identified, read;
	double box_mm; /* boxes are found within this; 0: 0.5 */
};

static const struct row rows[] = {
	{"as an office scans", "office", .identified = 1, .read = .95},
	{"scale 93 %", "office", .scale = .93, .identified = 1, .read = .95},
	{"scale 97 %", "office", .scale = .97, .identified = 1, .read = .95},
	{"scale 100 %", "office", .scale = 1, .identified = 1, .read = .95},
	{"scale 103 %", "office", .scale = 1.03, .identified = 1, .read = .95},
	{"turned by 90", "office", .turn = 1, .identified = 1, .read = .95},
	{"turned by 180", "office", .turn = 2, .identified = 1, .read = .95},
	{"turned by 270", "office", .turn = 3, .identified = 1, .read = .95},
	{"skew to 3, edges lost", "cut", .identified = 1, .read = .9},
	{"skew to 15, dark bed", "dark", .skew_deg = 15, .identified = 1,
		.read = .95},
	{"skew to 15, light bed", "light", .skew_deg = 15, .identified = 1,
		.read = .95},
	{"photo, 3 % lean", "photo", .lean = .03, .identified = 1, .read = .95},
	{"photo, 8 % lean", "photo", .lean = .08, .identified = 1, .read = .95},
	{"photo, 15 % lean", "photo", .lean = .15, .identified = .99,
		.read = .9},
	{"photo, 22 % lean", "photo", .lean = .22, .identified = .95,
		.read = .8},
	{"stretch 1.5 %, short waves", "office", .stretch = .015,
		.stretch_from = 60, .stretch_to = 150, .identified = 1,
		.read = .95},
	{"stretch 1.5 %, long waves", "office", .stretch = .015,
		.stretch_from = 150, .stretch_to = 600, .identified = 1,
		.read = .95},
	{"stretch 4 %", "office", .stretch = .04, .stretch_from = 150,
		.stretch_to = 400, .box_mm = 9},
	{"corner torn off", "office", DAMAGE_CORNER, .identified = 1,
		.read = .9},
	{"two anchors lost", "office", DAMAGE_TWO_ANCHORS, .identified = .99,
		.read = .9},
	{"all anchors lost", "office", DAMAGE_ANCHORS, .identified = .99,
		.read = .9},
	{"anchors and a code lost", "office", DAMAGE_ANCHORS_CODE,
		.identified = .95, .read = .8},
	{"a code lost", "office", DAMAGE_CODE, .identified = 1, .read = .8},
	{"a quarter covered", "office", DAMAGE_QUARTER, .identified = .99},
	{"a quarter torn off", "office", DAMAGE_TORN, .identified = .99},
	{"fold", "office", DAMAGE_FOLD, .identified = 1, .read = .8},
	{"stain", "office", DAMAGE_STAIN, .identified = 1, .read = .6},
	{"specks", "office", DAMAGE_SPECKS, .identified = 1, .read = .9},
	{"holes", "office", DAMAGE_HOLES, .identified = 1, .read = .6},
	{"edges cut at 8 mm", "office", DAMAGE_EDGES, .identified = 1,
		.read = .95},
	{"show-through of 4 to 14 %", "office", DAMAGE_THROUGH,
		.identified = 1},
	{"staple", "office", DAMAGE_STAPLE, .identified = 1, .read = .95},
	{"streak of 1 px", "office", .streak_px = 1, .identified = .99},
	{"streak of 2 px", "office", .streak_px = 2, .identified = .99},
	{"streak of 5 px", "office", .streak_px = 5, .identified = .99},
	{"fax, 204 x 196", "fax", .identified = .99, .read = .9},
	{"fax, 204 x 98", "coarsefax", .identified = .99},
	{"150 dpi", "office", .dpi = 150, .identified = 1, .read = .95},
	{"200 dpi", "office", .dpi = 200, .identified = 1, .read = .95},
	{"300 dpi", "office", .dpi = 300, .identified = 1, .read = .95},
	{"600 dpi", "office", .dpi = 600, .identified = 1, .read = .95},
	{"150 dpi, strong JPEG's blur", "lowres", .identified = 1, .read = .9},
	{"black and white", "bilevel", .identified = 1, .read = .95},
	{"adaptive, window 3 mm", "adaptive", .window_mm = 3, .identified = .99,
		.read = .9},
	{"adaptive, window 5 mm", "adaptive", .window_mm = 5, .identified = .99,
		.read = .9},
	{"adaptive, window 8 mm", "adaptive", .window_mm = 8, .identified = .99,
		.read = .9},
	{"dithered", "dither", .identified = .99, .read = .9},
	{"noisy", "noisy", .identified = 1, .read = .9},
	{"faded", "faded", .identified = 1, .read = .95},
	{"printed at 80 %", "office", .scale = .8, .refused = "wrong_scale"},
	{"printed at 88 %", "office", .scale = .88, .refused = "wrong_scale"},
	{"printed at 107 %", "office", .scale = 1.07, .refused = "wrong_scale"},
	/* Nothing of the frame is left on paper of the same size. */
	{"printed at 115 %", "office", .scale = 1.15, .refused = "no_anchors"},
	{"another page's print", "office", .other_print = true,
		.refused = "print_not_found"},
};

#define SHEETS 15

struct fixture {
	struct synth *sheets[SHEETS];
	struct print *prints[SHEETS];
	int n_sheets;
	int sheet; /* the one being read */
	struct reader *reader;
	struct page_book book;
};

static enum page_lookup
by_code(void *context, const struct page_code *code, struct known_page *page,
	struct err *err)
{
	struct fixture *f = context;
	struct synth *s = f->sheets[f->sheet];

	(void)err;
	if (memcmp(code->token, s->code.token, CODE_TOKEN) != 0)
		return PAGE_UNKNOWN;
	*page = (struct known_page){
		&s->layout, s->fields, f->prints[f->sheet], *code};
	return PAGE_KNOWN;
}

static enum page_lookup
by_line(void *context, const char line[CODE_LINE], struct known_page *page,
	struct err *err)
{
	struct fixture *f = context;
	char mine[CODE_LINE];

	code_line(f->sheets[f->sheet]->code.token, mine);
	if (strcmp(line, mine) != 0)
		return PAGE_UNKNOWN;
	return by_code(f, &f->sheets[f->sheet]->code, page, err);
}

static bool
add_sheet(struct fixture *f, struct synth *synth, struct err *err)
{
	struct image print;

	if (synth == NULL)
		return false;
	if (synth->fields->n_boxes == 0) {
		synth_free(synth);
		return true;
	}
	print = synth_print(synth);
	f->sheets[f->n_sheets] = synth;
	f->prints[f->n_sheets] = malloc(sizeof(struct print));
	assert_non_null(f->prints[f->n_sheets]);
	return print_make(f->prints[f->n_sheets++], &print, err);
}

static int
setup(void **state)
{
	static struct fixture f;
	const char *folder = getenv("SHEET");
	struct err err = {0};
	bool ok = true;
	int i;

	*state = &f;
	if (folder == NULL)
		ok = add_sheet(&f, synth_new(5), &err);
	for (i = 1; folder != NULL && ok && i <= SHEETS; i++) {
		char layout[400], pgm[400];
		FILE *there;

		snprintf(layout, sizeof(layout), "%s/layout.json", folder);
		snprintf(pgm, sizeof(pgm), "%s/%d.pgm", folder, i);
		there = fopen(pgm, "r");
		if (there == NULL)
			break;
		fclose(there);
		ok = add_sheet(&f, synth_load(layout, i, pgm, &err), &err);
	}
	f.reader = reader_new(NULL, &err);
	f.book = (struct page_book){.context = &f,
		.key = f.n_sheets > 0 ? f.sheets[0]->key : NULL,
		.by_code = by_code,
		.by_line = by_line};
	if (!ok || f.n_sheets == 0 || f.reader == NULL) {
		printf("no sheet: %s\n", err.text);
		return 1;
	}
	return 0;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;
	int i;

	reader_free(f->reader);
	for (i = 0; i < f->n_sheets; i++) {
		free(f->prints[i]);
		synth_free(f->sheets[i]);
	}
	return 0;
}

/* --- one page ------------------------------------------------------------ */

struct truth {
	int n_items;
	const char *items[READING_ANSWERS];
	int value[READING_ANSWERS]; /* VALUE_NONE: blank */
	bool lost[READING_ANSWERS]; /* one of its boxes is gone */
};

static void
fill_in(struct synth *synth, struct rng *rng, struct truth *truth)
{
	const struct layout_page *page = synth->fields;
	int i;

	truth->n_items = (int)layout_items(page, truth->items, READING_ANSWERS);
	for (i = 0; i < truth->n_items; i++) {
		const struct layout_box *boxes[16];
		const struct layout_box *box;
		int n = 0;
		size_t k;

		truth->value[i] = VALUE_NONE;
		for (k = 0; k < page->n_boxes && n < 16; k++)
			if (strcmp(page->boxes[k].item, truth->items[i]) == 0)
				boxes[n++] = &page->boxes[k];
		if (rng_chance(rng, .2))
			continue;
		box = boxes[rng_below(rng, n)];
		truth->value[i] = box->value;
		if (rng_chance(rng, .5))
			synth_tick(synth, box);
		else
			synth_cross(synth, box);
	}
}

static struct mm_rect
mm_of(struct um_rect rect)
{
	return (struct mm_rect){rect.x / 1000.0, rect.y / 1000.0,
		rect.w / 1000.0, rect.h / 1000.0};
}

/* Of a cell that lost a corner, or its edge, the box may still be read. */
static bool
is_lost(const struct damage *damage, const struct layout_box *box)
{
	return damage_share(damage, mm_of(box->box)) > .1 ||
	       damage_share(damage, mm_of(box->zone)) > .25;
}

static void
find_lost(const struct layout_page *page, const struct damage *damage,
	struct truth *truth)
{
	size_t k;
	int i;

	for (i = 0; i < truth->n_items; i++) {
		truth->lost[i] = false;
		for (k = 0; k < page->n_boxes; k++)
			if (strcmp(page->boxes[k].item, truth->items[i]) == 0 &&
				is_lost(damage, &page->boxes[k]))
				truth->lost[i] = true;
	}
}

/*
 * The print of the next page between the header and the footer; of this one
 * from right to left if there is only one.
 */
static void
change_content(const struct fixture *f, struct synth *synth)
{
	const struct synth *next = f->sheets[(f->sheet + 1) % f->n_sheets];
	const int y0 = 38 * SYNTH_PER_MM, y1 = 264 * SYNTH_PER_MM;
	int x, y;

	for (y = y0; y < y1; y++) {
		const size_t from = (size_t)y * (size_t)synth->w;

		if (next != synth)
			memcpy(synth->page + from, next->print + from,
				(size_t)synth->w);
		else
			for (x = 0; x < synth->w; x++)
				synth->page[from + (size_t)x] =
					synth->print[from + (size_t)(synth->w -
								     1 - x)];
	}
}

static void
set_scan(const struct row *row, int number, struct rng *rng, struct scan *scan)
{
	struct err err = {0};

	assert_ok(scan_preset(row->scan, row->dpi,
			  row->turn > 0 ? row->turn : number % 4, rng, scan,
			  &err),
		&err);
	if (row->scale > 0)
		scan->scale = row->scale;
	if (row->skew_deg > 0)
		scan->skew_deg = rng_range(rng, -row->skew_deg, row->skew_deg);
	if (row->lean > 0) {
		/* As strong as the row says, from any side. */
		const double from = rng_range(rng, 0, 6.2832);

		scan->perspective[0] = row->lean * cos(from);
		scan->perspective[1] = row->lean * sin(from);
	}
	if (row->stretch > 0) {
		scan->jitter_length_mm =
			rng_range(rng, row->stretch_from, row->stretch_to);
		scan->jitter_mm =
			row->stretch * scan->jitter_length_mm / 6.2832;
	}
	if (row->window_mm > 0)
		scan->window_mm = row->window_mm;
	if (row->streak_px > 0) {
		scan->n_streaks = 1;
		scan->streak[0].at = rng_range(rng, .06, .94);
		scan->streak[0].width_px = row->streak_px;
		scan->streak[0].light = rng_range(rng, .2, .6);
	}
}

/* The picture as the decoder would give it; its bits are to be freed. */
static struct image
image_of(const struct raster *picture)
{
	const int depth = picture->bilevel ? 1 : 8;
	const size_t stride = picture->bilevel ? ((size_t)picture->w + 7) / 8
					       : (size_t)picture->w;
	uint8_t *bits = calloc(stride, (size_t)picture->h);
	int x, y;

	assert_non_null(bits);
	for (y = 0; y < picture->h; y++) {
		const uint8_t *from =
			picture->plane[0] + (size_t)y * (size_t)picture->w;
		uint8_t *to = bits + (size_t)y * stride;

		if (depth == 8)
			memcpy(to, from, stride);
		else
			for (x = 0; x < picture->w; x++)
				if (from[x] < 128)
					to[x / 8] |= (uint8_t)(0x80 >> x % 8);
	}
	return (struct image){.w = picture->w,
		.h = picture->h,
		.depth = depth,
		.stride = stride,
		.bits = bits,
		.dpi_x = (int)(picture->dpi + .5),
		.dpi_y = (int)(picture->dpi_y + .5)};
}

struct tally {
	int pages, identified, refused, as_said;
	int items, read, asked, lost, silent;
	double box_mm, boxes_mm; /* the worst, the sum */
	int boxes, told;	 /* boxes measured; pages with a hint */
	char reason[READING_REASON];
};

static void
count_items(const char *name, int number, const struct truth *truth,
	const struct reading *out, struct tally *tally)
{
	int i;

	assert_int_equal(out->n_answers, truth->n_items);
	for (i = 0; i < truth->n_items; i++) {
		const struct answer *a = &out->answers[i];
		const int want = truth->value[i];
		const bool blank = a->status == ANSWER_BLANK;
		const bool filed = a->status != ANSWER_REVIEW &&
				   a->status != ANSWER_UNREADABLE;
		const int got = a->status == ANSWER_DECLINED ? VALUE_DECLINED
				: a->status == ANSWER_NOT_UNDERSTOOD
					? VALUE_NOT_UNDERSTOOD
					: a->value;
		const bool right = blank ? want == VALUE_NONE && !truth->lost[i]
					 : got == want;

		tally->items++;
		tally->lost += truth->lost[i];
		if (!filed) {
			tally->asked++;
			if (getenv("VERBOSE") != NULL)
				printf("%s, page %d: %s: %s (%d)\n", name,
					number, a->item, a->reason, want);
			continue;
		}
		tally->read++;
		if (right)
			continue;
		tally->silent++;
		printf("SILENT %s, page %d: %s: %s %d, not %d%s\n", name,
			number, a->item, answer_status_word(a->status),
			a->value, want, truth->lost[i] ? " (lost)" : "");
	}
}

static void
count_boxes(struct fixture *f, const struct scan_map *map,
	const struct raster *paper, const struct raster *picture,
	const struct damage *damage, struct tally *tally)
{
	const struct layout_page *page = f->sheets[f->sheet]->fields;
	size_t i;

	for (i = 0; i < page->n_boxes; i++) {
		const struct um_rect box = page->boxes[i].box;
		const double x = box.x + box.w / 2.0, y = box.y + box.h / 2.0;
		struct px_point got;
		double to_x, to_y, mm;

		if (damage_hits(damage, mm_of(page->boxes[i].zone)))
			continue;
		scan_map_at(map, x * paper->dpi / 25400, y * paper->dpi / 25400,
			&to_x, &to_y);
		assert_true(reader_place(f->reader, x, y, &got));
		mm = hypot((got.x - to_x) * 25.4 / picture->dpi,
			(got.y - to_y) * 25.4 / picture->dpi_y);
		tally->boxes++;
		tally->boxes_mm += mm;
		tally->box_mm = fmax(tally->box_mm, mm);
	}
}

static void
try_page(struct fixture *f, const struct row *row, int number,
	struct tally *tally)
{
	struct rng rng = rng_make(number + 1, (uint64_t)(row - rows) * 7919);
	struct synth *synth;
	struct raster *paper, *picture;
	struct reading out = {0};
	struct err err = {0};
	struct damage damage;
	struct truth truth;
	struct image image;
	struct scan scan;
	struct scan_map map;
	uint8_t *bits;

	f->sheet = number % f->n_sheets;
	synth = f->sheets[f->sheet];
	synth_clean(synth);
	fill_in(synth, &rng, &truth);
	if (row->other_print)
		change_content(f, synth);
	set_scan(row, number, &rng, &scan);
	paper = raster_new(synth->w, synth->h, 1, SYNTH_PER_MM * 25.4);
	assert_non_null(paper);
	memcpy(paper->plane[0], synth->page,
		(size_t)synth->w * (size_t)synth->h);
	damage_do(paper, row->damage, scan.bed, &rng, &damage);
	find_lost(synth->fields, &damage, &truth);
	picture = scan_page(paper, &scan, &rng, &map);
	assert_non_null(picture);
	image = image_of(picture);
	assert_ok(reader_read(f->reader, &image, &f->book, &out, &err), &err);
	tally->pages++;
	tally->identified += out.has_code;
	tally->told += out.hint[0] != '\0';
	if (out.status == READING_REFUSED || out.status == READING_BLANK_PAGE) {
		tally->refused++;
		tally->as_said += row->refused != NULL &&
				  strcmp(row->refused, out.reason) == 0;
		snprintf(
			tally->reason, sizeof(tally->reason), "%s", out.reason);
		if (getenv("VERBOSE") != NULL)
			printf("%s, page %d: %s\n", row->name, number,
				out.reason);
	} else {
		count_items(row->name, number, &truth, &out, tally);
		count_boxes(f, &map, paper, picture, &damage, tally);
	}
	memcpy(&bits, &image.bits, sizeof(bits));
	free(bits);
	raster_free(paper);
	raster_free(picture);
}

/* --- the table ----------------------------------------------------------- */

static double
percent(int part, int whole)
{
	return whole == 0 ? 0 : 100.0 * part / whole;
}

static bool
row_holds(const struct row *row, const struct tally *t)
{
	const double limit = row->box_mm > 0 ? row->box_mm : .5;
	/* A share of a page or two says little of honest marks asked. */
	const int few = t->items < 60 ? 2 : 0;

	if (t->silent > 0)
		return false;
	if (row->refused != NULL)
		return t->as_said == t->pages;
	return t->identified >= row->identified * t->pages - 1e-9 &&
	       t->read + few >= row->read * (t->items - t->lost) - 1e-9 &&
	       t->box_mm <= limit;
}

static void
test_registration__by_table(void **state)
{
	const char *pages = getenv("PAGES"), *only = getenv("ROW");
	const int n = pages == NULL ? 1 : atoi(pages);
	int failed = 0, number;
	size_t i;

	printf("| row | pages | identified | refused | read | asked | lost | "
	       "silent | "
	       "box mm, mean | worst | told |\n"
	       "|---|---|---|---|---|---|---|---|---|---|---|\n");
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct tally t = {0};
		bool holds;

		if (only != NULL && strstr(rows[i].name, only) == NULL)
			continue;
		for (number = 0; number < n; number++)
			try_page(*state, &rows[i], number, &t);
		holds = row_holds(&rows[i], &t);
		failed += !holds;
		printf("| %s | %d | %.4g %% | %.3g %%%s%s | %.4g %% | %.3g %% "
		       "| %.3g %% | %d | %.2f | %.2f | %d |%s\n",
			rows[i].name, t.pages, percent(t.identified, t.pages),
			percent(t.refused, t.pages), t.refused > 0 ? " " : "",
			t.reason, percent(t.read, t.items),
			percent(t.asked, t.items), percent(t.lost, t.items),
			t.silent, t.boxes > 0 ? t.boxes_mm / t.boxes : 0,
			t.box_mm, t.told, holds ? "" : " <- FAILED");
		fflush(stdout);
	}
	assert_int_equal(failed, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_registration__by_table),
	};

	return cmocka_run_group_tests_name(
		"registration", tests, setup, teardown);
}
