#include "store/statements.h"

/* Columns of a page, as page_row() in pages.c takes them. */
#define PAGE_COLUMNS                                                           \
	"SELECT page.id, sheet.layout, page.number, sheet.pages, page.token,"  \
	" page.line, person.code, sheet.id, page.reading"                      \
	" FROM page JOIN sheet ON sheet.id = page.sheet"                       \
	" LEFT JOIN person ON person.id = sheet.person "

/*
 * Columns of an answer as it counts, as answer_row() in answers.c takes them:
 * a person's decision goes before the machine's.
 */
#define ANSWER_COLUMNS                                                         \
	"SELECT person.code, sheet.id, sheet.filed, layout.instrument,"        \
	" layout.language, layout.level, layout.steps, page.number,"           \
	" page.line, answer.item, answer.top,"                                 \
	" coalesce(answer.human_status, answer.status),"                       \
	" CASE WHEN answer.human_status IS NULL THEN answer.value"             \
	" ELSE answer.human_value END,"                                        \
	" answer.reason, answer.confidence, answer.human_status IS NOT NULL"   \
	" FROM answer JOIN page ON page.reading = answer.reading"              \
	" JOIN sheet ON sheet.id = page.sheet"                                 \
	" JOIN layout ON layout.id = sheet.layout"                             \
	" LEFT JOIN person ON person.id = sheet.person "

static const char *const statements[STATEMENT__MAX] = {
	[PERSON_ADD] = "INSERT INTO person (code, language, unit)"
		       " VALUES (?, ?, ?)",
	[PERSON_GET] = "SELECT id, code, language, unit FROM person"
		       " WHERE code = ?",
	[PERSON_LIST] = "SELECT id, code, language, unit FROM person"
			" ORDER BY id",
	[LAYOUT_ADD] = "INSERT INTO layout (id, hash, instrument, version,"
		       " language, level, steps, json, print)"
		       " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
	[LAYOUT_FIND] = "SELECT id FROM layout WHERE hash = ?",
	[LAYOUT_GET] = "SELECT json, print, steps, instrument FROM layout"
		       " WHERE id = ?",
	[LAYOUT_LAST] = "SELECT coalesce(max(id), 0) FROM layout",
	[LAYOUT_LIST] = "SELECT id, hash, json, print FROM layout ORDER BY id",
	[SHEET_ADD] = "INSERT INTO sheet (person, layout, pages, session,"
		      " issued) VALUES (?, ?, ?, ?, ?)",
	[SHEET_FILE] = "UPDATE sheet SET filed = ?"
		       " WHERE id = ? AND filed IS NULL",
	[PAGE_ADD] = "INSERT INTO page (sheet, number, token, line)"
		     " VALUES (?, ?, ?, ?)",
	[PAGE_BY_TOKEN] = PAGE_COLUMNS "WHERE page.token = ?",
	[PAGE_BY_LINE] = PAGE_COLUMNS "WHERE page.line = ?",
	[PAGE_FILE] = "UPDATE page SET reading = ?"
		      " WHERE id = ? AND reading IS NULL",
	[PAGE_LIST] = PAGE_COLUMNS "ORDER BY page.id",
	[PAGE_OF_SHEET] =
		PAGE_COLUMNS "WHERE sheet.id = ? ORDER BY page.number",
	[PAGE_WRONG] = "SELECT page.line FROM page JOIN reading"
		       " ON reading.id = page.reading"
		       " WHERE reading.page IS NOT page.id"
		       " OR reading.status NOT IN ('filed', 'review')",
	[SESSION_ADD] = "INSERT INTO session (name, date, instrument, cover)"
			" VALUES (?, ?, ?, ?)",
	[SESSION_GET] = "SELECT id, name, date, instrument, cover FROM session"
			" WHERE name = ?",
	[SEAT_ADD] = "INSERT INTO seat (session, number, person, language,"
		     " level, steps, sheet, caseworker)"
		     " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
	[SEAT_OF_SESSION] =
		"SELECT seat.number, person.code, seat.language, seat.level,"
		" seat.steps, seat.sheet, seat.caseworker"
		" FROM seat JOIN person ON person.id = seat.person"
		" WHERE seat.session = ? ORDER BY seat.number",
	[SCAN_ADD] = "INSERT INTO scan (sha256, kept) VALUES (?, ?)"
		     " ON CONFLICT DO NOTHING",
	[SCAN_GET] = "SELECT id FROM scan WHERE sha256 = ?",
	[SCAN_LIST] = "SELECT sha256 FROM scan ORDER BY sha256",
	[READING_ADD] = "INSERT INTO reading (scan, source_page, page, status,"
			" reason, read_on, scale, rotation_deg, residual_mm)"
			" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
			" ON CONFLICT DO NOTHING",
	[READING_SEEN] = "SELECT status FROM reading WHERE scan = ?"
			 " AND source_page = ? AND page = ? AND status IN"
			 " ('filed', 'review', 'duplicate', 'conflict')",
	[ANSWER_ADD] = "INSERT INTO answer (reading, position, item, top,"
		       " status, value, reason, confidence, marks)"
		       " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
	[ANSWER_OF_READING] = "SELECT item, status, value, reason, confidence,"
			      " marks FROM answer WHERE reading = ?"
			      " ORDER BY position",
	[ANSWER_OF_PERSON] =
		ANSWER_COLUMNS "WHERE person.code = ?"
			       " ORDER BY sheet.filed, sheet.id, page.number,"
			       " answer.position",
	[ANSWER_WAITING] =
		ANSWER_COLUMNS "WHERE answer.human_status IS NULL"
			       " AND answer.status IN ('review', 'unreadable')"
			       " ORDER BY sheet.filed, sheet.id, page.number,"
			       " answer.position",
	[CONFLICT_ADD] = "INSERT INTO conflict (page, reading) VALUES (?, ?)",
	[CONFLICT_OF_PAGE] = "SELECT reading FROM conflict WHERE page = ?"
			     " ORDER BY id",
	[CONFLICT_LIST] = "SELECT person.code, sheet.id, sheet.filed,"
			  " layout.instrument, page.number, page.line,"
			  " page.reading, conflict.reading"
			  " FROM conflict JOIN page ON page.id = conflict.page"
			  " JOIN sheet ON sheet.id = page.sheet"
			  " JOIN layout ON layout.id = sheet.layout"
			  " LEFT JOIN person ON person.id = sheet.person"
			  " WHERE conflict.decided IS NULL"
			  " AND (?1 IS NULL OR person.code = ?1)"
			  " ORDER BY conflict.id",
	[CHECK_WHOLE] = "PRAGMA integrity_check",
	[CHECK_REFERENCES] = "PRAGMA foreign_key_check",
};

const char *
statement_sqlite(enum statement statement)
{
	return statements[statement];
}

/*
 * Version 1. A page knows the reading that filed it; a reading knows its page.
 * What the machine saw and what a person decided are columns of their own.
 * Statuses and items are the words of core/answer.h and core/reading.h.
 */
static const char version_1[] =
	"CREATE TABLE person ("
	" id INTEGER PRIMARY KEY,"
	" code TEXT NOT NULL UNIQUE,"
	" language TEXT,"
	" unit TEXT) STRICT;"

	"CREATE TABLE layout ("
	" id INTEGER PRIMARY KEY CHECK (id BETWEEN 1 AND 65535),"
	" hash TEXT NOT NULL UNIQUE,"
	" instrument TEXT NOT NULL,"
	" version TEXT NOT NULL,"
	" language TEXT NOT NULL,"
	" level TEXT NOT NULL,"
	" steps INTEGER NOT NULL,"
	" json TEXT NOT NULL,"
	" print BLOB NOT NULL) STRICT;"

	"CREATE TABLE sheet ("
	" id INTEGER PRIMARY KEY,"
	" person INTEGER REFERENCES person,"
	" layout INTEGER NOT NULL REFERENCES layout,"
	" pages INTEGER NOT NULL CHECK (pages BETWEEN 1 AND 15),"
	" session TEXT,"
	" issued TEXT NOT NULL,"
	" filed TEXT) STRICT;"
	"CREATE INDEX sheet_person ON sheet (person);"

	"CREATE TABLE scan ("
	" id INTEGER PRIMARY KEY,"
	" sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),"
	" kept TEXT NOT NULL) STRICT;"

	"CREATE TABLE page ("
	" id INTEGER PRIMARY KEY,"
	" sheet INTEGER NOT NULL REFERENCES sheet,"
	" number INTEGER NOT NULL CHECK (number BETWEEN 1 AND 15),"
	" token BLOB NOT NULL UNIQUE CHECK (length(token) = 16),"
	" line TEXT NOT NULL UNIQUE CHECK (length(line) = 10),"
	" reading INTEGER UNIQUE REFERENCES reading,"
	" UNIQUE (sheet, number)) STRICT;"

	"CREATE TABLE reading ("
	" id INTEGER PRIMARY KEY,"
	" scan INTEGER NOT NULL REFERENCES scan,"
	" source_page INTEGER NOT NULL,"
	" page INTEGER REFERENCES page,"
	" status TEXT NOT NULL,"
	" reason TEXT,"
	" read_on TEXT NOT NULL,"
	" scale REAL,"
	" rotation_deg REAL,"
	" residual_mm REAL) STRICT;"
	"CREATE UNIQUE INDEX reading_once ON reading (scan, source_page,"
	" coalesce(page, 0), status, coalesce(reason, ''));"
	"CREATE INDEX reading_page ON reading (page);"

	"CREATE TABLE answer ("
	" id INTEGER PRIMARY KEY,"
	" reading INTEGER NOT NULL REFERENCES reading,"
	" position INTEGER NOT NULL,"
	" item TEXT NOT NULL,"
	" top INTEGER NOT NULL,"
	" status TEXT NOT NULL,"
	" value INTEGER,"
	" reason TEXT,"
	" confidence REAL NOT NULL,"
	" marks TEXT NOT NULL,"
	" human_status TEXT,"
	" human_value INTEGER,"
	" human_by TEXT,"
	" human_on TEXT,"
	" UNIQUE (reading, item)) STRICT;"

	"CREATE TABLE conflict ("
	" id INTEGER PRIMARY KEY,"
	" page INTEGER NOT NULL REFERENCES page,"
	" reading INTEGER NOT NULL UNIQUE REFERENCES reading,"
	" decided TEXT) STRICT;"
	"CREATE INDEX conflict_page ON conflict (page);";

/* Groups' meetings: who sits where, and which sheets they got. */
static const char sessions[] =
	"CREATE TABLE session ("
	" id INTEGER PRIMARY KEY,"
	" name TEXT NOT NULL UNIQUE,"
	" date TEXT NOT NULL,"
	" instrument TEXT NOT NULL,"
	" cover INTEGER NOT NULL UNIQUE REFERENCES sheet) STRICT;"

	"CREATE TABLE seat ("
	" id INTEGER PRIMARY KEY,"
	" session INTEGER NOT NULL REFERENCES session,"
	" number INTEGER NOT NULL CHECK (number >= 1),"
	" person INTEGER NOT NULL REFERENCES person,"
	" language TEXT NOT NULL,"
	" level TEXT NOT NULL,"
	" steps INTEGER NOT NULL,"
	" sheet INTEGER UNIQUE REFERENCES sheet,"
	" caseworker INTEGER UNIQUE REFERENCES sheet,"
	" UNIQUE (session, number),"
	" UNIQUE (session, person)) STRICT;"
	"CREATE INDEX sheet_session ON sheet (session);";

static const char *const steps[] = {version_1, sessions, NULL};

_Static_assert(sizeof(steps) / sizeof(*steps) == SCHEMA_VERSION + 1,
	"one schema step a version");

const char *
schema_sqlite(size_t i)
{
	return i < SCHEMA_VERSION ? steps[i] : NULL;
}
