#include "report/group.h"

#include "core/err.h"
#include "core/str.h"
#include "draw/canvas.h"
#include "report/pages.h"
#include "report/stats.h"

#include <stdio.h>
#include <string.h>

/*
 * A row of diverging bars: the middle step (or the line between the two middle
 * ones) stands on one line in every row, so that rows compare.
 */
#define BAR_LEFT 52000
#define BAR_WIDTH 118000 /* from all low to all high */
#define BAR_HEIGHT 4600
#define ROW_HEIGHT 6200
#define LABEL_UM 7000 /* a share narrower than that has no number in it */

struct drawing {
	const struct group *group;
	const struct group_series *s;
	group_name *name;
	void *data;
	struct pages pages;
};

/* From light (low) to dark (high); black reads well on all of them. */
static uint32_t
shade(size_t step, size_t top)
{
	const uint32_t grey =
		0xf8 - (uint32_t)(0x78 * step / (top > 1 ? top - 1 : 1));

	return grey << 16 | grey << 8 | grey;
}

static const char *
item_name(const struct drawing *d, int item)
{
	const char *key = d->s->items[item].key;
	const char *name = d->name(d->s->instrument, key, d->data);

	return name != NULL ? name : key;
}

/* How many of the answers lie left of the line in the middle, in halves. */
static size_t
halves_below(const size_t *counts, size_t top)
{
	size_t i, n = 0;

	for (i = 0; i < top; i++) {
		if (2 * i + 1 < top)
			n += 2 * counts[i];
		else if (2 * i + 1 == top)
			n += counts[i];
	}
	return n;
}

static bool
draw_bar(struct drawing *d, const struct group_table *t, struct err *err)
{
	const struct canvas_stroke line = {.width_um = 150, .colour = 0};
	const size_t top = (size_t)d->s->items[t->item].top;
	const size_t *c = t->result.counts;
	const size_t n = stats_count(c, top);
	const int32_t middle = PAGES_LEFT + BAR_LEFT + BAR_WIDTH / 2;
	const double um = n > 0 ? BAR_WIDTH / 2.0 / (double)n : 0;
	double x = middle - um * (double)halves_below(c, top) / 2;
	char words[32];
	size_t i;
	bool ok = true;

	for (i = 0; ok && i < top; i++) {
		const struct um_rect rect = {(int32_t)x, d->pages.y,
			(int32_t)(um * (double)c[i]), BAR_HEIGHT};

		x += um * (double)c[i];
		if (rect.w <= 0)
			continue;
		canvas_fill_rect(d->pages.canvas, rect, shade(i, top));
		canvas_stroke_rect(d->pages.canvas, rect, &line);
		snprintf(words, sizeof(words), "%zu", c[i]);
		if (rect.w >= LABEL_UM)
			ok = pages_put(&d->pages, PAGES_SMALL, words,
				rect.x + rect.w / 2, rect.y + 700, true, err);
	}
	return ok;
}

static bool
draw_row(struct drawing *d, const struct group_table *t, struct err *err)
{
	const size_t top = (size_t)d->s->items[t->item].top;
	const size_t *c = t->result.counts;
	char words[96], when[32];

	if (!pages_room(&d->pages, ROW_HEIGHT, err))
		return false;
	if (t->kind == GROUP_THEN)
		str_copy(when, sizeof(when), "då, sagt efteråt");
	else
		snprintf(when, sizeof(when), "%d:%s", t->rating,
			t->rating <= 2 ? "a" : "e");
	if (!group_knows(t, top))
		snprintf(words, sizeof(words), "%s: -", when);
	else
		snprintf(words, sizeof(words), "%s: %zu svar av %zu%s", when,
			stats_count(c, top), t->result.total,
			stats_ceiling(c, top) ? ", tak" : "");
	if (!pages_put(&d->pages, PAGES_SMALL, words, PAGES_LEFT + 3000,
		    d->pages.y + 600, false, err))
		return false;
	if (!group_knows(t, top)) {
		if (!pages_put(&d->pages, PAGES_SMALL,
			    "visas inte: för få i något steg",
			    PAGES_LEFT + BAR_LEFT, d->pages.y + 600, false,
			    err))
			return false;
	} else if (!draw_bar(d, t, err)) {
		return false;
	}
	d->pages.y += ROW_HEIGHT;
	return true;
}

/* The middle, behind the bars. */
static void
draw_middle(struct drawing *d, int32_t from, int32_t to)
{
	const struct canvas_stroke line = {
		.width_um = 250, .colour = 0, .dash_um = 1000};
	const int32_t x = PAGES_LEFT + BAR_LEFT + BAR_WIDTH / 2;

	canvas_line(d->pages.canvas, (struct um_point){x, from},
		(struct um_point){x, to}, &line);
}

static bool
draw_item(struct drawing *d, int item, struct err *err)
{
	const struct group_table *rows[GROUP_RATINGS + 1];
	int rating, i, n = 0;

	for (rating = 0; rating <= GROUP_RATINGS; rating++) {
		rows[n] =
			group_table(d->s, rating == 0 ? GROUP_THEN : GROUP_ITEM,
				SPLIT_NONE, item, rating);
		n += rows[n] != NULL && rows[n]->result.total > 0;
	}
	if (n == 0)
		return true;
	if (!pages_room(&d->pages, 9000 + n * ROW_HEIGHT, err) ||
		!pages_add(
			&d->pages, PAGES_BODY, item_name(d, item), 2500, err))
		return false;
	d->pages.y += 600;
	draw_middle(d, d->pages.y - 1500, d->pages.y + n * ROW_HEIGHT);
	for (i = 0; i < n; i++) {
		if (!draw_row(d, rows[i], err))
			return false;
	}
	return true;
}

static bool
draw_series(struct drawing *d, struct err *err)
{
	const char *name = d->name(d->s->instrument, NULL, d->data);
	char words[256];
	size_t i;

	if (d->s->is_withheld || d->s->n_items == 0)
		return true;
	snprintf(words, sizeof(words), "%s (%s %s), %s, %d steg",
		name != NULL ? name : d->s->instrument, d->s->instrument,
		d->s->version, d->s->level, d->s->steps);
	if (!pages_heading(&d->pages, words, err) ||
		!pages_add(&d->pages, PAGES_SMALL,
			"Svaren som staplar: ljust är det lägsta steget, "
			"mörkast det högsta; antalet personer står i stapeln "
			"där det får plats. Den streckade linjen är mitten av "
			"skalan: det som ligger till höger om den är svar över "
			"mitten.",
			0, err))
		return false;
	for (i = 0; i < d->s->n_items; i++) {
		if (!draw_item(d, (int)i, err))
			return false;
	}
	return true;
}

bool
group_pdf(const struct group *group, group_name *name, void *data,
	struct text_engine *engine, int64_t at, struct str *out,
	struct err *err)
{
	char foot[96];
	struct drawing d = {.group = group,
		.name = name,
		.data = data,
		.pages = {.engine = engine, .foot = foot}};
	struct str text = {0};
	size_t i;
	bool ok;

	snprintf(foot, sizeof(foot), "%s till %s", group->ask.from,
		group->ask.until);
	group_text(group, name, data, &text);
	ok = str_ok(&text, err) &&
	     pages_open(&d.pages, "Organisationens rapport", at, err) &&
	     pages_lines(&d.pages, text.at, err);
	for (i = 0; ok && i < group->n_series; i++) {
		d.s = &group->series[i];
		ok = draw_series(&d, err);
	}
	ok = ok && pages_close(&d.pages, out, err);
	pages_free(&d.pages);
	str_finish(&text);
	return ok;
}
