/* Who may log in, and one's own password. */
#include "kiosk/logins.h"
#include "kiosk/page.h"
#include "kiosk/staff.h"

#include "core/err.h"
#include "core/str.h"
#include "kiosk/hashing.h"
#include "kiosk/staff_words.h"
#include "kiosk/swedish.h"
#include "store/accounts.h"
#include "store/password.h"
#include "store/review.h"

#include <stdio.h>
#include <string.h>

/* What was done, by the word that stands in the address. */
static const struct {
	const char *key, *sentence;
} deeds[] = {
	{"added", "Kontot finns nu. Ge personen namnet och lösenordet."},
	{"closed", "Kontot är stängt. Ingen kan logga in med det."},
	{"opened", "Kontot är öppet igen."},
	{"password", "Lösenordet är bytt."},
};

static void
add_done(struct html *html, const struct ask *ask)
{
	const char *done = form_value(&ask->request->query, "done");
	size_t i;

	for (i = 0; done != NULL && i < sizeof(deeds) / sizeof(*deeds); i++) {
		if (strcmp(done, deeds[i].key) == 0)
			staff_done(html, deeds[i].sentence);
	}
}

/* ----------------------------------------------------------------- the list */

struct accounts {
	struct html *html;
	const struct ask *ask;
	int64_t now;
	size_t n;
};

static void
add_ways(struct html *html, const struct ask *ask,
	const struct store_account *account)
{
	char action[64], label[64];

	snprintf(action, sizeof(action), "/staff/accounts/%s", account->name);
	html_open(html, "td", "class", "ways", NULL);
	page_form(html, ask, action, "line");
	html_put(html, "button", account->is_disabled ? "Öppna" : "Stäng",
		"type", "submit", "class", "quiet", "name", "do", "value",
		account->is_disabled ? "open" : "close", NULL);
	html_close(html, "form");
	html_open(html, "details", NULL);
	html_put(html, "summary", "Nytt lösenord", NULL);
	page_form(html, ask, action, "line");
	staff_hidden(html, "do", "password");
	snprintf(label, sizeof(label), "Nytt lösenord för %s", account->name);
	staff_field(html, "password", "password", label, NULL);
	html_put(html, "button", "Byt", "type", "submit", NULL);
	html_close(html, "form");
	html_close(html, "details");
	html_close(html, "td");
}

static bool
add_account(const struct store_account *account, void *data, struct err *err)
{
	static const char *const names[] = {
		"Namn", "Roll", "Enhet", "Läge", "Ändra", NULL};
	struct accounts *accounts = data;
	struct html *html = accounts->html;
	const char *state = "öppet";

	(void)err;
	if (accounts->n++ == 0) {
		html_open(html, "table", NULL);
		staff_columns(html, names);
		html_open(html, "tbody", NULL);
	}
	if (account->is_disabled)
		state = "stängt";
	else if (account->waits_until > accounts->now)
		state = "väntar efter fel lösenord";
	html_open(html, "tr", NULL);
	html_put(html, "th", account->name, "scope", "row", NULL);
	html_put(html, "td", staff_role(account->role), NULL);
	html_put(html, "td", account->unit, NULL);
	html_put(html, "td", state, NULL);
	add_ways(html, accounts->ask, account);
	html_close(html, "tr");
	return true;
}

static void
add_new(struct html *html, const struct ask *ask)
{
	int role;

	html_put(html, "h2", "Nytt konto", NULL);
	page_form(html, ask, "/staff/accounts", "stack");
	staff_field(html, "text", "name",
		"Initialer eller signatur, inget namn", NULL);
	html_open(html, "label", "class", "field", NULL);
	html_put(html, "span", "Roll", NULL);
	html_open(html, "select", "name", "role", NULL);
	for (role = ROLE_RECEPTION; role < ROLE_SELF; role++)
		html_put(html, "option", staff_role((enum store_role)role),
			"value", role_word((enum store_role)role), NULL);
	html_close(html, "select");
	html_close(html, "label");
	staff_field(html, "password", "password",
		"Lösenord, minst 12 tecken; en mening går bra", NULL);
	html_put(html, "button", "Lägg till kontot", "type", "submit", NULL);
	html_close(html, "form");
}

bool
accounts_page(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	struct html html = {0};
	struct accounts accounts = {
		.html = &html, .ask = ask, .now = kiosk->now};

	staff_begin(&html, kiosk, ask, "Konton", "/staff/accounts");
	add_done(&html, ask);
	if (!store_account_list(kiosk->store, add_account, &accounts, err)) {
		html_finish(&html);
		return false;
	}
	if (accounts.n > 0) {
		html_close(&html, "tbody");
		html_close(&html, "table");
	} else {
		staff_empty(&html, "Det finns inga konton.",
			"Lägg till ett konto här under.");
	}
	if (staff_may(ask, MAY_ADD_ACCOUNTS))
		add_new(&html, ask);
	return staff_end(&html, reply, err);
}

/* ------------------------------------------------------------------ changes */

static bool
check_password(const char *password, struct err *err)
{
	const size_t len = strlen(password);

	return (len >= PASSWORD_MIN && len <= PASSWORD_MAX) ||
	       swedish_err(err, ERR_USAGE,
		       "lösenordet ska ha minst %d tecken; gå tillbaka och "
		       "skriv ett längre, till exempel en mening",
		       PASSWORD_MIN);
}

bool
accounts_add(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	const char *name, *role, *password, *hash;

	if (!staff_need(ask, "name", &name, err) ||
		!staff_need(ask, "role", &role, err) ||
		!staff_need(ask, "password", &password, err) ||
		!check_password(password, err))
		return false;
	if (role_of_word(role) == ROLE__MAX)
		return swedish_err(err, ERR_USAGE,
			"\"%s\" är ingen roll; gå tillbaka och välj en", role);
	if (!hashing_make(ask, password, &hash, reply, err))
		return false;
	if (hash == NULL)
		return true;
	if (!store_account_add_hash(
		    kiosk->store, name, role_of_word(role), NULL, hash, err))
		return false;
	http_redirect(reply, "/staff/accounts?done=added");
	return true;
}

/*
 * Another password for an account. Whoever is in with the old one logs in anew.
 */
static bool
set_password(struct kiosk *kiosk, const struct ask *ask, const char *name,
	const char *password, const char *next, struct http_reply *reply,
	struct err *err)
{
	const char *hash;

	if (!check_password(password, err) ||
		!hashing_make(ask, password, &hash, reply, err))
		return false;
	if (hash == NULL)
		return true;
	if (!store_account_set_hash(kiosk->store, name, hash, err))
		return false;
	logins_end_of(kiosk->logins, name);
	http_redirect(reply, next);
	return true;
}

bool
accounts_change(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	const char *what, *password, *name = ask->part[0];
	bool is_close;

	if (!staff_need(ask, "do", &what, err))
		return false;
	is_close = strcmp(what, "close") == 0;
	if (strcmp(what, "password") == 0)
		return staff_need(ask, "password", &password, err) &&
		       set_password(kiosk, ask, name, password,
			       "/staff/accounts?done=password", reply, err);
	if (strcmp(name, ask->actor.name) == 0)
		return swedish_err(err, ERR_USAGE,
			"du kan inte stänga ditt eget konto; be en annan "
			"administratör");
	if (!is_close && strcmp(what, "open") != 0)
		return swedish_err(err, ERR_USAGE,
			"\"%s\" går inte att göra med ett konto; gå tillbaka "
			"och välj igen",
			what);
	if (!store_account_disable(kiosk->store, name, is_close, err))
		return false;
	if (is_close)
		logins_end_of(kiosk->logins, name);
	http_redirect(reply, is_close ? "/staff/accounts?done=closed"
				      : "/staff/accounts?done=opened");
	return true;
}

/* ------------------------------------------------------------- own password */

bool
password_page(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	struct html html = {0};

	staff_begin(&html, kiosk, ask, "Byt lösenord", "/staff/password");
	add_done(&html, ask);
	page_form(&html, ask, "/staff/password", "stack");
	staff_field(&html, "password", "password",
		"Nytt lösenord, minst 12 tecken; en mening går bra", NULL);
	staff_field(&html, "password", "again", "En gång till", NULL);
	html_put(&html, "button", "Byt lösenord", "type", "submit", NULL);
	html_close(&html, "form");
	return staff_end(&html, reply, err);
}

bool
password_set(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	const char *password, *again;

	if (!staff_need(ask, "password", &password, err) ||
		!staff_need(ask, "again", &again, err))
		return false;
	if (strcmp(password, again) != 0)
		return swedish_err(err, ERR_USAGE,
			"de två lösenorden är inte lika; gå tillbaka och skriv "
			"dem igen");
	return set_password(kiosk, ask, ask->actor.name, password,
		"/staff/password?done=password", reply, err);
}
