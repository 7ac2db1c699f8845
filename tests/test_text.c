#include "tests/test.h"

#include "draw/fonts.h"
#include "draw/text.h"

#include <math.h>

#define UM_PER_PT (25400.0 / 72.0)

static int
setup(void **state)
{
	struct err err = {0};

	*state = text_engine_new(&err);
	if (*state == NULL)
		fprintf(stderr, "%s\n", err.text);
	return *state == NULL;
}

static int
teardown(void **state)
{
	text_engine_free(*state);
	text_end();
	return 0;
}

static struct text *
lay(void **state, const struct text_style *style, const char *utf8)
{
	struct err err = {0};
	struct text *text = text_lay(*state, style, utf8, &err);

	if (text == NULL)
		fail_msg("'%s': %s", utf8, err.text);
	return text;
}

/* DejaVuSansMono.ttf: every advance is 1233 of 2048 units. */
static void
test_text_lay__measures_as_the_font_says(void **state)
{
	static const struct {
		const char *utf8;
		double size_pt;
		int n;
	} rows[] = {
		{"7K4QM-XMP92", 12, 11},
		{"7K4QM-XMP92", 9.5, 11},
		{"ABCDEFGHJKMNPQRSTVWXYZ", 8, 22},
		{"", 10, 0},
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct text_style style = {
			.family = TEXT_MONO, .size_pt = rows[i].size_pt};
		struct text *text = lay(state, &style, rows[i].utf8);
		const double width =
			rows[i].n * 1233 / 2048.0 * rows[i].size_pt * UM_PER_PT;

		if (text->n_lines != 1 ||
			text->n_clusters != (size_t)rows[i].n ||
			text->width_um < width - 5 ||
			text->width_um > width + 5 ||
			text->widest_um != text->width_um)
			fail_msg("row %zu: %d um wide, not %.0f", i,
				text->width_um, width);
		/* hhea: ascent 1901, descent -483 */
		assert_near(text->height_um,
			(1901 + 483) / 2048.0 * rows[i].size_pt * UM_PER_PT, 2);
		assert_near(text->lines[0].baseline_um,
			1901 / 2048.0 * rows[i].size_pt * UM_PER_PT, 2);
		text_free(text);
	}
}

static void
test_text_lay__chooses_the_file(void **state)
{
	static const struct {
		const char *lang, *utf8, *file;
		bool bold, mono;
	} rows[] = {
		{"sv", "å", "NotoSans-Regular.ttf", false, false},
		{"sv", "å", "NotoSans-Bold.ttf", true, false},
		{"uk", "ї", "NotoSans-Regular.ttf", false, false},
		{"ar", "س", "NotoSansArabic-Regular.ttf", false, false},
		{"ar", "س", "NotoSansArabic-Bold.ttf", true, false},
		{"fa-AF", ".", "NotoSansArabic-Regular.ttf", false, false},
		{"ckb", "ە", "NotoSansArabic-Regular.ttf", false, false},
		{"ku-Arab", "ە", "NotoSansArabic-Regular.ttf", false, false},
		{"ku", "ê", "NotoSans-Regular.ttf", false, false},
		{"ti", "ሰ", "NotoSansEthiopic-Regular.ttf", false, false},
		{"am", "ሰ", "NotoSansEthiopic-Bold.ttf", true, false},
		{"th", "ก", "NotoSansThai-Regular.ttf", false, false},
		{"th", "ก", "NotoSansThai-Bold.ttf", true, false},
		{"bn", "ক", "NotoSansBengali-Regular.ttf", false, false},
		/* what the script's own font has not got */
		{"am", "7", "NotoSans-Regular.ttf", false, false},
		{"sv", "س", "NotoSansArabic-Regular.ttf", false, false},
		{"ti", "س", "NotoSansArabic-Regular.ttf", false, false},
		{"ar", "ก", "NotoSansThai-Regular.ttf", false, false},
		{"en", "7", "DejaVuSansMono.ttf", false, true},
		{"en", "7", "DejaVuSansMono-Bold.ttf", true, true},
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct text_style style = {
			.family = rows[i].mono ? TEXT_MONO : TEXT_SANS,
			.bold = rows[i].bold,
			.size_pt = 11,
			.lang = rows[i].lang,
		};
		struct text *text = lay(state, &style, rows[i].utf8);
		const char *path;

		assert_int_equal(text->n_clusters, 1);
		path = fonts_at(text->clusters[0].font)->path;
		if (strcmp(strrchr(path, '/') + 1, rows[i].file) != 0)
			fail_msg("row %zu '%s': %s, not %s", i, rows[i].utf8,
				path, rows[i].file);
		text_free(text);
	}
}

/* In UTF-8, line by line with '|' between. */
static void
write_chars(const struct text *text, char *out)
{
	size_t i, j, k;

	for (i = 0; i < text->n_lines; i++) {
		const struct text_line *line = &text->lines[i];

		if (i > 0)
			*out++ = '|';
		for (j = 0; j < line->n_clusters; j++) {
			const struct text_cluster *cluster =
				&text->clusters[line->first_cluster + j];

			for (k = 0; k < cluster->n_chars; k++) {
				const uint32_t c =
					text->chars[cluster->first_char + k];

				if (c < 0x80) {
					*out++ = (char)c;
				} else if (c < 0x800) {
					*out++ = (char)(0xc0 | c >> 6);
					*out++ = (char)(0x80 | (c & 0x3f));
				} else {
					*out++ = (char)(0xe0 | c >> 12);
					*out++ = (char)(0x80 | (c >> 6 & 0x3f));
					*out++ = (char)(0x80 | (c & 0x3f));
				}
			}
		}
	}
	*out = '\0';
}

/* Characters from left to right; broken between words alone. */
static void
test_text_lay__orders_and_breaks(void **state)
{
	static const struct {
		const char *lang;
		bool rtl;
		int32_t width_um;
		const char *utf8, *shown;
	} rows[] = {
		{"sv", false, 0, "Hur mår du?", "Hur mår du?"},
		{"sv", false, 24000, "Hur mår du i dag?", "Hur mår du |i dag?"},
		{"sv", false, 0, "ett\ntvå", "ett|två"},
		{"sv", false, 0, "ett\n\ntvå", "ett||två"},
		{"sv", false, 44000, "Arbetsförmedlingen hjälper",
			"Arbetsförmedlingen |hjälper"},
		/* a word joiner holds the range together */
		{"sv", false, 18000,
			"skala 0\xe2\x81\xa0–\xe2\x81\xa0"
			"3",
			"skala |0\xe2\x81\xa0–\xe2\x81\xa0"
			"3"},
		{"ar", true, 0, "سلام", "مالس"},
		{"ar", true, 0, "لا", "ال"}, /* one ligature, two characters */
		{"ar", true, 0, "س 12", "12 س"},
		{"ar", false, 0, "س ab", "س ab"},
		{"ar", true, 0, "س ab", "ab س"},
		{"ti", false, 19000, "ሰላም፡ ዓለም።", "ሰላም፡ |ዓለም።"},
		{"ti", false, 12000, "ሰላም፡ዓለም", "ሰላም፡|ዓለም"},
		/* Thai writes without spaces */
		{"th", false, 14000, "ภาษาไทย", "ภาษา|ไทย"},
		{"th", false, 0, "น้ำ", "น้ำ"},
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct text_style style = {
			.size_pt = 12,
			.lang = rows[i].lang,
			.rtl = rows[i].rtl,
			.width_um = rows[i].width_um,
		};
		struct text *text = lay(state, &style, rows[i].utf8);
		char shown[256];

		write_chars(text, shown);
		if (strcmp(shown, rows[i].shown) != 0)
			fail_msg("row %zu '%s': '%s', not '%s'", i,
				rows[i].utf8, shown, rows[i].shown);
		if (rows[i].width_um > 0 &&
			(text->width_um != rows[i].width_um ||
				text->widest_um > rows[i].width_um))
			fail_msg("row %zu '%s': %d um wide", i, rows[i].utf8,
				text->widest_um);
		text_free(text);
	}
}

static void
test_text_lay__aligns(void **state)
{
	static const struct {
		bool rtl;
		enum text_align align;
		int part; /* of the room to the left, in halves */
	} rows[] = {
		{false, TEXT_START, 0},
		{false, TEXT_CENTRE, 1},
		{false, TEXT_END, 2},
		{true, TEXT_START, 2},
		{true, TEXT_CENTRE, 1},
		{true, TEXT_END, 0},
	};
	size_t i, j;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct text_style style = {
			.size_pt = 12,
			.rtl = rows[i].rtl,
			.align = rows[i].align,
			.width_um = 60000,
		};
		struct text *text = lay(state, &style, "short\na longer line");

		assert_int_equal(text->n_lines, 2);
		for (j = 0; j < 2; j++) {
			const struct text_line *line = &text->lines[j];
			const int32_t x =
				(60000 - line->width_um) * rows[i].part / 2;

			if (line->x_um != x)
				fail_msg("row %zu line %zu: at %d, not %d", i,
					j, line->x_um, x);
			assert_near(text->clusters[line->first_cluster].x_um, x,
				0.01);
		}
		text_free(text);
	}
}

static void
test_text_lay__spaces_lines(void **state)
{
	struct text_style style = {.size_pt = 10};
	struct text *single = lay(state, &style, "a\nb\nc");
	struct text *wide;
	int32_t step;

	style.spacing = 1.5;
	wide = lay(state, &style, "a\nb\nc");
	step = single->lines[1].baseline_um - single->lines[0].baseline_um;
	/* NotoSans-Regular.ttf, hhea: ascent 1069, descent -293 of 1000 */
	assert_near(step, 1.362 * 10 * UM_PER_PT, 3);
	assert_near(single->height_um, 3 * 1.362 * 10 * UM_PER_PT, 6);
	assert_int_equal(
		wide->lines[0].baseline_um, single->lines[0].baseline_um);
	assert_near(wide->lines[2].baseline_um - wide->lines[0].baseline_um,
		2 * 1.5 * step, 3);
	assert_near(wide->height_um - single->height_um, step, 3);
	text_free(single);
	text_free(wide);
}

/*
 * In hundredths of the size. Noto Sans Arabic asks for 211, which is more than
 * ink needs; the others get what their font asks for.
 */
static void
test_text_lay__lines_are_as_tall_as_ink_needs(void **state)
{
	static const struct {
		const char *lang, *utf8;
		bool rtl;
		int up, down;
	} rows[] = {
		{"sv", "Hälsa", false, 107, 29},
		{"ti", "ጥዕና", false, 107, 29},
		{"th", "น้ำ", false, 107, 45},
		{"ar", "لا، إطلاقًا", true, 120, 62},
		{"ps", "په خانه کې", true, 120, 62},
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct text_style style = {.size_pt = 10,
			.lang = rows[i].lang,
			.rtl = rows[i].rtl};
		struct text *text = lay(state, &style, rows[i].utf8);
		const double em = style.size_pt * UM_PER_PT;
		const double up = text->lines[0].baseline_um / em;
		const double down =
			(text->height_um - text->lines[0].baseline_um) / em;

		if (fabs(up - rows[i].up / 100.0) > 0.01 ||
			fabs(down - rows[i].down / 100.0) > 0.01)
			fail_msg("row %zu '%s': %.3f up, %.3f down", i,
				rows[i].utf8, up, down);
		text_free(text);
	}
}

/* Marks and ligatures: one cluster of several characters or glyphs. */
static void
test_text_lay__joins_what_belongs_together(void **state)
{
	static const struct {
		const char *lang, *utf8;
		bool rtl;
		size_t clusters, chars;
	} rows[] = {
		{"en", "abc", false, 3, 3},
		{"en", "ffi", false, 1, 3},
		{"en", "a\xcc\x8a", false, 1, 2}, /* a and a ring above */
		{"ar", "لا", true, 1, 2},
		{"ar", "بِ", true, 1, 2},
		{"th", "ที่", false, 1, 3},
		{"th", "น้ำ", false, 1, 3},
	};
	size_t i, n;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct text_style style = {.size_pt = 12,
			.lang = rows[i].lang,
			.rtl = rows[i].rtl};
		struct text *text = lay(state, &style, rows[i].utf8);

		for (n = 0; n < text->n_clusters; n++)
			if (text->clusters[n].n_chars == 0)
				fail_msg("row %zu: nothing in cluster %zu", i,
					n);
		if (text->n_clusters != rows[i].clusters ||
			text->n_chars != rows[i].chars)
			fail_msg("row %zu '%s': %zu clusters, %zu characters",
				i, rows[i].utf8, text->n_clusters,
				text->n_chars);
		text_free(text);
	}
}

static void
test_text_lay__refuses(void **state)
{
	static const struct {
		const char *utf8;
		int32_t width_um;
		enum err_code code;
		const char *error;
	} rows[] = {
		{"Hälsa 一", 0, ERR_INPUT,
			"text \"Hälsa 一\": no font has a glyph for U+4E00; "
			"write it with other characters"},
		{"😀", 0, ERR_INPUT,
			"text \"😀\": no font has a glyph for U+1F600; write "
			"it with other characters"},
		{"abc \xee\x80\x80", 0, ERR_INPUT,
			"text \"abc \xee\x80\x80\": no font has a glyph for "
			"U+E000; write it with other characters"},
		/* sixty bytes are shown, and no half character */
		{"ååååååååååååååååååååååååååååa一b", 0, ERR_INPUT,
			"text \"ååååååååååååååååååååååååååååa一\": no font "
			"has a glyph for U+4E00; write it with other "
			"characters"},
		{"H\xe4lsa", 0, ERR_INPUT, "text \"H\": byte 2 is not UTF-8"},
		{"\xc0\x80", 0, ERR_INPUT, "text \"\": byte 1 is not UTF-8"},
		{"ok \xed\xa0\x80", 0, ERR_INPUT,
			"text \"ok \": byte 4 is not UTF-8"},
		{"ok \xe4\xb8", 0, ERR_INPUT,
			"text \"ok \": byte 4 is not UTF-8"},
		{"Arbetsförmedlingen", 20000, ERR_LIMIT,
			"text \"Arbetsförmedlingen\": a word is 40.1 mm wide "
			"and has 20.0 mm; make the text smaller or the word "
			"shorter"},
		{"i Arbetsförmedlingen", 20000, ERR_LIMIT,
			"text \"i Arbetsförmedlingen\": a word is 40.1 mm "
			"wide and has 20.0 mm; make the text smaller or the "
			"word shorter"},
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct text_style style = {
			.size_pt = 12,
			.lang = "sv",
			.width_um = rows[i].width_um,
		};
		struct err err = {0};
		struct text *text =
			text_lay(*state, &style, rows[i].utf8, &err);

		if (text != NULL)
			fail_msg("row %zu '%s': taken", i, rows[i].utf8);
		if (strcmp(err.text, rows[i].error) != 0 ||
			err.code != rows[i].code)
			fail_msg("row %zu '%s': code %d: %s", i, rows[i].utf8,
				err.code, err.text);
	}
}

/* A block does not know which blocks were laid before it. */
static void
test_text_lay__is_the_same_again(void **state)
{
	const struct text_style latin = {.size_pt = 11, .width_um = 50000};
	const struct text_style arabic = {
		.size_pt = 11, .lang = "ar", .rtl = true, .width_um = 50000};
	const char *utf8 = "Jag vet vilka jobb jag kan söka (0–3) och varför.";
	struct text *first = lay(state, &latin, utf8);
	struct text *other = lay(state, &arabic, "أعرف ما هي الوظائف (0–3).");
	struct text *again = lay(state, &latin, utf8);
	size_t i;

	assert_int_equal(first->n_lines, again->n_lines);
	assert_int_equal(first->n_clusters, again->n_clusters);
	assert_int_equal(first->n_glyphs, again->n_glyphs);
	assert_int_equal(first->width_um, again->width_um);
	assert_int_equal(first->height_um, again->height_um);
	for (i = 0; i < first->n_glyphs; i++) {
		assert_int_equal(first->glyphs[i].id, again->glyphs[i].id);
		assert_near(first->glyphs[i].dx_um, again->glyphs[i].dx_um, 0);
		assert_near(first->glyphs[i].dy_um, again->glyphs[i].dy_um, 0);
	}
	for (i = 0; i < first->n_clusters; i++) {
		assert_near(
			first->clusters[i].x_um, again->clusters[i].x_um, 0);
		assert_int_equal(
			first->clusters[i].font, again->clusters[i].font);
	}
	text_free(first);
	text_free(other);
	text_free(again);
}

int
main(void)
{
	const struct CMUnitTest text[] = {
		cmocka_unit_test(test_text_lay__measures_as_the_font_says),
		cmocka_unit_test(test_text_lay__chooses_the_file),
		cmocka_unit_test(test_text_lay__orders_and_breaks),
		cmocka_unit_test(test_text_lay__aligns),
		cmocka_unit_test(test_text_lay__spaces_lines),
		cmocka_unit_test(test_text_lay__lines_are_as_tall_as_ink_needs),
		cmocka_unit_test(test_text_lay__joins_what_belongs_together),
		cmocka_unit_test(test_text_lay__refuses),
		cmocka_unit_test(test_text_lay__is_the_same_again),
	};

	return cmocka_run_group_tests(text, setup, teardown);
}
