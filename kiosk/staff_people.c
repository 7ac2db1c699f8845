/* The people that an account may see, and a new one. */
#include "kiosk/page.h"
#include "kiosk/staff.h"

#include "core/err.h"
#include "core/str.h"
#include "kiosk/staff_words.h"
#include "kiosk/swedish.h"

#include <stdio.h>
#include <string.h>

struct people {
	struct html *html;
	size_t n;
};

static bool
add_row(const struct store_person *person, void *data, struct err *err)
{
	static const char *const names[] = {
		"Kod", "Språk", "Läge", "Handläggare", "Ersättare", NULL};
	struct people *people = data;
	struct html *html = people->html;

	(void)err;
	if (people->n++ == 0) {
		html_open(html, "table", "class", "list", NULL);
		staff_columns(html, names);
		html_open(html, "tbody", NULL);
	}
	html_open(html, "tr", NULL);
	html_open(html, "th", "scope", "row", NULL);
	staff_link(html, "/staff/people", person->code, person->code);
	html_close(html, "th");
	html_put(html, "td", staff_language(person->language), NULL);
	html_put(html, "td", staff_word(store_states[person->state]), NULL);
	html_put(html, "td", person->caseworker, NULL);
	html_put(html, "td", person->deputy, NULL);
	html_close(html, "tr");
	return true;
}

static void
add_find(struct html *html, const struct ask *ask)
{
	page_form(html, ask, "/staff/people/find", "line");
	staff_field(html, "text", "code", "Personens kod", NULL);
	html_put(html, "button", "Öppna", "type", "submit", NULL);
	html_close(html, "form");
}

static void
add_new(struct html *html, const struct ask *ask)
{
	static const char *const languages[] = {"", "sv", "sv-simple", "en",
		"ar", "ckb", "es", "fa", "kmr", "prs", "ps", "ru", "so", "th",
		"ti", "tr", "uk"};
	size_t i;

	html_open(html, "details", NULL);
	html_put(html, "summary", "Lägg till en person", NULL);
	page_form(html, ask, "/staff/people/add", "line");
	html_open(html, "label", "class", "field", NULL);
	html_put(html, "span", "Språk", NULL);
	html_open(html, "select", "name", "language", NULL);
	for (i = 0; i < sizeof(languages) / sizeof(*languages); i++)
		html_put(html, "option", staff_language(languages[i]), "value",
			languages[i], NULL);
	html_close(html, "select");
	html_close(html, "label");
	html_put(html, "button", "Ge en ny kod", "type", "submit", NULL);
	html_close(html, "form");
	html_put(html, "p",
		"Personen får en kod. Inget namn och inget personnummer "
		"sparas här.",
		"class", "hint", NULL);
	html_close(html, "details");
}

bool
people_page(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	struct html html = {0};
	struct people people = {.html = &html};

	staff_begin(&html, kiosk, ask, "Personer", "/staff/people");
	add_find(&html, ask);
	if (!store_people_list(kiosk->store, add_row, &people, err)) {
		html_finish(&html);
		return false;
	}
	if (people.n > 0) {
		html_close(&html, "tbody");
		html_close(&html, "table");
	} else {
		staff_empty(&html, "Här finns inga personer för dig ännu.",
			"Personer kommer hit när de läggs till, eller när "
			"någon "
			"anger dig som handläggare.");
	}
	if (staff_may(ask, MAY_ADD_PEOPLE))
		add_new(&html, ask);
	return staff_end(&html, reply, err);
}

static void
go_to(const char *code, struct http_reply *reply)
{
	char path[64];

	snprintf(path, sizeof(path), "/staff/people/%s", code);
	http_redirect(reply, path);
}

bool
people_find(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	char code[PERSON_CODE];
	const char *typed;

	(void)kiosk;
	if (!staff_need(ask, "code", &typed, err))
		return false;
	if (!person_code_read(typed, code))
		return swedish_err(err, ERR_USAGE,
			"\"%s\" är ingen kod; den har åtta tecken, som "
			"7K4Q-MXP9. Se efter igen.",
			typed);
	go_to(code, reply);
	return true;
}

/* A caseworker's new person is the caseworker's own. */
bool
people_add(struct kiosk *kiosk, const struct ask *ask, struct http_reply *reply,
	struct err *err)
{
	struct store_person like = {.language = ""};
	char codes[1][PERSON_CODE];
	const char *language;

	if (!staff_need(ask, "language", &language, err))
		return false;
	if (!str_copy(like.language, sizeof(like.language), language))
		return swedish_err(
			err, ERR_USAGE, "\"%s\" är inget språk", language);
	if (ask->actor.role == ROLE_CASEWORKER)
		str_copy(like.caseworker, sizeof(like.caseworker),
			ask->actor.name);
	else if (ask->actor.role == ROLE_DEPUTY)
		str_copy(like.deputy, sizeof(like.deputy), ask->actor.name);
	if (!store_people_add_like(kiosk->store, 1, &like, codes, err))
		return false;
	go_to(codes[0], reply);
	return true;
}
