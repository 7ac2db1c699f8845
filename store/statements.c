#include "store/statements_inside.h"

/*
 * Parameters are `?` in the order in which they are bound, and the SQL is what
 * SQLite 3.40 and PostgreSQL 15 both understand, but for the two checks at the
 * end.
 */

/* Columns of a page, as page_row() in pages.c takes them. */
#define PAGE_COLUMNS                                                           \
	"SELECT page.id, sheet.layout, page.number, sheet.pages, page.token,"  \
	" page.line, person.slot, person.about, sheet.id, page.reading,"       \
	" sheet.session, sheet.slot, sheet.occasion, sheet.rater,"             \
	" sheet.wording, sheet.issued"                                         \
	" FROM page JOIN sheet ON sheet.id = page.sheet"                       \
	" LEFT JOIN person ON person.id = sheet.person "

/*
 * Columns of an answer as it counts, as answer_row() in answers.c takes them:
 * those of sheets, and those that were given without paper.
 */
#define ANSWER_ON_PAPER                                                        \
	"SELECT person.id, person.slot, person.about, sheet.id,"               \
	" occasion.id, sheet.filed, layout.instrument, layout.version,"        \
	" layout.language, layout.level, layout.steps, sheet.rater,"           \
	" page.number, page.line, answer.item, answer.top, sheet.slot,"        \
	" answer.reading, answer.machine, answer.human, occasion.about,"       \
	" answer.position, answer.waits, answer.against"                       \
	" FROM sheet JOIN page ON page.sheet = sheet.id"                       \
	" JOIN answer ON answer.reading = page.reading"                        \
	" JOIN layout ON layout.id = sheet.layout"                             \
	" LEFT JOIN occasion ON occasion.id = sheet.occasion"                  \
	" LEFT JOIN person ON person.id = sheet.person"                        \
	" WHERE answer.machine IS NOT NULL AND answer.aside = 0"
#define ANSWER_PUT_IN                                                          \
	"SELECT person.id, person.slot, person.about, 0,"                      \
	" occasion.id, occasion.date, series.instrument, series.version,"      \
	" '', series.level, series.steps, series.rater,"                       \
	" 0, '', answer.item, answer.top, series.slot,"                        \
	" 0, answer.machine, answer.human, occasion.about,"                    \
	" answer.position, answer.waits, NULL"                                 \
	" FROM answer JOIN occasion ON occasion.id = answer.occasion"          \
	" JOIN series ON series.id = occasion.series"                          \
	" JOIN person ON person.id = series.person"                            \
	" WHERE answer.machine IS NOT NULL AND answer.aside = 0"
/* By date, sheet, occasion, page and the order on it. */
#define ANSWER_ORDER "6, 4, 5, 13, 22"

/* Columns of an occasion, as occasion_row() in occasions.c takes them. */
#define OCCASION_COLUMNS                                                       \
	"SELECT occasion.id, person.id, person.slot, person.about,"            \
	" series.instrument, series.version, series.level, series.steps,"      \
	" series.rater, occasion.date, occasion.session, occasion.locked,"     \
	" occasion.about,"                                                     \
	" (SELECT count(*) FROM occasion o WHERE o.series = series.id"         \
	" AND (o.date < occasion.date"                                         \
	" OR o.date = occasion.date AND o.id <= occasion.id)),"                \
	" CASE WHEN EXISTS (SELECT 1 FROM sheet"                               \
	" WHERE sheet.occasion = occasion.id AND sheet.filed IS NOT NULL)"     \
	" OR EXISTS (SELECT 1 FROM answer"                                     \
	" WHERE answer.occasion = occasion.id) THEN 1 ELSE 0 END,"             \
	" series.id, series.slot"                                              \
	" FROM occasion JOIN series ON series.id = occasion.series"            \
	" JOIN person ON person.id = series.person"                            \
	" WHERE occasion.about IS NOT NULL"

/* Columns of what waits or waited, as review_row() in review.c takes them. */
#define REVIEW_COLUMNS                                                         \
	"SELECT review.id, CASE WHEN answer.id IS NOT NULL THEN 0"             \
	" WHEN conflict.id IS NOT NULL THEN 1"                                 \
	" WHEN writing.id IS NOT NULL THEN 2 ELSE 3 END,"                      \
	" CASE WHEN " REVIEW_OPEN " THEN 1 ELSE 0 END,"                        \
	" reading.id, page.id, scan.sha256,"                                   \
	" reading.source_page, sheet.layout, page.number, page.line,"          \
	" person.slot, person.about,"                                          \
	" coalesce(layout.instrument, series.instrument), layout.language,"    \
	" coalesce(answer.item, writing.item), answer.top, reading.reason,"    \
	" answer.machine, writing.machine,"                                    \
	" coalesce(sheet.slot, scan.slot, series.slot),"                       \
	" decision.id, decision.action, decision.said, decision.who,"          \
	" decision.day, sheet.id, page.reading, answer.against,"               \
	" occasion.id, occasion.about" REVIEW_FROM

/* Columns of an issued page, as due_row() in due.c takes them. */
#define DUE_COLUMNS                                                            \
	"SELECT sheet.id, sheet.session, person.slot, person.about,"           \
	" sheet.layout, layout.instrument, layout.language, page.number,"      \
	" page.line, CASE WHEN page.reading IS NULL THEN 0 ELSE 1 END,"        \
	" seat.number,"                                                        \
	" (SELECT count(*) FROM answer"                                        \
	" WHERE answer.reading = page.reading AND answer.waits = 1)"           \
	" + (SELECT count(*) FROM conflict WHERE conflict.page = page.id"      \
	" AND conflict.decided IS NULL) FROM page"                             \
	" JOIN sheet ON sheet.id = page.sheet"                                 \
	" JOIN layout ON layout.id = sheet.layout"                             \
	" LEFT JOIN seat ON seat.sheet = sheet.id"                             \
	" OR seat.caseworker = sheet.id"                                       \
	" LEFT JOIN person ON person.id = sheet.person "

/* Columns of a conflict, as conflict_row() in answers.c takes them. */
#define CONFLICT_COLUMNS                                                       \
	"SELECT person.slot, person.about, sheet.id, sheet.filed,"             \
	" layout.instrument, page.number, page.line,"                          \
	" page.reading, conflict.reading"                                      \
	" FROM conflict JOIN page ON page.id = conflict.page"                  \
	" JOIN sheet ON sheet.id = page.sheet"                                 \
	" JOIN layout ON layout.id = sheet.layout"                             \
	" LEFT JOIN person ON person.id = sheet.person"                        \
	" WHERE conflict.decided IS NULL"

/* Columns of notes and activities, as notes.c takes them. */
#define NOTE_COLUMNS                                                           \
	"SELECT note.id, person.slot, person.about, note.occasion,"            \
	" note.kind, note.day, note.about"                                     \
	" FROM note JOIN person ON person.id = note.person"                    \
	" WHERE note.about IS NOT NULL"
#define ACTIVITY_COLUMNS                                                       \
	"SELECT activity.id, person.slot, person.about, activity.first_day,"   \
	" activity.last_day, activity.about"                                   \
	" FROM activity JOIN person ON person.id = activity.person"            \
	" WHERE activity.about IS NOT NULL"

/* Columns of a remark, as remarks.c takes them. */
#define REMARK_COLUMNS                                                         \
	"SELECT remark.id, session.name, remark.kind, remark.day,"             \
	" remark.settled, sheet.slot, remark.about FROM remark"                \
	" JOIN session ON session.id = remark.session"                         \
	" JOIN sheet ON sheet.id = session.cover"                              \
	" WHERE remark.about IS NOT NULL"

/* Columns of a screen, as device_row() in devices.c takes them. */
#define DEVICE_COLUMNS                                                         \
	"SELECT id, code, place, language, px_m, asked, paired, seen"          \
	" FROM device WHERE token IS NOT NULL"

/* Columns of a visit, as visit_row() in visits.c takes them. */
#define VISIT_COLUMNS                                                          \
	"SELECT visit.id, person.slot, person.about, visit.occasion,"          \
	" visit.language, visit.level, visit.steps, visit.text_size,"          \
	" visit.dark, visit.answered, visit.seen,"                             \
	" CASE WHEN visit.token IS NULL THEN 1 ELSE 0 END FROM visit"          \
	" LEFT JOIN person ON person.id = visit.person "

/* Rows of the chain, as event_row() in chain.c takes them. */
#define CHAIN_COLUMNS                                                          \
	"SELECT chain.n, chain.at, chain.actor, chain.role, chain.action,"     \
	" chain.refused, chain.object, chain.id, chain.hash FROM chain "
#define ACCOUNT_COLUMNS                                                        \
	"SELECT id, name, role, unit, disabled, failed, waits_until, hash"     \
	" FROM account "

static const char *const statements[STATEMENT__MAX] = {
	[PERSON_ADD] = "INSERT INTO person (code_index, slot, about)"
		       " VALUES (?, ?, ?) RETURNING id",
	[PERSON_SET] = "UPDATE person SET about = ? WHERE id = ?",
	[PERSON_GET] = "SELECT id, slot, about FROM person"
		       " WHERE code_index = ?",
	[PERSON_LIST] = "SELECT id, slot, about FROM person"
			" WHERE about IS NOT NULL ORDER BY id",
	[PERSON_LIST_FROM] = "SELECT id, slot, about FROM person"
			     " WHERE about IS NOT NULL AND id > ?"
			     " ORDER BY id LIMIT ?",
	[SERIES_GET] = "SELECT id, slot FROM series WHERE person = ?"
		       " AND instrument = ? AND version = ? AND level = ?"
		       " AND steps = ?",
	[SERIES_ADD] = "INSERT INTO series (person, instrument, version, level,"
		       " steps, rater, slot) VALUES (?, ?, ?, ?, ?, ?, ?)"
		       " RETURNING id",
	[OCCASION_FIND] = "SELECT id FROM occasion WHERE series = ?"
			  " AND date = ? AND session = ?",
	[OCCASION_ADD] = "INSERT INTO occasion (series, date, session, locked)"
			 " VALUES (?, ?, ?, 0) RETURNING id",
	[OCCASION_SET] = "UPDATE occasion SET about = ? WHERE id = ?",
	[OCCASION_LOCK] = "UPDATE occasion SET locked = 1 WHERE id = ?",
	[OCCASION_GET] = OCCASION_COLUMNS " AND occasion.id = ?",
	[OCCASION_OF_PERSON] =
		OCCASION_COLUMNS " AND person.id = ?"
				 " ORDER BY occasion.date, occasion.id",
	[OCCASION_LIST] = OCCASION_COLUMNS
	" ORDER BY person.id, occasion.date, occasion.id",
	[LAYOUT_ADD] = "INSERT INTO layout (id, hash, instrument, version,"
		       " language, level, steps, json, print)"
		       " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
	[LAYOUT_FIND] = "SELECT id FROM layout WHERE hash = ?",
	[LAYOUT_GET] = "SELECT json, print, steps, instrument FROM layout"
		       " WHERE id = ?",
	[LAYOUT_HEAD] = "SELECT instrument, version, language, level, steps"
			" FROM layout WHERE id = ?",
	[LAYOUT_LAST] = "SELECT coalesce(max(id), 0) FROM layout",
	[LAYOUT_LIST] = "SELECT id, hash, json, print FROM layout ORDER BY id",
	[SHEET_ADD] = "INSERT INTO sheet (person, occasion, slot, layout,"
		      " pages, rater, wording, session, issued)"
		      " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
	[SHEET_BIND] = "UPDATE sheet SET person = ?, occasion = ?"
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
		       " WHERE reading.page IS DISTINCT FROM page.id"
		       " OR reading.status NOT IN ('filed', 'review',"
		       " 'conflict') OR reading.status = 'conflict'"
		       " AND NOT EXISTS (SELECT 1 FROM conflict"
		       " WHERE conflict.reading = reading.id"
		       " AND conflict.decided = 'take')",
	[SESSION_ADD] = "INSERT INTO session (name, date, instrument, cover)"
			" VALUES (?, ?, ?, ?) RETURNING id",
	[SESSION_GET] = "SELECT id, name, date, instrument, cover FROM session"
			" WHERE name = ?",
	[SESSION_LIST] =
		"SELECT session.name, session.date, session.instrument,"
		" (SELECT count(*) FROM seat WHERE seat.session = session.id),"
		" CASE WHEN room.session IS NULL THEN 0 ELSE 1 END,"
		" coalesce(room.done, 0), session.id FROM session"
		" LEFT JOIN room ON room.session = session.id"
		" WHERE session.date >= ? ORDER BY session.date, session.name",
	[ROOM_ADD] = "INSERT INTO room (session, boot, done, state)"
		     " VALUES (?, 1, 0, ?)"
		     " ON CONFLICT (session) DO NOTHING RETURNING session",
	[ROOM_SET] = "UPDATE room SET done = ?, state = ?"
		     " WHERE session = ? AND boot = ? RETURNING session",
	[ROOM_BOOT] = "UPDATE room SET boot = boot + 1 WHERE done = 0",
	[ROOM_LIST] = "SELECT session.name, room.boot, room.done, room.state,"
		      " session.id"
		      " FROM room JOIN session ON session.id = room.session"
		      " WHERE room.done = 0 ORDER BY room.session",
	[ROOM_DONE] = "SELECT session.name, room.boot, room.done, room.state,"
		      " session.id"
		      " FROM room JOIN session ON session.id = room.session"
		      " WHERE room.session = ? AND room.done = 1",
	[ROOM_GET] = "SELECT session.name, room.boot, room.done, room.state,"
		     " session.id"
		     " FROM room JOIN session ON session.id = room.session"
		     " WHERE session.name = ?",
	[SEAT_ADD] = "INSERT INTO seat (session, number, person, language,"
		     " level, steps, sheet, caseworker)"
		     " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
	[SEAT_OF_SESSION] =
		"SELECT seat.number, person.slot, person.about, seat.language,"
		" seat.level, seat.steps, seat.sheet, seat.caseworker"
		" FROM seat JOIN person ON person.id = seat.person"
		" WHERE seat.session = ? ORDER BY seat.number",
	[SCAN_ADD] = "INSERT INTO scan (slot, sha256, kept) VALUES (?, ?, ?)"
		     " ON CONFLICT DO NOTHING",
	[SCAN_GET] = "SELECT id FROM scan WHERE sha256 = ?",
	[SCAN_LIST] = "SELECT sha256, slot FROM scan ORDER BY sha256",
	[READING_ADD] = "INSERT INTO reading (scan, source_page, page, status,"
			" reason, read_on, scale, rotation_deg, residual_mm)"
			" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
			" ON CONFLICT DO NOTHING RETURNING id",
	/* A conflict that has been decided is one no more. */
	[READING_SEEN] = "SELECT CASE WHEN status = 'conflict' AND EXISTS"
			 " (SELECT 1 FROM conflict"
			 " WHERE conflict.page = reading.page"
			 " AND conflict.decided IS NULL)"
			 " THEN 'conflict' ELSE 'duplicate' END, id"
			 " FROM reading WHERE scan = ?"
			 " AND source_page = ? AND page = ? AND status IN"
			 " ('filed', 'review', 'duplicate', 'conflict')",
	[ANSWER_ADD] = "INSERT INTO answer (reading, occasion, position, item,"
		       " top, waits, machine) VALUES (?, ?, ?, ?, ?, ?, ?)",
	[ANSWER_OF_READING] =
		"SELECT answer.item, sheet.slot, answer.machine"
		" FROM answer JOIN reading ON reading.id = answer.reading"
		" JOIN page ON page.id = reading.page"
		" JOIN sheet ON sheet.id = page.sheet"
		" WHERE answer.reading = ? ORDER BY answer.position",
	[ANSWER_OF_PERSON] = ANSWER_ON_PAPER
	" AND person.id = ? UNION ALL " ANSWER_PUT_IN " AND person.id = ?"
	" ORDER BY " ANSWER_ORDER,
	[ANSWER_OF_OCCASION] = ANSWER_ON_PAPER
	" AND occasion.id = ? UNION ALL " ANSWER_PUT_IN " AND occasion.id = ?"
	" ORDER BY " ANSWER_ORDER,
	[ANSWER_OF_SESSION] = ANSWER_ON_PAPER
	" AND sheet.session = ? UNION ALL " ANSWER_PUT_IN
	" AND occasion.session = ? ORDER BY 22, 1",
	[ANSWER_LIST] = ANSWER_ON_PAPER " UNION ALL " ANSWER_PUT_IN
					" ORDER BY 1, " ANSWER_ORDER,
	[ANSWER_WAITING] =
		ANSWER_ON_PAPER " AND answer.waits = 1 UNION ALL " ANSWER_PUT_IN
				" AND answer.waits = 1 ORDER BY " ANSWER_ORDER,
	[ANSWER_FIND] = "SELECT id FROM answer WHERE occasion = ?"
			" AND item = ?",
	[ANSWER_CHANGE] = "UPDATE answer SET machine = ?, top = ?"
			  " WHERE id = ?",
	[ANSWER_WAITS] = "UPDATE answer SET machine = ?, top = ?, human = NULL,"
			 " waits = 1, aside = 0 WHERE id = ?",
	[PUT_POSITIONS] = "SELECT position FROM answer WHERE occasion = ?"
			  " AND machine IS NOT NULL ORDER BY position",
	[PUT_WAITING] = "SELECT count(*) FROM answer WHERE occasion = ?"
			" AND waits = 1",
	[TWICE_SCREEN] = "SELECT answer.occasion, answer.item, series.slot,"
			 " answer.machine, answer.human"
			 " FROM answer JOIN occasion"
			 " ON occasion.id = answer.occasion JOIN series"
			 " ON series.id = occasion.series WHERE answer.id = ?",
	/* Asked first: a server that has not counted its tables yet, as in a
	 * long transaction, goes through all answers for the next one. */
	[TWICE_SHEET] = "SELECT id FROM sheet WHERE occasion = ? LIMIT 1",
	[TWICE_PAPER] = "SELECT answer.id, sheet.slot, answer.reading,"
			" answer.machine, answer.human, answer.against"
			" FROM sheet JOIN page ON page.sheet = sheet.id"
			" JOIN answer ON answer.reading = page.reading"
			" WHERE sheet.occasion = ? AND answer.item = ?"
			" ORDER BY answer.id",
	[TWICE_SET] = "UPDATE answer SET aside = ?, against = ?, waits = ?"
		      " WHERE id = ?",
	[TWICE_WAIT] = "INSERT INTO review (answer) VALUES (?)"
		       " ON CONFLICT DO NOTHING",
	[TWICE_READING] = "UPDATE reading SET status = 'review' WHERE id ="
			  " (SELECT reading FROM answer WHERE id = ?)"
			  " AND status = 'filed'",
	[TWICE_WAITING] =
		"SELECT answer.item FROM page JOIN answer"
		" ON answer.reading = page.reading WHERE page.id = ?"
		" AND answer.waits = 1 AND answer.against IS NOT NULL",
	[TWICE_OF_PAGE] = "SELECT answer.occasion, answer.item FROM page"
			  " JOIN sheet ON sheet.id = page.sheet JOIN answer"
			  " ON answer.occasion = sheet.occasion"
			  " WHERE page.id = ? ORDER BY answer.position",
	[TWICE_OF_OCCASION] = "SELECT occasion, item FROM answer"
			      " WHERE occasion = ? ORDER BY position",
	[PUT_ADD] = "INSERT INTO put (occasion, once) VALUES (?, ?)"
		    " ON CONFLICT DO NOTHING RETURNING occasion",
	[CONFLICT_ADD] = "INSERT INTO conflict (page, reading) VALUES (?, ?)",
	/* Every other reading of the page that has answers. */
	[CONFLICT_OF_PAGE] =
		"SELECT reading.id, CASE WHEN conflict.id"
		" IS NOT NULL AND conflict.decided IS NULL"
		" THEN 1 ELSE 0 END"
		" FROM reading JOIN page ON page.id = reading.page"
		" LEFT JOIN conflict ON conflict.reading = reading.id"
		" WHERE reading.page = ?"
		" AND reading.status <> 'undone'"
		" AND reading.id IS DISTINCT FROM page.reading"
		" AND EXISTS (SELECT 1 FROM answer"
		" WHERE answer.reading = reading.id)"
		" ORDER BY reading.id",
	[CONFLICT_LIST] = CONFLICT_COLUMNS " ORDER BY conflict.id",
	[CONFLICT_OF_PERSON] = CONFLICT_COLUMNS " AND person.id = ?"
						" ORDER BY conflict.id",
	[CONFLICT_DECIDE] = "UPDATE conflict SET decided = ? WHERE id ="
			    " (SELECT conflict FROM review WHERE id = ?)",
	[MAP_ADD] = "INSERT INTO map (reading, a, b, c, d, e, f, g, h)"
		    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
	[WRITING_ADD] = "INSERT INTO writing (reading, item, ink_mm2,"
			" machine) VALUES (?, ?, ?, ?)",
	[WRITING_OF_READING] =
		"SELECT writing.item, writing.ink_mm2,"
		" sheet.slot, writing.machine"
		" FROM writing JOIN reading ON reading.id = writing.reading"
		" JOIN page ON page.id = reading.page"
		" JOIN sheet ON sheet.id = page.sheet"
		" WHERE writing.reading = ? ORDER BY writing.id",
	[WRITING_DECIDE] = "UPDATE writing SET human = ? WHERE id ="
			   " (SELECT writing FROM review WHERE id = ?)",
	[READING_GET] = "SELECT scan.sha256, reading.source_page, map.a, map.b,"
			" map.c, map.d, map.e, map.f, map.g, map.h,"
			" CASE WHEN map.reading IS NULL THEN 0 ELSE 1 END"
			" FROM reading JOIN scan ON scan.id = reading.scan"
			" LEFT JOIN map ON map.reading = reading.id"
			" WHERE reading.id = ?",
	[READING_PAGE] = "SELECT page.id, page.sheet, page.reading"
			 " FROM reading JOIN page ON page.id = reading.page"
			 " WHERE reading.id = ?",
	[READING_DAYS] = "SELECT read_on, status, count(*) FROM reading"
			 " WHERE read_on >= ? GROUP BY read_on, status"
			 " ORDER BY read_on DESC, status",
	[READING_UNDO] = "UPDATE reading SET status = 'undone', reason = ?"
			 " WHERE id = ?",
	[ANSWER_DECIDE] = "UPDATE answer SET human = ?, waits = ? WHERE id ="
			  " (SELECT answer FROM review WHERE id = ?)",
	[PAGE_TURN] = "UPDATE page SET reading = ? WHERE id = ?",
	[SHEET_UNFILE] = "UPDATE sheet SET filed = NULL WHERE id = ?"
			 " AND NOT EXISTS (SELECT 1 FROM page"
			 " WHERE page.sheet = ?"
			 " AND page.reading IS NOT NULL)",
	[REVIEW_GET] = REVIEW_COLUMNS "WHERE review.id = ?",
	[REVIEW_LIST] =
		REVIEW_COLUMNS "WHERE " REVIEW_OPEN " ORDER BY review.id",
	[REVIEW_COUNT] = "SELECT count(*)" REVIEW_FROM "WHERE " REVIEW_OPEN,
	[REVIEW_OF_PERSON] =
		REVIEW_COLUMNS "WHERE person.id = ? ORDER BY review.id",
	[PAPER_OF_PERSON] =
		"SELECT sheet.id, layout.instrument, layout.version,"
		" layout.language, layout.level, layout.steps, sheet.issued,"
		" sheet.session, page.number, page.line, reading.id,"
		" reading.status, reading.read_on, scan.sha256,"
		" reading.source_page FROM sheet"
		" JOIN layout ON layout.id = sheet.layout"
		" JOIN page ON page.sheet = sheet.id"
		" LEFT JOIN reading ON reading.page = page.id"
		" LEFT JOIN scan ON scan.id = reading.scan"
		" WHERE sheet.person = ?"
		" ORDER BY sheet.id, page.number, reading.id",
	/* What an undone assignment would take from under. */
	[READING_OTHERS] = "SELECT count(*) FROM reading WHERE page = ?"
			   " AND id <> ? AND status IN"
			   " ('filed', 'review', 'duplicate', 'conflict')",
	[CONFLICT_UNDO] = "UPDATE conflict SET decided = 'undone'"
			  " WHERE reading = ? AND decided IS NULL",
	[DECISION_ADD] = "INSERT INTO decision (review, action, reading, who,"
			 " day) VALUES (?, ?, ?, ?, ?) RETURNING id",
	[DECISION_SAY] = "UPDATE decision SET said = ? WHERE id = ?",
	[DECISION_LIST] =
		"SELECT id, action, said, reading, who, day,"
		" CASE WHEN undone IS NULL THEN 0 ELSE 1 END FROM decision"
		" WHERE review = ? ORDER BY id",
	[DECISION_UNDO] = "UPDATE decision SET undone = ? WHERE id = ?",
	[DUE_OF_SESSIONS] =
		DUE_COLUMNS "WHERE sheet.session IS NOT NULL"
			    " ORDER BY sheet.session, sheet.id, page.number",
	[DUE_OF_SESSION] = DUE_COLUMNS "WHERE sheet.session = ?"
				       " ORDER BY sheet.id, page.number",
	[DUE_OF_SHEET] = DUE_COLUMNS "WHERE sheet.id = ?"
				     " ORDER BY page.number",
	[NOTE_ADD] = "INSERT INTO note (person, occasion, kind, day)"
		     " VALUES (?, ?, ?, ?) RETURNING id",
	[NOTE_SET] = "UPDATE note SET about = ? WHERE id = ?",
	[NOTE_GET] = NOTE_COLUMNS " AND note.id = ?",
	[NOTE_OF_PERSON] = NOTE_COLUMNS " AND person.id = ?"
					" ORDER BY note.day, note.id",
	[NOTE_LIST] = NOTE_COLUMNS " ORDER BY person.id, note.day, note.id",
	[ACTIVITY_ADD] = "INSERT INTO activity (person, first_day, last_day)"
			 " VALUES (?, ?, ?) RETURNING id",
	[ACTIVITY_SET] = "UPDATE activity SET last_day = ?, about = ?"
			 " WHERE id = ?",
	[ACTIVITY_GET] = ACTIVITY_COLUMNS " AND activity.id = ?",
	[ACTIVITY_OF_PERSON] =
		ACTIVITY_COLUMNS " AND person.id = ?"
				 " ORDER BY activity.first_day, activity.id",
	[ACTIVITY_LIST] = ACTIVITY_COLUMNS
	" ORDER BY person.id, activity.first_day, activity.id",
	[SESSION_SLOT] = "SELECT sheet.slot FROM session JOIN sheet"
			 " ON sheet.id = session.cover WHERE session.id = ?",
	[REMARK_ADD] = "INSERT INTO remark (session, kind, day, settled)"
		       " VALUES (?, ?, ?, 0) RETURNING id",
	[REMARK_SAY] = "UPDATE remark SET about = ? WHERE id = ?",
	[REMARK_SETTLE] = "UPDATE remark SET settled = 1 WHERE id = ?"
			  " RETURNING session",
	[REMARK_LIST] = REMARK_COLUMNS " ORDER BY remark.id",
	[REMARK_OF_SESSION] = REMARK_COLUMNS " AND session.name = ?"
					     " ORDER BY remark.id",
	[VISIT_ADD] = "INSERT INTO visit (token, language, steps, text_size,"
		      " dark, answered, seen) VALUES (?, ?, 0, ?, ?, 0, ?)"
		      " RETURNING id",
	[VISIT_FIND] = VISIT_COLUMNS "WHERE visit.token = ?",
	[VISIT_GET] = VISIT_COLUMNS "WHERE visit.id = ?",
	[VISIT_OF_PERSON] =
		VISIT_COLUMNS "WHERE visit.person = ?"
			      " AND visit.occasion IS NOT NULL"
			      " ORDER BY visit.seen DESC, visit.id DESC"
			      " LIMIT 1",
	[VISIT_SET] = "UPDATE visit SET person = ?, occasion = ?,"
		      " language = ?, level = ?, steps = ?, text_size = ?,"
		      " dark = ?, answered = ?, seen = ? WHERE id = ?"
		      " RETURNING id",
	[VISIT_PARK] = "UPDATE visit SET token = NULL WHERE id = ?",
	[VISIT_END] = "DELETE FROM visit WHERE id = ?",
	[VISIT_PARK_IDLE] = "UPDATE visit SET token = NULL"
			    " WHERE token IS NOT NULL"
			    " AND occasion IS NOT NULL AND seen < ?",
	[VISIT_END_IDLE] = "DELETE FROM visit WHERE seen < ?"
			   " AND (occasion IS NULL OR seen < ?)",
	[VISIT_COUNT] =
		"SELECT coalesce(sum(CASE WHEN token IS NULL THEN 0 ELSE 1"
		" END), 0), coalesce(sum(CASE WHEN token IS NULL THEN 1 ELSE 0"
		" END), 0) FROM visit WHERE occasion IS NOT NULL",
	[DEVICE_ADD] = "INSERT INTO device (token, code, px_m, asked, paired,"
		       " seen) VALUES (?1, ?2, ?3, ?4, 0, ?4) RETURNING id",
	[DEVICE_FIND] = DEVICE_COLUMNS " AND token = ?",
	[DEVICE_FORGET] = "DELETE FROM device WHERE paired = 0 AND asked < ?",
	[DEVICE_WAITING] = "SELECT count(*) FROM device WHERE paired = 0",
	[DEVICE_PAIR] = "UPDATE device SET place = ?, language = ?,"
			" paired = CASE WHEN paired = 0 THEN ? ELSE paired END,"
			" code = NULL WHERE id = ? AND token IS NOT NULL"
			" RETURNING id",
	[DEVICE_NOTE] = "UPDATE device SET px_m = ?, seen = ?"
			" WHERE id = ? AND token IS NOT NULL RETURNING id",
	[DEVICE_REVOKE] = "UPDATE device SET token = NULL, code = NULL,"
			  " paired = CASE WHEN paired = 0 THEN asked"
			  " ELSE paired END"
			  " WHERE id = ? AND token IS NOT NULL RETURNING id",
	[DEVICE_LIST] = DEVICE_COLUMNS
	" ORDER BY CASE WHEN paired = 0 THEN 0 ELSE 1 END, place, id",
	[PILOT_LIST] = "SELECT instrument, until FROM pilot WHERE until <> ''",
	[PILOT_SET] = "INSERT INTO pilot (instrument, until) VALUES (?, ?)"
		      " ON CONFLICT (instrument) DO UPDATE"
		      " SET until = excluded.until",
	[SHOWN_TABLES] = "SELECT name FROM shown_table WHERE topic = ?"
			 " ORDER BY number",
	[SHOWN_TABLE_ADD] = "INSERT INTO shown_table (topic, number, name)"
			    " VALUES (?, ?, ?)",
	[SHOWN_LIST] = "SELECT person.id, person.slot, shown.about FROM shown"
		       " JOIN person ON person.id = shown.person"
		       " WHERE shown.topic = ? AND shown.about IS NOT NULL"
		       " ORDER BY person.id",
	[SHOWN_PUT] = "INSERT INTO shown (person, topic, about)"
		      " VALUES (?, ?, ?) ON CONFLICT (person, topic)"
		      " DO UPDATE SET about = excluded.about",
	[SECRET_PUT] = "INSERT INTO secret (name, wrapped) VALUES (?, ?)"
		       " ON CONFLICT (name)"
		       " DO UPDATE SET wrapped = excluded.wrapped",
	[SECRET_GET] = "SELECT wrapped FROM secret WHERE name = ?",
	[CHAIN_ADD] = "INSERT INTO chain (n, at, actor, role, action, refused,"
		      " object, id, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
	[CHAIN_LAST] = "SELECT n, hash FROM chain ORDER BY n DESC LIMIT 1",
	[CHAIN_LIST] = CHAIN_COLUMNS "WHERE chain.at >= ? ORDER BY chain.n",
	[CHAIN_OF_PERSON] =
		"WITH who AS (SELECT id FROM person WHERE id = ?),"
		" sheets AS (SELECT sheet.id FROM sheet"
		" JOIN who ON sheet.person = who.id),"
		" readings AS (SELECT reading.id, reading.scan" READING_PERSON
		"JOIN who ON sheet.person = who.id) " CHAIN_COLUMNS
		"WHERE chain.at >= ? AND CASE chain.object"
		" WHEN 'everyone' THEN 1 = 1"
		" WHEN 'person' THEN chain.id IN (SELECT id FROM who)"
		" WHEN 'occasion' THEN chain.id IN (SELECT occasion.id"
		" FROM occasion JOIN series ON series.id = occasion.series"
		" JOIN who ON series.person = who.id)"
		" WHEN 'note' THEN chain.id IN (SELECT note.id FROM note"
		" JOIN who ON note.person = who.id)"
		" WHEN 'activity' THEN chain.id IN (SELECT activity.id"
		" FROM activity JOIN who ON activity.person = who.id)"
		" WHEN 'sheet' THEN chain.id IN (SELECT id FROM sheets)"
		" WHEN 'session' THEN chain.id IN (SELECT seat.session"
		" FROM seat JOIN who ON seat.person = who.id)"
		" WHEN 'page' THEN chain.id IN (SELECT page.id FROM page"
		" JOIN sheets ON sheets.id = page.sheet)"
		" WHEN 'reading' THEN chain.id IN (SELECT id FROM readings)"
		" WHEN 'scan' THEN chain.id IN (SELECT scan FROM readings)"
		" WHEN 'review' THEN chain.id IN (SELECT "
		"review.id" REVIEW_ROWS "JOIN who ON who.id = " REVIEW_PERSON
		")"
		" ELSE 1 = 0 END ORDER BY chain.n",
	[PERSON_BY_ID] = "SELECT slot, about FROM person WHERE id = ?",
	[PERSON_OF_OCCASION] = "SELECT series.person FROM occasion"
			       " JOIN series ON series.id = occasion.series"
			       " WHERE occasion.id = ?",
	[PERSON_OF_NOTE] = "SELECT person FROM note WHERE id = ?",
	[PERSON_OF_ACTIVITY] = "SELECT person FROM activity WHERE id = ?",
	[PERSON_OF_SHEET] = "SELECT sheet.person FROM sheet WHERE sheet.id = ?"
			    " AND sheet.person IS NOT NULL",
	[PERSON_OF_PAGE] = "SELECT sheet.person FROM page"
			   " JOIN sheet ON sheet.id = page.sheet"
			   " WHERE page.id = ? AND sheet.person IS NOT NULL",
	[PERSON_OF_READING] =
		"SELECT sheet.person" READING_PERSON
		"WHERE reading.id = ? AND sheet.person IS NOT NULL",
	[PERSON_OF_REVIEW] =
		"SELECT " REVIEW_PERSON REVIEW_ROWS "WHERE review.id = ?"
		" AND " REVIEW_PERSON " IS NOT NULL",
	[PERSON_OF_SCAN] = "SELECT DISTINCT sheet.person" READING_PERSON
			   "WHERE reading.scan = ?"
			   " AND sheet.person IS NOT NULL",
	[ACCOUNT_ADD] = "INSERT INTO account (name, role, unit, hash, disabled,"
			" failed, waits_until)"
			" VALUES (?, ?, ?, ?, 0, 0, 0) RETURNING id",
	[ACCOUNT_GET] = ACCOUNT_COLUMNS "WHERE name = ?",
	[ACCOUNT_LIST] = ACCOUNT_COLUMNS "ORDER BY id",
	[ACCOUNT_SET] = "UPDATE account SET disabled = ?, failed = ?,"
			" waits_until = ?, hash = ? WHERE id = ?",
	[CHECK_WHOLE] = "PRAGMA integrity_check",
	[CHECK_REFERENCES] = "PRAGMA foreign_key_check",
#define TABLE(name, marks, columns, kinds)                                     \
	[READ_##name] = "SELECT " columns " FROM " #name " ORDER BY 1",        \
	[ADD_##name] = "INSERT INTO " #name " (" columns ")"                   \
		       " VALUES (" marks ")",
	STORE_TABLES(TABLE)
#undef TABLE
};

const struct statement_table statement_tables[] = {
#define TABLE(name, marks, columns, kinds)                                     \
	{#name, columns, kinds, READ_##name, ADD_##name},
	STORE_TABLES(TABLE)
#undef TABLE
		{0},
};

/*
 * What PostgreSQL has otherwise. It holds references by itself: what is left
 * to look for is what an administrator can switch off.
 */
static const char *
in_postgres(enum statement statement)
{
	switch (statement) {
	case SCAN_FILE_PUT:
		return "INSERT INTO scan_file (name, bytes) VALUES (?, ?)"
		       " ON CONFLICT (name) DO UPDATE SET bytes = "
		       "excluded.bytes";
	case SCAN_FILE_GET:
		return "SELECT bytes FROM scan_file WHERE name = ?";
	case SCAN_FILE_REMOVE:
		return "DELETE FROM scan_file WHERE name = ?";
	case SCAN_FILE_LIST:
		return "SELECT name FROM scan_file ORDER BY name";
	/* A row comes back if it is the caller's now. */
	case CLAIM_TAKE:
		return "INSERT INTO claim (sha256, writer, host, backend, "
		       "until)"
		       " VALUES (?, current_setting('skapa.writer'), ?,"
		       " pg_backend_pid(), now() + interval '15 minutes')"
		       " ON CONFLICT (sha256) DO UPDATE SET writer = "
		       "excluded.writer,"
		       " host = excluded.host, backend = excluded.backend,"
		       " until = excluded.until"
		       " WHERE claim.until < now() OR claim.writer = "
		       "excluded.writer"
		       " OR NOT EXISTS (SELECT 1 FROM pg_stat_activity"
		       " WHERE pid = claim.backend) RETURNING 1";
	case CLAIM_END:
		return "DELETE FROM claim WHERE sha256 = ?"
		       " AND writer = current_setting('skapa.writer')";
	case KEY_COUNT:
		return "SELECT coalesce(max(number), -1) + 1"
		       " FROM skapa_keys.slot";
	case KEY_GET:
		return "SELECT number, record FROM skapa_keys.slot"
		       " WHERE number BETWEEN ? AND ?";
	/* A row comes back if the number was free, or has this very record. */
	case KEY_ADD:
		return "INSERT INTO skapa_keys.slot (number, record) VALUES "
		       "(?, ?)"
		       " ON CONFLICT (number) DO UPDATE SET record = "
		       "excluded.record"
		       " WHERE slot.record = excluded.record RETURNING 1";
	case KEY_SET:
		return "UPDATE skapa_keys.slot SET record = ? WHERE number = ?";
	/* Reading goes on; who writes waits. */
	case KEY_LOCK:
		return "LOCK TABLE skapa_keys.slot IN EXCLUSIVE MODE";
	/* The table is written anew, without what was there before. */
	case KEY_VACUUM:
		return "VACUUM (FULL) skapa_keys.slot";
	case CHECK_WHOLE:
		return "SELECT 'the index ' || relname || ' is not valid; make "
		       "it "
		       "anew with REINDEX' FROM pg_index"
		       " JOIN pg_class ON pg_class.oid = indexrelid"
		       " WHERE relnamespace = 'skapa'::regnamespace"
		       " AND NOT indisvalid"
		       " UNION ALL SELECT 'the rule ' || conname || ' is not "
		       "held; "
		       "see ALTER TABLE ... VALIDATE CONSTRAINT' FROM "
		       "pg_constraint"
		       " WHERE connamespace = 'skapa'::regnamespace"
		       " AND NOT convalidated"
		       " UNION ALL SELECT 'the trigger ' || tgname || ' is "
		       "switched "
		       "off; see ALTER TABLE ... ENABLE TRIGGER' FROM "
		       "pg_trigger"
		       " JOIN pg_class ON pg_class.oid = tgrelid"
		       " WHERE relnamespace = 'skapa'::regnamespace"
		       " AND tgenabled = 'D'"
		       " UNION ALL SELECT 'the server''s setting ' || name || "
		       "' is off; a power cut can lose what was filed'"
		       " FROM pg_settings WHERE name IN ('fsync', "
		       "'full_page_writes')"
		       " AND setting = 'off'";
	case CHECK_REFERENCES:
		return "SELECT '', 0, '' WHERE false";
	default:
		return NULL;
	}
}

const char *
statement_sqlite(enum statement statement)
{
	return statements[statement] != NULL ? statements[statement]
					     : statements_erase[statement];
}

const char *
statement_postgres(enum statement statement)
{
	const char *own = in_postgres(statement);

	return own != NULL ? own : statement_sqlite(statement);
}
