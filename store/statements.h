/*
 * Every statement the store runs, by name, and the steps that make its tables.
 * Nothing else in the store is SQL, and no statement is put together at run
 * time.
 */
#ifndef SKAPA_STORE_STATEMENTS_H
#define SKAPA_STORE_STATEMENTS_H

#include <stddef.h>

enum statement {
	PERSON_ADD,
	PERSON_SET,
	PERSON_GET,
	PERSON_LIST,
	SERIES_GET,
	SERIES_ADD,
	OCCASION_FIND,
	OCCASION_ADD,
	OCCASION_SET,
	OCCASION_LOCK,
	OCCASION_GET,
	OCCASION_OF_PERSON,
	OCCASION_LIST,
	LAYOUT_ADD,
	LAYOUT_FIND,
	LAYOUT_GET,
	LAYOUT_HEAD,
	LAYOUT_LAST,
	LAYOUT_LIST,
	SHEET_ADD,
	SHEET_BIND,
	SHEET_FILE,
	PAGE_ADD,
	PAGE_BY_TOKEN,
	PAGE_BY_LINE,
	PAGE_FILE,
	PAGE_LIST,
	PAGE_OF_SHEET,
	PAGE_WRONG,
	SESSION_ADD,
	SESSION_GET,
	SEAT_ADD,
	SEAT_OF_SESSION,
	SCAN_ADD,
	SCAN_GET,
	SCAN_LIST,
	READING_ADD,
	READING_SEEN,
	ANSWER_ADD,
	ANSWER_OF_READING,
	ANSWER_OF_PERSON,
	ANSWER_OF_OCCASION,
	ANSWER_LIST,
	ANSWER_WAITING,
	ANSWER_FIND,
	ANSWER_CHANGE,
	PUT_ADD,
	CONFLICT_ADD,
	CONFLICT_OF_PAGE,
	CONFLICT_LIST,
	CONFLICT_OF_PERSON,
	CONFLICT_DECIDE,
	MAP_ADD,
	WRITING_ADD,
	WRITING_OF_READING,
	WRITING_DECIDE,
	READING_GET,
	READING_PAGE,
	READING_UNDO,
	ANSWER_DECIDE,
	PAGE_TURN,
	SHEET_UNFILE,
	REVIEW_GET,
	REVIEW_LIST,
	REVIEW_COUNT,
	READING_OTHERS,
	CONFLICT_UNDO,
	DECISION_ADD,
	DECISION_SAY,
	DECISION_LIST,
	DECISION_UNDO,
	DUE_OF_SESSIONS,
	DUE_OF_SESSION,
	DUE_OF_SHEET,
	NOTE_ADD,
	NOTE_SET,
	NOTE_GET,
	NOTE_OF_PERSON,
	NOTE_LIST,
	ACTIVITY_ADD,
	ACTIVITY_SET,
	ACTIVITY_GET,
	ACTIVITY_OF_PERSON,
	ACTIVITY_LIST,
	SECRET_PUT,
	SECRET_GET,
	CHECK_WHOLE,
	CHECK_REFERENCES,
	STATEMENT__MAX
};

/* The SQL of a statement. PostgreSQL's is still to be turned (dialect.h). */
const char *statement_sqlite(enum statement statement);
const char *statement_postgres(enum statement statement);

/*
 * Schema steps, forward only: step i (from 0) takes version i to i + 1. Its
 * scripts in order, NULL behind the last; NULL behind the last step. A step
 * that has been released is never changed.
 */
const char *const *schema_sqlite(size_t i);
#define SCHEMA_VERSION 2

#endif
