#include "core/geom.h"

#include <math.h>
#include <string.h>

bool
um_rect_has(struct um_rect rect, struct um_point point)
{
	return point.x >= rect.x && point.y >= rect.y &&
	       point.x < rect.x + rect.w && point.y < rect.y + rect.h;
}

bool
um_rect_overlaps(struct um_rect a, struct um_rect b)
{
	return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h &&
	       b.y < a.y + a.h;
}

bool
um_rect_within(struct um_rect inner, struct um_rect outer)
{
	return inner.x >= outer.x && inner.y >= outer.y &&
	       inner.x + inner.w <= outer.x + outer.w &&
	       inner.y + inner.h <= outer.y + outer.h;
}

struct um_rect
um_rect_grown(struct um_rect rect, int32_t margin)
{
	struct um_rect out = {rect.x - margin, rect.y - margin,
		rect.w + 2 * margin, rect.h + 2 * margin};

	if (out.w < 0) {
		out.x = rect.x + rect.w / 2;
		out.w = 0;
	}
	if (out.h < 0) {
		out.y = rect.y + rect.h / 2;
		out.h = 0;
	}
	return out;
}

struct um_point
um_rect_centre(struct um_rect rect)
{
	return (struct um_point){rect.x + rect.w / 2, rect.y + rect.h / 2};
}

struct px_point
homography_at(const struct homography *map, double um_x, double um_y)
{
	const double *m = map->m;
	const double w = m[6] * um_x + m[7] * um_y + m[8];

	return (struct px_point){(m[0] * um_x + m[1] * um_y + m[2]) / w,
		(m[3] * um_x + m[4] * um_y + m[5]) / w};
}

bool
homography_inverse(const struct homography *map, struct homography *back)
{
	const double *m = map->m;
	double out[9] = {m[4] * m[8] - m[5] * m[7], m[2] * m[7] - m[1] * m[8],
		m[1] * m[5] - m[2] * m[4], m[5] * m[6] - m[3] * m[8],
		m[0] * m[8] - m[2] * m[6], m[2] * m[3] - m[0] * m[5],
		m[3] * m[7] - m[4] * m[6], m[1] * m[6] - m[0] * m[7],
		m[0] * m[4] - m[1] * m[3]};
	const double det = m[0] * out[0] + m[1] * out[3] + m[2] * out[6];
	int i;

	if (!isfinite(det) || fabs(det) < 1e-30 || fabs(out[8]) < 1e-30)
		return false;
	for (i = 0; i < 9; i++)
		back->m[i] = out[i] / out[8];
	return true;
}

/* Solves a (n x n, row by row) * x = b in place by elimination with pivots. */
static bool
solve(double *a, double *b, int n)
{
	int col, row, k;

	for (col = 0; col < n; col++) {
		int best = col;
		double largest = fabs(a[col * n + col]);

		for (row = col + 1; row < n; row++) {
			if (fabs(a[row * n + col]) > largest) {
				largest = fabs(a[row * n + col]);
				best = row;
			}
		}
		if (largest < 1e-12)
			return false;
		for (k = 0; k < n && best != col; k++) {
			const double swap = a[col * n + k];

			a[col * n + k] = a[best * n + k];
			a[best * n + k] = swap;
		}
		if (best != col) {
			const double swap = b[col];

			b[col] = b[best];
			b[best] = swap;
		}
		for (row = 0; row < n; row++) {
			const double f = a[row * n + col] / a[col * n + col];

			if (row == col || f == 0)
				continue;
			for (k = col; k < n; k++)
				a[row * n + k] -= f * a[col * n + k];
			b[row] -= f * b[col];
		}
	}
	for (row = 0; row < n; row++)
		b[row] /= a[row * n + row];
	return true;
}

/* A similarity that moves points to the origin at a mean distance of 1. */
struct scaling {
	double x, y, s;
};

static struct scaling
scaling_of(const struct px_point *p, size_t n)
{
	struct scaling out = {0, 0, 0};
	size_t i;

	for (i = 0; i < n; i++) {
		out.x += p[i].x / (double)n;
		out.y += p[i].y / (double)n;
	}
	for (i = 0; i < n; i++)
		out.s += hypot(p[i].x - out.x, p[i].y - out.y) / (double)n;
	if (out.s <= 0)
		out.s = 1;
	return out;
}

static void
add_row(double *ata, double *atb, int k, const double *row, double value)
{
	int i, j;

	for (i = 0; i < k; i++) {
		for (j = 0; j < k; j++)
			ata[i * k + j] += row[i] * row[j];
		atb[i] += row[i] * value;
	}
}

bool
homography_fit(const struct px_point *from, const struct px_point *to, size_t n,
	struct homography *map, double *residual)
{
	return map_fit(n >= 4 ? MAP_PROJECTIVE : MAP_AFFINE, from, to, n, map,
		residual);
}

bool
map_fit(enum map_freedom freedom, const struct px_point *from,
	const struct px_point *to, size_t n, struct homography *map,
	double *residual)
{
	const int k = (int)freedom;
	double ata[64] = {0};
	double atb[8] = {0};
	struct scaling f, t;
	struct homography out;
	double h[9], sum = 0;
	size_t i;

	if (2 * n < (size_t)k)
		return false;
	f = scaling_of(from, n);
	t = scaling_of(to, n);
	for (i = 0; i < n; i++) {
		const double x = (from[i].x - f.x) / f.s;
		const double y = (from[i].y - f.y) / f.s;
		const double u = (to[i].x - t.x) / t.s;
		const double v = (to[i].y - t.y) / t.s;
		const double ru[8] = {x, y, 1, 0, 0, 0, -u * x, -u * y};
		const double rv[8] = {0, 0, 0, x, y, 1, -v * x, -v * y};
		const double su[4] = {x, -y, 1, 0}, sv[4] = {y, x, 0, 1};

		add_row(ata, atb, k, k == MAP_SIMILAR ? su : ru, u);
		add_row(ata, atb, k, k == MAP_SIMILAR ? sv : rv, v);
	}
	if (!solve(ata, atb, k))
		return false;
	memset(h, 0, sizeof(h));
	if (k == MAP_SIMILAR) {
		h[0] = h[4] = atb[0];
		h[1] = -atb[1];
		h[3] = atb[1];
		h[2] = atb[2];
		h[5] = atb[3];
	} else
		memcpy(h, atb, (size_t)k * sizeof(double));
	h[8] = 1;
	/* out = T^-1 * h * F, with F the scaling of from, T that of to. */
	for (i = 0; i < 3; i++) {
		double *r = h + 3 * i;

		r[2] -= (r[0] * f.x + r[1] * f.y) / f.s;
		r[0] /= f.s;
		r[1] /= f.s;
	}
	for (i = 0; i < 3; i++) {
		out.m[i] = h[i] * t.s + t.x * h[6 + i];
		out.m[3 + i] = h[3 + i] * t.s + t.y * h[6 + i];
		out.m[6 + i] = h[6 + i];
	}
	if (fabs(out.m[8]) < 1e-30 || !isfinite(out.m[8]))
		return false;
	for (i = 0; i < 9; i++)
		out.m[i] /= i == 8 ? 1 : out.m[8];
	out.m[8] = 1;
	for (i = 0; i < n; i++) {
		const struct px_point p =
			homography_at(&out, from[i].x, from[i].y);

		sum += (p.x - to[i].x) * (p.x - to[i].x) +
		       (p.y - to[i].y) * (p.y - to[i].y);
	}
	*map = out;
	if (residual != NULL)
		*residual = sqrt(sum / (double)n);
	return true;
}
