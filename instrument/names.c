#include "instrument/names.h"

#include "core/err.h"
#include "core/str.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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

/* The n-th folder of templates with /file behind it. False: behind the last. */
static bool
nth_path(const char *templates, size_t n, const char *file, struct str *out)
{
	const char *at = templates;
	const char *end;

	for (;;) {
		end = strchrnul(at, ':');
		if (n-- == 0)
			break;
		if (*end == '\0')
			return false;
		at = end + 1;
	}
	str_clear(out);
	str_add_bytes(out, at, (size_t)(end - at));
	str_addf(out, "/%s", file);
	return true;
}

char *
names_path(const char *templates, const char *file, struct err *err)
{
	struct str path = {0};
	bool found = false;
	size_t n;

	for (n = 0; !found && nth_path(templates, n, file, &path); n++)
		found = str_ok(&path, NULL) && access(path.at, F_OK) == 0;
	if (!found)
		nth_path(templates, 0, file, &path);
	if (!str_ok(&path, err)) {
		str_finish(&path);
		return NULL;
	}
	return str_take(&path);
}

/* A growing list that ends with NULL. */
struct list {
	char **names;
	size_t n;
};

/* Takes name over. */
static bool
list_add(struct list *list, char *name)
{
	char **more =
		realloc(list->names, (list->n + 2) * sizeof(*list->names));

	if (more == NULL) {
		free(name);
		return false;
	}
	list->names = more;
	more[list->n++] = name;
	more[list->n] = NULL;
	return true;
}

static bool
list_folder(struct list *list, DIR *dir, const char *prefix, const char *suffix)
{
	const struct dirent *entry;
	bool failed = false;

	while (!failed && (entry = readdir(dir)) != NULL) {
		char *part = middle(entry->d_name, prefix, suffix, &failed);

		if (part != NULL)
			failed = !list_add(list, part);
	}
	return !failed;
}

/* Sorted, and each name once. */
static void
list_sort(struct list *list)
{
	size_t i;
	size_t n = 0;

	qsort(list->names, list->n, sizeof(*list->names), by_bytes);
	for (i = 0; i < list->n; i++) {
		if (n > 0 && strcmp(list->names[n - 1], list->names[i]) == 0)
			free(list->names[i]);
		else
			list->names[n++] = list->names[i];
	}
	list->names[n] = NULL;
	list->n = n;
}

char **
names_list(const char *templates, const char *folder, const char *prefix,
	const char *suffix, size_t *n_names, struct err *err)
{
	struct list list = {.names = calloc(1, sizeof(*list.names))};
	struct str path = {0};
	bool ok = list.names != NULL;
	bool found = false;
	int why = 0;
	size_t n;

	for (n = 0; ok && nth_path(templates, n, folder, &path); n++) {
		DIR *dir = str_ok(&path, NULL) ? opendir(path.at) : NULL;

		if (dir == NULL) {
			why = n == 0 ? errno : why;
			continue;
		}
		found = true;
		ok = list_folder(&list, dir, prefix, suffix);
		closedir(dir);
	}
	if (!ok) {
		err_set(err, ERR_SYSTEM, "%s: out of memory", templates);
	} else if (!found) {
		nth_path(templates, 0, folder, &path);
		errno = why;
		ok = str_ok(&path, err) && err_errno(err, "%s", path.at);
	}
	str_finish(&path);
	if (!ok) {
		names_free(list.names);
		return NULL;
	}
	list_sort(&list);
	if (n_names != NULL)
		*n_names = list.n;
	return list.names;
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
