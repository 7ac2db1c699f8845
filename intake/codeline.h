/*
 * The printed code line, for pages whose page codes are both lost: Tesseract
 * reads ten symbols, their check symbol and the store decide.
 *
 * The library is loaded when the first line is read, not before: most runs
 * never need it, and it is large.
 */
#ifndef SKAPA_INTAKE_CODELINE_H
#define SKAPA_INTAKE_CODELINE_H

#include "core/code.h"
#include "core/geom.h"

#include <stdbool.h>
#include <stddef.h>

struct codeline;
struct err;
struct ocr_symbol;
struct grey;
struct paper;

#define CODELINE_TEXT 64

/* tessdata: the folder of eng.traineddata, or NULL for the system's. */
struct codeline *codeline_new(const char *tessdata, struct err *err);
void codeline_free(struct codeline *codeline);

/*
 * The text at code line 0 or 1 as it was recognised, "" for none. Errors:
 * ERR_LIBRARY if Tesseract or its data are not there; ERR_SYSTEM.
 */
bool codeline_read(struct codeline *codeline, const struct grey *work,
	const struct paper *paper, const struct homography *map, int copy,
	char text[CODELINE_TEXT], struct err *err);

/*
 * The lines that text can stand for, at most room: itself if its check symbol
 * is right; else those with one symbol replaced by one that looks like it, or
 * one extra symbol left out, whose check symbol is right. None twice.
 */
size_t codeline_candidates(
	const char *text, char lines[][CODE_LINE], size_t room);

/*
 * For a line of which none of these is known: what its symbols may be instead,
 * as Tesseract has it, at most three of them at a time. *n lines whose check
 * symbol is right, at most room, the likeliest first. Errors as codeline_read.
 */
bool codeline_alternatives(struct codeline *codeline, const struct grey *work,
	const struct paper *paper, const struct homography *map, int copy,
	char lines[][CODE_LINE], size_t room, size_t *n, struct err *err);
/* The same of symbols that were read; a hyphen among them is passed over. */
size_t codeline_combine(const struct ocr_symbol *symbols, size_t n_symbols,
	char lines[][CODE_LINE], size_t room);

#endif
