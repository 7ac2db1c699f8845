#include "draw/text.h"

#include "core/err.h"
#include "draw/fonts.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <pango/pangoft2.h>

/* Pango's resolution is set to 72 dpi: its unit is a point / PANGO_SCALE. */
#define UM_PER_PT (25400.0 / 72.0)
#define UM_PER_UNIT (UM_PER_PT / PANGO_SCALE)
#define SHOWN 60 /* bytes of a text in an error */

struct text_engine {
	FcConfig *config;
	PangoFontMap *map;
	PangoContext *context;
};

/* A block while it grows. */
struct draft {
	struct text *text;
	const char *utf8;
	const PangoLogAttr *attrs; /* one per character of utf8, and one */
	size_t room_lines, room_clusters, room_glyphs, room_chars;
	struct err *err;
};

static bool
add_fonts(struct text_engine *engine, struct err *err)
{
	static const char no_hinting[] =
		"<?xml version=\"1.0\"?>"
		"<!DOCTYPE fontconfig SYSTEM \"fonts.dtd\">"
		"<fontconfig><match target=\"pattern\">"
		"<edit name=\"hinting\" mode=\"assign\"><bool>false</bool>"
		"</edit></match></fontconfig>";
	size_t i;

	for (i = 0; i < fonts_count(); i++) {
		const struct fonts_file *file = fonts_at(i);

		if (!FcConfigAppFontAddFile(
			    engine->config, (const FcChar8 *)file->path))
			return err_set(err, ERR_SYSTEM,
				"%s: the font cannot be read; install the "
				"package %s",
				file->path, file->package);
	}
	if (!FcConfigParseAndLoadFromMemory(
		    engine->config, (const FcChar8 *)no_hinting, FcTrue))
		return err_set(err, ERR_LIBRARY,
			"fontconfig does not take its settings");
	return true;
}

struct text_engine *
text_engine_new(struct err *err)
{
	struct text_engine *engine = calloc(1, sizeof(*engine));

	if (engine == NULL) {
		err_errno(err, "fonts");
		return NULL;
	}
	engine->config = FcConfigCreate();
	if (engine->config == NULL) {
		err_set(err, ERR_SYSTEM, "fonts: out of memory");
		goto fail;
	}
	if (!add_fonts(engine, err))
		goto fail;
	/*
	 * Else Pango has a thread load the system's settings and look through
	 * all of its fonts, for nothing.
	 */
	if (!FcConfigSetCurrent(engine->config)) {
		err_set(err, ERR_LIBRARY,
			"fontconfig does not take its settings");
		goto fail;
	}
	engine->map = pango_ft2_font_map_new();
	pango_ft2_font_map_set_resolution(
		PANGO_FT2_FONT_MAP(engine->map), 72, 72);
	pango_fc_font_map_set_config(
		PANGO_FC_FONT_MAP(engine->map), engine->config);
	engine->context = pango_font_map_create_context(engine->map);
	pango_context_set_round_glyph_positions(engine->context, FALSE);
	return engine;
fail:
	text_engine_free(engine);
	return NULL;
}

void
text_engine_free(struct text_engine *engine)
{
	if (engine == NULL)
		return;
	if (engine->context != NULL)
		g_object_unref(engine->context);
	if (engine->map != NULL) {
		/* The map keeps its reference to the settings if it ends. */
		pango_fc_font_map_set_config(
			PANGO_FC_FONT_MAP(engine->map), NULL);
		g_object_unref(engine->map);
	}
	if (engine->config != NULL)
		FcConfigDestroy(engine->config);
	free(engine);
}

void
text_end(void)
{
	FcFini();
}

void
text_free(struct text *text)
{
	if (text == NULL)
		return;
	free(text->lines);
	free(text->clusters);
	free(text->glyphs);
	free(text->chars);
	free(text->words);
	free(text);
}

/* How many bytes of utf8 to show, whole characters only. */
static int
shown(const char *utf8)
{
	size_t len = strlen(utf8);

	if (len > SHOWN)
		for (len = SHOWN; len > 0 && (utf8[len] & 0xc0) == 0x80;)
			len--;
	return (int)len;
}

/* Makes room for one more behind n; *at moves. */
static bool
grow(struct draft *draft, void **at, size_t n, size_t *room, size_t size)
{
	size_t more = *room == 0 ? 32 : 2 * *room;
	void *moved;

	if (n < *room)
		return true;
	moved = reallocarray(*at, more, size);
	if (moved == NULL) {
		err_errno(draft->err, "text \"%.*s\"", shown(draft->utf8),
			draft->utf8);
		return false;
	}
	*at = moved;
	*room = more;
	return true;
}

static bool
add_glyph(struct draft *draft, const struct text_glyph *glyph)
{
	struct text *text = draft->text;
	void *at = text->glyphs;

	if (!grow(draft, &at, text->n_glyphs, &draft->room_glyphs,
		    sizeof(*glyph)))
		return false;
	text->glyphs = at;
	text->glyphs[text->n_glyphs++] = *glyph;
	return true;
}

static bool
add_char(struct draft *draft, uint32_t code)
{
	struct text *text = draft->text;
	void *at = text->chars;

	if (!grow(draft, &at, text->n_chars, &draft->room_chars, sizeof(code)))
		return false;
	text->chars = at;
	text->chars[text->n_chars++] = code;
	return true;
}

static bool
add_cluster(struct draft *draft, const struct text_cluster *cluster)
{
	struct text *text = draft->text;
	void *at = text->clusters;

	if (!grow(draft, &at, text->n_clusters, &draft->room_clusters,
		    sizeof(*cluster)))
		return false;
	text->clusters = at;
	text->clusters[text->n_clusters++] = *cluster;
	return true;
}

static bool
add_line(struct draft *draft, const struct text_line *line)
{
	struct text *text = draft->text;
	void *at = text->lines;

	if (!grow(draft, &at, text->n_lines, &draft->room_lines, sizeof(*line)))
		return false;
	text->lines = at;
	text->lines[text->n_lines++] = *line;
	return true;
}

/* The characters of utf8[start, end) as they stand from left to right. */
static bool
add_chars(struct draft *draft, size_t start, size_t end, bool rtl)
{
	const char *const first = draft->utf8 + start;
	const char *const last = draft->utf8 + end;
	const char *c;

	if (rtl) {
		for (c = last; c > first;) {
			c = g_utf8_prev_char(c);
			if (!add_char(draft, g_utf8_get_char(c)))
				return false;
		}
	} else {
		for (c = first; c < last; c += g_utf8_skip[(unsigned char)*c])
			if (!add_char(draft, g_utf8_get_char(c)))
				return false;
	}
	return true;
}

static bool
missing(struct draft *draft, PangoGlyph glyph)
{
	return err_set(draft->err, ERR_INPUT,
		"text \"%.*s\": no font has a glyph for U+%04X; write it with "
		"other characters",
		shown(draft->utf8), draft->utf8,
		(unsigned)(glyph & ~PANGO_GLYPH_UNKNOWN_FLAG));
}

/*
 * The byte where the cluster of glyph i begins, moved back to the start of
 * what a reader takes for one character (a mark may be a cluster of its own).
 */
static size_t
cluster_start(const struct draft *draft, const PangoGlyphItem *run, int i)
{
	const size_t from = (size_t)run->item->offset;
	const char *c = draft->utf8 + from + run->glyphs->log_clusters[i];
	long n = g_utf8_pointer_to_offset(draft->utf8, c);

	while (c > draft->utf8 + from && !draft->attrs[n].is_cursor_position) {
		c = g_utf8_prev_char(c);
		n--;
	}
	return (size_t)(c - draft->utf8);
}

/* Glyphs [first, last) of a run as one cluster at *x_um; moves *x_um on. */
static bool
add_span(struct draft *draft, const PangoGlyphItem *run, int first, int last,
	size_t start, size_t end, size_t font, double *x_um)
{
	const bool rtl = run->item->analysis.level & 1;
	struct text_cluster cluster = {
		.font = font,
		.first_glyph = draft->text->n_glyphs,
		.first_char = draft->text->n_chars,
		.x_um = *x_um,
	};
	double pen = 0;
	int i;

	for (i = first; i < last; i++) {
		const PangoGlyphInfo *info = &run->glyphs->glyphs[i];
		const PangoGlyphGeometry *at = &info->geometry;

		if (info->glyph & PANGO_GLYPH_UNKNOWN_FLAG)
			return missing(draft, info->glyph);
		if (info->glyph != PANGO_GLYPH_EMPTY) {
			const struct text_glyph glyph = {
				.id = info->glyph,
				.dx_um = (pen + at->x_offset) * UM_PER_UNIT,
				.dy_um = -at->y_offset * UM_PER_UNIT,
			};

			if (!add_glyph(draft, &glyph))
				return false;
		}
		pen += at->width;
	}
	if (!add_chars(draft, start, end, rtl))
		return false;
	cluster.n_glyphs = draft->text->n_glyphs - cluster.first_glyph;
	cluster.n_chars = draft->text->n_chars - cluster.first_char;
	cluster.advance_um = pen * UM_PER_UNIT;
	*x_um += cluster.advance_um;
	return add_cluster(draft, &cluster);
}

static bool
run_font(struct draft *draft, const PangoGlyphItem *run, size_t *font)
{
	FcPattern *pattern = pango_fc_font_get_pattern(
		PANGO_FC_FONT(run->item->analysis.font));
	FcChar8 *path = NULL;

	FcPatternGetString(pattern, FC_FILE, 0, &path);
	*font = path == NULL ? fonts_count()
			     : fonts_of_path((const char *)path);
	if (*font == fonts_count())
		return err_set(draft->err, ERR_LIBRARY,
			"text \"%.*s\": Pango chose a font that is not ours: "
			"%s",
			shown(draft->utf8), draft->utf8,
			path == NULL ? "none" : (const char *)path);
	return true;
}

static bool
add_run(struct draft *draft, const PangoGlyphItem *run, double *x_um)
{
	const bool rtl = run->item->analysis.level & 1;
	const int n = run->glyphs->num_glyphs;
	size_t end = (size_t)run->item->offset + (size_t)run->item->length;
	size_t font, start, next = 0;
	int i, first;

	if (run->item->analysis.font == NULL || n == 0)
		return true;
	for (i = 0; i < n; i++)
		if (run->glyphs->glyphs[i].glyph & PANGO_GLYPH_UNKNOWN_FLAG)
			return missing(draft, run->glyphs->glyphs[i].glyph);
	if (!run_font(draft, run, &font))
		return false;
	start = cluster_start(draft, run, 0);
	for (first = 0; first < n; first = i, start = next) {
		for (i = first + 1; i < n; i++) {
			next = cluster_start(draft, run, i);
			if (next != start)
				break;
		}
		/* To the right stands what comes next, or before in RTL. */
		if (!add_span(draft, run, first, i, start,
			    rtl || i == n ? end : next, font, x_um))
			return false;
		if (rtl)
			end = start;
	}
	return true;
}

/*
 * A line's box as the fonts ask for, but not beyond what ink needs. Noto Sans
 * Arabic asks for 1.37 em above and 0.74 below, for stacked vowel signs; the
 * ink of our wording in Arabic, Dari, Persian, Pashto and Sorani goes to 1.19
 * and 0.62 (measured, bold too). Other scripts ask for less than the limits.
 */
static void
line_box(PangoLayoutLine *line, double size_pt, PangoRectangle *box)
{
	const int most_up = (int)(1.20 * size_pt * PANGO_SCALE);
	const int most_down = (int)(0.62 * size_pt * PANGO_SCALE);
	int bottom;

	pango_layout_line_get_extents(line, NULL, box);
	bottom = box->y + box->height;
	if (box->y < -most_up)
		box->y = -most_up;
	if (bottom > most_down)
		bottom = most_down;
	box->height = bottom - box->y;
}

static bool
add_lines(struct draft *draft, PangoLayout *layout,
	const struct text_style *style)
{
	const double spacing = style->spacing > 0 ? style->spacing : 1;
	struct text *text = draft->text;
	const GSList *at;
	double baseline = 0, descent = 0, widest = 0;

	for (at = pango_layout_get_lines_readonly(layout); at != NULL;
		at = at->next) {
		PangoLayoutLine *from = at->data;
		struct text_line line = {
			.first_cluster = text->n_clusters,
			.first_byte = (size_t)from->start_index,
			.n_bytes = (size_t)from->length,
		};
		PangoRectangle box;
		const GSList *run;
		double x_um = 0;

		line_box(from, style->size_pt, &box);
		baseline += text->n_lines == 0 ? -box.y
					       : spacing * (descent - box.y);
		descent = box.height + box.y;
		for (run = from->runs; run != NULL; run = run->next)
			if (!add_run(draft, run->data, &x_um))
				return false;
		line.n_clusters = text->n_clusters - line.first_cluster;
		line.width_um = (int32_t)lround(x_um);
		line.baseline_um = (int32_t)lround(baseline * UM_PER_UNIT);
		widest = fmax(widest, line.width_um);
		if (!add_line(draft, &line))
			return false;
	}
	text->widest_um = (int32_t)widest;
	text->height_um = (int32_t)lround((baseline + descent) * UM_PER_UNIT);
	return true;
}

/* Places the lines from left to right in the block. */
static void
align_lines(struct text *text, const struct text_style *style)
{
	size_t i, j;

	for (i = 0; i < text->n_lines; i++) {
		struct text_line *line = &text->lines[i];
		const int32_t room = text->width_um - line->width_um;

		if (style->align == TEXT_CENTRE)
			line->x_um = room / 2;
		else if ((style->align == TEXT_END) != style->rtl)
			line->x_um = room;
		for (j = 0; j < line->n_clusters; j++)
			text->clusters[line->first_cluster + j].x_um +=
				line->x_um;
	}
}

static PangoLayout *
lay_out(struct text_engine *engine, const struct text_style *style,
	const char *utf8)
{
	const char *lang = style->lang != NULL ? style->lang : "en";
	PangoFontDescription *font = pango_font_description_new();
	PangoLayout *layout;

	pango_context_set_base_dir(engine->context,
		style->rtl ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
	pango_context_set_language(
		engine->context, pango_language_from_string(lang));
	layout = pango_layout_new(engine->context);
	pango_font_description_set_family_static(font,
		style->family == TEXT_MONO ? fonts_mono() : fonts_sans(lang));
	pango_font_description_set_weight(
		font, style->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
	pango_font_description_set_absolute_size(
		font, round(style->size_pt * PANGO_SCALE));
	pango_layout_set_font_description(layout, font);
	pango_font_description_free(font);
	pango_layout_set_auto_dir(layout, FALSE);
	pango_layout_set_wrap(layout, PANGO_WRAP_WORD);
	if (style->width_um > 0)
		pango_layout_set_width(
			layout, (int)lround(style->width_um / UM_PER_UNIT));
	pango_layout_set_text(layout, utf8, -1);
	return layout;
}

struct text *
text_lay(struct text_engine *engine, const struct text_style *style,
	const char *utf8, struct err *err)
{
	struct draft draft = {.utf8 = utf8, .err = err};
	PangoLayout *layout = NULL;
	const char *bad;
	int n_attrs;

	if (!g_utf8_validate(utf8, -1, &bad)) {
		err_set(err, ERR_INPUT, "text \"%.*s\": byte %zu is not UTF-8",
			(int)(bad - utf8 < SHOWN ? bad - utf8 : SHOWN), utf8,
			(size_t)(bad - utf8) + 1);
		return NULL;
	}
	draft.text = calloc(1, sizeof(*draft.text));
	if (draft.text != NULL)
		draft.text->words = strdup(utf8);
	if (draft.text == NULL || draft.text->words == NULL) {
		err_errno(err, "text \"%.*s\"", shown(utf8), utf8);
		text_free(draft.text);
		return NULL;
	}
	layout = lay_out(engine, style, utf8);
	draft.attrs = pango_layout_get_log_attrs_readonly(layout, &n_attrs);
	draft.text->size_pt = style->size_pt;
	draft.text->style = *style;
	draft.text->style.lang = NULL;
	snprintf(draft.text->lang, TEXT_LANG, "%s",
		style->lang != NULL ? style->lang : "en");
	if (!add_lines(&draft, layout, style))
		goto fail;
	/* Two Pango units are less than 1 um; rounding is not too wide. */
	if (style->width_um > 0 &&
		draft.text->widest_um > style->width_um + 1) {
		err_set(err, ERR_LIMIT,
			"text \"%.*s\": a word is %.1f mm wide and has %.1f "
			"mm; make the text smaller or the word shorter",
			shown(utf8), utf8, draft.text->widest_um / 1000.0,
			style->width_um / 1000.0);
		goto fail;
	}
	draft.text->width_um =
		style->width_um > 0 ? style->width_um : draft.text->widest_um;
	align_lines(draft.text, style);
	g_object_unref(layout);
	return draft.text;
fail:
	g_object_unref(layout);
	text_free(draft.text);
	return NULL;
}
