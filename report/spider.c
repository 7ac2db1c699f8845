#include "report/spider.h"

#include <math.h>

/* How far from upright an axis may lean and still have its words above it. */
#define UPRIGHT 0.2

static double
angle_of(const struct spider *spider, size_t axis)
{
	return 2 * M_PI * (double)axis / (double)spider->n_axes;
}

static struct um_point
polar(const struct spider *spider, size_t axis, double um)
{
	const double angle = angle_of(spider, axis);

	return (struct um_point){
		spider->centre.x + (int32_t)lround(um * sin(angle)),
		spider->centre.y - (int32_t)lround(um * cos(angle))};
}

struct um_point
spider_at(const struct spider *spider, size_t axis, int step)
{
	return polar(
		spider, axis, (double)spider->radius_um * step / spider->steps);
}

void
spider_ring(const struct spider *spider, int step,
	struct um_point corners[SPIDER_AXES])
{
	size_t i;

	for (i = 0; i < spider->n_axes; i++)
		corners[i] = spider_at(spider, i, step);
}

static bool
is_whole(const struct spider *spider, const int *values)
{
	size_t i;

	for (i = 0; i < spider->n_axes; i++) {
		if (values[i] <= 0)
			return false;
	}
	return true;
}

/*
 * The first axis with a value behind one without, *from axes or more behind
 * the first gap; n_axes if there is none.
 */
static size_t
line_begin(const struct spider *spider, const int *values, size_t from)
{
	const size_t n = spider->n_axes;
	size_t i;

	for (i = from; i < n; i++) {
		if (values[i] > 0 && values[(i + n - 1) % n] <= 0)
			break;
	}
	return i;
}

size_t
spider_line(const struct spider *spider, const int *values, size_t *from,
	struct um_point points[SPIDER_AXES + 1])
{
	const size_t n = spider->n_axes;
	size_t begin, i;

	if (is_whole(spider, values)) {
		if (*from > 0)
			return 0;
		*from = n;
		for (i = 0; i <= n; i++)
			points[i] = spider_at(spider, i % n, values[i % n]);
		return n + 1;
	}
	while ((begin = line_begin(spider, values, *from)) < n) {
		*from = begin + 1;
		for (i = 0; values[(begin + i) % n] > 0; i++)
			points[i] = spider_at(spider, (begin + i) % n,
				values[(begin + i) % n]);
		if (i >= 2)
			return i;
	}
	*from = n;
	return 0;
}

int
spider_side(const struct spider *spider, size_t axis)
{
	const double x = sin(angle_of(spider, axis));

	return fabs(x) < UPRIGHT ? 0 : x < 0 ? -1 : 1;
}

struct um_rect
spider_label(const struct spider *spider, size_t axis, int32_t gap_um,
	int32_t w, int32_t h)
{
	const struct um_point end =
		polar(spider, axis, spider->radius_um + gap_um);
	const int side = spider_side(spider, axis);
	/* From the box above the end (0) to below it (1). */
	const double down = (1 - cos(angle_of(spider, axis))) / 2;
	const int32_t left = side == 0 ? w / 2 : side < 0 ? w : 0;

	return (struct um_rect){
		end.x - left, end.y - h + (int32_t)lround(down * h), w, h};
}
