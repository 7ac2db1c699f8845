#include "tests/tools/tally.h"

#include "core/err.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

/* Below so many honest marks a share of half a per cent says nothing. */
#define OFFICE_LEAST 2000

static const char *const count_words[COUNT__MAX] = {
	[COUNT_PAGES] = "pages",
	[COUNT_REFUSED] = "refused",
	[COUNT_LOST] = "lost",
	[COUNT_WRONG_PAGE] = "wrong_page",
	[COUNT_POSITIONS] = "positions",
	[COUNT_ITEMS] = "items",
	[COUNT_HONEST] = "honest",
	[COUNT_REVIEWED] = "reviewed",
	[COUNT_BLANKS] = "blanks",
	[COUNT_BLANK_REVIEWED] = "blank_reviewed",
	[COUNT_DOUBTFUL] = "doubtful",
	[COUNT_ANSWERED] = "answered",
	[COUNT_WRONG] = "wrong",
	[COUNT_MISSED] = "missed",
	[COUNT_INVENTED] = "invented",
};

struct tally *
table_row(struct table *table, const char *key)
{
	int i;

	for (i = 0; i < table->n; i++)
		if (strcmp(table->at[i].key, key) == 0)
			return &table->at[i];
	if (table->n == TALLY_KEYS)
		return &table->at[TALLY_KEYS - 1];
	snprintf(table->at[i].key, TALLY_KEY, "%s", key);
	return &table->at[table->n++];
}

static struct table *
table_of(struct tallies *tallies, const char *by)
{
	int i;

	for (i = 0; i < tallies->n_tables; i++)
		if (strcmp(tallies->tables[i].by, by) == 0)
			return &tallies->tables[i];
	if (tallies->n_tables == TALLY_TABLES)
		return NULL;
	snprintf(tallies->tables[i].by, TALLY_KEY, "%s", by);
	return &tallies->tables[tallies->n_tables++];
}

bool
tallies_add_table(struct tallies *tallies, const char *by)
{
	return table_of(tallies, by) != NULL;
}

/* --- files -----------------------------------------------------------------
 */

static json_t *
tally_json(const struct tally *tally)
{
	json_t *out = json_object();
	int i;

	for (i = 0; i < COUNT__MAX; i++)
		json_object_set_new(
			out, count_words[i], json_integer(tally->n[i]));
	return out;
}

static void
tally_add(struct tally *tally, const json_t *from)
{
	int i;

	for (i = 0; i < COUNT__MAX; i++)
		tally->n[i] += (long)json_integer_value(
			json_object_get(from, count_words[i]));
}

bool
tallies_save(const struct tallies *tallies, const char *path, struct err *err)
{
	json_t *out = json_object(), *tables = json_object();
	bool ok;
	int i, k;

	json_object_set_new(out, "all", tally_json(&tallies->all));
	json_object_set_new(out, "office", tally_json(&tallies->office));
	for (i = 0; i < tallies->n_tables; i++) {
		const struct table *table = &tallies->tables[i];
		json_t *rows = json_object();

		for (k = 0; k < table->n; k++)
			json_object_set_new(rows, table->at[k].key,
				tally_json(&table->at[k]));
		json_object_set_new(tables, table->by, rows);
	}
	json_object_set_new(out, "tables", tables);
	ok = json_dump_file(out, path, JSON_COMPACT) == 0;
	json_decref(out);
	return ok || err_set(err, ERR_SYSTEM, "%s: cannot write", path);
}

bool
tallies_add_file(struct tallies *tallies, const char *path, struct err *err)
{
	json_error_t where;
	json_t *in = json_load_file(path, 0, &where);
	json_t *rows, *row;
	const char *by, *key;

	if (!json_is_object(json_object_get(in, "all"))) {
		json_decref(in);
		return err_set(err, ERR_INPUT, "%s: is no tally of judge: %s",
			path, in ? "no 'all'" : where.text);
	}
	tally_add(&tallies->all, json_object_get(in, "all"));
	tally_add(&tallies->office, json_object_get(in, "office"));
	json_object_foreach(json_object_get(in, "tables"), by, rows)
	{
		struct table *table = table_of(tallies, by);

		json_object_foreach(rows, key, row)
		{
			if (table)
				tally_add(table_row(table, key), row);
		}
	}
	json_decref(in);
	return true;
}

/* --- words -----------------------------------------------------------------
 */

static double
share(long part, long whole)
{
	return whole ? 100.0 * (double)part / (double)whole : 0;
}

static long
silent_of(const struct tally *tally)
{
	return tally->n[COUNT_WRONG] + tally->n[COUNT_MISSED] +
	       tally->n[COUNT_INVENTED] + tally->n[COUNT_ANSWERED];
}

static void
print_row(const struct tally *tally, bool markdown)
{
	const long *n = tally->n;
	const double asked = share(n[COUNT_REVIEWED], n[COUNT_HONEST]);
	const long silent = silent_of(tally);

	if (markdown)
		printf("| %s | %ld | %ld | %ld | %ld | %ld | %.2f %% | %ld | "
		       "%ld | %ld | %ld |\n",
			tally->key, n[COUNT_PAGES], n[COUNT_REFUSED],
			n[COUNT_POSITIONS], n[COUNT_HONEST], n[COUNT_REVIEWED],
			asked, n[COUNT_BLANKS], n[COUNT_BLANK_REVIEWED],
			n[COUNT_DOUBTFUL], silent);
	else
		printf("%-28s %7ld %6ld %9ld %8ld %6ld %7.2f%% %7ld %6ld %7ld "
		       "%6ld\n",
			tally->key, n[COUNT_PAGES], n[COUNT_REFUSED],
			n[COUNT_POSITIONS], n[COUNT_HONEST], n[COUNT_REVIEWED],
			asked, n[COUNT_BLANKS], n[COUNT_BLANK_REVIEWED],
			n[COUNT_DOUBTFUL], silent);
}

static int
by_key(const void *a, const void *b)
{
	const struct tally *x = a, *y = b;

	return strcmp(x->key, y->key);
}

void
tallies_print(struct tallies *tallies, bool markdown)
{
	int i, k;

	for (k = 0; k < tallies->n_tables; k++) {
		struct table *table = &tallies->tables[k];

		qsort(table->at, (size_t)table->n, sizeof(table->at[0]),
			by_key);
		if (markdown)
			printf("\n| %s | pages | refused | positions | honest "
			       "| review | share | blank | asked | doubtful | "
			       "silent |\n|---|---|---|---|---|---|---|---|---|"
			       "---|---|\n",
				table->by);
		else
			printf("\n%-28s   pages  refsd positions   honest    "
			       "rev   share  blanks  asked doubtfl silent\n",
				table->by);
		for (i = 0; i < table->n; i++)
			print_row(&table->at[i], markdown);
		print_row(&tallies->all, markdown);
	}
}

static bool
within(const char *what, long part, long whole, double limit)
{
	if (share(part, whole) <= 100 * limit)
		return true;
	printf("FAILED: more than %.2f%% of %s\n", 100 * limit, what);
	return false;
}

bool
tallies_pass(const struct tallies *tallies, const struct tally_limits *limits)
{
	const long *n = tallies->all.n, *office = tallies->office.n;
	bool ok = true;

	printf("\n%ld pages: %ld refused (%.2f%%), %ld lost, %ld taken for "
	       "another page\n",
		n[COUNT_PAGES], n[COUNT_REFUSED],
		share(n[COUNT_REFUSED], n[COUNT_PAGES]), n[COUNT_LOST],
		n[COUNT_WRONG_PAGE]);
	printf("%ld positions, %ld items: %ld silent errors (%ld wrong, %ld "
	       "missed, %ld invented, %ld doubtful ones answered)\n",
		n[COUNT_POSITIONS], n[COUNT_ITEMS], silent_of(&tallies->all),
		n[COUNT_WRONG], n[COUNT_MISSED], n[COUNT_INVENTED],
		n[COUNT_ANSWERED]);
	printf("%ld honest marks: %ld sent to a person (%.2f%%)\n",
		n[COUNT_HONEST], n[COUNT_REVIEWED],
		share(n[COUNT_REVIEWED], n[COUNT_HONEST]));
	printf("clean office scans: %ld pages, %ld refused (%.2f%%); %ld "
	       "honest marks, %ld sent to a person (%.2f%%)\n",
		office[COUNT_PAGES], office[COUNT_REFUSED],
		share(office[COUNT_REFUSED], office[COUNT_PAGES]),
		office[COUNT_HONEST], office[COUNT_REVIEWED],
		share(office[COUNT_REVIEWED], office[COUNT_HONEST]));
	if (n[COUNT_PAGES] == 0) {
		printf("FAILED: no pages\n");
		ok = false;
	}
	if (silent_of(&tallies->all) > 0 || n[COUNT_WRONG_PAGE] > 0 ||
		n[COUNT_LOST] > 0) {
		printf("FAILED: silent errors or lost pages\n");
		ok = false;
	}
	ok &= within("honest marks sent to a person", n[COUNT_REVIEWED],
		n[COUNT_HONEST], limits->review);
	ok &= within("pages refused", n[COUNT_REFUSED], n[COUNT_PAGES],
		limits->refused);
	if (office[COUNT_HONEST] < OFFICE_LEAST)
		return ok;
	ok &= within("honest marks of clean office scans sent to a person",
		office[COUNT_REVIEWED], office[COUNT_HONEST],
		limits->office_review);
	ok &= within("clean office scans refused", office[COUNT_REFUSED],
		office[COUNT_PAGES], limits->office_refused);
	return ok;
}
