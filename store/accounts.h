/*
 * Local accounts: who may log in, and as what. An account's name is initials
 * or a pseudonym (store_who_check), never a person's number. Passwords are
 * kept as Argon2id hashes.
 *
 * After ACCOUNT_TRIES wrong passwords an account waits ACCOUNT_WAIT_S seconds,
 * and twice as long after each further one, up to ACCOUNT_WAIT_MAX_S. The
 * right password ends it.
 */
#ifndef SKAPA_STORE_ACCOUNTS_H
#define SKAPA_STORE_ACCOUNTS_H

#include "store/password.h"
#include "store/roles.h"
#include "store/store.h"

#define ACCOUNT_TRIES 5
#define ACCOUNT_WAIT_S 30
#define ACCOUNT_WAIT_MAX_S 3600

struct store_account {
	char name[STORE_WHO];
	enum store_role role;
	char unit[LAYOUT_KEY]; /* "" if not said */
	bool is_disabled;
	int failed;	     /* wrong passwords since the last right one */
	int64_t waits_until; /* seconds since 1970, UTC; 0: waits for nothing */
};

/*
 * unit: a key, or NULL. Errors: ERR_USAGE for a name that is taken or cannot
 * be one, the role operator (whoever holds the site key is that), or a
 * password of a wrong length (password.h).
 */
bool store_account_add(struct store *store, const char *name,
	enum store_role role, const char *unit, const char *password,
	struct err *err);
/* The same with password_hash's of it, made where it holds up nobody. */
bool store_account_add_hash(struct store *store, const char *name,
	enum store_role role, const char *unit, const char hash[PASSWORD_HASH],
	struct err *err);

typedef bool store_each_account(
	const struct store_account *account, void *data, struct err *err);
/* In the order they were added. */
bool store_account_list(struct store *store, store_each_account *each,
	void *data, struct err *err);

/* Again does nothing. Errors: ERR_USAGE if there is no such account. */
bool store_account_disable(
	struct store *store, const char *name, bool disable, struct err *err);
/* Its own, or another's by whoever manages accounts; ends a wait too. */
bool store_account_password(struct store *store, const char *name,
	const char *password, struct err *err);
bool store_account_set_hash(struct store *store, const char *name,
	const char hash[PASSWORD_HASH], struct err *err);

/*
 * at: now, seconds since 1970, UTC. *actor is for store_act_as. A wrong
 * password, a name that is nobody's and a disabled account have the same
 * sentence and take the same time. Errors: ERR_REFUSED.
 */
bool store_login(struct store *store, const char *name, const char *password,
	int64_t at, struct store_actor *actor, struct err *err);
/*
 * The same in two steps, for whoever cannot wait between them while the
 * password is tried (password_check): what it must fit, "" for what is
 * nobody's; then whether it did. Errors: as above, in either.
 */
bool store_login_hash(struct store *store, const char *name, int64_t at,
	char hash[PASSWORD_HASH], struct err *err);
bool store_login_tried(struct store *store, const char *name, bool fits,
	int64_t at, struct store_actor *actor, struct err *err);

#endif
