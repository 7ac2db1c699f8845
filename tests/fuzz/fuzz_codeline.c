/*
 * What Tesseract may have read at a code line, into the lines that it can
 * stand for. Properties: every line has ten symbols and a check symbol that is
 * right, none comes twice, and a line that is right stands for itself.
 */
#include <stdlib.h>
#include <string.h>

#include "core/code.h"
#include "intake/codeline.h"

#define ROOM 24

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = malloc(size + 1);
	char lines[ROOM][CODE_LINE], line[CODE_LINE];
	size_t n, i, k;

	if (text == NULL)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	n = codeline_candidates(text, lines, ROOM);
	if (n > ROOM)
		abort();
	for (i = 0; i < n; i++) {
		if (!code_line_read(lines[i], line) ||
			strcmp(line, lines[i]) != 0)
			abort();
		for (k = 0; k < i; k++)
			if (strcmp(lines[i], lines[k]) == 0)
				abort();
	}
	if (code_line_read(text, line) &&
		(n == 0 || strcmp(lines[0], line) != 0))
		abort();
	free(text);
	return 0;
}
