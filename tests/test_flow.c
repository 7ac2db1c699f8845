/* Documents of rows: where pages break, and what does not fit. */
#include "tests/test.h"

#include "core/frame.h"
#include "forms/flow.h"
#include "forms/sheet.h"

/* A page of 100 mm for rows; no titles, so that what is placed is known. */
static const struct um_rect room = {20000, 20000, 170000, 100000};

static struct flow_doc
document(struct text_engine *engine, bool rtl)
{
	return (struct flow_doc){.engine = engine,
		.templates = "templates",
		.own = {.language = rtl ? "ar" : "sv", .rtl = rtl},
		.scale = 1,
		.room = room};
}

static int
set_up(void **state)
{
	struct err err = {0};

	*state = text_engine_new(&err);
	return *state == NULL;
}

static int
tear_down(void **state)
{
	text_engine_free(*state);
	text_end();
	return 0;
}

static bool
add(struct flow *flow, int32_t mm, int32_t above_mm, bool keep, bool is_head,
	struct err *err)
{
	const struct flow_row row = {.what = "the row",
		.n_cells = 1,
		.least = mm * 1000,
		.above = above_mm * 1000,
		.keep = keep,
		.is_head = is_head,
		.cells = {{.words = {{.text = is_head ? "H" : "r"}}}}};

	return flow_add(flow, &row, err);
}

/* Heights in mm; k: kept with the next, h: a head. */
static void
test_flow__breaks_between_rows(void **state)
{
	static const struct {
		const char *name, *rows;
		int above;
		const char *pages; /* placed texts a page */
	} rows[] = {
		{"one", "50", 0, "1"},
		{"just full", "50 50", 0, "2"},
		{"one um too much", "50 51", 0, "1 1"},
		{"the paper above counts", "45 50", 10, "1 1"},
		{"but not at the top", "50 100", 10, "1 1"},
		{"kept together", "60 30k 30", 0, "1 2"},
		{"kept from the top", "30k 60", 0, "2"},
		{"more than a page is kept", "60k 30k 30", 0, "2 1"},
		{"a head on each page", "10h 50 50 50", 0, "2 2 2"},
		{"a head and its first row", "60 20h 30", 0, "1 2"},
		{"two heads", "10h 10h 60 60", 0, "3 3"},
	};
	size_t i, k;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct flow_doc doc = document(*state, false);
		struct err err = {0};
		struct flow *flow = flow_new(&doc, &err);
		const char *at = rows[i].rows;
		char pages[64] = "";
		struct sheet *sheet;

		assert_non_null(flow);
		while (*at != '\0') {
			char *end;
			const long mm = strtol(at, &end, 10);

			if (!add(flow, (int32_t)mm, rows[i].above,
				    *end == 'k' || *end == 'h', *end == 'h',
				    &err))
				fail_msg("%s: %s", rows[i].name, err.text);
			at = end + (*end == 'k' || *end == 'h');
			at += *at == ' ';
		}
		sheet = flow_end(flow, &err);
		if (sheet == NULL)
			fail_msg("%s: %s", rows[i].name, err.text);
		for (k = 0; k < sheet->n_pages; k++)
			snprintf(pages + strlen(pages), 8, "%s%zu",
				k > 0 ? " " : "", sheet->pages[k].n_placed);
		if (strcmp(pages, rows[i].pages) != 0)
			fail_msg("%s: %s and not %s", rows[i].name, pages,
				rows[i].pages);
		sheet_free(sheet);
		flow_free(flow);
	}
}

static void
test_flow__names_what_does_not_fit(void **state)
{
	static const struct {
		const char *text;
		int32_t mm, w;
		const char *sentence;
	} rows[] = {
		{"r", 101, 0,
			"the row is taller than the page has room for; use "
			"shorter words"},
		{"S\xc3\xa5lunda", 10, 4000,
			"the row: text \"S\xc3\xa5lunda\": a word is "},
	};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		const struct flow_doc doc = document(*state, false);
		const struct flow_row row = {.what = "the row",
			.n_cells = 1,
			.least = rows[i].mm * 1000,
			.cells = {{.w = rows[i].w,
				.words = {{.text = rows[i].text}}}}};
		struct err err = {0};
		struct flow *flow = flow_new(&doc, &err);

		assert_non_null(flow);
		if (flow_add(flow, &row, &err))
			fail_msg("row %zu was placed", i);
		if (strncmp(err.text, rows[i].sentence,
			    strlen(rows[i].sentence)) != 0 ||
			err.code != ERR_INPUT)
			fail_msg("row %zu: %s", i, err.text);
		flow_free(flow);
	}
}

/* The first cell stands left, or right in a right-to-left language. */
static void
test_flow__mirrors_cells(void **state)
{
	int rtl;

	for (rtl = 0; rtl <= 1; rtl++) {
		const struct flow_doc doc = document(*state, rtl == 1);
		const struct flow_row row = {.what = "the row",
			.n_cells = 2,
			.cells = {{.w = 30000, .tick = true}, {.tick = true}}};
		struct err err = {0};
		struct flow *flow = flow_new(&doc, &err);
		struct sheet *sheet;
		const struct placed *first;

		assert_non_null(flow);
		assert_ok(flow_add(flow, &row, &err), &err);
		sheet = flow_end(flow, &err);
		assert_non_null(sheet);
		first = &sheet->pages[0].placed[0];
		assert_int_equal(first->rect.x + first->rect.w / 2,
			rtl ? room.x + room.w - 15000 : room.x + 15000);
		sheet_free(sheet);
		flow_free(flow);
	}
}

/* A3 is the same document, larger: as many pages. */
static void
test_flow__grows_to_a3(void **state)
{
	static const double scales[] = {1, FLOW_A3};
	size_t n[2];
	int i, k;

	for (i = 0; i < 2; i++) {
		struct flow_doc doc = document(*state, false);
		struct err err = {0};
		struct flow *flow;
		struct sheet *sheet;

		doc.room = (struct um_rect){0};
		doc.title = "Affisch";
		doc.page_of = "Sida {page} av {of}";
		doc.draft = "UTKAST";
		doc.scale = scales[i];
		flow = flow_new(&doc, &err);
		assert_non_null(flow);
		for (k = 0; k < 20; k++)
			assert_ok(add(flow, 30, 3, false, false, &err), &err);
		sheet = flow_end(flow, &err);
		if (sheet == NULL)
			fail_msg("%s", err.text);
		n[i] = sheet->n_pages;
		assert_near(sheet->layout.size.w, 210000 * scales[i], 100);
		sheet_free(sheet);
		flow_free(flow);
	}
	assert_int_equal(n[0], n[1]);
	assert_true(n[0] > 2);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_flow__breaks_between_rows),
		cmocka_unit_test(test_flow__names_what_does_not_fit),
		cmocka_unit_test(test_flow__mirrors_cells),
		cmocka_unit_test(test_flow__grows_to_a3),
	};

	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests_name("flow", tests, set_up, tear_down);
}
