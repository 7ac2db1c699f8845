/*
 * Where things stand in a YAML text: libcyaml knows what is wrong with a file,
 * but not always on which line. A place is the way to a node from the top,
 * as names of fields and numbers of entries from 1.
 */
#ifndef SKAPA_INSTRUMENT_PLACES_H
#define SKAPA_INSTRUMENT_PLACES_H

#include <stddef.h>

#define PLACE_DEPTH 8
#define PLACE_NAME 64

struct place_part {
	char name[PLACE_NAME]; /* "" for an entry of a sequence */
	size_t entry;	       /* 1 and up */
};

struct place {
	struct place_part parts[PLACE_DEPTH];
	size_t n_parts;
};

/*
 * The line, from 1, of the node at that place; the last one if a field stands
 * there twice. If the place goes further than the text, the line of the last
 * node on the way. 0 if the text is no YAML.
 */
size_t places_line(const char *text, size_t len, const struct place *place);

/* The line of the first error in the YAML itself, 0 if there is none. */
size_t places_error(const char *text, size_t len, char *problem, size_t size);

#endif
