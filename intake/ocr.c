#include "intake/ocr.h"

#include "core/err.h"
#include "core/str.h"
#include "intake/library.h"
#include "intake/limits.h"
#include "intake/paper.h"
#include "intake/print.h"
#include "intake/reduce.h"

#include <tesseract/capi.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LIBRARY "libtesseract.so.5"
#define PER_MM 8    /* px: 203 dpi; 150 to 200 read best with this model */
#define FRAME_PX 12 /* of white around the crop */
#define PRINTED 200 /* of print->darkest: there may be print here */
#define LANGUAGE 8

struct ocr {
	TessBaseAPI *api;
	char language[LANGUAGE]; /* that api is of, or that has no data */
	char tessdata[256];
	char alphabet[64];
	enum ocr_mode mode;
	uint8_t *crop;
	size_t room;
};

/* The library, for the whole process: its threads' runtime stays anyway. */
static struct {
	void *library;
	__typeof__(TessBaseAPICreate) *create;
	__typeof__(TessBaseAPIDelete) *delete_api;
	__typeof__(TessBaseAPIInit4) *init;
	__typeof__(TessBaseAPISetPageSegMode) *set_mode;
	__typeof__(TessBaseAPISetVariable) *set_variable;
	__typeof__(TessBaseAPISetImage) *set_image;
	__typeof__(TessBaseAPISetSourceResolution) *set_resolution;
	__typeof__(TessBaseAPIGetUTF8Text) *get_text;
	__typeof__(TessDeleteText) *delete_text;
	__typeof__(TessBaseAPIRecognize) *recognize;
	__typeof__(TessBaseAPIGetIterator) *get_iterator;
	__typeof__(TessResultIteratorDelete) *iterator_delete;
	__typeof__(TessResultIteratorNext) *iterator_next;
	__typeof__(TessResultIteratorGetPageIteratorConst) *get_place;
	__typeof__(TessPageIteratorBoundingBox) *get_bounds;
	__typeof__(TessResultIteratorGetChoiceIterator) *get_choices;
	__typeof__(TessChoiceIteratorDelete) *choices_delete;
	__typeof__(TessChoiceIteratorNext) *choices_next;
	__typeof__(TessChoiceIteratorGetUTF8Text) *choice_text;
	__typeof__(TessChoiceIteratorConfidence) *choice_percent;
} tess;

struct ocr *
ocr_new(const char *tessdata, const char *alphabet, enum ocr_mode mode,
	struct err *err)
{
	struct ocr *out = calloc(1, sizeof(*out));

	if (out == NULL) {
		err_set(err, ERR_SYSTEM, "out of memory");
		return NULL;
	}
	out->mode = mode;
	if ((tessdata != NULL && !str_copy(out->tessdata, sizeof(out->tessdata),
					 tessdata)) ||
		(alphabet != NULL &&
			!str_copy(out->alphabet, sizeof(out->alphabet),
				alphabet))) {
		err_set(err, ERR_USAGE, "%s: is too long for Tesseract",
			tessdata != NULL ? tessdata : alphabet);
		free(out);
		return NULL;
	}
	return out;
}

void
ocr_free(struct ocr *ocr)
{
	if (ocr == NULL)
		return;
	if (ocr->api != NULL)
		tess.delete_api(ocr->api);
	free(ocr->crop);
	free(ocr);
}

static bool
load(struct err *err)
{
	static const struct library_symbol symbols[] = {
		{"TessBaseAPICreate", &tess.create},
		{"TessBaseAPIDelete", &tess.delete_api},
		{"TessBaseAPIInit4", &tess.init},
		{"TessBaseAPISetPageSegMode", &tess.set_mode},
		{"TessBaseAPISetVariable", &tess.set_variable},
		{"TessBaseAPISetImage", &tess.set_image},
		{"TessBaseAPISetSourceResolution", &tess.set_resolution},
		{"TessBaseAPIGetUTF8Text", &tess.get_text},
		{"TessDeleteText", &tess.delete_text},
		{"TessBaseAPIRecognize", &tess.recognize},
		{"TessBaseAPIGetIterator", &tess.get_iterator},
		{"TessResultIteratorDelete", &tess.iterator_delete},
		{"TessResultIteratorNext", &tess.iterator_next},
		{"TessResultIteratorGetPageIteratorConst", &tess.get_place},
		{"TessPageIteratorBoundingBox", &tess.get_bounds},
		{"TessResultIteratorGetChoiceIterator", &tess.get_choices},
		{"TessChoiceIteratorDelete", &tess.choices_delete},
		{"TessChoiceIteratorNext", &tess.choices_next},
		{"TessChoiceIteratorGetUTF8Text", &tess.choice_text},
		{"TessChoiceIteratorConfidence", &tess.choice_percent},
	};

	/* OpenMP's threads cost more than a line; read at its loading. */
	if (tess.library == NULL)
		setenv("OMP_THREAD_LIMIT", "1", 1);
	return library_open(&tess.library, LIBRARY,
		"install the packages that 'make deps' names", symbols,
		sizeof(symbols) / sizeof(*symbols), err);
}

/* ocr->api is of the language, or NULL if there are no data for it. */
static bool
open_api(struct ocr *ocr, const char *language, struct err *err)
{
	/* Tesseract speaks on stderr otherwise, and takes char **. */
	char name[] = "debug_file", value[] = "/dev/null";
	char *names[] = {name}, *values[] = {value};

	if (strcmp(ocr->language, language) == 0)
		return true;
	if (!load(err))
		return false;
	if (ocr->api != NULL)
		tess.delete_api(ocr->api);
	ocr->api = tess.create();
	if (ocr->api == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	if (!str_copy(ocr->language, sizeof(ocr->language), language) ||
		tess.init(ocr->api,
			ocr->tessdata[0] == '\0' ? NULL : ocr->tessdata,
			language, OEM_LSTM_ONLY, NULL, 0, names, values, 1,
			0) != 0) {
		tess.delete_api(ocr->api);
		ocr->api = NULL;
		return true;
	}
	tess.set_mode(ocr->api,
		ocr->mode == OCR_LINE ? PSM_SINGLE_LINE : PSM_SINGLE_BLOCK);
	if (ocr->alphabet[0] != '\0')
		tess.set_variable(
			ocr->api, "tessedit_char_whitelist", ocr->alphabet);
	return true;
}

static bool
is_printed(const struct print *print, double um_x, double um_y)
{
	const int x = (int)(um_x * PRINT_PER_MM / UM_PER_MM);
	const int y = (int)(um_y * PRINT_PER_MM / UM_PER_MM);

	return print != NULL && x >= 0 && y >= 0 && x < PRINT_W &&
	       y < PRINT_H &&
	       print->darkest[(size_t)y * PRINT_W + (size_t)x] < PRINTED;
}

/* The place upright, paper 255 and print 0. */
static bool
crop(struct ocr *ocr, const struct ocr_place *place, int *w, int *h,
	struct err *err)
{
	const struct um_rect rect = place->rect;
	const struct um_point c = um_rect_centre(rect);
	const struct px_point middle = homography_at(place->map, c.x, c.y);
	const double white = paper_white_at(place->paper, middle.x, middle.y);
	const double range = fmax(white - place->paper->black, LIMIT_RANGE);
	size_t need;
	int x, y;

	*w = rect.w * PER_MM / 1000 + 2 * FRAME_PX;
	*h = rect.h * PER_MM / 1000 + 2 * FRAME_PX;
	need = (size_t)*w * (size_t)*h;
	if (need > ocr->room) {
		free(ocr->crop);
		ocr->room = 0;
		ocr->crop = malloc(need);
		if (ocr->crop == NULL)
			return err_set(err, ERR_SYSTEM, "out of memory");
		ocr->room = need;
	}
	memset(ocr->crop, 255, need);
	for (y = FRAME_PX; y < *h - FRAME_PX; y++)
		for (x = FRAME_PX; x < *w - FRAME_PX; x++) {
			const double ux =
				rect.x + (x - FRAME_PX + 0.5) * 1000 / PER_MM;
			const double uy =
				rect.y + (y - FRAME_PX + 0.5) * 1000 / PER_MM;
			const struct px_point p =
				homography_at(place->map, ux, uy);
			const double v =
				255 -
				255 * (white - grey_at(place->work, p.x, p.y)) /
					range;

			if (!is_printed(place->print, ux, uy))
				ocr->crop[y * *w + x] =
					(uint8_t)fmin(fmax(v, 0), 255);
		}
	return true;
}

/* As much of it as fits, whole characters. */
static void
copy_text(char *text, size_t size, const char *from)
{
	size_t len = 0;

	while (from[len] != '\0') {
		const size_t n = str_utf8((const unsigned char *)from + len);

		if (n == 0 || len + n >= size)
			break;
		len += n;
	}
	memcpy(text, from, len);
	text[len] = '\0';
}

/* The place is what Tesseract looks at next, if it has data. */
static bool
show(struct ocr *ocr, const char *language, const struct ocr_place *place,
	bool *has_data, struct err *err)
{
	int w, h;

	if (!open_api(ocr, language, err))
		return false;
	*has_data = ocr->api != NULL;
	if (!*has_data)
		return true;
	if (!crop(ocr, place, &w, &h, err))
		return false;
	tess.set_image(ocr->api, ocr->crop, w, h, 1, w);
	tess.set_resolution(ocr->api, PER_MM * 254 / 10);
	return true;
}

bool
ocr_read(struct ocr *ocr, const char *language, const struct ocr_place *place,
	char *text, size_t size, bool *has_data, struct err *err)
{
	char *read;

	text[0] = '\0';
	if (!show(ocr, language, place, has_data, err))
		return false;
	if (!*has_data)
		return true;
	read = tess.get_text(ocr->api);
	if (read == NULL)
		return true;
	copy_text(text, size, read);
	tess.delete_text(read);
	return true;
}

/* A choice goes to its place by its share; one that is there is not added. */
static void
add_choice(struct ocr_symbol *symbol, char c, double share)
{
	int i;

	for (i = 0; i < symbol->n; i++)
		if (symbol->choices[i] == c)
			return;
	if (symbol->n < OCR_CHOICES)
		symbol->n++;
	else if (symbol->shares[OCR_CHOICES - 1] >= share)
		return;
	for (i = symbol->n - 1; i > 0 && symbol->shares[i - 1] < share; i--) {
		symbol->choices[i] = symbol->choices[i - 1];
		symbol->shares[i] = symbol->shares[i - 1];
	}
	symbol->choices[i] = c;
	symbol->shares[i] = share;
}

static void
add_choices(const struct ocr *ocr, TessResultIterator *at,
	struct ocr_symbol *symbol)
{
	TessChoiceIterator *choices;
	int x0, y0, x1, y1;

	/* Where nothing stands, asking for choices ends the program. */
	if (!tess.get_bounds(
		    tess.get_place(at), RIL_SYMBOL, &x0, &y0, &x1, &y1))
		return;
	choices = tess.get_choices(at);
	if (choices == NULL)
		return;
	do {
		const char *text = tess.choice_text(choices);

		if (text != NULL && text[0] != '\0' && text[1] == '\0' &&
			strchr(ocr->alphabet, text[0]) != NULL)
			add_choice(symbol, text[0],
				(double)tess.choice_percent(choices) / 100);
	} while (tess.choices_next(choices));
	tess.choices_delete(choices);
}

bool
ocr_read_symbols(struct ocr *ocr, const char *language,
	const struct ocr_place *place, struct ocr_symbol *symbols, size_t room,
	size_t *n, bool *has_data, struct err *err)
{
	TessResultIterator *at;
	size_t read = 0;

	*n = 0;
	if (!show(ocr, language, place, has_data, err))
		return false;
	if (!*has_data)
		return true;
	/* Else a character has no choices; what is read is the same. */
	tess.set_variable(ocr->api, "lstm_choice_mode", "2");
	at = tess.recognize(ocr->api, NULL) == 0 ? tess.get_iterator(ocr->api)
						 : NULL;
	if (at != NULL) {
		do {
			struct ocr_symbol symbol = {.n = 0};

			add_choices(ocr, at, &symbol);
			if (symbol.n == 0)
				continue;
			if (read < room)
				symbols[read] = symbol;
			read++;
		} while (tess.iterator_next(at, RIL_SYMBOL));
		tess.iterator_delete(at);
	}
	tess.set_variable(ocr->api, "lstm_choice_mode", "0");
	*n = read <= room ? read : 0;
	return true;
}
