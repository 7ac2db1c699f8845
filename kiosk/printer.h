/*
 * Slips to a queue of CUPS, by its own program lp: nobody at a kiosk meets a
 * dialog, and a print server that hangs does not hold up a page.
 *
 *	struct printer printer = {.queue = "reception"};
 *
 *	printer_print(&printer, pdf.at, pdf.len, err);
 *	... now and then
 *	if (!printer_tick(&printer, &err))
 *		log_warn(...);
 */
#ifndef SKAPA_KIOSK_PRINTER_H
#define SKAPA_KIOSK_PRINTER_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct err;

#define PRINTER_JOBS 16
/* Of a paper; a person's own page has 100 to 300 KB. */
#define PRINTER_BYTES (1 << 20)

struct printer {
	const char *queue;	  /* borrowed */
	pid_t jobs[PRINTER_JOBS]; /* that CUPS has not taken yet; 0: free */
};

/*
 * True when lp has it all; what CUPS says of it comes with printer_tick.
 * Errors: ERR_LIMIT if PRINTER_JOBS wait already or there is more than
 * PRINTER_BYTES; ERR_SYSTEM, also if lp is not installed.
 */
bool printer_print(
	struct printer *printer, const void *pdf, size_t len, struct err *err);

/*
 * Ends the jobs that CUPS has answered. False if it refused one, with the
 * sentence; call it again then. Errors: ERR_LIBRARY.
 */
bool printer_tick(struct printer *printer, struct err *err);

#endif
