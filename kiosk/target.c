#include "kiosk/target.h"

#include "core/err.h"
#include "kiosk/form.h"

#include <string.h>

/* That no part of the path is empty, "." or ".."; the last may be empty. */
static bool
has_plain_parts(const char *path)
{
	size_t n;

	while (*path == '/') {
		path++;
		n = strcspn(path, "/");
		if ((n == 0 && *path == '/') || (n == 1 && path[0] == '.') ||
			(n == 2 && path[0] == '.' && path[1] == '.'))
			return false;
		path += n;
	}
	return *path == '\0';
}

bool
target_read(const char *target, char path[TARGET_PATH], const char **query,
	struct err *err)
{
	const size_t len = strlen(target), n = strcspn(target, "?");
	char text[TARGET_PATH];
	const char *at;

	if (len > TARGET_MOST || n >= TARGET_PATH)
		return err_set(err, ERR_LIMIT, "the address is too long");
	if (target[0] != '/')
		return err_set(err, ERR_INPUT, "an address begins with /");
	if (!form_decode(target, n, false, text, err))
		return err_wrap(err, "the address");
	for (at = text; *at != '\0'; at++) {
		if ((unsigned char)*at < 0x20 || *at == 0x7f || *at == '\\')
			return err_set(err, ERR_INPUT,
				"the address has a sign that none may have");
	}
	if (!has_plain_parts(text))
		return err_set(err, ERR_INPUT,
			"the address has an empty part, or one of dots");
	memcpy(path, text, strlen(text) + 1);
	*query = target + n + (target[n] == '?');
	return true;
}

bool
cookie_read(const char *header, const char *name, char value[COOKIE_VALUE])
{
	const size_t name_len = strlen(name);
	const char *at = header, *found = NULL;
	size_t n, found_len = 0;

	for (; *at != '\0'; at += n + (at[n] == ';')) {
		at += strspn(at, " \t");
		n = strcspn(at, ";");
		if (n <= name_len || memcmp(at, name, name_len) != 0 ||
			at[name_len] != '=')
			continue;
		if (found != NULL)
			return false;
		found = at + name_len + 1;
		found_len = n - name_len - 1;
	}
	if (found == NULL || found_len >= COOKIE_VALUE)
		return false;
	memcpy(value, found, found_len);
	value[found_len] = '\0';
	return true;
}
