/*
 * A library that is opened when it is first needed, so that a program which
 * only reads scans does not load Tesseract's or SANE's.
 */
#ifndef SKAPA_INTAKE_LIBRARY_H
#define SKAPA_INTAKE_LIBRARY_H

#include <stdbool.h>
#include <stddef.h>

struct err;

struct library_symbol {
	const char *name;
	void *function; /* address of the pointer that is to call it */
};

/*
 * Opens the library and fills the functions in; *library stays NULL unless all
 * are there, and nothing is done if it is not NULL. It is never closed. Errors:
 * ERR_LIBRARY names the library and advice, or the function it lacks.
 */
bool library_open(void **library, const char *name, const char *advice,
	const struct library_symbol *symbols, size_t n, struct err *err);

#endif
