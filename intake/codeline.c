#include "intake/codeline.h"

#include "core/err.h"
#include "core/frame.h"
#include "core/str.h"
#include "intake/limits.h"
#include "intake/paper.h"
#include "intake/reduce.h"

#include <tesseract/capi.h>

#include <dlfcn.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define LIBRARY "libtesseract.so.5"
#define PER_MM 8    /* px: 203 dpi; 150 to 200 read best with this model */
#define MARGIN 900  /* um around the line */
#define FRAME_PX 12 /* of white around the crop */
#define SYMBOLS (CODE_LINE - 1)
#define SYMBOLS_MAX (SYMBOLS + 2)
#define ALPHABET "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

struct codeline {
	void *library;
	TessBaseAPI *api;
	char tessdata[256];
	uint8_t *crop;
	size_t room;
	__typeof__(TessBaseAPICreate) *create;
	__typeof__(TessBaseAPIDelete) *delete_api;
	__typeof__(TessBaseAPIInit4) *init;
	__typeof__(TessBaseAPISetPageSegMode) *set_mode;
	__typeof__(TessBaseAPISetVariable) *set_variable;
	__typeof__(TessBaseAPISetImage) *set_image;
	__typeof__(TessBaseAPISetSourceResolution) *set_resolution;
	__typeof__(TessBaseAPIGetUTF8Text) *get_text;
	__typeof__(TessDeleteText) *delete_text;
};

struct codeline *
codeline_new(const char *tessdata, struct err *err)
{
	struct codeline *out = calloc(1, sizeof(*out));

	if (out == NULL) {
		err_set(err, ERR_SYSTEM, "out of memory");
		return NULL;
	}
	if (tessdata != NULL &&
		!str_copy(out->tessdata, sizeof(out->tessdata), tessdata)) {
		err_set(err, ERR_USAGE, "%s: the path is too long", tessdata);
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
	if (codeline->api != NULL)
		codeline->delete_api(codeline->api);
	/* The library stays: its threads' runtime cannot be unloaded. */
	free(codeline->crop);
	free(codeline);
}

static bool
symbol(struct codeline *codeline, const char *name, void *function,
	struct err *err)
{
	void *at = dlsym(codeline->library, name);

	if (at == NULL)
		return err_set(err, ERR_LIBRARY, "%s has no %s", LIBRARY, name);
	/* POSIX: a function's address fits in void *. */
	memcpy(function, &at, sizeof(at));
	return true;
}

static bool
load(struct codeline *codeline, struct err *err)
{
	/* OpenMP's threads cost more than a line; read at its loading. */
	setenv("OMP_THREAD_LIMIT", "1", 1);
	codeline->library = dlopen(LIBRARY, RTLD_NOW | RTLD_LOCAL);
	if (codeline->library == NULL)
		return err_set(err, ERR_LIBRARY,
			"%s cannot be loaded; install the packages that "
			"'make deps' names",
			LIBRARY);
	return symbol(codeline, "TessBaseAPICreate", &codeline->create, err) &&
	       symbol(codeline, "TessBaseAPIDelete", &codeline->delete_api,
		       err) &&
	       symbol(codeline, "TessBaseAPIInit4", &codeline->init, err) &&
	       symbol(codeline, "TessBaseAPISetPageSegMode",
		       &codeline->set_mode, err) &&
	       symbol(codeline, "TessBaseAPISetVariable",
		       &codeline->set_variable, err) &&
	       symbol(codeline, "TessBaseAPISetImage", &codeline->set_image,
		       err) &&
	       symbol(codeline, "TessBaseAPISetSourceResolution",
		       &codeline->set_resolution, err) &&
	       symbol(codeline, "TessBaseAPIGetUTF8Text", &codeline->get_text,
		       err) &&
	       symbol(codeline, "TessDeleteText", &codeline->delete_text, err);
}

static bool
open_api(struct codeline *codeline, struct err *err)
{
	/* Tesseract speaks on stderr otherwise, and takes char **. */
	char name[] = "debug_file", value[] = "/dev/null";
	char *names[] = {name}, *values[] = {value};

	if (codeline->api != NULL)
		return true;
	if (codeline->library == NULL && !load(codeline, err)) {
		codeline->library = NULL;
		return false;
	}
	codeline->api = codeline->create();
	if (codeline->api == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	if (codeline->init(codeline->api,
		    codeline->tessdata[0] == '\0' ? NULL : codeline->tessdata,
		    "eng", OEM_LSTM_ONLY, NULL, 0, names, values, 1, 0) != 0) {
		codeline->delete_api(codeline->api);
		codeline->api = NULL;
		return err_set(err, ERR_LIBRARY,
			"Tesseract has no data for 'eng'; install the packages "
			"that 'make deps' names");
	}
	codeline->set_mode(codeline->api, PSM_SINGLE_LINE);
	codeline->set_variable(
		codeline->api, "tessedit_char_whitelist", ALPHABET "-");
	return true;
}

/* The line upright, paper 255 and print 0. */
static bool
crop(struct codeline *codeline, const struct grey *work,
	const struct paper *paper, const struct homography *map, int copy,
	int *w, int *h, struct err *err)
{
	const struct um_rect rect =
		um_rect_grown(frame_code_line(copy), MARGIN);
	const struct um_point c = um_rect_centre(rect);
	const struct px_point middle = homography_at(map, c.x, c.y);
	const double white = paper_white_at(paper, middle.x, middle.y);
	const double range = fmax(white - paper->black, LIMIT_RANGE);
	size_t need;
	int x, y;

	*w = rect.w * PER_MM / 1000 + 2 * FRAME_PX;
	*h = rect.h * PER_MM / 1000 + 2 * FRAME_PX;
	need = (size_t)*w * (size_t)*h;
	if (need > codeline->room) {
		free(codeline->crop);
		codeline->room = 0;
		codeline->crop = malloc(need);
		if (codeline->crop == NULL)
			return err_set(err, ERR_SYSTEM, "out of memory");
		codeline->room = need;
	}
	memset(codeline->crop, 255, need);
	for (y = FRAME_PX; y < *h - FRAME_PX; y++)
		for (x = FRAME_PX; x < *w - FRAME_PX; x++) {
			const struct px_point p = homography_at(map,
				rect.x + (x - FRAME_PX + 0.5) * 1000 / PER_MM,
				rect.y + (y - FRAME_PX + 0.5) * 1000 / PER_MM);
			const double v =
				255 -
				255 * (white - grey_at(work, p.x, p.y)) / range;

			codeline->crop[y * *w + x] =
				(uint8_t)fmin(fmax(v, 0), 255);
		}
	return true;
}

bool
codeline_read(struct codeline *codeline, const struct grey *work,
	const struct paper *paper, const struct homography *map, int copy,
	char text[CODELINE_TEXT], struct err *err)
{
	char *read;
	int w, h;

	text[0] = '\0';
	if (!open_api(codeline, err) ||
		!crop(codeline, work, paper, map, copy, &w, &h, err))
		return false;
	codeline->set_image(codeline->api, codeline->crop, w, h, 1, w);
	codeline->set_resolution(codeline->api, PER_MM * 254 / 10);
	read = codeline->get_text(codeline->api);
	if (read == NULL)
		return true;
	if (!str_copy(text, CODELINE_TEXT, read))
		text[0] = '\0';
	codeline->delete_text(read);
	return true;
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
