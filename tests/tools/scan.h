/*
 * A scanner as a model: where the paper lay, what the lamp and the sensor made
 * of it, what the driver made of that. Deterministic for the same generator.
 *
 * Order: the paper is mapped to the picture (scale, skew, turn, place,
 * perspective, jitter of the feed), blurred, darkened by gain and levels,
 * shaded, streaked; then noise, salt, and black-and-white if asked for.
 * JPEG's loss comes with the file (scan_file.h).
 */
#ifndef SKAPA_TESTS_TOOLS_SCAN_H
#define SKAPA_TESTS_TOOLS_SCAN_H

#include "tests/tools/raster.h"
#include "tests/tools/rng.h"

struct err;

enum scan_depth {
	SCAN_GREY,  /* as many planes as the paper has */
	SCAN_FIXED, /* black and white at `threshold` */
	SCAN_OTSU,
	SCAN_DITHER, /* Floyd-Steinberg */
	/* Darker than its surroundings: solid areas come out hollow. */
	SCAN_ADAPTIVE,
};

#define SCAN_STREAKS 4
#define SCAN_PRESET 16

struct scan {
	char preset[SCAN_PRESET];
	double dpi;
	double dpi_y; /* down the picture; 0: as dpi. Faxes have half. */
	/* Where the paper lies. */
	double scale;	 /* of what was printed; 1 is true */
	double skew_deg; /* clockwise */
	int turn;	 /* quarter turns clockwise, 0..3 */
	double shift_mm[2];
	bool whole_page; /* the bed is larger: every edge of the paper shows */
	uint8_t bed;	 /* light of what is not paper */
	double perspective[2]; /* 0 flat; 0.1: one side a tenth larger */
	double jitter_mm;      /* the feed's uneven speed, amplitude */
	double jitter_length_mm;
	/* What light came back. */
	double blur_px; /* deviation */
	double gain;	/* exponent on reflectance; above 1 is darker print */
	double black, white[3]; /* 0..255, of ink and paper */
	double shade;		/* 0..1: how much the light falls off */
	int n_streaks;
	struct {
		double at; /* 0..1 of the picture's width */
		int width_px;
		double light; /* factor; above 1 is a light streak */
	} streak[SCAN_STREAKS];
	double noise; /* deviation, of 255 */
	double salt;  /* share of pixels that are black or white */
	enum scan_depth depth;
	int threshold;
	double window_mm; /* of SCAN_ADAPTIVE, its side */
	int jpeg_quality;
};

/*
 * Presets by name:
 *	clean     as good as scanners get
 *	office    the usual: slight skew, scale, levels, noise
 *	bilevel   black and white, fixed or Otsu
 *	lowres    150 or 200 dpi, strong JPEG
 *	cut       a bed of the page's size, up to 3 degrees, edges lost
 *	dark      whole page on a dark lid, up to 12 degrees
 *	light     whole page on a white lid, up to 12 degrees
 *	faded     low contrast, tinted or recycled paper
 *	noisy     noise, salt and blur
 *	streaked  dirty glass
 *	dither    dithered black and white
 *	stretch   uneven feed
 *	photo     perspective and uneven light
 *	fax       204 dpi, black and white
 *	coarsefax 204 x 98 dpi, black and white
 *	adaptive  black and white by a threshold of its surroundings
 *	tilted    a photo from further aside
 * dpi 0 takes the preset's own. turn -1: any of four, most often upright.
 * False with ERR_USAGE for another name.
 */
bool scan_preset(const char *name, double dpi, int turn, struct rng *rng,
	struct scan *scan, struct err *err);
/* The name of a preset by chance, weighted as a real pile might be. */
const char *scan_preset_random(struct rng *rng);
const char *const *scan_presets(void); /* ends with NULL */

/*
 * A map in px, from the paper's raster to the picture: projective, then rows
 * moved by the feed's wave (0: none).
 */
struct scan_map {
	double m[9];
	double wave, wave_length, wave_phase;
};

void scan_map_at(const struct scan_map *map, double x, double y, double *to_x,
	double *to_y);

/*
 * The picture of paper. paper's dpi may differ from scan's, but should be near
 * it: nothing is filtered beyond blur_px. map may be NULL.
 */
struct raster *scan_page(const struct raster *paper, const struct scan *scan,
	struct rng *rng, struct scan_map *map);

#endif
