/*
 * The store: people, issued pages, scans, readings and answers. A store is a
 * PostgreSQL database (docs/postgresql.md), named by its address
 * postgresql://ROLE@HOST:PORT/DATABASE, or a directory:
 *
 *	skapa.sqlite          the database
 *	keys/site.key         the site key, unless it is kept elsewhere
 *	                      (store/sitekey.h)
 *	keys/people.keys      the keys of people, sheets and scans, under the
 *	                      site key (store/keys.h); $SKAPA_KEYS names another
 *	                      folder than keys
 *	scans/ab/ab12...      the files that were read, each sealed with a key
 *	                      of its own; their names say nothing
 *	lock                  held by the one process that writes; says who
 *
 *	store = store_open("skapa-store", STORE_WRITE, 0, err);
 *	store_scan_keep(store, bytes, len, reading.sha256, err);
 *	store_file(store, &reading, "2026-03-01", err);
 *	-> reading.status is filed, review, duplicate, conflict, ...
 *
 * Every call that changes something is one transaction and is durable when it
 * returns true. After a failed write the store is not used again: the program
 * reports the sentence and ends; the next start recovers by itself. Nothing
 * here reads a clock: dates are passed in as "YYYY-MM-DD", UTC.
 *
 * A store belongs to the process that opened it: after a fork the child opens
 * its own (STORE_READ) and does not touch, not even close, its parent's.
 *
 * Errors of every function: ERR_SYSTEM for what the disk or system refuses (a
 * full disk, a locked store, out of memory), ERR_LIBRARY for a damaged
 * database; others are named where they occur.
 */
#ifndef SKAPA_STORE_STORE_H
#define SKAPA_STORE_STORE_H

#include "core/reading.h"
#include "store/sitekey.h"

#include <stdint.h>

struct bytes;
struct err;
struct store;
struct str;

#define STORE_DATE 11		/* "YYYY-MM-DD" and the NUL */
#define STORE_SESSION 64	/* bytes, with the NUL */
#define STORE_WHO 25		/* initials, a role, an account */
#define STORE_PEOPLE_MAX 100000 /* added in one call */
/* Room that a batch needs: 3 times its files and 16 MiB for the database. */
#define STORE_ROOM_TIMES 3
#define STORE_ROOM_MORE (16u << 20)

enum store_mode {
	STORE_READ,  /* any number of processes, also while one writes */
	STORE_WRITE, /* one process; a process opens it once */
	/*
	 * As STORE_WRITE, but on a copy of the database in memory: every call
	 * answers as it would, and nothing on disk changes. No lock is taken.
	 */
	STORE_TRY
};

/*
 * Makes a store in the directory path, which is made too (its parent must be
 * there; an empty directory is fine). Errors: ERR_INPUT if there is a store
 * already, or a directory that holds something else.
 */
bool store_init(const char *path, struct err *err);
/* The same with a site key of that kind, asked for if it is a passphrase. */
bool store_init_as(const char *path, enum sitekey_kind kind, struct err *err);

/*
 * wait_ms: how long to wait for another writer before the sentence says who it
 * is. STORE_WRITE removes what a killed process left half written, and brings
 * an older database up to this version. NULL on failure. Errors: ERR_INPUT if
 * path holds no store or a newer one, or if its keys are not there; ERR_USAGE
 * if the passphrase is needed and nobody can be asked.
 */
struct store *store_open(
	const char *path, enum store_mode mode, int wait_ms, struct err *err);
void store_close(struct store *store);
/*
 * What of a path or address may be shown: all but a password; free it. NULL on
 * failure. Errors: ERR_USAGE for an address that is none.
 */
char *store_shown(const char *path, struct err *err);
const char *store_name(const struct store *store); /* the same, borrowed */

/*
 * All calls up to store_bulk_end are one transaction: many small ones take a
 * thousandth of the time, and all of them are kept or none. ok: that the caller
 * wants it; a call in between that failed makes it fail too. Nothing is durable
 * before. Scans are not part of it.
 */
bool store_bulk_begin(struct store *store, struct err *err);
bool store_bulk_end(struct store *store, bool ok, struct err *err);

/* Signs page codes. CODE_KEY bytes, borrowed. */
const uint8_t *store_key(const struct store *store);

/* Whether the site key is a file in the store's folder, as it is by default. */
bool store_key_is_inside(const struct store *store);

/* What store_check found wrong: one sentence a finding. */
typedef void store_finding(const char *sentence, void *data);
/*
 * Database integrity, references, every scan against its name, scans without
 * a row and rows without a scan, the number of schema and key. Returns false
 * only if it could not look; *n is how many findings there were.
 */
bool store_check(struct store *store, store_finding *finding, void *data,
	size_t *n, struct err *err);

/* ------------------------------------------------------------- people */

enum store_sex { SEX_NOT_SAID, SEX_WOMAN, SEX_MAN, SEX_OTHER, SEX__MAX };

/* Whether somebody is asked: not while paused, not to be, not any more. */
enum store_state {
	PERSON_ACTIVE,
	PERSON_PAUSED,
	PERSON_DO_NOT_SCHEDULE,
	PERSON_CLOSED,
	PERSON__MAX
};

/* Their words, by number, and NULL; back with words_find (store/words.h). */
extern const char *const store_sexes[];	 /* "woman" */
extern const char *const store_states[]; /* "do_not_schedule" */

struct store_person {
	char code[PERSON_CODE];
	char language[LAYOUT_KEY]; /* "" if not said */
	char unit[LAYOUT_KEY];	   /* "" if not said */
	enum store_sex sex;
	enum store_state state;
	char caseworker[STORE_WHO]; /* initials or an account; "" if none */
	char deputy[STORE_WHO];
	/*
	 * The day on which the person agreed that a case forum sees answers;
	 * "": it does not.
	 */
	char forum[STORE_DATE];
};

/* A callback returns false (and sets err) to stop: the call fails with it. */
typedef bool store_each_person(
	const struct store_person *person, void *data, struct err *err);

/*
 * n new people, 1..STORE_PEOPLE_MAX, all like that but for their codes, for
 * which codes has room. Errors: ERR_USAGE if n is out of range, language or
 * unit is not a key (str_is_key), or caseworker or deputy is refused by
 * store_who_check (store/review.h).
 */
bool store_people_add_like(struct store *store, size_t n,
	const struct store_person *like, char (*codes)[PERSON_CODE],
	struct err *err);
/* The same where no more is known; language and unit may be NULL. */
bool store_people_add(struct store *store, size_t n, const char *language,
	const char *unit, char (*codes)[PERSON_CODE], struct err *err);
/*
 * All that is known of a person, found by the code. Occasions that are there
 * keep the caseworker and deputy that they have. Errors: as above, and
 * ERR_USAGE if there is no such person.
 */
bool store_person_set(struct store *store, const struct store_person *person,
	struct err *err);
/* In the order they were added. */
bool store_people_list(struct store *store, store_each_person *each, void *data,
	struct err *err);
/* code in its shown form. *found false: person is untouched; may be NULL. */
bool store_person_get(struct store *store, const char *code,
	struct store_person *person, bool *found, struct err *err);

/* ------------------------------------------------------------- layouts */

/*
 * Keeps a sealed layout and the print that it describes (layout.h: print);
 * the same layout again gives the same id. *id is 1..65535. Errors: ERR_LIMIT
 * when there are 65535.
 */
bool store_layout_put(struct store *store, const struct layout *layout,
	const void *pdf, size_t len, uint16_t *id, struct err *err);
/*
 * The caller ends *layout with layout_finish(). pdf may be NULL, else the
 * bytes are added to it. *found false: both are untouched.
 */
bool store_layout_get(struct store *store, uint16_t id, struct layout *layout,
	struct str *pdf, bool *found, struct err *err);
/* The id of a layout by its hash; no write. */
bool store_layout_find(struct store *store, const char *hash, uint16_t *id,
	bool *found, struct err *err);

/* ------------------------------------------------------------- pages */

/* Who answers: the person, or a caseworker about the person. */
enum store_rater { RATES_SELF, RATES_CASEWORKER, RATES__MAX };
extern const char *const store_raters[]; /* "self", "caseworker", NULL */

/* One sheet: the pages of one layout that belong together. */
struct store_request {
	char person[PERSON_CODE]; /* "": bound to a person later */
	uint16_t layout_id;
	uint8_t pages; /* 1..LAYOUT_PAGES */
	enum store_rater rater;
	const char *wording; /* how far it is reviewed, a key; NULL: not said */
};

struct store_page {
	struct page_code code;
	char line[CODE_LINE];	  /* of code.token; no other page has it */
	char person[PERSON_CODE]; /* "" if not bound */
	int64_t sheet;
	int64_t occasion; /* 0 if not bound */
	bool is_filed;
	char session[STORE_SESSION]; /* "" if it was issued without */
};

/*
 * Issues n sheets in one transaction: all of them or none. pages has room for
 * the sum of the requests' pages and gets them in their order. session: a name
 * of the group's meeting, or NULL. A person's sheet is of an occasion
 * (store/occasions.h) of that date, which it makes or joins. Errors: ERR_USAGE
 * names a person or layout that is not there.
 */
bool store_issue(struct store *store, const struct store_request *requests,
	size_t n, const char *session, const char *date,
	struct store_page *pages, struct err *err);
/* *found false: page is untouched. line as code_line_read() gives it. */
bool store_page_by_token(struct store *store, const uint8_t token[CODE_TOKEN],
	struct store_page *page, bool *found, struct err *err);
bool store_page_by_line(struct store *store, const char *line,
	struct store_page *page, bool *found, struct err *err);
/*
 * A sheet that was issued to nobody becomes that person's, with all answers
 * that were or will be filed for it, as an occasion of the day of issue. line:
 * of any of its pages. Again for the same person does nothing. Errors:
 * ERR_USAGE if the line or the person is not there, or the sheet is another
 * person's.
 */
bool store_sheet_bind(struct store *store, const char line[CODE_LINE],
	const char *person, struct err *err);
/* The pages of one sheet by their number; *n 0 if there is no such sheet. */
bool store_sheet_pages(struct store *store, int64_t sheet,
	struct store_page pages[LAYOUT_PAGES], size_t *n, struct err *err);

/* ------------------------------------------------------------- sessions */

/* What a seat of a group's meeting gets. */
struct store_seat {
	int number;		   /* 1..; once in a session */
	char person[PERSON_CODE];  /* "" before issuing: a new person */
	char language[LAYOUT_KEY]; /* of the sheet */
	char level[LAYOUT_KEY];
	int steps;
	int64_t sheet;	    /* 0: answers without paper */
	int64_t caseworker; /* the caseworker's sheet; 0: none */
};

/*
 * A group's meeting: its sheets are those whose session has this name, the
 * cover too, whose layout's instrument is "cover".
 */
struct store_session {
	char name[STORE_SESSION];
	char date[STORE_DATE];
	char instrument[LAYOUT_KEY];
	int64_t cover;		  /* the cover's sheet */
	struct store_seat *seats; /* by number; owned */
	size_t n;
};

/* Layouts of a session's sheets; .person is set by the call. */
struct store_session_request {
	struct store_request cover;
	/* A seat each, in the session's order; pages 0: no sheet. */
	const struct store_request *sheets, *caseworker;
};

/*
 * Adds the people who are new, issues every sheet and keeps the session, all
 * of it or nothing; sets the seats' persons and sheets. issued: the day.
 * Errors: ERR_USAGE if there is a session of that name, or a person or layout
 * is not there.
 */
bool store_session_issue(struct store *store, struct store_session *session,
	const struct store_session_request *request, const char *issued,
	struct err *err);
/* The caller ends *session with store_session_finish. *found false: it is
 * untouched. */
bool store_session_get(struct store *store, const char *name,
	struct store_session *session, bool *found, struct err *err);
void store_session_finish(struct store_session *session);

/* ------------------------------------------------------------- filing */

/* Whether the disk has room for a batch of so many bytes of files. */
bool store_room(
	const struct store *store, uint64_t batch_bytes, struct err *err);

/*
 * Before a file is read: whether it is to be read here. On a server another
 * host may be reading the same bytes; then *is_ours is false. It is ours until
 * it is said to have ended or the store is closed, or for 15 minutes behind our
 * last write.
 */
bool store_claim(
	struct store *store, const char *path, bool *is_ours, struct err *err);
bool store_claim_end(struct store *store, const char *sha256, struct err *err);

/* Keeps a file as it is; the same bytes again change nothing. */
bool store_scan_keep(struct store *store, const void *bytes, size_t len,
	char sha256[READING_SHA256], struct err *err);
/* The same for bytes whose SHA-256 is known: it must be theirs. */
bool store_scan_keep_as(struct store *store, const void *bytes, size_t len,
	const char sha256[READING_SHA256], struct err *err);

/*
 * A kept file as it came, to be freed with bytes_free (core/file.h). Errors:
 * ERR_INPUT if it is not there, is damaged or was forgotten.
 */
bool store_scan_read(struct store *store, const char sha256[READING_SHA256],
	struct bytes *bytes, struct err *err);

/*
 * Files a reading of a scan that is kept and sets reading->status (and reason)
 * to what became of it:
 *
 *	no sha256                nothing is written, the status stays
 *	refused, blank_page      a row; the same again changes nothing
 *	code that is not issued  refused, unknown_code
 *	page not filed yet       filed or review, with its answers
 *	filed, answers agree     duplicate
 *	filed, answers differ    conflict: the first stay until a person decides
 *	the same scan again      duplicate (conflict, if that is what it was)
 *
 * A scan that was refused and can be read now is filed. The practice item is
 * not kept. Errors: ERR_INPUT if the scan is not in the store.
 */
bool store_file(struct store *store, struct reading *reading, const char *date,
	struct err *err);

/* ------------------------------------------------------------- answers */

/*
 * One kept answer. A person's decision, where there is one, stands in status
 * and value; what the machine read stays beside it.
 */
struct store_answer {
	char person[PERSON_CODE]; /* "" if not bound */
	int64_t sheet;		  /* 0: without paper; page 0 and line "" */
	int64_t occasion;	  /* 0 if not bound */
	/* The sheet's, the first filing of its pages; else the occasion's. */
	char date[STORE_DATE];
	char instrument[LAYOUT_KEY];
	char version[LAYOUT_KEY]; /* of the instrument */
	char language[LAYOUT_KEY];
	char level[LAYOUT_KEY];
	int steps;
	enum store_rater rater;
	int page;
	char line[CODE_LINE];
	char item[ITEM_KEY];
	int top; /* the highest step that the item has on its sheet */
	enum answer_status status;
	int value; /* VALUE_NONE where the status has none */
	char reason[ANSWER_REASON];
	double confidence; /* the machine's */
	bool is_decided;   /* by a person */
};

typedef bool store_each_answer(
	const struct store_answer *answer, void *data, struct err *err);

/*
 * A person's answers by date, sheet, occasion, page and the order there.
 * person NULL: everyone's, person by person, with those of sheets of nobody.
 */
bool store_answers(struct store *store, const char *person,
	store_each_answer *each, void *data, struct err *err);
/*
 * The same, but only what caseworkers answered about the person: an access
 * class of its own (store/roles.h, MAY_READ_BELIEFS). store_answers has it too
 * for who may read it, and leaves it out for who may not.
 */
bool store_beliefs(struct store *store, const char *person,
	store_each_answer *each, void *data, struct err *err);
/* Everyone's answers that wait for a person to look, oldest first. */
bool store_reviews(struct store *store, store_each_answer *each, void *data,
	struct err *err);

/* Two scans of one page that say different things, not yet decided. */
struct store_conflict {
	char person[PERSON_CODE]; /* "" if not bound */
	int64_t sheet;
	char date[STORE_DATE]; /* the sheet's */
	char instrument[LAYOUT_KEY];
	int page;
	char line[CODE_LINE];
	const struct reading *filed; /* item, status, value, marks are set */
	const struct reading *other;
};

typedef bool store_each_conflict(
	const struct store_conflict *conflict, void *data, struct err *err);

/* person NULL: everyone's. Oldest first. */
bool store_conflicts(struct store *store, const char *person,
	store_each_conflict *each, void *data, struct err *err);

#endif
