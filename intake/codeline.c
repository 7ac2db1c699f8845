#include "intake/codeline.h"

#include "core/err.h"
#include "core/frame.h"
#include "intake/ocr.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MARGIN 900 /* um around the line */
#define SYMBOLS (CODE_LINE - 1)
#define SYMBOLS_MAX (SYMBOLS + 2)
/* Symbols that may be another than what was read, at most. */
#define CHANGED_MOST 3
#define LINES_MOST 32
#define SHARE_MIN 1e-4 /* of a choice without one */
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

static struct ocr_place
place_of(const struct grey *work, const struct paper *paper,
	const struct homography *map, int copy)
{
	return (struct ocr_place){.work = work,
		.paper = paper,
		.map = map,
		.rect = um_rect_grown(frame_code_line(copy), MARGIN)};
}

static bool
need_data(bool has_data, struct err *err)
{
	return has_data ||
	       err_set(err, ERR_LIBRARY,
		       "Tesseract has no data for 'eng'; install the packages "
		       "that 'make deps' names");
}

bool
codeline_read(struct codeline *codeline, const struct grey *work,
	const struct paper *paper, const struct homography *map, int copy,
	char text[CODELINE_TEXT], struct err *err)
{
	const struct ocr_place place = place_of(work, paper, map, copy);
	bool has_data;

	return ocr_read(codeline->ocr, "eng", &place, text, CODELINE_TEXT,
		       &has_data, err) &&
	       need_data(has_data, err);
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

/* Lines whose check symbol is right, by what they cost. */
struct combining {
	struct ocr_symbol symbols[SYMBOLS];
	char text[SYMBOLS + 1];
	char lines[LINES_MOST][CODE_LINE];
	double costs[LINES_MOST];
	size_t n, room;
};

static void
keep_line(struct combining *c, double cost)
{
	char line[CODE_LINE];
	size_t i;

	if ((c->n == c->room && c->costs[c->n - 1] <= cost) ||
		!code_line_read(c->text, line))
		return;
	if (c->n < c->room)
		c->n++;
	for (i = c->n - 1; i > 0 && c->costs[i - 1] > cost; i--) {
		memcpy(c->lines[i], c->lines[i - 1], CODE_LINE);
		c->costs[i] = c->costs[i - 1];
	}
	memcpy(c->lines[i], line, CODE_LINE);
	c->costs[i] = cost;
}

static double
cost_of(const struct ocr_symbol *symbol, int choice)
{
	return log(fmax(symbol->shares[0], SHARE_MIN) /
		   fmax(symbol->shares[choice], SHARE_MIN));
}

/* Every choice at every place from `from` on, so many places at a time. */
static void
combine(struct combining *c, int from, int n_changes, double cost)
{
	int i, k;

	keep_line(c, cost);
	if (n_changes == 0)
		return;
	for (i = from; i < SYMBOLS; i++) {
		for (k = 1; k < c->symbols[i].n; k++) {
			c->text[i] = c->symbols[i].choices[k];
			combine(c, i + 1, n_changes - 1,
				cost + cost_of(&c->symbols[i], k));
		}
		c->text[i] = c->symbols[i].choices[0];
	}
}

size_t
codeline_combine(const struct ocr_symbol *symbols, size_t n_symbols,
	char lines[][CODE_LINE], size_t room)
{
	struct combining c = {.room = room < LINES_MOST ? room : LINES_MOST};
	size_t n = 0, i;

	for (i = 0; i < n_symbols; i++) {
		if (symbols[i].choices[0] == '-')
			continue;
		if (n == SYMBOLS)
			return 0;
		c.symbols[n] = symbols[i];
		c.text[n++] = symbols[i].choices[0];
	}
	if (n < SYMBOLS || c.room == 0)
		return 0;
	combine(&c, 0, CHANGED_MOST, 0);
	memcpy(lines, c.lines, c.n * CODE_LINE);
	return c.n;
}

bool
codeline_alternatives(struct codeline *codeline, const struct grey *work,
	const struct paper *paper, const struct homography *map, int copy,
	char lines[][CODE_LINE], size_t room, size_t *n, struct err *err)
{
	const struct ocr_place place = place_of(work, paper, map, copy);
	struct ocr_symbol symbols[SYMBOLS_MAX];
	size_t n_symbols;
	bool has_data;

	*n = 0;
	if (!ocr_read_symbols(codeline->ocr, "eng", &place, symbols,
		    SYMBOLS_MAX, &n_symbols, &has_data, err) ||
		!need_data(has_data, err))
		return false;
	*n = codeline_combine(symbols, n_symbols, lines, room);
	return true;
}
