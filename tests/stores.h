/*
 * What the tests of the store share: a place of its own for each test, things
 * to put into it, and a look at what is in it.
 */
#ifndef SKAPA_TESTS_STORES_H
#define SKAPA_TESTS_STORES_H

#include "tests/test.h"

#include "core/hash.h"
#include "core/str.h"
#include "store/store.h"

#include <ftw.h>
#include <sys/stat.h>

#define DATE "2026-03-01"
#define PDF "%PDF-1.7 print of the test layout"
#define PLACE 80 /* bytes of a path or an address */
/* The exit status of a child that could not try. */
#define CANNOT 77

struct place {
	char root[64];
	char path[PLACE]; /* root/store, or a database of a server */
};

struct tally {
	size_t answers, reviews, conflicts, findings;
	char signs[256]; /* of the answers in order */
	char finding[512];
};

/*
 * $SKAPA_TEST_SERVER says that $PGHOST and its like are of a PostgreSQL server:
 * then the stores of a test are databases there.
 */
bool on_server(void);
/* Where another store of this test can be made: root/name, or a database. */
void another(const struct place *place, const char *name, char path[PLACE]);
void numbered(const struct place *place, size_t number, char path[PLACE]);
/* Of all that the store's database holds. */
void content_hash(const char *path, char hash[HASH_HEX]);
/* The first column of a row that a statement gives at a server's store. */
void ask(const char *path, const char *sql, char out[HASH_HEX]);
/* At the start of a test of what only files have. */
#define ONLY_IN_A_FOLDER()                                                     \
	do {                                                                   \
		if (on_server())                                               \
			skip();                                                \
	} while (0)

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
