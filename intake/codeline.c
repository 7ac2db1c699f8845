#include "intake/codeline.h"

#include "core/err.h"
#include "core/frame.h"
#include "intake/ocr.h"

#include <stdlib.h>
#include <string.h>

#define MARGIN 900 /* um around the line */
#define SYMBOLS (CODE_LINE - 1)
#define SYMBOLS_MAX (SYMBOLS + 2)
#define ALPHABET "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

struct codeline {
	struct ocr *ocr;
};

struct codeline *
codeline_new(const char *tessdata, struct err *err)
{
	struct codeline *out = calloc(1, sizeof(*out));

	if (out == NULL) {
		err_set(err, ERR_SYSTEM, "out of memory");
		return NULL;
	}
	out->ocr = ocr_new(tessdata, ALPHABET "-", OCR_LINE, err);
	if (out->ocr == NULL) {
		free(out);
		return NULL;
	}
	return out;
}

void
codeline_free(struct codeline *codeline)
{
	if (codeline == NULL)
		return;
	ocr_free(codeline->ocr);
	free(codeline);
}

bool
codeline_read(struct codeline *codeline, const struct grey *work,
	const struct paper *paper, const struct homography *map, int copy,
	char text[CODELINE_TEXT], struct err *err)
{
	const struct ocr_place place = {.work = work,
		.paper = paper,
		.map = map,
		.rect = um_rect_grown(frame_code_line(copy), MARGIN)};
	bool has_data;

	if (!ocr_read(codeline->ocr, "eng", &place, text, CODELINE_TEXT,
		    &has_data, err))
		return false;
	return has_data ||
	       err_set(err, ERR_LIBRARY,
		       "Tesseract has no data for 'eng'; install the packages "
		       "that 'make deps' names");
}

/* Symbols that this font and model confuse, each with all of its group. */
static const char *const alike[] = {"0DQ8", "1JT7", "2Z7", "3B8", "4A", "5S",
	"6G", "8B63", "9G", "CG", "EF", "HN", "MN", "MW", "PR", "VY", "VW",
	"KX", "XY", "TY"};

static size_t
add_line(const char *text, char lines[][CODE_LINE], size_t n, size_t room)
{
	char line[CODE_LINE];
	size_t i;

	if (n == room || !code_line_read(text, line))
		return n;
	for (i = 0; i < n; i++)
		if (strcmp(lines[i], line) == 0)
			return n;
	memcpy(lines[n], line, sizeof(line));
	return n + 1;
}

static size_t
add_alike(char *text, char lines[][CODE_LINE], size_t n, size_t room)
{
	size_t i, k;

	for (i = 0; text[i] != '\0'; i++) {
		const char was = text[i];

		for (k = 0; k < sizeof(alike) / sizeof(alike[0]); k++) {
			const char *c;

			if (strchr(alike[k], was) == NULL)
				continue;
			for (c = alike[k]; *c != '\0'; c++) {
				text[i] = *c;
				if (*c != was)
					n = add_line(text, lines, n, room);
			}
		}
		text[i] = was;
	}
	return n;
}

size_t
codeline_candidates(const char *text, char lines[][CODE_LINE], size_t room)
{
	char symbols[SYMBOLS_MAX + 1];
	size_t len = 0, n = 0, i;

	for (; *text != '\0'; text++) {
		const int value = base32_value(*text);

		if (value < 0)
			continue;
		if (len == SYMBOLS_MAX)
			return 0;
		symbols[len++] = base32_symbol(value);
	}
	symbols[len] = '\0';
	if (len == SYMBOLS) {
		n = add_line(symbols, lines, 0, room);
		return n > 0 ? n : add_alike(symbols, lines, 0, room);
	}
	if (len == SYMBOLS + 1) {
		for (i = 0; i < len; i++) {
			char fewer[SYMBOLS_MAX + 1];

			memcpy(fewer, symbols, i);
			memcpy(fewer + i, symbols + i + 1, len - i);
			n = add_line(fewer, lines, n, room);
		}
	}
	return n;
}
