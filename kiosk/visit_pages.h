/*
 * The handlers of a participant's pages (route.h); which is where, and for
 * whom, is the table visit_routes in visit_pages.c.
 */
#ifndef SKAPA_KIOSK_VISIT_PAGES_H
#define SKAPA_KIOSK_VISIT_PAGES_H

#include "kiosk/route.h"

/* visit_who.c */
route_handler visit_who;
route_handler visit_code; /* POST: a key, or the whole code */

/* visit_begin.c: until the first item. */
route_handler visit_begin; /* POST: a language was chosen */
route_handler visit_no_code;
route_handler visit_purpose;
route_handler visit_start; /* POST: from here on answers are kept */
route_handler visit_new_code;
route_handler visit_leave; /* POST: not now */

/* visit_items.c: practice, items, overview. */
route_handler visit_practice;
route_handler visit_practised; /* POST */
route_handler visit_item;
route_handler visit_answer; /* POST */
route_handler visit_overview;

/* visit_end.c: stop, thanks, and what is possible everywhere. */
route_handler visit_finish; /* POST: hand in */
route_handler visit_copy;
route_handler visit_copied; /* POST: print or not */
route_handler visit_stop;
route_handler visit_stopped; /* POST: keep or delete */
route_handler visit_thanks;
route_handler visit_still;
route_handler visit_here; /* POST: yes, still here */
route_handler visit_look; /* POST: size of text, contrast */

#endif
