/* The pages of kiosk/device.h; which is where is in device_pages.c. */
#ifndef SKAPA_KIOSK_DEVICE_PAGES_H
#define SKAPA_KIOSK_DEVICE_PAGES_H

#include "kiosk/route.h"

/* Instead of the first page, on a screen that is not let in. */
route_handler device_stranger;
route_handler device_page;
route_handler device_in;  /* with a key of the staff's in the address */
route_handler device_ask; /* POST */
route_handler device_size_page;
route_handler device_size; /* POST: px, step */
route_handler device_style;

#endif
