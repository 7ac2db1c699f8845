#include "instrument/wordfiles.h"

#include "core/err.h"
#include "core/str.h"
#include "instrument/instrument.h"
#include "instrument/names.h"
#include "instrument/wording.h"

#include <stdlib.h>
#include <string.h>

struct walk {
	const char *templates;
	bool (*each)(
		void *context, const struct wordfile *file, struct err *err);
	void *context;
	/* The Swedish file read last: names are sorted, so one is enough. */
	char of[INSTRUMENT_KEY];
	struct po swedish;
};

/* *path is the caller's to free. */
static bool
read_file(const char *templates, const char *file, const char *language,
	char **path, struct po *po, struct err *err)
{
	struct str name = {0};

	str_addf(&name, "wording/%s.%s.po", file, language);
	if (str_ok(&name, err))
		*path = names_path(templates, name.at, err);
	str_finish(&name);
	return *path != NULL && po_read(*path, language, po, err);
}

static bool
swedish_of(struct walk *walk, const char *file, struct err *err)
{
	char *path = NULL;
	bool ok;

	if (strcmp(walk->of, file) == 0)
		return true;
	po_finish(&walk->swedish);
	walk->swedish = (struct po){0};
	walk->of[0] = '\0';
	ok = read_file(walk->templates, file, WORDING_SOURCE_LANGUAGE, &path,
		&walk->swedish, err);
	if (ok)
		str_copy(walk->of, sizeof(walk->of), file);
	free(path);
	return ok;
}

static bool
visit(struct walk *walk, const char *file, const char *language,
	struct err *err)
{
	struct wordfile visited = {.file = file, .language = language};
	char *path = NULL;
	struct po po = {0};
	bool ok = false;

	if (!swedish_of(walk, file, err))
		goto out;
	if (!read_file(walk->templates, file, language, &path, &po, err))
		goto out;
	visited.path = path;
	visited.po = &po;
	visited.swedish = &walk->swedish;
	ok = walk->each(walk->context, &visited, err);
out:
	po_finish(&po);
	free(path);
	return ok;
}

bool
wordfiles_each(const char *templates, const char *language,
	bool (*each)(
		void *context, const struct wordfile *file, struct err *err),
	void *context, struct err *err)
{
	struct walk walk = {
		.templates = templates, .each = each, .context = context};
	char **names = NULL;
	bool found = false;
	bool ok = false;
	size_t i;

	names = names_list(templates, "wording", "", ".po", NULL, err);
	if (names == NULL)
		goto out;
	for (i = 0; names[i] != NULL; i++) {
		char *dot = strrchr(names[i], '.');

		if (dot == NULL || dot - names[i] >= INSTRUMENT_KEY) {
			err_set(err, ERR_INPUT,
				"%s/wording/%s.po: the name is not "
				"<file>.<language>.po",
				templates, names[i]);
			goto out;
		}
		*dot = '\0';
		if (language != NULL && strcmp(dot + 1, language) != 0)
			continue;
		found = true;
		if (!visit(&walk, names[i], dot + 1, err))
			goto out;
	}
	ok = found || err_set(err, ERR_USAGE,
			      "%s/wording: no file is in the language '%s'",
			      templates, language == NULL ? "" : language);
out:
	po_finish(&walk.swedish);
	names_free(names);
	return ok;
}

const struct po_text *
wordfile_text(const struct po *po, const char *key)
{
	size_t i;

	for (i = 0; i < po->n_texts; i++)
		if (strcmp(po->texts[i].key, key) == 0)
			return &po->texts[i];
	return NULL;
}
