#include "intake/pool.h"

#include "core/err.h"
#include "core/log.h"
#include "core/str.h"
#include "intake/explain.h"
#include "intake/image.h"
#include "intake/read.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define WORKERS_MOST 64
#define QUEUE 2 /* jobs a worker holds: the next waits while one is read */
#define RENDER_DPI 300

struct worker {
	pid_t pid;
	int socket;
	struct pool_job jobs[QUEUE]; /* oldest first */
	int n_jobs;
};

struct pool {
	struct worker workers[WORKERS_MOST];
	int n_workers;
	int next;	     /* whom to ask first, so that none is starved */
	const char *explain; /* folder, or NULL */
	pool_open *open;
	void *context;
};

struct result {
	uint64_t number;
	int n_pages;
	struct err err; /* set: the batch ends */
	struct reading reading;
};

/* --- in the worker ------------------------------------------------------- */

struct bench { /* what a worker works with */
	struct decoder *decoder;
	struct reader *reader;
	bool has_read; /* the reader has seen this job's page */
	struct page_book book;
	uint64_t file;
	const uint8_t *bytes; /* mapped; NULL before the first */
	size_t len;
};

static bool
receive_job(int socket, struct pool_job *job)
{
	union {
		struct cmsghdr align;
		char bytes[CMSG_SPACE(sizeof(int))];
	} control;
	struct iovec part = {job, sizeof(*job)};
	struct msghdr message = {.msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control)};
	struct cmsghdr *header;
	ssize_t n;

	do {
		n = recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
	} while (n < 0 && errno == EINTR);
	header = n == (ssize_t)sizeof(*job) ? CMSG_FIRSTHDR(&message) : NULL;
	if (header == NULL || header->cmsg_type != SCM_RIGHTS)
		return false;
	memcpy(&job->memory, CMSG_DATA(header), sizeof(int));
	return true;
}

/* Maps the job's file unless it is the one already mapped. */
static bool
map_file(struct bench *bench, const struct pool_job *job, struct err *err)
{
	void *at;

	if (bench->bytes != NULL && bench->file == job->file)
		return true;
	if (bench->bytes != NULL)
		munmap((void *)(uintptr_t)bench->bytes, bench->len);
	at = mmap(NULL, job->len, PROT_READ, MAP_SHARED, job->memory, 0);
	if (at == MAP_FAILED) {
		bench->bytes = NULL;
		return err_errno(err, "a file cannot be mapped");
	}
	bench->bytes = at;
	bench->len = job->len;
	bench->file = job->file;
	return true;
}

static void
refuse(struct reading *reading, const struct refusal *refusal)
{
	reading->status = READING_REFUSED;
	str_copy(reading->reason, sizeof(reading->reason), refusal->reason);
	snprintf(reading->hint, sizeof(reading->hint), "%.*s", READING_HINT - 1,
		refusal->sentence);
}

/* The job's page into *image; file->n_pages is set if it was not known. */
static bool
decode_job(struct bench *bench, const struct pool_job *job,
	struct decode_file *file, struct image *image, struct refusal *refusal,
	struct err *err)
{
	if (job->page == 0)
		return decode_probe(bench->decoder, bench->bytes, bench->len,
			file, refusal, err);
	if (file->n_pages == 0)
		return decode_first_reduced(bench->decoder, bench->bytes,
			bench->len, file, RENDER_DPI, image, refusal, err);
	return decode_page_reduced(bench->decoder, bench->bytes, bench->len,
		file, job->page, RENDER_DPI, image, refusal, err);
}

static bool
read_page(struct bench *bench, const struct pool_job *job, int *n_pages,
	struct reading *reading, struct err *err)
{
	struct refusal refusal = {{0}, {0}};
	struct decode_file file = job->kind;
	struct image image;
	bool ok;

	bench->has_read = false;
	if (!map_file(bench, job, err))
		return false;
	ok = decode_job(bench, job, &file, &image, &refusal, err);
	reading->source_page = file.n_pages == 0 ? 0 : job->page;
	*n_pages = file.n_pages == 0 ? 1 : file.n_pages;
	if (!ok) {
		if (refusal.reason[0] == '\0')
			return false;
		err_clear(err);
		refuse(reading, &refusal);
		return true;
	}
	if (job->page == 0)
		return true;
	bench->has_read = true;
	return reader_read(bench->reader, &image, &bench->book, reading, err);
}

/* A file that is refused has no page to be drawn. */
static bool
do_job(struct bench *bench, const struct pool *pool, const struct pool_job *job,
	struct result *result)
{
	struct reading *reading = &result->reading;

	return read_page(bench, job, &result->n_pages, reading, &result->err) &&
	       (pool->explain == NULL || reading->source_page == 0 ||
		       explain_page(pool->explain, job->source,
			       bench->has_read ? bench->reader : NULL, reading,
			       &result->err));
}

static bool
open_bench(struct bench *bench, const struct pool *pool, struct err *err)
{
	bench->decoder = decoder_new(err);
	bench->reader = bench->decoder == NULL ? NULL : reader_new(NULL, err);
	return bench->reader != NULL &&
	       pool->open(pool->context, &bench->book, err);
}

static void
work(const struct pool *pool, int socket)
{
	struct bench bench = {0};
	struct pool_job job = {0};
	struct result *result = calloc(1, sizeof(*result));
	bool opened = false;

	while (result != NULL && receive_job(socket, &job)) {
		*result = (struct result){.number = job.number};
		if (!opened)
			opened = open_bench(&bench, pool, &result->err);
		if (opened)
			do_job(&bench, pool, &job, result);
		close(job.memory);
		if (send(socket, result, sizeof(*result), MSG_NOSIGNAL) !=
			(ssize_t)sizeof(*result))
			break;
	}
}

/* --- in the parent ------------------------------------------------------- */

static bool
start(struct pool *pool, struct worker *worker, struct err *err)
{
	int ends[2];
	int i;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0)
		return err_errno(err, "a worker cannot be started");
	worker->pid = fork();
	if (worker->pid < 0) {
		close(ends[0]);
		close(ends[1]);
		return err_errno(err, "a worker cannot be started");
	}
	if (worker->pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		close(ends[0]);
		for (i = 0; i < pool->n_workers; i++) {
			if (&pool->workers[i] != worker &&
				pool->workers[i].socket >= 0)
				close(pool->workers[i].socket);
		}
		work(pool, ends[1]);
		_exit(0);
	}
	close(ends[1]);
	worker->socket = ends[0];
	worker->n_jobs = 0;
	return true;
}

struct pool *
pool_new(int n_workers, const char *explain, pool_open *open, void *context,
	struct err *err)
{
	const long cores = sysconf(_SC_NPROCESSORS_ONLN);
	struct pool *pool = calloc(1, sizeof(*pool));
	int i;

	if (pool == NULL) {
		err_set(err, ERR_SYSTEM, "out of memory");
		return NULL;
	}
	pool->explain = explain;
	pool->open = open;
	pool->context = context;
	if (n_workers <= 0)
		n_workers = cores < 1 ? 1 : (int)cores;
	if (n_workers > WORKERS_MOST)
		n_workers = WORKERS_MOST;
	for (i = 0; i < n_workers; i++) {
		pool->workers[i].socket = -1;
		if (!start(pool, &pool->workers[i], err)) {
			pool_free(pool);
			return NULL;
		}
		pool->n_workers++;
	}
	return pool;
}

void
pool_free(struct pool *pool)
{
	int i;

	if (pool == NULL)
		return;
	for (i = 0; i < pool->n_workers; i++) {
		close(pool->workers[i].socket);
		kill(pool->workers[i].pid, SIGKILL);
		waitpid(pool->workers[i].pid, NULL, 0);
	}
	free(pool);
}

static struct worker *
idlest(struct pool *pool)
{
	struct worker *best = NULL;
	int i;

	for (i = 0; i < pool->n_workers; i++) {
		struct worker *w =
			&pool->workers[(pool->next + i) % pool->n_workers];

		if (w->n_jobs < QUEUE &&
			(best == NULL || w->n_jobs < best->n_jobs))
			best = w;
	}
	return best;
}

bool
pool_has_room(const struct pool *pool)
{
	int i;

	for (i = 0; i < pool->n_workers; i++) {
		if (pool->workers[i].n_jobs < QUEUE)
			return true;
	}
	return false;
}

/* A worker that has died is noticed, and its jobs told, by pool_take. */
static bool
send_job(struct worker *worker, const struct pool_job *job, struct err *err)
{
	union {
		struct cmsghdr align;
		char bytes[CMSG_SPACE(sizeof(int))];
	} control = {.bytes = {0}};
	struct pool_job copy = *job;
	struct iovec part = {&copy, sizeof(copy)};
	struct msghdr message = {.msg_iov = &part,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control)};
	struct cmsghdr *header = CMSG_FIRSTHDR(&message);

	header->cmsg_level = SOL_SOCKET;
	header->cmsg_type = SCM_RIGHTS;
	header->cmsg_len = CMSG_LEN(sizeof(int));
	memcpy(CMSG_DATA(header), &job->memory, sizeof(int));
	worker->jobs[worker->n_jobs++] = *job;
	if (sendmsg(worker->socket, &message, MSG_NOSIGNAL) < 0 &&
		errno != EPIPE && errno != ECONNRESET)
		return err_errno(err, "a worker cannot be reached");
	return true;
}

bool
pool_give(struct pool *pool, const struct pool_job *job, struct err *err)
{
	struct worker *worker = idlest(pool);

	pool->next = (int)(worker - pool->workers) + 1;
	return send_job(worker, job, err);
}

/*
 * The worker died on its oldest job: that page is refused. A new worker is
 * started and gets the others.
 */
static bool
bury(struct pool *pool, struct worker *worker, struct result *result,
	struct err *err)
{
	static const struct refusal refusal = {"reader_failed",
		"the program failed on this page; please report it, the scan "
		"is kept"};
	const struct worker dead = *worker;
	int i;

	waitpid(dead.pid, NULL, 0);
	close(dead.socket);
	worker->socket = -1;
	log_line("a worker ended unexpectedly");
	if (!start(pool, worker, err))
		return false;
	for (i = 1; i < dead.n_jobs; i++) {
		if (!send_job(worker, &dead.jobs[i], err))
			return false;
	}
	*result = (struct result){.number = dead.jobs[0].number,
		.n_pages = dead.jobs[0].kind.n_pages,
		.reading = {.source_page = dead.jobs[0].page}};
	refuse(&result->reading, &refusal);
	return pool->explain == NULL || dead.jobs[0].page == 0 ||
	       explain_page(pool->explain, dead.jobs[0].source, NULL,
		       &result->reading, err);
}

static bool
take_from(struct pool *pool, struct worker *worker, struct result *result,
	struct err *err)
{
	ssize_t n;

	do {
		n = recv(worker->socket, result, sizeof(*result), 0);
	} while (n < 0 && errno == EINTR);
	if (n != (ssize_t)sizeof(*result))
		return bury(pool, worker, result, err);
	worker->n_jobs--;
	memmove(worker->jobs, worker->jobs + 1,
		(size_t)worker->n_jobs * sizeof(*worker->jobs));
	if (result->err.code != ERR_NONE) {
		if (err != NULL)
			*err = result->err;
		return false;
	}
	return true;
}

bool
pool_take(struct pool *pool, uint64_t *number, struct reading *reading,
	int *n_pages, struct err *err)
{
	static struct result result;
	struct pollfd polls[WORKERS_MOST];
	int n, i;

	for (i = 0; i < pool->n_workers; i++)
		polls[i] =
			(struct pollfd){.fd = pool->workers[i].n_jobs > 0
						      ? pool->workers[i].socket
						      : -1,
				.events = POLLIN};
	do {
		n = poll(polls, (nfds_t)pool->n_workers, -1);
	} while (n < 0 && errno == EINTR);
	if (n < 0)
		return err_errno(err, "the workers cannot be waited for");
	for (i = 0; i < pool->n_workers && polls[i].revents == 0; i++)
		;
	if (i == pool->n_workers)
		return err_set(err, ERR_SYSTEM, "no worker answered");
	if (!take_from(pool, &pool->workers[i], &result, err))
		return false;
	*number = result.number;
	*reading = result.reading;
	*n_pages = result.n_pages;
	return true;
}
