#include "tests/test.h"

#include "kiosk/events.h"
#include "kiosk/html.h"

static void
test_html__escapes_whatever_is_data(void **state)
{
	static const char nasty[] = "<script>alert(\"1\" & '2')</script>";
	static const char safe[] = "&lt;script&gt;alert(&quot;1&quot; &amp; "
				   "&#39;2&#39;)&lt;/script&gt;";
	struct html html = {0};
	struct str expected = {0};
	struct err err = {0};

	(void)state;
	html_begin(&html);
	html_open(&html, "p", "class", nasty, NULL);
	html_text(&html, nasty);
	html_textf(&html, "%s%d", nasty, 7);
	html_put(&html, "b", nasty, "title", nasty, NULL);
	html_leaf(&html, "img", "alt", nasty, NULL);
	html_close(&html, "p");
	str_addf(&expected,
		"<!doctype html>\n<p class=\"%s\">%s%s7<b title=\"%s\">%s</b>"
		"<img alt=\"%s\"></p>",
		safe, safe, safe, safe, safe, safe);
	assert_ok(html_ok(&html, &err), &err);
	assert_string_equal(html.out.at, expected.at);
	html_finish(&html);
	str_finish(&expected);
}

static void
test_html__attributes_are_there_or_not(void **state)
{
	struct html html = {0};

	(void)state;
	html_leaf(&html, "input", "checked", HTML_ON, "disabled", HTML_OFF,
		"value", "", "name", "on", NULL);
	assert_string_equal(
		html.out.at, "<input checked value=\"\" name=\"on\">");
	html_finish(&html);
}

static void
test_html_ok__finds_what_is_left_open(void **state)
{
	static const char *const rows[] = {
		"(a", "(a(b)a", "(a)b", ")a", "(a(b)a)b", "(a)a)a"};
	struct html html;
	struct err err = {0};
	char name[2] = "";
	size_t i, k;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		html = (struct html){0};
		for (k = 0; rows[i][k] != '\0'; k += 2) {
			name[0] = rows[i][k + 1];
			/* Names must outlive the page. */
			if (rows[i][k] == '(')
				html_open(&html, name[0] == 'a' ? "a" : "b",
					NULL);
			else
				html_close(&html, name);
		}
		if (html_ok(&html, &err))
			fail_msg("row %zu '%s'", i, rows[i]);
		html_finish(&html);
	}
	html = (struct html){0};
	for (i = 0; i <= HTML_DEEP; i++)
		html_open(&html, "p", NULL);
	for (i = 0; i <= HTML_DEEP; i++)
		html_close(&html, "p");
	assert_false(html_ok(&html, NULL));
	html_finish(&html);
}

/* What events_take gives in pieces of size bytes. */
static void
take_all(struct events *events, size_t size, struct str *out)
{
	char piece[64];
	size_t n;

	str_clear(out);
	while ((n = events_take(events, piece, size)) > 0)
		str_add_bytes(out, piece, n);
}

static void
test_events__only_the_newest_of_a_name_waits(void **state)
{
	static const size_t sizes[] = {1, 2, 7, 64};
	struct str out = {0};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		struct events events = {0};

		assert_false(events_wait(&events));
		assert_true(events_put(&events, "state", "1.1", "{\"a\":1}"));
		assert_true(events_put(&events, "hb", NULL, ""));
		assert_true(events_put(&events, "state", "1.2", "{\"a\":2}"));
		assert_true(events_wait(&events));
		take_all(&events, sizes[i], &out);
		assert_string_equal(out.at,
			"id: 1.2\nevent: state\ndata: {\"a\":2}\n\n"
			"event: hb\ndata: \n\n");
		assert_false(events_wait(&events));
		/* One that has begun to be sent is sent whole. */
		assert_true(events_put(&events, "state", "2", "x"));
		assert_int_equal(events_take(&events, (char[1]){0}, 1), 1);
		assert_true(events_put(&events, "state", "3", "y"));
		take_all(&events, sizes[i], &out);
		assert_string_equal(out.at, "d: 2\nevent: state\ndata: x\n\n"
					    "id: 3\nevent: state\ndata: y\n\n");
		events_finish(&events);
	}
	str_finish(&out);
}

static void
test_events__refuse_what_would_be_another_event(void **state)
{
	static const struct {
		const char *name, *id, *data;
	} rows[] = {
		{"", NULL, "x"},
		{"a b", NULL, "x"},
		{"a\nb", NULL, "x"},
		{"a", "1\n", "x"},
		{"a", "", "x"},
		{"a", "1", "x\nevent: b"},
		{"a", "1", "x\ry"},
		{"abcdefghijklmnop", NULL, "x"},
	};
	struct events events = {0};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		if (events_put(&events, rows[i].name, rows[i].id, rows[i].data))
			fail_msg("row %zu", i);
	assert_false(events_wait(&events));
	for (i = 0; i < HTTP_STREAM_NAMES; i++)
		assert_true(events_put(
			&events, (char[]){'a', (char)('a' + i), 0}, NULL, ""));
	assert_false(events_put(&events, "more", NULL, ""));
	events_finish(&events);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_html__escapes_whatever_is_data),
		cmocka_unit_test(test_html__attributes_are_there_or_not),
		cmocka_unit_test(test_html_ok__finds_what_is_left_open),
		cmocka_unit_test(test_events__only_the_newest_of_a_name_waits),
		cmocka_unit_test(
			test_events__refuse_what_would_be_another_event),
	};

	return cmocka_run_group_tests_name("html", tests, NULL, NULL);
}
