/*
 * No memory, at every allocation that a call makes: once, and from there on.
 * The call then fails with a sentence and has changed nothing, or it did not
 * need the memory and has done all of it. The linker puts the functions here
 * before those of the C library for our own code (Makefile); SQLite and
 * jansson are told to use them.
 *
 * ALLOC_EVERY=1 tries every allocation (make soak); plain tests every few.
 */
#include "tests/alloc_calls.h"
#include "tests/tree.h"

#include <jansson.h>
#include <sqlite3.h>
#include <unistd.h>

/* ------------------------------------------------------------- no memory */

static struct {
	bool armed, from; /* from: all later ones too */
	long at, seen;
} memory;

static bool
refuses(void)
{
	if (!memory.armed)
		return false;
	memory.seen++;
	return memory.from ? memory.seen >= memory.at
			   : memory.seen == memory.at;
}

void *__real_malloc(size_t size);
void *__real_calloc(size_t n, size_t size);
void *__real_realloc(void *old, size_t size);
void *__real_reallocarray(void *old, size_t n, size_t size);
char *__real_strdup(const char *text);
char *__real_strndup(const char *text, size_t n);
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t n, size_t size);
void *__wrap_realloc(void *old, size_t size);
void *__wrap_reallocarray(void *old, size_t n, size_t size);
char *__wrap_strdup(const char *text);
char *__wrap_strndup(const char *text, size_t n);

void *
__wrap_malloc(size_t size)
{
	return refuses() ? NULL : __real_malloc(size);
}

void *
__wrap_calloc(size_t n, size_t size)
{
	return refuses() ? NULL : __real_calloc(n, size);
}

void *
__wrap_realloc(void *old, size_t size)
{
	return refuses() ? NULL : __real_realloc(old, size);
}

void *
__wrap_reallocarray(void *old, size_t n, size_t size)
{
	return refuses() ? NULL : __real_reallocarray(old, n, size);
}

char *
__wrap_strdup(const char *text)
{
	return refuses() ? NULL : __real_strdup(text);
}

char *
__wrap_strndup(const char *text, size_t n)
{
	return refuses() ? NULL : __real_strndup(text, n);
}

static sqlite3_mem_methods plain;

static void *
sqlite_malloc(int size)
{
	return refuses() ? NULL : plain.xMalloc(size);
}

static void *
sqlite_realloc(void *old, int size)
{
	return refuses() ? NULL : plain.xRealloc(old, size);
}

static int
take_libraries(void **state)
{
	sqlite3_mem_methods ours;

	(void)state;
	assert_int_equal(
		sqlite3_config(SQLITE_CONFIG_GETMALLOC, &plain), SQLITE_OK);
	ours = plain;
	ours.xMalloc = sqlite_malloc;
	ours.xRealloc = sqlite_realloc;
	assert_int_equal(
		sqlite3_config(SQLITE_CONFIG_MALLOC, &ours), SQLITE_OK);
	json_set_alloc_funcs(__wrap_malloc, free);
	return 0;
}

/* ------------------------------------------------------------- the trying */

/* Opens, calls with memory failing at `at`, closes. */
static bool
try_call(const struct alloc_world *world, const struct alloc_call *c, long at,
	bool from, struct err *err)
{
	struct store *store = must_open(world->path, STORE_WRITE);
	bool ok;

	*err = (struct err){0};
	memory.at = at;
	memory.from = from;
	memory.seen = 0;
	memory.armed = true;
	ok = c->call(store, world, err);
	memory.armed = false;
	store_close(store);
	return ok;
}

static void
look(const struct alloc_world *world, struct alloc_amount *amount)
{
	struct store *store = must_open(world->path, STORE_READ);
	struct err err = {0};

	assert_ok(alloc_measure(store, world, amount, &err), &err);
	store_close(store);
}

static long
every(void)
{
	const char *text = getenv("ALLOC_EVERY");

#ifdef __SANITIZE_ADDRESS__
	return text != NULL ? strtol(text, NULL, 10) : 401;
#else
	return text != NULL ? strtol(text, NULL, 10) : 83;
#endif
}

static void
try_case(const struct alloc_world *world, const struct alloc_call *c,
	const struct tree *tree, const struct alloc_amount *before, bool from,
	long *tried)
{
	struct alloc_amount after, now;
	struct err err;
	long at, calls;

	tree_write(tree, world->path);
	if (!try_call(world, c, 0, false, &err))
		fail_msg("%s fails with all the memory: %s", c->name, err.text);
	calls = memory.seen;
	look(world, &after);
	if (((c->how & ALLOC_CHANGES) != 0) ==
		(memcmp(&after, before, sizeof(after)) == 0))
		fail_msg("%s: what it changes is not seen", c->name);
	tree_write(tree, world->path);
	for (at = 1; at <= calls; at += at < 8 ? 1 : every()) {
		const bool ok = try_call(world, c, at, from, &err);

		const bool same = tree_is(tree, world->path);
		bool is_done = ok;

		++*tried;
		/* Byte for byte as before needs no second look. */
		if (!ok && strlen(err.text) >= 10 && same)
			continue;
		if (!ok && (c->how & ALLOC_FINISHED) != 0)
			store_close(must_open(world->path, STORE_WRITE));
		look(world, &now);
		if (!ok && (c->how & ALLOC_FINISHED) != 0)
			is_done = memcmp(&now, &after, sizeof(now)) == 0;
		if (now.findings != 0)
			fail_msg("%s, allocation %ld of %ld: %s", c->name, at,
				calls, now.finding);
		if (!ok && strlen(err.text) < 10)
			fail_msg("%s, allocation %ld of %ld: no sentence",
				c->name, at, calls);
		if (memcmp(&now, is_done ? &after : before, sizeof(now)) != 0)
			fail_msg("%s, allocation %ld of %ld, %s: the store is "
				 "neither as before nor done (%s)",
				c->name, at, calls, ok ? "done" : "failed",
				err.text);
		/* Else what each try says in the chain would add up. */
		if (!same)
			tree_write(tree, world->path);
	}
}

static void
try_cases(bool from)
{
	struct alloc_amount before;
	struct tree tree;
	struct alloc_world world = {0};
	char root[64];
	long tried = 0;
	const struct alloc_call *c;

	snprintf(root, sizeof(root), "%s/skapa-alloc-XXXXXX",
		access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
	assert_non_null(mkdtemp(root));
	snprintf(world.path, sizeof(world.path), "%s/store", root);
	alloc_world_make(&world);
	look(&world, &before);
	assert_int_equal(before.findings, 0);
	tree_load(&tree, world.path);
	for (c = alloc_calls; c->name != NULL; c++)
		try_case(&world, c, &tree, &before, from, &tried);
	tree_finish(&tree);
	tree_remove(root);
	print_message("%ld allocations refused\n", tried);
}

static void
test_alloc__refused_once(void **state)
{
	(void)state;
	try_cases(false);
}

static void
test_alloc__refused_from_then_on(void **state)
{
	(void)state;
	try_cases(true);
}

/* What core gives and takes as text. */
static void
test_alloc__layout_to_and_fro(void **state)
{
	struct layout layout, back;
	struct str json, text;
	struct reading reading;
	struct store_page page = {0};
	struct err err = {0};
	bool ok = false;
	long at;

	(void)state;
	make_layout(&layout, "sv");
	make_reading(&reading, &page, "?d3");
	for (at = 1; !ok || memory.seen >= at; at++) {
		json = (struct str){0};
		text = (struct str){0};
		back = (struct layout){0};
		err_clear(&err);
		memory.at = at;
		memory.seen = 0;
		memory.armed = true;
		layout_write(&layout, &json);
		ok = str_ok(&json, &err) &&
		     layout_read(json.at, json.len, &back, &err);
		if (ok) {
			reading_write(&reading, "a.pdf", &text);
			ok = str_ok(&text, &err);
		}
		memory.armed = false;
		if (!ok && strlen(err.text) < 10)
			fail_msg("allocation %ld: no sentence", at);
		if (ok)
			assert_string_equal(back.hash, layout.hash);
		layout_finish(&back);
		str_finish(&json);
		str_finish(&text);
		assert_true(at < 100000);
	}
	print_message("%ld allocations refused\n", at - 1);
	layout_finish(&layout);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_alloc__refused_once),
		cmocka_unit_test(test_alloc__refused_from_then_on),
		cmocka_unit_test(test_alloc__layout_to_and_fro),
	};

	return cmocka_run_group_tests(tests, take_libraries, NULL);
}
