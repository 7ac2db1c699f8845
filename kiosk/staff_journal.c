/* What a journal takes of a person: a line, the text, a PDF and a picture. */
#include "kiosk/staff.h"

#include "core/err.h"
#include "core/str.h"
#include "instrument/wording.h"
#include "intake/pagepng.h"
#include "kiosk/desk.h"
#include "kiosk/drawing.h"
#include "report/person.h"
#include "report/person_page.h"
#include "report/person_words.h"

#include <stdio.h>
#include <stdlib.h>

void
staff_add_file(
	struct html *html, const char *code, const char *what, const char *text)
{
	char path[64];

	snprintf(path, sizeof(path), "/staff/people/%s/%s", code, what);
	html_put(html, "a", text, "class", "button quiet", "href", path, NULL);
}

/* The page as a PDF; *swedish is the first that is in Swedish. */
static bool
make_page(struct kiosk *kiosk, const struct ask *ask, struct str *pdf,
	int *swedish, struct err *err)
{
	const struct person_page_as as = {
		.templates = kiosk->templates, .at = kiosk->now};
	struct person_data data = {.n_notes = 0};
	struct text_engine *engine;
	struct store_person person;
	bool ok;

	engine = desk_engine(kiosk->desk, err);
	ok = engine != NULL && staff_person_of(kiosk, ask, &person, err) &&
	     person_data_load(
		     &data, kiosk->store, person.code, SERIES_OWN, err) &&
	     person_page_pdf(&data, &as, engine, pdf, swedish, err);
	person_data_finish(&data);
	return ok;
}

bool
person_print(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	int swedish;

	reply->type = "application/pdf";
	return make_page(kiosk, ask, &reply->body, &swedish, err);
}

/* The page as a picture. */
struct page_picture {
	struct str pdf;
	int page;
};

static bool
draw_page(void *what, struct decoder *decoder, struct str *out, struct err *err)
{
	struct page_picture *picture = what;

	return pagepng_draw(decoder, &picture->pdf, picture->page, out, err);
}

static void
free_page(void *what)
{
	struct page_picture *picture = what;

	str_finish(&picture->pdf);
	free(picture);
}

bool
person_picture(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	static const struct drawing_of pages = {draw_page, free_page};
	struct page_picture *picture;

	if (ask->request->done != NULL)
		return drawing_send(ask, reply, err);
	picture = calloc(1, sizeof(*picture));
	if (picture == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	if (!make_page(kiosk, ask, &picture->pdf, &picture->page, err)) {
		free_page(picture);
		return false;
	}
	return drawing_begin(kiosk, &pages, picture, reply, err);
}

/* The summary in a line. */
static bool
make_line(struct kiosk *kiosk, const char *code, struct str *line,
	struct err *err)
{
	struct person_data data = {.n_notes = 0};
	struct person_words swedish = {0};
	const bool ok =
		person_data_load(&data, kiosk->store, code, SERIES_OWN, err) &&
		person_words_open(&swedish, kiosk->templates,
			WORDING_SOURCE_LANGUAGE, err);

	if (ok)
		person_line(&data, &swedish, line);
	person_words_finish(&swedish);
	person_data_finish(&data);
	return ok && str_ok(line, err);
}

static bool
make_text(struct kiosk *kiosk, const char *code, struct str *text,
	struct err *err)
{
	return person_report(kiosk->store,
		       &(struct person_as){.code = code,
			       .templates = kiosk->templates,
			       .whose = SERIES_OWN},
		       text, err) &&
	       str_ok(text, err);
}

/* The text in Latin-1 with the line ends of Windows. */
bool
person_journal_file(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	struct store_person person;
	struct str text = {0};
	bool ok = staff_person_of(kiosk, ask, &person, err) &&
		  make_text(kiosk, person.code, &text, err);

	if (ok) {
		person_latin1(text.at == NULL ? "" : text.at, &reply->body);
		ok = str_ok(&reply->body, err);
	}
	str_finish(&text);
	reply->type = "text/plain; charset=iso-8859-1";
	str_copy(reply->download, sizeof(reply->download), "journal.txt");
	return ok;
}

/* All four that a journal takes: a line, the text, a PDF and a picture. */
bool
person_journal(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	struct store_person person;
	struct html html = {0};
	struct str text = {0}, line = {0};
	bool ok;

	if (!staff_person_of(kiosk, ask, &person, err))
		return false;
	ok = make_line(kiosk, person.code, &line, err) &&
	     make_text(kiosk, person.code, &text, err);
	if (ok) {
		staff_begin(&html, kiosk, ask, "Allt till journalen",
			"/staff/people");
		html_open(&html, "p", NULL);
		html_text(&html,
			"Markera raden eller texten och klistra in den, eller "
			"bifoga en fil. Textfilen är för system som läser "
			"Latin-1. ");
		staff_link(&html, "/staff/people", person.code,
			"Tillbaka till personen");
		html_close(&html, "p");
		html_open(&html, "p", "class", "line", NULL);
		staff_add_file(&html, person.code, "page.pdf", "Sidan (PDF)");
		staff_add_file(&html, person.code, "page.png", "Sidan (bild)");
		staff_add_file(
			&html, person.code, "journal.txt", "Texten (fil)");
		html_close(&html, "p");
		html_put(&html, "pre", line.at, "class", "journal", "data-copy",
			"Kopiera raden", "data-copied", "Kopierad", NULL);
		html_put(&html, "pre", text.at == NULL ? "" : text.at, "class",
			"journal", "data-copy", "Kopiera texten", "data-copied",
			"Kopierad", NULL);
		ok = staff_end(&html, reply, err);
	}
	str_finish(&text);
	str_finish(&line);
	return ok;
}
