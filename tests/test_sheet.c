/*
 * Sheets as they come out: what the layout promises, held against what
 * poppler's tools see in the PDF.
 */
#include "tests/test.h"

#include "core/file.h"
#include "core/frame.h"
#include "core/layout.h"
#include "core/str.h"
#include "draw/text.h"
#include "forms/place.h"
#include "forms/print.h"
#include "forms/sheet.h"
#include "instrument/instrument.h"
#include "instrument/wording.h"

#include <unistd.h>

static char folder[] = "/tmp/skapa-test-XXXXXX";
static struct text_engine *engine;

static int
setup(void **state)
{
	struct err err = {0};

	(void)state;
	engine = text_engine_new(&err);
	return mkdtemp(folder) == NULL || engine == NULL;
}

static int
teardown(void **state)
{
	char command[64];

	(void)state;
	text_engine_free(engine);
	text_end();
	snprintf(command, sizeof(command), "rm -rf %s", folder);
	return system(command);
}

/* A sheet with what it borrows. */
struct made {
	struct instrument *instrument;
	struct wording *wording, *swedish;
	struct sheet *sheet;
	struct str pdf;
};

static void
make(struct made *m, const char *id, const char *language)
{
	struct err err = {0};
	struct sheet_order order = {.templates = "templates",
		.level = "original",
		.steps = 5,
		.engine = engine};

	*m = (struct made){0};
	m->instrument = instrument_load("templates", id, &err);
	assert_ok(m->instrument != NULL, &err);
	m->wording = wording_load(
		"templates", m->instrument, language, "original", 5, &err);
	assert_ok(m->wording != NULL, &err);
	if (strcmp(language, "sv") != 0)
		m->swedish = wording_load(
			"templates", m->instrument, "sv", "original", 5, &err);
	order.instrument = m->instrument;
	order.wording = m->wording;
	order.swedish = m->swedish;
	m->sheet = sheet_new(&order, &err);
	assert_ok(m->sheet != NULL, &err);
	assert_ok(print_plain(m->sheet, "t", language, &m->pdf, &err), &err);
}

static void
unmake(struct made *m)
{
	sheet_free(m->sheet);
	wording_free(m->wording);
	wording_free(m->swedish);
	instrument_free(m->instrument);
	str_finish(&m->pdf);
}

/* Both instruments in every language that there are files for. */
struct all {
	char **languages[2];
	size_t n[2];
};

static const char *const instruments[] = {"skapa", "skapa-caseworker"};

static void
all_load(struct all *all)
{
	struct err err = {0};
	size_t i;

	for (i = 0; i < 2; i++) {
		all->languages[i] = wording_languages(
			"templates", instruments[i], &all->n[i], &err);
		assert_ok(all->languages[i] != NULL, &err);
		assert_true(all->n[i] >= 2);
	}
	assert_int_equal(all->n[0], all->n[1]);
}

static void
all_free(struct all *all)
{
	wording_languages_free(all->languages[0]);
	wording_languages_free(all->languages[1]);
}

static int
boxes_of(const struct layout *layout, const char *item)
{
	size_t p, i;
	int n = 0;

	for (p = 0; p < layout->n_pages; p++) {
		for (i = 0; i < layout->pages[p].n_boxes; i++)
			n += strcmp(layout->pages[p].boxes[i].item, item) == 0;
	}
	return n;
}

static void
check_page(const struct layout_page *page, const char *name)
{
	const struct um_rect content = frame_content();
	size_t i, k;

	for (i = 0; i < page->n_boxes; i++) {
		const struct layout_box *a = &page->boxes[i];

		if (a->box.w < 6000 || a->box.h < 6000)
			fail_msg("%s: the box of %s is small", name, a->item);
		if (!um_rect_within(a->box, a->zone) ||
			!um_rect_within(a->zone, content))
			fail_msg("%s: %s stands outside", name, a->item);
		for (k = 0; k < i; k++) {
			if (um_rect_overlaps(um_rect_grown(a->zone, 2999),
				    page->boxes[k].zone))
				fail_msg("%s: zones of %s %d and %s %d are "
					 "within 3 mm",
					name, a->item, a->value,
					page->boxes[k].item,
					page->boxes[k].value);
		}
	}
}

static void
check_sheet(const char *id, const char *language)
{
	struct made m;
	const struct layout *layout;
	char name[64];
	size_t i, p;

	snprintf(name, sizeof(name), "%s in %s", id, language);
	make(&m, id, language);
	layout = &m.sheet->layout;
	if (layout->n_pages % 2 != 0)
		fail_msg("%s: %zu pages", name, layout->n_pages);
	for (i = 0; i < m.instrument->n_items; i++) {
		const struct item *item = &m.instrument->items[i];

		if (boxes_of(layout, item->key) !=
			item_steps(item, 5) + (int)m.instrument->n_extras)
			fail_msg("%s: %s has %d boxes", name, item->key,
				boxes_of(layout, item->key));
	}
	if (boxes_of(layout, ITEM_PRACTICE) !=
		(m.instrument->practice == NULL
				? 0
				: 5 + (int)m.instrument->n_extras))
		fail_msg("%s: practice has %d boxes", name,
			boxes_of(layout, ITEM_PRACTICE));
	for (p = 0; p < layout->n_pages; p++)
		check_page(&layout->pages[p], name);
	unmake(&m);
}

static void
test_sheet__keeps_what_the_layout_promises(void **state)
{
	struct all all;
	size_t i, k;

	(void)state;
	all_load(&all);
	for (i = 0; i < 2; i++) {
		for (k = 0; k < all.n[i]; k++)
			check_sheet(instruments[i], all.languages[i][k]);
	}
	all_free(&all);
}

static void
test_sheet__same_order_same_bytes(void **state)
{
	struct made a, b;
	struct str json_a = {0}, json_b = {0};

	(void)state;
	make(&a, "skapa", "en");
	make(&b, "skapa", "en");
	assert_int_equal(a.pdf.len, b.pdf.len);
	assert_memory_equal(a.pdf.at, b.pdf.at, a.pdf.len);
	layout_write(&a.sheet->layout, &json_a);
	layout_write(&b.sheet->layout, &json_b);
	assert_string_equal(json_a.at, json_b.at);
	str_finish(&json_a);
	str_finish(&json_b);
	unmake(&a);
	unmake(&b);
}

/* Text as pdftotext gives it, white space folded to single blanks. */
static char *
text_of(const struct str *pdf)
{
	char path[64], command[320];
	struct bytes got = {0};
	struct err err = {0};
	size_t i, n = 0;

	snprintf(path, sizeof(path), "%s/a.pdf", folder);
	assert_ok(file_write(path, pdf->at, pdf->len, &err), &err);
	snprintf(command, sizeof(command),
		"pdftotext -raw %s %s/a.txt && qpdf --check %s >%s/qpdf 2>&1",
		path, folder, path, folder);
	assert_int_equal(system(command), 0);
	snprintf(path, sizeof(path), "%s/a.txt", folder);
	assert_ok(file_read(path, 1 << 20, &got, &err), &err);
	for (i = 0; i < got.len; i++) {
		const uint8_t c = got.at[i];
		const bool blank = c == '\n' || c == ' ' || c == '\f';

		if (!blank)
			got.at[n++] = c;
		else if (n > 0 && got.at[n - 1] != ' ')
			got.at[n++] = ' ';
	}
	got.at[n] = '\0';
	return (char *)got.at;
}

/* As pdftotext gives it: no-break spaces (C2 A0) are blanks. */
static bool
has(const char *text, const char *words)
{
	char *plain = strdup(words);
	char *from, *to;
	bool found;

	assert_non_null(plain);
	for (from = to = plain; *from != '\0'; from++) {
		if (strncmp(from, "\xc2\xa0", 2) == 0)
			*++from = ' ';
		*to++ = *from;
	}
	*to = '\0';
	found = strstr(text, plain) != NULL;
	free(plain);
	return found;
}

static void
check_text(const char *id, const char *language)
{
	struct made m;
	char *text;
	size_t i;

	make(&m, id, language);
	text = text_of(&m.pdf);
	for (i = 0; i < m.instrument->n_items; i++) {
		const char *key = m.instrument->items[i].key;

		if (!has(text, wording_question(m.wording, key)))
			fail_msg("%s in %s: %s is not found whole", id,
				language, key);
		if (m.swedish != NULL &&
			!has(text, wording_question(m.swedish, key)))
			fail_msg("%s in %s: the Swedish %s", id, language, key);
	}
	assert_non_null(strstr(text, "Tillståndet är inte bekräftat."));
	free(text);
	unmake(&m);
}

/*
 * In languages whose letters stand one after another, as they are stored. What
 * a viewer gives for the others is its own reading of where the glyphs stand.
 */
static void
test_sheet__pdftotext_finds_every_question(void **state)
{
	static const char *const plain[] = {
		"sv", "en", "es", "kmr", "ru", "so", "ti", "tr", "uk"};
	size_t i, k;

	(void)state;
	for (k = 0; k < sizeof(plain) / sizeof(*plain); k++) {
		for (i = 0; i < 2; i++)
			check_text(instruments[i], plain[k]);
	}
}

/* A PGM of one page from pdftoppm at 254 dpi: 10 px a millimetre. */
struct pgm {
	int w, h;
	struct bytes file;
	const uint8_t *pixels;
};

static void
rasterise(struct pgm *pgm, const struct str *pdf, size_t page)
{
	char path[64], command[256];
	struct err err = {0};
	int max = 0, header = 0;

	snprintf(path, sizeof(path), "%s/a.pdf", folder);
	assert_ok(file_write(path, pdf->at, pdf->len, &err), &err);
	snprintf(command, sizeof(command),
		"pdftoppm -r 254 -gray -f %zu -l %zu -singlefile %s %s/a", page,
		page, path, folder);
	assert_int_equal(system(command), 0);
	snprintf(path, sizeof(path), "%s/a.pgm", folder);
	assert_ok(file_read(path, 64 << 20, &pgm->file, &err), &err);
	assert_int_equal(sscanf((const char *)pgm->file.at, "P5 %d %d %d%n",
				 &pgm->w, &pgm->h, &max, &header),
		3);
	assert_int_equal(pgm->w, 2100);
	assert_int_equal(pgm->h, 2970);
	pgm->pixels = pgm->file.at + header + 1;
}

static double
mean(const struct pgm *pgm, struct um_rect r)
{
	double sum = 0;
	int n = 0, x, y;

	for (y = (r.y + 50) / 100; y < (r.y + r.h) / 100; y++) {
		for (x = (r.x + 50) / 100; x < (r.x + r.w) / 100; x++) {
			sum += pgm->pixels[y * pgm->w + x];
			n++;
		}
	}
	return n == 0 ? -1 : sum / n;
}

static void
test_sheet__prints_boxes_and_anchors_where_the_layout_says(void **state)
{
	static const char *const languages[] = {"sv", "en"};
	size_t s, p, i;

	(void)state;
	for (s = 0; s < 2; s++) {
		struct made m;

		make(&m, "skapa", languages[s]);
		for (p = 0; p < m.sheet->layout.n_pages; p++) {
			const struct layout_page *page =
				&m.sheet->layout.pages[p];
			struct pgm pgm = {0};

			rasterise(&pgm, &m.pdf, p + 1);
			for (i = 0; i < page->n_boxes; i++) {
				const struct um_rect box = page->boxes[i].box;
				const struct um_rect left = {
					box.x, box.y, 400, box.h};
				const struct um_rect bottom = {
					box.x, box.y + box.h - 400, box.w, 400};

				if (mean(&pgm, left) > 60 ||
					mean(&pgm, bottom) > 60)
					fail_msg("page %zu box %zu: no edge",
						p + 1, i);
				if (mean(&pgm, um_rect_grown(box, -600)) < 254)
					fail_msg("page %zu box %zu: not empty",
						p + 1, i);
			}
			for (i = 1; i < FRAME_ANCHORS; i++)
				assert_true(mean(&pgm, page->anchors[i]) < 5);
			assert_true(mean(&pgm, um_rect_grown(page->anchors[0],
						       -1900)) > 250);
			bytes_free(&pgm.file);
		}
		unmake(&m);
	}
}

static void
test_sheet_new__names_what_does_not_fit(void **state)
{
	char command[512], path[64];
	struct err err = {0};
	struct instrument *instrument;
	struct wording *wording;
	struct sheet_order order = {
		.level = "original", .steps = 5, .engine = engine};

	(void)state;
	snprintf(path, sizeof(path), "%s/templates", folder);
	snprintf(command, sizeof(command),
		"cp -r templates %s && sed -i "
		"'s/^msgid \"Aldrig\"/msgid \"Aldrignågonsinochintealls\"/;"
		"s/^msgstr \"Aldrig\"/msgstr \"Aldrignågonsinochintealls\"/' "
		"%s/wording/skapa.sv.po",
		path, path);
	assert_int_equal(system(command), 0);
	instrument = instrument_load(path, "skapa", &err);
	assert_ok(instrument != NULL, &err);
	wording = wording_load(path, instrument, "sv", "original", 5, &err);
	assert_ok(wording != NULL, &err);
	order.templates = path;
	order.instrument = instrument;
	order.wording = wording;
	assert_null(sheet_new(&order, &err));
	if (strstr(err.text, "skapa in sv: the words of step 1 of support: ") ==
		NULL)
		fail_msg("'%s'", err.text);
	wording_free(wording);
	instrument_free(instrument);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sheet__keeps_what_the_layout_promises),
		cmocka_unit_test(test_sheet__same_order_same_bytes),
		cmocka_unit_test(test_sheet__pdftotext_finds_every_question),
		cmocka_unit_test(
			test_sheet__prints_boxes_and_anchors_where_the_layout_says),
		cmocka_unit_test(test_sheet_new__names_what_does_not_fit),
	};

	return cmocka_run_group_tests_name("sheet", tests, setup, teardown);
}
