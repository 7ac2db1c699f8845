#include "tests/test.h"

#include "core/str.h"
#include "draw/canvas.h"
#include "draw/text.h"
#include "tests/pdf_bench.h"

/* Without the marks that only steer direction: poppler adds its own. */
static void
drop_steering(char *text)
{
	static const char *const marks[] = {"\xe2\x80\x8e", "\xe2\x80\x8f",
		"\xe2\x80\xaa", "\xe2\x80\xab", "\xe2\x80\xac"};
	size_t i;
	char *at;

	for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		while ((at = strstr(text, marks[i])) != NULL)
			memmove(at, at + 3, strlen(at + 3) + 1);
}

static void
test_canvas_text__is_found_again(void **state)
{
	const struct bench *bench = *state;
	struct canvas *canvas = bench_canvas(&bench_a4);
	struct str found = {0};
	size_t i, bold;

	for (i = 0; i < BENCH_LINES; i++) {
		int32_t y = 20000;

		canvas_page(canvas);
		for (bold = 0; bold < 2; bold++) {
			const struct text_style style = {.size_pt = 12,
				.bold = bold,
				.lang = bench_lines[i].lang,
				.rtl = bench_lines[i].rtl,
				.width_um = 150000};

			y += 2000 + bench_text(bench, canvas, &style,
					    bench_lines[i].utf8, 20000, y);
		}
	}
	bench_save(bench, canvas, "text.pdf");
	assert_int_equal(bench_run(bench, &found, "pdftotext text.pdf -"), 0);
	drop_steering(found.at);
	for (i = 0; i < BENCH_LINES; i++) {
		struct str twice = {0};

		str_addf(&twice, "%s\n%s\n", bench_lines[i].utf8,
			bench_lines[i].utf8);
		/* poppler puts an empty line between where it sees fit */
		if (strstr(found.at, twice.at) == NULL) {
			str_clear(&twice);
			str_addf(&twice, "%s\n\n%s\n", bench_lines[i].utf8,
				bench_lines[i].utf8);
		}
		if (strstr(found.at, twice.at) == NULL)
			fail_msg("row %zu '%s' is not twice in:\n%s", i,
				bench_lines[i].utf8, found.at);
		str_finish(&twice);
	}
	str_finish(&found);
}

/* Shared over united ink of two pictures, corner on corner, b moved by dx. */
static double
overlap(const struct shot *a, const struct shot *b, int dx, int dy)
{
	long shared = 0, united = 0;
	int abox[4], bbox[4];
	int x, y;

	shot_ink_box(a, abox);
	shot_ink_box(b, bbox);
	for (y = -2; y < abox[3] - abox[1] + 2; y++) {
		for (x = -2; x < abox[2] - abox[0] + 2; x++) {
			const bool in_a =
				shot_is_ink(a, abox[0] + x, abox[1] + y);
			const bool in_b = shot_is_ink(
				b, bbox[0] + x + dx, bbox[1] + y + dy);

			shared += in_a && in_b;
			united += in_a || in_b;
		}
	}
	return united == 0 ? 0 : (double)shared / (double)united;
}

static void
test_canvas_text__looks_as_by_cairo(void **state)
{
	static const struct {
		const char *lang, *family;
		bool rtl;
		const char *utf8;
	} rows[] = {
		{"sv", "Noto Sans", false, "VÅFFLA effekt söka"},
		{"sv", "Noto Sans", false, "e\xcc\x81 a\xcc\x8a\xcc\xa3 ok"},
		{"uk", "Noto Sans", false, "щось зміниться"},
		{"ar", "Noto Sans Arabic", true, "كيف حالك اليوم"},
		{"ar", "Noto Sans Arabic", true, "مَرْحَبًا بِكُمْ لا"},
		{"ps", "Noto Sans Arabic", true, "پښتو ټول ځای"},
		{"ckb", "Noto Sans Arabic", true, "ڕۆژباش ئەکان"},
		{"fa", "Noto Sans Arabic", true,
			"نمی‌فهمم شغل‌هایی"},
		{"ti", "Noto Sans Ethiopic", false, "ሎሚ መዓልቲ ከመይ"},
		{"th", "Noto Sans Thai", false, "น้ำ ที่ ปู่ กำลัง"},
		{"bn", "Noto Sans Bengali", false, "ক্ষ জ্ঞ র্ক করতে"},
	};
	const struct bench *bench = *state;
	struct str version = {0};
	size_t i;

	if (bench_run(bench, &version, "pango-view --version") != 0) {
		print_message("no pango-view (pango1.0-tools): not compared\n");
		str_finish(&version);
		skip();
	}
	str_finish(&version);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct text_style style = {.size_pt = 48,
			.lang = rows[i].lang,
			.rtl = rows[i].rtl};
		struct canvas *canvas = bench_canvas(&bench_a4);
		struct str out = {0};
		struct shot ours, theirs;
		double best = 0, iou;
		int shift;

		canvas_page(canvas);
		bench_text(bench, canvas, &style, rows[i].utf8, 15000, 20000);
		bench_save(bench, canvas, "ours.pdf");
		if (bench_run(bench, &out,
			    "pango-view -q --backend=cairo --dpi=72 "
			    "--hinting=none --subpixel-positions "
			    "--margin=0 --language=%s %s --font='%s 48' "
			    "--text='%s' -o theirs.pdf",
			    rows[i].lang, rows[i].rtl ? "--rtl" : "",
			    rows[i].family, rows[i].utf8) != 0)
			fail_msg("row %zu: %s", i, out.at);
		str_finish(&out);
		ours = bench_raster(bench, "ours.pdf", 200);
		theirs = bench_raster(bench, "theirs.pdf", 200);
		for (shift = 0; shift < 9; shift++) {
			iou = overlap(
				&ours, &theirs, shift % 3 - 1, shift / 3 - 1);
			best = iou > best ? iou : best;
		}
		if (best < 0.93)
			fail_msg("row %zu '%s': overlap %.3f", i, rows[i].utf8,
				best);
		free(ours.at);
		free(theirs.at);
	}
}

static void
test_canvas_text__takes_many_characters(void **state)
{
	const struct bench *bench = *state;
	struct str lists = {0}, found = {0};
	const char *line, *end;

	bench_alphabets(bench, "many.pdf", &lists);
	assert_int_equal(bench_run(bench, &found, "pdftotext many.pdf -"), 0);
	for (line = lists.at; *line != '\0'; line = end + 1) {
		char wanted[256];

		end = strchr(line, '\n');
		snprintf(wanted, sizeof(wanted), "%.*s", (int)(end - line),
			line);
		if (strstr(found.at, wanted) == NULL)
			fail_msg("'%s' is not in:\n%s", wanted, found.at);
	}
	str_finish(&lists);
	str_finish(&found);
}

static void
test_canvas_text__starts_each_line_anew(void **state)
{
	static const char *const rows[2] = {"HHH", "HHH\nHHH"};
	const struct text_style style = {.family = TEXT_MONO, .size_pt = 20};
	const struct bench *bench = *state;
	int box[2][4];
	size_t i;

	for (i = 0; i < 2; i++) {
		struct canvas *canvas = bench_canvas(&bench_a4);
		struct shot shot;

		canvas_page(canvas);
		bench_text(bench, canvas, &style, rows[i], 50000, 50000);
		bench_save(bench, canvas, "lines.pdf");
		shot = bench_raster(bench, "lines.pdf", BENCH_DPI);
		shot_ink_box(&shot, box[i]);
		free(shot.at);
	}
	assert_int_equal(box[0][0], box[1][0]);
	assert_int_equal(box[0][1], box[1][1]);
	assert_int_equal(box[0][2], box[1][2]);
	/* DejaVuSansMono.ttf: 2384 of 2048 units from line to line */
	assert_near(box[1][3] - box[0][3],
		2384 / 2048.0 * 20 * BENCH_UM_PER_PT / 100, 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_canvas_text__is_found_again),
		cmocka_unit_test(test_canvas_text__looks_as_by_cairo),
		cmocka_unit_test(test_canvas_text__takes_many_characters),
		cmocka_unit_test(test_canvas_text__starts_each_line_anew),
	};

	return cmocka_run_group_tests_name(
		"canvas_text", tests, bench_setup, bench_teardown);
}
