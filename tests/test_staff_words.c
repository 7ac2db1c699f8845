/* The staff's pages of words and voices. */
#include "tests/stand.h"

#include "core/file.h"
#include "kiosk/visit.h"

#include <sys/stat.h>
#include <unistd.h>

/* Words and clips go into a folder of the site's own, before the project's. */
static void
own_words(struct stand *stand, const struct place *place, struct str *templates)
{
	struct err err = {0};

	str_clear(templates);
	str_addf(templates, "%s/own", place->root);
	mkdir(templates->at, 0700); /* it may be there already */
	str_add(templates, ":" TEMPLATES);
	visits_close(stand->kiosk.visits);
	stand->kiosk.templates = templates->at;
	stand->kiosk.visits = visits_open(templates->at, "skapa", &err);
	assert_non_null(stand->kiosk.visits);
}

/* The form's hash of the words that stand beside that key. */
static void
words_of(const struct stand *stand, const char *key, char hash[HASH_HEX])
{
	static const char before[] = "name=\"words\" value=\"";
	char row[96];
	const char *at;

	snprintf(row, sizeof(row), "<tr id=\"%s\">", key);
	at = strstr(stand->reply.body.at, row);
	assert_non_null(at);
	at = strstr(at, before);
	assert_non_null(at);
	snprintf(hash, HASH_HEX, "%.64s", at + sizeof(before) - 1);
}

static void
test_wording__is_reviewed_by_who_may(void **state)
{
	static const char *const wrong[] = {
		"key=kiosk.welcome&status=draft&words=",
		"key=kiosk.welcome&status=source&words=",
		"key=kiosk.nothing&status=reviewed&words=",
		"key=kiosk.welcome&status=reviewed&words=x",
		"status=reviewed&words=",
	};
	static const char path[] = "/staff/wording/ti/kiosk",
			  row[] = "\tbacktranslated\t\t\tinterpreter-1"
				  "\t\t" DATE "\n";
	const struct place *place = *state;
	char form[160], hash[HASH_HEX], file[128];
	struct str templates = {0};
	struct err err = {0};
	struct bytes bytes;
	struct stand stand;
	size_t i;

	stand_open(&stand, place->path);
	own_words(&stand, place, &templates);
	stand_request(&stand, ROLE_RECEPTION, "/staff/wording/ar/none", NULL);
	assert_int_equal(stand.err.code, ERR_USAGE);
	stand_request(&stand, ROLE_RECEPTION, "/staff/wording/xx/skapa", NULL);
	assert_int_equal(stand.err.code, ERR_USAGE);
	stand_request(&stand, ROLE_ARCHIVE, path, NULL);
	stand_must_say(&stand, "<tr id=\"kiosk.welcome\">");
	assert_false(stand_says(&stand, "name=\"status\""));
	snprintf(file, sizeof(file), "%s/own/wording/review.tsv", place->root);
	stand_request(&stand, ROLE_INTERPRETER, path, NULL);
	words_of(&stand, "kiosk.welcome", hash);
	for (i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		snprintf(form, sizeof(form), "%s%s", wrong[i], hash);
		stand_request(&stand, ROLE_INTERPRETER, path, form);
		if (stand.ok || stand.err.code != ERR_USAGE)
			fail_msg("row %zu: %s", i, stand.err.text);
	}
	assert_int_not_equal(access(file, F_OK), 0);
	snprintf(form, sizeof(form),
		"key=kiosk.welcome&words=%s&status=backtranslated", hash);
	stand_request(&stand, ROLE_ARCHIVE, path, form);
	assert_int_equal(stand.refused, 403);
	stand_request(&stand, ROLE_INTERPRETER, path, form);
	assert_true(stand.ok);
	assert_string_equal(
		stand.reply.location, "/staff/wording/ti/kiosk#kiosk.welcome");
	stand_request(&stand, ROLE_INTERPRETER, path, NULL);
	stand_must_say(&stand, "<td>tillbakaöversatt<form");
	/* Who and when stand in the row; what there was before is kept. */
	assert_ok(file_read(file, 1 << 20, &bytes, &err), &err);
	assert_non_null(memmem(bytes.at, bytes.len, row, sizeof(row) - 1));
	bytes_free(&bytes);
	stand_close(&stand);
	str_finish(&templates);
}

#define OGG "OggS\0\2\0\0\0\0\0\0\0\0xxxxyyyyzzzz\1\23OpusHead"

static void
test_voices__are_filed_as_drafts(void **state)
{
	const struct place *place = *state;
	char path[128], hash[HASH_HEX];
	struct str templates = {0};
	struct stand stand;
	size_t i;
	static const struct {
		const char *bytes;
		size_t len;
		enum err_code code;
		const char *language;
	} clips[] = {
		{"", 0, ERR_INPUT, "ti"},
		{"<script>", 8, ERR_INPUT, "ti"},
		{"OggS but what", 13, ERR_INPUT, "ti"},
		{OGG, sizeof(OGG), ERR_USAGE, "xx"},
		{OGG, sizeof(OGG), ERR_NONE, "ti"},
	};

	stand_open(&stand, place->path);
	own_words(&stand, place, &templates);
	stand_request(&stand, ROLE_INTERPRETER, "/staff/voices/ti", NULL);
	stand_must_say(&stand, "<li id=\"");
	snprintf(hash, sizeof(hash), "%.64s",
		strstr(stand.reply.body.at, "<li id=\"") + 8);
	for (i = 0; i < sizeof(clips) / sizeof(*clips); i++) {
		snprintf(path, sizeof(path), "/staff/voices/%s/%s",
			clips[i].language, hash);
		stand_put(&stand, ROLE_INTERPRETER, path, clips[i].bytes,
			clips[i].len);
		if (stand.ok != (clips[i].code == ERR_NONE) ||
			(!stand.ok && stand.err.code != clips[i].code))
			fail_msg("row %zu: %s", i, stand.err.text);
	}
	stand_put(&stand, ROLE_ARCHIVE, path, OGG, sizeof(OGG));
	assert_int_equal(stand.refused, 403);
	stand_request(&stand, ROLE_INTERPRETER, "/staff/voices/ti", NULL);
	stand_must_say(&stand, "inläst, ingen har lyssnat");
	stand_request(&stand, ROLE_INTERPRETER, path, "");
	assert_true(stand.ok);
	stand_request(&stand, ROLE_INTERPRETER, "/staff/voices/ti", NULL);
	stand_must_say(&stand, "godkänd");
	assert_false(stand_says(&stand, "inläst, ingen har lyssnat"));
	/* A text that the screens do not say is not filed. */
	path[strlen(path) - 1] ^= 1;
	stand_put(&stand, ROLE_INTERPRETER, path, OGG, sizeof(OGG));
	assert_false(stand.ok);
	/* After a restart it is there, as what it is. */
	own_words(&stand, place, &templates);
	stand_request(&stand, ROLE_INTERPRETER, "/staff/voices/ti", NULL);
	stand_must_say(&stand, "godkänd");
	stand_close(&stand);
	str_finish(&templates);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			test_wording__is_reviewed_by_who_may, setup, teardown),
		cmocka_unit_test_setup_teardown(
			test_voices__are_filed_as_drafts, setup, teardown),
	};

	return cmocka_run_group_tests_name("staff_words", tests, NULL, NULL);
}
