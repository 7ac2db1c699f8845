#include "kiosk/http_headers.h"

#include "kiosk/gzip.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const every[][2] = {
	{"X-Content-Type-Options", "nosniff"},
	{"Cross-Origin-Resource-Policy", "same-origin"},
};

static const char *const of_page[][2] = {
	{"Content-Security-Policy",
		"default-src 'none'; img-src 'self'; style-src 'self'; "
		"script-src 'self'; font-src 'self'; media-src 'self'; "
		"connect-src 'self'; form-action 'self'; "
		"frame-ancestors 'none'; base-uri 'none'"},
	{"X-Frame-Options", "DENY"},
	/* Not no-referrer: it would make the Origin of our own forms "null". */
	{"Referrer-Policy", "same-origin"},
	{"Cross-Origin-Opener-Policy", "same-origin"},
	{"Permissions-Policy", "camera=(), geolocation=(), payment=(), usb=(), "
			       "microphone=(self)"},
};

/* Of a file that belongs to pages; looked at alone it may do nothing. */
static const char *const of_file[][2] = {
	{"Content-Security-Policy",
		"default-src 'none'; frame-ancestors 'none'"},
};

#define ROWS(rows) (sizeof(rows) / sizeof(*(rows)))

static bool
is_text(const char *type)
{
	return type == NULL || strncmp(type, "text/", 5) == 0 ||
	       strncmp(type, "application/json", 16) == 0 ||
	       strcmp(type, "image/svg+xml") == 0;
}

static bool
is_of_another_site(const struct http_request *request)
{
	const char *site = http_header(request, "Sec-Fetch-Site");

	return site != NULL && strcmp(site, "same-origin") != 0 &&
	       strcmp(site, "none") != 0;
}

static void
pack_body(struct http_reply *reply)
{
	struct str *body = &reply->body;
	void *made;
	size_t len;

	if (!str_ok(body, NULL) ||
		!gzip_pack(body->at, body->len, GZIP_QUICK, &made, &len))
		return;
	memcpy(body->at, made, len);
	body->at[len] = '\0';
	body->len = len;
	free(made);
	reply->is_packed = true;
}

void
http_pack(const struct http_request *request, struct http_reply *reply)
{
	const size_t tag = strlen(reply->etag);

	if (!gzip_is_taken(http_header(request, "Accept-Encoding")))
		return;
	if (reply->packed != NULL) {
		reply->fixed = reply->packed;
		reply->fixed_len = reply->packed_len;
		reply->is_packed = true;
	} else if (reply->fixed == NULL && is_text(reply->type) &&
		   !is_of_another_site(request)) {
		pack_body(reply);
	}
	if (reply->is_packed && tag > 0 && tag + 2 < sizeof(reply->etag))
		memcpy(reply->etag + tag, "-z", 3);
}

static void
add_cookies(const char *cookies,
	void (*add)(void *inside, const char *name, const char *value),
	void *inside)
{
	char line[HTTP_COOKIE + 128];
	size_t len;

	for (; *cookies != '\0'; cookies += len + 1) {
		len = strcspn(cookies, "\n");
		snprintf(line, sizeof(line), "%.*s", (int)len, cookies);
		add(inside, "Set-Cookie", line);
	}
}

static void
add_own(const struct http_reply *reply,
	void (*add)(void *inside, const char *name, const char *value),
	void *inside)
{
	char text[128];

	if (reply->status == 303)
		add(inside, "Location", reply->location);
	if (reply->status == 405)
		add(inside, "Allow", "GET, HEAD, POST, PUT");
	if (reply->etag[0] != '\0') {
		snprintf(text, sizeof(text), "\"%s\"", reply->etag);
		add(inside, "ETag", text);
	}
	if (reply->download[0] != '\0') {
		snprintf(text, sizeof(text), "attachment; filename=\"%s\"",
			reply->download);
		add(inside, "Content-Disposition", text);
	}
	if (reply->retry_s > 0) {
		snprintf(text, sizeof(text), "%d", reply->retry_s);
		add(inside, "Retry-After", text);
	}
	if (reply->is_packed)
		add(inside, "Content-Encoding", "gzip");
	if (reply->is_packed || reply->packed != NULL)
		add(inside, "Vary", "Accept-Encoding");
	if (reply->cookies.at != NULL)
		add_cookies(reply->cookies.at, add, inside);
}

void
http_headers(const struct http_request *request, const struct http_reply *reply,
	bool closes,
	void (*add)(void *inside, const char *name, const char *value),
	void *inside)
{
	size_t i;

	for (i = 0; i < ROWS(every); i++)
		add(inside, every[i][0], every[i][1]);
	if (reply->fixed != NULL)
		for (i = 0; i < ROWS(of_file); i++)
			add(inside, of_file[i][0], of_file[i][1]);
	else
		for (i = 0; i < ROWS(of_page); i++)
			add(inside, of_page[i][0], of_page[i][1]);
	if (request->is_tls)
		add(inside, "Strict-Transport-Security", "max-age=31536000");
	add(inside, "Content-Type",
		reply->type != NULL ? reply->type : "text/html; charset=utf-8");
	add(inside, "Cache-Control",
		reply->cache != NULL ? reply->cache : "no-store");
	add_own(reply, add, inside);
	if (closes)
		add(inside, "Connection", "close");
}
