#include "kiosk/page.h"

#include "kiosk/files.h"
#include "kiosk/route.h"

#include <stdio.h>

static void
add_style(struct html *html, const struct kiosk *kiosk, const char *name)
{
	char address[FILES_ADDRESS];

	if (files_address(kiosk->files, name, address))
		html_leaf(html, "link", "rel", "stylesheet", "href", address,
			NULL);
}

void
page_begin(
	struct html *html, const struct kiosk *kiosk, const struct page *page)
{
	char address[FILES_ADDRESS], again[16], fonts[64];

	html_begin(html);
	html->files = kiosk->files;
	html_open(html, "html", "lang", page->language, "dir",
		page->is_rtl ? "rtl" : "ltr", NULL);
	html_open(html, "head", NULL);
	html_leaf(html, "meta", "charset", "utf-8", NULL);
	html_leaf(html, "meta", "name", "viewport", "content",
		"width=device-width, initial-scale=1", NULL);
	if (page->again_s > 0) {
		snprintf(again, sizeof(again), "%d", page->again_s);
		html_leaf(html, "meta", "http-equiv", "refresh", "content",
			again, NULL);
	}
	if (page->idle != NULL) {
		html_open(html, "noscript", NULL);
		html_leaf(html, "meta", "http-equiv", "refresh", "content",
			page->idle, NULL);
		html_close(html, "noscript");
	}
	html_put(html, "title", page->title, NULL);
	html_leaf(html, "link", "rel", "icon", "type", "image/svg+xml", "href",
		"/picture/practice.svg", NULL);
	add_style(html, kiosk, "fonts.css");
	snprintf(fonts, sizeof(fonts), "fonts-%s.css",
		page->fonts != NULL ? page->fonts : page->language);
	add_style(html, kiosk, fonts);
	add_style(html, kiosk, "base.css");
	if (page->style != NULL)
		add_style(html, kiosk, page->style);
	if (page->px_m != 0 && page->px_m != DEVICE_PX_M) {
		snprintf(address, sizeof(address), "/screen/mm/%d", page->px_m);
		html_leaf(html, "link", "rel", "stylesheet", "href", address,
			NULL);
	}
	if (page->script != NULL) {
		files_address(kiosk->files, page->script, address);
		html_put(html, "script", "", "type", "module", "src", address,
			NULL);
	}
	html_close(html, "head");
	html_open(html, "body", "class",
		page->class != NULL ? page->class : HTML_OFF, NULL);
}

void
page_picture(struct html *html, const char *name, const char *class)
{
	char file[96], address[FILES_ADDRESS];

	snprintf(file, sizeof(file), "picture/%s.svg", name);
	files_address(html->files, file, address);
	html_leaf(html, "img", "src", address, "alt", "", "class",
		class != NULL ? class : HTML_OFF, "width", "96", "height", "96",
		NULL);
}

bool
page_end(struct html *html, struct http_reply *reply, struct err *err)
{
	bool ok;

	html_close(html, "body");
	html_close(html, "html");
	ok = html_ok(html, err);
	if (ok) {
		str_finish(&reply->body);
		reply->body = html->out;
		html->out = (struct str){0};
	}
	html_finish(html);
	return ok;
}

void
page_form(struct html *html, const struct ask *ask, const char *path,
	const char *class)
{
	html_open(html, "form", "method", "post", "action", path, "class",
		class != NULL ? class : HTML_OFF, NULL);
	html_leaf(html, "input", "type", "hidden", "name", "token", "value",
		ask->token, NULL);
}

void
page_say(const struct kiosk *kiosk, struct http_reply *reply, int status,
	const char *title, const char *sentence, const char *english,
	const char *link, const char *link_text)
{
	const struct page page = {
		.language = "sv", .title = title, .class = "plain"};
	struct html html = {0};

	http_reply_finish(reply);
	reply->status = status;
	page_begin(&html, kiosk, &page);
	html_open(&html, "main", NULL);
	html_put(&html, "h1", title, NULL);
	html_put(&html, "p", sentence, NULL);
	if (english != NULL) {
		html_open(&html, "details", NULL);
		html_put(&html, "summary", "Detaljer", NULL);
		html_put(&html, "p", english, "lang", "en", NULL);
		html_close(&html, "details");
	}
	html_open(&html, "p", NULL);
	html_put(&html, "a", link_text, "class", "button", "href", link, NULL);
	html_close(&html, "p");
	html_close(&html, "main");
	page_end(&html, reply, NULL);
}
