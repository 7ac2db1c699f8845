/*
 * The two page codes of a registered page. Because the map says where every
 * module is, the symbol is not searched: its modules are sampled, its known
 * patterns drawn as they must be, and zbar decodes the clean drawing.
 */
#ifndef SKAPA_INTAKE_PAGECODE_H
#define SKAPA_INTAKE_PAGECODE_H

#include "core/code.h"
#include "core/frame.h"
#include "intake/reduce.h"

#include <stdbool.h>
#include <stdint.h>

struct err;
struct pagecode;
struct paper;

/* Where a copy was found near where the map says it is. */
struct code_place {
	double agreement;    /* with the known modules, -1 to 1 */
	double off_x, off_y; /* um, to be added to the frame's place */
};

enum pagecode_result {
	PAGECODE_OK,
	PAGECODE_NOTHING,  /* neither copy could be decoded */
	PAGECODE_NOT_OURS, /* a QR code, but not one of ours */
	PAGECODE_FORGED,   /* ours by its form; the MAC is wrong */
	PAGECODE_CONFLICT, /* the two copies are codes of different pages */
};

struct pagecode *pagecode_new(struct err *err);
void pagecode_free(struct pagecode *pagecode);

/* The best place within reach_mm of where map puts copy 0 or 1. */
struct code_place pagecode_locate(const struct pagecode *pagecode,
	const struct grey *work, const struct paper *paper,
	const struct homography *map, int copy, double reach_mm);
/* The same for the page's mirror image. */
double pagecode_mirrored(const struct pagecode *pagecode,
	const struct grey *work, const struct paper *paper,
	const struct homography *map);

enum pagecode_result pagecode_read(struct pagecode *pagecode,
	const struct grey *work, const struct paper *paper,
	const struct homography *map,
	const struct code_place place[FRAME_CODES], const uint8_t key[CODE_KEY],
	struct page_code *code);

#endif
