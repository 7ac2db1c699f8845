/*
 * Whole meetings against the real server: 20 tablets, 8 seats on paper, two
 * interpreters, two who lead and three of their pages, while streams break,
 * tablets sleep, cards move, who leads goes away and the server is killed. No
 * answer may be lost or on another seat, no room may be stuck.
 *
 * ROOMS=500 for many (make soak), AT_ONCE=50 of them at a time, SEED=n for
 * others, FAULTS=0 for none (a bench: docs/performance.md), KILLS=n: the server
 * is killed in n of a thousand tenths of a second.
 */
#include "tests/room_guest.h"
#include "tests/stores.h"

#include "instrument/instrument.h"
#include "store/accounts.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define TABLETS 20
#define PAPERS 8
#define SEATS (TABLETS + PAPERS)
#define GUESTS 64
#define AT_ONCE 50	/* at most; ten unless told */
#define STUCK_MS 180000 /* at one place of the meeting */
#define START_MS 60000
#define SAMPLES 200000

struct hall {
	int number; /* from 1, the session's */
	char name[STORE_SESSION];
	char person[SEATS][PERSON_CODE];
	int64_t sheet[SEATS];
	struct guest_seat seats[TABLETS];
	struct guest guests[GUESTS];
	size_t n_guests, leader;
	char voice_cards[2][16];
	int told_rev[GUESTS], told_epoch[GUESTS];
	char at[40]; /* what who leads saw last, and since when */
	int64_t at_ms;
	bool is_closed;
	struct town *town;
};

struct town {
	const struct place *place;
	char program[128];
	pid_t pid;
	uint16_t port;
	int kills, faults;
	size_t commands; /* since the last kill */
	bool breaks;	 /* whether anything goes wrong */
	struct login {
		char cookie[96];	  /* good until the server is killed */
		const struct guest *asks; /* for another */
	} logins[2];			  /* of ab-1 and cd-2 */
	int64_t killed_ms, up_ms;
	struct hall halls[AT_ONCE];
	size_t n;
	int seen_ms[SAMPLES]; /* from a command to a tablet */
	size_t n_seen;
	int back_ms;	     /* the slowest tablet after a start */
	long most_kb, ticks; /* the last server's */
	int64_t took_ms;
};

static int
from_env(const char *name, int otherwise)
{
	const char *text = getenv(name);

	return text != NULL && text[0] != '\0' ? atoi(text) : otherwise;
}

static bool
one_in(int n)
{
	return rand() % n == 0;
}

/* ------------------------------------------------------------- the server */

/*
 * A port below those that the kernel gives to connections (32768 and up): while
 * the server is down after a kill, nobody else's connection, nor a guest's own
 * to this very port, may take it.
 */
static uint16_t
free_port(void)
{
	struct sockaddr_in at = {.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int i, s, status = -1;

	for (i = 0; i < 100 && status != 0; i++) {
		at.sin_port =
			htons((uint16_t)(20000 + (getpid() * 7 + i) % 12000));
		s = socket(AF_INET, SOCK_STREAM, 0);
		status = bind(s, (struct sockaddr *)&at, sizeof(at));
		close(s);
	}
	assert_int_equal(status, 0);
	return ntohs(at.sin_port);
}

static void
start_server(struct town *town)
{
	char listen[32], log[PLACE + 8];

	snprintf(listen, sizeof(listen), "127.0.0.1:%u", town->port);
	snprintf(log, sizeof(log), "%s/log", town->place->root);
	town->pid = fork();
	assert_true(town->pid >= 0);
	if (town->pid == 0) {
		const int fd = open(log, O_WRONLY | O_CREAT | O_APPEND, 0600);

		dup2(fd, 2);
		execl(town->program, town->program, "serve", "--store",
			town->place->path, "--listen", listen, (char *)NULL);
		_exit(127);
	}
}

/* A server that nobody killed is there still; if not, it has said why. */
static void
must_run(const struct town *town)
{
	char log[PLACE + 8], said[1024] = "";
	FILE *file;
	size_t n;
	int status;

	if (waitpid(town->pid, &status, WNOHANG) == 0)
		return;
	snprintf(log, sizeof(log), "%s/log", town->place->root);
	file = fopen(log, "r");
	if (file != NULL) {
		fseek(file, -(long)sizeof(said) + 1, SEEK_END);
		n = fread(said, 1, sizeof(said) - 1, file);
		said[n] = '\0';
		fclose(file);
	}
	fail_msg("the server has ended by itself (%d):\n%s", status, said);
}

/* A request that is waited for; its reply stays in caller. */
static int
say(struct town *town, struct caller *caller, const struct request *request)
{
	const int64_t until = now_ms() + START_MS;

	while (now_ms() < until) {
		struct pollfd fd;
		enum caller_state state;

		must_run(town);
		if (!caller_begin(caller, 1, town->port, request)) {
			usleep(10000);
			continue;
		}
		do {
			fd = (struct pollfd){
				caller->fd, caller_wants(caller), 0};
			caller->is_ready = poll(&fd, 1, 100) > 0;
			state = caller_turn(caller);
		} while (state == CALLER_BUSY && now_ms() < until);
		if (state == CALLER_DONE)
			return caller_status(caller);
		usleep(10000);
	}
	fail_msg("the server does not answer; see %s/log", town->place->root);
	return 0;
}

/* What the server has taken so far: kilobytes and hundredths of seconds. */
static void
measure(struct town *town)
{
	char path[64], line[256];
	long user = 0, system = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/status", (int)town->pid);
	file = fopen(path, "r");
	while (file != NULL && fgets(line, sizeof(line), file) != NULL)
		sscanf(line, "VmHWM: %ld", &town->most_kb);
	if (file != NULL)
		fclose(file);
	snprintf(path, sizeof(path), "/proc/%d/stat", (int)town->pid);
	file = fopen(path, "r");
	if (file != NULL) {
		if (fscanf(file,
			    "%*d %*s %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u "
			    "%*u %ld %ld",
			    &user, &system) == 2)
			town->ticks += user + system;
		fclose(file);
	}
}

static void
stop_server(struct town *town)
{
	int status;

	measure(town);
	kill(town->pid, SIGTERM);
	assert_int_equal(waitpid(town->pid, &status, 0), town->pid);
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		fail_msg("SIGTERM: the server ended with %d", status);
}

/* ------------------------------------------------------------- beforehand */

static void
make_session(struct store *store, struct hall *hall)
{
	static const char *const languages[] = {"ar", "ti", "sv", "so"};
	const uint16_t layout = put_layout(store);
	struct store_request sheets[SEATS] = {0}, none[SEATS] = {0};
	struct store_seat seats[SEATS] = {0};
	struct store_session session = {.date = DATE,
		.instrument = "skapa",
		.seats = seats,
		.n = SEATS};
	const struct store_session_request request = {
		.cover = {.layout_id = layout, .pages = 1},
		.sheets = sheets,
		.caseworker = none};
	struct err err = {0};
	int i;

	snprintf(hall->name, sizeof(hall->name), "Hall %d", hall->number);
	strcpy(session.name, hall->name);
	for (i = 0; i < SEATS; i++) {
		seats[i].number = i + 1;
		seats[i].steps = 5;
		strcpy(seats[i].level, "original");
		strcpy(seats[i].language, languages[i % 4]);
		if (i >= TABLETS)
			sheets[i] = (struct store_request){
				.layout_id = layout, .pages = 2};
	}
	assert_ok(store_session_issue(store, &session, &request, DATE, &err),
		&err);
	for (i = 0; i < SEATS; i++) {
		memcpy(hall->person[i], seats[i].person, PERSON_CODE);
		hall->sheet[i] = seats[i].sheet;
	}
}

/* Who leads makes the rooms, and the cards are printed. */
static void
open_halls(struct town *town)
{
	struct caller caller = {.fd = -1};
	char token[65], value[80], cookie[96], path[64], body[160];
	struct request r = {.method = "GET", .path = "/staff/in"};
	size_t i, j;

	say(town, &caller, &r);
	assert_true(caller_between(
		&caller, "name=\"token\" value=\"", '"', token, sizeof(token)));
	r = (struct request){.method = "POST",
		.path = "/staff/in",
		.token = token,
		.body = "name=ab-1&password=correct+horse+battery"};
	assert_int_equal(say(town, &caller, &r), 303);
	assert_true(caller_between(
		&caller, "skapa-staff=", ';', value, sizeof(value)));
	snprintf(cookie, sizeof(cookie), "skapa-staff=%s", value);
	town->logins[0] = (struct login){0};
	town->logins[1] = (struct login){0};
	strcpy(town->logins[0].cookie, cookie);
	r = (struct request){
		.method = "GET", .path = "/staff/rooms", .cookie = cookie};
	assert_int_equal(say(town, &caller, &r), 200);
	assert_true(caller_between(
		&caller, "name=\"token\" value=\"", '"', token, sizeof(token)));
	for (i = 0; i < town->n; i++) {
		struct hall *hall = &town->halls[i];
		const char *at;

		snprintf(body, sizeof(body), "session=Hall+%d", hall->number);
		r = (struct request){.method = "POST",
			.path = "/staff/rooms",
			.cookie = cookie,
			.token = token,
			.body = body};
		assert_int_equal(say(town, &caller, &r), 303);
		snprintf(path, sizeof(path), "/staff/rooms/%d/cards",
			hall->number);
		r = (struct request){
			.method = "GET", .path = path, .cookie = cookie};
		assert_int_equal(say(town, &caller, &r), 200);
		at = caller.in.at;
		for (j = 0; j < SEATS + 2; j++) {
			char *to = j < TABLETS ? hall->seats[j].card
				   : j < SEATS ? body
					       : hall->voice_cards[j - SEATS];

			at = strstr(at, "<code>");
			assert_non_null(at);
			at += 6;
			snprintf(to, 16, "%.11s", at);
		}
	}
	caller_end(&caller);
}

static struct guest *
add_guest(struct hall *hall, enum guest_kind kind, int64_t later_ms)
{
	struct guest *guest = &hall->guests[hall->n_guests++];

	assert_true(hall->n_guests <= GUESTS);
	*guest = (struct guest){.kind = kind,
		.from = 2 + hall->number % 200,
		.session = hall->number,
		.call = {.fd = -1},
		.stream = {.fd = -1},
		.next_ms = now_ms() + later_ms};
	return guest;
}

static struct guest *
add_tablet(struct hall *hall, size_t seat, int64_t later_ms)
{
	struct guest *guest = add_guest(hall, GUEST_SEAT, later_ms);

	guest->seat = &hall->seats[seat];
	guest->card = guest->seat->card;
	return guest;
}

static struct guest *
add_leader(struct hall *hall, const char *account)
{
	hall->leader = hall->n_guests;
	add_guest(hall, GUEST_LEADER, 0)->account = account;
	return &hall->guests[hall->leader];
}

static void
fill_hall(struct hall *hall)
{
	static const char *const values[] = {
		"1", "2", "3", "4", "5", "declined", "not_understood"};
	size_t i;
	int k;

	hall->n_guests = 0;
	for (i = 0; i < 3; i++)
		add_leader(hall, "ab-1");
	for (i = 0; i < 2; i++)
		add_guest(hall, GUEST_VOICE, 0)->card = hall->voice_cards[i];
	for (i = 0; i < TABLETS; i++) {
		for (k = 0; k < GUEST_ITEMS; k++)
			hall->seats[i].want[k] = values[rand() % 7];
		/* Some are late. */
		add_tablet(hall, i, one_in(6) ? 1500 : rand() % 200);
	}
}

/* ------------------------------------------------------------- the leader */

static bool
all_have(const struct hall *hall, int item)
{
	size_t i;

	for (i = 0; i < hall->n_guests; i++) {
		const struct guest *guest = &hall->guests[i];

		if (guest->kind == GUEST_SEAT && guest->place == GUEST_ON &&
			guest->sleeps_until == 0 &&
			(guest->seat->acked >> item & 1) == 0)
			return false;
	}
	return true;
}

static bool
all_finished(const struct hall *hall)
{
	size_t i;

	for (i = 0; i < TABLETS; i++) {
		if (hall->seats[i].acked != (1u << GUEST_ITEMS) - 1)
			return false;
	}
	return true;
}

/* Whether to go on from where it is. */
static bool
goes_on(const struct hall *hall, const struct guest *leader, int64_t for_ms)
{
	if (strcmp(leader->state, "lobby") == 0)
		return for_ms > 400;
	if (strcmp(leader->state, "wrap_up") == 0)
		return all_finished(hall) || for_ms > 20000;
	if (strcmp(leader->state, "item") != 0)
		return true;
	if (strcmp(leader->phase, "explain") == 0)
		return for_ms > 300;
	if (strcmp(leader->phase, "open") == 0)
		return all_have(hall, leader->at_item) || for_ms > 400;
	return for_ms > 20;
}

static void
lead(struct hall *hall, int64_t now)
{
	struct guest *leader = &hall->guests[hall->leader];
	char at[40];

	if (leader->place != GUEST_ON || leader->verb != NULL ||
		leader->rev < leader->verb_rev || leader->state[0] == '\0') {
		/* A command that was lost is not waited for. */
		if (now > leader->verb_ms + 1500)
			leader->verb_rev = 0;
		return;
	}
	snprintf(at, sizeof(at), "%s %s %d", leader->state, leader->phase,
		leader->at_item);
	if (strcmp(at, hall->at) != 0) {
		strcpy(hall->at, at);
		hall->at_ms = now;
	}
	if (strcmp(leader->state, "closed") == 0)
		hall->is_closed = true;
	else if (!leader->leads)
		leader->verb = "take";
	else if (leader->is_paused)
		leader->verb = "resume";
	else if (goes_on(hall, leader, now - hall->at_ms))
		leader->verb = !hall->town->breaks ? "next"
			       : one_in(40)	   ? "pause"
			       : one_in(40)	   ? "back"
			       : one_in(80)	   ? "abort"
						   : "next";
	/* Nothing can be paused or gone back from before it begins. */
	if (leader->verb != NULL && strcmp(leader->state, "draft") == 0 &&
		leader->leads)
		leader->verb = "next";
	hall->town->commands += leader->verb != NULL;
}

/* ------------------------------------------------------------- what breaks */

static void
break_something(struct hall *hall, int64_t now)
{
	struct guest *guest = &hall->guests[(size_t)rand() % hall->n_guests];

	hall->town->faults++;
	switch (rand() % 4) {
	case 0:
		guest_drop(guest);
		guest->next_ms = now + 300 + rand() % 600;
		break;
	case 1:
		guest->sleeps_until = now + 200 + rand() % 1500;
		break;
	case 2:
		if (guest->kind != GUEST_SEAT || guest->place > GUEST_ON ||
			hall->n_guests >= GUESTS - 4)
			break;
		/* The tablet has died, or two have one card. */
		add_tablet(hall, (size_t)(guest->seat - hall->seats),
			rand() % 300);
		if (one_in(2))
			guest_end(guest);
		break;
	default:
		if (!one_in(4) || hall->n_guests >= GUESTS - 4)
			break;
		guest_end(&hall->guests[hall->leader]);
		add_leader(hall, one_in(2) ? "ab-1" : "cd-2");
	}
}

static void
kill_server(struct town *town)
{
	int status;

	kill(town->pid, SIGKILL);
	waitpid(town->pid, &status, 0);
	town->kills++;
	town->commands = 0;
	start_server(town);
	town->up_ms = 0;
	town->killed_ms = now_ms();
}

/* ------------------------------------------------------------- one evening */

static void
told(struct guest *guest, void *data)
{
	struct hall *hall = data;
	struct town *town = hall->town;
	const struct guest *leader = &hall->guests[hall->leader];
	const size_t i = (size_t)(guest - hall->guests);
	const int64_t now = now_ms();

	if (hall->told_epoch[i] != 0 && guest->epoch > hall->told_epoch[i] &&
		town->up_ms != 0 && guest->kind == GUEST_SEAT &&
		guest->listen_ms < town->up_ms + 1600 &&
		now - town->up_ms > town->back_ms)
		town->back_ms = (int)(now - town->up_ms);
	hall->told_epoch[i] = guest->epoch;
	if (guest->rev == leader->verb_rev && guest->rev > hall->told_rev[i] &&
		guest->listen_ms < leader->verb_ms &&
		town->killed_ms < leader->verb_ms && town->n_seen < SAMPLES)
		town->seen_ms[town->n_seen++] = (int)(now - leader->verb_ms);
	hall->told_rev[i] = guest->rev;
}

static void
wait_for_any(struct town *town)
{
	static struct pollfd fds[2 * AT_ONCE * GUESTS];
	static struct caller *callers[2 * AT_ONCE * GUESTS];
	nfds_t n = 0;
	size_t i, j;
	int k;

	for (i = 0; i < town->n; i++) {
		for (j = 0; j < town->halls[i].n_guests; j++) {
			struct guest *g = &town->halls[i].guests[j];

			for (k = 0; k < 2 && g->sleeps_until == 0; k++) {
				callers[n] = k == 0 ? &g->call : &g->stream;
				if (callers[n]->fd < 0)
					continue;
				fds[n] = (struct pollfd){callers[n]->fd,
					caller_wants(callers[n]), 0};
				n++;
			}
		}
	}
	poll(fds, n, 10);
	while (n-- > 0)
		callers[n]->is_ready = fds[n].revents != 0;
}

/*
 * Tries of passwords are counted (kiosk/logins.h), so an account logs in once
 * for its pages in all rooms; they wait for it meanwhile.
 */
static void
turn_login(struct town *town, struct guest *guest, int64_t now)
{
	struct login *login =
		&town->logins[strcmp(guest->account, "ab-1") != 0];
	const struct guest *asks = login->asks;

	if (asks == guest && guest->place == GUEST_IN) {
		strcpy(login->cookie, guest->cookie);
		login->asks = NULL;
	}
	if (guest->place > GUEST_FORM)
		return;
	if (strcmp(guest->cookie, login->cookie) != 0) {
		guest_drop(guest);
		strcpy(guest->cookie, login->cookie);
		guest->place = GUEST_IN;
	} else if (asks == NULL || asks == guest || asks->place > GUEST_FORM) {
		login->asks = guest;
	} else {
		guest->next_ms = now + 100;
	}
}

static bool
turn_hall(struct hall *hall, int64_t now)
{
	size_t j;

	for (j = 0; j < hall->n_guests; j++) {
		struct guest *guest = &hall->guests[j];

		if (guest->kind == GUEST_LEADER)
			turn_login(hall->town, guest, now);
		guest_turn(guest, hall->town->port, now, told, hall);
		if (guest->wrong[0] != '\0')
			fail_msg("%s, seat %ld: %s", hall->name,
				guest->seat != NULL
					? (long)(guest->seat - hall->seats) + 1
					: 0L,
				guest->wrong);
	}
	lead(hall, now);
	return hall->is_closed;
}

/* The server answers again. */
static void
look_for_server(struct town *town, int64_t now)
{
	struct caller caller = {.fd = -1};
	const struct request r = {.method = "GET", .path = "/room"};
	struct pollfd fd;

	if (town->up_ms != 0)
		return;
	if (caller_begin(&caller, 1, town->port, &r)) {
		fd = (struct pollfd){caller.fd, POLLOUT, 0};
		caller.is_ready = poll(&fd, 1, 5) > 0;
		caller_turn(&caller);
		if (caller.sent > 0)
			town->up_ms = now;
	}
	caller_end(&caller);
}

static void
run_halls(struct town *town, int kills_permille)
{
	const int64_t begun = now_ms();
	int64_t last = begun;
	size_t i, closed = 0;

	while (closed < town->n) {
		const int64_t now = now_ms();

		wait_for_any(town);
		look_for_server(town, now);
		closed = 0;
		for (i = 0; i < town->n; i++)
			closed += turn_hall(&town->halls[i], now);
		if (now < last + 100)
			continue;
		last = now;
		must_run(town);
		for (i = 0; i < town->n; i++) {
			if (town->breaks && one_in(5))
				break_something(&town->halls[i], now);
		}
		/* On a slow machine too they come somewhere between two. */
		if (rand() % 1000 < kills_permille && town->up_ms != 0 &&
			town->commands >= town->n)
			kill_server(town);
		for (i = 0; i < town->n; i++) {
			const struct hall *hall = &town->halls[i];

			if (!hall->is_closed &&
				now > STUCK_MS + (hall->at_ms > begun
								 ? hall->at_ms
								 : begun))
				fail_msg("%s is stuck at %s",
					town->halls[i].name, town->halls[i].at);
		}
	}
	town->took_ms += now_ms() - begun;
	for (i = 0; i < town->n; i++) {
		struct hall *hall = &town->halls[i];

		while (hall->n_guests > 0)
			guest_end(&hall->guests[--hall->n_guests]);
	}
}

/* ------------------------------------------------------------- afterwards */

struct look {
	const struct hall *hall;
	const struct instrument *instrument;
	int seat;
	unsigned found;
	int on_paper;
};

static bool
look_at(const struct store_answer *answer, void *data, struct err *err)
{
	struct look *look = data;
	const struct guest_seat *seat;
	char value[16];
	int i;

	(void)err;
	if (look->seat >= TABLETS) {
		look->on_paper++;
		if (answer->sheet != look->hall->sheet[look->seat])
			fail_msg("%s, seat %d: an answer of another sheet",
				look->hall->name, look->seat + 1);
		return true;
	}
	seat = &look->hall->seats[look->seat];
	for (i = 0; i < GUEST_ITEMS; i++) {
		if (strcmp(look->instrument->items[i].key, answer->item) == 0)
			break;
	}
	if (answer->status == ANSWER_ANSWERED)
		snprintf(value, sizeof(value), "%d", answer->value);
	else
		snprintf(value, sizeof(value), "%s",
			answer_status_word(answer->status));
	if (i == GUEST_ITEMS || (seat->tried >> i & 1) == 0 ||
		strcmp(seat->want[i], value) != 0)
		fail_msg("%s, seat %d has %s of %s that was never given there",
			look->hall->name, look->seat + 1, value, answer->item);
	look->found |= 1u << i;
	return true;
}

/* What was said to be kept is there, and nothing else. */
static size_t
check_hall(struct store *store, const struct hall *hall,
	const struct instrument *instrument)
{
	struct look look = {.hall = hall, .instrument = instrument};
	struct err err = {0};
	size_t n = 0;

	for (look.seat = 0; look.seat < SEATS; look.seat++) {
		look.found = 0;
		look.on_paper = 0;
		assert_ok(store_answers(store, hall->person[look.seat], look_at,
				  &look, &err),
			&err);
		if (look.seat >= TABLETS) {
			assert_int_equal(look.on_paper, 3);
			continue;
		}
		if ((hall->seats[look.seat].acked & ~look.found) != 0)
			fail_msg("%s, seat %d: answers %x are lost", hall->name,
				look.seat + 1,
				hall->seats[look.seat].acked & ~look.found);
		n += (size_t)__builtin_popcount(look.found);
	}
	return n;
}

/* The papers are scanned when everybody has gone. */
static void
scan_papers(struct store *store, const struct hall *hall)
{
	struct store_page pages[LAYOUT_PAGES];
	struct reading reading;
	struct err err = {0};
	size_t n;
	int i;

	for (i = TABLETS; i < SEATS; i++) {
		assert_ok(store_sheet_pages(
				  store, hall->sheet[i], pages, &n, &err),
			&err);
		assert_string_equal(pages[0].session, hall->name);
		make_reading(&reading, &pages[0], "3d5");
		keep(store, 1000 * hall->number + i, &reading);
		assert_ok(store_file(store, &reading, DATE, &err), &err);
		assert_int_equal(reading.status, READING_FILED);
	}
}

static int
by_number(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

static void
open_store_for(struct town *town, int first)
{
	struct store *store = must_open(town->place->path, STORE_WRITE);
	struct err err = {0};
	size_t i;

	if (first == 1) {
		assert_ok(store_account_add(store, "ab-1", ROLE_CASEWORKER,
				  NULL, "correct horse battery", &err),
			&err);
		assert_ok(store_account_add(store, "cd-2", ROLE_RECEPTION, NULL,
				  "correct horse battery", &err),
			&err);
	}
	for (i = 0; i < town->n; i++) {
		town->halls[i] =
			(struct hall){.number = first + (int)i, .town = town};
		make_session(store, &town->halls[i]);
	}
	store_close(store);
}

static size_t
one_evening(struct town *town, int first, const struct instrument *instrument)
{
	struct store *store;
	size_t i, answers = 0;

	open_store_for(town, first);
	start_server(town);
	open_halls(town);
	town->up_ms = now_ms();
	for (i = 0; i < town->n; i++)
		fill_hall(&town->halls[i]);
	run_halls(town, from_env("KILLS", 8));
	stop_server(town);
	store = must_open(town->place->path, STORE_WRITE);
	for (i = 0; i < town->n; i++) {
		scan_papers(store, &town->halls[i]);
		answers += check_hall(store, &town->halls[i], instrument);
	}
	store_close(store);
	return answers;
}

static void
test_rooms__lose_nothing(void **state)
{
	static struct town town;
	const char *b = getenv("B");
	const int rooms = from_env("ROOMS", 20),
		  at_once = from_env("AT_ONCE", 10);
	struct rlimit files;
	struct instrument *instrument;
	struct err err = {0};
	size_t answers = 0, asked;
	int first, p99;

	assert_in_range(at_once, 1, AT_ONCE);
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &files), 0);
	files.rlim_cur = files.rlim_max < 8192 ? files.rlim_max : 8192;
	setrlimit(RLIMIT_NOFILE, &files);
	srand((unsigned)from_env("SEED", 7));
	town.place = *state;
	town.breaks = from_env("FAULTS", 1) != 0;
	town.port = free_port();
	snprintf(town.program, sizeof(town.program), "%s/skapa-kiosk",
		b != NULL ? b : "build");
	instrument = instrument_load("templates", "skapa", &err);
	assert_non_null(instrument);
	for (first = 1; first <= rooms; first += at_once) {
		town.n =
			(size_t)(rooms - first + 1 < at_once ? rooms - first + 1
							     : at_once);
		answers += one_evening(&town, first, instrument);
	}
	instrument_free(instrument);
	qsort(town.seen_ms, town.n_seen, sizeof(int), by_number);
	assert_true(town.n_seen > 100);
	p99 = town.seen_ms[town.n_seen * 99 / 100];
	asked = (size_t)rooms * TABLETS * GUEST_ITEMS;
	print_message("%d meetings, %zu of %zu answers, %d faults, %d kills; a "
		      "command is seen in %d ms (median), %d ms (99 of 100); "
		      "after a start all are back in %d ms; %lld s, the server "
		      "%.1f s of processor time and %ld MB at most\n",
		rooms, answers, asked, town.faults, town.kills,
		town.seen_ms[town.n_seen / 2], p99, town.back_ms,
		(long long)town.took_ms / 1000,
		(double)town.ticks / (double)sysconf(_SC_CLK_TCK),
		town.most_kb / 1024);
	/* Nearly everybody is there to the end. */
	assert_true(answers * 100 > asked * 90);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_rooms__lose_nothing, setup, teardown),
	};

	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests_name("room_live", tests, NULL, NULL);
}
