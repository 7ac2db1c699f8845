#include "kiosk/front.h"

#include "core/err.h"
#include "core/log.h"
#include "core/str.h"
#include "kiosk/files.h"
#include "kiosk/hashing.h"
#include "kiosk/page.h"
#include "kiosk/route.h"
#include "kiosk/visit.h"
#include "store/accounts.h"

#include <string.h>

bool
front_file(const struct kiosk *kiosk, const struct http_request *request,
	struct http_reply *reply)
{
	const struct file *file;
	bool is_lasting;

	if (request->method != HTTP_GET && request->method != HTTP_HEAD_)
		return false;
	file = files_find(kiosk->files, request->path, &is_lasting);
	if (file == NULL)
		return false;
	reply->type = file->type;
	reply->fixed = file->at;
	reply->fixed_len = file->len;
	reply->packed = file->packed;
	reply->packed_len = file->packed_len;
	reply->cache = is_lasting ? "public, max-age=31536000, immutable"
				  : "public, max-age=3600";
	str_copy(reply->etag, sizeof(reply->etag), file->hash);
	return true;
}

static bool
count_account(const struct store_account *account, void *data, struct err *err)
{
	(void)account;
	(void)err;
	++*(size_t *)data;
	return true;
}

static bool
count_person(const struct store_person *person, void *data, struct err *err)
{
	(void)person;
	(void)err;
	++*(size_t *)data;
	return true;
}

bool
front_look(struct kiosk *kiosk, struct err *err)
{
	size_t n = 0;

	if (!store_account_list(kiosk->store, count_account, &n, err))
		return false;
	if (n == 0 && !store_people_list(kiosk->store, count_person, &n, err))
		return false;
	kiosk->is_new = n == 0;
	token_digits(KIOSK_FIRST_CODE - 1, kiosk->first_code);
	return true;
}

/* ------------------------------------------------------------ first steps */

static bool
has_account(struct kiosk *kiosk, bool *has, struct err *err)
{
	const struct store_actor admin = {"kiosk", ROLE_ADMIN, kiosk->now};
	size_t n = 0;

	store_act_as(kiosk->store, &admin);
	if (!store_account_list(kiosk->store, count_account, &n, err))
		return false;
	*has = n > 0;
	return true;
}

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

static void
add_step(struct html *html, const char *picture, const char *title)
{
	html_open(html, "section", "class", "step", NULL);
	html_leaf(html, "img", "src", picture, "alt", "", NULL);
	html_put(html, "h2", title, NULL);
}

static void
add_account_step(struct html *html, const struct ask *ask, const char *wrong)
{
	const char *name = form_value(&ask->request->form, "name");

	add_step(html, "/picture/contact.svg", "1. Gör ett konto");
	html_put(html, "p",
		"Det första kontot sköter de andra kontona. Koden står där "
		"servern startades, på en rad som börjar med ”first account”.",
		NULL);
	if (wrong != NULL)
		html_put(html, "p", wrong, "class", "wrong", "role", "alert",
			NULL);
	page_form(html, ask, "/first", "fields");
	add_field(html, "code", "Koden, åtta siffror", "text", "off", "");
	add_field(html, "name", "Kontots namn, till exempel initialer", "text",
		"username", name != NULL ? name : "");
	add_field(html, "password", "Ett lösenord, minst tolv tecken",
		"password", "new-password", "");
	html_put(html, "button", "Gör kontot", "type", "submit", NULL);
	html_close(html, "form");
	html_close(html, "section");
}

static void
add_command(struct html *html, const char *command)
{
	html_open(html, "pre", NULL);
	html_put(html, "code", command, NULL);
	html_close(html, "pre");
}

static bool
first_page(struct kiosk *kiosk, const struct ask *ask, const char *wrong,
	struct http_reply *reply, struct err *err)
{
	const struct page page = {.language = "sv",
		.title = "Tre steg till att börja",
		.class = "plain"};
	struct html html = {0};

	page_begin(&html, kiosk, &page);
	html_open(&html, "main", NULL);
	html_put(&html, "h1", "Tre steg till att börja", NULL);
	add_account_step(&html, ask, wrong);
	add_step(&html, "/picture/how.svg", "2. Skriv ut blad");
	html_put(&html, "p",
		"Logga in och lägg till personer, eller gör det här medan "
		"servern inte är igång. Varje person får en kod och ett blad.",
		NULL);
	add_command(&html, "skapa forms print --instrument skapa --language sv "
			   "--count 10 --output blad.pdf");
	html_close(&html, "section");
	add_step(&html, "/picture/practice.svg", "3. Ställ fram skärmen");
	html_put(&html, "p",
		"När kontot finns är den här adressen startsidan: den som ska "
		"svara väljer språk och trycker på bilder. Personalen loggar "
		"in på adressen /staff.",
		NULL);
	html_close(&html, "section");
	html_close(&html, "main");
	return page_end(&html, reply, err);
}

static bool
front_page(struct kiosk *kiosk, const struct ask *ask, struct http_reply *reply,
	struct err *err)
{
	bool has = true;

	if (kiosk->is_new && !has_account(kiosk, &has, err))
		return false;
	if (has) {
		kiosk->is_new = false;
		store_act_as(kiosk->store, &ask->actor);
		return visit_attract(kiosk, ask, reply, err);
	}
	return first_page(kiosk, ask, NULL, reply, err);
}

/*
 * The first account. It is made as an admin of the kiosk's, once, by whoever
 * can read what the server wrote when it started.
 */
static bool
first_account(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	const struct form *form = &ask->request->form;
	const char *code = form_value(form, "code");
	const char *name = form_value(form, "name");
	const char *password = form_value(form, "password");
	const char *hash = NULL;
	struct err why = {0};
	bool has;

	if (!has_account(kiosk, &has, err))
		return false;
	if (has || kiosk->first_code[0] == '\0')
		return err_set(err, ERR_REFUSED,
			"there is an account already; log in with it");
	if (code == NULL || strcmp(code, kiosk->first_code) != 0) {
		/* One guess a code: the next stands in the log. */
		token_digits(KIOSK_FIRST_CODE - 1, kiosk->first_code);
		log_line("first account: the code is %s", kiosk->first_code);
		reply->status = 403;
		return first_page(kiosk, ask,
			"Koden stämde inte. Det finns en ny där servern "
			"startades.",
			reply, err);
	}
	if (name == NULL || password == NULL ||
		!hashing_make(ask, password, &hash, reply, &why) ||
		(hash != NULL && !store_account_add_hash(kiosk->store, name,
					 ROLE_ADMIN, NULL, hash, &why))) {
		if (why.code != ERR_USAGE && why.code != ERR_NONE) {
			*err = why;
			return false;
		}
		reply->status = 422;
		return first_page(kiosk, ask,
			"Namnet eller lösenordet går inte: ett namn är "
			"bokstäver och siffror, ett lösenord minst tolv "
			"tecken.",
			reply, err);
	}
	if (hash != NULL)
		http_redirect(reply, "/staff/in");
	return true;
}

static bool
health(struct kiosk *kiosk, const struct ask *ask, struct http_reply *reply,
	struct err *err)
{
	(void)kiosk;
	(void)ask;
	(void)err;
	reply->type = "text/plain; charset=utf-8";
	str_add(&reply->body, "ok\n");
	return true;
}

const struct route front_routes[] = {
	{HTTP_GET, "/", ACCESS_ANYONE, 0, 0, front_page, NULL},
	{HTTP_POST, "/first", ACCESS_ANYONE, 0, 0, first_account, NULL},
	{HTTP_GET, "/health", ACCESS_ANYONE, 0, 0, health, NULL},
	{0},
};
