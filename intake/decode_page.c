#include "intake/decode_child.h"
#include "intake/image.h"
#include "intake/reduce.h"

/* Outside these a file's density is no scanner's. */
#define DPI_MIN 20
#define DPI_MAX 4800

static int
believable(double dpi)
{
	return dpi >= DPI_MIN && dpi <= DPI_MAX ? (int)(dpi + 0.5) : 0;
}

enum decode_reason
page_start(struct page *page, uint32_t w, uint32_t h, int depth, double dpi_x,
	double dpi_y)
{
	page->w = (int)w;
	page->h = (int)h;
	if (w == 0 || h == 0)
		return DECODE_DAMAGED;
	if (w > DECODE_SIDE_PX || h > DECODE_SIDE_PX ||
		(uint64_t)w * h > DECODE_PX)
		return DECODE_TOO_LARGE;
	page->depth = depth;
	page->stride = depth == 1 ? (w + 7) / 8 : w;
	page->factor = 1;
	if (page->points_x > 0)
		dpi_x = w * 72 / page->points_x;
	if (page->points_y > 0)
		dpi_y = h * 72 / page->points_y;
	page->dpi_x = believable(dpi_x);
	page->dpi_y = believable(dpi_y);
	return DECODE_OK;
}

void
page_reduce(struct page *page)
{
	const struct image image = {.w = page->w,
		.h = page->h,
		.dpi_x = page->dpi_x,
		.dpi_y = page->dpi_y};
	const int factor = reduce_factor_of(&image);

	if (!page->may_reduce || factor < 2 || page->w < factor ||
		page->h < factor)
		return;
	page->factor = factor;
	page->stride = grey_stride(page->w / factor);
}

uint8_t *
page_row(const struct page *page, uint32_t y)
{
	return page->bits + y * page->stride;
}

void
page_set_black(struct page *page, bool invert)
{
	const size_t n = page->stride * (size_t)page->h;

	if (invert)
		for (size_t i = 0; i < n; i++)
			page->bits[i] ^= 0xff;
	if (page->w % 8 == 0)
		return;
	const uint8_t keep = (uint8_t)(0xff00 >> page->w % 8);
	for (size_t at = page->stride - 1; at < n; at += page->stride)
		page->bits[at] &= keep;
}
