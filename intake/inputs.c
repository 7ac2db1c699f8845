#include "intake/inputs.h"

#include "core/err.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#define DEPTH 8 /* folders within folders */

static bool
add_path(char ***paths, size_t *n, const char *path, struct err *err)
{
	char **more = realloc(*paths, (*n + 1) * sizeof(*more));
	char *copy;

	if (more == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	*paths = more;
	copy = strdup(path);
	if (copy == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	more[(*n)++] = copy;
	return true;
}

bool
inputs_is_picture(const char *name)
{
	static const char *const endings[] = {".pdf", ".tif", ".tiff", ".png",
		".jpg", ".jpeg", ".jp2", ".gif", ".bmp", ".webp", ".heic"};
	const char *dot = strrchr(name, '.');
	size_t i;

	for (i = 0; dot != NULL && i < sizeof(endings) / sizeof(*endings);
		i++) {
		if (strcasecmp(dot, endings[i]) == 0)
			return true;
	}
	return false;
}

static int
compare(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static bool add_folder(
	struct inputs *inputs, const char *folder, int depth, struct err *err);

static bool
add_entry(struct inputs *inputs, const char *folder, const char *name,
	int depth, struct err *err)
{
	const size_t len = strlen(folder);
	char path[PATH_MAX];
	struct stat st;

	if (name[0] == '.')
		return true;
	if (snprintf(path, sizeof(path), "%s%s%s", folder,
		    len > 0 && folder[len - 1] == '/' ? "" : "/",
		    name) >= (int)sizeof(path))
		return true;
	/* A link to a folder may lead back up: it is not followed. */
	if (lstat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return depth == 0 || add_folder(inputs, path, depth - 1, err);
	if (inputs_is_picture(name))
		return add_path(&inputs->paths, &inputs->n, path, err);
	return add_path(&inputs->ignored, &inputs->n_ignored, path, err);
}

static bool
add_folder(
	struct inputs *inputs, const char *folder, int depth, struct err *err)
{
	struct dirent **entries = NULL;
	const int n = scandir(folder, &entries, NULL, compare);
	bool ok = true;
	int i;

	if (n < 0) /* reading it as a file says why it cannot be */
		return add_path(&inputs->paths, &inputs->n, folder, err);
	for (i = 0; i < n; i++) {
		ok = ok &&
		     add_entry(inputs, folder, entries[i]->d_name, depth, err);
		free(entries[i]);
	}
	free(entries);
	return ok;
}

bool
inputs_add(struct inputs *inputs, const char *path, struct err *err)
{
	const size_t before = inputs->n;
	struct stat st;

	if (stat(path, &st) != 0 || !S_ISDIR(st.st_mode))
		return add_path(&inputs->paths, &inputs->n, path, err);
	if (!add_folder(inputs, path, DEPTH, err))
		return false;
	return inputs->n > before ||
	       add_path(&inputs->empty, &inputs->n_empty, path, err);
}

static void
free_paths(char **paths, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		free(paths[i]);
	free(paths);
}

void
inputs_finish(struct inputs *inputs)
{
	free_paths(inputs->paths, inputs->n);
	free_paths(inputs->ignored, inputs->n_ignored);
	free_paths(inputs->empty, inputs->n_empty);
	*inputs = (struct inputs){0};
}
