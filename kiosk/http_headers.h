/* How a reply is put into HTTP: its headers, and its bytes made smaller. */
#ifndef SKAPA_KIOSK_HTTP_HEADERS_H
#define SKAPA_KIOSK_HTTP_HEADERS_H

#include "kiosk/http.h"

/*
 * Makes the reply's text smaller if its request takes that; its tag is then
 * another. Length tells about content, so nothing is made smaller for a request
 * that another site caused: what it reflects stands beside no secret (BREACH).
 * Cookies are SameSite=Strict besides, so such a page has none.
 */
void http_pack(const struct http_request *request, struct http_reply *reply);
/* closes: no other request is taken on this connection. */
void http_headers(const struct http_request *request,
	const struct http_reply *reply, bool closes,
	void (*add)(void *inside, const char *name, const char *value),
	void *inside);

#endif
