/* What a person decided on a page of reviews. */
#include "kiosk/staff_review.h"

#include "core/err.h"
#include "core/str.h"
#include "intake/read.h"
#include "kiosk/desk.h"
#include "kiosk/staff.h"
#include "kiosk/swedish.h"
#include "review/assign.h"
#include "review/shelf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct wording *
review_words(struct kiosk *kiosk, const struct store_review *review)
{
	const struct wording *words = NULL;
	struct layout layout = {0};
	bool found = false;

	if (review->layout_id == 0)
		return NULL;
	if (!store_layout_get(kiosk->store, review->layout_id, &layout, NULL,
		    &found, NULL) ||
		!found)
		return NULL;
	words = desk_wording(
		kiosk->desk, layout.instrument, layout.level, layout.steps);
	layout_finish(&layout);
	return words;
}

/* ---------------------------------------------------------------- the queue */

static bool
add_to_queue(const struct store_review *review, void *data, struct err *err)
{
	struct review_queue *queue = data;

	(void)err;
	queue->n++;
	if (queue->first == 0)
		queue->first = review->number;
	if (review->number < queue->after)
		queue->before++;
	if (queue->next == 0 && review->number > queue->after)
		queue->next = review->number;
	return true;
}

bool
review_queue_after(struct store *store, int64_t after,
	struct review_queue *queue, struct err *err)
{
	*queue = (struct review_queue){.after = after};
	if (!store_review_list(store, add_to_queue, queue, err))
		return false;
	if (queue->next == 0 && queue->first != after)
		queue->next = queue->first;
	return true;
}

/* The page itself for a script that asks so, its address for others. */
static bool
go_to(struct kiosk *kiosk, const struct ask *ask, int64_t number, int64_t done,
	struct http_reply *reply, struct err *err)
{
	char path[96], what[48] = "", which[32] = "";

	if (number != 0 && http_header(ask->request, "X-Skapa-Page") != NULL)
		return review_show(kiosk, ask, number, done, reply, err);
	if (number != 0)
		snprintf(which, sizeof(which), "/%lld", (long long)number);
	if (done != 0)
		snprintf(what, sizeof(what), "?done=%lld", (long long)done);
	snprintf(path, sizeof(path), "/staff/review%s%s", which, what);
	http_redirect(reply, path);
	return true;
}

bool
review_go_on(struct kiosk *kiosk, const struct ask *ask, int64_t after,
	int64_t done, struct http_reply *reply, struct err *err)
{
	struct review_queue queue;

	return review_queue_after(kiosk->store, after, &queue, err) &&
	       go_to(kiosk, ask, queue.next, done, reply, err);
}

/* ---------------------------------------------------------------- decisions */

/* A decision that is being taken, with the words of its form. */
struct deciding {
	struct store *store;
	int64_t number;
	const char *value, *text; /* "" if they are not there */
	const char *who;
	char day[STORE_DATE];
};

static bool
set(const struct deciding *d, struct err *err)
{
	enum answer_status status = answer_status_of_word(d->value);
	const int step = atoi(d->value);

	if (status == ANSWER__MAX && (step < 1 || step > STEP_MAX))
		return swedish_err(err, ERR_USAGE,
			"\"%s\" är inget svar; gå tillbaka och välj ett",
			d->value);
	if (status == ANSWER__MAX)
		status = ANSWER_ANSWERED;
	return store_review_set(d->store, d->number, status,
		status == ANSWER_ANSWERED ? step : VALUE_NONE, d->who, d->day,
		err);
}

static bool
choose(const struct deciding *d, struct err *err)
{
	const bool take = strcmp(d->value, "take") == 0;

	if (!take && strcmp(d->value, "keep") != 0)
		return swedish_err(err, ERR_USAGE,
			"\"%s\" är ingen av de två läsningarna; gå tillbaka "
			"och välj en",
			d->value);
	return store_review_choose(
		d->store, d->number, take, d->who, d->day, err);
}

/* A text area's line breaks become spaces: writing is one line. */
static bool
write_text(const struct deciding *d, struct err *err)
{
	char text[REVIEW_TEXT], *at;

	if (!str_copy(text, sizeof(text), d->text))
		return swedish_err(err, ERR_LIMIT,
			"texten är längre än %d tecken; skriv det viktigaste",
			REVIEW_TEXT - 1);
	for (at = text; *at != '\0'; at++) {
		if (*at == '\r' || *at == '\n' || *at == '\t')
			*at = ' ';
	}
	return store_review_write(
		d->store, d->number, text, d->who, d->day, err);
}

/* Reads the scan again as the page that it is, in this process. */
static bool
assign(const struct deciding *d, struct err *err)
{
	struct store_review review;
	struct reading reading;
	struct page_book book;
	struct shelf *shelf;
	char line[CODE_LINE];
	bool ok;

	if (!code_line_read(d->text, line))
		return swedish_err(err, ERR_USAGE,
			"\"%s\" är ingen kod; se efter igen, det är tio tecken "
			"bredvid rutmönstret på pappret",
			d->text);
	shelf = shelf_over(d->store, &book, err);
	ok = shelf != NULL &&
	     store_review_get(d->store, d->number, &review, err) &&
	     assign_read(shelf, &book, &review, line, &reading, err) &&
	     store_review_assign(
		     d->store, d->number, &reading, d->who, d->day, err);
	shelf_free(shelf);
	return ok;
}

static bool
discard(const struct deciding *d, struct err *err)
{
	return store_review_discard(
		d->store, d->number, d->text, d->who, d->day, err);
}

static bool
undo(const struct deciding *d, struct err *err)
{
	return store_review_undo(d->store, d->number, d->who, d->day, err);
}

static const struct {
	const char *name;
	bool (*run)(const struct deciding *d, struct err *err);
} ways[] = {
	{"set", set},
	{"choose", choose},
	{"write", write_text},
	{"assign", assign},
	{"discard", discard},
	{"undo", undo},
};

static bool
run_way(const struct deciding *d, const char *name, struct err *err)
{
	size_t i;

	for (i = 0; i < sizeof(ways) / sizeof(*ways); i++) {
		if (strcmp(ways[i].name, name) == 0)
			return ways[i].run(d, err);
	}
	return swedish_err(err, ERR_USAGE,
		"\"%s\" går inte att göra här; gå tillbaka och välj igen",
		name);
}

bool
review_decide(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	const struct form *form = &ask->request->form;
	struct deciding d = {.store = kiosk->store,
		.value = form_value(form, "value"),
		.text = form_value(form, "text"),
		.who = ask->actor.name};
	const char *what;

	if (d.value == NULL)
		d.value = "";
	if (d.text == NULL)
		d.text = "";
	staff_day(kiosk->now, d.day);
	if (!staff_number(ask->part[0], &d.number, err) ||
		!staff_need(ask, "do", &what, err) || !run_way(&d, what, err))
		return false;
	if (strcmp(what, "undo") != 0)
		return review_go_on(kiosk, ask, d.number, d.number, reply, err);
	/* What was taken back is looked at again. */
	return go_to(kiosk, ask, d.number, 0, reply, err);
}
