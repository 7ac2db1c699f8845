#include "tests/test.h"

#include "core/art.h"
#include "core/str.h"
#include "draw/canvas.h"
#include "tests/pdf_bench.h"

#define BLACK 0x000000

static void
draw_fill(struct canvas *canvas)
{
	canvas_fill_rect(
		canvas, (struct um_rect){10000, 20000, 30000, 5000}, BLACK);
}

static void
draw_fill_round(struct canvas *canvas)
{
	canvas_fill_round(canvas, (struct um_rect){10000, 20000, 30000, 5000},
		1000, BLACK);
}

static void
draw_stroke(struct canvas *canvas)
{
	canvas_stroke_rect(canvas, (struct um_rect){10000, 20000, 30000, 5000},
		&(struct canvas_stroke){.width_um = 1000});
}

static void
draw_stroke_round(struct canvas *canvas)
{
	canvas_stroke_rect(canvas, (struct um_rect){10000, 20000, 30000, 5000},
		&(struct canvas_stroke){.width_um = 1000, .radius_um = 2000});
}

static void
draw_line(struct canvas *canvas)
{
	canvas_line(canvas, (struct um_point){10000, 22500},
		(struct um_point){40000, 22500},
		&(struct canvas_stroke){.width_um = 5000});
}

static void
draw_dashes(struct canvas *canvas)
{
	canvas_line(canvas, (struct um_point){10000, 22500},
		(struct um_point){40000, 22500},
		&(struct canvas_stroke){.width_um = 5000, .dash_um = 6000});
}

static void
draw_modules(struct canvas *canvas)
{
	static const uint8_t dark[4] = {1, 0, 0, 1};

	canvas_modules(canvas, dark, 2,
		(struct um_rect){10000, 20000, 30000, 5000}, BLACK);
}

static void
test_canvas__draws_where_it_was_told(void **state)
{
	static const struct {
		const char *name;
		void (*draw)(struct canvas *canvas);
		int box[4]; /* px */
		int ink[2]; /* a place with ink, and one without */
		int without[2];
	} rows[] = {
		{"fill", draw_fill, {100, 200, 400, 250}, {101, 201},
			{99, 201}},
		{"fill round", draw_fill_round, {100, 200, 400, 250},
			{250, 225}, {101, 201}},
		{"stroke", draw_stroke, {100, 200, 400, 250}, {101, 201},
			{112, 212}},
		{"stroke round", draw_stroke_round, {100, 200, 400, 250},
			{250, 205}, {102, 202}},
		{"line", draw_line, {100, 200, 400, 250}, {250, 225},
			{250, 195}},
		{"dashes", draw_dashes, {100, 200, 400, 250}, {130, 225},
			{190, 225}},
		{"modules", draw_modules, {100, 200, 400, 250}, {110, 210},
			{260, 210}},
		{"art", bench_art, {100, 200, 400, 500}, {250, 450},
			{250, 312}},
	};
	const struct bench *bench = *state;
	size_t i, j;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct canvas *canvas = bench_canvas(&bench_a4);
		struct shot shot;
		int box[4];

		canvas_page(canvas);
		rows[i].draw(canvas);
		bench_save(bench, canvas, "shape.pdf");
		shot = bench_raster(bench, "shape.pdf", BENCH_DPI);
		assert_int_equal(shot.w, 2100);
		assert_int_equal(shot.h, 2970);
		shot_ink_box(&shot, box);
		for (j = 0; j < 4; j++)
			if (abs(box[j] - rows[i].box[j]) > 1)
				fail_msg("row %s: ink from %d %d to %d %d",
					rows[i].name, box[0], box[1], box[2],
					box[3]);
		if (!shot_is_ink(&shot, rows[i].ink[0], rows[i].ink[1]))
			fail_msg("row %s: no ink", rows[i].name);
		if (shot_is_ink(&shot, rows[i].without[0], rows[i].without[1]))
			fail_msg("row %s: too much ink", rows[i].name);
		free(shot.at);
	}
}

static void
test_canvas__keeps_colours(void **state)
{
	static const uint32_t rows[] = {
		0x000000, 0xffffff, 0x808080, 0xff0000, 0x204060, 0x010203};
	const size_t n = sizeof(rows) / sizeof(rows[0]);
	const struct bench *bench = *state;
	struct canvas *canvas = bench_canvas(&bench_a4);
	struct str out = {0};
	char path[96];
	FILE *file;
	size_t i;

	canvas_page(canvas);
	for (i = 0; i < n; i++)
		canvas_fill_rect(canvas,
			(struct um_rect){10000 * (int)i, 0, 10000, 297000},
			rows[i]);
	bench_save(bench, canvas, "colours.pdf");
	bench_run(bench, &out, "pdftoppm -r 25.4 -singlefile colours.pdf page");
	str_finish(&out);
	snprintf(path, sizeof(path), "%s/page.ppm", bench->folder);
	file = fopen(path, "rb");
	assert_non_null(file);
	assert_int_equal(fscanf(file, "P6 210 297 255"), 0);
	fgetc(file);
	for (i = 0; i < n; i++) {
		unsigned char rgb[30];
		uint32_t seen;

		assert_int_equal(fread(rgb, 1, 30, file), 30);
		seen = (uint32_t)rgb[15] << 16 | (uint32_t)rgb[16] << 8 |
		       rgb[17];
		if (seen != rows[i])
			fail_msg("row %zu: %06x, not %06x", i, seen, rows[i]);
	}
	fclose(file);
}

static void
test_canvas_new__refuses(void **state)
{
	static const struct {
		struct canvas_doc doc;
		const char *error;
	} rows[] = {
		{{NULL, "sv", {0, 0, 1, 1}, 0, false, CANVAS_PDF, NULL},
			"PDF: no title"},
		{{"", "sv", {0, 0, 1, 1}, 0, false, CANVAS_PDF, NULL},
			"PDF: no title"},
		{{"a", NULL, {0, 0, 1, 1}, 0, false, CANVAS_PDF, NULL},
			"PDF: no language"},
		{{"a\nb", "sv", {0, 0, 1, 1}, 0, false, CANVAS_PDF, NULL},
			"PDF: title: byte 2 is a control character or not "
			"UTF-8"},
		{{"\xc3", "sv", {0, 0, 1, 1}, 0, false, CANVAS_PDF, NULL},
			"PDF: title: byte 1 is a control character or not "
			"UTF-8"},
		{{"a\xed\xa0\x80", "sv", {0, 0, 1, 1}, 0, false, CANVAS_PDF,
			 NULL},
			"PDF: title: byte 2 is a control character or not "
			"UTF-8"},
		{{"a", "sv", {0, 0, 0, 1}, 0, false, CANVAS_PDF, NULL},
			"PDF: the page has no size"},
		{{"a", "sv", {0, 0, 1, -1}, 0, false, CANVAS_PDF, NULL},
			"PDF: the page has no size"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct err err = {0};

		if (canvas_new(&rows[i].doc, &err) != NULL)
			fail_msg("row %zu: taken", i);
		if (strcmp(err.text, rows[i].error) != 0)
			fail_msg("row %zu: %s", i, err.text);
	}
}

static void
no_page(struct canvas *canvas)
{
	(void)canvas;
}

static void
no_page_but_ink(struct canvas *canvas)
{
	draw_fill(canvas);
}

static void
open_plate(struct canvas *canvas)
{
	canvas_page(canvas);
	canvas_plate_begin(canvas);
}

static void
page_on_plate(struct canvas *canvas)
{
	canvas_plate_begin(canvas);
	canvas_page(canvas);
}

static void
plate_on_plate(struct canvas *canvas)
{
	canvas_plate_begin(canvas);
	canvas_plate_begin(canvas);
}

static void
no_plate_to_end(struct canvas *canvas)
{
	canvas_page(canvas);
	canvas_plate_end(canvas);
	draw_fill(canvas);
}

static void
no_such_plate(struct canvas *canvas)
{
	canvas_page(canvas);
	canvas_plate_use(canvas, 5);
	draw_fill(canvas);
}

static void
plate_before_page(struct canvas *canvas)
{
	canvas_plate_begin(canvas);
	canvas_plate_use(canvas, canvas_plate_end(canvas));
}

static void
art_without_size(struct canvas *canvas)
{
	const struct art art = {0, 10, NULL, 0, NULL, 0};

	canvas_page(canvas);
	canvas_art(canvas, &art, (struct um_rect){0, 0, 10, 10});
}

static void
too_many_pages(struct canvas *canvas)
{
	int i;

	for (i = 0; i <= CANVAS_PAGES; i++)
		canvas_page(canvas);
}

static void
test_canvas_write__refuses(void **state)
{
	static const struct {
		void (*draw)(struct canvas *canvas);
		enum err_code code;
		const char *error;
	} rows[] = {
		{no_page, ERR_USAGE, "drawing: no page was begun"},
		{no_page_but_ink, ERR_USAGE, "drawing: no page was begun"},
		{open_plate, ERR_USAGE, "drawing: a plate is still open"},
		{page_on_plate, ERR_USAGE,
			"drawing: a page was begun on an open plate"},
		{plate_on_plate, ERR_USAGE,
			"drawing: a plate was begun on an open plate"},
		{no_plate_to_end, ERR_USAGE,
			"drawing: a plate was ended and none is open"},
		{no_such_plate, ERR_USAGE,
			"drawing: plate 5 cannot be used here"},
		{plate_before_page, ERR_USAGE,
			"drawing: plate 0 cannot be used here"},
		{art_without_size, ERR_INPUT,
			"drawing: a picture without size"},
		{too_many_pages, ERR_LIMIT,
			"PDF: 30001 pages, at most 30000; print in parts"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct canvas *canvas = bench_canvas(&bench_a4);
		struct err err = {0};
		struct str out = {0};

		rows[i].draw(canvas);
		if (canvas_write(canvas, &out, &err))
			fail_msg("row %zu: taken", i);
		if (strcmp(err.text, rows[i].error) != 0 ||
			err.code != rows[i].code)
			fail_msg("row %zu: code %d: %s", i, err.code, err.text);
		assert_int_equal(out.len, 0);
		str_finish(&out);
		canvas_free(canvas);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_canvas__draws_where_it_was_told),
		cmocka_unit_test(test_canvas__keeps_colours),
		cmocka_unit_test(test_canvas_new__refuses),
		cmocka_unit_test(test_canvas_write__refuses),
	};

	return cmocka_run_group_tests_name(
		"canvas", tests, bench_setup, bench_teardown);
}
