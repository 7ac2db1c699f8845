/* What a screen shows before it is let in, and to measure it. */
#include "kiosk/device_pages.h"

#include "core/err.h"
#include "kiosk/device.h"
#include "kiosk/page.h"
#include "kiosk/staff.h"
#include "kiosk/tries.h"
#include "kiosk/visit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STEP_FINE 1
#define STEP_WIDE 10

static void
begin(struct html *html, const struct kiosk *kiosk, const char *title)
{
	const struct page page = {
		.language = "sv", .title = title, .class = "plain screen"};

	page_begin(html, kiosk, &page);
	html_open(html, "main", NULL);
}

static bool
end(struct html *html, struct http_reply *reply, struct err *err)
{
	html_close(html, "main");
	return page_end(html, reply, err);
}

static void
add_link(struct html *html, const char *path, const char *word)
{
	html_open(html, "p", NULL);
	html_put(html, "a", word, "class", "button", "href", path, NULL);
	html_close(html, "p");
}

bool
device_stranger(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	struct html html = {0};

	begin(&html, kiosk, "Skärmen är inte inkopplad");
	html_leaf(&html, "img", "src", "/picture/contact.svg", "alt", "",
		"class", "large", NULL);
	html_put(&html, "h1", "Skärmen är inte inkopplad", NULL);
	html_put(&html, "p",
		"Här svarar människor på frågor om sig själva. Det går bara på "
		"skärmar som personalen har släppt in.",
		NULL);
	page_form(&html, ask, "/screen/ask", NULL);
	html_put(&html, "button", "Koppla in den här skärmen", NULL);
	html_close(&html, "form");
	html_open(&html, "p", "class", "after", NULL);
	html_put(&html, "a", "Personalens sidor", "href", "/staff", NULL);
	html_close(&html, "p");
	return end(&html, reply, err);
}

static bool
waiting_page(struct kiosk *kiosk, const struct store_device *device,
	struct http_reply *reply, struct err *err)
{
	struct html html = {0};

	begin(&html, kiosk, "Vänta på personalen");
	html_put(&html, "h1", "Vänta på personalen", NULL);
	html_put(&html, "p", "Den här skärmens kod är", NULL);
	html_open(&html, "p", "class", "screen-code", NULL);
	html_textf(&html, "%.3s %s", device->code, device->code + 3);
	html_close(&html, "p");
	html_put(&html, "p",
		"Den som är inloggad går till ”Skärmar”, ser samma kod där och "
		"släpper in skärmen.",
		NULL);
	/* By hand: a page that loads itself anew is taken from who reads it. */
	add_link(&html, "/screen", "Skärmen är insläppt: gå vidare");
	return end(&html, reply, err);
}

static bool
paired_page(struct kiosk *kiosk, const struct store_device *device,
	struct http_reply *reply, struct err *err)
{
	struct html html = {0};

	begin(&html, kiosk, device->place);
	html_put(&html, "h1", device->place, NULL);
	html_put(&html, "p", "Skärmen är inkopplad.", NULL);
	add_link(&html, "/", "Till startsidan");
	add_link(&html, "/screen/size", "Mät in skärmen med ett kort");
	return end(&html, reply, err);
}

bool
device_page(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	const struct store_device *device = &ask->screen;

	if (device->id == 0)
		return device_stranger(kiosk, ask, reply, err);
	if (device->paired == 0)
		return waiting_page(kiosk, device, reply, err);
	return paired_page(kiosk, device, reply, err);
}

bool
device_in(struct kiosk *kiosk, const struct ask *ask, struct http_reply *reply,
	struct err *err)
{
	const char *token = ask->part[0];
	struct store_device device;
	bool found = false;

	if (token_is(token) &&
		!store_device_find(kiosk->store, token, &device, &found, err))
		return false;
	if (found)
		device_keep(ask->request, token, reply);
	http_redirect(reply, "/");
	return true;
}

bool
device_ask(struct kiosk *kiosk, const struct ask *ask, struct http_reply *reply,
	struct err *err)
{
	struct tries *tries = visits_tries(kiosk->visits);
	char token[TOKEN], code[DEVICE_CODE], key[TRIES_KEY];

	http_redirect(reply, "/screen");
	/* Whoever asks twice is answered once. */
	if (ask->screen.id != 0)
		return true;
	snprintf(key, sizeof(key), "new %.59s", ask->request->address);
	if (tries_of(tries, key, kiosk->now, DEVICE_WAIT_S) >= DEVICE_ASKS)
		return err_set(err, ERR_LIMIT,
			"%d screens of this address have asked already; let "
			"them in, or wait",
			DEVICE_ASKS);
	token_new(token);
	token_digits(DEVICE_CODE - 1, code);
	if (!store_device_ask(kiosk->store, token, code, err))
		return false;
	tries_add(tries, key, kiosk->now, DEVICE_WAIT_S);
	device_keep(ask->request, token, reply);
	return true;
}

/* ------------------------------------------------------------- its size */

/* Pixels that a length has at so many a metre, and back. */
static int
to_px(int um, int px_m)
{
	return (int)(((int64_t)um * px_m + 500000) / 1000000);
}

static int
to_px_m(int px, int um)
{
	return (int)(((int64_t)px * 1000000 + um / 2) / um);
}

/* A card as large as this screen would show one, in ink. */
static void
add_card(struct html *html, int px)
{
	char wide[16], high[16], box[32];
	const int tall =
		(int)((int64_t)px * DEVICE_CARD_HIGH_UM / DEVICE_CARD_UM);

	snprintf(wide, sizeof(wide), "%d", px);
	snprintf(high, sizeof(high), "%d", tall);
	snprintf(box, sizeof(box), "0 0 %d %d", px, tall);
	html_open(html, "div", "class", "screen-card", NULL);
	html_open(html, "svg", "width", wide, "height", high, "viewBox", box,
		"role", "img", "aria-label", "Ett kort i verklig storlek",
		NULL);
	html_leaf(html, "rect", "width", wide, "height", high, "rx", "12",
		"fill", "#14524a", NULL);
	html_close(html, "svg");
	html_close(html, "div");
}

static void
add_step(struct html *html, int step, const char *word)
{
	char value[16];

	snprintf(value, sizeof(value), "%d", step);
	html_put(html, "button", word, "name", "step", "value", value, "class",
		"quiet", NULL);
}

static bool
size_page(struct kiosk *kiosk, const struct ask *ask, int px,
	struct http_reply *reply, struct err *err)
{
	struct html html = {0};
	char value[16];

	begin(&html, kiosk, "Mät in skärmen");
	html_put(&html, "h1", "Mät in skärmen", NULL);
	html_put(&html, "p",
		"Håll ett bankkort, ett id-kort eller ett körkort mot skärmen "
		"och gör rutan lika bred som kortet.",
		NULL);
	add_card(&html, px);
	page_form(&html, ask, "/screen/size", "screen-steps");
	snprintf(value, sizeof(value), "%d", px);
	staff_hidden(&html, "px", value);
	add_step(&html, -STEP_WIDE, "Mycket smalare");
	add_step(&html, -STEP_FINE, "Smalare");
	add_step(&html, STEP_FINE, "Bredare");
	add_step(&html, STEP_WIDE, "Mycket bredare");
	html_put(&html, "button", "Den är lika bred som kortet", "name", "step",
		"value", "0", NULL);
	html_close(&html, "form");
	return end(&html, reply, err);
}

bool
device_size_page(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	return size_page(kiosk, ask, to_px(DEVICE_CARD_UM, ask->screen.px_m),
		reply, err);
}

bool
device_size(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	const struct form *form = &ask->request->form;
	const int least = to_px(DEVICE_CARD_UM, DEVICE_PX_M_LEAST) + 1;
	const int most = to_px(DEVICE_CARD_UM, DEVICE_PX_M_MOST) - 1;
	int px, step;

	if (!form_number(form, "px", least, most, &px, err) ||
		!form_number(form, "step", -STEP_WIDE, STEP_WIDE, &step, err))
		return false;
	if (step != 0) {
		px += step;
		if (px < least || px > most)
			px -= step;
		return size_page(kiosk, ask, px, reply, err);
	}
	http_redirect(reply, "/screen");
	return store_device_note(kiosk->store, ask->screen.id,
		to_px_m(px, DEVICE_CARD_UM), kiosk->now, err);
}

/* A style sheet that says how large a millimetre is: no style is inline. */
bool
device_style(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	const struct form_field px_m = {.name = "px_m", .value = ask->part[0]};
	struct form form = {.field = {px_m}, .n = 1};
	int value;

	(void)kiosk;
	if (!form_number(&form, "px_m", DEVICE_PX_M_LEAST, DEVICE_PX_M_MOST,
		    &value, err))
		return false;
	reply->type = "text/css; charset=utf-8";
	reply->cache = "public, max-age=31536000, immutable";
	str_addf(&reply->body, ":root{--mm:%d.%03dpx}\n", value / 1000,
		value % 1000);
	return str_ok(&reply->body, err);
}

const struct route device_routes[] = {
	{HTTP_GET, "/screen", ACCESS_ANYONE, 0, 0, device_page, NULL},
	{HTTP_GET, "/screen/in/{}", ACCESS_ANYONE, 0, 0, device_in, NULL},
	{HTTP_POST, "/screen/ask", ACCESS_ANYONE, 0, 0, device_ask, NULL},
	{HTTP_GET, "/screen/mm/{}", ACCESS_ANYONE, 0, 0, device_style, NULL},
	{HTTP_GET, "/screen/size", ACCESS_DEVICE, 0, 0, device_size_page, NULL},
	{HTTP_POST, "/screen/size", ACCESS_DEVICE, 0, 0, device_size, NULL},
	{0},
};
