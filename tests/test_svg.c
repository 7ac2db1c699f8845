#include "tests/test.h"

#include "core/str.h"
#include "draw/canvas.h"
#include "draw/svg.h"
#include "draw/text.h"
#include "tests/pdf_bench.h"

#define BLACK 0x000000

/*
 * What is drawn with the same calls on both kinds of canvas. The SVG is drawn
 * by librsvg, the PDF by poppler.
 */
static void
draw_fill(const struct bench *bench, struct canvas *canvas)
{
	(void)bench;
	canvas_fill_rect(
		canvas, (struct um_rect){10000, 20000, 30000, 5500}, BLACK);
}

static void
draw_round(const struct bench *bench, struct canvas *canvas)
{
	(void)bench;
	canvas_fill_round(canvas, (struct um_rect){10000, 20000, 30000, 15000},
		7500, BLACK);
}

static void
draw_frame(const struct bench *bench, struct canvas *canvas)
{
	(void)bench;
	canvas_stroke_rect(canvas, (struct um_rect){10000, 20000, 30000, 25000},
		&(struct canvas_stroke){.width_um = 2000, .radius_um = 4000});
}

static void
draw_line(const struct bench *bench, struct canvas *canvas)
{
	(void)bench;
	canvas_line(canvas, (struct um_point){10000, 20000},
		(struct um_point){90000, 60000},
		&(struct canvas_stroke){.width_um = 1500, .dash_um = 6000});
}

static void
draw_polyline(const struct bench *bench, struct canvas *canvas)
{
	static const struct um_point points[] = {
		{10000, 20000}, {60000, 90000}, {65000, 20000}, {30000, 40000}};

	(void)bench;
	canvas_polyline(
		canvas, points, 4, &(struct canvas_stroke){.width_um = 3000});
}

static void
draw_polygon(const struct bench *bench, struct canvas *canvas)
{
	static const struct um_point points[] = {
		{10000, 20000}, {60000, 90000}, {65000, 25500}};

	(void)bench;
	canvas_polygon(canvas, points, 3, BLACK);
}

static void
draw_modules(const struct bench *bench, struct canvas *canvas)
{
	static const uint8_t dark[9] = {1, 1, 0, 0, 1, 0, 0, 0, 1};

	(void)bench;
	canvas_modules(canvas, dark, 3,
		(struct um_rect){10000, 20000, 30000, 45000}, BLACK);
}

static void
draw_art(const struct bench *bench, struct canvas *canvas)
{
	(void)bench;
	bench_art(canvas);
}

static void
draw_plate(const struct bench *bench, struct canvas *canvas)
{
	size_t plate;

	canvas_plate_begin(canvas);
	draw_fill(bench, canvas);
	plate = canvas_plate_end(canvas);
	canvas_plate_use(canvas, plate);
}

/* Shares of the ink of both that lies in both. */
static double
overlap(const struct shot *a, const struct shot *b)
{
	long both = 0, any = 0;
	int x, y;

	for (y = 0; y < a->h; y++) {
		for (x = 0; x < a->w; x++) {
			const bool in_a = shot_is_ink(a, x, y);
			const bool in_b = shot_is_ink(b, x, y);

			both += in_a && in_b;
			any += in_a || in_b;
		}
	}
	return any == 0 ? 0 : (double)both / (double)any;
}

static struct canvas *
svg_canvas(void)
{
	struct canvas_doc doc = bench_a4;

	doc.format = CANVAS_SVG;
	return bench_canvas(&doc);
}

/* The two files, drawn; the share of ink that they have in common. */
static double
compare(const struct bench *bench, struct canvas *pdf, struct canvas *svg)
{
	struct str out = {0};
	struct shot one, other;
	double common;

	bench_save(bench, pdf, "a.pdf");
	bench_save(bench, svg, "b.svg");
	if (bench_run(bench, &out,
		    "xmllint --noout b.svg && rsvg-convert -f pdf -o b.pdf "
		    "b.svg") != 0)
		fail_msg("%s", out.at);
	one = bench_raster(bench, "a.pdf", 100);
	other = bench_raster(bench, "b.pdf", 100);
	common = overlap(&one, &other);
	free(one.at);
	free(other.at);
	str_finish(&out);
	return common;
}

static void
test_svg__looks_as_the_pdf(void **state)
{
	static const struct {
		const char *name;
		void (*draw)(const struct bench *bench, struct canvas *canvas);
		double least;
	} rows[] = {
		{"fill", draw_fill, 0.99},
		{"round", draw_round, 0.99},
		{"frame", draw_frame, 0.97},
		{"line", draw_line, 0.97},
		{"polyline", draw_polyline, 0.97},
		{"polygon", draw_polygon, 0.99},
		{"modules", draw_modules, 0.99},
		{"art", draw_art, 0.98},
		{"plate", draw_plate, 0.99},
	};
	const struct bench *bench = *state;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct canvas *pdf = bench_canvas(&bench_a4);
		struct canvas *svg = svg_canvas();
		double common;

		canvas_page(pdf);
		rows[i].draw(bench, pdf);
		canvas_page(svg);
		rows[i].draw(bench, svg);
		common = compare(bench, pdf, svg);
		if (common < rows[i].least)
			fail_msg("%s: only %.3f in common", rows[i].name,
				common);
	}
}

/* librsvg lays the words out anew, with the same fonts. */
static void
test_svg__has_words_where_the_pdf_has(void **state)
{
	static const struct {
		struct text_style style;
		const char *utf8;
	} rows[] = {
		{{.size_pt = 20, .lang = "sv"}, "Nästa steg & <delmål>"},
		{{.size_pt = 20, .lang = "sv", .bold = true, .width_um = 50000},
			"två rader som bryts här"},
		{{.size_pt = 20, .lang = "ar", .rtl = true, .width_um = 120000},
			"خطوتي التالية"},
		{{.size_pt = 20,
			 .lang = "ti",
			 .align = TEXT_END,
			 .width_um = 120000},
			"መልስታተይ"},
		{{.size_pt = 20,
			 .lang = "ar",
			 .rtl = true,
			 .align = TEXT_END,
			 .width_um = 120000},
			"إجاباتي"},
		{{.size_pt = 20,
			 .lang = "uk",
			 .align = TEXT_CENTRE,
			 .width_um = 120000},
			"Мої відповіді"},
	};
	const struct bench *bench = *state;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct canvas *pdf = bench_canvas(&bench_a4);
		struct canvas *svg = svg_canvas();
		double common;

		canvas_page(pdf);
		bench_text(
			bench, pdf, &rows[i].style, rows[i].utf8, 30000, 30000);
		canvas_page(svg);
		bench_text(
			bench, svg, &rows[i].style, rows[i].utf8, 30000, 30000);
		common = compare(bench, pdf, svg);
		if (common < 0.8)
			fail_msg("%s: only %.3f in common", rows[i].utf8,
				common);
	}
}

static void
test_svg__has_words_as_words(void **state)
{
	const struct bench *bench = *state;
	struct canvas_doc doc = bench_a4;
	const struct text_style style = {
		.size_pt = 12, .lang = "ar", .rtl = true};
	struct canvas *canvas;
	struct str out = {0};

	doc.format = CANVAS_SVG;
	doc.title = "a & \"b\" <c>";
	doc.about = "4 < 5 ]]> &amp;";
	canvas = bench_canvas(&doc);
	canvas_page(canvas);
	bench_text(
		bench, canvas, &style, "إجاباتي <3> & \"]]>\"", 20000, 30000);
	bench_save(bench, canvas, "words.svg");
	if (bench_run(bench, &out,
		    "for n in title desc text; do xmllint --xpath "
		    "\"string(//*[local-name()='$n'])\" words.svg || exit 1; "
		    "done; xmllint --xpath 'string(//@direction)' words.svg") !=
		0)
		fail_msg("%s", out.at);
	assert_non_null(strstr(out.at, "a & \"b\" <c>\n"));
	assert_non_null(strstr(out.at, "4 < 5 ]]> &amp;\n"));
	assert_non_null(strstr(out.at, "إجاباتي <3> & \"]]>\"\n"));
	assert_non_null(strstr(out.at, "rtl\n"));
	str_finish(&out);
}

static void
test_svg_add_escaped__lets_nothing_through(void **state)
{
	static const struct {
		const char *utf8, *want;
	} rows[] = {
		{"", ""},
		{"a&b<c>d\"e'", "a&amp;b&lt;c&gt;d&quot;e'"},
		{"a\nb\tc", "a b c"},
		{"\x01\x1f", "\xef\xbf\xbd\xef\xbf\xbd"},
		{"\xc3", "\xef\xbf\xbd"},
		{"\xef\xbf\xbe", "\xef\xbf\xbd"},
		{"åä", "åä"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct str out = {0};

		str_add(&out, "");
		svg_add_escaped(&out, rows[i].utf8);
		if (strcmp(out.at, rows[i].want) != 0)
			fail_msg("row %zu: %s", i, out.at);
		str_finish(&out);
	}
}

static void
test_svg__has_one_page(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < 3; i += 2) {
		struct canvas *canvas = svg_canvas();
		struct str out = {0};
		struct err err = {0};
		size_t k;

		for (k = 0; k < i; k++)
			canvas_page(canvas);
		assert_false(canvas_write(canvas, &out, &err));
		assert_string_equal(err.text,
			i == 0 ? "drawing: no page was begun"
			       : "drawing: an SVG has one page, not 2");
		assert_int_equal(out.len, 0);
		canvas_free(canvas);
		str_finish(&out);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_svg__looks_as_the_pdf),
		cmocka_unit_test(test_svg__has_words_where_the_pdf_has),
		cmocka_unit_test(test_svg__has_words_as_words),
		cmocka_unit_test(test_svg_add_escaped__lets_nothing_through),
		cmocka_unit_test(test_svg__has_one_page),
	};

	return cmocka_run_group_tests_name(
		"svg", tests, bench_setup, bench_teardown);
}
