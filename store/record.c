#include "store/record.h"

#include <string.h>

static void
put_bytes(struct record *record, const void *bytes, size_t len)
{
	if (record->failed || len > RECORD_MOST - record->len) {
		record->failed = true;
		return;
	}
	memcpy(record->at + record->len, bytes, len);
	record->len += len;
}

void
record_begin(struct record *record, int version)
{
	record->len = record->next = 0;
	record->failed = false;
	record_put(record, version, 1);
}

void
record_put(struct record *record, int64_t value, int bytes)
{
	uint8_t out[8];
	int i;

	if (bytes < 8) {
		const int64_t most = (INT64_C(1) << (8 * bytes - 1)) - 1;

		if (value > most)
			value = most;
		if (value < -most - 1)
			value = -most - 1;
	}
	for (i = 0; i < bytes; i++)
		out[i] = (uint8_t)((uint64_t)value >> (8 * i));
	put_bytes(record, out, (size_t)bytes);
}

void
record_put_text(struct record *record, const char *text)
{
	const size_t len = strlen(text);

	record_put(record, (int64_t)len, 2);
	put_bytes(record, text, len);
}

void
record_put_room(struct record *record, const char *text, size_t size)
{
	const size_t len = strnlen(text, size);

	if (len == size || size > RECORD_MOST - record->len) {
		record->failed = true;
		return;
	}
	put_bytes(record, text, len);
	memset(record->at + record->len, 0, size - len);
	record->len += size - len;
}

bool
record_end(struct record *record)
{
	const size_t over = record->len % RECORD_BLOCK;
	const size_t zeros = over == 0 ? 0 : RECORD_BLOCK - over;

	if (record->failed)
		return false;
	memset(record->at + record->len, 0, zeros);
	record->len += zeros;
	return true;
}

static const uint8_t *
take_bytes(struct record *record, size_t len)
{
	const uint8_t *at = record->at + record->next;

	if (record->failed || len > record->len - record->next) {
		record->failed = true;
		return NULL;
	}
	record->next += len;
	return at;
}

void
record_read(struct record *record, int version)
{
	record->next = 0;
	record->failed = record->len > RECORD_MOST;
	if (record_get(record, 1) != version)
		record->failed = true;
}

int64_t
record_get(struct record *record, int bytes)
{
	const uint8_t *at = take_bytes(record, (size_t)bytes);
	uint64_t value = 0;
	int i;

	if (at == NULL)
		return 0;
	for (i = 0; i < bytes; i++)
		value |= (uint64_t)at[i] << (8 * i);
	/* The sign of a narrow number fills the wide one. */
	if (bytes < 8 && at[bytes - 1] >= 0x80)
		value |= ~UINT64_C(0) << (8 * bytes);
	return (int64_t)value;
}

void
record_get_text(struct record *record, char *out, size_t size)
{
	const int64_t len = record_get(record, 2);
	const uint8_t *at;

	out[0] = '\0';
	if (len < 0 || (size_t)len >= size)
		record->failed = true;
	at = take_bytes(record, record->failed ? 0 : (size_t)len);
	if (at == NULL)
		return;
	memcpy(out, at, (size_t)len);
	out[len] = '\0';
}

void
record_get_room(struct record *record, char *out, size_t size)
{
	const uint8_t *at = take_bytes(record, size);

	out[0] = '\0';
	if (at != NULL && at[size - 1] != 0)
		record->failed = true;
	else if (at != NULL)
		memcpy(out, at, size);
}

bool
record_ok(const struct record *record)
{
	return !record->failed;
}

void
record_wipe(struct record *record)
{
	explicit_bzero(record, sizeof(*record));
}
