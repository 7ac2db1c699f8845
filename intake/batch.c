#include "intake/batch.h"

#include "core/err.h"
#include "core/file.h"
#include "core/hash.h"
#include "core/log.h"
#include "core/str.h"
#include "intake/decode.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Pages on their way at most: a slow page holds back so many others. */
#define WINDOW 64

/* A file from its first page to its last. */
struct source {
	char *path, *name;
	const uint8_t *bytes; /* mapped from memory; NULL if unreadable */
	size_t len;
	int memory; /* memfd, or -1 */
	uint64_t number;
	char sha256[READING_SHA256];
	struct decode_file kind;
	int next_page;
	int n_left;  /* pages not taken yet */
	bool is_cut; /* stopped before its last page */
};

struct slot {
	struct source *source;
	bool is_done;
	struct reading reading;
};

struct batch {
	struct pool *pool;
	const struct batch_ends *ends;
	struct decoder *decoder; /* to count pages */
	bool has_ended;		 /* there is no other file */
	size_t n_ahead;		 /* files not opened yet */
	struct source *open;	 /* whose pages are being given out */
	uint64_t given, taken;	 /* page numbers */
	size_t announced;	 /* pages known so far, for the progress */
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

/* A page number without a job: the file is refused as a whole. */
static void
refuse_source(struct batch *batch, struct source *source, const char *reason,
	const char *sentence)
{
	struct slot *slot = &batch->slots[batch->given++ % WINDOW];
	struct reading *reading = &slot->reading;

	slot->source = source;
	slot->is_done = true;
	*reading = (struct reading){.status = READING_REFUSED};
	memcpy(reading->sha256, source->sha256, READING_SHA256);
	str_copy(reading->reason, sizeof(reading->reason), reason);
	snprintf(reading->hint, sizeof(reading->hint), "%.*s", READING_HINT - 1,
		sentence);
	source->n_left = 1;
	batch->announced++;
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
 * Opens an input: batch->open is set, or its refusal stands in a slot. False
 * only when the batch cannot go on.
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
		source_free(source);
		return false;
	}
	bytes_free(&file);
	if (!decode_probe(batch->decoder, source->bytes, source->len,
		    &source->kind, &refusal, &why)) {
		if (refusal.reason[0] != '\0') {
			refuse_source(batch, source, refusal.reason,
				refusal.sentence);
			return true;
		}
		source_free(source);
		if (err != NULL)
			*err = why;
		return err_wrap(err, "%s", path);
	}
	source->next_page = 1;
	source->n_left = source->kind.n_pages;
	batch->announced += (size_t)source->kind.n_pages;
	batch->open = source;
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

/* The next page's number goes out, or a refusal into its slot. */
static bool
give_one(struct batch *batch, struct err *err)
{
	struct source *source;
	struct slot *slot;
	struct pool_job job;

	if (batch->open == NULL)
		return open_next(batch, err);
	source = batch->open;
	job = (struct pool_job){.number = batch->given,
		.memory = source->memory,
		.len = source->len,
		.file = source->number,
		.kind = source->kind,
		.page = source->next_page};
	end_of_name(source->name, job.source);
	slot = &batch->slots[batch->given++ % WINDOW];
	slot->source = source;
	slot->is_done = false;
	if (source->next_page++ == source->kind.n_pages)
		batch->open = NULL;
	return pool_give(batch->pool, &job, err);
}

static bool
has_more(const struct batch *batch)
{
	return batch->open != NULL || !batch->has_ended;
}

/* What has not been given out of the open file never will be. */
static void
cut_open(struct batch *batch)
{
	struct source *source = batch->open;

	batch->open = NULL;
	if (source == NULL)
		return;
	source->is_cut = true;
	source->n_left -= source->kind.n_pages - source->next_page + 1;
	if (source->n_left == 0)
		source_free(source);
}

static void
look_for_stop(struct batch *batch)
{
	if (batch->ends->stop == NULL || !has_more(batch) ||
		!batch->ends->stop(batch->ends->context))
		return;
	batch->has_ended = true;
	cut_open(batch);
}

/* Hands over what is ready at the head of the window. */
static bool
deliver(struct batch *batch, struct err *err)
{
	while (batch->taken < batch->given) {
		struct slot *slot = &batch->slots[batch->taken % WINDOW];
		struct source *source = slot->source;
		struct batch_page page;

		if (!slot->is_done)
			return true;
		page = (struct batch_page){.source = source->name,
			.path = source->path,
			.bytes = source->bytes,
			.len = source->len,
			.is_first = slot->reading.source_page <= 1,
			.is_last = source->n_left == 1 && !source->is_cut,
			.reading = &slot->reading};
		memcpy(slot->reading.sha256, source->sha256, READING_SHA256);
		batch->taken++;
		slot->source = NULL;
		if (!batch->ends->take(batch->ends->context, &page, err)) {
			if (--source->n_left == 0)
				source_free(source);
			return false;
		}
		if (--source->n_left == 0)
			source_free(source);
		/* A file that is not open yet has a page at least. */
		log_progress(batch->taken, batch->announced + batch->n_ahead);
	}
	return true;
}

static bool
run(struct batch *batch, struct err *err)
{
	while (batch->taken < batch->given || has_more(batch)) {
		uint64_t number;
		struct reading reading;

		look_for_stop(batch);
		while (has_more(batch) &&
			batch->given - batch->taken < WINDOW &&
			(batch->open == NULL || pool_has_room(batch->pool))) {
			if (!give_one(batch, err))
				return false;
		}
		if (!deliver(batch, err))
			return false;
		if (batch->taken == batch->given)
			continue;
		if (!pool_take(batch->pool, &number, &reading, err))
			return false;
		batch->slots[number % WINDOW].reading = reading;
		batch->slots[number % WINDOW].is_done = true;
	}
	return true;
}

bool
batch_run(struct pool *pool, const struct batch_ends *ends, struct err *err)
{
	struct batch *batch = calloc(1, sizeof(*batch));
	bool ok = false;
	uint64_t i;

	if (batch == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	batch->pool = pool;
	batch->ends = ends;
	batch->decoder = decoder_new(err);
	if (batch->decoder != NULL)
		ok = run(batch, err);
	log_progress_end();
	/* After a failure: what is still on its way belongs to nobody. */
	cut_open(batch);
	for (i = batch->taken; i < batch->given; i++) {
		struct source *source = batch->slots[i % WINDOW].source;

		if (source != NULL && --source->n_left == 0)
			source_free(source);
	}
	decoder_free(batch->decoder);
	free(batch);
	return ok;
}
