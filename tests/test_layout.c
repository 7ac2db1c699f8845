#include "tests/test.h"

#include "core/layout.h"
#include "core/str.h"

/* Two pages, three boxes, one field. */
static void
make_example(struct layout *layout)
{
	struct err err = {0};
	struct layout_page *page;
	struct layout_box *box;
	struct layout_field *field;
	int i;

	*layout = (struct layout){.direction = "rtl",
		.steps = 5,
		.size = {0, 0, FRAME_PAGE_W, FRAME_PAGE_H}};
	str_copy(layout->instrument, LAYOUT_KEY, "skapa");
	str_copy(layout->instrument_version, LAYOUT_KEY, "1");
	str_copy(layout->language, LAYOUT_KEY, "ar");
	str_copy(layout->level, LAYOUT_KEY, "original");
	page = layout_page_add(layout, &err);
	for (i = 0; i < 3; i++) {
		box = layout_box_add(page, &err);
		str_copy(box->item, ITEM_KEY, "health");
		box->value = i == 2 ? VALUE_DECLINED : i + 1;
		box->zone = (struct um_rect){
			20000 + i * 30000, 50000, 26000, 40125};
		box->box =
			(struct um_rect){29000 + i * 30000, 70500, 8000, 8000};
	}
	field = layout_field_add(page, &err);
	str_copy(field->item, ITEM_KEY, "comment");
	field->rect = (struct um_rect){11000, 200000, 100000, 20000};
	layout_page_add(layout, &err);
	assert_ok(layout_seal(layout, "print", 5, &err), &err);
}

static void
test_layout__goes_there_and_back(void **state)
{
	struct layout layout, got = {0};
	struct str a = {0}, b = {0};
	struct err err = {0};

	(void)state;
	make_example(&layout);
	layout_write(&layout, &a);
	assert_ok(layout_read(a.at, a.len, &got, &err), &err);
	layout_write(&got, &b);
	assert_string_equal(a.at, b.at);
	assert_int_equal(got.pages[0].boxes[2].value, VALUE_DECLINED);
	assert_int_equal(got.pages[0].boxes[1].zone.h, 40125);
	assert_int_equal(got.pages[1].n_boxes, 0);
	assert_non_null(strstr(a.at, "\"h_mm\":40.125}"));
	assert_non_null(strstr(a.at, "\"page_size_mm\":[210,297]"));
	assert_non_null(strstr(a.at, "\"value\":\"declined\""));
	str_finish(&a);
	str_finish(&b);
	layout_finish(&layout);
	layout_finish(&got);
}

/* The example with the first `from` replaced by `to`. */
static const struct {
	const char *from, *to, *sentence;
} bad[] = {
	{"{\"layout\":1", "{\"layout\":2",
		"layout version 2 is not 1; use the program that wrote it"},
	{"\"layout\":1,", "", "layout is missing"},
	{"\"steps\":5", "\"steps\":\"five\"", "steps is not a whole number"},
	{"\"steps\":5", "\"steps\":3",
		"the hash does not fit the layout; it was changed"},
	{"[210,297]", "[210]", "page_size_mm is not two numbers"},
	{"\"value\":1", "\"value\":13",
		"page 1: boxes 1: value 13 is not 1..12"},
	{"\"value\":\"declined\"", "\"value\":\"maybe\"",
		"page 1: boxes 3: value \"maybe\" is not a word of ours"},
	{"\"item\":\"health\"", "\"item\":\"Health!\"",
		"page 1: boxes 1: item \"Health!\" is not a key"},
	{"\"zone\":{\"x_mm\":20,", "\"zone\":{",
		"page 1: boxes 1: zone: x_mm is missing"},
	{"\"x_mm\":29,", "\"x_mm\":19,",
		"page 1: boxes 1: the box of health does not lie in its zone"},
	{"\"page\":2", "\"page\":7", "page 2: page is 7, not 2"},
	{"\"codes\":[{", "\"codes\":[{},{",
		"page 1: codes has 3 entries, not 2"},
	{"\"pages\":[", "\"pages\":5,\"was\":[", "pages is not a list"},
	{"\"language\":\"ar\"", "\"language\":null", "language is not a text"},
	{"{\"layout\"", "{\"layout",
		"line 1, column 20: ':' expected near '1'"},
};

static void
test_layout_read__says_what_is_wrong(void **state)
{
	struct layout layout, untouched = {.steps = 77}, got;
	struct str good = {0}, text = {0};
	size_t i;

	(void)state;
	make_example(&layout);
	layout_write(&layout, &good);
	for (i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		const char *at = strstr(good.at, bad[i].from);
		struct err err = {0};

		if (at == NULL)
			fail_msg("row %zu: '%s' is not there", i, bad[i].from);
		str_clear(&text);
		str_add_bytes(&text, good.at, (size_t)(at - good.at));
		str_add(&text, bad[i].to);
		str_add(&text, at + strlen(bad[i].from));
		got = untouched;
		if (layout_read(text.at, text.len, &got, &err))
			fail_msg("row %zu: accepted", i);
		if (strcmp(err.text, bad[i].sentence) != 0 &&
			strncmp(bad[i].sentence, "line 1", 6) != 0)
			fail_msg("row %zu: '%s'", i, err.text);
		if (strncmp(bad[i].sentence, "line 1", 6) == 0 &&
			strncmp(err.text, "line 1", 6) != 0)
			fail_msg("row %zu: '%s'", i, err.text);
		assert_int_equal(got.steps, 77);
	}
	str_finish(&good);
	str_finish(&text);
	layout_finish(&layout);
}

static void
test_layout_read__survives_every_cut(void **state)
{
	struct layout layout, got;
	struct str good = {0};
	size_t len;

	(void)state;
	make_example(&layout);
	layout_write(&layout, &good);
	for (len = 0; len < good.len; len++) {
		struct err err = {0};

		if (layout_read(good.at, len, &got, &err))
			fail_msg("accepted at %zu", len);
		assert_true(err.text[0] != '\0');
	}
	str_finish(&good);
	layout_finish(&layout);
}

static void
test_layout_items__in_order_once(void **state)
{
	struct layout layout;
	const char *items[4];

	(void)state;
	make_example(&layout);
	assert_int_equal(layout_items(&layout.pages[0], items, 4), 1);
	assert_string_equal(items[0], "health");
	layout_finish(&layout);
}

/* Nothing of the frame may lie over another part of it or near the edge. */
static void
test_frame__keeps_its_parts_apart(void **state)
{
	const int32_t quiet = FRAME_QUIET * FRAME_MODULE;
	const struct um_rect paper = {
		10000, 10000, FRAME_PAGE_W - 20000, FRAME_PAGE_H - 20000};
	struct um_rect parts[FRAME_ANCHORS + 2 * FRAME_CODES + 3];
	size_t n = 0, i, k;

	(void)state;
	for (i = 0; i < FRAME_ANCHORS; i++)
		parts[n++] = frame_anchor((int)i);
	for (i = 0; i < FRAME_CODES; i++) {
		parts[n++] = um_rect_grown(frame_code((int)i), quiet);
		parts[n++] = frame_code_line((int)i);
	}
	parts[n++] = frame_content();
	parts[n++] = frame_header();
	parts[n++] = frame_footer();
	for (i = 0; i < n; i++) {
		if (!um_rect_within(i < FRAME_ANCHORS + 2 * FRAME_CODES
					    ? um_rect_grown(parts[i], -quiet)
					    : parts[i],
			    paper))
			fail_msg("part %zu is too near the edge", i);
		for (k = 0; k < i; k++) {
			if (um_rect_overlaps(parts[i], parts[k]))
				fail_msg("parts %zu and %zu overlap", i, k);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_layout__goes_there_and_back),
		cmocka_unit_test(test_layout_read__says_what_is_wrong),
		cmocka_unit_test(test_layout_read__survives_every_cut),
		cmocka_unit_test(test_layout_items__in_order_once),
		cmocka_unit_test(test_frame__keeps_its_parts_apart),
	};

	return cmocka_run_group_tests_name("layout", tests, NULL, NULL);
}
