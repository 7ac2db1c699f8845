/*
 * Who may do what, and on whose behalf a store is used. One table in roles.c
 * says which role may do which operation; docs/roles.md shows the same table,
 * and a test holds the two against each other and against what the functions
 * really do.
 *
 *	const struct store_actor actor = {"ab-1", ROLE_CASEWORKER, now};
 *
 *	store_act_as(store, &actor);
 *	store_answers(store, code, ...)
 *	-> ERR_REFUSED "ab-1 (caseworker) may read answers of own people only"
 *
 * Every function of the store that changes something, or that shows a person's
 * answers, checks this first and leaves a row in the chain (chain.h), also if
 * it refuses. A reading of which no row can be written does not happen.
 *
 * A store that was just opened is used by the local operator, who holds the
 * site key and may do everything.
 */
#ifndef SKAPA_STORE_ROLES_H
#define SKAPA_STORE_ROLES_H

#include "store/store.h"

#define STORE_OPERATOR "operator"

enum store_role {
	ROLE_OPERATOR,	  /* at the command line, with the site key */
	ROLE_RECEPTION,	  /* papers, seats and scanning in; no answers */
	ROLE_CASEWORKER,  /* the answers of own people */
	ROLE_DEPUTY,	  /* of the people whose deputy it is */
	ROLE_REPORT,	  /* counts of many people, never one person */
	ROLE_ARCHIVE,	  /* what comes in: scans, doubtful pages */
	ROLE_AUDITOR,	  /* who did what; no answers */
	ROLE_ADMIN,	  /* accounts and the store's health; no answers */
	ROLE_INTERPRETER, /* words and their recordings; nobody's answers */
	ROLE_SELF, /* a person at a screen: the own answers, to print them */
	ROLE__MAX
};

enum store_operation {
	MAY_ADD_PEOPLE,
	MAY_LIST_PEOPLE,
	MAY_CHANGE_PEOPLE,
	MAY_LOOK_UP, /* issued pages, layouts, sessions, what is missing */
	MAY_ISSUE,
	MAY_BIND,
	MAY_FILE,
	MAY_LIST_OCCASIONS,
	MAY_KEEP_OCCASIONS,
	MAY_LEAD, /* groups' meetings on tablets */
	MAY_PAIR, /* screens and tablets with the server */
	MAY_UNPAIR,
	MAY_KEEP_WORDS,	 /* recordings of them, and what was reviewed */
	MAY_PUT_ANSWERS, /* without paper; they are not shown */
	MAY_WRITE_NOTES, /* and activities */
	MAY_READ_ANSWERS,
	MAY_READ_BELIEFS, /* what a caseworker answered about a person */
	MAY_READ_NOTES,
	MAY_COUNT,  /* everybody's answers, to show counts of many people */
	MAY_EXPORT, /* single people's answers without codes */
	MAY_READ_REVIEWS,
	MAY_READ_SCANS,
	MAY_DECIDE,
	MAY_CHECK,
	MAY_READ_AUDIT,
	MAY_LIST_ACCOUNTS,
	MAY_ADD_ACCOUNTS,
	MAY_DISABLE_ACCOUNTS,
	MAY_ENABLE_ACCOUNTS,
	MAY_SET_PASSWORDS, /* others'; everyone sets their own */
	MAY_LOG_IN,
	MAY_FORGET,
	MAY_REKEY, /* another site key */
	MAY_BACKUP,
	MAY_LIST_WEEDING,  /* and the rules of it */
	MAY_SET_RETENTION, /* those rules */
	MAY_PROPOSE_WEEDING,
	MAY_APPROVE_WEEDING, /* what another proposed */
	MAY__MAX
};

enum store_right {
	RIGHT_NO,
	RIGHT_OWN, /* only what concerns own people */
	RIGHT_YES
};

struct store_actor {
	char name[STORE_WHO];
	enum store_role role;
	int64_t at; /* seconds since 1970, UTC: when it acts */
};

/*
 * Everything from here on is done by actor, who is copied. Again whenever the
 * time or the person at the screen is another.
 */
void store_act_as(struct store *store, const struct store_actor *actor);
/* The kiosk, for the person who stands there: sees nobody else's answers. */
void store_act_as_self(struct store *store, const char *person, int64_t at);
/* The same actor, later; a store that is NULL is fine. */
void store_at(struct store *store, int64_t at);
/* Borrowed. */
const struct store_actor *store_acts(const struct store *store);

/*
 * Words are files of the templates and no rows of the store: what is done to
 * them is asked here and leaves its row in the chain.
 */
bool store_keeps_words(struct store *store, struct err *err);

/* The table. */
enum store_right role_right(
	enum store_role role, enum store_operation operation);
/* "caseworker"; NULL for a number that is none. */
const char *role_word(enum store_role role);
enum store_role role_of_word(const char *word); /* ROLE__MAX: none */
/* "read answers", as it stands in the chain. */
const char *operation_word(enum store_operation operation);
/* The table as docs/roles.md has it: a line an operation, yes, own or -. */
void roles_print(struct str *out);

#endif
