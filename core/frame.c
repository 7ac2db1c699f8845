#include "core/frame.h"

#define EDGE 11000
#define ANCHOR 6000
#define SYMBOL (FRAME_MODULES * FRAME_MODULE)
#define LINE_W 25800
#define LINE_H 4600
#define FAR_X (FRAME_PAGE_W - EDGE - ANCHOR)
#define FAR_Y (FRAME_PAGE_H - EDGE - ANCHOR)
#define CODE0_X (FAR_X - 3500 - SYMBOL)
#define CODE1_X (EDGE + ANCHOR + 3500)
#define CODE1_Y (FRAME_PAGE_H - EDGE - SYMBOL)

struct um_rect
frame_anchor(int i)
{
	static const struct um_rect at[FRAME_ANCHORS] = {
		{EDGE, EDGE, ANCHOR, ANCHOR},
		{FAR_X, EDGE, ANCHOR, ANCHOR},
		{FAR_X, FAR_Y, ANCHOR, ANCHOR},
		{EDGE, FAR_Y, ANCHOR, ANCHOR},
	};

	return at[i];
}

struct um_rect
frame_code(int i)
{
	static const struct um_rect at[FRAME_CODES] = {
		{CODE0_X, EDGE, SYMBOL, SYMBOL},
		{CODE1_X, CODE1_Y, SYMBOL, SYMBOL},
	};

	return at[i];
}

struct um_rect
frame_code_line(int i)
{
	static const struct um_rect at[FRAME_CODES] = {
		{CODE0_X + SYMBOL - LINE_W, EDGE + SYMBOL + 2400, LINE_W,
			LINE_H},
		{CODE1_X + SYMBOL + 2400, FRAME_PAGE_H - EDGE - LINE_H, LINE_W,
			LINE_H},
	};

	return at[i];
}

struct um_rect
frame_seat(void)
{
	const struct um_rect line = frame_code_line(1);

	return (struct um_rect){
		line.x, CODE1_Y, line.w, line.y - 500 - CODE1_Y};
}

struct um_rect
frame_content(void)
{
	return (struct um_rect){EDGE, 38000, FRAME_PAGE_W - 2 * EDGE,
		CODE1_Y - 4 * FRAME_MODULE - 38000};
}

struct um_rect
frame_header(void)
{
	const int32_t x = EDGE + ANCHOR + 4000;

	return (struct um_rect){
		x, EDGE, CODE0_X - 8 * FRAME_MODULE - 4000 - x, 26000};
}

struct um_rect
frame_footer(void)
{
	const int32_t x = CODE1_X + SYMBOL + 2400 + LINE_W + 4000;

	return (struct um_rect){
		x, CODE1_Y + 1000, FAR_X - 4000 - x, SYMBOL - 1000};
}
