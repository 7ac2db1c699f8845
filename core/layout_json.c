#include "core/layout_json.h"

#include "core/err.h"
#include "core/doc.h"
#include "core/str.h"

#include <stdlib.h>
#include <string.h>

static void
add_mm(struct str *out, const char *name, int32_t um)
{
	const char *sign = um < 0 ? "-" : "";
	const int32_t a = um < 0 ? -um : um;
	int32_t thousandths = a % UM_PER_MM;
	int digits = 3;

	str_addf(out, "\"%s\":%s%d", name, sign, a / UM_PER_MM);
	if (thousandths == 0)
		return;
	while (thousandths % 10 == 0) {
		thousandths /= 10;
		digits--;
	}
	str_addf(out, ".%0*d", digits, thousandths);
}

static void
add_sides(struct str *out, struct um_rect rect)
{
	add_mm(out, "x_mm", rect.x);
	str_add(out, ",");
	add_mm(out, "y_mm", rect.y);
	str_add(out, ",");
	add_mm(out, "w_mm", rect.w);
	str_add(out, ",");
	add_mm(out, "h_mm", rect.h);
}

static void
add_rects(struct str *out, const char *name, const struct um_rect *rects,
	size_t n)
{
	size_t i;

	str_addf(out, "\"%s\":[", name);
	for (i = 0; i < n; i++) {
		str_add(out, i == 0 ? "{" : ",{");
		add_sides(out, rects[i]);
		str_add(out, "}");
	}
	str_add(out, "]");
}

static void
add_box(struct str *out, const struct layout_box *box)
{
	const char *word = value_word(box->value);

	str_addf(out, "{\"item\":\"%s\",\"value\":", box->item);
	if (word != NULL)
		str_addf(out, "\"%s\",", word);
	else
		str_addf(out, "%d,", box->value);
	add_sides(out, box->box);
	str_add(out, ",\"zone\":{");
	add_sides(out, box->zone);
	str_add(out, "}}");
}

static void
add_page(struct str *out, const struct layout_page *page)
{
	size_t i;

	str_addf(out, "{\"page\":%d,", page->page);
	add_rects(out, "anchors", page->anchors, FRAME_ANCHORS);
	str_add(out, ",");
	add_rects(out, "codes", page->codes, FRAME_CODES);
	str_add(out, ",");
	add_rects(out, "code_lines", page->code_lines, FRAME_CODES);
	str_add(out, ",\"boxes\":[");
	for (i = 0; i < page->n_boxes; i++) {
		if (i > 0)
			str_add(out, ",");
		add_box(out, &page->boxes[i]);
	}
	str_add(out, "],\"fields\":[");
	for (i = 0; i < page->n_fields; i++) {
		const struct layout_field *f = &page->fields[i];

		str_addf(out, "%s{\"item\":\"%s\",\"kind\":\"%s\",",
			i > 0 ? "," : "", f->item, f->kind);
		add_sides(out, f->rect);
		str_add(out, "}");
	}
	str_add(out, "]}");
}

void
layout_write(const struct layout *layout, struct str *out)
{
	size_t i;

	str_addf(out,
		"{\"layout\":%d,\"hash\":\"%s\",\"print\":\"%s\","
		"\"instrument\":\"%s\",\"instrument_version\":\"%s\","
		"\"language\":\"%s\",\"direction\":\"%s\",\"level\":\"%s\","
		"\"steps\":%d,\"page_size_mm\":[%d,%d],\"pages\":[",
		LAYOUT_VERSION, layout->hash, layout->print, layout->instrument,
		layout->instrument_version, layout->language, layout->direction,
		layout->level, layout->steps, layout->size.w / UM_PER_MM,
		layout->size.h / UM_PER_MM);
	for (i = 0; i < layout->n_pages; i++) {
		if (i > 0)
			str_add(out, ",");
		add_page(out, &layout->pages[i]);
	}
	str_add(out, "]}");
}

static bool
read_rect(struct doc_at at, struct um_rect *rect, struct err *err)
{
	return doc_um(at, "x_mm", &rect->x, err) &&
	       doc_um(at, "y_mm", &rect->y, err) &&
	       doc_um(at, "w_mm", &rect->w, err) &&
	       doc_um(at, "h_mm", &rect->h, err);
}

/* Exactly n rectangles. */
static bool
read_rects(struct doc_at page, const char *name, struct um_rect *rects,
	size_t n, struct err *err)
{
	struct doc_at list, item;
	size_t i, len;

	if (!doc_array(page, name, &list, &len, err))
		return false;
	if (len != n)
		return err_set(err, ERR_INPUT, "%s has %zu entries, not %zu",
			name, len, n);
	for (i = 0; i < n; i++) {
		if (!doc_entry(list, i, &item, err) ||
			!read_rect(item, &rects[i], err))
			return err_wrap(err, "%s %zu", name, i + 1);
	}
	return true;
}

static bool
read_value(struct doc_at at, int *value, struct err *err)
{
	char word[ITEM_KEY];

	if (doc_is_text(at, "value")) {
		if (!doc_text(at, "value", word, sizeof(word), err))
			return false;
		*value = value_of_word(word);
		if (*value == VALUE_NONE)
			return err_set(err, ERR_INPUT,
				"value \"%s\" is not a word of ours", word);
		return true;
	}
	if (!doc_int(at, "value", value, err))
		return false;
	if (*value < 1 || *value > STEP_MAX)
		return err_set(err, ERR_INPUT, "value %d is not 1..%d", *value,
			STEP_MAX);
	return true;
}

static bool
read_box(struct doc_at at, struct layout_page *page, struct err *err)
{
	struct layout_box *box = layout_box_add(page, err);
	struct doc_at zone;

	if (box == NULL || !doc_text(at, "item", box->item, ITEM_KEY, err) ||
		!read_value(at, &box->value, err) ||
		!read_rect(at, &box->box, err) ||
		!doc_object(at, "zone", &zone, err))
		return false;
	if (!read_rect(zone, &box->zone, err))
		return err_wrap(err, "zone");
	if (!str_is_key(box->item))
		return err_set(
			err, ERR_INPUT, "item \"%s\" is not a key", box->item);
	if (box->box.w <= 0 || box->box.h <= 0 ||
		!um_rect_within(box->box, box->zone))
		return err_set(err, ERR_INPUT,
			"the box of %s does not lie in its zone", box->item);
	return true;
}

static bool
read_field(struct doc_at at, struct layout_page *page, struct err *err)
{
	struct layout_field *field = layout_field_add(page, err);

	return field != NULL &&
	       doc_text(at, "item", field->item, ITEM_KEY, err) &&
	       doc_text(at, "kind", field->kind, sizeof(field->kind), err) &&
	       read_rect(at, &field->rect, err);
}

static bool
read_list(struct doc_at at, const char *name, struct layout_page *page,
	bool (*read_entry)(struct doc_at, struct layout_page *, struct err *),
	struct err *err)
{
	struct doc_at list, item;
	size_t i, n;

	if (!doc_array(at, name, &list, &n, err))
		return false;
	if (n > 1000)
		return err_set(err, ERR_LIMIT, "%s has %zu entries", name, n);
	for (i = 0; i < n; i++) {
		if (!doc_entry(list, i, &item, err) ||
			!read_entry(item, page, err))
			return err_wrap(err, "%s %zu", name, i + 1);
	}
	return true;
}

static bool
read_page(struct doc_at at, struct layout *layout, struct err *err)
{
	struct layout_page *page = layout_page_add(layout, err);
	int number;

	if (page == NULL || !doc_int(at, "page", &number, err))
		return false;
	if (number != page->page)
		return err_set(err, ERR_INPUT, "page is %d, not %d", number,
			page->page);
	return read_rects(at, "anchors", page->anchors, FRAME_ANCHORS, err) &&
	       read_rects(at, "codes", page->codes, FRAME_CODES, err) &&
	       read_rects(
		       at, "code_lines", page->code_lines, FRAME_CODES, err) &&
	       read_list(at, "boxes", page, read_box, err) &&
	       read_list(at, "fields", page, read_field, err);
}

static bool
read_head(struct doc_at at, struct layout *layout, struct err *err)
{
	struct doc_at size, w, h;
	size_t n;
	int version;

	if (!doc_int(at, "layout", &version, err))
		return false;
	if (version != LAYOUT_VERSION)
		return err_set(err, ERR_INPUT,
			"layout version %d is not %d; use the program that "
			"wrote it",
			version, LAYOUT_VERSION);
	if (!doc_array(at, "page_size_mm", &size, &n, err))
		return false;
	if (n != 2 || !doc_entry(size, 0, &w, err) ||
		!doc_entry(size, 1, &h, err) ||
		!doc_um_here(w, &layout->size.w, err) ||
		!doc_um_here(h, &layout->size.h, err)) {
		err_clear(err);
		return err_set(
			err, ERR_INPUT, "page_size_mm is not two numbers");
	}
	return doc_text(at, "hash", layout->hash, LAYOUT_HASH, err) &&
	       doc_text(at, "print", layout->print, LAYOUT_HASH, err) &&
	       doc_text(
		       at, "instrument", layout->instrument, LAYOUT_KEY, err) &&
	       doc_text(at, "instrument_version", layout->instrument_version,
		       LAYOUT_KEY, err) &&
	       doc_text(at, "language", layout->language, LAYOUT_KEY, err) &&
	       doc_text(at, "direction", layout->direction,
		       sizeof(layout->direction), err) &&
	       doc_text(at, "level", layout->level, LAYOUT_KEY, err) &&
	       doc_int(at, "steps", &layout->steps, err);
}

static bool
read_root(struct doc_at root, struct layout *layout, struct err *err)
{
	struct doc_at pages, at;
	char hash[LAYOUT_HASH];
	size_t i, n;

	if (!read_head(root, layout, err) ||
		!doc_array(root, "pages", &pages, &n, err))
		return false;
	for (i = 0; i < n; i++) {
		if (!doc_entry(pages, i, &at, err) ||
			!read_page(at, layout, err))
			return err_wrap(err, "page %zu", i + 1);
	}
	if (!layout_hash(layout, hash, err))
		return false;
	if (strcmp(hash, layout->hash) != 0)
		return err_set(err, ERR_INPUT,
			"the hash does not fit the layout; it was changed");
	return true;
}

bool
layout_read(
	const char *json, size_t len, struct layout *layout, struct err *err)
{
	struct layout out = {0};
	struct doc *doc = doc_parse(json, len, err);
	const bool ok = doc != NULL && read_root(doc_root(doc), &out, err);

	doc_free(doc);
	if (ok)
		*layout = out;
	else
		layout_finish(&out);
	return ok;
}
