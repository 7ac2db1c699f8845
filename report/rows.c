#include "report/rows.h"

#include "core/doc.h"
#include "core/str.h"

void
rows_text(struct str *out, const char *name, const char *text)
{
	str_addf(out, ",\"%s\":", name);
	if (text[0] == '\0')
		str_add(out, "null");
	else
		doc_add_text(out, text);
}

void
rows_occasion(struct str *out, const struct store_occasion *o)
{
	str_add(out, "{");
	str_addf(out, "\"number\":%lld,\"series\":%lld,\"ordinal\":%d",
		(long long)o->id, (long long)o->series, o->ordinal);
	rows_text(out, "instrument", o->instrument);
	rows_text(out, "version", o->version);
	rows_text(out, "level", o->level);
	str_addf(out, ",\"steps\":%d", o->steps);
	rows_text(out, "rater", store_raters[o->rater]);
	rows_text(out, "date", o->date);
	rows_text(out, "session", o->session);
	rows_text(out, "kind", occasion_kinds[o->kind]);
	rows_text(out, "setting", occasion_settings[o->setting]);
	rows_text(out, "mode", occasion_modes[o->mode]);
	rows_text(out, "assistance", occasion_assistances[o->assistance]);
	rows_text(out, "state", occasion_states[o->state]);
	rows_text(out, "reason", o->reason);
	rows_text(out, "language", o->language);
	rows_text(out, "wording", o->wording);
	str_addf(out, ",\"horizon_months\":%d", o->horizon_months);
	rows_text(out, "caseworker", o->caseworker);
	rows_text(out, "deputy", o->deputy);
	str_addf(out, ",\"locked\":%s}", o->is_locked ? "true" : "false");
}

void
rows_note(struct str *out, const struct store_note *note)
{
	str_add(out, "{");
	str_addf(out, "\"number\":%lld,\"occasion\":%lld",
		(long long)note->number, (long long)note->occasion);
	rows_text(out, "kind", note_kinds[note->kind]);
	rows_text(out, "state", note_states[note->state]);
	rows_text(out, "day", note->day);
	rows_text(out, "due", note->due);
	rows_text(out, "item", note->item);
	rows_text(out, "who", note->who);
	rows_text(out, "marked", note->marked);
	rows_text(out, "text", note->text);
	str_add(out, "}");
}

void
rows_activity(struct str *out, const struct store_activity *activity)
{
	str_add(out, "{");
	str_addf(out, "\"number\":%lld", (long long)activity->number);
	rows_text(out, "kind", activity_kinds[activity->kind]);
	rows_text(out, "from", activity->from);
	rows_text(out, "until", activity->until);
	rows_text(out, "who", activity->who);
	rows_text(out, "text", activity->text);
	str_add(out, "}");
}
