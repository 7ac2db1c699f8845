#include "report/rows.h"

#include "core/doc.h"
#include "core/str.h"

void
rows_occasion(struct str *out, const struct store_occasion *o)
{
	str_add(out, "{");
	str_addf(out, "\"number\":%lld,\"series\":%lld,\"ordinal\":%d",
		(long long)o->id, (long long)o->series, o->ordinal);
	doc_add_field(out, "instrument", o->instrument);
	doc_add_field(out, "version", o->version);
	doc_add_field(out, "level", o->level);
	str_addf(out, ",\"steps\":%d", o->steps);
	doc_add_field(out, "rater", store_raters[o->rater]);
	doc_add_field(out, "date", o->date);
	doc_add_field(out, "session", o->session);
	doc_add_field(out, "kind", occasion_kinds[o->kind]);
	doc_add_field(out, "setting", occasion_settings[o->setting]);
	doc_add_field(out, "mode", occasion_modes[o->mode]);
	doc_add_field(out, "assistance", occasion_assistances[o->assistance]);
	doc_add_field(out, "state", occasion_states[o->state]);
	doc_add_field(out, "reason", o->reason);
	doc_add_field(out, "language", o->language);
	doc_add_field(out, "wording", o->wording);
	str_addf(out, ",\"horizon_months\":%d", o->horizon_months);
	doc_add_field(out, "caseworker", o->caseworker);
	doc_add_field(out, "deputy", o->deputy);
	str_addf(out, ",\"locked\":%s}", o->is_locked ? "true" : "false");
}

void
rows_note(struct str *out, const struct store_note *note)
{
	str_add(out, "{");
	str_addf(out, "\"number\":%lld,\"occasion\":%lld",
		(long long)note->number, (long long)note->occasion);
	doc_add_field(out, "kind", note_kinds[note->kind]);
	doc_add_field(out, "state", note_states[note->state]);
	doc_add_field(out, "day", note->day);
	doc_add_field(out, "due", note->due);
	doc_add_field(out, "item", note->item);
	doc_add_field(out, "who", note->who);
	doc_add_field(out, "marked", note->marked);
	doc_add_field(out, "text", note->text);
	str_add(out, "}");
}

void
rows_activity(struct str *out, const struct store_activity *activity)
{
	str_add(out, "{");
	str_addf(out, "\"number\":%lld", (long long)activity->number);
	doc_add_field(out, "kind", activity_kinds[activity->kind]);
	doc_add_field(out, "from", activity->from);
	doc_add_field(out, "until", activity->until);
	doc_add_field(out, "who", activity->who);
	doc_add_field(out, "text", activity->text);
	str_add(out, "}");
}
