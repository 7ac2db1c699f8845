#include "tests/pdf_bench.h"

#include "core/art.h"
#include "core/str.h"
#include "draw/canvas.h"
#include "draw/qr.h"
#include "draw/text.h"
#include "tests/test.h"

#include <unistd.h>

#define BLACK 0x000000

const struct canvas_doc bench_a4 = {
	.title = "Hur mår du? & <så>",
	.lang = "sv",
	.size = {0, 0, 210000, 297000},
};

const struct bench_line bench_lines[BENCH_LINES] = {
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

int
bench_setup(void **state)
{
	static struct bench bench;
	struct err err = {0};

	strcpy(bench.folder, "/tmp/skapa-pdf-XXXXXX");
	bench.engine = text_engine_new(&err);
	*state = &bench;
	return bench.engine == NULL || mkdtemp(bench.folder) == NULL;
}

int
bench_teardown(void **state)
{
	struct bench *bench = *state;
	char command[64];

	text_engine_free(bench->engine);
	text_end();
	snprintf(command, sizeof(command), "rm -r %s", bench->folder);
	return system(command);
}

int
bench_run(const struct bench *bench, struct str *out, const char *format, ...)
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

struct canvas *
bench_canvas(const struct canvas_doc *doc)
{
	struct err err = {0};
	struct canvas *canvas = canvas_new(doc, &err);

	if (canvas == NULL)
		fail_msg("%s", err.text);
	return canvas;
}

size_t
bench_save(const struct bench *bench, struct canvas *canvas, const char *name)
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

int32_t
bench_text(const struct bench *bench, struct canvas *canvas,
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

struct shot
bench_raster(const struct bench *bench, const char *pdf, int dpi)
{
	struct shot shot;
	struct str out = {0};
	char path[96];
	FILE *file;
	int max;

	if (bench_run(bench, &out, "pdftoppm -r %d -gray -singlefile %s page",
		    dpi, pdf) != 0)
		fail_msg("%s: %s", pdf, out.at);
	str_finish(&out);
	snprintf(path, sizeof(path), "%s/page.pgm", bench->folder);
	file = fopen(path, "rb");
	assert_non_null(file);
	assert_int_equal(
		fscanf(file, "P5 %d %d %d", &shot.w, &shot.h, &max), 3);
	fgetc(file);
	shot.at = malloc((size_t)shot.w * (size_t)shot.h);
	assert_non_null(shot.at);
	assert_int_equal(
		fread(shot.at, (size_t)shot.w, (size_t)shot.h, file), shot.h);
	fclose(file);
	return shot;
}

bool
shot_is_ink(const struct shot *shot, int x, int y)
{
	return x >= 0 && y >= 0 && x < shot->w && y < shot->h &&
	       shot->at[(size_t)y * (size_t)shot->w + (size_t)x] < 128;
}

void
shot_ink_box(const struct shot *shot, int box[4])
{
	int x, y;

	box[0] = shot->w;
	box[1] = shot->h;
	box[2] = box[3] = 0;
	for (y = 0; y < shot->h; y++) {
		for (x = 0; x < shot->w; x++) {
			if (!shot_is_ink(shot, x, y))
				continue;
			box[0] = x < box[0] ? x : box[0];
			box[1] = y < box[1] ? y : box[1];
			box[2] = x + 1 > box[2] ? x + 1 : box[2];
			box[3] = y + 1 > box[3] ? y + 1 : box[3];
		}
	}
}

void
bench_art(struct canvas *canvas)
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

struct canvas *
bench_people(const struct bench *bench, size_t people)
{
	const struct text_style style = {.size_pt = 12, .width_um = 120000};
	const struct text_style mono = {.family = TEXT_MONO, .size_pt = 11};
	struct canvas *canvas = bench_canvas(&bench_a4);
	struct err err = {0};
	size_t plate, i;
	int32_t y = 60000;

	canvas_plate_begin(canvas);
	for (i = 0; i < BENCH_LINES; i++)
		y += bench_text(
			bench, canvas, &style, bench_lines[i].utf8, 20000, y);
	for (i = 0; i < 40; i++)
		canvas_stroke_rect(canvas,
			(struct um_rect){20000 + 10000 * (int)(i % 10),
				180000 + 12000 * (int)(i / 10), 6000, 6000},
			&(struct canvas_stroke){.width_um = 300});
	bench_art(canvas);
	bench_art(canvas);
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
		bench_text(bench, canvas, &mono, text, 150000, 40000);
	}
	assert_int_equal(canvas_pages(canvas), people);
	return canvas;
}

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

void
bench_alphabets(const struct bench *bench, const char *name, struct str *lists)
{
	static const unsigned ranges[][2] = {{0xc0, 0x24f}, {0x250, 0x2af},
		{0x388, 0x38a}, {0x38e, 0x3a1}, {0x3a3, 0x3e1}, {0x400, 0x482},
		{0x48a, 0x52f}, {0x1d00, 0x1d7f}, {0x1e00, 0x1ef9}};
	const struct text_style style = {.size_pt = 10};
	struct canvas *canvas = bench_canvas(&bench_a4);
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
			y += 1500 + bench_text(bench, canvas, &style, line.at,
					    20000, y);
			str_add(lists, line.at);
			str_add(lists, "\n");
			str_clear(&line);
		}
	}
	assert_true(n > 1100);
	bench_save(bench, canvas, name);
	str_finish(&line);
}
