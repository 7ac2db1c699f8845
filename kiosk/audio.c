#include "kiosk/audio.h"

#include "core/err.h"
#include "core/file.h"
#include "core/str.h"
#include "instrument/names.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const statuses[] = {"synthetic", "recorded", "approved"};

#define STATUSES (sizeof(statuses) / sizeof(*statuses))

static int
compare(const void *a, const void *b)
{
	const struct audio_clip *one = a, *two = b;
	const int order = strcmp(one->language, two->language);

	return order != 0 ? order : strcmp(one->text, two->text);
}

static bool
is_hash(const char *text)
{
	return strlen(text) == HASH_HEX - 1 &&
	       strspn(text, "0123456789abcdef") == HASH_HEX - 1;
}

/* One line of the index. */
static bool
read_row(char *line, struct audio_clip *clip)
{
	char *fields[4];
	size_t i;

	for (i = 0; i < 4; i++) {
		fields[i] = line;
		line += strcspn(line, "\t");
		if ((i < 3) != (*line == '\t'))
			return false;
		*line++ = '\0';
	}
	for (i = 0; i < STATUSES; i++)
		if (strcmp(fields[3], statuses[i]) == 0)
			break;
	clip->status = (enum audio_status)i;
	return i < STATUSES && str_is_key(fields[0]) && is_hash(fields[1]) &&
	       is_hash(fields[2]) &&
	       str_copy(clip->language, sizeof(clip->language), fields[0]) &&
	       str_copy(clip->text, sizeof(clip->text), fields[1]) &&
	       str_copy(clip->clip, sizeof(clip->clip), fields[2]);
}

static size_t
count_lines(const char *text)
{
	size_t n = 0;

	while ((text = strchr(text, '\n')) != NULL) {
		n++;
		text++;
	}
	return n;
}

/* text: the index, with a NUL behind it; it is cut to pieces. */
static bool
read_rows(const char *path, char *text, struct audio *audio, struct err *err)
{
	const size_t len = strlen(AUDIO_COLUMNS);
	size_t line = 1;
	char *end;

	if (strncmp(text, AUDIO_COLUMNS, len) != 0)
		return err_set(err, ERR_INPUT,
			"%s: line 1: the columns are not language, "
			"text_sha256, clip_sha256, status",
			path);
	audio->clips = calloc(count_lines(text) + 1, sizeof(*audio->clips));
	if (audio->clips == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	for (text += len; *text != '\0'; text = end + 1) {
		line++;
		end = strchr(text, '\n');
		if (end == NULL)
			return err_set(err, ERR_INPUT,
				"%s: line %zu: has no end", path, line);
		*end = '\0';
		if (!read_row(text, &audio->clips[audio->n]))
			return err_set(err, ERR_INPUT,
				"%s: line %zu: is not a language, two hashes "
				"and synthetic, recorded or approved",
				path, line);
		audio->n++;
	}
	qsort(audio->clips, audio->n, sizeof(*audio->clips), compare);
	return true;
}

bool
audio_load(const char *templates, struct audio *audio, struct err *err)
{
	struct bytes bytes = {0};
	char *path = names_path(templates, AUDIO_INDEX, err), *text = NULL;
	bool ok = false;

	*audio = (struct audio){0};
	if (path == NULL)
		return false;
	if (access(path, F_OK) != 0) {
		ok = true;
		goto out;
	}
	if (!file_read(path, AUDIO_LIMIT, &bytes, err))
		goto out;
	text = calloc(1, bytes.len + 1);
	if (text == NULL) {
		err_set(err, ERR_SYSTEM, "out of memory");
		goto out;
	}
	if (bytes.len > 0)
		memcpy(text, bytes.at, bytes.len);
	ok = read_rows(path, text, audio, err);
	if (!ok)
		audio_finish(audio);
out:
	bytes_free(&bytes);
	free(text);
	free(path);
	return ok;
}

void
audio_finish(struct audio *audio)
{
	free(audio->clips);
	*audio = (struct audio){0};
}

static const struct audio_clip *
find(const struct audio *audio, const char *language, const char *hash)
{
	struct audio_clip want = {0};

	if (audio->n == 0 ||
		!str_copy(want.language, sizeof(want.language), language) ||
		!str_copy(want.text, sizeof(want.text), hash))
		return NULL;
	return bsearch(&want, audio->clips, audio->n, sizeof(want), compare);
}

const struct audio_clip *
audio_find(const struct audio *audio, const char *language, const char *text)
{
	char hash[HASH_HEX];

	if (audio->n == 0)
		return NULL;
	hash_bytes(text, strlen(text), hash);
	return find(audio, language, hash);
}

const struct audio_clip *
audio_find_hash(
	const struct audio *audio, const char *language, const char *hash)
{
	return find(audio, language, hash);
}

bool
audio_set(struct audio *audio, const struct audio_clip *clip, struct err *err)
{
	const struct audio_clip *known =
		find(audio, clip->language, clip->text);
	struct audio_clip *clips;
	size_t i;

	if (known != NULL) {
		audio->clips[known - audio->clips] = *clip;
		return true;
	}
	clips = reallocarray(audio->clips, audio->n + 1, sizeof(*clips));
	if (clips == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	audio->clips = clips;
	for (i = audio->n; i > 0 && compare(&clips[i - 1], clip) > 0; i--)
		clips[i] = clips[i - 1];
	clips[i] = *clip;
	audio->n++;
	return true;
}

bool
audio_put(struct audio *audio, const char *language, const char *text,
	const char *clip, enum audio_status status, bool *is_new,
	struct err *err)
{
	struct audio_clip added = {.status = status};

	hash_bytes(text, strlen(text), added.text);
	if (!str_copy(added.language, sizeof(added.language), language) ||
		!str_copy(added.clip, sizeof(added.clip), clip))
		return err_set(err, ERR_USAGE, "%s is no language", language);
	*is_new = find(audio, language, added.text) == NULL;
	return !*is_new || audio_set(audio, &added, err);
}

void
audio_index(const struct audio *audio, struct str *out)
{
	size_t i;

	str_add(out, AUDIO_COLUMNS);
	for (i = 0; i < audio->n; i++)
		str_addf(out, "%s\t%s\t%s\t%s\n", audio->clips[i].language,
			audio->clips[i].text, audio->clips[i].clip,
			statuses[audio->clips[i].status]);
}

bool
audio_write(const char *folder, const struct audio *audio, struct err *err)
{
	struct str out = {0}, path = {0};
	bool ok;

	str_addf(&path, "%s/" AUDIO_INDEX, folder);
	audio_index(audio, &out);
	ok = str_ok(&out, err) && str_ok(&path, err) &&
	     file_write(path.at, out.at, out.len, err);
	str_finish(&out);
	str_finish(&path);
	return ok;
}

void
audio_address(const struct audio_clip *clip, char path[AUDIO_PATH])
{
	snprintf(path, AUDIO_PATH, "/audio/%s/%s", clip->language, clip->text);
}

static const struct {
	const char *type, *suffix;
} types[] = {{"audio/ogg", "ogg"}, {"audio/webm", "webm"}};

#define TYPES (sizeof(types) / sizeof(*types))
#define HEAD 64 /* bytes within which a file says what it is */

const char *
audio_type(const void *bytes, size_t len)
{
	const size_t head = len < HEAD ? len : HEAD;

	if (head >= 4 && memcmp(bytes, "OggS", 4) == 0 &&
		(memmem(bytes, head, "OpusHead", 8) != NULL ||
			memmem(bytes, head, "\x01vorbis", 7) != NULL))
		return types[0].type;
	if (head >= 4 && memcmp(bytes, "\x1a\x45\xdf\xa3", 4) == 0 &&
		memmem(bytes, head, "webm", 4) != NULL)
		return types[1].type;
	return NULL;
}

void
audio_file(
	const struct audio_clip *clip, const char *type, char path[AUDIO_PATH])
{
	snprintf(path, AUDIO_PATH, "audio/%s/%s.%s", clip->language, clip->text,
		strcmp(type, types[1].type) == 0 ? types[1].suffix
						 : types[0].suffix);
}

/* A file of that type, if it is there and the one that the index means. */
static bool
read_one(const struct audio_clip *clip, const char *templates, const char *type,
	struct str *out, bool *found, struct err *err)
{
	char name[AUDIO_PATH], hash[HASH_HEX], *path;
	struct bytes bytes = {0};
	bool ok;

	audio_file(clip, type, name);
	path = names_path(templates, name, err);
	if (path == NULL)
		return false;
	ok = access(path, R_OK) != 0 ||
	     file_read(path, AUDIO_LIMIT, &bytes, err);
	free(path);
	if (!ok || bytes.at == NULL)
		return ok;
	hash_bytes(bytes.at, bytes.len, hash);
	*found = strcmp(hash, clip->clip) == 0;
	if (*found)
		str_add_bytes(out, bytes.at, bytes.len);
	bytes_free(&bytes);
	return str_ok(out, err);
}

bool
audio_read(const struct audio *audio, const char *templates,
	const char *language, const char *file, struct str *out,
	const char **type, bool *found, struct err *err)
{
	const struct audio_clip *clip = find(audio, language, file);
	size_t i;

	*found = false;
	for (i = 0; clip != NULL && i < TYPES && !*found; i++) {
		*type = types[i].type;
		if (!read_one(clip, templates, *type, out, found, err))
			return false;
	}
	return true;
}
