/*
 * The recorder: an interpreter reads texts aloud in the browser, listens, and
 * files them. What nobody has listened to is marked so until somebody has.
 */
#include "kiosk/staff.h"

#include "core/err.h"
#include "core/str.h"
#include "kiosk/files.h"
#include "kiosk/page.h"
#include "kiosk/staff_words.h"
#include "kiosk/swedish.h"
#include "kiosk/visit_texts.h"
#include "kiosk/wordkeep.h"

#include <stdio.h>
#include <string.h>

struct voices {
	struct html *html;
	const struct ask *ask;
	const struct audio *audio;
	struct audio seen; /* texts that were met, by language and hash */
	const char *language, *lang;
	const char *text_hash; /* whether that is one of the texts */
	bool is_rtl, is_there;
	size_t n, by[AUDIO_APPROVED + 1];
	/* Shown in this pass: those without a recording, or those with one. */
	bool recorded;
};

static bool
is_new(struct voices *voices, const char *text, bool *is, struct err *err)
{
	return audio_put(&voices->seen, voices->language, text, "",
		AUDIO_SYNTHETIC, is, err);
}

/* ------------------------------------------------------------ the languages */

static bool
count_text(const char *text, void *data, struct err *err)
{
	struct voices *voices = data;
	const struct audio_clip *clip;
	bool is;

	if (!is_new(voices, text, &is, err))
		return false;
	if (!is)
		return true;
	voices->n++;
	clip = audio_find(voices->audio, voices->language, text);
	if (clip != NULL)
		voices->by[clip->status]++;
	return true;
}

static void
add_number(struct html *html, size_t n)
{
	html_open(html, "td", "class", "n", NULL);
	html_textf(html, "%zu", n);
	html_close(html, "td");
}

static bool
add_language(struct kiosk *kiosk, struct html *html, const char *language,
	struct err *err)
{
	struct voices voices = {
		.audio = visits_audio(kiosk->visits), .language = language};
	const bool ok =
		visits_texts(kiosk->visits, language, count_text, &voices, err);

	audio_finish(&voices.seen);
	html_open(html, "tr", NULL);
	html_open(html, "th", "scope", "row", NULL);
	staff_link(html, "/staff/voices", language, staff_language(language));
	html_close(html, "th");
	add_number(html, voices.n);
	add_number(html, voices.by[AUDIO_APPROVED]);
	add_number(html, voices.by[AUDIO_RECORDED]);
	add_number(html, voices.by[AUDIO_SYNTHETIC]);
	add_number(html, voices.n - voices.by[AUDIO_APPROVED] -
				 voices.by[AUDIO_RECORDED] -
				 voices.by[AUDIO_SYNTHETIC]);
	html_close(html, "tr");
	return ok;
}

bool
voices_list(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	static const char *const names[] = {"Språk", "Texter", "Godkända",
		"Inlästa, utkast", "Maskinröst", "Saknas", NULL};
	struct html html = {0};
	const char *language;
	bool ok = true;
	size_t i;

	staff_begin(&html, kiosk, ask, "Inläsningar", "/staff/voices");
	html_put(&html, "p",
		"Det som skärmarna visar kan höras där det är inläst. Välj ett "
		"språk för att läsa in det som saknas.",
		"class", "lead", NULL);
	html_open(&html, "table", "class", "list", NULL);
	staff_columns(&html, names);
	html_open(&html, "tbody", NULL);
	for (i = 0;
		ok && (language = visits_language(kiosk->visits, i)) != NULL;
		i++)
		ok = add_language(kiosk, &html, language, err);
	html_close(&html, "tbody");
	html_close(&html, "table");
	if (!ok) {
		html_finish(&html);
		return false;
	}
	return staff_end(&html, reply, err);
}

/* ------------------------------------------------------------- one language */

static const char *
status_word(const struct audio_clip *clip)
{
	static const char *const words[] = {
		[AUDIO_SYNTHETIC] = "maskinröst",
		[AUDIO_RECORDED] = "inläst, ingen har lyssnat",
		[AUDIO_APPROVED] = "godkänd",
	};

	return clip == NULL ? "saknas" : words[clip->status];
}

static void
add_clip(const struct voices *voices, const struct audio_clip *clip,
	const char *path)
{
	struct html *html = voices->html;
	char address[AUDIO_PATH + 16];

	/* Another clip has another address: browsers keep one for a while. */
	snprintf(address, sizeof(address), "/audio/%s/%s?clip=%.8s",
		clip->language, clip->text, clip->clip);
	html_put(html, "audio", "", "controls", HTML_ON, "preload", "none",
		"src", address, "aria-label", "Lyssna", NULL);
	if (clip->status != AUDIO_RECORDED)
		return;
	page_form(html, voices->ask, path, "line");
	html_put(html, "button", "Den är bra", "class", "quiet", NULL);
	html_close(html, "form");
}

static bool
add_text(const char *text, void *data, struct err *err)
{
	struct voices *voices = data;
	const struct audio_clip *clip =
		audio_find(voices->audio, voices->language, text);
	struct html *html = voices->html;
	char hash[HASH_HEX], path[HTTP_PATH];
	bool is;

	if (!is_new(voices, text, &is, err))
		return false;
	if (!is || (clip != NULL && clip->status != AUDIO_SYNTHETIC) !=
			   voices->recorded)
		return true;
	voices->n++;
	hash_bytes(text, strlen(text), hash);
	snprintf(path, sizeof(path), "/staff/voices/%s/%s", voices->language,
		hash);
	html_open(html, "li", "id", hash, "data-to", path, NULL);
	html_put(html, "p", text, "lang", voices->lang, "dir",
		voices->is_rtl ? "rtl" : "ltr", "class", "text", NULL);
	html_put(html, "p", status_word(clip), "class", "hint", NULL);
	html_open(html, "div", "class", "line", NULL);
	if (clip != NULL)
		add_clip(voices, clip, path);
	html_close(html, "div");
	html_close(html, "li");
	return true;
}

static bool
add_texts(struct kiosk *kiosk, struct voices *voices, bool recorded,
	const char *title, const char *none, struct err *err)
{
	struct html *html = voices->html;
	bool ok;

	voices->recorded = recorded;
	voices->n = 0;
	html_put(html, "h2", title, NULL);
	html_open(html, "ul", "class", "voices", NULL);
	ok = visits_texts(
		kiosk->visits, voices->language, add_text, voices, err);
	html_close(html, "ul");
	if (voices->n == 0)
		html_put(html, "p", none, "class", "hint", NULL);
	audio_finish(&voices->seen);
	return ok;
}

static bool
open_voices(struct kiosk *kiosk, const struct ask *ask, struct html *html,
	struct voices *voices, struct err *err)
{
	const struct tongue *tongue =
		visits_tongue(kiosk->visits, ask->part[0], err);

	if (tongue == NULL)
		return false;
	*voices = (struct voices){.html = html,
		.ask = ask,
		.audio = visits_audio(kiosk->visits),
		.language = tongue_key(tongue),
		.lang = tongue_lang(tongue),
		.is_rtl = tongue_is_rtl(tongue)};
	return true;
}

bool
voices_page(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	struct html html = {0};
	struct voices voices;
	char address[FILES_ADDRESS], title[128];
	bool ok;

	if (!open_voices(kiosk, ask, &html, &voices, err))
		return false;
	snprintf(title, sizeof(title), "Inläsningar på %s",
		staff_language(voices.language));
	staff_begin(&html, kiosk, ask, title, "/staff/voices");
	files_address(kiosk->files, "voices.js", address);
	html_put(&html, "script", "", "type", "module", "src", address, NULL);
	html_open(&html, "noscript", NULL);
	html_put(&html, "p", "Att läsa in kräver JavaScript.", NULL);
	html_close(&html, "noscript");
	html_put(&html, "p",
		"Läs lugnt och tydligt, precis det som står. Lyssna och spara. "
		"En inläsning är ett utkast tills någon har lyssnat och sagt "
		"att den är bra.",
		"class", "lead", NULL);
	html_open(
		&html, "div", "id", "recorder", "data-token", ask->token, NULL);
	ok = add_texts(kiosk, &voices, false, "Att läsa in", "Allt är inläst.",
		     err) &&
	     add_texts(kiosk, &voices, true, "Inlästa",
		     "Ingen text är inläst än.", err);
	html_close(&html, "div");
	if (!ok) {
		html_finish(&html);
		return false;
	}
	return staff_end(&html, reply, err);
}

/* ------------------------------------------------------------------- filing */

static bool
look_for(const char *text, void *data, struct err *err)
{
	struct voices *voices = data;
	char hash[HASH_HEX];

	(void)err;
	hash_bytes(text, strlen(text), hash);
	voices->is_there =
		voices->is_there || strcmp(hash, voices->text_hash) == 0;
	return true;
}

/* Only what the screens say now is filed. */
static bool
is_a_text(struct kiosk *kiosk, const struct ask *ask, struct voices *voices,
	struct err *err)
{
	if (!open_voices(kiosk, ask, NULL, voices, err))
		return false;
	voices->text_hash = ask->part[1];
	return visits_texts(kiosk->visits, voices->language, look_for, voices,
		       err) &&
	       (voices->is_there ||
		       swedish_err(err, ERR_USAGE,
			       "texten finns inte längre; ladda om sidan"));
}

bool
voices_put(struct kiosk *kiosk, const struct ask *ask, struct http_reply *reply,
	struct err *err)
{
	struct voices voices;

	if (!is_a_text(kiosk, ask, &voices, err) ||
		!store_keeps_words(kiosk->store, err))
		return false;
	reply->status = 201;
	reply->type = "text/plain; charset=utf-8";
	str_add(&reply->body, "ok\n");
	return wordkeep_clip(&kiosk->drafts, kiosk->templates,
		visits_audio_change(kiosk->visits), voices.language,
		voices.text_hash,
		ask->request->body != NULL ? ask->request->body : "",
		ask->request->body_len, err);
}

bool
voices_approve(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	struct voices voices;
	char path[HTTP_PATH];

	if (!is_a_text(kiosk, ask, &voices, err) ||
		!store_keeps_words(kiosk->store, err) ||
		!wordkeep_approve(&kiosk->drafts, kiosk->templates,
			visits_audio_change(kiosk->visits), voices.language,
			voices.text_hash, err))
		return false;
	snprintf(path, sizeof(path), "/staff/voices/%s", voices.language);
	http_redirect(reply, path);
	return true;
}
