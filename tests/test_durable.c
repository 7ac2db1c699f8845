#include "tests/stores.h"

#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

/* ---------------------------------------------------- locks, kills, disks */

static void
nap(long ms)
{
	const struct timespec time = {ms / 1000, ms % 1000 * 1000000};

	nanosleep(&time, NULL);
}

/* A child that holds the store until it is killed or hold_ms are over. */
static pid_t
hold(const char *path, long hold_ms, bool with_orphan)
{
	int ends[2];
	pid_t pid;
	char c;

	assert_int_equal(pipe(ends), 0);
	fflush(NULL);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		struct store *store = store_open(path, STORE_WRITE, 0, NULL);
		const pid_t orphan = with_orphan ? fork() : -1;

		if (orphan == 0) {
			close(ends[0]);
			close(ends[1]);
			nap(3000);
			_exit(0);
		}
		if (write(ends[1], store != NULL ? "1" : "0", 1) != 1)
			_exit(1);
		nap(hold_ms);
		store_close(store);
		_exit(0);
	}
	assert_int_equal(read(ends[0], &c, 1), 1);
	assert_int_equal(c, '1');
	close(ends[0]);
	close(ends[1]);
	return pid;
}

static void
end(pid_t pid)
{
	int status;

	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, &status, 0), pid);
}

static void
test_lock__names_the_other_writer(void **state)
{
	ONLY_IN_A_FOLDER();
	const struct place *place = *state;
	const pid_t pid = hold(place->path, 60000, false);
	char want[256];
	struct err err = {0};

	assert_null(store_open(place->path, STORE_WRITE, 0, &err));
	snprintf(want, sizeof(want),
		"%s: process %ld (%s) is writing to this store; try again when "
		"it has finished",
		place->path, (long)pid, program_invocation_short_name);
	assert_string_equal(err.text, want);
	err_clear(&err);
	assert_null(store_open(place->path, STORE_WRITE, 120, &err));
	assert_string_equal(err.text, want);
	store_close(must_open(place->path, STORE_READ));
	store_close(must_open(place->path, STORE_TRY));
	end(pid);
	store_close(must_open(place->path, STORE_WRITE));
}

static void
test_lock__waits_for_a_short_writer(void **state)
{
	ONLY_IN_A_FOLDER();
	const struct place *place = *state;
	const pid_t pid = hold(place->path, 150, false);
	struct err err = {0};
	struct store *store = store_open(place->path, STORE_WRITE, 20000, &err);

	end(pid);
	if (store == NULL)
		fail_msg("%s", err.text);
	store_close(store);
}

/* The child of a killed writer lives on for a while: that holds nobody up. */
static void
test_lock__is_not_inherited(void **state)
{
	ONLY_IN_A_FOLDER();
	const struct place *place = *state;

	end(hold(place->path, 60000, true));
	store_close(must_open(place->path, STORE_WRITE));
}

#define KILL_PAGES 12

/* Files KILL_PAGES pages, each out of a scan of its own. */
static bool
file_all(struct store *store, const struct store_page *pages,
	enum reading_status *statuses, struct err *err)
{
	int i;

	for (i = 0; i < KILL_PAGES; i++) {
		struct reading reading;
		char bytes[32];

		make_reading(&reading, &pages[2 * i], "427");
		snprintf(bytes, sizeof(bytes), "scan number %d", i);
		if (!store_scan_keep(
			    store, bytes, strlen(bytes), reading.sha256, err) ||
			!store_file(store, &reading, DATE, err))
			return false;
		if (statuses != NULL)
			statuses[i] = reading.status;
	}
	return true;
}

static void
test_kill__every_page_is_filed_once(void **state)
{
	const struct place *place = *state;
	unsigned seed = 20260301;
	size_t cut_short = 0;
	/* On a server it is the server that a kill could disturb. */
	const int rounds = on_server() ? 6 : 20;
	int round;

	for (round = 0; round < rounds; round++) {
		char path[PLACE], codes[1][PERSON_CODE];
		struct store_page pages[2 * KILL_PAGES];
		enum reading_status statuses[KILL_PAGES];
		struct tally tally;
		struct store *store;
		struct err err = {0};
		size_t filed = 0;
		pid_t pid;
		int status, i;

		numbered(place, (size_t)round, path);
		assert_ok(store_init(path, &err), &err);
		store = must_open(path, STORE_WRITE);
		assert_ok(store_people_add(store, 1, NULL, NULL, codes, &err),
			&err);
		issue(store, KILL_PAGES, codes[0], pages);
		store_close(store);
		fflush(NULL);
		pid = fork();
		assert_true(pid >= 0);
		if (pid == 0) {
			store = store_open(path, STORE_WRITE, 0, NULL);
			_exit(store != NULL && file_all(
						       store, pages, NULL, NULL)
					? 0
					: 1);
		}
		seed = seed * 1103515245u + 12345u;
		nap((long)(seed >> 16) % 120);
		kill(pid, SIGKILL);
		assert_int_equal(waitpid(pid, &status, 0), pid);
		cut_short += WIFSIGNALED(status);
		store = must_open(path, STORE_WRITE);
		assert_ok(file_all(store, pages, statuses, &err), &err);
		for (i = 0; i < KILL_PAGES; i++)
			filed += statuses[i] == READING_FILED;
		count(store, codes[0], &tally);
		if (tally.answers != 3 * KILL_PAGES || tally.conflicts != 0 ||
			tally.findings != 0)
			fail_msg("round %d, %zu filed after the kill: %zu "
				 "answers, %zu conflicts, %zu findings (%s)",
				round, filed, tally.answers, tally.conflicts,
				tally.findings, tally.finding);
		assert_ok(file_all(store, pages, statuses, &err), &err);
		for (i = 0; i < KILL_PAGES; i++)
			assert_int_equal(statuses[i], READING_DUPLICATE);
		store_close(store);
	}
	print_message(
		"%zu of %d were killed while they filed\n", cut_short, rounds);
}

/* A file system of our own over path. CANNOT where that is not allowed. */
static int
mount_over(const char *path, const char *size)
{
	char options[64];

	snprintf(options, sizeof(options), "size=%s,mode=777", size);
	if (unshare(CLONE_NEWNS) != 0 &&
		unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0)
		return CANNOT;
	if (mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
		mount("skapa-test", path, "tmpfs", 0, options) != 0)
		return CANNOT;
	return 0;
}

static int
fill_the_disk(const char *path, struct err *err)
{
	struct store_page pages[2];
	struct store *store;
	struct reading reading;
	char bytes[4096];
	char file[128];
	int fd;

	if (mount_over(path, "1m") != 0)
		return CANNOT;
	if (!store_init(path, err))
		return 2;
	store = store_open(path, STORE_WRITE, 0, err);
	if (store == NULL)
		return 2;
	issue(store, 1, "", pages);
	make_reading(&reading, &pages[0], "427");
	keep(store, 1, &reading);
	memset(bytes, 'x', sizeof(bytes));
	snprintf(file, sizeof(file), "%s/ballast", path);
	fd = open(file, O_WRONLY | O_CREAT, 0600);
	while (write(fd, bytes, sizeof(bytes)) > 0)
		;
	close(fd);
	if (store_file(store, &reading, DATE, err))
		return 3;
	/* Room again: nothing was lost and nothing is half. */
	unlink(file);
	store_close(store);
	store = store_open(path, STORE_WRITE, 0, NULL);
	if (store == NULL || !store_file(store, &reading, DATE, NULL) ||
		reading.status != READING_FILED)
		return 4;
	return 1;
}

static int
fill_the_disk_with_a_scan(const char *path, struct err *err)
{
	static char bytes[2 << 20];
	char sha256[READING_SHA256];
	struct store *store;

	if (mount_over(path, "1m") != 0)
		return CANNOT;
	if (!store_init(path, err))
		return 2;
	store = store_open(path, STORE_WRITE, 0, err);
	if (store == NULL)
		return 2;
	return store_scan_keep(store, bytes, sizeof(bytes), sha256, err) ? 0
									 : 1;
}

static int
look_for_room(const char *path, struct err *err)
{
	struct store *store;

	if (mount_over(path, "20m") != 0)
		return CANNOT;
	if (!store_init(path, err))
		return 2;
	store = store_open(path, STORE_READ, 0, err);
	if (store == NULL || !store_room(store, 0, err) ||
		!store_room(store, 1 << 20, err))
		return 3;
	return store_room(store, 2 << 20, err) ? 0 : 1;
}

static bool
no_person(const struct store_person *person, void *data, struct err *err)
{
	(void)person;
	(void)data;
	return err_set(err, ERR_INPUT, "a person");
}

static bool
no_answer(const struct store_answer *answer, void *data, struct err *err)
{
	(void)answer;
	(void)data;
	return err_set(err, ERR_INPUT, "an answer");
}

/* A disk that is read-only from now on. */
static int
mount_read_only(const char *path, struct err *err)
{
	struct err refused = {0};
	struct store *store;
	char want[256];

	if (mount_over(path, "4m") != 0)
		return CANNOT;
	if (!store_init(path, err))
		return 2;
	if (mount("skapa-test", path, NULL, MS_REMOUNT | MS_RDONLY, NULL) != 0)
		return CANNOT;
	/* Reading goes on, but for what has to be written down. */
	store = store_open(path, STORE_READ, 0, err);
	if (store == NULL || !store_people_list(store, no_person, NULL, err))
		return 3;
	snprintf(want, sizeof(want),
		"nothing is shown that cannot be written down: "
		"%s/skapa.sqlite: cannot be written; the folder or the disk is "
		"read-only",
		path);
	if (store_answers(store, "7K4Q-MXP9", no_answer, NULL, &refused) ||
		strcmp(refused.text, want) != 0) {
		*err = refused;
		return 5;
	}
	store_close(store);
	store = store_open(path, STORE_TRY, 0, err);
	if (store == NULL)
		return 4;
	store_close(store);
	return store_open(path, STORE_WRITE, 0, err) != NULL ? 0 : 1;
}

/* A folder that belongs to somebody else. */
static int
open_as_nobody(const char *path, struct err *err)
{
	if (getuid() == 0 && setuid(65534) != 0)
		return CANNOT;
	return store_open(path, STORE_READ, 0, err) != NULL ? 0 : 1;
}

/* No file may grow: what a quota does. */
static int
limit_the_files(const char *path, struct err *err)
{
	const struct rlimit limit = {0, 0};
	char codes[1][PERSON_CODE];
	struct store *store = store_open(path, STORE_WRITE, 0, err);

	if (store == NULL)
		return 2;
	signal(SIGXFSZ, SIG_IGN);
	if (setrlimit(RLIMIT_FSIZE, &limit) != 0)
		return CANNOT;
	return store_people_add(store, 1, NULL, NULL, codes, err) ? 0 : 1;
}

static void
test_disk__says_what_it_refused(void **state)
{
	ONLY_IN_A_FOLDER();
	static const struct {
		const char *name;
		int (*f)(const char *path, struct err *err);
		bool is_made; /* the store is there already */
		const char *sentence;
	} rows[] = {
		{"full while filing", fill_the_disk, false,
			"$/skapa.sqlite: the disk is full; make room and run "
			"the command again"},
		{"full while keeping", fill_the_disk_with_a_scan, false,
			"$/scans/*: cannot be written: No space left on "
			"device"},
		{"no room", look_for_room, false,
			"$: the disk has room for 19 MiB and this batch needs "
			"22; make room first, nothing has been read"},
		{"read-only disk", mount_read_only, false,
			"$: cannot be written: Read-only file system"},
		{"somebody else's", open_as_nobody, true,
			"$: cannot be opened: Permission denied"},
		{"a quota", limit_the_files, true,
			"$/keys/people.keys: cannot be written: File too "
			"large"},
	};
	const struct place *place = *state;
	struct str want = {0};
	size_t i;

	/* Only root can become nobody, and see what nobody sees. */
	assert_int_equal(chmod(place->root, 0755), 0);
	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char path[128], text[ERR_TEXT];
		struct err err = {0};
		int status;

		if (rows[i].f == open_as_nobody && getuid() != 0) {
			print_message(
				"not tried, not root: %s\n", rows[i].name);
			continue;
		}
		snprintf(path, sizeof(path), "%s/%zu", place->root, i);
		if (rows[i].is_made)
			assert_ok(store_init(path, &err), &err);
		else
			assert_int_equal(mkdir(path, 0700), 0);
		status = in_child(rows[i].f, path, text);
		if (status == CANNOT) {
			print_message("not tried, no mount allowed: %s\n",
				rows[i].name);
			continue;
		}
		expected(rows[i].sentence, path, &want);
		if (status != 1 || fnmatch(want.at, text, 0) != 0)
			fail_msg("row %zu %s: status %d, \"%s\"", i,
				rows[i].name, status, text);
	}
	str_finish(&want);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
#define TEST(f, s) cmocka_unit_test_setup_teardown(f, s, teardown)
		TEST(test_lock__names_the_other_writer, setup),
		TEST(test_lock__waits_for_a_short_writer, setup),
		TEST(test_lock__is_not_inherited, setup),
		TEST(test_kill__every_page_is_filed_once, setup),
		TEST(test_disk__says_what_it_refused, setup),
	};

	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests_name("durable", tests, NULL, NULL);
}
