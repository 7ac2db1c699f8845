/*
 * Where the site key comes from. It wraps the store's other keys and nothing
 * else, so it can be changed while paper with our codes is out. It is one of
 *
 *	file        32 random bytes, or 64 hexadecimal digits, in a file that
 *	            only its owner can read
 *	passphrase  stretched with Argon2id (3 passes over 64 MiB: the second
 *	            choice of RFC 9106, section 4, with libsodium's one lane)
 *
 * A file is looked for in this order: the one that is named (--site-key), else
 * $SKAPA_SITE_KEY, else $CREDENTIALS_DIRECTORY/skapa-site-key (systemd), else
 * FOLDER/site.key. A passphrase: the file that $SKAPA_PASSPHRASE_FILE names
 * (its first line), else it is asked for on the terminal.
 *
 * Which of the two a store goes by, and how to tell the right key from a wrong
 * one, is its lock: one line of text that the store keeps in the open.
 *
 *	file 1 <64 hexadecimal digits>
 *	passphrase 1 3 65536 <salt, 32 digits> <64 digits>
 *
 * The last word is a keyed hash of a constant under the key; passes and KiB
 * are Argon2id's.
 */
#ifndef SKAPA_STORE_SITEKEY_H
#define SKAPA_STORE_SITEKEY_H

#include "store/seal.h"

struct err;

#define SITEKEY_FILE "site.key"
#define SITEKEY_NEXT "site.key.next" /* while the key is changed */
#define SITEKEY_CREDENTIAL "skapa-site-key"
#define SITEKEY_LOCK 160      /* bytes, with the NUL */
#define SITEKEY_PHRASE_MIN 12 /* bytes of a new passphrase */
#define SITEKEY_PHRASE_MAX 1024

enum sitekey_kind { SITEKEY_IS_FILE, SITEKEY_IS_PASSPHRASE };

/* What a caller says of where it comes from; zeros are fine. */
struct sitekey_from {
	const char *folder; /* of the store's keys; NULL: has none */
	const char *file;   /* named on the command line; NULL: not */
};

/*
 * The path of the file that holds the key, by the order above, in path. False
 * if there is no place to look: no file was named and there is no folder.
 */
bool sitekey_place(const struct sitekey_from *from, char *path, size_t size);

/*
 * A new key for a new store. SITEKEY_IS_FILE: a file that is there is taken
 * as it is, else it is made at the place above (which must not be the
 * credential's). SITEKEY_IS_PASSPHRASE: asks for it twice on the terminal.
 * Errors: ERR_USAGE where the passphrase is short or the two differ.
 */
bool sitekey_make(const struct sitekey_from *from, enum sitekey_kind kind,
	struct seal_key *key, char lock[SITEKEY_LOCK], struct err *err);

/*
 * The key that fits the lock. Beside FOLDER/site.key also site.key.next is
 * tried, and *is_next says that it was that. Errors: ERR_INPUT for a wrong key
 * or passphrase, a file that is missing, has another length or can be read by
 * others; ERR_USAGE where a passphrase is needed and nobody can be asked.
 */
bool sitekey_open(const struct sitekey_from *from, const char *lock,
	struct seal_key *key, bool *is_next, struct err *err);

/* ------------------------------------------------- changing the site key */

/*
 * The first half: the key that shall be, durable. It is in file if that is not
 * NULL (made if it is not there), else in FOLDER/site.key.next, or it is a new
 * passphrase ($SKAPA_NEW_PASSPHRASE_FILE, or asked for twice).
 */
bool sitekey_prepare(const struct sitekey_from *from, enum sitekey_kind kind,
	const char *file, struct seal_key *next, char lock[SITEKEY_LOCK],
	struct err *err);
/*
 * The second, when the store goes by the new lock: FOLDER/site.key.next takes
 * site.key's place, which is written over with zeros first. Nothing to do is
 * fine. is_used false: the store goes by site.key, and a next one is removed.
 */
bool sitekey_settle(const char *folder, bool is_used, struct err *err);
/* Zeros over a file of a key, and removed; fine if it is not there. */
bool sitekey_remove(const char *path, struct err *err);

#endif
