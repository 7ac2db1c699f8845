#include "tests/tools/raster.h"

#include "core/err.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct raster *
raster_new(int w, int h, int n_planes, double dpi)
{
	struct raster *raster = calloc(1, sizeof(*raster));
	size_t size = (size_t)w * (size_t)h;
	int i;

	if (!raster)
		return NULL;
	raster->w = w;
	raster->h = h;
	raster->n_planes = n_planes;
	raster->dpi = raster->dpi_y = dpi;
	for (i = 0; i < n_planes; i++) {
		/* One row more: a reader of 2 x 2 pixels may look there. */
		raster->plane[i] = malloc(size + (size_t)w + 1);
		if (!raster->plane[i]) {
			raster_free(raster);
			return NULL;
		}
		memset(raster->plane[i], 255, size + (size_t)w + 1);
	}
	return raster;
}

struct raster *
raster_copy(const struct raster *from)
{
	struct raster *copy =
		raster_new(from->w, from->h, from->n_planes, from->dpi);
	int i;

	if (!copy)
		return NULL;
	copy->dpi_y = from->dpi_y;
	copy->bilevel = from->bilevel;
	for (i = 0; i < from->n_planes; i++)
		memcpy(copy->plane[i], from->plane[i],
			(size_t)from->w * (size_t)from->h);
	return copy;
}

void
raster_free(struct raster *raster)
{
	int i;

	if (!raster)
		return;
	for (i = 0; i < 3; i++)
		free(raster->plane[i]);
	free(raster);
}

double
raster_grey(double r, double g, double b)
{
	return 0.299 * r + 0.587 * g + 0.114 * b;
}

static bool
read_rows(FILE *file, struct raster *raster)
{
	size_t size = (size_t)raster->w * (size_t)raster->h;
	uint8_t *row;
	int x, y;

	if (raster->n_planes == 1)
		return fread(raster->plane[0], 1, size, file) == size;
	row = malloc((size_t)raster->w * 3);
	if (!row)
		return false;
	for (y = 0; y < raster->h; y++) {
		size_t at = (size_t)y * (size_t)raster->w;

		if (fread(row, 3, (size_t)raster->w, file) != (size_t)raster->w)
			break;
		for (x = 0; x < raster->w; x++) {
			raster->plane[0][at + (size_t)x] = row[3 * x];
			raster->plane[1][at + (size_t)x] = row[3 * x + 1];
			raster->plane[2][at + (size_t)x] = row[3 * x + 2];
		}
	}
	free(row);
	return y == raster->h;
}

struct raster *
raster_load_pnm(const char *path, double dpi, struct err *err)
{
	struct raster *raster = NULL;
	FILE *file = fopen(path, "rb");
	char kind = 0;
	int w = 0, h = 0, max = 0;

	if (!file) {
		err_errno(err, "%s: cannot open", path);
		return NULL;
	}
	if (fscanf(file, "P%c %d %d %d", &kind, &w, &h, &max) != 4 ||
		fgetc(file) == EOF || (kind != '5' && kind != '6') ||
		max != 255 || w < 1 || h < 1 || w > 30000 || h > 30000) {
		err_set(err, ERR_INPUT, "%s: not a PGM or PPM of 8 bits", path);
		goto out;
	}
	raster = raster_new(w, h, kind == '5' ? 1 : 3, dpi);
	if (!raster) {
		err_set(err, ERR_SYSTEM, "%s: out of memory", path);
		goto out;
	}
	if (!read_rows(file, raster)) {
		err_set(err, ERR_INPUT, "%s: shorter than its head says", path);
		raster_free(raster);
		raster = NULL;
	}
out:
	fclose(file);
	return raster;
}
