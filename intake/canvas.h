/*
 * A picture in colour to draw on: frames, lines and words in letters of its
 * own, for what a person is shown of a page. Pixels, x right, y down; what
 * lies outside the picture is not drawn.
 */
#ifndef SKAPA_INTAKE_CANVAS_H
#define SKAPA_INTAKE_CANVAS_H

#include "core/geom.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;

struct colour {
	uint8_t red, green, blue;
};

struct canvas {
	int w, h;
	uint8_t *rgb; /* 3 bytes a pixel, row by row; owned */
};

/* px, on the middle of the line */
struct canvas_frame {
	double x0, y0, x1, y1;
};

/* A letter with the gap behind it, at size 1; a line with the gap below. */
#define CANVAS_LETTER 6
#define CANVAS_LINE 10

/* White. Errors: ERR_SYSTEM. */
bool canvas_init(struct canvas *canvas, int w, int h, struct err *err);
void canvas_finish(struct canvas *canvas);

void canvas_dot(struct canvas *canvas, int x, int y, struct colour colour);
/* dash: px drawn and left out in turn; 0: none left out. */
void canvas_line(struct canvas *canvas, struct px_point from,
	struct px_point to, int wide, int dash, struct colour colour);
void canvas_frame(struct canvas *canvas, struct canvas_frame frame, int wide,
	int dash, struct colour colour);
/* Both diagonals of the frame. */
void canvas_cross(struct canvas *canvas, struct canvas_frame frame, int wide,
	struct colour colour);

/*
 * Text from its top left, size px a dot of a letter, in lines of at most
 * `columns` letters, broken at spaces where there are any; returns the y below
 * it. Small letters are drawn as capitals and what is not ASCII as '?'.
 */
int canvas_text(struct canvas *canvas, int x, int y, int size, int columns,
	const char *text, struct colour colour);

#endif
