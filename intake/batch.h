/*
 * A batch: every page of every file, read by the workers, handed over in the
 * order of the files, so that the same batch always ends the same way.
 */
#ifndef SKAPA_INTAKE_BATCH_H
#define SKAPA_INTAKE_BATCH_H

#include "core/reading.h"
#include "intake/pool.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;

/* A file to be read. */
struct batch_input {
	const char *path;   /* NULL: there is no other; borrowed for the call */
	const char *source; /* what to call it; NULL: the path */
	const void *bytes;  /* what is in it, if it is no file; borrowed too */
	size_t len;
	bool is_empty_folder;
	size_t n_left; /* behind it, as far as it is known */
};

/* One page, or a file that yielded none. Borrowed until the call returns. */
struct batch_page {
	const char *source; /* as batch_input has it */
	const char *path;
	const uint8_t *bytes; /* the file's; NULL if it could not be read */
	size_t len;
	bool is_first;		 /* of its file */
	bool is_last;		 /* of its file, and all before it were read */
	struct reading *reading; /* sha256 and source_page are set */
};

/* Where files come from and pages go to. Errors of either end the batch. */
struct batch_ends {
	bool (*next)(void *context, struct batch_input *input, struct err *err);
	bool (*take)(
		void *context, const struct batch_page *page, struct err *err);
	/*
	 * NULL, or whether to stop: no other page is begun, and what is on its
	 * way is handed over.
	 */
	bool (*stop)(void *context);
	void *context;
};

bool batch_run(
	struct pool *pool, const struct batch_ends *ends, struct err *err);

#endif
