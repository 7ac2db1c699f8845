#include "core/log.h"

#include "core/err.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <time.h>
#include <unistd.h>

static const char *program = "skapa";
static bool on_line; /* a progress line stands on the terminal */
static struct timespec began, drawn;

void
log_program(const char *name)
{
	program = name;
}

void
log_line(const char *format, ...)
{
	va_list args;

	log_progress_end();
	fprintf(stderr, "%s: ", program);
	va_start(args, format);
	vfprintf(stderr, format, args);
	va_end(args);
	fputc('\n', stderr);
}

void
log_err(const struct err *err)
{
	log_line("%s", err->text);
}

static double
seconds(const struct timespec *from, const struct timespec *to)
{
	return (double)(to->tv_sec - from->tv_sec) +
	       (double)(to->tv_nsec - from->tv_nsec) / 1e9;
}

void
log_progress(size_t done, size_t all)
{
	struct timespec now;
	double rate;

	if (!isatty(STDERR_FILENO))
		return;
	clock_gettime(CLOCK_MONOTONIC, &now);
	if (began.tv_sec == 0)
		began = now;
	if (on_line && seconds(&drawn, &now) < 0.2)
		return;
	drawn = now;
	on_line = true;
	rate = seconds(&began, &now) > 0.2
		       ? (double)done / seconds(&began, &now)
		       : 0;
	fprintf(stderr, "\r\033[K%zu", done);
	if (all > 0)
		fprintf(stderr, " of %zu", all);
	fprintf(stderr, " pages");
	if (rate > 0)
		fprintf(stderr, ", %.0f a second", rate);
	if (rate > 0 && all > done)
		fprintf(stderr, ", %.0f s left", (double)(all - done) / rate);
	fflush(stderr);
}

void
log_progress_end(void)
{
	if (!on_line)
		return;
	fputs("\r\033[K", stderr);
	on_line = false;
}
