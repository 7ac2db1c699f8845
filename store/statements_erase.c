/* What forgets a person and weeds out what is too old. */
#include "store/statements_inside.h"

/*
 * A record (store/erase.h): what is of this person and with this instrument,
 * or with any of them. Its sheets, readings, scans, series and occasions.
 */
#define RECORD "sheet.person = ?1 AND ?2 IN ('', layout.instrument)"
#define READING_SHEET READING_PERSON "JOIN layout ON layout.id = sheet.layout "
#define READINGS_OF "(SELECT reading.id" READING_SHEET "WHERE " RECORD ")"
#define SCANS_OF "(SELECT reading.scan" READING_SHEET "WHERE " RECORD ")"
#define PAGE_SHEET                                                             \
	" FROM page JOIN sheet ON sheet.id = page.sheet"                       \
	" JOIN layout ON layout.id = sheet.layout "
#define SERIES_OF                                                              \
	"(SELECT id FROM series WHERE person = ?1"                             \
	" AND ?2 IN ('', series.instrument))"
#define OCCASIONS_OF                                                           \
	"(SELECT occasion.id FROM occasion WHERE occasion.series"              \
	" IN " SERIES_OF ")"
/* What is another's, among rows that need not be anybody's. */
#define NOT_OF                                                                 \
	"NOT (sheet.person IS NOT DISTINCT FROM ?1"                            \
	" AND ?2 IN ('', layout.instrument))"

/*
 * The days on which something was kept that still is, of a person and an
 * instrument ('': whatever it is).
 */
#define KEPT_ON                                                                \
	"(SELECT series.person AS person, series.instrument AS instrument,"    \
	" occasion.date AS day FROM occasion"                                  \
	" JOIN series ON series.id = occasion.series"                          \
	" WHERE occasion.about IS NOT NULL"                                    \
	" UNION ALL SELECT sheet.person, layout.instrument, sheet.filed"       \
	" FROM sheet JOIN layout ON layout.id = sheet.layout"                  \
	" JOIN occasion ON occasion.id = sheet.occasion"                       \
	" WHERE occasion.about IS NOT NULL AND sheet.filed IS NOT NULL"        \
	" UNION ALL SELECT series.person, '', occasion.date FROM occasion"     \
	" JOIN series ON series.id = occasion.series"                          \
	" WHERE occasion.about IS NOT NULL"                                    \
	" UNION ALL SELECT sheet.person, '', sheet.filed FROM sheet"           \
	" JOIN occasion ON occasion.id = sheet.occasion"                       \
	" WHERE occasion.about IS NOT NULL AND sheet.filed IS NOT NULL"        \
	" UNION ALL SELECT person, '', day FROM note"                          \
	" WHERE about IS NOT NULL"                                             \
	" UNION ALL SELECT person, '', coalesce(last_day, first_day)"          \
	" FROM activity WHERE about IS NOT NULL) kept"

const char *const statements_erase[STATEMENT__MAX] = {
	/* Never the person's own key, while the person is kept. */
	[ERASE_SLOTS] = "SELECT slot FROM person WHERE id = ?1 AND ?2 = ''"
			" UNION SELECT slot FROM"
			" (SELECT slot FROM series WHERE id IN " SERIES_OF
			" UNION ALL SELECT sheet.slot FROM sheet"
			" JOIN layout ON layout.id = sheet.layout WHERE " RECORD
			") theirs WHERE slot NOT IN"
			" (SELECT slot FROM person WHERE id = ?1)",
	[ERASE_SCANS] = "SELECT id, sha256, slot FROM scan"
			" WHERE id IN " SCANS_OF,
	[ERASE_WAITING] = "SELECT count(*)" REVIEW_FROM "WHERE " REVIEW_OPEN
			  " AND reading.scan IN " SCANS_OF " AND " NOT_OF,
	[ERASE_OTHERS] =
		"SELECT count(DISTINCT page.id)" READING_SHEET
		"LEFT JOIN occasion ON occasion.id = sheet.occasion"
		" WHERE reading.scan IN " SCANS_OF " AND " NOT_OF
		" AND (sheet.occasion IS NULL OR occasion.about IS NOT NULL)"
		" AND NOT EXISTS (SELECT 1 FROM weeded"
		" WHERE weeded.weeding = ?3 AND weeded.person = sheet.person"
		" AND weeded.instrument IN ('', layout.instrument)"
		" AND weeded.state IN ('proposed', 'going', 'done'))",
	[ERASE_N_OCCASIONS] = "SELECT count(*) FROM occasion"
			      " WHERE series IN " SERIES_OF,
	[ERASE_N_ANSWERS] =
		"SELECT count(*) FROM answer WHERE reading IN " READINGS_OF
		" OR occasion IN " OCCASIONS_OF,
	[ERASE_N_PAGES] = "SELECT count(*)" PAGE_SHEET "WHERE " RECORD,
	[ERASE_N_SCANS] = "SELECT count(*) FROM scan WHERE id IN " SCANS_OF,
	[ERASE_SCAN_NEXT] = "SELECT id FROM scan WHERE id IN " SCANS_OF
			    " AND id > ?3 ORDER BY id LIMIT 1",
	[ERASE_SCAN] = "UPDATE scan SET sha256 = ? WHERE id = ?",
	[ERASE_PAGE_NEXT] =
		"SELECT page.id" PAGE_SHEET "WHERE " RECORD " AND page.id > ?3"
		" ORDER BY page.id LIMIT 1",
	[ERASE_PAGE] = "UPDATE page SET token = ?, line = ? WHERE id = ?",
	[ERASE_SERIES_NEXT] = "SELECT id FROM series WHERE id IN " SERIES_OF
			      " AND id > ?3 ORDER BY id LIMIT 1",
	[ERASE_SERIES] = "UPDATE series SET slot = ? WHERE id = ?",
	[ERASE_ANSWERS] =
		"UPDATE answer SET machine = NULL, human = NULL, waits = 0"
		" WHERE reading IN " READINGS_OF
		" OR occasion IN " OCCASIONS_OF,
	[ERASE_WRITING] = "UPDATE writing SET machine = NULL, human = NULL"
			  " WHERE reading IN " READINGS_OF,
	[ERASE_DECISIONS] = "UPDATE decision SET said = NULL WHERE review IN"
			    " (SELECT review.id" REVIEW_ROWS "WHERE " RECORD
			    " OR series.id IN " SERIES_OF ")",
	[ERASE_OCCASIONS] = "UPDATE occasion SET about = NULL"
			    " WHERE series IN " SERIES_OF,
	[ERASE_CONFLICTS] =
		"UPDATE conflict SET decided = 'forgotten'"
		" WHERE decided IS NULL AND reading IN " READINGS_OF,
	[ERASE_NOTES] = "UPDATE note SET about = NULL"
			" WHERE person = ?1 AND ?2 = ''",
	[ERASE_ACTIVITIES] = "UPDATE activity SET about = NULL"
			     " WHERE person = ?1 AND ?2 = ''",
	[ERASE_VISITS] = "DELETE FROM visit WHERE person = ?1"
			 " AND (?2 = '' OR occasion IN " OCCASIONS_OF ")",
	[ERASE_SHOWN] = "UPDATE shown SET about = NULL"
			" WHERE person = ?1 AND ?2 IN ('', topic)",
	[ERASE_PERSON] = "UPDATE person SET code_index = NULL, about = NULL"
			 " WHERE id = ?1 AND ?2 = ''",
	[FORGET_PERSON_NEXT] =
		"SELECT id, slot FROM person WHERE about IS NOT NULL"
		" AND id > ? ORDER BY id LIMIT 1",
	[FORGET_SERIES_NEXT] =
		"SELECT series.id, series.slot, series.person,"
		" series.instrument FROM series"
		" JOIN person ON person.id = series.person"
		" WHERE person.about IS NOT NULL AND series.id > ?"
		" ORDER BY series.id LIMIT 1",
	[RECEIPT_ADD] = "INSERT INTO forgotten (person, day, occasions,"
			" answers, pages, scans, others, done)"
			" VALUES (?, ?, ?, ?, ?, ?, ?, 0) RETURNING id",
	[RECEIPT_OPEN] = "SELECT person FROM forgotten WHERE done = 0"
			 " ORDER BY id LIMIT 1",
	[RECEIPT_DONE] = "UPDATE forgotten SET done = 1"
			 " WHERE person = ?1 AND ?2 = ''",
	[RECEIPT_LIST] = "SELECT id, person, day, occasions, answers, pages,"
			 " scans, others FROM forgotten ORDER BY id",
	[RULE_SET] = "INSERT INTO retention (instrument, months) VALUES (?, ?)"
		     " ON CONFLICT (instrument)"
		     " DO UPDATE SET months = excluded.months",
	[RULE_REMOVE] = "DELETE FROM retention WHERE instrument = ?",
	[RULE_LIST] = "SELECT instrument, months FROM retention"
		      " ORDER BY instrument",
	/* What has a rule, person by person; everything of one comes first. */
	[WEEDING_DUE] =
		"SELECT person.id, person.slot, person.about, kept.instrument,"
		" max(kept.day), max(retention.months) FROM " KEPT_ON
		" JOIN retention ON retention.instrument = kept.instrument"
		" JOIN person ON person.id = kept.person"
		" WHERE person.about IS NOT NULL"
		" GROUP BY person.id, person.slot, person.about,"
		" kept.instrument ORDER BY person.id, kept.instrument",
	[WEEDING_LAST] = "SELECT coalesce(max(kept.day), '') FROM " KEPT_ON
			 " WHERE kept.person = ? AND kept.instrument = ?",
	[WEEDING_ADD] = "INSERT INTO weeding (proposed, proposer, stacks,"
			" approved) VALUES (?, ?, ?, ?) RETURNING id",
	[WEEDING_REPLACE] = "UPDATE weeded SET state = 'replaced'"
			    " WHERE state = 'proposed'",
	[WEEDING_GET] = "SELECT proposer, stacks, approved FROM weeding"
			" WHERE id = ?",
	[WEEDING_APPROVE] =
		"UPDATE weeding SET approved = ?, approver = ? WHERE id = ?",
	[WEEDED_ADD] =
		"INSERT INTO weeded (weeding, person, instrument, last_day,"
		" state, occasions, answers, pages, scans, others)"
		" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id",
	[WEEDED_NEXT] = "SELECT id, person, instrument, last_day FROM weeded"
			" WHERE weeding = ? AND state = ? AND id > ?"
			" ORDER BY id LIMIT 1",
	[WEEDED_SET] = "UPDATE weeded SET state = ?, occasions = ?,"
		       " answers = ?, pages = ?, scans = ?, others = ?"
		       " WHERE id = ?",
	[WEEDED_LIST] = "SELECT weeded.weeding, weeded.person, person.slot,"
			" person.about, weeded.instrument, weeded.last_day,"
			" weeded.state, weeded.occasions, weeded.answers,"
			" weeded.pages, weeded.scans, weeded.others,"
			" weeding.proposed, weeding.proposer, weeding.approved,"
			" weeding.approver FROM weeded"
			" JOIN weeding ON weeding.id = weeded.weeding"
			" JOIN person ON person.id = weeded.person"
			" WHERE weeding.id BETWEEN ? AND ? ORDER BY weeded.id",
	[WEEDED_GOING] = "SELECT person, instrument FROM weeded"
			 " WHERE state = 'going' ORDER BY id LIMIT 1",
	[WEEDED_DONE] = "UPDATE weeded SET state = 'done'"
			" WHERE state = 'going' AND person = ?1"
			" AND ?2 IN ('', instrument)",
};
