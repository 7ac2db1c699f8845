#include "review/shelf.h"

#include "core/err.h"
#include "core/program.h"
#include "core/str.h"
#include "intake/decode.h"
#include "intake/image.h"
#include "intake/prints.h"
#include "store/roles.h"
#include "store/store.h"

#include <stdlib.h>
#include <string.h>

/* Of the prints to compare with; the reader needs 140. */
#define PRINT_DPI 200

/* A layout with the prints that were needed so far. */
struct known_layout {
	bool is_here;
	struct layout layout;
	struct str pdf;
};

struct shelf {
	char *path;
	struct store *store;
	bool is_borrowed;	 /* the store */
	struct decoder *decoder; /* its own: the reader's holds the page */
	struct prints *prints;	 /* shared by all workers */
	struct known_layout *layouts[UINT16_MAX + 1];
};

static bool
load_layout(struct shelf *shelf, uint16_t id, struct known_layout **out,
	struct err *err)
{
	struct known_layout *known = shelf->layouts[id];

	if (known == NULL) {
		known = calloc(1, sizeof(*known));
		if (known == NULL)
			return err_set(err, ERR_SYSTEM, "out of memory");
		shelf->layouts[id] = known;
		if (!store_layout_get(shelf->store, id, &known->layout,
			    &known->pdf, &known->is_here, err))
			return false;
	}
	*out = known;
	return true;
}

static bool
make_print(void *context, uint16_t id, int page, struct print *print,
	struct err *err)
{
	struct shelf *shelf = context;
	const struct known_layout *known = shelf->layouts[id];
	const struct decode_file pdf = {DECODE_PDF, (int)known->layout.n_pages};
	struct refusal refusal = {{0}, {0}};
	struct image image;

	return (decode_page(shelf->decoder, known->pdf.at, known->pdf.len, &pdf,
			page, PRINT_DPI, &image, &refusal, err) &&
		       print_make(print, &image, err)) ||
	       err_wrap(err, "the print of layout %.12s page %d",
		       known->layout.hash, page);
}

static enum page_lookup
look_up(struct shelf *shelf, const struct store_page *page,
	struct known_page *out, struct err *err)
{
	struct known_layout *known = NULL;

	if (!load_layout(shelf, page->code.layout_id, &known, err))
		return PAGE_FAILED;
	if (!known->is_here || page->code.page < 1 ||
		page->code.page > known->layout.n_pages)
		return PAGE_OTHER_LAYOUT;
	out->layout = &known->layout;
	out->page = &known->layout.pages[page->code.page - 1];
	out->print = NULL;
	if (out->page->n_boxes > 0) {
		out->print = prints_get(shelf->prints, page->code.layout_id,
			page->code.page, make_print, shelf, err);
		if (out->print == NULL)
			return PAGE_FAILED;
	}
	out->code = page->code;
	return PAGE_KNOWN;
}

static enum page_lookup
by_code(void *context, const struct page_code *code, struct known_page *out,
	struct err *err)
{
	struct shelf *shelf = context;
	struct store_page page;
	bool found = false;

	if (!store_page_by_token(shelf->store, code->token, &page, &found, err))
		return PAGE_FAILED;
	if (!found)
		return PAGE_UNKNOWN;
	if (page.code.layout_id != code->layout_id ||
		page.code.page != code->page || page.code.of != code->of)
		return PAGE_OTHER_LAYOUT;
	return look_up(shelf, &page, out, err);
}

static enum page_lookup
by_line(void *context, const char line[CODE_LINE], struct known_page *out,
	struct err *err)
{
	struct shelf *shelf = context;
	struct store_page page;
	bool found = false;

	if (!store_page_by_line(shelf->store, line, &page, &found, err))
		return PAGE_FAILED;
	return found ? look_up(shelf, &page, out, err) : PAGE_UNKNOWN;
}

/* With a decoder of its own, on the store that it has. */
static bool
make_book(struct shelf *shelf, struct page_book *book, struct err *err)
{
	shelf->decoder = decoder_new(err);
	if (shelf->decoder == NULL)
		return false;
	*book = (struct page_book){.context = shelf,
		.key = store_key(shelf->store),
		.by_code = by_code,
		.by_line = by_line};
	return true;
}

bool
shelf_open(void *context, struct page_book *book, struct err *err)
{
	struct shelf *shelf = context;

	shelf->store = store_open(shelf->path, STORE_READ, 0, err);
	store_at(shelf->store, program_now());
	return shelf->store != NULL && make_book(shelf, book, err);
}

struct shelf *
shelf_new(const char *path, struct err *err)
{
	struct shelf *shelf = calloc(1, sizeof(*shelf));

	if (shelf != NULL)
		shelf->path = strdup(path);
	if (shelf == NULL || shelf->path == NULL)
		err_set(err, ERR_SYSTEM, "out of memory");
	else
		shelf->prints = prints_new(err);
	if (shelf == NULL || shelf->prints == NULL) {
		shelf_free(shelf);
		return NULL;
	}
	return shelf;
}

struct shelf *
shelf_over(struct store *store, struct page_book *book, struct err *err)
{
	struct shelf *shelf = calloc(1, sizeof(*shelf));

	if (shelf == NULL) {
		err_set(err, ERR_SYSTEM, "out of memory");
		return NULL;
	}
	shelf->store = store;
	shelf->is_borrowed = true;
	shelf->prints = prints_new(err);
	if (shelf->prints == NULL || !make_book(shelf, book, err)) {
		shelf_free(shelf);
		return NULL;
	}
	return shelf;
}

static void
free_layout(struct known_layout *known)
{
	if (known == NULL)
		return;
	if (known->is_here)
		layout_finish(&known->layout);
	str_finish(&known->pdf);
	free(known);
}

void
shelf_free(struct shelf *shelf)
{
	size_t i;

	if (shelf == NULL)
		return;
	for (i = 0; i <= UINT16_MAX; i++)
		free_layout(shelf->layouts[i]);
	prints_free(shelf->prints);
	decoder_free(shelf->decoder);
	if (!shelf->is_borrowed)
		store_close(shelf->store);
	free(shelf->path);
	free(shelf);
}

struct store *
shelf_store(struct shelf *shelf)
{
	return shelf->store;
}
