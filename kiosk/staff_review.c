/*
 * What waits for a person, one at a time: the part of the scan, why it waits,
 * and what it may be. A digit or a letter decides (kiosk/web/staff.js), and so
 * does a click.
 */
#include "kiosk/staff_review.h"

#include "core/err.h"
#include "kiosk/desk.h"
#include "kiosk/drawing.h"
#include "kiosk/page.h"
#include "kiosk/staff.h"
#include "kiosk/staff_words.h"
#include "review/picture.h"
#include "store/review.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ----------------------------------------------------------------- one page */

static void
add_page_name(struct html *html, const struct store_review *review)
{
	char shown[CODE_LINE_SHOWN];

	if (review->sha256[0] == '\0') {
		html_text(html, "På skärm");
		return;
	}
	if (review->line[0] == '\0') {
		html_textf(html, "Skanning %.8s", review->sha256);
		if (review->source_page > 0)
			html_textf(html, ", sida %d", review->source_page);
		return;
	}
	code_line_shown(review->line, shown);
	html_textf(html, "%s, sida %d", shown, review->page);
}

/* "4 Bra", or a word. */
static void
add_answer_text(struct html *html, const struct wording *words,
	const char *item, enum answer_status status, int value)
{
	const char *step = words == NULL || value <= 0
				   ? NULL
				   : wording_step(words, item, value);

	if (status != ANSWER_ANSWERED)
		html_text(html, staff_answer(status));
	else if (step != NULL)
		html_textf(html, "%d %s", value, step);
	else
		html_textf(html, "%d", value);
}

static void
add_decided(struct html *html, const struct store_review *review,
	const struct wording *words)
{
	const struct store_decision *decision = &review->decision;

	html_put(html, "strong", staff_word(decision->action), NULL);
	if (decision->status != ANSWER__MAX) {
		html_text(html, ": ");
		add_answer_text(html, words, review->answer.item,
			decision->status, decision->value);
	}
	if (decision->text[0] != '\0')
		html_textf(html, " – %s", decision->text);
	html_textf(html, " (%s, %s)", decision->who, decision->day);
}

/* The review that was decided last, with a way back. */
static bool
add_undo(struct html *html, struct kiosk *kiosk, const struct ask *ask,
	int64_t number, struct err *err)
{
	struct store_review review;
	char action[48];

	if (!store_review_get(kiosk->store, number, &review, err))
		return false;
	if (!review.is_decided)
		return true;
	snprintf(action, sizeof(action), "/staff/review/%lld",
		(long long)number);
	page_form(html, ask, action, "done undo");
	staff_hidden(html, "do", "undo");
	html_open(html, "p", "role", "status", NULL);
	html_textf(html, "Nr %lld ", (long long)number);
	if (review.answer.item[0] != '\0')
		html_textf(html, "%s ",
			desk_item(kiosk->desk, review.instrument,
				review.answer.item));
	add_decided(html, &review, review_words(kiosk, &review));
	html_close(html, "p");
	if (staff_may(ask, MAY_DECIDE)) {
		html_open(html, "button", "type", "submit", "data-key", "u",
			"class", "quiet", NULL);
		html_put(html, "kbd", "u", NULL);
		html_text(html, " Ångra");
		html_close(html, "button");
	}
	html_close(html, "form");
	return true;
}

/* The number behind "?done=", 0 if there is none. Errors: ERR_USAGE. */
static bool
done_before(const struct ask *ask, int64_t *number, struct err *err)
{
	const char *done = form_value(&ask->request->query, "done");

	*number = 0;
	return done == NULL || staff_number(done, number, err);
}

/* ----------------------------------------------------------------- the list */

struct listing {
	struct html *html;
	struct kiosk *kiosk;
	size_t n;
};

static bool
add_row(const struct store_review *review, void *data, struct err *err)
{
	static const char *const names[] = {
		"Nr", "Slag", "Gäller", "Varför", "Sida", "Person", NULL};
	struct listing *listing = data;
	struct html *html = listing->html;
	char number[24];

	(void)err;
	if (listing->n++ == 0) {
		html_open(html, "table", "class", "list", NULL);
		staff_columns(html, names);
		html_open(html, "tbody", NULL);
	}
	snprintf(number, sizeof(number), "%lld", (long long)review->number);
	html_open(html, "tr", NULL);
	html_open(html, "th", "scope", "row", NULL);
	staff_link(html, "/staff/review", number, number);
	html_close(html, "th");
	html_put(html, "td", staff_kind(review->kind), NULL);
	html_put(html, "td",
		review->answer.item[0] == '\0'
			? staff_instrument(review->instrument)
			: desk_item(listing->kiosk->desk, review->instrument,
				  review->answer.item),
		NULL);
	html_put(html, "td", staff_reason(review->reason), NULL);
	html_open(html, "td", NULL);
	add_page_name(html, review);
	html_close(html, "td");
	html_put(html, "td", review->person, NULL);
	html_close(html, "tr");
	return true;
}

bool
review_list_page(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	struct html html = {0};
	struct listing listing = {.html = &html, .kiosk = kiosk};
	int64_t done;

	if (!done_before(ask, &done, err))
		return false;
	staff_begin(&html, kiosk, ask, "Att granska", "/staff/review");
	if ((done != 0 && !add_undo(&html, kiosk, ask, done, err)) ||
		!store_review_list(kiosk->store, add_row, &listing, err)) {
		html_finish(&html);
		return false;
	}
	if (listing.n == 0) {
		staff_empty(&html, "Inget väntar på granskning.",
			"Tveksamma svar kommer hit när blanketter har lästs "
			"in.");
	} else {
		html_close(&html, "tbody");
		html_close(&html, "table");
		html_put(&html, "a", "Granska i tur och ordning", "class",
			"button", "href", "/staff/review/next", NULL);
	}
	return staff_end(&html, reply, err);
}

/* ------------------------------------------------------------------- a page */

static void
add_question(struct html *html, struct kiosk *kiosk,
	const struct store_review *review, const struct wording *words)
{
	const char *item = review->answer.item, *question = NULL;

	html_put(html, "h2",
		item[0] == '\0'
			? staff_kind(review->kind)
			: desk_item(kiosk->desk, review->instrument, item),
		NULL);
	if (words != NULL && item[0] != '\0')
		question = wording_question(words, item);
	if (question != NULL)
		html_put(html, "p", question, "class", "question", NULL);
	html_open(html, "p", "class", "reason", NULL);
	html_put(html, "strong", staff_reason(review->reason), NULL);
	if (staff_todo(review->reason)[0] != '\0')
		html_textf(html, " %s", staff_todo(review->reason));
	html_close(html, "p");
	if (review->has_screen) {
		html_open(html, "p", "class", "screen", NULL);
		html_text(html, "På skärm: ");
		add_answer_text(html, words, item, review->screen.status,
			review->screen.value);
		html_close(html, "p");
	}
}

static void
add_facts(struct html *html, const struct store_review *review)
{
	html_open(html, "p", "class", "hint", NULL);
	html_textf(html, "Nr %lld. ", (long long)review->number);
	add_page_name(html, review);
	if (review->instrument[0] != '\0')
		html_textf(html, ". %s på %s",
			staff_instrument(review->instrument),
			staff_language(review->language));
	if (review->person[0] != '\0')
		html_textf(html, ". Person %s", review->person);
	html_text(html, ".");
	html_close(html, "p");
}

static void
add_picture(struct html *html, const struct store_review *review,
	const struct review_queue *queue)
{
	char picture[64], page[64], ahead[64] = "";

	if (review->sha256[0] == '\0')
		return;
	snprintf(picture, sizeof(picture), "/staff/review/%lld/picture",
		(long long)review->number);
	snprintf(page, sizeof(page), "/staff/review/%lld/page",
		(long long)review->number);
	if (queue->next != 0)
		snprintf(ahead, sizeof(ahead), "/staff/review/%lld/picture",
			(long long)queue->next);
	html_open(html, "figure", "class", "scan", NULL);
	html_leaf(html, "img", "src", picture, "alt",
		"Den del av den skannade sidan som det gäller", "data-page",
		page, "data-ahead", ahead, NULL);
	html_open(html, "figcaption", NULL);
	html_open(html, "a", "href", page, "data-key", "f", NULL);
	html_put(html, "kbd", "f", NULL);
	html_text(html, " Visa hela sidan");
	html_close(html, "a");
	html_close(html, "figcaption");
	html_close(html, "figure");
}

static void
add_next(struct html *html, const struct review_queue *queue)
{
	char path[48];

	html_open(html, "p", "class", "go", NULL);
	if (queue->next != 0) {
		snprintf(path, sizeof(path), "/staff/review/%lld",
			(long long)queue->next);
		html_open(html, "a", "href", path, "data-key", "n", NULL);
		html_put(html, "kbd", "n", NULL);
		html_text(html, " Nästa utan att avgöra");
		html_close(html, "a");
	}
	html_put(html, "a", "Till listan", "href", "/staff/review", NULL);
	html_close(html, "p");
}

static bool
add_review(struct html *html, struct kiosk *kiosk, const struct ask *ask,
	const struct store_review *review, struct err *err)
{
	const struct wording *words = review_words(kiosk, review);
	struct review_queue queue;
	char address[48];

	if (!review_queue_after(kiosk->store, review->number, &queue, err))
		return false;
	snprintf(address, sizeof(address), "/staff/review/%lld",
		(long long)review->number);
	html_open(
		html, "div", "class", "review", "data-address", address, NULL);
	add_picture(html, review, &queue);
	html_open(html, "section", "class", "card panel", NULL);
	if (review->is_open) {
		html_open(html, "p", "class", "hint", NULL);
		html_textf(html, "%zu av %zu som väntar", queue.before + 1,
			queue.n);
		html_close(html, "p");
	}
	add_question(html, kiosk, review, words);
	if (!review->is_open && review->is_decided) {
		if (!add_undo(html, kiosk, ask, review->number, err))
			return false;
	} else if (!review->is_open) {
		html_put(html, "p", "Den här väntar inte längre.", NULL);
	} else if (staff_may(ask, MAY_DECIDE)) {
		review_add_choices(html, ask, review, words);
	}
	add_next(html, &queue);
	add_facts(html, review);
	html_close(html, "section");
	html_close(html, "div");
	return true;
}

bool
review_show(struct kiosk *kiosk, const struct ask *ask, int64_t number,
	int64_t done, struct http_reply *reply, struct err *err)
{
	struct store_review review;
	struct html html = {0};

	if (!store_review_get(kiosk->store, number, &review, err))
		return false;
	staff_begin(&html, kiosk, ask, "Granska", "/staff/review");
	if ((done != 0 && !add_undo(&html, kiosk, ask, done, err)) ||
		!add_review(&html, kiosk, ask, &review, err)) {
		html_finish(&html);
		return false;
	}
	return staff_end(&html, reply, err);
}

/* "next" instead of a number: the first that waits. */
bool
review_one_page(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	int64_t number, done;

	if (strcmp(ask->part[0], "next") == 0)
		return review_go_on(kiosk, ask, 0, 0, reply, err);
	return staff_number(ask->part[0], &number, err) &&
	       done_before(ask, &done, err) &&
	       review_show(kiosk, ask, number, done, reply, err);
}

/* ----------------------------------------------------------------- pictures */

static bool
draw_picture(
	void *what, struct decoder *decoder, struct str *out, struct err *err)
{
	return picture_make(what, decoder, out, err);
}

static void
free_picture(void *what)
{
	picture_free(what);
}

static bool
send_picture(struct kiosk *kiosk, const struct ask *ask, bool whole,
	struct http_reply *reply, struct err *err)
{
	static const struct drawing_of pictures = {draw_picture, free_picture};
	struct store_review review;
	struct picture *picture;
	int64_t number;

	if (ask->request->done != NULL)
		return drawing_send(ask, reply, err);
	if (!staff_number(ask->part[0], &number, err) ||
		!store_review_get(kiosk->store, number, &review, err))
		return false;
	if (whole)
		review.kind = REVIEW_PAGE;
	picture = picture_take(kiosk->store, &review, err);
	return picture != NULL &&
	       drawing_begin(kiosk, &pictures, picture, reply, err);
}

bool
review_picture(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	return send_picture(kiosk, ask, false, reply, err);
}

bool
review_whole(struct kiosk *kiosk, const struct ask *ask,
	struct http_reply *reply, struct err *err)
{
	return send_picture(kiosk, ask, true, reply, err);
}
