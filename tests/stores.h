/*
 * What the tests of the store share: a place of its own for each test, things
 * to put into it, and a look at what is in it.
 */
#ifndef SKAPA_TESTS_STORES_H
#define SKAPA_TESTS_STORES_H

#include "tests/test.h"

#include "core/str.h"
#include "store/store.h"

#include <ftw.h>
#include <sys/stat.h>

#define DATE "2026-03-01"
#define PDF "%PDF-1.7 print of the test layout"
/* The exit status of a child that could not try. */
#define CANNOT 77

struct place {
	char root[64];
	char path[80]; /* root/store */
};

struct tally {
	size_t answers, reviews, conflicts, findings;
	char signs[256]; /* of the answers in order */
	char finding[512];
};

int remove_one(
	const char *path, const struct stat *st, int type, struct FTW *ftw);
int setup_empty(void **state);
int setup(void **state);
int teardown(void **state);
struct store *must_open(const char *path, enum store_mode mode);
void write_file(const char *path, const void *bytes, size_t len);
void expected(const char *pattern, const char *path, struct str *out);
int in_child(int (*f)(const char *path, struct err *err), const char *path,
	char text[ERR_TEXT]);
void make_layout(struct layout *layout, const char *language);
uint16_t put_layout(struct store *store);
void issue(struct store *store, size_t n, const char *person,
	struct store_page *pages);
void keep(struct store *store, int number, struct reading *reading);
void make_reading(struct reading *reading, const struct store_page *page,
	const char *answers);
void tally_finding(const char *sentence, void *data);
void count(struct store *store, const char *person, struct tally *tally);

#endif
