#include "kiosk/route.h"

const struct route staff_routes[] = {
	{0},
};
