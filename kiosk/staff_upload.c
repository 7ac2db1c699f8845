/* Scans handed in by drag and drop, and how far they have come. */
#include "kiosk/staff.h"

#include "core/err.h"
#include "core/str.h"
#include "kiosk/multipart.h"
#include "kiosk/staff_words.h"
#include "kiosk/upload.h"
#include "kiosk/swedish.h"

#include <stdio.h>
#include <string.h>

#define SHOWN 50

static const struct {
	const char *key, *word; /* of staff.js, and to read */
} states[] = {
	[UPLOAD_WAITS] = {"waits", "väntar"},
	[UPLOAD_AT_IT] = {"reads", "läses"},
	[UPLOAD_DONE] = {"done", "klar"},
	[UPLOAD_LOST] = {"failed", "gick inte"},
};

static void
add_text(const struct upload *upload, struct str *out)
{
	unsigned sum = 0, i, n = 0;

	for (i = 0; i < READING__MAX; i++)
		sum += upload->n[i];
	if (upload->state == UPLOAD_LOST) {
		str_addf(out,
			"filen gick inte att läsa in; skanna igen och lämna in "
			"den nya (%s)",
			upload->text);
		return;
	}
	if (sum == 0) {
		if (upload->n_read > 0)
			str_addf(out, "%u sidor lästa", upload->n_read);
		return;
	}
	str_addf(out, "%u %s: ", sum, sum == 1 ? "sida" : "sidor");
	for (i = 0; i < READING__MAX; i++) {
		if (upload->n[i] > 0)
			str_addf(out, "%s%u %s", n++ > 0 ? ", " : "",
				upload->n[i],
				staff_reading((enum reading_status)i));
	}
}

static void
add_row(struct html *html, const struct upload *upload)
{
	struct str text = {0};
	char number[24];

	snprintf(number, sizeof(number), "%llu",
		(unsigned long long)upload->number);
	str_add(&text, "");
	add_text(upload, &text);
	html_open(html, "tr", "data-number", number, "data-state",
		states[upload->state].key, NULL);
	html_open(html, "th", "scope", "row", "class", "name", NULL);
	html_textf(html, "Fil %s", number);
	html_close(html, "th");
	html_put(
		html, "td", states[upload->state].word, "class", "state", NULL);
	html_put(html, "td", text.at == NULL ? "" : text.at, "class", "text",
		NULL);
	html_put(html, "td", "", NULL);
	html_close(html, "tr");
	str_finish(&text);
}

/* What staff.js makes a row of, for a file that is being sent. */
static void
add_template(struct html *html)
{
	html_open(html, "template", NULL);
	html_open(html, "tr", NULL);
	html_put(html, "th", "", "scope", "row", "class", "name", NULL);
	html_put(html, "td", "", "class", "state", NULL);
	html_put(html, "td", "", "class", "text", NULL);
	html_open(html, "td", NULL);
	html_put(html, "progress", "", "value", "0", "max", "1", "aria-label",
		"Skickat", NULL);
	html_close(html, "td");
	html_close(html, "tr");
	html_close(html, "template");
}

/* Without JavaScript: the files and the page go together, and it waits. */
static void
add_plain(struct html *html, const struct ask *ask)
{
	html_open(html, "noscript", NULL);
	html_open(html, "form", "method", "post", "action", "/staff/uploads",
		"enctype", "multipart/form-data", "class", "stack", NULL);
	staff_hidden(html, "token", ask->token);
	html_open(html, "label", "class", "field", NULL);
	html_put(html, "span",
		"Skannade filer: PDF, TIFF, PNG, JPEG, tillsammans högst 64 "
		"MiB",
		NULL);
	html_leaf(html, "input", "type", "file", "name", "file", "multiple",
		HTML_ON, "accept", ".pdf,.tif,.tiff,.png,.jpg,.jpeg", NULL);
	html_close(html, "label");
	html_put(html, "button", "Lämna in", NULL);
	html_close(html, "form");
	html_open(html, "p", NULL);
	html_put(html, "a", "Se hur långt det har kommit", "href",
		"/staff/uploads", NULL);
	html_close(html, "p");
	html_close(html, "noscript");
}

static void
add_drop(struct html *html, const struct ask *ask)
{
	html_open(html, "div", "class", "drop", "hidden", HTML_ON, "data-to",
		"/staff/uploads/file", "data-status", "/staff/uploads/status",
		"data-token", ask->token, "data-refused",
		"togs inte emot; är det en bild eller PDF under 64 MiB?",
		"data-lost", "svaret kom inte fram; lämna in filen igen", NULL);
	html_put(html, "p", "Släpp skannade filer här", "class", "lead", NULL);
	html_open(html, "label", "class", "field", NULL);
	html_put(html, "span", "eller välj dem: PDF, TIFF, PNG, JPEG", NULL);
	html_leaf(html, "input", "type", "file", "multiple", HTML_ON, "accept",
		".pdf,.tif,.tiff,.png,.jpg,.jpeg", NULL);
	html_close(html, "label");
	html_close(html, "div");
	add_plain(html, ask);
}

bool
upload_page(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	static const char *const names[] = {
		"Fil", "Läge", "Resultat", "", NULL};
	const struct uploads *uploads = kiosk->uploads;
	static struct upload known[SHOWN];
	struct html html = {0};
	size_t n = 0, i;

	staff_begin(&html, kiosk, ask, "Lämna in skanningar", "/staff/uploads");
	if (uploads == NULL) {
		staff_empty(&html, "Den här servern tar inte emot filer.",
			"Läs in dem med skapa intake read.");
		return staff_end(&html, reply, err);
	}
	n = uploads_of(uploads, ask->actor.name, known, SHOWN);
	add_drop(&html, ask);
	html_open(&html, "section", "id", "files", "hidden",
		n > 0 ? HTML_OFF : HTML_ON, "aria-live", "polite", NULL);
	html_put(&html, "h2", "Inlämnat", NULL);
	add_template(&html);
	html_open(&html, "table", NULL);
	staff_columns(&html, names);
	html_open(&html, "tbody", NULL);
	for (i = 0; i < n; i++)
		add_row(&html, &known[i]);
	html_close(&html, "tbody");
	html_close(&html, "table");
	html_put(&html, "p",
		"En fil är i säkerhet när det står klar. Behåll pappren tills "
		"dess.",
		"class", "hint", NULL);
	html_close(&html, "section");
	return staff_end(&html, reply, err);
}

bool
upload_put(struct kiosk *kiosk, const struct ask *ask, struct http_reply *reply,
	struct err *err)
{
	struct uploads *uploads = kiosk->uploads;
	uint64_t number;

	if (uploads == NULL)
		return swedish_err(
			err, ERR_USAGE, "den här servern tar inte emot filer");
	if (!store_room(kiosk->store, ask->request->body_len, err) ||
		!uploads_add(uploads, &ask->actor, ask->request->body,
			ask->request->body_len, &number, err))
		return false;
	reply->status = 202;
	reply->type = "application/json";
	str_addf(&reply->body, "{\"number\":%llu}\n",
		(unsigned long long)number);
	return true;
}

static bool
take_files(struct kiosk *kiosk, const struct ask *ask,
	const struct multipart *form, size_t *n, struct err *err)
{
	const struct multipart_part *part = form->part;
	uint64_t number;

	for (*n = 0; part < form->part + form->n; part++) {
		if (!part->is_file || part->len == 0)
			continue;
		if (!store_room(kiosk->store, part->len, err) ||
			!uploads_add(kiosk->uploads, &ask->actor, part->at,
				part->len, &number, err))
			return false;
		++*n;
	}
	return true;
}

bool
upload_post(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	const struct http_request *request = ask->request;
	const char *type = http_header(request, "Content-Type");
	struct multipart form;
	size_t n = 0;

	if (kiosk->uploads == NULL)
		return swedish_err(
			err, ERR_USAGE, "den här servern tar inte emot filer");
	if (!multipart_is(type) || !multipart_read(type, request->body,
					   request->body_len, &form, err))
		return swedish_err(err, ERR_INPUT,
			"det som skickades gick inte att läsa som filer; gå "
			"tillbaka och välj dem igen");
	if (!take_files(kiosk, ask, &form, &n, err))
		return false;
	if (n == 0)
		return swedish_err(err, ERR_USAGE,
			"ingen fil var vald; gå tillbaka och välj en");
	http_redirect(reply, "/staff/uploads");
	return true;
}

/* Text that stands in JSON: what of it JSON must escape does not occur. */
static void
add_json(struct str *out, const char *text)
{
	for (; *text != '\0'; text++) {
		if (*text == '"' || *text == '\\' || (unsigned char)*text < ' ')
			str_add(out, " ");
		else
			str_add_bytes(out, text, 1);
	}
}

bool
upload_status(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	const struct uploads *uploads = kiosk->uploads;
	static struct upload known[UPLOADS];
	struct str text = {0};
	size_t n = 0, i;

	if (uploads != NULL)
		n = uploads_of(uploads, ask->actor.name, known, UPLOADS);
	reply->type = "application/json";
	str_add(&reply->body, "[");
	for (i = 0; i < n; i++) {
		str_clear(&text);
		str_add(&text, "");
		add_text(&known[i], &text);
		str_addf(&reply->body,
			"%s{\"number\":%llu,\"state\":\"%s\",\"text\":\"",
			i > 0 ? "," : "", (unsigned long long)known[i].number,
			states[known[i].state].key);
		add_json(&reply->body, text.at == NULL ? "" : text.at);
		str_add(&reply->body, "\"}");
	}
	str_add(&reply->body, "]\n");
	str_finish(&text);
	return str_ok(&reply->body, err);
}
