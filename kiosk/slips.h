/*
 * Pages that print a slip (slip.h): the participant's own code, and what the
 * staff give along, the code with the day of the next meeting. And the own
 * answers for who wants them, as the person's own page (report/person_page.h).
 *
 * A round may be handled twice (http.h), so slips are held until it is kept.
 */
#ifndef SKAPA_KIOSK_SLIPS_H
#define SKAPA_KIOSK_SLIPS_H

#include "kiosk/route.h"

struct err;
struct html;
struct slips;
struct store_visit;

/* queue: of CUPS, borrowed. NULL: out of memory. */
struct slips *slips_new(const char *queue, struct err *err);
void slips_free(struct slips *slips);

/* A form for slips_of_person, where there is a printer. */
void slips_form(struct html *html, const struct kiosk *kiosk,
	const struct ask *ask, const char *code);

route_handler slips_of_visit;  /* POST: the code of who stands there */
route_handler slips_of_person; /* POST: day, of the person of the address */

/* The own answers of who stands there, in the language of the visit. */
bool slips_copy(struct kiosk *kiosk, const struct ask *ask,
	const struct store_visit *visit, struct err *err);

/* Behind each round: what is held is printed if it was kept, else dropped. */
void slips_round(struct slips *slips, bool is_kept);
/* About once a second; what CUPS refused goes to the log. */
void slips_tick(struct slips *slips);

#endif
