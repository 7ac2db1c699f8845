#include "tests/test.h"

#include "core/art.h"
#include "core/str.h"
#include "draw/canvas.h"
#include "draw/font.h"
#include "draw/fonts.h"
#include "draw/qr.h"
#include "draw/text.h"

#include <sys/stat.h>
#include <unistd.h>

#define UM_PER_PT (25400.0 / 72.0)
#define DPI 254 /* one px is 0.1 mm */
#define BLACK 0x000000

struct bench {
	struct text_engine *engine;
	char folder[32];
};

static const struct canvas_doc a4 = {
	.title = "Hur mår du? & <så>",
	.lang = "sv",
	.size = {0, 0, 210000, 297000},
};

static int
setup(void **state)
{
	static struct bench bench;
	struct err err = {0};

	strcpy(bench.folder, "/tmp/skapa-pdf-XXXXXX");
	bench.engine = text_engine_new(&err);
	*state = &bench;
	return bench.engine == NULL || mkdtemp(bench.folder) == NULL;
}

static int
teardown(void **state)
{
	struct bench *bench = *state;
	char command[64];

	text_engine_free(bench->engine);
	text_end();
	snprintf(command, sizeof(command), "rm -r %s", bench->folder);
	return system(command);
}

/* Runs a command in the folder; what it writes is added to out. */
static int
run(const struct bench *bench, struct str *out, const char *format, ...)
{
	struct str command = {0};
	char bytes[4096];
	va_list args;
	FILE *pipe;
	size_t n;

	str_addf(&command, "cd %s && { ", bench->folder);
	va_start(args, format);
	str_addv(&command, format, args);
	va_end(args);
	str_add(&command, "; } 2>&1");
	pipe = popen(command.at, "r");
	assert_non_null(pipe);
	while ((n = fread(bytes, 1, sizeof(bytes), pipe)) > 0)
		str_add_bytes(out, bytes, n);
	str_finish(&command);
	return pclose(pipe);
}

static struct canvas *
open_canvas(const struct canvas_doc *doc)
{
	struct err err = {0};
	struct canvas *canvas = canvas_new(doc, &err);

	if (canvas == NULL)
		fail_msg("%s", err.text);
	return canvas;
}

/* Writes the canvas to the folder, ends it and returns its size in bytes. */
static size_t
save(const struct bench *bench, struct canvas *canvas, const char *name)
{
	struct err err = {0};
	struct str pdf = {0};
	char path[96];
	FILE *file;
	size_t len;

	assert_ok(canvas_write(canvas, &pdf, &err), &err);
	canvas_free(canvas);
	snprintf(path, sizeof(path), "%s/%s", bench->folder, name);
	file = fopen(path, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(pdf.at, 1, pdf.len, file), pdf.len);
	assert_int_equal(fclose(file), 0);
	len = pdf.len;
	str_finish(&pdf);
	return len;
}

static int32_t
put_text(const struct bench *bench, struct canvas *canvas,
	const struct text_style *style, const char *utf8, int32_t x, int32_t y)
{
	struct err err = {0};
	struct text *text = text_lay(bench->engine, style, utf8, &err);
	int32_t height;

	if (text == NULL)
		fail_msg("'%s': %s", utf8, err.text);
	canvas_text(canvas, text, (struct um_point){x, y}, BLACK);
	height = text->height_um;
	text_free(text);
	return height;
}

/* --- text, judged by poppler --- */

static const struct line {
	const char *lang;
	bool rtl;
	const char *utf8;
} lines[] = {
	{"sv", false, "Jag vet vilka jobb jag kan söka (0–3)."},
	{"sv", false, "VÅFFLA Te AV fika effekt flit på ön"},
	{"en", false, "How much energy do you have today?"},
	{"uk", false, "Наскільки ви вірите: щось зміниться?"},
	{"ru", false, "Съешь ещё этих мягких булок"},
	{"tr", false, "Bugün nasılsın? İyiyim, ığdır"},
	{"ti", false, "ሎሚ መዓልቲ ከመይ ኣለኻ?"},
	{"am", false, "ዛሬ እንዴት ነህ? (0–3)።"},
	{"th", false, "วันนี้คุณเป็นอย่างไรบ้าง"},
	{"ar", true, "كيف حالك اليوم؟"},
	{"ar", true, "لا أفهم السؤال."},
	{"fa", true, "امروز حال شما چطور است؟"},
	{"ckb", true, "ڕۆژباش چۆنی ئەمڕۆ"},
};
#define LINES (sizeof(lines) / sizeof(lines[0]))

/* Without the marks that only steer direction: poppler adds its own. */
static void
drop_steering(char *text)
{
	static const char *const marks[] = {"\xe2\x80\x8e", "\xe2\x80\x8f",
		"\xe2\x80\xaa", "\xe2\x80\xab", "\xe2\x80\xac"};
	size_t i;
	char *at;

	for (i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		while ((at = strstr(text, marks[i])) != NULL)
			memmove(at, at + 3, strlen(at + 3) + 1);
}

static void
test_canvas_text__is_found_again(void **state)
{
	const struct bench *bench = *state;
	struct canvas *canvas = open_canvas(&a4);
	struct str found = {0};
	size_t i, bold;

	for (i = 0; i < LINES; i++) {
		int32_t y = 20000;

		canvas_page(canvas);
		for (bold = 0; bold < 2; bold++) {
			const struct text_style style = {.size_pt = 12,
				.bold = bold,
				.lang = lines[i].lang,
				.rtl = lines[i].rtl,
				.width_um = 150000};

			y += 2000 + put_text(bench, canvas, &style,
					    lines[i].utf8, 20000, y);
		}
	}
	save(bench, canvas, "text.pdf");
	assert_int_equal(run(bench, &found, "pdftotext text.pdf -"), 0);
	drop_steering(found.at);
	for (i = 0; i < LINES; i++) {
		struct str twice = {0};

		str_addf(&twice, "%s\n%s\n", lines[i].utf8, lines[i].utf8);
		/* poppler puts an empty line between where it sees fit */
		if (strstr(found.at, twice.at) == NULL) {
			str_clear(&twice);
			str_addf(&twice, "%s\n\n%s\n", lines[i].utf8,
				lines[i].utf8);
		}
		if (strstr(found.at, twice.at) == NULL)
			fail_msg("row %zu '%s' is not twice in:\n%s", i,
				lines[i].utf8, found.at);
		str_finish(&twice);
	}
	str_finish(&found);
}

struct grey {
	int w, h;
	unsigned char *at;
};

/* A page of the folder as grey pixels; the caller frees at. */
static struct grey
raster(const struct bench *bench, const char *pdf, int dpi)
{
	struct grey grey;
	struct str out = {0};
	char path[96];
	FILE *file;
	int max;

	if (run(bench, &out, "pdftoppm -r %d -gray -singlefile %s page", dpi,
		    pdf) != 0)
		fail_msg("%s: %s", pdf, out.at);
	str_finish(&out);
	snprintf(path, sizeof(path), "%s/page.pgm", bench->folder);
	file = fopen(path, "rb");
	assert_non_null(file);
	assert_int_equal(
		fscanf(file, "P5 %d %d %d", &grey.w, &grey.h, &max), 3);
	fgetc(file);
	grey.at = malloc((size_t)grey.w * (size_t)grey.h);
	assert_non_null(grey.at);
	assert_int_equal(
		fread(grey.at, (size_t)grey.w, (size_t)grey.h, file), grey.h);
	fclose(file);
	return grey;
}

static bool
is_ink(const struct grey *grey, int x, int y)
{
	return x >= 0 && y >= 0 && x < grey->w && y < grey->h &&
	       grey->at[(size_t)y * (size_t)grey->w + (size_t)x] < 128;
}

/* left, top, right, bottom; right and bottom are the first without ink. */
static void
ink_box(const struct grey *grey, int box[4])
{
	int x, y;

	box[0] = grey->w;
	box[1] = grey->h;
	box[2] = box[3] = 0;
	for (y = 0; y < grey->h; y++) {
		for (x = 0; x < grey->w; x++) {
			if (!is_ink(grey, x, y))
				continue;
			box[0] = x < box[0] ? x : box[0];
			box[1] = y < box[1] ? y : box[1];
			box[2] = x + 1 > box[2] ? x + 1 : box[2];
			box[3] = y + 1 > box[3] ? y + 1 : box[3];
		}
	}
}

/* Shared over united ink of two pictures, corner on corner, b moved by dx. */
static double
overlap(const struct grey *a, const struct grey *b, int dx, int dy)
{
	long shared = 0, united = 0;
	int abox[4], bbox[4];
	int x, y;

	ink_box(a, abox);
	ink_box(b, bbox);
	for (y = -2; y < abox[3] - abox[1] + 2; y++) {
		for (x = -2; x < abox[2] - abox[0] + 2; x++) {
			const bool in_a = is_ink(a, abox[0] + x, abox[1] + y);
			const bool in_b =
				is_ink(b, bbox[0] + x + dx, bbox[1] + y + dy);

			shared += in_a && in_b;
			united += in_a || in_b;
		}
	}
	return united == 0 ? 0 : (double)shared / (double)united;
}

static void
test_canvas_text__looks_as_by_cairo(void **state)
{
	static const struct {
		const char *lang, *family;
		bool rtl;
		const char *utf8;
	} rows[] = {
		{"sv", "Noto Sans", false, "VÅFFLA effekt söka"},
		{"sv", "Noto Sans", false, "e\xcc\x81 a\xcc\x8a\xcc\xa3 ok"},
		{"uk", "Noto Sans", false, "щось зміниться"},
		{"ar", "Noto Sans Arabic", true, "كيف حالك اليوم"},
		{"ar", "Noto Sans Arabic", true, "مَرْحَبًا بِكُمْ لا"},
		{"ps", "Noto Sans Arabic", true, "پښتو ټول ځای"},
		{"ckb", "Noto Sans Arabic", true, "ڕۆژباش ئەکان"},
		{"fa", "Noto Sans Arabic", true,
			"نمی‌فهمم شغل‌هایی"},
		{"ti", "Noto Sans Ethiopic", false, "ሎሚ መዓልቲ ከመይ"},
		{"th", "Noto Sans Thai", false, "น้ำ ที่ ปู่ กำลัง"},
		{"bn", "Noto Sans Bengali", false, "ক্ষ জ্ঞ র্ক করতে"},
	};
	const struct bench *bench = *state;
	struct str version = {0};
	size_t i;

	if (run(bench, &version, "pango-view --version") != 0) {
		print_message("no pango-view (pango1.0-tools): not compared\n");
		str_finish(&version);
		skip();
	}
	str_finish(&version);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct text_style style = {.size_pt = 48,
			.lang = rows[i].lang,
			.rtl = rows[i].rtl};
		struct canvas *canvas = open_canvas(&a4);
		struct str out = {0};
		struct grey ours, theirs;
		double best = 0, iou;
		int shift;

		canvas_page(canvas);
		put_text(bench, canvas, &style, rows[i].utf8, 15000, 20000);
		save(bench, canvas, "ours.pdf");
		if (run(bench, &out,
			    "pango-view -q --backend=cairo --dpi=72 "
			    "--hinting=none --subpixel-positions "
			    "--margin=0 --language=%s %s --font='%s 48' "
			    "--text='%s' -o theirs.pdf",
			    rows[i].lang, rows[i].rtl ? "--rtl" : "",
			    rows[i].family, rows[i].utf8) != 0)
			fail_msg("row %zu: %s", i, out.at);
		str_finish(&out);
		ours = raster(bench, "ours.pdf", 200);
		theirs = raster(bench, "theirs.pdf", 200);
		for (shift = 0; shift < 9; shift++) {
			iou = overlap(
				&ours, &theirs, shift % 3 - 1, shift / 3 - 1);
			best = iou > best ? iou : best;
		}
		if (best < 0.93)
			fail_msg("row %zu '%s': overlap %.3f", i, rows[i].utf8,
				best);
		free(ours.at);
		free(theirs.at);
	}
}

/* --- shapes, judged by poppler --- */

static void
draw_fill(struct canvas *canvas)
{
	canvas_fill_rect(
		canvas, (struct um_rect){10000, 20000, 30000, 5000}, BLACK);
}

static void
draw_fill_round(struct canvas *canvas)
{
	canvas_fill_round(canvas, (struct um_rect){10000, 20000, 30000, 5000},
		1000, BLACK);
}

static void
draw_stroke(struct canvas *canvas)
{
	canvas_stroke_rect(canvas, (struct um_rect){10000, 20000, 30000, 5000},
		&(struct canvas_stroke){.width_um = 1000});
}

static void
draw_stroke_round(struct canvas *canvas)
{
	canvas_stroke_rect(canvas, (struct um_rect){10000, 20000, 30000, 5000},
		&(struct canvas_stroke){.width_um = 1000, .radius_um = 2000});
}

static void
draw_line(struct canvas *canvas)
{
	canvas_line(canvas, (struct um_point){10000, 22500},
		(struct um_point){40000, 22500},
		&(struct canvas_stroke){.width_um = 5000});
}

static void
draw_dashes(struct canvas *canvas)
{
	canvas_line(canvas, (struct um_point){10000, 22500},
		(struct um_point){40000, 22500},
		&(struct canvas_stroke){.width_um = 5000, .dash_um = 6000});
}

static void
draw_modules(struct canvas *canvas)
{
	static const uint8_t dark[4] = {1, 0, 0, 1};

	canvas_modules(canvas, dark, 2,
		(struct um_rect){10000, 20000, 30000, 5000}, BLACK);
}

/* A square picture: as high as the room, in its middle. */
static void
draw_art(struct canvas *canvas)
{
	static struct art_segment segments[] = {
		{ART_MOVE, {0}, {0}},
		{ART_LINE, {48}, {0}},
		{ART_LINE, {48}, {48}},
		{ART_CURVE, {48, 0, 0}, {48, 48, 48}},
		{ART_CLOSE, {0}, {0}},
		{ART_MOVE, {12}, {6}},
		{ART_LINE, {36}, {6}},
		{ART_LINE, {36}, {30}},
		{ART_LINE, {12}, {30}},
		{ART_CLOSE, {0}, {0}},
	};
	static struct art_shape shape = {
		0, 10, BLACK, ART_NO_COLOUR, 0, 0, 0, true};
	const struct art art = {48, 48, segments, 10, &shape, 1};

	canvas_art(canvas, &art, (struct um_rect){2500, 20000, 45000, 30000});
}

static void
test_canvas__draws_where_it_was_told(void **state)
{
	static const struct {
		const char *name;
		void (*draw)(struct canvas *canvas);
		int box[4]; /* px */
		int ink[2]; /* a place with ink, and one without */
		int without[2];
	} rows[] = {
		{"fill", draw_fill, {100, 200, 400, 250}, {101, 201},
			{99, 201}},
		{"fill round", draw_fill_round, {100, 200, 400, 250},
			{250, 225}, {101, 201}},
		{"stroke", draw_stroke, {100, 200, 400, 250}, {101, 201},
			{112, 212}},
		{"stroke round", draw_stroke_round, {100, 200, 400, 250},
			{250, 205}, {102, 202}},
		{"line", draw_line, {100, 200, 400, 250}, {250, 225},
			{250, 195}},
		{"dashes", draw_dashes, {100, 200, 400, 250}, {130, 225},
			{190, 225}},
		{"modules", draw_modules, {100, 200, 400, 250}, {110, 210},
			{260, 210}},
		{"art", draw_art, {100, 200, 400, 500}, {250, 450}, {250, 312}},
	};
	const struct bench *bench = *state;
	size_t i, j;

	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct canvas *canvas = open_canvas(&a4);
		struct grey grey;
		int box[4];

		canvas_page(canvas);
		rows[i].draw(canvas);
		save(bench, canvas, "shape.pdf");
		grey = raster(bench, "shape.pdf", DPI);
		assert_int_equal(grey.w, 2100);
		assert_int_equal(grey.h, 2970);
		ink_box(&grey, box);
		for (j = 0; j < 4; j++)
			if (abs(box[j] - rows[i].box[j]) > 1)
				fail_msg("row %s: ink from %d %d to %d %d",
					rows[i].name, box[0], box[1], box[2],
					box[3]);
		if (!is_ink(&grey, rows[i].ink[0], rows[i].ink[1]))
			fail_msg("row %s: no ink", rows[i].name);
		if (is_ink(&grey, rows[i].without[0], rows[i].without[1]))
			fail_msg("row %s: too much ink", rows[i].name);
		free(grey.at);
	}
}

static void
test_canvas_text__starts_each_line_anew(void **state)
{
	static const char *const rows[2] = {"HHH", "HHH\nHHH"};
	const struct text_style style = {.family = TEXT_MONO, .size_pt = 20};
	const struct bench *bench = *state;
	int box[2][4];
	size_t i;

	for (i = 0; i < 2; i++) {
		struct canvas *canvas = open_canvas(&a4);
		struct grey grey;

		canvas_page(canvas);
		put_text(bench, canvas, &style, rows[i], 50000, 50000);
		save(bench, canvas, "lines.pdf");
		grey = raster(bench, "lines.pdf", DPI);
		ink_box(&grey, box[i]);
		free(grey.at);
	}
	assert_int_equal(box[0][0], box[1][0]);
	assert_int_equal(box[0][1], box[1][1]);
	assert_int_equal(box[0][2], box[1][2]);
	/* DejaVuSansMono.ttf: 2384 of 2048 units from line to line */
	assert_near(
		box[1][3] - box[0][3], 2384 / 2048.0 * 20 * UM_PER_PT / 100, 1);
}

/* A stream does not know which others stand before it on a page. */
static void
test_canvas_plate__leaves_no_colour(void **state)
{
	const struct bench *bench = *state;
	struct canvas *canvas = open_canvas(&a4);
	struct grey grey;

	canvas_plate_begin(canvas);
	canvas_fill_rect(
		canvas, (struct um_rect){0, 0, 10000, 10000}, 0xc0c0c0);
	canvas_plate_end(canvas);
	canvas_page(canvas);
	canvas_fill_rect(
		canvas, (struct um_rect){0, 0, 10000, 10000}, 0xc0c0c0);
	save(bench, canvas, "plate.pdf");
	grey = raster(bench, "plate.pdf", DPI);
	assert_int_equal(grey.at[50 * grey.w + 50], 0xc0);
	free(grey.at);
}

static void
test_canvas__keeps_colours(void **state)
{
	static const uint32_t rows[] = {
		0x000000, 0xffffff, 0x808080, 0xff0000, 0x204060, 0x010203};
	const size_t n = sizeof(rows) / sizeof(rows[0]);
	const struct bench *bench = *state;
	struct canvas *canvas = open_canvas(&a4);
	struct str out = {0};
	char path[96];
	FILE *file;
	size_t i;

	canvas_page(canvas);
	for (i = 0; i < n; i++)
		canvas_fill_rect(canvas,
			(struct um_rect){10000 * (int)i, 0, 10000, 297000},
			rows[i]);
	save(bench, canvas, "colours.pdf");
	run(bench, &out, "pdftoppm -r 25.4 -singlefile colours.pdf page");
	str_finish(&out);
	snprintf(path, sizeof(path), "%s/page.ppm", bench->folder);
	file = fopen(path, "rb");
	assert_non_null(file);
	assert_int_equal(fscanf(file, "P6 210 297 255"), 0);
	fgetc(file);
	for (i = 0; i < n; i++) {
		unsigned char rgb[30];
		uint32_t seen;

		assert_int_equal(fread(rgb, 1, 30, file), 30);
		seen = (uint32_t)rgb[15] << 16 | (uint32_t)rgb[16] << 8 |
		       rgb[17];
		if (seen != rows[i])
			fail_msg("row %zu: %06x, not %06x", i, seen, rows[i]);
	}
	fclose(file);
}

/* --- plates and pages --- */

#define PEOPLE 200

static struct canvas *
draw_people(const struct bench *bench, size_t people)
{
	const struct text_style style = {.size_pt = 12, .width_um = 120000};
	const struct text_style mono = {.family = TEXT_MONO, .size_pt = 11};
	struct canvas *canvas = open_canvas(&a4);
	struct err err = {0};
	size_t plate, i;
	int32_t y = 60000;

	canvas_plate_begin(canvas);
	for (i = 0; i < LINES; i++)
		y += put_text(bench, canvas, &style, lines[i].utf8, 20000, y);
	for (i = 0; i < 40; i++)
		canvas_stroke_rect(canvas,
			(struct um_rect){20000 + 10000 * (int)(i % 10),
				180000 + 12000 * (int)(i / 10), 6000, 6000},
			&(struct canvas_stroke){.width_um = 300});
	draw_art(canvas);
	draw_art(canvas);
	plate = canvas_plate_end(canvas);
	for (i = 0; i < people; i++) {
		char text[64];
		struct qr qr;

		snprintf(text, sizeof(text), "%s%03zu",
			"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$%*", i);
		assert_ok(qr_make(text, &qr, &err), &err);
		canvas_page(canvas);
		canvas_modules(canvas, qr.dark, QR_SIDE,
			(struct um_rect){150000, 20000, 18150, 18150}, BLACK);
		canvas_plate_use(canvas, plate);
		canvas_modules(canvas, qr.dark, QR_SIDE,
			(struct um_rect){30000, 250000, 18150, 18150}, BLACK);
		snprintf(text, sizeof(text), "%05zu-ABCDE", i);
		put_text(bench, canvas, &mono, text, 150000, 40000);
	}
	assert_int_equal(canvas_pages(canvas), people);
	return canvas;
}

static void
test_canvas_plate__is_stored_once(void **state)
{
	const struct bench *bench = *state;
	const size_t one = save(bench, draw_people(bench, 1), "one.pdf");
	const size_t all = save(bench, draw_people(bench, PEOPLE), "all.pdf");
	struct str found = {0};
	char *at;
	size_t n = 0;

	if (one > 30000)
		fail_msg("one page has %zu bytes", one);
	if ((all - one) / (PEOPLE - 1) > 2500)
		fail_msg("%zu bytes a page more", (all - one) / (PEOPLE - 1));
	assert_int_equal(run(bench, &found, "pdftotext all.pdf -"), 0);
	for (at = found.at; (at = strstr(at, lines[0].utf8)) != NULL; at++)
		n++;
	assert_int_equal(n, PEOPLE);
	assert_non_null(strstr(found.at, "00199-ABCDE"));
	str_clear(&found);
	run(bench, &found,
		"pdftoppm -r 300 -gray -f 137 -l 137 -singlefile all.pdf p && "
		"zbarimg -q --raw --nodbus p.pgm");
	assert_string_equal(found.at,
		"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$%*136\n"
		"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$%*136\n");
	str_finish(&found);
}

/* --- the file --- */

static void
test_canvas_write__gives_the_same_bytes(void **state)
{
	const struct bench *bench = *state;
	struct canvas *a = draw_people(bench, 3), *b = draw_people(bench, 3);
	struct str first = {0}, again = {0}, other = {0};
	struct err err = {0};

	assert_ok(canvas_write(a, &first, &err), &err);
	assert_ok(canvas_write(a, &again, &err), &err);
	assert_ok(canvas_write(b, &other, &err), &err);
	assert_int_equal(first.len, again.len);
	assert_int_equal(first.len, other.len);
	assert_memory_equal(first.at, again.at, first.len);
	assert_memory_equal(first.at, other.at, first.len);
	str_finish(&first);
	str_finish(&again);
	str_finish(&other);
	canvas_free(a);
	canvas_free(b);
}

static void
test_canvas_write__passes_qpdf(void **state)
{
	const struct bench *bench = *state;
	struct str out = {0};

	save(bench, draw_people(bench, 2), "check.pdf");
	if (run(bench, &out, "qpdf --check check.pdf") != 0)
		fail_msg("%s", out.at);
	str_finish(&out);
}

static void
test_canvas_write__says_what_it_is(void **state)
{
	const struct bench *bench = *state;
	struct canvas_doc doc = a4;
	struct canvas *canvas;
	struct str out = {0};

	doc.date = 1767225599; /* 2025-12-31 23:59:59 UTC */
	doc.title = "سكابا 😀 & <b>";
	doc.lang = "ar";
	doc.duplex = true;
	canvas = open_canvas(&doc);
	canvas_page(canvas);
	save(bench, canvas, "info.pdf");
	assert_int_equal(run(bench, &out,
				 "TZ=UTC pdfinfo -isodates info.pdf && "
				 "pdfinfo -meta info.pdf && qpdf --json=1 "
				 "--json-key=objects info.pdf"),
		0);
	assert_non_null(strstr(out.at, "Title:           سكابا 😀 & <b>\n"));
	assert_non_null(strstr(out.at, "Producer:        SKAPA sheets\n"));
	assert_non_null(
		strstr(out.at, "CreationDate:    2025-12-31T23:59:59Z\n"));
	assert_non_null(strstr(out.at, ">سكابا 😀 &amp; &lt;b&gt;<"));
	assert_non_null(strstr(out.at, ">2025-12-31T23:59:59+00:00<"));
	assert_non_null(strstr(out.at, "595.275 x 841.889 pts (A4)"));
	assert_non_null(strstr(out.at, "\"/PrintScaling\": \"/None\""));
	assert_non_null(strstr(out.at, "\"/Duplex\": \"/DuplexFlipLongEdge\""));
	assert_non_null(strstr(out.at, "\"/Lang\": \"ar\""));
	str_clear(&out);
	canvas = open_canvas(&a4);
	canvas_page(canvas);
	save(bench, canvas, "info.pdf");
	run(bench, &out, "pdfinfo info.pdf");
	assert_null(strstr(out.at, "Date"));
	str_finish(&out);
}

/* --- fonts --- */

static void
add_utf8(struct str *str, unsigned c)
{
	const unsigned char two[2] = {(unsigned char)(0xc0 | c >> 6),
		(unsigned char)(0x80 | (c & 63))};
	const unsigned char three[3] = {(unsigned char)(0xe0 | c >> 12),
		(unsigned char)(0x80 | (c >> 6 & 63)),
		(unsigned char)(0x80 | (c & 63))};

	if (c < 0x800)
		str_add_bytes(str, two, sizeof(two));
	else
		str_add_bytes(str, three, sizeof(three));
}

/* More characters than one array of widths and one block of a CMap take. */
static void
draw_alphabets(const struct bench *bench, const char *name, struct str *lists)
{
	static const unsigned ranges[][2] = {{0xc0, 0x24f}, {0x250, 0x2af},
		{0x388, 0x38a}, {0x38e, 0x3a1}, {0x3a3, 0x3e1}, {0x400, 0x482},
		{0x48a, 0x52f}, {0x1d00, 0x1d7f}, {0x1e00, 0x1ef9}};
	const struct text_style style = {.size_pt = 10};
	struct canvas *canvas = open_canvas(&a4);
	struct str line = {0};
	int32_t y = 15000;
	size_t i;
	unsigned c;
	int n = 0;

	canvas_page(canvas);
	for (i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
		for (c = ranges[i][0]; c <= ranges[i][1]; c++) {
			add_utf8(&line, c);
			if (++n % 30 != 0)
				continue;
			y += 1500 +
			     put_text(bench, canvas, &style, line.at, 20000, y);
			str_add(lists, line.at);
			str_add(lists, "\n");
			str_clear(&line);
		}
	}
	assert_true(n > 1100);
	save(bench, canvas, name);
	str_finish(&line);
}

static void
test_canvas_text__takes_many_characters(void **state)
{
	const struct bench *bench = *state;
	struct str lists = {0}, found = {0};
	const char *line, *end;

	draw_alphabets(bench, "many.pdf", &lists);
	assert_int_equal(run(bench, &found, "pdftotext many.pdf -"), 0);
	for (line = lists.at; *line != '\0'; line = end + 1) {
		char wanted[256];

		end = strchr(line, '\n');
		snprintf(wanted, sizeof(wanted), "%.*s", (int)(end - line),
			line);
		if (strstr(found.at, wanted) == NULL)
			fail_msg("'%s' is not in:\n%s", wanted, found.at);
	}
	str_finish(&lists);
	str_finish(&found);
}

static void
test_font_open__refuses(void **state)
{
	static const struct {
		const char *path, *error;
		enum err_code code;
	} rows[] = {
		{"/nowhere/Font.ttf",
			"/nowhere/Font.ttf: the font cannot be read",
			ERR_SYSTEM},
		{"/dev/null", "/dev/null: not a font", ERR_INPUT},
		{"/etc/passwd", "/etc/passwd: not a font", ERR_INPUT},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct err err = {0};

		if (font_open(rows[i].path, &err) != NULL)
			fail_msg("row %zu: taken", i);
		if (strcmp(err.text, rows[i].error) != 0 ||
			err.code != rows[i].code)
			fail_msg("row %zu: code %d: %s", i, err.code, err.text);
	}
}

static void
test_font_cid__counts_in_order_of_use(void **state)
{
	const struct font_part parts[2] = {{5, 0, 0}, {6, 10, -20}};
	const struct font_part other[2] = {{5, 0, 0}, {6, 10, -21}};
	struct err err = {0};
	struct font *font = font_open(fonts_at(0)->path, &err);
	uint16_t a, b, c, d, e, f, again;

	(void)state;
	if (font == NULL)
		fail_msg("%s", err.text);
	assert_int_equal(font_units(font), 1000);
	assert_ok(font_cid(font, 36, 'A', &a, &err), &err);
	assert_ok(font_cid(font, 36, 0x391, &b, &err), &err);
	assert_ok(font_cid_joined(font, parts, 2, 300, 'x', &c, &err), &err);
	assert_ok(font_cid_joined(font, other, 2, 300, 'x', &d, &err), &err);
	assert_ok(font_cid_joined(font, parts, 2, 301, 'x', &e, &err), &err);
	assert_ok(font_cid_joined(font, NULL, 0, 300, 'x', &f, &err), &err);
	assert_int_equal(a, 1);
	assert_int_equal(b, 2);
	assert_int_equal(c, 3);
	assert_int_equal(d, 4);
	assert_int_equal(e, 5);
	assert_int_equal(f, 6);
	assert_ok(font_cid(font, 36, 0x391, &again, &err), &err);
	assert_int_equal(again, b);
	assert_ok(
		font_cid_joined(font, parts, 2, 300, 'x', &again, &err), &err);
	assert_int_equal(again, c);
	assert_int_equal(font_cids(font), 6);
	assert_int_equal(font_width(font, c), 300);
	assert_int_equal(font_width(font, e), 301);
	assert_int_equal(font_width(font, 0), 0);
	assert_int_equal(font_width(font, 7), 0);
	font_free(font);
}

static void
test_font_cid__has_a_limit(void **state)
{
	struct err err = {0};
	struct font *font = font_open(fonts_at(0)->path, &err);
	char error[160];
	uint16_t cid = 0;
	uint32_t i;

	(void)state;
	assert_non_null(font);
	for (i = 1; i <= FONT_CIDS; i++) {
		assert_ok(font_cid(font, 36, i, &cid, &err), &err);
		assert_int_equal(cid, i);
	}
	assert_false(font_cid(font, 36, i, &cid, &err));
	assert_int_equal(cid, FONT_CIDS);
	assert_int_equal(err.code, ERR_LIMIT);
	snprintf(error, sizeof(error),
		"%s: more than 65535 different characters in one document",
		fonts_at(0)->path);
	assert_string_equal(err.text, error);
	font_free(font);
}

/* Apache PDFBox Preflight, where it is installed (libpdfbox2-java). */
static void
test_canvas_write__is_pdf_a(void **state)
{
	static const char *const jars[] = {"preflight", "pdfbox2", "fontbox2",
		"xmpbox", "commons-logging", "commons-io", "javax.activation",
		"jaxb-api"};
	const struct bench *bench = *state;
	struct canvas_doc doc = a4;
	struct canvas *dated;
	struct str path = {0}, out = {0}, lists = {0};
	size_t i;

	if (run(bench, &out, "java -version") != 0) {
		print_message("no java: PDF/A is not checked\n");
		str_finish(&out);
		skip();
	}
	for (i = 0; i < sizeof(jars) / sizeof(jars[0]); i++) {
		char jar[64];

		snprintf(jar, sizeof(jar), "/usr/share/java/%s.jar", jars[i]);
		if (access(jar, R_OK) != 0) {
			print_message("no %s: PDF/A is not checked\n", jar);
			str_finish(&path);
			str_finish(&out);
			skip();
		}
		str_addf(&path, "%s:", jar);
	}
	save(bench, draw_people(bench, 2), "a.pdf");
	doc.date = 1767225599;
	dated = open_canvas(&doc);
	canvas_page(dated);
	save(bench, dated, "b.pdf");
	draw_alphabets(bench, "c.pdf", &lists);
	str_finish(&lists);
	str_clear(&out);
	run(bench, &out,
		"for f in a b c; do java -cp %s "
		"org.apache.pdfbox.preflight.Validator_A1b $f.pdf; done",
		path.at);
	if (strstr(out.at, "a.pdf is a valid PDF/A-1b") == NULL ||
		strstr(out.at, "b.pdf is a valid PDF/A-1b") == NULL ||
		strstr(out.at, "c.pdf is a valid PDF/A-1b") == NULL)
		fail_msg("%s", out.at);
	str_finish(&path);
	str_finish(&out);
}

/* --- misuse --- */

static void
test_canvas_new__refuses(void **state)
{
	static const struct {
		struct canvas_doc doc;
		const char *error;
	} rows[] = {
		{{NULL, "sv", {0, 0, 1, 1}, 0, false}, "PDF: no title"},
		{{"", "sv", {0, 0, 1, 1}, 0, false}, "PDF: no title"},
		{{"a", NULL, {0, 0, 1, 1}, 0, false}, "PDF: no language"},
		{{"a\nb", "sv", {0, 0, 1, 1}, 0, false},
			"PDF: title: byte 2 is a control character or not "
			"UTF-8"},
		{{"\xc3", "sv", {0, 0, 1, 1}, 0, false},
			"PDF: title: byte 1 is a control character or not "
			"UTF-8"},
		{{"a\xed\xa0\x80", "sv", {0, 0, 1, 1}, 0, false},
			"PDF: title: byte 2 is a control character or not "
			"UTF-8"},
		{{"a", "sv", {0, 0, 0, 1}, 0, false},
			"PDF: the page has no size"},
		{{"a", "sv", {0, 0, 1, -1}, 0, false},
			"PDF: the page has no size"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct err err = {0};

		if (canvas_new(&rows[i].doc, &err) != NULL)
			fail_msg("row %zu: taken", i);
		if (strcmp(err.text, rows[i].error) != 0)
			fail_msg("row %zu: %s", i, err.text);
	}
}

static void
no_page(struct canvas *canvas)
{
	(void)canvas;
}

static void
no_page_but_ink(struct canvas *canvas)
{
	draw_fill(canvas);
}

static void
open_plate(struct canvas *canvas)
{
	canvas_page(canvas);
	canvas_plate_begin(canvas);
}

static void
page_on_plate(struct canvas *canvas)
{
	canvas_plate_begin(canvas);
	canvas_page(canvas);
}

static void
plate_on_plate(struct canvas *canvas)
{
	canvas_plate_begin(canvas);
	canvas_plate_begin(canvas);
}

static void
no_plate_to_end(struct canvas *canvas)
{
	canvas_page(canvas);
	canvas_plate_end(canvas);
	draw_fill(canvas);
}

static void
no_such_plate(struct canvas *canvas)
{
	canvas_page(canvas);
	canvas_plate_use(canvas, 5);
	draw_fill(canvas);
}

static void
plate_before_page(struct canvas *canvas)
{
	canvas_plate_begin(canvas);
	canvas_plate_use(canvas, canvas_plate_end(canvas));
}

static void
art_without_size(struct canvas *canvas)
{
	const struct art art = {0, 10, NULL, 0, NULL, 0};

	canvas_page(canvas);
	canvas_art(canvas, &art, (struct um_rect){0, 0, 10, 10});
}

static void
too_many_pages(struct canvas *canvas)
{
	int i;

	for (i = 0; i <= CANVAS_PAGES; i++)
		canvas_page(canvas);
}

static void
test_canvas_write__refuses(void **state)
{
	static const struct {
		void (*draw)(struct canvas *canvas);
		enum err_code code;
		const char *error;
	} rows[] = {
		{no_page, ERR_USAGE, "drawing: no page was begun"},
		{no_page_but_ink, ERR_USAGE, "drawing: no page was begun"},
		{open_plate, ERR_USAGE, "drawing: a plate is still open"},
		{page_on_plate, ERR_USAGE,
			"drawing: a page was begun on an open plate"},
		{plate_on_plate, ERR_USAGE,
			"drawing: a plate was begun on an open plate"},
		{no_plate_to_end, ERR_USAGE,
			"drawing: a plate was ended and none is open"},
		{no_such_plate, ERR_USAGE,
			"drawing: plate 5 cannot be used here"},
		{plate_before_page, ERR_USAGE,
			"drawing: plate 0 cannot be used here"},
		{art_without_size, ERR_INPUT,
			"drawing: a picture without size"},
		{too_many_pages, ERR_LIMIT,
			"PDF: 30001 pages, at most 30000; print in parts"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct canvas *canvas = open_canvas(&a4);
		struct err err = {0};
		struct str out = {0};

		rows[i].draw(canvas);
		if (canvas_write(canvas, &out, &err))
			fail_msg("row %zu: taken", i);
		if (strcmp(err.text, rows[i].error) != 0 ||
			err.code != rows[i].code)
			fail_msg("row %zu: code %d: %s", i, err.code, err.text);
		assert_int_equal(out.len, 0);
		str_finish(&out);
		canvas_free(canvas);
	}
}

int
main(void)
{
	const struct CMUnitTest pdf[] = {
		cmocka_unit_test(test_canvas_text__is_found_again),
		cmocka_unit_test(test_canvas_text__looks_as_by_cairo),
		cmocka_unit_test(test_canvas_text__takes_many_characters),
		cmocka_unit_test(test_font_open__refuses),
		cmocka_unit_test(test_font_cid__counts_in_order_of_use),
		cmocka_unit_test(test_font_cid__has_a_limit),
		cmocka_unit_test(test_canvas__draws_where_it_was_told),
		cmocka_unit_test(test_canvas_text__starts_each_line_anew),
		cmocka_unit_test(test_canvas_plate__leaves_no_colour),
		cmocka_unit_test(test_canvas__keeps_colours),
		cmocka_unit_test(test_canvas_plate__is_stored_once),
		cmocka_unit_test(test_canvas_write__gives_the_same_bytes),
		cmocka_unit_test(test_canvas_write__passes_qpdf),
		cmocka_unit_test(test_canvas_write__says_what_it_is),
		cmocka_unit_test(test_canvas_write__is_pdf_a),
		cmocka_unit_test(test_canvas_new__refuses),
		cmocka_unit_test(test_canvas_write__refuses),
	};

	return cmocka_run_group_tests(pdf, setup, teardown);
}
