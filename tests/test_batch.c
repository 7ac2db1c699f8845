/*
 * A batch hands every page over once, in the order of the files, whatever the
 * workers do: a stack's pages are counted by the one that reads its first.
 */
#include "tests/test.h"

#include "tests/decode_input.h"

#include "intake/batch.h"
#include "intake/read.h"

#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define FILES 12
#define PAGES_MOST 600

struct fixture {
	char folder[32];
	char paths[FILES][64];
	int n_files, n_next;
	atomic_int *kills; /* shared: workers that are still to die */
	int stop_after;
	int n_taken;
	struct taken {
		int file, source_page;
		char reason[24];
		bool is_first, is_last;
	} taken[PAGES_MOST];
};

static enum page_lookup
by_code(void *context, const struct page_code *code, struct known_page *page,
	struct err *err)
{
	(void)context;
	(void)code;
	(void)page;
	(void)err;
	return PAGE_UNKNOWN;
}

static enum page_lookup
by_line(void *context, const char line[CODE_LINE], struct known_page *page,
	struct err *err)
{
	(void)context;
	(void)line;
	(void)page;
	(void)err;
	return PAGE_UNKNOWN;
}

/* In a worker before its first page: some die there. */
static bool
open_book(void *context, struct page_book *book, struct err *err)
{
	static const uint8_t key[CODE_KEY];
	struct fixture *f = context;

	(void)err;
	if (atomic_fetch_sub(f->kills, 1) > 0)
		kill(getpid(), SIGKILL);
	*book = (struct page_book){
		.key = key, .by_code = by_code, .by_line = by_line};
	return true;
}

static bool
next(void *context, struct batch_input *input, struct err *err)
{
	struct fixture *f = context;

	(void)err;
	if (f->n_next < f->n_files)
		*input = (struct batch_input){.path = f->paths[f->n_next++],
			.n_left = (size_t)(f->n_files - f->n_next)};
	return true;
}

static bool
take(void *context, const struct batch_page *page, struct err *err)
{
	struct fixture *f = context;
	struct taken *taken = &f->taken[f->n_taken++];
	const char *name = strrchr(page->path, '/') + 1;

	(void)err;
	assert_true(f->n_taken < PAGES_MOST);
	taken->file = (int)strtol(name, NULL, 10);
	taken->source_page = page->reading->source_page;
	taken->is_first = page->is_first;
	taken->is_last = page->is_last;
	snprintf(taken->reason, sizeof(taken->reason), "%s",
		page->reading->reason);
	return true;
}

static bool
stop(void *context)
{
	const struct fixture *f = context;

	return f->stop_after > 0 && f->n_taken >= f->stop_after;
}

static void
add_file(struct fixture *f, const void *bytes, size_t len)
{
	char path[sizeof(f->paths[0])];
	FILE *to;

	snprintf(path, sizeof(path), "%s/%d", f->folder, f->n_files);
	memcpy(f->paths[f->n_files++], path, sizeof(path));
	to = fopen(path, "wb");
	assert_non_null(to);
	assert_int_equal(fwrite(bytes, 1, len, to), len);
	assert_int_equal(fclose(to), 0);
}

/* pages: of each file; 0: no picture; 1: a JPEG; more: a TIFF of so many. */
static void
read_files(struct fixture *f, const int *pages, int n, int n_workers,
	int n_kills, int stop_after)
{
	const struct batch_ends ends = {next, take, stop, f};
	struct pool *pool;
	struct err err = {0};
	int i;

	*f = (struct fixture){.stop_after = stop_after};
	strcpy(f->folder, "/tmp/test_batch.XXXXXX");
	assert_non_null(mkdtemp(f->folder));
	f->kills = mmap(NULL, sizeof(*f->kills), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert_true(f->kills != MAP_FAILED);
	*f->kills = n_kills;
	for (i = 0; i < n; i++) {
		struct bytes file = {0};

		if (pages[i] == 0) {
			add_file(f, "text", 4);
			continue;
		}
		file = pages[i] == 1 ? input_file(input_jpeg(), INPUT_GREY)
				     : input_stack(pages[i]);
		add_file(f, file.at, file.len);
		free(file.at);
	}
	pool = pool_new(n_workers, NULL, open_book, f, &err);
	assert_ok(pool != NULL, &err);
	assert_ok(batch_run(pool, &ends, &err), &err);
	pool_free(pool);
	for (i = 0; i < n; i++)
		unlink(f->paths[i]);
	rmdir(f->folder);
	munmap(f->kills, sizeof(*f->kills));
}

static const int mixed[] = {3, 1, 0, 90, 1, 2, 0, 70, 1};
#define N_MIXED ((int)(sizeof(mixed) / sizeof(mixed[0])))

/* Every page of the mixed files, in order, none twice. */
static void
check_all(const char *what, const struct fixture *f)
{
	int file, page, k = 0;

	for (file = 0; file < N_MIXED; file++) {
		const int n = mixed[file] == 0 ? 1 : mixed[file];

		for (page = 1; page <= n; page++, k++) {
			const struct taken *t = &f->taken[k];

			if (k >= f->n_taken || t->file != file ||
				t->source_page !=
					(mixed[file] == 0 ? 0 : page) ||
				t->is_first != (page == 1) ||
				t->is_last != (page == n))
				fail_msg("%s: file %d page %d: %d %d, first "
					 "%d, last %d",
					what, file, page, t->file,
					t->source_page, t->is_first,
					t->is_last);
		}
	}
	assert_int_equal(f->n_taken, k);
}

static void
test_batch_run__every_page_in_order(void **state)
{
	static struct fixture f;

	(void)state;
	read_files(&f, mixed, N_MIXED, 1, 0, 0);
	check_all("one worker", &f);
	read_files(&f, mixed, N_MIXED, 3, 0, 0);
	check_all("three workers", &f);
}

/* The stack's other pages are there although its count died with its first. */
static void
test_batch_run__worker_dies_on_the_first_page(void **state)
{
	static struct fixture f;
	int i, n = 0;

	(void)state;
	read_files(&f, mixed, N_MIXED, 2, 2, 0);
	check_all("two dead workers", &f);
	for (i = 0; i < f.n_taken; i++)
		n += strcmp(f.taken[i].reason, "reader_failed") == 0;
	assert_int_equal(n, 2);
	assert_string_equal(f.taken[0].reason, "reader_failed");
}

/* What is on its way is handed over; the stack is not at its end. */
static void
test_batch_run__stopped_in_a_stack(void **state)
{
	static const int stack[] = {90, 1};
	static struct fixture f;
	int i, n = 0;

	(void)state;
	read_files(&f, stack, 2, 2, 0, 5);
	assert_in_range(f.n_taken, 5, 60);
	/* The picture behind it may have been begun before it was counted. */
	for (i = 0; i < f.n_taken && f.taken[i].file == 0; i++, n++)
		if (f.taken[i].is_last || f.taken[i].source_page != i + 1)
			fail_msg("page %d: page %d, last %d", i,
				f.taken[i].source_page, f.taken[i].is_last);
	assert_true(n == f.n_taken || n == f.n_taken - 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_batch_run__every_page_in_order),
		cmocka_unit_test(test_batch_run__worker_dies_on_the_first_page),
		cmocka_unit_test(test_batch_run__stopped_in_a_stack),
	};

	return cmocka_run_group_tests_name("batch", tests, NULL, NULL);
}
