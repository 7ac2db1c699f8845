#include "kiosk/device.h"

bool
device_of_token(struct kiosk *kiosk, const char *token, int64_t *device,
	struct err *err)
{
	(void)kiosk;
	(void)token;
	(void)err;
	*device = 0;
	return true;
}
