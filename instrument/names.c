#include "instrument/names.h"

#include "core/err.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int
by_bytes(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* The middle of name, or NULL if it is not prefix, something, suffix. */
static char *
middle(const char *name, const char *prefix, const char *suffix, bool *failed)
{
	const size_t before = strlen(prefix);
	const size_t behind = strlen(suffix);
	const size_t len = strlen(name);
	char *part;

	if (len <= before + behind || strncmp(name, prefix, before) != 0 ||
		strcmp(name + len - behind, suffix) != 0)
		return NULL;
	part = strndup(name + before, len - before - behind);
	*failed = part == NULL;
	return part;
}

char **
names_list(const char *folder, const char *prefix, const char *suffix,
	size_t *n_names, struct err *err)
{
	const struct dirent *entry;
	char **names = calloc(1, sizeof(*names));
	DIR *dir = opendir(folder);
	size_t n = 0;
	bool failed = names == NULL;

	if (dir == NULL) {
		err_errno(err, "%s", folder);
		free(names);
		return NULL;
	}
	while (!failed && (entry = readdir(dir)) != NULL) {
		char *part = middle(entry->d_name, prefix, suffix, &failed);
		char **more;

		if (part == NULL)
			continue;
		more = realloc(names, (n + 2) * sizeof(*names));
		if (more == NULL) {
			free(part);
			failed = true;
			break;
		}
		names = more;
		names[n++] = part;
		names[n] = NULL;
	}
	closedir(dir);
	if (failed) {
		err_set(err, ERR_SYSTEM, "%s: out of memory", folder);
		names_free(names);
		return NULL;
	}
	qsort(names, n, sizeof(*names), by_bytes);
	if (n_names != NULL)
		*n_names = n;
	return names;
}

void
names_free(char **names)
{
	size_t i;

	for (i = 0; names != NULL && names[i] != NULL; i++)
		free(names[i]);
	free(names);
}

void
names_join(char *const *names, char *out, size_t size)
{
	size_t len = 0;
	size_t i;

	out[0] = '\0';
	for (i = 0; names[i] != NULL && len < size; i++) {
		const int n = snprintf(out + len, size - len, "%s%s",
			i > 0 ? ", " : "", names[i]);

		if (n > 0)
			len += (size_t)n;
	}
}
