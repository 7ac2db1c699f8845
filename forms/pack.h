/*
 * The papers of a group's meeting in one or more PDFs: what each seat gets,
 * what lies on the table, and what those who lead it need.
 *
 *	pack_kind(&pack, &ask, &seat.kind, err) ...	what the seats need
 *	pack_lay(&pack, parts, err)		all that has no codes
 *	... the pages are issued; their codes stand in the seats
 *	pack_seal(&pack, parts, err)		what has codes
 *	pack_write(&pack, &file, &pdf, &list, err)
 *
 * Pages that are issued and those that are not never share a leaf: each
 * document has an even number of pages.
 */
#ifndef SKAPA_FORMS_PACK_H
#define SKAPA_FORMS_PACK_H

#include "core/code.h"
#include "core/layout.h"
#include "forms/job.h"
#include "forms/paper.h"
#include "forms/print.h"
#include "forms/staff.h"

#include <stdbool.h>
#include <stddef.h>

struct err;

enum pack_part {
	PACK_COVER,
	PACK_LEADER,
	PACK_OBSERVER,
	PACK_SEATS,
	PACK_CASEWORKER,
	PACK_INTERPRETER,
	PACK_INTRODUCTION,
	PACK_POSTER,
	PACK_WORDS,
	PACK_CARDS,
	PACK_MENU,
	PACK_SHEETS,
	PACK_PLAN,
	PACK_CAN,
	PACK__MAX
};

/* Sets of parts, a bit each. */
#define PACK_BIT(part) (1u << (part))
#define PACK_ALL (PACK_BIT(PACK__MAX) - 1)
/* Those with pages out of the store. */
#define PACK_ISSUED                                                            \
	(PACK_BIT(PACK_COVER) | PACK_BIT(PACK_SEATS) | PACK_BIT(PACK_SHEETS) | \
		PACK_BIT(PACK_CASEWORKER))
/* Those of the people who lead a session. */
#define PACK_STAFF                                                             \
	(PACK_BIT(PACK_COVER) | PACK_BIT(PACK_LEADER) |                        \
		PACK_BIT(PACK_OBSERVER) | PACK_BIT(PACK_SEATS) |               \
		PACK_BIT(PACK_CASEWORKER))
/* Those that only make sense with a session. */
#define PACK_OF_SESSION (PACK_STAFF | PACK_BIT(PACK_SHEETS))

const char *pack_part_word(enum pack_part part); /* "cover" */
/* "poster,words" as a set. Errors: ERR_USAGE names the word that is none. */
bool pack_parts(const char *text, unsigned *parts, struct err *err);

/* What seats of one language, level and number of steps share. */
struct pack_kind {
	struct job job;
	struct paper paper;
};

struct pack_seat {
	int number;
	size_t kind;
	bool has_paper;
	char person[PERSON_CODE];
	struct print_page sheet[LAYOUT_PAGES], caseworker[LAYOUT_PAGES];
	size_t n_sheet, n_caseworker; /* pages */
};

struct pack_document {
	enum pack_part part;
	size_t kind; /* of the pack's kinds; without meaning for staff's */
	struct sheet *sheet; /* owned */
};

/* Start with pack_open. Its fields are the caller's to read. */
struct pack {
	const char *templates;
	struct text_engine *engine;
	const char *instrument;
	const char *session, *date; /* NULL: without a session; borrowed */
	struct pack_kind *kinds;
	size_t n_kinds;
	struct job caseworker; /* in Swedish */
	bool has_caseworker;   /* the instrument has such questions */
	struct staff staff;
	size_t staff_kind; /* the Swedish words */
	struct staff_seat *staff_seats;
	struct sheet *cover;
	struct str cover_plain;
	struct print_page cover_page;
	struct pack_seat *seats;
	size_t n_seats;
	struct pack_document *documents;
	size_t n_documents;
	double poster_scale;
	int minutes;	    /* for a question, talk and answer */
	const uint8_t *key; /* CODE_KEY bytes; borrowed */
};

/* What is borrowed must live as long. n seats are made, all 0. */
bool pack_open(struct pack *pack, const char *templates, const char *instrument,
	size_t n_seats, struct err *err);
void pack_finish(struct pack *pack);

/*
 * The kind of those words; made once. Errors: those of job_make and
 * paper_open.
 */
bool pack_kind(struct pack *pack, const struct job_ask *ask, size_t *kind,
	struct err *err);
/* Lays the documents of these parts that have no codes on them. */
bool pack_lay(struct pack *pack, unsigned parts, struct err *err);
/* Lays those that have, once the seats' codes are known. */
bool pack_seal(struct pack *pack, unsigned parts, struct err *err);

/* A page of a PDF. */
struct pack_page {
	enum pack_part part;
	bool is_blank; /* the back of a leaf */
	const char *language;
	const struct pack_seat *seat;	 /* NULL: of no seat */
	const struct print_page *issued; /* NULL: not issued */
	int page;			 /* of its document, from 1 */
};

struct pack_list {
	struct pack_page *pages; /* owned */
	size_t n;
};
void pack_list_finish(struct pack_list *list);

/* One PDF: these parts in this language; NULL is every language. */
struct pack_file {
	unsigned parts;
	const char *language;
	double scale; /* of all its pages */
};

/*
 * Appends the PDF, and its pages to list. Nothing is added where there is no
 * page of that kind.
 */
bool pack_write(const struct pack *pack, const struct pack_file *file,
	struct str *pdf, struct pack_list *list, struct err *err);

#endif
