/*
 * What waits for a person, and what people decided. Everything that waits has
 * a number that is never given again:
 *
 *	an answer	doubtful or unreadable, or otherwise on a screen: set;
 *			or from a screen, too late to count by itself: set
 *	a conflict	two scans of a page differ: keep the first, take the new
 *	writing		in a field, perhaps with a machine's suggestion: set
 *	a page		refused: assigned to the page that it is, or discarded
 *
 * What the machine saw is never changed. Decisions are only added, with who
 * and the day, and each can be undone. Every call that decides is one
 * transaction; see store/store.h for errors. ERR_USAGE besides: a number that
 * is not there, of another kind or decided already, and a `who` or a text
 * that store_who_check or store_text_check refuses.
 */
#ifndef SKAPA_STORE_REVIEW_H
#define SKAPA_STORE_REVIEW_H

#include "store/store.h"

#include <stddef.h>

#define REVIEW_WHO STORE_WHO
#define REVIEW_TEXT READING_WRITTEN

enum review_kind {
	REVIEW_ANSWER,
	REVIEW_CONFLICT,
	REVIEW_WRITING,
	REVIEW_PAGE
};

struct store_decision {
	char action[12];	   /* set, keep, take, assign, discard, undo */
	enum answer_status status; /* of set; ANSWER__MAX: none */
	int value;
	char text[REVIEW_TEXT]; /* a reason, or writing; "" */
	char who[REVIEW_WHO];
	char day[STORE_DATE];
	bool is_undone;
};

struct store_review {
	int64_t number;
	enum review_kind kind;
	bool is_open; /* waits */
	/*
	 * The scan that shows it: of a conflict the newer one. "": there is
	 * none, it came from a screen.
	 */
	char sha256[READING_SHA256];
	int source_page;
	/* Which page it is; layout_id 0: not known. */
	uint16_t layout_id;
	int page;
	char line[CODE_LINE];
	char person[PERSON_CODE]; /* "" if not bound */
	char instrument[LAYOUT_KEY];
	char language[LAYOUT_KEY];
	char reason[READING_REASON];
	/* Of an answer: what the machine saw. Of writing: item alone. */
	struct answer answer;
	int top; /* the highest step of the item */
	/* Of an answer: another was put on a screen (store/twice.h). */
	bool has_screen;
	struct answer screen;
	char suggestion[READING_WRITTEN]; /* of writing */
	bool is_decided;
	struct store_decision decision; /* that counts, if is_decided */
	int64_t reading, filed;		/* for store_reading; filed 0: none */
};

typedef bool store_each_review(
	const struct store_review *review, void *data, struct err *err);

/* All that wait, by number. */
bool store_review_list(struct store *store, store_each_review *each, void *data,
	struct err *err);
/* How many wait. */
bool store_review_count(struct store *store, size_t *n, struct err *err);
bool store_review_get(struct store *store, int64_t number,
	struct store_review *review, struct err *err);

/*
 * A kept reading: its scan, map (has_map false if it is older than maps are),
 * answers and writing. id is `reading` or `filed` of a review.
 */
bool store_reading(struct store *store, int64_t id, struct reading *reading,
	struct err *err);

typedef bool store_each_decision(
	const struct store_decision *decision, void *data, struct err *err);
/* Oldest first, undone ones and undoings too. */
bool store_review_history(struct store *store, int64_t number,
	store_each_decision *each, void *data, struct err *err);

/*
 * An answer: status answered (with a step from 1 to top), declined,
 * not_understood, blank or unreadable; value is made to fit the status. Again
 * where a person thinks again.
 */
bool store_review_set(struct store *store, int64_t number,
	enum answer_status status, int value, const char *who, const char *day,
	struct err *err);
/* Writing: what is written there; "" for nothing that can be read. */
bool store_review_write(struct store *store, int64_t number, const char *text,
	const char *who, const char *day, struct err *err);
/* A conflict: the newer scan counts from now (take), or the filed one stays. */
bool store_review_choose(struct store *store, int64_t number, bool take,
	const char *who, const char *day, struct err *err);
/*
 * A page: reading is of the same scan, read as the page that it is. It is
 * filed as by store_file, and reading->status says what became of it.
 */
bool store_review_assign(struct store *store, int64_t number,
	struct reading *reading, const char *who, const char *day,
	struct err *err);
/* A page that is none of ours, or of no use. */
bool store_review_discard(struct store *store, int64_t number,
	const char *reason, const char *who, const char *day, struct err *err);
/* Takes back the last decision. */
bool store_review_undo(struct store *store, int64_t number, const char *who,
	const char *day, struct err *err);

/*
 * Initials or a role: 1 to 24 letters, digits, '-', '_' or '.', and at most
 * five digits, so that it is no personal number. Errors: ERR_USAGE.
 */
bool store_who_check(const char *who, struct err *err);
/*
 * One line of UTF-8, not empty, shorter than REVIEW_TEXT, without what looks
 * like a personal number. Errors: ERR_USAGE; what names it in the sentence.
 */
bool store_text_check(const char *text, const char *what, struct err *err);

#endif
