/*
 * Workers: processes that decode and read pages, as many as the machine has
 * cores. A page that brings a worker down is refused and nothing else is lost.
 *
 * The parent hands out jobs and takes results; a file's bytes go to a worker
 * as a descriptor of shared memory, so that what is read is what was hashed,
 * whatever happens to the file meanwhile.
 */
#ifndef SKAPA_INTAKE_POOL_H
#define SKAPA_INTAKE_POOL_H

#include "core/reading.h"
#include "intake/decode.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct page_book;
struct pool;

/*
 * Called in a worker before its first page; *book lasts until the worker ends.
 */
typedef bool pool_open(void *context, struct page_book *book, struct err *err);

#define POOL_SOURCE 256

struct pool_job {
	uint64_t number; /* comes back with the result */
	int memory;	 /* memfd of the file's bytes; open until the result */
	size_t len;
	uint64_t file;		 /* the same for all pages of a file */
	struct decode_file kind; /* n_pages may be 0: count them */
	int page; /* 1.., or 0: only count; if n_pages is 0, 0 or 1 */
	/* The file's path, or its end: its picture is called after it. */
	char source[POOL_SOURCE];
};

/*
 * n_workers 0: as many as cores. The context is shared by fork. explain: the
 * folder where each page is drawn as it was read (intake/explain.h), borrowed;
 * NULL: none is.
 */
struct pool *pool_new(int n_workers, const char *explain, pool_open *open,
	void *context, struct err *err);
void pool_free(struct pool *pool); /* NULL is fine; ends the workers */

/* Whether a worker can take another job now. */
bool pool_has_room(const struct pool *pool);
/* Only when there is room. Errors: ERR_SYSTEM. */
bool pool_give(struct pool *pool, const struct pool_job *job, struct err *err);
/*
 * Waits for the next result. reading's status is as reader_read leaves it, or
 * REFUSED with the decoder's reason, and source_page 0 if that goes for the
 * file. n_pages is the job's, or what was counted, and 1 for a file that is
 * refused; 0 if the worker died before it knew. Errors: ERR_SYSTEM and what a
 * worker's store or memory failed with: the batch ends.
 */
bool pool_take(struct pool *pool, uint64_t *number, struct reading *reading,
	int *n_pages, struct err *err);

#endif
