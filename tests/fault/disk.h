/*
 * What a disk may hold after a power cut. The model is that of file systems
 * which promise least:
 *
 * - What was written to a file since it was last synced is there, is not, or is
 *   there in part; in any order; torn at 512 bytes; with zeros where the file
 *   had grown over what was lost.
 * - Names that were made, changed or removed in a folder since that folder was
 *   synced are there up to some point, each folder for itself. Syncing a file
 *   does not sync its name.
 */
#ifndef SKAPA_TESTS_FAULT_DISK_H
#define SKAPA_TESTS_FAULT_DISK_H

#include "tests/fault/shim.h"

struct tree;

enum disk_loss {
	LOSS_ALL,	/* nothing that was not synced is there */
	LOSS_NAMES,	/* all bytes, not all names */
	LOSS_SUBSET,	/* some of the writes */
	LOSS_REORDERED, /* some of the writes, in another order */
	LOSS_TORN,	/* some sectors of the writes */
	LOSS__MAX
};

const char *disk_loss_word(enum disk_loss loss);

/*
 * The tree `before` with what of the first `cut` entries of the log survives.
 * root: the folder that the log's paths lie under. seed: the chance of it, the
 * same for the same seed. *after is the caller's to finish.
 */
void disk_after(const struct tree *before, const struct op_log *log,
	const char *root, size_t cut, enum disk_loss loss, uint64_t seed,
	struct tree *after);

#endif
