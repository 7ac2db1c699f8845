/*
 * Which page is where, and who may ask for it. A pattern's "{}" stands for
 * one part of a path:
 *
 *	{HTTP_GET, "/staff/review/{}", ACCESS_STAFF, MAY_READ_REVIEWS, 0,
 *		review_page}
 *
 * Before a handler is called it is settled that
 *	- a POST or PUT comes from a page of ours (Sec-Fetch-Site, Origin, and
 *	  the form's token), whoever asks
 *	- ACCESS_VISIT: the cookie is of a visit that has begun and is not over
 *	- ACCESS_STAFF: the cookie is of a login that is still good, and its
 *role may do the operation (to its own people at least; the store decides about
 *the person); the store acts as that account during the call
 *	- ACCESS_DEVICE: the cookie is of a paired device
 * so a handler that is called may trust ask->actor. Whatever else is asked for
 * gets 303 to the login, 403, 404 or 405, a page in plain words each.
 */
#ifndef SKAPA_KIOSK_ROUTE_H
#define SKAPA_KIOSK_ROUTE_H

#include "kiosk/http.h"
#include "kiosk/kiosk.h"

#define ROUTE_PARTS 4
#define ROUTE_PART 65 /* with the NUL */
#define ROUTE_TOKEN 65

enum route_access {
	ACCESS_ANYONE,
	ACCESS_VISIT,
	ACCESS_DEVICE,
	ACCESS_STAFF,
	ACCESS__MAX
};

/* A request whose sender is known. */
struct ask {
	const struct http_request *request;
	char part[ROUTE_PARTS][ROUTE_PART]; /* what "{}" stood for */
	struct store_actor actor;	    /* of ACCESS_STAFF */
	int64_t visit;			    /* of ACCESS_VISIT */
	/* For every form of the page: <input type=hidden name=token>. */
	char token[ROUTE_TOKEN];
};

/*
 * Fills in reply; false for what is shown as a page that says the sentence:
 * ERR_USAGE 400, ERR_REFUSED 403, ERR_INPUT 422, ERR_LIMIT 413, others 500.
 */
typedef bool route_handler(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err);

struct route {
	enum http_method method;
	const char *pattern;
	enum route_access access;
	enum store_operation needs; /* of ACCESS_STAFF */
	size_t body_most;	    /* 0: FORM_BYTES for POST and PUT */
	route_handler *handler;
};

/* The tables, each ended by a row whose pattern is NULL. */
extern const struct route front_routes[]; /* first steps, files, health */
extern const struct route login_routes[]; /* staff in and out */
extern const struct route visit_routes[]; /* a participant's way */
extern const struct route staff_routes[]; /* the staff's pages */

/* NULL-ended; what route_find looks through, and what the tests go through. */
extern const struct route *const route_tables[];

/* 404 or 405 in *status if there is none. */
const struct route *route_find(enum http_method method, const char *path,
	char part[ROUTE_PARTS][ROUTE_PART], int *status);

#endif
