/*
 * Which page is where, and who may ask for it. A pattern's "{}" stands for
 * one part of a path:
 *
 *	{HTTP_GET, "/staff/review/{}", ACCESS_STAFF, MAY_READ_REVIEWS, 0,
 *		review_page, NULL}
 *
 * Before a handler is called it is settled (gate.h) that
 *	- a POST or PUT comes from a page of ours (Sec-Fetch-Site or Origin, and
 *	  the form's token), whoever asks
 *	- ACCESS_SCREEN: the cookie is of a paired device, where one is needed
 *	- ACCESS_VISIT: that too, and the cookie is of a visit that has begun
 *	  and is not over
 *	- ACCESS_STAFF: the cookie is of a login that is still good, and its
 *	  role may do the operation (to its own people at least; the store
 *	  decides about the person); the store acts as that account meanwhile.
 *	  A page for all staff needs MAY_LOG_IN
 *	- ACCESS_SEAT, ACCESS_VOICE: the cookie is of a tablet at a seat of a
 *	  room (rooms.h), or of an interpreter of one
 *	- ACCESS_SEAT_LATE: as ACCESS_SEAT, or of a tablet of one that was put
 *away (rooms_late)
 *	- ACCESS_DEVICE: the cookie is of a paired device
 * so a handler that is called may trust ask->actor. For all but staff the store
 * acts as ROLE_RECEPTION, which puts answers and cannot read them. Whatever
 * else is asked for gets 303 to the login or the start, 403, 404 or 405.
 */
#ifndef SKAPA_KIOSK_ROUTE_H
#define SKAPA_KIOSK_ROUTE_H

#include "kiosk/http.h"
#include "kiosk/kiosk.h"
#include "kiosk/token.h"
#include "store/devices.h"

#define ROUTE_PARTS 4
#define ROUTE_PART 65 /* with the NUL */
#define ROUTE_TOKEN TOKEN

/* Cookies, without the prefix that http.h gives them. */
#define COOKIE_STAFF "skapa-staff"
#define COOKIE_VISIT "skapa-visit"
#define COOKIE_DEVICE "skapa-device"

enum route_access {
	ACCESS_ANYONE,
	ACCESS_SCREEN,
	ACCESS_VISIT,
	ACCESS_DEVICE,
	ACCESS_SEAT,
	ACCESS_SEAT_LATE,
	ACCESS_VOICE,
	ACCESS_STAFF,
	ACCESS__MAX
};

struct live;

/* A request whose sender is known. */
struct ask {
	const struct http_request *request;
	char part[ROUTE_PARTS][ROUTE_PART]; /* what "{}" stood for */
	struct store_actor actor;	    /* as whom the store acts */
	int64_t visit;			    /* of ACCESS_VISIT */
	/*
	 * Of a cookie of one, paired or waiting; id 0: none. Not of staff,
	 * seats and interpreters.
	 */
	struct store_device screen;
	struct live *room; /* of a seat's or an interpreter's access */
	size_t number;	   /* its seat or channel */
	/*
	 * For every form of the page, see page_form. It is good for routes of
	 * the same access as the page's; ACCESS_SCREEN and ACCESS_ANYONE
	 * have the same.
	 */
	char token[ROUTE_TOKEN];
};

/*
 * Fills in reply; false for what is shown as a page that says the sentence:
 * ERR_USAGE 400, ERR_REFUSED 403, ERR_INPUT 422, ERR_LIMIT 413, others 500.
 * Nothing that was done is kept then. What goes wrong but is to be kept (a
 * wrong password is counted) is a reply like any other, and true.
 */
typedef bool route_handler(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err);
/* What a handler said is_stream to, once what it did is durable. */
typedef void route_opened(struct kiosk *kiosk,
	const struct http_request *request, struct http_stream *stream);

struct route {
	enum http_method method;
	const char *pattern;
	enum route_access access;
	enum store_operation needs; /* of ACCESS_STAFF */
	size_t body_most;	    /* 0: FORM_BYTES for POST and PUT */
	route_handler *handler;
	route_opened *opened; /* NULL unless it may be a stream */
};

/* The tables, each ended by a row whose pattern is NULL. */
extern const struct route front_routes[];  /* first steps, start, health */
extern const struct route login_routes[];  /* staff in and out */
extern const struct route device_routes[]; /* screens that are new */
extern const struct route visit_routes[];  /* a participant's way */
extern const struct route staff_routes[];  /* the staff's pages */
extern const struct route room_routes[];   /* group sessions */

/* NULL-ended; what route_find looks through, and what the tests go through. */
extern const struct route *const route_tables[];

/*
 * A GET row is found for HEAD too. NULL with *status 404 or 405 if there is
 * none.
 */
const struct route *route_find(enum http_method method, const char *path,
	char part[ROUTE_PARTS][ROUTE_PART], int *status);

#endif
