/*
 * A machine's voice that reads a text aloud: espeak-ng speaks, opusenc makes a
 * small file of it. Only for languages that espeak-ng speaks acceptably; for
 * the others people are to be recorded.
 */
#ifndef SKAPA_KIOSK_VOICE_H
#define SKAPA_KIOSK_VOICE_H

#include <stdbool.h>

struct err;
struct str;

/* espeak-ng's name of a voice for that language; NULL: none that is fit. */
const char *voice_of(const char *language);
/*
 * The text as Ogg Opus, added to out; the same text gives the same bytes.
 * Errors: ERR_LIBRARY if one of the programs fails, ERR_SYSTEM if it is not
 * installed.
 */
bool voice_say(
	const char *voice, const char *text, struct str *out, struct err *err);

#endif
