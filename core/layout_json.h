/* What layout.c and layout_json.c share; everyone else uses core/layout.h. */
#ifndef SKAPA_CORE_LAYOUT_JSON_H
#define SKAPA_CORE_LAYOUT_JSON_H

#include "core/layout.h"

/* The hash that belongs to the layout, whatever layout->hash says now. */
bool layout_hash(
	const struct layout *layout, char hash[LAYOUT_HASH], struct err *err);

#endif
