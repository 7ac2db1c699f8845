/*
 * A batch of 20 scans with their readings, filed with the store's own functions
 * as `intake read` does it, without the time that reading pictures takes; and
 * what must be true of the store after whatever happened to it.
 */
#ifndef SKAPA_TESTS_FAULT_BATCH_H
#define SKAPA_TESTS_FAULT_BATCH_H

#include "core/err.h"
#include "core/reading.h"
#include "store/store.h"

#define BATCH_SCANS 20
#define BATCH_SCAN_BYTES 40000

struct batch {
	char person[PERSON_CODE];
	struct {
		struct reading reading;
		uint8_t *bytes; /* owned */
		size_t len;
		/* What becomes of it the first time, and each time after. */
		enum reading_status first, again;
	} scans[BATCH_SCANS];
	size_t answers, reviews, conflicts; /* in the end */
};

/* In memory that the child which files shares with the one who looks. */
struct batch_run {
	long calls;
	int acknowledged[BATCH_SCANS]; /* 1 + the status; 0: not */
	bool has_failed;
	char sentence[ERR_TEXT];
};

/* Makes a store at path with what the batch needs. */
void batch_prepare(struct batch *batch, const char *path);
void batch_finish(struct batch *batch);

/*
 * Files the batch and acknowledges each page when the store has it; stops at
 * the first error. early: planted, acknowledges before filing.
 */
bool batch_file(const struct batch *batch, const char *path, bool early,
	struct batch_run *run);

/*
 * Starts again after a fault: everything acknowledged is there once, the rest
 * of the batch can be filed, then all of it is there once; nothing half written
 * is left. NULL if so, else what is wrong (borrowed until the next call).
 */
const char *batch_look(const struct batch *batch, const char *path,
	const struct batch_run *run);

#endif
