/*
 * Everything that a store holds about one person, and who has read it: the
 * register extract, as JSON. extract_pdf.h is the one to be read on paper.
 *
 *	extract_json(store, "7K4Q-MXP9", &json, err)
 *
 * Not in it: pictures of the pages. It names each scan and the page in it;
 * other people's pages may be in the same file.
 *
 * Reading for an extract is itself written down; the log has those rows too.
 */
#ifndef SKAPA_REPORT_EXTRACT_H
#define SKAPA_REPORT_EXTRACT_H

#include <stdbool.h>

struct err;
struct store;
struct str;

/*
 * Adds one object and a line end. Errors: ERR_USAGE for an unknown person;
 * those of store/store.h.
 */
bool extract_json(struct store *store, const char *code, struct str *out,
	struct err *err);

#endif
