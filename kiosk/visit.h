/* A participant's visit at the kiosk. */
#ifndef SKAPA_KIOSK_VISIT_H
#define SKAPA_KIOSK_VISIT_H

#include "kiosk/route.h"

/* The visit of a cookie's token; *visit 0: none that has begun and goes on. */
bool visit_of_token(struct kiosk *kiosk, const char *token, int64_t *visit,
	struct err *err);
/* The screen that invites, at "/". */
route_handler visit_attract;

#endif
