#include "tests/role_accounts.h"

#include "store/accounts.h"

static bool
see(const struct store_account *account, void *data, struct err *err)
{
	(void)account;
	(void)data;
	(void)err;
	return true;
}

bool
list_accounts(struct call *call, struct err *err)
{
	return store_account_list(call->store, see, NULL, err);
}

bool
add_account(struct call *call, struct err *err)
{
	return store_account_add(
		call->store, "new-1", ROLE_REPORT, NULL, PASSWORD, err);
}

bool
add_account_hash(struct call *call, struct err *err)
{
	char hash[PASSWORD_HASH] = "x";

	return store_account_add_hash(
		call->store, "new-2", ROLE_REPORT, NULL, hash, err);
}

bool
disable_account(struct call *call, struct err *err)
{
	return store_account_disable(call->store, "cw-9", true, err);
}

bool
enable_account(struct call *call, struct err *err)
{
	return store_account_disable(call->store, "cw-9", false, err);
}

bool
set_password(struct call *call, struct err *err)
{
	return store_account_password(
		call->store, "cw-9", "another horse", err);
}

bool
set_password_hash(struct call *call, struct err *err)
{
	char hash[PASSWORD_HASH] = "x";

	return store_account_set_hash(call->store, "cw-9", hash, err);
}

bool
log_in(struct call *call, struct err *err)
{
	struct store_actor actor;

	return store_login(call->store, "cw-9", PASSWORD, NOW, &actor, err);
}

bool
log_in_by_steps(struct call *call, struct err *err)
{
	char hash[PASSWORD_HASH];
	struct store_actor actor;

	return store_login_hash(call->store, "cw-9", NOW, hash, err) &&
	       store_login_tried(call->store, "cw-9", true, NOW, &actor, err);
}
