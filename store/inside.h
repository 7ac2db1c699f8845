/* What the files of the store share; everyone else uses store/store.h. */
#ifndef SKAPA_STORE_INSIDE_H
#define SKAPA_STORE_INSIDE_H

#include "store/db.h"
#include "store/store.h"

#include <sys/types.h>

struct store {
	char *path; /* as the caller named it, for sentences */
	enum store_mode mode;
	struct db *db;
	int lock; /* a file descriptor, -1: none */
	pid_t owner;
	uint8_t key[CODE_KEY];
};

#define STORE_DATABASE "skapa.sqlite"
#define STORE_SITE_KEY "site.key"
#define STORE_SCANS "scans"
#define STORE_LOCK "lock"
/* In the names of files that are being written (core/file.h). */
#define STORE_HALF ".tmp-"

/* path/name as a new string; NULL with err set if memory ran out. */
char *store_place(const char *path, const char *name, struct err *err);
/* Begins a transaction; ERR_USAGE for a store that is open for reading. */
bool store_begin(struct store *store, struct err *err);
/* The row of a page, with the ids that filing needs. */
struct page_row {
	struct store_page page;
	int64_t id, reading; /* reading 0: not filed */
};
bool page_find(struct store *store, const uint8_t token[CODE_TOKEN],
	struct page_row *row, bool *found, struct err *err);

/* The following write inside a transaction that the caller has begun. */

/* One new person; language and unit may be NULL. */
bool person_add(struct store *store, const char *language, const char *unit,
	char code[PERSON_CODE], struct err *err);
/* The row of a person; 0 for no code. Errors: ERR_USAGE if not there. */
bool person_id(
	struct store *store, const char *code, int64_t *id, struct err *err);
/* As store_issue for one request. */
bool sheet_issue(struct store *store, const struct store_request *request,
	const char *session, const char *date, struct store_page *pages,
	struct err *err);
/*
 * store_file within a transaction. *id is the row that the reading now has, 0
 * if it is none that was filed or that waits.
 */
bool filing_decide(struct store *store, struct reading *reading,
	const char *date, int64_t *id, struct err *err);

/* Writes the answers of a reading; the practice item is left out. */
bool answers_put(struct store *store, int64_t reading_id,
	const struct reading *reading, struct err *err);
/* The answers of a kept reading; nothing else of it is set. */
bool answers_get(struct store *store, int64_t reading_id,
	struct reading *reading, struct err *err);
/* Candidates and values of marks as answers_put wrote them. */
bool marks_read(
	const char *text, size_t len, struct answer *answer, struct err *err);

#endif
