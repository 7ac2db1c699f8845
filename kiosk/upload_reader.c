#include "kiosk/upload_reader.h"

#include "core/err.h"
#include "core/str.h"
#include "intake/batch.h"
#include "intake/pool.h"
#include "kiosk/handover.h"
#include "review/shelf.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

/* What is on its way through the reader. */
struct reading_room {
	int socket;
	const char *store;
	/* The job that batch_run was given last, until it asks for another. */
	uint8_t *bytes;
	size_t len;
	bool has_gone;	       /* the server */
	struct reading *pages; /* of the file that is handed over now */
	uint32_t n_pages, room;
	char name[24]; /* the job's number in words, for batch_page */
	/* Taken from the socket before the batch began; len 0: none. */
	struct upload_job first;
	int first_fd;
	uint64_t given; /* the newest job's number */
	uint64_t taken; /* the newest that was handed back */
};

static void
let_go(struct reading_room *room)
{
	if (room->bytes != NULL)
		munmap(room->bytes, room->len);
	room->bytes = NULL;
}

static void
tell(struct reading_room *room, uint64_t number, enum upload_word word, int fd,
	const char *text)
{
	struct upload_news news = {
		.number = number, .word = word, .n_pages = room->n_pages};

	snprintf(news.text, sizeof(news.text), "%.*s", UPLOAD_TEXT - 1, text);
	if (!handover_send(room->socket, &news, sizeof(news), fd))
		room->has_gone = true;
}

/* The next job, if one is there or, with wait, when one is. */
static bool
take_job(struct reading_room *room, struct upload_job *job, int *fd, bool wait)
{
	if (room->first.len > 0) {
		*job = room->first;
		*fd = room->first_fd;
		room->first.len = 0;
		return true;
	}
	return !room->has_gone &&
	       handover_receive(room->socket, job, sizeof(*job), fd, wait,
		       &room->has_gone);
}

static bool
next_file(void *context, struct batch_input *input, struct err *err)
{
	struct reading_room *room = context;
	struct upload_job job = {.number = 0};
	void *at;
	int fd;

	let_go(room);
	if (!take_job(room, &job, &fd, false))
		return true;
	room->given = job.number;
	at = mmap(NULL, job.len, PROT_READ, MAP_SHARED, fd, 0);
	close(fd);
	if (at == MAP_FAILED)
		return err_errno(err, "a file cannot be mapped");
	room->bytes = at;
	room->len = job.len;
	snprintf(room->name, sizeof(room->name), "%llu",
		(unsigned long long)job.number);
	*input = (struct batch_input){
		.path = room->name, .bytes = room->bytes, .len = room->len};
	return true;
}

/* All readings of a file go back in one piece of memory. */
static bool
hand_back(struct reading_room *room, uint64_t number, struct err *err)
{
	const size_t len = room->n_pages * sizeof(*room->pages);
	const int fd = memfd_create("readings", MFD_CLOEXEC);
	size_t done = 0;
	ssize_t n;

	if (fd < 0)
		return err_errno(err, "no memory for what was read");
	while (done < len) {
		n = write(fd, (const char *)room->pages + done, len - done);
		if (n <= 0) {
			close(fd);
			return err_errno(err, "no memory for what was read");
		}
		done += (size_t)n;
	}
	tell(room, number, UPLOAD_IS_READ, fd, "");
	close(fd);
	room->taken = number;
	room->n_pages = 0;
	return true;
}

static bool
take_page(void *context, const struct batch_page *page, struct err *err)
{
	struct reading_room *room = context;
	const uint64_t number = strtoull(page->path, NULL, 10);

	if (page->is_first)
		room->n_pages = 0;
	if (room->n_pages == room->room) {
		const uint32_t more = room->room == 0 ? 16 : room->room * 2;
		struct reading *pages =
			realloc(room->pages, more * sizeof(*pages));

		if (pages == NULL)
			return err_set(err, ERR_SYSTEM, "out of memory");
		room->pages = pages;
		room->room = more;
	}
	room->pages[room->n_pages++] = *page->reading;
	if (page->is_last)
		return hand_back(room, number, err);
	tell(room, number, UPLOAD_READS, -1, "");
	return true;
}

static bool
server_has_gone(void *context)
{
	const struct reading_room *room = context;

	return room->has_gone;
}

/* What is there now is one batch; its workers end with it. */
static bool
read_batch(struct reading_room *room, struct err *err)
{
	const struct batch_ends ends = {.next = next_file,
		.take = take_page,
		.stop = server_has_gone,
		.context = room};
	struct shelf *shelf = shelf_new(room->store, err);
	struct pool *pool = NULL;
	bool ok = false;

	if (shelf != NULL)
		pool = pool_new(0, NULL, shelf_open, shelf, err);
	if (pool != NULL)
		ok = batch_run(pool, &ends, err);
	let_go(room);
	pool_free(pool);
	shelf_free(shelf);
	return ok;
}

static void
read_files(const char *store, int socket)
{
	struct reading_room room = {.socket = socket, .store = store};
	uint64_t number;

	while (!room.has_gone) {
		struct err err = {0};

		if (!take_job(&room, &room.first, &room.first_fd, true))
			continue;
		room.taken = room.first.number - 1;
		room.given = room.taken;
		if (read_batch(&room, &err))
			continue;
		/* The batch ended early: what was given to it is not read. */
		if (room.first.len > 0) {
			room.given = room.first.number;
			close(room.first_fd);
			room.first.len = 0;
		}
		room.n_pages = 0;
		for (number = room.taken + 1; number <= room.given; number++)
			tell(&room, number, UPLOAD_FAILED, -1, err.text);
	}
	free(room.pages);
}

/* Starts a reader whenever one has died, until the server has gone. */
static void
watch_over(const char *store, int socket)
{
	const struct upload_news died = {.word = UPLOAD_DIED};
	int status;
	pid_t pid;

	for (;;) {
		pid = fork();
		if (pid == 0) {
			prctl(PR_SET_PDEATHSIG, SIGKILL);
			read_files(store, socket);
			_exit(0);
		}
		if (pid < 0 || waitpid(pid, &status, 0) < 0 ||
			(WIFEXITED(status) && WEXITSTATUS(status) == 0) ||
			!handover_send(socket, &died, sizeof(died), -1))
			return;
	}
}

pid_t
upload_reader_start(const char *store, int *socket, struct err *err)
{
	int ends[2];
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
		err_errno(err, "the reader of files cannot be started");
		return -1;
	}
	pid = fork();
	if (pid < 0) {
		err_errno(err, "the reader of files cannot be started");
		close(ends[0]);
		close(ends[1]);
		return -1;
	}
	if (pid == 0) {
		/* Sockets that the server was given are none of the reader's.
		 */
		if (dup2(ends[1], 3) != 3)
			_exit(1);
		close_range(4, ~0U, 0);
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		signal(SIGINT, SIG_IGN);
		watch_over(store, 3);
		_exit(0);
	}
	close(ends[1]);
	*socket = ends[0];
	return pid;
}
