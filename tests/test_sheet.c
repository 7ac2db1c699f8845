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
#include "forms/job.h"
#include "forms/place.h"
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

/* A sheet of the shipped templates. */
static void
make(struct job *job, const char *id, const char *language)
{
	const struct job_ask ask = {.templates = "templates",
		.instrument = id,
		.language = language};
	struct err err = {0};

	*job = (struct job){0};
	assert_ok(job_make(job, &ask, engine, &err), &err);
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
	/* At 94 to 103 % it must stay on the paper: 10 mm are enough. */
	const struct um_rect paper = {10000, 10000, 190000, 277000};
	size_t i, k;

	for (i = 0; i < page->n_boxes; i++) {
		const struct layout_box *a = &page->boxes[i];

		if (a->box.w < 6000 || a->box.h < 6000)
			fail_msg("%s: the box of %s is small", name, a->item);
		if (!um_rect_within(a->box, a->zone) ||
			!um_rect_within(a->zone, frame_content()))
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
		for (k = 0; k < page->n_fields; k++) {
			if (um_rect_overlaps(a->zone, page->fields[k].rect))
				fail_msg("%s: %s in the lines of %s", name,
					a->item, page->fields[k].item);
		}
	}
	for (k = 0; k < page->n_fields; k++) {
		if (!um_rect_within(page->fields[k].rect, paper))
			fail_msg("%s: the lines of %s stand outside", name,
				page->fields[k].item);
	}
}

/* In 14 pt at least, as the question is printed. */
static void
check_questions(const struct sheet *sheet, const char *name)
{
	int n = 0;
	size_t p, i;

	for (p = 0; p < sheet->n_pages; p++) {
		for (i = 0; i < sheet->pages[p].n_placed; i++) {
			const struct placed *t = &sheet->pages[p].placed[i];

			if (t->least_pt < 14)
				continue;
			n++;
			if (t->text->size_pt < 14)
				fail_msg("%s: %s in %.1f pt", name, t->what,
					t->text->size_pt);
		}
	}
	if (n == 0)
		fail_msg("%s: no question", name);
}

static void
check_sheet(const struct job *job, const char *name)
{
	const struct layout *layout = &job->sheet->layout;
	const struct instrument *instrument = job->instrument;
	const int steps = job->order.steps;
	size_t i, p;

	if (layout->n_pages % 2 != 0)
		fail_msg("%s: %zu pages", name, layout->n_pages);
	for (i = 0; i < instrument->n_items; i++) {
		const struct item *item = &instrument->items[i];
		const int n = item_steps(item, steps);

		if (boxes_of(layout, item->key) !=
			(n == 0 ? 0 : n + (int)instrument->n_extras))
			fail_msg("%s: %s has %d boxes", name, item->key,
				boxes_of(layout, item->key));
	}
	if (boxes_of(layout, ITEM_PRACTICE) !=
		(instrument->practice == NULL
				? 0
				: steps + (int)instrument->n_extras))
		fail_msg("%s: practice has %d boxes", name,
			boxes_of(layout, ITEM_PRACTICE));
	for (p = 0; p < layout->n_pages; p++)
		check_page(&layout->pages[p], name);
	check_questions(job->sheet, name);
}

/* One language in every level and number of steps that it has words for. */
static size_t
check_language(const char *templates, const char *id, const char *language)
{
	static const char *const levels[] = {"original", "easy"};
	static const int steps[] = {5, 3};
	size_t l, s, n = 0;

	for (l = 0; l < 2; l++) {
		for (s = 0; s < 2; s++) {
			const struct job_ask ask = {.templates = templates,
				.instrument = id,
				.language = language,
				.level = levels[l],
				.steps = steps[s]};
			struct job job = {0};
			struct err err = {0};
			char name[96];

			snprintf(name, sizeof(name), "%s in %s, %s, %d steps",
				id, language, levels[l], steps[s]);
			if (job_make(&job, &ask, engine, &err)) {
				check_sheet(&job, name);
				n++;
			} else if (err.code != ERR_USAGE) {
				fail_msg("%s: %s", name, err.text);
			}
			job_finish(&job);
		}
	}
	return n;
}

/* With sanitizers every fourth language of each: they are ten times slower. */
#ifdef __SANITIZE_ADDRESS__
#define LANGUAGE_STEP 4
#else
#define LANGUAGE_STEP 1
#endif

static void
check_all(const char *templates)
{
	struct err err = {0};
	char **ids = instrument_ids(templates, NULL, &err);
	size_t i, k;

	assert_ok(ids != NULL, &err);
	for (i = 0; ids[i] != NULL; i++) {
		size_t n, made = 0;
		char **languages =
			wording_languages("templates", ids[i], &n, &err);

		assert_ok(languages != NULL, &err);
		assert_string_equal(languages[0], "sv");
		for (k = 0; k < n; k += k == 0 ? 1 : LANGUAGE_STEP)
			made += check_language(templates, ids[i], languages[k]);
		if (made == 0)
			fail_msg("%s: no sheet", ids[i]);
		wording_languages_free(languages);
	}
	instrument_ids_free(ids);
}

static void
test_sheet__keeps_what_the_layout_promises(void **state)
{
	(void)state;
	check_all("templates");
}

/* The same instruments with their ladders the other way. */
static void
test_sheet__keeps_it_in_the_other_orientation(void **state)
{
	char command[640], templates[96];

	(void)state;
	snprintf(command, sizeof(command),
		"mkdir -p %s/other/instruments && cd templates/instruments && "
		"for f in *.yaml; do sed 's/^orientation: row/orientation: "
		"turned/; s/^orientation: column/orientation: row/; "
		"s/^orientation: turned/orientation: column/' $f "
		">%s/other/instruments/$f; done && grep -q column "
		"%s/other/instruments/skapa.yaml",
		folder, folder, folder);
	assert_int_equal(system(command), 0);
	snprintf(templates, sizeof(templates), "%s/other:templates", folder);
	check_all(templates);
}

/* Easy Swedish beside an easy sheet, the ordinary beside an ordinary one. */
static void
test_job__small_swedish_is_of_the_same_level(void **state)
{
	static const char *const levels[] = {"original", "easy"};
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		const struct job_ask ask = {.templates = "templates",
			.instrument = "skapa",
			.language = "en",
			.level = levels[i]};
		struct job job = {0};
		struct err err = {0};
		char key[64];

		assert_ok(job_make(&job, &ask, engine, &err), &err);
		snprintf(key, sizeof(key), "skapa.health.question.%s",
			levels[i]);
		assert_string_equal(wording_question(job.swedish, "health"),
			wording_text(job.swedish, key));
		assert_string_equal(job.sheet->layout.level, levels[i]);
		job_finish(&job);
	}
}

static void
test_sheet__same_order_same_bytes(void **state)
{
	struct job a, b;
	struct str json_a = {0}, json_b = {0};

	(void)state;
	make(&a, "skapa", "en");
	make(&b, "skapa", "en");
	assert_int_equal(a.plain.len, b.plain.len);
	assert_memory_equal(a.plain.at, b.plain.at, a.plain.len);
	layout_write(&a.sheet->layout, &json_a);
	layout_write(&b.sheet->layout, &json_b);
	assert_string_equal(json_a.at, json_b.at);
	str_finish(&json_a);
	str_finish(&json_b);
	job_finish(&a);
	job_finish(&b);
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

static const char *const instruments[] = {"skapa", "skapa-caseworker"};

static void
check_text(const char *id, const char *language)
{
	struct job m;
	char *text;
	size_t i;

	make(&m, id, language);
	text = text_of(&m.plain);
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
	job_finish(&m);
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
		struct job m;

		make(&m, "skapa", languages[s]);
		for (p = 0; p < m.sheet->layout.n_pages; p++) {
			const struct layout_page *page =
				&m.sheet->layout.pages[p];
			struct pgm pgm = {0};

			rasterise(&pgm, &m.plain, p + 1);
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
		job_finish(&m);
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
		cmocka_unit_test(test_sheet__keeps_it_in_the_other_orientation),
		cmocka_unit_test(test_job__small_swedish_is_of_the_same_level),
		cmocka_unit_test(test_sheet__same_order_same_bytes),
		cmocka_unit_test(test_sheet__pdftotext_finds_every_question),
		cmocka_unit_test(
			test_sheet__prints_boxes_and_anchors_where_the_layout_says),
		cmocka_unit_test(test_sheet_new__names_what_does_not_fit),
	};

	return cmocka_run_group_tests_name("sheet", tests, setup, teardown);
}
