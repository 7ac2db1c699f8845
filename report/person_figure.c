#include "report/person_figure.h"

#include "core/err.h"
#include "draw/canvas.h"
#include "report/person_words.h"
#include "report/spider.h"

#include <stdio.h>

#define BLACK 0x000000
#define WHITE 0xffffff
#define GRID 0xb4b4b4
#define GRID_EDGE 0x787878
#define NUMBERS 0x5a5a5a

#define LABEL_W 40000 /* um, at most */
#define LABEL_GAP 5500
#define LABEL_PT 10.0
#define RING_PT 7.5
#define HAIR 180

/* By age: the latest, the one before, the one before that. */
static const struct {
	struct canvas_stroke line, outline;
	int32_t half; /* of the marker */
} looks[PERSON_SHOWN] = {
	{{.width_um = 950, .colour = BLACK}, {0}, 1250},
	{{.width_um = 620, .colour = 0x303030, .dash_um = 2300},
		{.width_um = 420, .colour = 0x303030}, 1950},
	{{.width_um = 480, .colour = 0x505050, .dash_um = 850},
		{.width_um = 380, .colour = 0x505050}, 2650},
};

/* A ring of a circle's points: fill and line of any marker. */
static void
outlined(struct canvas *canvas, struct um_point *corners, size_t n,
	const struct canvas_stroke *stroke)
{
	canvas_polygon(canvas, corners, n, WHITE);
	corners[n] = corners[0];
	corners[n + 1] = corners[1]; /* the joint of the first corner too */
	canvas_polyline(canvas, corners, n + 2, stroke);
}

void
figure_marker(struct canvas *canvas, struct um_point at, size_t age)
{
	const int32_t half = looks[age].half;

	if (age == 0) {
		canvas_fill_round(canvas,
			(struct um_rect){
				at.x - half, at.y - half, 2 * half, 2 * half},
			half, looks[0].line.colour);
	} else if (age == 1) {
		struct um_point square[6] = {{at.x - half, at.y - half},
			{at.x + half, at.y - half}, {at.x + half, at.y + half},
			{at.x - half, at.y + half}};

		outlined(canvas, square, 4, &looks[1].outline);
	} else {
		struct um_point triangle[5] = {{at.x, at.y - half * 6 / 5},
			{at.x + half * 11 / 10, at.y + half * 4 / 5},
			{at.x - half * 11 / 10, at.y + half * 4 / 5}};

		outlined(canvas, triangle, 3, &looks[2].outline);
	}
}

void
figure_sample(
	struct canvas *canvas, struct um_point from, int32_t w, size_t age)
{
	canvas_line(canvas, from, (struct um_point){from.x + w, from.y},
		&looks[age].line);
	figure_marker(canvas, (struct um_point){from.x + w / 2, from.y}, age);
}

/* ------------------------------------------------------- the spider */

/* The axes: the series' ladders, by number. */
struct axes {
	size_t items[SPIDER_AXES], n;
};

static struct axes
axes_of(const struct series *series)
{
	struct axes axes = {0};
	size_t i;

	for (i = 0; i < series->n_items && axes.n < SPIDER_AXES; i++) {
		if (series->items[i].is_ladder)
			axes.items[axes.n++] = i;
	}
	return axes;
}

bool
figure_has_spider(const struct series *series)
{
	const size_t n = series_ladders(series);

	return n >= SPIDER_LEAST && n <= SPIDER_AXES && series->of->steps > 0 &&
	       person_shown(series, true).n > 0;
}

static void
draw_web(const struct pen *pen, const struct spider *spider)
{
	struct um_point corners[SPIDER_AXES + 2];
	size_t i;
	int step;

	for (step = 1; step <= spider->steps; step++) {
		const bool is_edge = step == spider->steps;
		const struct canvas_stroke line = {
			.width_um = is_edge ? 300 : HAIR,
			.colour = is_edge ? GRID_EDGE : GRID};

		spider_ring(spider, step, corners);
		corners[spider->n_axes] = corners[0];
		corners[spider->n_axes + 1] = corners[1];
		canvas_polyline(
			pen->canvas, corners, spider->n_axes + 2, &line);
	}
	for (i = 0; i < spider->n_axes; i++)
		canvas_line(pen->canvas, spider->centre,
			spider_at(spider, i, spider->steps),
			&(struct canvas_stroke){
				.width_um = HAIR, .colour = GRID});
}

/* What a ring is worth, left of the first axis; lines pass behind it. */
static bool
draw_numbers(
	const struct pen *pen, const struct spider *spider, struct err *err)
{
	int step;

	for (step = 1; step <= spider->steps; step++) {
		const struct um_point at = spider_at(spider, 0, step);
		char digits[12];
		const struct pen_words number = {
			.text = digits, .pt = RING_PT, .colour = NUMBERS};
		struct text *text;
		struct um_rect box;

		snprintf(digits, sizeof(digits), "%d", step);
		text = pen_lay(pen, &number, 0, err);
		if (text == NULL)
			return false;
		box = (struct um_rect){at.x - text->width_um - 800,
			at.y - text->height_um / 2, text->width_um,
			text->height_um};
		canvas_fill_round(
			pen->canvas, um_rect_grown(box, -400), 600, WHITE);
		canvas_text(pen->canvas, text, (struct um_point){box.x, box.y},
			NUMBERS);
		text_free(text);
	}
	return true;
}

/* The lines of an occasion, or its markers: markers stand above all lines. */
static void
draw_answers(const struct pen *pen, const struct spider *spider,
	const struct series *series, const struct axes *axes, size_t column,
	size_t age, bool is_marker)
{
	struct um_point points[SPIDER_AXES + 1];
	int values[SPIDER_AXES];
	size_t i, n, from = 0;

	for (i = 0; i < axes->n; i++)
		values[i] = series_value(series, axes->items[i], column);
	while (!is_marker &&
		(n = spider_line(spider, values, &from, points)) > 0)
		canvas_polyline(pen->canvas, points, n, &looks[age].line);
	for (i = 0; is_marker && i < axes->n; i++) {
		if (values[i] > 0)
			figure_marker(pen->canvas,
				spider_at(spider, i, values[i]), age);
	}
}

/* Words at an axis: as broad as there is room beside the ring. */
static struct text *
lay_name(const struct pen *pen, const struct wording *words,
	const struct series *series, size_t item, int side, int32_t room,
	struct err *err)
{
	/* Held on the side that is nearer to the ring. */
	const bool is_left_held = side > 0;
	const struct pen_words name = {
		.text = person_name_of(words, series->items[item].key),
		.pt = LABEL_PT,
		.is_bold = true,
		.align = side == 0		    ? TEXT_CENTRE
			 : is_left_held != pen->rtl ? TEXT_START
						    : TEXT_END,
		.in = words};

	return pen_lay(pen, &name, room < LABEL_W ? room : LABEL_W, err);
}

static bool
draw_names(const struct pen *pen, const struct wording *words,
	const struct spider *spider, const struct series *series,
	const struct axes *axes, struct um_rect rect, struct err *err)
{
	size_t i;

	for (i = 0; i < axes->n; i++) {
		const int side = spider_side(spider, i);
		const int32_t end = spider_label(spider, i, LABEL_GAP, 0, 0).x;
		const int32_t room = side == 0	? LABEL_W
				     : side < 0 ? end - rect.x
						: rect.x + rect.w - end;
		struct text *text = lay_name(
			pen, words, series, axes->items[i], side, room, err);
		struct um_rect box;

		if (text == NULL)
			return false;
		box = spider_label(
			spider, i, LABEL_GAP, text->width_um, text->height_um);
		canvas_text(pen->canvas, text, (struct um_point){box.x, box.y},
			BLACK);
		text_free(text);
	}
	return true;
}

bool
figure_spider(const struct pen *pen, const struct wording *words,
	const struct series *series, struct um_rect rect, struct err *err)
{
	const struct person_shown shown = person_shown(series, true);
	const struct axes axes = axes_of(series);
	/* Two lines of words above and below, words on both sides. */
	const int32_t high = (rect.h - 2 * (LABEL_GAP + 8000)) / 2;
	const int32_t wide = (rect.w - 2 * (LABEL_GAP + 30000)) / 2;
	const struct spider spider = {
		.centre = {rect.x + rect.w / 2, rect.y + rect.h / 2},
		.radius_um = high < wide ? high : wide,
		.n_axes = axes.n,
		.steps = series->of->steps};
	size_t i;

	draw_web(pen, &spider);
	for (i = 0; i < shown.n; i++)
		draw_answers(pen, &spider, series, &axes, shown.columns[i],
			shown.n - 1 - i, false);
	if (!draw_numbers(pen, &spider, err) ||
		!draw_names(pen, words, &spider, series, &axes, rect, err))
		return false;
	for (i = 0; i < shown.n; i++)
		draw_answers(pen, &spider, series, &axes, shown.columns[i],
			shown.n - 1 - i, true);
	return true;
}

bool
figure_key(const struct pen *pen, const struct series *series, int32_t x,
	int32_t y, int32_t w, int32_t *h, struct err *err)
{
	const struct person_shown shown = person_shown(series, true);
	const int32_t sample = 16000, gap = 2500, each = 48000;
	int32_t at = x + (w - each * (int32_t)shown.n) / 2;
	size_t i;

	*h = 0;
	for (i = 0; i < shown.n; i++, at += each) {
		const size_t age = shown.n - 1 - i;
		const struct pen_words date = {
			.text = series->columns[shown.columns[i]].first->date,
			.pt = 10,
			.is_bold = age == 0};
		struct text *text = pen_lay(pen, &date, 0, err);
		struct um_rect line;

		if (text == NULL)
			return false;
		*h = text->height_um;
		line = pen_mirror(
			pen, (struct um_rect){
				     at, y + text->height_um / 2, sample, 0});
		figure_sample(pen->canvas, (struct um_point){line.x, line.y},
			sample, age);
		pen_put(pen, text, at + sample + gap, y, BLACK);
	}
	return true;
}

/* ------------------------------------------------------- one question */

static int32_t
digits_at(const char *text, size_t n)
{
	int32_t value = 0;
	size_t i;

	for (i = 0; i < n; i++)
		value = value * 10 + (text[i] - '0');
	return value;
}

/* The store's "YYYY-MM-DD", as days since some day; a month has 31. */
static int32_t
days_of(const char *date)
{
	return digits_at(date, 4) * 372 + digits_at(date + 5, 2) * 31 +
	       digits_at(date + 8, 2);
}

/* Where a column stands in the plot; alone it stands in its middle. */
static int32_t
plot_x(const struct pen *pen, const struct series *series, size_t column,
	struct um_rect plot)
{
	const int32_t first = days_of(series->columns[0].first->date);
	const int32_t last =
		days_of(series->columns[series->n_columns - 1].first->date);
	const int32_t at = days_of(series->columns[column].first->date);
	int64_t along = plot.w / 2;

	if (last > first)
		along = (int64_t)plot.w * (at - first) / (last - first);
	return pen->rtl ? plot.x + plot.w - (int32_t)along
			: plot.x + (int32_t)along;
}

static int32_t
plot_y(const struct series *series, int step, struct um_rect plot)
{
	const int steps = series->of->steps;

	return plot.y + plot.h -
	       (steps > 1 ? plot.h * (step - 1) / (steps - 1) : 0);
}

static void
draw_plot(const struct pen *pen, const struct series *series, size_t item,
	struct um_rect plot)
{
	const struct canvas_stroke line = {.width_um = 500, .colour = BLACK};
	struct um_point before = {0};
	bool has_before = false;
	size_t c;
	int step;

	for (step = 1; step <= series->of->steps; step++)
		canvas_line(pen->canvas,
			(struct um_point){
				plot.x - 2000, plot_y(series, step, plot)},
			(struct um_point){plot.x + plot.w + 2000,
				plot_y(series, step, plot)},
			&(struct canvas_stroke){
				.width_um = HAIR, .colour = GRID});
	for (c = 0; c < series->n_columns; c++) {
		const int value = series_value(series, item, c);
		const struct um_point at = {plot_x(pen, series, c, plot),
			plot_y(series, value, plot)};

		if (value > 0 && has_before)
			canvas_line(pen->canvas, before, at, &line);
		has_before = value > 0;
		before = at;
	}
	for (c = 0; c < series->n_columns; c++) {
		const int value = series_value(series, item, c);

		if (value > 0)
			canvas_fill_round(pen->canvas,
				(struct um_rect){
					plot_x(pen, series, c, plot) - 850,
					plot_y(series, value, plot) - 850, 1700,
					1700},
				850, BLACK);
	}
}

bool
figure_line(const struct pen *pen, const struct wording *words,
	const struct series *series, size_t item, struct um_rect rect,
	struct err *err)
{
	const struct pen_words name = {
		.text = person_name_of(words, series->items[item].key),
		.pt = 8.5,
		.is_bold = true,
		.in = words};
	const struct um_rect at = pen_mirror(pen, rect);
	struct um_rect plot = {at.x + 3500, 0, at.w - 7000, 0};
	int32_t y = rect.y;

	if (!pen_write(pen, &name, rect.x, &y, rect.w, err))
		return false;
	/* Names of one line and of two have plots at the same height. */
	plot.h = rect.h * 55 / 100;
	plot.y = rect.y + rect.h - plot.h - 1500;
	draw_plot(pen, series, item, plot);
	return true;
}
