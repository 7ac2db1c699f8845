/*
 * The organisation's report as counts: who was offered an instrument, how far
 * they came, how their answers are spread, and whether those who answered twice
 * went up, stayed or went down. Everything that is counted has gone through
 * report/disclose.h; what was not may not be shown and is not here.
 *
 *	group_make(store, &ask, &group, err)
 *	group_text(&group, names, data, &out)	and group_json, group_pdf
 *	group_finish(&group)
 *
 * Who has others waiting makes it in parts, each in a transaction of its own:
 *
 *	group_begin(&ask, &group, err)
 *	group_count(store, &group, 20, err)	until group.part.is_all
 *	group_decide(store, &group, err)	with group_text and so on
 *
 * The people of a report are those who were first offered the series from
 * ask.from to ask.until (of that unit, if one is asked for); what they did up
 * to ask.until is counted. A series is one instrument, version, level and
 * number of steps; a caseworker's also one horizon: never two of them together.
 * A rating is an occasion with answers, numbered in its series from 1. What
 * people say afterwards of how it was then (LAYOUT_THEN) is no rating: it
 *stands beside the series of the same instrument, version and number of steps.
 *
 * There is no sum of items, no order among sites or staff, and no forecast. A
 * change is a difference between two ratings and not what something has led to.
 */
#ifndef SKAPA_REPORT_GROUP_H
#define SKAPA_REPORT_GROUP_H

#include "report/disclose.h"
#include "store/counted.h"

struct err;
struct str;

#define GROUP_RATINGS 4 /* first to fourth are shown each */
#define GROUP_SERIES 16
#define GROUP_ITEMS 64
#define GROUP_REASONS 6
#define GROUP_WAYS 9 /* of a split at most */
#define GROUP_BY_THEN 3

struct group_ask {
	char from[STORE_DATE], until[STORE_DATE]; /* both days are in it */
	char unit[LAYOUT_KEY];			  /* "": all */
	char instrument[LAYOUT_KEY];		  /* "": all */
	/* What changes are counted from: rating 1, rating 2, GROUP_BY_THEN. */
	int baseline;
	size_t least; /* DISCLOSE_LEAST and up */
	/* Test-retest of this place, 0: not known, and nothing is reliable. */
	double retest;
};

enum group_split {
	SPLIT_NONE,
	SPLIT_SEX,
	SPLIT_MODE,
	SPLIT_LANGUAGE, /* not within a unit */
	SPLIT_HELP,
	SPLIT__MAX
};

enum group_kind {
	GROUP_FLOW,	/* no rating, one, two, three, more */
	GROUP_CLOSING,	/* no closing, a closing */
	GROUP_REASON,	/* always rated; why not: not said, reasons[0] ... */
	GROUP_HANDOVER, /* the same caseworker, another */
	GROUP_OVERDUE,	/* no, over three months and two weeks */
	/* Of the data: no answer of the person's, at least one. */
	GROUP_UNREADABLE,
	GROUP_WAITING, /* for somebody to look at it */
	GROUP_DECIDED, /* by somebody */
	GROUP_TWO_MARKS,
	GROUP_UNREVIEWED, /* no rating in words that are a draft, one */
	GROUP_ASKED,	  /* not asked how it was then, asked */
	GROUP_ALIKE,	  /* the same step on every item, not (or too few) */
	GROUP_ITEM,	  /* step 1 .. top, declined, not understood, missing */
	/* Of who was asked how it was then. */
	GROUP_THEN,  /* as GROUP_ITEM */
	GROUP_SHIFT, /* from the first rating to that: as GROUP_CHANGE */
	/*
	 * Of who rated again after the baseline (of a then-test: of who was
	 * asked), to their latest rating.
	 */
	GROUP_CHANGE,	/* up, same, down, one of the two is missing */
	GROUP_RELIABLE, /* up beyond noise, within, down beyond, missing */
	/*
	 * Of everybody: the own latest answer by thirds of its ladder and the
	 * caseworker's, low low, low middle .. high high, one is missing.
	 */
	GROUP_BELIEF,
	/*
	 * Never shown: what follows from several of the above together, so that
	 * they are held against it.
	 */
	GROUP_RATED,	  /* never, at least once */
	GROUP_WANTING,	  /* no item without an answer, one */
	GROUP_LATEST,	  /* own latest answer by thirds, missing, no rating */
	GROUP_GAPS,	  /* which of the two answers of a change is missing */
	GROUP_SHIFT_GAPS, /* of a shift */
	GROUP_KIND__MAX
};
enum { CHANGE_UP, CHANGE_SAME, CHANGE_DOWN, CHANGE_MISSING, CHANGE__MAX };
enum { BELIEF_THIRDS = 3, BELIEF_MISSING = 9, BELIEF__MAX };

struct group_table {
	enum group_kind kind;
	enum group_split split;
	int item;   /* of the series; -1: of none */
	int rating; /* 1..GROUP_RATINGS; 0: of none */
	int n_ways; /* of the split; 1 without */
	/*
	 * As said at the kinds; of a split two: of the flow fewer than two
	 * ratings, and two or more; of who has both answers up, and not up.
	 */
	int n_cells; /* of each way; cell c of way w is w * n_cells + c */
	struct disclose_result result;
};

struct group_member;
struct group_series {
	char instrument[LAYOUT_KEY], version[LAYOUT_KEY], level[LAYOUT_KEY];
	int steps;
	enum store_rater rater;
	int horizon_months; /* of a caseworker's */
	struct {
		char key[ITEM_KEY];
		int top;
	} items[GROUP_ITEMS];
	size_t n_items;
	char reasons[GROUP_REASONS][LAYOUT_KEY];
	size_t n_reasons;
	struct group_table *tables;
	size_t n_tables;
	bool has_days;
	double days;	  /* from the first rating to the second, the median */
	bool is_withheld; /* the period differs by too few: nothing is shown */
	/* SD of the baseline by item where reliable change is asked for. */
	double sd[GROUP_ITEMS];
	/* Whether anybody said how it was then; of whom a caseworker said it.
	 */
	bool has_then, has_belief;
	/* While it is made; n_members is not to be shown. */
	struct group_member *members;
	size_t n_members, room;
};

struct group {
	struct group_ask ask;
	struct group_series *series;
	size_t n_series;
	struct counted_part part; /* how far it has come */
};

/*
 * Counts, decides what may be shown, and keeps in the store that it was: the
 * store is open for writing. Errors: ERR_USAGE for a period, baseline or least
 * that is none; those of store/store.h.
 */
bool group_make(struct store *store, const struct group_ask *ask,
	struct group *group, struct err *err);
/*
 * The same in parts. Each of group_count reads the next so many people, each of
 * them whole: nothing that is counted is of two people. Who was forgotten since
 * is not counted. group_decide writes, in a transaction of the caller's
 * (store_bulk_begin); what comes of it may be shown when that is kept. After a
 * failure group_finish is all that may be called. Errors: as group_make, and
 * ERR_LIMIT for too many series or items.
 */
bool group_begin(
	const struct group_ask *ask, struct group *group, struct err *err);
bool group_count(struct store *store, struct group *group, size_t people,
	struct err *err);
bool group_decide(struct store *store, struct group *group, struct err *err);
void group_finish(struct group *group);

/* NULL if there is none, or it may not be shown. */
const struct group_table *group_table(const struct group_series *series,
	enum group_kind kind, enum group_split split, int item, int rating);

/* The words of a split's ways, in Swedish and as keys; NULL ends them. */
const char *const *group_ways(enum group_split split, bool as_keys);

/*
 * The Swedish name of an item, of the instrument for item NULL; as
 * person_label (report/person.h).
 */
typedef const char *group_name(
	const char *instrument, const char *item, void *data);

/* At most 72 columns of Latin-1's signs, UTF-8. */
void group_text(const struct group *group, group_name *name, void *data,
	struct str *out);
/* One object, with the names of what is above; a count withheld is null. */
void group_json(const struct group *group, struct str *out);

/*
 * The caseworkers' question that stands beside an own one, and its Swedish
 * name; NULL: none does.
 */
const char *group_belief(const char *instrument, const char *item);
/* The words of baselines from 1: "first", "second", "then"; NULL ends them. */
extern const char *const group_baselines[];
/*
 * Whether the first n cells are all shown: then what follows from these alone
 * may be said, whatever is hidden behind them.
 */
bool group_knows(const struct group_table *table, size_t n);
/* Whether the series asks if people came closer to the labour market. */
bool group_has_closer(const struct group_series *series);
/* How many of n said so; false: nobody answered, or it may not be shown. */
bool group_closer(const struct group_series *series, size_t *yes, size_t *n);
struct stats_range;
/*
 * Of a change split by sex: women's share of who went up less men's; *n is how
 * many the fewer of both are. False: another table, or one of them is nobody.
 */
bool group_sexes(
	const struct group_table *table, struct stats_range *range, size_t *n);
/* Whether a table's cells are up, same, down, missing. */
bool group_is_change(enum group_kind kind);

struct text_engine;
/* PDF/A-1b. at: when it is made, seconds since 1970, UTC. */
bool group_pdf(const struct group *group, group_name *name, void *data,
	struct text_engine *engine, int64_t at, struct str *out,
	struct err *err);

#endif
