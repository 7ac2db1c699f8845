#include "kiosk/listen.h"

#include "kiosk/audio.h"
#include "kiosk/html.h"

void
listen_button(struct html *html, const struct audio *audio,
	const char *language, const char *text, const char *word)
{
	const struct audio_clip *clip = audio_find(audio, language, text);
	char path[AUDIO_PATH];

	if (clip == NULL)
		return;
	audio_address(clip, path);
	html_open(html, "span", "class",
		clip->status == AUDIO_SYNTHETIC ? "listen synthetic" : "listen",
		"data-word", word, NULL);
	html_put(html, "audio", "", "controls", HTML_ON, "preload", "none",
		"src", path, "aria-label", word, NULL);
	html_close(html, "span");
}
