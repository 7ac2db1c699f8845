/*
 * The prints of the layout pages that a batch meets, in memory that all its
 * workers share: each is made once, by the first worker that needs it.
 */
#ifndef SKAPA_INTAKE_PRINTS_H
#define SKAPA_INTAKE_PRINTS_H

#include <stdbool.h>
#include <stdint.h>

struct err;
struct print;
struct prints;

/*
 * As many does a process have in its memory at a time (4.5 MiB each), however
 * many languages a stack has: the pages of a sheet, and a sheet that follows.
 */
#define PRINTS_MAPPED 6

/*
 * Before the workers are forked. A process that has asked for a print must not
 * fork another that asks: what it sees of them is not inherited.
 *
 * Errors: ERR_SYSTEM.
 */
struct prints *prints_new(struct err *err);
void prints_free(struct prints *prints); /* NULL is fine */

/* Fills *print; if it fails, the next who asks tries again. */
typedef bool prints_maker(void *context, uint16_t layout, int page,
	struct print *print, struct err *err);

/*
 * The print of a layout's page (from 1), made now if no process has made it
 * yet; waits for one that is making it. Good until PRINTS_MAPPED others were
 * asked for, or prints_free.
 *
 * Errors: the maker's; ERR_SYSTEM, also if there are too many (4,096).
 */
const struct print *prints_get(struct prints *prints, uint16_t layout, int page,
	prints_maker *make, void *context, struct err *err);

#endif
