/*
 * What the operators of a PDF's content stream are written with: numbers,
 * lengths, colours, and whole pictures. Never through the locale.
 *
 *	content_length(&stream, 10000);            "28.346 "
 *	content_colour(&stream, 0x000000, false);  "0 g\n"
 */
#ifndef SKAPA_DRAW_CONTENT_H
#define SKAPA_DRAW_CONTENT_H

#include <stdbool.h>
#include <stdint.h>

struct art;
struct str;

#define CONTENT_UM_PER_PT (25400.0 / 72.0)

/* With at most three decimals, and a space behind. */
void content_number(struct str *str, double value);
/* As points. */
void content_length(struct str *str, double um);
/* The first four numbers of a matrix that makes a unit x_um by y_um. */
void content_matrix(struct str *str, double x_um, double y_um);
/* 0xRRGGBB; grey where it is grey: colour printers then use black alone. */
void content_colour(struct str *str, uint32_t colour, bool is_stroke);
/* The whole picture, scale times as large, y up. */
void content_art(const struct art *art, double scale, struct str *to);

#endif
