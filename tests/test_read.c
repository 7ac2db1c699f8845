#include "tests/test.h"

#include "intake/read.h"
#include "tests/synth_page.h"

#include <math.h>

struct fixture {
	struct synth *synth;
	struct print *print;
	struct reader *reader;
	struct page_book book;
	enum page_lookup lookup; /* what the store says of our page */
	int asked;
};

static enum page_lookup
by_code(void *context, const struct page_code *code, struct known_page *page,
	struct err *err)
{
	struct fixture *f = context;

	f->asked++;
	if (f->lookup == PAGE_FAILED)
		err_set(err, ERR_SYSTEM, "the store is gone");
	if (memcmp(code->token, f->synth->code.token, CODE_TOKEN) != 0)
		return PAGE_UNKNOWN;
	*page = (struct known_page){
		&f->synth->layout, &f->synth->layout.pages[0], f->print, *code};
	return f->lookup;
}

static enum page_lookup
by_line(void *context, const char line[CODE_LINE], struct known_page *page,
	struct err *err)
{
	struct fixture *f = context;
	char mine[CODE_LINE];

	code_line(f->synth->code.token, mine);
	if (strcmp(line, mine) != 0)
		return PAGE_UNKNOWN;
	return by_code(f, &f->synth->code, page, err);
}

static int
setup(void **state)
{
	static struct fixture f;
	struct err err = {0};
	struct image print;

	f.synth = synth_new(77);
	print = synth_print(f.synth);
	f.print = malloc(sizeof(*f.print));
	if (f.print == NULL || !print_make(f.print, &print, &err))
		return 1;
	f.reader = reader_new(NULL, &err);
	f.book = (struct page_book){.context = &f,
		.key = f.synth->key,
		.by_code = by_code,
		.by_line = by_line};
	*state = &f;
	return f.reader == NULL;
}

static int
teardown(void **state)
{
	struct fixture *f = *state;

	reader_free(f->reader);
	free(f->print);
	synth_free(f->synth);
	return 0;
}

static int
clean(void **state)
{
	struct fixture *f = *state;

	f->lookup = PAGE_KNOWN;
	f->asked = 0;
	synth_clean(f->synth);
	return 0;
}

static void
read_scan(struct fixture *f, const struct synth_scan *how, struct reading *out)
{
	struct err err = {0};
	struct image image;

	synth_scan(f->synth, how, &image);
	memset(out, 0, sizeof(*out));
	out->source_page = 7;
	assert_ok(reader_read(f->reader, &image, &f->book, out, &err), &err);
	assert_int_equal(out->source_page, 7);
	synth_image_free(&image);
}

/* One mark of each kind on an item; what must come of it. */
static void
draw_all(struct synth *s)
{
	const struct layout_box *b;

	synth_tick(s, synth_box(s, 0, 3));
	synth_cross(s, synth_box(s, 1, 1));
	synth_fill(s, synth_box(s, 2, 5));
	synth_tick(s, synth_box(s, 3, 2));
	synth_cross(s, synth_box(s, 3, 4));
	b = synth_box(s, 4, 4); /* a ring round the picture */
	synth_ring(s, b->box.x + 2500, b->box.y - 5500, 4800, 4600, 450, .35);
	b = synth_box(s, 5, 2); /* a dot */
	synth_line(s, b->box.x + 2500, b->box.y + 2500, b->box.x + 2500,
		b->box.y + 2501, 1100, .35);
	b = synth_box(s, 6, 1); /* a dash */
	synth_line(s, b->box.x + 1000, b->box.y + 2500, b->box.x + 4000,
		b->box.y + 2501, 400, .4);
	synth_fill(s, synth_box(s, 7, 5)); /* blackened, and another marked */
	synth_tick(s, synth_box(s, 7, VALUE_DECLINED));
}

static const struct {
	enum answer_status status;
	int value;
	const char *reason;
} want_all[SYNTH_ITEMS] = {
	{ANSWER_ANSWERED, 3, ""},
	{ANSWER_ANSWERED, 1, ""},
	{ANSWER_ANSWERED, 5, ""},
	{ANSWER_REVIEW, 0, "two_marks"},
	{ANSWER_ANSWERED, 4, ""},
	{ANSWER_ANSWERED, 2, ""},
	{ANSWER_ANSWERED, 1, ""},
	{ANSWER_REVIEW, 0, "corrected"},
	{ANSWER_BLANK, 0, ""},
};

static void
check_all(const char *name, const struct reading *out)
{
	int i;

	if (out->status != READING_REVIEW)
		fail_msg("%s: %s %s (%s)", name,
			reading_status_word(out->status), out->reason,
			out->hint);
	assert_int_equal(out->n_answers, SYNTH_ITEMS);
	for (i = 0; i < SYNTH_ITEMS; i++) {
		const struct answer *a = &out->answers[i];

		if (a->status != want_all[i].status ||
			a->value != want_all[i].value ||
			strcmp(a->reason, want_all[i].reason) != 0)
			fail_msg("%s: %s: %s, value %d, '%s'", name, a->item,
				answer_status_word(a->status), a->value,
				a->reason);
	}
}

static void
test_read__turns_depths_resolutions(void **state)
{
	static const double dpis[] = {150, 200, 300, 600};
	struct fixture *f = *state;
	struct reading out;
	size_t d;
	int turn, depth, n = 0;

	draw_all(f->synth);
	for (d = 0; d < sizeof(dpis) / sizeof(dpis[0]); d++)
		for (turn = 0; turn < 4; turn++)
			for (depth = 1; depth <= 8; depth += 7) {
				const struct synth_scan how = {.dpi = dpis[d],
					.turn = turn,
					.depth = depth,
					.skew_deg = (n % 5 - 2) * 1.1,
					.scale = .95 + .02 * (n % 4),
					.noise = 4,
					.seed = (unsigned)n};
				char name[64];

				if (dpis[d] > 300 && turn != depth / 4)
					continue; /* slow to make */
				n++;
				snprintf(name, sizeof(name),
					"%g dpi, turn %d, depth %d", dpis[d],
					turn, depth);
				read_scan(f, &how, &out);
				check_all(name, &out);
				assert_true(out.has_code && out.has_map);
				assert_near(out.scale, how.scale, .003);
				assert_near(cos((out.rotation_deg - 90 * turn -
							how.skew_deg) *
						    .0174533),
					1, 1e-5);
				assert_true(out.residual_mm < .2);
			}
}

static const struct {
	const char *name;
	struct synth_scan how;
} hard[] = {
	{"3 degrees, edges lost", {.dpi = 200, .depth = 8, .skew_deg = 3}},
	{"93 %", {.dpi = 200, .depth = 8, .scale = .93}},
	{"103 %", {.dpi = 200, .depth = 8, .scale = 1.03}},
	{"dim and noisy", {.dpi = 200,
				  .depth = 8,
				  .noise = 7,
				  .black = 70,
				  .white = 205}},
	{"on a dark bed",
		{.dpi = 200, .depth = 8, .whole = true, .skew_deg = 6}},
	{"stretched 1.2 %", {.dpi = 200, .depth = 8, .stretch = .012}},
	{"tilted", {.dpi = 200, .depth = 8, .whole = true, .tilt = .06}},
	{"blurred", {.dpi = 200, .depth = 8, .blur_mm = .18}},
	{"no dpi", {.dpi = 200, .depth = 1, .no_dpi = true}},
};

static void
test_read__hard_scans(void **state)
{
	struct fixture *f = *state;
	struct reading out;
	size_t i;

	draw_all(f->synth);
	for (i = 0; i < sizeof(hard) / sizeof(hard[0]); i++) {
		read_scan(f, &hard[i].how, &out);
		check_all(hard[i].name, &out);
	}
}

static const struct synth_scan plain = {.dpi = 150, .depth = 8, .noise = 3};

static void
test_read__without_marks_all_is_blank(void **state)
{
	struct fixture *f = *state;
	struct reading out;
	int i;

	read_scan(f, &plain, &out);
	assert_int_equal(out.status, READING_FILED);
	for (i = 0; i < SYNTH_ITEMS; i++)
		assert_int_equal(out.answers[i].status, ANSWER_BLANK);
}

static void
test_read__one_code_copy_is_enough(void **state)
{
	struct fixture *f = *state;
	struct reading out;
	int i;

	for (i = 0; i < FRAME_CODES; i++) {
		synth_clean(f->synth);
		draw_all(f->synth);
		synth_rect(f->synth, um_rect_grown(frame_code(i), 2000), 1);
		read_scan(f, &plain, &out);
		check_all(i == 0 ? "without copy 0" : "without copy 1", &out);
	}
}

static void
test_read__three_anchors_are_enough(void **state)
{
	struct fixture *f = *state;
	struct reading out;
	int i;

	for (i = 0; i < FRAME_ANCHORS; i++) {
		char name[32];

		synth_clean(f->synth);
		draw_all(f->synth);
		synth_rect(f->synth, um_rect_grown(frame_anchor(i), 1500), 1);
		snprintf(name, sizeof(name), "without anchor %d", i);
		read_scan(f, &plain, &out);
		check_all(name, &out);
	}
}

/* Boxes that are torn off or covered are never blank. */
static void
test_read__covered_boxes_are_unreadable(void **state)
{
	static const double with[] = {1, 0};
	struct fixture *f = *state;
	struct reading out;
	size_t k;
	int i;

	for (k = 0; k < 2; k++) {
		synth_clean(f->synth);
		synth_tick(f->synth, synth_box(f->synth, 1, 2));
		synth_rect(f->synth,
			(struct um_rect){120000, 40000, 90000, 76000}, with[k]);
		read_scan(f, &plain, &out);
		assert_int_equal(out.n_answers, SYNTH_ITEMS);
		for (i = 0; i < 3; i++) {
			const struct answer *a = &out.answers[i];
			const bool right =
				i == 1 ? a->status == ANSWER_REVIEW
				       : a->status == ANSWER_UNREADABLE ||
						 a->status == ANSWER_REVIEW;

			if (!right || a->value != VALUE_NONE)
				fail_msg("covered with %g: %s: %s '%s'",
					with[k], a->item,
					answer_status_word(a->status),
					a->reason);
		}
		for (i = 5; i < SYNTH_ITEMS; i++)
			if (out.answers[i].status != ANSWER_BLANK)
				fail_msg("covered with %g: %s: %s '%s'",
					with[k], out.answers[i].item,
					answer_status_word(
						out.answers[i].status),
					out.answers[i].reason);
	}
}

/* Punched holes that a dark lid shows through: no marks, and no blanks. */
static void
test_read__holes_over_boxes(void **state)
{
	static const struct {
		const char *name;
		double x_mm, y_mm, apart_mm; /* the first hole's middle */
		double value;		     /* of the lid */
		bool ticked;		     /* another box of the item */
		enum answer_status status;
	} rows[] = {
		{"over corners", 16.5, 58, 80, 0, false, ANSWER_REVIEW},
		{"over sides", 16, 56, 80, 0, false, ANSWER_REVIEW},
		{"a pale lid", 16.5, 58, 80, .85, false, ANSWER_REVIEW},
		{"beside a mark", 16.5, 58, 80, 0, true, ANSWER_ANSWERED},
		{"one of them", 16.5, 58, 0, 0, false, ANSWER_REVIEW},
		{"one of them beside a mark", 16.5, 58, 0, 0, true,
			ANSWER_REVIEW},
	};
	struct fixture *f = *state;
	struct reading out;
	size_t k;
	int i;

	for (k = 0; k < sizeof(rows) / sizeof(rows[0]); k++) {
		synth_clean(f->synth);
		for (i = 0; i < (rows[k].apart_mm > 0 ? 2 : 1); i++) {
			const double x = rows[k].x_mm * 1000;
			const double y =
				(rows[k].y_mm + i * rows[k].apart_mm) * 1000;

			synth_line(
				f->synth, x, y, x, y + 1, 6000, rows[k].value);
		}
		if (rows[k].ticked)
			synth_tick(f->synth, synth_box(f->synth, 0, 3));
		read_scan(f, &plain, &out);
		if (out.answers[0].status != rows[k].status ||
			(rows[k].status == ANSWER_ANSWERED &&
				out.answers[0].value != 3))
			fail_msg("%s: %s, value %d '%s'", rows[k].name,
				answer_status_word(out.answers[0].status),
				out.answers[0].value, out.answers[0].reason);
	}
}

/* A picture that is nearly black: lines of 0.58 mm, 0.65 mm apart. Nearer ones
 * leave nothing to see: print may lie LIMIT_PRINT_UM off. */
static void
dark_picture(struct synth *s, const struct layout_box *box)
{
	const int x0 = (box->box.x - 3500) * SYNTH_PER_MM / 1000;
	const int y0 = (box->box.y - 11000) * SYNTH_PER_MM / 1000;
	const int w = 12 * SYNTH_PER_MM, h = 19 * SYNTH_PER_MM / 2;
	int x, y;

	for (y = 0; y < h; y++)
		for (x = 0; x < w; x++)
			if (fmod(y / (double)SYNTH_PER_MM, 1.23) < .58)
				s->print[(size_t)(y0 + y) * (size_t)s->w +
					 (size_t)(x0 + x)] = 0;
}

/* What of a pen is seen between such lines is little, and is asked. */
static void
test_read__ink_on_a_dark_picture(void **state)
{
	static const struct {
		const char *name;
		double x0, y0, x1, y1; /* um from the box */
		bool ring;
		bool answered;
	} rows[] = {
		{"nothing there", 0, 0, 0, 0, false, true},
		{"a stroke down", 2500, -10500, 2600, -2000, false, false},
		{"a stroke across", -3000, -10500, 8000, -2000, false, false},
		{"a ring", 2500, -6300, 3600, 3600, true, false},
	};
	struct fixture *f = *state;
	struct synth *s = f->synth;
	const size_t size = (size_t)s->w * (size_t)s->h;
	const struct layout_box *box = synth_box(s, 1, 4);
	const struct image print = synth_print(s);
	uint8_t *as_it_was = malloc(size);
	struct err err = {0};
	struct reading out;
	size_t k;

	assert_non_null(as_it_was);
	memcpy(as_it_was, s->print, size);
	dark_picture(s, box);
	assert_ok(print_make(f->print, &print, &err), &err);
	for (k = 0; k < sizeof(rows) / sizeof(rows[0]); k++) {
		const double x = box->box.x, y = box->box.y;
		const struct answer *a = &out.answers[1];

		synth_clean(s);
		synth_tick(s, synth_box(s, 1, 2));
		if (rows[k].ring)
			synth_ring(s, x + rows[k].x0, y + rows[k].y0,
				rows[k].x1, rows[k].y1, 600, .3);
		else if (rows[k].x1 > 0)
			synth_line(s, x + rows[k].x0, y + rows[k].y0,
				x + rows[k].x1, y + rows[k].y1, 600, .3);
		read_scan(f, &plain, &out);
		if ((a->status == ANSWER_ANSWERED && a->value == 2) !=
				rows[k].answered ||
			(!rows[k].answered && a->status != ANSWER_REVIEW))
			fail_msg("%s: %s, value %d '%s'", rows[k].name,
				answer_status_word(a->status), a->value,
				a->reason);
	}
	memcpy(s->print, as_it_was, size);
	free(as_it_was);
	assert_ok(print_make(f->print, &print, &err), &err);
}

static void
test_read__ink_outside_and_tails(void **state)
{
	struct fixture *f = *state;
	struct synth *s = f->synth;
	const struct layout_box *b;
	struct reading out;

	/* Writing in the gap below the row's zones. */
	b = synth_box(s, 0, 3);
	synth_line(s, b->zone.x, b->zone.y + b->zone.h + 900, b->zone.x + 15000,
		b->zone.y + b->zone.h + 1300, 450, .35);
	/* A tick with a tail into the neighbour's picture. */
	b = synth_box(s, 4, 2);
	synth_tick(s, b);
	synth_line(s, b->box.x + 5600, b->box.y - 600, b->box.x + 24500,
		b->box.y - 5000, 450, .35);
	/* A line that joins two boxes of one item. */
	b = synth_box(s, 7, 2);
	synth_line(s, b->box.x + 2500, b->box.y + 2500, b->box.x + 31500,
		b->box.y + 2600, 450, .35);
	read_scan(f, &plain, &out);
	assert_int_equal(out.answers[0].status, ANSWER_REVIEW);
	assert_string_equal(out.answers[0].reason, "outside");
	if (out.answers[4].status == ANSWER_ANSWERED)
		assert_int_equal(out.answers[4].value, 2);
	else
		assert_int_equal(out.answers[4].status, ANSWER_REVIEW);
	assert_int_equal(out.answers[7].status, ANSWER_REVIEW);
	assert_int_equal(out.answers[8].status, ANSWER_BLANK);
}

static void
test_read__refusals(void **state)
{
	struct fixture *f = *state;
	struct synth_scan how = plain;
	struct page_code other = f->synth->code;
	struct err err = {0};
	struct reading out;
	struct image image;
	char text[CODE_TEXT];
	int i;

	how.scale = .71;
	read_scan(f, &how, &out);
	assert_int_equal(out.status, READING_REFUSED);
	assert_string_equal(out.reason, "wrong_scale");
	assert_string_equal(out.hint, "the page is printed at 71 % of its "
				      "size; print sheets at 100 % (\"actual "
				      "size\")");
	how = plain;
	how.mirrored = true;
	read_scan(f, &how, &out);
	assert_string_equal(out.reason, "mirrored");

	f->lookup = PAGE_UNKNOWN;
	read_scan(f, &plain, &out);
	assert_string_equal(out.reason, "unknown_code");
	f->lookup = PAGE_OTHER_LAYOUT;
	read_scan(f, &plain, &out);
	assert_string_equal(out.reason, "other_layout");
	f->lookup = PAGE_KNOWN;

	other.token[0] ^= 1;
	code_write(&other, f->synth->key, text);
	synth_codes(f->synth, text, text);
	read_scan(f, &plain, &out);
	assert_string_equal(out.reason, "unknown_code");
	f->synth->key[5] ^= 1;
	code_write(&f->synth->code, f->synth->key, text);
	f->synth->key[5] ^= 1;
	synth_codes(f->synth, text, text);
	read_scan(f, &plain, &out);
	assert_string_equal(out.reason, "forged_code");
	assert_false(out.has_code);

	synth_codes(f->synth, NULL, NULL);
	read_scan(f, &plain, &out);
	assert_string_equal(out.reason, "code_unreadable");

	for (i = 0; i < 2; i++)
		synth_rect(f->synth, frame_anchor(2 * i), 1);
	read_scan(f, &plain, &out);
	assert_string_equal(out.reason, "no_anchors");
	assert_int_equal(out.n_answers, 0);

	synth_rect(f->synth, (struct um_rect){0, 0, 210000, 297000}, 1);
	read_scan(f, &plain, &out);
	assert_int_equal(out.status, READING_BLANK_PAGE);
	assert_string_equal(out.reason, "");

	image = (struct image){.w = 40,
		.h = 50,
		.depth = 8,
		.stride = 40,
		.bits = f->synth->page};
	assert_ok(reader_read(f->reader, &image, &f->book, &out, &err), &err);
	assert_string_equal(out.reason, "too_small");
	image.w = 0;
	assert_false(reader_read(f->reader, &image, &f->book, &out, &err));
	assert_string_equal(err.text, "the picture has no pixels");
}

/* Two sheets side by side in one picture; and pictures that show no paper. */
static void
test_read__refuses_what_would_lose_a_page(void **state)
{
	struct fixture *f = *state;
	struct err err = {0};
	struct reading out = {0};
	struct image one, two;
	uint8_t *bits;
	size_t i;
	int y;

	synth_scan(f->synth, &plain, &one);
	assert_int_equal(one.depth, 8);
	two = one;
	two.w = 2 * one.w;
	two.stride = 2 * one.stride;
	bits = malloc(2 * one.stride * (size_t)one.h);
	assert_non_null(bits);
	for (y = 0; y < one.h; y++) {
		uint8_t *row = bits + (size_t)y * two.stride;

		memset(row, 255, two.stride);
		memcpy(row, one.bits + (size_t)y * one.stride, (size_t)one.w);
		memcpy(row + one.w, one.bits + (size_t)y * one.stride,
			(size_t)one.w);
	}
	two.bits = bits;
	assert_ok(reader_read(f->reader, &two, &f->book, &out, &err), &err);
	assert_string_equal(out.reason, "two_pages");

	/* Inverted, and black. */
	for (i = 0; i < one.stride * (size_t)one.h; i++)
		bits[i] = (uint8_t)(255 - one.bits[i]);
	two = one;
	two.bits = bits;
	assert_ok(reader_read(f->reader, &two, &f->book, &out, &err), &err);
	assert_int_equal(out.status, READING_REFUSED);
	memset(bits, 0, one.stride * (size_t)one.h);
	assert_ok(reader_read(f->reader, &two, &f->book, &out, &err), &err);
	assert_int_equal(out.status, READING_REFUSED);
	/* Two rows of pixels. */
	two.h = 2;
	assert_ok(reader_read(f->reader, &two, &f->book, &out, &err), &err);
	assert_string_equal(out.reason, "too_small");
	free(bits);
	synth_image_free(&one);
}

static void
test_read__a_failing_store_is_no_refusal(void **state)
{
	struct fixture *f = *state;
	struct err err = {0};
	struct reading out = {0};
	struct image image;

	f->lookup = PAGE_FAILED;
	synth_scan(f->synth, &plain, &image);
	assert_false(reader_read(f->reader, &image, &f->book, &out, &err));
	assert_string_equal(err.text, "the store is gone");
	synth_image_free(&image);
}

/* 12 scans of one sheet with other noise: no value ever changes. */
static void
test_read__rescans_agree(void **state)
{
	struct fixture *f = *state;
	struct synth_scan how = {
		.dpi = 150, .depth = 8, .noise = 6, .skew_deg = .4};
	struct reading out;
	unsigned i;

	draw_all(f->synth);
	for (i = 0; i < 12; i++) {
		char name[32];

		how.seed = 1000 + i;
		how.dx_mm = i * .037;
		snprintf(name, sizeof(name), "scan %u", i);
		read_scan(f, &how, &out);
		check_all(name, &out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(
			test_read__turns_depths_resolutions, clean),
		cmocka_unit_test_setup(test_read__hard_scans, clean),
		cmocka_unit_test_setup(
			test_read__without_marks_all_is_blank, clean),
		cmocka_unit_test_setup(
			test_read__one_code_copy_is_enough, clean),
		cmocka_unit_test_setup(
			test_read__three_anchors_are_enough, clean),
		cmocka_unit_test_setup(
			test_read__covered_boxes_are_unreadable, clean),
		cmocka_unit_test_setup(test_read__ink_outside_and_tails, clean),
		cmocka_unit_test_setup(test_read__holes_over_boxes, clean),
		cmocka_unit_test_setup(test_read__ink_on_a_dark_picture, clean),
		cmocka_unit_test_setup(test_read__refusals, clean),
		cmocka_unit_test_setup(
			test_read__refuses_what_would_lose_a_page, clean),
		cmocka_unit_test_setup(
			test_read__a_failing_store_is_no_refusal, clean),
		cmocka_unit_test_setup(test_read__rescans_agree, clean),
	};

	return cmocka_run_group_tests_name("read", tests, setup, teardown);
}
