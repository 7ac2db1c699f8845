/*
 * A scanner's document feeder through SANE: page after page as pictures.
 *
 * The library is loaded when a scanner is asked for, not before. A process
 * has one scanner open at a time.
 */
#ifndef SKAPA_INTAKE_ADF_H
#define SKAPA_INTAKE_ADF_H

#include <stdbool.h>

struct adf;
struct err;
struct image;
struct str;

struct adf_settings {
	const char
		*source; /* as the driver calls it; NULL: the feeder, if any */
	bool is_duplex;	 /* both sides */
	int dpi;
	/* More options of the driver, "NAME=VALUE,NAME=VALUE", or NULL. */
	const char *options;
};

/* Adds a line "DEVICE  MAKE MODEL" a scanner; *n how many there are. */
bool adf_list(struct str *out, int *n, struct err *err);

/*
 * Grey, 8 bits a pixel, and the whole width of an A4 page where the driver
 * lets us choose. Errors: ERR_USAGE for a device, source or option that is not
 * there; ERR_LIBRARY for what SANE says, or if it is not installed.
 */
struct adf *adf_open(const char *device, const struct adf_settings *settings,
	struct err *err);
void adf_close(struct adf *adf); /* NULL is fine */

/*
 * The next page, borrowed until the next call. *more false: the feeder is
 * empty, or it is no feeder and its one page was given. Errors, after which
 * there is no other page: ERR_INPUT if the feeder was empty from the start;
 * ERR_SYSTEM for a jam, an open cover, a cancelled scan.
 */
bool adf_next(struct adf *adf, struct image *page, bool *more, struct err *err);

/* Cancels the scan under way, if any; for a signal handler. */
void adf_cancel(void);

#endif
