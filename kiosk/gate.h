/*
 * Who is let in: the one place where it is settled before a page's handler is
 * called (route.h says what).
 */
#ifndef SKAPA_KIOSK_GATE_H
#define SKAPA_KIOSK_GATE_H

#include "kiosk/route.h"

/*
 * reply is always filled in. False: the request was refused or failed, and
 * nothing that it did is to be kept.
 */
bool gate_handle(struct kiosk *kiosk, const struct http_request *request,
	struct http_reply *reply);

#endif
