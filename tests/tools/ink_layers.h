/*
 * Real ink: a folder of pictures, each a mark on white with its printed box
 * removed, and labels.csv with the box's place in each. A layer is laid on the
 * page so that its box falls on ours, and multiplied.
 *
 * labels.csv has a head; the columns used are file, mark_type, box_x, box_y,
 * box_w, box_h (px). mark_type: check, cross, circle, diag, vertical, zigzag,
 * scribble; others are left out. The pictures are other people's: keep them
 * out of the repository.
 */
#ifndef SKAPA_TESTS_TOOLS_INK_LAYERS_H
#define SKAPA_TESTS_TOOLS_INK_LAYERS_H

#include "tests/tools/pen.h"

struct err;
struct ink_layers;

/* Errors: ERR_INPUT names the file; ERR_SYSTEM if a folder cannot be read. */
struct ink_layers *ink_layers_load(const char *folder, struct err *err);
void ink_layers_free(struct ink_layers *layers); /* NULL is fine */
int ink_layers_count(const struct ink_layers *layers);

/* The pen's style that comes nearest to a layer. */
enum mark_style ink_layer_style(const struct ink_layers *layers, int i);
const char *ink_layer_file(const struct ink_layers *layers, int i);

/*
 * Draws layer i for box, a little larger or smaller, shifted, turned. With
 * round_picture a circle goes around the zone's picture instead.
 */
void ink_layer_mark(const struct ink_layers *layers, int i, struct raster *page,
	struct mm_rect box, struct mm_rect zone, bool round_picture,
	struct rng *rng, struct ink *ink);

#endif
