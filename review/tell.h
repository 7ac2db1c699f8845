/*
 * Reviews, decisions and missing pages in words, for terminals and programs.
 */
#ifndef SKAPA_REVIEW_TELL_H
#define SKAPA_REVIEW_TELL_H

#include "store/due.h"
#include "store/review.h"

struct str;

/* "answer", "conflict", "writing" or "page". */
const char *review_kind_word(enum review_kind kind);

/* One line, at most 72 columns unless a suggestion is longer. */
void tell_review(const struct store_review *review, struct str *out);
/* One JSON object, no newline. */
void tell_review_json(const struct store_review *review, struct str *out);
/* A line: the day, who, what. */
void tell_decision(const struct store_decision *decision, struct str *out);

/* Whether a person has to look; never at the practice, which is not stored. */
bool answer_waits(const struct answer *answer);
/* A line a question that waits. */
void tell_waiting(const struct reading *reading, struct str *out);
/* A page as it was read; source is a file's name, which may hold anything. */
void tell_reading(
	const char *source, const struct reading *reading, struct str *out);

/* What of a sheet is not here, a line; nothing of a sheet that is. */
void tell_due(const struct store_due *due, struct str *out);
void tell_due_json(const struct store_due *due, struct str *out);

/* A session's sheets, counted; the sentence of tell_count. */
struct due_count {
	size_t issued, received, partly;
};
void due_count_add(struct due_count *count, const struct store_due *due);
/* "23 issued, 22 received, 1 missing". */
void tell_count(const struct due_count *count, struct str *out);

#endif
