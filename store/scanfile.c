#include "store/scanfile.h"

#include "core/err.h"
#include "core/file.h"
#include "core/str.h"
#include "store/inside.h"
#include "store/scantable.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

char *
scanfile_place(const struct store *store, const char *name, struct err *err)
{
	struct str out = {0};
	char *place;

	if (store->is_server)
		str_addf(&out, "%s: scan %s", store->path, name);
	else
		str_addf(&out, "%s/" STORE_SCANS "/%.2s/%s", store->path, name,
			name);
	place = str_take(&out);
	if (place == NULL)
		err_set(err, ERR_SYSTEM, "out of memory");
	return place;
}

/* The folder scans/ab, made and synced into scans if it is new. */
static bool
make_folder(struct store *store, const char *name, struct err *err)
{
	char *scans = store_place(store->path, STORE_SCANS, err);
	char two[3] = {name[0], name[1], '\0'};
	char *folder = scans != NULL ? store_place(scans, two, err) : NULL;
	bool ok = false;

	if (folder == NULL)
		goto out;
	if (mkdir(folder, 0700) == 0)
		ok = file_sync_folder(scans, err);
	else
		ok = errno == EEXIST ||
		     err_errno(err, "%s: cannot be made", folder);
out:
	free(scans);
	free(folder);
	return ok;
}

bool
scanfile_put(struct store *store, const char *name, const void *bytes,
	size_t len, struct err *err)
{
	char *place;
	bool ok;

	if (store->is_server)
		return scantable_put(store, name, bytes, len, err);
	place = scanfile_place(store, name, err);
	ok = place != NULL && make_folder(store, name, err) &&
	     file_write(place, bytes, len, err);
	free(place);
	return ok;
}

bool
scanfile_get(struct store *store, const char *name, struct bytes *bytes,
	bool *found, struct err *err)
{
	char *place;
	bool ok;

	if (store->is_server)
		return scantable_get(store, name, bytes, found, err);
	place = scanfile_place(store, name, err);
	ok = place != NULL;
	if (ok && access(place, F_OK) != 0 && errno == ENOENT) {
		*found = false;
	} else if (ok) {
		ok = file_read(place, SIZE_MAX / 2, bytes, err);
		if (ok)
			*found = true;
	}
	free(place);
	return ok;
}

bool
scanfile_remove(struct store *store, const char *name, struct err *err)
{
	char *place, *slash;
	bool ok;

	if (store->is_server)
		return scantable_remove(store, name, err);
	place = scanfile_place(store, name, err);
	ok = place != NULL;
	if (ok && unlink(place) != 0) {
		ok = errno == ENOENT ||
		     err_errno(err, "%s: cannot be removed", place);
	} else if (ok) {
		slash = strrchr(place, '/');
		*slash = '\0';
		ok = file_sync_folder(place, err);
	}
	free(place);
	return ok;
}

/* ---------------------------------------------------------------- all */

typedef bool each_entry(
	const char *folder, const char *name, void *data, struct err *err);

/* Every entry of a folder that is there. */
static bool
walk(const char *path, each_entry *each, void *data, struct err *err)
{
	DIR *folder = opendir(path);
	struct dirent *entry;
	bool ok = true;

	if (folder == NULL)
		return err_errno(err, "%s: cannot be opened", path);
	while (ok && (entry = readdir(folder)) != NULL) {
		if (strcmp(entry->d_name, ".") != 0 &&
			strcmp(entry->d_name, "..") != 0)
			ok = each(path, entry->d_name, data, err);
	}
	closedir(folder);
	return ok;
}

struct list {
	scanfile_each *each;
	void *data;
};

static bool
list_file(const char *folder, const char *name, void *data, struct err *err)
{
	const struct list *list = data;

	(void)folder;
	if (strstr(name, STORE_HALF) != NULL)
		return true;
	return list->each(name, list->data, err);
}

static bool
list_folder(const char *path, const char *name, void *data, struct err *err)
{
	char *folder;
	bool ok;

	if (strlen(name) != 2)
		return true; /* somebody else's */
	folder = store_place(path, name, err);
	ok = folder != NULL && walk(folder, list_file, data, err);
	free(folder);
	return ok;
}

bool
scanfile_list(
	struct store *store, scanfile_each *each, void *data, struct err *err)
{
	struct list list = {each, data};
	char *scans;
	bool ok;

	if (store->is_server)
		return scantable_list(store, each, data, err);
	scans = store_place(store->path, STORE_SCANS, err);
	ok = scans != NULL && walk(scans, list_folder, &list, err);
	free(scans);
	return ok;
}

static bool
sweep_file(const char *folder, const char *name, void *data, struct err *err)
{
	char *place;
	bool ok;

	(void)data;
	if (strstr(name, STORE_HALF) == NULL)
		return true;
	place = store_place(folder, name, err);
	ok = place != NULL &&
	     (unlink(place) == 0 ||
		     err_errno(err, "%s: cannot be removed", place));
	free(place);
	return ok;
}

static bool
sweep_folder(const char *path, const char *name, void *data, struct err *err)
{
	char *folder;
	bool ok;

	if (strlen(name) != 2)
		return true;
	folder = store_place(path, name, err);
	ok = folder != NULL && walk(folder, sweep_file, data, err);
	free(folder);
	return ok;
}

bool
scanfile_sweep(struct store *store, struct err *err)
{
	char *scans;
	bool ok;

	if (store->is_server)
		return true; /* a server leaves nothing half written */
	scans = store_place(store->path, STORE_SCANS, err);
	ok = scans != NULL && walk(scans, sweep_folder, NULL, err);
	free(scans);
	return ok;
}
