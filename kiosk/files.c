#include "kiosk/files.h"

#include "core/err.h"
#include "core/file.h"
#include "instrument/names.h"
#include "kiosk/gzip.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NUMBER 16 /* digits of the number of all files */

static const struct {
	const char *suffix, *type;
	bool is_text; /* and made smaller */
} types[] = {
	{".css", "text/css; charset=utf-8", true},
	{".js", "text/javascript; charset=utf-8", true},
	{".svg", "image/svg+xml", true},
	{".woff2", "font/woff2", false},
	{".png", "image/png", false},
	{".webmanifest", "application/manifest+json", true},
};

#define TYPES (sizeof(types) / sizeof(*types))

struct files {
	struct file file[FILES_MOST];
	size_t n;
	char number[NUMBER + 1];
};

static const struct file *
find(const struct files *files, const char *name)
{
	size_t i;

	for (i = 0; i < files->n; i++) {
		if (strcmp(files->file[i].name, name) == 0)
			return &files->file[i];
	}
	return NULL;
}

static bool
load(struct files *files, const char *path, const char *name, size_t type,
	struct err *err)
{
	struct file *file = &files->file[files->n];
	struct bytes bytes = {0};

	if (find(files, name) != NULL)
		return true;
	if (files->n == FILES_MOST)
		return err_set(err, ERR_LIMIT, "%s: more than %d files", path,
			FILES_MOST);
	if (!file_read(path, FILES_BYTES, &bytes, err))
		return false;
	file->name = strdup(name);
	if (file->name == NULL) {
		bytes_free(&bytes);
		return err_set(err, ERR_SYSTEM, "out of memory");
	}
	file->at = bytes.at != NULL ? (const void *)bytes.at : "";
	file->len = bytes.len;
	file->type = types[type].type;
	if (types[type].is_text)
		gzip_pack(file->at, file->len, GZIP_SMALL, &file->packed,
			&file->packed_len);
	hash_bytes(file->at, file->len, file->hash);
	files->n++;
	return true;
}

/* All of a type in templates' folder; those whose names are known stay. */
static bool
load_folder(struct files *files, const char *templates, const char *folder,
	const char *before, size_t type, struct err *err)
{
	const char *suffix = types[type].suffix;
	char **names =
		names_list(templates, folder, "", suffix, &(size_t){0}, NULL);
	char file[256], name[FILES_ADDRESS];
	char *path;
	size_t i;
	bool ok = true;

	for (i = 0; ok && names != NULL && names[i] != NULL; i++) {
		if ((size_t)snprintf(name, sizeof(name), "%s%s%s", before,
			    names[i], suffix) >= sizeof(name))
			continue;
		snprintf(file, sizeof(file), "%s/%s%s", folder, names[i],
			suffix);
		path = names_path(templates, file, err);
		ok = path != NULL && load(files, path, name, type, err);
		free(path);
	}
	names_free(names);
	return ok;
}

static void
set_number(struct files *files)
{
	char all[FILES_MOST * 8 + 1] = "", hash[HASH_HEX];
	size_t i;

	for (i = 0; i < files->n; i++)
		memcpy(all + 8 * i, files->file[i].hash, 8);
	hash_bytes(all, 8 * files->n, hash);
	memcpy(files->number, hash, NUMBER);
}

struct files *
files_load(const char *templates, const char *own, struct err *err)
{
	struct files *files = calloc(1, sizeof(*files));
	size_t i;
	bool ok = true;

	if (files == NULL) {
		err_set(err, ERR_SYSTEM, "out of memory");
		return NULL;
	}
	for (i = 0; ok && i < TYPES; i++)
		ok = load_folder(
			     files, templates, "../kiosk/web", "", i, err) &&
		     load_folder(files, templates, "../web", "", i, err) &&
		     load_folder(files, own, "web", "", i, err) &&
		     load_folder(files, templates, "pictograms", "picture/", i,
			     err);
	if (!ok) {
		files_free(files);
		return NULL;
	}
	set_number(files);
	return files;
}

void
files_free(struct files *files)
{
	size_t i;

	if (files == NULL)
		return;
	for (i = 0; i < files->n; i++) {
		free(files->file[i].name);
		free(files->file[i].packed);
		if (files->file[i].len > 0)
			free((void *)(uintptr_t)files->file[i].at);
	}
	free(files);
}

const struct file *
files_find(const struct files *files, const char *path, bool *is_lasting)
{
	*is_lasting = false;
	if (strncmp(path, "/picture/", 9) == 0)
		return find(files, path + 1);
	if (strncmp(path, "/web/", 5) != 0)
		return NULL;
	path += 5;
	if (strncmp(path, files->number, NUMBER) != 0 || path[NUMBER] != '/')
		return NULL;
	*is_lasting = true;
	return find(files, path + NUMBER + 1);
}

bool
files_address(const struct files *files, const char *name,
	char address[FILES_ADDRESS])
{
	snprintf(address, FILES_ADDRESS, "/web/%s/%s", files->number, name);
	return find(files, name) != NULL;
}
