/*
 * complete: turns a printed PDF into completed, scanned pages whose answers
 * are known. One JSON line a page goes to --truth; judge compares it with
 * what `skapa intake read --format json` says.
 */
#include "tests/tools/fill.h"
#include "tests/tools/scan_file.h"

#include "core/err.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <jansson.h>

static const char usage[] =
	"usage: complete --layout FILE --sheet FILE.pdf --truth FILE "
	"--out DIR\n"
	"  --issued FILE     lines of `forms print --format json`\n"
	"  --pages A-B       pages of the PDF (default: all)\n"
	"  --repeat N        each page N times (1)\n"
	"  --hand KIND       each time filled in anew, or the same sheet is\n"
	"                    scanned again: anew, same (anew)\n"
	"  --seed N          (1)\n"
	"  --answers KIND    honest (one mark or none) or mixed (honest)\n"
	"  --pen PEN         ballpoint_blue, ballpoint_black, pencil,\n"
	"                    pencil_faint, felt, marker, highlighter, mix "
	"(mix)\n"
	"  --style STYLE     tick, cross, fill, dash, upright, diagonal, dot,\n"
	"                    ring_in_box, ring_box, ring_picture, scribble,\n"
	"                    mix (mix)\n"
	"  --marks DIR       real ink out of DIR/labels.csv instead of a pen\n"
	"  --scan PRESET     clean, office, bilevel, lowres, cut, dark, "
	"light,\n"
	"                    faded, noisy, streaked, dither, stretch, photo,\n"
	"                    tilted, fax, coarsefax, adaptive, random "
	"(random)\n"
	"  --damage KIND     none, holes, fold, stain, specks, through, "
	"staple,\n"
	"                    corner, cover, quarter, torn, two-anchors,\n"
	"                    anchors, anchors-code, code, edges, light,\n"
	"                    hard (light)\n"
	"  --dpi N           instead of the preset's\n"
	"  --turn N          quarter turns, 0..3, instead of by chance\n"
	"  --format FMT      jpeg, png, tiff-g4, tiff-lzw, tiff-deflate,\n"
	"                    tiff-jpeg, pdf-jpeg, pdf-g4, pdf-flate, mix "
	"(mix)\n"
	"  --colour SHARE    of grey scans that are in colour, 0..1 (0.1)\n"
	"  --stack N         pages a file where the format can (50)\n"
	"  --quality N       of JPEG, instead of the preset's\n"
	"  --name STEM       of the files (scan)\n";

struct options {
	const char *layout, *sheet, *truth, *out, *issued, *marks, *scan;
	const char *damage, *name, *format;
	const char *pages, *seed_text, *colour_text, *answers, *pen, *style;
	const char *hand;
	bool same_hand;
	int first, last, repeat, dpi, turn, stack, quality;
	uint64_t seed;
	double colour;
	struct fill_wish wish;
};

struct job {
	const struct options *options;
	struct sheet *sheet;
	struct ink_layers *layers;
	FILE *truth;
	int n_files;
	struct {
		struct scan_file *file;
		char name[128];
		int n_pages;
	} stacks[SCAN_FORMAT__MAX];
};

/* Options that are kept as text, and those that are numbers. */
struct option_place {
	const char *name;
	size_t at; /* in struct options */
};

static const struct option_place text_options[] = {
	{"--layout", offsetof(struct options, layout)},
	{"--sheet", offsetof(struct options, sheet)},
	{"--truth", offsetof(struct options, truth)},
	{"--out", offsetof(struct options, out)},
	{"--issued", offsetof(struct options, issued)},
	{"--pages", offsetof(struct options, pages)},
	{"--seed", offsetof(struct options, seed_text)},
	{"--hand", offsetof(struct options, hand)},
	{"--answers", offsetof(struct options, answers)},
	{"--pen", offsetof(struct options, pen)},
	{"--style", offsetof(struct options, style)},
	{"--marks", offsetof(struct options, marks)},
	{"--scan", offsetof(struct options, scan)},
	{"--damage", offsetof(struct options, damage)},
	{"--format", offsetof(struct options, format)},
	{"--colour", offsetof(struct options, colour_text)},
	{"--name", offsetof(struct options, name)},
};

static const struct option_place number_options[] = {
	{"--repeat", offsetof(struct options, repeat)},
	{"--dpi", offsetof(struct options, dpi)},
	{"--turn", offsetof(struct options, turn)},
	{"--stack", offsetof(struct options, stack)},
	{"--quality", offsetof(struct options, quality)},
};

static bool
set_option(struct options *options, const char *name, const char *value)
{
	char *base = (char *)options;
	size_t i;

	for (i = 0; i < sizeof(text_options) / sizeof(text_options[0]); i++)
		if (strcmp(name, text_options[i].name) == 0) {
			memcpy(base + text_options[i].at, &value,
				sizeof(value));
			return true;
		}
	for (i = 0; i < sizeof(number_options) / sizeof(number_options[0]); i++)
		if (strcmp(name, number_options[i].name) == 0) {
			int number = atoi(value);

			memcpy(base + number_options[i].at, &number,
				sizeof(number));
			return true;
		}
	return false;
}

/* The words of the options as what they stand for. */
static bool
read_words(struct options *options, struct err *err)
{
	if (sscanf(options->pages, "%d-%d", &options->first, &options->last) ==
		1)
		options->last = options->first;
	options->seed = strtoull(options->seed_text, NULL, 10);
	options->colour = strtod(options->colour_text, NULL);
	options->same_hand = strcmp(options->hand, "same") == 0;
	if (!options->same_hand && strcmp(options->hand, "anew") != 0)
		return err_set(
			err, ERR_USAGE, "unknown hand '%s'", options->hand);
	options->wish.trouble = strcmp(options->answers, "mixed") == 0;
	if (!options->wish.trouble && strcmp(options->answers, "honest") != 0)
		return err_set(err, ERR_USAGE, "unknown answers '%s'",
			options->answers);
	options->wish.pen = pen_kind_of_word(options->pen);
	if (options->wish.pen == PEN__MAX && strcmp(options->pen, "mix") != 0)
		return err_set(
			err, ERR_USAGE, "unknown pen '%s'", options->pen);
	options->wish.style = mark_style_of_word(options->style);
	if (options->wish.style == MARK__MAX &&
		strcmp(options->style, "mix") != 0)
		return err_set(
			err, ERR_USAGE, "unknown style '%s'", options->style);
	if (damage_of_word(options->damage) == DAMAGE__MAX &&
		strcmp(options->damage, "light") != 0 &&
		strcmp(options->damage, "hard") != 0)
		return err_set(
			err, ERR_USAGE, "unknown damage '%s'", options->damage);
	if (scan_format_of_word(options->format) == SCAN_FORMAT__MAX &&
		strcmp(options->format, "mix") != 0)
		return err_set(
			err, ERR_USAGE, "unknown format '%s'", options->format);
	return true;
}

static bool
read_options(int argc, char *argv[], struct options *options, struct err *err)
{
	int i;

	for (i = 1; i + 1 < argc; i += 2)
		if (!set_option(options, argv[i], argv[i + 1]))
			return err_set(
				err, ERR_USAGE, "unknown option '%s'", argv[i]);
	if (i < argc)
		return err_set(err, ERR_USAGE, "'%s' wants a value", argv[i]);
	if (!options->layout || !options->sheet || !options->truth ||
		!options->out)
		return err_set(err, ERR_USAGE,
			"--layout, --sheet, --truth and --out are needed");
	return read_words(options, err);
}

static enum scan_format
pick_format(const struct options *options, struct scan *scan, struct rng *rng)
{
	static const enum scan_format grey[] = {SCAN_JPEG, SCAN_JPEG, SCAN_JPEG,
		SCAN_PDF_JPEG, SCAN_PDF_JPEG, SCAN_PDF_JPEG, SCAN_PDF_JPEG,
		SCAN_TIFF_JPEG, SCAN_PNG, SCAN_TIFF_LZW, SCAN_TIFF_DEFLATE,
		SCAN_PDF_FLATE};
	static const enum scan_format black[] = {SCAN_TIFF_G4, SCAN_TIFF_G4,
		SCAN_TIFF_G4, SCAN_PDF_G4, SCAN_PDF_G4, SCAN_PNG, SCAN_TIFF_LZW,
		SCAN_TIFF_DEFLATE, SCAN_PDF_FLATE};
	enum scan_format format = scan_format_of_word(options->format);

	if (format == SCAN_FORMAT__MAX && scan->depth == SCAN_GREY)
		format = grey[rng_below(
			rng, (int)(sizeof(grey) / sizeof(grey[0])))];
	else if (format == SCAN_FORMAT__MAX)
		format = black[rng_below(
			rng, (int)(sizeof(black) / sizeof(black[0])))];
	if (scan_format_is_bilevel(format) && scan->depth == SCAN_GREY) {
		scan->depth = rng_chance(rng, .5) ? SCAN_OTSU : SCAN_FIXED;
		scan->threshold = 120 + rng_below(rng, 70);
		/* A driver for black and white takes dirt as white. */
		if (scan->white[0] < 215)
			scan->depth = SCAN_OTSU;
	}
	return format;
}

/* The resolution to rasterise at for a scan of dpi: one of a few. */
static int
paper_dpi(double dpi)
{
	static const int known[] = {150, 200, 300, 400, 600};
	size_t i;

	for (i = 0; i < 4; i++)
		if (dpi < known[i] * 1.1)
			break;
	return known[i];
}

static enum damage_kind
pick_damage(const char *word, struct rng *rng)
{
	enum damage_kind kind = damage_of_word(word);

	if (kind < DAMAGE__MAX)
		return kind;
	return damage_random(rng, strcmp(word, "hard") == 0);
}

static bool
write_page(struct job *job, enum scan_format format,
	const struct raster *picture, int quality, int *source_page,
	struct err *err)
{
	const struct options *options = job->options;
	char path[4096];
	int room = scan_format_holds_many(format) ? options->stack : 1;

	if (!job->stacks[format].file) {
		snprintf(job->stacks[format].name,
			sizeof(job->stacks[format].name), "%s-%04d.%s",
			options->name, ++job->n_files,
			scan_format_suffix(format));
		snprintf(path, sizeof(path), "%s/%s", options->out,
			job->stacks[format].name);
		job->stacks[format].file = scan_file_new(path, format, err);
		job->stacks[format].n_pages = 0;
		if (!job->stacks[format].file)
			return false;
	}
	if (!scan_file_add(job->stacks[format].file, picture, quality, err))
		return false;
	*source_page = ++job->stacks[format].n_pages;
	if (*source_page < room)
		return true;
	/* The name stays for the truth line that follows. */
	if (!scan_file_close(job->stacks[format].file, err)) {
		job->stacks[format].file = NULL;
		return false;
	}
	job->stacks[format].file = NULL;
	return true;
}

static json_t *
value_json(const char *value)
{
	char *end;
	long step = strtol(value, &end, 10);

	if (!value[0])
		return json_null();
	return *end ? json_string(value) : json_integer(step);
}

static double
rounded(double value)
{
	return (double)(long)(value * 1000 + (value < 0 ? -.5 : .5)) / 1000;
}

static json_t *
item_json(const struct fill_item *item)
{
	return json_pack(
		"{s:s, s:i, s:s*, s:s, s:o, s:s, s:s, s:b, s:b, s:b, s:f, s:f}",
		"item", item->item, "boxes", item->n_boxes, "ink", item->layer,
		"kind", fill_kind_word(item->kind), "value",
		value_json(item->value), "style", mark_style_word(item->style),
		"review", fill_review_word(item->review), "blank_ok",
		item->blank_ok, "lost", item->lost, "gone", item->gone,
		"ink_mm2", rounded(item->ink_mm2), "contrast",
		rounded(item->contrast));
}

struct made {
	int pdf_page, source_page;
	const char *file;
	const struct sheet_page *page;
	const struct sheet_issued *issued;
	const struct scan *scan;
	const struct fill *fill;
	const struct damage *damage;
	enum scan_format format;
	const struct raster *picture;
};

static bool
write_truth(struct job *job, const struct made *made, struct err *err)
{
	json_t *items = json_array();
	json_t *line;
	char *text;
	int i;

	for (i = 0; i < made->fill->n_items; i++)
		json_array_append_new(items, item_json(&made->fill->items[i]));
	line = json_pack("{s:s, s:i, s:i, s:i, s:s*, s:s*, s:s, s:s, s:s, s:s, "
			 "s:s, s:s, s:b, s:b, s:i, s:f, s:f, s:o}",
		"file", made->file, "source_page", made->source_page,
		"pdf_page", made->pdf_page, "page", made->page->page, "code",
		made->issued ? made->issued->code : NULL, "person",
		made->issued ? made->issued->person : NULL, "instrument",
		job->sheet->instrument, "language", job->sheet->language, "pen",
		made->fill->real_ink ? "real"
				     : pen_kind_word(made->fill->pen.kind),
		"scan", made->scan->preset, "damage",
		damage_word(made->damage->kind), "format",
		scan_format_word(made->format), "bilevel",
		made->picture->bilevel, "colour", made->picture->n_planes == 3,
		"turn", made->scan->turn, "skew_deg",
		rounded(made->scan->skew_deg), "scale",
		rounded(made->scan->scale), "items", items);
	text = line ? json_dumps(line, JSON_COMPACT | JSON_REAL_PRECISION(6))
		    : NULL;
	json_decref(line);
	if (!text)
		return err_set(err, ERR_SYSTEM, "out of memory");
	fprintf(job->truth, "%s\n", text);
	free(text);
	return true;
}

static bool
make_page(struct job *job, int pdf_page, int repeat, struct err *err)
{
	const struct options *options = job->options;
	struct rng rng = rng_make(
		options->seed, (uint64_t)pdf_page * 1000003 + (uint64_t)repeat);
	struct rng same = rng_make(options->seed, (uint64_t)pdf_page * 1000003);
	struct rng *hand = options->same_hand ? &same : &rng;
	struct made made = {.pdf_page = pdf_page};
	const struct raster *master;
	struct raster *paper = NULL, *picture = NULL;
	struct damage damage;
	struct scan_map map;
	struct scan scan;
	struct fill fill = {.n_items = 0};
	bool ok = false, colour;
	const char *preset = options->scan;

	made.page = sheet_page_of(job->sheet, pdf_page, &made.issued);
	if (!made.page)
		return err_set(err, ERR_INPUT,
			"page %d of the PDF: the layout has no such page",
			pdf_page);
	if (strcmp(preset, "random") == 0)
		preset = scan_preset_random(&rng);
	if (!scan_preset(preset, options->dpi, options->turn, &rng, &scan, err))
		return false;
	if (options->quality > 0)
		scan.jpeg_quality = options->quality;
	made.format = pick_format(options, &scan, &rng);
	colour = rng_chance(&rng, options->colour) && scan.depth == SCAN_GREY;
	master = sheet_raster(
		job->sheet, pdf_page, paper_dpi(scan.dpi), colour ? 3 : 1, err);
	paper = master ? raster_copy(master) : NULL;
	if (!paper) {
		err_set(err, ERR_SYSTEM, "out of memory");
		goto out;
	}
	if (!fill_page(paper, made.page, &options->wish, hand, &fill, err))
		goto out;
	damage_do(paper, pick_damage(options->damage, &rng), scan.bed, &rng,
		&damage);
	fill_damage(&fill, made.page, &damage);
	picture = scan_page(paper, &scan, &rng, &map);
	if (!picture) {
		err_set(err, ERR_SYSTEM, "out of memory");
		goto out;
	}
	fill_survival(&fill, picture, &map);
	if (!write_page(job, made.format, picture, scan.jpeg_quality,
		    &made.source_page, err))
		goto out;
	made.file = job->stacks[made.format].name;
	made.scan = &scan;
	made.fill = &fill;
	made.damage = &damage;
	made.picture = picture;
	ok = write_truth(job, &made, err);
out:
	fill_finish(&fill);
	raster_free(paper);
	raster_free(picture);
	return ok;
}

static bool
make_pages(struct job *job, struct err *err)
{
	const struct options *options = job->options;
	int last = options->last, page, repeat;

	if (last == 0 || last > job->sheet->n_pdf_pages)
		last = job->sheet->n_pdf_pages;
	for (page = options->first; page <= last; page++)
		for (repeat = 0; repeat < options->repeat; repeat++)
			if (!make_page(job, page, repeat, err))
				return err_wrap(err, "page %d", page);
	return true;
}

static bool
open_job(struct job *job, struct err *err)
{
	const struct options *options = job->options;

	if (mkdir(options->out, 0777) != 0 && errno != EEXIST)
		return err_errno(err, "%s: cannot create", options->out);
	job->truth = fopen(options->truth, "w");
	if (!job->truth)
		return err_errno(err, "%s: cannot create", options->truth);
	job->sheet = sheet_open(
		options->layout, options->sheet, options->issued, err);
	if (!job->sheet)
		return false;
	if (options->marks) {
		job->layers = ink_layers_load(options->marks, err);
		if (!job->layers)
			return false;
	}
	return true;
}

int
main(int argc, char *argv[])
{
	struct options options = {.repeat = 1,
		.turn = -1,
		.stack = 50,
		.seed_text = "1",
		.colour_text = "0.1",
		.pages = "1-0",
		.hand = "anew",
		.answers = "honest",
		.pen = "mix",
		.style = "mix",
		.scan = "random",
		.damage = "light",
		.name = "scan",
		.format = "mix"};
	struct job job = {.options = &options};
	struct err err = {.code = ERR_NONE};
	bool ok;
	int i;

	if (!read_options(argc, argv, &options, &err)) {
		fprintf(stderr, "complete: %s\n%s", err.text, usage);
		return 2;
	}
	ok = open_job(&job, &err);
	options.wish.layers = job.layers;
	ok = ok && make_pages(&job, &err);
	for (i = 0; i < SCAN_FORMAT__MAX; i++)
		if (!scan_file_close(job.stacks[i].file, &err))
			ok = false;
	if (job.truth && fclose(job.truth) != 0 && ok)
		ok = err_errno(&err, "%s: cannot write", options.truth);
	ink_layers_free(job.layers);
	sheet_close(job.sheet);
	if (!ok)
		fprintf(stderr, "complete: %s\n", err.text);
	return ok ? 0 : 1;
}
