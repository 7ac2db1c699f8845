/*
 * The papers of a meeting, printed by the program that prints them at the
 * command line: skapa-forms pack --session NAME. It runs beside the server, so
 * that no meeting waits for it; its PDF is fetched once and is gone then.
 */
#ifndef SKAPA_KIOSK_ROOM_PAPERS_H
#define SKAPA_KIOSK_ROOM_PAPERS_H

#include <stdbool.h>
#include <stdint.h>

struct err;
struct papers;
struct str;

enum papers_state {
	PAPERS_NONE,
	PAPERS_RUN, /* ask again soon */
	PAPERS_READY,
	PAPERS_FAILED
};

/* folder: where the programs lie; all are copied. NULL: out of memory. */
struct papers *papers_new(
	const char *folder, const char *templates, const char *store);
/* Ends what runs. NULL is fine. */
void papers_free(struct papers *papers);

/*
 * Starts printing these parts ("sheets", as the command has them; NULL: all)
 * of a session, unless it is being done. Errors: ERR_SYSTEM; ERR_LIMIT if too
 * many are at work.
 */
bool papers_start(struct papers *papers, int64_t session, const char *name,
	const char *parts, struct err *err);
/* How far that is. */
enum papers_state papers_state(struct papers *papers, int64_t session);
/*
 * The PDF, or, of what failed, the sentence of the command; it is none then.
 * Errors: ERR_SYSTEM.
 */
bool papers_take(struct papers *papers, int64_t session, struct str *out,
	struct err *err);

#endif
