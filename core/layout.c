#include "core/layout.h"

#include "core/err.h"
#include "core/hash.h"
#include "core/layout_json.h"
#include "core/str.h"

#include <stdlib.h>
#include <string.h>

struct layout_page *
layout_page_add(struct layout *layout, struct err *err)
{
	struct layout_page *pages, *page;
	int i;

	if (layout->n_pages == LAYOUT_PAGES) {
		err_set(err, ERR_LIMIT, "a sheet has at most %d pages",
			LAYOUT_PAGES);
		return NULL;
	}
	pages = realloc(layout->pages, (layout->n_pages + 1) * sizeof(*pages));
	if (pages == NULL) {
		err_set(err, ERR_SYSTEM, "out of memory");
		return NULL;
	}
	layout->pages = pages;
	page = &pages[layout->n_pages++];
	*page = (struct layout_page){.page = (int)layout->n_pages};
	for (i = 0; i < FRAME_ANCHORS; i++)
		page->anchors[i] = frame_anchor(i);
	for (i = 0; i < FRAME_CODES; i++) {
		page->codes[i] = frame_code(i);
		page->code_lines[i] = frame_code_line(i);
	}
	return page;
}

struct layout_box *
layout_box_add(struct layout_page *page, struct err *err)
{
	struct layout_box *boxes =
		realloc(page->boxes, (page->n_boxes + 1) * sizeof(*boxes));

	if (boxes == NULL) {
		err_set(err, ERR_SYSTEM, "out of memory");
		return NULL;
	}
	page->boxes = boxes;
	boxes[page->n_boxes] = (struct layout_box){.value = VALUE_NONE};
	return &boxes[page->n_boxes++];
}

struct layout_field *
layout_field_add(struct layout_page *page, struct err *err)
{
	struct layout_field *fields =
		realloc(page->fields, (page->n_fields + 1) * sizeof(*fields));

	if (fields == NULL) {
		err_set(err, ERR_SYSTEM, "out of memory");
		return NULL;
	}
	page->fields = fields;
	fields[page->n_fields] = (struct layout_field){.kind = "crop"};
	return &fields[page->n_fields++];
}

bool
layout_hash(
	const struct layout *layout, char hash[LAYOUT_HASH], struct err *err)
{
	struct layout copy = *layout;
	struct str json = {0};
	const bool ok = (copy.hash[0] = '\0', layout_write(&copy, &json),
		str_ok(&json, err));

	if (ok)
		hash_bytes(json.at, json.len, hash);
	str_finish(&json);
	return ok;
}

bool
layout_seal(struct layout *layout, const void *pdf, size_t len, struct err *err)
{
	hash_bytes(pdf, len, layout->print);
	return layout_hash(layout, layout->hash, err);
}

size_t
layout_items(const struct layout_page *page, const char *items[], size_t room)
{
	size_t n = 0, i, k;

	for (i = 0; i < page->n_boxes; i++) {
		const char *item = page->boxes[i].item;

		for (k = 0; k < n && strcmp(items[k], item) != 0; k++)
			;
		if (k == n && n < room)
			items[n++] = item;
	}
	return n;
}

void
layout_finish(struct layout *layout)
{
	size_t i;

	for (i = 0; i < layout->n_pages; i++) {
		free(layout->pages[i].boxes);
		free(layout->pages[i].fields);
	}
	free(layout->pages);
	*layout = (struct layout){0};
}
