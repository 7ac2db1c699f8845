/*
 * The one place in the archives that writes to stderr: a log line an event and
 * the progress line on a terminal. No names, codes or answers are logged.
 */
#ifndef SKAPA_CORE_LOG_H
#define SKAPA_CORE_LOG_H

#include <stddef.h>

struct err;

/* "PROGRAM: text" and a newline. log_program is called once by main. */
void log_program(const char *name);
void log_line(const char *format, ...) __attribute__((format(printf, 1, 2)));
void log_err(const struct err *err);

/*
 * Redraws one line "DONE of ALL pages, RATE a second, LEFT s left" when stderr
 * is a terminal, at most five times a second; nothing otherwise. all is 0
 * while it is not known. log_progress_end clears the line.
 */
void log_progress(size_t done, size_t all);
void log_progress_end(void);

#endif
