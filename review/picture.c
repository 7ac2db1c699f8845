#include "review/picture.h"

#include "core/err.h"
#include "core/file.h"
#include "core/str.h"
#include "intake/crop.h"
#include "intake/decode.h"
#include "intake/image.h"
#include "intake/pngfile.h"
#include "intake/reduce.h"

#include <stdlib.h>
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

struct picture {
	enum review_kind kind;
	char item[LAYOUT_KEY];
	struct layout layout;
	bool has_layout;
	const struct layout_page *page;
	struct scan scans[2]; /* of a conflict: the filed, the newer; or one */
};

static bool
take_scan(struct store *store, int64_t reading, struct scan *scan,
	struct err *err)
{
	return store_reading(store, reading, &scan->reading, err) &&
	       store_scan_read(store, scan->reading.sha256, &scan->bytes, err);
}

static bool
decode_scan(struct decoder *decoder, struct scan *scan, struct err *err)
{
	const int page = scan->reading.source_page;
	struct refusal refusal;
	struct decode_file file;

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
 * The two scans are decoded in turn, as the decoder holds one picture: for
 * each part that differs the filed one, then the newer one.
 */
static bool
add_conflict(struct picture *picture, struct decoder *decoder, struct grey *out,
	struct err *err)
{
	const char *items[READING_ANSWERS];
	struct scan *filed = &picture->scans[0], *newer = &picture->scans[1];
	const size_t n = differing(&filed->reading, &newer->reading, items);
	size_t i;

	if (n == 0 || !filed->reading.has_map || !newer->reading.has_map)
		return decode_scan(decoder, filed, err) &&
		       crop_whole(out, &filed->image, err) &&
		       decode_scan(decoder, newer, err) &&
		       crop_whole(out, &newer->image, err);
	for (i = 0; i < n; i++) {
		if (!decode_scan(decoder, filed, err) ||
			!add_item(out, filed, picture->page, items[i], err) ||
			!decode_scan(decoder, newer, err) ||
			!add_item(out, newer, picture->page, items[i], err))
			return false;
	}
	return true;
}

static bool
add_one(struct picture *picture, struct decoder *decoder, struct grey *out,
	struct err *err)
{
	struct scan *scan = &picture->scans[0];

	if (!decode_scan(decoder, scan, err))
		return false;
	if (picture->kind == REVIEW_PAGE)
		return crop_whole(out, &scan->image, err);
	return add_item(out, scan, picture->page, picture->item, err);
}

static bool
take_layout(struct store *store, const struct store_review *review,
	struct picture *picture, struct err *err)
{
	static const struct layout_page nothing;

	picture->page = &nothing;
	if (review->layout_id != 0 &&
		!store_layout_get(store, review->layout_id, &picture->layout,
			NULL, &picture->has_layout, err))
		return false;
	if (picture->has_layout && review->page >= 1 &&
		(size_t)review->page <= picture->layout.n_pages)
		picture->page = &picture->layout.pages[review->page - 1];
	return true;
}

struct picture *
picture_take(
	struct store *store, const struct store_review *review, struct err *err)
{
	const bool is_conflict = review->kind == REVIEW_CONFLICT;
	struct picture *picture;

	if (review->sha256[0] == '\0') {
		err_set(err, ERR_USAGE,
			"it was given on a screen, and no scan shows it");
		return NULL;
	}
	picture = calloc(1, sizeof(*picture));
	if (picture == NULL) {
		err_set(err, ERR_SYSTEM, "out of memory");
		return NULL;
	}
	picture->kind = review->kind;
	str_copy(picture->item, sizeof(picture->item), review->answer.item);
	if (take_layout(store, review, picture, err) &&
		take_scan(store, is_conflict ? review->filed : review->reading,
			&picture->scans[0], err) &&
		(!is_conflict || take_scan(store, review->reading,
					 &picture->scans[1], err)))
		return picture;
	picture_free(picture);
	return NULL;
}

void
picture_free(struct picture *picture)
{
	if (picture == NULL)
		return;
	bytes_free(&picture->scans[0].bytes);
	bytes_free(&picture->scans[1].bytes);
	if (picture->has_layout)
		layout_finish(&picture->layout);
	free(picture);
}

bool
picture_make(struct picture *picture, struct decoder *decoder, struct str *out,
	struct err *err)
{
	struct grey grey = {0};
	struct image image;
	bool ok = picture->kind == REVIEW_CONFLICT
			  ? add_conflict(picture, decoder, &grey, err)
			  : add_one(picture, decoder, &grey, err);

	if (ok) {
		image = (struct image){.w = grey.w,
			.h = grey.h,
			.depth = 8,
			.stride = grey.stride,
			.bits = grey.px};
		ok = pngfile_write(&image, out, err);
	}
	grey_finish(&grey);
	return ok;
}

bool
picture_of(struct store *store, struct decoder *decoder,
	const struct store_review *review, struct str *out, struct err *err)
{
	struct picture *picture = picture_take(store, review, err);
	const bool ok =
		picture != NULL && picture_make(picture, decoder, out, err);

	picture_free(picture);
	return ok;
}
