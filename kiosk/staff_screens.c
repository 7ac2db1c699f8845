/* Which screens and tablets are let in. */
#include "kiosk/staff.h"

#include "core/err.h"
#include "kiosk/page.h"
#include "kiosk/staff_words.h"
#include "kiosk/visit.h"
#include "kiosk/swedish.h"
#include "store/devices.h"

#include <stdio.h>
#include <string.h>

struct screens {
	struct html *html;
	struct kiosk *kiosk;
	const struct ask *ask;
	size_t n_waiting, n;
};

/* The languages of the screens, with none first. */
static void
add_languages(struct html *html, const struct kiosk *kiosk, const char *chosen)
{
	const char *language;
	size_t i;

	html_open(html, "label", "class", "field", NULL);
	html_put(html, "span", "Språk som visas först", NULL);
	html_open(html, "select", "name", "language", NULL);
	html_put(html, "option", "inget särskilt", "value", "", NULL);
	for (i = 0; (language = visits_language(kiosk->visits, i)) != NULL; i++)
		html_put(html, "option", staff_language(language), "value",
			language, "selected",
			strcmp(language, chosen) == 0 ? HTML_ON : HTML_OFF,
			NULL);
	html_close(html, "select");
	html_close(html, "label");
}

/* To the screen's address, with `more` behind it. */
static void
begin_form(const struct screens *screens, const struct store_device *device,
	const char *more, const char *kind)
{
	char path[64];

	snprintf(path, sizeof(path), "/staff/screens/%lld%s",
		(long long)device->id, more);
	page_form(screens->html, screens->ask, path, kind);
}

static void
add_form(const struct screens *screens, const struct store_device *device,
	const char *word)
{
	struct html *html = screens->html;

	begin_form(screens, device, "", "stack");
	staff_field(html, "text", "place", "Plats, till exempel Receptionen",
		device->place);
	add_languages(html, screens->kiosk, device->language);
	html_put(html, "button", word, NULL);
	html_close(html, "form");
}

static void
add_revoke(const struct screens *screens, const struct store_device *device,
	const char *word)
{
	struct html *html = screens->html;

	begin_form(screens, device, "/revoke", "line");
	html_put(html, "button", word, "class", "quiet", NULL);
	html_close(html, "form");
}

/* ------------------------------------------------------------- those that wait
 */

static bool
add_waiting(const struct store_device *device, void *data, struct err *err)
{
	struct screens *screens = data;
	struct html *html = screens->html;

	(void)err;
	if (device->paired != 0 ||
		screens->kiosk->now - device->asked > DEVICE_WAIT_S)
		return true;
	screens->n_waiting++;
	html_open(html, "section", "class", "card", NULL);
	html_open(html, "h2", NULL);
	html_textf(html, "Skärm med koden %.3s %s", device->code,
		device->code + 3);
	html_close(html, "h2");
	html_put(html, "p",
		"Gå till skärmen och se att det är samma kod. Släpp bara in en "
		"skärm som du ser.",
		NULL);
	add_form(screens, device, "Släpp in");
	add_revoke(screens, device, "Släpp inte in");
	html_close(html, "section");
	return true;
}

/* ------------------------------------------------------------- those that are
 * in
 */

static bool
add_screen(const struct store_device *device, void *data, struct err *err)
{
	static const char *const names[] = {"Plats", "Språk",
		"Bildpunkter per mm", "Inne sedan", "Sågs senast", "Ändra",
		NULL};
	struct screens *screens = data;
	struct html *html = screens->html;
	char paired[STAFF_TIME], seen[STAFF_TIME];

	(void)err;
	if (device->paired == 0)
		return true;
	if (screens->n++ == 0) {
		html_open(html, "table", NULL);
		staff_columns(html, names);
		html_open(html, "tbody", NULL);
	}
	staff_time(device->paired, paired);
	staff_time(device->seen, seen);
	html_open(html, "tr", NULL);
	html_put(html, "th", device->place, "scope", "row", NULL);
	html_put(html, "td",
		device->language[0] != '\0' ? staff_language(device->language)
					    : "inget särskilt",
		NULL);
	html_open(html, "td", "class", "n", NULL);
	html_textf(
		html, "%d,%02d", device->px_m / 1000, device->px_m % 1000 / 10);
	html_close(html, "td");
	html_put(html, "td", paired, NULL);
	html_put(html, "td", seen, NULL);
	html_open(html, "td", "class", "ways", NULL);
	html_open(html, "details", NULL);
	html_put(html, "summary", "Plats och språk", NULL);
	add_form(screens, device, "Ändra");
	html_close(html, "details");
	add_revoke(screens, device, "Stäng ute");
	html_close(html, "td");
	html_close(html, "tr");
	return true;
}

/* A browser that forgets everything at night is let in by its own key. */
static void
add_key_form(const struct screens *screens)
{
	const struct store_device none = {.language = ""};
	struct html *html = screens->html;

	html_open(html, "details", NULL);
	html_put(html, "summary", "En låst skärm som startas om varje natt",
		NULL);
	html_put(html, "p",
		"En skärm med skapa-screen.service minns ingenting. Den får en "
		"nyckel, som står i filen /etc/skapa/screen på den datorn.",
		NULL);
	page_form(html, screens->ask, "/staff/screens", "stack");
	staff_field(html, "text", "place", "Plats, till exempel Receptionen",
		none.place);
	add_languages(html, screens->kiosk, none.language);
	html_put(html, "button", "Gör en nyckel", NULL);
	html_close(html, "form");
	html_close(html, "details");
}

bool
screens_page(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	struct html html = {0};
	struct screens screens = {.html = &html, .kiosk = kiosk, .ask = ask};

	staff_begin(&html, kiosk, ask, "Skärmar", "/staff/screens");
	html_put(&html, "p",
		"En ny skärm öppnar adressen /screen och visar en kod. Samma "
		"kod står här tills skärmen är insläppt.",
		"class", "lead", NULL);
	if (!store_device_list(kiosk->store, add_waiting, &screens, err) ||
		!store_device_list(kiosk->store, add_screen, &screens, err)) {
		html_finish(&html);
		return false;
	}
	if (screens.n > 0) {
		html_close(&html, "tbody");
		html_close(&html, "table");
	}
	if (screens.n == 0 && screens.n_waiting == 0)
		staff_empty(&html, "Ingen skärm är insläppt.",
			kiosk->needs_device
				? "Tills en är det kan ingen svara på skärm."
				: "Den som når den här servern kan svara: den "
				  "lyssnar bara på den egna datorn, eller är "
				  "startad med --any-screen.");
	add_key_form(&screens);
	return staff_end(&html, reply, err);
}

static bool
need_place(struct kiosk *kiosk, const struct ask *ask, const char **place,
	const char **language, struct err *err)
{
	if (!staff_need(ask, "place", place, err) ||
		!staff_need(ask, "language", language, err))
		return false;
	if ((*place)[0] == '\0')
		return swedish_err(err, ERR_USAGE,
			"skriv var skärmen står, så att den går att hitta i "
			"listan");
	return (*language)[0] == '\0' ||
	       visits_tongue(kiosk->visits, *language, err) != NULL;
}

static bool
pair_key(struct kiosk *kiosk, const struct ask *ask, const char *token,
	struct err *err)
{
	const struct store_actor screen = {"kiosk", ROLE_RECEPTION, kiosk->now};
	struct store_device device;
	char code[DEVICE_CODE];
	const char *place, *language;
	bool found = false;

	if (!need_place(kiosk, ask, &place, &language, err))
		return false;
	token_digits(DEVICE_CODE - 1, code);
	store_act_as(kiosk->store, &screen);
	if (!store_device_ask(kiosk->store, token, code, err) ||
		!store_device_find(kiosk->store, token, &device, &found, err))
		return false;
	store_act_as(kiosk->store, &ask->actor);
	return store_device_pair(kiosk->store, device.id, place, language, err);
}

/* The key is shown once: the store has only its hash. */
bool
screens_key(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	struct html html = {0};
	char token[TOKEN];

	token_new(token);
	if (!pair_key(kiosk, ask, token, err))
		return false;
	staff_begin(&html, kiosk, ask, "Skärmens nyckel", "/staff/screens");
	html_put(&html, "p",
		"Skriv den här raden i filen /etc/skapa/screen på skärmens "
		"dator och starta om skapa-screen.service. Raden visas bara "
		"nu.",
		NULL);
	html_open(&html, "pre", NULL);
	html_open(&html, "code", NULL);
	html_textf(&html, "SKAPA_SCREEN_KEY=%s", token);
	html_close(&html, "code");
	html_close(&html, "pre");
	html_open(&html, "p", NULL);
	html_put(&html, "a", "Till skärmarna", "class", "button", "href",
		"/staff/screens", NULL);
	html_close(&html, "p");
	return staff_end(&html, reply, err);
}

bool
screens_pair(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	const char *place, *language;
	int64_t id;

	if (!staff_number(ask->part[0], &id, err) ||
		!need_place(kiosk, ask, &place, &language, err))
		return false;
	http_redirect(reply, "/staff/screens");
	return store_device_pair(kiosk->store, id, place, language, err);
}

bool
screens_revoke(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	int64_t id;

	http_redirect(reply, "/staff/screens");
	return staff_number(ask->part[0], &id, err) &&
	       store_device_revoke(kiosk->store, id, err);
}
