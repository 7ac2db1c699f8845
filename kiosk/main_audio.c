/* skapa-kiosk audio list, audio make */
#include "kiosk/main.h"

#include "core/err.h"
#include "core/file.h"
#include "core/program.h"
#include "core/str.h"
#include "kiosk/audio.h"
#include "kiosk/visit_texts.h"
#include "kiosk/voice.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

const struct cli_option audio_list_options[] = {
	{"language", "L", "only this one, with the texts that have no clip"},
	{"templates", "DIR", "a folder of templates of the site's own"},
	{0},
};

const struct cli_option audio_make_options[] = {
	{"language", "L", "only this one"},
	{"output", "FOLDER", "a folder of templates, for its audio/"},
	{"templates", "DIR", "a folder of templates of the site's own"},
	{0},
};

struct counted {
	const struct audio *audio;
	struct audio seen; /* texts that were met, by language and hash */
	const char *language;
	struct str missing;
	size_t texts, by[AUDIO_APPROVED + 1];
};

static bool
count_text(const char *text, void *data, struct err *err)
{
	struct counted *counted = data;
	const struct audio_clip *clip;
	bool is_new;

	if (!audio_put(&counted->seen, counted->language, text, "",
		    AUDIO_SYNTHETIC, &is_new, err))
		return false;
	if (!is_new)
		return true;
	counted->texts++;
	clip = audio_find(counted->audio, counted->language, text);
	if (clip != NULL)
		counted->by[clip->status]++;
	else
		str_addf(&counted->missing, "%s\n", text);
	return true;
}

/* One language's row; with names the texts below it. */
static bool
list_one(struct visits *visits, const char *language, bool with_names,
	struct str *out, struct err *err)
{
	struct counted counted = {
		.audio = visits_audio(visits), .language = language};
	bool ok;

	str_add(&counted.missing, "");
	ok = visits_texts(visits, language, count_text, &counted, err) &&
	     str_ok(&counted.missing, err);
	if (ok) {
		str_addf(out, "%-10s  %5zu  %8zu  %8zu  %9zu  %7zu  %s\n",
			language, counted.texts, counted.by[AUDIO_APPROVED],
			counted.by[AUDIO_RECORDED], counted.by[AUDIO_SYNTHETIC],
			counted.texts - counted.by[AUDIO_APPROVED] -
				counted.by[AUDIO_RECORDED] -
				counted.by[AUDIO_SYNTHETIC],
			voice_of(language) != NULL ? "yes" : "no");
		if (with_names)
			str_add(out, counted.missing.at);
	}
	audio_finish(&counted.seen);
	str_finish(&counted.missing);
	return ok;
}

static struct visits *
open_visits(const struct cli *cli, struct err *err)
{
	return visits_open(program_templates(cli), KIOSK_ASKED, err);
}

int
audio_list_run(struct cli *cli, struct err *err)
{
	const char *only = cli_text(cli, "language", NULL), *language;
	struct visits *visits = NULL;
	struct str out = {0};
	bool ok;
	size_t i;

	ok = cli_words(cli, 0, 0, err);
	if (ok)
		visits = open_visits(cli, err);
	ok = ok && visits != NULL;
	str_add(&out, "language    texts  approved  recorded  synthetic  "
		      "missing  voice\n");
	if (ok && only != NULL)
		ok = list_one(visits, only, true, &out, err);
	for (i = 0; ok && only == NULL; i++) {
		language = visits_language(visits, i);
		if (language == NULL)
			break;
		ok = list_one(visits, language, false, &out, err);
	}
	ok = ok && program_print(&out, err);
	visits_close(visits);
	str_finish(&out);
	return ok ? PROGRAM_DONE : program_fail(err);
}

/* --- making ----------------------------------------------------------------
 */

struct making {
	const char *folder, *language, *voice;
	struct audio audio; /* what the folder has */
	size_t made;
};

static bool
make_folder(const char *path, struct err *err)
{
	return mkdir(path, 0777) == 0 || errno == EEXIST ||
	       err_errno(err, "%s", path);
}

static bool
make_folders(const struct making *making, struct err *err)
{
	struct str path = {0};
	bool ok;

	str_addf(&path, "%s/audio", making->folder);
	ok = str_ok(&path, err) && make_folder(making->folder, err) &&
	     make_folder(path.at, err);
	str_addf(&path, "/%s", making->language);
	ok = ok && str_ok(&path, err) && make_folder(path.at, err);
	str_finish(&path);
	return ok;
}

/* A clip is written before the index names it. */
static bool
make_clip(const char *text, void *data, struct err *err)
{
	struct making *making = data;
	struct str ogg = {0}, path = {0};
	char hash[HASH_HEX], clip[HASH_HEX];
	bool is_new, ok;

	if (audio_find(&making->audio, making->language, text) != NULL)
		return true;
	hash_bytes(text, strlen(text), hash);
	str_addf(&path, "%s/audio/%s/%s.ogg", making->folder, making->language,
		hash);
	ok = voice_say(making->voice, text, &ogg, err) && str_ok(&path, err) &&
	     file_write(path.at, ogg.at, ogg.len, err);
	if (ok) {
		hash_bytes(ogg.at, ogg.len, clip);
		ok = audio_put(&making->audio, making->language, text, clip,
			AUDIO_SYNTHETIC, &is_new, err);
		making->made++;
	}
	str_finish(&ogg);
	str_finish(&path);
	return ok;
}

static bool
make_language(struct visits *visits, struct making *making, struct err *err)
{
	bool ok;

	making->voice = voice_of(making->language);
	if (making->voice == NULL)
		return err_set(err, ERR_USAGE,
			"%s: no machine's voice is fit for it; record people, "
			"or leave it silent",
			making->language);
	ok = make_folders(making, err) &&
	     visits_texts(visits, making->language, make_clip, making, err);
	/* What was made before it failed is kept. */
	return audio_write(making->folder, &making->audio, ok ? err : NULL) &&
	       ok;
}

static bool
make_all(const struct cli *cli, struct visits *visits, struct making *making,
	struct err *err)
{
	const char *only = cli_text(cli, "language", NULL);
	size_t i;

	if (only != NULL) {
		making->language = only;
		return visits_tongue(visits, only, err) != NULL &&
		       make_language(visits, making, err);
	}
	for (i = 0; visits_language(visits, i) != NULL; i++) {
		making->language = visits_language(visits, i);
		if (voice_of(making->language) != NULL &&
			!make_language(visits, making, err))
			return false;
	}
	return true;
}

int
audio_make_run(struct cli *cli, struct err *err)
{
	struct making making = {.folder = cli_text(cli, "output", NULL)};
	struct visits *visits = NULL;
	struct str out = {0};
	bool ok;

	ok = cli_words(cli, 0, 0, err) &&
	     (making.folder != NULL || err_set(err, ERR_USAGE,
					       "audio make needs --output "
					       "FOLDER"));
	if (ok)
		visits = open_visits(cli, err);
	ok = ok && visits != NULL &&
	     audio_load(making.folder, &making.audio, err) &&
	     make_all(cli, visits, &making, err);
	if (ok) {
		str_addf(&out, "%zu clips made, all marked synthetic\n",
			making.made);
		ok = program_print(&out, err);
	}
	audio_finish(&making.audio);
	visits_close(visits);
	str_finish(&out);
	return ok ? PROGRAM_DONE : program_fail(err);
}
