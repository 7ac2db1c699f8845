/*
 * Fields of application/x-www-form-urlencoded text: a form's body, or what is
 * behind the '?' of an address.
 *
 *	form_read("item=health&value=3", 19, &form, err);
 *	form_value(&form, "value") -> "3"
 *
 * A NUL, bytes that are no UTF-8, a '%' without two digits, a name twice and
 * whatever is over the limits below are refused, never repaired.
 */
#ifndef SKAPA_KIOSK_FORM_H
#define SKAPA_KIOSK_FORM_H

#include <stdbool.h>
#include <stddef.h>

struct err;

#define FORM_FIELDS 64
#define FORM_BYTES 16384 /* of the whole text */
#define FORM_NAME 32	 /* with the NUL */

struct form {
	struct form_field {
		char name[FORM_NAME];
		const char *value; /* in text, with its NUL */
	} field[FORM_FIELDS];
	size_t n;
	char *text; /* owned */
};

/*
 * The caller ends *form with form_finish, also on failure. Errors: ERR_INPUT,
 * ERR_LIMIT, ERR_SYSTEM.
 */
bool form_read(
	const char *text, size_t len, struct form *form, struct err *err);
void form_finish(struct form *form);

/* Borrowed; NULL if there is no such field. */
const char *form_value(const struct form *form, const char *name);
/* A whole number from low to high. Errors: ERR_USAGE names the field. */
bool form_number(const struct form *form, const char *name, int low, int high,
	int *value, struct err *err);

/*
 * Decodes %41, and '+' as a space if plus is set; out has room for len + 1
 * bytes and may be text itself. Errors: ERR_INPUT.
 */
bool form_decode(
	const char *text, size_t len, bool plus, char *out, struct err *err);

#endif
