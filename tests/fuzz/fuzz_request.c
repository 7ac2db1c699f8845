/*
 * What a stranger sends first: the target of a request, a form, a Cookie
 * header. Properties: what is accepted is text without a NUL, a path has no
 * part that leads elsewhere, and written anew with every byte as %XX it is read
 * the same; a cookie's value stands in the header.
 */
#include "core/str.h"
#include "kiosk/form.h"
#include "kiosk/target.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
must(bool is)
{
	if (!is)
		abort();
}

static void
must_be_text(const char *text)
{
	const unsigned char *at = (const unsigned char *)text;
	size_t n;

	for (; *at != '\0'; at += n) {
		n = str_utf8(at);
		must(n > 0);
	}
}

/* Every byte as %XX. */
static void
escape(struct str *out, const char *text)
{
	for (; *text != '\0'; text++)
		str_addf(out, "%%%02x", (unsigned char)*text);
}

static void
try_form(const char *text, size_t size)
{
	struct form form, again;
	struct str anew = {0};
	size_t i;

	if (form_read(text, size, &form, NULL)) {
		for (i = 0; i < form.n; i++) {
			must_be_text(form.field[i].name);
			must_be_text(form.field[i].value);
			must(form_value(&form, form.field[i].name) ==
				form.field[i].value);
			str_add(&anew, i > 0 ? "&" : "");
			escape(&anew, form.field[i].name);
			str_add(&anew, "=");
			escape(&anew, form.field[i].value);
		}
		if (form.n > 0 && anew.len <= FORM_BYTES) {
			must(form_read(anew.at, anew.len, &again, NULL));
			must(again.n == form.n);
			for (i = 0; i < form.n; i++)
				must(strcmp(again.field[i].value,
					     form.field[i].value) == 0);
			form_finish(&again);
		}
	}
	str_finish(&anew);
	form_finish(&form);
}

static void
try_target(const char *text)
{
	char path[TARGET_PATH], again[TARGET_PATH];
	const char *query;
	struct str anew = {0};

	if (!target_read(text, path, &query, NULL))
		return;
	must(path[0] == '/' && strstr(path, "//") == NULL);
	must(strstr(path, "/../") == NULL && strstr(path, "/./") == NULL);
	must(query >= text && query <= text + strlen(text) + 1);
	must_be_text(path);
	str_add(&anew, "/");
	escape(&anew, path + 1);
	if (anew.len < TARGET_PATH) {
		must(target_read(anew.at, again, &query, NULL));
		must(strcmp(path, again) == 0 && query[0] == '\0');
	}
	str_finish(&anew);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1), *exact = malloc(size > 0 ? size : 1);
	char value[COOKIE_VALUE], pair[COOKIE_VALUE + 8];

	if (text != NULL && exact != NULL) {
		memcpy(text, data, size);
		text[size] = '\0';
		memcpy(exact, data, size);
		try_form(exact, size);
		try_target(text);
		if (cookie_read(text, "id", value)) {
			snprintf(pair, sizeof(pair), "id=%s", value);
			must(strstr(text, pair) != NULL);
		}
	}
	free(text);
	free(exact);
	return 0;
}
