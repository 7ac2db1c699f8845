#include "core/answer.h"

#include <string.h>

const char *
value_word(int value)
{
	switch (value) {
	case VALUE_DECLINED:
		return "declined";
	case VALUE_NOT_UNDERSTOOD:
		return "not_understood";
	default:
		return NULL;
	}
}

int
value_of_word(const char *word)
{
	if (strcmp(word, "declined") == 0)
		return VALUE_DECLINED;
	if (strcmp(word, "not_understood") == 0)
		return VALUE_NOT_UNDERSTOOD;
	return VALUE_NONE;
}

static const char *const status_words[ANSWER__MAX] = {
	[ANSWER_ANSWERED] = "answered",
	[ANSWER_DECLINED] = "declined",
	[ANSWER_NOT_UNDERSTOOD] = "not_understood",
	[ANSWER_BLANK] = "blank",
	[ANSWER_UNREADABLE] = "unreadable",
	[ANSWER_REVIEW] = "review",
};

const char *
answer_status_word(enum answer_status status)
{
	return status_words[status];
}

enum answer_status
answer_status_of_word(const char *word)
{
	int i;

	for (i = 0; i < ANSWER__MAX; i++) {
		if (strcmp(word, status_words[i]) == 0)
			return (enum answer_status)i;
	}
	return ANSWER__MAX;
}

enum answer_status
answer_status_of_value(int value)
{
	switch (value) {
	case VALUE_DECLINED:
		return ANSWER_DECLINED;
	case VALUE_NOT_UNDERSTOOD:
		return ANSWER_NOT_UNDERSTOOD;
	default:
		return ANSWER_ANSWERED;
	}
}
