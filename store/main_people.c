#include "store/main.h"

#include "core/doc.h"
#include "core/err.h"
#include "core/program.h"
#include "core/str.h"
#include "store/store.h"

#include <stdlib.h>
#include <string.h>

#define OPTIONS_ABOUT                                                          \
	{"language", "L", "their language, a key: ar, sv-simple"},             \
		{"unit", "U", "where they belong, a key"},                     \
		{"sex", "WORD", "woman, man, other or not_said"},              \
		{"caseworker", "WHO", "initials or an account"},               \
	{                                                                      \
		"deputy", "WHO", "who stands in"                               \
	}

const struct cli_option people_add_options[] = {
	OPTION_STORE,
	OPTION_FORMAT,
	{"count", "N", "how many people to add"},
	OPTIONS_ABOUT,
	{0},
};
const struct cli_option people_set_options[] = {
	OPTION_STORE,
	OPTIONS_ABOUT,
	{"state", "WORD", "active, paused, do_not_schedule or closed"},
	{"forum", "DATE", "agreed that day that a case forum sees answers"},
	{0},
};

/* --language "" takes the language away; a field not named stays. */
static bool
take_about(const struct cli *cli, struct store_person *person, struct err *err)
{
	int sex = (int)person->sex, state = (int)person->state;

	if (!main_field(cli, "language", person->language, LAYOUT_KEY, err) ||
		!main_field(cli, "unit", person->unit, LAYOUT_KEY, err) ||
		!main_field(cli, "caseworker", person->caseworker, STORE_WHO,
			err) ||
		!main_field(cli, "deputy", person->deputy, STORE_WHO, err) ||
		!main_field(cli, "forum", person->forum, STORE_DATE, err) ||
		!main_word(cli, "sex", store_sexes, &sex, err) ||
		!main_word(cli, "state", store_states, &state, err))
		return false;
	person->sex = (enum store_sex)sex;
	person->state = (enum store_state)state;
	return true;
}

static bool
add_person(const struct store_person *person, void *data, struct err *err)
{
	struct main_out *out = data;

	(void)err;
	if (!out->is_json) {
		str_addf(&out->text, "%s\n", person->code);
		return true;
	}
	str_addf(&out->text, "{\"code\":\"%s\"", person->code);
	doc_add_field(&out->text, "language", person->language);
	doc_add_field(&out->text, "unit", person->unit);
	doc_add_field(&out->text, "sex",
		person->sex == SEX_NOT_SAID ? "" : store_sexes[person->sex]);
	doc_add_field(&out->text, "state", store_states[person->state]);
	doc_add_field(&out->text, "caseworker", person->caseworker);
	doc_add_field(&out->text, "deputy", person->deputy);
	doc_add_field(&out->text, "forum", person->forum);
	str_add(&out->text, "}\n");
	return true;
}

static bool
add_people(struct cli *cli, size_t n, struct main_out *out, struct err *err)
{
	char(*codes)[PERSON_CODE] = calloc(n, sizeof(*codes));
	struct store_person person = {0};
	struct store *store = NULL;
	bool ok = false;
	size_t i;

	if (codes == NULL) {
		err_set(err, ERR_SYSTEM, "out of memory");
		goto out;
	}
	if (!take_about(cli, &person, err))
		goto out;
	store = main_open(cli, STORE_WRITE, err);
	if (store == NULL ||
		!store_people_add_like(store, n, &person, codes, err))
		goto out;
	for (i = 0; i < n; i++) {
		memcpy(person.code, codes[i], PERSON_CODE);
		add_person(&person, out, err);
	}
	ok = true;
out:
	store_close(store);
	free(codes);
	return ok;
}

int
people_add_run(struct cli *cli, struct err *err)
{
	struct main_out out = {0};
	long count = 0;
	bool ok;

	if (!cli_words(cli, 0, 0, err) ||
		!main_is_json(cli, &out.is_json, err) ||
		!cli_number(cli, "count", 1, STORE_PEOPLE_MAX, &count, err))
		return program_fail(err);
	if (count == 0) {
		err_set(err, ERR_USAGE, "people add needs --count N");
		return program_fail(err);
	}
	ok = add_people(cli, (size_t)count, &out, err) &&
	     program_print(&out.text, err);
	str_finish(&out.text);
	return ok ? PROGRAM_DONE : program_fail(err);
}

int
people_set_run(struct cli *cli, struct err *err)
{
	char code[PERSON_CODE];
	struct store_person person;
	struct store *store = NULL;
	bool found = false, ok;

	ok = cli_words(cli, 1, 1, err) && main_person(cli, 0, code, err);
	if (ok)
		store = main_open(cli, STORE_WRITE, err);
	ok = store != NULL &&
	     store_person_get(store, code, &person, &found, err);
	if (ok && !found)
		ok = err_set(err, ERR_USAGE,
			"unknown person %s; skapa store people list names "
			"those there are",
			code);
	ok = ok && take_about(cli, &person, err) &&
	     store_person_set(store, &person, err);
	store_close(store);
	return ok ? PROGRAM_DONE : program_fail(err);
}

static bool
walk(struct store *store, const char *person, struct main_out *out,
	struct err *err)
{
	(void)person;
	return store_people_list(store, add_person, out, err);
}

int
people_list_run(struct cli *cli, struct err *err)
{
	return main_list(cli, 0, walk, err);
}

/* PERSON LINE ...: each sheet by itself; what was bound before stays. */
int
people_bind_run(struct cli *cli, struct err *err)
{
	char person[PERSON_CODE], line[CODE_LINE];
	struct store *store = NULL;
	bool ok = cli_words(cli, 2, 1000, err) &&
		  main_person(cli, 0, person, err);
	int i;

	for (i = 1; ok && i < cli->n_words; i++)
		if (!code_line_read(cli->words[i], line))
			ok = err_set(err, ERR_USAGE,
				"'%s' is not a code line; it stands beside the "
				"square codes, as in 7K4QM-XMP92",
				cli->words[i]);
	store = ok ? main_open(cli, STORE_WRITE, err) : NULL;
	ok = store != NULL;
	for (i = 1; ok && i < cli->n_words; i++)
		ok = code_line_read(cli->words[i], line) &&
		     store_sheet_bind(store, line, person, err);
	store_close(store);
	return ok ? PROGRAM_DONE : program_fail(err);
}
