#include "store/accounts.h"

#include "core/err.h"
#include "core/str.h"
#include "store/inside.h"
#include "store/password.h"

#include <string.h>

struct account_row {
	struct store_account account;
	int64_t id;
	char hash[PASSWORD_HASH];
};

static bool
account_row(struct store *store, struct db_query *q, struct account_row *row,
	struct err *err)
{
	*row = (struct account_row){
		.id = db_int(q, 0),
		.account = {.role = role_of_word(db_text(q, 2)),
			.is_disabled = db_int(q, 4) != 0,
			.failed = (int)db_int(q, 5),
			.waits_until = db_int(q, 6)},
	};
	if (row->account.role == ROLE__MAX)
		return db_damaged(store->db, err, "an account has no role");
	return db_copy(q, 1, row->account.name, STORE_WHO, err) &&
	       db_copy(q, 3, row->account.unit, LAYOUT_KEY, err) &&
	       db_copy(q, 7, row->hash, sizeof(row->hash), err);
}

/* *found false: row->id is 0. */
static bool
get_row(struct store *store, const char *name, struct account_row *row,
	bool *found, struct err *err)
{
	struct db_query *q = db_query(store->db, ACCOUNT_GET);
	bool ok;

	row->id = 0;
	db_bind_text(q, name);
	if (!db_next(q, found, err))
		return false;
	ok = !*found || account_row(store, q, row, err);
	db_end(q);
	return ok;
}

/* Within a transaction that the caller has begun. */
static bool
must_get(struct store *store, const char *name, struct account_row *row,
	struct err *err)
{
	bool found;

	if (!get_row(store, name, row, &found, err))
		return false;
	return found || err_set(err, ERR_USAGE,
				"there is no account \"%s\"; skapa store "
				"account list shows them",
				name);
}

static bool
add_row(struct store *store, const char *name, enum store_role role,
	const char *unit, const char *hash, struct err *err)
{
	struct account_row row;
	struct db_query *q;
	int64_t id;
	bool found;

	if (!get_row(store, name, &row, &found, err))
		return false;
	if (found)
		return err_set(err, ERR_USAGE,
			"there is an account \"%s\" already", name);
	q = db_query(store->db, ACCOUNT_ADD);
	db_bind_text(q, name);
	db_bind_text(q, role_word(role));
	db_bind_word(q, unit);
	db_bind_text(q, hash);
	return db_run_id(q, &id, err) && chain_add(store, MAY_ADD_ACCOUNTS,
						 false, ABOUT_ACCOUNT, id, err);
}

static bool
check_new(struct store *store, const char *name, enum store_role role,
	const char *unit, struct err *err)
{
	if (!store_may(store, MAY_ADD_ACCOUNTS, ABOUT_STORE, 0, err) ||
		!store_who_check(name, err))
		return false;
	if (role == ROLE_SELF)
		return err_set(err, ERR_USAGE,
			"\"self\" is a person at a screen, who has no account");
	if (role == ROLE_OPERATOR || strcmp(name, STORE_OPERATOR) == 0)
		return err_set(err, ERR_USAGE,
			"the operator is whoever holds the site key, and has "
			"no account");
	return unit == NULL || str_is_key(unit) ||
	       err_set(err, ERR_USAGE,
		       "unit \"%s\" is not a key: up to 31 of a-z, 0-9, _ and "
		       "-, a letter first",
		       unit);
}

bool
store_account_add_hash(struct store *store, const char *name,
	enum store_role role, const char *unit, const char hash[PASSWORD_HASH],
	struct err *err)
{
	if (!check_new(store, name, role, unit, err) ||
		!store_begin(store, err))
		return false;
	return store_end(
		store, add_row(store, name, role, unit, hash, err), err);
}

bool
store_account_add(struct store *store, const char *name, enum store_role role,
	const char *unit, const char *password, struct err *err)
{
	char hash[PASSWORD_HASH];

	return check_new(store, name, role, unit, err) &&
	       password_hash(password, hash, err) &&
	       store_account_add_hash(store, name, role, unit, hash, err);
}

bool
store_account_list(struct store *store, store_each_account *each, void *data,
	struct err *err)
{
	struct account_row row;
	struct db_query *q;
	bool has_row, ok;

	if (!store_may(store, MAY_LIST_ACCOUNTS, ABOUT_STORE, 0, err))
		return false;
	q = db_query(store->db, ACCOUNT_LIST);
	while ((ok = db_next(q, &has_row, err)) && has_row) {
		ok = account_row(store, q, &row, err) &&
		     each(&row.account, data, err);
		if (!ok)
			break;
	}
	db_end(q);
	return ok;
}

/* Everything of it but its name, role and unit. */
static bool
set_row(struct store *store, const struct account_row *row, struct err *err)
{
	struct db_query *q = db_query(store->db, ACCOUNT_SET);

	db_bind_int(q, row->account.is_disabled ? 1 : 0);
	db_bind_int(q, row->account.failed);
	db_bind_int(q, row->account.waits_until);
	db_bind_text(q, row->hash);
	db_bind_int(q, row->id);
	return db_run(q, err);
}

bool
store_account_disable(
	struct store *store, const char *name, bool disable, struct err *err)
{
	const enum store_operation operation =
		disable ? MAY_DISABLE_ACCOUNTS : MAY_ENABLE_ACCOUNTS;
	struct account_row row;
	bool ok;

	if (!store_begin(store, err))
		return false;
	ok = store_may(store, operation, ABOUT_STORE, 0, err) &&
	     must_get(store, name, &row, err);
	if (ok && row.account.is_disabled != disable) {
		row.account.is_disabled = disable;
		ok = set_row(store, &row, err) &&
		     chain_add(store, operation, false, ABOUT_ACCOUNT, row.id,
			     err);
	}
	return store_end(store, ok, err);
}

static bool
may_set(struct store *store, const char *name, struct err *err)
{
	return strcmp(name, store->actor.name) == 0 ||
	       store_may(store, MAY_SET_PASSWORDS, ABOUT_STORE, 0, err);
}

bool
store_account_set_hash(struct store *store, const char *name,
	const char hash[PASSWORD_HASH], struct err *err)
{
	struct account_row row;
	bool ok;

	if (!may_set(store, name, err) || !store_begin(store, err))
		return false;
	ok = must_get(store, name, &row, err);
	if (ok) {
		str_copy(row.hash, sizeof(row.hash), hash);
		row.account.failed = 0;
		row.account.waits_until = 0;
		ok = set_row(store, &row, err) &&
		     chain_add(store, MAY_SET_PASSWORDS, false, ABOUT_ACCOUNT,
			     row.id, err);
	}
	return store_end(store, ok, err);
}

bool
store_account_password(struct store *store, const char *name,
	const char *password, struct err *err)
{
	char hash[PASSWORD_HASH];

	return may_set(store, name, err) &&
	       password_hash(password, hash, err) &&
	       store_account_set_hash(store, name, hash, err);
}

/* -------------------------------------------------------------- logging in */

static int64_t
wait_s(int failed)
{
	int64_t wait = ACCOUNT_WAIT_S;

	if (failed < ACCOUNT_TRIES)
		return 0;
	for (; failed > ACCOUNT_TRIES && wait < ACCOUNT_WAIT_MAX_S; failed--)
		wait *= 2;
	return wait < ACCOUNT_WAIT_MAX_S ? wait : ACCOUNT_WAIT_MAX_S;
}

/* The account after a try; its row is read again, others may have tried. */
static bool
count_try(struct store *store, const char *name, bool fits, int64_t at,
	struct account_row *row, struct err *err)
{
	bool found;
	int64_t wait;

	if (!get_row(store, name, row, &found, err))
		return false;
	if (!found)
		return true;
	row->account.failed = fits ? 0 : row->account.failed + 1;
	wait = wait_s(row->account.failed);
	row->account.waits_until = wait > 0 ? at + wait : 0;
	return set_row(store, row, err);
}

/*
 * What became of a try, in the chain. Who it is that tries in vain is not
 * known, and what was typed as a name is not written down: people type
 * passwords into the wrong field.
 */
static bool
write_try(struct store *store, const char *name, bool fits, int64_t at,
	struct account_row *row, struct err *err)
{
	const struct store_actor before = store->actor;
	bool ok = store_begin(store, err);

	if (!ok)
		return false;
	ok = count_try(store, name, fits, at, row, err);
	store->actor.at = at;
	if (ok && fits) {
		str_copy(store->actor.name, STORE_WHO, row->account.name);
		store->actor.role = row->account.role;
	}
	ok = store_end(store,
		ok && chain_add(store, MAY_LOG_IN, !fits, ABOUT_ACCOUNT,
			      row->id, err),
		err);
	store->actor = before;
	return ok;
}

/* Who may try now. */
static bool
begin_try(struct store *store, const char *name, int64_t at,
	struct account_row *row, bool *may, struct err *err)
{
	bool found;

	*row = (struct account_row){0};
	if (!get_row(store, name, row, &found, err))
		return false;
	if (found && row->account.waits_until > at)
		return err_set(err, ERR_REFUSED,
			"too many wrong passwords; try again in %lld s",
			(long long)(row->account.waits_until - at));
	*may = found && !row->account.is_disabled;
	return true;
}

bool
store_login_hash(struct store *store, const char *name, int64_t at,
	char hash[PASSWORD_HASH], struct err *err)
{
	struct account_row row;
	bool may;

	hash[0] = '\0';
	if (!begin_try(store, name, at, &row, &may, err))
		return false;
	if (may)
		memcpy(hash, row.hash, PASSWORD_HASH);
	return true;
}

bool
store_login_tried(struct store *store, const char *name, bool fits, int64_t at,
	struct store_actor *actor, struct err *err)
{
	struct account_row row;
	bool may;

	if (!begin_try(store, name, at, &row, &may, err))
		return false;
	fits = fits && may;
	if (!write_try(store, name, fits, at, &row, err))
		return false;
	if (!fits)
		return err_set(
			err, ERR_REFUSED, "the name or the password is wrong");
	*actor = (struct store_actor){.role = row.account.role, .at = at};
	str_copy(actor->name, sizeof(actor->name), row.account.name);
	return true;
}

bool
store_login(struct store *store, const char *name, const char *password,
	int64_t at, struct store_actor *actor, struct err *err)
{
	char hash[PASSWORD_HASH];
	bool fits;

	return store_login_hash(store, name, at, hash, err) &&
	       password_check(
		       password, hash[0] != '\0' ? hash : NULL, &fits, err) &&
	       store_login_tried(store, name, fits, at, actor, err);
}
