#include "tests/tools/ink_layers.h"

#include "core/err.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <leptonica/allheaders.h>

#define LAYERS 512
#define COLUMNS 32
#define PAPER 238 /* lighter than this in a layer is paper, not ink */

struct layer {
	char file[64];
	enum mark_style style;
	double box[4];	       /* x, y, w, h in px */
	double ink[4];	       /* where its ink is: x0, y0, x1, y1 */
	struct raster *raster; /* three planes */
};

struct ink_layers {
	int n;
	struct layer at[LAYERS];
};

static enum mark_style
style_of(const char *type)
{
	static const struct {
		const char *type;
		enum mark_style style;
	} types[] = {
		{"check", MARK_TICK},
		{"cross", MARK_CROSS},
		{"circle", MARK_RING_IN_BOX},
		{"diag", MARK_DIAGONAL},
		{"vertical", MARK_UPRIGHT},
		{"zigzag", MARK_SCRIBBLE},
		{"scribble", MARK_FILL},
	};
	size_t i;

	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strcmp(type, types[i].type) == 0)
			return types[i].style;
	return MARK__MAX;
}

/* Cuts a line at its commas in place; returns how many fields. */
static int
split(char *line, char *fields[COLUMNS])
{
	int n = 0;

	line[strcspn(line, "\r\n")] = '\0';
	while (n < COLUMNS) {
		fields[n++] = line;
		line = strchr(line, ',');
		if (!line)
			break;
		*line++ = '\0';
	}
	return n;
}

static bool
read_pixels(struct layer *layer, const char *path, struct err *err)
{
	PIX *file = pixRead(path);
	PIX *pix = file ? pixConvertTo32(file) : NULL;
	struct raster *raster = NULL;
	int x, y, w, h;

	pixDestroy(&file);
	if (!pix)
		return err_set(err, ERR_INPUT, "%s: not a picture", path);
	pixGetDimensions(pix, &w, &h, NULL);
	raster = raster_new(w, h, 3, 0);
	if (!raster) {
		pixDestroy(&pix);
		return err_set(err, ERR_SYSTEM, "%s: out of memory", path);
	}
	layer->ink[0] = layer->ink[1] = 1e9;
	for (y = 0; y < h; y++) {
		for (x = 0; x < w; x++) {
			size_t at = (size_t)y * (size_t)w + (size_t)x;
			int r = 255, g = 255, b = 255;

			pixGetRGBPixel(pix, x, y, &r, &g, &b);
			if (raster_grey(r, g, b) >= PAPER)
				continue;
			raster->plane[0][at] = (uint8_t)r;
			raster->plane[1][at] = (uint8_t)g;
			raster->plane[2][at] = (uint8_t)b;
			layer->ink[0] = fmin(layer->ink[0], x);
			layer->ink[1] = fmin(layer->ink[1], y);
			layer->ink[2] = fmax(layer->ink[2], x + 1);
			layer->ink[3] = fmax(layer->ink[3], y + 1);
		}
	}
	pixDestroy(&pix);
	if (layer->ink[2] <= layer->ink[0]) {
		raster_free(raster);
		return err_set(err, ERR_INPUT, "%s: no ink in it", path);
	}
	layer->raster = raster;
	return true;
}

static bool
read_labels(struct ink_layers *layers, FILE *labels, const char *folder,
	struct err *err)
{
	static const char *const names[] = {
		"file", "mark_type", "box_x", "box_y", "box_w", "box_h"};
	char line[1024], path[4096], *fields[COLUMNS];
	int at[6] = {-1, -1, -1, -1, -1, -1};
	int i, k, n;

	if (!fgets(line, sizeof(line), labels))
		return err_set(err, ERR_INPUT, "%s/labels.csv: empty", folder);
	n = split(line, fields);
	for (i = 0; i < 6; i++) {
		for (k = 0; k < n; k++)
			if (strcmp(fields[k], names[i]) == 0)
				at[i] = k;
		if (at[i] < 0)
			return err_set(err, ERR_INPUT,
				"%s/labels.csv: no column '%s'", folder,
				names[i]);
	}
	while (layers->n < LAYERS && fgets(line, sizeof(line), labels)) {
		struct layer *layer = &layers->at[layers->n];
		enum mark_style style;

		if (split(line, fields) < n)
			continue;
		style = style_of(fields[at[1]]);
		if (style == MARK__MAX)
			continue;
		layer->style = style;
		snprintf(layer->file, sizeof(layer->file), "%s", fields[at[0]]);
		for (i = 0; i < 4; i++)
			layer->box[i] = atoi(fields[at[2 + i]]);
		if (layer->box[2] < 1 || layer->box[3] < 1)
			return err_set(err, ERR_INPUT,
				"%s/labels.csv: %s: no box", folder,
				layer->file);
		snprintf(path, sizeof(path), "%s/%s", folder, layer->file);
		if (!read_pixels(layer, path, err))
			return false;
		layers->n++;
	}
	if (layers->n == 0)
		return err_set(
			err, ERR_INPUT, "%s/labels.csv: no marks", folder);
	return true;
}

struct ink_layers *
ink_layers_load(const char *folder, struct err *err)
{
	struct ink_layers *layers = calloc(1, sizeof(*layers));
	char path[4096];
	FILE *labels;
	bool ok;

	snprintf(path, sizeof(path), "%s/labels.csv", folder);
	labels = fopen(path, "r");
	if (!layers || !labels) {
		err_errno(err, "%s: cannot open", path);
		free(layers);
		if (labels)
			fclose(labels);
		return NULL;
	}
	ok = read_labels(layers, labels, folder, err);
	fclose(labels);
	if (!ok) {
		ink_layers_free(layers);
		return NULL;
	}
	return layers;
}

void
ink_layers_free(struct ink_layers *layers)
{
	int i;

	if (!layers)
		return;
	for (i = 0; i < layers->n; i++)
		raster_free(layers->at[i].raster);
	free(layers);
}

int
ink_layers_count(const struct ink_layers *layers)
{
	return layers->n;
}

enum mark_style
ink_layer_style(const struct ink_layers *layers, int i)
{
	return layers->at[i].style;
}

const char *
ink_layer_file(const struct ink_layers *layers, int i)
{
	return layers->at[i].file;
}

/* Where the layer lies: its px per px of the page, about two centres. */
struct place {
	double layer_x, layer_y; /* this px of the layer ... */
	double page_x, page_y;	 /* ... falls on this px of the page */
	double cosine, sine;	 /* layer px per page px, turned */
	double half; /* page px around the centre that can hold ink */
};

static struct place
place_of(const struct layer *layer, const struct raster *page,
	struct mm_rect box, struct mm_rect zone, bool round_picture,
	struct rng *rng)
{
	double px_per_mm = page->dpi / MM_PER_INCH, size;
	double w = layer->ink[2] - layer->ink[0];
	double h = layer->ink[3] - layer->ink[1];
	double turn = rng_range(rng, -.17, .17);
	struct mm_rect on = box;
	struct place place;

	if (round_picture) {
		double side;

		on = mark_picture(box, zone);
		side = fmin(on.w, on.h) * rng_range(rng, .75, .95);
		size = side * px_per_mm / fmax(w, h);
		place.layer_x = (layer->ink[0] + layer->ink[2]) / 2;
		place.layer_y = (layer->ink[1] + layer->ink[3]) / 2;
	} else {
		/* A flat box's marks are as large as those of its square. */
		size = sqrt(box.w * box.h) * px_per_mm /
		       sqrt(layer->box[2] * layer->box[3]) *
		       rng_range(rng, .85, 1.15);
		place.layer_x = layer->box[0] + layer->box[2] / 2;
		place.layer_y = layer->box[1] + layer->box[3] / 2;
	}
	place.page_x = (on.x + on.w / 2 + on.w * rng_range(rng, -.12, .12)) *
		       px_per_mm;
	place.page_y = (on.y + on.h / 2 + on.h * rng_range(rng, -.12, .12)) *
		       px_per_mm;
	place.cosine = cos(turn) / size;
	place.sine = sin(turn) / size;
	place.half = 1.5 * size * hypot(layer->raster->w, layer->raster->h) / 2;
	return place;
}

/* Light of the layer at a place between its pixels; white beyond it. */
static double
layer_at(const struct raster *raster, int plane, double x, double y)
{
	int ix = (int)floor(x - .5), iy = (int)floor(y - .5);
	double fx = x - .5 - ix, fy = y - .5 - iy;
	const uint8_t *at;

	if (ix < 0 || iy < 0 || ix + 1 >= raster->w || iy + 1 >= raster->h)
		return 255;
	at = raster->plane[plane] + (size_t)iy * (size_t)raster->w + ix;
	return (at[0] * (1 - fx) + at[1] * fx) * (1 - fy) +
	       (at[raster->w] * (1 - fx) + at[raster->w + 1] * fx) * fy;
}

static void
lay_pixel(const struct layer *layer, struct raster *page, int x, int y,
	double from_x, double from_y, struct ink *ink)
{
	size_t at = (size_t)y * (size_t)page->w + (size_t)x;
	double light[3], grey;
	int i;

	for (i = 0; i < 3; i++)
		light[i] = layer_at(layer->raster, i, from_x, from_y) / 255;
	grey = raster_grey(light[0], light[1], light[2]);
	if (grey > .995)
		return;
	if (grey < .75 && ink)
		ink_add(ink, x, y, page->plane[0][at]);
	if (page->n_planes == 1)
		light[0] = grey;
	for (i = 0; i < page->n_planes && i < 3; i++)
		page->plane[i][at] =
			(uint8_t)(page->plane[i][at] * light[i] + .5);
}

void
ink_layer_mark(const struct ink_layers *layers, int i, struct raster *page,
	struct mm_rect box, struct mm_rect zone, bool round_picture,
	struct rng *rng, struct ink *ink)
{
	const struct layer *layer = &layers->at[i];
	struct place place =
		place_of(layer, page, box, zone, round_picture, rng);
	int x0 = (int)fmax(0, place.page_x - place.half);
	int y0 = (int)fmax(0, place.page_y - place.half);
	int x1 = (int)fmin(page->w, place.page_x + place.half);
	int y1 = (int)fmin(page->h, place.page_y + place.half);
	int x, y;

	for (y = y0; y < y1; y++) {
		for (x = x0; x < x1; x++) {
			double dx = x + .5 - place.page_x;
			double dy = y + .5 - place.page_y;
			double from_x = place.layer_x + place.cosine * dx +
					place.sine * dy;
			double from_y = place.layer_y - place.sine * dx +
					place.cosine * dy;

			if (from_x < layer->ink[0] - 1 ||
				from_x > layer->ink[2] + 1 ||
				from_y < layer->ink[1] - 1 ||
				from_y > layer->ink[3] + 1)
				continue;
			lay_pixel(layer, page, x, y, from_x, from_y, ink);
		}
	}
}
