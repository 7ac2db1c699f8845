#include "store/statements.h"

/* Columns of a page, as page_row() in pages.c takes them. */
#define PAGE_COLUMNS                                                           \
	"SELECT page.id, sheet.layout, page.number, sheet.pages, page.token,"  \
	" page.line, person.code, sheet.id, page.reading, sheet.session"       \
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

/*
 * Columns of what waits or waited for a person, as review_row() in review.c
 * takes them. It waits while nobody has decided it and it still counts: its
 * answers are those of the page, its scan was not read or its page not filed
 * otherwise.
 */
#define REVIEW_OPEN                                                            \
	"(decision.id IS NULL AND CASE"                                        \
	" WHEN review.conflict IS NOT NULL THEN conflict.decided IS NULL"      \
	" WHEN review.reading IS NULL THEN page.reading IS reading.id"         \
	" ELSE page.reading IS NULL AND NOT EXISTS (SELECT 1 FROM reading o"   \
	" WHERE o.scan = reading.scan"                                         \
	" AND o.source_page = reading.source_page AND o.status <> 'undone'"    \
	" AND (o.id > reading.id OR o.status IN ('filed', 'review',"           \
	" 'duplicate', 'conflict'))) END)"
#define REVIEW_FROM                                                            \
	" FROM review LEFT JOIN answer ON answer.id = review.answer"           \
	" LEFT JOIN conflict ON conflict.id = review.conflict"                 \
	" LEFT JOIN writing ON writing.id = review.writing"                    \
	" JOIN reading ON reading.id = coalesce(review.reading,"               \
	" answer.reading, conflict.reading, writing.reading)"                  \
	" JOIN scan ON scan.id = reading.scan"                                 \
	" LEFT JOIN page ON page.id = reading.page"                            \
	" LEFT JOIN sheet ON sheet.id = page.sheet"                            \
	" LEFT JOIN layout ON layout.id = sheet.layout"                        \
	" LEFT JOIN person ON person.id = sheet.person"                        \
	" LEFT JOIN decision ON decision.review = review.id"                   \
	" AND decision.action <> 'undo' AND decision.undone IS NULL"           \
	" AND decision.id = (SELECT max(d.id) FROM decision d"                 \
	" WHERE d.review = review.id AND d.action <> 'undo'"                   \
	" AND d.undone IS NULL) "
#define REVIEW_COLUMNS                                                         \
	"SELECT review.id, CASE WHEN answer.id IS NOT NULL THEN 0"             \
	" WHEN conflict.id IS NOT NULL THEN 1"                                 \
	" WHEN writing.id IS NOT NULL THEN 2 ELSE 3 END,"                      \
	" " REVIEW_OPEN ", reading.id, page.id, scan.sha256,"                  \
	" reading.source_page, sheet.layout, page.number, page.line,"          \
	" person.code, layout.instrument, layout.language,"                    \
	" coalesce(answer.item, writing.item), answer.top, answer.status,"     \
	" coalesce(answer.reason, reading.reason), answer.marks,"              \
	" writing.suggestion, decision.id, decision.action,"                   \
	" decision.status, decision.value, decision.text, decision.who,"       \
	" decision.day, sheet.id, page.reading" REVIEW_FROM

/* Columns of an issued page, as due_row() in due.c takes them. */
#define DUE_COLUMNS                                                            \
	"SELECT sheet.id, sheet.session, person.code, sheet.layout,"           \
	" layout.instrument, layout.language, page.number, page.line,"         \
	" page.reading IS NOT NULL, seat.number FROM page"                     \
	" JOIN sheet ON sheet.id = page.sheet"                                 \
	" JOIN layout ON layout.id = sheet.layout"                             \
	" LEFT JOIN seat ON seat.sheet = sheet.id"                             \
	" OR seat.caseworker = sheet.id"                                       \
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
	[SHEET_BIND] = "UPDATE sheet SET person = ?"
		       " WHERE id = ? AND person IS NULL",
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
		       " OR reading.status NOT IN ('filed', 'review',"
		       " 'conflict') OR reading.status = 'conflict'"
		       " AND NOT EXISTS (SELECT 1 FROM conflict"
		       " WHERE conflict.reading = reading.id"
		       " AND conflict.decided = 'take')",
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
	/* A conflict that has been decided is one no more. */
	[READING_SEEN] = "SELECT CASE WHEN status = 'conflict' AND EXISTS"
			 " (SELECT 1 FROM conflict"
			 " WHERE conflict.page = reading.page"
			 " AND conflict.decided IS NULL)"
			 " THEN 'conflict' ELSE 'duplicate' END, id"
			 " FROM reading WHERE scan = ?"
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
	/* Every other reading of the page that has answers. */
	[CONFLICT_OF_PAGE] = "SELECT reading.id, conflict.id IS NOT NULL"
			     " AND conflict.decided IS NULL"
			     " FROM reading JOIN page ON page.id = reading.page"
			     " LEFT JOIN conflict"
			     " ON conflict.reading = reading.id"
			     " WHERE reading.page = ?"
			     " AND reading.status <> 'undone'"
			     " AND reading.id IS NOT page.reading"
			     " AND EXISTS (SELECT 1 FROM answer"
			     " WHERE answer.reading = reading.id)"
			     " ORDER BY reading.id",
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
	[CONFLICT_DECIDE] = "UPDATE conflict SET decided = ? WHERE id ="
			    " (SELECT conflict FROM review WHERE id = ?)",
	[MAP_ADD] = "INSERT INTO map (reading, a, b, c, d, e, f, g, h)"
		    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
	[WRITING_ADD] = "INSERT INTO writing (reading, item, ink_mm2,"
			" suggestion) VALUES (?, ?, ?, ?)",
	[WRITING_OF_READING] = "SELECT item, ink_mm2, suggestion FROM writing"
			       " WHERE reading = ? ORDER BY id",
	[WRITING_DECIDE] = "UPDATE writing SET human_text = ?, human_by = ?,"
			   " human_on = ? WHERE id ="
			   " (SELECT writing FROM review WHERE id = ?)",
	[READING_GET] = "SELECT scan.sha256, reading.source_page, map.a, map.b,"
			" map.c, map.d, map.e, map.f, map.g, map.h,"
			" map.reading IS NOT NULL"
			" FROM reading JOIN scan ON scan.id = reading.scan"
			" LEFT JOIN map ON map.reading = reading.id"
			" WHERE reading.id = ?",
	[READING_PAGE] = "SELECT page.id, page.sheet, page.reading"
			 " FROM reading JOIN page ON page.id = reading.page"
			 " WHERE reading.id = ?",
	[READING_UNDO] = "UPDATE reading SET status = 'undone', reason = ?"
			 " WHERE id = ?",
	[ANSWER_DECIDE] = "UPDATE answer SET human_status = ?,"
			  " human_value = ?, human_by = ?, human_on = ?"
			  " WHERE id ="
			  " (SELECT answer FROM review WHERE id = ?)",
	[PAGE_TURN] = "UPDATE page SET reading = ? WHERE id = ?",
	[SHEET_UNFILE] = "UPDATE sheet SET filed = NULL WHERE id = ?1"
			 " AND NOT EXISTS (SELECT 1 FROM page"
			 " WHERE page.sheet = ?1"
			 " AND page.reading IS NOT NULL)",
	[REVIEW_GET] = REVIEW_COLUMNS "WHERE review.id = ?",
	[REVIEW_LIST] =
		REVIEW_COLUMNS "WHERE " REVIEW_OPEN " ORDER BY review.id",
	[REVIEW_COUNT] = "SELECT count(*)" REVIEW_FROM "WHERE " REVIEW_OPEN,
	/* What an undone assignment would take from under. */
	[READING_OTHERS] = "SELECT count(*) FROM reading WHERE page = ?"
			   " AND id <> ? AND status IN"
			   " ('filed', 'review', 'duplicate', 'conflict')",
	[CONFLICT_UNDO] = "UPDATE conflict SET decided = 'undone'"
			  " WHERE reading = ? AND decided IS NULL",
	[DECISION_ADD] = "INSERT INTO decision (review, action, status, value,"
			 " text, reading, who, day)"
			 " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
	[DECISION_LIST] = "SELECT id, action, status, value, text, reading,"
			  " who, day, undone IS NOT NULL FROM decision"
			  " WHERE review = ? ORDER BY id",
	[DECISION_UNDO] = "UPDATE decision SET undone = ? WHERE id = ?",
	[DUE_OF_SESSION] =
		DUE_COLUMNS "WHERE sheet.session IS NOT NULL"
			    " AND (?1 IS NULL OR sheet.session = ?1)"
			    " ORDER BY sheet.session, sheet.id, page.number",
	[DUE_OF_SHEET] = DUE_COLUMNS "WHERE sheet.id = ?"
				     " ORDER BY page.number",
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

/*
 * Reviews. Whatever waits for a person gets its number the moment that it is
 * there, by triggers: no way of filing can forget it. A number is never given
 * twice. What people decide is only added to; a decision that was taken back
 * names the one that did.
 */
static const char reviews[] =
	"CREATE TABLE map ("
	" reading INTEGER PRIMARY KEY REFERENCES reading,"
	" a REAL NOT NULL, b REAL NOT NULL, c REAL NOT NULL,"
	" d REAL NOT NULL, e REAL NOT NULL, f REAL NOT NULL,"
	" g REAL NOT NULL, h REAL NOT NULL) STRICT;"

	"CREATE TABLE writing ("
	" id INTEGER PRIMARY KEY,"
	" reading INTEGER NOT NULL REFERENCES reading,"
	" item TEXT NOT NULL,"
	" ink_mm2 REAL NOT NULL,"
	" suggestion TEXT,"
	" human_text TEXT,"
	" human_by TEXT,"
	" human_on TEXT,"
	" UNIQUE (reading, item)) STRICT;"

	"CREATE TABLE review ("
	" id INTEGER PRIMARY KEY AUTOINCREMENT,"
	" answer INTEGER UNIQUE REFERENCES answer,"
	" conflict INTEGER UNIQUE REFERENCES conflict,"
	" writing INTEGER UNIQUE REFERENCES writing,"
	" reading INTEGER UNIQUE REFERENCES reading,"
	" CHECK ((answer IS NULL) + (conflict IS NULL) + (writing IS NULL)"
	" + (reading IS NULL) = 3)) STRICT;"

	"CREATE TABLE decision ("
	" id INTEGER PRIMARY KEY,"
	" review INTEGER NOT NULL REFERENCES review,"
	" action TEXT NOT NULL,"
	" status TEXT,"
	" value INTEGER,"
	" text TEXT,"
	" reading INTEGER REFERENCES reading,"
	" who TEXT NOT NULL,"
	" day TEXT NOT NULL,"
	" undone INTEGER REFERENCES decision) STRICT;"
	"CREATE INDEX decision_review ON decision (review);"

	"INSERT INTO review (answer) SELECT id FROM answer"
	" WHERE status IN ('review', 'unreadable') ORDER BY id;"
	"INSERT INTO review (conflict) SELECT id FROM conflict"
	" WHERE decided IS NULL ORDER BY id;"
	"INSERT INTO review (reading) SELECT id FROM reading"
	" WHERE status = 'refused' ORDER BY id;"

	"CREATE TRIGGER answer_waits AFTER INSERT ON answer"
	" WHEN NEW.status IN ('review', 'unreadable')"
	" BEGIN INSERT INTO review (answer) VALUES (NEW.id); END;"
	"CREATE TRIGGER conflict_waits AFTER INSERT ON conflict"
	" BEGIN INSERT INTO review (conflict) VALUES (NEW.id); END;"
	"CREATE TRIGGER writing_waits AFTER INSERT ON writing"
	" BEGIN INSERT INTO review (writing) VALUES (NEW.id); END;"
	"CREATE TRIGGER page_waits AFTER INSERT ON reading"
	" WHEN NEW.status = 'refused'"
	" BEGIN INSERT INTO review (reading) VALUES (NEW.id); END;";

static const char *const steps[] = {version_1, sessions, reviews, NULL};

_Static_assert(sizeof(steps) / sizeof(*steps) == SCHEMA_VERSION + 1,
	"one schema step a version");

const char *
schema_sqlite(size_t i)
{
	return i < SCHEMA_VERSION ? steps[i] : NULL;
}
