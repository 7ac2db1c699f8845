/*
 * The colour space sRGB as an ICC profile (version 2.4, matrix and curves),
 * made here so that no file of the machine's is part of what is printed.
 */
#ifndef SKAPA_DRAW_ICC_H
#define SKAPA_DRAW_ICC_H

struct str;

/* Appends the profile; always the same bytes. */
void icc_srgb(struct str *out);

#endif
