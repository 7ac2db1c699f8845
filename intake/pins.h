/*
 * Where the page lies in the picture when too few anchors are left, or they
 * are no solid squares: from the finder patterns of its page codes, and
 * whatever anchors lie where those say. Several times slower than
 * register_guess, and less sure: a code alone says little of the far corner.
 */
#ifndef SKAPA_INTAKE_PINS_H
#define SKAPA_INTAKE_PINS_H

#include "intake/register.h"

#include <stdbool.h>

struct err;
struct grey;
struct paper;
struct square_search;

/* As register_guess, but guesses may have fewer anchors, or none. */
bool pins_guess(struct square_search *search, const struct grey *work,
	const struct paper *paper, struct guess guesses[REGISTER_GUESSES],
	int *n, struct err *err);

#endif
