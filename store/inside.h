/* What the files of the store share; everyone else uses store/store.h. */
#ifndef SKAPA_STORE_INSIDE_H
#define SKAPA_STORE_INSIDE_H

#include "store/chain.h"
#include "store/db.h"
#include "store/occasions.h"
#include "store/review.h"
#include "store/roles.h"
#include "store/seal.h"
#include "store/sealed.h"
#include "store/keys.h"
#include "store/secrets.h"
#include "store/store.h"

#include <sys/types.h>

struct bytes;

struct store {
	char *path;	/* as the caller named it, for sentences */
	bool is_server; /* and not a folder; then path has no password */
	enum store_mode mode;
	struct db *db;
	int lock; /* a file descriptor, -1: none */
	pid_t owner;
	struct secrets *secrets; /* seal_memory */
	struct keys *keys;
	bool in_bulk;	     /* between store_bulk_begin and store_bulk_end */
	bool is_bulk_spoilt; /* a call in it failed */
	struct store_actor actor;
	char self[PERSON_CODE]; /* of ROLE_SELF: whose code */
	bool is_in;		/* a transaction */
	/* What was refused in it, to be written down when it has ended. */
	struct store_refusal {
		bool is_set;
		enum store_operation operation;
		enum store_object object;
		int64_t id;
	} refusal;
	struct sealed_keys *at_hand; /* seal_memory */
	/* The scan that was kept or looked at last, and its slot. */
	char scan[READING_SHA256];
	int64_t scan_slot;
};

#define STORE_DATABASE "skapa.sqlite"
#define STORE_KEYS "keys"
#define STORE_SERVER_KEYS "skapa-keys"
#define STORE_SCANS "scans"
#define STORE_LOCK "lock"
#define BACKUP_MAGIC "SKAPA backup"
#define BACKUP_VERSION 1
/* In the names of files that are being written (core/file.h). */
#define STORE_HALF ".tmp-"

/* path/name as a new string; NULL with err set if memory ran out. */
char *store_place(const char *path, const char *name, struct err *err);
/* The folder of a store's keys: $SKAPA_KEYS, else in the store. Free it. */
char *store_keys_folder(const char *path, struct err *err);
/*
 * Opens a store to write with a site key that is known: one that is being
 * restored. site is copied.
 */
struct store *store_open_under(
	const char *path, const struct seal_key *site, struct err *err);
/* Begins a transaction; ERR_USAGE for a store that is open for reading. */
bool store_begin(struct store *store, struct err *err);
/* Commits it if all went well (ok), else takes it back; true if it is kept. */
bool store_end(struct store *store, bool ok, struct err *err);
/*
 * After it failed: whether the whole of it, from store_begin on, is to be done
 * again, as another host got in the way or the server went away (db_again).
 * err is cleared then.
 */
bool store_again(struct store *store, struct err *err);

/*
 * Whether the actor may do it to that row (id 0: to the store, or everyone).
 * Errors: ERR_REFUSED, and the chain gets a row that says so.
 */
bool store_may(struct store *store, enum store_operation operation,
	enum store_object object, int64_t id, struct err *err);
/* The same for a change, and its row, in the transaction that makes it. */
bool store_does(struct store *store, enum store_operation operation,
	enum store_object object, int64_t id, struct err *err);
/*
 * The same for reading, before anything is shown. The row is in a transaction
 * of its own if none was begun, also in a store that is open for reading.
 */
bool store_reads(struct store *store, enum store_operation operation,
	enum store_object object, int64_t id, struct err *err);
/*
 * Whether a list of everyone's shows what concerns the person with this code
 * ("": nobody) to the actor.
 */
bool store_shows(struct store *store, enum store_operation operation,
	const char *person, bool *shows, struct err *err);
/* Writes down what was refused in the transaction that has ended. */
bool chain_refusal(struct store *store, struct err *err);
/* store_audit_verify for who may check the store. */
bool chain_verify(struct store *store, const char *heads, size_t len,
	store_audit_finding *finding, void *data, struct store_audit *audit,
	size_t *n, struct err *err);
/* Reviews as REVIEW_LIST gives them, those that the actor may see. */
bool review_each(struct store *store, struct db_query *query,
	store_each_review *each, void *data, struct err *err);
/* A row in the chain, within a transaction. */
bool chain_add(struct store *store, enum store_operation operation,
	bool is_refused, enum store_object object, int64_t id, struct err *err);

/* The row of a person; id 0: nobody. */
struct person_row {
	struct store_person person;
	int64_t id, slot;
};
/* *row is nobody for no code. Errors: ERR_USAGE if the code is not there. */
bool person_find(struct store *store, const char *code, struct person_row *row,
	struct err *err);
/* The same, where no code is an error too. */
bool person_need(struct store *store, const char *code, struct person_row *row,
	struct err *err);
/* The same as person_find, where nobody having the code is no error. */
bool person_look(struct store *store, const char *code, struct person_row *row,
	struct err *err);
/* The person whose slot and about are columns c and c + 1; "" for nulls. */
bool person_at(struct store *store, struct db_query *query, int column,
	struct store_person *person, struct err *err);
/* The same, only the code. */
bool person_code_at(struct store *store, struct db_query *query, int column,
	char code[PERSON_CODE], struct err *err);

/* The row of a session. Errors: ERR_USAGE if there is none of that name. */
bool session_find(struct store *store, const char *name, int64_t *session,
	struct err *err);

/* The word of a rater; of no word RATES__MAX, which nothing is. */
enum store_rater rater_of(const char *word);

/* The row of a page, with what filing and binding need. */
struct page_row {
	struct store_page page;
	int64_t id, reading; /* reading 0: not filed */
	int64_t slot;	     /* the sheet's */
	enum store_rater rater;
	char wording[LAYOUT_KEY];
	char issued[STORE_DATE];
};
bool page_find(struct store *store, const uint8_t token[CODE_TOKEN],
	struct page_row *row, bool *found, struct err *err);

/* The row of a scan; 0: none. */
bool scan_row(
	struct store *store, const char *sha256, int64_t *id, struct err *err);
/*
 * The slot of a kept scan's key; a new one on trial. Errors: ERR_INPUT if it is
 * not kept.
 */
bool scan_slot(struct store *store, const char sha256[READING_SHA256],
	int64_t *slot, struct err *err);
/* The name under which a scan is kept: a keyed hash of its hash. */
void scan_name(const struct store *store, const char sha256[READING_SHA256],
	char name[SEAL_INDEX_HEX]);
/*
 * What is kept under a name, opened. What does not open: *bytes is untouched,
 * and *why has the sentence.
 */
bool scan_open(struct store *store, const char *name, struct bytes *bytes,
	struct err *why, struct err *err);

/* The following write inside a transaction that the caller has begun. */

/* One new person like that, who has been checked; sets the code. */
bool person_add(struct store *store, const struct store_person *like,
	char code[PERSON_CODE], struct err *err);
/* As store_issue for one request; held: the day of the occasion. */
bool sheet_issue(struct store *store, const struct store_request *request,
	const char *session, const char *date, const char *held,
	struct store_page *pages, struct err *err);
/*
 * The occasion of a person, series, date and session, made if it is not there.
 * like: its series, date, session and what a new one is; its caseworker and
 * deputy are the person's where it has none. *slot: of the series, the key of
 * what is said at its occasions.
 */
bool occasion_join(struct store *store, const struct person_row *person,
	const struct store_occasion *like, int64_t *id, int64_t *slot,
	struct err *err);
/*
 * store_file within a transaction. *id is the row that the reading now has, 0
 * if it is none that was filed or that waits.
 */
bool filing_decide(struct store *store, struct reading *reading,
	const char *date, int64_t *id, struct err *err);

/*
 * What is said of an occasion, from a column of a query's row. *has false: it
 * was forgotten.
 */
bool occasion_at(struct store *store, struct db_query *query, int column,
	int64_t id, int64_t slot, struct store_occasion *occasion, bool *has,
	struct err *err);
/*
 * The row of OCCASION_COLUMNS; slot: of the series. *has false: it was
 * forgotten.
 */
bool occasion_row(struct store *store, struct db_query *query,
	struct store_occasion *out, int64_t *slot, bool *has, struct err *err);

/* What the row of answers before was of: it needs no opening again. */
struct answer_walk {
	int64_t person, occasion;
	char code[PERSON_CODE];
	char language[LAYOUT_KEY];
};
/* The row of ANSWER_LIST and its like; the walk is zeros before the first. */
bool answer_row(struct store *store, struct db_query *query,
	struct answer_walk *walk, struct store_answer *row, bool *has,
	struct err *err);

/*
 * Writes the answers of a reading with the key of its sheet; the practice item
 * is left out.
 */
bool answers_put(struct store *store, int64_t reading_id, int64_t slot,
	const struct reading *reading, struct err *err);
/* The answers of a kept reading; nothing else of it is set. */
bool answers_get(struct store *store, int64_t reading_id,
	struct reading *reading, struct err *err);
/*
 * What the machine saw, and what a person decided (status, value and text of
 * the decision), as the rows keep it. Of an answer of a reading, of an
 * occasion (row is its id), of writing.
 */
void answer_record(const struct answer *answer, struct record *record);
bool answer_of_record(struct record *record, struct answer *answer);
void decision_record(
	const struct store_decision *decision, struct record *record);
bool decision_of_record(struct record *record, struct store_decision *decision);

#endif
