#include "kiosk/gate.h"

#include "core/err.h"
#include "core/log.h"
#include "kiosk/device.h"
#include "kiosk/logins.h"
#include "kiosk/multipart.h"
#include "kiosk/page.h"
#include "kiosk/rooms.h"
#include "kiosk/swedish.h"
#include "kiosk/visit.h"
#include "store/store.h"

#include <stdio.h>
#include <string.h>

static const char *const cookies[ACCESS__MAX] = {
	[ACCESS_ANYONE] = NULL,
	[ACCESS_SCREEN] = NULL,
	[ACCESS_VISIT] = COOKIE_VISIT,
	[ACCESS_DEVICE] = COOKIE_DEVICE,
	[ACCESS_SEAT] = COOKIE_SEAT,
	[ACCESS_SEAT_LATE] = COOKIE_SEAT,
	[ACCESS_VOICE] = COOKIE_VOICE,
	[ACCESS_STAFF] = COOKIE_STAFF,
};

static bool
changes(const struct http_request *request)
{
	return request->method == HTTP_POST || request->method == HTTP_PUT;
}

/*
 * Browsers say where a request comes from, in one header or in both; pages
 * cannot change them. What says nothing is no browser of ours.
 */
static bool
is_from_here(const struct http_request *request)
{
	const char *site = http_header(request, "Sec-Fetch-Site");
	const char *origin = http_header(request, "Origin");
	const char *host = http_header(request, "Host");
	char own[HTTP_PATH];

	if (site == NULL && origin == NULL)
		return false;
	if (site != NULL && strcmp(site, "same-origin") != 0)
		return false;
	snprintf(own, sizeof(own), "http%s://%s", request->is_tls ? "s" : "",
		host != NULL ? host : "");
	return origin == NULL || strcmp(origin, own) == 0;
}

/* Of a form a field, also of one with files; of any other body a header. */
static bool
has_token(const struct http_request *request, const char wanted[ROUTE_TOKEN])
{
	const char *token = form_value(&request->form, "token");
	const char *type = http_header(request, "Content-Type");
	struct multipart form;
	char value[ROUTE_TOKEN];

	if (token == NULL && multipart_is(type) && request->body != NULL &&
		multipart_read(
			type, request->body, request->body_len, &form, NULL) &&
		multipart_value(&form, "token", value, sizeof(value)))
		token = value;
	return token_same(wanted,
		token != NULL ? token : http_header(request, "X-Skapa-Token"));
}

/* Whether a participant's page may be shown there. */
static bool
is_let_in(const struct kiosk *kiosk, const struct ask *ask)
{
	return !kiosk->needs_device || ask->screen.paired != 0;
}

/* *known false: the cookie is nobody's. */
static bool
identify(struct kiosk *kiosk, enum route_access access, const char *cookie,
	struct ask *ask, bool *known, struct err *err)
{
	*known = access == ACCESS_ANYONE;
	if (access <= ACCESS_DEVICE &&
		!device_of_request(kiosk, ask->request, &ask->screen, err))
		return false;
	switch (access) {
	case ACCESS_STAFF:
		*known = logins_find(
			kiosk->logins, cookie, kiosk->now, &ask->actor);
		return true;
	case ACCESS_VISIT:
		if (token_is(cookie) &&
			!visit_of_token(kiosk, cookie, &ask->visit, err))
			return false;
		*known = ask->visit != 0 && is_let_in(kiosk, ask);
		return true;
	case ACCESS_SCREEN:
		*known = is_let_in(kiosk, ask);
		return true;
	case ACCESS_DEVICE:
		*known = ask->screen.paired != 0;
		return true;
	case ACCESS_SEAT:
	case ACCESS_SEAT_LATE:
		ask->room = rooms_of_seat(kiosk->rooms, cookie, &ask->number);
		if (ask->room == NULL && access == ACCESS_SEAT_LATE &&
			!rooms_late(
				kiosk, cookie, &ask->room, &ask->number, err))
			return false;
		*known = ask->room != NULL;
		return true;
	case ACCESS_VOICE:
		ask->room = rooms_of_voice(
			kiosk->rooms, cookie, kiosk->now, &ask->number);
		*known = ask->room != NULL;
		return true;
	default:
		return true;
	}
}

/* To where one becomes known; only a page of the staff's is come back to. */
static void
send_away(const struct http_request *request, enum route_access access,
	struct http_reply *reply)
{
	char path[HTTP_PATH + 32];

	if (access != ACCESS_STAFF) {
		const bool is_room = access == ACCESS_SEAT ||
				     access == ACCESS_SEAT_LATE ||
				     access == ACCESS_VOICE;

		http_redirect(reply, is_room ? "/room" : "/");
		return;
	}
	snprintf(path, sizeof(path), "/staff/in%s%s",
		request->method == HTTP_GET ? "?next=" : "",
		request->method == HTTP_GET ? request->path : "");
	/* A path with signs that an address needs escaped is not come back to.
	 */
	if (path[strspn(path, "/?=-_.abcdefghijklmnopqrstuvwxyz"
			      "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")] != '\0')
		snprintf(path, sizeof(path), "/staff/in");
	http_redirect(reply, path);
}

static void
say_err(const struct kiosk *kiosk, const struct http_request *request,
	const struct err *err, struct http_reply *reply)
{
	static const struct {
		int status;
		const char *title, *sentence;
	} said[ERR__MAX] = {
		[ERR_USAGE] = {400, "Det gick inte",
			"Något av det som skickades finns inte, eller går inte "
			"att göra. Gå tillbaka och försök igen."},
		[ERR_REFUSED] = {403, "Det får du inte",
			"Ditt konto har inte rätt till det, eller så gäller "
			"det en person som inte är din."},
		[ERR_INPUT] = {422, "Det gick inte",
			"Det som skickades gick inte att läsa. Gå tillbaka och "
			"försök igen."},
		[ERR_LIMIT] = {413, "Det var för mycket",
			"Det är mer än servern tar emot. Försök med mindre, "
			"eller om en stund."},
	};
	const bool is_staff = strncmp(request->path, "/staff", 6) == 0;
	const char *swedish = swedish_of(err);
	int status = said[err->code].status;

	if (status == 0) {
		log_err(err);
		page_say(kiosk, reply, 500, "Något gick fel",
			"Inget sparades. Försök igen, eller säg till den som "
			"sköter servern.",
			NULL, is_staff ? "/staff" : "/", "Till början");
		return;
	}
	if (!is_staff)
		page_say(kiosk, reply, status, said[err->code].title,
			"Försök igen, eller säg till personalen.", NULL, "/",
			"Till början");
	else
		page_say(kiosk, reply, status, said[err->code].title,
			swedish != NULL ? swedish : said[err->code].sentence,
			swedish != NULL ? NULL : err->text, "/staff",
			"Till början");
}

static bool
refuse(const struct kiosk *kiosk, struct http_reply *reply, int status,
	const char *title, const char *sentence)
{
	page_say(kiosk, reply, status, title, sentence, NULL, "/",
		"Till början");
	return false;
}

/* Whoever asks is known; what is asked for is theirs to ask. */
static bool
call(struct kiosk *kiosk, const struct route *route, struct ask *ask,
	struct http_reply *reply)
{
	struct err err = {0};

	store_act_as(kiosk->store, &ask->actor);
	if (route->handler(kiosk, ask, reply, &err))
		return true;
	say_err(kiosk, ask->request, &err, reply);
	return false;
}

bool
gate_handle(struct kiosk *kiosk, const struct http_request *request,
	struct http_reply *reply)
{
	struct ask ask = {.request = request,
		.actor = {"kiosk", ROLE_RECEPTION, kiosk->now}};
	const struct route *route;
	char cookie[HTTP_COOKIE] = "";
	struct err err = {0};
	bool known;
	int status;

	route = route_find(request->method, request->path, ask.part, &status);
	if (route == NULL)
		return refuse(kiosk, reply, status, "Sidan finns inte",
			"Adressen leder ingenstans.");
	if (changes(request) && !is_from_here(request))
		return refuse(kiosk, reply, 403, "Det gick inte",
			"Det som skickades kom inte från en sida här.");
	if (cookies[route->access] != NULL &&
		!http_cookie(request, cookies[route->access], cookie))
		cookie[0] = '\0';
	store_act_as(kiosk->store, &ask.actor);
	if (!identify(kiosk, route->access, cookie, &ask, &known, &err)) {
		say_err(kiosk, request, &err, reply);
		return false;
	}
	if (!known) {
		send_away(request, route->access, reply);
		return true;
	}
	if (route->access == ACCESS_STAFF &&
		role_right(ask.actor.role, route->needs) == RIGHT_NO)
		return refuse(kiosk, reply, 403, "Det får du inte",
			"Ditt konto har inte rätt till den här sidan.");
	token_of_form(store_key(kiosk->store), cookie, ask.token);
	if (changes(request) && !has_token(request, ask.token))
		return refuse(kiosk, reply, 403, "Det gick inte",
			"Sidan var för gammal. Gå till början och försök "
			"igen.");
	return call(kiosk, route, &ask, reply);
}
