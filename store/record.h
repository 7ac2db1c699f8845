/*
 * The sealed part of a row as bytes: numbers of a said width and texts, one
 * after another in an order that writer and reader know, zeros behind up to a
 * whole number of blocks. So the length says little of what is in it: an
 * answer takes as many bytes as its refusal or a doubt.
 *
 *	struct record record;
 *
 *	record_begin(&record, 1);
 *	record_put(&record, value, 1);
 *	record_put_text(&record, reason);
 *	...
 *	record_read(&record, 1);
 *	value = (int)record_get(&record, 1);
 *	record_get_text(&record, reason, sizeof(reason));
 *	if (!record_ok(&record))
 *		it is damaged, or of another version
 *
 * A number is kept in the nearest that its bytes hold. What does not fit is
 * remembered and comes out of record_ok.
 */
#ifndef SKAPA_STORE_RECORD_H
#define SKAPA_STORE_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RECORD_BLOCK 64
#define RECORD_MOST 2048 /* bytes; a whole number of blocks */

struct record {
	uint8_t at[RECORD_MOST];
	size_t len;  /* with the zeros behind, once it is ended */
	size_t next; /* where is read */
	bool failed;
};

void record_begin(struct record *record, int version);
/* bytes: 1, 2, 4 or 8. */
void record_put(struct record *record, int64_t value, int bytes);
void record_put_text(struct record *record, const char *text);
/* The same in size bytes, its NUL among them, however long it is. */
void record_put_room(struct record *record, const char *text, size_t size);
/* Puts the zeros behind; false if it grew too long. */
bool record_end(struct record *record);

/* From the start; another version fails. at and len are set. */
void record_read(struct record *record, int version);
int64_t record_get(struct record *record, int bytes); /* 0 on failure */
/* "" on failure; a text that does not fit is one. */
void record_get_text(struct record *record, char *out, size_t size);
/* What record_put_room put, of the same size. */
void record_get_room(struct record *record, char *out, size_t size);
bool record_ok(const struct record *record);
/* Zeros; after the last use. */
void record_wipe(struct record *record);

#endif
