/*
 * What of a table may be shown: worked cases, and an attack. The attacker has
 * every count that a row of reports over one store has shown, with other
 * periods, units and answers that changed in between, and solves for any group
 * of one to four people by exact linear algebra. Without the ledger the same
 * attacker must find some, else the attack is none.
 */
#include "tests/prime.h"
#include "tests/stores.h"

#include "report/disclose.h"
#include "store/shown.h"

/* ------------------------------------------------------------- worked cases */

#define MOST 200

struct crowd {
	int64_t people[MOST];
	int cells[MOST];
	size_t n;
};

/* So many people a cell, the numbers going on from first. */
static void
crowd_of(struct crowd *crowd, int64_t first, const int *counts, int n_cells)
{
	int cell, i;

	crowd->n = 0;
	for (cell = 0; cell < n_cells; cell++) {
		for (i = 0; i < counts[cell]; i++) {
			crowd->people[crowd->n] = first + (int64_t)crowd->n;
			crowd->cells[crowd->n++] = cell;
		}
	}
}

static void
show(struct shown *shown, const char *name, const struct crowd *crowd,
	size_t n_cells, bool is_all_or_none, struct disclose_result *result)
{
	const struct disclose_table table = {.name = name,
		.is_all_or_none = is_all_or_none,
		.n_cells = n_cells,
		.least = DISCLOSE_LEAST,
		.people = crowd->people,
		.cells = crowd->cells,
		.n = crowd->n};
	struct err err = {0};

	assert_ok(disclose(&table, shown, result, &err), &err);
}

static void
say(const struct disclose_result *result, size_t n_cells, char *out)
{
	size_t i;

	if (!result->is_shown) {
		strcpy(out, "nothing");
		return;
	}
	out += sprintf(out, "%zu:", result->total);
	for (i = 0; i < n_cells; i++)
		out += result->has_cell[i]
			       ? sprintf(out, " %zu", result->counts[i])
			       : sprintf(out, " -");
}

static void
test_disclose__hides_few_in_one_table(void **state)
{
	static const struct {
		int counts[5];
		bool all_or_none;
		const char *want;
	} rows[] = {
		{{10, 20, 30, 20, 10}, false, "90: 10 20 30 20 10"},
		{{10, 20, 30, 20, 0}, false, "80: 10 20 30 20 0"},
		/* One few: the next smallest goes with it. */
		{{2, 20, 30, 20, 10}, false, "82: - 20 30 20 -"},
		{{4, 20, 30, 20, 4}, false, "78: - 20 30 20 -"},
		/* Two few who are too few together. */
		{{1, 20, 30, 20, 2}, false, "73: - - 30 20 -"},
		{{1, 0, 4, 0, 0}, false, "5: - 0 - 0 0"},
		{{2, 0, 0, 0, 2}, false, "nothing"},
		{{4, 0, 0, 0, 0}, false, "nothing"},
		{{0, 0, 0, 0, 0}, false, "0: 0 0 0 0 0"},
		/* All alike: the total alone. */
		{{0, 0, 9, 0, 0}, false, "9: - - - - -"},
		{{10, 20, 30, 20, 10}, true, "90: 10 20 30 20 10"},
		{{10, 20, 30, 20, 4}, true, "nothing"},
		{{0, 0, 9, 0, 0}, true, "nothing"},
	};
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_READ);
	struct disclose_result result;
	struct crowd crowd;
	struct err err = {0};
	char got[128];
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct shown *shown = shown_open(store, "skapa", &err);

		assert_ok(shown != NULL, &err);
		crowd_of(&crowd, 1, rows[i].counts, 5);
		show(shown, "t", &crowd, 5, rows[i].all_or_none, &result);
		say(&result, 5, got);
		if (strcmp(got, rows[i].want) != 0)
			fail_msg("row %zu: %s", i, got);
		/* The same again is the same again. */
		show(shown, "t", &crowd, 5, rows[i].all_or_none, &result);
		say(&result, 5, got);
		if (strcmp(got, rows[i].want) != 0)
			fail_msg("row %zu again: %s", i, got);
		shown_close(shown);
	}
	store_close(store);
}

static void
test_disclose__looks_at_what_was_shown(void **state)
{
	static const int before[5] = {10, 20, 30, 20, 10};
	static const struct {
		int more[5]; /* people who came later */
		int fewer;   /* who are outside, the first ones */
		const char *want;
	} rows[] = {
		{{0, 0, 0, 0, 0}, 0, "90: 10 20 30 20 10"},
		{{5, 0, 0, 0, 6}, 0, "101: 15 20 30 20 16"},
		/* One who came later is not seen, nor are four. */
		{{0, 0, 1, 0, 0}, 0, "nothing"},
		{{1, 1, 1, 1, 0}, 0, "nothing"},
		/* Two and three: together five. */
		{{2, 0, 3, 0, 0}, 0, "95: - 20 - 20 10"},
		{{2, 0, 3, 0, 9}, 0, "104: - 20 - 20 19"},
		{{2, 0, 1, 0, 9}, 0, "102: - 20 - 20 -"},
		/* Nor one who is left out. */
		{{0, 0, 0, 0, 0}, 1, "nothing"},
		{{5, 0, 0, 0, 0}, 4, "nothing"},
		{{0, 0, 0, 0, 0}, 5, "85: 5 20 30 20 10"},
		{{0, 0, 0, 0, 0}, 10, "80: 0 20 30 20 10"},
	};
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_READ);
	struct disclose_result result;
	struct crowd crowd, more;
	struct err err = {0};
	char got[128];
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct shown *shown = shown_open(store, "skapa", &err);
		const size_t out = (size_t)rows[i].fewer;

		crowd_of(&crowd, 1, before, 5);
		show(shown, "t", &crowd, 5, false, &result);
		crowd_of(&more, 1 + (int64_t)crowd.n, rows[i].more, 5);
		memmove(crowd.people, crowd.people + out,
			(crowd.n - out) * sizeof(*crowd.people));
		memmove(crowd.cells, crowd.cells + out,
			(crowd.n - out) * sizeof(*crowd.cells));
		crowd.n -= out;
		memcpy(crowd.people + crowd.n, more.people,
			more.n * sizeof(*more.people));
		memcpy(crowd.cells + crowd.n, more.cells,
			more.n * sizeof(*more.cells));
		crowd.n += more.n;
		show(shown, "t", &crowd, 5, false, &result);
		say(&result, 5, got);
		if (strcmp(got, rows[i].want) != 0)
			fail_msg("row %zu: %s", i, got);
		shown_close(shown);
	}
	store_close(store);
}

/* An answer that was corrected after it was shown stays as it was. */
static void
test_disclose__does_not_show_who_changed(void **state)
{
	static const int before[5] = {10, 20, 30, 20, 10};
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_READ);
	struct disclose_result result;
	struct crowd crowd;
	struct err err = {0};
	struct shown *shown = shown_open(store, "skapa", &err);
	char got[128];

	crowd_of(&crowd, 1, before, 5);
	show(shown, "t", &crowd, 5, false, &result);
	crowd.cells[12] = 2;
	show(shown, "t", &crowd, 5, false, &result);
	say(&result, 5, got);
	assert_string_equal(got, "90: 10 - - 20 10");
	shown_close(shown);
	store_close(store);
}

/*
 * Ten up, thirteen not, three whose answer is missing: the last two cells are
 * hidden. A split of those with an answer would tell how many have none.
 */
static void
test_disclose__holds_a_split_against_its_whole(void **state)
{
	static const struct {
		int counts[4];
		const char *whole, *split;
	} rows[] = {
		{{10, 10, 3, 3}, "26: 10 10 - -", "nothing"},
		{{10, 10, 4, 0}, "24: - 10 - 0", "nothing"},
		{{10, 20, 10, 5}, "45: 10 20 10 5", "40: 5 15 5 15"},
	};
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_READ);
	struct err err = {0};
	size_t i, k;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct shown *shown = shown_open(store, "skapa", &err);
		struct disclose_table split = {.name = "s",
			.beside = {"t"},
			.is_all_or_none = true,
			.n_cells = 4,
			.least = DISCLOSE_LEAST};
		struct disclose_result result;
		struct crowd crowd;
		char got[128];

		crowd_of(&crowd, 1, rows[i].counts, 4);
		show(shown, "t", &crowd, 4, false, &result);
		say(&result, 4, got);
		if (strcmp(got, rows[i].whole) != 0)
			fail_msg("row %zu: %s", i, got);
		/* Every other one; up, or not; the last cell is left out. */
		for (k = 0; k < crowd.n; k++) {
			const int way = (int)(k % 2), cell = crowd.cells[k];

			if (cell == 3)
				break;
			crowd.cells[k] = 2 * way + (cell > 0);
		}
		split.people = crowd.people;
		split.cells = crowd.cells;
		split.n = k;
		assert_ok(disclose(&split, shown, &result, &err), &err);
		say(&result, 4, got);
		if (strcmp(got, rows[i].split) != 0)
			fail_msg("row %zu: %s", i, got);
		shown_close(shown);
	}
	store_close(store);
}

/* ------------------------------------------------------------- the attack */

#define PEOPLE 120
#define DAYS 60
#define UNITS 2
#define SEXES 3
#define VALUES 4
#define REPORTS 7
#define SEGMENTS (2 * REPORTS + 1)
#define ATOMS (SEGMENTS * UNITS * SEXES * VALUES)
#define ROWS (REPORTS * (VALUES + 2 + SEXES * VALUES))

struct somebody {
	int day, unit, sex, value;
};

struct report {
	int from, until, unit; /* unit UNITS: all */
};

struct attack {
	struct somebody people[PEOPLE];
	struct report reports[REPORTS];
	int ends[SEGMENTS + 1]; /* of the segments of days, sorted */
	int n_segments;
	uint32_t rows[ROWS][ATOMS];
	size_t n_rows, n_atoms;
	int pivots[ROWS];
};

static uint64_t seed;

static int
below(int n)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (int)((seed >> 33) % (uint64_t)n);
}

static int
by_number(const void *a, const void *b)
{
	return *(const int *)a - *(const int *)b;
}

static size_t
atom(int segment, int unit, int sex, int value)
{
	return (size_t)(((segment * UNITS + unit) * SEXES + sex) * VALUES +
			value);
}

static void
make_world(struct attack *attack)
{
	int i, n = 0;

	memset(attack, 0, sizeof(*attack));
	for (i = 0; i < PEOPLE; i++)
		attack->people[i] = (struct somebody){below(DAYS), below(UNITS),
			below(8) == 0 ? 2 : below(2),
			below(3) == 0 ? below(VALUES) : 1 + below(2)};
	for (i = 0; i < REPORTS; i++) {
		/* Mostly a period that grows, as it is in use. */
		const int from = below(2) == 0 ? 0 : below(DAYS / 2);

		attack->reports[i] =
			(struct report){from, from + 10 + below(DAYS - from),
				below(2) == 0 ? UNITS : below(UNITS)};
		attack->ends[n++] = from;
		attack->ends[n++] = attack->reports[i].until;
	}
	qsort(attack->ends, (size_t)n, sizeof(*attack->ends), by_number);
	attack->n_segments = n - 1;
	attack->n_atoms = atom(attack->n_segments, 0, 0, 0);
}

static bool
is_in(const struct report *report, const struct somebody *who)
{
	return who->day >= report->from && who->day < report->until &&
	       (report->unit == UNITS || report->unit == who->unit);
}

/* What a count was of: the report's people with that sex and those values. */
static void
learn(struct attack *attack, const struct report *report, int sex,
	unsigned values)
{
	uint32_t *row = attack->rows[attack->n_rows++];
	int s, u, x, v;

	for (s = 0; s < attack->n_segments; s++) {
		if (attack->ends[s] < report->from ||
			attack->ends[s + 1] > report->until)
			continue;
		for (u = 0; u < UNITS; u++) {
			for (x = 0; x < SEXES; x++) {
				for (v = 0; v < VALUES; v++) {
					if ((report->unit == UNITS ||
						    report->unit == u) &&
						(sex == SEXES || sex == x) &&
						(values >> v & 1u) != 0)
						row[atom(s, u, x, v)] = 1;
				}
			}
		}
	}
}

/* As a report does it: the whole, and then split by sex. */
static void
publish(struct attack *attack, const struct report *report, struct shown *shown)
{
	struct disclose_table table = {
		.name = "t", .n_cells = VALUES, .least = DISCLOSE_LEAST};
	struct disclose_result result;
	struct err err = {0};
	int64_t people[PEOPLE];
	int cells[PEOPLE];
	unsigned hidden = 0;
	size_t i;
	int x, v;

	table.people = people;
	table.cells = cells;
	for (i = 0; i < PEOPLE; i++) {
		if (!is_in(report, &attack->people[i]))
			continue;
		people[table.n] = (int64_t)i + 1;
		cells[table.n++] = attack->people[i].value;
	}
	assert_ok(disclose(&table, shown, &result, &err), &err);
	if (!result.is_shown)
		return;
	for (v = 0; v < VALUES; v++) {
		if (result.has_cell[v])
			learn(attack, report, SEXES, 1u << v);
		else
			hidden |= 1u << v;
	}
	if (hidden != 0)
		learn(attack, report, SEXES, hidden);
	table.name = "t by sex";
	table.beside[0] = "t";
	table.is_all_or_none = true;
	table.n_cells = SEXES * VALUES;
	for (i = 0; i < table.n; i++)
		cells[i] += VALUES * attack->people[people[i] - 1].sex;
	assert_ok(disclose(&table, shown, &result, &err), &err);
	for (x = 0; result.is_shown && x < SEXES; x++) {
		for (v = 0; v < VALUES; v++)
			learn(attack, report, x, 1u << v);
	}
}

/* row less so many times what stands at by, from its pivot on. */
static void
subtract(uint32_t *row, const uint32_t *by, int pivot, size_t n)
{
	const uint32_t share = PRIME - row[pivot];
	size_t i;

	if (row[pivot] == 0)
		return;
	for (i = (size_t)pivot; i < n; i++)
		row[i] = (uint32_t)((row[i] + (uint64_t)share * by[i]) % PRIME);
}

/* To steps, by which any sum of rows is found. */
static void
solve(struct attack *attack)
{
	size_t i, j, k, n = 0;

	for (i = 0; i < attack->n_rows; i++) {
		uint32_t *row = attack->rows[i];
		uint32_t share;

		for (j = 0; j < n; j++)
			subtract(row, attack->rows[j], attack->pivots[j],
				attack->n_atoms);
		for (k = 0; k < attack->n_atoms && row[k] == 0; k++)
			;
		if (k == attack->n_atoms)
			continue;
		share = prime_inverse(row[k]);
		for (j = k; j < attack->n_atoms; j++)
			attack->rows[n][j] = prime_times(row[j], share);
		attack->pivots[n++] = (int)k;
	}
	attack->n_rows = n;
}

/* Whether the shown counts add up to the count of these. */
static bool
is_derived(const struct attack *attack, int s1, int s2, int unit, int sex,
	int value)
{
	uint32_t target[ATOMS] = {0};
	size_t i;
	int s, u, x, v;

	for (s = s1; s < s2; s++) {
		for (u = 0; u < UNITS; u++) {
			for (x = 0; x < SEXES; x++) {
				for (v = 0; v < VALUES; v++)
					target[atom(s, u, x, v)] =
						(unit == UNITS || unit == u) &&
						(sex == SEXES || sex == x) &&
						(value == VALUES || value == v);
			}
		}
	}
	for (i = 0; i < attack->n_rows; i++)
		subtract(target, attack->rows[i], attack->pivots[i],
			attack->n_atoms);
	for (i = 0; i < attack->n_atoms; i++) {
		if (target[i] != 0)
			return false;
	}
	return true;
}

static int
how_many(const struct attack *attack, int s1, int s2, int unit, int sex,
	int value)
{
	int i, n = 0;

	for (i = 0; i < PEOPLE; i++) {
		const struct somebody *p = &attack->people[i];

		n += p->day >= attack->ends[s1] && p->day < attack->ends[s2] &&
		     (unit == UNITS || unit == p->unit) &&
		     (sex == SEXES || sex == p->sex) &&
		     (value == VALUES || value == p->value);
	}
	return n;
}

/* Groups of one to four people that come out; the first is described. */
static int
isolate(const struct attack *attack, char what[128])
{
	int s1, s2, u, x, v, n, found = 0;

	for (s1 = 0; s1 < attack->n_segments; s1++) {
		for (s2 = s1 + 1; s2 <= attack->n_segments; s2++) {
			for (u = 0; u <= UNITS; u++) {
				for (x = 0; x <= SEXES; x++) {
					for (v = 0; v <= VALUES; v++) {
						n = how_many(attack, s1, s2, u,
							x, v);
						if (n < 1 ||
							n >= DISCLOSE_LEAST ||
							!is_derived(attack, s1,
								s2, u, x, v))
							continue;
						if (found++ > 0)
							continue;
						snprintf(what, 128,
							"%d people of days %d "
							"to %d, unit %d, sex "
							"%d, value %d",
							n, attack->ends[s1],
							attack->ends[s2], u, x,
							v);
					}
				}
			}
		}
	}
	return found;
}

/* How many small groups come out of one row of reports. */
static int
attack_once(struct store *store, struct attack *attack, bool has_ledger,
	size_t *n_rows, char what[128])
{
	struct err err = {0};
	struct shown *shown = shown_open(store, "skapa", &err);
	int i;

	make_world(attack);
	for (i = 0; i < REPORTS; i++) {
		if (!has_ledger) {
			shown_close(shown);
			shown = shown_open(store, "skapa", &err);
		}
		assert_ok(shown != NULL, &err);
		publish(attack, &attack->reports[i], shown);
	}
	shown_close(shown);
	*n_rows += attack->n_rows;
	solve(attack);
	return isolate(attack, what);
}

static void
test_attack__isolates_nobody(void **state)
{
	const struct place *place = *state;
	struct store *store = must_open(place->path, STORE_READ);
	struct attack *attack = malloc(sizeof(*attack));
	const char *times_text = getenv("DISCLOSE_ATTACKS");
	const int n = times_text != NULL ? atoi(times_text) : 300;
	size_t with = 0, without = 0;
	int i, found = 0;
	char what[128] = "";

	for (i = 0; i < n; i++) {
		seed = (uint64_t)i + 1;
		if (attack_once(store, attack, true, &with, what) > 0)
			fail_msg("seed %d: %s", i + 1, what);
		seed = (uint64_t)i + 1;
		found += attack_once(store, attack, false, &without, what) > 0;
	}
	print_message("%d rows of %d reports: %zu counts shown, nobody "
		      "isolated; without a ledger %zu, and somebody is in %d\n",
		n, REPORTS, with, without, found);
	/* Else the attack is none, or nothing is shown. */
	assert_true(found * 4 > n);
	assert_true(with * 4 > without);
	free(attack);
	store_close(store);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_disclose__hides_few_in_one_table),
		cmocka_unit_test(test_disclose__looks_at_what_was_shown),
		cmocka_unit_test(test_disclose__does_not_show_who_changed),
		cmocka_unit_test(
			test_disclose__holds_a_split_against_its_whole),
		cmocka_unit_test(test_attack__isolates_nobody),
	};

	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests_name("disclose", tests, setup, teardown);
}
