#include "tests/test.h"

#include "core/answer.h"
#include "core/hash.h"
#include "core/str.h"
#include "instrument/instrument.h"
#include "instrument/wording.h"

#include <sys/stat.h>
#include <unistd.h>

#define TEMPLATES "templates"
#define FILES 5

/*
 * A templates folder of its own: an instrument "x" of one item, Swedish, and a
 * language "en" of which a test changes one file.
 */
struct place {
	char folder[64];
	char wording[96];
	char paths[FILES][160];
	struct instrument *instrument;
};

static const char *const names[FILES] = {
	"x.sv.po", "sheet.sv.po", "x.en.po", "sheet.en.po", "review.tsv"};

#define HEADER(language)                                                       \
	"msgid \"\"\nmsgstr \"\"\n\"Language: " language "\\n\"\n"             \
	"\"Content-Type: text/plain; charset=UTF-8\\n\"\n\n"
#define TEXT(key, source, target)                                              \
	"msgctxt \"" key "\"\nmsgid \"" source "\"\nmsgstr \"" target "\"\n\n"
#define X_BUT_TITLE                                                            \
	TEXT("x.source", "Frågor.", "Questions.")                              \
	TEXT("x.purpose.1", "Syfte.", "Purpose.")                              \
	TEXT("x.a.name", "A", "A")                                             \
	TEXT("x.a.question.original", "Vad?", "What?")                         \
	TEXT("x.a.step.1-of-2", "Nej", "No")                                   \
	TEXT("x.a.step.2-of-2", "Ja", "Yes")
#define TITLE TEXT("x.title", "Titel", "Title")
#define X HEADER("en") TITLE X_BUT_TITLE
#define SHEET_BUT_PAGE                                                         \
	TEXT("language.name", "svenska", "English")                            \
	TEXT("how.mark", "Kryssa.", "Tick.")                                   \
	TEXT("how.one", "Ett svar.", "One answer.")                            \
	TEXT("talk.notes", "Anteckningar", "Notes")                            \
	TEXT("draft.band", "Utkast", "Draft")                                  \
	TEXT("permission.unconfirmed", "Inte bekräftat.", "Not confirmed.")    \
	TEXT("back.empty", "Tom.", "Empty.")
#define PAGE TEXT("page.of", "Sida {page} av {of}", "Page {page} of {of}")
#define SHEET HEADER("en") SHEET_BUT_PAGE PAGE

static void
put(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

/* text in Swedish: its Language changed and every msgstr empty. */
static void
put_swedish(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");
	bool in_header = true;

	assert_non_null(file);
	while (*text != '\0') {
		const size_t len = strcspn(text, "\n") + 1;

		if (strncmp(text, "\"Language", 9) == 0)
			fputs("\"Language: sv\\n\"\n", file);
		else if (!in_header && strncmp(text, "msgstr", 6) == 0)
			fputs("msgstr \"\"\n", file);
		else
			fwrite(text, 1, len, file);
		in_header = in_header && text[0] != '\n';
		text += len;
	}
	assert_int_equal(fclose(file), 0);
}

static void
put_all(const struct place *place)
{
	put_swedish(place->paths[0], X);
	put_swedish(place->paths[1], SHEET);
	put(place->paths[2], X);
	put(place->paths[3], SHEET);
	unlink(place->paths[4]);
}

static int
setup(void **state)
{
	struct place *place = calloc(1, sizeof(*place));
	struct err err = {0};
	char path[160];
	char folder[128];
	size_t i;

	assert_non_null(place);
	strcpy(place->folder, "/tmp/test_wording.XXXXXX");
	assert_non_null(mkdtemp(place->folder));
	snprintf(place->wording, sizeof(place->wording), "%s/wording",
		place->folder);
	assert_int_equal(mkdir(place->wording, 0700), 0);
	for (i = 0; i < FILES; i++)
		snprintf(place->paths[i], sizeof(place->paths[i]), "%s/%s",
			place->wording, names[i]);
	snprintf(folder, sizeof(folder), "%s/instruments", place->folder);
	assert_int_equal(mkdir(folder, 0700), 0);
	snprintf(path, sizeof(path), "%s/x.yaml", folder);
	put(path, "id: x\nversion: \"1\"\nrater: self\nowner: a\nsource: b\n"
		  "permission: {state: unconfirmed}\norientation: row\n"
		  "levels: [original]\nsteps: [2]\n"
		  "items: [{key: a, kind: ladder}]\n");
	place->instrument = instrument_load(place->folder, "x", &err);
	assert_ok(place->instrument != NULL, &err);
	unlink(path);
	rmdir(folder);
	put_all(place);
	*state = place;
	return 0;
}

static int
teardown(void **state)
{
	struct place *place = *state;
	size_t i;

	for (i = 0; i < FILES; i++)
		unlink(place->paths[i]);
	rmdir(place->wording);
	rmdir(place->folder);
	instrument_free(place->instrument);
	free(place);
	return 0;
}

static struct wording *
load(const struct place *place, const char *language, struct err *err)
{
	return wording_load(
		place->folder, place->instrument, language, "original", 2, err);
}

static void
test_load__names_what_is_wrong(void **state)
{
	static const struct {
		int file; /* which is changed */
		const char *text;
		const char *sentence; /* behind that file's path and ": " */
	} rows[] = {
		{2, "", "line 1: has no header; the first text is msgid \"\""},
		{2, TITLE X_BUT_TITLE,
			"line 1: has no header; the first text is msgid \"\""},
		{2, HEADER("de") TITLE X_BUT_TITLE,
			"line 1: the header's Language is not 'en'"},
		{2, "msgid \"\"\nmsgstr \"Language: en\\n\"\n" TITLE,
			"no PO file: Charset missing in header."},
		{2,
			"msgid \"\"\nmsgstr \"\"\n\"Language: en\\n\"\n"
			"\"Content-Type: text/plain; charset=ISO-8859-1\\n\"\n",
			"line 1: the header's Content-Type is not "
			"'text/plain; charset=UTF-8'"},
		{2,
			"msgid \"\"\nmsgstr \"\"\n\"Language: en\\n\"\n"
			"\"X-Direction: up\\n\"\n"
			"\"Content-Type: text/plain; charset=UTF-8\\n\"\n",
			"line 1: the header's X-Direction is neither ltr nor "
			"rtl"},
		{2, "hello\n", "line 1: keyword \"hello\" unknown"},
		{2, HEADER("en") "msgctxt \"x.title\"\nfoo \"a\"\n",
			"line 7: keyword \"foo\" unknown"},
		{2, HEADER("en") "msgctxt \"x.title\"\nmsgid \"a\"\n",
			"line 7: missing 'msgstr' section"},
		{2, HEADER("en") "msgctxt \"a\"\nmsgid \"b\nmsgstr \"c\"\n",
			"line 8: end-of-line within string"},
		{2, HEADER("en") "msgctxt \"a\"\nmsgid \"b\"\nmsgstr \"\\q\"\n",
			"line 8: invalid control sequence"},
		{2,
			HEADER("en") "msgctxt \"a\"\nmsgid \"b\"\nmsgstr "
				     "\"\xff\"\n",
			"line 8: invalid multibyte sequence"},
		{2, X TITLE, "line 35: duplicate message definition"},
		{2, X TEXT("x.title", "Rubrik", "Heading"),
			"line 6: the key 'x.title' is there twice"},
		{3, SHEET TITLE, "line 38: the key 'x.title' is there twice"},
		{2, X "domain \"other\"\n" TEXT("b", "c", "d"),
			"has the domain 'other'; use none"},
		{2, X "msgid \"c\"\nmsgstr \"d\"\n",
			"the text 'c' has no key; give it a msgctxt"},
		{2,
			X "msgctxt \"b\"\nmsgid \"c\"\nmsgid_plural \"d\"\n"
			  "msgstr[0] \"e\"\nmsgstr[1] \"f\"\n",
			"line 34: b: has plural forms; use one text"},
		{2, HEADER("en") X_BUT_TITLE, "the text 'x.title' is missing"},
		{2,
			HEADER("en") "#~ msgctxt \"x.title\"\n#~ msgid "
				     "\"Titel\"\n"
				     "#~ msgstr \"Title\"\n\n" X_BUT_TITLE,
			"the text 'x.title' is missing"},
		{2, HEADER("en") TEXT("x.title", "Titel", "") X_BUT_TITLE,
			"line 6: x.title: is not translated"},
		{2, HEADER("en") "#, fuzzy\n" TITLE X_BUT_TITLE,
			"line 7: x.title: is marked fuzzy; look at it and take "
			"the mark away"},
		{3, HEADER("en") SHEET_BUT_PAGE,
			"the text 'page.of' is missing"},
		{3,
			HEADER("en") TEXT("page.of", "Sida {page} av {of}",
				"Page {page}") SHEET_BUT_PAGE,
			"line 6: page.of: lacks {of}"},
		{3,
			HEADER("en") TEXT("page.of", "Sida {page} av {of}",
				"Page {page} of {of} {x}") SHEET_BUT_PAGE,
			"line 6: page.of: has {x}, the source has not"},
	};
	const struct place *place = *state;
	char want[ERR_TEXT + 256];
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct err err = {0};
		struct wording *wording;

		put_all(place);
		put(place->paths[rows[i].file], rows[i].text);
		wording = load(place, "en", &err);
		snprintf(want, sizeof(want), "%s: %s",
			place->paths[rows[i].file], rows[i].sentence);
		if (wording != NULL)
			fail_msg("row %zu: taken, not '%s'", i, want);
		if (strcmp(err.text, want) != 0)
			fail_msg("row %zu: '%s', not '%s'", i, err.text, want);
		assert_int_equal(err.code, ERR_INPUT);
	}
}

static void
test_load__sees_that_the_source_has_moved(void **state)
{
	const struct place *place = *state;
	struct err err = {0};
	char want[512];

	put_swedish(place->paths[0],
		HEADER("en") TEXT("x.title", "Rubrik", "") X_BUT_TITLE);
	assert_null(load(place, "en", &err));
	snprintf(want, sizeof(want),
		"%s: line 6: x.title: msgid is not the text of %s line 6",
		place->paths[2], place->paths[0]);
	assert_string_equal(err.text, want);
}

static void
test_load__keeps_one_source_text(void **state)
{
	const struct place *place = *state;
	struct err err = {0};
	char want[512];

	put(place->paths[0],
		HEADER("sv") TEXT("x.title", "Titel", "Rubrik") X_BUT_TITLE);
	assert_null(load(place, "sv", &err));
	snprintf(want, sizeof(want),
		"%s: line 6: x.title: msgstr differs from msgid in the source "
		"language; leave it empty",
		place->paths[0]);
	assert_string_equal(err.text, want);
}

static void
test_load__knows_which_there_are(void **state)
{
	const struct place *place = *state;
	struct err err = {0};

	assert_null(load(place, "de", &err));
	assert_string_equal(err.text,
		"instrument 'x' has no language 'de'; there is sv, en");
	assert_int_equal(err.code, ERR_USAGE);
	err_clear(&err);
	assert_null(wording_load(
		place->folder, place->instrument, "en", "easy", 2, &err));
	assert_string_equal(err.text,
		"instrument 'x' has no level 'easy'; there is original");
	err_clear(&err);
	assert_null(wording_load(
		place->folder, place->instrument, "en", "original", 5, &err));
	assert_string_equal(err.text,
		"instrument 'x' has no ladder of 5 steps; there is 2");
	assert_int_equal(err.code, ERR_USAGE);
}

/* One row of review.tsv for x.title, of these two texts. */
static void
review(const struct place *place, const char *source, const char *target,
	const char *status)
{
	char a[HASH_HEX];
	char b[HASH_HEX];
	struct str text = {0};

	hash_bytes(source, strlen(source), a);
	hash_bytes(target, strlen(target), b);
	str_addf(&text,
		"key\tlanguage\tsource_sha256\ttarget_sha256\tstatus\t"
		"forward\treviewer\tback_translation\tdebriefed\tdate\n"
		"x.title\ten\t%s\t%s\t%s\tA\tB\tyes\t5\t2026-01-02\n",
		a, b, status);
	put(place->paths[4], text.at);
	str_finish(&text);
}

static void
test_status__is_of_the_very_texts(void **state)
{
	static const struct {
		const char *source, *target, *status;
		enum wording_status want;
	} rows[] = {
		{"Titel", "Title", "approved", WORDING_APPROVED},
		{"Titel", "Title", "reviewed", WORDING_REVIEWED},
		{"Titel", "Title", "backtranslated", WORDING_BACKTRANSLATED},
		{"Titel", "Title", "debriefed", WORDING_DEBRIEFED},
		{"Titel", "Title", "draft", WORDING_DRAFT},
		{"Titel", "title", "approved", WORDING_DRAFT},
		{"Titel.", "Title", "approved", WORDING_DRAFT},
	};
	const struct place *place = *state;
	size_t counts[WORDING__MAX];
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct err err = {0};
		struct wording *wording;

		review(place, rows[i].source, rows[i].target, rows[i].status);
		wording = load(place, "en", &err);
		assert_ok(wording != NULL, &err);
		if (wording_status_of(wording, "x.title") != rows[i].want)
			fail_msg("row %zu: %s", i,
				wording_status_word(
					wording_status_of(wording, "x.title")));
		assert_int_equal(wording_status(wording), WORDING_DRAFT);
		wording_counts(wording, counts);
		assert_int_equal(counts[WORDING_DRAFT],
			rows[i].want == WORDING_DRAFT ? 15 : 14);
		wording_free(wording);
	}
}

#define COLUMNS                                                                \
	"key\tlanguage\tsource_sha256\ttarget_sha256\tstatus\tforward\t"       \
	"reviewer\tback_translation\tdebriefed\tdate\n"
#define ZERO "0000000000000000000000000000000000000000000000000000000000000000"

static void
test_review__names_what_is_wrong(void **state)
{
	static const struct {
		const char *text, *sentence;
	} rows[] = {
		{"", "line 1: the columns are not those of a review"},
		{"key\tlanguage\n",
			"line 1: the columns are not those of a review"},
		{COLUMNS "a\tb\n", "line 2: has 2 columns, not 10"},
		{COLUMNS "\n\n", "line 2: has 1 columns, not 10"},
		{COLUMNS "a\t\t" ZERO "\t" ZERO "\tdraft\t\t\t\t\t\n",
			"line 2: key or language is empty"},
		{COLUMNS "a\ten\t" ZERO "\tABC\tdraft\t\t\t\t\t\n",
			"line 2: a: a hash is not 64 digits of 0-9 and a-f"},
		{COLUMNS "a\ten\t" ZERO "\t" ZERO "\tfine\t\t\t\t\t\n",
			"line 2: a: unknown status 'fine'; use draft, "
			"reviewed, backtranslated, debriefed or approved"},
		{COLUMNS "a\ten\t" ZERO "\t" ZERO "\tsource\t\t\t\t\t\n",
			"line 2: a: unknown status 'source'; use draft, "
			"reviewed, backtranslated, debriefed or approved"},
	};
	const struct place *place = *state;
	char want[512];
	size_t i;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct err err = {0};

		put(place->paths[4], rows[i].text);
		assert_null(load(place, "en", &err));
		snprintf(want, sizeof(want), "%s: %s", place->paths[4],
			rows[i].sentence);
		if (strcmp(err.text, want) != 0)
			fail_msg("row %zu: '%s', not '%s'", i, err.text, want);
	}
}

static void
test_rtl__is_said_by_the_header(void **state)
{
	const struct place *place = *state;
	struct err err = {0};
	struct wording *wording;

	put(place->paths[2],
		"msgid \"\"\nmsgstr \"\"\n\"Language: en\\n\"\n"
		"\"X-Direction: rtl\\n\"\n"
		"\"Content-Type: text/plain; charset=UTF-8\\n\"\n\n" TITLE
			X_BUT_TITLE);
	wording = load(place, "en", &err);
	assert_ok(wording != NULL, &err);
	assert_true(wording_is_rtl(wording));
	wording_free(wording);
}

static void
test_fill__replaces_what_it_knows(void **state)
{
	static const struct wording_place places[] = {
		{"page", "2"}, {"of", "3"}};
	static const struct {
		const char *pattern, *want;
	} rows[] = {
		{"Page {page} of {of}", "Page 2 of 3"},
		{"{of}{page}", "32"},
		{"none", "none"},
		{"", ""},
		{"{pag} {pages} {page", "{pag} {pages} {page"},
		{"{}{page}", "{}2"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct str out = {0};

		wording_fill(&out, rows[i].pattern, places, 2);
		if (strcmp(out.at, rows[i].want) != 0)
			fail_msg("row %zu: '%s'", i, out.at);
		str_finish(&out);
	}
}

/* The questions as the source prints them, typed apart from the PO file. */
static const struct {
	const char *instrument, *item, *question;
} questions[] = {
	{"skapa", "job_idea",
		"Har du en idé om vilket arbete du gärna vill ha?"},
	{"skapa", "contact",
		"Hur ställer du dig till att ta kontakt med personer du inte "
		"känner?"},
	{"skapa", "cooperation",
		"Hur duktig är du på att samarbeta med andra?"},
	{"skapa", "support",
		"Får du stöd från familj och vänner när du behöver hjälp?"},
	{"skapa", "energy",
		"Har du energi i vardagen till att fokusera på att få ett "
		"jobb?"},
	{"skapa", "health",
		"Hur skulle du bedöma din (fysiska och psykiska) hälsa när det "
		"gäller att kunna utföra ett arbete?"},
	{"skapa", "skills",
		"Tror du att dina kompetenser kan användas på en arbetsplats?"},
	{"skapa", "manage_job", "Tror du att du klarar av ett arbete?"},
	{"skapa", "improve",
		"Vet du vad du ska göra för att förbättra dina möjligheter att "
		"få ett jobb?"},
	{"skapa", "job_search", "Hur söker du jobb?"},
	{"skapa", "wage",
		"Hur hög lön ska du ha för att ta ett jobb, som du blir "
		"erbjuden?"},
	{"skapa-caseworker", "job_belief",
		"Tror du individen kommer att få ett arbete? (inom det närmsta "
		"året)"},
	{"skapa-caseworker", "purposeful",
		"I vilken utsträckning agerar individen målmedvetet för att få "
		"ett arbete?"},
};

static void
test_shipped__swedish_is_the_source_word_for_word(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(questions) / sizeof(questions[0]); i++) {
		struct err err = {0};
		struct instrument *instrument = instrument_load(
			TEMPLATES, questions[i].instrument, &err);
		struct wording *wording;

		assert_ok(instrument != NULL, &err);
		wording = wording_load(
			TEMPLATES, instrument, "sv", "original", 5, &err);
		assert_ok(wording != NULL, &err);
		assert_string_equal(
			wording_question(wording, questions[i].item),
			questions[i].question);
		assert_int_equal(wording_status(wording), WORDING_SOURCE);
		wording_free(wording);
		instrument_free(instrument);
	}
}

/* The prompts that the source prints beside abstract questions, likewise. */
static const struct {
	const char *key, *prompt;
} prompts[] = {
	{"skapa.cooperation.talk.1",
		"Har du arbetat tillsammans med andra kollegor?"},
	{"skapa.cooperation.talk.2", "Om ja: Tycker du om att arbeta "
				     "tillsammans med andra kollegor?"},
	{"skapa.cooperation.talk.3", "Tycker du om att arbeta själv?"},
	{"skapa.cooperation.talk.4", "Berätta om ett tillfälle när du och dina "
				     "kollegor inte var överens?"},
	{"skapa.cooperation.talk.5", "Vad gjorde du för att lösa problemet?"},
	{"skapa.energy.talk.1", "Vad brukar du tänka på varje dag?"},
	{"skapa.energy.talk.2",
		"Vet du om dina tankar är positiva eller negativa?"},
	{"skapa.energy.talk.3", "Vad brukar du göra varje dag?"},
	{"skapa.energy.talk.4", "Vill du göra något annat?"},
	{"skapa.health.talk.1", "Hur mår din kropp?"},
	{"skapa.health.talk.2", "Brukar du promenera varje dag?"},
	{"skapa.health.talk.3", "Hur sover du på natten?"},
	{"skapa.health.talk.4", "Känner du dig pigg eller trött på dagarna?"},
	{"skapa.skills.talk.1",
		"Vad är du duktig på att göra på en arbetsplats?"},
	{"skapa.skills.talk.2", "Kan du lära dig nya saker på en arbetsplats?"},
	{"skapa.manage_job.talk.1",
		"Kan du gå till ett jobb åtta timmar varje dag?"},
	{"skapa.manage_job.talk.2",
		"Om nej: Hur många timmar kan du gå till ett jobb?"},
	{"skapa.improve.talk.1", "Har du läst SFI?"},
	{"skapa.improve.talk.2", "Vilken SFI är du färdig med?"},
	{"skapa.improve.talk.3", "Vad vill du jobba med?"},
	{"skapa.improve.talk.4",
		"Vilken utbildning måste du ha för att jobba som: _____"},
	{"skapa.improve.talk.5",
		"Hur planerar du att bli klar med din utbildning?"},
};

static void
test_shipped__prompts_are_the_source_word_for_word(void **state)
{
	struct err err = {0};
	struct instrument *skapa = instrument_load(TEMPLATES, "skapa", &err);
	struct wording *wording;
	size_t i;

	(void)state;
	assert_ok(skapa != NULL, &err);
	wording = wording_load(TEMPLATES, skapa, "sv", "original", 5, &err);
	assert_ok(wording != NULL, &err);
	for (i = 0; i < sizeof(prompts) / sizeof(prompts[0]); i++) {
		const char *text = wording_text(wording, prompts[i].key);

		if (text == NULL || strcmp(text, prompts[i].prompt) != 0)
			fail_msg("%s: %s", prompts[i].key,
				text != NULL ? text : "is missing");
	}
	wording_free(wording);
	instrument_free(skapa);
}

static size_t
characters(const char *text)
{
	size_t n = 0;

	for (; *text != '\0'; text++)
		n += ((unsigned char)*text & 0xc0) != 0x80;
	return n;
}

/* At one level and number of steps that the language offers. */
static void
check_whole(const struct instrument *instrument, const char *language,
	const char *level, int steps)
{
	struct err err = {0};
	struct wording *wording = wording_load(
		TEMPLATES, instrument, language, level, steps, &err);
	unsigned k;
	int step;

	assert_ok(wording != NULL, &err);
	assert_int_equal(wording_status(wording),
		strcmp(language, "sv") == 0 ? WORDING_SOURCE : WORDING_DRAFT);
	assert_string_equal(wording_language(wording), language);
	assert_non_null(wording_title(wording));
	assert_non_null(wording_purpose(wording, 2));
	assert_null(wording_purpose(wording, 7));
	if (instrument->n_extras > 0)
		assert_non_null(wording_step(wording, "", VALUE_DECLINED));
	for (k = 0; k < instrument->n_items; k++) {
		const struct item *item = &instrument->items[k];

		assert_non_null(wording_name(wording, item->key));
		for (step = 1; step <= item_steps(item, steps); step++)
			if (characters(wording_step(wording, item->key, step)) >
				22)
				fail_msg("%s in %s: %s %d", instrument->id,
					language, item->key, step);
		assert_null(wording_step(wording, item->key, step));
	}
	wording_free(wording);
}

static void
check_offers(const struct instrument *instrument, const char *language)
{
	struct err err = {0};
	struct wording *first =
		wording_load(TEMPLATES, instrument, language, NULL, 0, &err);
	unsigned l, s;
	bool some = false;

	assert_ok(first != NULL, &err);
	for (l = 0; l < instrument->n_levels; l++)
		for (s = 0; s < instrument->n_steps; s++) {
			const char *level = instrument->levels[l];
			const int steps = instrument->steps[s];

			if (!wording_has_level(first, instrument, level) ||
				!wording_has_steps(first, instrument, steps))
				continue;
			check_whole(instrument, language, level, steps);
			some = true;
		}
	assert_true(some);
	wording_free(first);
}

/*
 * In every language, at every level and number of steps that it offers, every
 * text is there and a step's words fit its cell.
 */
static void
test_shipped__is_whole(void **state)
{
	struct err err = {0};
	char **ids = instrument_ids(TEMPLATES, NULL, &err);
	size_t i;

	(void)state;
	assert_ok(ids != NULL, &err);
	for (i = 0; ids[i] != NULL; i++) {
		struct instrument *instrument =
			instrument_load(TEMPLATES, ids[i], &err);
		char **languages;
		size_t l;

		assert_ok(instrument != NULL, &err);
		languages = wording_languages(TEMPLATES, ids[i], NULL, &err);
		assert_ok(languages != NULL, &err);
		assert_string_equal(languages[0], "sv");
		assert_non_null(languages[1]);
		for (l = 0; languages[l] != NULL; l++)
			check_offers(instrument, languages[l]);
		wording_languages_free(languages);
		instrument_free(instrument);
	}
	instrument_ids_free(ids);
}

static void
test_source__says_that_permission_is_open(void **state)
{
	struct err err = {0};
	struct instrument *skapa = instrument_load(TEMPLATES, "skapa", &err);
	struct wording *wording;

	(void)state;
	assert_ok(skapa != NULL, &err);
	wording = wording_load(TEMPLATES, skapa, "sv", "original", 5, &err);
	assert_ok(wording != NULL, &err);
	assert_string_equal(wording_source(wording),
		"Frågorna kommer från SKAPA/BIP (Samordningsförbundet "
		"Halland). Tillståndet är inte bekräftat.");
	wording_free(wording);
	skapa->permission.confirmed = true;
	wording = wording_load(TEMPLATES, skapa, "sv", "original", 5, &err);
	assert_ok(wording != NULL, &err);
	assert_string_equal(wording_source(wording),
		"Frågorna kommer från SKAPA/BIP (Samordningsförbundet "
		"Halland).");
	wording_free(wording);
	instrument_free(skapa);
}

/* A language offers the levels and steps that it has words for. */
static void
test_load__offers_what_the_language_has(void **state)
{
	static char levels[][INSTRUMENT_KEY] = {"original", "easy"};
	static int steps[] = {2, 3};
	static const struct {
		const char *more; /* texts of both files */
		const char *level;
		int steps;
		const char *sentence; /* NULL: it is there */
	} rows[] = {
		{"", NULL, 0, NULL},
		{"", "easy", 2,
			"instrument 'x' has no level 'easy' in 'en'; there is "
			"original"},
		{"", "original", 3,
			"instrument 'x' has no ladder of 3 steps in 'en'; "
			"there is 2"},
		{TEXT("x.a.question.easy", "V?", "W?"), "easy", 2, NULL},
		{TEXT("x.a.question.easy", "V?", "W?"), "hard", 2,
			"instrument 'x' has no level 'hard'; there is "
			"original, easy"},
		{TEXT("x.a.step.1-of-3", "N", "N") TEXT("x.a.step.2-of-3", "K",
			 "M") TEXT("x.a.step.3-of-3", "J", "Y"),
			NULL, 3, NULL},
	};
	const struct place *place = *state;
	struct instrument two = *place->instrument;
	size_t i;

	two.levels = levels;
	two.n_levels = 2;
	two.steps = steps;
	two.n_steps = 2;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct err err = {0};
		struct wording *wording;
		char text[4096];

		put_all(place);
		snprintf(text, sizeof(text), "%s%s", X, rows[i].more);
		put(place->paths[2], text);
		put_swedish(place->paths[0], text);
		wording = wording_load(place->folder, &two, "en", rows[i].level,
			rows[i].steps, &err);
		if (rows[i].sentence == NULL && wording == NULL)
			fail_msg("row %zu: %s", i, err.text);
		if (rows[i].sentence != NULL &&
			strcmp(err.text, rows[i].sentence) != 0)
			fail_msg("row %zu: '%s'", i, err.text);
		if (wording != NULL && rows[i].level != NULL)
			assert_string_equal(
				wording_level(wording), rows[i].level);
		if (wording != NULL && rows[i].level == NULL)
			assert_string_equal(wording_level(wording), "original");
		if (wording == NULL)
			assert_int_equal(err.code, ERR_USAGE);
		wording_free(wording);
	}
}

/* Other files than a sheet's two. */
static void
test_open__checks_every_text(void **state)
{
	const struct place *place = *state;
	struct err err = {0};
	struct wording *wording = wording_open(place->folder, "x", "en", &err);
	char want[512];

	assert_ok(wording != NULL, &err);
	assert_string_equal(wording_text(wording, "x.a.name"), "A");
	assert_int_equal(wording_status(wording), WORDING_DRAFT);
	wording_free(wording);
	put(place->paths[3],
		HEADER("en") TEXT("page.of", "Sida {page} av {of}", "Page"));
	assert_null(wording_open(place->folder, "sheet", "en", &err));
	snprintf(want, sizeof(want), "%s: line 6: page.of: lacks {page}",
		place->paths[3]);
	assert_string_equal(err.text, want);
	err_clear(&err);
	assert_null(wording_open(place->folder, "pack", "en", &err));
	assert_string_equal(
		err.text, "file 'pack' has no language 'en'; there is none");
}

#define OWN(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		OWN(test_load__names_what_is_wrong),
		OWN(test_load__sees_that_the_source_has_moved),
		OWN(test_load__keeps_one_source_text),
		OWN(test_load__knows_which_there_are),
		OWN(test_load__offers_what_the_language_has),
		OWN(test_open__checks_every_text),
		OWN(test_status__is_of_the_very_texts),
		OWN(test_review__names_what_is_wrong),
		OWN(test_rtl__is_said_by_the_header),
		cmocka_unit_test(test_fill__replaces_what_it_knows),
		cmocka_unit_test(
			test_shipped__swedish_is_the_source_word_for_word),
		cmocka_unit_test(
			test_shipped__prompts_are_the_source_word_for_word),
		cmocka_unit_test(test_shipped__is_whole),
		cmocka_unit_test(test_source__says_that_permission_is_open),
	};

	return cmocka_run_group_tests_name("wording", tests, NULL, NULL);
}
