#include "core/art.h"

#include <stdlib.h>

void
art_free(struct art *art)
{
	if (art == NULL)
		return;
	free(art->segments);
	free(art->shapes);
	free(art);
}
