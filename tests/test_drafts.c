/* Words and clips are files, and come and go with the server's round. */
#include "tests/stores.h"

#include "core/file.h"
#include "kiosk/drafts.h"
#include "kiosk/wordkeep.h"

#include <dirent.h>

#define OGG "OggS\0\2\0\0\0\0\0\0\0\0xxxxyyyyzzzz\1\23OpusHead"
#define TEXT "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static size_t
count_files(const struct place *place, const char *folder)
{
	const struct dirent *entry;
	char path[128];
	size_t n = 0;
	DIR *dir;

	snprintf(path, sizeof(path), "%s/%s", place->root, folder);
	dir = opendir(path);
	while (dir != NULL && (entry = readdir(dir)) != NULL)
		n += entry->d_type != DT_DIR;
	if (dir != NULL)
		closedir(dir);
	return n;
}

static void
has_files(const struct place *place, size_t audio, size_t clips, size_t words)
{
	assert_int_equal(count_files(place, "audio"), audio);
	assert_int_equal(count_files(place, "audio/ti"), clips);
	assert_int_equal(count_files(place, "wording"), words);
}

static bool
put_clip(const struct place *place, struct drafts *drafts, struct err *err)
{
	struct audio audio = {0};
	bool ok = audio_load(place->root, &audio, err) &&
		  wordkeep_clip(drafts, place->root, &audio, "ti", TEXT, OGG,
			  sizeof(OGG), err);

	audio_finish(&audio);
	return ok;
}

static bool
put_review(const struct place *place, struct drafts *drafts, struct err *err)
{
	const struct wordkeep_review review = {.key = "kiosk.welcome",
		.language = "ti",
		.source = "a",
		.target = "b",
		.status = WORDING_REVIEWED,
		.who = "in-1",
		.day = DATE};

	return wordkeep_review(drafts, place->root, &review, err);
}

static bool
approve(const struct place *place, struct drafts *drafts, struct err *err)
{
	struct audio audio = {0};
	bool ok =
		audio_load(place->root, &audio, err) &&
		wordkeep_approve(drafts, place->root, &audio, "ti", TEXT, err);

	audio_finish(&audio);
	return ok;
}

typedef bool put(
	const struct place *place, struct drafts *drafts, struct err *err);

static void
test_drafts__come_and_go_with_the_round(void **state)
{
	static const struct {
		put *put;
		size_t audio, clips, words; /* when it is kept */
	} rows[] = {
		{put_clip, 1, 1, 0},
		{approve, 1, 1, 0},
		{put_review, 1, 1, 1},
	};
	const struct place *place = *state;
	struct drafts drafts = {0};
	struct err err = {0};
	size_t i, audio = 0, clips = 0, words = 0;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		assert_ok(rows[i].put(place, &drafts, &err), &err);
		assert_true(drafts_round(&drafts, false));
		has_files(place, audio, clips, words);
		audio = rows[i].audio;
		clips = rows[i].clips;
		words = rows[i].words;
		assert_ok(rows[i].put(place, &drafts, &err), &err);
		assert_true(drafts_round(&drafts, true));
		has_files(place, audio, clips, words);
	}
	assert_false(drafts_round(&drafts, true));
}

/* What may yet be taken back is built upon by nobody. */
static void
test_drafts__are_of_one_request(void **state)
{
	static put *const puts[] = {put_clip, put_review, approve};
	const struct place *place = *state;
	struct drafts drafts = {0};
	struct err err = {0};
	size_t i;

	assert_ok(put_clip(place, &drafts, &err), &err);
	drafts_round(&drafts, true);
	for (i = 0; i < sizeof(puts) / sizeof(*puts); i++) {
		assert_ok(put_review(place, &drafts, &err), &err);
		assert_false(puts[i](place, &drafts, &err));
		assert_int_equal(err.code, ERR_LIMIT);
		err_clear(&err);
		drafts_round(&drafts, false);
		has_files(place, 1, 1, 0);
		/* Alone it is taken. */
		assert_ok(puts[i](place, &drafts, &err), &err);
		drafts_round(&drafts, false);
	}
}

/* Half a request leaves nothing either. */
static void
test_drafts__of_what_failed_are_dropped(void **state)
{
	const struct place *place = *state;
	struct drafts drafts = {0};
	struct err err = {0};
	char path[128];

	snprintf(path, sizeof(path), "%s/a", place->root);
	assert_ok(drafts_begin(&drafts, &err), &err);
	assert_ok(drafts_put(&drafts, path, "a", 1, &err), &err);
	snprintf(path, sizeof(path), "%s/nowhere/b", place->root);
	assert_false(drafts_put(&drafts, path, "b", 1, &err));
	assert_int_equal(err.code, ERR_SYSTEM);
	assert_true(drafts_round(&drafts, false));
	assert_int_equal(count_files(place, "."), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_drafts__come_and_go_with_the_round, setup_empty,
			teardown),
		cmocka_unit_test_setup_teardown(
			test_drafts__are_of_one_request, setup_empty, teardown),
		cmocka_unit_test_setup_teardown(
			test_drafts__of_what_failed_are_dropped, setup_empty,
			teardown),
	};

	return cmocka_run_group_tests_name("drafts", tests, NULL, NULL);
}
