/*
 * A participant's way through the pages, as a browser goes it, without a
 * server: requests go in at the gate.
 */
#include "tests/stores.h"

#include "core/program.h"
#include "instrument/instrument.h"
#include "kiosk/desk.h"
#include "kiosk/files.h"
#include "kiosk/gate.h"
#include "kiosk/slips.h"
#include "kiosk/visit.h"
#include "store/occasions.h"
#include "tests/tree.h"

#include <sys/stat.h>
#include <unistd.h>

#define TEMPLATES "templates"
#define NOW 1772366400 /* 2026-03-01T12:00:00Z */

static struct files *files;
static struct visits *visits;

struct browser {
	struct kiosk kiosk;
	char cookie[128];   /* "" or "skapa-visit=..." */
	char header[192];   /* of the request */
	char at[HTTP_PATH]; /* where a reply sent it */
	struct str page;    /* the last */
	int status;
};

static const char *
header_of(void *inside, const char *name)
{
	const struct browser *browser = inside;

	if (strcmp(name, "Sec-Fetch-Site") == 0)
		return "same-origin";
	if (strcmp(name, "Cookie") == 0 && browser->cookie[0] != '\0')
		return browser->cookie;
	return NULL;
}

static void
take_cookie(struct browser *browser, const struct http_reply *reply)
{
	const char *set = reply->cookies.at, *last;

	if (set == NULL)
		return;
	/* The last one counts, as in a browser. */
	last = set;
	while ((set = strstr(last + 1, "skapa-visit=")) != NULL)
		last = set;
	snprintf(browser->cookie, sizeof(browser->cookie), "%.*s",
		(int)strcspn(last, ";"), last);
	if (strcmp(browser->cookie, "skapa-visit=") == 0)
		browser->cookie[0] = '\0';
}

static void
send(struct browser *browser, enum http_method method, const char *path,
	const char *form)
{
	struct http_request request = {
		.method = method, .header = header_of, .inside = browser};
	const size_t len = strcspn(path, "?");
	struct http_reply reply = {0};
	struct err err = {0};
	char address[HTTP_PATH];
	bool ok;

	str_copy(address, sizeof(address), path);
	snprintf(request.path, sizeof(request.path), "%.*s", (int)len, path);
	if (address[len] == '?')
		assert_ok(
			form_read(address + len + 1, strlen(address + len + 1),
				&request.query, &err),
			&err);
	if (form != NULL)
		assert_ok(form_read(form, strlen(form), &request.form, &err),
			&err);
	assert_ok(store_bulk_begin(browser->kiosk.store, &err), &err);
	ok = gate_handle(&browser->kiosk, &request, &reply);
	store_bulk_end(browser->kiosk.store, ok, &err);
	browser->status = reply.status == 0 ? 200 : reply.status;
	take_cookie(browser, &reply);
	str_clear(&browser->page);
	str_add(&browser->page, reply.body.at != NULL ? reply.body.at : "");
	str_copy(browser->at, sizeof(browser->at), reply.location);
	form_finish(&request.query);
	form_finish(&request.form);
	http_reply_finish(&reply);
}

/* What a hidden field of the page says. */
static void
field(const struct browser *browser, const char *name, char *out, size_t size)
{
	char before[64];
	const char *at;

	snprintf(before, sizeof(before), "name=\"%s\" value=\"", name);
	at = strstr(browser->page.at, before);
	out[0] = '\0';
	if (at != NULL)
		snprintf(out, size, "%.*s",
			(int)strcspn(at + strlen(before), "\""),
			at + strlen(before));
}

static void
get(struct browser *browser, const char *path)
{
	send(browser, HTTP_GET, path, NULL);
}

/* Sends the form of the page that is shown, and goes where it leads. */
static void
post(struct browser *browser, const char *path, const char *said)
{
	char form[512], token[128], once[128];

	field(browser, "token", token, sizeof(token));
	field(browser, "once", once, sizeof(once));
	snprintf(form, sizeof(form), "token=%s%s%s%s%s", token,
		once[0] != '\0' ? "&once=" : "", once,
		said[0] != '\0' ? "&" : "", said);
	send(browser, HTTP_POST, path, form);
	if (browser->status == 303) {
		const struct browser before = *browser;

		get(browser, before.at);
		str_copy(browser->at, sizeof(browser->at), before.at);
	}
}

static void
assert_shows(const struct browser *browser, const char *text)
{
	if (strstr(browser->page.at, text) == NULL)
		fail_msg("status %d at %s: \"%s\" is not in %s",
			browser->status, browser->at, text, browser->page.at);
}

static void
assert_at(const struct browser *browser, const char *path)
{
	if (browser->status != 200 || strcmp(browser->at, path) != 0)
		fail_msg("status %d at \"%s\", not at %s", browser->status,
			browser->at, path);
}

static struct browser
new_browser(struct store *store)
{
	struct browser browser = {.kiosk = {.store = store,
					  .templates = TEMPLATES,
					  .now = NOW,
					  .files = files,
					  .visits = visits}};

	str_add(&browser.page, "");
	return browser;
}

static void
person(struct store *store, char code[PERSON_CODE])
{
	char codes[1][PERSON_CODE];
	struct err err = {0};

	store_act_as(store, &(struct store_actor){.name = STORE_OPERATOR});
	assert_ok(store_people_add(store, 1, NULL, NULL, codes, &err), &err);
	memcpy(code, codes[0], PERSON_CODE);
}

/* Up to the page behind the code. */
static void
come_in(struct browser *browser, const char *language, const char *code)
{
	char form[96];

	get(browser, "/");
	snprintf(form, sizeof(form), "language=%s", language);
	post(browser, "/visit/begin", form);
	assert_at(browser, "/visit/who");
	snprintf(form, sizeof(form), "code=%s&key=done", code);
	post(browser, "/visit/code", form);
}

static void
start(struct browser *browser, const char *language, const char *code)
{
	come_in(browser, language, code);
	assert_at(browser, "/visit/purpose");
	post(browser, "/visit/start", "");
	assert_at(browser, "/visit/practice");
}

/* Answers at whatever item the browser is: the n-th with n % 5 + 1. */
static void
answer(struct browser *browser, int n)
{
	char form[32];

	snprintf(form, sizeof(form), "value=%d", n % 5 + 1);
	assert_true(strncmp(browser->at, "/visit/item/", 12) == 0);
	post(browser, browser->at, form);
}

struct told {
	struct str answers;
	struct store_occasion occasion; /* the last */
	int occasions;
};

static bool
tell_answer(const struct store_answer *row, void *data, struct err *err)
{
	struct told *told = data;

	(void)err;
	if (row->status == ANSWER_ANSWERED)
		str_addf(&told->answers, "%d", row->value);
	else
		str_add(&told->answers, row->status == ANSWER_DECLINED ? "-"
					: row->status == ANSWER_NOT_UNDERSTOOD
						? "?"
						: "_");
	return true;
}

static bool
tell_occasion(
	const struct store_occasion *occasion, void *data, struct err *err)
{
	struct told *told = data;

	(void)err;
	told->occasion = *occasion;
	told->occasions++;
	return true;
}

static struct told
tell(struct store *store, const char *code)
{
	struct told told = {0};
	struct err err = {0};

	str_add(&told.answers, "");
	store_act_as(store, &(struct store_actor){.name = STORE_OPERATOR});
	assert_ok(store_answers(store, code, tell_answer, &told, &err), &err);
	assert_ok(
		store_occasions(store, code, tell_occasion, &told, &err), &err);
	return told;
}

static void
assert_told(struct store *store, const char *code, const char *answers,
	bool is_locked)
{
	struct told told = tell(store, code);

	assert_string_equal(told.answers.at, answers);
	assert_int_equal(told.occasion.is_locked, is_locked);
	str_finish(&told.answers);
}

/* --- the tests ---------------------------------------------------------- */

static void
test_whole_way__is_kept_as_given(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	struct browser browser = new_browser(store);
	struct told told;
	char code[PERSON_CODE];
	int n;

	person(store, code);
	start(&browser, "sv", code);
	post(&browser, "/visit/practice", "value=4");
	assert_at(&browser, "/visit/practice?value=4");
	assert_shows(&browser, "/picture/practice-4.svg");
	assert_told(store, code, "", false);
	get(&browser, "/visit/item/job_idea");
	str_copy(browser.at, sizeof(browser.at), "/visit/item/job_idea");
	post(&browser, browser.at, "");
	assert_shows(&browser, "V\xc3\xa4lj en bild f\xc3\xb6rst.");
	str_copy(browser.at, sizeof(browser.at), "/visit/item/job_idea");
	post(&browser, browser.at, "value=declined");
	assert_at(&browser, "/visit/item/contact");
	post(&browser, browser.at, "value=not_understood");
	for (n = 2; n < 11; n++)
		answer(&browser, n);
	assert_at(&browser, "/visit/overview");
	/* One again, from the overview; what was chosen is not shown. */
	get(&browser, "/visit/item/wage");
	assert_null(strstr(browser.page.at, "checked"));
	str_copy(browser.at, sizeof(browser.at), "/visit/item/wage");
	post(&browser, browser.at, "value=6");
	assert_at(&browser, "/visit/overview");
	assert_told(store, code, "-?345123456", false);
	get(&browser, "/visit/overview");
	post(&browser, "/visit/finish", "");
	assert_at(&browser, "/visit/thanks/sv/kept");
	assert_string_equal(browser.cookie, "");
	assert_told(store, code, "-?345123456", true);
	told = tell(store, code);
	assert_int_equal(told.occasion.mode, MODE_KIOSK);
	assert_int_equal(told.occasion.kind, OCCASION_START);
	assert_int_equal(told.occasion.setting, SETTING_INDIVIDUAL);
	assert_string_equal(told.occasion.language, "sv");
	assert_string_equal(told.occasion.wording, "source");
	assert_string_equal(told.occasion.date, DATE);
	assert_int_equal(strlen(told.occasion.words_hash), LAYOUT_HASH - 1);
	assert_int_equal(told.occasion.started, NOW);
	str_finish(&told.answers);
	/* Once a day. */
	come_in(&browser, "sv", code);
	assert_shows(&browser, "Du har redan svarat i dag");
	str_finish(&browser.page);
	store_close(store);
}

static bool
count_person(const struct store_person *row, void *data, struct err *err)
{
	(void)row;
	(void)err;
	++*(int *)data;
	return true;
}

static int
people(struct store *store)
{
	struct err err = {0};
	int n = 0;

	store_act_as(store, &(struct store_actor){.name = STORE_OPERATOR});
	assert_ok(store_people_list(store, count_person, &n, &err), &err);
	return n;
}

static void
test_walk_in__is_nobody_before_yes(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	struct browser browser = new_browser(store);
	struct told told;
	char code[PERSON_CODE];
	const char *at;

	get(&browser, "/");
	post(&browser, "/visit/begin", "language=ti");
	post(&browser, "/visit/no-code", "");
	assert_at(&browser, "/visit/purpose");
	assert_int_equal(people(store), 0);
	post(&browser, "/visit/start", "");
	assert_at(&browser, "/visit/new-code");
	assert_int_equal(people(store), 1);
	at = strstr(browser.page.at, "big-code");
	assert_non_null(at);
	snprintf(code, sizeof(code), "%.9s", strchr(at, '>') + 1);
	told = tell(store, code);
	assert_int_equal(told.occasion.kind, OCCASION_DROP_IN);
	assert_string_equal(told.occasion.language, "ti");
	str_finish(&told.answers);
	str_finish(&browser.page);
	store_close(store);
}

/* An lp of our own, that keeps what it is given; test_printer.c has CUPS. */
static void
put_lp(const char *folder, char *path_before)
{
	char path[64], all[4200];
	FILE *file;

	snprintf(path, sizeof(path), "%s/lp", folder);
	file = fopen(path, "w");
	assert_non_null(file);
	fprintf(file,
		"#!/bin/sh\necho \"$*\" >%s/said\n"
		"cat >%s/half && mv %s/half %s/slip.pdf\n",
		folder, folder, folder, folder);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(chmod(path, 0700), 0);
	strcpy(path_before, getenv("PATH"));
	snprintf(all, sizeof(all), "%s:%s", folder, path_before);
	setenv("PATH", all, 1);
}

static void
test_slip__has_the_code(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	struct browser browser = new_browser(store);
	struct err err = {0};
	char folder[] = "/tmp/skapa-slip-XXXXXX", before[4096], command[256];
	const char *at;

	assert_non_null(mkdtemp(folder));
	put_lp(folder, before);
	get(&browser, "/");
	post(&browser, "/visit/begin", "language=sv");
	post(&browser, "/visit/no-code", "");
	post(&browser, "/visit/start", "");
	assert_null(strstr(browser.page.at, "/visit/slip"));
	browser.kiosk.slips = slips_new("desk", &err);
	get(&browser, "/visit/new-code");
	assert_shows(&browser, "Skriv ut min kod");
	post(&browser, "/visit/slip", "");
	assert_at(&browser, "/visit/new-code");
	/* What a round that was not kept has said is not printed. */
	slips_round(browser.kiosk.slips, false);
	post(&browser, "/visit/slip", "");
	slips_round(browser.kiosk.slips, true);
	at = strstr(browser.page.at, "big-code");
	assert_non_null(at);
	snprintf(command, sizeof(command),
		"while [ ! -s %s/slip.pdf ]; do sleep .1; done; "
		"grep -q -- '-d desk$' %s/said && "
		"pdftotext %s/slip.pdf - | grep -q '^%.9s$'",
		folder, folder, folder, strchr(at, '>') + 1);
	assert_int_equal(system(command), 0);
	setenv("PATH", before, 1);
	slips_free(browser.kiosk.slips);
	tree_remove(folder);
	str_finish(&browser.page);
	store_close(store);
}

static void
set_state(struct store *store, const char *code, enum store_state to)
{
	struct store_person row = {.state = to};
	struct err err = {0};

	memcpy(row.code, code, PERSON_CODE);
	store_act_as(store, &(struct store_actor){.name = STORE_OPERATOR});
	assert_ok(store_person_set(store, &row, &err), &err);
}

static void
test_code__says_why_not(void **state)
{
	static const struct {
		const char *code; /* $: the person's */
		enum store_state state;
		const char *says;
	} rows[] = {
		{"$", PERSON_ACTIVE, NULL},
		{"", PERSON_ACTIVE, "Koden st\xc3\xa4mmer inte"},
		{"1234", PERSON_ACTIVE, "Koden st\xc3\xa4mmer inte"},
		{"00000000", PERSON_ACTIVE, "Koden st\xc3\xa4mmer inte"},
		{"%3Cscript%3E", PERSON_ACTIVE, "Koden st\xc3\xa4mmer inte"},
		{"$", PERSON_PAUSED, "Prata med personalen"},
		{"$", PERSON_DO_NOT_SCHEDULE, "Prata med personalen"},
		{"$", PERSON_CLOSED, "Prata med personalen"},
	};
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	char code[PERSON_CODE];
	size_t i;

	person(store, code);
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct browser browser = new_browser(store);

		set_state(store, code, rows[i].state);
		come_in(&browser, "sv",
			rows[i].code[0] == '$' ? code : rows[i].code);
		if (rows[i].says == NULL
				? strcmp(browser.at, "/visit/purpose") != 0
				: strstr(browser.page.at, rows[i].says) == NULL)
			fail_msg("row %zu: at %s: %s", i, browser.at,
				browser.page.at);
		str_finish(&browser.page);
	}
	store_close(store);
}

/* Keys without JavaScript: each is sent, and the field comes back. */
static void
test_keypad__types_without_script(void **state)
{
	static const struct {
		const char *typed, *key, *shows;
	} rows[] = {
		{"7K", "4", "name=\"code\" value=\"7K4\""},
		{"7K4", "erase", "name=\"code\" value=\"7K\""},
		{"", "erase", "name=\"code\" value=\"\""},
		{"7K", "I", "name=\"code\" value=\"7K\""},
		{"7K", "QQ", "name=\"code\" value=\"7K\""},
		{"%22%3E", "Z", "name=\"code\" value=\"&quot;&gt;Z\""},
	};
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	struct browser browser = new_browser(store);
	char form[64];
	size_t i;

	get(&browser, "/");
	post(&browser, "/visit/begin", "language=en");
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		snprintf(form, sizeof(form), "code=%s&key=%s", rows[i].typed,
			rows[i].key);
		post(&browser, "/visit/code", form);
		if (strstr(browser.page.at, rows[i].shows) == NULL)
			fail_msg("row %zu: %s", i, browser.page.at);
	}
	/* In another text size the same page is asked for again. */
	post(&browser, "/visit/look", "back=/visit/code&text_size=next");
	get(&browser, "/visit/code");
	assert_shows(&browser, "action=\"/visit/code\"");
	str_finish(&browser.page);
	store_close(store);
}

static void
test_left__is_parked_and_gone_on_with(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	struct browser first = new_browser(store), second = first;
	char code[PERSON_CODE], cookie[128];

	second.page = (struct str){0};
	str_add(&second.page, "");
	person(store, code);
	start(&first, "ar", code);
	get(&first, "/visit/item/job_idea");
	str_copy(first.at, sizeof(first.at), "/visit/item/job_idea");
	answer(&first, 0);
	answer(&first, 1);
	str_copy(cookie, sizeof(cookie), first.cookie);
	get(&first, "/");
	assert_string_equal(first.cookie, "");
	/* Its token is nobody's now. */
	str_copy(first.cookie, sizeof(first.cookie), cookie);
	get(&first, "/visit/overview");
	assert_int_equal(first.status, 303);
	assert_string_equal(first.at, "/");
	/* Another language, another screen, the same answers. */
	come_in(&second, "sv", code);
	assert_at(&second, "/visit/item/cooperation");
	answer(&second, 2);
	assert_told(store, code, "123", false);
	/* While it is on one screen it can be taken to another. */
	str_copy(cookie, sizeof(cookie), second.cookie);
	come_in(&first, "sv", code);
	assert_at(&first, "/visit/item/support");
	get(&second, "/visit/overview");
	assert_int_equal(second.status, 303);
	str_finish(&first.page);
	str_finish(&second.page);
	store_close(store);
}

static void
test_dead_screen__is_parked_by_the_clock(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	struct browser browser = new_browser(store);
	char code[PERSON_CODE];
	struct err err = {0};

	person(store, code);
	start(&browser, "sv", code);
	browser.kiosk.now = NOW + VISIT_DEAD_S;
	assert_ok(visits_tick(&browser.kiosk, &err), &err);
	get(&browser, "/visit/overview");
	assert_int_equal(browser.status, 200);
	browser.kiosk.now += VISIT_DEAD_S + 60;
	assert_ok(visits_tick(&browser.kiosk, &err), &err);
	get(&browser, "/visit/overview");
	assert_int_equal(browser.status, 303);
	str_finish(&browser.page);
	store_close(store);
}

static void
test_stop__keeps_or_deletes(void **state)
{
	static const struct {
		const char *then, *thanks, *answers;
		bool is_locked;
		enum occasion_state state;
	} rows[] = {
		{"then=keep", "/visit/thanks/sv/parked", "12", false,
			OCCASION_HELD},
		{"then=delete", "/visit/thanks/sv/deleted", "__", true,
			OCCASION_DECLINED},
	};
	const struct place *place = *state;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct store *store = must_open(place->path, STORE_TRY);
		struct browser browser = new_browser(store);
		struct told told;
		char code[PERSON_CODE];

		person(store, code);
		start(&browser, "sv", code);
		get(&browser, "/visit/item/job_idea");
		str_copy(
			browser.at, sizeof(browser.at), "/visit/item/job_idea");
		answer(&browser, 0);
		answer(&browser, 1);
		get(&browser, "/visit/stop");
		post(&browser, "/visit/stop", rows[i].then);
		assert_at(&browser, rows[i].thanks);
		assert_string_equal(browser.cookie, "");
		told = tell(store, code);
		if (strcmp(told.answers.at, rows[i].answers) != 0 ||
			told.occasion.is_locked != rows[i].is_locked ||
			told.occasion.state != rows[i].state)
			fail_msg("row %zu: %s, locked %d, state %d", i,
				told.answers.at, told.occasion.is_locked,
				(int)told.occasion.state);
		str_finish(&told.answers);
		str_finish(&browser.page);
		store_close(store);
	}
}

/* The same page sent twice: once is once. */
static void
test_double_touch__is_one(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	struct browser browser = new_browser(store);
	char code[PERSON_CODE], token[128], once[128], form[400];

	person(store, code);
	start(&browser, "sv", code);
	get(&browser, "/visit/item/job_idea");
	field(&browser, "token", token, sizeof(token));
	field(&browser, "once", once, sizeof(once));
	snprintf(form, sizeof(form), "token=%s&once=%s&value=2", token, once);
	send(&browser, HTTP_POST, "/visit/item/job_idea", form);
	snprintf(form, sizeof(form), "token=%s&once=%s&value=5", token, once);
	send(&browser, HTTP_POST, "/visit/item/job_idea", form);
	assert_int_equal(browser.status, 303);
	assert_told(store, code, "2", false);
	/* Without the page's key nothing is taken. */
	snprintf(form, sizeof(form), "token=%s&value=5", token);
	send(&browser, HTTP_POST, "/visit/item/job_idea", form);
	assert_int_equal(browser.status, 400);
	assert_told(store, code, "2", false);
	str_finish(&browser.page);
	store_close(store);
}

static void
test_look__comes_back_to_the_page(void **state)
{
	static const struct {
		const char *said, *at, *shows;
	} rows[] = {
		{"text_size=next&back=/visit/purpose", "/visit/purpose",
			"text-1"},
		{"text_size=next&back=/visit/purpose", "/visit/purpose",
			"text-2"},
		{"text_size=next&back=/visit/purpose", "/visit/purpose",
			"text-0"},
		{"dark=next&back=/visit/who", "/visit/who", "text-0 dark"},
		{"dark=next&back=//evil.example", "/visit/purpose", "text-0\""},
	};
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	struct browser browser = new_browser(store);
	char code[PERSON_CODE];
	size_t i;

	person(store, code);
	come_in(&browser, "sv", code);
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		get(&browser, "/visit/purpose");
		post(&browser, "/visit/look", rows[i].said);
		if (strcmp(browser.at, rows[i].at) != 0 ||
			strstr(browser.page.at, rows[i].shows) == NULL)
			fail_msg("row %zu: at %s", i, browser.at);
	}
	str_finish(&browser.page);
	store_close(store);
}

/* Every page in every language, with a mark where the words are drafts. */
static void
test_languages__have_every_page(void **state)
{
	static const char *const pages[] = {"/visit/who", "/visit/purpose",
		"/visit/practice", "/visit/practice?value=not_understood",
		"/visit/item/health", "/visit/item/wage", "/visit/overview",
		"/visit/stop", "/visit/still"};
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_TRY);
	const char *language;
	size_t i, k;

	for (i = 0; (language = visits_language(visits, i)) != NULL; i++) {
		struct browser browser = new_browser(store);
		struct err err = {0};
		const struct tongue *tongue =
			visits_tongue(visits, language, &err);
		char code[PERSON_CODE];

		assert_non_null(tongue);
		person(store, code);
		start(&browser, language, code);
		for (k = 0; k < sizeof(pages) / sizeof(*pages); k++) {
			get(&browser, pages[k]);
			if (browser.status != 200)
				fail_msg("%s in %s: %d", pages[k], language,
					browser.status);
			assert_shows(&browser, tongue_is_rtl(tongue)
						       ? "dir=\"rtl\""
						       : "dir=\"ltr\"");
			if ((strstr(browser.page.at, "class=\"draft\"") !=
				    NULL) != tongue_is_draft(tongue))
				fail_msg("%s in %s: a draft or not", pages[k],
					language);
		}
		str_finish(&browser.page);
	}
	assert_int_equal(i, 16);
	store_close(store);
}

static int
load(void **state)
{
	struct err err = {0};

	(void)state;
	files = files_load(TEMPLATES, ".", &err);
	visits = visits_open(TEMPLATES, "skapa", &err);
	if (files == NULL || visits == NULL)
		print_error("%s\n", err.text);
	return files != NULL && visits != NULL ? 0 : -1;
}

static int
unload(void **state)
{
	(void)state;
	visits_close(visits);
	files_free(files);
	return 0;
}

/* Then also the right one is not looked up, until the while is over. */
static void
test_codes__are_not_tried_out(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	struct browser browser = new_browser(store);
	char code[PERSON_CODE];
	int i;

	person(store, code);
	browser.kiosk.now += VISIT_TRIES_S;
	for (i = 0; i < VISIT_TRIES; i++) {
		assert_null(strstr(browser.page.at, "V\xc3\xa4nta en stund"));
		come_in(&browser, "sv", "0000-0000");
	}
	assert_shows(&browser, "V\xc3\xa4nta en stund");
	assert_null(strstr(browser.page.at, "action=\"/visit/code\""));
	assert_shows(&browser, "/visit/no-code");
	browser.kiosk.now += VISIT_TRIES_S;
	come_in(&browser, "sv", code);
	assert_at(&browser, "/visit/purpose");
	str_finish(&browser.page);
	store_close(store);
}

/* Asked where there is a printer, after the answers are handed in. */
static void
test_copy__is_for_who_wants_it(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_WRITE);
	struct browser browser = new_browser(store);
	struct err err = {0};
	char code[PERSON_CODE];

	person(store, code);
	browser.kiosk.slips = slips_new("desk", &err);
	browser.kiosk.desk = desk_new(TEMPLATES, &err);
	browser.kiosk.now += 10 * VISIT_TRIES_S; /* behind other tests' */
	start(&browser, "ar", code);
	get(&browser, "/visit/copy");
	assert_int_equal(browser.status, 303);
	get(&browser, "/visit/item/health");
	str_copy(browser.at, sizeof(browser.at), "/visit/item/health");
	post(&browser, browser.at, "value=4");
	get(&browser, "/visit/overview");
	post(&browser, "/visit/finish", "");
	assert_at(&browser, "/visit/copy");
	assert_told(store, code, "4", true);
	post(&browser, "/visit/copy", "print=yes");
	assert_at(&browser, "/visit/thanks/ar/printed");
	assert_string_equal(browser.cookie, "");
	slips_free(browser.kiosk.slips);
	desk_free(browser.kiosk.desk);
	str_finish(&browser.page);
	store_close(store);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
		TEST(test_whole_way__is_kept_as_given),
		TEST(test_walk_in__is_nobody_before_yes),
		TEST(test_slip__has_the_code),
		TEST(test_code__says_why_not),
		TEST(test_keypad__types_without_script),
		TEST(test_left__is_parked_and_gone_on_with),
		TEST(test_dead_screen__is_parked_by_the_clock),
		TEST(test_stop__keeps_or_deletes),
		TEST(test_double_touch__is_one),
		TEST(test_look__comes_back_to_the_page),
		TEST(test_languages__have_every_page),
		TEST(test_codes__are_not_tried_out),
		TEST(test_copy__is_for_who_wants_it),
	};

	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests_name("visit_pages", tests, load, unload);
}
