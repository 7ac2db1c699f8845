#include "kiosk/html.h"

#include "core/err.h"

#include <stdarg.h>
#include <string.h>

/* Told apart by their address, not by what they say. */
static const char on[] = "on", off[] = "off";
const char *const html_on = on, *const html_off = off;

static void
escape(struct str *out, const char *text)
{
	const char *at;

	for (at = text; *at != '\0'; at++) {
		switch (*at) {
		case '&':
			str_add(out, "&amp;");
			break;
		case '<':
			str_add(out, "&lt;");
			break;
		case '>':
			str_add(out, "&gt;");
			break;
		case '"':
			str_add(out, "&quot;");
			break;
		case '\'':
			str_add(out, "&#39;");
			break;
		default:
			str_add_bytes(out, at, 1);
		}
	}
}

static void
begin_element(struct html *html, const char *element, va_list args)
{
	const char *name, *value;

	str_addf(&html->out, "<%s", element);
	while ((name = va_arg(args, const char *)) != NULL) {
		value = va_arg(args, const char *);
		if (value == HTML_OFF)
			continue;
		str_addf(&html->out, " %s", name);
		if (value == HTML_ON)
			continue;
		str_add(&html->out, "=\"");
		escape(&html->out, value);
		str_add(&html->out, "\"");
	}
	str_add(&html->out, ">");
}

static void
push(struct html *html, const char *element)
{
	if (html->n_open == HTML_DEEP)
		html->is_wrong = true;
	else
		html->open[html->n_open++] = element;
}

void
html_begin(struct html *html)
{
	str_add(&html->out, "<!doctype html>\n");
}

void
html_finish(struct html *html)
{
	str_finish(&html->out);
	*html = (struct html){0};
}

void
html_open(struct html *html, const char *element, ...)
{
	va_list args;

	va_start(args, element);
	begin_element(html, element, args);
	va_end(args);
	push(html, element);
}

void
html_close(struct html *html, const char *element)
{
	if (html->n_open == 0 ||
		strcmp(html->open[html->n_open - 1], element) != 0) {
		html->is_wrong = true;
		return;
	}
	html->n_open--;
	str_addf(&html->out, "</%s>", element);
}

void
html_leaf(struct html *html, const char *element, ...)
{
	va_list args;

	va_start(args, element);
	begin_element(html, element, args);
	va_end(args);
}

void
html_text(struct html *html, const char *text)
{
	escape(&html->out, text);
}

void
html_textf(struct html *html, const char *format, ...)
{
	struct str text = {0};
	va_list args;

	va_start(args, format);
	str_addv(&text, format, args);
	va_end(args);
	if (!str_ok(&text, NULL))
		html->out.failed = true;
	else if (text.at != NULL)
		escape(&html->out, text.at);
	str_finish(&text);
}

void
html_put(struct html *html, const char *element, const char *text, ...)
{
	va_list args;

	va_start(args, text);
	begin_element(html, element, args);
	va_end(args);
	escape(&html->out, text);
	str_addf(&html->out, "</%s>", element);
}

void
html_markup(struct html *html, const char *markup, size_t len)
{
	str_add_bytes(&html->out, markup, len);
}

bool
html_ok(const struct html *html, struct err *err)
{
	if (html->is_wrong || html->n_open > 0)
		return err_set(err, ERR_LIMIT,
			"a page was not put together right: <%s> is open",
			html->n_open > 0 ? html->open[html->n_open - 1]
					 : "nothing");
	return str_ok(&html->out, err);
}
