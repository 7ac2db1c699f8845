/* The functions of store/counted.h as calls of tests/role_calls.h. */
#ifndef SKAPA_TESTS_ROLE_COUNTS_H
#define SKAPA_TESTS_ROLE_COUNTS_H

#include "tests/role_calls.h"

bool count_all(struct call *call, struct err *err);
bool count_part(struct call *call, struct err *err);
bool count_on(struct call *call, struct err *err);
bool is_counted(struct call *call, struct err *err);
bool export_all(struct call *call, struct err *err);

#endif
