#include "store/roles.h"

#include "core/err.h"
#include "core/str.h"
#include "store/inside.h"

#include <string.h>

static const char *const roles[ROLE__MAX] = {
	[ROLE_OPERATOR] = "operator",
	[ROLE_RECEPTION] = "reception",
	[ROLE_CASEWORKER] = "caseworker",
	[ROLE_DEPUTY] = "deputy",
	[ROLE_REPORT] = "report",
	[ROLE_ARCHIVE] = "archive",
	[ROLE_AUDITOR] = "auditor",
	[ROLE_ADMIN] = "admin",
	[ROLE_INTERPRETER] = "interpreter",
	[ROLE_SELF] = "self",
};

#define YES RIGHT_YES
#define OWN RIGHT_OWN
#define NO RIGHT_NO

/*
 * The one place where it is said who may do what. The columns are the roles in
 * their order. Nobody but operator, caseworker, deputy and archive meets an
 * answer of one person; report counts them (store/counted.h).
 */
static const struct {
	const char *word;
	enum store_right right[ROLE__MAX];
} table[MAY__MAX] = {
	/* clang-format off */
	/*                                             operator
	 *                                             |    reception
	 *                                             |    |    caseworker
	 *                                             |    |    |    deputy
	 *                                             |    |    |    |    report
	 *                                             |    |    |    |    |    archive
	 *                                             |    |    |    |    |    |    auditor
	 *                                             |    |    |    |    |    |    |    admin
	 *                                             |    |    |    |    |    |    |    |    interpreter
	 *                                             |    |    |    |    |    |    |    |    |    self */
	[MAY_ADD_PEOPLE] = {"add people",             {YES, YES, YES, YES, NO,  NO,  NO,  NO,  NO,  NO}},
	[MAY_LIST_PEOPLE] = {"list people",           {YES, YES, OWN, OWN, NO,  YES, NO,  NO,  NO,  OWN}},
	[MAY_CHANGE_PEOPLE] = {"change people",       {YES, YES, OWN, NO,  NO,  NO,  NO,  NO,  NO,  NO}},
	[MAY_LOOK_UP] = {"look up pages",             {YES, YES, YES, YES, NO,  YES, NO,  NO,  NO,  NO}},
	[MAY_ISSUE] = {"issue sheets",                {YES, YES, YES, YES, NO,  NO,  NO,  NO,  NO,  NO}},
	[MAY_BIND] = {"bind sheets",                  {YES, YES, OWN, OWN, NO,  YES, NO,  NO,  NO,  NO}},
	[MAY_FILE] = {"file scans",                   {YES, YES, YES, YES, NO,  YES, NO,  NO,  NO,  NO}},
	[MAY_LIST_OCCASIONS] = {"list occasions",     {YES, YES, OWN, OWN, NO,  YES, NO,  NO,  NO,  OWN}},
	[MAY_KEEP_OCCASIONS] = {"keep occasions",     {YES, YES, OWN, OWN, NO,  NO,  NO,  NO,  NO,  NO}},
	[MAY_LEAD] = {"lead sessions",                {YES, YES, YES, YES, NO,  NO,  NO,  NO,  NO,  NO}},
	[MAY_PAIR] = {"pair screens",                 {YES, YES, NO,  NO,  NO,  NO,  NO,  YES, NO,  NO}},
	[MAY_UNPAIR] = {"unpair screens",             {YES, YES, NO,  NO,  NO,  NO,  NO,  YES, NO,  NO}},
	[MAY_KEEP_WORDS] = {"keep words",             {YES, NO,  NO,  NO,  NO,  NO,  NO,  NO,  YES, NO}},
	[MAY_PUT_ANSWERS] = {"put answers",           {YES, YES, OWN, OWN, NO,  NO,  NO,  NO,  NO,  NO}},
	[MAY_WRITE_NOTES] = {"write notes",           {YES, NO,  OWN, OWN, NO,  NO,  NO,  NO,  NO,  NO}},
	[MAY_READ_ANSWERS] = {"read answers",         {YES, NO,  OWN, OWN, NO,  NO,  NO,  NO,  NO,  OWN}},
	[MAY_READ_BELIEFS] = {"read beliefs",         {YES, NO,  OWN, NO,  NO,  NO,  NO,  NO,  NO,  NO}},
	[MAY_READ_NOTES] = {"read notes",             {YES, NO,  OWN, OWN, NO,  NO,  NO,  NO,  NO,  OWN}},
	[MAY_COUNT] = {"count answers",               {YES, NO,  NO,  NO,  YES, NO,  NO,  NO,  NO,  NO}},
	[MAY_EXPORT] = {"export answers",             {YES, NO,  NO,  NO,  NO,  NO,  NO,  NO,  NO,  NO}},
	[MAY_READ_REVIEWS] = {"read reviews",         {YES, NO,  OWN, OWN, NO,  YES, NO,  NO,  NO,  NO}},
	[MAY_READ_SCANS] = {"read scans",             {YES, NO,  OWN, OWN, NO,  YES, NO,  NO,  NO,  NO}},
	[MAY_DECIDE] = {"decide reviews",             {YES, NO,  OWN, OWN, NO,  YES, NO,  NO,  NO,  NO}},
	[MAY_CHECK] = {"check the store",             {YES, NO,  NO,  NO,  NO,  NO,  YES, YES, NO,  NO}},
	[MAY_READ_AUDIT] = {"read the audit",         {YES, NO,  NO,  NO,  NO,  NO,  YES, NO,  NO,  NO}},
	[MAY_LIST_ACCOUNTS] = {"list accounts",       {YES, NO,  NO,  NO,  NO,  NO,  NO,  YES, NO,  NO}},
	[MAY_ADD_ACCOUNTS] = {"add accounts",         {YES, NO,  NO,  NO,  NO,  NO,  NO,  YES, NO,  NO}},
	[MAY_DISABLE_ACCOUNTS] = {"disable accounts", {YES, NO,  NO,  NO,  NO,  NO,  NO,  YES, NO,  NO}},
	[MAY_ENABLE_ACCOUNTS] = {"enable accounts",   {YES, NO,  NO,  NO,  NO,  NO,  NO,  YES, NO,  NO}},
	[MAY_SET_PASSWORDS] = {"set passwords",       {YES, NO,  NO,  NO,  NO,  NO,  NO,  YES, NO,  NO}},
	[MAY_LOG_IN] = {"log in",                     {YES, YES, YES, YES, YES, YES, YES, YES, YES, YES}},
	[MAY_FORGET] = {"forget people",              {YES, NO,  NO,  NO,  NO,  NO,  NO,  NO,  NO,  NO}},
	[MAY_REKEY] = {"change the site key",         {YES, NO,  NO,  NO,  NO,  NO,  NO,  NO,  NO,  NO}},
	[MAY_BACKUP] = {"back the store up",          {YES, NO,  NO,  NO,  NO,  NO,  NO,  NO,  NO,  NO}},
	[MAY_LIST_WEEDING] = {"list weeding",         {YES, NO,  NO,  NO,  NO,  YES, YES, YES, NO,  NO}},
	[MAY_SET_RETENTION] = {"set retention",       {YES, NO,  NO,  NO,  NO,  NO,  NO,  YES, NO,  NO}},
	[MAY_PROPOSE_WEEDING] = {"propose weeding",   {YES, NO,  NO,  NO,  NO,  YES, NO,  NO,  NO,  NO}},
	[MAY_APPROVE_WEEDING] = {"approve weeding",   {YES, NO,  NO,  NO,  NO,  YES, NO,  YES, NO,  NO}},
	/* clang-format on */
};

#undef YES
#undef OWN
#undef NO

enum store_right
role_right(enum store_role role, enum store_operation operation)
{
	return table[operation].right[role];
}

const char *
role_word(enum store_role role)
{
	return (unsigned)role < ROLE__MAX ? roles[role] : NULL;
}

enum store_role
role_of_word(const char *word)
{
	unsigned i;

	for (i = 0; i < ROLE__MAX; i++) {
		if (strcmp(roles[i], word) == 0)
			break;
	}
	return (enum store_role)i;
}

const char *
operation_word(enum store_operation operation)
{
	return table[operation].word;
}

void
roles_print(struct str *out)
{
	static const char *const rights[] = {
		[RIGHT_NO] = "-", [RIGHT_OWN] = "own", [RIGHT_YES] = "yes"};
	unsigned i, j;

	str_add(out, "|  |");
	for (j = 0; j < ROLE__MAX; j++)
		str_addf(out, " %s |", roles[j]);
	str_add(out, "\n|---|");
	for (j = 0; j < ROLE__MAX; j++)
		str_add(out, "---|");
	for (i = 0; i < MAY__MAX; i++) {
		str_addf(out, "\n| %s |", table[i].word);
		for (j = 0; j < ROLE__MAX; j++)
			str_addf(out, " %s |", rights[table[i].right[j]]);
	}
	str_add(out, "\n");
}

/* ------------------------------------------------------------------ actors */

void
store_act_as(struct store *store, const struct store_actor *actor)
{
	store->actor = *actor;
	store->self[0] = '\0';
}

void
store_act_as_self(struct store *store, const char *person, int64_t at)
{
	store->actor = (struct store_actor){"kiosk", ROLE_SELF, at};
	if (!str_copy(store->self, sizeof(store->self), person))
		store->self[0] = '\0';
}

void
store_at(struct store *store, int64_t at)
{
	if (store != NULL)
		store->actor.at = at;
}

const struct store_actor *
store_acts(const struct store *store)
{
	return &store->actor;
}

bool
store_keeps_words(struct store *store, struct err *err)
{
	return store_begin(store, err) &&
	       store_end(store,
		       store_does(store, MAY_KEEP_WORDS, ABOUT_STORE, 0, err),
		       err);
}

/* Whether the actor is the person, or the caseworker or deputy in that role. */
static bool
is_theirs(const struct store *store, const struct store_person *person)
{
	const struct store_actor *actor = &store->actor;

	if (actor->role == ROLE_SELF)
		return strcmp(person->code, store->self) == 0;
	if (actor->role == ROLE_CASEWORKER)
		return strcmp(person->caseworker, actor->name) == 0;
	return actor->role == ROLE_DEPUTY &&
	       strcmp(person->deputy, actor->name) == 0;
}

static bool
is_own_person(struct store *store, int64_t id, bool *own, struct err *err)
{
	struct db_query *q = db_query(store->db, PERSON_BY_ID);
	struct store_person person = {0};
	bool has_row, ok;

	db_bind_int(q, id);
	if (!db_next(q, &has_row, err))
		return false;
	ok = !has_row || person_at(store, q, 0, &person, err);
	db_end(q);
	*own = ok && is_theirs(store, &person);
	return ok;
}

/* Whether that row concerns a person who is the actor's own. */
static bool
is_own(struct store *store, enum store_object object, int64_t id, bool *own,
	struct err *err)
{
	static const enum statement statements[ABOUT__MAX] = {
		[ABOUT_OCCASION] = PERSON_OF_OCCASION,
		[ABOUT_NOTE] = PERSON_OF_NOTE,
		[ABOUT_ACTIVITY] = PERSON_OF_ACTIVITY,
		[ABOUT_SHEET] = PERSON_OF_SHEET,
		[ABOUT_PAGE] = PERSON_OF_PAGE,
		[ABOUT_READING] = PERSON_OF_READING,
		[ABOUT_REVIEW] = PERSON_OF_REVIEW,
		[ABOUT_SCAN] = PERSON_OF_SCAN,
	};
	struct db_query *q;
	bool has_row, ok;

	*own = false;
	if (object == ABOUT_PERSON)
		return is_own_person(store, id, own, err);
	if (statements[object] == 0)
		return true;
	q = db_query(store->db, statements[object]);
	db_bind_int(q, id);
	while ((ok = db_next(q, &has_row, err)) && has_row && !*own) {
		ok = is_own_person(store, db_int(q, 0), own, err);
		if (!ok)
			break;
	}
	db_end(q);
	return ok;
}

bool
chain_refusal(struct store *store, struct err *err)
{
	const struct store_refusal refusal = store->refusal;

	store->refusal = (struct store_refusal){0};
	if (!db_begin(store->db, err))
		return false;
	if (chain_add(store, refusal.operation, true, refusal.object,
		    refusal.id, err))
		return db_commit(store->db, err);
	db_rollback(store->db);
	return false;
}

/* In a transaction its end writes it down: the rest of it is taken back. */
static bool
refuse(struct store *store, enum store_operation operation,
	enum store_object object, int64_t id, struct err *err)
{
	const struct store_actor *actor = &store->actor;
	const bool is_own = role_right(actor->role, operation) == RIGHT_OWN;

	store->refusal = (struct store_refusal){true, operation, object, id};
	return (store->is_in || chain_refusal(store, err)) &&
	       err_set(err, ERR_REFUSED, "%s (%s) may not %s%s", actor->name,
		       role_word(actor->role), operation_word(operation),
		       is_own ? " of other than own people" : "");
}

bool
store_may(struct store *store, enum store_operation operation,
	enum store_object object, int64_t id, struct err *err)
{
	bool may = false;

	switch (role_right(store->actor.role, operation)) {
	case RIGHT_YES:
		return true;
	case RIGHT_OWN:
		/* Of a list everyone sees what is theirs: store_shows. */
		may = object == ABOUT_EVERYONE;
		if (!may && !is_own(store, object, id, &may, err))
			return false;
		break;
	case RIGHT_NO:
		break;
	}
	return may || refuse(store, operation, object, id, err);
}

bool
store_does(struct store *store, enum store_operation operation,
	enum store_object object, int64_t id, struct err *err)
{
	return store_may(store, operation, object, id, err) &&
	       chain_add(store, operation, false, object, id, err);
}

/* A row of its own, where no transaction was begun. */
static bool
write_down(struct store *store, enum store_operation operation,
	enum store_object object, int64_t id, struct err *err)
{
	if (!db_begin(store->db, err))
		return false;
	if (chain_add(store, operation, false, object, id, err))
		return db_commit(store->db, err);
	db_rollback(store->db);
	return false;
}

bool
store_reads(struct store *store, enum store_operation operation,
	enum store_object object, int64_t id, struct err *err)
{
	if (store->is_in)
		return store_does(store, operation, object, id, err);
	if (!store_may(store, operation, object, id, err))
		return false;
	return write_down(store, operation, object, id, err) ||
	       err_wrap(err, "nothing is shown that cannot be written down");
}

bool
store_shows(struct store *store, enum store_operation operation,
	const char *person, bool *shows, struct err *err)
{
	const enum store_right right = role_right(store->actor.role, operation);
	struct person_row row;

	*shows = right == RIGHT_YES;
	if (right != RIGHT_OWN || person[0] == '\0')
		return true;
	if (!person_look(store, person, &row, err))
		return false;
	*shows = is_theirs(store, &row.person);
	return true;
}
