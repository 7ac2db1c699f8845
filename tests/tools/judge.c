/*
 * judge: compares what was read with what was written. Lines of `skapa intake
 * read --format json` against the truth lines of complete.
 *
 *	judge --truth truth.jsonl --read read.jsonl [--save FILE]
 *	judge FILE...
 *
 * The second sums up what earlier runs saved.
 *
 * Exit status: 0 within the limits; 1 a silent error, a page that is neither
 * read nor refused, or a rate over its limit; 2 wrong usage.
 *
 * A silent error is an answer filed as certain that is not what the person
 * wrote: another value, a value for a blank or for two marks, or `blank` for a
 * mark that survived the scan.
 */
#include "tests/tools/tally.h"

#include "core/err.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

static const char usage[] =
	"usage: judge --truth FILE --read FILE\n"
	"       judge FILE... (saved ones, added up)\n"
	"  --max-review SHARE   of honest single marks sent to a person "
	"(0.01)\n"
	"  --max-refused SHARE  of pages (0.002)\n"
	"  --max-office-review SHARE, --max-office-refused SHARE\n"
	"                       the same of clean office scans (0.005, "
	"0.002)\n"
	"  --save FILE          what was counted, to be added up later\n"
	"  --table FORM         text or markdown (text)\n"
	"  --errors N           silent errors to show (20)\n"
	"  --reviews N          honest marks sent to a person to show (0)\n"
	"  --by KEY             also a table by pen, scan, damage, format,\n"
	"                       kind, style, ink, sheet, ...; may be given\n"
	"                       twelve times\n"
	"                       (without any: pen, scan and kind)\n";

enum verdict {
	RIGHT,	  /* as written, or left to a person where that is right */
	REVIEWED, /* an honest mark or a clean blank sent to a person */
	SILENT,	  /* a wrong answer that nobody would look at */
	SKIPPED,  /* nothing can be said of it */
	VERDICT__MAX
};

struct judge {
	json_t *read; /* "file\npage" to reading */
	struct tallies counted;
	int show_errors, show_reviews;
};

static const char *
text_of(const json_t *from, const char *key)
{
	const char *text = json_string_value(json_object_get(from, key));

	return text ? text : "";
}

/* A value as text, whether it is a number or a word. */
static void
value_text(const json_t *from, char text[40])
{
	const json_t *value = json_object_get(from, "value");

	text[0] = '\0';
	if (json_is_integer(value))
		snprintf(text, 40, "%d", (int)json_integer_value(value));
	else if (json_is_string(value))
		snprintf(text, 40, "%s", json_string_value(value));
}

/* What the reader says: a value, "blank", or "review" for all the rest. */
static void
reading_text(const json_t *answer, char text[40])
{
	const char *status = text_of(answer, "status");

	if (strcmp(status, "answered") == 0)
		value_text(answer, text);
	else if (strcmp(status, "declined") == 0 ||
		 strcmp(status, "not_understood") == 0 ||
		 strcmp(status, "blank") == 0)
		snprintf(text, 40, "%s", status);
	else
		snprintf(text, 40, "review");
}

static const char *
base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static json_t *
load_lines(const char *path)
{
	json_t *lines = json_array();
	char *line = NULL;
	size_t room = 0;
	FILE *file = fopen(path, "r");
	json_error_t where;
	int n = 0;

	if (!file) {
		fprintf(stderr, "judge: %s: %s\n", path, strerror(errno));
		exit(2);
	}
	while (getline(&line, &room, file) > 0) {
		json_t *one = json_loads(line, 0, &where);

		n++;
		if (!one) {
			fprintf(stderr, "judge: %s: line %d: %s\n", path, n,
				where.text);
			exit(2);
		}
		json_array_append_new(lines, one);
	}
	free(line);
	fclose(file);
	return lines;
}

static void
page_key(const char *file, int page, char key[400])
{
	snprintf(key, 400, "%s\n%d", base_name(file), page);
}

static void
index_readings(struct judge *judge, const json_t *lines)
{
	char key[400];
	size_t i;

	judge->read = json_object();
	for (i = 0; i < json_array_size(lines); i++) {
		json_t *one = json_array_get(lines, i);
		const json_t *page = json_object_get(one, "source_page");

		page_key(text_of(one, "source"), (int)json_integer_value(page),
			key);
		json_object_set(judge->read, key, one);
	}
}

static const json_t *
answer_of(const json_t *reading, const char *item)
{
	const json_t *answers = json_object_get(reading, "answers");
	size_t i;

	for (i = 0; i < json_array_size(answers); i++) {
		const json_t *one = json_array_get(answers, i);

		if (strcmp(text_of(one, "item"), item) == 0)
			return one;
	}
	return NULL;
}

static enum verdict
judge_item(const json_t *truth, const char *want, const char *got)
{
	const char *review = text_of(truth, "review");
	bool blank_ok = json_is_true(json_object_get(truth, "blank_ok"));
	bool lost = json_is_true(json_object_get(truth, "lost"));
	bool gone = json_is_true(json_object_get(truth, "gone"));
	bool left = strcmp(got, "review") == 0;

	if (strcmp(review, "skip") == 0)
		return SKIPPED;
	if (strcmp(review, "must") == 0)
		return left ? RIGHT : SILENT;
	if (left) {
		if (lost || blank_ok || strcmp(review, "may") == 0)
			return RIGHT;
		return REVIEWED;
	}
	if (strcmp(got, "blank") == 0)
		/* Of a lost box blank is never right: the mark may be gone. */
		return !gone && (blank_ok || !want[0]) ? RIGHT : SILENT;
	return want[0] && strcmp(want, got) == 0 ? RIGHT : SILENT;
}

static void
count_item(struct tally *tally, const json_t *truth, const char *want,
	const char *got, enum verdict verdict)
{
	bool must = strcmp(text_of(truth, "review"), "must") == 0;
	bool no = strcmp(text_of(truth, "review"), "no") == 0 &&
		  !json_is_true(json_object_get(truth, "lost")) &&
		  !json_is_true(json_object_get(truth, "blank_ok"));

	if (verdict == SKIPPED)
		return;
	tally->n[COUNT_ITEMS]++;
	tally->n[COUNT_POSITIONS] +=
		(long)json_integer_value(json_object_get(truth, "boxes"));
	if (must) {
		tally->n[COUNT_DOUBTFUL]++;
		tally->n[COUNT_ANSWERED] += verdict == SILENT;
		return;
	}
	if (no && want[0]) {
		tally->n[COUNT_HONEST]++;
		tally->n[COUNT_REVIEWED] += verdict == REVIEWED;
	} else if (no) {
		tally->n[COUNT_BLANKS]++;
		tally->n[COUNT_BLANK_REVIEWED] += verdict == REVIEWED;
	}
	if (verdict != SILENT)
		return;
	if (strcmp(got, "blank") == 0)
		tally->n[COUNT_MISSED]++;
	else if (!want[0])
		tally->n[COUNT_INVENTED]++;
	else
		tally->n[COUNT_WRONG]++;
}

static void
show(const char *what, const json_t *page, const json_t *truth,
	const char *want, const char *got, const json_t *answer)
{
	char *marks = json_dumps(json_object_get(answer, "marks"),
		JSON_COMPACT | JSON_REAL_PRECISION(3) | JSON_ENCODE_ANY);

	printf("%s: %s page %d, %s: %s %s (contrast %.0f, %.1f mm2), pen %s, "
	       "scan %s, damage %s, %s: want '%s', got '%s'%s%s %s\n",
		what, text_of(page, "file"),
		(int)json_integer_value(json_object_get(page, "source_page")),
		text_of(truth, "item"), text_of(truth, "kind"),
		text_of(truth, "style"),
		json_number_value(json_object_get(truth, "contrast")),
		json_number_value(json_object_get(truth, "ink_mm2")),
		text_of(page, "pen"), text_of(page, "scan"),
		text_of(page, "damage"), text_of(page, "format"),
		want[0] ? want : "blank", got,
		text_of(answer, "reason")[0] ? " because " : "",
		text_of(answer, "reason"), marks ? marks : "");
	free(marks);
}

/* The tally of a table for this item: its key is of the page or the item. */
static struct tally *
table_tally(struct table *table, const json_t *page, const json_t *truth)
{
	const char *key = text_of(page, table->by);

	if (!key[0] && truth)
		key = text_of(truth, table->by);
	return table_row(table, key[0] ? key : "-");
}

static bool
by_item(const struct table *table)
{
	return strcmp(table->by, "kind") == 0 ||
	       strcmp(table->by, "style") == 0 || strcmp(table->by, "ink") == 0;
}

/* A scan as an office makes it, of a page that nothing happened to. */
static bool
is_office(const json_t *page)
{
	const char *scan = text_of(page, "scan");

	return (strcmp(scan, "clean") == 0 || strcmp(scan, "office") == 0) &&
	       strcmp(text_of(page, "damage"), "none") == 0;
}

static void
judge_items(struct judge *judge, const json_t *page, const json_t *reading)
{
	const json_t *items = json_object_get(page, "items");
	struct tallies *counted = &judge->counted;
	size_t i;
	int k;

	for (i = 0; i < json_array_size(items); i++) {
		const json_t *truth = json_array_get(items, i);
		const json_t *answer =
			answer_of(reading, text_of(truth, "item"));
		char want[40], got[40];
		enum verdict verdict;

		value_text(truth, want);
		/* An item that is not in the reading at all is lost. */
		if (answer)
			reading_text(answer, got);
		else
			snprintf(got, sizeof(got), "blank");
		verdict = judge_item(truth, want, got);
		if (!answer)
			verdict = SILENT;
		count_item(&counted->all, truth, want, got, verdict);
		if (is_office(page))
			count_item(&counted->office, truth, want, got, verdict);
		for (k = 0; k < counted->n_tables; k++)
			count_item(
				table_tally(&counted->tables[k], page, truth),
				truth, want, got, verdict);
		if (verdict == SILENT && judge->show_errors-- > 0)
			show("SILENT", page, truth, want, got, answer);
		if (verdict == REVIEWED && judge->show_reviews-- > 0)
			show("review", page, truth, want, got, answer);
	}
}

enum page_end { PAGE_READ, PAGE_REFUSED, PAGE_LOST, PAGE_WRONG };

static void
count_page(struct tally *tally, enum page_end end)
{
	tally->n[COUNT_PAGES]++;
	tally->n[COUNT_REFUSED] += end == PAGE_REFUSED;
	tally->n[COUNT_LOST] += end == PAGE_LOST;
	tally->n[COUNT_WRONG_PAGE] += end == PAGE_WRONG;
}

static enum page_end
page_end_of(const json_t *page, const json_t *reading)
{
	const char *status = text_of(reading, "status");
	const char *want = text_of(page, "code");
	bool no_items = json_array_size(json_object_get(page, "items")) == 0;

	if (!reading)
		return PAGE_LOST;
	if (strcmp(status, "refused") == 0)
		return PAGE_REFUSED;
	if (strcmp(status, "blank_page") == 0)
		/* Right for a layout page without boxes, else a lost page. */
		return no_items ? PAGE_READ : PAGE_LOST;
	if (want[0] && strcmp(want, text_of(reading, "code")) != 0)
		return PAGE_WRONG;
	return PAGE_READ;
}

static void
judge_page(struct judge *judge, const json_t *page)
{
	struct tallies *counted = &judge->counted;
	const json_t *reading;
	enum page_end end;
	char key[400];
	int k;

	page_key(text_of(page, "file"),
		(int)json_integer_value(json_object_get(page, "source_page")),
		key);
	reading = json_object_get(judge->read, key);
	if (!reading) {
		/* A file refused as a whole has one line, without a page. */
		page_key(text_of(page, "file"), 0, key);
		reading = json_object_get(judge->read, key);
	}
	end = page_end_of(page, reading);
	count_page(&counted->all, end);
	if (is_office(page))
		count_page(&counted->office, end);
	for (k = 0; k < counted->n_tables; k++)
		if (!by_item(&counted->tables[k]))
			count_page(table_tally(&counted->tables[k], page, NULL),
				end);
	if (end == PAGE_REFUSED && judge->show_reviews > 0)
		printf("refused: %s page %d, pen %s, scan %s, damage %s, "
		       "turn %d: %s\n",
			text_of(page, "file"),
			(int)json_integer_value(
				json_object_get(page, "source_page")),
			text_of(page, "pen"), text_of(page, "scan"),
			text_of(page, "damage"),
			(int)json_integer_value(json_object_get(page, "turn")),
			text_of(reading, "reason"));
	if (end == PAGE_LOST || end == PAGE_WRONG)
		printf("%s: %s page %d, scan %s, damage %s: status '%s'\n",
			end == PAGE_LOST ? "LOST PAGE" : "WRONG PAGE",
			text_of(page, "file"),
			(int)json_integer_value(
				json_object_get(page, "source_page")),
			text_of(page, "scan"), text_of(page, "damage"),
			text_of(reading, "status"));
	if (end == PAGE_READ)
		judge_items(judge, page, reading);
}

static int
wrong_usage(const char *what)
{
	fprintf(stderr, "judge: %s\n%s", what, usage);
	return 2;
}

struct ask {
	const char *truth, *read, *save;
	bool markdown;
	struct tally_limits limits;
};

/* One option and its value. */
static bool
set_option(struct judge *judge, struct ask *ask, const char *name,
	const char *value)
{
	if (strcmp(name, "--truth") == 0)
		ask->truth = value;
	else if (strcmp(name, "--read") == 0)
		ask->read = value;
	else if (strcmp(name, "--save") == 0)
		ask->save = value;
	else if (strcmp(name, "--table") == 0)
		ask->markdown = strcmp(value, "markdown") == 0;
	else if (strcmp(name, "--max-review") == 0)
		ask->limits.review = strtod(value, NULL);
	else if (strcmp(name, "--max-refused") == 0)
		ask->limits.refused = strtod(value, NULL);
	else if (strcmp(name, "--max-office-review") == 0)
		ask->limits.office_review = strtod(value, NULL);
	else if (strcmp(name, "--max-office-refused") == 0)
		ask->limits.office_refused = strtod(value, NULL);
	else if (strcmp(name, "--errors") == 0)
		judge->show_errors = atoi(value);
	else if (strcmp(name, "--reviews") == 0)
		judge->show_reviews = atoi(value);
	else
		return strcmp(name, "--by") == 0 &&
		       tallies_add_table(&judge->counted, value);
	return true;
}

static void
judge_files(struct judge *judge, const struct ask *ask)
{
	json_t *pages = load_lines(ask->truth);
	json_t *readings = load_lines(ask->read);
	size_t k;

	index_readings(judge, readings);
	for (k = 0; k < json_array_size(pages); k++)
		judge_page(judge, json_array_get(pages, k));
	json_decref(judge->read);
	json_decref(readings);
	json_decref(pages);
}

int
main(int argc, char *argv[])
{
	static struct judge judge = {.show_errors = 20};
	static const char *const usual[] = {"pen", "scan", "kind"};
	struct ask ask = {.limits = {.01, .002, .005, .002}};
	struct err err = {.code = ERR_NONE};
	size_t k;
	int i;

	snprintf(judge.counted.all.key, TALLY_KEY, "all");
	for (i = 1; i + 1 < argc && strncmp(argv[i], "--", 2) == 0; i += 2)
		if (!set_option(&judge, &ask, argv[i], argv[i + 1]))
			return wrong_usage("unknown option");
	if ((ask.truth && ask.read) == (i < argc))
		return wrong_usage("--truth and --read are needed");
	for (; i < argc; i++)
		if (!tallies_add_file(&judge.counted, argv[i], &err)) {
			fprintf(stderr, "judge: %s\n", err.text);
			return 2;
		}
	if (judge.counted.n_tables == 0)
		for (k = 0; k < 3; k++)
			tallies_add_table(&judge.counted, usual[k]);
	if (ask.truth)
		judge_files(&judge, &ask);
	tallies_print(&judge.counted, ask.markdown);
	if (ask.save && !tallies_save(&judge.counted, ask.save, &err)) {
		fprintf(stderr, "judge: %s\n", err.text);
		return 2;
	}
	return tallies_pass(&judge.counted, &ask.limits) ? 0 : 1;
}
