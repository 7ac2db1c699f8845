#include "intake/batch.h"

#include "core/err.h"
#include "core/file.h"
#include "core/hash.h"
#include "core/log.h"
#include "core/str.h"
#include "intake/decode.h"
#include "intake/sandbox.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Pages on their way at most: a slow page holds back so many others. */
#define WINDOW 64
/* Of these, how many only the file may take that is handed over now. */
#define RESERVE 16

/* A file from its first page to its last. */
struct source {
	char *path, *name;
	const uint8_t *bytes; /* mapped from memory; NULL if unreadable */
	size_t len;
	int memory; /* memfd, or -1 */
	uint64_t number;
	char sha256[READING_SHA256];
	/* n_pages is 0 until its first page, or what counts them, came back. */
	struct decode_file kind;
	int n_given;	 /* pages given out, */
	int n_wanted;	 /* at most so many; */
	int n_taken;	 /* and handed over */
	bool must_count; /* its first page came back without it */
	struct source *next;
};

/* A page on its way; page 0: only the file's pages are counted. */
struct slot {
	struct source *source; /* NULL: free */
	int page;
	bool is_done;
	struct reading reading;
};

struct batch {
	struct pool *pool;
	const struct batch_ends *ends;
	bool has_ended;		     /* there is no other file */
	size_t n_ahead;		     /* files not opened yet */
	struct source *first, *last; /* files not handed over yet, in order */
	int n_free;		     /* slots */
	int n_jobs;		     /* that no result came of yet */
	size_t taken;		     /* pages */
	size_t announced;	     /* pages known so far, for the progress */
	uint64_t files;
	struct slot slots[WINDOW];
};

static void
source_free(struct source *source)
{
	if (source == NULL)
		return;
	if (source->bytes != NULL)
		munmap((void *)(uintptr_t)source->bytes, source->len);
	if (source->memory >= 0)
		close(source->memory);
	free(source->path);
	free(source->name);
	free(source);
}

/* The file's bytes into shared memory that cannot change any more. */
static bool
fill_memory(
	struct source *source, const void *bytes, size_t len, struct err *err)
{
	void *at;

	source->memory = memfd_create("scan", MFD_CLOEXEC);
	if (source->memory < 0 || ftruncate(source->memory, (off_t)len) != 0)
		return err_errno(err, "%s: no memory for it", source->path);
	at = mmap(NULL, len, PROT_READ | PROT_WRITE, MAP_SHARED, source->memory,
		0);
	if (at == MAP_FAILED)
		return err_errno(err, "%s: no memory for it", source->path);
	memcpy(at, bytes, len);
	mprotect(at, len, PROT_READ);
	source->bytes = at;
	source->len = len;
	return true;
}

static struct slot *
slot_take(struct batch *batch, struct source *source, int page)
{
	struct slot *slot = batch->slots;

	while (slot->source != NULL)
		slot++;
	*slot = (struct slot){.source = source, .page = page};
	batch->n_free--;
	return slot;
}

static void
slot_free(struct batch *batch, struct slot *slot)
{
	slot->source = NULL;
	batch->n_free++;
}

/* A page without a job: the file is refused as a whole. */
static void
refuse_source(struct batch *batch, struct source *source, const char *reason,
	const char *sentence)
{
	struct slot *slot = slot_take(batch, source, 1);
	struct reading *reading = &slot->reading;

	slot->is_done = true;
	*reading = (struct reading){.status = READING_REFUSED};
	str_copy(reading->reason, sizeof(reading->reason), reason);
	snprintf(reading->hint, sizeof(reading->hint), "%.*s", READING_HINT - 1,
		sentence);
	source->kind.n_pages = source->n_given = 1;
}

static struct source *
source_new(
	struct batch *batch, const struct batch_input *input, struct err *err)
{
	struct source *source = calloc(1, sizeof(*source));

	if (source != NULL) {
		source->path = strdup(input->path);
		source->name = strdup(
			input->source != NULL ? input->source : input->path);
		source->memory = -1;
	}
	if (source == NULL || source->path == NULL || source->name == NULL) {
		source_free(source);
		err_set(err, ERR_SYSTEM, "out of memory");
		return NULL;
	}
	source->number = ++batch->files;
	source->n_wanted = INT_MAX;
	if (batch->last == NULL)
		batch->first = source;
	else
		batch->last->next = source;
	batch->last = source;
	/* A page at least, until more are known. */
	batch->announced++;
	return source;
}

/* The sentence without the path in front, which is told anyway. */
static const char *
without_path(const char *sentence, const char *path)
{
	const size_t len = strlen(path);

	if (strncmp(sentence, path, len) == 0 &&
		strncmp(sentence + len, ": ", 2) == 0)
		return sentence + len + 2;
	return sentence;
}

/*
 * Opens an input: it is the last of the files, and if it is refused that stands
 * in a slot. False only when the batch cannot go on.
 */
static bool
open_input(
	struct batch *batch, const struct batch_input *input, struct err *err)
{
	struct source *source = source_new(batch, input, err);
	const char *path = input->path;
	struct refusal refusal = {{0}, {0}};
	struct bytes file = {0};
	struct err why = {0};
	const void *at;
	size_t len;

	if (source == NULL)
		return false;
	if (input->is_empty_folder) {
		refuse_source(batch, source, "empty_folder",
			"the folder holds no picture and no PDF");
		return true;
	}
	if (input->bytes == NULL &&
		!file_read(path, DECODE_FILE_BYTES, &file, &why)) {
		refuse_source(batch, source,
			why.code == ERR_LIMIT ? "too_large" : "unreadable_file",
			without_path(why.text, path));
		return true;
	}
	if (input->bytes != NULL) {
		at = input->bytes;
		len = input->len;
	} else {
		at = file.at;
		len = file.len;
	}
	hash_bytes(at, len, source->sha256);
	if (len > 0 && !fill_memory(source, at, len, err)) {
		bytes_free(&file);
		return false;
	}
	bytes_free(&file);
	if (!decode_kind(
		    source->bytes, source->len, &source->kind, &refusal, &why))
		refuse_source(batch, source, refusal.reason, refusal.sentence);
	return true;
}

static bool
open_next(struct batch *batch, struct err *err)
{
	struct batch_input input = {0};

	if (!batch->ends->next(batch->ends->context, &input, err))
		return false;
	batch->has_ended = input.path == NULL;
	batch->n_ahead = input.n_left;
	return batch->has_ended || open_input(batch, &input, err);
}

/* A path that is too long loses its beginning. */
static void
end_of_name(const char *name, char out[POOL_SOURCE])
{
	const size_t len = strlen(name);

	str_copy(out, POOL_SOURCE,
		len < POOL_SOURCE ? name : name + len - (POOL_SOURCE - 1));
}

static bool
is_all_given(const struct source *source)
{
	if (source->must_count)
		return false;
	return source->n_given >= source->n_wanted ||
	       source->n_given >=
		       (source->kind.n_pages == 0 ? 1 : source->kind.n_pages);
}

/* The file whose page is to be given out next, or NULL. */
static struct source *
find_open(const struct batch *batch)
{
	struct source *source = batch->first;

	while (source != NULL && is_all_given(source))
		source = source->next;
	return source;
}

static bool
give(struct batch *batch, struct source *source, struct err *err)
{
	const int page = source->must_count ? 0 : ++source->n_given;
	struct slot *slot = slot_take(batch, source, page);
	struct pool_job job = {.number = (uint64_t)(slot - batch->slots),
		.memory = source->memory,
		.len = source->len,
		.file = source->number,
		.kind = source->kind,
		.page = page};

	source->must_count = false;
	end_of_name(source->name, job.source);
	batch->n_jobs++;
	return pool_give(batch->pool, &job, err);
}

/* A page goes out, or a file is opened. *more is false if neither can be. */
static bool
go_on(struct batch *batch, bool *more, struct err *err)
{
	struct source *source = find_open(batch);
	const int keep = source == batch->first ? 0 : RESERVE;

	*more = batch->n_free > keep;
	if (*more && source != NULL) {
		*more = pool_has_room(batch->pool);
		return !*more || give(batch, source, err);
	}
	*more = *more && !batch->has_ended;
	return !*more || open_next(batch, err);
}

static void
look_for_stop(struct batch *batch)
{
	struct source *source;

	if (batch->ends->stop == NULL ||
		!batch->ends->stop(batch->ends->context))
		return;
	batch->has_ended = true;
	for (source = batch->first; source != NULL; source = source->next)
		source->n_wanted = source->n_given;
}

/* Its next page, if that is back; NULL: not yet. */
static struct slot *
find_ready(struct batch *batch, const struct source *source)
{
	int i;

	for (i = 0; i < WINDOW; i++) {
		struct slot *slot = &batch->slots[i];

		if (slot->source == source && slot->is_done &&
			slot->page == source->n_taken + 1)
			return slot;
	}
	return NULL;
}

static bool
hand_over(struct batch *batch, struct source *source, struct slot *slot,
	struct err *err)
{
	const struct batch_page page = {.source = source->name,
		.path = source->path,
		.bytes = source->bytes,
		.len = source->len,
		.is_first = slot->reading.source_page <= 1,
		.is_last = source->n_taken + 1 == source->kind.n_pages,
		.reading = &slot->reading};
	bool ok;

	memcpy(slot->reading.sha256, source->sha256, READING_SHA256);
	batch->taken++;
	source->n_taken++;
	ok = batch->ends->take(batch->ends->context, &page, err);
	slot_free(batch, slot);
	return ok;
}

static void
drop_first(struct batch *batch)
{
	struct source *source = batch->first;

	batch->first = source->next;
	if (batch->first == NULL)
		batch->last = NULL;
	source_free(source);
}

/* Hands over what is ready of the files at the head. */
static bool
deliver(struct batch *batch, struct err *err)
{
	while (batch->first != NULL) {
		struct source *source = batch->first;
		const int n_pages = source->kind.n_pages;
		struct slot *slot;

		if (source->n_taken == source->n_wanted ||
			(n_pages > 0 && source->n_taken == n_pages)) {
			drop_first(batch);
			continue;
		}
		slot = n_pages == 0 ? NULL : find_ready(batch, source);
		if (slot == NULL)
			return true;
		if (!hand_over(batch, source, slot, err))
			return false;
		log_progress(batch->taken, batch->announced + batch->n_ahead);
	}
	return true;
}

/* Waits for a result, and learns from it how many pages its file has. */
static bool
take_result(struct batch *batch, struct err *err)
{
	uint64_t number;
	struct reading reading;
	struct source *source;
	struct slot *slot;
	int n_pages;

	if (!pool_take(batch->pool, &number, &reading, &n_pages, err))
		return false;
	batch->n_jobs--;
	slot = &batch->slots[number];
	source = slot->source;
	slot->reading = reading;
	slot->is_done = true;
	if (source->kind.n_pages == 0) {
		source->kind.n_pages = n_pages;
		source->must_count = n_pages == 0;
		if (n_pages > 1)
			batch->announced += (size_t)n_pages - 1;
	}
	if (slot->page > 0)
		return true;
	slot_free(batch, slot);
	return n_pages > 0 ||
	       err_set(err, ERR_SYSTEM,
		       "%s: its pages cannot be counted; read it by itself",
		       source->path);
}

static bool
run(struct batch *batch, struct err *err)
{
	while (batch->first != NULL || !batch->has_ended) {
		bool more = true;

		look_for_stop(batch);
		while (more)
			if (!go_on(batch, &more, err))
				return false;
		if (!deliver(batch, err))
			return false;
		if (batch->n_jobs > 0 && !take_result(batch, err))
			return false;
	}
	return true;
}

bool
batch_run(struct pool *pool, const struct batch_ends *ends, struct err *err)
{
	struct batch *batch;
	bool ok;

	/* Before a file is touched, or a page scanned: can they be read? */
	if (!sandbox_check(err))
		return false;
	batch = calloc(1, sizeof(*batch));
	if (batch == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	batch->pool = pool;
	batch->ends = ends;
	batch->n_free = WINDOW;
	ok = run(batch, err);
	log_progress_end();
	/* After a failure: what is still on its way belongs to nobody. */
	while (batch->first != NULL)
		drop_first(batch);
	free(batch);
	return ok;
}
