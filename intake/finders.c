#include "intake/finders.h"

#include "core/err.h"
#include "core/frame.h"
#include "intake/limits.h"
#include "intake/paper.h"
#include "intake/reduce.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CANDIDATES 600		  /* text has hundreds that one row meets */
#define TRIED 60		  /* of those that more rows met, the first */
#define APART (FRAME_MODULES - 7) /* modules between two finders' middles */
#define FINDER_MIDDLE 3.5	  /* modules from the symbol's edge */
#define MODULE_MIN 1.5		  /* px; less cannot be told from text */
/* Rows that must have met a finder; its middle is three modules high. */
#define ROWS_MIN 3

struct finder {
	double x, y, module; /* sums over n rows */
	int n;
};

struct search {
	const struct grey *work;
	const struct paper *paper;
	struct finder found[CANDIDATES];
	int n;
};

struct px_point
finder_place(int copy, int finder)
{
	const struct um_rect rect = frame_code(copy);
	const double far = APART * FRAME_MODULE;
	const double near = FINDER_MIDDLE * FRAME_MODULE;

	return (struct px_point){rect.x + near + (finder == 1 ? far : 0),
		rect.y + near + (finder == 2 ? far : 0)};
}

/* Dark, light, three times dark, light, dark. */
static bool
ratio_fits(const int run[5])
{
	const double module =
		(run[0] + run[1] + run[2] + run[3] + run[4]) / 7.0;
	int i;

	if (module < MODULE_MIN)
		return false;
	for (i = 0; i < 5; i++) {
		const int want = i == 2 ? 3 : 1;

		/* Print grows or shrinks by half a pixel at each edge. */
		if (fabs(run[i] - want * module) > want * module * 0.3 + 0.8)
			return false;
	}
	return true;
}

/* The five runs through a place along x or y, and the middle of the third. */
static bool
cross_section(const struct search *search, int x, int y, bool down, int limit,
	double *middle, double *module)
{
	const struct grey *work = search->work;
	const int end = down ? work->h : work->w;
	const size_t step = down ? work->stride : 1;
	const uint8_t *line =
		work->px + (down ? (size_t)x : (size_t)y * work->stride);
	const int from = down ? y : x;
	int run[5] = {0}, sum = 0, low = from, high = from + 1, part, i;

	for (part = 2; part >= 0; part--) {
		const bool dark = part != 1;
		const int was = low;

		while (low >= 0 && (line[(size_t)low * step] < limit) == dark)
			low--;
		run[part] += was - low;
		if (low < 0 && part > 0)
			return false;
	}
	for (part = 2; part < 5; part++) {
		const bool dark = part != 3;
		const int was = high;

		while (high < end &&
			(line[(size_t)high * step] < limit) == dark)
			high++;
		run[part] += high - was;
		if (high >= end && part < 4)
			return false;
	}
	if (!ratio_fits(run))
		return false;
	for (i = 0; i < 5; i++)
		sum += run[i];
	*module = sum / 7.0;
	/* The outer edges say more of the middle than the inner ones. */
	*middle = (low + 1 + high) / 2.0;
	return true;
}

static void
add(struct search *search, double x, double y, double module)
{
	int i;

	for (i = 0; i < search->n; i++) {
		struct finder *f = &search->found[i];

		if (fabs(f->x / f->n - x) > 2 * module ||
			fabs(f->y / f->n - y) > 2 * module)
			continue;
		f->x += x;
		f->y += y;
		f->module += module;
		f->n++;
		return;
	}
	if (search->n == CANDIDATES)
		return;
	search->found[search->n++] = (struct finder){x, y, module, 1};
}

/* A row met the pattern; its third run has its middle at x. */
static void
look_closer(struct search *search, double x, int y)
{
	const double white = paper_white_at(search->paper, x, y);
	const double range = fmax(white - search->paper->black, LIMIT_RANGE);
	const int limit = (int)(white - range / 2);
	double at_x, at_y, across, down;

	if (!cross_section(search, (int)x, y, true, limit, &at_y, &down) ||
		!cross_section(search, (int)x, (int)at_y, false, limit, &at_x,
			&across))
		return;
	if (across > 1.5 * down || down > 1.5 * across)
		return;
	add(search, at_x, at_y, (across + down) / 2);
}

static void
search_row(struct search *search, int y, const uint8_t *limits)
{
	const struct grey *work = search->work;
	const uint8_t *row = work->px + (size_t)y * work->stride;
	int run[5] = {0};
	bool dark = false;
	int x, n = 0, begin = 0;

	for (x = 0; x <= work->w; x++) {
		const bool now = x < work->w && row[x] < limits[x];

		if (x < work->w && now == dark)
			continue;
		/* A run ends here; five that end with a dark one are tried. */
		memmove(run, run + 1, 4 * sizeof(run[0]));
		run[4] = x - begin;
		n++;
		if (dark && n >= 5 && ratio_fits(run))
			look_closer(
				search, x - run[4] - run[3] - run[2] / 2.0, y);
		dark = now;
		begin = x;
	}
}

static struct px_point
middle_of(const struct finder *f)
{
	return (struct px_point){f->x / f->n, f->y / f->n};
}

/*
 * How far b and c are from standing at right angles and at the right distance
 * from a, clockwise; negative if they do not.
 */
static double
corner_error(
	const struct finder *a, const struct finder *b, const struct finder *c)
{
	const struct px_point p = middle_of(a), q = middle_of(b);
	const struct px_point r = middle_of(c);
	const double bx = q.x - p.x, by = q.y - p.y;
	const double cx = r.x - p.x, cy = r.y - p.y;
	const double lb = hypot(bx, by), lc = hypot(cx, cy);
	const double module =
		(a->module / a->n + b->module / b->n + c->module / c->n) / 3;
	double aspect, cosine, size;

	if (lb < 1 || lc < 1 || bx * cy - by * cx <= 0)
		return -1;
	aspect = fabs(lb / lc - 1);
	cosine = fabs((bx * cx + by * cy) / (lb * lc));
	size = fabs((lb + lc) / 2 / (APART * module) - 1);
	if (aspect > LIMIT_FINDER_ASPECT || cosine > LIMIT_FINDER_ASPECT ||
		size > LIMIT_FINDER_SIZE)
		return -1;
	return aspect + cosine + size / 2;
}

static void
keep(struct finder_code codes[FINDER_CODES], int *n,
	const struct finder_code *code)
{
	int k;

	if (*n == FINDER_CODES && codes[*n - 1].error <= code->error)
		return;
	if (*n < FINDER_CODES)
		(*n)++;
	for (k = *n - 1; k > 0 && codes[k - 1].error > code->error; k--)
		codes[k] = codes[k - 1];
	codes[k] = *code;
}

static void
find_codes(const struct search *search, struct finder_code codes[FINDER_CODES],
	int *n)
{
	const struct finder *const all = search->found;
	int a, b, c;

	for (a = 0; a < search->n; a++)
		for (b = 0; b < search->n; b++)
			for (c = 0; c < search->n; c++) {
				struct finder_code code;

				if (a == b || b == c || a == c)
					continue;
				code.error =
					corner_error(&all[a], &all[b], &all[c]);
				if (code.error < 0)
					continue;
				code.at[0] = middle_of(&all[a]);
				code.at[1] = middle_of(&all[b]);
				code.at[2] = middle_of(&all[c]);
				code.module =
					hypot(code.at[1].x - code.at[0].x,
						code.at[1].y - code.at[0].y) /
					APART;
				keep(codes, n, &code);
			}
}

bool
finders_find(const struct grey *work, const struct paper *paper,
	struct finder_code codes[FINDER_CODES], int *n, struct err *err)
{
	struct search search = {.work = work, .paper = paper};
	uint8_t *limits = malloc((size_t)work->w);
	int y, i, kept = 0;

	*n = 0;
	if (limits == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	for (y = 0; y < work->h; y++) {
		if (y % PAPER_STEP == 0)
			paper_thresholds(paper, y, work->w, 0.5, limits);
		search_row(&search, y, limits);
	}
	free(limits);
	for (i = 0; i < search.n && kept < TRIED; i++)
		if (search.found[i].n >= ROWS_MIN)
			search.found[kept++] = search.found[i];
	search.n = kept;
	find_codes(&search, codes, n);
	return true;
}
