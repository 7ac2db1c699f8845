#include "kiosk/drafts.h"

#include "core/err.h"
#include "core/file.h"
#include "core/log.h"
#include "kiosk/swedish.h"

#include <stdlib.h>
#include <string.h>

bool
drafts_begin(struct drafts *drafts, struct err *err)
{
	if (drafts->has_begun)
		return swedish_err(err, ERR_LIMIT,
			"någon annan sparade i samma stund; försök igen");
	drafts->has_begun = true;
	return true;
}

bool
drafts_put(struct drafts *drafts, const char *path, const void *bytes,
	size_t len, struct err *err)
{
	char *copy;

	if (drafts->n == DRAFTS)
		return err_set(err, ERR_LIMIT, "%s: more than %d files at once",
			path, DRAFTS);
	copy = strdup(path);
	if (copy == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	if (!file_draft(path, bytes, len, err)) {
		free(copy);
		return false;
	}
	drafts->paths[drafts->n++] = copy;
	return true;
}

bool
drafts_round(struct drafts *drafts, bool kept)
{
	const bool has_begun = drafts->has_begun;
	struct err err = {0};
	size_t i;

	for (i = 0; i < drafts->n; i++) {
		if (!kept) {
			file_drop(drafts->paths[i]);
		} else if (!file_keep(drafts->paths[i], &err)) {
			log_err(&err);
			err_clear(&err);
		}
		free(drafts->paths[i]);
	}
	*drafts = (struct drafts){.n = 0};
	return has_begun;
}
