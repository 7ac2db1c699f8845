#include "forms/pictures.h"

#include "core/err.h"
#include "core/file.h"
#include "core/str.h"
#include "instrument/names.h"

#include <stdlib.h>
#include <string.h>

#define NAME 48
#define MOST 400
#define LIMIT 65536 /* bytes of the file */

struct pair {
	char term[NAME], picture[NAME];
};

struct pictures {
	struct pair pairs[MOST];
	size_t n;
};

/* A pictogram's name is a key, with the step it shows behind a hyphen. */
static bool
take(struct pictures *to, const char *line, size_t len, struct err *err)
{
	const char *tab = memchr(line, '\t', len);
	struct pair *pair = &to->pairs[to->n];
	const size_t term = tab == NULL ? 0 : (size_t)(tab - line);

	if (len == 0 || line[0] == '#')
		return true;
	if (tab == NULL || term >= NAME || len - term > NAME)
		return err_set(err, ERR_INPUT,
			"is not a term and a pictogram with a tab between");
	if (to->n == MOST)
		return err_set(err, ERR_INPUT, "more than %d pictures", MOST);
	memcpy(pair->term, line, term);
	pair->term[term] = '\0';
	memcpy(pair->picture, tab + 1, len - term - 1);
	pair->picture[len - term - 1] = '\0';
	if (!str_is_key(pair->term) || !str_is_key(pair->picture))
		return err_set(err, ERR_INPUT, "\"%s\" or \"%s\" is not a name",
			pair->term, pair->picture);
	to->n++;
	return true;
}

struct pictures *
pictures_load(const char *templates, struct err *err)
{
	struct pictures *pictures = calloc(1, sizeof(*pictures));
	char *path = names_path(templates, "pictograms/glossary.tsv", err);
	struct bytes file = {0};
	const char *at, *end;
	size_t line = 0;
	bool ok = false;

	if (pictures == NULL)
		err_set(err, ERR_SYSTEM, "out of memory");
	if (pictures == NULL || path == NULL ||
		!file_read(path, LIMIT, &file, err))
		goto out;
	ok = true;
	at = (const char *)file.at;
	end = at + file.len;
	while (ok && at < end) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));

		if (stop == NULL)
			stop = end;
		line++;
		ok = take(pictures, at, (size_t)(stop - at), err);
		if (!ok)
			err_wrap(err, "%s: line %zu", path, line);
		at = stop + 1;
	}
out:
	bytes_free(&file);
	free(path);
	if (!ok) {
		free(pictures);
		pictures = NULL;
	}
	return pictures;
}

void
pictures_free(struct pictures *pictures)
{
	free(pictures);
}

const char *
pictures_of(const struct pictures *pictures, const char *key)
{
	const char *from = strchr(key, '.');
	const char *end = strrchr(key, '.');
	size_t i;

	for (i = 0; from != NULL && end > from && i < pictures->n; i++) {
		const struct pair *pair = &pictures->pairs[i];

		if (strlen(pair->term) == (size_t)(end - from - 1) &&
			memcmp(pair->term, from + 1,
				(size_t)(end - from - 1)) == 0)
			return pair->picture;
	}
	return NULL;
}
