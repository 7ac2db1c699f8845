/*
 * What changes how long answers are kept, and what is weeded
 * (store/retention.h, store/weeding.h), as calls of tests/role_calls.h.
 */
#ifndef SKAPA_TESTS_ROLE_WEEDING_H
#define SKAPA_TESTS_ROLE_WEEDING_H

#include "tests/role_calls.h"

bool set_rule(struct call *call, struct err *err);
bool propose_weeding(struct call *call, struct err *err);
bool approve_weeding(struct call *call, struct err *err);

#endif
