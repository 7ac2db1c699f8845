#include "instrument/wordlint.h"

#include "core/err.h"
#include "instrument/proof.h"
#include "instrument/wordfiles.h"
#include "instrument/wording.h"

#include <stdio.h>
#include <string.h>

static void
found(struct wordlint *lint, const struct wordfile *file,
	const struct po_text *text, enum proof_weight weight,
	const char *sentence, const char *rule)
{
	str_addf(&lint->found, "%s: line %zu: %s: %s: %s [%s]\n", file->path,
		text->line, text->key,
		weight == PROOF_ERROR ? "error" : "warning", sentence, rule);
	if (weight == PROOF_ERROR)
		lint->errors++;
	else
		lint->warnings++;
}

/* What is printed; NULL if there is nothing yet. */
static const char *
printed(const struct wordfile *file, const struct po_text *text)
{
	if (text->target[0] != '\0')
		return text->target;
	return strcmp(file->language, WORDING_SOURCE_LANGUAGE) == 0
		       ? text->source
		       : NULL;
}

static void
look_at_source(struct wordlint *lint, const struct wordfile *file,
	const struct po_text *text)
{
	const struct po_text *source = wordfile_text(file->swedish, text->key);

	if (source == NULL)
		found(lint, file, text, PROOF_WARNING,
			"is not in the Swedish file; no sheet uses it",
			"source");
	else if (strcmp(source->source, text->source) != 0)
		found(lint, file, text, PROOF_ERROR,
			"the Swedish text has changed since; translate it "
			"anew and copy msgid",
			"source");
}

/* Two steps with the same words make a ladder that nobody can answer. */
static void
look_at_ladder(struct wordlint *lint, const struct wordfile *file,
	const struct po_text *text)
{
	const char *step = strstr(text->key, ".step.");
	const char *of = step == NULL ? NULL : strstr(step, "-of-");
	const char *words = printed(file, text);
	char key[256];
	char sentence[PROOF_SENTENCE];
	int value, other;

	if (of == NULL || words == NULL ||
		sscanf(step, ".step.%d-of-", &value) != 1)
		return;
	for (other = 1; other < value; other++) {
		const struct po_text *below;

		snprintf(key, sizeof(key), "%.*s.step.%d%s",
			(int)(step - text->key), text->key, other, of);
		below = wordfile_text(file->po, key);
		if (below == NULL || printed(file, below) == NULL ||
			strcmp(printed(file, below), words) != 0)
			continue;
		snprintf(sentence, sizeof(sentence),
			"says the same as step %d; each step has words of its "
			"own",
			other);
		found(lint, file, text, PROOF_ERROR, sentence, "ladder");
	}
}

static void
look_at_text(struct wordlint *lint, const struct wordfile *file,
	const struct po_text *text)
{
	const struct proof_text shown = {
		.key = text->key,
		.source = text->source,
		.target = printed(file, text),
		.language = file->language,
		.rtl = file->po->rtl,
	};
	const struct proof_rule *rule;
	char sentence[PROOF_SENTENCE];
	size_t i;

	lint->texts++;
	look_at_source(lint, file, text);
	if (text->fuzzy)
		found(lint, file, text, PROOF_ERROR,
			"is marked fuzzy; look at it and take the mark away",
			"fuzzy");
	if (shown.target == NULL) {
		found(lint, file, text, PROOF_WARNING, "is not translated",
			"translated");
		return;
	}
	for (i = 0; (rule = proof_rule_at(i)) != NULL; i++)
		if (!rule->holds(&shown, sentence))
			found(lint, file, text, rule->weight, sentence,
				rule->name);
	look_at_ladder(lint, file, text);
}

/* Easy Swedish has questions of its own level only. */
static bool
is_at_other_level(const struct wordfile *file, const char *key)
{
	const char *level = strstr(key, ".question.");

	return level != NULL &&
	       strcmp(file->language, WORDING_EASY_SWEDISH) == 0 &&
	       strcmp(level, ".question.easy") != 0;
}

static void
look_for_missing(struct wordlint *lint, const struct wordfile *file)
{
	size_t i;

	for (i = 0; i < file->swedish->n_texts; i++) {
		const struct po_text *text = &file->swedish->texts[i];

		if (wordfile_text(file->po, text->key) != NULL ||
			is_at_other_level(file, text->key))
			continue;
		str_addf(&lint->found,
			"%s: %s: warning: is missing; the Swedish file has it "
			"[translated]\n",
			file->path, text->key);
		lint->warnings++;
	}
}

static bool
look_at_file(void *context, const struct wordfile *file, struct err *err)
{
	struct wordlint *lint = context;
	size_t i;

	for (i = 0; i < file->po->n_texts; i++)
		look_at_text(lint, file, &file->po->texts[i]);
	look_for_missing(lint, file);
	return str_ok(&lint->found, err);
}

bool
wordlint_look(const char *templates, const char *language,
	struct wordlint *lint, struct err *err)
{
	return wordfiles_each(templates, language, look_at_file, lint, err);
}
