#include "report/agenda_pdf.h"

#include "core/err.h"
#include "core/str.h"
#include "draw/canvas.h"
#include "draw/text.h"
#include "report/person_pen.h"

#include <stdio.h>
#include <string.h>

#define LEFT 18000 /* um */
#define TOP 15000
#define WIDTH 174000
#define BOTTOM 276000
#define FOOT 283000
#define CODE_W 36000
#define WRITE 9000 /* a line to write on */
#define GREY 0x464646
#define RULE 0xa0a0a0

struct paper {
	const struct agenda *agenda;
	struct pen pen;
	int32_t y;
};

static bool
new_page(struct paper *paper, struct err *err)
{
	char text[96];
	const struct pen_words foot = {.text = text, .pt = 8, .colour = GREY};
	int32_t y = FOOT;

	canvas_page(paper->pen.canvas);
	paper->y = TOP;
	snprintf(text, sizeof(text), "%s \xc2\xb7 %zu",
		paper->agenda->ask.today, canvas_pages(paper->pen.canvas));
	return pen_write(&paper->pen, &foot, LEFT, &y, WIDTH, err);
}

static bool
add_title(struct paper *paper, struct err *err)
{
	const struct agenda_ask *ask = &paper->agenda->ask;
	struct str title = {0};
	struct pen_words words = {.pt = 18, .is_bold = true};
	bool ok;

	str_addf(&title, "Ärendeforum %s", ask->today);
	if (ask->caseworker != NULL)
		str_addf(&title, ", %s", ask->caseworker);
	words.text = title.at;
	ok = str_ok(&title, err) &&
	     pen_write(&paper->pen, &words, LEFT, &paper->y, WIDTH, err);
	str_finish(&title);
	paper->y += 3000;
	return ok;
}

/* Who the person's caseworker and deputy are. */
static bool
add_who(struct paper *paper, const struct store_person *person, int32_t y,
	struct err *err)
{
	char text[2 * STORE_WHO + 32];
	const struct pen_words code = {
		.text = person->code, .pt = 12, .is_bold = true};
	const struct pen_words who = {.text = text, .pt = 9, .colour = GREY};

	snprintf(text, sizeof(text), "%s%s%s", person->caseworker,
		person->deputy[0] != '\0' ? "\nersättare " : "",
		person->deputy);
	return pen_write(&paper->pen, &code, LEFT, &y, CODE_W, err) &&
	       (text[0] == '\0' ||
		       pen_write(&paper->pen, &who, LEFT, &y, CODE_W, err));
}

static bool
add_row(struct paper *paper, const struct agenda_row *row, struct err *err)
{
	const int32_t x = LEFT + CODE_W + 2000, w = WIDTH - CODE_W - 2000;
	struct pen_words words = {.pt = 10};
	const struct pen_words decided = {
		.text = "Beslut:", .pt = 9, .colour = GREY};
	struct str lines = {0};
	struct text *text = NULL;
	int32_t y;
	bool ok;

	agenda_lines(row, &lines);
	ok = str_ok(&lines, err);
	if (ok && lines.len > 0)
		lines.at[lines.len - 1] = '\0'; /* the last line's end */
	words.text = lines.at;
	ok = ok && (text = pen_lay(&paper->pen, &words, w, err)) != NULL;
	if (ok && paper->y + 3000 + text->height_um + 2 * WRITE > BOTTOM)
		ok = new_page(paper, err);
	str_finish(&lines);
	if (!ok) {
		text_free(text);
		return false;
	}
	pen_rule(&paper->pen, LEFT, paper->y, WIDTH, 350, 0);
	y = paper->y + 2000;
	paper->y = y + text->height_um;
	pen_put(&paper->pen, text, x, y, 0);
	if (!add_who(paper, &row->person, y, err))
		return false;
	y = paper->y + 3200;
	paper->y += 2 * WRITE;
	pen_rule(
		&paper->pen, x + 14000, paper->y - WRITE, w - 14000, 200, RULE);
	pen_rule(&paper->pen, x + 14000, paper->y - 500, w - 14000, 200, RULE);
	paper->y += 3000;
	return pen_write(&paper->pen, &decided, x, &y, 14000, err);
}

bool
agenda_pdf(const struct agenda *agenda, int64_t at, struct text_engine *engine,
	struct str *out, struct err *err)
{
	const struct canvas_doc doc = {.title = "Ärendeforum",
		.lang = "sv",
		.size = {0, 0, 210000, 297000},
		.date = at};
	struct paper paper = {.agenda = agenda,
		.pen = {.engine = engine,
			.lang = "sv",
			.room = {LEFT, TOP, WIDTH, BOTTOM - TOP}}};
	bool ok;
	size_t i;

	paper.pen.canvas = canvas_new(&doc, err);
	ok = paper.pen.canvas != NULL && new_page(&paper, err) &&
	     add_title(&paper, err);
	for (i = 0; ok && i < agenda->n; i++)
		ok = add_row(&paper, &agenda->rows[i], err);
	ok = ok && canvas_write(paper.pen.canvas, out, err);
	canvas_free(paper.pen.canvas);
	return ok;
}
