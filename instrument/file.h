/*
 * Template files: read whole with a limit, and listed by their names.
 */
#ifndef SKAPA_INSTRUMENT_FILE_H
#define SKAPA_INSTRUMENT_FILE_H

#include <stdbool.h>
#include <stddef.h>

struct err;

/*
 * The bytes of a regular file, with a NUL behind them that *len does not
 * count; the caller frees them. No path in the sentence of ERR_LIMIT.
 *
 * Errors: ERR_SYSTEM, ERR_INPUT (not a regular file), ERR_LIMIT.
 */
char *file_read(const char *path, size_t limit, size_t *len, struct err *err);

/*
 * What stands in the names of a folder's files between prefix and suffix,
 * sorted by bytes, NULL at the end. Free with file_names_free.
 */
char **file_names(const char *folder, const char *prefix, const char *suffix,
	size_t *n_names, struct err *err);
void file_names_free(char **names);

/* The names with ", " between them, for a sentence; cut to size bytes. */
void file_names_join(char *const *names, char *out, size_t size);

#endif
