#include "intake/blob.h"

#include "core/err.h"

#include <stdlib.h>
#include <string.h>

void
blobs_begin(struct blobs *blobs)
{
	blobs->n_runs = 0;
	blobs->row_begin = blobs->row_end = 0;
	blobs->row_y = -2;
	blobs->n = 0;
}

static bool
grow(struct blobs *blobs, struct err *err)
{
	const size_t room = blobs->room == 0 ? 16384 : 2 * blobs->room;
	struct blob_run *runs =
		realloc(blobs->runs, room * sizeof(*blobs->runs));
	int32_t *parent;

	if (runs == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	blobs->runs = runs;
	parent = realloc(blobs->parent, room * sizeof(*blobs->parent));
	if (parent == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	blobs->parent = parent;
	blobs->room = room;
	return true;
}

static int32_t
root_of(int32_t *parent, int32_t i)
{
	while (parent[i] != i) {
		parent[i] = parent[parent[i]];
		i = parent[i];
	}
	return i;
}

static void
join(int32_t *parent, int32_t a, int32_t b)
{
	a = root_of(parent, a);
	b = root_of(parent, b);
	if (a < b)
		parent[b] = a;
	else
		parent[a] = b;
}

bool
blobs_row(
	struct blobs *blobs, int y, const uint8_t *mask, int w, struct err *err)
{
	const size_t begin = blobs->n_runs;
	size_t above = blobs->row_begin;
	const size_t above_end = blobs->row_y == y - 1 ? blobs->row_end : 0;
	int x = 0;

	for (;;) {
		struct blob_run *run;
		int x0;
		size_t k;

		while (x + 8 <= w) {
			uint64_t eight;

			memcpy(&eight, mask + x, 8);
			if (eight != 0)
				break;
			x += 8;
		}
		while (x < w && mask[x] == 0)
			x++;
		if (x >= w)
			break;
		x0 = x;
		while (x < w && mask[x] != 0)
			x++;
		if (blobs->n_runs == blobs->room && !grow(blobs, err))
			return false;
		run = &blobs->runs[blobs->n_runs];
		*run = (struct blob_run){y, x0, x, 0};
		blobs->parent[blobs->n_runs] = (int32_t)blobs->n_runs;
		while (above < above_end && blobs->runs[above].x1 < x0)
			above++;
		for (k = above; k < above_end && blobs->runs[k].x0 <= x; k++)
			join(blobs->parent, (int32_t)k, (int32_t)blobs->n_runs);
		blobs->n_runs++;
	}
	blobs->row_begin = begin;
	blobs->row_end = blobs->n_runs;
	blobs->row_y = y;
	return true;
}

void
blobs_end(struct blobs *blobs)
{
	size_t i;

	blobs->n = 0;
	for (i = 0; i < blobs->n_runs; i++) {
		const int32_t root = root_of(blobs->parent, (int32_t)i);

		/* A root is its blob's first run: seen before the others. */
		if (root == (int32_t)i)
			blobs->runs[i].blob = blobs->n++;
		else
			blobs->runs[i].blob = blobs->runs[root].blob;
	}
}

void
blobs_finish(struct blobs *blobs)
{
	free(blobs->runs);
	free(blobs->parent);
	*blobs = (struct blobs){0};
}
