/*
 * Which pictogram shows which word of the glossary:
 * <templates>/pictograms/glossary.tsv, a term and a pictogram's name a line
 * with a tab between; a # begins a comment.
 */
#ifndef SKAPA_FORMS_PICTURES_H
#define SKAPA_FORMS_PICTURES_H

#include <stdbool.h>

struct err;
struct pictures;

/* NULL on failure: ERR_INPUT "<path>: line 3: ...", ERR_SYSTEM. */
struct pictures *pictures_load(const char *templates, struct err *err);
void pictures_free(struct pictures *pictures);

/* Of a glossary's key, "glossary.tolk.term"; NULL: the word has no picture. */
const char *pictures_of(const struct pictures *pictures, const char *key);

#endif
