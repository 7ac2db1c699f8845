/*
 * Outlines under construction: SVG's path data and simple shapes turned into
 * the moves, lines and curves of core/art.h.
 *
 * What is added is given in the shape's own coordinates and stored after the
 * matrix (a b c d e f as in SVG: x' = a x + c y + e, y' = b x + d y + f).
 */
#ifndef SKAPA_INSTRUMENT_OUTLINE_H
#define SKAPA_INSTRUMENT_OUTLINE_H

#include "core/art.h"

#include <stdbool.h>
#include <stddef.h>

struct err;

struct outline {
	double matrix[6];
	struct art *art;	 /* borrowed; segments are added to it */
	size_t room;		 /* segments that its memory holds */
	double x, y;		 /* where the pen is */
	double start_x, start_y; /* of the subpath */
	bool is_open;		 /* a subpath has begun and is not closed */
};

/* ERR_LIMIT too far from 0 or too many segments; ERR_SYSTEM no memory. */
bool outline_move(struct outline *outline, double x, double y, struct err *err);
bool outline_line(struct outline *outline, double x, double y, struct err *err);
/* A cubic curve to p[4], p[5]. */
bool outline_curve(struct outline *outline, const double p[6], struct err *err);
bool outline_close(struct outline *outline, struct err *err);
/* SVG's arc (SVG 1.1, F.6): radii, turn in degrees, flags, end. */
bool outline_arc(struct outline *outline, double rx, double ry, double turn,
	bool large, bool sweep, double x, double y, struct err *err);

/* Closed; rx and ry >= 0 round a rectangle's corners. */
bool outline_ellipse(struct outline *outline, double cx, double cy, double rx,
	double ry, struct err *err);
bool outline_rect(struct outline *outline, double x, double y, double w,
	double h, double rx, double ry, struct err *err);

/* Path data: every command. ERR_INPUT says where it breaks off. */
bool outline_path(struct outline *outline, const char *data, struct err *err);

/*
 * Numbers as SVG writes them. *at moves behind the number and a comma or
 * spaces. False, with *at as it was, if there is none; never inf or nan.
 */
bool outline_number(const char **at, double *number);
/* Behind white space. */
const char *outline_skip(const char *at);

#endif
