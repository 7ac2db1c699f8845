/*
 * Reading JSON with a sentence for everything that is not as it should be.
 * Writing is by core/str.h: our objects are flat and their texts are keys;
 * a text that may hold anything goes through doc_add_text.
 */
#ifndef SKAPA_CORE_DOC_H
#define SKAPA_CORE_DOC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct doc;
struct str;

/* A place in a document; valid until doc_free. */
struct doc_at {
	const void *value;
};

/* Errors: ERR_INPUT with line and column. NULL on failure. */
struct doc *doc_parse(const char *text, size_t len, struct err *err);
void doc_free(struct doc *doc); /* NULL is fine */
struct doc_at doc_root(const struct doc *doc);

/* Each: ERR_INPUT "NAME is missing" or "NAME is not a number" and the like. */
bool doc_object(struct doc_at at, const char *name, struct doc_at *out,
	struct err *err);
bool doc_array(struct doc_at at, const char *name, struct doc_at *out,
	size_t *n, struct err *err);
bool doc_entry(
	struct doc_at array, size_t i, struct doc_at *out, struct err *err);
bool doc_text(struct doc_at at, const char *name, char *out, size_t size,
	struct err *err);
bool doc_int(struct doc_at at, const char *name, int *out, struct err *err);
bool doc_int64(
	struct doc_at at, const char *name, int64_t *out, struct err *err);
/* A number of millimetres as micrometres, rounded; at most 10 m. */
bool doc_um(struct doc_at at, const char *name, int32_t *out, struct err *err);
bool doc_um_here(struct doc_at at, int32_t *out, struct err *err);
bool doc_is_text(struct doc_at at, const char *name);

/* Adds text as a JSON string, quoted and escaped; bad UTF-8 becomes U+FFFD. */
void doc_add_text(struct str *out, const char *text);
/* ,"name":"text" or, for "", ,"name":null */
void doc_add_field(struct str *out, const char *name, const char *text);

#endif
