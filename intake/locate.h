/*
 * The page in the picture: of all guesses the one that its page codes agree
 * with best, fitted to all that was seen of the frame.
 */
#ifndef SKAPA_INTAKE_LOCATE_H
#define SKAPA_INTAKE_LOCATE_H

#include "intake/pagecode.h"
#include "intake/register.h"

#include <stdbool.h>

struct err;
struct paper;
struct square_search;

struct located {
	struct guess guess;
	struct code_place place[FRAME_CODES];
	double sum;	    /* only to compare */
	double residual_mm; /* root mean square at anchors and codes */
};

/* Borrowed. paper's black becomes that of the anchors found. */
struct locator {
	struct square_search *search;
	const struct pagecode *pagecode;
	const struct grey *work;
	struct paper *paper;
};

enum locate_result {
	LOCATE_FOUND,
	LOCATE_NOTHING,	 /* nothing that looks like our frame */
	LOCATE_NO_CODE,	 /* squares as our anchors', but no code where one is */
	LOCATE_MIRRORED, /* the page's mirror image */
};

/* Both set *result; out is set for LOCATE_FOUND and LOCATE_NO_CODE. */
/* Errors: ERR_SYSTEM. */
bool locate_by_anchors(const struct locator *locator, struct located *out,
	enum locate_result *result, struct err *err);
/*
 * Several times slower, for what the first does not find: anchors that are
 * lost or hollow. out and *result are improved, or left as they are.
 */
bool locate_by_codes(const struct locator *locator, struct located *out,
	enum locate_result *result, struct err *err);

#endif
