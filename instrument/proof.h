/*
 * Rules for one text of the wording: those that a translator cannot see go
 * wrong (code points, marks of direction, places), and those of plain Swedish.
 * A rule finds at most one thing in a text and says it in a sentence.
 */
#ifndef SKAPA_INSTRUMENT_PROOF_H
#define SKAPA_INSTRUMENT_PROOF_H

#include <stdbool.h>
#include <stddef.h>

/* An error would reach the paper as a fault; a warning is for a person. */
enum proof_weight { PROOF_ERROR, PROOF_WARNING };

struct proof_text {
	const char *key;
	const char *source; /* Swedish */
	const char *target; /* UTF-8; what is printed */
	const char *language;
	bool rtl;
};

#define PROOF_SENTENCE 256

struct proof_rule {
	const char *name;
	enum proof_weight weight;
	/* True if it holds; else the sentence says what does not. */
	bool (*holds)(
		const struct proof_text *text, char sentence[PROOF_SENTENCE]);
};

/* NULL behind the last. */
const struct proof_rule *proof_rule_at(size_t i);

/* Words of a Swedish sentence at most: as it is, and in easy Swedish. */
#define PROOF_WORDS 15
#define PROOF_WORDS_EASY 12
#define PROOF_LETTERS 20 /* of a word */

#endif
