/* One person: answers over time, occasions, next steps. */
#include "kiosk/page.h"
#include "kiosk/slips.h"
#include "kiosk/staff.h"

#include "core/err.h"
#include "core/str.h"
#include "instrument/wording.h"
#include "kiosk/desk.h"
#include "kiosk/staff_answers.h"
#include "kiosk/staff_words.h"
#include "kiosk/swedish.h"
#include "report/person.h"
#include "report/person_page.h"
#include "report/person_words.h"
#include "store/notes.h"
#include "store/occasions.h"
#include "store/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool
staff_person_of(struct kiosk *kiosk, const struct ask *ask,
	struct store_person *person, struct err *err)
{
	char code[PERSON_CODE];
	bool found = false;

	if (!person_code_read(ask->part[0], code))
		return swedish_err(err, ERR_USAGE,
			"\"%s\" är ingen kod; den har åtta tecken, som "
			"7K4Q-MXP9",
			ask->part[0]);
	return store_person_get(kiosk->store, code, person, &found, err) &&
	       (found || swedish_err(err, ERR_USAGE,
				 "ingen har koden %s; se efter igen", code));
}

static void
add_fact(struct html *html, const char *name, const char *value)
{
	html_open(html, "div", NULL);
	html_put(html, "dt", name, NULL);
	html_put(html, "dd", value[0] == '\0' ? "inte sagt" : value, NULL);
	html_close(html, "div");
}

static void
add_facts(struct html *html, const struct store_person *person)
{
	html_open(html, "dl", "class", "facts", NULL);
	add_fact(html, "Språk", staff_language(person->language));
	add_fact(html, "Läge", staff_word(store_states[person->state]));
	add_fact(html, "Enhet", person->unit);
	add_fact(html, "Handläggare", person->caseworker);
	add_fact(html, "Ersättare", person->deputy);
	html_close(html, "dl");
}

/* ------------------------------------------------------------------ answers */

/* The spider, or why there is none: the tables are shown in any case. */
static void
add_spider(struct html *html, struct kiosk *kiosk, struct person_data *data)
{
	const struct person_page_as as = {.templates = kiosk->templates,
		.language = WORDING_SOURCE_LANGUAGE,
		.at = kiosk->now};
	struct text_engine *engine;
	struct str svg = {0};
	struct err why = {0};

	engine = desk_engine(kiosk->desk, &why);
	if (engine != NULL && person_page_svg(data, &as, engine, &svg, &why) &&
		str_ok(&svg, &why)) {
		html_open(html, "div", "class", "spider", NULL);
		html_markup(html, svg.at, svg.len);
		html_close(html, "div");
	} else {
		html_open(html, "p", "class", "hint", NULL);
		html_textf(html, "Bilden går inte att rita: %s", why.text);
		html_close(html, "p");
	}
	str_finish(&svg);
}

static void
add_answers(struct html *html, struct kiosk *kiosk, struct person_data *data)
{
	html_open(html, "section", "class", "card wide", NULL);
	html_put(html, "h2", "Svar över tid", NULL);
	if (data->set.n > 0)
		add_spider(html, kiosk, data);
	staff_add_answers(html, kiosk->desk, &data->set);
	html_open(html, "p", "class", "line", NULL);
	staff_add_file(html, data->code, "page.pdf", "Skriv ut (PDF)");
	staff_add_file(html, data->code, "journal", "Allt till journalen");
	html_close(html, "p");
	html_close(html, "section");
}

struct occasions {
	struct html *html;
	size_t n;
};

static bool
add_occasion(const struct store_occasion *occasion, void *data, struct err *err)
{
	static const char *const names[] = {
		"Dag", "Formulär", "Slag", "Sätt", "Språk", "Läge", NULL};
	struct occasions *occasions = data;
	struct html *html = occasions->html;

	(void)err;
	if (occasions->n++ == 0) {
		html_open(html, "table", NULL);
		staff_columns(html, names);
		html_open(html, "tbody", NULL);
	}
	html_open(html, "tr", NULL);
	html_put(html, "th", occasion->date, "scope", "row", NULL);
	html_put(html, "td", staff_instrument(occasion->instrument), NULL);
	html_put(html, "td", staff_word(occasion_kinds[occasion->kind]), NULL);
	html_put(html, "td", staff_word(occasion_modes[occasion->mode]), NULL);
	html_put(html, "td", staff_language(occasion->language), NULL);
	html_put(
		html, "td", staff_word(occasion_states[occasion->state]), NULL);
	html_close(html, "tr");
	return true;
}

static bool
add_occasions(struct html *html, struct kiosk *kiosk,
	const struct store_person *person, struct err *err)
{
	struct occasions occasions = {.html = html};

	html_open(html, "section", "class", "card wide", NULL);
	html_put(html, "h2", "Tillfällen", NULL);
	if (!store_occasions(
		    kiosk->store, person->code, add_occasion, &occasions, err))
		return false;
	if (occasions.n > 0) {
		html_close(html, "tbody");
		html_close(html, "table");
	} else {
		html_put(html, "p",
			"Inga tillfällen ännu. Ett tillfälle blir till när en "
			"blankett skrivs ut eller personen svarar på en skärm.",
			NULL);
	}
	html_close(html, "section");
	return true;
}

/* -------------------------------------------------------------------- notes */

static void
add_mark(
	struct html *html, const struct ask *ask, const struct store_note *note)
{
	char action[80], label[64];

	snprintf(action, sizeof(action), "/staff/people/%s/notes/%lld",
		note->person, (long long)note->number);
	snprintf(label, sizeof(label), "Läge för nr %lld",
		(long long)note->number);
	page_form(html, ask, action, "line");
	html_open(html, "select", "name", "state", "aria-label", label, NULL);
	staff_options(html, note_states, 0, (int)note->state);
	html_close(html, "select");
	html_put(html, "button", "Spara", "type", "submit", "class", "quiet",
		NULL);
	html_close(html, "form");
}

static void
add_note(
	struct html *html, const struct ask *ask, const struct store_note *note)
{
	html_open(html, "li", NULL);
	html_open(html, "p", NULL);
	html_put(html, "strong", staff_word(note_kinds[note->kind]), NULL);
	html_textf(html, " %s %s", note->day, note->who);
	if (note->due[0] != '\0')
		html_textf(html, ", följs upp %s", note->due);
	html_close(html, "p");
	html_put(html, "p", note->text, "class", "text", NULL);
	if (note->kind != NOTE_STORY && staff_may(ask, MAY_WRITE_NOTES))
		add_mark(html, ask, note);
	html_close(html, "li");
}

static void
add_new_note(struct html *html, const struct ask *ask, const char *code)
{
	char action[64];

	snprintf(action, sizeof(action), "/staff/people/%s/notes", code);
	html_open(html, "details", NULL);
	html_put(html, "summary", "Skriv ett nästa steg eller ett mål", NULL);
	page_form(html, ask, action, "stack");
	html_open(html, "label", "class", "field", NULL);
	html_put(html, "span", "Slag", NULL);
	html_open(html, "select", "name", "kind", NULL);
	staff_options(html, note_kinds, 0, NOTE_NEXT_STEP);
	html_close(html, "select");
	html_close(html, "label");
	staff_field(html, "text", "text", "Text, utan namn och nummer", NULL);
	staff_field(html, "date", "due", "Följs upp (kan vara tomt)", NULL);
	html_put(html, "button", "Spara", "type", "submit", NULL);
	html_close(html, "form");
	html_close(html, "details");
}

static void
add_notes(struct html *html, const struct ask *ask,
	const struct person_data *data)
{
	size_t i;

	html_open(html, "section", "class", "card", NULL);
	html_put(html, "h2", "Nästa steg och mål", NULL);
	if (data->n_notes == 0) {
		html_put(html, "p",
			"Inget är skrivet ännu. Skriv vad personen vill nå, "
			"eller vad ni gör härnäst.",
			NULL);
	} else {
		html_open(html, "ul", "class", "notes", NULL);
		for (i = 0; i < data->n_notes; i++)
			add_note(html, ask, &data->notes[i]);
		html_close(html, "ul");
	}
	if (staff_may(ask, MAY_WRITE_NOTES))
		add_new_note(html, ask, data->code);
	html_close(html, "section");
}

/* -------------------------------------------------------------------- pages */

/* Answers and notes, for whom they are. */
static bool
add_own(struct html *html, struct kiosk *kiosk, const struct ask *ask,
	const struct store_person *person, struct err *err)
{
	struct person_data data = {.n_notes = 0};
	const bool ok = person_data_load(
		&data, kiosk->store, person->code, SERIES_OWN, err);

	if (ok) {
		add_answers(html, kiosk, &data);
		add_notes(html, ask, &data);
	}
	person_data_finish(&data);
	return ok;
}

bool
person_page(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	struct store_person person;
	struct html html = {0};
	char title[32];
	bool ok;

	if (!staff_person_of(kiosk, ask, &person, err))
		return false;
	snprintf(title, sizeof(title), "Person %s", person.code);
	staff_begin(&html, kiosk, ask, title, "/staff/people");
	add_facts(&html, &person);
	html_open(&html, "div", "class", "cards", NULL);
	ok = (!staff_may(ask, MAY_READ_ANSWERS) ||
		     add_own(&html, kiosk, ask, &person, err)) &&
	     (!staff_may(ask, MAY_LIST_OCCASIONS) ||
		     add_occasions(&html, kiosk, &person, err));
	if (ok && staff_may(ask, MAY_READ_NOTES))
		staff_add_share(&html, ask, &person);
	if (ok && staff_may(ask, MAY_KEEP_OCCASIONS))
		slips_form(&html, kiosk, ask, person.code);
	if (!ok) {
		html_finish(&html);
		return false;
	}
	html_close(&html, "div");
	return staff_end(&html, reply, err);
}

static void
back_to(const char *code, struct http_reply *reply)
{
	char path[64];

	snprintf(path, sizeof(path), "/staff/people/%s", code);
	http_redirect(reply, path);
}

static bool
word_of(const struct ask *ask, const char *name, const char *const words[],
	int *value, struct err *err)
{
	const char *word;

	if (!staff_need(ask, name, &word, err))
		return false;
	*value = words_find(words, word);
	return *value >= 0 || swedish_err(err, ERR_USAGE,
				      "\"%s\" går inte att välja här; gå "
				      "tillbaka och välj i listan",
				      word);
}

bool
person_note(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	struct store_note note = {.number = 0};
	struct store_person person;
	const char *text, *due;
	int64_t number;
	int kind;

	if (!staff_person_of(kiosk, ask, &person, err) ||
		!word_of(ask, "kind", note_kinds, &kind, err) ||
		!staff_need(ask, "text", &text, err) ||
		!staff_need(ask, "due", &due, err))
		return false;
	if (!str_copy(note.text, sizeof(note.text), text) ||
		!str_copy(note.due, sizeof(note.due), due))
		return swedish_err(err, ERR_LIMIT,
			"texten är längre än %d tecken; skriv det viktigaste",
			NOTE_TEXT - 1);
	note.kind = (enum note_kind)kind;
	memcpy(note.person, person.code, sizeof(note.person));
	str_copy(note.who, sizeof(note.who), ask->actor.name);
	staff_day(kiosk->now, note.day);
	if (!store_note_add(kiosk->store, &note, &number, err))
		return false;
	back_to(person.code, reply);
	return true;
}

bool
person_note_mark(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	struct store_person person;
	char day[STORE_DATE];
	int64_t number;
	int state;

	staff_day(kiosk->now, day);
	if (!staff_person_of(kiosk, ask, &person, err) ||
		!staff_number(ask->part[1], &number, err) ||
		!word_of(ask, "state", note_states, &state, err) ||
		!store_note_mark(kiosk->store, number, (enum note_state)state,
			ask->actor.name, day, err))
		return false;
	back_to(person.code, reply);
	return true;
}
