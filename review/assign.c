#include "review/assign.h"

#include "core/err.h"
#include "core/file.h"
#include "core/str.h"
#include "intake/decode.h"
#include "intake/image.h"
#include "intake/read.h"
#include "review/shelf.h"

#include <string.h>

#define RENDER_DPI 300 /* as intake/pool.c */

/* The page's own code says that it is another; a person cannot overrule it. */
static bool
says_otherwise(const char *reason)
{
	static const char *const reasons[] = {
		"code_conflict", "forged_code", "unknown_code", "other_layout"};
	size_t i;

	for (i = 0; i < sizeof(reasons) / sizeof(*reasons); i++) {
		if (strcmp(reason, reasons[i]) == 0)
			return true;
	}
	return false;
}

/* Every question of the page, to be looked at by a person. */
static void
leave_to_person(const struct known_page *page, struct reading *reading)
{
	size_t i;
	int k;

	reading->n_answers = 0;
	for (i = 0; i < page->page->n_boxes; i++) {
		const struct layout_box *box = &page->page->boxes[i];
		struct answer *answer = NULL;

		for (k = 0; k < reading->n_answers; k++) {
			if (strcmp(reading->answers[k].item, box->item) == 0)
				answer = &reading->answers[k];
		}
		if (answer == NULL) {
			if (reading->n_answers == READING_ANSWERS)
				continue;
			answer = &reading->answers[reading->n_answers++];
			*answer = (struct answer){.status = ANSWER_UNREADABLE};
			str_copy(answer->item, sizeof(answer->item), box->item);
			str_copy(answer->reason, sizeof(answer->reason),
				"by_hand");
		}
		if (answer->n_marks < ANSWER_MARKS)
			answer->marks[answer->n_marks++].value = box->value;
	}
	reading->has_code = true;
	reading->code = page->code;
	code_line(page->code.token, reading->line);
	str_copy(reading->instrument, sizeof(reading->instrument),
		page->layout->instrument);
	str_copy(reading->language, sizeof(reading->language),
		page->layout->language);
	reading->status = reading_status_of_answers(reading);
	reading->reason[0] = reading->hint[0] = '\0';
}

/* The reading of the scan's page; refused where it could not be decoded. */
static bool
read_scan(struct shelf *shelf, const struct store_review *review,
	const struct page_book *book, struct reading *reading, struct err *err)
{
	struct decoder *decoder = decoder_new(err);
	struct reader *reader = decoder == NULL ? NULL : reader_new(NULL, err);
	struct refusal refusal = {{0}, {0}};
	struct decode_file file;
	struct bytes bytes = {0};
	struct image image;
	bool ok = false;

	if (reader == NULL || !store_scan_read(shelf_store(shelf),
				      review->sha256, &bytes, err))
		goto out;
	if (decode_probe(decoder, bytes.at, bytes.len, &file, &refusal, err) &&
		decode_page_reduced(decoder, bytes.at, bytes.len, &file,
			review->source_page, RENDER_DPI, &image, &refusal,
			err)) {
		ok = reader_read(reader, &image, book, reading, err);
	} else if (refusal.reason[0] != '\0') {
		err_clear(err);
		reading->status = READING_REFUSED;
		ok = true;
	}
out:
	bytes_free(&bytes);
	reader_free(reader);
	decoder_free(decoder);
	return ok;
}

bool
assign_read(struct shelf *shelf, const struct page_book *book,
	const struct store_review *review, const char line[CODE_LINE],
	struct reading *reading, struct err *err)
{
	struct known_page page;
	struct page_book told = *book;
	struct reading out = {.source_page = review->source_page};
	char shown[CODE_LINE_SHOWN];

	if (review->kind != REVIEW_PAGE || review->source_page == 0)
		return err_set(err, ERR_USAGE,
			"review %lld is no page of a scan; it cannot be "
			"assigned",
			(long long)review->number);
	memcpy(out.sha256, review->sha256, sizeof(out.sha256));
	code_line_shown(line, shown);
	switch (book->by_line(book->context, line, &page, err)) {
	case PAGE_KNOWN:
		break;
	case PAGE_FAILED:
		return false;
	case PAGE_UNKNOWN:
	case PAGE_OTHER_LAYOUT:
		return err_set(err, ERR_USAGE,
			"%s was not issued by this store; look at the line "
			"beside the page's code",
			shown);
	}
	if (page.page->n_boxes == 0)
		return err_set(err, ERR_USAGE,
			"%s is a page without questions; discard the scan "
			"instead",
			shown);
	told.told = &page;
	if (!read_scan(shelf, review, &told, &out, err))
		return false;
	if (out.status == READING_REFUSED && says_otherwise(out.reason))
		return err_set(err, ERR_USAGE, "%s: %s", shown,
			out.hint[0] != '\0' ? out.hint : out.reason);
	if (out.status == READING_REFUSED || out.status == READING_BLANK_PAGE)
		leave_to_person(&page, &out);
	*reading = out;
	return true;
}
