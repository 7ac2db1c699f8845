/*
 * What a person takes along from the screen: thanks, the day of the next
 * meeting and the code to go on with, on a roll of 80 mm (or any paper: its
 * top left). Never an answer, never a name.
 *
 *	const struct slip slip = {.language = "so", .thanks = "...",
 *		.next = "...", .day = "2027-02-22",
 *		.says = "...", .code = "7K4Q-MXP9"};
 *
 *	slip_pdf(engine, templates, &slip, &pdf, err);
 */
#ifndef SKAPA_KIOSK_SLIP_H
#define SKAPA_KIOSK_SLIP_H

#include <stdbool.h>

struct err;
struct str;
struct text_engine;

struct slip {
	const char *language; /* BCP 47 */
	bool rtl;
	const char *thanks;
	const char *next, *day;	 /* words, and "2027-02-22"; day NULL: none */
	const char *says, *code; /* words, and the code; code NULL: none */
	const char *draft;	 /* says that the words are a draft; NULL */
};

#define SLIP_WIDTH_UM 72000 /* what a printer of 80 mm rolls can reach */

/*
 * Adds the PDF (one page, as high as it needs) to out. Errors: those of
 * text_lay, pictogram_load and canvas_write.
 */
bool slip_pdf(struct text_engine *engine, const char *templates,
	const struct slip *slip, struct str *out, struct err *err);

#endif
