/* What of kiosk/http.h needs no connection: cookies and replies. */
#include "kiosk/http.h"

#include "kiosk/worker.h"

#include <stdio.h>
#include <string.h>

const char *
http_header(const struct http_request *request, const char *name)
{
	return request->header(request->inside, name);
}

/* A browser takes a __Host- cookie only over TLS, from this host, for "/". */
static const char *
prefix(const struct http_request *request)
{
	return request->is_tls ? "__Host-" : "";
}

bool
http_cookie(const struct http_request *request, const char *name,
	char value[HTTP_COOKIE])
{
	const char *header = http_header(request, "Cookie");
	char full[64];

	snprintf(full, sizeof(full), "%s%s", prefix(request), name);
	return header != NULL && cookie_read(header, full, value);
}

void
http_cookie_set(struct http_reply *reply, const struct http_request *request,
	const char *name, const char *value, int max_age_s)
{
	struct str *out = &reply->cookies;

	str_addf(out, "%s%s=%s; Path=/; HttpOnly; SameSite=Strict%s",
		prefix(request), name, value,
		request->is_tls ? "; Secure" : "");
	if (max_age_s != 0)
		str_addf(out, "; Max-Age=%d", max_age_s > 0 ? max_age_s : 0);
	str_add(out, "\n");
}

void
http_redirect(struct http_reply *reply, const char *path)
{
	reply->status = 303;
	if (!str_copy(reply->location, sizeof(reply->location), path))
		str_copy(reply->location, sizeof(reply->location), "/");
}

void
http_reply_finish(struct http_reply *reply)
{
	str_finish(&reply->body);
	str_finish(&reply->cookies);
	work_free(reply->work);
	*reply = (struct http_reply){0};
}
