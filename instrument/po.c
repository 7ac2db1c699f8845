#include "instrument/po.h"

#include "core/err.h"
#include "core/file.h"

#include <gettext-po.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * libgettextpo's handlers get no context, so what they hear is kept here, one
 * for a thread. After a fatal error a handler must not return.
 */
static _Thread_local struct {
	jmp_buf fatal;
	size_t line; /* 0: not said */
	bool heard;
	char text[256];
} listener;

static void
hear(int severity, po_message_t message, const char *path, size_t line,
	size_t column, int many_lines, const char *text)
{
	(void)message;
	(void)column;
	(void)many_lines;
	if (!listener.heard) {
		listener.heard = true;
		listener.line = path != NULL && line != (size_t)-1 ? line : 0;
		snprintf(listener.text, sizeof(listener.text), "%.*s",
			(int)strcspn(text, "\n"), text);
	}
	if (severity == PO_SEVERITY_FATAL_ERROR)
		longjmp(listener.fatal, 1);
}

static void
hear_two(int severity, po_message_t message, const char *path, size_t line,
	size_t column, int many_lines, const char *text, po_message_t message2,
	const char *path2, size_t line2, size_t column2, int many_lines2,
	const char *text2)
{
	(void)message2;
	(void)path2;
	(void)line2;
	(void)column2;
	(void)many_lines2;
	(void)text2;
	hear(severity, message, path, line, column, many_lines, text);
}

/*
 * po_file_free of libgettextpo 0.21 keeps about 20 bytes a text (measured with
 * LeakSanitizer): not ours, so not told to it.
 */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAS_LSAN
#endif
#elif defined(__SANITIZE_ADDRESS__)
#define HAS_LSAN
#endif
#ifdef HAS_LSAN
#include <sanitizer/lsan_interface.h>
#else
#define __lsan_disable() ((void)0)
#define __lsan_enable() ((void)0)
#endif

/* NULL after a fatal error. In a frame of its own, for longjmp's sake. */
static po_file_t
read_file(const char *path)
{
	static const struct po_xerror_handler handler = {hear, hear_two};

	listener.heard = false;
	listener.line = 0;
	listener.text[0] = '\0';
	if (setjmp(listener.fatal) != 0)
		return NULL;
	return po_file_read(path, &handler);
}

/* The line of `msgctxt "key"`, not of an obsolete one. */
static size_t
line_of(const struct bytes *bytes, const char *key)
{
	const char *at = (const char *)bytes->at;
	const char *end = at + bytes->len;
	const size_t len = strlen(key);
	size_t line = 1;

	while (at < end) {
		const char *next = memchr(at, '\n', (size_t)(end - at));
		const char *stop = next != NULL ? next : end;
		const char *text = at;

		while (text < stop && (*text == ' ' || *text == '\t'))
			text++;
		if (stop - text > 8 && memcmp(text, "msgctxt", 7) == 0) {
			text = memchr(text, '"', (size_t)(stop - text));
			if (text != NULL && (size_t)(stop - text) >= len + 2 &&
				memcmp(text + 1, key, len) == 0 &&
				text[len + 1] == '"')
				return line;
		}
		at = stop + 1;
		line++;
	}
	return 0;
}

static bool
header_is(const char *header, const char *field, const char *want)
{
	char *value = po_header_field(header, field);
	const bool is = value != NULL && strcmp(value, want) == 0;

	free(value);
	return is;
}

static bool
is_header(po_message_t message)
{
	return po_message_msgctxt(message) == NULL &&
	       po_message_msgid(message)[0] == '\0';
}

/* Lives as long as file. (po_file_domain_header gives a copy to no owner.) */
static const char *
header_of(po_file_t file)
{
	po_message_iterator_t messages = po_message_iterator(file, NULL);
	po_message_t message;
	const char *header = NULL;

	while (header == NULL && (message = po_next_message(messages)) != NULL)
		if (is_header(message))
			header = po_message_msgstr(message);
	po_message_iterator_free(messages);
	return header;
}

static bool
check_header(
	po_file_t file, const char *language, struct po *po, struct err *err)
{
	const char *header = header_of(file);
	char *direction;
	bool ok = true;

	if (header == NULL)
		return err_set(err, ERR_INPUT,
			"line 1: has no header; the first text is msgid \"\"");
	if (!header_is(header, "Content-Type", "text/plain; charset=UTF-8"))
		return err_set(err, ERR_INPUT,
			"line 1: the header's Content-Type is not "
			"'text/plain; charset=UTF-8'");
	if (!header_is(header, "Language", language))
		return err_set(err, ERR_INPUT,
			"line 1: the header's Language is not '%s'", language);
	direction = po_header_field(header, "X-Direction");
	if (direction != NULL && strcmp(direction, "rtl") == 0)
		po->rtl = true;
	else if (direction != NULL && strcmp(direction, "ltr") != 0)
		ok = err_set(err, ERR_INPUT,
			"line 1: the header's X-Direction is neither ltr nor "
			"rtl");
	free(direction);
	return ok;
}

static bool
add(struct po *po, po_message_t message, const struct bytes *bytes,
	struct err *err)
{
	const char *key = po_message_msgctxt(message);
	const char *source = po_message_msgid(message);
	struct po_text text = {.fuzzy = po_message_is_fuzzy(message) != 0};
	struct po_text *more;

	if (key == NULL || key[0] == '\0')
		return err_set(err, ERR_INPUT,
			"the text '%s' has no key; give it a msgctxt", source);
	text.line = line_of(bytes, key);
	if (po_message_msgid_plural(message) != NULL)
		return err_set(err, ERR_INPUT,
			"line %zu: %s: has plural forms; use one text",
			text.line, key);
	more = realloc(po->texts, (po->n_texts + 1) * sizeof(*more));
	if (more == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	po->texts = more;
	text.key = strdup(key);
	text.source = strdup(source);
	text.target = strdup(po_message_msgstr(message));
	po->texts[po->n_texts++] = text;
	if (text.key == NULL || text.source == NULL || text.target == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	return true;
}

static bool
take(po_file_t file, const struct bytes *bytes, struct po *po, struct err *err)
{
	const char *const *domain = po_file_domains(file);
	po_message_iterator_t messages;
	po_message_t message;
	bool ok = true;

	for (; *domain != NULL; domain++)
		if (strcmp(*domain, "messages") != 0)
			return err_set(err, ERR_INPUT,
				"has the domain '%s'; use none", *domain);
	messages = po_message_iterator(file, NULL);
	while (ok && (message = po_next_message(messages)) != NULL) {
		if (!is_header(message) && !po_message_is_obsolete(message))
			ok = add(po, message, bytes, err);
	}
	po_message_iterator_free(messages);
	return ok;
}

bool
po_read(const char *path, const char *language, struct po *po, struct err *err)
{
	struct bytes bytes = {0};
	struct po read = {0};
	po_file_t file = NULL;
	bool ok = false;

	if (!file_read(path, PO_LIMIT, &bytes, err))
		return false;
	__lsan_disable();
	file = read_file(path);
	__lsan_enable();
	if (listener.heard && listener.line > 0)
		err_set(err, ERR_INPUT, "line %zu: %s", listener.line,
			listener.text);
	else if (listener.heard || file == NULL)
		err_set(err, ERR_INPUT, "no PO file: %s",
			listener.heard ? listener.text : "cannot be read");
	else
		ok = check_header(file, language, &read, err) &&
		     take(file, &bytes, &read, err);
	if (!ok) {
		err_wrap(err, "%s", path);
		po_finish(&read);
	} else {
		*po = read;
	}
	if (file != NULL)
		po_file_free(file);
	bytes_free(&bytes);
	return ok;
}

void
po_finish(struct po *po)
{
	size_t i;

	for (i = 0; i < po->n_texts; i++) {
		free(po->texts[i].key);
		free(po->texts[i].source);
		free(po->texts[i].target);
	}
	free(po->texts);
	*po = (struct po){0};
}
