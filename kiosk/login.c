/* The staff's way in and out. */
#include "core/err.h"
#include "kiosk/hashing.h"
#include "kiosk/logins.h"
#include "kiosk/page.h"
#include "kiosk/route.h"
#include "store/accounts.h"

#include <string.h>

static void
add_field(struct html *html, const char *name, const char *label,
	const char *type, const char *complete, const char *value)
{
	html_open(html, "p", "class", "field", NULL);
	html_put(html, "label", label, "for", name, NULL);
	html_leaf(html, "input", "id", name, "name", name, "type", type,
		"autocomplete", complete, "value", value, "required", HTML_ON,
		NULL);
	html_close(html, "p");
}

/* Only a page of the staff's is gone on to. */
static const char *
next_of(const struct form *form)
{
	const char *next = form_value(form, "next");

	return next != NULL && strncmp(next, "/staff/", 7) == 0 &&
			       strlen(next) < HTTP_PATH
		       ? next
		       : "/staff";
}

static bool
login_form(struct kiosk *kiosk, const struct ask *ask, const char *next,
	const char *wrong, struct http_reply *reply, struct err *err)
{
	const struct page page = {
		.language = "sv", .title = "Logga in", .class = "plain"};
	const char *name = form_value(&ask->request->form, "name");
	struct html html = {0};

	page_begin(&html, kiosk, &page);
	html_open(&html, "main", NULL);
	html_put(&html, "h1", "Logga in", NULL);
	if (wrong != NULL)
		html_put(&html, "p", wrong, "class", "wrong", "role", "alert",
			NULL);
	page_form(&html, ask, "/staff/in", "fields");
	html_leaf(&html, "input", "type", "hidden", "name", "next", "value",
		next, NULL);
	add_field(&html, "name", "Namn", "text", "username",
		name != NULL ? name : "");
	add_field(&html, "password", "Lösenord", "password", "current-password",
		"");
	html_put(&html, "button", "Logga in", "type", "submit", NULL);
	html_close(&html, "form");
	html_close(&html, "main");
	return page_end(&html, reply, err);
}

static bool
login_page(struct kiosk *kiosk, const struct ask *ask, struct http_reply *reply,
	struct err *err)
{
	return login_form(
		kiosk, ask, next_of(&ask->request->query), NULL, reply, err);
}

static bool
begin_try(struct kiosk *kiosk, const char *name, const char *password,
	struct http_reply *reply, struct err *err)
{
	char hash[PASSWORD_HASH];

	return store_login_hash(kiosk->store, name, kiosk->now, hash, err) &&
	       hashing_begin(password, hash, reply, err);
}

/* A name or password that is wrong is counted by the store: it is kept. */
static bool
end_try(struct kiosk *kiosk, const struct ask *ask, const char *name,
	struct http_reply *reply, struct err *err)
{
	struct store_actor actor;
	char token[TOKEN];
	bool fits;

	if (!hashing_fits(ask, &fits, err) ||
		!store_login_tried(
			kiosk->store, name, fits, kiosk->now, &actor, err))
		return false;
	logins_add(kiosk->logins, &actor, kiosk->now, token);
	http_cookie_set(reply, ask->request, COOKIE_STAFF, token, 0);
	http_redirect(reply, next_of(&ask->request->form));
	return true;
}

static bool
log_in(struct kiosk *kiosk, const struct ask *ask, struct http_reply *reply,
	struct err *err)
{
	const struct http_request *request = ask->request;
	const char *name = form_value(&request->form, "name");
	const char *password = form_value(&request->form, "password");
	const char *next = next_of(&request->form);
	struct err why = {0};

	if (name == NULL || password == NULL)
		return err_set(
			err, ERR_USAGE, "the name or the password is missing");
	if (request->done == NULL &&
		!logins_may_try(kiosk->logins, request->address, kiosk->now)) {
		reply->status = 429;
		reply->retry_s = LOGIN_TRIES_S;
		return login_form(kiosk, ask, next,
			"För många försök. Vänta en minut.", reply, err);
	}
	if (request->done == NULL
			? begin_try(kiosk, name, password, reply, &why)
			: end_try(kiosk, ask, name, reply, &why))
		return true;
	if (why.code != ERR_REFUSED) {
		*err = why;
		return false;
	}
	reply->status = 403;
	return login_form(kiosk, ask, next,
		"Namnet eller lösenordet stämmer inte. Efter flera försök får "
		"kontot vänta en stund.",
		reply, err);
}

static bool
log_out(struct kiosk *kiosk, const struct ask *ask, struct http_reply *reply,
	struct err *err)
{
	char token[HTTP_COOKIE];

	(void)err;
	if (http_cookie(ask->request, COOKIE_STAFF, token))
		logins_end(kiosk->logins, token);
	http_cookie_set(reply, ask->request, COOKIE_STAFF, "", -1);
	http_redirect(reply, "/staff/in");
	return true;
}

const struct route login_routes[] = {
	{HTTP_GET, "/staff/in", ACCESS_ANYONE, 0, 0, login_page, NULL},
	{HTTP_POST, "/staff/in", ACCESS_ANYONE, 0, 0, log_in, NULL},
	{HTTP_POST, "/staff/out", ACCESS_STAFF, MAY_LOG_IN, 0, log_out, NULL},
	{0},
};
