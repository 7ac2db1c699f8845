#include "store/unclear.h"

#include "core/err.h"
#include "store/inside.h"

#include <stdlib.h>
#include <string.h>

#define ITEMS 64
#define LANGUAGES 32

struct table {
	char items[ITEMS][ITEM_KEY];
	char languages[LANGUAGES][LAYOUT_KEY];
	size_t n_items, n_languages;
	int n[ITEMS][LANGUAGES];
};

/* Where a key stands, added behind the last; most if there is no room. */
static size_t
place_of(char *keys, size_t size, size_t *n, size_t most, const char *key)
{
	size_t i;

	for (i = 0; i < *n; i++) {
		if (strcmp(keys + i * size, key) == 0)
			return i;
	}
	if (*n < most)
		memcpy(keys + (*n)++ * size, key, strlen(key) + 1);
	return i;
}

static bool
count(struct table *table, const struct store_answer *row, struct err *err)
{
	const size_t item = place_of(
		table->items[0], ITEM_KEY, &table->n_items, ITEMS, row->item);
	const size_t language = place_of(table->languages[0], LAYOUT_KEY,
		&table->n_languages, LANGUAGES, row->language);

	if (item == ITEMS || language == LANGUAGES)
		return err_set(err, ERR_LIMIT,
			"a meeting has more than %d questions or %d languages",
			ITEMS, LANGUAGES);
	table->n[item][language] += row->status == ANSWER_NOT_UNDERSTOOD;
	return true;
}

static bool
count_session(struct store *store, const char *session, struct table *table,
	struct err *err)
{
	struct db_query *q = db_query(store->db, ANSWER_OF_SESSION);
	struct answer_walk walk = {0};
	struct store_answer row;
	bool has_row, has, ok;

	db_bind_text(q, session);
	db_bind_text(q, session);
	while ((ok = db_next(q, &has_row, err)) && has_row) {
		ok = answer_row(store, q, &walk, &row, &has, err) &&
		     (!has || row.rater != RATES_SELF ||
			     count(table, &row, err));
		if (!ok)
			break;
	}
	db_end(q);
	return ok;
}

static bool
tell_item(const struct table *table, size_t item, store_each_unclear *each,
	void *data, struct err *err)
{
	struct store_unclear unclear = {0};
	int rest = 0, all = 0;
	size_t i;

	memcpy(unclear.item, table->items[item], ITEM_KEY);
	for (i = 0; i < table->n_languages; i++) {
		const int n = table->n[item][i];

		all += n;
		if (n < UNCLEAR_LEAST) {
			rest += n;
			continue;
		}
		unclear.n = n;
		memcpy(unclear.language, table->languages[i], LAYOUT_KEY);
		if (!each(&unclear, data, err))
			return false;
	}
	if (all < UNCLEAR_LEAST || (rest > 0 && rest < UNCLEAR_LEAST))
		return true;
	unclear.n = all;
	unclear.language[0] = '\0';
	return each(&unclear, data, err);
}

bool
store_unclear(struct store *store, const char *session,
	store_each_unclear *each, void *data, struct err *err)
{
	struct table *table = calloc(1, sizeof(*table));
	int64_t id;
	size_t i;
	bool ok;

	if (table == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	ok = session_find(store, session, &id, err) &&
	     store_reads(store, MAY_LEAD, ABOUT_SESSION, id, err) &&
	     count_session(store, session, table, err);
	for (i = 0; ok && i < table->n_items; i++)
		ok = tell_item(table, i, each, data, err);
	free(table);
	return ok;
}
