/*
 * The keys of people, sheets and scans in a folder of their own:
 *
 *	people.keys        the records of store/keys.h, one behind the other
 *	people.keys.next   the same under another site key, while that is
 *	                   changed
 *
 * Which of the two counts is said by the site key that the store goes by: with
 * the old one the file is read, with the new one the next, which then takes
 * the file's place. So a change that was killed at any point is found whole.
 */
#ifndef SKAPA_STORE_KEYFILE_H
#define SKAPA_STORE_KEYFILE_H

#include "store/keys.h"

#define KEYFILE "people.keys"
#define KEYFILE_NEXT "people.keys.next"

/*
 * Makes an empty file of keys under this site key in a folder that is there.
 * Errors: ERR_INPUT if there is one with keys in it.
 */
bool keyfile_init(
	const char *folder, const struct seal_key *site, struct err *err);

/*
 * site is borrowed for the life of keys. KEYS_WRITE also ends a change of the
 * site key that was killed. NULL on failure. Errors: ERR_INPUT if the file is
 * missing, is no file of keys or is under another site key.
 */
struct keys *keyfile_open(const char *folder, enum keys_mode mode,
	const struct seal_key *site, struct err *err);

/*
 * Writes people.keys.next: the same keys under the site key next. Whoever
 * calls it makes the store go by next, durably, and then opens the keys
 * (KEYS_WRITE) with it. Again is fine.
 */
bool keyfile_rewrap(const char *folder, const struct seal_key *site,
	const struct seal_key *next, struct err *err);

#endif
