#include "tests/stores.h"

#include "kiosk/audio.h"
#include "kiosk/visit_texts.h"
#include "kiosk/voice.h"

#include <errno.h>

#define HASH_A                                                                 \
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define HASH_B                                                                 \
	"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

/* root/audio with an index that says this. */
static void
make_index(const struct place *place, const char *text)
{
	char path[160];

	snprintf(path, sizeof(path), "%s/audio", place->root);
	assert_true(mkdir(path, 0700) == 0 || errno == EEXIST);
	snprintf(path, sizeof(path), "%s/audio/index.tsv", place->root);
	write_file(path, text, strlen(text));
}

static void
test_index__is_read(void **state)
{
	static const struct {
		const char *text, *sentence; /* NULL: it is taken */
	} rows[] = {
		{AUDIO_COLUMNS, NULL},
		{AUDIO_COLUMNS "so\t" HASH_A "\t" HASH_B "\trecorded\n", NULL},
		{"", "$/audio/index.tsv: line 1: the columns are not language, "
		     "text_sha256, clip_sha256, status"},
		{AUDIO_COLUMNS "so\t" HASH_A "\t" HASH_B "\trecorded",
			"$/audio/index.tsv: line 2: has no end"},
		{AUDIO_COLUMNS "so\t" HASH_A "\t" HASH_B "\tgood\n",
			"$/audio/index.tsv: line 2: is not a language, two "
			"hashes and synthetic, recorded or approved"},
		{AUDIO_COLUMNS "so\t" HASH_A "\t" HASH_B "\n",
			"$/audio/index.tsv: line 2: is not a language, two "
			"hashes and synthetic, recorded or approved"},
		{AUDIO_COLUMNS "../so\t" HASH_A "\t" HASH_B "\trecorded\n",
			"$/audio/index.tsv: line 2: is not a language, two "
			"hashes and synthetic, recorded or approved"},
		{AUDIO_COLUMNS "so\t../etc/passwd\t" HASH_B "\trecorded\n",
			"$/audio/index.tsv: line 2: is not a language, two "
			"hashes and synthetic, recorded or approved"},
	};
	const struct place *place = *state;
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct err err = {0};
		struct str want = {0};
		struct audio audio;
		const bool ok = (make_index(place, rows[i].text),
			audio_load(place->root, &audio, &err));

		expected(rows[i].sentence != NULL ? rows[i].sentence : "",
			place->root, &want);
		if (ok != (rows[i].sentence == NULL) ||
			(!ok && strcmp(err.text, want.at) != 0))
			fail_msg("row %zu: %s", i, err.text);
		if (ok)
			audio_finish(&audio);
		str_finish(&want);
	}
}

/* A clip is what the index says, or it is not heard. */
static void
test_clip__is_of_the_very_text(void **state)
{
	const struct place *place = *state;
	struct str out = {0};
	struct audio audio = {0};
	struct err err = {0};
	char path[256], hash[HASH_HEX], address[AUDIO_PATH];
	const char *type = NULL;
	bool is_new, found;

	hash_bytes("OggS", 4, hash);
	make_index(place, AUDIO_COLUMNS);
	assert_ok(audio_put(&audio, "sv", "Lyssna", hash, AUDIO_RECORDED,
			  &is_new, &err),
		&err);
	assert_true(is_new);
	assert_ok(audio_put(&audio, "ar", "Lyssna", hash, AUDIO_APPROVED,
			  &is_new, &err),
		&err);
	assert_ok(audio_put(&audio, "sv", "Lyssna", HASH_A, AUDIO_SYNTHETIC,
			  &is_new, &err),
		&err);
	assert_false(is_new);
	assert_ok(audio_write(place->root, &audio, &err), &err);
	audio_finish(&audio);
	assert_ok(audio_load(place->root, &audio, &err), &err);
	assert_int_equal(audio.n, 2);
	assert_null(audio_find(&audio, "sv", "Lyssna."));
	assert_null(audio_find(&audio, "fa", "Lyssna"));
	assert_non_null(audio_find(&audio, "sv", "Lyssna"));
	assert_int_equal(
		audio_find(&audio, "sv", "Lyssna")->status, AUDIO_RECORDED);
	audio_address(audio_find(&audio, "sv", "Lyssna"), address);
	assert_ok(audio_read(&audio, place->root, "sv",
			  address + strlen("/audio/sv/"), &out, &type, &found,
			  &err),
		&err);
	assert_false(found); /* no file yet */
	snprintf(path, sizeof(path), "%s/audio/sv", place->root);
	assert_int_equal(mkdir(path, 0700), 0);
	snprintf(path, sizeof(path), "%s%s.ogg", place->root, address);
	write_file(path, "OggS", 4);
	assert_ok(audio_read(&audio, place->root, "sv",
			  address + strlen("/audio/sv/"), &out, &type, &found,
			  &err),
		&err);
	assert_true(found);
	assert_string_equal(out.at, "OggS");
	write_file(path, "OggX", 4);
	assert_ok(audio_read(&audio, place->root, "sv",
			  address + strlen("/audio/sv/"), &out, &type, &found,
			  &err),
		&err);
	assert_false(found);
	assert_ok(audio_read(&audio, place->root, "sv", "../index.tsv", &out,
			  &type, &found, &err),
		&err);
	assert_false(found);
	str_finish(&out);
	audio_finish(&audio);
}

static void
test_voice__is_of_languages_that_it_speaks(void **state)
{
	static const char *const never[] = {
		"so", "ti", "prs", "ps", "ckb", "kmr", "th"};
	struct str one = {0}, two = {0};
	struct err err = {0};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(never) / sizeof(*never); i++)
		if (voice_of(never[i]) != NULL)
			fail_msg("%s has a voice", never[i]);
	assert_string_equal(voice_of("sv-simple"), "sv");
	assert_ok(
		voice_say("sv", "Tryck p\xc3\xa5 en bild.", &one, &err), &err);
	assert_ok(
		voice_say("sv", "Tryck p\xc3\xa5 en bild.", &two, &err), &err);
	assert_true(one.len > 1000 && one.len < 40000);
	assert_memory_equal(one.at, "OggS", 4);
	assert_int_equal(one.len, two.len);
	assert_memory_equal(one.at, two.at, one.len);
	/* Without the programs it says what is missing. */
	setenv("PATH", "/nonexistent", 1);
	assert_false(voice_say("sv", "x", &two, &err));
	assert_int_equal(err.code, ERR_SYSTEM);
	assert_non_null(strstr(err.text,
		"espeak-ng cannot be started; install espeak-ng and "
		"opus-tools"));
	str_finish(&one);
	str_finish(&two);
}

struct met {
	size_t n;
	bool has_question, has_start, has_closing;
};

static bool
meet(const char *text, void *data, struct err *err)
{
	struct met *met = data;

	(void)err;
	met->n++;
	if (strcmp(text, "Har du en id\xc3\xa9 om vilket jobb du vill ha?") ==
		0)
		met->has_question = true;
	if (strcmp(text, "Ja, jag vill b\xc3\xb6rja") == 0)
		met->has_start = true;
	if (strcmp(text, "Vi g\xc3\xa5r snart vidare.") == 0)
		met->has_closing = true;
	if (strchr(text, '{') != NULL)
		fail_msg("\"%s\" has a place", text);
	return true;
}

static void
test_texts__are_all_that_is_shown(void **state)
{
	struct err err = {0};
	struct met met = {0};
	struct visits *visits = visits_open("templates", "skapa", &err);

	(void)state;
	assert_ok(visits != NULL, &err);
	assert_ok(visits_texts(visits, "sv", meet, &met, &err), &err);
	assert_true(met.n > 100 && met.has_question && met.has_start);
	assert_true(met.has_closing); /* of a group's tablets */
	visits_close(visits);
}

int
main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, setup_empty, teardown)
		TEST(test_index__is_read),
		TEST(test_clip__is_of_the_very_text),
		TEST(test_voice__is_of_languages_that_it_speaks),
		TEST(test_texts__are_all_that_is_shown),
	};

	if (argc > 1)
		cmocka_set_test_filter(argv[1]);
	return cmocka_run_group_tests_name("audio", tests, NULL, NULL);
}
