/*
 * What a judge counts: pages, positions and answers, in all and by what the
 * page or the mark was (pen, scan, damage, ...). Tallies of many runs add up,
 * so that a long run can be done in pieces.
 *
 * A position is one printed box. It counts when its item was judged: on a page
 * that was read, and not an item of which nothing can be said.
 */
#ifndef SKAPA_TESTS_TOOLS_TALLY_H
#define SKAPA_TESTS_TOOLS_TALLY_H

#include <stdbool.h>

struct err;

enum count {
	COUNT_PAGES,
	COUNT_REFUSED,
	COUNT_LOST,	  /* neither read nor refused */
	COUNT_WRONG_PAGE, /* taken for another page */
	COUNT_POSITIONS,
	COUNT_ITEMS,
	COUNT_HONEST, /* single marks that survived the scan */
	COUNT_REVIEWED,
	COUNT_BLANKS,
	COUNT_BLANK_REVIEWED,
	COUNT_DOUBTFUL, /* for a person */
	COUNT_ANSWERED, /* of them, filed as certain: silent errors */
	COUNT_WRONG,	/* silent errors: another value, */
	COUNT_MISSED,	/* blank for a mark, */
	COUNT_INVENTED, /* a value for no mark */
	COUNT__MAX
};

#define TALLY_KEY 64

struct tally {
	char key[TALLY_KEY];
	long n[COUNT__MAX];
};

#define TALLY_KEYS 400
#define TALLY_TABLES 12

struct table {
	char by[TALLY_KEY];
	int n;
	struct tally at[TALLY_KEYS];
};

struct tallies {
	struct tally all;
	struct tally office; /* clean and office scans of undamaged pages */
	int n_tables;
	struct table tables[TALLY_TABLES];
};

/* What a run may have at most, as shares of honest marks and of pages. */
struct tally_limits {
	double review, refused;		      /* of all */
	double office_review, office_refused; /* of clean office scans */
};

/* The row of that key; it is made. The last row takes what has no room. */
struct tally *table_row(struct table *table, const char *key);
/* False if there are TALLY_TABLES already. */
bool tallies_add_table(struct tallies *tallies, const char *by);

bool tallies_save(
	const struct tallies *tallies, const char *path, struct err *err);
/* Adds what a file has. Errors: ERR_INPUT names the file. */
bool tallies_add_file(
	struct tallies *tallies, const char *path, struct err *err);

/* To standard output, the rows by key; as Markdown or in columns. */
void tallies_print(struct tallies *tallies, bool markdown);
/* Says the sums, and FAILED with what is over a limit; false if anything is. */
bool tallies_pass(
	const struct tallies *tallies, const struct tally_limits *limits);

#endif
