#include "intake/explain.h"

#include "core/err.h"
#include "core/layout.h"
#include "core/reading.h"
#include "core/str.h"
#include "intake/sketch.h"
#include "intake/image.h"
#include "intake/ink.h"
#include "intake/limits.h"
#include "intake/locate.h"
#include "intake/pngfile.h"
#include "intake/read.h"
#include "intake/reduce.h"
#include "intake/squares.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define UM_A_PX ((double)UM_PER_INCH / EXPLAIN_DPI)
#define PAGE_W ((int)(FRAME_PAGE_W / UM_A_PX + 0.5))
#define PAGE_H ((int)(FRAME_PAGE_H / UM_A_PX + 0.5))
#define OUTSIDE 160 /* grey of what is not in the picture */
#define SQUARES 16  /* shown of a page that was not found */
#define NAMES 10000 /* pictures of one name */

/* The column of words at the page's right. */
#define WORDS_W 600
#define WORDS_LEFT 20
#define WORDS_H 400 /* it needs so much without answers */
#define COLUMNS ((WORDS_W - 2 * WORDS_LEFT) / (2 * SKETCH_LETTER))
#define COLUMNS_SMALL (2 * COLUMNS)

/*
 * Each has a shape of its own too: who cannot tell the colours apart, or
 * prints the picture in grey, loses nothing.
 */
static const struct colour black = {0, 0, 0}, grey = {110, 110, 110},
			   ink_colour = {214, 0, 110},
			   out_colour = {0, 190, 220},
			   box_colour = {30, 80, 220}, good = {0, 140, 40},
			   doubt = {230, 120, 0}, lost = {150, 0, 190};

/* What is drawn, and on what. */
struct drawing {
	struct sketch sketch;
	struct sighting seen;
	struct reader *reader;
	const struct reading *reading;
	const char *source;
	int page_w, page_h; /* px of the page's part; 0 without pixels */
	int y;		    /* where the next words go */
};

static struct sketch_frame
frame_of(struct um_rect rect, double grow_px)
{
	return (struct sketch_frame){rect.x / UM_A_PX - grow_px,
		rect.y / UM_A_PX - grow_px,
		(rect.x + rect.w) / UM_A_PX + grow_px,
		(rect.y + rect.h) / UM_A_PX + grow_px};
}

static void
label(struct drawing *drawing, double x, double y, int size,
	struct colour colour, const char *text)
{
	sketch_text(
		&drawing->sketch, (int)x, (int)y, size, INT_MAX, text, colour);
}

static void
say(struct drawing *drawing, struct colour colour, const char *text)
{
	drawing->y = sketch_text(&drawing->sketch, drawing->page_w + WORDS_LEFT,
		drawing->y, 2, COLUMNS, text, colour);
}

/* --- the page ------------------------------------------------------------ */

static void
draw_picture(struct drawing *drawing)
{
	const struct grey *work = drawing->seen.work;
	int x, y;

	for (y = 0; y < drawing->page_h; y++)
		for (x = 0; x < drawing->page_w; x++) {
			struct px_point at = {x + 0.5, y + 0.5};
			uint8_t v = OUTSIDE;

			if (drawing->seen.found != NULL)
				reader_work_place(drawing->reader,
					(x + 0.5) * UM_A_PX,
					(y + 0.5) * UM_A_PX, &at);
			if (at.x >= 0 && at.y >= 0 && at.x < work->w &&
				at.y < work->h)
				v = (uint8_t)grey_at(work, at.x, at.y);
			sketch_dot(&drawing->sketch, x, y,
				(struct colour){v, v, v});
		}
}

/* The page's own code and line are print that the layout does not know. */
static bool
is_of_frame(struct um_point at)
{
	const int32_t quiet = FRAME_QUIET * FRAME_MODULE;
	int i;

	for (i = 0; i < FRAME_CODES; i++)
		if (um_rect_has(um_rect_grown(frame_code(i), quiet), at) ||
			um_rect_has(frame_code_line(i), at))
			return true;
	return false;
}

static void
draw_ink(struct drawing *drawing)
{
	const struct ink *ink = drawing->seen.ink;
	struct um_point at;
	size_t i;

	for (i = 0; i < ink->n_px; i++) {
		const bool counts = ink_at(ink, i, &at);

		if (is_of_frame(at))
			continue;
		sketch_dot(&drawing->sketch, (int)(at.x / UM_A_PX),
			(int)(at.y / UM_A_PX),
			counts ? ink_colour : out_colour);
	}
}

static void
draw_anchors(struct drawing *drawing)
{
	const struct guess *guess = &drawing->seen.found->guess;
	char text[32];
	int i;

	for (i = 0; i < FRAME_ANCHORS; i++) {
		const struct sketch_frame frame = frame_of(frame_anchor(i), 3);
		const bool found = guess->found[i];

		sketch_frame(&drawing->sketch, frame, 3, found ? 0 : 6,
			found ? good : lost);
		if (!found)
			sketch_cross(&drawing->sketch, frame, 3, lost);
		snprintf(text, sizeof(text), "anchor %d%s", i + 1,
			found ? "" : " missing");
		label(drawing,
			frame.x0 < PAGE_W / 2.0
				? frame.x0
				: frame.x1 - SKETCH_LETTER * 2.0 *
						     (double)strlen(text),
			frame.y0 < PAGE_H / 2.0 ? frame.y0 - 46 : frame.y1 + 6,
			2, found ? good : lost, text);
	}
}

static void
draw_codes(struct drawing *drawing)
{
	char text[48];
	int i;

	for (i = 0; i < FRAME_CODES; i++) {
		const struct code_place *place = &drawing->seen.found->place[i];
		const bool found = place->agreement >= LIMIT_CODE_SEEN;
		struct um_rect rect = frame_code(i);
		struct sketch_frame frame;

		if (found) {
			rect.x += (int32_t)place->off_x;
			rect.y += (int32_t)place->off_y;
		}
		frame = frame_of(rect, 4);
		sketch_frame(&drawing->sketch, frame, 3, found ? 0 : 6,
			found ? good : lost);
		snprintf(text, sizeof(text), "code %d %s %.2f", i + 1,
			found ? "seen" : "not seen", place->agreement);
		label(drawing, frame.x0, frame.y0 - 18, 2, found ? good : lost,
			text);
	}
}

static bool
draw_squares(struct drawing *drawing, struct err *err)
{
	struct square squares[SQUARES];
	char text[80];
	int n, i;

	if (!reader_squares(drawing->reader, squares, SQUARES, &n, err))
		return false;
	for (i = 0; i < n; i++) {
		const struct square *square = &squares[i];
		const struct sketch_frame frame = {square->x0 - 4,
			square->y0 - 4, square->x1 + 4, square->y1 + 4};

		sketch_frame(&drawing->sketch, frame, 3, 6, doubt);
	}
	snprintf(text, sizeof(text),
		"dashes: the %d largest spots tried as anchors; too few fit",
		n);
	say(drawing, doubt, text);
	return true;
}

static const struct answer *
answer_of(const struct reading *reading, const char *item)
{
	int i;

	for (i = 0; i < reading->n_answers; i++)
		if (strcmp(reading->answers[i].item, item) == 0)
			return &reading->answers[i];
	return NULL;
}

static const struct mark *
mark_of(const struct answer *answer, int value)
{
	int i;

	for (i = 0; answer != NULL && i < answer->n_marks; i++)
		if (answer->marks[i].value == value)
			return &answer->marks[i];
	return NULL;
}

static void
draw_box(struct drawing *drawing, const struct layout_box *box)
{
	const struct answer *answer = answer_of(drawing->reading, box->item);
	const struct mark *mark = mark_of(answer, box->value);
	const struct sketch_frame zone = frame_of(box->zone, 0);
	const struct sketch_frame frame = frame_of(box->box, 0);
	const struct sketch_frame around = frame_of(box->box, 7);
	struct sketch *sketch = &drawing->sketch;
	char text[32];

	sketch_frame(sketch, zone, 1, 4, grey);
	sketch_frame(sketch, frame, 1, 0, box_colour);
	if (mark == NULL)
		return;
	if (mark->zone_ink > 0) {
		snprintf(text, sizeof(text), "%.2f", mark->zone_ink);
		label(drawing, zone.x0 + 3, zone.y1 - 10, 1, ink_colour, text);
	}
	if (answer->status == ANSWER_UNREADABLE)
		sketch_cross(sketch, around, 3, lost);
	else if (answer->status == ANSWER_REVIEW && mark->candidate) {
		sketch_frame(sketch, around, 4, 8, doubt);
		label(drawing, around.x1 + 6, around.y0, 3, doubt, "?");
	} else if (answer->value == box->value) {
		sketch_frame(sketch, around, 4, 0, good);
	}
}

static void
draw_fields(struct drawing *drawing)
{
	const struct layout_page *page = drawing->seen.page;
	const struct reading *reading = drawing->reading;
	size_t i;
	int k;

	for (i = 0; i < page->n_fields; i++) {
		const struct sketch_frame frame =
			frame_of(page->fields[i].rect, 0);

		sketch_frame(&drawing->sketch, frame, 1, 4, grey);
		for (k = 0; k < reading->n_writings; k++)
			if (strcmp(reading->writings[k].item,
				    page->fields[i].item) == 0)
				label(drawing, frame.x0 + 4, frame.y1 - 18, 2,
					ink_colour, "writing");
	}
}

/* --- the words ----------------------------------------------------------- */

/* The best and worst of an item's boxes, in small letters. */
static void
say_evidence(struct drawing *drawing, const struct answer *answer)
{
	double match = 1, shift = 0;
	char text[128];
	int i;

	for (i = 0; i < answer->n_marks; i++) {
		match = fmin(match, answer->marks[i].outline);
		shift = fmax(shift, answer->marks[i].shift_mm);
	}
	snprintf(text, sizeof(text),
		"confidence %.3f; outlines seen %.2f or more, moved %.2f mm "
		"or less",
		answer->confidence, match, shift);
	drawing->y = sketch_text(&drawing->sketch, drawing->page_w + WORDS_LEFT,
		drawing->y, 1, COLUMNS_SMALL, text, grey);
}

static struct colour
colour_of(enum answer_status status)
{
	switch (status) {
	case ANSWER_REVIEW:
		return doubt;
	case ANSWER_UNREADABLE:
		return lost;
	case ANSWER_BLANK:
		return grey;
	case ANSWER_ANSWERED:
	case ANSWER_DECLINED:
	case ANSWER_NOT_UNDERSTOOD:
	case ANSWER__MAX:
		break;
	}
	return good;
}

/* "health: answered 4", beside its boxes where there is room. */
static void
say_answer(struct drawing *drawing, const struct answer *answer,
	struct um_rect box)
{
	const double middle = (box.y + box.h / 2.0) / UM_A_PX;
	const struct colour colour = colour_of(answer->status);
	struct px_point from, to;
	char text[128];

	drawing->y = (int)fmax(drawing->y, middle - SKETCH_LINE);
	from = (struct px_point){
		drawing->page_w + WORDS_LEFT / 2.0, drawing->y + SKETCH_LINE};
	to = (struct px_point){(box.x + box.w) / UM_A_PX, middle};
	sketch_line(&drawing->sketch, from, to, 1, 8, colour);
	if (answer->status == ANSWER_ANSWERED)
		snprintf(text, sizeof(text), "%s: %d", answer->item,
			answer->value);
	else
		snprintf(text, sizeof(text), "%s: %s%s%s", answer->item,
			answer_status_word(answer->status),
			answer->reason[0] == '\0' ? "" : ", ", answer->reason);
	say(drawing, colour, text);
	say_evidence(drawing, answer);
	drawing->y += SKETCH_LINE;
}

static void
say_answers(struct drawing *drawing)
{
	const struct layout_page *page = drawing->seen.page;
	const struct reading *reading = drawing->reading;
	int i;

	for (i = 0; i < reading->n_answers; i++) {
		/* The box at the right end of the item's first row. */
		const struct layout_box *right = NULL;
		size_t k;

		for (k = 0; k < page->n_boxes; k++) {
			const struct layout_box *box = &page->boxes[k];

			if (strcmp(box->item, reading->answers[i].item) == 0 &&
				(right == NULL || box->box.x > right->box.x))
				right = box;
		}
		if (right != NULL)
			say_answer(drawing, &reading->answers[i], right->box);
	}
}

static void
say_frame(struct drawing *drawing)
{
	const struct reading *reading = drawing->reading;
	const struct located *found = drawing->seen.found;
	char text[160];
	int i, anchors = 0, codes = 0;

	if (found == NULL) {
		say(drawing, lost,
			"the page was not found in the picture, "
			"which is shown as it lies");
		return;
	}
	for (i = 0; i < FRAME_ANCHORS; i++)
		anchors += found->guess.found[i];
	for (i = 0; i < FRAME_CODES; i++)
		codes += found->place[i].agreement >= LIMIT_CODE_SEEN;
	snprintf(text, sizeof(text), "anchors: %d of %d found", anchors,
		FRAME_ANCHORS);
	say(drawing, anchors == FRAME_ANCHORS ? good : lost, text);
	snprintf(text, sizeof(text), "page codes: %d of %d seen", codes,
		FRAME_CODES);
	say(drawing, codes == FRAME_CODES ? good : lost, text);
	snprintf(text, sizeof(text),
		"size %.1f %%, turned %.1f degrees, off by %.2f mm",
		100 * reading->scale, reading->rotation_deg,
		reading->residual_mm);
	say(drawing, black, text);
	if (drawing->seen.ink != NULL && drawing->seen.ink->streak_mm > 0) {
		snprintf(text, sizeof(text), "streaks: %.2f mm wide",
			drawing->seen.ink->streak_mm);
		say(drawing, doubt, text);
	}
	if (!reading->has_code)
		say(drawing, lost, "which page it is was not read");
}

static void
say_page(struct drawing *drawing)
{
	const struct reading *reading = drawing->reading;
	const bool refused = reading->status == READING_REFUSED;
	char text[READING_HINT + 320];

	snprintf(text, sizeof(text), "%s, page %d", drawing->source,
		reading->source_page);
	say(drawing, black, text);
	if (reading->has_code) {
		snprintf(text, sizeof(text), "%s %s, sheet page %d, code %s",
			reading->instrument, reading->language,
			reading->code.page, reading->line);
		say(drawing, black, text);
	}
	snprintf(text, sizeof(text), "%s%s%s",
		reading_status_word(reading->status),
		reading->reason[0] == '\0' ? "" : ": ", reading->reason);
	say(drawing,
		refused				    ? lost
		: reading->status == READING_REVIEW ? doubt
						    : good,
		text);
	if (reading->hint[0] != '\0')
		say(drawing, refused ? lost : doubt, reading->hint);
	if (drawing->page_w == 0)
		say(drawing, lost, "there are no pixels to be looked at");
	else
		say_frame(drawing);
	drawing->y += 2 * SKETCH_LINE;
}

static void
say_key(struct drawing *drawing)
{
	static const struct {
		const struct colour *colour;
		const char *text;
	} lines[] = {
		{&box_colour, "thin frame: box as it was found"},
		{&grey, "dashes: zone of a box, or a field"},
		{&ink_colour, "dots: ink; number: how much in the zone"},
		{&out_colour, "pale dots: streak, fold or other side's print"},
		{&good, "thick frame: the answer"},
		{&doubt, "thick dashes and ?: perhaps a mark"},
		{&lost, "cross: lost, torn off or covered"},
	};
	size_t i;

	drawing->y += 2 * SKETCH_LINE;
	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		say(drawing, *lines[i].colour, lines[i].text);
}

/* --- the file ------------------------------------------------------------ */

static bool
draw(struct drawing *drawing, struct err *err)
{
	const struct layout_page *page = drawing->seen.page;
	const int h = drawing->page_h > WORDS_H ? drawing->page_h : WORDS_H;
	size_t i;

	if (!sketch_init(&drawing->sketch, drawing->page_w + WORDS_W, h, err))
		return false;
	drawing->y = SKETCH_LINE;
	draw_picture(drawing);
	if (drawing->seen.ink != NULL)
		draw_ink(drawing);
	if (drawing->seen.found != NULL) {
		draw_anchors(drawing);
		draw_codes(drawing);
	}
	say_page(drawing);
	if (drawing->seen.found == NULL && drawing->page_w > 0)
		return draw_squares(drawing, err);
	if (page != NULL) {
		for (i = 0; i < page->n_boxes; i++)
			draw_box(drawing, &page->boxes[i]);
		draw_fields(drawing);
		say_answers(drawing);
		say_key(drawing);
	}
	return true;
}

/* Opens a new file, its place in path; -1: err says why. */
static int
open_new(const char *folder, const struct drawing *drawing, struct str *path,
	struct err *err)
{
	const char *slash = strrchr(drawing->source, '/');
	const char *name = slash == NULL ? drawing->source : slash + 1;
	int i, fd;

	for (i = 1; i < NAMES; i++) {
		str_clear(path);
		str_addf(path, "%s/%s-%d", folder, name,
			drawing->reading->source_page);
		if (i > 1)
			str_addf(path, "-%d", i);
		str_add(path, ".png");
		if (!str_ok(path, err))
			return -1;
		fd = open(path->at, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
			S_IRUSR | S_IWUSR);
		if (fd >= 0)
			return fd;
		if (errno != EEXIST) {
			err_errno(err, "%s: cannot be written", path->at);
			return -1;
		}
	}
	err_set(err, ERR_LIMIT,
		"%s: holds %d pictures of %s; name another folder", folder,
		NAMES, name);
	return -1;
}

static bool
write_all(int fd, const struct str *bytes)
{
	size_t done = 0;
	ssize_t n;

	while (done < bytes->len) {
		n = write(fd, bytes->at + done, bytes->len - done);
		if (n < 0 && errno != EINTR)
			return false;
		if (n > 0)
			done += (size_t)n;
	}
	return true;
}

static bool
write_new(const char *folder, const struct drawing *drawing,
	const struct str *bytes, struct err *err)
{
	struct str path = {0};
	const int fd = open_new(folder, drawing, &path, err);
	bool ok = fd >= 0;

	if (ok && !write_all(fd, bytes)) {
		ok = err_errno(err, "%s: cannot be written", path.at);
		unlink(path.at);
	}
	if (fd >= 0)
		close(fd);
	str_finish(&path);
	return ok;
}

bool
explain_folder(const char *folder, struct err *err)
{
	struct stat st;

	if (stat(folder, &st) != 0)
		return err_errno(err,
			"%s: no folder for pictures; make it first", folder);
	if (!S_ISDIR(st.st_mode))
		return err_set(err, ERR_INPUT,
			"%s: is no folder; name one for the pictures", folder);
	return access(folder, W_OK | X_OK) == 0 ||
	       err_errno(err, "%s: pictures cannot be written there", folder);
}

bool
explain_page(const char *folder, const char *source, struct reader *reader,
	const struct reading *reading, struct err *err)
{
	struct drawing drawing = {
		.reader = reader, .reading = reading, .source = source};
	struct image image = {.depth = 24};
	struct str bytes = {0};
	bool ok;

	if (reader != NULL) {
		drawing.seen = reader_sighting(reader);
		drawing.page_w = drawing.seen.found != NULL
					 ? PAGE_W
					 : drawing.seen.work->w;
		drawing.page_h = drawing.seen.found != NULL
					 ? PAGE_H
					 : drawing.seen.work->h;
	}
	ok = draw(&drawing, err);
	image.w = drawing.sketch.w;
	image.h = drawing.sketch.h;
	image.stride = 3 * (size_t)image.w;
	image.bits = drawing.sketch.rgb;
	ok = ok && pngfile_write(&image, &bytes, err) &&
	     write_new(folder, &drawing, &bytes, err);
	str_finish(&bytes);
	sketch_finish(&drawing.sketch);
	return ok;
}
