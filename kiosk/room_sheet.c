/* The debrief of a meeting on paper. */
#include "kiosk/room_debrief.h"

#include "core/err.h"
#include "core/str.h"
#include "draw/canvas.h"
#include "kiosk/desk.h"
#include "kiosk/staff_words.h"
#include "report/person_pen.h"

#define LEFT 18000 /* um */
#define TOP 15000
#define WIDTH 174000
#define BOTTOM 282000
#define WRITE 9000 /* a line to write on */
#define LINES 5
#define RULE 0xa0a0a0

struct paper {
	const struct debrief *debrief;
	struct desk *desk;
	struct pen pen;
	int32_t y;
};

/* A paragraph, on the next page if there is no room for it. */
static bool
write(struct paper *paper, const char *text, double pt, bool is_bold,
	struct err *err)
{
	const struct pen_words words = {
		.text = text, .pt = pt, .is_bold = is_bold};
	struct text *laid = pen_lay(&paper->pen, &words, WIDTH, err);
	int32_t height;

	if (laid == NULL)
		return false;
	height = laid->height_um;
	if (paper->y + height > BOTTOM) {
		canvas_page(paper->pen.canvas);
		paper->y = TOP;
	}
	pen_put(&paper->pen, laid, LEFT, paper->y, 0);
	paper->y += height + 1500;
	return true;
}

static bool
heading(struct paper *paper, const char *text, struct err *err)
{
	paper->y += 4000;
	return write(paper, text, 13, true, err);
}

static bool
write_line(struct paper *paper, struct str *line, struct err *err)
{
	const bool ok =
		str_ok(line, err) && write(paper, line->at, 11, false, err);

	str_finish(line);
	return ok;
}

static bool
add_unclear(struct paper *paper, struct err *err)
{
	const struct debrief *debrief = paper->debrief;
	size_t i;

	if (!heading(paper, "Svårt att förstå", err))
		return false;
	for (i = 0; i < debrief->n_unclear; i++) {
		const struct store_unclear *u = &debrief->unclear[i];
		struct str line = {0};

		str_addf(&line, "%s, %s: %d förstod inte",
			desk_item(paper->desk, debrief->after->seats.instrument,
				u->item),
			u->language[0] != '\0' ? staff_language(u->language)
					       : "alla språk",
			u->n);
		if (!write_line(paper, &line, err))
			return false;
	}
	if (!room_is_over(&debrief->after->room))
		return write(paper, "Det visas när träffen är slut.", 11, false,
			err);
	return i > 0 ||
	       write(paper, "Ingen fråga som fem eller fler inte förstod.", 11,
		       false, err);
}

static bool
add_times(struct paper *paper, struct err *err)
{
	struct str line = {0};

	debrief_times(paper->debrief, paper->desk, &line);
	if (line.len == 0)
		str_add(&line, "Ingen fråga är klar än.");
	if (heading(paper, "Hur lång tid det tog", err))
		return write_line(paper, &line, err);
	str_finish(&line);
	return false;
}

static bool
add_remarks(struct paper *paper, enum remark_kind kind, const char *title,
	struct err *err)
{
	const struct debrief *debrief = paper->debrief;
	size_t i;

	if (!heading(paper, title, err))
		return false;
	for (i = 0; i < debrief->n_remarks; i++) {
		const struct store_remark *r = &debrief->remarks[i];
		struct str line = {0};

		if (r->kind != kind)
			continue;
		if (r->language[0] != '\0')
			str_addf(&line, "%s", staff_language(r->language));
		if (r->item[0] != '\0')
			str_addf(&line, "%s%s", line.len > 0 ? ", " : "",
				desk_item(paper->desk,
					debrief->after->seats.instrument,
					r->item));
		str_addf(&line, "%s%s", line.len > 0 ? ": " : "", r->text);
		if (!write_line(paper, &line, err))
			return false;
	}
	return true;
}

/* Lines to write on. */
static void
add_lines(struct paper *paper)
{
	int i;

	if (paper->y + LINES * WRITE > BOTTOM) {
		canvas_page(paper->pen.canvas);
		paper->y = TOP;
	}
	for (i = 0; i < LINES; i++) {
		paper->y += WRITE;
		pen_rule(&paper->pen, LEFT, paper->y, WIDTH, 200, RULE);
	}
}

static bool
fill(struct paper *paper, struct err *err)
{
	const struct after *after = paper->debrief->after;
	struct str title = {0};
	bool ok;

	canvas_page(paper->pen.canvas);
	paper->y = TOP;
	str_addf(&title, "Efterprat: %s, %s", after->name, after->date);
	ok = str_ok(&title, err) && write(paper, title.at, 18, true, err);
	str_finish(&title);
	ok = ok && add_unclear(paper, err) && add_times(paper, err) &&
	     add_remarks(paper, REMARK_WORDING, "Ord att ändra", err) &&
	     add_remarks(paper, REMARK_DEBRIEF, "Anteckningar", err);
	if (ok)
		add_lines(paper);
	return ok;
}

bool
debrief_pdf(const struct debrief *debrief, struct desk *desk, int64_t now,
	struct str *out, struct err *err)
{
	const struct canvas_doc doc = {.title = "Efterprat",
		.lang = "sv",
		.size = {0, 0, 210000, 297000},
		.date = now};
	struct paper paper = {.debrief = debrief,
		.desk = desk,
		.pen = {.engine = desk_engine(desk, err),
			.lang = "sv",
			.room = {LEFT, TOP, WIDTH, BOTTOM - TOP}}};
	bool ok;

	if (paper.pen.engine == NULL)
		return false;
	paper.pen.canvas = canvas_new(&doc, err);
	ok = paper.pen.canvas != NULL && fill(&paper, err) &&
	     canvas_write(paper.pen.canvas, out, err);
	canvas_free(paper.pen.canvas);
	return ok;
}
