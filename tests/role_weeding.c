#include "tests/role_weeding.h"

#include "store/retention.h"
#include "store/weeding.h"

bool
set_rule(struct call *call, struct err *err)
{
	return store_rule_set(call->store, "skapa", 60, err);
}

bool
propose_weeding(struct call *call, struct err *err)
{
	int64_t number = 0;

	return store_weeding_propose(
		       call->store, NULL, 0, true, WEEDING_DAY, &number, err) &&
	       (number == 2 ||
		       err_set(err, ERR_LIBRARY, "nothing was proposed"));
}

bool
approve_weeding(struct call *call, struct err *err)
{
	return store_weeding_approve(call->store, 1, WEEDING_DAY, err);
}
