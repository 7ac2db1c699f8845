#include "kiosk/staff.h"

#include "core/err.h"
#include "core/str.h"
#include "kiosk/page.h"
#include "kiosk/staff_words.h"
#include "kiosk/swedish.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* The menu; what the role may do decides what is in it. */
static const struct entry {
	const char *path, *label;
	enum store_operation needs;
} menu[] = {
	{"/staff", "I dag", MAY_LOG_IN},
	{"/staff/review", "Att granska", MAY_READ_REVIEWS},
	{"/staff/uploads", "Lämna in skanningar", MAY_FILE},
	{"/staff/people", "Personer", MAY_LIST_PEOPLE},
	{"/staff/due", "Saknas", MAY_LOOK_UP},
	{"/staff/sessions", "Gruppträffar", MAY_LOOK_UP},
	{"/staff/rooms", "Träff på plattor", MAY_LEAD},
	{"/staff/report", "Organisationens rapport", MAY_COUNT},
	{"/staff/wording", "Språk", MAY_LOG_IN},
	{"/staff/voices", "Inläsningar", MAY_KEEP_WORDS},
	{"/staff/audit", "Logg", MAY_READ_AUDIT},
	{"/staff/screens", "Skärmar", MAY_PAIR},
	{"/staff/accounts", "Konton", MAY_LIST_ACCOUNTS},
	{"/staff/password", "Byt lösenord", MAY_LOG_IN},
};

bool
staff_may(const struct ask *ask, enum store_operation operation)
{
	return role_right(ask->actor.role, operation) != RIGHT_NO;
}

static void
add_top(struct html *html, const struct ask *ask)
{
	html_open(html, "header", "class", "top", NULL);
	html_put(html, "p", "SKAPA", "class", "brand", NULL);
	html_open(html, "p", "class", "who", NULL);
	html_put(html, "strong", ask->actor.name, NULL);
	html_textf(html, " %s", staff_role(ask->actor.role));
	html_close(html, "p");
	page_form(html, ask, "/staff/out", "logout");
	html_put(html, "button", "Logga ut", "type", "submit", "class", "quiet",
		NULL);
	html_close(html, "form");
	html_close(html, "header");
}

static void
add_menu(struct html *html, const struct ask *ask, const char *here)
{
	size_t i;

	html_open(html, "nav", "aria-label", "Sidor", NULL);
	html_open(html, "ul", NULL);
	for (i = 0; i < sizeof(menu) / sizeof(*menu); i++) {
		if (!staff_may(ask, menu[i].needs))
			continue;
		html_open(html, "li", NULL);
		html_put(html, "a", menu[i].label, "href", menu[i].path,
			"aria-current",
			strcmp(menu[i].path, here) == 0 ? "page" : HTML_OFF,
			NULL);
		html_close(html, "li");
	}
	html_close(html, "ul");
	html_close(html, "nav");
}

void
staff_begin(struct html *html, const struct kiosk *kiosk, const struct ask *ask,
	const char *title, const char *here)
{
	char whole[128];
	const struct page page = {.language = "sv",
		.title = whole,
		.class = "staff",
		.style = "staff.css",
		.script = "staff.js"};

	snprintf(whole, sizeof(whole), "%.100s – SKAPA", title);
	page_begin(html, kiosk, &page);
	html_put(html, "a", "Till innehållet", "class", "skip", "href", "#main",
		NULL);
	add_top(html, ask);
	html_open(html, "div", "class", "frame", NULL);
	add_menu(html, ask, here);
	html_open(html, "main", "id", "main", "tabindex", "-1", NULL);
	html_put(html, "h1", title, NULL);
}

bool
staff_end(struct html *html, struct http_reply *reply, struct err *err)
{
	html_close(html, "main");
	html_close(html, "div");
	str_add(&html->out, "\n");
	return page_end(html, reply, err);
}

/* ------------------------------------------------------------------- parts */

void
staff_hidden(struct html *html, const char *name, const char *value)
{
	html_leaf(html, "input", "type", "hidden", "name", name, "value", value,
		NULL);
}

void
staff_field(struct html *html, const char *what, const char *name,
	const char *label, const char *value)
{
	html_open(html, "label", "class", "field", NULL);
	html_put(html, "span", label, NULL);
	html_leaf(html, "input", "type", what, "name", name, "value",
		value == NULL ? HTML_OFF : value, "autocomplete",
		strcmp(what, "password") == 0 ? "new-password" : "off", NULL);
	html_close(html, "label");
}

void
staff_options(
	struct html *html, const char *const words[], int first, int chosen)
{
	int i;

	for (i = first; words[i] != NULL; i++)
		html_put(html, "option", staff_word(words[i]), "value",
			words[i], "selected", i == chosen ? HTML_ON : HTML_OFF,
			NULL);
}

void
staff_link(struct html *html, const char *folder, const char *part,
	const char *text)
{
	struct str path = {0};
	const char *at;

	str_addf(&path, "%s/", folder);
	for (at = part; *at != '\0'; at++) {
		if (isalnum((unsigned char)*at) || *at == '-' || *at == '_')
			str_add_bytes(&path, at, 1);
		else
			str_addf(&path, "%%%02X", (unsigned char)*at);
	}
	html_put(html, "a", text, "href", path.failed ? folder : path.at, NULL);
	str_finish(&path);
}

void
staff_empty(struct html *html, const char *sentence, const char *todo)
{
	html_open(html, "div", "class", "empty", NULL);
	html_put(html, "p", sentence, "class", "lead", NULL);
	html_put(html, "p", todo, NULL);
	html_close(html, "div");
}

void
staff_columns(struct html *html, const char *const names[])
{
	int i;

	html_open(html, "thead", NULL);
	html_open(html, "tr", NULL);
	for (i = 0; names[i] != NULL; i++) {
		if (names[i][0] == '\0')
			html_put(html, "td", "", NULL);
		else
			html_put(html, "th", names[i], "scope", "col", NULL);
	}
	html_close(html, "tr");
	html_close(html, "thead");
}

void
staff_done(struct html *html, const char *sentence)
{
	html_put(html, "p", sentence, "class", "done", "role", "status", NULL);
}

/* ------------------------------------------------------------------- words */

void
staff_day(int64_t seconds, char day[STORE_DATE])
{
	const time_t at = (time_t)seconds;
	struct tm tm;

	gmtime_r(&at, &tm);
	strftime(day, STORE_DATE, "%Y-%m-%d", &tm);
}

void
staff_time(int64_t seconds, char text[STAFF_TIME])
{
	const time_t at = (time_t)seconds;
	struct tm tm;

	gmtime_r(&at, &tm);
	strftime(text, STAFF_TIME, "%Y-%m-%d %H:%M", &tm);
}

bool
staff_number(const char *part, int64_t *number, struct err *err)
{
	char *end;
	long long n;

	errno = 0;
	n = strtoll(part, &end, 10);
	if (part[0] < '1' || part[0] > '9' || *end != '\0' || errno != 0)
		return swedish_err(err, ERR_USAGE,
			"\"%s\" är inget nummer; gå tillbaka till listan och "
			"välj där",
			part);
	*number = n;
	return true;
}

bool
staff_need(const struct ask *ask, const char *name, const char **value,
	struct err *err)
{
	*value = form_value(&ask->request->form, name);
	return *value != NULL ||
	       swedish_err(err, ERR_USAGE,
		       "fältet \"%s\" saknas; gå tillbaka och fyll i det",
		       name);
}
