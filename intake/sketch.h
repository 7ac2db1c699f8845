/*
 * A picture in colour to draw on: frames, lines and words in letters of its
 * own, for what a person is shown of a page. Pixels, x right, y down; what
 * lies outside the picture is not drawn.
 */
#ifndef SKAPA_INTAKE_SKETCH_H
#define SKAPA_INTAKE_SKETCH_H

#include "core/geom.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;

struct colour {
	uint8_t red, green, blue;
};

struct sketch {
	int w, h;
	uint8_t *rgb; /* 3 bytes a pixel, row by row; owned */
};

/* px, on the middle of the line */
struct sketch_frame {
	double x0, y0, x1, y1;
};

/* A letter with the gap behind it, at size 1; a line with the gap below. */
#define SKETCH_LETTER 6
#define SKETCH_LINE 10

/* White. Errors: ERR_SYSTEM. */
bool sketch_init(struct sketch *sketch, int w, int h, struct err *err);
void sketch_finish(struct sketch *sketch);

void sketch_dot(struct sketch *sketch, int x, int y, struct colour colour);
/* dash: px drawn and left out in turn; 0: none left out. */
void sketch_line(struct sketch *sketch, struct px_point from,
	struct px_point to, int wide, int dash, struct colour colour);
void sketch_frame(struct sketch *sketch, struct sketch_frame frame, int wide,
	int dash, struct colour colour);
/* Both diagonals of the frame. */
void sketch_cross(struct sketch *sketch, struct sketch_frame frame, int wide,
	struct colour colour);

/*
 * Text from its top left, size px a dot of a letter, in lines of at most
 * `columns` letters, broken at spaces where there are any; returns the y below
 * it. Small letters are drawn as capitals and what is not ASCII as '?'.
 */
int sketch_text(struct sketch *sketch, int x, int y, int size, int columns,
	const char *text, struct colour colour);

#endif
