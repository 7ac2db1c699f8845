/*
 * A picture that is made on the other thread (kiosk/worker.h), with the desk's
 * decoder, which is for this alone. The handler of its address is called twice:
 *
 *	if (ask->request->done != NULL)
 *		return drawing_send(ask, reply, err);
 *	return drawing_begin(kiosk, &pages, page, reply, err);
 */
#ifndef SKAPA_KIOSK_DRAWING_H
#define SKAPA_KIOSK_DRAWING_H

#include "kiosk/route.h"

struct decoder;
struct str;

/* What pictures of one kind are made of, and how. */
struct drawing_of {
	/* On the other thread: out becomes a PNG. */
	bool (*draw)(void *what, struct decoder *decoder, struct str *out,
		struct err *err);
	void (*free)(void *what);
};

/* Takes what over, also if it fails. Errors: ERR_SYSTEM. */
bool drawing_begin(struct kiosk *kiosk, const struct drawing_of *of, void *what,
	struct http_reply *reply, struct err *err);
/* What was drawn becomes the reply. Errors: draw's. */
bool drawing_send(
	const struct ask *ask, struct http_reply *reply, struct err *err);

#endif
