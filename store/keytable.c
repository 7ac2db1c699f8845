#include "store/keytable.h"

#include "core/err.h"
#include "core/file.h"
#include "store/db.h"

#include <stdlib.h>
#include <string.h>

/*
 * Records that were read, as many at a time as a query is worth. They are
 * sealed. Another host may have destroyed one since; its rows are empty then.
 */
#define BLOCK 64
#define BLOCKS 16
struct block {
	int64_t first;
	bool has[BLOCK];
	uint8_t records[BLOCK][KEYS_RECORD];
};

struct keytable {
	struct db *db;
	bool is_destroyed; /* a key, since the last sync */
	struct block blocks[BLOCKS];
};

static bool
table_count(void *data, int64_t *n, struct err *err)
{
	struct keytable *table = data;
	struct db_query *q = db_query(table->db, KEY_COUNT);
	bool has_row;

	if (!db_next(q, &has_row, err))
		return false;
	*n = has_row ? db_int(q, 0) : 0;
	db_end(q);
	return true;
}

static void
take_record(struct db_query *q, uint8_t record[KEYS_RECORD])
{
	size_t len;
	const void *bytes = db_bytes(q, 1, &len);

	if (len == KEYS_RECORD)
		memcpy(record, bytes, len);
	else
		memset(record, 0xff, KEYS_RECORD); /* damaged */
}

/* A number that a lost transaction left out is nobody's: zeros. */
static bool
table_read(
	void *data, int64_t first, size_t n, uint8_t *records, struct err *err)
{
	struct keytable *table = data;
	struct db_query *q = db_query(table->db, KEY_GET);
	const int64_t last = first + (int64_t)n - 1;
	bool has_row, ok;

	db_bind_int(q, first);
	db_bind_int(q, last);
	memset(records, 0, n * KEYS_RECORD);
	while ((ok = db_next(q, &has_row, err)) && has_row) {
		const int64_t number = db_int(q, 0);

		if (number >= first && number <= last)
			take_record(
				q, records + (number - first) * KEYS_RECORD);
	}
	return ok;
}

static struct block *
block_of(struct keytable *table, int64_t number)
{
	return &table->blocks[number / BLOCK % BLOCKS];
}

static bool
table_recent(void *data, int64_t number, uint8_t record[KEYS_RECORD],
	struct err *err)
{
	struct keytable *table = data;
	struct block *block = block_of(table, number);
	const int64_t first = number / BLOCK * BLOCK;
	size_t i;

	if (block->first != first || !block->has[number - first]) {
		memset(block->has, 0, sizeof(block->has));
		block->first = first;
		if (!table_read(data, first, BLOCK, block->records[0], err))
			return false;
		for (i = 0; i < BLOCK; i++)
			block->has[i] =
				!seal_is_zero(block->records[i], KEYS_RECORD);
	}
	memcpy(record, block->records[number - first], KEYS_RECORD);
	return true;
}

/* Zeros go over a key; everything else is a new one. */
static bool
put_one(struct keytable *table, int64_t number,
	const uint8_t record[KEYS_RECORD], struct err *err)
{
	const bool is_zero = seal_is_zero(record, KEYS_RECORD);
	struct db_query *q = db_query(table->db, is_zero ? KEY_SET : KEY_ADD);
	int64_t is_there = 0;

	block_of(table, number)->has[number % BLOCK] = false;
	if (is_zero) {
		table->is_destroyed = true;
		db_bind_bytes(q, record, KEYS_RECORD);
		db_bind_int(q, number);
		return db_run(q, err);
	}
	db_bind_int(q, number);
	db_bind_bytes(q, record, KEYS_RECORD);
	if (!db_run_id(q, &is_there, err))
		return false;
	return is_there == 1 ||
	       err_set(err, ERR_SYSTEM,
		       "another process made keys at the same time; nothing "
		       "was changed, run the command again");
}

static bool
table_write(void *data, int64_t first, size_t n, const uint8_t *records,
	struct err *err)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (!put_one(data, first + (int64_t)i,
			    records + i * KEYS_RECORD, err))
			return false;
	}
	return true;
}

/* Every statement was a transaction of its own. */
static bool
table_sync(void *data, struct err *err)
{
	struct keytable *table = data;

	if (table->is_destroyed &&
		!db_run(db_query(table->db, KEY_VACUUM), err))
		return false;
	table->is_destroyed = false;
	return true;
}

static void
table_close(void *data)
{
	struct keytable *table = data;

	db_close(table->db);
	free(table);
}

static const struct keys_place place = {.count = table_count,
	.read = table_read,
	.write = table_write,
	.recent = table_recent,
	.sync = table_sync,
	.close = table_close};

struct keys *
keytable_open(const char *address, enum keys_mode mode,
	const struct seal_key *site, struct err *err)
{
	struct keytable *table = calloc(1, sizeof(*table));
	char *name = db_shown(address, err);
	struct keys *keys = NULL;

	if (table == NULL)
		err_set(err, ERR_SYSTEM, "out of memory");
	else if (name != NULL)
		table->db = db_open(address, name,
			mode == KEYS_WRITE ? DB_WRITE : DB_READ, err);
	if (table != NULL && table->db != NULL)
		keys = keys_open(&place, table, name, mode, site, err);
	else
		free(table);
	free(name);
	return keys;
}

/* ------------------------------------------------- within a transaction */

static bool
fill_write(void *data, int64_t first, size_t n, const uint8_t *records,
	struct err *err)
{
	size_t i;

	for (i = 0; i < n; i++) {
		struct db_query *q = db_query(data, KEY_ADD);

		db_bind_int(q, first + (int64_t)i);
		db_bind_bytes(q, records + i * KEYS_RECORD, KEYS_RECORD);
		if (!db_run(q, err))
			return false;
	}
	return true;
}

static bool
change_write(void *data, int64_t first, size_t n, const uint8_t *records,
	struct err *err)
{
	size_t i;

	for (i = 0; i < n; i++) {
		struct db_query *q = db_query(data, KEY_SET);

		db_bind_bytes(q, records + i * KEYS_RECORD, KEYS_RECORD);
		db_bind_int(q, first + (int64_t)i);
		if (!db_run(q, err))
			return false;
	}
	return true;
}

/* The transaction is what makes it durable. */
static bool
no_sync(void *data, struct err *err)
{
	(void)data;
	(void)err;
	return true;
}

bool
keytable_fill(struct db *db, struct keys *keys, struct err *err)
{
	struct bytes records = {0};
	bool ok = keys_records(keys, &records, err) &&
		  fill_write(db, 0, records.len / KEYS_RECORD, records.at, err);

	bytes_free(&records);
	return ok;
}

bool
keytable_rewrap(struct db *db, struct keys *keys, const struct seal_key *next,
	struct err *err)
{
	static const struct keys_place change = {
		.write = change_write, .sync = no_sync};

	return db_run(db_query(db, KEY_LOCK), err) &&
	       keys_rewrap(keys, next, &change, db, err);
}
