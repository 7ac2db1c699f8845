#include "review/commands.h"

#include "core/err.h"
#include "core/file.h"
#include "core/log.h"
#include "core/str.h"
#include "intake/decode.h"
#include "review/assign.h"
#include "review/picture.h"
#include "review/shelf.h"
#include "review/tell.h"
#include "store/roles.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define STORE_WAIT_MS 10000

static const char *const formats[] = {"text", "json", NULL};

/* --- reviews ----------------------------------------------------------------
 */

#define OPTION_STORE                                                           \
	{                                                                      \
		"store", "DIR", "the store; $SKAPA_STORE, else ./skapa-store"  \
	}
#define OPTION_BY                                                              \
	{                                                                      \
		"by", "WHO", "who decides: initials or a role"                 \
	}

const struct cli_option review_list_options[] = {
	OPTION_STORE,
	{"format", "F", "text or json (one object a review)"},
	{0},
};
const struct cli_option review_show_options[] = {
	OPTION_STORE,
	{"format", "F", "text or json"},
	{"output", "FILE", "the picture; review-N.png if not given"},
	{0},
};
const struct cli_option review_decide_options[] = {
	OPTION_STORE, OPTION_BY, {0}};
const struct cli_option review_discard_options[] = {
	OPTION_STORE, OPTION_BY, {"reason", "TEXT", "why, in one line"}, {0}};

static bool
is_json(const struct cli *cli, bool *json, struct err *err)
{
	const char *format;

	if (!cli_word(cli, "format", formats, &format, err))
		return false;
	*json = format == formats[1];
	return true;
}

/* The number that is word 0, and the other words there must be. */
static bool
review_words(const struct cli *cli, int n, const char *what, int64_t *number,
	struct err *err)
{
	const char *word = cli->n_words > 0 ? cli->words[0] : "";
	char *end;

	errno = 0;
	*number = strtoll(word, &end, 10);
	if (word[0] < '1' || word[0] > '9' || *end != '\0' || errno != 0)
		return err_set(err, ERR_USAGE,
			"name the number of a review; skapa intake review list "
			"shows them");
	if (cli->n_words != n)
		return err_set(err, ERR_USAGE, "after the number: %s", what);
	return true;
}

static bool
who_decides(const struct cli *cli, const char **who, struct err *err)
{
	*who = cli_text(cli, "by", "");
	if ((*who)[0] == '\0')
		return err_set(err, ERR_USAGE,
			"say who decides with --by: initials or a role");
	return store_who_check(*who, err);
}

struct listing {
	struct str text;
	bool json;
};

static bool
list_review(const struct store_review *review, void *data, struct err *err)
{
	struct listing *listing = data;

	(void)err;
	if (listing->json) {
		tell_review_json(review, &listing->text);
		str_add(&listing->text, "\n");
	} else {
		tell_review(review, &listing->text);
	}
	return true;
}

int
run_review_list(struct cli *cli, struct err *err)
{
	struct listing listing = {0};
	struct store *store = NULL;
	bool ok = cli_words(cli, 0, 0, err) && is_json(cli, &listing.json, err);

	if (ok)
		store = store_open(cli_store(cli), STORE_READ, 0, err);
	store_at(store, program_now());
	ok = store != NULL &&
	     store_review_list(store, list_review, &listing, err);
	if (ok && listing.text.len == 0 && !listing.json)
		str_add(&listing.text, "nothing waits\n");
	ok = ok && program_print(&listing.text, err);
	store_close(store);
	str_finish(&listing.text);
	return ok ? PROGRAM_DONE : program_fail(err);
}

/* What can be decided of it, in a line. */
static void
add_ways(const struct store_review *review, struct str *out)
{
	static const char *const ways[] = {
		[REVIEW_ANSWER] = "set %lld STEP|blank|declined|"
				  "not_understood|unreadable",
		[REVIEW_CONFLICT] = "keep %lld (the filed scan, above) or "
				    "take %lld (the newer one)",
		[REVIEW_WRITING] = "set %lld 'WHAT IS WRITTEN' or blank",
		[REVIEW_PAGE] = "assign %lld CODE-LINE or discard %lld "
				"--reason TEXT",
	};
	const char *at = ways[review->kind];

	str_add(out, review->is_open ? "To decide: " : "");
	if (!review->is_open && review->is_decided) {
		str_addf(out, "To take it back: undo %lld --by WHO\n",
			(long long)review->number);
		return;
	}
	if (!review->is_open) {
		str_add(out, "It waits no longer: the page was read or decided "
			     "otherwise.\n");
		return;
	}
	for (; *at != '\0'; at++) {
		if (strncmp(at, "%lld", 4) == 0) {
			str_addf(out, "%lld", (long long)review->number);
			at += 3;
		} else {
			str_add_bytes(out, at, 1);
		}
	}
	str_add(out, " --by WHO\n");
}

static bool
add_history(const struct store_decision *decision, void *data, struct err *err)
{
	(void)err;
	tell_decision(decision, data);
	return true;
}

static bool
show_review(struct store *store, const struct store_review *review, bool json,
	struct str *out, struct err *err)
{
	if (json) {
		tell_review_json(review, out);
		str_add(out, "\n");
		return true;
	}
	tell_review(review, out);
	if (!store_review_history(store, review->number, add_history, out, err))
		return false;
	add_ways(review, out);
	return true;
}

int
run_review_show(struct cli *cli, struct err *err)
{
	struct str out = {0}, picture = {0}, path = {0};
	struct decoder *decoder = NULL;
	struct store *store = NULL;
	struct store_review review;
	struct err why = {0};
	int64_t number;
	bool json, ok;

	ok = review_words(cli, 1, "nothing", &number, err) &&
	     is_json(cli, &json, err);
	if (ok)
		store = store_open(cli_store(cli), STORE_READ, 0, err);
	store_at(store, program_now());
	ok = store != NULL && store_review_get(store, number, &review, err) &&
	     show_review(store, &review, json, &out, err);
	if (ok)
		decoder = decoder_new(err);
	ok = decoder != NULL;
	if (ok) {
		str_addf(&path, "%s", cli_text(cli, "output", ""));
		if (path.len == 0)
			str_addf(&path, "review-%lld.png", (long long)number);
		ok = str_ok(&path, err);
	}
	/* A scan that cannot be seen is told, and the rest is shown. */
	if (ok && !picture_of(store, decoder, &review, &picture, &why))
		log_line("no picture of review %lld: %s", (long long)number,
			why.text);
	else if (ok)
		ok = file_write(path.at, picture.at, picture.len, err);
	if (ok && why.code == ERR_NONE && !json)
		str_addf(&out, "Picture: %s\n", path.at);
	ok = ok && program_print(&out, err);
	decoder_free(decoder);
	store_close(store);
	str_finish(&out);
	str_finish(&picture);
	str_finish(&path);
	return ok ? PROGRAM_DONE : program_fail(err);
}

/* A decision on an open store; what is NULL where the command has no word. */
typedef bool decide_one(struct store *store, int64_t number, const char *what,
	const char *who, const char *today, struct err *err);

static int
decide(struct cli *cli, int n_words, const char *words, const char *what,
	decide_one *one, struct err *err)
{
	struct store *store = NULL;
	char today[PROGRAM_DATE];
	struct str out = {0};
	const char *who;
	int64_t number;
	bool ok;

	program_today(today);
	ok = review_words(cli, n_words, words, &number, err) &&
	     who_decides(cli, &who, err);
	if (ok)
		store = store_open(
			cli_store(cli), STORE_WRITE, STORE_WAIT_MS, err);
	store_at(store, program_now());
	ok = store != NULL &&
	     one(store, number,
		     n_words > 1 && cli->n_words > 1 ? cli->words[1] : what,
		     who, today, err);
	store_close(store);
	if (ok)
		str_addf(&out, "%lld decided\n", (long long)number);
	ok = ok && program_print(&out, err);
	str_finish(&out);
	return ok ? PROGRAM_DONE : program_fail(err);
}

/* "3" or a word; a step that is not on the item is for the store to refuse. */
static bool
answer_of_word(const char *word, enum answer_status *status, int *value,
	struct err *err)
{
	char *end;
	const long step = strtol(word, &end, 10);

	*value = VALUE_NONE;
	*status = ANSWER_ANSWERED;
	if (word[0] >= '0' && word[0] <= '9' && *end == '\0') {
		*value = step > STEP_MAX ? STEP_MAX + 1 : (int)step;
		return true;
	}
	*status = answer_status_of_word(word);
	if (*status == ANSWER_BLANK || *status == ANSWER_DECLINED ||
		*status == ANSWER_NOT_UNDERSTOOD ||
		*status == ANSWER_UNREADABLE)
		return true;
	return err_set(err, ERR_USAGE,
		"\"%s\" is no value; a step, or blank, declined, "
		"not_understood, unreadable",
		word);
}

static bool
set_one(struct store *store, int64_t number, const char *what, const char *who,
	const char *today, struct err *err)
{
	struct store_review review;
	enum answer_status status;
	int value;

	if (!store_review_get(store, number, &review, err))
		return false;
	if (review.kind == REVIEW_WRITING)
		return store_review_write(store, number,
			strcmp(what, "blank") == 0 ? "" : what, who, today,
			err);
	return answer_of_word(what, &status, &value, err) &&
	       store_review_set(store, number, status, value, who, today, err);
}

static bool
keep_one(struct store *store, int64_t number, const char *what, const char *who,
	const char *today, struct err *err)
{
	(void)what;
	return store_review_choose(store, number, false, who, today, err);
}

static bool
take_one(struct store *store, int64_t number, const char *what, const char *who,
	const char *today, struct err *err)
{
	(void)what;
	return store_review_choose(store, number, true, who, today, err);
}

static bool
undo_one(struct store *store, int64_t number, const char *what, const char *who,
	const char *today, struct err *err)
{
	(void)what;
	return store_review_undo(store, number, who, today, err);
}

static bool
discard_one(struct store *store, int64_t number, const char *what,
	const char *who, const char *today, struct err *err)
{
	return store_review_discard(store, number, what, who, today, err);
}

int
run_review_set(struct cli *cli, struct err *err)
{
	return decide(
		cli, 2, "the value that the person marked", NULL, set_one, err);
}

int
run_review_keep(struct cli *cli, struct err *err)
{
	return decide(cli, 1, "nothing", NULL, keep_one, err);
}

int
run_review_take(struct cli *cli, struct err *err)
{
	return decide(cli, 1, "nothing", NULL, take_one, err);
}

int
run_review_undo(struct cli *cli, struct err *err)
{
	return decide(cli, 1, "nothing", NULL, undo_one, err);
}

int
run_review_discard(struct cli *cli, struct err *err)
{
	return decide(cli, 1, "nothing", cli_text(cli, "reason", ""),
		discard_one, err);
}

/* Reads the scan before the store is held for writing. */
int
run_review_assign(struct cli *cli, struct err *err)
{
	struct shelf *shelf = NULL;
	struct store *store = NULL;
	struct store_review review;
	struct reading reading;
	char line[CODE_LINE], today[PROGRAM_DATE];
	struct str out = {0};
	struct page_book book;
	const char *who;
	int64_t number;
	bool ok;

	program_today(today);
	ok = review_words(cli, 2, "the code line of the page", &number, err) &&
	     who_decides(cli, &who, err);
	if (ok && !code_line_read(cli->words[1], line))
		ok = err_set(err, ERR_USAGE,
			"\"%s\" is no code line; look again at the ten symbols "
			"beside the page's code",
			cli->words[1]);
	if (ok)
		shelf = shelf_new(cli_store(cli), err);
	ok = shelf != NULL && shelf_open(shelf, &book, err) &&
	     store_review_get(shelf_store(shelf), number, &review, err) &&
	     assign_read(shelf, &book, &review, line, &reading, err);
	if (ok)
		store = store_open(
			cli_store(cli), STORE_WRITE, STORE_WAIT_MS, err);
	store_at(store, program_now());
	ok = store != NULL &&
	     store_review_assign(store, number, &reading, who, today, err);
	if (ok) {
		str_addf(&out, "%lld decided: %s\n", (long long)number,
			reading_status_word(reading.status));
		tell_waiting(&reading, &out);
		ok = program_print(&out, err);
	}
	store_close(store);
	shelf_free(shelf);
	str_finish(&out);
	return ok ? PROGRAM_DONE : program_fail(err);
}

/* --- missing
 * ------------------------------------------------------------------ */

const struct cli_option review_missing_options[] = {
	OPTION_STORE,
	{"session", "NAME",
		"one session; all that lack something if not given"},
	{"format", "F", "text or json (one object a sheet)"},
	{0},
};

struct missing {
	struct str text, sheets; /* sheets: of the session so far */
	char session[STORE_SESSION];
	struct due_count count;
	bool json, all;
};

/* Ends a session; one that lacks nothing is told only if it was asked for. */
static void
end_session(struct missing *missing)
{
	const struct due_count *count = &missing->count;

	if (count->issued > 0 &&
		(missing->all || count->received < count->issued)) {
		str_addf(&missing->text, "%s: ", missing->session);
		tell_count(count, &missing->text);
		str_addf(&missing->text, "\n%s",
			missing->sheets.len > 0 ? missing->sheets.at : "");
	}
	str_clear(&missing->sheets);
	missing->count = (struct due_count){0};
}

static bool
add_missing(const struct store_due *due, void *data, struct err *err)
{
	struct missing *missing = data;

	(void)err;
	if (missing->json) {
		if (due->n_missing > 0)
			tell_due_json(due, &missing->text);
		return true;
	}
	if (strcmp(due->session, missing->session) != 0)
		end_session(missing);
	memcpy(missing->session, due->session, sizeof(missing->session));
	due_count_add(&missing->count, due);
	tell_due(due, &missing->sheets);
	return true;
}

int
run_review_missing(struct cli *cli, struct err *err)
{
	const char *session = cli_text(cli, "session", NULL);
	struct missing missing = {.all = session != NULL};
	struct store *store = NULL;
	bool ok = cli_words(cli, 0, 0, err) && is_json(cli, &missing.json, err);

	if (ok)
		store = store_open(cli_store(cli), STORE_READ, 0, err);
	store_at(store, program_now());
	ok = store != NULL &&
	     store_due_session(store, session, add_missing, &missing, err);
	if (ok && !missing.json) {
		if (session != NULL && missing.count.issued == 0)
			ok = err_set(err, ERR_USAGE,
				"%s: has no sheets of a session \"%s\"",
				store_name(store), session);
		end_session(&missing);
		if (missing.text.len == 0)
			str_add(&missing.text, "nothing is missing\n");
	}
	ok = ok && program_print(&missing.text, err);
	store_close(store);
	str_finish(&missing.text);
	str_finish(&missing.sheets);
	return ok ? PROGRAM_DONE : program_fail(err);
}
