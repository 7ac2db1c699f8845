/*
 * Where template files are. `templates` is a folder, or several with ':'
 * between: a file is the first folder's that has it, so that a site's folder
 * need only have what is the site's own.
 */
#ifndef SKAPA_INSTRUMENT_NAMES_H
#define SKAPA_INSTRUMENT_NAMES_H

#include <stddef.h>

struct err;

/*
 * The path of a file such as "wording/sheet.sv.po"; the caller frees it. Where
 * none has it, that in the first folder. NULL: ERR_SYSTEM, no memory.
 */
char *names_path(const char *templates, const char *file, struct err *err);

/*
 * What stands in the names of a folder's files ("wording") between prefix and
 * suffix, sorted by bytes, each once, NULL at the end. Free with names_free.
 * ERR_SYSTEM if no folder of templates has such a folder.
 */
char **names_list(const char *templates, const char *folder, const char *prefix,
	const char *suffix, size_t *n_names, struct err *err);
void names_free(char **names);

/* The names with ", " between them, for a sentence; cut to size bytes. */
void names_join(char *const *names, char *out, size_t size);

#endif
