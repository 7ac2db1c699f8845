/* The functions of store/accounts.h as calls of tests/role_calls.h. */
#ifndef SKAPA_TESTS_ROLE_ACCOUNTS_H
#define SKAPA_TESTS_ROLE_ACCOUNTS_H

#include "tests/role_calls.h"

bool list_accounts(struct call *call, struct err *err);
bool add_account(struct call *call, struct err *err);
bool disable_account(struct call *call, struct err *err);
bool enable_account(struct call *call, struct err *err);
bool set_password(struct call *call, struct err *err);
bool set_password_hash(struct call *call, struct err *err);
bool add_account_hash(struct call *call, struct err *err);
bool log_in(struct call *call, struct err *err);
bool log_in_by_steps(struct call *call, struct err *err);

#endif
