#include "review/tell.h"

#include "core/doc.h"
#include "core/str.h"

#include <string.h>

const char *
review_kind_word(enum review_kind kind)
{
	static const char *const words[] = {
		[REVIEW_ANSWER] = "answer",
		[REVIEW_CONFLICT] = "conflict",
		[REVIEW_WRITING] = "writing",
		[REVIEW_PAGE] = "page",
	};

	return words[kind];
}

static void
add_value(struct str *out, int value, bool json)
{
	if (value_word(value) != NULL)
		str_addf(out, json ? "\"%s\"" : "%s", value_word(value));
	else
		str_addf(out, "%d", value);
}

/* What is marked, or perhaps; false if nothing is. */
static bool
add_candidates(const struct answer *answer, bool json, struct str *out)
{
	bool any = false;
	int i;

	for (i = 0; i < answer->n_marks; i++) {
		if (!answer->marks[i].candidate)
			continue;
		if (any)
			str_add(out, json ? "," : ", ");
		add_value(out, answer->marks[i].value, json);
		any = true;
	}
	return any;
}

/* "4", or a word as answers have. */
static void
add_screen(const struct answer *screen, bool json, struct str *out)
{
	if (screen->status == ANSWER_ANSWERED)
		str_addf(out, "%d", screen->value);
	else
		str_addf(out, json ? "\"%s\"" : "%s",
			answer_status_word(screen->status));
}

/* The page by its line; without one, the scan by the start of its name. */
static void
add_page(const struct store_review *review, struct str *out)
{
	char shown[CODE_LINE_SHOWN];

	if (review->sha256[0] == '\0') {
		str_addf(out, "screen, %s", review->person);
	} else if (review->line[0] != '\0') {
		code_line_shown(review->line, shown);
		str_addf(out, "%s page %d", shown, review->page);
	} else if (review->source_page > 0) {
		str_addf(out, "scan %.8s page %d", review->sha256,
			review->source_page);
	} else {
		str_addf(out, "file %.8s", review->sha256);
	}
}

void
tell_review(const struct store_review *review, struct str *out)
{
	struct str page = {0}, candidates = {0};

	add_page(review, &page);
	str_addf(out, "%5lld  %-22s %-8s ", (long long)review->number,
		page.at == NULL ? "" : page.at, review_kind_word(review->kind));
	switch (review->kind) {
	case REVIEW_ANSWER:
		str_addf(out, "%s: %s", review->answer.item,
			review->reason[0] == '\0'
				? answer_status_word(review->answer.status)
				: review->reason);
		if (add_candidates(&review->answer, false, &candidates))
			str_addf(out, " (%s)", candidates.at);
		if (review->has_screen) {
			str_add(out, ", on the screen: ");
			add_screen(&review->screen, false, out);
		}
		break;
	case REVIEW_CONFLICT:
		str_add(out, "two scans differ");
		break;
	case REVIEW_WRITING:
		str_addf(out, "%s", review->answer.item);
		if (review->suggestion[0] != '\0')
			str_addf(out, ", perhaps: %s", review->suggestion);
		break;
	case REVIEW_PAGE:
		str_addf(out, "%s", review->reason);
		break;
	}
	str_add(out, "\n");
	str_finish(&page);
	str_finish(&candidates);
}

static void
add_number(struct str *out, const char *name, int number)
{
	if (number > 0)
		str_addf(out, ",\"%s\":%d", name, number);
	else
		str_addf(out, ",\"%s\":null", name);
}

static void
add_decision_json(const struct store_decision *decision, struct str *out)
{
	str_addf(out, ",\"decision\":{\"action\":\"%s\"", decision->action);
	doc_add_field(out, "status",
		decision->status == ANSWER__MAX
			? ""
			: answer_status_word(decision->status));
	add_number(out, "value",
		decision->status == ANSWER_ANSWERED ? decision->value : 0);
	doc_add_field(out, "text", decision->text);
	doc_add_field(out, "by", decision->who);
	doc_add_field(out, "day", decision->day);
	str_add(out, "}");
}

void
tell_review_json(const struct store_review *review, struct str *out)
{
	str_addf(out, "{\"number\":%lld,\"kind\":\"%s\",\"open\":%s",
		(long long)review->number, review_kind_word(review->kind),
		review->is_open ? "true" : "false");
	doc_add_field(out, "code", review->line);
	add_number(out, "page", review->page);
	doc_add_field(out, "instrument", review->instrument);
	doc_add_field(out, "language", review->language);
	doc_add_field(out, "item", review->answer.item);
	doc_add_field(out, "reason", review->reason);
	str_add(out, ",\"candidates\":[");
	add_candidates(&review->answer, true, out);
	str_add(out, "],\"screen\":");
	if (review->has_screen)
		add_screen(&review->screen, true, out);
	else
		str_add(out, "null");
	doc_add_field(out, "suggestion", review->suggestion);
	doc_add_field(out, "sha256", review->sha256);
	add_number(out, "source_page", review->source_page);
	if (review->is_decided)
		add_decision_json(&review->decision, out);
	else
		str_add(out, ",\"decision\":null");
	str_add(out, "}");
}

void
tell_decision(const struct store_decision *decision, struct str *out)
{
	str_addf(out, "  %s  %s  %s", decision->day, decision->who,
		decision->action);
	if (decision->status == ANSWER_ANSWERED && decision->value > 0)
		str_addf(out, " %d", decision->value);
	else if (decision->status != ANSWER__MAX &&
		 decision->status != ANSWER_ANSWERED)
		str_addf(out, " %s", answer_status_word(decision->status));
	if (decision->text[0] != '\0')
		str_addf(out, " %s", decision->text);
	str_add(out, decision->is_undone ? " (undone)\n" : "\n");
}

/* --- a page as it was read ---------------------------------------------------
 */

bool
answer_waits(const struct answer *answer)
{
	return strcmp(answer->item, ITEM_PRACTICE) != 0 &&
	       (answer->status == ANSWER_REVIEW ||
		       answer->status == ANSWER_UNREADABLE);
}

void
tell_waiting(const struct reading *reading, struct str *out)
{
	int i, k;

	for (i = 0; i < reading->n_answers; i++) {
		const struct answer *a = &reading->answers[i];
		const char *between = " (";

		if (!answer_waits(a))
			continue;
		str_addf(out, "    look at %s: %s", a->item,
			a->reason[0] == '\0' ? answer_status_word(a->status)
					     : a->reason);
		for (k = 0; k < a->n_marks; k++) {
			const struct mark *m = &a->marks[k];

			if (!m->candidate)
				continue;
			if (value_word(m->value) != NULL)
				str_addf(out, "%s%s", between,
					value_word(m->value));
			else
				str_addf(out, "%s%d", between, m->value);
			between = ", ";
		}
		str_add(out, between[0] == ',' ? ")\n" : "\n");
	}
}

/* A file may be called anything: a name must not break or colour the line. */
static void
add_name(struct str *out, const char *name)
{
	for (; *name != '\0'; name++) {
		const bool control =
			(unsigned char)*name < 0x20 || *name == 0x7f;

		str_add_bytes(out, control ? "?" : name, 1);
	}
}

void
tell_reading(const char *source, const struct reading *reading, struct str *out)
{
	add_name(out, source);
	if (reading->source_page > 0)
		str_addf(out, " page %d", reading->source_page);
	str_addf(out, ": %s", reading_status_word(reading->status));
	if (reading->line[0] != '\0') {
		char shown[CODE_LINE_SHOWN];

		code_line_shown(reading->line, shown);
		str_addf(out, "  %s", shown);
	}
	if (reading->instrument[0] != '\0')
		str_addf(out, "  %s %s page %d", reading->instrument,
			reading->language, reading->code.page);
	if (reading->reason[0] != '\0')
		str_addf(out, "  %s", reading->reason);
	if (reading->hint[0] != '\0')
		str_addf(out, ": %s", reading->hint);
	str_add(out, "\n");
	tell_waiting(reading, out);
}

/* --- missing pages ----------------------------------------------------------
 */

void
tell_due(const struct store_due *due, struct str *out)
{
	char shown[CODE_LINE_SHOWN];
	int i;

	if (due->n_missing == 0)
		return;
	str_add(out, "  ");
	if (due->seat > 0)
		str_addf(out, "seat %d  ", due->seat);
	if (due->person[0] != '\0')
		str_addf(out, "%s  ", due->person);
	str_addf(out, "%s %s: ", due->instrument, due->language);
	if (due->n_missing == due->n_pages)
		str_add(out, due->n_pages == 1 ? "the page, " : "all pages, ");
	for (i = 0; i < due->n_missing; i++) {
		code_line_shown(due->missing[i].line, shown);
		str_addf(out, "%spage %d (%s)", i > 0 ? ", " : "",
			due->missing[i].page, shown);
	}
	str_add(out, "\n");
}

void
tell_due_json(const struct store_due *due, struct str *out)
{
	int i;

	str_add(out, "{\"session\":");
	if (due->session[0] == '\0')
		str_add(out, "null");
	else
		doc_add_text(out, due->session);
	add_number(out, "seat", due->seat);
	doc_add_field(out, "person", due->person);
	doc_add_field(out, "instrument", due->instrument);
	doc_add_field(out, "language", due->language);
	str_addf(out, ",\"pages\":%d,\"missing\":[", due->n_pages);
	for (i = 0; i < due->n_missing; i++)
		str_addf(out, "%s{\"page\":%d,\"code\":\"%s\"}",
			i > 0 ? "," : "", due->missing[i].page,
			due->missing[i].line);
	str_add(out, "]}\n");
}

void
due_count_add(struct due_count *count, const struct store_due *due)
{
	count->issued++;
	count->received += due->n_missing == 0;
	count->partly += due->n_missing > 0 && due->n_missing < due->n_pages;
}

void
tell_count(const struct due_count *count, struct str *out)
{
	const size_t missing = count->issued - count->received - count->partly;

	str_addf(out, "%zu issued, %zu received", count->issued,
		count->received);
	if (count->partly > 0)
		str_addf(out, ", %zu in part", count->partly);
	if (missing > 0)
		str_addf(out, ", %zu missing", missing);
}
