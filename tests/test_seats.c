/* Session files: what is taken, and every row that is not. */
#include "tests/test.h"

#include "forms/seats.h"

#define HEAD "session: Group 4\ndate: 2026-11-24\n"
#define COLUMNS HEAD "seat,code,language,level,steps,paper\n"

static bool
parse(const char *text, struct seats *seats, struct err *err)
{
	return seats_parse(text, strlen(text), seats, err);
}

static void
test_seats__are_read_in_every_way_they_are_saved(void **state)
{
	static const struct {
		const char *name, *text;
	} rows[] = {
		{"plain", COLUMNS "2,7K4Q-MXP9,ar,easy,3,no\n1,,ti,,,\n"},
		{"no newline at the end",
			COLUMNS "2,7K4Q-MXP9,ar,easy,3,no\n1,,ti,,,"},
		{"CRLF, a byte order mark, semicolons",
			"\xef\xbb\xbfsession: Group 4;;\r\ndate: "
			"2026-11-24;;\r\n;;;;;\r\n"
			"seat;code;language;level;steps;paper\r\n"
			"2;7K4Q-MXP9;ar;easy;3;no\r\n1;;ti;;;\r\n"},
		{"a spreadsheet's two columns, tabs, quotes",
			"session\t\"Group 4\"\ndate\t2026-11-24\n"
			"seat\tcode\tlanguage\tlevel\tsteps\tpaper\t\t\n"
			"2\t7k4q mxp9\tar\teasy\t3\tno\t\t\n1\t\tti\t\t\t\n"},
		{"Swedish, another order, upper case",
			"Datum: 2026-11-24\nM\xc3\xb6te: Group 4\n"
			"Spr\xc3\xa5k,PLATS,Kod,Niv\xc3\x85,Steg,Papper\n"
			"ar,2,7K4QMXP9,easy,3,nej\nti,1\n"},
		{"comments and empty lines",
			"# our group\n" HEAD
			"\nseat,code,language,level,steps,paper\n"
			"# the first\n2,7K4Q-MXP9,ar,easy,3,no\n\n1,,ti,,,\n"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct seats s = {0};
		struct err err = {0};

		if (!parse(rows[i].text, &s, &err))
			fail_msg("%s: %s", rows[i].name, err.text);
		if (s.n != 2 || strcmp(s.session, "Group 4") != 0 ||
			strcmp(s.date, "2026-11-24") != 0)
			fail_msg("%s: %zu seats of \"%s\" on %s", rows[i].name,
				s.n, s.session, s.date);
		if (s.seats[0].number != 1 || s.seats[1].number != 2 ||
			strcmp(s.seats[0].language, "ti") != 0 ||
			s.seats[0].person[0] != '\0' || s.seats[0].steps != 0 ||
			!s.seats[0].has_paper)
			fail_msg("%s: seat 1 is another", rows[i].name);
		if (strcmp(s.seats[1].person, "7K4Q-MXP9") != 0 ||
			strcmp(s.seats[1].language, "ar") != 0 ||
			strcmp(s.seats[1].level, "easy") != 0 ||
			s.seats[1].steps != 3 || s.seats[1].has_paper)
			fail_msg("%s: seat 2 is another", rows[i].name);
	}
}

#define BORN "850101-1236"
#define PRIVATE                                                                \
	" looks like a Swedish personal number; a session file has person "    \
	"codes and nothing else that says who somebody is"
#define AWAY                                                                   \
	"\": names and personal data have no place in a session file; take "   \
	"the column away"

static void
test_seats__say_what_is_wrong_and_where(void **state)
{
	static const struct {
		const char *text, *sentence;
	} rows[] = {
		{"", "has no line \"session: ...\""},
		{"session: A\nseat,language\n1,ar\n",
			"has no line \"date: ...\""},
		{COLUMNS, "has no seats"},
		{"date: 2026-13-01\n",
			"line 1: \"2026-13-01\" is not a date like 2026-11-24"},
		{"date: 24/11 2026\n",
			"line 1: \"24/11 2026\" is not a date like "
			"2026-11-24"},
		{"date: 2026-11-24\ndate: 2026-11-25\n",
			"line 2: date stands there twice"},
		{"session:\n", "line 1: the session's name has 1 to 63 bytes"},
		{"leader: B\n",
			"line 1: unknown setting \"leader\"; there are "
			"session, date and instrument, then a row of headings "
			"with seat and language"},
		{"hello\n", "line 1: is neither \"session: ...\" nor a row of "
			    "headings with seat and language"},
		{"instrument: Skapa 2\n",
			"line 1: \"Skapa 2\" is not an instrument's id"},
		{HEAD "seat,name,language\n", "line 3: column \"name" AWAY},
		{HEAD "Namn;plats;spr\xc3\xa5k\n",
			"line 3: column \"namn" AWAY},
		{HEAD "seat,language,Personnummer\n",
			"line 3: column \"personnummer" AWAY},
		{HEAD "seat,language,F\xc3\x96RNAMN\n",
			"line 3: column \"f\xc3\xb6rnamn" AWAY},
		{HEAD "seat,language,colour\n",
			"line 3: unknown column \"colour\"; there are seat, "
			"code, language, level, steps and paper"},
		{HEAD "seat,language,seat\n",
			"line 3: column \"seat\" stands there twice"},
		{HEAD "seat,code\n", "line 3: there is no column \"language\""},
		{HEAD "language,code\n", "line 3: there is no column \"seat\""},
		{COLUMNS ",,ar\n",
			"line 4: seat \"\" is not a number from 1 to 999"},
		{COLUMNS "0,,ar\n",
			"line 4: seat \"0\" is not a number from 1 to 999"},
		{COLUMNS "1000,,ar\n",
			"line 4: seat \"1000\" is not a number from 1 to 999"},
		{COLUMNS "-1,,ar\n",
			"line 4: seat \"-1\" is not a number from 1 to 999"},
		{COLUMNS "1a,,ar\n",
			"line 4: seat \"1a\" is not a number from 1 to 999"},
		{COLUMNS "1,7K4Q-MXP8,ar\n",
			"line 4: \"7K4Q-MXP8\" is not a person code; it has "
			"eight symbols like 7K4Q-MXP9"},
		{COLUMNS "1,,\n", "line 4: seat 1 has no language"},
		{COLUMNS "1,,Arabic language\n",
			"line 4: \"Arabic language\" is not a language"},
		{COLUMNS "1,,ar,Easy!\n", "line 4: \"Easy!\" is not a level"},
		{COLUMNS "1,,ar,,1\n",
			"line 4: steps \"1\" is not a number from 2 to 12"},
		{COLUMNS "1,,ar,,five\n",
			"line 4: steps \"five\" is not a number from 2 to 12"},
		{COLUMNS "1,,ar,,,perhaps\n",
			"line 4: paper \"perhaps\" is neither yes nor no"},
		{COLUMNS "1,,ar,,,,7\n",
			"line 4: has 7 fields; there are 6 columns"},
		{COLUMNS "1,\"a\"b\",ar\n",
			"line 4: a field with a quote in it; take the quote "
			"away"},
		{COLUMNS "1,,ar\n2,,ti\n1,,uk\n",
			"line 6: seat 1 stands on line 4 too"},
		{COLUMNS "1,7K4Q-MXP9,ar\n2,7k4qmxp9,ti\n",
			"line 5: 7K4Q-MXP9 sits on seat 1 too (line 4)"},
		{COLUMNS "1," BORN ",ar\n", "line 4: a field" PRIVATE},
		{COLUMNS BORN ",,ar\n", "line 4: a field" PRIVATE},
		{COLUMNS "1,8501011236,ar\n", "line 4: a field" PRIVATE},
		{COLUMNS "1,19850101 1236,ar\n", "line 4: a field" PRIVATE},
		{COLUMNS "1,,ar,,,,," BORN "\n", "line 4: a field" PRIVATE},
		{"session: Group of " BORN "\n",
			"line 1: the session's name" PRIVATE},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct seats s = {.n = 77};
		struct err err = {0};

		if (parse(rows[i].text, &s, &err))
			fail_msg("row %zu '%s' was taken", i, rows[i].text);
		if (strcmp(err.text, rows[i].sentence) != 0)
			fail_msg("row %zu '%s': %s", i, rows[i].text, err.text);
		if (err.code != ERR_USAGE)
			fail_msg("row %zu: code %d", i, (int)err.code);
		if (s.n != 77)
			fail_msg("row %zu touched the seats", i);
	}
}

static void
test_seats__end_at_200_and_at_a_nul(void **state)
{
	static const char nul[] = HEAD "seat,language\n1,a\0r\n";
	char text[8192] = HEAD "seat,language\n";
	struct seats s = {0};
	struct err err = {0};
	int i;

	(void)state;
	for (i = 1; i <= SEATS_MAX; i++)
		snprintf(text + strlen(text), 16, "%d,ar\n", i);
	assert_ok(parse(text, &s, &err), &err);
	assert_int_equal(s.n, SEATS_MAX);
	assert_int_equal(s.seats[SEATS_MAX - 1].number, SEATS_MAX);
	strcat(text, "201,ar\n");
	assert_false(parse(text, &s, &err));
	assert_string_equal(err.text, "line 204: more than 200 seats");
	err_clear(&err);
	assert_false(seats_parse(nul, sizeof(nul) - 1, &s, &err));
	assert_string_equal(err.text, "is no text; save it as CSV, UTF-8");
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			test_seats__are_read_in_every_way_they_are_saved),
		cmocka_unit_test(test_seats__say_what_is_wrong_and_where),
		cmocka_unit_test(test_seats__end_at_200_and_at_a_nul),
	};

	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests_name("seats", tests, NULL, NULL);
}
