/*
 * A folder into which scanners write: whole files are given out, and moved
 * into its folders read/ and refused/ when they are done with, so that what
 * lies in the folder itself is what is still to be read, whatever happens to
 * this program.
 *
 * A file is whole when its writer has closed it or moved it there and it has
 * not changed for half a second since; or, as not every writer's closing can
 * be seen (a share over the network, a file that was there before), when it
 * has not changed for quiet_ms and nobody on this machine has it open to
 * write. Hidden files and those whose names are not of pictures or PDFs are
 * left alone.
 */
#ifndef SKAPA_INTAKE_WATCH_H
#define SKAPA_INTAKE_WATCH_H

#include <stdbool.h>

struct err;
struct inputs;
struct watch;

/*
 * Makes read/ and refused/ if they are not there. Errors: ERR_USAGE if the
 * folder is not there; ERR_SYSTEM if it cannot be watched or written.
 */
struct watch *watch_open(const char *folder, int quiet_ms, struct err *err);
void watch_close(struct watch *watch); /* NULL is fine */

/*
 * Waits until files are whole and adds their paths to inputs, by name. Returns
 * with none when stop (a descriptor) can be read, or, if is_once, when none is
 * left. Errors: ERR_SYSTEM, also when the folder goes away.
 */
bool watch_wait(struct watch *watch, int stop, bool is_once,
	struct inputs *inputs, struct err *err);

/*
 * Moves a file that watch_wait gave out: reason NULL to read/, else to
 * refused/, with the reason in a text file beside it. A name that is taken
 * gets a number. A file that is gone is fine.
 */
bool watch_done(struct watch *watch, const char *path, const char *reason,
	struct err *err);

#endif
