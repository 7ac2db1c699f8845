/*
 * Pieces of SQL that the files of statements share. Of these files and of
 * nothing else.
 */
#ifndef SKAPA_STORE_STATEMENTS_INSIDE_H
#define SKAPA_STORE_STATEMENTS_INSIDE_H

#include "store/statements.h"

/* What forgets and weeds out (statements_erase.c); NULL for every other. */
extern const char *const statements_erase[STATEMENT__MAX];

/* The readings that concern a person: through page and sheet. */
#define READING_PERSON                                                         \
	" FROM reading JOIN page ON page.id = reading.page"                    \
	" JOIN sheet ON sheet.id = page.sheet "

/*
 * What waits or waited for a person, with the page that shows it; an answer
 * from a screen has none, and is of its occasion. Whose it is: REVIEW_PERSON.
 */
#define REVIEW_PERSON "coalesce(sheet.person, series.person)"
#define REVIEW_ROWS                                                            \
	" FROM review LEFT JOIN answer ON answer.id = review.answer"           \
	" LEFT JOIN conflict ON conflict.id = review.conflict"                 \
	" LEFT JOIN writing ON writing.id = review.writing"                    \
	" LEFT JOIN reading ON reading.id = coalesce(review.reading,"          \
	" answer.reading, conflict.reading, writing.reading)"                  \
	" LEFT JOIN page ON page.id = reading.page"                            \
	" LEFT JOIN sheet ON sheet.id = page.sheet"                            \
	" LEFT JOIN layout ON layout.id = sheet.layout"                        \
	" LEFT JOIN occasion ON occasion.id = answer.occasion"                 \
	" LEFT JOIN series ON series.id = occasion.series "
#define REVIEW_FROM                                                            \
	REVIEW_ROWS "LEFT JOIN scan ON scan.id = reading.scan"                 \
		    " LEFT JOIN person ON person.id = " REVIEW_PERSON          \
		    " LEFT JOIN decision ON decision.review = review.id"       \
		    " AND decision.action <> 'undo'"                           \
		    " AND decision.undone IS NULL"                             \
		    " AND decision.id = (SELECT max(d.id) FROM decision d"     \
		    " WHERE d.review = review.id AND d.action <> 'undo'"       \
		    " AND d.undone IS NULL) "
/*
 * It waits while nobody has decided it and it still counts: its answers are
 * those of the page, its scan was not read or its page not filed otherwise.
 */
#define REVIEW_OPEN                                                            \
	"CASE WHEN review.answer IS NOT NULL THEN answer.waits = 1"            \
	" AND page.reading IS NOT DISTINCT FROM reading.id"                    \
	" AND answer.machine IS NOT NULL"                                      \
	" ELSE (decision.id IS NULL AND CASE"                                  \
	" WHEN review.conflict IS NOT NULL THEN conflict.decided IS NULL"      \
	" WHEN review.reading IS NULL"                                         \
	" THEN page.reading IS NOT DISTINCT FROM reading.id"                   \
	" AND writing.machine IS NOT NULL"                                     \
	" ELSE page.reading IS NULL AND NOT EXISTS (SELECT 1 FROM reading o"   \
	" WHERE o.scan = reading.scan"                                         \
	" AND o.source_page = reading.source_page AND o.status <> 'undone'"    \
	" AND (o.id > reading.id OR o.status IN ('filed', 'review',"           \
	" 'duplicate', 'conflict'))) END) END"

#endif
