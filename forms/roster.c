#include "forms/roster.h"

#include "core/err.h"
#include "core/file.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ROSTER_LIMIT ((size_t)4 << 20) /* bytes; some 400,000 codes */

static bool
add(struct roster *roster, const char *code, struct err *err)
{
	char(*codes)[PERSON_CODE] =
		realloc(roster->codes, (roster->n + 1) * sizeof(*codes));

	if (codes == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	roster->codes = codes;
	memcpy(codes[roster->n++], code, PERSON_CODE);
	return true;
}

/* One entry of len bytes; blanks around it do not count. */
static bool
take(struct roster *roster, const char *text, size_t len, struct err *err)
{
	char entry[64], code[PERSON_CODE];

	while (len > 0 && isspace((unsigned char)text[0])) {
		text++;
		len--;
	}
	while (len > 0 && isspace((unsigned char)text[len - 1]))
		len--;
	if (len == 0)
		return true;
	snprintf(
		entry, sizeof(entry), "%.*s", (int)(len > 40 ? 40 : len), text);
	if (!person_code_read(entry, code))
		return err_set(err, ERR_USAGE,
			"\"%s\" is not a person code; it has eight symbols "
			"like 7K4Q-MXP9",
			entry);
	return add(roster, code, err);
}

static int
compare(const void *a, const void *b)
{
	return memcmp(
		*(const char *const *)a, *(const char *const *)b, PERSON_CODE);
}

/* Sorted pointers: the roster's own order is the order of printing. */
static bool
check_doubled(const struct roster *roster, struct err *err)
{
	const char **sorted = malloc((roster->n + 1) * sizeof(*sorted));
	bool ok = true;
	size_t i;

	if (sorted == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	for (i = 0; i < roster->n; i++)
		sorted[i] = roster->codes[i];
	qsort(sorted, roster->n, sizeof(*sorted), compare);
	for (i = 1; i < roster->n && ok; i++) {
		if (memcmp(sorted[i - 1], sorted[i], PERSON_CODE) == 0)
			ok = err_set(err, ERR_USAGE,
				"%s stands there twice; keep one", sorted[i]);
	}
	free(sorted);
	return ok;
}

static bool
read_lines(const char *path, struct roster *roster, struct err *err)
{
	struct bytes file = {0};
	const char *at, *end;
	size_t line = 0;
	bool ok = true;

	if (!file_read(path, ROSTER_LIMIT, &file, err))
		return false;
	at = (const char *)file.at;
	end = at + file.len;
	/* What an editor may put in front of UTF-8. */
	if (file.len >= 3 && memcmp(at, "\xef\xbb\xbf", 3) == 0)
		at += 3;
	while (ok && at < end) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		const char *stop = newline == NULL ? end : newline;
		const char *comment = memchr(at, '#', (size_t)(stop - at));

		line++;
		ok = take(roster, at,
			(size_t)((comment == NULL ? stop : comment) - at), err);
		if (!ok)
			err_wrap(err, "%s: line %zu", path, line);
		at = stop + 1;
	}
	bytes_free(&file);
	return ok;
}

static bool
read_list(const char *text, struct roster *roster, struct err *err)
{
	while (*text != '\0') {
		const size_t len = strcspn(text, ",");

		if (!take(roster, text, len, err))
			return false;
		text += len + (text[len] == ',');
	}
	return true;
}

bool
roster_read(const char *text, struct roster *roster, struct err *err)
{
	struct roster out = {0};
	const bool is_file = access(text, F_OK) == 0;
	bool ok = is_file ? read_lines(text, &out, err)
			  : read_list(text, &out, err);

	if (ok && !check_doubled(&out, err)) {
		ok = false;
		if (is_file)
			err_wrap(err, "%s", text);
	}
	if (ok && out.n == 0)
		ok = err_set(err, ERR_USAGE, "%s names no person code", text);
	if (ok)
		*roster = out;
	else
		roster_finish(&out);
	return ok;
}

void
roster_finish(struct roster *roster)
{
	free(roster->codes);
	*roster = (struct roster){0};
}
