#include "store/main.h"

#include "core/doc.h"
#include "core/err.h"
#include "core/program.h"
#include "core/str.h"
#include "store/notes.h"
#include "store/words.h"

#include <string.h>

const struct cli_option note_add_options[] = {
	OPTION_STORE,
	{"kind", "KIND", "milestone, story or next_step"},
	{"day", "DATE", "when it was said; today if not given"},
	{"due", "DATE", "when to look at it again"},
	{"item", "KEY", "the question that it is about"},
	{"occasion", "N", "where it was said, a number of occasion list"},
	OPTION_BY,
	{0},
};
const struct cli_option note_mark_options[] = {OPTION_STORE, OPTION_BY, {0}};

static bool
take_note(const struct cli *cli, struct store_note *note, struct err *err)
{
	long occasion = 0;
	int kind = -1;

	program_today(note->day);
	if (!main_word(cli, "kind", note_kinds, &kind, err) ||
		!cli_number(cli, "occasion", 1, 1000000000, &occasion, err) ||
		!main_field(cli, "day", note->day, STORE_DATE, err) ||
		!main_field(cli, "due", note->due, STORE_DATE, err) ||
		!main_field(cli, "item", note->item, ITEM_KEY, err) ||
		!main_field(cli, "by", note->who, STORE_WHO, err) ||
		!main_person(cli, 0, note->person, err))
		return false;
	if (kind < 0)
		return err_set(err, ERR_USAGE, "note add needs --kind");
	note->kind = (enum note_kind)kind;
	note->occasion = occasion;
	return main_text(cli, 1, note->text, sizeof(note->text), err);
}

int
note_add_run(struct cli *cli, struct err *err)
{
	struct store_note note = {0};
	struct store *store = NULL;
	int64_t number = 0;
	bool ok = cli_words(cli, 1, 2, err) && take_note(cli, &note, err);

	if (ok)
		store = main_open(cli, STORE_WRITE, err);
	ok = store != NULL && store_note_add(store, &note, &number, err);
	store_close(store);
	ok = ok && main_print_number(number, err);
	return ok ? PROGRAM_DONE : program_fail(err);
}

int
note_mark_run(struct cli *cli, struct err *err)
{
	char today[PROGRAM_DATE];
	struct store *store = NULL;
	int64_t number = 0;
	int state = -1;
	bool ok =
		cli_words(cli, 2, 2, err) && main_number(cli, 0, &number, err);

	if (ok) {
		state = words_find(note_states, cli->words[1]);
		ok = state >= 0 ||
		     err_set(err, ERR_USAGE,
			     "'%s' is none of open, on_the_way, reached and "
			     "dropped",
			     cli->words[1]);
	}
	if (ok && !cli_has(cli, "by"))
		ok = err_set(err, ERR_USAGE,
			"note mark needs --by WHO: initials or a role");
	if (ok)
		store = main_open(cli, STORE_WRITE, err);
	program_today(today);
	ok = store != NULL &&
	     store_note_mark(store, number, (enum note_state)state,
		     cli_text(cli, "by", ""), today, err);
	store_close(store);
	return ok ? PROGRAM_DONE : program_fail(err);
}

static bool
add_note(const struct store_note *note, void *data, struct err *err)
{
	struct main_out *out = data;
	struct str *text = &out->text;
	const char *state =
		note->kind == NOTE_STORY ? "" : note_states[note->state];

	(void)err;
	if (!out->is_json) {
		str_addf(text, "%-5lld %s  %s  %s%s%s%s%s  %s\n",
			(long long)note->number, note->person, note->day,
			note_kinds[note->kind], state[0] != '\0' ? ", " : "",
			state, note->due[0] != '\0' ? ", due " : "", note->due,
			note->text);
		return true;
	}
	str_addf(text, "{\"number\":%lld,\"person\":\"%s\"",
		(long long)note->number, note->person);
	if (note->occasion != 0)
		str_addf(text, ",\"occasion\":%lld", (long long)note->occasion);
	else
		str_add(text, ",\"occasion\":null");
	doc_add_field(text, "kind", note_kinds[note->kind]);
	doc_add_field(text, "state", state);
	doc_add_field(text, "day", note->day);
	doc_add_field(text, "due", note->due);
	doc_add_field(text, "item", note->item);
	doc_add_field(text, "by", note->who);
	doc_add_field(text, "marked", note->marked);
	doc_add_field(text, "text", note->text);
	str_add(text, "}\n");
	return true;
}

static bool
walk(struct store *store, const char *person, struct main_out *out,
	struct err *err)
{
	return store_notes(store, person, add_note, out, err);
}

int
note_list_run(struct cli *cli, struct err *err)
{
	return main_list(cli, 1, walk, err);
}
