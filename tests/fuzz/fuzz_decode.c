/*
 * Files of strangers into the decoders, in this process and without the
 * sandbox, so that the fuzzer sees the branches. Pages that only poppler
 * draws are left to the sandbox. Property: a page that is decoded has sides,
 * stride and depth that agree, and its pixels do not depend on what was in
 * the memory before.
 */
#include <stdlib.h>
#include <string.h>

#include "core/err.h"
#include "intake/decode_child.h"

/* Small, so that a run is quick; larger pages are passed over. */
#define PIXELS ((size_t)1 << 22)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t len);
const char *__asan_default_options(void);

/* The decoders free nothing after a failure: their process ends. */
const char *
__asan_default_options(void)
{
	return "detect_leaks=0";
}

/* False: the header says more than PIXELS, or it is refused. */
static bool
decode(const uint8_t *data, size_t len, uint8_t *bits, struct page *page)
{
	*page = (struct page){.bits = bits};
	if (len > 4 && !memcmp(data, "\x89PNG", 4))
		return decode_png(page, data, len) == DECODE_OK;
	if (len > 4 && !memcmp(data, "\xff\xd8\xff", 3))
		return decode_jpeg(page, data, len) == DECODE_OK;
	if (len > 4 && (!memcmp(data, "II", 2) || !memcmp(data, "MM", 2)))
		return decode_tiff_count(page, data, len) == DECODE_OK &&
		       page->n_pages > 0 &&
		       decode_tiff(page, data, len, 1) == DECODE_OK;
	if (len > 4 && !memcmp(data, "%PDF", 4))
		decode_pdf_count(page, data, len);
	return false;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	static uint8_t *first, *second;
	struct page page, again;

	/* As much as page_start ever allows: touched only where used. */
	if (!first) {
		first = malloc(DECODE_PX);
		second = malloc(DECODE_PX);
	}
	uint8_t *const exact = malloc(len ? len : 1);
	if (!first || !second || !exact)
		abort();
	memcpy(exact, data, len);
	memset(first, 0, PIXELS);
	memset(second, 0xff, PIXELS);
	if (decode(exact, len, first, &page)) {
		const size_t size = page.stride * (size_t)page.h;
		if (!decode(exact, len, second, &again) || page.w != again.w ||
			page.h != again.h || page.stride != again.stride)
			abort();
		if (size <= PIXELS && memcmp(first, second, size) != 0)
			abort();
		if (page.stride != (page.depth == 1 ? ((size_t)page.w + 7) / 8
						    : (size_t)page.w))
			abort();
	}
	free(exact);
	return 0;
}
