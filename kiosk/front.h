/* What is there for everybody: the first steps, the start, files, health. */
#ifndef SKAPA_KIOSK_FRONT_H
#define SKAPA_KIOSK_FRONT_H

#include "kiosk/http.h"
#include "kiosk/kiosk.h"

struct err;

/* True if path is a file's: it is in reply then. */
bool front_file(const struct kiosk *kiosk, const struct http_request *request,
	struct http_reply *reply);
/*
 * Whether the store has neither account nor person yet, into kiosk->is_new,
 * with a new code for the first account. The store acts as the operator.
 */
bool front_look(struct kiosk *kiosk, struct err *err);

#endif
