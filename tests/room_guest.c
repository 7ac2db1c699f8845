#include "tests/room_guest.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CALL_MS 5000
#define SILENT_MS 12000

enum {
	CALL_NONE,
	CALL_FORM,
	CALL_CARD,
	CALL_PAGE,
	CALL_ANSWER,
	CALL_BEAT,
	CALL_DONE,
	CALL_READY,
	CALL_VERB
};

static const char *const names[] = {"skapa-seat", "skapa-voice", "skapa-staff"};

static void
call(struct guest *guest, uint16_t port, int is, const char *method,
	const char *path, const char *body)
{
	const struct request request = {.method = method,
		.path = path,
		.cookie = guest->place >= GUEST_IN ? guest->cookie : NULL,
		.token = guest->token,
		.accept = is == CALL_VERB ? "application/json" : NULL,
		.body = body};

	guest->call_is = is;
	if (!caller_begin(&guest->call, guest->from, port, &request))
		guest->call_is = CALL_NONE;
}

static void
path_of(const struct guest *guest, const char *what, char path[64])
{
	if (guest->kind == GUEST_LEADER)
		snprintf(path, 64, "/staff/rooms/%d%s", guest->session, what);
	else
		snprintf(path, 64, "/room/%s%s",
			guest->kind == GUEST_SEAT ? "seat" : "voice", what);
}

/* The next item that the person would answer now; -1: none. */
static int
next_item(const struct guest *guest)
{
	const unsigned acked = guest->seat->acked;
	int i;

	if (guest->is_paused)
		return -1;
	if (strcmp(guest->state, "item") == 0 &&
		strcmp(guest->phase, "explain") != 0)
		return (acked >> guest->at_item & 1) == 0 ? guest->at_item : -1;
	for (i = 0; strcmp(guest->state, "wrap_up") == 0 && i < GUEST_ITEMS;
		i++) {
		if ((acked >> i & 1) == 0)
			return i;
	}
	return -1;
}

static void
answer(struct guest *guest, uint16_t port, int item)
{
	static int number;
	char body[160];

	guest->item = item;
	guest->seat->tried |= 1u << item;
	number++;
	snprintf(body, sizeof(body), "item=%d&value=%s&once=%d-%p&seq=%lld",
		item, guest->seat->want[item], number, (void *)guest,
		(long long)now_ms());
	call(guest, port, CALL_ANSWER, "PUT", "/room/seat/answer", body);
}

static void
say_verb(struct guest *guest, uint16_t port, int64_t now)
{
	char body[80], path[64];

	path_of(guest, "/do", path);
	snprintf(body, sizeof(body), "verb=%s&rev=%d", guest->verb, guest->rev);
	guest->verb_rev = guest->rev + 1;
	guest->verb_ms = now;
	guest->verb = NULL;
	call(guest, port, CALL_VERB, "POST", path, body);
}

/* What is next to be said, when nothing is on its way. */
static void
speak(struct guest *guest, uint16_t port, int64_t now)
{
	char path[64], body[160];
	int item;

	switch (guest->place) {
	case GUEST_OUT:
		guest->token[0] = '\0';
		call(guest, port, CALL_FORM, "GET",
			guest->kind == GUEST_LEADER ? "/staff/in" : "/room",
			NULL);
		return;
	case GUEST_FORM:
		if (guest->kind == GUEST_LEADER)
			snprintf(body, sizeof(body),
				"name=%s&password=correct+horse+battery",
				guest->account);
		else
			snprintf(body, sizeof(body), "card=%s", guest->card);
		call(guest, port, CALL_CARD, "POST",
			guest->kind == GUEST_LEADER ? "/staff/in"
						    : "/room/card",
			body);
		return;
	case GUEST_IN:
		path_of(guest, "", path);
		call(guest, port, CALL_PAGE, "GET", path, NULL);
		return;
	case GUEST_ON:
		break;
	default:
		return;
	}
	if (guest->verb != NULL) {
		say_verb(guest, port, now);
		return;
	}
	item = guest->kind == GUEST_SEAT ? next_item(guest) : -1;
	if (item >= 0) {
		answer(guest, port, item);
	} else if (guest->owes_beat) {
		guest->owes_beat = false;
		path_of(guest, "/here", path);
		call(guest, port, CALL_BEAT, "POST", path, NULL);
	} else if (guest->kind == GUEST_SEAT &&
		   strcmp(guest->state, "wrap_up") == 0) {
		call(guest, port, CALL_DONE, "POST", "/room/seat/done", NULL);
	} else if (guest->kind == GUEST_VOICE && !guest->is_ready &&
		   !guest->is_paused && strcmp(guest->state, "item") == 0 &&
		   strcmp(guest->phase, "explain") == 0) {
		snprintf(body, sizeof(body), "item=%d", guest->at_item);
		guest->is_ready = true;
		call(guest, port, CALL_READY, "POST", "/room/voice/ready",
			body);
	}
}

static void
wrong(struct guest *guest, const char *what)
{
	if (guest->wrong[0] == '\0')
		snprintf(guest->wrong, sizeof(guest->wrong),
			"%s: status %d at call %d", what,
			caller_status(&guest->call), guest->call_is);
}

static void
got_cookie(struct guest *guest)
{
	char value[80], before[40];

	snprintf(before, sizeof(before), "%s=", names[guest->kind]);
	if (!caller_between(&guest->call, before, ';', value, sizeof(value))) {
		/* A seat that is done takes no card. */
		guest->place =
			guest->kind == GUEST_SEAT ? GUEST_FINISHED : GUEST_OUT;
		return;
	}
	snprintf(guest->cookie, sizeof(guest->cookie), "%s=%s",
		names[guest->kind], value);
	guest->place = GUEST_IN;
}

/* Sent away: a login that the server has forgotten, a card elsewhere. */
static void
sent_away(struct guest *guest)
{
	caller_end(&guest->stream);
	guest->place = guest->kind == GUEST_SEAT ? GUEST_MOVED : GUEST_OUT;
}

static bool
is_sent_away(const struct guest *guest)
{
	char to[64];

	if (caller_status(&guest->call) != 303 ||
		!caller_between(
			&guest->call, "Location: ", '\r', to, sizeof(to)))
		return false;
	return strcmp(to, "/room") == 0 || strncmp(to, "/staff/in", 9) == 0;
}

/* A reply has come whole. */
static void
hear_reply(struct guest *guest)
{
	const int status = caller_status(&guest->call);
	const int is = guest->call_is;

	guest->call_is = CALL_NONE;
	if (is > CALL_CARD && is_sent_away(guest)) {
		sent_away(guest);
	} else if (status >= 500 || status == 404) {
		guest->call_is = is;
		wrong(guest, "a reply");
		guest->call_is = CALL_NONE;
	} else if (is == CALL_FORM) {
		if (caller_between(&guest->call, "name=\"token\" value=\"", '"',
			    guest->token, sizeof(guest->token)))
			guest->place = GUEST_FORM;
	} else if (is == CALL_CARD) {
		got_cookie(guest);
	} else if (is == CALL_PAGE) {
		if (caller_between(&guest->call, "data-token=\"", '"',
			    guest->token, sizeof(guest->token)))
			guest->place = GUEST_ON;
		else
			wrong(guest, "a page without a token");
	} else if (is == CALL_ANSWER && status == 200) {
		guest->seat->acked |= 1u << guest->item;
	} else if (is == CALL_ANSWER) {
		wrong(guest, "an answer was refused");
	} else if (is == CALL_DONE) {
		guest->place = GUEST_FINISHED;
	}
	caller_end(&guest->call);
}

static int
number(const char *data, const char *name)
{
	const char *at = strstr(data, name);

	return at == NULL ? -1 : atoi(at + strlen(name));
}

static void
text(const char *data, const char *name, char out[16])
{
	const char *at = strstr(data, name);

	out[0] = '\0';
	if (at != NULL)
		snprintf(out, 16, "%.*s", (int)strcspn(at + strlen(name), "\""),
			at + strlen(name));
}

static void
hear_state(struct guest *guest, const char *data)
{
	const int item = number(data, "\"item\":");

	guest->epoch = number(data, "\"epoch\":");
	guest->rev = number(data, "\"rev\":");
	text(data, "\"state\":\"", guest->state);
	text(data, "\"phase\":\"", guest->phase);
	guest->is_paused = strstr(data, "\"paused\":true") != NULL;
	guest->leads = strstr(data, "\"leads\":true") != NULL;
	if (item != guest->at_item || strcmp(guest->phase, "explain") != 0)
		guest->is_ready = false;
	guest->at_item = item;
}

static void
hear_stream(struct guest *guest, int64_t now, guest_told *told, void *data)
{
	char name[16], text_[2048];

	while (caller_event(&guest->stream, name, text_, sizeof(text_))) {
		guest->heard_ms = now;
		if (strcmp(name, "state") == 0) {
			hear_state(guest, text_);
			told(guest, data);
		} else if (strcmp(name, "beat") == 0) {
			guest->owes_beat = true;
		} else if (strcmp(name, "moved") == 0) {
			guest->place = GUEST_MOVED;
		}
	}
}

void
guest_drop(struct guest *guest)
{
	caller_end(&guest->stream);
	caller_end(&guest->call);
	guest->call_is = CALL_NONE;
}

void
guest_end(struct guest *guest)
{
	guest_drop(guest);
	guest->place = GUEST_GONE;
}

/* As room.js: away for half a second to one and a half. */
static void
later(struct guest *guest, int64_t now)
{
	guest->next_ms = now + 500 + rand() % 1000;
}

static void
turn_call(struct guest *guest, int64_t now)
{
	enum caller_state state;

	if (guest->call_is == CALL_NONE)
		return;
	state = caller_turn(&guest->call);
	if (state == CALLER_DONE) {
		hear_reply(guest);
	} else if (state == CALLER_LOST ||
		   now > guest->call.begun_ms + CALL_MS) {
		caller_end(&guest->call);
		guest->call_is = CALL_NONE;
		later(guest, now);
	}
}

static void
turn_stream(struct guest *guest, uint16_t port, int64_t now, guest_told *told,
	void *data)
{
	enum caller_state state;
	char path[64];

	if (guest->stream.fd < 0) {
		const struct request request = {
			.method = "GET", .path = path, .cookie = guest->cookie};

		path_of(guest, "/events", path);
		if (now < guest->next_ms)
			return;
		if (!caller_begin(&guest->stream, guest->from, port, &request))
			later(guest, now);
		guest->heard_ms = guest->listen_ms = now;
		return;
	}
	state = caller_turn(&guest->stream);
	hear_stream(guest, now, told, data);
	if (guest->place != GUEST_ON) {
		caller_end(&guest->stream);
		return;
	}
	if (caller_status(&guest->stream) == 303)
		sent_away(guest);
	else if (state != CALLER_BUSY || now > guest->heard_ms + SILENT_MS) {
		caller_end(&guest->stream);
		later(guest, now);
	}
}

void
guest_turn(struct guest *guest, uint16_t port, int64_t now, guest_told *told,
	void *data)
{
	if (guest->place >= GUEST_MOVED)
		return;
	if (guest->sleeps_until != 0) {
		if (now < guest->sleeps_until)
			return;
		/* What the socket says after a sleep is not believed. */
		guest->sleeps_until = 0;
		guest_drop(guest);
	}
	turn_call(guest, now);
	if (guest->place == GUEST_ON)
		turn_stream(guest, port, now, told, data);
	if (guest->call_is == CALL_NONE && now >= guest->next_ms)
		speak(guest, port, now);
}
