/* Layout JSON: what is accepted is written and read back the same. */
#include "core/err.h"
#include "core/layout.h"
#include "core/str.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *copy = malloc(size == 0 ? 1 : size);
	struct layout layout = {0}, again = {0};
	struct str a = {0}, b = {0};
	struct err err = {0};

	if (copy == NULL)
		return 0;
	memcpy(copy, data, size);
	if (layout_read(copy, size, &layout, &err)) {
		layout_write(&layout, &a);
		if (!layout_read(a.at, a.len, &again, &err))
			abort();
		layout_write(&again, &b);
		if (strcmp(a.at, b.at) != 0)
			abort();
	} else if (err.text[0] == '\0') {
		abort();
	}
	layout_finish(&layout);
	layout_finish(&again);
	str_finish(&a);
	str_finish(&b);
	free(copy);
	return 0;
}
