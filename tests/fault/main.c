/*
 * faults [every=N] [cuts=N] [seed=N] [only=WORD]
 *
 * Every call with which a batch of 20 pages is written is made to fail in every
 * way of shim.h, at every N-th call; and N power cuts at points of the same
 * batch by each loss of disk.h. After each the store is looked at (batch.h).
 * Says "ok NAME" or "not ok NAME" a kind; the status is 1 if one was not ok.
 *
 * Two planted faults, a program that acknowledges too early and a disk that
 * syncs nothing, must be found: a look that never fails is worth nothing.
 */
#include "tests/fault/batch.h"
#include "tests/fault/disk.h"
#include "tests/fault/shim.h"
#include "tests/tree.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

struct shared {
	struct batch_run run;
	struct op_log log;
};

struct bench {
	char root[64], path[80];
	struct batch batch;
	struct tree before; /* the store that the batch is filed into */
	struct shared *shared;
	long every, cuts;
	uint64_t seed;
	const char *only; /* NULL: everything */
	bool has_failed;
};

struct count {
	long tried, good;
	char first[1200]; /* the first that was not good */
};

static void
count_one(struct count *count, const char *what, const char *where, long at)
{
	count->tried++;
	count->good += what == NULL;
	if (what != NULL && count->first[0] == '\0')
		snprintf(count->first, sizeof(count->first), "%s %ld: %s",
			where, at, what);
}

static void
tell(struct bench *bench, const char *name, const struct count *count,
	bool planted)
{
	const bool ok = planted ? count->good < count->tried
				: count->good == count->tried;

	printf("%s %s%s (%ld of %ld good",
		ok && count->tried > 0 ? "ok" : "not ok",
		planted ? "found_" : "", name, count->good, count->tried);
	if (count->first[0] != '\0')
		printf("; first: %s", count->first);
	puts(")");
	fflush(stdout);
	bench->has_failed |= !ok || count->tried == 0;
}

static bool
is_wanted(const struct bench *bench, const char *name)
{
	return bench->only == NULL || strcmp(bench->only, name) == 0;
}

/* Whether this run tries call number at; of few calls at least `least`. */
static bool
is_point(const struct bench *bench, long at, long calls, long least)
{
	const long few = calls / least > 0 ? calls / least : 1;
	const long step = bench->every < few ? bench->every : few;

	return (uint64_t)at % (uint64_t)step == bench->seed % (uint64_t)step;
}

/* ------------------------------------------------------------- one fault */

enum what { FILE_BATCH, FILE_EARLY, OPEN_ONLY };

/* A child does it with the faults; returns its wait status. */
static int
in_child(struct bench *bench, enum what what, enum fault_kind kind, long at,
	bool no_sync, bool logged)
{
	struct batch_run *run = &bench->shared->run;
	struct faults faults = {.root = bench->path,
		.kind = kind,
		.at = at,
		.no_sync = no_sync,
		.log = logged ? &bench->shared->log : NULL,
		.calls = &run->calls};
	int status;
	pid_t pid;

	run->calls = 0;
	fflush(NULL);
	pid = fork();
	if (pid < 0) {
		perror("fork");
		exit(99);
	}
	if (pid == 0) {
		struct store *store;
		bool ok;

		faults_arm(&faults);
		if (what == OPEN_ONLY) {
			store = store_open(bench->path, STORE_WRITE, 0, NULL);
			ok = store != NULL;
			store_close(store);
		} else {
			ok = batch_file(&bench->batch, bench->path,
				what == FILE_EARLY, run);
		}
		_exit(ok ? 0 : 1);
	}
	if (waitpid(pid, &status, 0) != pid)
		exit(99);
	return status;
}

static void
start_anew(struct bench *bench)
{
	tree_write(&bench->before, bench->path);
	bench->shared->run = (struct batch_run){0};
}

static bool
is_kill(enum fault_kind kind)
{
	return kind == FAULT_KILL || kind == FAULT_KILL_INSIDE;
}

/* What a fault may do to a program beside what it may do to the store. */
static const char *
look_at_end(const struct bench *bench, enum fault_kind kind, int status)
{
	const struct batch_run *run = &bench->shared->run;
	static char text[ERR_TEXT + 64];

	if (is_kill(kind))
		return WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL
			       ? NULL
			       : "the program was not killed";
	if (!WIFEXITED(status) || WEXITSTATUS(status) > 1)
		return "the program did not end by itself";
	if (WEXITSTATUS(status) == 1 && strlen(run->sentence) < 20)
		return "it failed without a sentence";
	if (WEXITSTATUS(status) == 1 &&
		(kind == FAULT_SHORT || kind == FAULT_SHORT_FROM)) {
		snprintf(text, sizeof(text), "half a write is no error: %s",
			run->sentence);
		return text;
	}
	return NULL;
}

static long
calls_of(struct bench *bench, enum what what, enum fault_kind kind)
{
	start_anew(bench);
	if (in_child(bench, what, kind == FAULT_READ_EIO ? kind : FAULT_NONE, 0,
		    false, false) != 0) {
		printf("not ok: the batch fails without faults: %s\n",
			bench->shared->run.sentence);
		exit(1);
	}
	return bench->shared->run.calls;
}

static void
try_kind(struct bench *bench, enum fault_kind kind, enum what what)
{
	/* What is planted must be found, whatever the seed. */
	const long least = what == FILE_EARLY ? 24 : 3;
	const long calls = calls_of(bench, what, kind);
	struct count count = {0};
	long at;

	for (at = 1; at <= calls; at++) {
		const char *wrong;
		int status;

		if (!is_point(bench, at, calls, least))
			continue;
		start_anew(bench);
		status = in_child(bench, what, kind, at, false, false);
		wrong = look_at_end(bench, kind, status);
		if (wrong == NULL)
			wrong = batch_look(&bench->batch, bench->path,
				&bench->shared->run);
		count_one(&count, wrong, "call", at);
	}
	tell(bench,
		what == FILE_EARLY ? "acknowledged_early" : fault_word(kind),
		&count, what == FILE_EARLY);
}

/*
 * Killed while it files, then killed at each call of starting again. That is
 * a dozen runs a point: one point in so many of the others.
 */
#define TWICE 5

static void
try_double(struct bench *bench)
{
	const long calls = calls_of(bench, FILE_BATCH, FAULT_NONE);
	struct count count = {0};
	long at, second;

	for (at = 1; at <= calls; at++) {
		struct batch_run acknowledged;
		struct tree tree;
		int status = 0;

		if (at % TWICE != 0 ||
			!is_point(bench, at / TWICE, calls / TWICE, 1))
			continue;
		start_anew(bench);
		in_child(
			bench, FILE_BATCH, FAULT_KILL_INSIDE, at, false, false);
		acknowledged = bench->shared->run;
		tree_load(&tree, bench->path);
		for (second = 1;; second++) {
			tree_write(&tree, bench->path);
			status = in_child(bench, OPEN_ONLY,
				second % 2 != 0 ? FAULT_KILL
						: FAULT_KILL_INSIDE,
				(second + 1) / 2, false, false);
			if (WIFEXITED(status))
				break;
			count_one(&count,
				batch_look(&bench->batch, bench->path,
					&acknowledged),
				"call", at);
		}
		tree_finish(&tree);
	}
	tell(bench, "kill_twice", &count, false);
}

/* ------------------------------------------------------------- power cuts */

/* What was acknowledged before entry `cut` of the log. */
static size_t
acknowledged_at(const struct bench *bench, size_t cut, struct batch_run *run)
{
	const struct op *op = op_first(&bench->shared->log);
	size_t i;

	*run = (struct batch_run){0};
	for (i = 0; i < cut && op != NULL;
		i++, op = op_next(&bench->shared->log, op))
		if (op->kind == OP_ACK)
			run->acknowledged[op->at] =
				1 + (int)bench->batch.scans[op->at].first;
	return i;
}

static void
try_cuts(struct bench *bench, enum disk_loss loss, bool no_sync)
{
	struct op_log *log = &bench->shared->log;
	const long least = no_sync ? 50 : 10;
	const long states = bench->cuts / LOSS__MAX > least
				    ? bench->cuts / LOSS__MAX
				    : least;
	struct count count = {0};
	struct batch_run run;
	char name[64];
	size_t ops;
	long i;

	start_anew(bench);
	log->used = 0;
	if (in_child(bench, FILE_BATCH, FAULT_NONE, 0, no_sync, true) != 0 ||
		log->full)
		exit(99);
	ops = acknowledged_at(bench, SIZE_MAX, &run);
	for (i = 0; i < states; i++) {
		const uint64_t seed = bench->seed * 1000003u + (uint64_t)i;
		/* Over the whole batch evenly, then as the seed says. */
		const size_t cut =
			states >= (long)ops
				? (size_t)i % (ops + 1)
				: (size_t)(((uint64_t)i * ops + seed % ops) /
					   (uint64_t)states);
		struct tree after;

		acknowledged_at(bench, cut, &run);
		disk_after(&bench->before, log, bench->path, cut, loss, seed,
			&after);
		tree_write(&after, bench->path);
		tree_finish(&after);
		count_one(&count, batch_look(&bench->batch, bench->path, &run),
			"cut", (long)cut);
	}
	snprintf(name, sizeof(name), "power_cut_%s%s", disk_loss_word(loss),
		no_sync ? "_nothing_synced" : "");
	tell(bench, name, &count, no_sync);
}

/* -------------------------------------------------------------------- main */

static bool
read_words(struct bench *bench, int argc, char **argv)
{
	int i;

	for (i = 1; i < argc; i++) {
		if (strncmp(argv[i], "every=", 6) == 0)
			bench->every = strtol(argv[i] + 6, NULL, 10);
		else if (strncmp(argv[i], "cuts=", 5) == 0)
			bench->cuts = strtol(argv[i] + 5, NULL, 10);
		else if (strncmp(argv[i], "seed=", 5) == 0)
			bench->seed = strtoull(argv[i] + 5, NULL, 10);
		else if (strncmp(argv[i], "only=", 5) == 0)
			bench->only = argv[i] + 5;
		else
			return false;
	}
	return bench->every > 0 && bench->cuts > 0;
}

int
main(int argc, char **argv)
{
	struct bench bench = {.every = 1, .cuts = 10000, .seed = 1};
	const bool has_shm = access("/dev/shm", W_OK) == 0;
	int kind, loss;

	if (!read_words(&bench, argc, argv)) {
		fputs("usage: faults [every=N] [cuts=N] [seed=N] [only=WORD]\n",
			stderr);
		return 2;
	}
	snprintf(bench.root, sizeof(bench.root), "%s/skapa-faults-XXXXXX",
		has_shm ? "/dev/shm" : "/tmp");
	if (mkdtemp(bench.root) == NULL)
		return 99;
	snprintf(bench.path, sizeof(bench.path), "%s/store", bench.root);
	bench.shared = mmap(NULL, sizeof(*bench.shared), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (bench.shared == MAP_FAILED)
		return 99;
	printf("every=%ld cuts=%ld seed=%llu\n", bench.every, bench.cuts,
		(unsigned long long)bench.seed);
	batch_prepare(&bench.batch, bench.path);
	tree_load(&bench.before, bench.path);

	for (kind = FAULT_KILL; kind < FAULT__MAX; kind++)
		if (is_wanted(&bench, fault_word((enum fault_kind)kind)))
			try_kind(&bench, (enum fault_kind)kind, FILE_BATCH);
	if (is_wanted(&bench, "kill_twice"))
		try_double(&bench);
	if (is_wanted(&bench, "power_cut"))
		for (loss = 0; loss < LOSS__MAX; loss++)
			try_cuts(&bench, (enum disk_loss)loss, false);
	if (is_wanted(&bench, "planted")) {
		try_kind(&bench, FAULT_KILL, FILE_EARLY);
		try_cuts(&bench, LOSS_SUBSET, true);
	}

	batch_finish(&bench.batch);
	tree_finish(&bench.before);
	munmap(bench.shared, sizeof(*bench.shared));
	tree_remove(bench.root);
	return bench.has_failed ? 1 : 0;
}
