#include "kiosk/route.h"

#include <string.h>

const struct route *const route_tables[] = {
	front_routes,
	login_routes,
	device_routes,
	visit_routes,
	staff_routes,
	room_routes,
	NULL,
};

/* Up to the next '/' or the end. */
static size_t
part_length(const char *at)
{
	return strcspn(at, "/");
}

static bool
matches(const char *pattern, const char *path,
	char part[ROUTE_PARTS][ROUTE_PART])
{
	size_t n = 0, length, wanted;

	while (*pattern == '/' && *path == '/') {
		pattern++;
		path++;
		wanted = part_length(pattern);
		length = part_length(path);
		if (wanted == 2 && memcmp(pattern, "{}", 2) == 0) {
			if (n == ROUTE_PARTS || length == 0 ||
				length >= ROUTE_PART)
				return false;
			memcpy(part[n], path, length);
			part[n++][length] = '\0';
		} else if (wanted != length ||
			   memcmp(pattern, path, length) != 0) {
			return false;
		}
		pattern += wanted;
		path += length;
	}
	return *pattern == '\0' && *path == '\0';
}

const struct route *
route_find(enum http_method method, const char *path,
	char part[ROUTE_PARTS][ROUTE_PART], int *status)
{
	const struct route *const *table, *route;

	if (method == HTTP_HEAD_)
		method = HTTP_GET;
	*status = 404;
	for (table = route_tables; *table != NULL; table++) {
		for (route = *table; route->pattern != NULL; route++) {
			if (!matches(route->pattern, path, part))
				continue;
			if (route->method == method)
				return route;
			*status = 405;
		}
	}
	return NULL;
}
