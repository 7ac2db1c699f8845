/*
 * The files that pages are made of: styles, scripts, fonts and pictograms. All
 * are read at the start and held in memory.
 *
 *	files_address(files, "kiosk.css", address)
 *	-> "/web/3f2a9c41d07be865/kiosk.css"
 *
 * The number in an address is of all files together, so a file can name its
 * neighbours without it (url(sans.woff2), import "./idle.js"), and a browser
 * may keep what it got for ever. Pictograms are picture/NAME.svg, and at
 * /picture/NAME.svg without the number.
 */
#ifndef SKAPA_KIOSK_FILES_H
#define SKAPA_KIOSK_FILES_H

#include "core/hash.h"

#include <stdbool.h>
#include <stddef.h>

struct err;
struct files;

#define FILES_ADDRESS 128 /* with the NUL */
#define FILES_MOST 512
#define FILES_BYTES (8u << 20) /* of one */

struct file {
	char *name; /* "kiosk.css", "picture/health.svg" */
	const char *type;
	const void *at;
	size_t len;
	void *packed; /* by gzip; NULL for what it makes no smaller */
	size_t packed_len;
	char hash[HASH_HEX];
};

/*
 * templates: folders as in instrument/names.h; beside each may be kiosk/web or
 * web. own: a folder that may have web in it, of what the build made. NULL on
 * failure. Errors: ERR_SYSTEM, ERR_LIMIT.
 */
struct files *files_load(
	const char *templates, const char *own, struct err *err);
void files_free(struct files *files);

/*
 * What is at that path; NULL: nothing. *is_lasting: the same bytes for ever.
 */
const struct file *files_find(
	const struct files *files, const char *path, bool *is_lasting);
/* Where a file is; false if there is none, and then nothing is there. */
bool files_address(const struct files *files, const char *name,
	char address[FILES_ADDRESS]);

#endif
