/*
 * The names of template files, listed.
 */
#ifndef SKAPA_INSTRUMENT_NAMES_H
#define SKAPA_INSTRUMENT_NAMES_H

#include <stddef.h>

struct err;

/*
 * What stands in the names of a folder's files between prefix and suffix,
 * sorted by bytes, NULL at the end. Free with names_free.
 */
char **names_list(const char *folder, const char *prefix, const char *suffix,
	size_t *n_names, struct err *err);
void names_free(char **names);

/* The names with ", " between them, for a sentence; cut to size bytes. */
void names_join(char *const *names, char *out, size_t size);

#endif
