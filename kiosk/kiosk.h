/*
 * What every page of the kiosk is given: the store, the templates and who
 * asks. Pages are in tables, one of each part of the kiosk (route.h).
 */
#ifndef SKAPA_KIOSK_KIOSK_H
#define SKAPA_KIOSK_KIOSK_H

#include "kiosk/drafts.h"
#include "store/roles.h"

#include <stdbool.h>
#include <stdint.h>

struct desk;  /* of the staff's pages: desk.h */
struct files; /* styles, scripts, fonts, pictures: files.h */
struct http_stream;
struct logins; /* of staff: logins.h */
struct papers; /* of meetings, being printed: room_papers.h */
struct rooms;  /* group sessions: room.h */
struct slips;  /* for the printer: slips.h */
struct store;
struct uploads; /* scans handed in: upload.h */
struct visits;	/* of participants: visit.h */

#define KIOSK_FIRST_CODE 9 /* digits, with the NUL */

struct kiosk {
	struct store *store;
	const char *templates;
	int64_t now; /* seconds since 1970, UTC, of this round */
	const struct files *files;
	struct logins *logins;
	struct visits *visits;
	struct rooms *rooms;
	struct papers *papers;
	struct desk *desk;
	struct drafts drafts;	 /* of words and clips, of this round */
	struct slips *slips;	 /* NULL: no printer */
	struct uploads *uploads; /* NULL: none are taken in */
	bool needs_device;	 /* for participants' pages: device.h */
	/*
	 * Neither account nor person when the server started; then whoever
	 * can read the server's log may make the first account with the code.
	 */
	bool is_new;
	char first_code[KIOSK_FIRST_CODE];
	/* Told of every stream that ends; set by whoever opens some, or NULL.
	 */
	void (*closed)(struct kiosk *kiosk, struct http_stream *stream);
};

#endif
