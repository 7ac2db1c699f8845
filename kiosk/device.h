/*
 * Paired screens and tablets (store/devices.h). Where others reach the server,
 * a participant's page is shown on a paired one only (kiosk->needs_device).
 *
 * A screen that is new asks at /screen and shows six digits; the staff see the
 * same digits in their list and let it in. It can be told how large a
 * millimetre is there, by a card held against it.
 */
#ifndef SKAPA_KIOSK_DEVICE_H
#define SKAPA_KIOSK_DEVICE_H

#include "kiosk/kiosk.h"
#include "store/devices.h"

/* Of DEVICE_WAITS, so many from one address: others' find room. */
#define DEVICE_ASKS 8

struct err;
struct http_reply;
struct http_request;

/* Bank cards and their like, ISO/IEC 7810 ID-1. */
#define DEVICE_CARD_UM 85600
#define DEVICE_CARD_HIGH_UM 53980

/*
 * The device of a request's cookie, paired or waiting; device->id 0: none. That
 * a paired one was seen is noted now and then.
 */
bool device_of_request(struct kiosk *kiosk, const struct http_request *request,
	struct store_device *device, struct err *err);
/* Gives the browser the token, for as long as browsers keep one. */
void device_keep(const struct http_request *request, const char *token,
	struct http_reply *reply);

#endif
