/* What a review may be decided as: the buttons and fields of its page. */
#include "kiosk/staff_review.h"

#include "kiosk/html.h"
#include "kiosk/page.h"
#include "kiosk/staff.h"
#include "kiosk/staff_words.h"

#include <stdio.h>

/* A button of the form that decides; key is what it is called by. */
static void
add_choice(struct html *html, const char *key, const char *value,
	const char *label, const char *seen, bool is_other)
{
	char css[24];

	snprintf(css, sizeof(css), "choice%s%s", seen != NULL ? " seen" : "",
		is_other ? " other" : "");
	html_open(html, "button", "type", "submit", "name", "value", "value",
		value, "data-key", key, "class", css, NULL);
	html_put(html, "kbd", key, NULL);
	html_put(html, "span", label, NULL);
	if (seen != NULL)
		html_put(html, "small", seen, NULL);
	html_close(html, "button");
}

/* Where this value was given: on paper, on a screen; NULL: nowhere. */
static const char *
seen_at(const struct store_review *review, int value)
{
	const struct answer *answer = &review->answer;
	int i;

	if (review->has_screen && review->screen.value == value)
		return "på skärm";
	for (i = 0; i < answer->n_marks; i++) {
		if (answer->marks[i].value == value &&
			answer->marks[i].candidate)
			return review->sha256[0] != '\0' ? "märke här"
							 : "på skärm";
	}
	return NULL;
}

static void
add_answer_choices(struct html *html, const struct store_review *review,
	const struct wording *words)
{
	static const struct {
		const char *key;
		enum answer_status status;
		int value;
	} others[] = {
		{"v", ANSWER_DECLINED, VALUE_DECLINED},
		{"i", ANSWER_NOT_UNDERSTOOD, VALUE_NOT_UNDERSTOOD},
		{"t", ANSWER_BLANK, VALUE_NONE},
		{"o", ANSWER_UNREADABLE, VALUE_NONE},
	};
	char text[16];
	size_t i;
	int value;

	staff_hidden(html, "do", "set");
	for (value = 1; value <= review->top; value++) {
		const char *step =
			words == NULL ? NULL
				      : wording_step(words, review->answer.item,
						value);

		/* Ten is the key 0; eleven and more are for the mouse. */
		snprintf(text, sizeof(text), "%d", value);
		add_choice(html, value == 10 ? "0" : text, text,
			step == NULL ? text : step, seen_at(review, value),
			false);
	}
	for (i = 0; i < sizeof(others) / sizeof(*others); i++) {
		add_choice(html, others[i].key,
			answer_status_word(others[i].status),
			staff_answer(others[i].status),
			others[i].value != VALUE_NONE
				? seen_at(review, others[i].value)
				: NULL,
			true);
	}
}

static void
add_conflict_choices(struct html *html)
{
	staff_hidden(html, "do", "choose");
	add_choice(
		html, "1", "keep", "Den övre gäller: läst först", NULL, false);
	add_choice(html, "2", "take", "Den undre gäller: läst senare", NULL,
		false);
}

static void
add_writing(struct html *html, const struct store_review *review)
{
	staff_hidden(html, "do", "write");
	html_open(html, "label", "class", "field", NULL);
	html_put(html, "span",
		"Vad står det? Lämna tomt om det inte går att "
		"läsa.",
		NULL);
	html_put(html, "textarea", review->suggestion, "name", "text", "rows",
		"4", NULL);
	html_close(html, "label");
	html_put(html, "p",
		"Skriv inga namn och inga personnummer. Texten på en rad.",
		"class", "hint", NULL);
	html_put(html, "button", "Spara texten", "type", "submit", NULL);
}

/* Two forms: which page it is, or that it is of no use. */
static void
add_page_ways(struct html *html, const struct ask *ask, const char *action)
{
	page_form(html, ask, action, "decide");
	staff_hidden(html, "do", "assign");
	html_open(html, "label", "class", "field", NULL);
	html_put(html, "span", "Koden på pappret, tio tecken", NULL);
	html_leaf(html, "input", "type", "text", "name", "text", "autocomplete",
		"off", "spellcheck", "false", "class", "code", "required",
		HTML_ON, NULL);
	html_close(html, "label");
	html_put(html, "button", "Läs sidan igen med koden", "type", "submit",
		NULL);
	html_close(html, "form");
	page_form(html, ask, action, "decide");
	staff_hidden(html, "do", "discard");
	html_open(html, "label", "class", "field", NULL);
	html_put(html, "span", "Ingen nytta: skriv varför", NULL);
	html_leaf(html, "input", "type", "text", "name", "text", "value",
		"inte vår blankett", NULL);
	html_close(html, "label");
	html_put(html, "button", "Lägg undan sidan", "type", "submit", "class",
		"quiet", NULL);
	html_close(html, "form");
}

void
review_add_choices(struct html *html, const struct ask *ask,
	const struct store_review *review, const struct wording *words)
{
	char action[48];

	snprintf(action, sizeof(action), "/staff/review/%lld",
		(long long)review->number);
	if (review->kind == REVIEW_PAGE) {
		add_page_ways(html, ask, action);
		return;
	}
	page_form(html, ask, action, "decide choices");
	if (review->kind == REVIEW_ANSWER)
		add_answer_choices(html, review, words);
	else if (review->kind == REVIEW_CONFLICT)
		add_conflict_choices(html);
	else
		add_writing(html, review);
	html_close(html, "form");
}
