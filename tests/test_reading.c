#include "tests/test.h"

#include "core/reading.h"
#include "core/str.h"

static void
add(struct reading *reading, const char *item, enum answer_status status,
	int value, int candidate)
{
	struct answer *a = &reading->answers[reading->n_answers++];

	str_copy(a->item, ITEM_KEY, item);
	a->status = status;
	a->value = value;
	a->confidence = 0.5;
	if (candidate != VALUE_NONE) {
		a->marks[a->n_marks++] = (struct mark){
			.value = candidate, .ink = 0.25, .candidate = true};
	}
}

static void
test_reading_agrees__by_what_is_marked(void **state)
{
	static const struct {
		enum answer_status a;
		int value_a, candidate_a;
		enum answer_status b;
		int value_b, candidate_b;
		bool agrees;
	} rows[] = {
		{ANSWER_ANSWERED, 4, 4, ANSWER_ANSWERED, 4, 4, true},
		{ANSWER_ANSWERED, 4, 4, ANSWER_ANSWERED, 3, 3, false},
		{ANSWER_ANSWERED, 4, 4, ANSWER_REVIEW, 0, 4, true},
		{ANSWER_ANSWERED, 4, 4, ANSWER_REVIEW, 0, 3, false},
		{ANSWER_ANSWERED, 4, 4, ANSWER_BLANK, 0, 0, false},
		{ANSWER_BLANK, 0, 0, ANSWER_BLANK, 0, 0, true},
		{ANSWER_BLANK, 0, 0, ANSWER_UNREADABLE, 0, 0, false},
		{ANSWER_UNREADABLE, 0, 0, ANSWER_UNREADABLE, 0, 0, true},
		{ANSWER_DECLINED, VALUE_DECLINED, VALUE_DECLINED,
			ANSWER_DECLINED, VALUE_DECLINED, VALUE_DECLINED, true},
		{ANSWER_DECLINED, VALUE_DECLINED, VALUE_DECLINED,
			ANSWER_NOT_UNDERSTOOD, VALUE_NOT_UNDERSTOOD,
			VALUE_NOT_UNDERSTOOD, false},
		{ANSWER_REVIEW, 0, 12, ANSWER_REVIEW, 0, 12, true},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		static struct reading a, b;

		a = (struct reading){0};
		b = (struct reading){0};
		/* The practice item never counts. */
		add(&a, ITEM_PRACTICE, ANSWER_ANSWERED, 1, 1);
		add(&b, ITEM_PRACTICE, ANSWER_ANSWERED, 2, 2);
		add(&a, "health", rows[i].a, rows[i].value_a,
			rows[i].candidate_a);
		add(&b, "health", rows[i].b, rows[i].value_b,
			rows[i].candidate_b);
		if (reading_agrees(&a, &b) != rows[i].agrees ||
			reading_agrees(&b, &a) != rows[i].agrees)
			fail_msg("row %zu", i);
	}
}

static void
test_reading_status__waits_for_doubt_alone(void **state)
{
	static struct reading r;

	(void)state;
	add(&r, ITEM_PRACTICE, ANSWER_REVIEW, 0, 2);
	add(&r, "energy", ANSWER_BLANK, 0, 0);
	assert_int_equal(reading_status_of_answers(&r), READING_FILED);
	add(&r, "health", ANSWER_UNREADABLE, 0, 0);
	assert_int_equal(reading_status_of_answers(&r), READING_REVIEW);
}

static void
test_reading_write__is_the_contract(void **state)
{
	static struct reading r;
	struct str out = {0};

	(void)state;
	r.source_page = 3;
	memcpy(r.sha256, "ab", 3);
	r.status = READING_REVIEW;
	r.has_code = true;
	r.code.page = 2;
	memcpy(r.line, "7K4QMX9ABC", 11);
	str_copy(r.instrument, LAYOUT_KEY, "skapa");
	str_copy(r.language, LAYOUT_KEY, "ar");
	r.has_map = true;
	r.scale = 0.981;
	r.rotation_deg = 179.4;
	r.residual_mm = 0.12;
	add(&r, "health", ANSWER_ANSWERED, 4, 4);
	add(&r, "energy", ANSWER_REVIEW, 0, VALUE_DECLINED);
	str_copy(r.answers[1].reason, ANSWER_REASON, "faint");
	r.n_writings = 1;
	str_copy(r.writings[0].item, ITEM_KEY, "comment");
	r.writings[0].ink_mm2 = 12;
	str_copy(r.writings[0].suggestion, READING_WRITTEN, "a \"b\"");
	reading_write(&r, "sta\"ck\n\xff.pdf", &out);
	assert_string_equal(out.at,
		"{\"source\":\"sta\\\"ck\\u000a\xef\xbf\xbd.pdf\","
		"\"source_page\":3,\"sha256\":\"ab\",\"status\":\"review\","
		"\"reason\":null,\"hint\":null,\"code\":\"7K4QMX9ABC\","
		"\"page\":2,\"instrument\":\"skapa\",\"language\":\"ar\","
		"\"scale\":0.9810,\"rotation_deg\":179.40,"
		"\"residual_mm\":0.120,\"answers\":["
		"{\"item\":\"health\",\"status\":\"answered\",\"value\":4,"
		"\"reason\":null,\"confidence\":0.500,\"marks\":["
		"{\"value\":4,\"ink\":0.250,\"zone_ink\":0.000}]},"
		"{\"item\":\"energy\",\"status\":\"review\",\"value\":null,"
		"\"reason\":\"faint\",\"confidence\":0.500,\"marks\":["
		"{\"value\":\"declined\",\"ink\":0.250,\"zone_ink\":0.000}]}"
		"],\"writing\":[{\"item\":\"comment\",\"ink_mm2\":12.0,"
		"\"suggestion\":\"a \\\"b\\\"\"}]}");
	str_clear(&out);
	r.rotation_deg = 359.9951;
	reading_write(&r, "a", &out);
	assert_non_null(strstr(out.at, "\"rotation_deg\":0.00,"));
	str_finish(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_reading_agrees__by_what_is_marked),
		cmocka_unit_test(test_reading_status__waits_for_doubt_alone),
		cmocka_unit_test(test_reading_write__is_the_contract),
	};

	return cmocka_run_group_tests_name("reading", tests, NULL, NULL);
}
