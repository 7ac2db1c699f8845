/*
 * What the staff's pages share: the frame around a page with the way to the
 * other pages that the role may see, and the parts that they are made of. The
 * pages are Swedish.
 *
 *	struct html html = {0};
 *
 *	staff_begin(&html, kiosk, ask, "Att granska", "/staff/review");
 *	...
 *	return staff_end(&html, reply, err);
 *
 * A handler that has failed ends the html with html_finish.
 */
#ifndef SKAPA_KIOSK_STAFF_H
#define SKAPA_KIOSK_STAFF_H

#include "kiosk/html.h"
#include "kiosk/route.h"

#include "store/store.h"

/* Up to and with <main> and the heading. here: the address in the menu. */
void staff_begin(struct html *html, const struct kiosk *kiosk,
	const struct ask *ask, const char *title, const char *here);
/* The end of the page, which becomes the reply's body. */
bool staff_end(struct html *html, struct http_reply *reply, struct err *err);

/* Whether the one who asks may, of own people at least. */
bool staff_may(const struct ask *ask, enum store_operation operation);

/* A labelled field; value may be NULL. what: "text", "password", "date". */
void staff_field(struct html *html, const char *what, const char *name,
	const char *label, const char *value);
/* <option>s of words that a NULL ends, by staff_word; empty words left out. */
void staff_options(
	struct html *html, const char *const words[], int first, int chosen);
void staff_hidden(struct html *html, const char *name, const char *value);
/* A link that goes somewhere by its number: "/staff/review/12". */
void staff_link(struct html *html, const char *folder, const char *part,
	const char *text);
/* What there is none of, and what to do then. */
void staff_empty(struct html *html, const char *sentence, const char *todo);
/* <th scope=col> for each word; "" is a column without a name. */
void staff_columns(struct html *html, const char *const names[]);
/* A sentence on what was just done. */
void staff_done(struct html *html, const char *sentence);

/* The round's day in UTC. */
void staff_day(int64_t seconds, char day[STORE_DATE]);
/* "2026-11-22 16:05", UTC. */
#define STAFF_TIME 17
void staff_time(int64_t seconds, char text[STAFF_TIME]);

/* The number in a part of the address. Errors: ERR_USAGE. */
bool staff_number(const char *part, int64_t *number, struct err *err);
/* A field that must be there. Errors: ERR_USAGE names it. */
bool staff_need(const struct ask *ask, const char *name, const char **value,
	struct err *err);

/* The person of the address. Errors: ERR_USAGE if there is none. */
bool staff_person_of(struct kiosk *kiosk, const struct ask *ask,
	struct store_person *person, struct err *err);
/* A link to a file of the person's, such as "page.pdf". */
void staff_add_file(struct html *html, const char *code, const char *what,
	const char *text);
/* Forms for share_forum and share_handover. */
void staff_add_share(struct html *html, const struct ask *ask,
	const struct store_person *of);

/* The pages, each in a file of its own; see staff_pages.c. */
route_handler staff_today;
route_handler review_list_page, review_one_page, review_picture, review_whole,
	review_decide;
route_handler people_page, people_find, people_add, person_page, person_note,
	person_note_mark, person_journal, person_journal_file, person_print,
	person_picture, share_forum, share_handover;
route_handler due_page, sessions_page, session_page;
route_handler group_page, group_show;
route_handler audit_page;
route_handler accounts_page, accounts_add, accounts_change, password_page,
	password_set;
route_handler wording_list, wording_page, wording_set;
route_handler voices_list, voices_page, voices_put, voices_approve;
route_handler screens_page, screens_key, screens_pair, screens_revoke;
route_handler upload_page, upload_post, upload_put, upload_status;

#endif
