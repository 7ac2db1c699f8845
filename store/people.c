#include "core/err.h"
#include "core/str.h"
#include "store/inside.h"
#include "store/words.h"

#include <string.h>

const char *const store_sexes[] = {"not_said", "woman", "man", "other", NULL};
const char *const store_states[] = {
	"active", "paused", "do_not_schedule", "closed", NULL};

/* ------------------------------------------------------------- rows */

#define VERSION 2 /* of a person's record; 1 had no forum */

static void
person_record(const struct store_person *person, struct record *record)
{
	record_begin(record, VERSION);
	record_put_text(record, person->code);
	record_put_text(record, person->language);
	record_put_text(record, person->unit);
	record_put(record, (int)person->sex, 1);
	record_put(record, (int)person->state, 1);
	record_put_text(record, person->caseworker);
	record_put_text(record, person->deputy);
	record_put_text(record, person->forum);
}

static bool
person_of_record(struct record *record, struct store_person *person)
{
	const bool is_first = record->len > 0 && record->at[0] == 1;

	record_read(record, is_first ? 1 : VERSION);
	record_get_text(record, person->code, sizeof(person->code));
	record_get_text(record, person->language, sizeof(person->language));
	record_get_text(record, person->unit, sizeof(person->unit));
	person->sex = (enum store_sex)record_get(record, 1);
	person->state = (enum store_state)record_get(record, 1);
	record_get_text(record, person->caseworker, STORE_WHO);
	record_get_text(record, person->deputy, STORE_WHO);
	if (!is_first)
		record_get_text(record, person->forum, STORE_DATE);
	return record_ok(record) && person->sex < SEX__MAX &&
	       person->state < PERSON__MAX;
}

/* A person's row has no other natural number than its key's. */
static struct sealed_at
about_at(int64_t slot)
{
	return (struct sealed_at){slot, "person|about", slot, ""};
}

bool
person_at(struct store *store, struct db_query *q, int column,
	struct store_person *person, struct err *err)
{
	const struct sealed_at at = about_at(db_int(q, column));
	struct record record;
	bool has, ok;

	if (!sealed_get(store, q, column + 1, &at, &record, &has, err))
		return false;
	*person = (struct store_person){0};
	if (!has)
		return true;
	ok = person_of_record(&record, person);
	record_wipe(&record);
	return ok || db_damaged(store->db, err, "a person");
}

bool
person_code_at(struct store *store, struct db_query *q, int column,
	char code[PERSON_CODE], struct err *err)
{
	struct store_person person;

	if (!person_at(store, q, column, &person, err))
		return false;
	memcpy(code, person.code, PERSON_CODE);
	return true;
}

bool
person_look(struct store *store, const char *code, struct person_row *row,
	struct err *err)
{
	struct db_query *q = db_query(store->db, PERSON_GET);
	uint8_t index[SEALED_INDEX];
	bool has_row, ok;

	sealed_index(store, code, index);
	db_bind_bytes(q, index, sizeof(index));
	if (!db_next(q, &has_row, err))
		return false;
	*row = (struct person_row){0};
	ok = !has_row || person_at(store, q, 1, &row->person, err);
	/* Who was forgotten is nobody, also where the row is still there. */
	if (ok && has_row && row->person.code[0] != '\0') {
		row->id = db_int(q, 0);
		row->slot = db_int(q, 1);
	}
	db_end(q);
	return ok;
}

bool
person_find(struct store *store, const char *code, struct person_row *row,
	struct err *err)
{
	*row = (struct person_row){0};
	if (code[0] == '\0')
		return true;
	if (!person_look(store, code, row, err))
		return false;
	return row->id != 0 ||
	       err_set(err, ERR_USAGE,
		       "unknown person %s; people are added with: skapa store "
		       "people add",
		       code);
}

bool
person_need(struct store *store, const char *code, struct person_row *row,
	struct err *err)
{
	if (code[0] == '\0')
		return err_set(err, ERR_USAGE, "a person's code is missing");
	return person_find(store, code, row, err);
}

/* ------------------------------------------------------------- writing */

static bool
check_key(const char *what, const char *key, struct err *err)
{
	if (str_is_key(key))
		return true;
	return err_set(err, ERR_USAGE,
		"%s \"%s\" is not a key: up to 31 of a-z, 0-9, _ and -, a "
		"letter first",
		what, key);
}

static bool
check_person(const struct store_person *person, struct err *err)
{
	return (person->forum[0] == '\0' ||
		       day_check(person->forum, "the forum's consent", err)) &&
	       (person->language[0] == '\0' ||
		       check_key("language", person->language, err)) &&
	       (person->unit[0] == '\0' ||
		       check_key("unit", person->unit, err)) &&
	       (person->caseworker[0] == '\0' ||
		       store_who_check(person->caseworker, err)) &&
	       (person->deputy[0] == '\0' ||
		       store_who_check(person->deputy, err));
}

bool
person_add(struct store *store, const struct store_person *like,
	char code[PERSON_CODE], struct err *err)
{
	struct store_person person = *like;
	struct person_row other;
	uint8_t index[SEALED_INDEX];
	struct record record;
	struct sealed_at at;
	struct db_query *q;
	bool found = true;
	int64_t slot, id;

	/* 2^35 codes: one that is taken is rare, but there will be one. */
	while (found) {
		person_code_make(person.code);
		if (!person_look(store, person.code, &other, err))
			return false;
		found = other.id != 0;
	}
	if (!store_may(store, MAY_ADD_PEOPLE, ABOUT_STORE, 0, err) ||
		!sealed_slot(store, &slot, err))
		return false;
	sealed_index(store, person.code, index);
	at = about_at(slot);
	person_record(&person, &record);
	q = db_query(store->db, PERSON_ADD);
	db_bind_bytes(q, index, sizeof(index));
	db_bind_int(q, slot);
	if (!sealed_bind(store, q, &at, &record, err) ||
		!db_run_id(q, &id, err) ||
		!store_does(store, MAY_ADD_PEOPLE, ABOUT_PERSON, id, err))
		return false;
	memcpy(code, person.code, PERSON_CODE);
	return true;
}

bool
store_people_add_like(struct store *store, size_t n,
	const struct store_person *like, char (*codes)[PERSON_CODE],
	struct err *err)
{
	bool ok = true;
	size_t i;

	if (!check_person(like, err))
		return false;
	if (n < 1 || n > STORE_PEOPLE_MAX)
		return err_set(err, ERR_USAGE,
			"%zu people: from 1 to %d can be added at once", n,
			STORE_PEOPLE_MAX);
	if (!store_begin(store, err))
		return false;
	for (i = 0; ok && i < n; i++)
		ok = person_add(store, like, codes[i], err);
	return store_end(store, ok, err);
}

static bool
take_key(const char *what, const char *key, char out[LAYOUT_KEY],
	struct err *err)
{
	return key == NULL ||
	       (check_key(what, key, err) && str_copy(out, LAYOUT_KEY, key));
}

bool
store_people_add(struct store *store, size_t n, const char *language,
	const char *unit, char (*codes)[PERSON_CODE], struct err *err)
{
	struct store_person like = {0};

	return take_key("language", language, like.language, err) &&
	       take_key("unit", unit, like.unit, err) &&
	       store_people_add_like(store, n, &like, codes, err);
}

static bool
set(struct store *store, const struct store_person *person, struct err *err)
{
	struct person_row row;
	struct record record;
	struct sealed_at at;
	struct db_query *q;

	if (!person_need(store, person->code, &row, err) ||
		!store_does(
			store, MAY_CHANGE_PEOPLE, ABOUT_PERSON, row.id, err))
		return false;
	at = about_at(row.slot);
	person_record(person, &record);
	q = db_query(store->db, PERSON_SET);
	if (!sealed_bind(store, q, &at, &record, err))
		return false;
	db_bind_int(q, row.id);
	return db_run(q, err);
}

bool
store_person_set(
	struct store *store, const struct store_person *person, struct err *err)
{
	if (!check_person(person, err) || !store_begin(store, err))
		return false;
	return store_end(store, set(store, person, err), err);
}

/* ------------------------------------------------------------- reading */

bool
store_people_list(struct store *store, store_each_person *each, void *data,
	struct err *err)
{
	struct db_query *q;
	bool has_row, ok, shows;

	if (!store_may(store, MAY_LIST_PEOPLE, ABOUT_EVERYONE, 0, err))
		return false;
	q = db_query(store->db, PERSON_LIST);
	while ((ok = db_next(q, &has_row, err)) && has_row) {
		struct store_person person;

		ok = person_at(store, q, 1, &person, err);
		shows = ok && person.code[0] != '\0';
		if (shows)
			ok = store_shows(store, MAY_LIST_PEOPLE, person.code,
				&shows, err);
		if (ok && shows)
			ok = each(&person, data, err);
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
	struct person_row row;

	if (!person_look(store, code, &row, err) ||
		(row.id != 0 && !store_may(store, MAY_LIST_PEOPLE, ABOUT_PERSON,
					row.id, err)))
		return false;
	*found = row.id != 0;
	if (*found && person != NULL)
		*person = row.person;
	return true;
}
