/* skapa store audit: who did what, and whether that can be trusted. */
#include "store/main.h"

#include "core/code.h"
#include "core/doc.h"
#include "core/err.h"
#include "core/file.h"
#include "core/program.h"
#include "core/str.h"
#include "store/chain.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

const struct cli_option audit_verify_options[] = {
	OPTION_STORE,
	{"head", "FILE", "heads that were kept, a line each"},
	{0},
};

const struct cli_option audit_show_options[] = {
	OPTION_STORE,
	OPTION_FORMAT,
	{"person", "CODE", "only what concerns this person"},
	{"from", "DATE", "only from this day on, YYYY-MM-DD in UTC"},
	{0},
};

static void
add_finding(const char *sentence, void *data)
{
	str_addf(data, "%s\n", sentence);
}

static void
add_counts(const struct store_audit *audit, struct str *out)
{
	str_addf(out, "%lld row%s, each follows from the one before",
		(long long)audit->rows, audit->rows == 1 ? "" : "s");
	if (audit->heads > 0)
		str_addf(out, "; %zu kept head%s found again", audit->heads,
			audit->heads == 1 ? "" : "s");
	str_add(out, "\n");
}

int
audit_verify_run(struct cli *cli, struct err *err)
{
	const char *file = cli_text(cli, "head", NULL);
	struct bytes heads = {0};
	struct store *store = NULL;
	struct store_audit audit;
	struct str out = {0};
	size_t n = 0;
	bool ok =
		cli_words(cli, 0, 0, err) &&
		(file == NULL || file_read(file, CHAIN_HEADS_MAX, &heads, err));

	store = ok ? main_open(cli, STORE_READ, err) : NULL;
	ok = store != NULL;
	if (ok && !store_audit_verify(store, (const char *)heads.at, heads.len,
			  add_finding, &out, &audit, &n, err))
		ok = file != NULL && err->code == ERR_INPUT
			     ? err_wrap(err, "%s", file)
			     : false;
	if (ok && n == 0)
		add_counts(&audit, &out);
	ok = ok && program_print(&out, err);
	if (ok && n > 0)
		ok = err_set(err, ERR_INPUT, "%s: the audit: %zu finding%s",
			store_name(store), n, n == 1 ? "" : "s");
	store_close(store);
	bytes_free(&heads);
	str_finish(&out);
	return ok ? PROGRAM_DONE : program_fail(err);
}

struct show {
	struct str out;
	bool is_json;
};

static void
add_time(struct str *out, int64_t at)
{
	const time_t seconds = (time_t)at;
	char text[32] = "";
	struct tm tm;

	if (at != 0 && gmtime_r(&seconds, &tm) != NULL)
		strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &tm);
	str_add(out, text[0] != '\0' ? text : "-");
}

static void
add_json(struct str *out, const struct store_event *event)
{
	char hash[2 * CHAIN_HASH + 1];

	str_hex(event->hash, CHAIN_HASH, hash);
	str_addf(out, "{\"n\":%lld", (long long)event->n);
	if (event->at == 0) {
		str_add(out, ",\"at\":null");
	} else {
		str_add(out, ",\"at\":\"");
		add_time(out, event->at);
		str_add(out, "\"");
	}
	doc_add_field(out, "actor", event->actor);
	doc_add_field(out, "role", event->role);
	doc_add_field(out, "action", event->action);
	str_addf(out, ",\"refused\":%s", event->is_refused ? "true" : "false");
	doc_add_field(out, "object", event->object);
	if (event->id == 0)
		str_add(out, ",\"id\":null");
	else
		str_addf(out, ",\"id\":%lld", (long long)event->id);
	str_addf(out, ",\"hash\":\"%s\"}\n", hash);
}

static bool
add_event(const struct store_event *event, void *data, struct err *err)
{
	struct show *show = data;

	(void)err;
	if (show->is_json) {
		add_json(&show->out, event);
		return true;
	}
	str_addf(&show->out, "%lld  ", (long long)event->n);
	add_time(&show->out, event->at);
	str_addf(&show->out, "  %s (%s)  %s%s: %s", event->actor, event->role,
		event->is_refused ? "refused to " : "", event->action,
		event->object);
	if (event->id != 0)
		str_addf(&show->out, " %lld", (long long)event->id);
	str_add(&show->out, "\n");
	return true;
}

/* The first second of a day, UTC. */
static bool
from_of(const struct cli *cli, int64_t *from, struct err *err)
{
	const char *text = cli_text(cli, "from", NULL);
	struct tm tm = {0};
	const char *end;
	char back[16];

	*from = INT64_MIN;
	if (text == NULL)
		return true;
	end = strptime(text, "%Y-%m-%d", &tm);
	if (end != NULL && *end == '\0')
		*from = timegm(&tm);
	if (end == NULL || *end != '\0' ||
		strftime(back, sizeof(back), "%Y-%m-%d", &tm) == 0 ||
		strcmp(back, text) != 0)
		return err_set(err, ERR_USAGE,
			"--from \"%s\" is not a day as in 2026-03-01", text);
	return true;
}

int
audit_show_run(struct cli *cli, struct err *err)
{
	const char *person = cli_text(cli, "person", NULL);
	struct show show = {0};
	struct store *store = NULL;
	char code[PERSON_CODE];
	int64_t from;
	bool ok = cli_words(cli, 0, 0, err) &&
		  main_is_json(cli, &show.is_json, err) &&
		  from_of(cli, &from, err);

	if (ok && person != NULL && !person_code_read(person, code))
		ok = err_set(err, ERR_USAGE,
			"'%s' is not a person code; it has the form 7K4Q-MXP9",
			person);
	store = ok ? main_open(cli, STORE_READ, err) : NULL;
	ok = store != NULL &&
	     store_audit_each(store, person != NULL ? code : NULL, from,
		     add_event, &show, err) &&
	     program_print(&show.out, err);
	store_close(store);
	str_finish(&show.out);
	return ok ? PROGRAM_DONE : program_fail(err);
}

int
audit_head_run(struct cli *cli, struct err *err)
{
	struct store *store = NULL;
	struct str out = {0};
	bool ok = cli_words(cli, 0, 0, err);

	store = ok ? main_open(cli, STORE_READ, err) : NULL;
	ok = store != NULL && store_audit_head(store, &out, err);
	str_add(&out, "\n");
	ok = ok && program_print(&out, err);
	store_close(store);
	str_finish(&out);
	return ok ? PROGRAM_DONE : program_fail(err);
}
