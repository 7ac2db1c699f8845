#include "tests/tools/scan.h"

#include "core/err.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const struct {
	const char *name;
	int weight; /* of a random pile */
} presets[] = {
	{"clean", 10},
	{"office", 30},
	{"bilevel", 14},
	{"lowres", 7},
	{"cut", 9},
	{"dark", 6},
	{"light", 6},
	{"faded", 5},
	{"noisy", 4},
	{"streaked", 3},
	{"dither", 1},
	{"stretch", 3},
	{"photo", 1},
	{"fax", 1},
	{"coarsefax", 0},
	{"adaptive", 0},
	{"tilted", 0},
};

#define N_PRESETS (sizeof(presets) / sizeof(presets[0]))

const char *const *
scan_presets(void)
{
	static const char *names[N_PRESETS + 1];
	size_t i;

	for (i = 0; i < N_PRESETS; i++)
		names[i] = presets[i].name;
	return names;
}

const char *
scan_preset_random(struct rng *rng)
{
	int at = rng_below(rng, 100);
	size_t i;

	for (i = 0; i + 1 < N_PRESETS; i++) {
		at -= presets[i].weight;
		if (at < 0)
			break;
	}
	return presets[i].name;
}

static double
within(double value, double limit)
{
	return fmax(-limit, fmin(limit, value));
}

static void
set_white(struct scan *scan, double r, double g, double b)
{
	scan->white[0] = r;
	scan->white[1] = g;
	scan->white[2] = b;
}

/* What every scanner of an office does. */
static void
usual(struct scan *scan, struct rng *rng)
{
	double white = rng_range(rng, 236, 253);

	scan->dpi = rng_chance(rng, .75)  ? 300
		    : rng_chance(rng, .5) ? 200
					  : 240;
	scan->scale = 1 + within(.008 * rng_normal(rng), .03);
	scan->skew_deg = within(.5 * rng_normal(rng), 1.5);
	scan->shift_mm[0] = within(rng_normal(rng), 3);
	scan->shift_mm[1] = within(1.5 * rng_normal(rng), 4);
	scan->bed = (uint8_t)rng_range(rng, 225, 250);
	scan->blur_px = rng_range(rng, .4, .8);
	scan->gain = rng_range(rng, .9, 1.35);
	scan->black = rng_range(rng, 12, 50);
	set_white(scan, white, white - rng_range(rng, 0, 3),
		white - rng_range(rng, 0, 8));
	scan->shade = rng_range(rng, 0, .03);
	scan->noise = rng_range(rng, 1, 3.5);
	scan->jpeg_quality = 70 + rng_below(rng, 23);
}

static void
clean(struct scan *scan, struct rng *rng)
{
	scan->dpi = 300;
	scan->scale = 1 + within(.004 * rng_normal(rng), .01);
	scan->skew_deg = within(.2 * rng_normal(rng), .5);
	scan->shift_mm[0] = within(.5 * rng_normal(rng), 1.5);
	scan->shift_mm[1] = within(.5 * rng_normal(rng), 1.5);
	scan->bed = 250;
	scan->blur_px = .45;
	scan->gain = 1;
	scan->black = 15;
	set_white(scan, 250, 250, 248);
	scan->noise = 1.2;
	scan->jpeg_quality = 88;
}

static void
bilevel(struct scan *scan, struct rng *rng)
{
	usual(scan, rng);
	scan->depth = rng_chance(rng, .5) ? SCAN_FIXED : SCAN_OTSU;
	scan->threshold = 120 + rng_below(rng, 70);
	scan->bed = 255;
}

static void
whole(struct scan *scan, struct rng *rng)
{
	usual(scan, rng);
	scan->whole_page = true;
	scan->skew_deg = rng_range(rng, -12, 12);
	if (rng_chance(rng, .6))
		scan->skew_deg /= 4;
	scan->scale = rng_range(rng, .95, 1.02);
}

static void
faded(struct scan *scan, struct rng *rng)
{
	double white;

	usual(scan, rng);
	scan->black = rng_range(rng, 60, 110);
	white = rng_range(rng, 185, 225);
	set_white(scan, white, white * rng_range(rng, .95, 1),
		white * rng_range(rng, .8, .97));
	scan->gain = rng_range(rng, .8, 1.1);
}

static void
streaked(struct scan *scan, struct rng *rng)
{
	int i;

	usual(scan, rng);
	scan->n_streaks = 1 + rng_below(rng, 3);
	for (i = 0; i < scan->n_streaks; i++) {
		scan->streak[i].at = rng_range(rng, .03, .97);
		scan->streak[i].width_px = 1 + rng_below(rng, 4);
		scan->streak[i].light = rng_chance(rng, .7)
						? rng_range(rng, .25, .85)
						: rng_range(rng, 1.1, 1.5);
	}
}

/* lean: how much larger the nearer side is than the page's middle. */
static void
photo(struct scan *scan, struct rng *rng, double lean)
{
	whole(scan, rng);
	scan->dpi = rng_range(rng, 200, 300);
	scan->bed = (uint8_t)rng_range(rng, 40, 120);
	scan->perspective[0] = rng_range(rng, -lean, lean);
	scan->perspective[1] = rng_range(rng, -lean, lean);
	scan->shade = rng_range(rng, .1, .35);
	scan->blur_px = rng_range(rng, .6, 1.1);
	scan->noise = rng_range(rng, 2, 5);
}

static void
fill_in(const char *name, struct scan *scan, struct rng *rng)
{
	if (strcmp(name, "clean") == 0) {
		clean(scan, rng);
		return;
	}
	if (strcmp(name, "bilevel") == 0) {
		bilevel(scan, rng);
		return;
	}
	if (strcmp(name, "faded") == 0) {
		faded(scan, rng);
		return;
	}
	if (strcmp(name, "streaked") == 0) {
		streaked(scan, rng);
		return;
	}
	if (strcmp(name, "photo") == 0) {
		photo(scan, rng, .08);
		return;
	}
	if (strcmp(name, "tilted") == 0) {
		photo(scan, rng, .2);
		return;
	}
	if (strcmp(name, "dark") == 0 || strcmp(name, "light") == 0) {
		whole(scan, rng);
		scan->bed = name[0] == 'd' ? (uint8_t)rng_range(rng, 8, 60)
					   : (uint8_t)rng_range(rng, 215, 255);
		return;
	}
	usual(scan, rng);
	if (strcmp(name, "lowres") == 0) {
		scan->dpi = rng_chance(rng, .5) ? 150 : 200;
		scan->jpeg_quality = 30 + rng_below(rng, 40);
		scan->blur_px = rng_range(rng, .45, .65);
	} else if (strcmp(name, "cut") == 0) {
		scan->skew_deg = rng_range(rng, -3, 3);
		scan->scale = rng_range(rng, .93, 1.03);
		/* What is left of 8 mm once the skew has taken its part. */
		scan->shift_mm[0] = rng_range(rng, -2, 2);
		scan->shift_mm[1] = rng_range(rng, -2, 2);
		scan->bed = (uint8_t)(rng_chance(rng, .5) ? 30 : 248);
	} else if (strcmp(name, "noisy") == 0) {
		scan->noise = rng_range(rng, 5, 12);
		scan->salt = rng_range(rng, 0, .004);
		scan->blur_px = rng_range(rng, .6, 1.1);
	} else if (strcmp(name, "dither") == 0) {
		scan->depth = SCAN_DITHER;
		scan->dpi = 300;
	} else if (strcmp(name, "stretch") == 0) {
		/* 1.5 % at the steepest: 2 pi a / l = 0.015 */
		scan->jitter_length_mm = rng_range(rng, 60, 300);
		scan->jitter_mm = rng_range(rng, .4, 1) * .015 *
				  scan->jitter_length_mm / 6.2832;
	} else if (strcmp(name, "adaptive") == 0) {
		scan->depth = SCAN_ADAPTIVE;
		scan->window_mm = rng_range(rng, 2.5, 8);
		scan->bed = 255;
	} else if (strstr(name, "fax") != NULL) {
		scan->dpi = 204;
		scan->dpi_y = name[0] == 'c' ? 98 : 196;
		scan->depth = SCAN_FIXED;
		scan->threshold = 110 + rng_below(rng, 60);
		scan->noise = 5;
		scan->bed = 255;
	}
}

bool
scan_preset(const char *name, double dpi, int turn, struct rng *rng,
	struct scan *scan, struct err *err)
{
	size_t i;

	for (i = 0; i < N_PRESETS; i++)
		if (strcmp(name, presets[i].name) == 0)
			break;
	if (i == N_PRESETS)
		return err_set(
			err, ERR_USAGE, "unknown scan preset '%s'", name);
	memset(scan, 0, sizeof(*scan));
	snprintf(scan->preset, sizeof(scan->preset), "%s", name);
	fill_in(name, scan, rng);
	if (dpi > 0) {
		scan->dpi = dpi;
		scan->dpi_y = 0;
	}
	scan->turn = rng_chance(rng, .7) ? 0 : rng_below(rng, 4);
	if (turn >= 0)
		scan->turn = turn;
	return true;
}
