#include "tests/test.h"

#include "instrument/proof.h"

#define LRI "\xe2\x81\xa6"
#define PDI "\xe2\x81\xa9"
#define WJ "\xe2\x81\xa0"
#define ZWSP "\xe2\x80\x8b"
#define ZWNJ "\xe2\x80\x8c"
#define RLM "\xe2\x80\x8f"

/* rule: the name of the only rule that does not hold; NULL: all hold */
static const struct {
	const char *rule;
	struct proof_text text;
} rows[] = {
	{NULL, {"a", "Hej", "Hello", "en", false}},
	/* code points */
	{"nfc", {"a", "x", "A\xcc\x8a", "sv", false}},
	{NULL, {"a", "x", "\xc3\x85", "sv", false}},
	{"digits", {"a", "x", "٥", "ar", true}},
	{"digits", {"a", "x", "۵", "fa", true}},
	{"digits", {"a", "x", "๕", "th", false}},
	{NULL, {"a", "x", "5 ፩", "ti", false}}, /* a numeral, no digit */
	{NULL, {"a", "x", "می" ZWNJ "خواهم", "fa", true}},
	{"hidden", {"a", "x", "a" ZWNJ "b", "en", false}},
	{NULL, {"a", "x", "ดี" ZWSP "มาก", "th", false}},
	{"hidden", {"a", "x", "a" ZWSP "b", "sv", false}},
	{"hidden", {"a", "x", "ا" RLM "ب", "ar", true}},
	{"hidden", {"a", "x",
			   "a\xe2\x80\xaa"
			   "b",
			   "ar", true}},
	{"hidden", {"a", "x", "a\tb", "sv", false}},
	{"hidden", {"a", "x",
			   "a\xc2\xad"
			   "b",
			   "sv", false}},
	{"spaces", {"a", "x", " a", "sv", false}},
	{"spaces", {"a", "x", "a ", "sv", false}},
	{"spaces", {"a", "x", "a  b", "sv", false}},
	/* direction and line ends */
	{"isolates", {"a", "x", "ا" LRI "b", "ar", true}},
	{"isolates", {"a", "x", "ا" PDI LRI "b", "ar", true}},
	{NULL, {"a", "{code}", "ا " LRI "{code}" PDI, "ar", true}},
	{"codes", {"a", "{code}", "ا {code}", "ar", true}},
	{NULL, {"a", "{page}", "ا {page}", "ar", true}},
	{NULL, {"a", "{code}", "at {code}", "en", false}},
	{"together", {"a", "x",
			     "5\xe2\x80\x93"
			     "10",
			     "en", false}},
	{NULL, {"a", "x", "5\xe2\x80\x93" WJ "10", "en", false}},
	{NULL, {"a", "x", "5\xe2\x80\x93\n10", "en", false}},
	{NULL, {"a", "x", "so \xe2\x80\x93 10", "en", false}},
	{"together", {"a", "Va?", "Quoi ?", "fr", false}},
	{NULL, {"a", "Va?", "Quoi\xe2\x80\xaf?", "fr", false}},
	/* against the source */
	{"places", {"a", "{n} av {m}", "{n} of", "en", false}},
	{"places", {"a", "sida", "page {n}", "en", false}},
	{NULL, {"a", "{n} av {m}", "{m} of {n}", "en", false}},
	{"question", {"a", "Hur?", "How", "en", false}},
	{NULL, {"a", "Hur?", "كيف؟", "ar", true}},
	{NULL, {"a", "Hur?", "ከመይ፧", "ti", false}},
	{NULL, {"a", "Hur?", "อย่างไร", "th", false}},
	/* plain Swedish */
	{NULL, {"a", "x",
		       "Ett två tre fyra fem sex sju åtta nio tio elva tolv "
		       "tretton fjorton femton.",
		       "sv", false}},
	{"sentence",
		{"a", "x",
			"Ett två tre fyra fem sex sju åtta nio tio elva tolv "
			"tretton fjorton femton sexton.",
			"sv", false}},
	{NULL, {"a", "x",
		       "Ett två tre fyra fem sex sju åtta. Nio tio elva tolv "
		       "tretton fjorton femton sexton.",
		       "sv", false}},
	{"sentence",
		{"a.question.easy", "x",
			"Ett två tre fyra fem sex sju åtta nio tio elva tolv "
			"tretton.",
			"sv", false}},
	{NULL, {"a.question.original", "x",
		       "Ett två tre fyra fem sex sju åtta nio tio elva tolv "
		       "tretton fjorton femton sexton man.",
		       "sv", false}},
	{NULL, {"a", "x",
		       "One two three four five six seven eight nine ten "
		       "eleven twelve thirteen fourteen fifteen sixteen.",
		       "en", false}},
	{"word", {"a", "x", "Arbetsmarknadsåtgärder", "sv", false}},
	{"passive", {"a", "x", "Svaren sparades inte", "sv", false}},
	{"passive", {"a", "x", "Du informeras", "sv-simple", false}},
	{NULL, {"a", "x", "Vi hoppas att det finns", "sv", false}},
	{"man", {"a", "x", "Det kan man göra", "sv", false}},
};

static void
test_proof__finds_each_and_nothing_else(void **state)
{
	char sentence[PROOF_SENTENCE];
	const struct proof_rule *rule;
	size_t i, k;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		for (k = 0; (rule = proof_rule_at(k)) != NULL; k++) {
			const bool should =
				rows[i].rule == NULL ||
				strcmp(rule->name, rows[i].rule) != 0;

			sentence[0] = '\0';
			if (rule->holds(&rows[i].text, sentence) != should)
				fail_msg("row %zu, \"%s\": %s %s: %s", i,
					rows[i].text.target, rule->name,
					should ? "does not hold" : "holds",
					sentence);
			if (!should && sentence[0] == '\0')
				fail_msg("row %zu: %s says nothing", i,
					rule->name);
		}
	}
}

/* Each rule is tried by a row of its own. */
static void
test_proof__every_rule_has_a_row(void **state)
{
	const struct proof_rule *rule;
	size_t i, k;

	(void)state;
	for (k = 0; (rule = proof_rule_at(k)) != NULL; k++) {
		for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
			if (rows[i].rule != NULL &&
				strcmp(rows[i].rule, rule->name) == 0)
				break;
		if (i == sizeof(rows) / sizeof(rows[0]))
			fail_msg("no row for %s", rule->name);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_proof__finds_each_and_nothing_else),
		cmocka_unit_test(test_proof__every_rule_has_a_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
