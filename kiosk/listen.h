/* A button to hear a text read aloud, on any page (kiosk/web/listen.js). */
#ifndef SKAPA_KIOSK_LISTEN_H
#define SKAPA_KIOSK_LISTEN_H

struct audio;
struct html;

/*
 * Writes nothing where there is no clip of the text in that language. word:
 * what the button says to who does not see it.
 */
void listen_button(struct html *html, const struct audio *audio,
	const char *language, const char *text, const char *word);

#endif
