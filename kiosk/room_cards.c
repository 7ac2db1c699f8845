/* What is printed or handed out for a meeting: cards, and interpreters' links.
 */
#include "kiosk/room_pages.h"

#include "core/err.h"
#include "draw/qr.h"
#include "kiosk/room_papers.h"
#include "kiosk/staff_words.h"

#include <stdio.h>
#include <string.h>

#define QUIET 4 /* modules around a symbol (ISO/IEC 18004) */

/* A symbol as one path of an SVG: attributes alone, no style. */
static bool
add_qr(struct html *html, const char *text, struct err *err)
{
	struct str svg = {0};
	struct qr qr;
	int x, y;

	if (!qr_make(text, &qr, err))
		return false;
	str_addf(&svg,
		"<svg class=\"qr\" viewBox=\"0 0 %d %d\" aria-hidden=\"true\">"
		"<path fill=\"#000\" d=\"",
		QR_SIDE + 2 * QUIET, QR_SIDE + 2 * QUIET);
	for (y = 0; y < QR_SIDE; y++) {
		for (x = 0; x < QR_SIDE; x++) {
			if (qr.dark[y * QR_SIDE + x] != 0)
				str_addf(&svg, "M%d %dh1v1h-1z", x + QUIET,
					y + QUIET);
		}
	}
	str_add(&svg, "\"/></svg>");
	if (str_ok(&svg, NULL))
		html_markup(html, svg.at, svg.len);
	str_finish(&svg);
	return true;
}

static bool
one_card(struct html *html, const char *what, const char *number,
	const char *card, struct err *err)
{
	html_open(html, "li", "class", "card", NULL);
	html_put(html, "span", what, NULL);
	html_put(html, "strong", number, NULL);
	if (!add_qr(html, card, err))
		return false;
	html_put(html, "code", card, NULL);
	html_close(html, "li");
	return true;
}

bool
lead_cards(struct kiosk *kiosk, const struct ask *ask, struct http_reply *reply,
	struct err *err)
{
	struct room_page page = {.language = "sv", .kind = "cards"};
	struct html html = {0};
	char card[ROOMS_CARD], number[24];
	struct live *live;
	bool ok = true;
	size_t i;

	if (!lead_find(kiosk, ask, &live, err))
		return false;
	page.title = live->name;
	room_page_begin(&html, kiosk, ask, &page);
	html_put(&html, "h1", live->name, NULL);
	html_put(&html, "p",
		"Ett kort till varje plats och ett till varje tolk. Klipp isär "
		"dem. Lägg kortet vid plattans läsare, eller skriv koden på "
		"adressen /room.",
		NULL);
	html_open(&html, "ul", "class", "cards", NULL);
	for (i = 0; ok && i < live->room.n_seats; i++) {
		snprintf(number, sizeof(number), "%d",
			live->room.seats[i].number);
		rooms_card(kiosk, live, live->room.seats[i].number, "", card);
		ok = one_card(&html, "Plats", number, card, err);
	}
	for (i = 0; ok && i < live->room.n_channels; i++) {
		const char *language = live->room.channels[i].language;

		rooms_card(kiosk, live, 0, language, card);
		ok = one_card(
			&html, "Tolk", staff_language(language), card, err);
	}
	html_close(&html, "ul");
	if (ok)
		return room_page_end(&html, reply, err);
	html_finish(&html);
	return false;
}

bool
lead_link(struct kiosk *kiosk, const struct ask *ask, struct http_reply *reply,
	struct err *err)
{
	const struct room_page page = {
		.language = "sv", .title = "Länk till tolken", .kind = "list"};
	const char *host = http_header(ask->request, "Host");
	char token[TOKEN], hash[TOKEN], back[48];
	struct html html = {0};
	struct live *live;
	int channel;

	if (!lead_find(kiosk, ask, &live, err) ||
		!form_number(&ask->request->form, "channel", 0,
			(int)live->room.n_channels - 1, &channel, err))
		return false;
	token_new(token);
	token_hash(token, hash);
	room_pair(rooms_change(live, ROOMS_ALL), (size_t)channel, hash,
		kiosk->now + ROOMS_LINK_S);
	if (!rooms_keep(kiosk, live, err))
		return false;
	snprintf(back, sizeof(back), "/staff/rooms/%lld",
		(long long)live->session);
	room_page_begin(&html, kiosk, ask, &page);
	html_put(&html, "h1", page.title, NULL);
	html_open(&html, "p", NULL);
	html_textf(&html,
		"Länken är för %s och gäller i %d timmar. Den som har den ser "
		"frågorna, aldrig något svar. En ny länk gör den här "
		"ogiltig.",
		staff_language(live->room.channels[channel].language),
		ROOMS_LINK_S / 3600);
	html_close(&html, "p");
	html_open(&html, "pre", NULL);
	html_textf(&html, "http%s://%s/room/link/%s",
		ask->request->is_tls ? "s" : "", host != NULL ? host : "",
		token);
	html_close(&html, "pre");
	html_put(&html, "a", "Tillbaka", "href", back, "class", "button", NULL);
	return room_page_end(&html, reply, err);
}

static void
papers_page(struct html *html, const struct ask *ask, const char *path,
	enum papers_state state, const char *said)
{
	switch (state) {
	case PAPERS_RUN:
		html_put(html, "p",
			"Papperen görs. Sidan visar dem om en stund.", "role",
			"status", NULL);
		return;
	case PAPERS_FAILED:
		html_put(html, "p", said, "role", "alert", "class", "wrong",
			NULL);
		break;
	default:
		html_put(html, "p",
			"Samma papper som skapa forms pack skriver ut: "
			"blanketterna till dem som svarar på papper med sina "
			"koder, och det som ni behöver för att leda träffen.",
			NULL);
	}
	html_open(html, "div", "class", "commands", NULL);
	room_button(html, ask, path, NULL, NULL, NULL, "Alla papper", "go");
	room_button(html, ask, path, "only", "sheets", NULL,
		"Bara blanketterna", "quiet");
	room_button(html, ask, path, "only", "seats,cover,leader,observer",
		NULL, "Bara till er som leder", "quiet");
	html_close(html, "div");
}

bool
lead_papers(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	struct room_page page = {.language = "sv", .kind = "list"};
	struct html html = {0};
	enum papers_state state;
	struct str out = {0};
	char path[64], back[48];
	struct live *live;

	if (!lead_find(kiosk, ask, &live, err))
		return false;
	state = papers_state(kiosk->papers, live->session);
	if ((state == PAPERS_READY || state == PAPERS_FAILED) &&
		!papers_take(kiosk->papers, live->session, &out, err)) {
		str_finish(&out);
		return false;
	}
	if (state == PAPERS_READY) {
		reply->type = "application/pdf";
		reply->body = out;
		return str_ok(&reply->body, err);
	}
	page.title = live->name;
	page.again_s = state == PAPERS_RUN ? 2 : 0;
	snprintf(back, sizeof(back), "/staff/rooms/%lld",
		(long long)live->session);
	snprintf(path, sizeof(path), "%s/papers", back);
	room_page_begin(&html, kiosk, ask, &page);
	html_put(&html, "h1", live->name, NULL);
	papers_page(&html, ask, path, state, out.at != NULL ? out.at : "");
	html_put(&html, "a", "Tillbaka", "href", back, "class", "button", NULL);
	str_finish(&out);
	return room_page_end(&html, reply, err);
}

bool
lead_papers_start(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	char path[48];
	struct live *live;

	if (!lead_find(kiosk, ask, &live, err) ||
		!papers_start(kiosk->papers, live->session, live->name,
			form_value(&ask->request->form, "only"), err))
		return false;
	snprintf(path, sizeof(path), "/staff/rooms/%lld/papers",
		(long long)live->session);
	http_redirect(reply, path);
	return true;
}
