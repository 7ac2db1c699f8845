/*
 * The steps that make the tables, SQLite's dialect; store/dialect.h turns what
 * PostgreSQL has otherwise. What is a BLOB and not a token or a print is sealed
 * (store/sealed.h); docs/store.md says of every column what it holds and why.
 */
#include "store/statements.h"

/*
 * People, what they were asked and when. A person is found by a keyed hash of
 * the code; a series is one instrument, version, level and number of steps,
 * and an occasion one day of it, by itself or in a group's session.
 */
static const char people[] =
	"CREATE TABLE person ("
	" id INTEGER PRIMARY KEY,"
	" code_index BLOB UNIQUE CHECK (length(code_index) = 32),"
	" slot INTEGER NOT NULL,"
	" about BLOB) STRICT;"

	"CREATE TABLE series ("
	" id INTEGER PRIMARY KEY,"
	" person INTEGER NOT NULL REFERENCES person,"
	" instrument TEXT NOT NULL,"
	" version TEXT NOT NULL,"
	" level TEXT NOT NULL,"
	" steps INTEGER NOT NULL,"
	" rater TEXT NOT NULL,"
	" UNIQUE (person, instrument, version, level, steps)) STRICT;"

	"CREATE TABLE occasion ("
	" id INTEGER PRIMARY KEY,"
	" series INTEGER NOT NULL REFERENCES series,"
	" date TEXT NOT NULL,"
	" session TEXT NOT NULL,"
	" locked INTEGER NOT NULL,"
	" about BLOB,"
	" UNIQUE (series, date, session)) STRICT;";

/*
 * A page knows the reading that filed it; a reading knows its page. slot is
 * the key of what was read from the sheet, its person's if it was issued to
 * somebody.
 */
static const char paper[] =
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
	" occasion INTEGER REFERENCES occasion,"
	" slot INTEGER NOT NULL,"
	" layout INTEGER NOT NULL REFERENCES layout,"
	" pages INTEGER NOT NULL CHECK (pages BETWEEN 1 AND 15),"
	" rater TEXT NOT NULL,"
	" wording TEXT,"
	" session TEXT,"
	" issued TEXT NOT NULL,"
	" filed TEXT) STRICT;"
	"CREATE INDEX sheet_person ON sheet (person);"
	"CREATE INDEX sheet_occasion ON sheet (occasion);"
	"CREATE INDEX sheet_session ON sheet (session);"

	"CREATE TABLE scan ("
	" id INTEGER PRIMARY KEY,"
	" slot INTEGER NOT NULL,"
	" sha256 TEXT NOT NULL UNIQUE CHECK (length(sha256) = 64),"
	" kept TEXT NOT NULL) STRICT;"

	"CREATE TABLE page ("
	" id INTEGER PRIMARY KEY,"
	" sheet INTEGER NOT NULL REFERENCES sheet,"
	" number INTEGER NOT NULL CHECK (number BETWEEN 1 AND 15),"
	" token BLOB NOT NULL UNIQUE CHECK (length(token) = 16),"
	" line TEXT NOT NULL UNIQUE CHECK (length(line) = 10),"
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
	/* Behind, as PostgreSQL knows no table that is still to come. */
	"ALTER TABLE page ADD COLUMN reading INTEGER REFERENCES reading;"
	"CREATE UNIQUE INDEX page_reading ON page (reading);"

	"CREATE TABLE map ("
	" reading INTEGER PRIMARY KEY REFERENCES reading,"
	" a REAL NOT NULL, b REAL NOT NULL, c REAL NOT NULL,"
	" d REAL NOT NULL, e REAL NOT NULL, f REAL NOT NULL,"
	" g REAL NOT NULL, h REAL NOT NULL) STRICT;";

/*
 * Answers are of a reading or, without paper, of an occasion: never of both.
 * What the machine saw (or the person chose on a screen) and what another
 * person decided are columns of their own. Statuses are in them; waits alone
 * says outside that somebody has to look.
 */
static const char answers[] =
	"CREATE TABLE answer ("
	" id INTEGER PRIMARY KEY,"
	" reading INTEGER REFERENCES reading,"
	" occasion INTEGER REFERENCES occasion,"
	" position INTEGER NOT NULL,"
	" item TEXT NOT NULL,"
	" top INTEGER NOT NULL,"
	" waits INTEGER NOT NULL,"
	" machine BLOB,"
	" human BLOB,"
	" CHECK ((reading IS NULL) <> (occasion IS NULL)),"
	" UNIQUE (reading, item),"
	" UNIQUE (occasion, item)) STRICT;"
	"CREATE INDEX answer_waiting ON answer (waits) WHERE waits = 1;"

	"CREATE TABLE put ("
	" occasion INTEGER NOT NULL REFERENCES occasion,"
	" once TEXT NOT NULL,"
	" PRIMARY KEY (occasion, once)) STRICT;"

	"CREATE TABLE conflict ("
	" id INTEGER PRIMARY KEY,"
	" page INTEGER NOT NULL REFERENCES page,"
	" reading INTEGER NOT NULL UNIQUE REFERENCES reading,"
	" decided TEXT) STRICT;"
	"CREATE INDEX conflict_page ON conflict (page);"

	"CREATE TABLE writing ("
	" id INTEGER PRIMARY KEY,"
	" reading INTEGER NOT NULL REFERENCES reading,"
	" item TEXT NOT NULL,"
	" ink_mm2 REAL NOT NULL,"
	" machine BLOB,"
	" human BLOB,"
	" UNIQUE (reading, item)) STRICT;";

/*
 * Whatever waits for a person gets its number the moment that it is there, by
 * triggers: no way of filing can forget it. A number is never given twice.
 * What people decide is only added to; a decision that was taken back names
 * the one that did.
 */
static const char reviews[] =
	"CREATE TABLE review ("
	" id INTEGER PRIMARY KEY AUTOINCREMENT,"
	" answer INTEGER UNIQUE REFERENCES answer,"
	" conflict INTEGER UNIQUE REFERENCES conflict,"
	" writing INTEGER UNIQUE REFERENCES writing,"
	" reading INTEGER UNIQUE REFERENCES reading,"
	" CHECK (CASE WHEN answer IS NULL THEN 0 ELSE 1 END"
	" + CASE WHEN conflict IS NULL THEN 0 ELSE 1 END"
	" + CASE WHEN writing IS NULL THEN 0 ELSE 1 END"
	" + CASE WHEN reading IS NULL THEN 0 ELSE 1 END = 1)) STRICT;"

	"CREATE TABLE decision ("
	" id INTEGER PRIMARY KEY,"
	" review INTEGER NOT NULL REFERENCES review,"
	" action TEXT NOT NULL,"
	" said BLOB,"
	" reading INTEGER REFERENCES reading,"
	" who TEXT NOT NULL,"
	" day TEXT NOT NULL,"
	" undone INTEGER REFERENCES decision) STRICT;"
	"CREATE INDEX decision_review ON decision (review);"

	"CREATE TRIGGER answer_waits AFTER INSERT ON answer"
	" WHEN NEW.waits = 1"
	" BEGIN INSERT INTO review (answer) VALUES (NEW.id); END;"
	"CREATE TRIGGER conflict_waits AFTER INSERT ON conflict"
	" BEGIN INSERT INTO review (conflict) VALUES (NEW.id); END;"
	"CREATE TRIGGER writing_waits AFTER INSERT ON writing"
	" BEGIN INSERT INTO review (writing) VALUES (NEW.id); END;"
	"CREATE TRIGGER page_waits AFTER INSERT ON reading"
	" WHEN NEW.status = 'refused'"
	" BEGIN INSERT INTO review (reading) VALUES (NEW.id); END;";

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
	" UNIQUE (session, person)) STRICT;";

/* What goes on beside the ratings: notes, and activities with their dates. */
static const char notes[] =
	"CREATE TABLE note ("
	" id INTEGER PRIMARY KEY AUTOINCREMENT,"
	" person INTEGER NOT NULL REFERENCES person,"
	" occasion INTEGER REFERENCES occasion,"
	" kind TEXT NOT NULL,"
	" day TEXT NOT NULL,"
	" about BLOB) STRICT;"
	"CREATE INDEX note_person ON note (person);"

	"CREATE TABLE activity ("
	" id INTEGER PRIMARY KEY AUTOINCREMENT,"
	" person INTEGER NOT NULL REFERENCES person,"
	" first_day TEXT NOT NULL,"
	" last_day TEXT,"
	" about BLOB) STRICT;"
	"CREATE INDEX activity_person ON activity (person);";

/* The store's own keys under its site key (store/secrets.h). */
static const char secrets[] = "CREATE TABLE secret ("
			      " name TEXT PRIMARY KEY,"
			      " wrapped BLOB NOT NULL) STRICT;";

/*
 * Who did what (store/chain.h), and who may log in. Rows of the chain refer to
 * others by their numbers only, so that they outlive them.
 */
static const char audit[] = "CREATE TABLE chain ("
			    " n INTEGER PRIMARY KEY,"
			    " at INTEGER NOT NULL,"
			    " actor TEXT NOT NULL,"
			    " role TEXT NOT NULL,"
			    " action TEXT NOT NULL,"
			    " refused INTEGER NOT NULL,"
			    " object TEXT NOT NULL,"
			    " id INTEGER NOT NULL,"
			    " hash BLOB NOT NULL) STRICT;"

			    "CREATE TABLE account ("
			    " id INTEGER PRIMARY KEY,"
			    " name TEXT NOT NULL UNIQUE,"
			    " role TEXT NOT NULL,"
			    " unit TEXT,"
			    " hash TEXT NOT NULL,"
			    " disabled INTEGER NOT NULL,"
			    " failed INTEGER NOT NULL,"
			    " waits_until INTEGER NOT NULL) STRICT;";

/* Who was forgotten, by number, and how much went (store/forget.h). */
static const char receipts[] = "CREATE TABLE forgotten ("
			       " id INTEGER PRIMARY KEY,"
			       " person INTEGER NOT NULL UNIQUE"
			       " REFERENCES person,"
			       " day TEXT NOT NULL,"
			       " occasions INTEGER NOT NULL,"
			       " answers INTEGER NOT NULL,"
			       " pages INTEGER NOT NULL,"
			       " scans INTEGER NOT NULL,"
			       " others INTEGER NOT NULL,"
			       " done INTEGER NOT NULL) STRICT;";

/* Who is in the middle of answering at a screen (store/visits.h). */
static const char visits[] = "CREATE TABLE visit ("
			     " id INTEGER PRIMARY KEY,"
			     " token BLOB UNIQUE CHECK (length(token) = 32),"
			     " person INTEGER REFERENCES person,"
			     " occasion INTEGER REFERENCES occasion,"
			     " language TEXT NOT NULL,"
			     " level TEXT,"
			     " steps INTEGER NOT NULL,"
			     " text_size INTEGER NOT NULL,"
			     " dark INTEGER NOT NULL,"
			     " answered INTEGER NOT NULL,"
			     " seen INTEGER NOT NULL) STRICT;"
			     "CREATE INDEX visit_person ON visit (person);";
/*
 * What was shown of many people: the tables by name, and of each person which
 * group the tables of a topic have put them into so far (store/shown.h). And
 * until when the answers to an instrument were a trial.
 */
static const char shown[] = "CREATE TABLE shown_table ("
			    " id INTEGER PRIMARY KEY,"
			    " topic TEXT NOT NULL,"
			    " number INTEGER NOT NULL,"
			    " name TEXT NOT NULL,"
			    " UNIQUE (topic, number),"
			    " UNIQUE (topic, name)) STRICT;"

			    "CREATE TABLE shown ("
			    " person INTEGER NOT NULL REFERENCES person,"
			    " topic TEXT NOT NULL,"
			    " about BLOB,"
			    " PRIMARY KEY (person, topic)) STRICT;"

			    "CREATE TABLE pilot ("
			    " instrument TEXT PRIMARY KEY,"
			    " until TEXT NOT NULL) STRICT;";

/*
 * Groups' meetings on tablets as they go (store/rooms.h). state is JSON: where
 * the meeting is, and seats by number.
 */
static const char rooms[] = "CREATE TABLE room ("
			    " session INTEGER PRIMARY KEY"
			    " REFERENCES session,"
			    " boot INTEGER NOT NULL,"
			    " done INTEGER NOT NULL,"
			    " state TEXT NOT NULL) STRICT;";

/*
 * A series has a key of its own, so that what somebody said to one instrument
 * can be destroyed alone. Those from before have their person's.
 */
static const char series_keys[] =
	"ALTER TABLE series ADD COLUMN slot INTEGER;"
	"UPDATE series SET slot ="
	" (SELECT person.slot FROM person WHERE person.id = series.person);";

/*
 * For how long what is kept, and what was proposed to go and went
 * (store/weeding.h). No instrument: everything that is kept of a person.
 */
static const char weedings[] =
	"CREATE TABLE retention ("
	" instrument TEXT PRIMARY KEY,"
	" months INTEGER NOT NULL CHECK (months >= 1)) STRICT;"

	"CREATE TABLE weeding ("
	" id INTEGER PRIMARY KEY,"
	" proposed TEXT NOT NULL,"
	" proposer TEXT NOT NULL,"
	" stacks INTEGER NOT NULL,"
	" approved TEXT,"
	" approver TEXT) STRICT;"

	"CREATE TABLE weeded ("
	" id INTEGER PRIMARY KEY,"
	" weeding INTEGER NOT NULL REFERENCES weeding,"
	" person INTEGER NOT NULL REFERENCES person,"
	" instrument TEXT NOT NULL,"
	" last_day TEXT NOT NULL,"
	" state TEXT NOT NULL,"
	" occasions INTEGER NOT NULL,"
	" answers INTEGER NOT NULL,"
	" pages INTEGER NOT NULL,"
	" scans INTEGER NOT NULL,"
	" others INTEGER NOT NULL,"
	" UNIQUE (weeding, person, instrument)) STRICT;";

/*
 * Of two answers to one item at one occasion, on paper and on a screen, one is
 * aside; against: the one on a screen that says otherwise (store/twice.h).
 */
static const char twice[] =
	"ALTER TABLE answer ADD COLUMN aside INTEGER NOT NULL DEFAULT 0;"
	"ALTER TABLE answer ADD COLUMN against INTEGER;";

/* What is written down after a group's meeting (store/remarks.h). */
static const char remarks[] =
	"CREATE TABLE remark ("
	" id INTEGER PRIMARY KEY AUTOINCREMENT,"
	" session INTEGER NOT NULL REFERENCES session,"
	" kind TEXT NOT NULL,"
	" day TEXT NOT NULL,"
	" settled INTEGER NOT NULL,"
	" about BLOB) STRICT;"
	"CREATE INDEX remark_session ON remark (session);";

/* Screens and tablets that are let in (store/devices.h). */
static const char devices[] = "CREATE TABLE device ("
			      " id INTEGER PRIMARY KEY,"
			      " token BLOB UNIQUE CHECK (length(token) = 32),"
			      " code TEXT,"
			      " place TEXT,"
			      " language TEXT,"
			      " px_m INTEGER NOT NULL,"
			      " asked INTEGER NOT NULL,"
			      " paired INTEGER NOT NULL,"
			      " seen INTEGER NOT NULL) STRICT;";

static const char *const version_1[] = {
	people, paper, answers, reviews, sessions, secrets, NULL};
static const char *const version_2[] = {notes, NULL};
static const char *const version_3[] = {audit, NULL};
static const char *const version_4[] = {receipts, NULL};
static const char *const version_5[] = {visits, NULL};
static const char *const version_6[] = {shown, NULL};
static const char *const version_7[] = {rooms, NULL};
static const char *const version_8[] = {series_keys, weedings, NULL};
static const char *const version_9[] = {twice, remarks, NULL};
static const char *const version_10[] = {devices, NULL};

static const char *const *const steps[] = {version_1, version_2, version_3,
	version_4, version_5, version_6, version_7, version_8, version_9,
	version_10};

_Static_assert(sizeof(steps) / sizeof(*steps) == SCHEMA_VERSION,
	"one schema step a version");

const char *const *
schema_sqlite(size_t i)
{
	return i < SCHEMA_VERSION ? steps[i] : NULL;
}
