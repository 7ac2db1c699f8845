#include "store/papers.h"

#include "store/inside.h"

static bool
paper_row(struct db_query *q, struct store_paper *paper, struct err *err)
{
	*paper = (struct store_paper){
		.sheet = db_int(q, 0),
		.steps = (int)db_int(q, 5),
		.page = (int)db_int(q, 8),
		.reading = db_int(q, 10),
		.source_page = (int)db_int(q, 14),
	};
	return db_copy(q, 1, paper->instrument, LAYOUT_KEY, err) &&
	       db_copy(q, 2, paper->version, LAYOUT_KEY, err) &&
	       db_copy(q, 3, paper->language, LAYOUT_KEY, err) &&
	       db_copy(q, 4, paper->level, LAYOUT_KEY, err) &&
	       db_copy(q, 6, paper->issued, STORE_DATE, err) &&
	       db_copy(q, 7, paper->session, STORE_SESSION, err) &&
	       db_copy(q, 9, paper->line, CODE_LINE, err) &&
	       db_copy(q, 11, paper->status, READING_REASON, err) &&
	       db_copy(q, 12, paper->read_on, STORE_DATE, err) &&
	       db_copy(q, 13, paper->sha256, READING_SHA256, err);
}

bool
store_papers(struct store *store, const char *person, store_each_paper *each,
	void *data, struct err *err)
{
	struct person_row row;
	struct db_query *q;
	bool has_row, ok;

	if (!person_need(store, person, &row, err) ||
		!store_reads(
			store, MAY_READ_ANSWERS, ABOUT_PERSON, row.id, err))
		return false;
	q = db_query(store->db, PAPER_OF_PERSON);
	db_bind_int(q, row.id);
	while ((ok = db_next(q, &has_row, err)) && has_row) {
		struct store_paper paper;

		ok = paper_row(q, &paper, err) && each(&paper, data, err);
		if (!ok)
			break;
	}
	db_end(q);
	return ok;
}

bool
store_papers_reviews(struct store *store, const char *person,
	store_each_review *each, void *data, struct err *err)
{
	struct person_row row;
	struct db_query *q;

	if (!person_need(store, person, &row, err) ||
		!store_reads(
			store, MAY_READ_REVIEWS, ABOUT_PERSON, row.id, err))
		return false;
	q = db_query(store->db, REVIEW_OF_PERSON);
	db_bind_int(q, row.id);
	return review_each(store, q, each, data, err);
}
