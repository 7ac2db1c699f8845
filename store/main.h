/* The commands of skapa-store that have a file of their own. */
#ifndef SKAPA_STORE_MAIN_H
#define SKAPA_STORE_MAIN_H

#include "core/cli.h"
#include "core/code.h"
#include "core/str.h"
#include "store/password.h"
#include "store/store.h"

struct err;

/* A command that writes waits this long for a batch that is being filed. */
#define WRITER_WAIT_MS 5000

#define OPTION_STORE                                                           \
	{                                                                      \
		"store", "DIR",                                                \
			"the store; else $SKAPA_STORE, else ./skapa-store"     \
	}
#define OPTION_FORMAT                                                          \
	{                                                                      \
		"format", "text|json", "text (the default) or json"            \
	}
#define OPTION_BY                                                              \
	{                                                                      \
		"by", "WHO", "who says it: initials or a role"                 \
	}

/* The store, for the local operator, now. */
struct store *main_open(
	const struct cli *cli, enum store_mode mode, struct err *err);
/* --format. */
bool main_is_json(const struct cli *cli, bool *json, struct err *err);
/* Word i as a person's code in its shown form. Errors: ERR_USAGE. */
bool main_person(
	const struct cli *cli, int i, char code[PERSON_CODE], struct err *err);
/* Word i as a number that something has. Errors: ERR_USAGE. */
bool main_number(
	const struct cli *cli, int i, int64_t *number, struct err *err);
/*
 * An option's word as its number in words, which a NULL ends; *out is left if
 * it is not given.
 */
bool main_word(const struct cli *cli, const char *name,
	const char *const words[], int *out, struct err *err);
/* Word i, or without it what standard input says, without its line end. */
bool main_text(
	const struct cli *cli, int i, char *out, size_t size, struct err *err);
/* An option's words into a field; it is left if they are not given. */
bool main_field(const struct cli *cli, const char *name, char *out, size_t size,
	struct err *err);
/* Room for a longest password (store/password.h), one more and a NUL. */
#define MAIN_PASSWORD (PASSWORD_MAX + 2)
/* From the terminal, which does not show it, else a line of standard input. */
bool main_password(
	const char *prompt, char password[MAIN_PASSWORD], struct err *err);
/* --as: logs in, and the store is used by that account from then on. */
bool main_act_as(const struct cli *cli, struct store *store, struct err *err);
/* Prints the number that something new was given. */
bool main_print_number(int64_t number, struct err *err);

/* What a list command prints, and whether in JSON. */
struct main_out {
	struct str text;
	bool is_json;
};
/* Adds each row to out: of one person, or of everybody if person is NULL. */
typedef bool main_walk(struct store *store, const char *person,
	struct main_out *out, struct err *err);
/* A whole list command; most: 1 if its word may name a person, else 0. */
int main_list(struct cli *cli, int most, main_walk *walk, struct err *err);

extern const struct cli_option store_options[], list_options[];

extern const struct cli_option people_add_options[], people_set_options[];
int people_add_run(struct cli *cli, struct err *err);
int people_set_run(struct cli *cli, struct err *err);
int people_list_run(struct cli *cli, struct err *err);
int people_bind_run(struct cli *cli, struct err *err);

extern const struct cli_option note_add_options[], note_mark_options[];
int note_add_run(struct cli *cli, struct err *err);
int note_mark_run(struct cli *cli, struct err *err);
int note_list_run(struct cli *cli, struct err *err);

extern const struct cli_option activity_add_options[], activity_end_options[];
int activity_add_run(struct cli *cli, struct err *err);
int activity_end_run(struct cli *cli, struct err *err);
int activity_list_run(struct cli *cli, struct err *err);

extern const struct cli_option occasion_set_options[];
int occasion_list_run(struct cli *cli, struct err *err);
int occasion_set_run(struct cli *cli, struct err *err);
int pilot_run(struct cli *cli, struct err *err);

extern const struct cli_option forget_options[];
int forget_run(struct cli *cli, struct err *err);
int receipts_run(struct cli *cli, struct err *err);

extern const struct cli_option weed_rule_options[], weed_propose_options[],
	weed_approve_options[];
int weed_rule_run(struct cli *cli, struct err *err);
int weed_list_run(struct cli *cli, struct err *err);
int weed_propose_run(struct cli *cli, struct err *err);
int weed_show_run(struct cli *cli, struct err *err);
int weed_approve_run(struct cli *cli, struct err *err);

extern const struct cli_option backup_options[], restore_options[];
int backup_run(struct cli *cli, struct err *err);
int restore_run(struct cli *cli, struct err *err);

extern const struct cli_option rekey_options[];
int rekey_run(struct cli *cli, struct err *err);

extern const struct cli_option scan_options[];
int scan_run(struct cli *cli, struct err *err);

extern const struct cli_option synth_options[];
int synth_run(struct cli *cli, struct err *err);

extern const struct cli_option account_add_options[];
int account_add_run(struct cli *cli, struct err *err);
int account_list_run(struct cli *cli, struct err *err);
int account_disable_run(struct cli *cli, struct err *err);
int account_enable_run(struct cli *cli, struct err *err);
int account_password_run(struct cli *cli, struct err *err);

extern const struct cli_option audit_verify_options[], audit_show_options[];
int audit_verify_run(struct cli *cli, struct err *err);
int audit_show_run(struct cli *cli, struct err *err);
int audit_head_run(struct cli *cli, struct err *err);

#endif
