/* Paired screens and tablets. */
#ifndef SKAPA_KIOSK_DEVICE_H
#define SKAPA_KIOSK_DEVICE_H

#include "kiosk/kiosk.h"

struct err;

/* The device of a cookie's token; *device 0: none. */
bool device_of_token(struct kiosk *kiosk, const char *token, int64_t *device,
	struct err *err);

#endif
