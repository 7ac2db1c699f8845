/*
 * Where answers go in and come out, and the only place: what is sealed one day
 * is sealed here.
 */
#include "store/inside.h"

#include "core/doc.h"
#include "core/err.h"
#include "core/str.h"

#include <string.h>

/* Marks as the database keeps them: all boxes, in box order. */
static void
marks_write(const struct answer *answer, struct str *out)
{
	int i;

	str_add(out, "{\"marks\":[");
	for (i = 0; i < answer->n_marks; i++) {
		const struct mark *m = &answer->marks[i];

		str_addf(out,
			"%s{\"value\":%d,\"ink\":%.4f,\"zone_ink\":%.3f,"
			"\"outline\":%.3f,\"shift_mm\":%.3f,\"candidate\":%d}",
			i > 0 ? "," : "", m->value, m->ink, m->zone_ink,
			m->outline, m->shift_mm, m->candidate ? 1 : 0);
	}
	str_add(out, "]}");
}

/* Only the value and whether it is a candidate: what agreement looks at. */
bool
marks_read(const char *text, size_t len, struct answer *answer, struct err *err)
{
	struct doc *doc = doc_parse(text, len, err);
	struct doc_at list, entry;
	bool ok = false;
	size_t n, i;

	if (doc == NULL)
		return false;
	if (!doc_array(doc_root(doc), "marks", &list, &n, err))
		goto out;
	if (n > ANSWER_MARKS) {
		err_set(err, ERR_INPUT, "%zu marks", n);
		goto out;
	}
	for (i = 0; i < n; i++) {
		int candidate;

		if (!doc_entry(list, i, &entry, err) ||
			!doc_int(
				entry, "value", &answer->marks[i].value, err) ||
			!doc_int(entry, "candidate", &candidate, err))
			goto out;
		answer->marks[i].candidate = candidate != 0;
	}
	answer->n_marks = (int)n;
	ok = true;
out:
	doc_free(doc);
	return ok;
}

static int
top_step(const struct answer *answer)
{
	int top = answer->value > 0 ? answer->value : 0;
	int i;

	for (i = 0; i < answer->n_marks; i++) {
		if (answer->marks[i].value > top)
			top = answer->marks[i].value;
	}
	return top;
}

static void
bind_value(struct db_query *q, int value)
{
	if (value == VALUE_NONE)
		db_bind_null(q);
	else
		db_bind_int(q, value);
}

bool
answers_put(struct store *store, int64_t reading_id,
	const struct reading *reading, struct err *err)
{
	struct str marks = {0};
	bool ok = true;
	int i;

	for (i = 0; ok && i < reading->n_answers; i++) {
		const struct answer *answer = &reading->answers[i];
		struct db_query *q;

		if (strcmp(answer->item, ITEM_PRACTICE) == 0)
			continue;
		str_clear(&marks);
		marks_write(answer, &marks);
		if (!str_ok(&marks, err)) {
			ok = false;
			break;
		}
		q = db_query(store->db, ANSWER_ADD);
		db_bind_int(q, reading_id);
		db_bind_int(q, i);
		db_bind_text(q, answer->item);
		db_bind_int(q, top_step(answer));
		db_bind_text(q, answer_status_word(answer->status));
		bind_value(q, answer->value);
		db_bind_word(q, answer->reason);
		db_bind_real(q, answer->confidence);
		db_bind_text(q, marks.at);
		ok = db_run(q, err);
	}
	str_finish(&marks);
	return ok;
}

static bool
status_of(struct store *store, struct db_query *q, int column,
	enum answer_status *status, struct err *err)
{
	*status = answer_status_of_word(db_text(q, column));
	if (*status == ANSWER__MAX)
		return db_damaged(store->db, err, "an answer has no status");
	return true;
}

bool
answers_get(struct store *store, int64_t reading_id, struct reading *reading,
	struct err *err)
{
	struct db_query *q = db_query(store->db, ANSWER_OF_READING);
	bool has_row, ok;

	*reading = (struct reading){0};
	db_bind_int(q, reading_id);
	while ((ok = db_next(q, &has_row, err)) && has_row) {
		struct answer *answer = &reading->answers[reading->n_answers];
		const char *marks;
		size_t len;

		if (reading->n_answers == READING_ANSWERS) {
			ok = db_damaged(
				store->db, err, "a page has too many answers");
			break;
		}
		marks = db_bytes(q, 5, &len);
		ok = db_copy(q, 0, answer->item, sizeof(answer->item), err) &&
		     status_of(store, q, 1, &answer->status, err) &&
		     db_copy(q, 3, answer->reason, sizeof(answer->reason), err);
		if (!ok)
			break;
		if (!marks_read(marks, len, answer, NULL)) {
			ok = db_damaged(store->db, err, "marks of an answer");
			break;
		}
		answer->value = (int)db_int(q, 2);
		answer->confidence = db_real(q, 4);
		reading->n_answers++;
	}
	db_end(q);
	return ok;
}

static bool
answer_row(struct store *store, struct db_query *q, struct store_answer *row,
	struct err *err)
{
	*row = (struct store_answer){
		.sheet = db_int(q, 1),
		.steps = (int)db_int(q, 6),
		.page = (int)db_int(q, 7),
		.top = (int)db_int(q, 10),
		.value = (int)db_int(q, 12),
		.confidence = db_real(q, 14),
		.is_decided = db_int(q, 15) != 0,
	};
	return db_copy(q, 0, row->person, sizeof(row->person), err) &&
	       db_copy(q, 2, row->date, sizeof(row->date), err) &&
	       db_copy(q, 3, row->instrument, sizeof(row->instrument), err) &&
	       db_copy(q, 4, row->language, sizeof(row->language), err) &&
	       db_copy(q, 5, row->level, sizeof(row->level), err) &&
	       db_copy(q, 8, row->line, sizeof(row->line), err) &&
	       db_copy(q, 9, row->item, sizeof(row->item), err) &&
	       status_of(store, q, 11, &row->status, err) &&
	       db_copy(q, 13, row->reason, sizeof(row->reason), err);
}

static bool
each_row(struct store *store, struct db_query *q, store_each_answer *each,
	void *data, struct err *err)
{
	bool has_row, ok;

	while ((ok = db_next(q, &has_row, err)) && has_row) {
		struct store_answer row;

		ok = answer_row(store, q, &row, err) && each(&row, data, err);
		if (!ok)
			break;
	}
	db_end(q);
	return ok;
}

bool
store_answers(struct store *store, const char *person, store_each_answer *each,
	void *data, struct err *err)
{
	struct db_query *q = db_query(store->db, ANSWER_OF_PERSON);

	db_bind_text(q, person);
	return each_row(store, q, each, data, err);
}

bool
store_reviews(struct store *store, store_each_answer *each, void *data,
	struct err *err)
{
	return each_row(
		store, db_query(store->db, ANSWER_WAITING), each, data, err);
}

bool
store_conflicts(struct store *store, const char *person,
	store_each_conflict *each, void *data, struct err *err)
{
	struct db_query *q = db_query(store->db, CONFLICT_LIST);
	bool has_row, ok;

	db_bind_text(q, person);
	while ((ok = db_next(q, &has_row, err)) && has_row) {
		struct reading filed, other;
		struct store_conflict row = {
			.sheet = db_int(q, 1),
			.page = (int)db_int(q, 4),
			.filed = &filed,
			.other = &other,
		};

		ok = db_copy(q, 0, row.person, sizeof(row.person), err) &&
		     db_copy(q, 2, row.date, sizeof(row.date), err) &&
		     db_copy(q, 3, row.instrument, sizeof(row.instrument),
			     err) &&
		     db_copy(q, 5, row.line, sizeof(row.line), err) &&
		     answers_get(store, db_int(q, 6), &filed, err) &&
		     answers_get(store, db_int(q, 7), &other, err) &&
		     each(&row, data, err);
		if (!ok)
			break;
	}
	db_end(q);
	return ok;
}
