#include "forms/pack.h"

#include "core/err.h"
#include "core/frame.h"
#include "draw/canvas.h"
#include "draw/text.h"
#include "forms/sheet.h"
#include "instrument/instrument.h"
#include "instrument/wording.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const part_words[PACK__MAX] = {
	[PACK_COVER] = "cover",
	[PACK_LEADER] = "leader",
	[PACK_OBSERVER] = "observer",
	[PACK_SEATS] = "seats",
	[PACK_CASEWORKER] = "caseworker",
	[PACK_INTERPRETER] = "interpreter",
	[PACK_INTRODUCTION] = "introduction",
	[PACK_POSTER] = "poster",
	[PACK_WORDS] = "words",
	[PACK_CARDS] = "cards",
	[PACK_MENU] = "menu",
	[PACK_SHEETS] = "sheets",
	[PACK_PLAN] = "plan",
	[PACK_CAN] = "can",
};

const char *
pack_part_word(enum pack_part part)
{
	return part_words[part];
}

bool
pack_parts(const char *text, unsigned *parts, struct err *err)
{
	unsigned found = 0;

	for (;;) {
		const size_t len = strcspn(text, ",");
		int i;

		for (i = 0; i < PACK__MAX; i++) {
			if (strlen(part_words[i]) == len &&
				memcmp(part_words[i], text, len) == 0)
				break;
		}
		if (i == PACK__MAX) {
			struct str all = {0};

			for (i = 0; i < PACK__MAX; i++)
				str_addf(&all, "%s%s", i > 0 ? ", " : "",
					part_words[i]);
			err_set(err, ERR_USAGE,
				"\"%.*s\" is not a part of a pack; there are "
				"%s",
				(int)(len > 40 ? 40 : len), text, all.at);
			str_finish(&all);
			return false;
		}
		found |= PACK_BIT(i);
		if (text[len] == '\0')
			break;
		text += len + 1;
	}
	*parts = found;
	return true;
}

/* ------------------------------------------------------- open and finish */

/* Whether the instrument has a caseworker's part, <id>-caseworker. */
static bool
open_caseworker(struct pack *pack, struct err *err)
{
	char id[INSTRUMENT_KEY + 16];
	char **ids = instrument_ids(pack->templates, NULL, err);
	const struct job_ask ask = {
		.templates = pack->templates, .instrument = id};
	size_t i;

	if (ids == NULL)
		return false;
	snprintf(id, sizeof(id), "%s-caseworker", pack->instrument);
	for (i = 0; ids[i] != NULL && !pack->has_caseworker; i++)
		pack->has_caseworker = strcmp(ids[i], id) == 0;
	instrument_ids_free(ids);
	return !pack->has_caseworker ||
	       job_make(&pack->caseworker, &ask, pack->engine, err);
}

bool
pack_open(struct pack *pack, const char *templates, const char *instrument,
	size_t n_seats, struct err *err)
{
	*pack = (struct pack){.templates = templates,
		.instrument = instrument,
		.n_seats = n_seats,
		.poster_scale = 1};
	pack->seats = calloc(n_seats + 1, sizeof(*pack->seats));
	pack->staff_seats = calloc(n_seats + 1, sizeof(*pack->staff_seats));
	if (pack->seats == NULL || pack->staff_seats == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	pack->engine = text_engine_new(err);
	return pack->engine != NULL;
}

void
pack_finish(struct pack *pack)
{
	size_t i;

	for (i = 0; i < pack->n_documents; i++)
		sheet_free(pack->documents[i].sheet);
	for (i = 0; i < pack->n_kinds; i++) {
		paper_finish(&pack->kinds[i].paper);
		job_finish(&pack->kinds[i].job);
	}
	job_finish(&pack->caseworker);
	staff_finish(&pack->staff);
	sheet_free(pack->cover);
	str_finish(&pack->cover_plain);
	free(pack->documents);
	free(pack->kinds);
	free(pack->seats);
	free(pack->staff_seats);
	text_engine_free(pack->engine);
	*pack = (struct pack){0};
}

static bool
is_kind(const struct pack_kind *a, const struct pack_kind *b)
{
	const struct sheet_order *one = &a->job.order, *two = &b->job.order;

	return one->steps == two->steps &&
	       strcmp(one->level, two->level) == 0 &&
	       strcmp(wording_language(one->wording),
		       wording_language(two->wording)) == 0;
}

bool
pack_kind(struct pack *pack, const struct job_ask *ask, size_t *kind,
	struct err *err)
{
	struct pack_kind *kinds =
		reallocarray(pack->kinds, pack->n_kinds + 1, sizeof(*kinds));
	struct pack_kind *new;
	size_t i;

	if (kinds == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	pack->kinds = kinds;
	new = &kinds[pack->n_kinds];
	*new = (struct pack_kind){0};
	if (!job_make(&new->job, ask, pack->engine, err))
		goto fail;
	for (i = 0; i < pack->n_kinds; i++) {
		if (is_kind(&kinds[i], new)) {
			job_finish(&new->job);
			*kind = i;
			return true;
		}
	}
	if (!paper_open(&new->paper, &new->job.order, err))
		goto fail;
	*kind = pack->n_kinds++;
	return true;
fail:
	job_finish(&new->job);
	return false;
}

/* ------------------------------------------------------- laying */

static const char *
language_of(const struct pack *pack, size_t kind)
{
	return wording_language(pack->kinds[kind].job.order.wording);
}

/* Whether no kind before has the same language. */
static bool
is_first(const struct pack *pack, size_t kind)
{
	size_t i;

	for (i = 0; i < kind; i++) {
		if (strcmp(language_of(pack, i), language_of(pack, kind)) == 0)
			return false;
	}
	return true;
}

/* Takes sheet over; NULL is a failure that err has. */
static bool
add_document(struct pack *pack, enum pack_part part, size_t kind,
	struct sheet *sheet, struct err *err)
{
	struct pack_document *more;

	if (sheet == NULL)
		return false;
	more = reallocarray(
		pack->documents, pack->n_documents + 1, sizeof(*more));
	if (more == NULL) {
		sheet_free(sheet);
		return err_set(err, ERR_SYSTEM, "out of memory");
	}
	pack->documents = more;
	more[pack->n_documents++] = (struct pack_document){part, kind, sheet};
	return true;
}

typedef struct sheet *make_paper(const struct paper *paper, struct err *err);
typedef struct sheet *make_staff(const struct staff *staff, struct err *err);

#define ZOOM_LEAST 0.75
#define ZOOM_STEP 0.05

/* Languages' papers. Those of a kind of sheet, not of a language, say so. */
static const struct {
	make_paper *make;
	double zoom;  /* its size to begin with */
	size_t pages; /* what it is made smaller for; 0: as many as it has */
	enum pack_part part;
	bool each_kind;
} papers[] = {
	{paper_interpreter, 0.9, 0, PACK_INTERPRETER, true},
	{paper_introduction, 1.3, 1, PACK_INTRODUCTION, false},
	{paper_poster, 1.2, 2, PACK_POSTER, false},
	{paper_words, 1, 0, PACK_WORDS, false},
	{paper_cards, 1.1, 1, PACK_CARDS, false},
	{paper_menu, 1.2, 1, PACK_MENU, false},
	{paper_plan, 1.1, 1, PACK_PLAN, false},
	{paper_can, 1.2, 1, PACK_CAN, false},
};

/* As large as its pages allow; if it needs more of them anyway, large. */
static struct sheet *
make_fitting(struct paper *paper, size_t i, struct err *err)
{
	struct sheet *sheet;

	paper->zoom = papers[i].zoom;
	for (;;) {
		sheet = papers[i].make(paper, err);
		if (sheet == NULL || papers[i].pages == 0 ||
			sheet->n_pages <= papers[i].pages)
			return sheet;
		sheet_free(sheet);
		paper->zoom -= ZOOM_STEP;
		if (paper->zoom >= ZOOM_LEAST)
			continue;
		paper->zoom = 1;
		return papers[i].make(paper, err);
	}
}

static bool
lay_kind(struct pack *pack, size_t kind, unsigned parts, struct err *err)
{
	struct paper *paper = &pack->kinds[kind].paper;
	size_t i;

	for (i = 0; i < sizeof(papers) / sizeof(*papers); i++) {
		const enum pack_part part = papers[i].part;

		if ((parts & PACK_BIT(part)) == 0 ||
			(!papers[i].each_kind && !is_first(pack, kind)))
			continue;
		/* Who speaks Swedish needs no interpreter. */
		if (part == PACK_INTERPRETER && paper->order.swedish == NULL)
			continue;
		paper->scale = part == PACK_POSTER ? pack->poster_scale : 1;
		if (!add_document(
			    pack, part, kind, make_fitting(paper, i, err), err))
			return false;
	}
	return true;
}

static void
fill_staff(struct pack *pack)
{
	struct staff *staff = &pack->staff;
	size_t i;

	staff->engine = pack->engine;
	staff->session = pack->session;
	staff->date = pack->date;
	staff->minutes = pack->minutes;
	staff->seats = pack->staff_seats;
	staff->n_seats = pack->n_seats;
	for (i = 0; i < pack->n_seats; i++) {
		const struct pack_seat *seat = &pack->seats[i];
		const struct pack_kind *kind = &pack->kinds[seat->kind];
		struct staff_seat *to = &pack->staff_seats[i];

		*to = (struct staff_seat){.number = seat->number,
			.language = language_of(pack, seat->kind),
			.own_name = wording_text(
				kind->job.order.wording, "language.name"),
			.level = kind->job.order.level,
			.steps = kind->job.order.steps,
			.has_paper = seat->has_paper,
			.paper = &kind->paper,
			.n_pages = seat->n_sheet,
			.n_caseworker = seat->n_caseworker};
		memcpy(to->person, seat->person, PERSON_CODE);
		if (seat->n_sheet > 0)
			memcpy(to->line, seat->sheet[0].line, CODE_LINE);
	}
}

/* The leader's papers name the items in Swedish. */
static bool
open_staff(struct pack *pack, struct err *err)
{
	const struct job_ask ask = {
		.templates = pack->templates, .instrument = pack->instrument};
	size_t kind;

	if (!pack_kind(pack, &ask, &kind, err) ||
		!staff_open(&pack->staff, pack->templates, err))
		return false;
	pack->staff_kind = kind;
	pack->staff.instrument = pack->kinds[kind].job.instrument;
	pack->staff.swedish = pack->kinds[kind].job.wording;
	return true;
}

bool
pack_lay(struct pack *pack, unsigned parts, struct err *err)
{
	const size_t n_kinds = pack->n_kinds; /* of seats */
	size_t i;

	if (parts & PACK_ISSUED) {
		if (!open_caseworker(pack, err))
			return false;
	}
	/* A session is issued with its cover, whatever is printed now. */
	if (parts & PACK_OF_SESSION) {
		if (!open_staff(pack, err))
			return false;
		fill_staff(pack);
		pack->cover =
			staff_cover(&pack->staff, &pack->cover_plain, err);
		if (pack->cover == NULL)
			return false;
	}
	/* Before anything is issued: would it fit? */
	if (parts & PACK_BIT(PACK_COVER)) {
		struct sheet *words = staff_cover_words(&pack->staff, err);

		sheet_free(words);
		if (words == NULL)
			return false;
	}
	if ((parts & PACK_BIT(PACK_LEADER)) &&
		!add_document(pack, PACK_LEADER, 0,
			staff_leader(&pack->staff, err), err))
		return false;
	if ((parts & PACK_BIT(PACK_OBSERVER)) &&
		!add_document(pack, PACK_OBSERVER, 0,
			staff_observer(&pack->staff, err), err))
		return false;
	for (i = 0; i < n_kinds; i++) {
		if (!lay_kind(pack, i, parts, err))
			return false;
	}
	return true;
}

bool
pack_seal(struct pack *pack, unsigned parts, struct err *err)
{
	if ((parts & PACK_STAFF) == 0)
		return true;
	fill_staff(pack);
	if ((parts & PACK_BIT(PACK_COVER)) &&
		!add_document(pack, PACK_COVER, 0,
			staff_cover_words(&pack->staff, err), err))
		return false;
	return (parts & PACK_BIT(PACK_SEATS)) == 0 ||
	       add_document(pack, PACK_SEATS, 0, staff_cards(&pack->staff, err),
		       err);
}

/* ------------------------------------------------------- writing */

struct out {
	const struct pack *pack;
	const struct pack_file *file;
	struct canvas *canvas;
	size_t (*plates)[LAYOUT_PAGES]; /* of each kind, and the caseworker's */
	bool *has_plates;
	struct pack_list *list;
	struct err *err;
	size_t begun; /* pages of the document that is being drawn */
	struct pack_page page;
};

void
pack_list_finish(struct pack_list *list)
{
	free(list->pages);
	*list = (struct pack_list){0};
}

static bool
note(struct out *out)
{
	struct pack_page *more =
		reallocarray(out->list->pages, out->list->n + 1, sizeof(*more));

	if (more == NULL)
		return err_set(out->err, ERR_SYSTEM, "out of memory");
	out->list->pages = more;
	out->page.page = (int)++out->begun;
	more[out->list->n++] = out->page;
	return true;
}

static void
begin_document(struct out *out, enum pack_part part, const char *language,
	const struct pack_seat *seat)
{
	out->page = (struct pack_page){
		.part = part, .language = language, .seat = seat};
	out->begun = 0;
}

/* The next document begins a leaf. */
static bool
end_document(struct out *out)
{
	if (out->begun % 2 == 0)
		return true;
	canvas_page(out->canvas);
	out->page.issued = NULL;
	out->page.is_blank = true;
	return note(out);
}

static bool
draw_document(struct out *out, const struct pack_document *document,
	const char *language, const struct pack_seat *seat)
{
	const struct sheet *sheet = document->sheet;
	size_t i;

	begin_document(out, document->part, language, seat);
	for (i = 0; i < sheet->n_pages; i++) {
		canvas_page(out->canvas);
		sheet_draw(sheet, i, out->canvas);
		if (!note(out))
			return false;
	}
	return end_document(out);
}

static const struct pack_document *
document_of(const struct pack *pack, enum pack_part part, size_t kind)
{
	size_t i;

	for (i = 0; i < pack->n_documents; i++) {
		if (pack->documents[i].part == part &&
			pack->documents[i].kind == kind)
			return &pack->documents[i];
	}
	return NULL;
}

/*
 * "Plats 3" in the frame: which seat the paper belongs to. It begins at the
 * left, also from right to left: beside the code.
 */
static bool
draw_seat_number(struct out *out, const struct paper *paper)
{
	const struct um_rect at = frame_seat();
	const struct text_style style = {.bold = true,
		.width_um = at.w,
		.align = paper->tongue.rtl ? TEXT_END : TEXT_START,
		.size_pt = 12,
		.lang = paper->tongue.language,
		.rtl = paper->tongue.rtl};
	struct str words = {0};
	struct text *text = NULL;

	str_addf(&words, "%s \xe2\x81\xa6%d\xe2\x81\xa9",
		wording_text(paper->pack, "pack.seat.seat"),
		out->page.seat->number);
	if (str_ok(&words, out->err))
		text = text_lay(out->pack->engine, &style, words.at, out->err);
	str_finish(&words);
	if (text == NULL)
		return false;
	canvas_text(out->canvas, text,
		(struct um_point){at.x, at.y + (at.h - text->height_um) / 2},
		0);
	text_free(text);
	return true;
}

/* Issued pages of one sheet; plates: which of out's. */
static bool
draw_issued(struct out *out, const struct job *job, const struct paper *paper,
	size_t plates, const struct print_page *pages, size_t n)
{
	size_t i;

	if (!out->has_plates[plates])
		print_plates(out->canvas, job->sheet, out->plates[plates]);
	out->has_plates[plates] = true;
	for (i = 0; i < n; i++) {
		if (!print_page(out->canvas, out->pack->engine,
			    out->plates[plates], &pages[i], out->pack->key,
			    out->err) ||
			!draw_seat_number(out, paper))
			return false;
		out->page.issued = &pages[i];
		if (!note(out))
			return false;
	}
	return end_document(out);
}

static bool
has(const struct out *out, enum pack_part part)
{
	return (out->file->parts & PACK_BIT(part)) != 0;
}

static bool
draw_cover(struct out *out)
{
	const struct pack *pack = out->pack;
	const struct pack_document *words = document_of(pack, PACK_COVER, 0);
	size_t plates[LAYOUT_PAGES];

	begin_document(out, PACK_COVER, WORDING_SOURCE_LANGUAGE, NULL);
	print_plates(out->canvas, pack->cover, plates);
	if (!print_page(out->canvas, pack->engine, plates, &pack->cover_page,
		    pack->key, out->err))
		return false;
	sheet_draw(words->sheet, 0, out->canvas);
	out->page.issued = &pack->cover_page;
	return note(out) && end_document(out);
}

static bool
draw_staff(struct out *out)
{
	static const enum pack_part parts[] = {
		PACK_LEADER, PACK_OBSERVER, PACK_SEATS};
	const struct pack *pack = out->pack;
	size_t i;

	if (has(out, PACK_COVER) && !draw_cover(out))
		return false;
	for (i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		const struct pack_document *document =
			has(out, parts[i]) ? document_of(pack, parts[i], 0)
					   : NULL;

		if (document != NULL && !draw_document(out, document,
						WORDING_SOURCE_LANGUAGE, NULL))
			return false;
	}
	for (i = 0; has(out, PACK_CASEWORKER) && i < pack->n_seats; i++) {
		const struct pack_seat *seat = &pack->seats[i];

		if (seat->n_caseworker == 0)
			continue;
		begin_document(
			out, PACK_CASEWORKER, WORDING_SOURCE_LANGUAGE, seat);
		if (!draw_issued(out, &pack->caseworker,
			    &pack->kinds[pack->staff_kind].paper, pack->n_kinds,
			    seat->caseworker, seat->n_caseworker))
			return false;
	}
	return true;
}

/* What lies before a seat: its sheet, the plan and the checklist. */
static bool
draw_seat(struct out *out, const struct pack_seat *seat, size_t first)
{
	static const enum pack_part parts[] = {PACK_PLAN, PACK_CAN};
	const struct pack *pack = out->pack;
	const char *language = language_of(pack, seat->kind);
	size_t i;

	if (has(out, PACK_SHEETS) && seat->n_sheet > 0) {
		begin_document(out, PACK_SHEETS, language, seat);
		if (!draw_issued(out, &pack->kinds[seat->kind].job,
			    &pack->kinds[seat->kind].paper, seat->kind,
			    seat->sheet, seat->n_sheet))
			return false;
	}
	for (i = 0; i < sizeof(parts) / sizeof(*parts); i++) {
		const struct pack_document *document =
			has(out, parts[i]) ? document_of(pack, parts[i], first)
					   : NULL;

		if (document != NULL &&
			!draw_document(out, document, language, seat))
			return false;
	}
	return true;
}

static bool
draw_language(struct out *out, size_t first)
{
	const struct pack *pack = out->pack;
	const char *language = language_of(pack, first);
	size_t i, seats = 0;

	for (i = 0; i < pack->n_documents; i++) {
		const struct pack_document *document = &pack->documents[i];
		const enum pack_part part = document->part;

		if (!has(out, part) || (PACK_BIT(part) & PACK_STAFF) ||
			part == PACK_PLAN || part == PACK_CAN ||
			strcmp(language_of(pack, document->kind), language) !=
				0)
			continue;
		if (!draw_document(out, document, language, NULL))
			return false;
	}
	for (i = 0; i < pack->n_seats; i++) {
		const struct pack_seat *seat = &pack->seats[i];

		if (strcmp(language_of(pack, seat->kind), language) != 0)
			continue;
		seats++;
		if (!draw_seat(out, seat, first))
			return false;
	}
	/* Without a session, the plan and the checklist once. */
	for (i = 0; seats == 0 && i < pack->n_documents; i++) {
		const struct pack_document *document = &pack->documents[i];

		if ((document->part == PACK_PLAN ||
			    document->part == PACK_CAN) &&
			has(out, document->part) && document->kind == first &&
			!draw_document(out, document, language, NULL))
			return false;
	}
	return true;
}

static bool
draw_all(struct out *out)
{
	const struct pack *pack = out->pack;
	size_t i;

	if (out->file->language == NULL && !draw_staff(out))
		return false;
	for (i = 0; i < pack->n_kinds; i++) {
		if (!is_first(pack, i) ||
			(out->file->language != NULL &&
				strcmp(out->file->language,
					language_of(pack, i)) != 0))
			continue;
		if (!draw_language(out, i))
			return false;
	}
	return true;
}

static struct canvas *
open_canvas(
	const struct pack *pack, const struct pack_file *file, struct err *err)
{
	const char *language = file->language == NULL ? WORDING_SOURCE_LANGUAGE
						      : file->language;
	const struct canvas_doc doc = {
		.title = pack->session == NULL
				 ? wording_title(
					   pack->kinds[0].job.order.wording)
				 : pack->session,
		.lang = language,
		.size = {0, 0, (int32_t)(FRAME_PAGE_W * file->scale + 0.5),
			(int32_t)(FRAME_PAGE_H * file->scale + 0.5)},
		.duplex = true};

	return canvas_new(&doc, err);
}

bool
pack_write(const struct pack *pack, const struct pack_file *file,
	struct str *pdf, struct pack_list *list, struct err *err)
{
	struct out out = {.pack = pack, .file = file, .list = list, .err = err};
	const size_t before = list->n;
	bool ok = false;

	out.canvas = open_canvas(pack, file, err);
	out.plates = calloc(pack->n_kinds + 1, sizeof(*out.plates));
	out.has_plates = calloc(pack->n_kinds + 1, sizeof(*out.has_plates));
	if (out.canvas != NULL &&
		(out.plates == NULL || out.has_plates == NULL))
		err_set(err, ERR_SYSTEM, "out of memory");
	else if (out.canvas != NULL)
		ok = draw_all(&out) &&
		     (list->n == before || canvas_write(out.canvas, pdf, err));
	canvas_free(out.canvas);
	free(out.plates);
	free(out.has_plates);
	return ok;
}
