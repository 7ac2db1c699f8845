/*
 * What stands on paper against what Pango itself draws. Each text of the
 * wording goes through draw/ into a PDF, poppler makes a picture of it, and
 * cairo draws the same string with Pango: 48 pt at 200 dpi, black where it is
 * darker than half. How much of the ink lies in both is the measure (pixel
 * IoU); what antialiasing leaves is 0.94 to 0.97, a letter unjoined or a mark
 * misplaced is far below.
 *
 * RENDER=all in the environment takes every text; else every 37th of a file,
 * the first included.
 */
#include "tests/test.h"

#include "core/str.h"
#include "draw/canvas.h"
#include "draw/fonts.h"
#include "draw/text.h"
#include "instrument/names.h"
#include "instrument/po.h"

#include <math.h>

#include <pango/pangocairo.h>
#include <poppler.h>

#define WORDS "templates/wording"
#define SIZE_PT 48
#define DPI 200
#define UM_PER_IN 25400.0
#define WIDTH_UM 240000
#define EDGE_UM 20000 /* white around the block: marks reach out of it */
#define LEAST 0.93    /* issue's bound for the share of common ink */
#define STEP 37

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
	pango_cairo_font_map_set_default(NULL);
	text_engine_free(*state);
	cairo_debug_reset_static_data();
	text_end();
	return 0;
}

static int
px(double um)
{
	return (int)lround(um * DPI / UM_PER_IN);
}

static cairo_surface_t *
white(int w, int h, cairo_t **cairo)
{
	cairo_surface_t *surface =
		cairo_image_surface_create(CAIRO_FORMAT_RGB24, w, h);

	*cairo = cairo_create(surface);
	cairo_set_source_rgb(*cairo, 1, 1, 1);
	cairo_paint(*cairo);
	cairo_set_source_rgb(*cairo, 0, 0, 0);
	return surface;
}

/* The block as our PDF shows it. */
static cairo_surface_t *
by_us(const struct text *text, struct um_rect size, const char *lang)
{
	const struct canvas_doc doc = {
		.title = "text", .lang = lang, .size = size};
	struct err err = {0};
	struct canvas *canvas = canvas_new(&doc, &err);
	struct str pdf = {0};
	GBytes *bytes;
	PopplerDocument *document;
	PopplerPage *page;
	cairo_surface_t *surface;
	cairo_t *cairo;

	if (canvas == NULL)
		fail_msg("%s", err.text);
	canvas_page(canvas);
	canvas_text(canvas, text, (struct um_point){EDGE_UM, EDGE_UM}, 0);
	assert_ok(canvas_write(canvas, &pdf, &err), &err);
	canvas_free(canvas);
	bytes = g_bytes_new_static(pdf.at, pdf.len);
	document = poppler_document_new_from_bytes(bytes, NULL, NULL);
	assert_non_null(document);
	page = poppler_document_get_page(document, 0);
	surface = white(px(size.w), px(size.h), &cairo);
	cairo_scale(cairo, DPI / 72.0, DPI / 72.0);
	poppler_page_render_for_printing(page, cairo);
	cairo_destroy(cairo);
	g_object_unref(page);
	g_object_unref(document);
	g_bytes_unref(bytes);
	str_finish(&pdf);
	return surface;
}

/* The same string by Pango and cairo, line by line where our lines stand. */
static cairo_surface_t *
by_pango(const struct text *text, struct um_rect size, const char *utf8,
	const char *families, const struct text_style *style)
{
	PangoFontDescription *font = pango_font_description_new();
	cairo_font_options_t *options = cairo_font_options_create();
	PangoLayout *layout;
	PangoContext *context;
	cairo_t *cairo;
	cairo_surface_t *surface = white(px(size.w), px(size.h), &cairo);
	size_t i;

	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
	cairo_scale(cairo, DPI / UM_PER_IN, DPI / UM_PER_IN);
	context = pango_cairo_create_context(cairo);
	pango_cairo_context_set_font_options(context, options);
	pango_context_set_round_glyph_positions(context, FALSE);
	pango_context_set_base_dir(context,
		style->rtl ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
	pango_context_set_language(
		context, pango_language_from_string(style->lang));
	layout = pango_layout_new(context);
	pango_font_description_set_family(font, families);
	pango_font_description_set_weight(
		font, style->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
	/* Cairo's unit is here the um. */
	pango_font_description_set_absolute_size(
		font, SIZE_PT * UM_PER_IN / 72 * PANGO_SCALE);
	pango_layout_set_font_description(layout, font);
	pango_layout_set_auto_dir(layout, FALSE);
	pango_layout_set_width(layout, WIDTH_UM * PANGO_SCALE);
	pango_layout_set_text(layout, utf8, -1);
	if (pango_layout_get_line_count(layout) != (int)text->n_lines)
		fail_msg("\"%s\": %zu lines, Pango makes %d", utf8,
			text->n_lines, pango_layout_get_line_count(layout));
	for (i = 0; i < text->n_lines; i++) {
		cairo_move_to(cairo, EDGE_UM + text->lines[i].x_um,
			EDGE_UM + text->lines[i].baseline_um);
		pango_cairo_show_layout_line(
			cairo, pango_layout_get_line_readonly(layout, (int)i));
	}
	g_object_unref(layout);
	g_object_unref(context);
	pango_font_description_free(font);
	cairo_font_options_destroy(options);
	cairo_destroy(cairo);
	return surface;
}

/* Common ink as a share of all ink. */
static double
common_ink(cairo_surface_t *a, cairo_surface_t *b)
{
	const int w = cairo_image_surface_get_width(a);
	const int h = cairo_image_surface_get_height(a);
	const int stride = cairo_image_surface_get_stride(a);
	const uint8_t *one, *two;
	long both = 0, any = 0;
	int x, y;

	cairo_surface_flush(a);
	cairo_surface_flush(b);
	one = cairo_image_surface_get_data(a);
	two = cairo_image_surface_get_data(b);
	for (y = 0; y < h; y++) {
		for (x = 0; x < w; x++) {
			const size_t at =
				(size_t)y * (size_t)stride + 4 * (size_t)x;
			const bool dark_one = one[at] < 128;
			const bool dark_two = two[at] < 128;

			both += dark_one && dark_two;
			any += dark_one || dark_two;
		}
	}
	return any == 0 ? 1 : (double)both / (double)any;
}

struct tally {
	size_t n;
	double sum, least;
};

static void
compare(struct text_engine *engine, const struct po_text *po,
	const char *families, const char *lang, bool rtl, struct tally *tally)
{
	const char *utf8 = po->target[0] != '\0' ? po->target : po->source;
	const struct text_style style = {.size_pt = SIZE_PT,
		.lang = lang,
		.rtl = rtl,
		/* as on the sheet */
		.bold = strstr(po->key, ".question") != NULL,
		.width_um = WIDTH_UM};
	struct err err = {0};
	struct text *text = text_lay(engine, &style, utf8, &err);
	struct um_rect size = {0};
	cairo_surface_t *ours, *theirs;
	double share;

	if (text == NULL)
		fail_msg("%s: %s", po->key, err.text);
	size.w = WIDTH_UM + 2 * EDGE_UM;
	size.h = text->height_um + 2 * EDGE_UM;
	ours = by_us(text, size, lang);
	theirs = by_pango(text, size, utf8, families, &style);
	share = common_ink(ours, theirs);
	cairo_surface_destroy(ours);
	cairo_surface_destroy(theirs);
	text_free(text);
	if (share < LEAST)
		fail_msg("%s in %s, \"%s\": common ink %.3f", po->key, lang,
			utf8, share);
	tally->n++;
	tally->sum += share;
	tally->least = fmin(tally->least, share);
}

static void
compare_file(struct text_engine *engine, const char *name, size_t step)
{
	const char *lang = strrchr(name, '.') + 1;
	struct tally tally = {.least = 1};
	struct str path = {0};
	struct err err = {0};
	struct po po;
	size_t i;

	str_addf(&path, WORDS "/%s.po", name);
	assert_ok(po_read(path.at, lang, &po, &err), &err);
	for (i = 0; i < po.n_texts; i += step)
		compare(engine, &po.texts[i], fonts_sans(lang), lang, po.rtl,
			&tally);
	if (step == 1)
		printf("%-24s %4zu texts, common ink %.3f, least %.3f\n", name,
			tally.n, tally.sum / (double)tally.n, tally.least);
	po_finish(&po);
	str_finish(&path);
}

static void
test_pdf__draws_every_text_as_pango_does(void **state)
{
	const char *which = getenv("RENDER");
	const size_t step =
		which != NULL && strcmp(which, "all") == 0 ? 1 : STEP;
	struct err err = {0};
	size_t n = 0;
	char **names = names_list("templates", "wording", "", ".po", &n, &err);
	size_t i;

	if (names == NULL)
		fail_msg("%s", err.text);
	assert_true(n >= 45);
	for (i = 0; i < n; i++)
		compare_file(*state, names[i], step);
	names_free(names);
}

/* The measure sees what it is there for: isolated letters, a lost mark. */
static void
test_pdf__measure_sees_a_wrong_text(void **state)
{
	static const struct {
		const char *right, *wrong, *lang;
		bool rtl;
	} rows[] = {
		/* joined against apart (U+200C between) */
		{"سلام", "س\u200cل\u200cا\u200cم", "ar", true},
		{"ที่นี่", "ทีนี", "th", false},
		{"å", "a", "sv", false},
	};
	struct err err = {0};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct text_style style = {.size_pt = SIZE_PT,
			.lang = rows[i].lang,
			.rtl = rows[i].rtl,
			.width_um = WIDTH_UM};
		struct text *text =
			text_lay(*state, &style, rows[i].right, &err);
		const struct um_rect size = {0, 0, WIDTH_UM + 2 * EDGE_UM,
			text->height_um + 2 * EDGE_UM};
		cairo_surface_t *ours = by_us(text, size, rows[i].lang);
		cairo_surface_t *theirs = by_pango(text, size, rows[i].wrong,
			fonts_sans(rows[i].lang), &style);

		if (common_ink(ours, theirs) >= LEAST)
			fail_msg("row %zu: %.3f", i, common_ink(ours, theirs));
		cairo_surface_destroy(ours);
		cairo_surface_destroy(theirs);
		text_free(text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pdf__draws_every_text_as_pango_does),
		cmocka_unit_test(test_pdf__measure_sees_a_wrong_text),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
