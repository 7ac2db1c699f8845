#include "review/summary.h"

#include "core/err.h"
#include "core/str.h"
#include "review/tell.h"

#include <stdlib.h>
#include <string.h>

/* In a smaller batch a page's own line, with its hint, is still to be seen. */
#define HINTS_AGAIN 10
#define MISSING_LINES 30 /* more are for: skapa intake missing */

void
summary_finish(struct summary *summary)
{
	free(summary->sheets);
	free(summary->sessions);
	*summary = (struct summary){0};
}

static void
add_hint(struct summary *summary, const struct reading *reading)
{
	size_t i;

	if (reading->hint[0] == '\0' || reading->status == READING_CONFLICT)
		return;
	for (i = 0; i < summary->n_hints; i++) {
		if (strcmp(summary->hints[i].reason, reading->reason) == 0 &&
			strcmp(summary->hints[i].hint, reading->hint) == 0)
			break;
	}
	if (i == SUMMARY_HINTS)
		return;
	if (i == summary->n_hints) {
		memcpy(summary->hints[i].reason, reading->reason,
			READING_REASON);
		memcpy(summary->hints[i].hint, reading->hint, READING_HINT);
		summary->n_hints++;
	}
	summary->hints[i].n++;
}

static bool
add_session(struct summary *summary, const char *session, struct err *err)
{
	char(*more)[STORE_SESSION];
	size_t i;

	for (i = 0; i < summary->n_sessions; i++) {
		if (strcmp(summary->sessions[i], session) == 0)
			return true;
	}
	more = reallocarray(
		summary->sessions, summary->n_sessions + 1, sizeof(*more));
	if (more == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	summary->sessions = more;
	str_copy(more[summary->n_sessions++], STORE_SESSION, session);
	return true;
}

/* The pages of a sheet mostly follow each other: the last is looked at first.*/
static bool
add_sheet(struct summary *summary, int64_t sheet, struct err *err)
{
	size_t i;

	for (i = summary->n_sheets; i > 0; i--) {
		if (summary->sheets[i - 1] == sheet)
			return true;
	}
	if (summary->n_sheets == summary->room_sheets) {
		const size_t room = summary->room_sheets * 2 + 64;
		int64_t *more =
			reallocarray(summary->sheets, room, sizeof(*more));

		if (more == NULL)
			return err_set(err, ERR_SYSTEM, "out of memory");
		summary->sheets = more;
		summary->room_sheets = room;
	}
	summary->sheets[summary->n_sheets++] = sheet;
	return true;
}

bool
summary_add(struct summary *summary, struct store *store,
	const struct reading *reading, struct err *err)
{
	struct store_page page;
	bool found = false;
	int i;

	summary->n[reading->status]++;
	/* What yielded no bytes is not in the store. */
	summary->n_pages += reading->status == READING_REVIEW ||
			    reading->status == READING_CONFLICT ||
			    (reading->status == READING_REFUSED &&
				    reading->sha256[0] != '\0');
	add_hint(summary, reading);
	for (i = 0; i < reading->n_answers; i++)
		summary->n_waiting += reading->status == READING_REVIEW &&
				      answer_waits(&reading->answers[i]);
	for (i = 0; i < reading->n_writings; i++) {
		summary->n_writings++;
		if (reading->writings[i].lacks_data)
			memcpy(summary->lacks, reading->language, LAYOUT_KEY);
	}
	if (!reading->has_code)
		return true;
	if (!store_page_by_token(
		    store, reading->code.token, &page, &found, err))
		return false;
	if (!found)
		return true;
	return page.session[0] != '\0' ? add_session(summary, page.session, err)
				       : add_sheet(summary, page.sheet, err);
}

void
summary_count(const struct summary *summary, struct str *out)
{
	size_t all = 0;
	int i;

	for (i = 0; i < READING__MAX; i++)
		all += summary->n[i];
	str_addf(out, "%zu page%s", all, all == 1 ? "" : "s");
	for (i = 0; i < READING__MAX; i++) {
		if (summary->n[i] > 0)
			str_addf(out, ", %zu %s", summary->n[i],
				reading_status_word((enum reading_status)i));
	}
	if (summary->n_waiting > 0)
		str_addf(out, "; %zu answer%s for a person to look at",
			summary->n_waiting,
			summary->n_waiting == 1 ? " waits" : "s wait");
}

void
summary_advice(const struct summary *summary, const char *store_option,
	struct str *out)
{
	size_t all = 0, i;

	for (i = 0; i < READING__MAX; i++)
		all += summary->n[i];
	for (i = 0; i < summary->n_hints; i++) {
		if (all < HINTS_AGAIN && summary->hints[i].n == 1)
			continue;
		str_addf(out, "%zu page%s%s%s: %s\n", summary->hints[i].n,
			summary->hints[i].n == 1 ? "" : "s",
			summary->hints[i].reason[0] == '\0' ? "" : ", ",
			summary->hints[i].reason, summary->hints[i].hint);
	}
	if (summary->n_writings > 0)
		str_addf(out, "%zu field%s with writing\n", summary->n_writings,
			summary->n_writings == 1 ? "" : "s");
	if (summary->lacks[0] != '\0')
		str_addf(out,
			"writing in %s is kept without a suggestion: "
			"Tesseract's data for it are not installed "
			"(tesseract-ocr-...)\n",
			summary->lacks);
	if (store_option != NULL && summary->n_pages + summary->n_writings > 0)
		str_addf(out,
			"to see and decide what waits: skapa intake review "
			"list%s\n",
			store_option);
}

/* --- missing -----------------------------------------------------------------
 */

struct missing {
	struct str lines;
	size_t n_lines;
	struct due_count count;
};

static bool
add_due(const struct store_due *due, void *data, struct err *err)
{
	struct missing *missing = data;

	(void)err;
	due_count_add(&missing->count, due);
	if (due->n_missing > 0 && missing->n_lines++ < MISSING_LINES)
		tell_due(due, &missing->lines);
	return true;
}

static void
end_lines(struct missing *missing, struct str *out)
{
	if (missing->lines.len > 0)
		str_add(out, missing->lines.at);
	if (missing->n_lines > MISSING_LINES)
		str_addf(out, "  and %zu more\n",
			missing->n_lines - MISSING_LINES);
	str_finish(&missing->lines);
}

bool
summary_missing(const struct summary *summary, struct store *store,
	const char *store_option, struct str *out, struct err *err)
{
	struct missing missing = {0};
	bool ok = true, any = false;
	size_t i;

	for (i = 0; ok && i < summary->n_sessions; i++) {
		missing = (struct missing){0};
		ok = store_due_session(
			store, summary->sessions[i], add_due, &missing, err);
		str_addf(out, "session %s: ", summary->sessions[i]);
		tell_count(&missing.count, out);
		str_add(out, "\n");
		any = any || missing.n_lines > 0;
		end_lines(&missing, out);
	}
	missing = (struct missing){0};
	for (i = 0; ok && i < summary->n_sheets; i++)
		ok = store_due_sheet(
			store, summary->sheets[i], add_due, &missing, err);
	if (missing.n_lines > 0)
		str_addf(out, "%zu sheet%s in part:\n", missing.n_lines,
			missing.n_lines == 1 ? " came" : "s came");
	end_lines(&missing, out);
	if (any)
		str_addf(out,
			"to see this list again: skapa intake missing%s\n",
			store_option);
	return ok;
}
