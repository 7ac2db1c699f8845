#include "kiosk/upload.h"

#include "core/err.h"
#include "core/str.h"
#include "kiosk/handover.h"
#include "kiosk/upload_reader.h"
#include "kiosk/swedish.h"
#include "store/store.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* A file that was handed in. */
struct item {
	struct upload about; /* number 0: the place is free */
	enum store_role role;
	int memory; /* memfd of the bytes, -1 when they are let go */
	size_t len;
	int readings; /* memfd of what was read; -1 before */
	uint32_t n_pages, n_filed;
	bool is_kept; /* the scan */
};

struct uploads {
	int socket;
	pid_t reader;
	uint64_t last; /* number given */
	size_t bytes;  /* held */
	struct item items[UPLOADS];
};

struct uploads *
uploads_new(const char *store, struct err *err)
{
	struct uploads *uploads = calloc(1, sizeof(*uploads));

	if (uploads == NULL) {
		err_set(err, ERR_SYSTEM, "out of memory");
		return NULL;
	}
	uploads->reader = upload_reader_start(store, &uploads->socket, err);
	if (uploads->reader < 0) {
		free(uploads);
		return NULL;
	}
	return uploads;
}

/* Nothing more is done about it. */
static void
end_item(struct uploads *uploads, struct item *item, enum upload_state state)
{
	if (item->memory >= 0) {
		close(item->memory);
		uploads->bytes -= item->len;
	}
	if (item->readings >= 0)
		close(item->readings);
	item->memory = -1;
	item->readings = -1;
	item->about.state = state;
}

static bool
is_open(const struct item *item)
{
	return item->about.number != 0 &&
	       (item->about.state == UPLOAD_WAITS ||
		       item->about.state == UPLOAD_AT_IT);
}

void
uploads_free(struct uploads *uploads)
{
	size_t i;

	if (uploads == NULL)
		return;
	for (i = 0; i < UPLOADS; i++) {
		if (is_open(&uploads->items[i]))
			end_item(uploads, &uploads->items[i], UPLOAD_LOST);
	}
	close(uploads->socket);
	kill(uploads->reader, SIGKILL);
	waitpid(uploads->reader, NULL, 0);
	free(uploads);
}

/* ------------------------------------------------------------------- taking */

static struct item *
item_of(struct uploads *uploads, uint64_t number)
{
	struct item *item = &uploads->items[number % UPLOADS];

	return item->about.number == number && is_open(item) ? item : NULL;
}

/* The bytes in memory that can be handed to another process; -1: none. */
static int
remember(const void *bytes, size_t len)
{
	const int fd = memfd_create("upload", MFD_CLOEXEC);
	size_t done = 0;
	ssize_t n;

	while (fd >= 0 && done < len) {
		n = write(fd, (const char *)bytes + done, len - done);
		if (n <= 0) {
			close(fd);
			return -1;
		}
		done += (size_t)n;
	}
	return fd;
}

static bool
check_size(const struct uploads *uploads, size_t len, struct err *err)
{
	const struct item *oldest =
		&uploads->items[(uploads->last + 1) % UPLOADS];

	if (len == 0)
		return swedish_err(err, ERR_INPUT,
			"filen är tom; skanna igen och lämna in den nya");
	if (len > UPLOAD_BYTES)
		return swedish_err(err, ERR_LIMIT,
			"filen är större än %zu MiB; skanna färre sidor i "
			"samma fil",
			UPLOAD_BYTES >> 20);
	if (uploads->bytes + len > UPLOAD_ALL_BYTES || is_open(oldest))
		return swedish_err(err, ERR_LIMIT,
			"för mycket väntar på att läsas; vänta tills några "
			"filer är klara och lämna in den igen");
	return true;
}

bool
uploads_add(struct uploads *uploads, const struct store_actor *actor,
	const void *bytes, size_t len, uint64_t *number, struct err *err)
{
	struct upload_job job = {uploads->last + 1, len};
	struct item *item = &uploads->items[job.number % UPLOADS];
	int memory;

	if (!check_size(uploads, len, err))
		return false;
	memory = remember(bytes, len);
	if (memory < 0)
		return err_errno(err, "there is no memory for a file");
	if (!handover_send(uploads->socket, &job, sizeof(job), memory)) {
		close(memory);
		return err_set(err, ERR_SYSTEM,
			"the reader of files cannot be reached; start the "
			"server again");
	}
	*item = (struct item){.about = {.number = job.number},
		.role = actor->role,
		.memory = memory,
		.len = len,
		.readings = -1};
	str_copy(item->about.who, sizeof(item->about.who), actor->name);
	uploads->last = job.number;
	uploads->bytes += len;
	*number = job.number;
	return true;
}

/* ------------------------------------------------------------------- filing */

static void
lose(struct uploads *uploads, struct item *item, const char *why)
{
	snprintf(item->about.text, sizeof(item->about.text), "%.190s", why);
	end_item(uploads, item, UPLOAD_LOST);
}

static void
lose_all(struct uploads *uploads, const char *why)
{
	size_t i;

	for (i = 0; i < UPLOADS; i++) {
		if (is_open(&uploads->items[i]) &&
			uploads->items[i].readings < 0)
			lose(uploads, &uploads->items[i], why);
	}
}

static void
hear(struct uploads *uploads, const struct upload_news *news, int fd)
{
	struct item *item = item_of(uploads, news->number);

	if (news->word == UPLOAD_DIED)
		lose_all(uploads, "läsningen stannade; lämna in filen igen");
	else if (item != NULL && news->word == UPLOAD_FAILED)
		lose(uploads, item, news->text);
	if (item == NULL || news->word == UPLOAD_FAILED) {
		if (fd >= 0)
			close(fd);
		return;
	}
	item->about.state = UPLOAD_AT_IT;
	item->about.n_read = news->n_pages;
	if (news->word != UPLOAD_IS_READ || item->readings >= 0)
		return;
	item->readings = fd;
	item->n_pages = news->n_pages;
}

static void
hear_all(struct uploads *uploads)
{
	struct upload_news news = {.number = 0};
	bool has_gone = false;
	int fd;

	while (handover_receive(
		uploads->socket, &news, sizeof(news), &fd, false, &has_gone))
		hear(uploads, &news, fd);
	if (has_gone)
		lose_all(uploads, "läsaren av filer är stoppad; be den som "
				  "sköter servern att starta om den");
}

static bool
keep_scan(struct item *item, struct store *store, const struct reading *first,
	struct err *err)
{
	void *at;
	bool ok;

	if (first->sha256[0] == '\0')
		return true;
	at = mmap(NULL, item->len, PROT_READ, MAP_SHARED, item->memory, 0);
	if (at == MAP_FAILED)
		return err_errno(err, "a file cannot be mapped");
	ok = store_scan_keep_as(store, at, item->len, first->sha256, err);
	munmap(at, item->len);
	return ok;
}

/* The next page of a file that was read. */
static bool
file_page(struct item *item, struct store *store, const char *day,
	struct err *err)
{
	static struct reading reading; /* 20 KiB */
	const off_t at = (off_t)(item->n_filed * sizeof(reading));

	if (pread(item->readings, &reading, sizeof(reading), at) !=
		(ssize_t)sizeof(reading))
		return err_errno(err, "what was read of a file is gone");
	if (!item->is_kept && !keep_scan(item, store, &reading, err))
		return false;
	item->is_kept = true;
	if (!store_file(store, &reading, day, err))
		return false;
	item->about.n[reading.status]++;
	item->n_filed++;
	return true;
}

static bool
file_slice(struct item *item, struct store *store, const char *day,
	unsigned *left, struct err *err)
{
	bool ok = store_bulk_begin(store, err);

	while (ok && item->n_filed<item->n_pages && * left> 0) {
		ok = file_page(item, store, day, err);
		(*left)--;
	}
	return store_bulk_end(store, ok, err) && ok;
}

bool
uploads_tick(struct uploads *uploads, struct store *store, int64_t now,
	const char *day, struct err *err)
{
	unsigned left = UPLOAD_SLICE;
	uint64_t number;

	hear_all(uploads);
	for (number = uploads->last < UPLOADS ? 1 : uploads->last - UPLOADS + 1;
		number <= uploads->last && left > 0; number++) {
		struct item *item = item_of(uploads, number);
		struct store_actor actor = {.at = now};
		struct err why = {0};

		if (item == NULL || item->readings < 0)
			continue;
		actor.role = item->role;
		memcpy(actor.name, item->about.who, sizeof(actor.name));
		store_act_as(store, &actor);
		if (!file_slice(item, store, day, &left, &why)) {
			if (why.code == ERR_SYSTEM || why.code == ERR_LIBRARY) {
				*err = why;
				return false;
			}
			lose(uploads, item, why.text);
		} else if (item->n_filed == item->n_pages) {
			end_item(uploads, item, UPLOAD_DONE);
		}
	}
	return true;
}

size_t
uploads_of(const struct uploads *uploads, const char *who, struct upload *out,
	size_t most)
{
	uint64_t number = uploads->last;
	size_t n = 0, seen;

	for (seen = 0; seen < UPLOADS && number > 0 && n < most;
		seen++, number--) {
		const struct upload *about =
			&uploads->items[number % UPLOADS].about;

		if (about->number == number && strcmp(about->who, who) == 0)
			out[n++] = *about;
	}
	return n;
}
