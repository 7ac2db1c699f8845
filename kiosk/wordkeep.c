#include "kiosk/wordkeep.h"

#include "core/err.h"
#include "core/file.h"
#include "core/str.h"
#include "instrument/names.h"
#include "instrument/review.h"
#include "kiosk/drafts.h"
#include "kiosk/swedish.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define REVIEW "wording/review.tsv"

/* The first folder, and a file in it. */
static bool
own_path(const char *templates, const char *file, struct str *path,
	struct err *err)
{
	str_addf(
		path, "%.*s/%s", (int)strcspn(templates, ":"), templates, file);
	return str_ok(path, err);
}

/* Its folders, from the templates' own on. */
static bool
make_folders(const char *path, size_t from, struct err *err)
{
	char *copy = strdup(path), *at;
	bool ok = copy != NULL || err_set(err, ERR_SYSTEM, "out of memory");

	for (at = ok ? strchr(copy + from + 1, '/') : NULL; ok && at != NULL;
		at = strchr(at + 1, '/')) {
		*at = '\0';
		ok = mkdir(copy, 0777) == 0 || errno == EEXIST;
		*at = '/';
	}
	free(copy);
	return ok;
}

static bool
keep(struct drafts *drafts, const char *templates, const char *file,
	const void *bytes, size_t len, struct err *err)
{
	struct str path = {0};
	struct err why = {0};
	bool ok;

	ok = own_path(templates, file, &path, err);
	if (ok && (!make_folders(path.at, strcspn(templates, ":"), NULL) ||
			  !drafts_put(drafts, path.at, bytes, len, &why)))
		ok = swedish_err(err, ERR_USAGE,
			"servern får inte skriva till mappen med ord; starta "
			"den med --templates och en mapp som är er egen (%s)",
			why.code != ERR_NONE ? why.text : file);
	str_finish(&path);
	return ok;
}

/* ------------------------------------------------------------------ reviews */

static void
add_row(struct str *out, const struct wordkeep_review *review)
{
	const enum wording_status is = review->status;
	char source[HASH_HEX], target[HASH_HEX];

	hash_bytes(review->source, strlen(review->source), source);
	hash_bytes(review->target, strlen(review->target), target);
	/* forward, reviewer, back_translation, debriefed, date */
	str_addf(out, "%s\t%s\t%s\t%s\t%s\t\t%s\t%s\t%s\t%s\n", review->key,
		review->language, source, target, wording_status_word(is),
		is == WORDING_REVIEWED || is == WORDING_APPROVED ? review->who
								 : "",
		is == WORDING_BACKTRANSLATED ? review->who : "",
		is == WORDING_DEBRIEFED ? review->who : "", review->day);
}

bool
wordkeep_review(struct drafts *drafts, const char *templates,
	const struct wordkeep_review *review, struct err *err)
{
	char *path = names_path(templates, REVIEW, err);
	struct bytes before = {0};
	struct str out = {0};
	bool ok = path != NULL && drafts_begin(drafts, err);

	if (ok && access(path, F_OK) == 0)
		ok = file_read(path, REVIEW_LIMIT, &before, err);
	if (before.len > 0)
		str_add_bytes(&out, (const char *)before.at, before.len);
	else
		str_add(&out, REVIEW_COLUMNS "\n");
	if (ok)
		add_row(&out, review);
	ok = ok && str_ok(&out, err) &&
	     keep(drafts, templates, REVIEW, out.at, out.len, err);
	bytes_free(&before);
	str_finish(&out);
	free(path);
	return ok;
}

/* -------------------------------------------------------------------- clips */

static bool
keep_index(struct drafts *drafts, const char *templates,
	const struct audio *audio, struct err *err)
{
	struct str out = {0};
	bool ok;

	audio_index(audio, &out);
	ok = str_ok(&out, err) &&
	     keep(drafts, templates, AUDIO_INDEX, out.at, out.len, err);
	str_finish(&out);
	return ok;
}

bool
wordkeep_clip(struct drafts *drafts, const char *templates, struct audio *audio,
	const char *language, const char *text_hash, const void *bytes,
	size_t len, struct err *err)
{
	struct audio_clip clip = {.status = AUDIO_RECORDED};
	const char *type = audio_type(bytes, len);
	char file[AUDIO_PATH];

	if (len > WORDKEEP_CLIP)
		return swedish_err(err, ERR_LIMIT,
			"inspelningen är större än %zu KiB; gör den kortare",
			WORDKEEP_CLIP >> 10);
	if (type == NULL)
		return swedish_err(err, ERR_INPUT,
			"det är ingen inspelning som Ogg eller WebM");
	if (!str_copy(clip.language, sizeof(clip.language), language) ||
		!str_copy(clip.text, sizeof(clip.text), text_hash))
		return err_set(err, ERR_USAGE, "%s is no language", language);
	hash_bytes(bytes, len, clip.clip);
	audio_file(&clip, type, file);
	/* A clip is there before the index names it. */
	return drafts_begin(drafts, err) &&
	       keep(drafts, templates, file, bytes, len, err) &&
	       audio_set(audio, &clip, err) &&
	       keep_index(drafts, templates, audio, err);
}

bool
wordkeep_approve(struct drafts *drafts, const char *templates,
	struct audio *audio, const char *language, const char *text_hash,
	struct err *err)
{
	const struct audio_clip *known =
		audio_find_hash(audio, language, text_hash);
	struct audio_clip clip;

	if (known == NULL || known->status == AUDIO_SYNTHETIC)
		return swedish_err(err, ERR_USAGE,
			"det finns ingen inspelning av den texten");
	clip = *known;
	clip.status = AUDIO_APPROVED;
	return drafts_begin(drafts, err) && audio_set(audio, &clip, err) &&
	       keep_index(drafts, templates, audio, err);
}
