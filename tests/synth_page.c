#include "tests/synth_page.h"

#include "core/err.h"
#include "core/file.h"
#include "draw/qr.h"
#include "tests/tools/raster.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROW_PITCH 20000
#define COLUMN_PITCH 29000
#define BOX 5000
#define LINE 350 /* of a box's outline */
#define PEN 450
#define PEN_VALUE 0.35
#define MOST_JSON (1 << 20)

static void
die(const char *what)
{
	fprintf(stderr, "synth_page: %s\n", what);
	abort();
}

static void *
take(size_t n)
{
	void *out = calloc(1, n);

	if (out == NULL)
		die("out of memory");
	return out;
}

static double
px(double um)
{
	return um * SYNTH_PER_MM / 1000;
}

/* Multiplies a pixel by value to the share it is covered. */
static void
dab(uint8_t *page, int w, int h, int x, int y, double share, double value)
{
	uint8_t *at;

	if (x < 0 || y < 0 || x >= w || y >= h || share <= 0)
		return;
	at = page + (size_t)y * (size_t)w + x;
	*at = (uint8_t)(*at * (1 - fmin(share, 1) * (1 - value)) + 0.5);
}

static void
fill_rect(uint8_t *page, int w, int h, struct um_rect rect, double value)
{
	const int x0 = (int)(px(rect.x) + 0.5);
	const int y0 = (int)(px(rect.y) + 0.5);
	const int x1 = (int)(px(rect.x + rect.w) + 0.5);
	const int y1 = (int)(px(rect.y + rect.h) + 0.5);
	int x, y;

	for (y = y0; y < y1; y++)
		for (x = x0; x < x1; x++)
			if (x >= 0 && y >= 0 && x < w && y < h)
				page[(size_t)y * (size_t)w + x] =
					(uint8_t)(255 * value);
}

static void
draw_line(uint8_t *page, int w, int h, double x0, double y0, double x1,
	double y1, double width, double value)
{
	const double ax = px(x0), ay = px(y0), bx = px(x1), by = px(y1);
	const double r = px(width) / 2;
	const double len2 = (bx - ax) * (bx - ax) + (by - ay) * (by - ay);
	int x, y;

	for (y = (int)(fmin(ay, by) - r - 1); y <= fmax(ay, by) + r + 1; y++)
		for (x = (int)(fmin(ax, bx) - r - 1); x <= fmax(ax, bx) + r + 1;
			x++) {
			const double qx = x + 0.5 - ax, qy = y + 0.5 - ay;
			const double t =
				len2 > 0 ? fmin(fmax((qx * (bx - ax) +
							     qy * (by - ay)) /
								len2,
							0),
						   1)
					 : 0;
			const double d =
				hypot(qx - t * (bx - ax), qy - t * (by - ay));

			dab(page, w, h, x, y, r + 0.5 - d, value);
		}
}

static void
draw_ring(uint8_t *page, int w, int h, double cx, double cy, double rx,
	double ry, double width, double value)
{
	int i;

	for (i = 0; i < 60; i++) {
		const double a = i * 6.2832 / 60, b = (i + 1) * 6.2832 / 60;

		draw_line(page, w, h, cx + rx * cos(a), cy + ry * sin(a),
			cx + rx * cos(b), cy + ry * sin(b), width, value);
	}
}

static void
draw_anchors(struct synth *s)
{
	int i;

	for (i = 0; i < FRAME_ANCHORS; i++)
		fill_rect(s->print, s->w, s->h, frame_anchor(i), 0);
	fill_rect(s->print, s->w, s->h,
		um_rect_grown(
			frame_anchor(0), -(frame_anchor(0).w - FRAME_HOLE) / 2),
		1);
}

/* A box with a face above it, and grey strokes as if of words. */
static void
draw_cell(struct synth *s, const struct layout_box *box)
{
	const double x = box->box.x, y = box->box.y;
	const double l = LINE;
	const double cx = x + BOX / 2.0, cy = y - 5500;
	uint8_t *p = s->print;
	int i;

	draw_line(p, s->w, s->h, x + l / 2, y + l / 2, x + BOX - l / 2,
		y + l / 2, l, 0);
	draw_line(p, s->w, s->h, x + l / 2, y + BOX - l / 2, x + BOX - l / 2,
		y + BOX - l / 2, l, 0);
	draw_line(p, s->w, s->h, x + l / 2, y + l / 2, x + l / 2,
		y + BOX - l / 2, l, 0);
	draw_line(p, s->w, s->h, x + BOX - l / 2, y + l / 2, x + BOX - l / 2,
		y + BOX - l / 2, l, 0);
	draw_ring(p, s->w, s->h, cx, cy, 3500, 3500, 500, 0);
	draw_line(p, s->w, s->h, cx - 1300, cy - 900, cx - 1300, cy - 899, 800,
		0);
	draw_line(p, s->w, s->h, cx + 1300, cy - 900, cx + 1300, cy - 899, 800,
		0);
	draw_line(p, s->w, s->h, cx - 1600, cy + 1600, cx + 1600,
		cy + 1600 - 400 * box->value, 400, 0);
	for (i = 0; i < 5; i++)
		draw_line(p, s->w, s->h, x + 6500 + i * 1500, y + 2000,
			x + 7300 + i * 1500, y + 4000, 300, 0.2);
}

static void
make_layout(struct synth *s)
{
	struct err err = {0};
	struct layout_page *page = layout_page_add(&s->layout, &err);
	int item, i;

	if (page == NULL)
		die(err.text);
	strcpy(s->layout.instrument, "synth");
	strcpy(s->layout.language, "sv");
	page->page = 1;
	for (item = 0; item < SYNTH_ITEMS; item++)
		for (i = 0; i < SYNTH_VALUES; i++) {
			struct layout_box *box = layout_box_add(page, &err);
			const int32_t x = 14000 + i * COLUMN_PITCH;
			const int32_t y = 42000 + item * ROW_PITCH;

			if (box == NULL)
				die(err.text);
			snprintf(box->item, sizeof(box->item), "item%d", item);
			box->value = i < 5 ? i + 1 : VALUE_DECLINED;
			box->zone = (struct um_rect){
				x, y, COLUMN_PITCH - 1500, ROW_PITCH - 2500};
			box->box =
				(struct um_rect){x + 4000, y + 11500, BOX, BOX};
		}
}

void
synth_codes(struct synth *s, const char *text0, const char *text1)
{
	const char *text[FRAME_CODES] = {text0, text1};
	struct err err = {0};
	struct qr qr;
	int i, x, y;

	for (i = 0; i < FRAME_CODES; i++) {
		const struct um_rect at = frame_code(i);

		fill_rect(s->page, s->w, s->h, at, 1);
		if (text[i] == NULL)
			continue;
		if (!qr_make(text[i], &qr, &err))
			die(err.text);
		for (y = 0; y < QR_SIDE; y++)
			for (x = 0; x < QR_SIDE; x++)
				if (qr.dark[y * QR_SIDE + x])
					fill_rect(s->page, s->w, s->h,
						(struct um_rect){
							at.x + x * FRAME_MODULE,
							at.y + y * FRAME_MODULE,
							FRAME_MODULE,
							FRAME_MODULE},
						0);
	}
}

void
synth_clean(struct synth *s)
{
	char text[CODE_TEXT];

	memcpy(s->page, s->print, (size_t)s->w * (size_t)s->h);
	code_write(&s->code, s->key, text);
	synth_codes(s, text, text);
}

struct synth *
synth_new(unsigned number)
{
	struct synth *s = take(sizeof(*s));
	const struct layout_page *page;
	size_t i;

	s->w = 210 * SYNTH_PER_MM;
	s->h = 297 * SYNTH_PER_MM;
	s->print = take((size_t)s->w * (size_t)s->h);
	s->page = take((size_t)s->w * (size_t)s->h);
	memset(s->print, 255, (size_t)s->w * (size_t)s->h);
	for (i = 0; i < CODE_KEY; i++)
		s->key[i] = (uint8_t)(7 * i + 3);
	s->code.layout_id = 1;
	s->code.page = s->code.of = 1;
	for (i = 0; i < CODE_TOKEN; i++)
		s->code.token[i] = (uint8_t)(number * 131 + i * 29 + 17);
	make_layout(s);
	draw_anchors(s);
	s->fields = page = &s->layout.pages[0];
	for (i = 0; i < page->n_boxes; i++)
		draw_cell(s, &page->boxes[i]);
	synth_clean(s);
	return s;
}

struct synth *
synth_load(const char *layout, int page, const char *pgm, struct err *err)
{
	struct synth *s = synth_new((unsigned)page);
	struct raster *print = NULL;
	struct bytes json = {0};
	bool ok = false;
	int i;

	layout_finish(&s->layout);
	s->layout = (struct layout){0};
	s->fields = NULL;
	if (!file_read(layout, MOST_JSON, &json, err) ||
		!layout_read((const char *)json.at, json.len, &s->layout, err))
		goto out;
	print = raster_load_pnm(pgm, SYNTH_PER_MM * 25.4, err);
	if (print == NULL)
		goto out;
	/* poppler rounds up. */
	if (print->w < s->w || print->h < s->h || print->w > s->w + 2) {
		err_set(err, ERR_INPUT, "%s: %d x %d px, not %d x %d", pgm,
			print->w, print->h, s->w, s->h);
		goto out;
	}
	for (i = 0; i < s->h; i++)
		memcpy(s->print + (size_t)i * (size_t)s->w,
			print->plane[0] + (size_t)i * (size_t)print->w,
			(size_t)s->w);
	for (i = 0; i < FRAME_CODES; i++) {
		fill_rect(s->print, s->w, s->h, frame_code(i), 1);
		fill_rect(s->print, s->w, s->h, frame_code_line(i), 1);
	}
	for (i = 0; (size_t)i < s->layout.n_pages; i++)
		if (s->layout.pages[i].page == page)
			s->fields = &s->layout.pages[i];
	ok = s->fields != NULL;
	if (!ok)
		err_set(err, ERR_INPUT, "%s: no page %d", layout, page);
	synth_clean(s);
out:
	bytes_free(&json);
	raster_free(print);
	if (ok)
		return s;
	synth_free(s);
	return NULL;
}

void
synth_free(struct synth *s)
{
	if (s == NULL)
		return;
	layout_finish(&s->layout);
	free(s->print);
	free(s->page);
	free(s);
}

struct image
synth_print(const struct synth *s)
{
	return (struct image){.w = s->w,
		.h = s->h,
		.depth = 8,
		.stride = (size_t)s->w,
		.bits = s->print,
		.dpi_x = 305,
		.dpi_y = 305};
}

const struct layout_box *
synth_box(const struct synth *s, int item, int value)
{
	const int i = value == VALUE_DECLINED ? SYNTH_VALUES - 1 : value - 1;

	return &s->layout.pages[0].boxes[item * SYNTH_VALUES + i];
}

void
synth_line(struct synth *s, double x0, double y0, double x1, double y1,
	double width, double value)
{
	draw_line(s->page, s->w, s->h, x0, y0, x1, y1, width, value);
}

void
synth_rect(struct synth *s, struct um_rect rect, double value)
{
	fill_rect(s->page, s->w, s->h, rect, value);
}

void
synth_ring(struct synth *s, double x, double y, double rx, double ry,
	double width, double value)
{
	draw_ring(s->page, s->w, s->h, x, y, rx, ry, width, value);
}

void
synth_tick(struct synth *s, const struct layout_box *box)
{
	const double x = box->box.x, y = box->box.y;

	synth_line(s, x + 900, y + 2300, x + 2100, y + 4200, PEN, PEN_VALUE);
	synth_line(s, x + 2100, y + 4200, x + 5600, y - 600, PEN, PEN_VALUE);
}

void
synth_cross(struct synth *s, const struct layout_box *box)
{
	const double x = box->box.x, y = box->box.y;

	synth_line(s, x + 700, y + 900, x + 4300, y + 4200, PEN, PEN_VALUE);
	synth_line(s, x + 4400, y + 600, x + 800, y + 4400, PEN, PEN_VALUE);
}

void
synth_fill(struct synth *s, const struct layout_box *box)
{
	const double x = box->box.x, y = box->box.y;
	int i;

	for (i = 0; i < 9; i++)
		synth_line(s, x + 300, y + 500 + i * 480, x + 4800,
			y + 300 + i * 520, PEN + 200, PEN_VALUE);
}

/* --- the scanner ---------------------------------------------------------- */

static uint32_t
next(uint32_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 17;
	*state ^= *state << 5;
	return *state;
}

/* Near enough to normal: a sum of four evens. */
static double
normal(uint32_t *state)
{
	double sum = 0;
	int i;

	for (i = 0; i < 4; i++)
		sum += next(state) / 4294967296.0;
	return (sum - 2) * sqrt(3.0);
}

/* The page's value at a place in um, averaged over a spot of radius blur. */
static double
page_at(const struct synth *s, double x, double y, double blur)
{
	static const double ring[5][2] = {
		{0, 0}, {.7, .7}, {-.7, .7}, {.7, -.7}, {-.7, -.7}};
	double sum = 0;
	int i;

	for (i = 0; i < 5; i++) {
		const double fx = px(x + blur * ring[i][0]) - 0.5;
		const double fy = px(y + blur * ring[i][1]) - 0.5;
		const int ix = (int)floor(fx), iy = (int)floor(fy);
		const double ax = fx - ix, ay = fy - iy;
		const uint8_t *p;

		if (ix < 0 || iy < 0 || ix >= s->w - 1 || iy >= s->h - 1) {
			sum += 255;
			continue;
		}
		p = s->page + (size_t)iy * (size_t)s->w + ix;
		sum += (p[0] * (1 - ax) + p[1] * ax) * (1 - ay) +
		       (p[s->w] * (1 - ax) + p[s->w + 1] * ax) * ay;
	}
	return sum / 5;
}

/* Where pixel (x, y) of the picture lies on the page, um. */
static void
to_page(const struct synth_scan *how, double x_mm, double y_mm, double w_mm,
	double h_mm, double *px_um, double *py_um)
{
	const double a = how->skew_deg * 3.14159265 / 180;
	const double scale = how->scale > 0 ? how->scale : 1;
	double u = x_mm - w_mm / 2 - how->dx_mm;
	double v = y_mm - h_mm / 2 - how->dy_mm;
	double t;
	int i;

	if (how->mirrored)
		u = -u;
	for (i = 0; i < how->turn; i++) {
		t = u;
		u = v;
		v = -t;
	}
	t = u;
	u = (cos(a) * u + sin(a) * v) / scale;
	v = (-sin(a) * t + cos(a) * v) / scale;
	t = 1 + how->tilt * v / 297;
	u /= t;
	v /= t;
	if (v > 0)
		v /= 1 + how->stretch;
	*px_um = (u + 105) * 1000;
	*py_um = (v + 148.5) * 1000;
}

void
synth_scan(const struct synth *s, const struct synth_scan *how,
	struct image *image)
{
	const double bed = how->whole ? 30 : 0;
	const bool lying = how->turn % 2 != 0;
	const double w_mm = (lying ? 297 : 210) + bed;
	const double h_mm = (lying ? 210 : 297) + bed;
	const int w = (int)(w_mm / 25.4 * how->dpi + 0.5);
	const int h = (int)(h_mm / 25.4 * how->dpi + 0.5);
	const size_t stride = how->depth == 1 ? ((size_t)w + 7) / 8 : (size_t)w;
	const double black = how->white > 0 ? how->black : 20;
	const double white = how->white > 0 ? how->white : 245;
	const double blur = fmax(how->blur_mm * 1000, 8000 / how->dpi);
	uint32_t state = how->seed * 2654435761U + 12345;
	uint8_t *bits = take(stride * (size_t)h);
	int x, y;

	for (y = 0; y < h; y++)
		for (x = 0; x < w; x++) {
			double ux, uy, v;

			to_page(how, (x + 0.5) * w_mm / w, (y + 0.5) * h_mm / h,
				w_mm, h_mm, &ux, &uy);
			v = how->whole && (ux < 0 || uy < 0 || ux > 210000 ||
						  uy > 297000)
				    ? black + 10
				    : black + (white - black) *
						      page_at(s, ux, uy, blur) /
						      255;
			if (how->noise > 0)
				v += how->noise * normal(&state);
			v = fmin(fmax(v, 0), 255);
			if (how->depth == 8)
				bits[(size_t)y * stride + (size_t)x] =
					(uint8_t)v;
			else if (v < (black + white) / 2)
				bits[(size_t)y * stride + (size_t)(x / 8)] |=
					(uint8_t)(0x80 >> x % 8);
		}
	*image = (struct image){.w = w,
		.h = h,
		.depth = how->depth,
		.stride = stride,
		.bits = bits,
		.dpi_x = how->no_dpi ? 0 : (int)how->dpi,
		.dpi_y = how->no_dpi ? 0 : (int)how->dpi};
}

void
synth_image_free(struct image *image)
{
	uint8_t *bits;

	memcpy(&bits, &image->bits, sizeof(bits));
	free(bits);
	*image = (struct image){.w = 0};
}
