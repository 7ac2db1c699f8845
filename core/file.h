/*
 * Whole files, in and out. A file is written beside its place, synced and
 * renamed, so that nobody ever sees half of it.
 */
#ifndef SKAPA_CORE_FILE_H
#define SKAPA_CORE_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;

struct bytes {
	uint8_t *at; /* owned; NULL when len is 0 */
	size_t len;
};

void bytes_free(struct bytes *bytes);

/*
 * Errors: ERR_SYSTEM (cannot be opened or read), ERR_LIMIT above limit bytes,
 * ERR_INPUT for what is no ordinary file. The sentence starts with path.
 */
bool file_read(
	const char *path, size_t limit, struct bytes *out, struct err *err);

/*
 * Writes path.tmp-PID, fsyncs it, renames it to path and fsyncs the folder.
 * On failure nothing is left behind and an old file at path is untouched.
 */
bool file_write(
	const char *path, const void *bytes, size_t len, struct err *err);

/*
 * The same in two steps: path.tmp-PID lies beside its place, synced, until it
 * is kept there or dropped. One path has one draft at a time. What cannot be
 * kept stays beside its place.
 */
bool file_draft(
	const char *path, const void *bytes, size_t len, struct err *err);
bool file_keep(const char *path, struct err *err);
void file_drop(const char *path);

/*
 * What was made, renamed or removed in the folder is on the disk; place: the
 * folder that path is in. Errors: ERR_SYSTEM.
 */
bool file_sync_folder(const char *folder, struct err *err);
bool file_sync_place(const char *path, struct err *err);

/* Whether a new file could be made where path says: its folder is there. */
bool file_can_write(const char *path, struct err *err);

#endif
