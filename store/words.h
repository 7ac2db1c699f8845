/* Words of the store's enums, and days. */
#ifndef SKAPA_STORE_WORDS_H
#define SKAPA_STORE_WORDS_H

#include <stdbool.h>

struct err;

/*
 * The number of a word in the words of an enum, which a NULL ends
 * (store_sexes, note_kinds, ...); -1 if it is not there.
 */
int words_find(const char *const words[], const char *word);
/*
 * That day is one (str_is_date). Errors:
 * ERR_USAGE; what names it in the sentence.
 */
bool day_check(const char *day, const char *what, struct err *err);

#endif
