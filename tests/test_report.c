#include "tests/test.h"

#include "core/str.h"
#include "report/column.h"
#include "report/person.h"
#include "store/occasions.h"

#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

#define PDF "%PDF-1.7 print of the test layout"

struct place {
	char root[64];
	struct store *store;
	char code[PERSON_CODE];
	const char *reason; /* of what is filed with a '?' */
	int scans;
};

static int
remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

static int
setup(void **state)
{
	struct place *place = calloc(1, sizeof(*place));
	char codes[1][PERSON_CODE];
	struct err err = {0};

	assert_non_null(place);
	place->reason = "two_marks";
	strcpy(place->root, "/tmp/skapa-test-XXXXXX");
	assert_non_null(mkdtemp(place->root));
	assert_ok(store_init(place->root, &err), &err);
	place->store = store_open(place->root, STORE_WRITE, 0, &err);
	assert_ok(place->store != NULL, &err);
	assert_ok(store_people_add(place->store, 1, NULL, NULL, codes, &err),
		&err);
	memcpy(place->code, codes[0], PERSON_CODE);
	*state = place;
	return 0;
}

static int
teardown(void **state)
{
	struct place *place = *state;

	store_close(place->store);
	nftw(place->root, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	free(place);
	return 0;
}

static const struct {
	const char *item;
	int steps, page;
} items[] = {{"health", 0, 1}, {"energy", 0, 1}, {"job_search", 0, 1},
	{"wage", 8, 2}};

/* One sheet of two pages with ladders of so many steps. */
static void
issue(struct place *place, const char *instrument, int steps,
	struct store_page pages[2])
{
	struct store_request request = {.pages = 2};
	struct layout layout = {.steps = steps,
		.direction = "ltr",
		.size = {0, 0, 210000, 297000}};
	struct err err = {0};
	size_t i;
	int v, p;

	strcpy(layout.instrument, instrument);
	strcpy(layout.instrument_version, "1");
	strcpy(layout.language, "sv");
	strcpy(layout.level, steps == 3 ? "easy" : "original");
	for (p = 1; p <= 2; p++) {
		struct layout_page *page = layout_page_add(&layout, &err);

		assert_non_null(page);
		for (i = 0; i < 4; i++) {
			const int n =
				items[i].steps != 0 ? items[i].steps : steps;

			for (v = 1; v <= n && items[i].page == p; v++) {
				struct layout_box *box =
					layout_box_add(page, &err);

				assert_non_null(box);
				strcpy(box->item, items[i].item);
				box->value = v;
				box->box = (struct um_rect){v * 15000,
					(int32_t)(40000 + 20000 * i), 5000,
					5000};
				box->zone = (struct um_rect){v * 15000 - 2000,
					(int32_t)(38000 + 20000 * i), 9000,
					9000};
			}
		}
	}
	assert_ok(layout_seal(&layout, PDF, strlen(PDF), &err), &err);
	assert_ok(store_layout_put(place->store, &layout, PDF, strlen(PDF),
			  &request.layout_id, &err),
		&err);
	layout_finish(&layout);
	strcpy(request.person, place->code);
	assert_ok(store_issue(place->store, &request, 1, NULL, "2026-01-01",
			  pages, &err),
		&err);
}

/* One sign an item of the page: a step, d, n, - (blank), ? or u. */
static void
file(struct place *place, const struct store_page *page, int steps,
	const char *signs, const char *date)
{
	struct reading reading = {
		.source_page = 1, .has_code = true, .code = page->code};
	struct err err = {0};
	char bytes[32];
	size_t i;
	int v;

	for (i = 0; i < 4; i++) {
		struct answer *a = &reading.answers[reading.n_answers];
		const char sign = *signs;

		if (items[i].page != page->code.page)
			continue;
		signs++;
		reading.n_answers++;
		strcpy(a->item, items[i].item);
		a->n_marks = items[i].steps != 0 ? items[i].steps : steps;
		for (v = 1; v <= a->n_marks; v++)
			a->marks[v - 1].value = v;
		a->status = sign == 'd'	  ? ANSWER_DECLINED
			    : sign == 'n' ? ANSWER_NOT_UNDERSTOOD
			    : sign == '-' ? ANSWER_BLANK
			    : sign == '?' ? ANSWER_REVIEW
			    : sign == 'u' ? ANSWER_UNREADABLE
					  : ANSWER_ANSWERED;
		a->value = sign == 'd'			  ? VALUE_DECLINED
			   : sign == 'n'		  ? VALUE_NOT_UNDERSTOOD
			   : a->status == ANSWER_ANSWERED ? sign - '0'
							  : VALUE_NONE;
		if (sign == '?') {
			strcpy(a->reason, place->reason);
			a->marks[0].candidate = a->marks[1].candidate = true;
		}
	}
	snprintf(bytes, sizeof(bytes), "scan %d", place->scans++);
	assert_ok(store_scan_keep(place->store, bytes, strlen(bytes),
			  reading.sha256, &err),
		&err);
	assert_ok(store_file(place->store, &reading, date, &err), &err);
}

/* The report, after the rules that hold for every one. */
static char *
report(struct place *place)
{
	const struct person_as as = {
		.code = place->code, .templates = "templates"};
	struct str out = {0};
	struct err err = {0};
	size_t column = 0, i;

	assert_ok(person_report(place->store, &as, &out, &err), &err);
	for (i = 0; i < out.len; i++) {
		const unsigned char c = (unsigned char)out.at[i];

		if (c == '\n') {
			if (i > 0 && out.at[i - 1] == ' ')
				fail_msg("a line ends in a space:\n%s", out.at);
			column = 0;
		} else if ((c & 0xc0) != 0x80) {
			column++;
		}
		/* UTF-8 of U+0100 and up begins with 0xc4 and up. */
		if (c == '\r' || c >= 0xc4 || column > PERSON_WIDTH)
			fail_msg(
				"byte %zu, column %zu:\n%s", i, column, out.at);
	}
	assert_int_equal(out.at[out.len - 1], '\n');
	return str_take(&out);
}

/* text with $ for the person's code and @ and % for the two code lines. */
static void
compare(struct place *place, const struct store_page pages[2],
	const char *pattern)
{
	char *text = report(place);
	char shown[CODE_LINE_SHOWN];
	struct str want = {0};

	for (; *pattern != '\0'; pattern++) {
		if (*pattern == '$') {
			str_add(&want, place->code);
		} else if (*pattern == '@' || *pattern == '%') {
			code_line_shown(pages[*pattern == '%'].line, shown);
			str_add(&want, shown);
		} else {
			str_add_bytes(&want, pattern, 1);
		}
	}
	if (strcmp(text, want.at) != 0)
		fail_msg("got:\n%s\nwant:\n%s", text, want.at);
	str_finish(&want);
	free(text);
}

static void
test_person__without_answers(void **state)
{
	compare(*state, NULL, "Person $\n\nInga svar är inlästa.\n");
}

static void
test_person__one_occasion(void **state)
{
	struct place *place = *state;
	struct store_page pages[2];

	issue(place, "skapa", 5, pages);
	file(place, &pages[0], 5, "4d-", "2026-03-01");
	file(place, &pages[1], 5, "7", "2026-03-02");
	compare(place, pages,
		"Person $\n"
		"\n"
		"Min väg mot arbete, 5 steg\n"
		"Formulär skapa version 1, personens egna svar.\n"
		"2026-03-01: mätning 1, start, på papper, språk sv.\n"
		"\n"
		"                       2026-03-01\n"
		"Energi                 vill inte svara\n"
		"Hälsa                  4 av 5  ####-\n"
		"Söka jobb              -\n"
		"Månadslön före skatt   7 av 8\n"
		"\n"
		"-  inget svar\n"
		"Besvarade 1 av 3 frågor på skalan.\n");
}

static void
test_person__two_occasions_and_what_waits(void **state)
{
	struct place *place = *state;
	struct store_page first[2], pages[2];

	issue(place, "skapa", 5, first);
	file(place, &first[0], 5, "421", "2026-03-01");
	file(place, &first[1], 5, "7", "2026-03-01");
	issue(place, "skapa", 5, pages);
	file(place, &pages[0], 5, "?nu", "2026-06-01");
	file(place, &pages[0], 5, "dnu", "2026-06-02");
	compare(place, pages,
		"Person $\n"
		"\n"
		"Min väg mot arbete, 5 steg\n"
		"Formulär skapa version 1, personens egna svar.\n"
		"2026-06-01: mätning 2, start, på papper, språk sv.\n"
		"\n"
		"                       2026-03-01      2026-06-01\n"
		"Energi                 2 av 5  ##---   förstår inte\n"
		"Hälsa                  4 av 5  ####-   granskas\n"
		"Söka jobb              1 av 5  #----   oläsligt\n"
		"Månadslön före skatt   7 av 8          .\n"
		"\n"
		".  sidan är inte inläst\n"
		"Besvarade 0 av 3 frågor på skalan. Skillnad om ett steg på en "
		"enskild\n"
		"fråga är inte säker.\n"
		"\n"
		"Väntar på granskning\n"
		"\n"
		"2026-06-01  Hälsa: flera markeringar (sida 1, kod @)\n"
		"2026-06-01  Söka jobb: går inte att läsa (sida 1, kod @)\n"
		"\n"
		"Inlästa två gånger med olika svar; de första står i tabellen\n"
		"\n"
		"2026-06-01  sida 1, kod @\n"
		"            Hälsa: först osäkert, sedan vill inte svara\n");
}

/* Four occasions stand in two blocks; a series of its own in another table. */
static void
test_person__many_occasions(void **state)
{
	static const char *const dates[] = {
		"2025-03-01", "2025-06-01", "2025-09-01", "2025-12-01"};
	struct place *place = *state;
	struct store_page pages[2];
	size_t i;

	for (i = 0; i < 4; i++) {
		issue(place, "skapa", 5, pages);
		file(place, &pages[0], 5, "123", dates[i]);
	}
	issue(place, "skapa", 3, pages);
	file(place, &pages[0], 3, "123", "2026-01-01");
	compare(place, pages,
		"Person $\n"
		"\n"
		"Min väg mot arbete, 5 steg\n"
		"Formulär skapa version 1, personens egna svar.\n"
		"2025-12-01: mätning 4, start, på papper, språk sv.\n"
		"\n"
		"                       2025-03-01      2025-06-01      "
		"2025-09-01\n"
		"Energi                 2 av 5  ##---   2 av 5  ##---   2 av 5 "
		" "
		"##---\n"
		"Hälsa                  1 av 5  #----   1 av 5  #----   1 av 5 "
		" "
		"#----\n"
		"Söka jobb              3 av 5  ###--   3 av 5  ###--   3 av 5 "
		" "
		"###--\n"
		"\n"
		"                       2025-12-01\n"
		"Energi                 2 av 5  ##---\n"
		"Hälsa                  1 av 5  #----\n"
		"Söka jobb              3 av 5  ###--\n"
		"\n"
		"Besvarade 3 av 3 frågor på skalan. Skillnad om ett steg på en "
		"enskild\n"
		"fråga är inte säker.\n"
		"\n"
		"Min väg mot arbete, 3 steg, lättläst\n"
		"Formulär skapa version 1, personens egna svar.\n"
		"2026-01-01: mätning 1, start, på papper, språk sv.\n"
		"\n"
		"                       2026-01-01\n"
		"Energi                 2 av 3  ##-\n"
		"Hälsa                  1 av 3  #--\n"
		"Söka jobb              3 av 3  ###\n"
		"\n"
		"Besvarade 3 av 3 frågor på skalan.\n");
}

static void
test_person__unknown(void **state)
{
	struct place *place = *state;
	struct str out = {0};
	struct err err = {0};

	assert_false(person_report(place->store,
		&(struct person_as){
			.code = "0000-0000", .templates = "templates"},
		&out, &err));
	assert_int_equal(err.code, ERR_USAGE);
	assert_string_equal(err.text,
		"unknown code 0000-0000; skapa store people list names those "
		"there are");
	assert_int_equal(out.len, 0);
	str_finish(&out);
}

static void
test_column__counts_characters(void **state)
{
	static const struct {
		const char *text;
		size_t columns;
		const char *line;
	} rows[] = {
		{"", 3, "   |"},
		{"ab", 3, "ab |"},
		{"åäö", 4, "åäö |"},
		{"åäö", 3, "å. |"},
		{"a–b", 5, "a-b  |"},
		{"“a”", 5, "\"a\"  |"},
		{"a’s…", 6, "a's.  |"},
		{"سلام", 6, "????  |"},
		{"a\tb\n", 6, "a b   |"},
		{"\xff\xc3", 4, "??  |"},
		{"\xe2\x80", 4, "?   |"},
		{"\xc2\x85", 4, "?   |"},
	};
	struct str line = {0};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		str_clear(&line);
		column_add(&line, rows[i].text, rows[i].columns);
		str_add(&line, "|");
		if (strcmp(line.at, rows[i].line) != 0)
			fail_msg("row %zu: \"%s\"", i, line.at);
	}
	str_finish(&line);
}

static void
test_column__wraps(void **state)
{
	static const struct {
		const char *text;
		size_t indent, width;
		const char *lines;
	} rows[] = {
		{"", 2, 8, "\n"},
		{"ett två tre", 0, 11, "ett två tre\n"},
		{"ett två tre", 0, 10, "ett två\ntre\n"},
		{"ett två tre", 2, 7, "ett två\n  tre\n"},
		{"åäöåäöåäö", 2, 5, "åäöåä\n  öåä\n  ö\n"},
		{"a åäöåäöåäö", 1, 5, "a åäö\n åäöå\n äö\n"},
	};
	struct str out = {0};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		str_clear(&out);
		column_wrap(rows[i].text, rows[i].indent, rows[i].width, &out);
		if (strcmp(out.at, rows[i].lines) != 0)
			fail_msg("row %zu:\n%s", i, out.at);
	}
	str_finish(&out);
}

/* Those of intake/decide.h. */
/* Without paper, a column an occasion, in the line of those on paper. */
static void
test_person__paper_and_screen(void **state)
{
	static const char *const dates[] = {"2026-04-01", "2026-05-01"};
	struct place *place = *state;
	struct store_page pages[2];
	struct err err = {0};
	int i;

	issue(place, "skapa", 5, pages);
	file(place, &pages[0], 5, "4d1", "2026-03-01");
	for (i = 0; i < 2; i++) {
		struct store_occasion occasion = {.instrument = "skapa",
			.version = "1",
			.level = "original",
			.steps = 5,
			.mode = MODE_KIOSK};
		struct store_put put = {.item = "health",
			.top = 5,
			.status = ANSWER_ANSWERED,
			.once = "a"};
		int64_t id = 0;

		strcpy(occasion.date, dates[i]);
		memcpy(occasion.person, place->code, PERSON_CODE);
		put.value = 2 + i;
		assert_ok(
			store_occasion_open(place->store, &occasion, &id, &err),
			&err);
		assert_ok(store_answer_put(place->store, id, &put, &err), &err);
	}
	compare(place, pages,
		"Person $\n"
		"\n"
		"Min väg mot arbete, 5 steg\n"
		"Formulär skapa version 1, personens egna svar.\n"
		"2026-05-01: mätning 3, uppföljning, på skärm.\n"
		"\n"
		"                       2026-03-01      2026-04-01      "
		"2026-05-01\n"
		"Energi                 vill inte svara -               -\n"
		"Hälsa                  4 av 5  ####-   2 av 5  ##---   "
		"3 av 5  ###--\n"
		"Söka jobb              1 av 5  #----   -               -\n"
		"\n"
		"-  inget svar\n"
		"Besvarade 1 av 3 frågor på skalan. Skillnad om ett steg på en "
		"enskild\n"
		"fråga är inte säker.\n");
}

static void
test_person__says_every_reason_in_swedish(void **state)
{
	static const struct {
		const char *reason, *said;
	} cases[] = {
		{"two_marks", " Hälsa: flera markeringar (sida 1,"},
		{"corrected", " Hälsa: ändrat svar (sida 1,"},
		{"faint", " Hälsa: svag markering (sida 1,"},
		{"outside", " Hälsa: markering utanför rutorna (sida"},
		{"covered", " Hälsa: rutorna är täckta eller avrivna"},
		{"fold", " Hälsa: vikning i papperet, eller ett streck"},
	};
	struct place *place = *state;
	size_t i;

	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct store_page pages[2];
		char *text;

		place->reason = cases[i].reason;
		issue(place, "skapa", 5, pages);
		file(place, &pages[0], 5, "?33", "2026-03-01");
		text = report(place);
		if (strstr(text, cases[i].said) == NULL)
			fail_msg("%s: %s", cases[i].reason, text);
		free(text);
	}
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
		TEST(test_person__without_answers),
		TEST(test_person__one_occasion),
		TEST(test_person__two_occasions_and_what_waits),
		TEST(test_person__many_occasions),
		TEST(test_person__paper_and_screen),
		TEST(test_person__says_every_reason_in_swedish),
		TEST(test_person__unknown),
		cmocka_unit_test(test_column__counts_characters),
		cmocka_unit_test(test_column__wraps),
	};

	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests_name("report", tests, NULL, NULL);
}
