#include "store/words.h"

#include "core/err.h"
#include "core/str.h"

#include <string.h>

int
words_find(const char *const words[], const char *word)
{
	int i;

	for (i = 0; words[i] != NULL; i++) {
		if (strcmp(words[i], word) == 0)
			return i;
	}
	return -1;
}

bool
day_check(const char *day, const char *what, struct err *err)
{
	return str_is_date(day) ||
	       err_set(err, ERR_USAGE,
		       "%s: \"%s\" is not a date like 2026-11-24", what, day);
}
