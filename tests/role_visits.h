/*
 * The functions of store/visits.h and store/devices.h as calls of
 * tests/role_calls.h, on the visit and the screen of the world.
 */
#ifndef SKAPA_TESTS_ROLE_VISITS_H
#define SKAPA_TESTS_ROLE_VISITS_H

#include "tests/role_calls.h"

bool begin_visit(struct call *call, struct err *err);
bool find_visit(struct call *call, struct err *err);
bool get_visit(struct call *call, struct err *err);
bool visit_of_person(struct call *call, struct err *err);
bool set_visit(struct call *call, struct err *err);
bool park_visit(struct call *call, struct err *err);
bool end_visit(struct call *call, struct err *err);
bool sweep_visits(struct call *call, struct err *err);
bool count_visits(struct call *call, struct err *err);

bool ask_device(struct call *call, struct err *err);
bool find_device(struct call *call, struct err *err);
bool note_device(struct call *call, struct err *err);
bool pair_device(struct call *call, struct err *err);
bool revoke_device(struct call *call, struct err *err);
bool list_devices(struct call *call, struct err *err);
bool keep_words(struct call *call, struct err *err);

#endif
