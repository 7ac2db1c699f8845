/*
 * What is to be read: files as they were named, and the pictures and PDFs in
 * folders, in the order of their names.
 */
#ifndef SKAPA_INTAKE_INPUTS_H
#define SKAPA_INTAKE_INPUTS_H

#include <stdbool.h>
#include <stddef.h>

struct err;

struct inputs {
	char **paths; /* owned */
	size_t n;
	char **ignored; /* files in folders that are no pictures by name */
	size_t n_ignored;
	char **empty; /* folders with nothing to read */
	size_t n_empty;
};

/*
 * Adds a file, whatever its name, or a folder and those below it. A path that
 * is not there is added too: reading it says why. Names that begin with a dot
 * are passed over in folders. Errors: ERR_SYSTEM for memory alone.
 */
bool inputs_add(struct inputs *inputs, const char *path, struct err *err);
/* Whether a name is what a scanner or a person calls a picture or a PDF. */
bool inputs_is_picture(const char *name);
void inputs_finish(struct inputs *inputs);

#endif
