#include "intake/pagecode.h"

#include "core/err.h"
#include "intake/limits.h"
#include "intake/paper.h"
#include "intake/symbol.h"

#include <zbar.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define N FRAME_MODULES
#define DRAW_PX 4 /* of a module in the clean drawing: zbar reads 3 and up */
#define DRAW_SIDE ((N + 2 * FRAME_QUIET) * DRAW_PX)
#define CROP_MARGIN 4000 /* um around a symbol for zbar on the raw picture */
#define STEPS 9		 /* of the finer search, each way together */

struct known_module {
	float x, y; /* um from the symbol's top left, the module's middle */
};

struct pagecode {
	zbar_image_scanner_t *scanner;
	struct symbol known;
	struct known_module list[N * N]; /* the dark ones, then the light */
	int n_list, n_dark;
	uint8_t draw[DRAW_SIDE * DRAW_SIDE];
	uint8_t *crop;
	size_t crop_room;
};

typedef float modules[N][N]; /* below 0 light, above dark, -1 to 1 */

/* The modules that are known to be dark (1) or light (0). */
static void
list_add(struct pagecode *pagecode, uint8_t module)
{
	int x, y;

	for (y = 0; y < N; y++)
		for (x = 0; x < N; x++)
			if (pagecode->known.at[y][x] == module)
				pagecode->list[pagecode->n_list++] =
					(struct known_module){
						((float)x + 0.5F) *
							FRAME_MODULE,
						((float)y + 0.5F) *
							FRAME_MODULE};
}

struct pagecode *
pagecode_new(struct err *err)
{
	struct pagecode *out = calloc(1, sizeof(*out));

	if (out == NULL) {
		err_set(err, ERR_SYSTEM, "out of memory");
		return NULL;
	}
	out->scanner = zbar_image_scanner_create();
	if (out->scanner == NULL) {
		free(out);
		err_set(err, ERR_SYSTEM, "out of memory");
		return NULL;
	}
	zbar_image_scanner_set_config(
		out->scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0);
	zbar_image_scanner_set_config(
		out->scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1);
	symbol_known(&out->known);
	list_add(out, 1);
	out->n_dark = out->n_list;
	list_add(out, 0);
	return out;
}

void
pagecode_free(struct pagecode *pagecode)
{
	if (pagecode == NULL)
		return;
	zbar_image_scanner_destroy(pagecode->scanner);
	free(pagecode->crop);
	free(pagecode);
}

/* --- sampling --------------------------------------------------------- */

/* A map of um to px that is good within one symbol. */
struct plane {
	double x, y;	       /* px at the origin */
	double xx, xy, yx, yy; /* px a um: x by x, x by y, y by x, y by y */
};

static struct plane
plane_at(const struct homography *map, double um_x, double um_y)
{
	const struct px_point o = homography_at(map, um_x, um_y);
	const struct px_point r = homography_at(map, um_x + 1000, um_y);
	const struct px_point d = homography_at(map, um_x, um_y + 1000);

	return (struct plane){o.x, o.y, (r.x - o.x) / 1000, (d.x - o.x) / 1000,
		(r.y - o.y) / 1000, (d.y - o.y) / 1000};
}

/* The mean darkness of known dark modules less that of known light ones. */
static double
agreement(const struct pagecode *pagecode, const struct grey *work,
	const struct px_point *at, double dx, double dy, double white,
	double range)
{
	double dark = 0, light = 0;
	int i;

	for (i = 0; i < pagecode->n_list; i++) {
		const double v = grey_at(work, at[i].x + dx, at[i].y + dy);
		const double c = held(2 * (white - v) / range - 1, -1, 1);

		if (i < pagecode->n_dark)
			dark += c;
		else
			light += c;
	}
	return (dark / pagecode->n_dark -
		       light / (pagecode->n_list - pagecode->n_dark)) /
	       2;
}

static struct code_place
locate(const struct pagecode *pagecode, const struct grey *work,
	const struct paper *paper, const struct homography *map, int copy,
	double reach_mm, bool mirrored)
{
	const struct um_rect rect = frame_code(copy);
	const struct um_point c = um_rect_centre(rect);
	const struct px_point middle =
		homography_at(map, mirrored ? FRAME_PAGE_W - c.x : c.x, c.y);
	const struct plane plane =
		plane_at(map, mirrored ? FRAME_PAGE_W - c.x : c.x, c.y);
	const double white = paper_white_at(paper, middle.x, middle.y);
	const double range = fmax(white - paper->black, LIMIT_RANGE);
	const double coarse = FRAME_MODULE / 2.0;
	const int reach = (int)ceil(reach_mm * UM_PER_MM / coarse);
	struct code_place best = {-2, 0, 0};
	struct px_point at[N * N];
	double step;
	int i, j;

	for (i = 0; i < pagecode->n_list; i++) {
		const double x = rect.x + (double)pagecode->list[i].x;
		const double y = rect.y + (double)pagecode->list[i].y;

		at[i] = homography_at(map, mirrored ? FRAME_PAGE_W - x : x, y);
	}
	for (j = -reach; j <= reach; j++)
		for (i = -reach; i <= reach; i++) {
			const double ox = i * coarse, oy = j * coarse;
			const double a = agreement(pagecode, work, at,
				plane.xx * ox + plane.xy * oy,
				plane.yx * ox + plane.yy * oy, white, range);

			if (a > best.agreement)
				best = (struct code_place){a, ox, oy};
		}
	/* Down to a 30th of a module. */
	for (step = coarse / 2; step > FRAME_MODULE / 40.0; step /= 2) {
		const struct code_place from = best;

		for (j = -1; j <= 1; j++)
			for (i = -1; i <= 1; i++) {
				const double ox = from.off_x + i * step;
				const double oy = from.off_y + j * step;
				const double a = agreement(pagecode, work, at,
					plane.xx * ox + plane.xy * oy,
					plane.yx * ox + plane.yy * oy, white,
					range);

				if (a > best.agreement)
					best = (struct code_place){a, ox, oy};
			}
	}
	return best;
}

struct code_place
pagecode_locate(const struct pagecode *pagecode, const struct grey *work,
	const struct paper *paper, const struct homography *map, int copy,
	double reach_mm)
{
	return locate(pagecode, work, paper, map, copy, reach_mm, false);
}

double
pagecode_mirrored(const struct pagecode *pagecode, const struct grey *work,
	const struct paper *paper, const struct homography *map)
{
	double sum = 0;
	int i;

	for (i = 0; i < FRAME_CODES; i++)
		sum += fmax(locate(pagecode, work, paper, map, i,
				    LIMIT_CODE_SEARCH_MM, true)
				    .agreement,
			0);
	return sum / FRAME_CODES;
}

/* Mean of a cross of five points within a module, 0 black to 255. */
static void
sample(const struct grey *work, const struct homography *map, int copy,
	const struct code_place *place, float values[N][N])
{
	const struct um_rect rect = frame_code(copy);
	const double arm = FRAME_MODULE * 0.25;
	int x, y;

	for (y = 0; y < N; y++)
		for (x = 0; x < N; x++) {
			const double ux = rect.x + place->off_x +
					  (x + 0.5) * FRAME_MODULE;
			const double uy = rect.y + place->off_y +
					  (y + 0.5) * FRAME_MODULE;
			const struct px_point p = homography_at(map, ux, uy);
			const struct px_point q =
				homography_at(map, ux + arm, uy + arm);
			const double ax = q.x - p.x, ay = q.y - p.y;

			values[y][x] = (float)((2 * grey_at(work, p.x, p.y) +
						       grey_at(work, p.x + ax,
							       p.y + ay) +
						       grey_at(work, p.x - ax,
							       p.y - ay) +
						       grey_at(work, p.x - ay,
							       p.y + ax) +
						       grey_at(work, p.x + ay,
							       p.y - ax)) /
					       6);
		}
}

/* Against the page's own paper and print. */
static void
judge_by_page(float values[N][N], double white, double range, modules out)
{
	int x, y;

	for (y = 0; y < N; y++)
		for (x = 0; x < N; x++)
			out[y][x] = (float)held(
				2 * (white - (double)values[y][x]) / range - 1,
				-1, 1);
}

#define NEAR 4 /* modules each way */

/* Against the middle between light and dark nearby: stains and shadows. */
static void
judge_by_near(float values[N][N], double range, modules out)
{
	int x, y, i, j;

	for (y = 0; y < N; y++)
		for (x = 0; x < N; x++) {
			float low = 255, high = 0;
			float half;

			for (j = y - NEAR; j <= y + NEAR; j++)
				for (i = x - NEAR; i <= x + NEAR; i++) {
					if (i < 0 || j < 0 || i >= N || j >= N)
						continue;
					low = fminf(low, values[j][i]);
					high = fmaxf(high, values[j][i]);
				}
			half = fmaxf((high - low) / 2, (float)range / 8);
			out[y][x] = fminf(
				fmaxf(((high + low) / 2 - values[y][x]) / half,
					-1),
				1);
		}
}

/* --- decoding ----------------------------------------------------------- */

/* The text of the first QR code in a picture; false if there is none. */
static bool
scan(struct pagecode *pagecode, const uint8_t *px, unsigned w, unsigned h,
	char text[CODE_TEXT])
{
	zbar_image_t *image = zbar_image_create();
	bool found = false;

	if (image == NULL)
		return false;
	zbar_image_set_format(image, zbar_fourcc('Y', '8', '0', '0'));
	zbar_image_set_size(image, w, h);
	zbar_image_set_data(image, px, (unsigned long)w * h, NULL);
	if (zbar_scan_image(pagecode->scanner, image) > 0) {
		const zbar_symbol_t *symbol = zbar_image_first_symbol(image);

		if (symbol != NULL) {
			const unsigned len =
				zbar_symbol_get_data_length(symbol);

			/* Longer or shorter is not ours: told by its text. */
			found = true;
			text[0] = '\0';
			if (len == CODE_TEXT - 1) {
				memcpy(text, zbar_symbol_get_data(symbol), len);
				text[len] = '\0';
			}
		}
	}
	zbar_image_destroy(image);
	return found;
}

static bool
scan_modules(struct pagecode *pagecode, modules dark, char text[CODE_TEXT])
{
	struct symbol symbol = pagecode->known;
	int x, y, i;

	symbol_set_format(&symbol, dark);
	memset(pagecode->draw, 255, sizeof(pagecode->draw));
	for (y = 0; y < N; y++) {
		uint8_t *first = pagecode->draw +
				 (y + FRAME_QUIET) * DRAW_PX * DRAW_SIDE;

		for (x = 0; x < N; x++) {
			const bool is_dark = symbol.at[y][x] == MODULE_DATA
						     ? dark[y][x] > 0
						     : symbol.at[y][x] == 1;

			if (is_dark)
				memset(first + (x + FRAME_QUIET) * DRAW_PX, 0,
					DRAW_PX);
		}
		for (i = 1; i < DRAW_PX; i++)
			memcpy(first + i * DRAW_SIDE, first, DRAW_SIDE);
	}
	return scan(pagecode, pagecode->draw, DRAW_SIDE, DRAW_SIDE, text);
}

static bool
scan_raw(struct pagecode *pagecode, const struct grey *work,
	const struct homography *map, int copy, char text[CODE_TEXT])
{
	const struct um_rect rect =
		um_rect_grown(frame_code(copy), CROP_MARGIN);
	double x0 = 1e9, y0 = 1e9, x1 = -1e9, y1 = -1e9;
	int i, left, top, w, h;

	for (i = 0; i < 4; i++) {
		const struct px_point p =
			homography_at(map, rect.x + (i & 1 ? rect.w : 0),
				rect.y + (i & 2 ? rect.h : 0));

		x0 = fmin(x0, p.x);
		y0 = fmin(y0, p.y);
		x1 = fmax(x1, p.x);
		y1 = fmax(y1, p.y);
	}
	left = (int)fmax(x0, 0);
	top = (int)fmax(y0, 0);
	w = (int)fmin(x1, work->w) - left;
	h = (int)fmin(y1, work->h) - top;
	if (w < N || h < N)
		return false;
	if ((size_t)w * (size_t)h > pagecode->crop_room) {
		free(pagecode->crop);
		pagecode->crop_room = 0;
		pagecode->crop = malloc((size_t)w * (size_t)h);
		if (pagecode->crop == NULL)
			return false;
		pagecode->crop_room = (size_t)w * (size_t)h;
	}
	for (i = 0; i < h; i++)
		memcpy(pagecode->crop + (size_t)i * (size_t)w,
			work->px + (size_t)(top + i) * work->stride + left,
			(size_t)w);
	return scan(pagecode, pagecode->crop, (unsigned)w, (unsigned)h, text);
}

/* What is known so far; the worse of two failures is told. */
struct verdicts {
	bool not_ours, forged;
};

static bool
accept(const char *text, const uint8_t *key, struct page_code *code,
	struct verdicts *seen)
{
	switch (code_read(text, key, code)) {
	case CODE_OK:
		return true;
	case CODE_FORGED:
		seen->forged = true;
		break;
	case CODE_NOT_OURS:
		seen->not_ours = true;
		break;
	}
	return false;
}

/* Share of data modules that are clear in both copies and differ. */
static double
difference(const struct symbol *known, modules a, modules b)
{
	int x, y, n = 0, differ = 0;

	for (y = 0; y < N; y++)
		for (x = 0; x < N; x++) {
			if (known->at[y][x] != MODULE_DATA ||
				fabsf(a[y][x]) < 0.4F || fabsf(b[y][x]) < 0.4F)
				continue;
			n++;
			differ += (a[y][x] > 0) != (b[y][x] > 0);
		}
	return n == 0 ? 0 : (double)differ / n;
}

static bool
same_code(const struct page_code *a, const struct page_code *b)
{
	return a->layout_id == b->layout_id && a->page == b->page &&
	       a->of == b->of && memcmp(a->token, b->token, CODE_TOKEN) == 0;
}

/* The other copy is as clear and says otherwise: whose page is it? */
static bool
contradicts(struct pagecode *pagecode, modules dark[FRAME_CODES], int other,
	const struct code_place *place, const uint8_t *key,
	const struct page_code *code)
{
	struct verdicts seen = {false, false};
	struct page_code second;
	char text[CODE_TEXT];

	if (place[other].agreement < LIMIT_CODE_CLEAR ||
		difference(&pagecode->known, dark[0], dark[1]) <
			LIMIT_CODE_DIFFERS)
		return false;
	if (!scan_modules(pagecode, dark[other], text))
		return false;
	if (accept(text, key, &second, &seen))
		return !same_code(code, &second);
	return true;
}

enum pagecode_result
pagecode_read(struct pagecode *pagecode, const struct grey *work,
	const struct paper *paper, const struct homography *map,
	const struct code_place place[FRAME_CODES], const uint8_t key[CODE_KEY],
	struct page_code *code)
{
	const int first = place[1].agreement > place[0].agreement + 0.1;
	float values[FRAME_CODES][N][N];
	modules dark[FRAME_CODES], near[FRAME_CODES], both;
	struct verdicts seen = {false, false};
	double range[FRAME_CODES];
	char text[CODE_TEXT];
	int i, x, y;

	for (i = 0; i < FRAME_CODES; i++) {
		const struct um_point c = um_rect_centre(frame_code(i));
		const struct px_point p = homography_at(map, c.x, c.y);
		const double white = paper_white_at(paper, p.x, p.y);

		range[i] = fmax(white - paper->black, LIMIT_RANGE);
		sample(work, map, i, &place[i], values[i]);
		judge_by_page(values[i], white, range[i], dark[i]);
	}
	for (i = 0; i < FRAME_CODES; i++) {
		const int copy = i ^ first;

		if (!scan_modules(pagecode, dark[copy], text))
			continue;
		if (accept(text, key, code, &seen))
			return seen.forged || contradicts(pagecode, dark, !copy,
						      place, key, code)
				       ? PAGECODE_CONFLICT
				       : PAGECODE_OK;
	}
	for (i = 0; i < FRAME_CODES; i++) {
		judge_by_near(values[i], range[i], near[i]);
		if (scan_modules(pagecode, near[i], text) &&
			accept(text, key, code, &seen))
			return PAGECODE_OK;
	}
	for (i = 0; i < 2; i++) {
		const double a = fmax(place[0].agreement, 0.05);
		const double b = fmax(place[1].agreement, 0.05);

		for (y = 0; y < N; y++)
			for (x = 0; x < N; x++)
				both[y][x] =
					i == 0 ? (float)(a * (double)dark[0][y]
									 [x] +
							 b * (double)dark[1][y]
									 [x])
					       : (float)(a * (double)near[0][y]
									 [x] +
							 b * (double)near[1][y]
									 [x]);
		if (scan_modules(pagecode, both, text) &&
			accept(text, key, code, &seen))
			return PAGECODE_OK;
	}
	for (i = 0; i < FRAME_CODES; i++)
		if (scan_raw(pagecode, work, map, i, text) &&
			accept(text, key, code, &seen))
			return PAGECODE_OK;
	if (seen.forged)
		return PAGECODE_FORGED;
	return seen.not_ours ? PAGECODE_NOT_OURS : PAGECODE_NOTHING;
}
