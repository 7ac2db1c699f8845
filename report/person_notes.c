#include "report/person_notes.h"

#include "core/err.h"
#include "core/str.h"
#include "draw/canvas.h"
#include "instrument/wording.h"

#include <stdio.h>

#define STATION_W 20000 /* um */
#define STATIONS 3
#define STATION 1600 /* half */
#define BLACK 0x000000

static const struct canvas_stroke thin = {.width_um = 350, .colour = BLACK};

/* How a person's own words stand: in whatever direction they have. */
static bool
isolate(const char *text, struct str *out, struct err *err)
{
	str_addf(out, "\xe2\x81\xa8%s\xe2\x81\xa9", text);
	return str_ok(out, err);
}

/* "By 2026-11-03 at the latest", where a note has such a day. */
static bool
add_day(const struct person_sheet *sheet, const struct store_note *note,
	int32_t x, int32_t *y, int32_t w, struct err *err)
{
	char day[STORE_DATE + 8];
	const struct wording_place places[] = {{"day", day}};
	struct pen_words words = {.pt = 8.5, .colour = PERSON_GREY};
	struct str text = {0};
	bool ok;

	if (note->due[0] == '\0')
		return true;
	snprintf(day, sizeof(day), "\xe2\x81\xa6%s\xe2\x81\xa9", note->due);
	wording_fill(&text, person_say(sheet->words, "due"), places, 1);
	words.text = text.at;
	ok = str_ok(&text, err) && pen_write(&sheet->pen, &words, x, y, w, err);
	str_finish(&text);
	return ok;
}

/* Its words and day below each other; the row's height afterwards. */
static bool
add_words(struct person_sheet *sheet, const struct store_note *note, int32_t x,
	int32_t w, double pt, struct err *err)
{
	struct pen_words words = {.pt = pt};
	struct str text = {0};
	bool ok = isolate(note->text, &text, err);

	words.text = text.at;
	ok = ok && person_sheet_room(sheet, 14000, err) &&
	     pen_write(&sheet->pen, &words, x, &sheet->y, w, err) &&
	     add_day(sheet, note, x, &sheet->y, w, err);
	str_finish(&text);
	sheet->y += 2000;
	return ok;
}

/* ------------------------------------------------------- milestones */

static const char *const states[NOTE_STATE__MAX] = {
	[NOTE_OPEN] = "milestone.open",
	[NOTE_ON_THE_WAY] = "milestone.on_the_way",
	[NOTE_REACHED] = "milestone.reached",
	[NOTE_DROPPED] = "milestone.dropped",
};

static int32_t
track_x(const struct person_sheet *sheet)
{
	const struct um_rect room = sheet->pen.room;

	return room.x + room.w - STATIONS * STATION_W;
}

static bool
add_stations(struct person_sheet *sheet, struct err *err)
{
	int32_t most = 0;
	int i;

	for (i = 0; i < STATIONS; i++) {
		const struct pen_words words = {
			.text = person_say(sheet->words, states[i]),
			.pt = 8.5,
			.colour = PERSON_GREY,
			.align = TEXT_CENTRE};
		int32_t y = sheet->y;

		if (!pen_write(&sheet->pen, &words,
			    track_x(sheet) + STATION_W * i, &y, STATION_W, err))
			return false;
		if (y - sheet->y > most)
			most = y - sheet->y;
	}
	sheet->y += most + 1500;
	return true;
}

/* Three stations on a line; those that were passed are filled. */
static bool
add_track(const struct person_sheet *sheet, const struct store_note *note,
	int32_t y, struct err *err)
{
	const struct pen *pen = &sheet->pen;
	const int32_t x = track_x(sheet);
	const struct pen_words dropped = {
		.text = person_say(sheet->words, states[NOTE_DROPPED]),
		.pt = 9,
		.colour = PERSON_GREY,
		.align = TEXT_CENTRE};
	int i;

	if (note->state == NOTE_DROPPED)
		return pen_write(
			pen, &dropped, x, &y, STATIONS * STATION_W, err);
	pen_rule(pen, x + STATION_W / 2, y + 2200, (STATIONS - 1) * STATION_W,
		350, BLACK);
	for (i = 0; i < STATIONS; i++) {
		const struct um_rect at = pen_mirror(pen,
			(struct um_rect){
				x + STATION_W * i + STATION_W / 2 - STATION,
				y + 2375 - STATION, 2 * STATION, 2 * STATION});
		struct canvas_stroke ring = thin;

		ring.radius_um = STATION;
		canvas_fill_round(pen->canvas, at, STATION,
			i <= (int)note->state ? BLACK : 0xffffff);
		canvas_stroke_rect(pen->canvas, at, &ring);
	}
	return true;
}

static bool
add_milestones(struct person_sheet *sheet, const struct person_data *data,
	struct err *err)
{
	const struct um_rect room = sheet->pen.room;
	bool is_first = true, ok = true;
	size_t i;

	for (i = 0; ok && i < data->n_notes; i++) {
		const struct store_note *note = &data->notes[i];

		if (note->kind != NOTE_MILESTONE)
			continue;
		if (is_first)
			ok = person_sheet_heading(sheet,
				     person_say(sheet->words, "milestones"),
				     25000, err) &&
			     add_stations(sheet, err);
		is_first = false;
		ok = ok && person_sheet_room(sheet, 14000, err) &&
		     add_track(sheet, note, sheet->y, err) &&
		     add_words(sheet, note, room.x,
			     room.w - STATIONS * STATION_W - 4000, 10.5, err);
	}
	return ok;
}

/* ------------------------------------------------------- steps and stories */

static bool
add_box(struct person_sheet *sheet, const struct store_note *note,
	struct err *err)
{
	struct um_rect at;

	/* First the room, so that the box stands beside its words. */
	if (!person_sheet_room(sheet, 14000, err))
		return false;
	at = pen_mirror(&sheet->pen, (struct um_rect){sheet->pen.room.x,
					     sheet->y + 800, 3400, 3400});
	if (note->state == NOTE_REACHED)
		canvas_fill_rect(sheet->pen.canvas, at, BLACK);
	else
		canvas_stroke_rect(sheet->pen.canvas, at, &thin);
	return true;
}

/* Next steps have a box; those that were dropped are left out. */
static bool
add_kind(struct person_sheet *sheet, const struct person_data *data,
	enum note_kind kind, const char *heading, struct err *err)
{
	const struct um_rect room = sheet->pen.room;
	const bool is_step = kind == NOTE_NEXT_STEP;
	const int32_t indent = is_step ? 6000 : 0;
	bool is_first = true, ok = true;
	size_t i;

	for (i = 0; ok && i < data->n_notes; i++) {
		const struct store_note *note = &data->notes[i];

		if (note->kind != kind ||
			(is_step && note->state == NOTE_DROPPED))
			continue;
		if (is_first)
			ok = person_sheet_heading(sheet,
				person_say(sheet->words, heading), 15000, err);
		is_first = false;
		ok = ok && (!is_step || add_box(sheet, note, err)) &&
		     add_words(sheet, note, room.x + indent, room.w - indent,
			     is_step ? 12 : 10.5, err);
	}
	return ok;
}

bool
person_notes(struct person_sheet *sheet, const struct person_data *data,
	struct err *err)
{
	return add_kind(sheet, data, NOTE_NEXT_STEP, "next", err) &&
	       add_milestones(sheet, data, err) &&
	       add_kind(sheet, data, NOTE_STORY, "told", err);
}
