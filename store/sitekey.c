#include "store/sitekey.h"

#include "core/err.h"
#include "core/file.h"
#include "core/program.h"
#include "core/str.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PASSES 3
#define KIB 65536
/* What a lock may ask for: one that was tampered with takes no more. */
#define MOST_PASSES 16
#define MOST_KIB (1 << 20)
#define SALT crypto_pwhash_SALTBYTES

/* A lock as words. */
struct lock {
	enum sitekey_kind kind;
	int passes, kib;
	uint8_t salt[SALT];
	char mark[SEAL_INDEX_HEX];
};

static void
mark_of(const struct seal_key *key, char mark[SEAL_INDEX_HEX])
{
	static const char text[] = "skapa site key";

	seal_index_hex(key, text, sizeof(text) - 1, mark);
}

static bool
from_hex(const char *hex, uint8_t *out, size_t len)
{
	size_t got = 0;
	const char *end = NULL;

	return strlen(hex) == 2 * len &&
	       sodium_hex2bin(out, len, hex, 2 * len, NULL, &got, &end) == 0 &&
	       got == len;
}

static bool
read_lock(const char *text, struct lock *lock, struct err *err)
{
	char salt[2 * SALT + 1] = "";
	int version = 0, end = 0;

	*lock = (struct lock){.kind = SITEKEY_IS_FILE};
	if (sscanf(text, "file %d %64s%n", &version, lock->mark, &end) == 2 &&
		text[end] == '\0' && version == 1)
		return true;
	lock->kind = SITEKEY_IS_PASSPHRASE;
	if (sscanf(text, "passphrase %d %d %d %32s %64s%n", &version,
		    &lock->passes, &lock->kib, salt, lock->mark, &end) == 5 &&
		text[end] == '\0' && version == 1 && lock->passes >= 1 &&
		lock->passes <= MOST_PASSES && lock->kib >= 8 &&
		lock->kib <= MOST_KIB && from_hex(salt, lock->salt, SALT))
		return true;
	if (version > 1)
		return err_set(err, ERR_INPUT,
			"the site key's lock has form %d, and this program "
			"knows up to 1; install the newer program",
			version);
	return err_set(err, ERR_INPUT,
		"the site key's lock is damaged; put back a copy of the store");
}

static bool
fits(const struct lock *lock, const struct seal_key *key)
{
	char mark[SEAL_INDEX_HEX];

	mark_of(key, mark);
	return sodium_memcmp(mark, lock->mark, sizeof(mark)) == 0;
}

/* ------------------------------------------------------------------ files */

static const char *
environment(const char *name)
{
	const char *value = getenv(name);

	return value != NULL && value[0] != '\0' ? value : NULL;
}

bool
sitekey_place(const struct sitekey_from *from, char *path, size_t size)
{
	const char *file =
		from->file != NULL ? from->file : environment("SKAPA_SITE_KEY");
	const char *folder = environment("CREDENTIALS_DIRECTORY");

	if (file != NULL)
		return snprintf(path, size, "%s", file) < (int)size;
	if (folder != NULL &&
		snprintf(path, size, "%s/" SITEKEY_CREDENTIAL, folder) <
			(int)size &&
		access(path, F_OK) == 0)
		return true;
	return from->folder != NULL && snprintf(path, size, "%s/" SITEKEY_FILE,
					       from->folder) < (int)size;
}

/*
 * Only its owner may read a key. A credential is handed over by systemd, whose
 * access list shows as the group's bits.
 */
static bool
is_private(const char *path, struct err *err)
{
	const char *folder = environment("CREDENTIALS_DIRECTORY");
	const mode_t others =
		folder != NULL && strncmp(path, folder, strlen(folder)) == 0
			? 0007
			: 0077;
	struct stat st;

	if (stat(path, &st) != 0) {
		if (errno == ENOENT || errno == ENOTDIR)
			return err_set(err, ERR_INPUT,
				"%s: missing; put the site key back from its "
				"copy, without it nothing in the store can be "
				"read",
				path);
		return err_errno(err, "%s: cannot be opened", path);
	}
	if ((st.st_mode & others) != 0)
		return err_set(err, ERR_INPUT,
			"%s: others may read it; chmod 600 it, and change the "
			"key (skapa store rekey) if they did",
			path);
	return true;
}

static bool
read_key(const char *path, struct seal_key *key, struct err *err)
{
	struct bytes bytes = {0};
	size_t len;
	bool ok = false;

	if (!is_private(path, err) || !file_read(path, 1 << 20, &bytes, err))
		return false;
	len = bytes.len;
	if (len == 2 * SEAL_KEY + 1 && bytes.at[len - 1] == '\n')
		bytes.at[--len] = '\0';
	if (len == SEAL_KEY) {
		memcpy(key->at, bytes.at, SEAL_KEY);
		ok = true;
	} else if (len == 2 * SEAL_KEY) {
		ok = from_hex((const char *)bytes.at, key->at, SEAL_KEY) ||
		     err_set(err, ERR_INPUT,
			     "%s: is no site key; put it back from its copy",
			     path);
	} else {
		err_set(err, ERR_INPUT,
			"%s: has %zu bytes, not %d; put it back from its copy",
			path, bytes.len, SEAL_KEY);
	}
	seal_bytes_free(&bytes);
	return ok;
}

/* A key that is there is taken; else a new one, private, synced, is made. */
static bool
take_or_make(const char *path, struct seal_key *key, struct err *err)
{
	struct seal_key made;
	mode_t mask;
	bool ok;

	if (access(path, F_OK) == 0)
		return read_key(path, key, err);
	if (!seal_key_make(&made, err))
		return false;
	mask = umask(0077);
	ok = file_write(path, made.at, sizeof(made.at), err);
	umask(mask);
	if (ok)
		*key = made;
	seal_wipe(&made, sizeof(made));
	return ok;
}

/* ------------------------------------------------------------ passphrases */

static bool
phrase_of_file(const char *path, char *phrase, struct err *err)
{
	struct bytes bytes = {0};
	bool ok;

	if (!is_private(path, err) || !file_read(path, 1 << 16, &bytes, err))
		return false;
	if (bytes.at != NULL)
		bytes.at[strcspn((char *)bytes.at, "\r\n")] = '\0';
	ok = str_copy(phrase, SITEKEY_PHRASE_MAX,
		bytes.at != NULL ? (const char *)bytes.at : "");
	if (!ok)
		err_set(err, ERR_INPUT, "%s: the passphrase is too long", path);
	seal_bytes_free(&bytes);
	return ok;
}

static bool
read_phrase(
	const char *variable, const char *prompt, char *phrase, struct err *err)
{
	const char *file = environment(variable);

	if (file != NULL)
		return phrase_of_file(file, phrase, err);
	return program_ask(prompt, phrase, SITEKEY_PHRASE_MAX, err) ||
	       err_wrap(err,
		       "the site key is a passphrase; name a file that "
		       "holds it in $%s",
		       variable);
}

static bool
new_phrase(const char *variable, char *phrase, struct err *err)
{
	char again[SITEKEY_PHRASE_MAX];
	bool ok = read_phrase(
		variable, "new passphrase of the site key: ", phrase, err);

	if (ok && strlen(phrase) < SITEKEY_PHRASE_MIN)
		ok = err_set(err, ERR_USAGE,
			"the passphrase is shorter than %d bytes; take a "
			"longer one, of several words",
			SITEKEY_PHRASE_MIN);
	if (ok && environment(variable) == NULL) {
		ok = program_ask("the same again: ", again, sizeof(again), err);
		if (ok && strcmp(phrase, again) != 0)
			ok = err_set(err, ERR_USAGE,
				"the two passphrases differ; nothing was "
				"changed");
		seal_wipe(again, sizeof(again));
	}
	return ok;
}

static bool
stretch(const struct lock *lock, const char *phrase, struct seal_key *key,
	struct err *err)
{
	if (crypto_pwhash(key->at, sizeof(key->at), phrase, strlen(phrase),
		    lock->salt, (unsigned long long)lock->passes,
		    (size_t)lock->kib * 1024,
		    crypto_pwhash_ALG_ARGON2ID13) == 0)
		return true;
	return err_set(err, ERR_SYSTEM,
		"no memory for the passphrase: %d MiB are needed",
		lock->kib / 1024);
}

/* ---------------------------------------------------------------- making */

static void
write_lock(const struct lock *lock, char text[SITEKEY_LOCK])
{
	char salt[2 * SALT + 1];

	str_hex(lock->salt, SALT, salt);
	if (lock->kind == SITEKEY_IS_FILE)
		snprintf(text, SITEKEY_LOCK, "file 1 %s", lock->mark);
	else
		snprintf(text, SITEKEY_LOCK, "passphrase 1 %d %d %s %s",
			lock->passes, lock->kib, salt, lock->mark);
}

/* path: of the file; variable: names the file of a passphrase. */
static bool
make(enum sitekey_kind kind, const char *path, const char *variable,
	struct seal_key *key, char text[SITEKEY_LOCK], struct err *err)
{
	struct lock lock = {.kind = kind, .passes = PASSES, .kib = KIB};
	char phrase[SITEKEY_PHRASE_MAX];
	bool ok;

	if (!seal_ready(err))
		return false;
	if (kind == SITEKEY_IS_FILE) {
		ok = take_or_make(path, key, err);
	} else {
		seal_random(lock.salt, sizeof(lock.salt));
		ok = new_phrase(variable, phrase, err) &&
		     stretch(&lock, phrase, key, err);
		seal_wipe(phrase, sizeof(phrase));
	}
	if (!ok)
		return false;
	mark_of(key, lock.mark);
	write_lock(&lock, text);
	return true;
}

static bool
no_place(struct err *err)
{
	return err_set(
		err, ERR_USAGE, "no site key: name its file with --site-key");
}

bool
sitekey_make(const struct sitekey_from *from, enum sitekey_kind kind,
	struct seal_key *key, char lock[SITEKEY_LOCK], struct err *err)
{
	char path[PATH_MAX] = "";

	if (kind == SITEKEY_IS_FILE && !sitekey_place(from, path, sizeof(path)))
		return no_place(err);
	return make(kind, path, "SKAPA_PASSPHRASE_FILE", key, lock, err);
}

bool
sitekey_prepare(const struct sitekey_from *from, enum sitekey_kind kind,
	const char *file, struct seal_key *next, char lock[SITEKEY_LOCK],
	struct err *err)
{
	char path[PATH_MAX] = "";

	if (kind == SITEKEY_IS_FILE && file == NULL && from->folder == NULL)
		return no_place(err);
	if (kind == SITEKEY_IS_FILE && file != NULL)
		snprintf(path, sizeof(path), "%s", file);
	else if (kind == SITEKEY_IS_FILE)
		snprintf(path, sizeof(path), "%s/" SITEKEY_NEXT, from->folder);
	return make(kind, path, "SKAPA_NEW_PASSPHRASE_FILE", next, lock, err);
}

/* ---------------------------------------------------------------- opening */

static bool
open_file(const struct sitekey_from *from, const struct lock *lock,
	struct seal_key *key, bool *is_next, struct err *err)
{
	char path[PATH_MAX], next[PATH_MAX];
	struct err trouble = {0};
	bool ok;

	if (!sitekey_place(from, path, sizeof(path)))
		return no_place(err);
	ok = read_key(path, key, &trouble);
	if (ok && fits(lock, key))
		return true;
	if (from->folder != NULL) {
		if (snprintf(next, sizeof(next), "%s/" SITEKEY_NEXT,
			    from->folder) < (int)sizeof(next) &&
			access(next, F_OK) == 0 && read_key(next, key, NULL) &&
			fits(lock, key)) {
			*is_next = true;
			return true;
		}
	}
	if (ok)
		return err_set(err, ERR_INPUT,
			"%s: is not this store's site key; name the right file "
			"with --site-key",
			path);
	return err_set(err, trouble.code, "%s", trouble.text);
}

bool
sitekey_open(const struct sitekey_from *from, const char *text,
	struct seal_key *key, bool *is_next, struct err *err)
{
	char phrase[SITEKEY_PHRASE_MAX];
	struct seal_key got;
	struct lock lock;
	bool ok, next = false;

	if (!seal_ready(err) || !read_lock(text, &lock, err))
		return false;
	if (lock.kind == SITEKEY_IS_FILE) {
		ok = open_file(from, &lock, &got, &next, err);
	} else {
		ok = read_phrase("SKAPA_PASSPHRASE_FILE",
			     "passphrase of the site key: ", phrase, err) &&
		     stretch(&lock, phrase, &got, err);
		seal_wipe(phrase, sizeof(phrase));
		if (ok && !fits(&lock, &got))
			ok = err_set(err, ERR_INPUT,
				"the passphrase is not this store's");
	}
	if (ok) {
		*key = got;
		*is_next = next;
	}
	seal_wipe(&got, sizeof(got));
	return ok;
}

/* ---------------------------------------------------------------- changing */

/* Zeros over a key, so that it is not left on the disk. */
static bool
blank(const char *path, struct err *err)
{
	static const uint8_t zeros[2 * SEAL_KEY + 1];
	const int fd = open(path, O_WRONLY | O_CLOEXEC);
	bool ok;

	if (fd < 0)
		return errno == ENOENT ||
		       err_errno(err, "%s: cannot be written", path);
	ok = pwrite(fd, zeros, sizeof(zeros), 0) == (ssize_t)sizeof(zeros) &&
	     fsync(fd) == 0;
	if (!ok)
		err_errno(err, "%s: cannot be written", path);
	close(fd);
	return ok;
}

bool
sitekey_remove(const char *path, struct err *err)
{
	return blank(path, err) &&
	       (unlink(path) == 0 || errno == ENOENT ||
		       err_errno(err, "%s: cannot be removed", path));
}

bool
sitekey_settle(const char *folder, bool is_used, struct err *err)
{
	char key[PATH_MAX], next[PATH_MAX];
	bool ok;
	int fd;

	if (snprintf(key, sizeof(key), "%s/" SITEKEY_FILE, folder) >=
			(int)sizeof(key) ||
		snprintf(next, sizeof(next), "%s/" SITEKEY_NEXT, folder) >=
			(int)sizeof(next))
		return err_set(
			err, ERR_USAGE, "%s: the path is too long", folder);
	if (access(next, F_OK) != 0)
		return true;
	if (!blank(is_used ? key : next, err))
		return false;
	if ((is_used ? rename(next, key) : unlink(next)) != 0)
		return err_errno(err, "%s: cannot be written", next);
	fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	ok = fd >= 0 && fsync(fd) == 0;
	if (!ok)
		err_errno(err, "%s: cannot be written", folder);
	if (fd >= 0)
		close(fd);
	return ok;
}
