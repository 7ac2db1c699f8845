/*
 * Page codes and typed lines: no input but a genuine code is accepted, and
 * what is accepted is written back the same.
 */
#include "core/code.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const uint8_t key[CODE_KEY] = {7};
	char *text = malloc(size + 1);
	char line[CODE_LINE], shown[CODE_LINE_SHOWN], again[CODE_LINE];
	char person[PERSON_CODE], person2[PERSON_CODE], back[CODE_TEXT];
	struct page_code code;

	if (text == NULL)
		return 0;
	memcpy(text, data, size);
	text[size] = '\0';
	if (code_read(text, key, &code) == CODE_OK) {
		code_write(&code, key, back);
		if (strcmp(back, text) != 0)
			abort();
	}
	if (code_line_read(text, line)) {
		code_line_shown(line, shown);
		if (!code_line_read(shown, again) || strcmp(line, again) != 0)
			abort();
	}
	if (person_code_read(text, person) &&
		(!person_code_read(person, person2) ||
			strcmp(person, person2) != 0))
		abort();
	free(text);
	return 0;
}
