#include "tests/test.h"

#include "core/answer.h"
#include "core/str.h"
#include "instrument/pictogram.h"

#include <dirent.h>
#include <math.h>

#define TEMPLATES "templates"
#define OPEN "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 100 50\">"
#define SVG(inside) OPEN inside "</svg>"

static struct art *
parse(const char *text, struct err *err)
{
	/* An exact copy, so that ASan sees one byte past it. */
	const size_t len = strlen(text);
	char *copy = malloc(len > 0 ? len : 1);
	struct art *art;

	assert_non_null(copy);
	memcpy(copy, text, len);
	art = pictogram_parse(copy, len, err);
	free(copy);
	return art;
}

static void
test_parse__names_what_is_wrong(void **state)
{
	static const struct {
		const char *text, *sentence;
	} rows[] = {
		{"", "line 1: no XML: Document was empty or contained only "
		     "whitespace"},
		{"hello", "line 1: no XML: Document must begin with an element "
			  "(e.g. <book>)"},
		{OPEN "\n<path", "line 2: no XML: Document ended unexpectedly "
				 "inside an element name"},
		{OPEN "<g></svg>",
			"line 1: no XML: Element “svg” was closed, but the "
			"currently open element is “g”"},
		{SVG("\n<path d=\"M0 0\xff\"/>"), "line 2: is not UTF-8"},
		{"<html/>", "line 1: unknown element 'html'"},
		{"<g/>", "line 1: g: the outermost element is not svg"},
		{"<svg viewBox=\"0 0 1 1\"/>",
			"line 1: svg: xmlns is not "
			"\"http://www.w3.org/2000/svg\""},
		{"<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
			"line 1: svg: viewBox is missing"},
		{"<svg xmlns=\"http://www.w3.org/2000/svg\" "
		 "viewBox=\"0 0 1\"/>",
			"line 1: svg: viewBox=\"0 0 1\" is not understood"},
		{"<svg xmlns=\"http://www.w3.org/2000/svg\" "
		 "viewBox=\"1 0 1 1\"/>",
			"line 1: svg: viewBox=\"1 0 1 1\" is not understood"},
		{"<svg xmlns=\"http://www.w3.org/2000/svg\" "
		 "viewBox=\"0 0 nan 1\"/>",
			"line 1: svg: viewBox=\"0 0 nan 1\" is not understood"},
		{"<svg xmlns=\"http://www.w3.org/2000/svg\" "
		 "viewBox=\"0 0 0 1\"/>",
			"line 1: svg: viewBox=\"0 0 0 1\" is not understood"},
		{"<svg xmlns=\"http://www.w3.org/2000/svg\" "
		 "viewBox=\"0 0 1e9 1\"/>",
			"line 1: svg: viewBox=\"0 0 1e9 1\" is not understood"},
		{SVG(""), "draws nothing"},
		{SVG(OPEN "</svg>"),
			"line 1: svg: stands within another element"},
		{SVG("\n<image href=\"a.png\"/>"),
			"line 2: unknown element 'image'"},
		{SVG("\n<style>a{}</style>"),
			"line 2: unknown element 'style'"},
		{SVG("<script>x</script>"), "line 1: unknown element 'script'"},
		{SVG("<text>x</text>"), "line 1: unknown element 'text'"},
		{"<!DOCTYPE svg>" OPEN "</svg>",
			"line 1: holds more than elements, text and comments"},
		{SVG("<![CDATA[x]]>"),
			"line 1: holds more than elements, text and comments"},
		{"<?xml-stylesheet href=\"a\"?>" OPEN "</svg>",
			"line 1: holds more than elements, text and comments"},
		{SVG("x"), "line 1: text outside title and desc"},
		{SVG("<title>a<g/></title>"), "line 1: g: stands within title"},
		{SVG("<path d=\"M0 0\"><g/></path>"),
			"line 1: g: stands within path"},
		{SVG("<path id=\"a\" d=\"M0 0\"/>"),
			"line 1: path: unknown attribute 'id'"},
		{SVG("<path style=\"fill:red\" d=\"M0 0\"/>"),
			"line 1: path: unknown attribute 'style'"},
		{SVG("<g opacity=\"0.5\"/>"),
			"line 1: g: unknown attribute 'opacity'"},
		{SVG("<title fill=\"#000\"/>"),
			"line 1: title: unknown attribute 'fill'"},
		{SVG("<rect d=\"M0 0\"/>"),
			"line 1: rect: unknown attribute 'd'"},
		{SVG("<g fill=\"red\"/>"),
			"line 1: g: fill=\"red\" is not understood"},
		{SVG("<g fill=\"#12345\"/>"),
			"line 1: g: fill=\"#12345\" is not understood"},
		{SVG("<g stroke=\"#00g\"/>"),
			"line 1: g: stroke=\"#00g\" is not understood"},
		{SVG("<g fill=\"url(#a)\"/>"),
			"line 1: g: fill=\"url(#a)\" is not understood"},
		{SVG("<g stroke-width=\"-1\"/>"),
			"line 1: g: stroke-width=\"-1\" is not understood"},
		{SVG("<g stroke-width=\"2px\"/>"),
			"line 1: g: stroke-width=\"2px\" is not understood"},
		{SVG("<g stroke-linecap=\"flat\"/>"),
			"line 1: g: stroke-linecap=\"flat\" is not understood"},
		{SVG("<g stroke-linejoin=\"arcs\"/>"),
			"line 1: g: stroke-linejoin=\"arcs\" is not "
			"understood"},
		{SVG("<g fill-rule=\"odd\"/>"),
			"line 1: g: fill-rule=\"odd\" is not understood"},
		{SVG("<g transform=\"turn(3)\"/>"),
			"line 1: g: transform=\"turn(3)\" is not understood"},
		{SVG("<g transform=\"rotate(1 2)\"/>"),
			"line 1: g: transform=\"rotate(1 2)\" is not "
			"understood"},
		{SVG("<g transform=\"scale(1\"/>"),
			"line 1: g: transform=\"scale(1\" is not understood"},
		{SVG("<path/>"), "line 1: path: d is missing"},
		{SVG("<path d=\"\"/>"),
			"line 1: path: d: does not start with M"},
		{SVG("<path d=\"L1 1\"/>"),
			"line 1: path: d: does not start with M"},
		{SVG("<path d=\"M1\"/>"), "line 1: path: d: M lacks a number"},
		{SVG("<path d=\"M1 1 C1 2 3 4 5\"/>"),
			"line 1: path: d: C lacks a number"},
		{SVG("<path d=\"M1 1 T1\"/>"),
			"line 1: path: d: T lacks a number"},
		{SVG("<path d=\"M1 1 A1 1 0 2 0 3 3\"/>"),
			"line 1: path: d: A lacks a number or a flag"},
		{SVG("<path d=\"M1 1 X2\"/>"),
			"line 1: path: d: unknown command 'X'"},
		{SVG("<path d=\"M1 1 Z2\"/>"),
			"line 1: path: d: unknown command '2'"},
		{SVG("<path d=\"M1 1 \xc3\xa5\"/>"),
			"line 1: path: d: has a byte that is no command"},
		{SVG("<g fill=\"1234567890123456789012345678901234567"
		     "89\xc3\xa5\"/>"),
			"line 1: g: fill=\"1234567890123456789012345678901234"
			"56789\" is not understood"},
		{SVG("<path d=\"M nan 1\"/>"),
			"line 1: path: d: M lacks a number"},
		{SVG("<path d=\"M inf 1\"/>"),
			"line 1: path: d: M lacks a number"},
		{SVG("<path d=\"M 1e999 1\"/>"),
			"line 1: path: d: M lacks a number"},
		{SVG("<path d=\"M 0x10 1\"/>"),
			"line 1: path: d: M lacks a number"},
		{SVG("<path d=\"M 20000 1\"/>"),
			"line 1: path: d: a point is farther than 10000 from "
			"0"},
		{SVG("<g transform=\"scale(1e9)\"><path d=\"M1 1\"/></g>"),
			"line 1: path: d: a point is farther than 10000 from "
			"0"},
		{SVG("<path d=\"M0 0 A1e200 1e-200 0 0 1 1 1\"/>"),
			"line 1: path: d: an arc is out of range"},
		{SVG("<rect width=\"1\"/>"), "line 1: rect: height is missing"},
		{SVG("<rect width=\"0\" height=\"1\"/>"),
			"line 1: rect: width is not above 0"},
		{SVG("<rect width=\"1\" height=\"1\" rx=\"-1\"/>"),
			"line 1: rect: rx=\"-1\" is not understood"},
		{SVG("<circle/>"), "line 1: circle: r is missing"},
		{SVG("<circle r=\"-2\"/>"), "line 1: circle: r is not above 0"},
		{SVG("<circle r=\"2,\"/>"),
			"line 1: circle: r=\"2,\" is not understood"},
		{SVG("<ellipse rx=\"1\"/>"), "line 1: ellipse: ry is missing"},
		{SVG("<polygon/>"), "line 1: polygon: points is missing"},
		{SVG("<polygon points=\"1 1\"/>"),
			"line 1: polygon: fewer than 2 points"},
		{SVG("<polyline points=\"1 1 2\"/>"),
			"line 1: polyline: points=\"1 1 2\" is not understood"},
		{SVG("<line x2=\"3\"/>"),
			"line 1: line: has neither fill nor stroke"},
		{SVG("<circle r=\"2\" fill=\"none\"/>"),
			"line 1: circle: has neither fill nor stroke"},
		{SVG("<g stroke=\"#000\" transform=\"scale(1 2)\">"
		     "<circle r=\"2\"/></g>"),
			"line 1: circle: transform stretches its stroke"},
		{SVG("<g><g><g><g><g><g><g><g><g><g><g><g><g><g><g><g>"),
			"line 1: g: more than 16 elements within each other"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct err err = {0};
		struct art *art = parse(rows[i].text, &err);

		if (art != NULL)
			fail_msg("row %zu: taken, not '%s'", i,
				rows[i].sentence);
		if (strcmp(err.text, rows[i].sentence) != 0)
			fail_msg("row %zu: '%s', not '%s'", i, err.text,
				rows[i].sentence);
		assert_null(parse(rows[i].text, NULL));
	}
}

static void
write_number(struct str *out, double value)
{
	/* Hundredths: what the rows below are written in. */
	const long whole = lround(value * 100.0);

	str_addf(out, "%g", (double)whole / 100.0);
}

/* The segments as path data with points and commas. */
static char *
written(const struct art *art)
{
	static const char letters[] = "MLCZ";
	static const int n_points[] = {1, 1, 3, 0};
	struct str out = {0};
	size_t i;
	int k;

	str_add(&out, "");
	for (i = 0; i < art->n_segments; i++) {
		const struct art_segment *segment = &art->segments[i];

		str_addf(&out, "%c", letters[segment->op]);
		for (k = 0; k < n_points[segment->op]; k++) {
			if (k > 0)
				str_add(&out, " ");
			write_number(&out, (double)segment->x[k]);
			str_add(&out, ",");
			write_number(&out, (double)segment->y[k]);
		}
	}
	return str_take(&out);
}

#define PATH(d) SVG("<path d=\"" d "\"/>")

static void
test_parse__draws_what_is_written(void **state)
{
	static const struct {
		const char *text, *want;
	} rows[] = {
		{PATH("M1 2L3,4"), "M1,2L3,4"},
		{PATH(" M 1 2 3 4 5 6 Z "), "M1,2L3,4L5,6Z"},
		{PATH("m1 2 3 4 5 6z"), "M1,2L4,6L9,12Z"},
		{PATH("M1-2.5.5+.25"), "M1,-2.5L0.5,0.25"},
		{PATH("M1e1 2E-1"), "M10,0.2"},
		{PATH("M1 1H5V6h-2v-1"), "M1,1L5,1L5,6L3,6L3,5"},
		{PATH("M0 0C1 2 3 4 5 6c1 1 2 2 3 3"),
			"M0,0C1,2 3,4 5,6C6,7 7,8 8,9"},
		{PATH("M0 0C0 2 3 4 5 6S9 9 10 6"),
			"M0,0C0,2 3,4 5,6C7,8 9,9 10,6"},
		{PATH("M1 1S2 3 4 5"), "M1,1C1,1 2,3 4,5"},
		{PATH("M0 0Q3 3 6 0T12 0"), "M0,0C2,2 4,2 6,0C8,-2 10,-2 12,0"},
		{PATH("M0 0T6 0"), "M0,0C0,0 2,0 6,0"},
		{PATH("M0 0Q3 3 6 0C6 0 7 0 8 0T12 0"),
			"M0,0C2,2 4,2 6,0C6,0 7,0 8,0C8,0 9.33,0 12,0"},
		{PATH("M1 1L2 2ZL3 3"), "M1,1L2,2ZM1,1L3,3"},
		{PATH("M1 1L2 2zl3 3"), "M1,1L2,2ZM1,1L4,4"},
		{PATH("M10 0A10 10 0 0 1 0 10"), "M10,0C10,5.52 5.52,10 0,10"},
		{PATH("M10 0a10 10 0 01-10 10"), "M10,0C10,5.52 5.52,10 0,10"},
		{PATH("M10 0A10 10 0 1 0 0 10"),
			"M10,0C10,-5.52 5.52,-10 0,-10C-5.52,-10 -10,-5.52 "
			"-10,0C-10,5.52 -5.52,10 0,10"},
		{PATH("M0 0A1 1 0 0 1 4 0"),
			"M0,0C0,-1.1 0.9,-2 2,-2C3.1,-2 4,-1.1 4,0"},
		{PATH("M0 0A0 1 0 0 1 4 0"), "M0,0L4,0"},
		{PATH("M0 0A1 1 0 0 1 0 0L1 1"), "M0,0L1,1"},
		{SVG("<rect x=\"1\" y=\"2\" width=\"3\" height=\"4\"/>"),
			"M1,2L4,2L4,6L1,6Z"},
		{SVG("<rect width=\"8\" height=\"4\" rx=\"9\" ry=\"1\"/>"),
			"M4,0L4,0C6.21,0 8,0.45 8,1L8,3C8,3.55 6.21,4 4,4"
			"L4,4C1.79,4 0,3.55 0,3L0,1C0,0.45 1.79,0 4,0Z"},
		{SVG("<circle cx=\"5\" cy=\"5\" r=\"1\"/>"),
			"M6,5C6,5.55 5.55,6 5,6C4.45,6 4,5.55 4,5"
			"C4,4.45 4.45,4 5,4C5.55,4 6,4.45 6,5Z"},
		{SVG("<ellipse rx=\"2\" ry=\"1\"/>"),
			"M2,0C2,0.55 1.1,1 0,1C-1.1,1 -2,0.55 -2,0"
			"C-2,-0.55 -1.1,-1 0,-1C1.1,-1 2,-0.55 2,0Z"},
		{SVG("<line stroke=\"#000\" x1=\"1\" y1=\"2\" x2=\"3\"/>"),
			"M1,2L3,0"},
		{SVG("<polyline points=\"1,2 3,4 5,6\"/>"), "M1,2L3,4L5,6"},
		{SVG("<polygon points=\"1 2,3 4\"/>"), "M1,2L3,4Z"},
		{SVG("<g transform=\"translate(10,20) scale(2)\">"
		     "<path d=\"M1 2\"/></g>"),
			"M12,24"},
		{SVG("<g transform=\"rotate(90)\"><path d=\"M1 2\" "
		     "transform=\"translate(3)\"/></g>"),
			"M-2,4"},
		{SVG("<path transform=\"rotate(180 5 5)\" d=\"M1 2\"/>"),
			"M9,8"},
		{SVG("<path transform=\"matrix(1 2 3 4 5 6)\" d=\"M1 2\"/>"),
			"M12,16"},
		{SVG("<path transform=\"skewX(45)\" d=\"M1 2\"/>"), "M3,2"},
		{SVG("<path transform=\"skewY(45)\" d=\"M1 2\"/>"), "M1,3"},
		{"<?xml version=\"1.0\"?>\n<!-- c -->\n" OPEN
		 "<title>A &amp; B</title><desc>x</desc><path d=\"M1 2\"/>"
		 "</svg>\n",
			"M1,2"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct err err = {0};
		struct art *art = parse(rows[i].text, &err);
		char *got;

		if (art == NULL)
			fail_msg("row %zu '%s': %s", i, rows[i].text, err.text);
		assert_near((double)art->w, 100, 0);
		assert_near((double)art->h, 50, 0);
		assert_int_equal(art->n_shapes, 1);
		assert_int_equal(art->shapes[0].n, art->n_segments);
		got = written(art);
		if (strcmp(got, rows[i].want) != 0)
			fail_msg("row %zu '%s': %s, not %s", i, rows[i].text,
				got, rows[i].want);
		free(got);
		art_free(art);
	}
}

static void
test_parse__hands_style_down(void **state)
{
	static const char text[] =
		SVG("<g fill=\"none\" stroke=\"#abc\" stroke-width=\"2\" "
		    "stroke-linecap=\"round\" stroke-linejoin=\"bevel\">"
		    "<path d=\"M0 0\"/>"
		    "<g transform=\"scale(3)\"><path d=\"M1 1\" "
		    "fill=\"#0A1b2c\" fill-rule=\"evenodd\"/></g>"
		    "<path d=\"M0 0\" stroke=\"none\" fill=\"white\"/></g>"
		    "<path d=\"M0 0\" stroke-linecap=\"square\"/>");
	static const struct art_shape want[] = {
		{0, 1, ART_NO_COLOUR, 0xaabbcc, 2.0f, 1, 2, false},
		{1, 1, 0x0a1b2c, 0xaabbcc, 6.0f, 1, 2, true},
		{2, 1, 0xffffff, ART_NO_COLOUR, 2.0f, 1, 2, false},
		{3, 1, 0x000000, ART_NO_COLOUR, 1.0f, 2, 0, false},
	};
	struct err err = {0};
	struct art *art = parse(text, &err);
	size_t i;

	(void)state;
	assert_ok(art != NULL, &err);
	assert_int_equal(art->n_shapes, 4);
	for (i = 0; i < 4; i++) {
		const struct art_shape *got = &art->shapes[i];

		if (got->first != want[i].first || got->n != want[i].n ||
			got->fill != want[i].fill ||
			got->stroke != want[i].stroke ||
			got->cap != want[i].cap || got->join != want[i].join ||
			got->even_odd != want[i].even_odd)
			fail_msg("row %zu", i);
		assert_near((double)got->stroke_width,
			(double)want[i].stroke_width, 1e-6);
	}
	art_free(art);
}

static void
test_parse__has_limits(void **state)
{
	struct err err = {0};
	struct str text = {0};
	int i;

	(void)state;
	str_add(&text, OPEN "<path d=\"M0 0");
	for (i = 0; i < PICTOGRAM_SEGMENTS; i++)
		str_add(&text, "h0");
	str_add(&text, "\"/></svg>");
	assert_null(parse(text.at, &err));
	assert_string_equal(
		err.text, "line 1: path: d: has more than 65536 curves");
	assert_int_equal(err.code, ERR_LIMIT);

	err_clear(&err);
	str_clear(&text);
	str_add(&text, OPEN);
	for (i = 0; i <= PICTOGRAM_SHAPES; i++)
		str_add(&text, "<path d=\"M0 0\"/>");
	str_add(&text, "</svg>");
	assert_null(parse(text.at, &err));
	assert_string_equal(err.text, "line 1: has more than 4096 shapes");

	err_clear(&err);
	for (i = 0; text.len <= PICTOGRAM_LIMIT; i++)
		str_add(&text, "                                        ");
	assert_null(parse(text.at, &err));
	assert_string_equal(err.text, "is larger than 262144 bytes");
	assert_int_equal(err.code, ERR_LIMIT);
	str_finish(&text);
}

static void
test_load__names_the_file(void **state)
{
	struct err err = {0};

	(void)state;
	assert_null(pictogram_load("templates/none.svg", &err));
	assert_string_equal(err.text, "templates/none.svg: cannot be opened: "
				      "No such file or directory");
	assert_int_equal(err.code, ERR_SYSTEM);
	err_clear(&err);
	assert_null(pictogram_load("templates/instruments/skapa.yaml", &err));
	assert_string_equal(err.text,
		"templates/instruments/skapa.yaml: line 1: no XML: Document "
		"must begin with an element (e.g. <book>)");
}

/* Every picture that we ship can be drawn, and lies within its grid. */
static void
test_shipped__all_can_be_drawn(void **state)
{
	DIR *folder = opendir("templates/pictograms");
	const struct dirent *entry;
	size_t n = 0;

	(void)state;
	assert_non_null(folder);
	while ((entry = readdir(folder)) != NULL) {
		struct err err = {0};
		char path[512];
		struct art *art;
		size_t i;

		if (strstr(entry->d_name, ".svg") == NULL)
			continue;
		snprintf(path, sizeof(path), "templates/pictograms/%s",
			entry->d_name);
		art = pictogram_load(path, &err);
		assert_ok(art != NULL, &err);
		for (i = 0; i < art->n_segments; i++)
			if (art->segments[i].op != ART_CLOSE &&
				(art->segments[i].x[0] < 0 ||
					art->segments[i].y[0] < 0 ||
					art->segments[i].x[0] > art->w ||
					art->segments[i].y[0] > art->h))
				fail_msg("%s: segment %zu is outside", path, i);
		art_free(art);
		n++;
	}
	closedir(folder);
	assert_true(n >= 70);
}

static void
test_of__finds_by_value(void **state)
{
	static const int values[] = {
		VALUE_NONE, 1, 5, VALUE_DECLINED, VALUE_NOT_UNDERSTOOD};
	struct err err = {0};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		struct art *art =
			pictogram_of(TEMPLATES, "health", values[i], &err);

		assert_ok(art != NULL, &err);
		art_free(art);
	}
	assert_null(pictogram_of(TEMPLATES, "health", 9, &err));
	assert_string_equal(err.text,
		"templates/pictograms/health-9.svg: cannot be opened: No "
		"such file or directory");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse__names_what_is_wrong),
		cmocka_unit_test(test_parse__draws_what_is_written),
		cmocka_unit_test(test_parse__hands_style_down),
		cmocka_unit_test(test_parse__has_limits),
		cmocka_unit_test(test_load__names_the_file),
		cmocka_unit_test(test_shipped__all_can_be_drawn),
		cmocka_unit_test(test_of__finds_by_value),
	};

	return cmocka_run_group_tests_name("pictogram", tests, NULL, NULL);
}
