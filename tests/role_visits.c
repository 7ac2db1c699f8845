#include "tests/role_visits.h"

bool
begin_visit(struct call *call, struct err *err)
{
	struct store_visit visit = {.language = "ar", .seen = NOW};

	return store_visit_begin(call->store, "another", &visit, err);
}

bool
find_visit(struct call *call, struct err *err)
{
	struct store_visit visit;
	bool found;

	return store_visit_find(call->store, VISIT_COOKIE, &visit, &found, err);
}

bool
get_visit(struct call *call, struct err *err)
{
	struct store_visit visit;

	return store_visit_get(call->store, call->world->visit.id, &visit, err);
}

bool
visit_of_person(struct call *call, struct err *err)
{
	struct store_visit visit;
	bool found;

	return store_visit_of_person(
		call->store, call->world->visit.person, &visit, &found, err);
}

bool
set_visit(struct call *call, struct err *err)
{
	return store_visit_set(call->store, &call->world->visit, err);
}

bool
park_visit(struct call *call, struct err *err)
{
	return store_visit_park(call->store, call->world->visit.id, err);
}

bool
end_visit(struct call *call, struct err *err)
{
	return store_visit_end(call->store, call->world->visit.id, err);
}

bool
sweep_visits(struct call *call, struct err *err)
{
	return store_visits_sweep(call->store, NOW, NOW, err);
}

bool
count_visits(struct call *call, struct err *err)
{
	int open, parked;

	return store_visits_count(call->store, &open, &parked, err);
}

bool
ask_device(struct call *call, struct err *err)
{
	return store_device_ask(call->store, "another", "123456", err);
}

bool
find_device(struct call *call, struct err *err)
{
	struct store_device device;
	bool found;

	return store_device_find(
		call->store, DEVICE_COOKIE, &device, &found, err);
}

bool
note_device(struct call *call, struct err *err)
{
	return store_device_note(
		call->store, call->world->device, DEVICE_PX_M, NOW, err);
}

bool
pair_device(struct call *call, struct err *err)
{
	return store_device_pair(
		call->store, call->world->device, "here", "", err);
}

bool
revoke_device(struct call *call, struct err *err)
{
	return store_device_revoke(call->store, call->world->device, err);
}

static bool
see_device(const struct store_device *device, void *data, struct err *err)
{
	(void)device;
	(void)data;
	(void)err;
	return true;
}

bool
list_devices(struct call *call, struct err *err)
{
	return store_device_list(call->store, see_device, NULL, err);
}

bool
keep_words(struct call *call, struct err *err)
{
	return store_keeps_words(call->store, err);
}
