#include "review/picture.h"

#include "core/err.h"
#include "core/file.h"
#include "core/str.h"
#include "intake/crop.h"
#include "intake/decode.h"
#include "intake/image.h"
#include "intake/pngfile.h"
#include "intake/reduce.h"

#include <string.h>

#define RENDER_DPI 300
#define MARGIN (4 * UM_PER_MM)	  /* around what is shown */
#define QUESTION (14 * UM_PER_MM) /* above it: the question */

/* One scan's page with what is known of it. */
struct scan {
	struct reading reading;
	struct bytes bytes;
	struct image image; /* the decoder's, until the next */
};

static bool
decode_scan(struct store *store, struct decoder *decoder, struct scan *scan,
	struct err *err)
{
	const int page = scan->reading.source_page;
	struct refusal refusal;
	struct decode_file file;

	bytes_free(&scan->bytes);
	if (!store_scan_read(store, scan->reading.sha256, &scan->bytes, err))
		return false;
	return decode_probe(decoder, scan->bytes.at, scan->bytes.len, &file,
		       &refusal, err) &&
	       decode_page(decoder, scan->bytes.at, scan->bytes.len, &file,
		       page > 0 ? page : 1, RENDER_DPI, &scan->image, &refusal,
		       err);
}

static void
join(struct um_rect *sum, struct um_rect more)
{
	int32_t right, below;

	if (sum->w == 0) {
		*sum = more;
		return;
	}
	right = sum->x + sum->w > more.x + more.w ? sum->x + sum->w
						  : more.x + more.w;
	below = sum->y + sum->h > more.y + more.h ? sum->y + sum->h
						  : more.y + more.h;
	sum->x = sum->x < more.x ? sum->x : more.x;
	sum->y = sum->y < more.y ? sum->y : more.y;
	sum->w = right - sum->x;
	sum->h = below - sum->y;
}

/* Where an item's boxes or its field stand; w is 0 if it is not there. */
static struct um_rect
place_of(const struct layout_page *page, const char *item)
{
	struct um_rect out = {0};
	size_t i;

	for (i = 0; i < page->n_boxes; i++) {
		if (strcmp(page->boxes[i].item, item) == 0)
			join(&out, page->boxes[i].zone);
	}
	for (i = 0; i < page->n_fields; i++) {
		if (strcmp(page->fields[i].item, item) == 0)
			join(&out, page->fields[i].rect);
	}
	out = um_rect_grown(out, MARGIN);
	out.y -= QUESTION;
	out.h += QUESTION;
	return out;
}

static bool
add_item(struct grey *out, const struct scan *scan,
	const struct layout_page *page, const char *item, struct err *err)
{
	const struct um_rect place = place_of(page, item);

	if (place.w <= 2 * MARGIN || !scan->reading.has_map)
		return crop_whole(out, &scan->image, err);
	return crop_add(out, &scan->image, &scan->reading.map, place, err);
}

/* The items that two readings of a page do not agree on. */
static size_t
differing(const struct reading *a, const struct reading *b,
	const char *items[READING_ANSWERS])
{
	struct reading one = {.n_answers = 1}, other = {.n_answers = 1};
	size_t n = 0;
	int i, k;

	for (i = 0; i < b->n_answers; i++) {
		bool agrees = false;

		other.answers[0] = b->answers[i];
		for (k = 0; k < a->n_answers; k++) {
			one.answers[0] = a->answers[k];
			agrees =
				agrees || (strcmp(one.answers[0].item,
						   b->answers[i].item) == 0 &&
						  reading_agrees(&one, &other));
		}
		if (!agrees)
			items[n++] = b->answers[i].item;
	}
	return n;
}

/*
 * The two scans are decoded in turn, as the decoder holds one picture: first
 * all parts of the filed one, then those of the newer one, then interleaved.
 */
static bool
add_conflict(struct store *store, struct decoder *decoder,
	const struct store_review *review, const struct layout_page *page,
	struct grey *out, struct err *err)
{
	const char *items[READING_ANSWERS];
	struct scan filed = {0}, newer = {0};
	bool ok = false;
	size_t n, i;

	if (!store_reading(store, review->filed, &filed.reading, err) ||
		!store_reading(store, review->reading, &newer.reading, err))
		goto out;
	n = differing(&filed.reading, &newer.reading, items);
	if (n == 0 || !filed.reading.has_map || !newer.reading.has_map) {
		ok = decode_scan(store, decoder, &filed, err) &&
		     crop_whole(out, &filed.image, err) &&
		     decode_scan(store, decoder, &newer, err) &&
		     crop_whole(out, &newer.image, err);
		goto out;
	}
	for (i = 0; i < n; i++) {
		if (!decode_scan(store, decoder, &filed, err) ||
			!add_item(out, &filed, page, items[i], err) ||
			!decode_scan(store, decoder, &newer, err) ||
			!add_item(out, &newer, page, items[i], err))
			goto out;
	}
	ok = true;
out:
	bytes_free(&filed.bytes);
	bytes_free(&newer.bytes);
	return ok;
}

static bool
add_one(struct store *store, struct decoder *decoder,
	const struct store_review *review, const struct layout_page *page,
	struct grey *out, struct err *err)
{
	struct scan scan = {0};
	bool ok = store_reading(store, review->reading, &scan.reading, err) &&
		  decode_scan(store, decoder, &scan, err);

	if (ok && review->kind == REVIEW_PAGE)
		ok = crop_whole(out, &scan.image, err);
	else if (ok)
		ok = add_item(out, &scan, page, review->answer.item, err);
	bytes_free(&scan.bytes);
	return ok;
}

bool
picture_of(struct store *store, struct decoder *decoder,
	const struct store_review *review, struct str *out, struct err *err)
{
	static const struct layout_page nothing;
	const struct layout_page *page = &nothing;
	struct layout layout = {0};
	struct grey grey = {0};
	struct image image;
	bool found = false, ok = false;

	if (review->layout_id != 0 &&
		!store_layout_get(
			store, review->layout_id, &layout, NULL, &found, err))
		return false;
	if (found && review->page >= 1 &&
		(size_t)review->page <= layout.n_pages)
		page = &layout.pages[review->page - 1];
	ok = review->kind == REVIEW_CONFLICT
		     ? add_conflict(store, decoder, review, page, &grey, err)
		     : add_one(store, decoder, review, page, &grey, err);
	if (ok) {
		image = (struct image){.w = grey.w,
			.h = grey.h,
			.depth = 8,
			.stride = grey.stride,
			.bits = grey.px};
		ok = pngfile_write(&image, out, err);
	}
	grey_finish(&grey);
	if (found)
		layout_finish(&layout);
	return ok;
}
