#include "kiosk/device.h"

#include "core/err.h"
#include "kiosk/route.h"

#define SEEN_EVERY 300		    /* seconds between writes */
#define KEPT_S (400 * 24 * 60 * 60) /* browsers keep none for longer */

bool
device_of_request(struct kiosk *kiosk, const struct http_request *request,
	struct store_device *device, struct err *err)
{
	char token[HTTP_COOKIE];
	bool found;

	*device = (struct store_device){0};
	if (!http_cookie(request, COOKIE_DEVICE, token) || !token_is(token))
		return true;
	if (!store_device_find(kiosk->store, token, device, &found, err))
		return false;
	if (device->paired == 0 || kiosk->now - device->seen < SEEN_EVERY)
		return true;
	return store_device_note(
		kiosk->store, device->id, device->px_m, kiosk->now, err);
}

void
device_keep(const struct http_request *request, const char *token,
	struct http_reply *reply)
{
	http_cookie_set(reply, request, COOKIE_DEVICE, token, KEPT_S);
}
