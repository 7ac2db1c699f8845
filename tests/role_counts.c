#include "tests/role_counts.h"

#include "store/counted.h"

static bool
see(const struct counted_person *person, void *data, struct err *err)
{
	(void)person;
	(void)data;
	(void)err;
	return true;
}

bool
count_all(struct call *call, struct err *err)
{
	return store_counted(call->store, see, NULL, err);
}

bool
count_part(struct call *call, struct err *err)
{
	struct counted_part part = {.most = 1};

	return store_counted_part(call->store, &part, see, NULL, err);
}

/* The second part leaves no row, and is of those who may all the same. */
bool
count_on(struct call *call, struct err *err)
{
	struct counted_part part = {.most = 1, .behind = 1};

	return store_counted_part(call->store, &part, see, NULL, err);
}

bool
is_counted(struct call *call, struct err *err)
{
	bool is_there;

	return store_counted_is_there(call->store, 1, &is_there, err) &&
	       (is_there ||
		       err_set(err, ERR_LIBRARY, "the first person is gone"));
}

bool
export_all(struct call *call, struct err *err)
{
	return store_study(call->store, see, NULL, err);
}
