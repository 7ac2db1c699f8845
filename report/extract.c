#include "report/extract.h"

#include "core/doc.h"
#include "core/err.h"
#include "core/str.h"
#include "report/rows.h"
#include "store/activities.h"
#include "store/chain.h"
#include "store/notes.h"
#include "store/occasions.h"
#include "store/papers.h"

#include <string.h>

struct list {
	struct store *store;
	struct str *out;
	bool has_one; /* a comma goes before the next */
};

/* "name":"text", or null for "". */
static void
add_text(struct str *out, const char *name, const char *text)
{
	str_addf(out, "\"%s\":", name);
	if (text[0] == '\0')
		str_add(out, "null");
	else
		doc_add_text(out, text);
}

static void
begin_object(struct list *list)
{
	str_add(list->out, list->has_one ? ",\n" : "\n");
	list->has_one = true;
}

static void
begin_row(struct list *list)
{
	begin_object(list);
	str_add(list->out, "{");
}

static bool
add_occasion(const struct store_occasion *o, void *data, struct err *err)
{
	struct list *list = data;

	(void)err;
	begin_object(list);
	rows_occasion(list->out, o);
	return true;
}

static bool
add_note(const struct store_note *note, void *data, struct err *err)
{
	struct list *list = data;

	(void)err;
	begin_object(list);
	rows_note(list->out, note);
	return true;
}

static bool
add_activity(const struct store_activity *activity, void *data, struct err *err)
{
	struct list *list = data;

	(void)err;
	begin_object(list);
	rows_activity(list->out, activity);
	return true;
}

static bool
add_answer(const struct store_answer *a, void *data, struct err *err)
{
	struct list *list = data;
	struct str *out = list->out;

	(void)err;
	begin_row(list);
	str_addf(out, "\"occasion\":%lld,\"sheet\":%lld,\"page\":%d",
		(long long)a->occasion, (long long)a->sheet, a->page);
	doc_add_field(out, "date", a->date);
	doc_add_field(out, "instrument", a->instrument);
	doc_add_field(out, "language", a->language);
	doc_add_field(out, "item", a->item);
	doc_add_field(out, "status", answer_status_word(a->status));
	if (a->status == ANSWER_ANSWERED)
		str_addf(out, ",\"value\":%d", a->value);
	else
		str_add(out, ",\"value\":null");
	str_addf(out, ",\"steps\":%d", a->top);
	doc_add_field(out, "reason", a->reason);
	str_addf(out, ",\"confidence\":%.3f,\"decided\":%s}", a->confidence,
		a->is_decided ? "true" : "false");
	return true;
}

/* The writing that was found on the page of a scan. */
static bool
add_writings(struct list *list, int64_t id, struct err *err)
{
	struct str *out = list->out;
	struct reading reading;
	int i;

	if (!store_reading(list->store, id, &reading, err))
		return false;
	str_add(out, ",\"writing\":[");
	for (i = 0; i < reading.n_writings; i++) {
		str_add(out, i > 0 ? ",{" : "{");
		add_text(out, "item", reading.writings[i].item);
		doc_add_field(
			out, "suggestion", reading.writings[i].suggestion);
		str_add(out, "}");
	}
	str_add(out, "]");
	return true;
}

static bool
add_paper(const struct store_paper *paper, void *data, struct err *err)
{
	struct list *list = data;
	struct str *out = list->out;

	begin_row(list);
	str_addf(out, "\"sheet\":%lld,\"page\":%d", (long long)paper->sheet,
		paper->page);
	doc_add_field(out, "code", paper->line);
	doc_add_field(out, "instrument", paper->instrument);
	doc_add_field(out, "version", paper->version);
	doc_add_field(out, "language", paper->language);
	doc_add_field(out, "level", paper->level);
	str_addf(out, ",\"steps\":%d", paper->steps);
	doc_add_field(out, "issued", paper->issued);
	doc_add_field(out, "session", paper->session);
	doc_add_field(out, "status", paper->status);
	doc_add_field(out, "read", paper->read_on);
	doc_add_field(out, "sha256", paper->sha256);
	str_addf(out, ",\"source_page\":%d", paper->source_page);
	if (paper->reading != 0 && !add_writings(list, paper->reading, err))
		return false;
	str_add(out, "}");
	return true;
}

static bool
add_decision(const struct store_decision *decision, void *data, struct err *err)
{
	struct list *list = data;
	struct str *out = list->out;

	(void)err;
	begin_row(list);
	add_text(out, "action", decision->action);
	doc_add_field(out, "status",
		decision->status < ANSWER__MAX
			? answer_status_word(decision->status)
			: "");
	if (decision->status == ANSWER_ANSWERED && decision->value > 0)
		str_addf(out, ",\"value\":%d", decision->value);
	doc_add_field(out, "text", decision->text);
	doc_add_field(out, "who", decision->who);
	doc_add_field(out, "day", decision->day);
	str_addf(
		out, ",\"undone\":%s}", decision->is_undone ? "true" : "false");
	return true;
}

static bool
add_review(const struct store_review *review, void *data, struct err *err)
{
	static const char *const kinds[] = {
		[REVIEW_ANSWER] = "answer",
		[REVIEW_CONFLICT] = "conflict",
		[REVIEW_WRITING] = "writing",
		[REVIEW_PAGE] = "page",
	};
	struct list *list = data;
	struct str *out = list->out;
	struct list decisions = {.out = out};

	begin_row(list);
	str_addf(out, "\"number\":%lld", (long long)review->number);
	doc_add_field(out, "kind", kinds[review->kind]);
	doc_add_field(out, "item", review->answer.item);
	doc_add_field(out, "code", review->line);
	doc_add_field(out, "reason", review->reason);
	if (review->has_screen)
		doc_add_field(out, "screen",
			answer_status_word(review->screen.status));
	if (review->has_screen && review->screen.status == ANSWER_ANSWERED)
		str_addf(out, ",\"screen_value\":%d", review->screen.value);
	str_addf(out, ",\"waits\":%s,\"decisions\":[",
		review->is_open ? "true" : "false");
	if (!store_review_history(
		    list->store, review->number, add_decision, &decisions, err))
		return false;
	str_add(out, "]}");
	return true;
}

static bool
add_event(const struct store_event *event, void *data, struct err *err)
{
	struct list *list = data;
	struct str *out = list->out;

	(void)err;
	begin_row(list);
	str_addf(out, "\"n\":%lld,\"at\":%lld", (long long)event->n,
		(long long)event->at);
	doc_add_field(out, "actor", event->actor);
	doc_add_field(out, "role", event->role);
	doc_add_field(out, "action", event->action);
	doc_add_field(out, "object", event->object);
	str_addf(out, ",\"id\":%lld,\"refused\":%s}", (long long)event->id,
		event->is_refused ? "true" : "false");
	return true;
}

static bool
add_person(
	struct store *store, const char *code, struct str *out, struct err *err)
{
	struct store_person person;
	bool found = false;

	if (!store_person_get(store, code, &person, &found, err))
		return false;
	if (!found)
		return err_set(err, ERR_USAGE,
			"unknown code %s; skapa store people list names those "
			"there are",
			code);
	str_add(out, "{\"extract\":1,\"person\":{");
	add_text(out, "code", person.code);
	doc_add_field(out, "language", person.language);
	doc_add_field(out, "unit", person.unit);
	doc_add_field(out, "sex", store_sexes[person.sex]);
	doc_add_field(out, "state", store_states[person.state]);
	doc_add_field(out, "caseworker", person.caseworker);
	doc_add_field(out, "deputy", person.deputy);
	doc_add_field(out, "forum", person.forum);
	str_add(out, "}");
	return true;
}

/* A list begins; its rows come from one call of the store. */
static bool
begin_list(struct list *list, const char *name)
{
	str_addf(list->out, ",\n\"%s\":[", name);
	list->has_one = false;
	return true;
}

static bool
end_list(struct list *list)
{
	str_add(list->out, "]");
	return true;
}

bool
extract_json(
	struct store *store, const char *code, struct str *out, struct err *err)
{
	struct list list = {.store = store, .out = out};
	struct list *l = &list;
	bool ok;

	ok = add_person(store, code, out, err) && begin_list(l, "occasions") &&
	     store_occasions(store, code, add_occasion, l, err) &&
	     end_list(l) && begin_list(l, "answers") &&
	     store_answers(store, code, add_answer, l, err) && end_list(l) &&
	     begin_list(l, "notes") &&
	     store_notes(store, code, add_note, l, err) && end_list(l) &&
	     begin_list(l, "activities") &&
	     store_activities(store, code, add_activity, l, err) &&
	     end_list(l) && begin_list(l, "papers") &&
	     store_papers(store, code, add_paper, l, err) && end_list(l) &&
	     begin_list(l, "reviews") &&
	     store_papers_reviews(store, code, add_review, l, err) &&
	     end_list(l) && begin_list(l, "log") &&
	     store_audit_each(store, code, INT64_MIN, add_event, l, err) &&
	     end_list(l);
	str_add(out, "}\n");
	return ok && str_ok(out, err);
}
