#include "intake/blob.h"

#include "core/err.h"
#include "intake/room.h"

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
	struct blob_run *runs = room_larger(
		blobs->runs, blobs->room * sizeof(*runs), room * sizeof(*runs));

	if (runs == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	blobs->runs = runs;
	blobs->room = room;
	return true;
}

/* Until blobs_end `blob` is an earlier run of the same blob, or the run. */
static int32_t
root_of(struct blob_run *runs, int32_t i)
{
	while (runs[i].blob != i) {
		runs[i].blob = runs[runs[i].blob].blob;
		i = runs[i].blob;
	}
	return i;
}

static void
join(struct blob_run *runs, int32_t a, int32_t b)
{
	a = root_of(runs, a);
	b = root_of(runs, b);
	if (a < b)
		runs[b].blob = a;
	else
		runs[a].blob = b;
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
		*run = (struct blob_run){y, x0, x, (int32_t)blobs->n_runs};
		while (above < above_end && blobs->runs[above].x1 < x0)
			above++;
		for (k = above; k < above_end && blobs->runs[k].x0 <= x; k++)
			join(blobs->runs, (int32_t)k, (int32_t)blobs->n_runs);
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
		struct blob_run *run = &blobs->runs[i];

		/* The earlier one has its number by now. */
		run->blob = run->blob == (int32_t)i
				    ? blobs->n++
				    : blobs->runs[run->blob].blob;
	}
}

void
blobs_finish(struct blobs *blobs)
{
	room_free(blobs->runs, blobs->room * sizeof(*blobs->runs));
	*blobs = (struct blobs){0};
}
