/* Joins the server and the pages: what http.h calls is done to a kiosk. */
#ifndef SKAPA_KIOSK_SERVE_H
#define SKAPA_KIOSK_SERVE_H

#include "kiosk/http.h"
#include "kiosk/kiosk.h"

/* Everything of setup but the socket, certificate and key. */
void serve_setup(struct kiosk *kiosk, struct http_setup *setup);

#endif
