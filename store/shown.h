/*
 * What was shown of many people, so that what is shown next does not tell a
 * few of them apart. A topic is what belongs together (the answers to one
 * instrument); it has tables by name; and each table that was shown put people
 * into groups. Here stands which: 0 for who was never in that table, and a
 * number of the group that all times together put them into. Nothing here says
 * what the groups mean; report/disclose.h decides what may be shown.
 *
 *	struct shown *shown = shown_open(store, "skapa", err);
 *
 *	shown_table(shown, "health 1", &table, err);
 *	shown_group(shown, person, table)
 *	shown_set(shown, person, table, group, err);
 *	shown_keep(shown, err);
 *	shown_close(shown);
 *
 * A person's groups are sealed with the person's key: who is forgotten is
 * forgotten here too.
 */
#ifndef SKAPA_STORE_SHOWN_H
#define SKAPA_STORE_SHOWN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct shown;
struct store;

#define SHOWN_TABLES_MAX 1000 /* of a topic */
#define SHOWN_GROUPS_MAX 32767
#define SHOWN_NAME                                                             \
	160 /* bytes of a table, with the NUL; a topic: LAYOUT_KEY             \
	     */

/*
 * The caller ends it with shown_close, before the store. NULL on failure: those
 * of store/store.h.
 */
struct shown *shown_open(
	struct store *store, const char *topic, struct err *err);
void shown_close(struct shown *shown); /* NULL is fine */

/* Found by its name, or new. Errors: ERR_LIMIT beyond SHOWN_TABLES_MAX. */
bool shown_table(
	struct shown *shown, const char *name, size_t *table, struct err *err);
/* People who were ever shown, by their number in it; 0 beyond the last. */
int64_t shown_person(const struct shown *shown, size_t i);
unsigned shown_group(const struct shown *shown, int64_t person, size_t table);
/* Errors: ERR_LIMIT beyond SHOWN_GROUPS_MAX. */
bool shown_set(struct shown *shown, int64_t person, size_t table,
	unsigned group, struct err *err);
/* Writes what has changed, in one transaction. */
bool shown_keep(struct shown *shown, struct err *err);

#endif
