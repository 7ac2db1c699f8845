/*
 * The staff's pages of a meeting: who is here and how long it takes, for who
 * leads it; the talk afterwards, on the screen and as pdftotext reads it, with
 * questions that five and more did not understand, and with remarks for who
 * reviews the words; the report, with answers that came a day too late.
 */
#include "tests/at_gate.h"

#include "instrument/instrument.h"
#include "kiosk/logins.h"
#include "store/occasions.h"

#define NAME "Grupp 4"
#define ADDRESS "/staff/rooms/2"
#define ARABIC 7
#define SEATS 10 /* the rest Tigrinya */

static void
seat_people(struct at_gate *gate, struct store_seat seats[SEATS])
{
	const struct store_request none[SEATS] = {0};
	struct store_session session = {.name = NAME,
		.date = DATE,
		.instrument = "skapa",
		.seats = seats,
		.n = SEATS};
	struct store_session_request request = {
		.sheets = none, .caseworker = none};
	struct store *store = gate->kiosk.store;
	struct err err = {0};
	int i;

	for (i = 0; i < SEATS; i++) {
		seats[i] = (struct store_seat){
			.number = i + 1, .steps = 5, .level = "original"};
		strcpy(seats[i].language, i < ARABIC ? "ar" : "ti");
	}
	request.cover = (struct store_request){
		.layout_id = put_layout(store), .pages = 1};
	assert_ok(store_session_issue(store, &session, &request, DATE, &err),
		&err);
}

static void
put(struct at_gate *gate, int64_t occasion, const char *item, const char *once,
	bool is_late, enum answer_status status)
{
	const struct store_actor kiosk = {
		"kiosk", ROLE_RECEPTION, gate->kiosk.now};
	struct store_put answer = {.top = 5, .status = status};
	struct store *store = gate->kiosk.store;
	struct err err = {0};

	store_act_as(store, &kiosk);
	strcpy(answer.item, item);
	strcpy(answer.once, once);
	assert_ok(is_late ? store_answer_late(store, occasion, &answer, &err)
			  : store_answer_put(store, occasion, &answer, &err),
		&err);
}

/* Everybody has answered the first item; so many of them not understood. */
static struct live *
hold_meeting(struct at_gate *gate, int unclear)
{
	struct store_seat seats[SEATS];
	struct live *live;
	struct room *room;
	struct err err = {0};
	int i;

	seat_people(gate, seats);
	assert_ok(rooms_make(&gate->kiosk, NAME, &live, &err), &err);
	rooms_round(&gate->kiosk, true);
	room = rooms_change(live, ROOMS_ALL);
	room->state = ROOM_ITEM;
	for (i = 0; i < SEATS; i++) {
		struct store_occasion occasion = {.steps = 5,
			.instrument = "skapa",
			.version = "1",
			.level = "original",
			.date = DATE,
			.mode = MODE_KIOSK,
			.session = NAME};

		memcpy(occasion.person, live->seats[i].person, PERSON_CODE);
		strcpy(occasion.language, live->seats[i].language);
		assert_ok(store_occasion_open(gate->kiosk.store, &occasion,
				  &room->seats[i].occasion, &err),
			&err);
		put(gate, room->seats[i].occasion, live->items[0]->key, "1",
			false,
			i < unclear ? ANSWER_NOT_UNDERSTOOD : ANSWER_DECLINED);
		room_answered(room, (size_t)i, 0);
	}
	assert_ok(rooms_keep(&gate->kiosk, live, &err), &err);
	rooms_round(&gate->kiosk, true);
	return live;
}

static void
end_meeting(struct at_gate *gate, struct live *live)
{
	struct room *room = rooms_change(live, ROOMS_ALL);
	struct err err = {0};

	room->state = ROOM_CLOSED;
	room->closed_at = gate->kiosk.now;
	room->took_s[0] = 240;
	assert_ok(rooms_keep(&gate->kiosk, live, &err), &err);
	rooms_round(&gate->kiosk, true);
}

/* What somebody of a role is told; form NULL: a page is asked for. */
static void
ask_as(struct at_gate *gate, enum store_role role, const char *path,
	const char *form, struct str *page)
{
	char cookie[128], token[TOKEN];
	struct comes comes = {
		.site = "same-origin", .cookie = cookie, .token = token};
	struct http_request request = {
		.method = form != NULL ? HTTP_POST : HTTP_GET,
		.address = "127.0.0.1",
		.header = gate_header,
		.inside = &comes};
	struct http_reply reply = {0};
	struct err err = {0};

	gate_log_in(gate, role, cookie, token);
	str_copy(request.path, sizeof(request.path), path);
	if (form != NULL)
		assert_ok(form_read(form, strlen(form), &request.form, &err),
			&err);
	gate_send(gate, &request, &reply);
	if (reply.status != (form != NULL ? 303 : 0))
		fail_msg("%s: %d", path, reply.status);
	str_finish(page);
	*page = reply.body;
	reply.body = (struct str){0};
	http_reply_finish(&reply);
	form_finish(&request.form);
}

/* A page as who leads gets it. */
static void
get(struct at_gate *gate, const char *path, struct str *page)
{
	ask_as(gate, ROLE_CASEWORKER, path, NULL, page);
}

static void
must_have(const struct str *page, const char *words, bool has)
{
	const char *main = strstr(page->at, "<main");

	if ((strstr(page->at, words) != NULL) != has)
		fail_msg("%s \"%s\": %.1500s", has ? "lacks" : "has", words,
			main != NULL ? main : page->at);
}

/* What pdftotext reads in it, once qpdf has nothing against it. */
static void
read_pdf(const struct at_gate *gate, const struct str *pdf, struct str *text)
{
	char path[160], command[400], line[256];
	FILE *pipe;

	snprintf(path, sizeof(path), "%s/debrief.pdf", gate->place->root);
	write_file(path, pdf->at, pdf->len);
	snprintf(command, sizeof(command),
		"qpdf --check %s >/dev/null && pdftotext -layout %s -", path,
		path);
	pipe = popen(command, "r");
	assert_non_null(pipe);
	while (fgets(line, sizeof(line), pipe) != NULL)
		str_add(text, line);
	assert_int_equal(pclose(pipe), 0);
}

static void
test_debrief__says_what_five_did_not_understand(void **state)
{
	struct at_gate *gate = *state;
	struct live *live = hold_meeting(gate, 6);
	struct str page = {0}, text = {0};

	get(gate, ADDRESS "/debrief", &page);
	must_have(&page, "Det visas när träffen är slut.", true);
	must_have(&page, "<td class=\"n\">6</td>", false);
	get(gate, ADDRESS "/debrief/print", &page);
	read_pdf(gate, &page, &text);
	must_have(&text, "Det visas när träffen är slut.", true);
	must_have(&text, "förstod inte", false);
	str_finish(&text);

	end_meeting(gate, live);
	get(gate, ADDRESS "/debrief", &page);
	must_have(&page, "<td>arabiska</td><td class=\"n\">6</td>", true);
	must_have(&page, "<td>alla språk</td><td class=\"n\">6</td>", true);
	must_have(&page, "tigrinska</td>", false);
	get(gate, ADDRESS "/debrief/print", &page);
	read_pdf(gate, &page, &text);
	must_have(&text, "Efterprat: Grupp 4, " DATE, true);
	must_have(&text, "arabiska: 6 förstod inte", true);
	must_have(&text, "alla språk: 6 förstod inte", true);
	must_have(&text, "tigrinska", false);
	must_have(&text, "Ingen fråga som fem", false);
	must_have(&text, " 4 min", true);
	str_finish(&text);
	str_finish(&page);
}

static void
test_debrief__says_nothing_of_four(void **state)
{
	struct at_gate *gate = *state;
	struct str page = {0}, text = {0};

	end_meeting(gate, hold_meeting(gate, 4));
	get(gate, ADDRESS "/debrief/print", &page);
	read_pdf(gate, &page, &text);
	must_have(&text, "Ingen fråga som fem eller fler", true);
	must_have(&text, "arabiska", false);
	str_finish(&text);
	str_finish(&page);
}

/* What came a day too late is counted by seat, until a person has decided. */
static void
test_report__counts_what_came_late(void **state)
{
	struct at_gate *gate = *state;
	struct live *live = hold_meeting(gate, 0);
	char items[3][ITEM_KEY];
	int64_t occasions[SEATS];
	struct str page = {0};
	struct err err = {0};
	size_t i;

	for (i = 0; i < 3; i++)
		memcpy(items[i], live->items[i]->key, ITEM_KEY);
	for (i = 0; i < SEATS; i++)
		occasions[i] = live->room.seats[i].occasion;
	end_meeting(gate, live);
	gate->kiosk.now += ROOM_LATE_S + 1;
	assert_ok(rooms_tick(&gate->kiosk, gate->kiosk.now, &err), &err);
	assert_null(rooms_at(gate->kiosk.rooms, 2));
	get(gate, ADDRESS "/report", &page);
	must_have(&page, "0 av 10 platser är klara. 0 väntar på granskning, 10",
		true);

	put(gate, occasions[0], items[1], "2", true, ANSWER_DECLINED);
	put(gate, occasions[0], items[2], "3", true, ANSWER_DECLINED);
	put(gate, occasions[9], items[1], "2", true, ANSWER_DECLINED);
	get(gate, ADDRESS "/report", &page);
	must_have(&page, "0 av 10 platser är klara. 2 väntar på granskning, 8",
		true);
	must_have(&page,
		"<td class=\"n\">1</td><td>arabiska</td><td>platta</td>"
		"<th>2 svar väntar på granskning</th>",
		true);
	must_have(&page,
		"<td class=\"n\">10</td><td>tigrinska</td><td>platta</td>"
		"<th>1 svar väntar på granskning</th>",
		true);
	must_have(&page,
		"<td class=\"n\">2</td><td>arabiska</td><td>platta</td>"
		"<th>10 frågor saknar svar</th>",
		true);
	str_finish(&page);
}

static void
test_remark__reaches_who_reviews_the_words(void **state)
{
	static const char remark[] = ADDRESS "/debrief/remark";
	static const struct {
		enum store_role role;
		const char *path;
		bool has;
	} rows[] = {
		{ROLE_INTERPRETER, "/staff/wording", true},
		{ROLE_INTERPRETER, "/staff/wording/ti/skapa", true},
		{ROLE_INTERPRETER, "/staff/wording/ar/skapa", false},
		{ROLE_CASEWORKER, "/staff/wording", true},
		{ROLE_AUDITOR, "/staff/wording", false},
	};
	struct at_gate *gate = *state;
	struct str page = {0};
	size_t i;

	end_meeting(gate, hold_meeting(gate, 0));
	ask_as(gate, ROLE_CASEWORKER, remark,
		"kind=wording&language=ti&item=health&text=ett+bättre+ord",
		&page);
	ask_as(gate, ROLE_CASEWORKER, remark,
		"kind=debrief&text=mer+tid+till+paus", &page);
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		ask_as(gate, rows[i].role, rows[i].path, NULL, &page);
		must_have(&page, "ett bättre ord", rows[i].has);
		must_have(&page, "mer tid till paus", false);
	}
	ask_as(gate, ROLE_CASEWORKER, ADDRESS "/debrief/settle", "number=1",
		&page);
	ask_as(gate, ROLE_INTERPRETER, "/staff/wording", NULL, &page);
	must_have(&page, "ett bättre ord", false);
	str_finish(&page);
}

/* Seats by number, who is away, time that is left; no name and no answer. */
static void
test_lead__says_who_is_here_and_how_long(void **state)
{
	static const struct {
		int after_s, more_s; /* since it was asked; added */
		const char *left;
	} rows[] = {
		{0, 0, "Kvar: 5 min."},
		{61, 0, "Kvar: 4 min."},
		{61, ROOM_EXTEND_S, "Kvar: 5 min."},
		{301, 0, "Tiden är slut; ni väljer när ni går vidare."},
	};
	struct at_gate *gate = *state;
	struct live *live = hold_meeting(gate, 3);
	struct room *room = &live->room;
	struct str page = {0};
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		/* Logging in takes a second of this clock. */
		room->item_since = gate->kiosk.now + 1 - rows[i].after_s;
		room->item_s = ROOM_ITEM_S + rows[i].more_s;
		get(gate, ADDRESS, &page);
		must_have(&page, rows[i].left, true);
	}
	room->phase = ROOM_OPEN;
	room->seats[0].presence = room->seats[1].presence = SEAT_PRESENT;
	room->seats[0].seen = gate->kiosk.now;
	room->seats[1].seen = gate->kiosk.now - ROOM_AWAY_S;
	room->seats[2].presence = SEAT_PRESENT;
	room->seats[2].seen = gate->kiosk.now;
	room->seats[2].answered = 0;
	room->seats[3].mode = SEAT_PAPER;
	get(gate, ADDRESS, &page);
	must_have(&page, "<strong>1 av 2</strong> plattor har svarat.", true);
	must_have(&page, " 1 svarar på papper.", true);
	must_have(&page,
		"<strong>1</strong> arabiska, här, 1 av 11 svar, har svarat nu",
		true);
	must_have(&page,
		"<strong>2</strong> arabiska, borta en stund, 1 av 11 svar",
		true);
	must_have(
		&page, "<strong>3</strong> arabiska, här, 0 av 11 svar<", true);
	must_have(&page, "<strong>4</strong> arabiska, papper", true);
	must_have(&page, "<strong>5</strong> arabiska, väntas", true);
	for (i = 0; i < SEATS; i++)
		must_have(&page, live->seats[i].person, false);
	must_have(&page, "förstod", false);
	must_have(&page, "not_understood", false);
	str_finish(&page);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, at_gate_make, at_gate_unmake)
		TEST(test_lead__says_who_is_here_and_how_long),
		TEST(test_debrief__says_what_five_did_not_understand),
		TEST(test_debrief__says_nothing_of_four),
		TEST(test_remark__reaches_who_reviews_the_words),
		TEST(test_report__counts_what_came_late),
	};

	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests_name("room_after", tests, NULL, NULL);
}
