#include "store/keys.h"

#include "core/err.h"
#include "core/file.h"
#include "core/str.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Slots that are made at a time: one sync for so many. What a process did not
 * hand out is never used.
 */
#define KEYS_POOL 16
#define SEALED (SEAL_KEY + SEAL_MORE)
#define SOME 64 /* records at a time when all are rewrapped */

_Static_assert(KEYS_RECORD >= SEALED, "a sealed key fits in a record");

/* Record 0: what it is, and which site key it is under. */
static const char magic[16] = "SKAPA keys 1";
#define MARK (sizeof(magic) + SEAL_INDEX)

_Static_assert(KEYS_RECORD >= MARK, "the first record has room");

struct keys {
	struct keys_place place;
	void *data;
	char *name;
	enum keys_mode mode;
	const struct seal_key *site;
	int64_t seen;	    /* so many records there are at least */
	int64_t next, end;  /* slots that are made and not yet handed out */
	struct bytes tried; /* KEYS_TRY: records from first_tried on */
	int64_t first_tried;
};

static void
mark_of(const struct seal_key *site, uint8_t record[KEYS_RECORD])
{
	memset(record, 0, KEYS_RECORD);
	memcpy(record, magic, sizeof(magic));
	seal_index(site, "which site key", 14, record + sizeof(magic));
}

static void
about_slot(int64_t slot, char about[32])
{
	snprintf(about, 32, "key|slot|%lld", (long long)slot);
}

static void
wrap(const struct seal_key *site, int64_t slot, const struct seal_key *key,
	uint8_t record[KEYS_RECORD])
{
	char about[32];

	about_slot(slot, about);
	memset(record, 0, KEYS_RECORD);
	seal_into(site, about, key->at, sizeof(key->at), record);
}

static enum keys_state
unwrap(const struct seal_key *site, int64_t slot,
	const uint8_t record[KEYS_RECORD], struct seal_key *key)
{
	char about[32];

	if (seal_is_zero(record, KEYS_RECORD))
		return KEYS_DESTROYED;
	about_slot(slot, about);
	return seal_open_into(site, about, record, SEALED, key->at)
		       ? KEYS_WHOLE
		       : KEYS_DAMAGED;
}

/* ---------------------------------------------------------------- opening */

/* That the place is one of keys, under this site key. */
static bool
look(struct keys *keys, struct err *err)
{
	uint8_t want[KEYS_RECORD], have[KEYS_RECORD];
	int64_t n = 0;

	if (!keys->place.count(keys->data, &n, err))
		return false;
	mark_of(keys->site, want);
	if (n == 0 && keys->mode == KEYS_WRITE)
		return keys->place.write(keys->data, 0, 1, want, err) &&
		       keys->place.sync(keys->data, err);
	if (n == 0 || !keys->place.read(keys->data, 0, 1, have, err))
		return n == 0 ? err_set(err, ERR_INPUT,
					"%s: has no keys; put back a copy of "
					"the keys",
					keys->name)
			      : false;
	if (memcmp(have, magic, sizeof(magic)) != 0)
		return err_set(err, ERR_INPUT,
			"%s: is no file of keys; put back a copy of the keys",
			keys->name);
	if (memcmp(have, want, KEYS_RECORD) != 0)
		return err_set(err, ERR_INPUT,
			"%s: is under another site key than this one",
			keys->name);
	return true;
}

struct keys *
keys_open(const struct keys_place *place, void *data, const char *name,
	enum keys_mode mode, const struct seal_key *site, struct err *err)
{
	struct keys *keys = calloc(1, sizeof(*keys));

	if (keys == NULL || (keys->name = strdup(name)) == NULL) {
		err_set(err, ERR_SYSTEM, "out of memory");
		place->close(data);
		free(keys);
		return NULL;
	}
	keys->place = *place;
	keys->data = data;
	keys->mode = mode;
	keys->site = site;
	if (!look(keys, err)) {
		keys_close(keys);
		return NULL;
	}
	return keys;
}

void
keys_close(struct keys *keys)
{
	if (keys == NULL)
		return;
	keys->place.close(keys->data);
	seal_bytes_free(&keys->tried);
	free(keys->name);
	free(keys);
}

/* ---------------------------------------------------------------- slots */

/* Makes room for n more records in memory, for KEYS_TRY. */
static bool
grow(struct keys *keys, size_t n, const uint8_t *records, struct err *err)
{
	const size_t more = n * KEYS_RECORD;
	uint8_t *at = realloc(keys->tried.at, keys->tried.len + more);

	if (at == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	memcpy(at + keys->tried.len, records, more);
	keys->tried.at = at;
	keys->tried.len += more;
	return true;
}

static bool
count(struct keys *keys, int64_t *n, struct err *err)
{
	if (keys->tried.len > 0)
		*n = keys->first_tried +
		     (int64_t)(keys->tried.len / KEYS_RECORD);
	else if (!keys->place.count(keys->data, n, err))
		return false;
	return true;
}

/* Records first..first+n-1 with new keys; n is 1..KEYS_POOL. */
static bool
make_slots(struct keys *keys, int64_t first, size_t n, struct err *err)
{
	uint8_t records[KEYS_POOL * KEYS_RECORD];
	struct seal_key key;
	size_t i;

	for (i = 0; i < n; i++) {
		if (!seal_key_make(&key, err))
			return false;
		wrap(keys->site, first + (int64_t)i, &key,
			records + i * KEYS_RECORD);
	}
	seal_wipe(&key, sizeof(key));
	if (keys->mode == KEYS_TRY) {
		if (keys->tried.len == 0)
			keys->first_tried = first;
		return grow(keys, n, records, err);
	}
	/* Behind the write: whoever changed the site key has these, or is seen.
	 */
	return keys->place.write(keys->data, first, n, records, err) &&
	       keys->place.sync(keys->data, err) && look(keys, err);
}

bool
keys_add(struct keys *keys, size_t n, int64_t *slots, struct err *err)
{
	size_t i;

	if (keys->mode == KEYS_READ)
		return err_set(err, ERR_USAGE, "%s: is open for reading only",
			keys->name);
	for (i = 0; i < n; i++) {
		if (keys->next == keys->end) {
			int64_t first;

			if (!count(keys, &first, err) ||
				!make_slots(keys, first, KEYS_POOL, err))
				return false;
			keys->next = first;
			keys->end = first + KEYS_POOL;
		}
		slots[i] = keys->next++;
	}
	return true;
}

static bool
read_record(struct keys *keys, int64_t slot, uint8_t record[KEYS_RECORD],
	bool *is_there, struct err *err)
{
	*is_there = false;
	if (slot < 1)
		return true;
	if (keys->tried.len > 0 && slot >= keys->first_tried) {
		const size_t at =
			(size_t)(slot - keys->first_tried) * KEYS_RECORD;

		*is_there = at < keys->tried.len;
		if (*is_there)
			memcpy(record, keys->tried.at + at, KEYS_RECORD);
		return true;
	}
	if (slot >= keys->seen &&
		!keys->place.count(keys->data, &keys->seen, err))
		return false;
	*is_there = slot < keys->seen;
	if (*is_there && keys->place.recent != NULL)
		return keys->place.recent(keys->data, slot, record, err);
	return !*is_there || keys->place.read(keys->data, slot, 1, record, err);
}

bool
keys_get(struct keys *keys, int64_t slot, struct seal_key *key,
	enum keys_state *state, struct err *err)
{
	uint8_t record[KEYS_RECORD];
	bool is_there;
	struct seal_key got;

	if (!read_record(keys, slot, record, &is_there, err))
		return false;
	*state = is_there ? unwrap(keys->site, slot, record, &got)
			  : KEYS_MISSING;
	if (*state == KEYS_WHOLE) {
		*key = got;
		seal_wipe(&got, sizeof(got));
	}
	return true;
}

bool
keys_destroy(struct keys *keys, const int64_t *slots, size_t n, struct err *err)
{
	static const uint8_t zeros[KEYS_RECORD];
	int64_t end;
	size_t i;

	if (keys->mode != KEYS_WRITE)
		return err_set(err, ERR_USAGE,
			"%s: is not open for destroying keys", keys->name);
	if (!count(keys, &end, err))
		return false;
	for (i = 0; i < n; i++) {
		if (slots[i] < 1 || slots[i] >= end)
			continue;
		if (!keys->place.write(keys->data, slots[i], 1, zeros, err))
			return false;
	}
	return keys->place.sync(keys->data, err);
}

bool
keys_tally(struct keys *keys, int64_t tally[KEYS_MISSING + 1], struct err *err)
{
	struct seal_key key;
	int64_t n, slot;

	memset(tally, 0, (KEYS_MISSING + 1) * sizeof(*tally));
	if (!count(keys, &n, err))
		return false;
	for (slot = 1; slot < n; slot++) {
		enum keys_state state;

		if (!keys_get(keys, slot, &key, &state, err))
			return false;
		tally[state]++;
	}
	seal_wipe(&key, sizeof(key));
	return true;
}

/* One record under another site key; what is no key stays as it is. */
static void
rewrap(const struct seal_key *site, const struct seal_key *next, int64_t slot,
	uint8_t record[KEYS_RECORD])
{
	struct seal_key key;

	if (slot == 0) {
		mark_of(next, record);
	} else if (unwrap(site, slot, record, &key) == KEYS_WHOLE) {
		wrap(next, slot, &key, record);
		seal_wipe(&key, sizeof(key));
	}
}

bool
keys_rewrap(struct keys *keys, const struct seal_key *next,
	const struct keys_place *place, void *data, struct err *err)
{
	uint8_t records[SOME * KEYS_RECORD];
	int64_t n, first, i, some;

	if (!keys->place.count(keys->data, &n, err))
		return false;
	for (first = 0; first < n; first += some) {
		some = n - first < SOME ? n - first : SOME;
		if (!keys->place.read(
			    keys->data, first, (size_t)some, records, err))
			return false;
		for (i = 0; i < some; i++)
			rewrap(keys->site, next, first + i,
				records + i * KEYS_RECORD);
		if (!place->write(data, first, (size_t)some, records, err))
			return false;
	}
	return place->sync(data, err);
}

bool
keys_records(struct keys *keys, struct bytes *bytes, struct err *err)
{
	struct bytes got = {0};
	int64_t n = 0, first, some;

	if (!keys->place.count(keys->data, &n, err))
		return false;
	got.len = (size_t)n * KEYS_RECORD;
	got.at = malloc(got.len + 1);
	if (got.at == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	for (first = 0; first < n; first += some) {
		some = n - first < SOME ? n - first : SOME;
		if (!keys->place.read(keys->data, first, (size_t)some,
			    got.at + first * KEYS_RECORD, err)) {
			bytes_free(&got);
			return false;
		}
	}
	*bytes = got;
	return true;
}
