#include "store/chain.h"

#include "core/err.h"
#include "core/str.h"
#include "store/inside.h"
#include "store/sign.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#define HEAD_WORD "skapa-head"

_Static_assert(CHAIN_HASH == SEAL_INDEX, "a row's hash is a keyed hash");

static const char *const objects[ABOUT__MAX] = {
	[ABOUT_STORE] = "store",
	[ABOUT_EVERYONE] = "everyone",
	[ABOUT_PERSON] = "person",
	[ABOUT_OCCASION] = "occasion",
	[ABOUT_NOTE] = "note",
	[ABOUT_ACTIVITY] = "activity",
	[ABOUT_SHEET] = "sheet",
	[ABOUT_PAGE] = "page",
	[ABOUT_READING] = "reading",
	[ABOUT_REVIEW] = "review",
	[ABOUT_SCAN] = "scan",
	[ABOUT_SESSION] = "session",
	[ABOUT_LAYOUT] = "layout",
	[ABOUT_ACCOUNT] = "account",
	[ABOUT_DEVICE] = "device",
};

const char *
object_word(enum store_object object)
{
	return objects[object];
}

/* ------------------------------------------------------------------ hashes */

static void
add_number(struct str *out, int64_t number)
{
	const uint64_t bits = (uint64_t)number;
	unsigned char bytes[8];
	int i;

	for (i = 0; i < 8; i++)
		bytes[i] = (unsigned char)(bits >> (8 * i));
	str_add_bytes(out, bytes, sizeof(bytes));
}

static void
add_text(struct str *out, const char *text)
{
	const size_t len = strlen(text);

	add_number(out, (int64_t)len);
	str_add_bytes(out, text, len);
}

/*
 * The hash of a row behind another: over the hash before it, the numbers as
 * eight bytes each, lowest first, and the words with their lengths before
 * them, in the order of the columns.
 */
static bool
row_hash(const struct store *store, const uint8_t before[CHAIN_HASH],
	const struct store_event *row, uint8_t hash[CHAIN_HASH],
	struct err *err)
{
	struct str bytes = {0};
	struct seal_key key;
	bool ok;

	str_add_bytes(&bytes, before, CHAIN_HASH);
	add_number(&bytes, row->n);
	add_number(&bytes, row->at);
	add_text(&bytes, row->actor);
	add_text(&bytes, row->role);
	add_text(&bytes, row->action);
	add_number(&bytes, row->is_refused ? 1 : 0);
	add_text(&bytes, row->object);
	add_number(&bytes, row->id);
	ok = str_ok(&bytes, err);
	if (ok) {
		seal_subkey(&store->secrets->chain, "chain-mac", &key);
		seal_index(&key, bytes.at, bytes.len, hash);
		seal_wipe(&key, sizeof(key));
	}
	str_finish(&bytes);
	return ok;
}

/* ----------------------------------------------------------------- writing */

/* The last row's number and hash; 0 and zeros where there is none. */
static bool
last_row(struct store *store, int64_t *n, uint8_t hash[CHAIN_HASH],
	struct err *err)
{
	struct db_query *q = db_query(store->db, CHAIN_LAST);
	const void *bytes;
	bool has_row;
	size_t len;

	*n = 0;
	memset(hash, 0, CHAIN_HASH);
	if (!db_next(q, &has_row, err))
		return false;
	if (has_row) {
		*n = db_int(q, 0);
		bytes = db_bytes(q, 1, &len);
		if (len != CHAIN_HASH) {
			db_end(q);
			return db_damaged(store->db, err, "the audit chain");
		}
		memcpy(hash, bytes, CHAIN_HASH);
	}
	db_end(q);
	return true;
}

bool
chain_add(struct store *store, enum store_operation operation, bool is_refused,
	enum store_object object, int64_t id, struct err *err)
{
	struct store_event row = {.at = store->actor.at,
		.actor = store->actor.name,
		.role = role_word(store->actor.role),
		.action = operation_word(operation),
		.is_refused = is_refused,
		.object = object_word(object),
		.id = id};
	uint8_t before[CHAIN_HASH];
	struct db_query *q;

	if (!last_row(store, &row.n, before, err))
		return false;
	row.n++;
	if (!row_hash(store, before, &row, row.hash, err))
		return false;
	q = db_query(store->db, CHAIN_ADD);
	db_bind_int(q, row.n);
	db_bind_int(q, row.at);
	db_bind_text(q, row.actor);
	db_bind_text(q, row.role);
	db_bind_text(q, row.action);
	db_bind_int(q, is_refused ? 1 : 0);
	db_bind_text(q, row.object);
	db_bind_int(q, row.id);
	db_bind_bytes(q, row.hash, CHAIN_HASH);
	return db_run(q, err);
}

/* ----------------------------------------------------------------- reading */

/*
 * A word of a row; *whole false if it holds what a C string cannot, which
 * nothing here ever wrote.
 */
static const char *
word(struct db_query *q, int column, bool *whole)
{
	const char *text = db_text(q, column);
	size_t len;

	(void)db_bytes(q, column, &len);
	if (strlen(text) != len)
		*whole = false;
	return text;
}

/* Borrowed until the next row. */
static bool
event_row(struct db_query *q, struct store_event *row)
{
	const int64_t refused = db_int(q, 5);
	bool whole = refused == 0 || refused == 1;
	const void *hash;
	size_t len;

	*row = (struct store_event){
		.n = db_int(q, 0),
		.at = db_int(q, 1),
		.actor = word(q, 2, &whole),
		.role = word(q, 3, &whole),
		.action = word(q, 4, &whole),
		.is_refused = refused != 0,
		.object = word(q, 6, &whole),
		.id = db_int(q, 7),
	};
	hash = db_bytes(q, 8, &len);
	if (len != CHAIN_HASH)
		return false;
	memcpy(row->hash, hash, CHAIN_HASH);
	return whole;
}

bool
store_audit_each(struct store *store, const char *person, int64_t from,
	store_each_event *each, void *data, struct err *err)
{
	struct person_row row_of = {0};
	struct db_query *q;
	bool has_row, ok;

	if (!store_may(store, MAY_READ_AUDIT, ABOUT_STORE, 0, err) ||
		(person != NULL && !person_find(store, person, &row_of, err)))
		return false;
	q = db_query(store->db, person != NULL ? CHAIN_OF_PERSON : CHAIN_LIST);
	if (person != NULL)
		db_bind_int(q, row_of.id);
	db_bind_int(q, from);
	while ((ok = db_next(q, &has_row, err)) && has_row) {
		struct store_event row;

		ok = (event_row(q, &row) ||
			     db_damaged(store->db, err, "the audit chain")) &&
		     each(&row, data, err);
		if (!ok)
			break;
	}
	db_end(q);
	return ok;
}

/* ------------------------------------------------------------------- heads */

struct head {
	int64_t n;
	uint8_t hash[CHAIN_HASH];
	int line; /* of the file, from 1 */
};

bool
store_audit_head(struct store *store, struct str *out, struct err *err)
{
	char hash[2 * CHAIN_HASH + 1], public_hex[2 * SIGN_PUBLIC + 1];
	uint8_t last[CHAIN_HASH], public[SIGN_PUBLIC], signature[SIGN_BYTES];
	char signature_hex[2 * SIGN_BYTES + 1];
	struct str line = {0};
	struct seal_key seed;
	int64_t n;
	bool ok;

	if (!store_may(store, MAY_READ_AUDIT, ABOUT_STORE, 0, err) ||
		!last_row(store, &n, last, err))
		return false;
	seal_subkey(&store->secrets->chain, "chain-sign", &seed);
	sign_public(&seed, public);
	str_hex(last, sizeof(last), hash);
	str_hex(public, sizeof(public), public_hex);
	str_addf(&line, HEAD_WORD " 1 %lld %s %s", (long long)n, hash,
		public_hex);
	ok = str_ok(&line, err);
	if (ok) {
		sign_make(&seed, line.at, line.len, signature);
		str_hex(signature, sizeof(signature), signature_hex);
		str_addf(out, "%s %s", line.at, signature_hex);
	}
	seal_wipe(&seed, sizeof(seed));
	str_finish(&line);
	return ok && str_ok(out, err);
}

/* Reads n hexadecimal bytes and moves *at behind them. */
static bool
read_hex(const char **at, const char *end, uint8_t *out, size_t n)
{
	static const char digits[] = "0123456789abcdef";
	const char *digit;
	size_t i;

	if ((size_t)(end - *at) < 2 * n)
		return false;
	for (i = 0; i < 2 * n; i++) {
		/* A NUL would be found behind the digits. */
		digit = (*at)[i] != '\0' ? strchr(digits, (*at)[i]) : NULL;
		if (digit == NULL)
			return false;
		if (i % 2 == 0)
			out[i / 2] = (uint8_t)((digit - digits) << 4);
		else
			out[i / 2] |= (uint8_t)(digit - digits);
	}
	*at += 2 * n;
	return true;
}

static bool
read_word(const char **at, const char *end, const char *expected)
{
	const size_t len = strlen(expected);

	if ((size_t)(end - *at) < len || memcmp(*at, expected, len) != 0)
		return false;
	*at += len;
	return true;
}

/* Digits without a zero in front, up to eighteen. */
static bool
read_number(const char **at, const char *end, int64_t *out)
{
	const char *start = *at;
	int64_t number = 0;

	for (; *at < end && **at >= '0' && **at <= '9'; (*at)++) {
		if (*at - start == 18)
			return false;
		number = 10 * number + (**at - '0');
	}
	*out = number;
	return *at > start && (*start != '0' || *at == start + 1);
}

/* One line of kept heads, whose signature must hold. */
static bool
head_read(const struct store *store, const char *line, const char *end,
	struct head *head, struct err *err)
{
	uint8_t ours[SIGN_PUBLIC], public[SIGN_PUBLIC], signature[SIGN_BYTES];
	const char *at = line;
	struct seal_key seed;
	size_t signed_len;

	if (!read_word(&at, end, HEAD_WORD " 1 ") ||
		!read_number(&at, end, &head->n) || !read_word(&at, end, " ") ||
		!read_hex(&at, end, head->hash, CHAIN_HASH) ||
		!read_word(&at, end, " ") ||
		!read_hex(&at, end, public, SIGN_PUBLIC))
		goto none;
	signed_len = (size_t)(at - line);
	if (!read_word(&at, end, " ") ||
		!read_hex(&at, end, signature, SIGN_BYTES) || at != end)
		goto none;
	seal_subkey(&store->secrets->chain, "chain-sign", &seed);
	sign_public(&seed, ours);
	seal_wipe(&seed, sizeof(seed));
	if (memcmp(ours, public, SIGN_PUBLIC) != 0)
		return err_set(err, ERR_INPUT,
			"line %d: is the head of another store", head->line);
	if (!sign_holds(ours, line, signed_len, signature))
		return err_set(err, ERR_INPUT,
			"line %d: the head was changed after it was signed",
			head->line);
	return true;
none:
	return err_set(err, ERR_INPUT,
		"line %d: is not a head as skapa store audit head prints it",
		head->line);
}

static int
by_number(const void *a, const void *b)
{
	const struct head *first = a, *second = b;

	return (first->n > second->n) - (first->n < second->n);
}

/* All heads of a text by their numbers; free *heads. */
static bool
heads_read(const struct store *store, const char *text, size_t len,
	struct head **heads, size_t *n, struct err *err)
{
	const char *at = text, *const end = text + len;
	struct head *out = NULL;
	size_t n_out = 0;
	int line = 0;

	if (len > CHAIN_HEADS_MAX)
		return err_set(err, ERR_LIMIT, "more than %u bytes of heads",
			CHAIN_HEADS_MAX);
	while (at < end) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));
		struct head *more;

		stop = stop != NULL ? stop : end;
		line++;
		if (stop > at) {
			more = reallocarray(out, n_out + 1, sizeof(*out));
			if (more == NULL) {
				err_set(err, ERR_SYSTEM, "out of memory");
				goto fail;
			}
			out = more;
			out[n_out].line = line;
			if (!head_read(store, at, stop, &out[n_out], err))
				goto fail;
			n_out++;
		}
		at = stop + (stop < end);
	}
	if (n_out > 1)
		qsort(out, n_out, sizeof(*out), by_number);
	*heads = out;
	*n = n_out;
	return true;
fail:
	free(out);
	return false;
}

/* --------------------------------------------------------------- verifying */

struct walk {
	struct store *store;
	store_audit_finding *finding;
	void *data;
	size_t n_findings;
	bool failed; /* out of memory for a sentence */
	const struct head *heads;
	size_t n_heads, next; /* heads before next are done */
	int64_t n;	      /* of the last row that was looked at */
	uint8_t hash[CHAIN_HASH];
};

static void found(struct walk *walk, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void
found(struct walk *walk, const char *format, ...)
{
	struct str sentence = {0};
	va_list args;

	va_start(args, format);
	str_addv(&sentence, format, args);
	va_end(args);
	walk->n_findings++;
	if (str_ok(&sentence, NULL))
		walk->finding(sentence.at, walk->data);
	else
		walk->failed = true;
	str_finish(&sentence);
}

/* The heads that were kept when the chain ended at the row walk is at. */
static void
check_heads(struct walk *walk)
{
	for (; walk->next < walk->n_heads; walk->next++) {
		const struct head *head = &walk->heads[walk->next];

		if (head->n > walk->n)
			return;
		if (head->n < walk->n)
			found(walk,
				"row %lld of the head in line %d is missing",
				(long long)head->n, head->line);
		else if (memcmp(head->hash, walk->hash, CHAIN_HASH) != 0)
			found(walk,
				"row %lld is not the one of the head in line "
				"%d: rows up to it were changed or written "
				"anew after the head was kept",
				(long long)head->n, head->line);
	}
}

static bool
check_row(struct walk *walk, struct db_query *q, struct err *err)
{
	struct store_event row;
	uint8_t hash[CHAIN_HASH];
	const bool whole = event_row(q, &row);

	if (row.n != walk->n + 1) {
		if (row.n <= walk->n)
			found(walk, "row %lld has a number that no row has",
				(long long)row.n);
		else if (row.n == walk->n + 2)
			found(walk, "row %lld is missing",
				(long long)walk->n + 1);
		else
			found(walk, "rows %lld to %lld are missing",
				(long long)walk->n + 1, (long long)row.n - 1);
	}
	if (!row_hash(walk->store, walk->hash, &row, hash, err))
		return false;
	if (!whole || memcmp(hash, row.hash, CHAIN_HASH) != 0)
		found(walk,
			"row %lld does not follow from the row before it: one "
			"of the two was changed, or rows between them were "
			"taken out or put in",
			(long long)row.n);
	walk->n = row.n;
	memcpy(walk->hash, row.hash, CHAIN_HASH);
	check_heads(walk);
	return true;
}

bool
chain_verify(struct store *store, const char *heads, size_t len,
	store_audit_finding *finding, void *data, struct store_audit *audit,
	size_t *n, struct err *err)
{
	struct walk walk = {.store = store, .finding = finding, .data = data};
	struct head *kept = NULL;
	struct db_query *q;
	bool has_row, ok;

	if (!heads_read(store, heads, len, &kept, &walk.n_heads, err))
		return false;
	walk.heads = kept;
	check_heads(&walk);
	audit->rows = 0;
	q = db_query(store->db, CHAIN_LIST);
	db_bind_int(q, INT64_MIN);
	while ((ok = db_next(q, &has_row, err)) && has_row) {
		ok = check_row(&walk, q, err);
		if (!ok)
			break;
		audit->rows++;
	}
	db_end(q);
	for (; ok && walk.next < walk.n_heads; walk.next++)
		found(&walk,
			"the chain ends at row %lld, and the head in line %d "
			"was kept at row %lld: the end was cut off",
			(long long)walk.n, kept[walk.next].line,
			(long long)kept[walk.next].n);
	audit->heads = walk.n_heads;
	free(kept);
	if (ok && walk.failed)
		ok = err_set(err, ERR_SYSTEM, "out of memory");
	if (ok)
		*n = walk.n_findings;
	return ok;
}

bool
store_audit_verify(struct store *store, const char *heads, size_t len,
	store_audit_finding *finding, void *data, struct store_audit *audit,
	size_t *n, struct err *err)
{
	return store_may(store, MAY_READ_AUDIT, ABOUT_STORE, 0, err) &&
	       chain_verify(store, heads, len, finding, data, audit, n, err);
}
