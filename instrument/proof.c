#include "instrument/proof.h"

#include "instrument/texts.h"

#include <glib.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define ZERO_WIDTH_SPACE 0x200b
#define NON_JOINER 0x200c
#define JOINER 0x200d
#define WORD_JOINER 0x2060
#define NARROW_SPACE 0x202f
#define FIRST_ISOLATE 0x2066 /* LRI, RLI, FSI */
#define LAST_ISOLATE 0x2068
#define POP_ISOLATE 0x2069

static bool say(char sentence[PROOF_SENTENCE], const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static bool
say(char sentence[PROOF_SENTENCE], const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(sentence, PROOF_SENTENCE, format, args);
	va_end(args);
	return false;
}

static bool
is_language(const struct proof_text *text, const char *language)
{
	return strcmp(text->language, language) == 0;
}

static bool
is_swedish(const struct proof_text *text)
{
	return is_language(text, "sv") || is_language(text, "sv-simple");
}

static bool
ends_with(const char *text, const char *end)
{
	return g_str_has_suffix(text, end);
}

/* --- code points ------------------------------------------------------------
 */

static bool
is_nfc(const struct proof_text *text, char sentence[PROOF_SENTENCE])
{
	char *nfc = g_utf8_normalize(text->target, -1, G_NORMALIZE_NFC);
	const bool same = nfc != NULL && strcmp(nfc, text->target) == 0;

	g_free(nfc);
	return same ||
	       say(sentence, "is not in NFC; save the file with composed "
			     "characters");
}

static bool
has_our_digits(const struct proof_text *text, char sentence[PROOF_SENTENCE])
{
	const char *at;

	for (at = text->target; *at != '\0'; at = g_utf8_next_char(at)) {
		const gunichar c = g_utf8_get_char(at);

		if (c > 0x7f && g_unichar_isdigit(c))
			return say(sentence,
				"has the digit U+%04X; write 0-9, which all "
				"who read the sheet can compare",
				(unsigned)c);
	}
	return true;
}

static bool
is_joiner_script(const char *at)
{
	for (; *at != '\0'; at = g_utf8_next_char(at)) {
		const GUnicodeScript script =
			g_unichar_get_script(g_utf8_get_char(at));

		if (script == G_UNICODE_SCRIPT_ARABIC ||
			script == G_UNICODE_SCRIPT_BENGALI ||
			script == G_UNICODE_SCRIPT_DEVANAGARI)
			return true;
	}
	return false;
}

/* What is not seen, and does not belong there. */
static bool
has_no_hidden(const struct proof_text *text, char sentence[PROOF_SENTENCE])
{
	const char *at;

	for (at = text->target; *at != '\0'; at = g_utf8_next_char(at)) {
		const gunichar c = g_utf8_get_char(at);
		bool fine = true;

		if (c == NON_JOINER || c == JOINER)
			fine = is_joiner_script(text->target);
		else if (c == ZERO_WIDTH_SPACE)
			fine = is_language(text, "th");
		else if (c == '\n' || c == WORD_JOINER ||
			 (c >= FIRST_ISOLATE && c <= POP_ISOLATE))
			fine = true;
		else
			fine = g_unichar_type(c) != G_UNICODE_CONTROL &&
			       g_unichar_type(c) != G_UNICODE_FORMAT;
		if (!fine)
			return say(sentence,
				"has U+%04X, which is not seen; take it away%s",
				(unsigned)c,
				c == 0x200e || c == 0x200f ||
						(c >= 0x202a && c <= 0x202e)
					? " (directions are told by U+2066 to "
					  "U+2069)"
					: "");
	}
	return true;
}

static bool
has_even_spaces(const struct proof_text *text, char sentence[PROOF_SENTENCE])
{
	const char *t = text->target;

	if (t[0] == ' ' || ends_with(t, " ") || ends_with(t, "\n"))
		return say(sentence, "begins or ends with a space");
	if (strstr(t, "  ") != NULL)
		return say(sentence, "has two spaces after each other");
	return true;
}

/* --- direction and line ends
 * --------------------------------------------------- */

static bool
has_closed_isolates(
	const struct proof_text *text, char sentence[PROOF_SENTENCE])
{
	const char *at;
	int depth = 0;

	for (at = text->target; *at != '\0'; at = g_utf8_next_char(at)) {
		const gunichar c = g_utf8_get_char(at);

		if (c >= FIRST_ISOLATE && c <= LAST_ISOLATE)
			depth++;
		else if (c == POP_ISOLATE && --depth < 0)
			break;
	}
	return depth == 0 ||
	       say(sentence, "has an isolate (U+2066 to U+2069) that is not "
			     "opened and closed");
}

/* Places that are filled with Latin letters, signs or a code. */
static bool
is_latin_place(const char *name, size_t len)
{
	static const char *const names[] = {
		"code", "line", "phone", "date", "session", "time"};
	size_t i;

	for (i = 0; i < G_N_ELEMENTS(names); i++)
		if (strlen(names[i]) == len &&
			strncmp(names[i], name, len) == 0)
			return true;
	return false;
}

/* In a right-to-left text a code's parts would else change places. */
static bool
has_isolated_codes(const struct proof_text *text, char sentence[PROOF_SENTENCE])
{
	const char *at;
	int depth = 0;

	if (!text->rtl)
		return true;
	for (at = text->target; *at != '\0'; at = g_utf8_next_char(at)) {
		const gunichar c = g_utf8_get_char(at);
		const char *end;

		if (c >= FIRST_ISOLATE && c <= LAST_ISOLATE)
			depth++;
		else if (c == POP_ISOLATE)
			depth--;
		else if (c == '{' && depth == 0 &&
			 (end = strchr(at, '}')) != NULL &&
			 is_latin_place(at + 1, (size_t)(end - at - 1)))
			return say(sentence,
				"has %.*s outside an isolate; write U+2066 "
				"before and U+2069 behind it",
				(int)(end - at + 1), at);
	}
	return true;
}

/* "0-3" with a dash, or a mark after a space, would be torn at a line's end. */
static bool
keeps_together(const struct proof_text *text, char sentence[PROOF_SENTENCE])
{
	const char *at;
	gunichar before = 0, last = 0;

	for (at = text->target; *at != '\0'; at = g_utf8_next_char(at)) {
		const gunichar c = g_utf8_get_char(at);

		if (last == 0x2013 && before < 0x80 &&
			g_ascii_isdigit((char)before) && c != WORD_JOINER &&
			c != '\n')
			return say(sentence,
				"has a dash between digits; write U+2060 "
				"behind it so that no line ends there, or \\n "
				"so that one does");
		if (last == ' ' &&
			(c == '?' || c == '!' || c == ':' || c == ';' ||
				c == 0x61f || c == 0x1367))
			return say(sentence,
				"has a space before a mark at the end of a "
				"sentence; write U+%04X, which does not break",
				NARROW_SPACE);
		before = last;
		last = c;
	}
	return true;
}

/* --- against the source
 * -------------------------------------------------------- */

static bool
has_same_places(const struct proof_text *text, char sentence[PROOF_SENTENCE])
{
	const char *place;
	size_t len = 0;

	place = texts_place_lost(text->source, text->target, &len);
	if (place != NULL)
		return say(sentence, "lacks %.*s", (int)len, place);
	place = texts_place_lost(text->target, text->source, &len);
	return place == NULL ||
	       say(sentence, "has %.*s, the source has not", (int)len, place);
}

static bool
asks_if_source_asks(
	const struct proof_text *text, char sentence[PROOF_SENTENCE])
{
	static const char *const marks[] = {"?", "؟", "፧", "？"};
	size_t i;

	/* Thai writes no question marks. */
	if (!ends_with(text->source, "?") || is_language(text, "th"))
		return true;
	for (i = 0; i < G_N_ELEMENTS(marks); i++)
		if (ends_with(text->target, marks[i]))
			return true;
	return say(sentence, "is no question, the source is one");
}

/* --- plain Swedish
 * ----------------------------------------------------------------- */

/* The source's own words stay as they are. */
static bool
is_quoted(const struct proof_text *text)
{
	return ends_with(text->key, ".question.original") ||
	       ends_with(text->key, ".source");
}

static bool
is_sentence_end(const char *at)
{
	return (*at == '.' || *at == '!' || *at == '?' || *at == ':' ||
		       *at == '\n') &&
	       (at[1] == ' ' || at[1] == '\n' || at[1] == '\0' || *at == '\n');
}

/* Calls fits for each word; the first that does not is put into word. */
static bool
each_word(const struct proof_text *text, bool (*fits)(const char *word),
	char word[64])
{
	const char *at = text->target;

	while (*at != '\0') {
		const char *start;
		size_t len;

		while (*at != '\0' && !g_unichar_isalpha(g_utf8_get_char(at)))
			at = g_utf8_next_char(at);
		start = at;
		while (*at != '\0' && g_unichar_isalpha(g_utf8_get_char(at)))
			at = g_utf8_next_char(at);
		len = (size_t)(at - start);
		if (len == 0 || len >= 64)
			continue;
		memcpy(word, start, len);
		word[len] = '\0';
		if (!fits(word))
			return false;
	}
	return true;
}

static bool
has_short_sentences(
	const struct proof_text *text, char sentence[PROOF_SENTENCE])
{
	const int most =
		is_language(text, "sv-simple") || ends_with(text->key, ".easy")
			? PROOF_WORDS_EASY
			: PROOF_WORDS;
	const char *at;
	bool in_word = false;
	int words = 0;

	if (!is_swedish(text) || is_quoted(text))
		return true;
	for (at = text->target; *at != '\0'; at = g_utf8_next_char(at)) {
		const bool letter = g_unichar_isalnum(g_utf8_get_char(at));

		words += letter && !in_word;
		in_word = letter;
		if (words > most)
			return say(sentence,
				"has a sentence of more than %d words; make "
				"two of it",
				most);
		if (is_sentence_end(at))
			words = 0;
	}
	return true;
}

static bool
is_short(const char *word)
{
	return g_utf8_strlen(word, -1) <= PROOF_LETTERS;
}

static bool
has_short_words(const struct proof_text *text, char sentence[PROOF_SENTENCE])
{
	char word[64];

	return !is_swedish(text) || is_quoted(text) ||
	       each_word(text, is_short, word) ||
	       say(sentence, "has the long word '%s'; write it shorter", word);
}

/* Verbs with the passive's ending; those that have no other form are fine. */
static bool
is_active(const char *word)
{
	static const char *const endings[] = {
		"eras", "erades", "erats", "ades", "öras", "ävs", "ags"};
	static const char *const others[] = {"hoppas", "hoppades", "lyckas",
		"lyckades", "dags", "vardags", "lags", "dags", "minnas",
		"deras", "slags"};
	size_t i;

	for (i = 0; i < G_N_ELEMENTS(others); i++)
		if (strcmp(word, others[i]) == 0)
			return true;
	for (i = 0; i < G_N_ELEMENTS(endings); i++)
		if (ends_with(word, endings[i]))
			return false;
	return true;
}

static bool
is_active_text(const struct proof_text *text, char sentence[PROOF_SENTENCE])
{
	char word[64];

	return !is_swedish(text) || is_quoted(text) ||
	       each_word(text, is_active, word) ||
	       say(sentence, "has the passive '%s'; say who does it", word);
}

static bool
is_not_man(const char *word)
{
	return strcmp(word, "man") != 0 && strcmp(word, "Man") != 0;
}

static bool
speaks_to_you(const struct proof_text *text, char sentence[PROOF_SENTENCE])
{
	char word[64];

	return !is_swedish(text) || is_quoted(text) ||
	       each_word(text, is_not_man, word) ||
	       say(sentence, "has '%s'; say du, or who it is", word);
}

static const struct proof_rule rules[] = {
	{"nfc", PROOF_ERROR, is_nfc},
	{"digits", PROOF_ERROR, has_our_digits},
	{"hidden", PROOF_ERROR, has_no_hidden},
	{"spaces", PROOF_ERROR, has_even_spaces},
	{"isolates", PROOF_ERROR, has_closed_isolates},
	{"codes", PROOF_ERROR, has_isolated_codes},
	{"together", PROOF_ERROR, keeps_together},
	{"places", PROOF_ERROR, has_same_places},
	{"question", PROOF_WARNING, asks_if_source_asks},
	{"sentence", PROOF_WARNING, has_short_sentences},
	{"word", PROOF_WARNING, has_short_words},
	{"passive", PROOF_WARNING, is_active_text},
	{"man", PROOF_WARNING, speaks_to_you},
};

const struct proof_rule *
proof_rule_at(size_t i)
{
	return i < G_N_ELEMENTS(rules) ? &rules[i] : NULL;
}
