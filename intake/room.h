/*
 * Large working memory that is kept from page to page. A process forked later
 * to decode in does not have it: it need not see it, and each fork would have
 * its pages marked, and copied or marked back at the next write, which took
 * 3 ms a page (tests/bench/run.sh).
 */
#ifndef SKAPA_INTAKE_ROOM_H
#define SKAPA_INTAKE_ROOM_H

#include <stddef.h>

/* bytes > 0, set to 0. NULL: no memory. */
void *room_new(size_t bytes);
/*
 * What was at `at`, from bytes of it, in to bytes; at may be NULL. NULL: no
 * memory, and at is as it was.
 */
void *room_larger(void *at, size_t from, size_t to);
void room_free(void *at, size_t bytes); /* as many as it was made with */

#endif
