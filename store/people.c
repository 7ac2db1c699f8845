#include "store/inside.h"

#include "core/err.h"
#include "core/str.h"

static bool
person_row(struct db_query *q, struct store_person *person, struct err *err)
{
	return db_copy(q, 1, person->code, sizeof(person->code), err) &&
	       db_copy(q, 2, person->language, sizeof(person->language), err) &&
	       db_copy(q, 3, person->unit, sizeof(person->unit), err);
}

static bool
check_key(const char *what, const char *key, struct err *err)
{
	if (key == NULL || str_is_key(key))
		return true;
	return err_set(err, ERR_USAGE,
		"%s \"%s\" is not a key: up to 31 of a-z, 0-9, _ and -, a "
		"letter first",
		what, key);
}

bool
person_add(struct store *store, const char *language, const char *unit,
	char code[PERSON_CODE], struct err *err)
{
	bool found = true;
	struct db_query *q;

	/* 2^35 codes: one that is taken is rare, but there will be one. */
	while (found) {
		person_code_make(code);
		if (!store_person_get(store, code, NULL, &found, err))
			return false;
	}
	q = db_query(store->db, PERSON_ADD);
	db_bind_text(q, code);
	db_bind_text(q, language);
	db_bind_text(q, unit);
	return db_run(q, err);
}

bool
store_people_add(struct store *store, size_t n, const char *language,
	const char *unit, char (*codes)[PERSON_CODE], struct err *err)
{
	size_t i;

	if (!check_key("language", language, err) ||
		!check_key("unit", unit, err))
		return false;
	if (n < 1 || n > STORE_PEOPLE_MAX)
		return err_set(err, ERR_USAGE,
			"%zu people: from 1 to %d can be added at once", n,
			STORE_PEOPLE_MAX);
	if (!store_begin(store, err))
		return false;
	for (i = 0; i < n; i++) {
		if (!person_add(store, language, unit, codes[i], err)) {
			db_rollback(store->db);
			return false;
		}
	}
	return db_commit(store->db, err);
}

bool
store_people_list(struct store *store, store_each_person *each, void *data,
	struct err *err)
{
	struct db_query *q = db_query(store->db, PERSON_LIST);
	bool has_row, ok;

	while ((ok = db_next(q, &has_row, err)) && has_row) {
		struct store_person person;

		ok = person_row(q, &person, err) && each(&person, data, err);
		if (!ok)
			break;
	}
	db_end(q);
	return ok;
}

bool
store_person_get(struct store *store, const char *code,
	struct store_person *person, bool *found, struct err *err)
{
	struct db_query *q = db_query(store->db, PERSON_GET);
	struct store_person row;
	bool has_row;

	db_bind_text(q, code);
	if (!db_next(q, &has_row, err))
		return false;
	if (has_row && !person_row(q, &row, err)) {
		db_end(q);
		return false;
	}
	db_end(q);
	if (has_row && person != NULL)
		*person = row;
	*found = has_row;
	return true;
}
