/*
 * A batch: every page of every input, read by the workers, handed over in the
 * order of the inputs, so that the same batch always ends the same way.
 */
#ifndef SKAPA_INTAKE_BATCH_H
#define SKAPA_INTAKE_BATCH_H

#include "core/reading.h"
#include "intake/inputs.h"
#include "intake/pool.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;

/* One page, or a file that yielded none. Borrowed until the call returns. */
struct batch_page {
	const char *source;   /* the path as it was named */
	const uint8_t *bytes; /* the file's; NULL if it could not be read */
	size_t len;
	bool is_first;		 /* of its file */
	struct reading *reading; /* sha256 and source_page are set */
};

/* Files the page. Errors end the batch. */
typedef bool batch_take(
	const struct batch_page *page, void *context, struct err *err);

bool batch_run(struct pool *pool, const struct inputs *inputs, batch_take *take,
	void *context, struct err *err);

#endif
