#include "kiosk/events.h"

#include <string.h>

static bool
is_word(const char *text)
{
	const size_t n = strspn(text, "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789._-");

	return n > 0 && text[n] == '\0';
}

/* Where the event of that name waits, a new place if there is none. */
static struct str *
place_of(struct events *events, const char *name)
{
	size_t i;

	for (i = 0; i < events->n; i++) {
		if (strcmp(events->waits[i].name, name) == 0)
			return &events->waits[i].text;
	}
	if (i == HTTP_STREAM_NAMES ||
		!str_copy(events->waits[i].name, HTTP_STREAM_NAME, name))
		return NULL;
	events->n++;
	return &events->waits[i].text;
}

bool
events_put(struct events *events, const char *name, const char *id,
	const char *data)
{
	struct str *text;

	if (!is_word(name) || (id != NULL && !is_word(id)) ||
		strpbrk(data, "\r\n") != NULL)
		return false;
	text = place_of(events, name);
	if (text == NULL)
		return false;
	str_clear(text);
	if (id != NULL)
		str_addf(text, "id: %s\n", id);
	str_addf(text, "event: %s\ndata: %s\n\n", name, data);
	return str_ok(text, NULL);
}

bool
events_wait(const struct events *events)
{
	size_t i;

	for (i = 0; i < events->n; i++) {
		if (events->waits[i].text.len > 0)
			return true;
	}
	return events->sent < events->sending.len;
}

/* The next event to sending. */
static void
begin_next(struct events *events)
{
	const struct str old = events->sending;
	size_t i;

	for (i = 0; i < events->n; i++) {
		if (events->waits[i].text.len > 0)
			break;
	}
	if (i == events->n)
		return;
	events->sending = events->waits[i].text;
	events->sent = 0;
	events->waits[i].text = old;
	str_clear(&events->waits[i].text);
}

size_t
events_take(struct events *events, char *out, size_t size)
{
	size_t n;

	if (events->sent == events->sending.len)
		begin_next(events);
	n = events->sending.len - events->sent;
	if (n > size)
		n = size;
	if (n > 0)
		memcpy(out, events->sending.at + events->sent, n);
	events->sent += n;
	return n;
}

void
events_finish(struct events *events)
{
	size_t i;

	for (i = 0; i < events->n; i++)
		str_finish(&events->waits[i].text);
	str_finish(&events->sending);
	*events = (struct events){0};
}
