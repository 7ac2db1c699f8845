#include "core/reading.h"

#include "core/doc.h"
#include "core/str.h"

#include <string.h>

static const char *const status_words[READING__MAX] = {
	[READING_FILED] = "filed",
	[READING_REVIEW] = "review",
	[READING_DUPLICATE] = "duplicate",
	[READING_CONFLICT] = "conflict",
	[READING_BLANK_PAGE] = "blank_page",
	[READING_REFUSED] = "refused",
};

const char *
reading_status_word(enum reading_status status)
{
	return status_words[status];
}

enum reading_status
reading_status_of_word(const char *word)
{
	int i;

	for (i = 0; i < READING__MAX; i++) {
		if (strcmp(word, status_words[i]) == 0)
			return (enum reading_status)i;
	}
	return READING__MAX;
}

/* A word in quotes, or null for "". */
static void
add_word(struct str *out, const char *name, const char *word)
{
	str_addf(out, ",\"%s\":", name);
	if (word == NULL || word[0] == '\0')
		str_add(out, "null");
	else
		doc_add_text(out, word);
}

static void
add_value(struct str *out, int value)
{
	const char *word = value_word(value);

	if (word != NULL)
		str_addf(out, "\"%s\"", word);
	else if (value == VALUE_NONE)
		str_add(out, "null");
	else
		str_addf(out, "%d", value);
}

static void
add_answer(struct str *out, const struct answer *answer)
{
	bool first = true;
	int i;

	str_addf(out,
		"{\"item\":\"%s\",\"status\":\"%s\",\"value\":", answer->item,
		answer_status_word(answer->status));
	add_value(out,
		answer->status == ANSWER_ANSWERED ? answer->value : VALUE_NONE);
	add_word(out, "reason", answer->reason);
	str_addf(out, ",\"confidence\":%.3f,\"marks\":[", answer->confidence);
	for (i = 0; i < answer->n_marks; i++) {
		const struct mark *m = &answer->marks[i];

		if (!m->candidate)
			continue;
		str_add(out, first ? "{\"value\":" : ",{\"value\":");
		first = false;
		add_value(out, m->value);
		str_addf(out, ",\"ink\":%.3f,\"zone_ink\":%.3f}", m->ink,
			m->zone_ink);
	}
	str_add(out, "]}");
}

void
reading_write(
	const struct reading *reading, const char *source, struct str *out)
{
	int i;

	str_add(out, "{\"source\":");
	doc_add_text(out, source);
	if (reading->source_page > 0)
		str_addf(out, ",\"source_page\":%d", reading->source_page);
	else
		str_add(out, ",\"source_page\":null");
	str_addf(out, ",\"sha256\":\"%s\",\"status\":\"%s\"", reading->sha256,
		reading_status_word(reading->status));
	add_word(out, "reason", reading->reason);
	add_word(out, "hint", reading->hint);
	add_word(out, "code", reading->line);
	if (reading->has_code)
		str_addf(out, ",\"page\":%d", reading->code.page);
	else
		str_add(out, ",\"page\":null");
	add_word(out, "instrument", reading->instrument);
	add_word(out, "language", reading->language);
	if (reading->has_map)
		str_addf(out,
			",\"scale\":%.4f,\"rotation_deg\":%.2f,"
			"\"residual_mm\":%.3f",
			reading->scale,
			/* 359.999 is printed as 0.00, not as 360.00. */
			reading->rotation_deg >= 359.995
				? 0
				: reading->rotation_deg,
			reading->residual_mm);
	else
		str_add(out, ",\"scale\":null,\"rotation_deg\":null,"
			     "\"residual_mm\":null");
	str_add(out, ",\"answers\":[");
	for (i = 0; i < reading->n_answers; i++) {
		if (i > 0)
			str_add(out, ",");
		add_answer(out, &reading->answers[i]);
	}
	str_add(out, "],\"writing\":[");
	for (i = 0; i < reading->n_writings; i++) {
		const struct writing *w = &reading->writings[i];

		str_addf(out, "%s{\"item\":\"%s\",\"ink_mm2\":%.1f",
			i > 0 ? "," : "", w->item, w->ink_mm2);
		str_add(out, ",\"suggestion\":");
		if (w->suggestion[0] == '\0')
			str_add(out, "null");
		else
			doc_add_text(out, w->suggestion);
		str_add(out, "}");
	}
	str_add(out, "]}");
}

static const struct answer *
answer_lookup(const struct reading *reading, const char *item)
{
	int i;

	for (i = 0; i < reading->n_answers; i++) {
		if (strcmp(reading->answers[i].item, item) == 0)
			return &reading->answers[i];
	}
	return NULL;
}

/* The marked values as bits; a word takes the bits below the steps. */
static unsigned
marked_set(const struct answer *answer)
{
	unsigned set = 0;
	int i;

	if (answer->status != ANSWER_REVIEW)
		return answer->value == VALUE_NONE ? 0
						   : 1u << (answer->value + 4);
	for (i = 0; i < answer->n_marks; i++) {
		if (answer->marks[i].candidate)
			set |= 1u << (answer->marks[i].value + 4);
	}
	return set;
}

static bool
answer_agrees(const struct answer *a, const struct answer *b)
{
	if (b == NULL)
		return false;
	if ((a->status == ANSWER_UNREADABLE) !=
		(b->status == ANSWER_UNREADABLE))
		return false;
	return marked_set(a) == marked_set(b);
}

bool
reading_agrees(const struct reading *a, const struct reading *b)
{
	int i;

	if (a->n_answers != b->n_answers)
		return false;
	for (i = 0; i < a->n_answers; i++) {
		const struct answer *answer = &a->answers[i];

		if (strcmp(answer->item, ITEM_PRACTICE) != 0 &&
			!answer_agrees(answer, answer_lookup(b, answer->item)))
			return false;
	}
	return true;
}

enum reading_status
reading_status_of_answers(const struct reading *reading)
{
	int i;

	for (i = 0; i < reading->n_answers; i++) {
		const struct answer *answer = &reading->answers[i];

		if (strcmp(answer->item, ITEM_PRACTICE) != 0 &&
			(answer->status == ANSWER_REVIEW ||
				answer->status == ANSWER_UNREADABLE))
			return READING_REVIEW;
	}
	return READING_FILED;
}
