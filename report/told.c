#include "report/told.h"

#include "core/str.h"

const char *
told_occasion_kind(enum occasion_kind kind)
{
	static const char *const kinds[OCCASION_KIND__MAX] = {
		[OCCASION_START] = "start",
		[OCCASION_FOLLOW_UP] = "uppföljning",
		[OCCASION_CLOSING] = "avslut",
		[OCCASION_DROP_IN] = "drop-in",
		[OCCASION_THEN] = "om hur det var då"};

	return kinds[kind];
}

const char *
told_activity_kind(enum activity_kind kind)
{
	static const char *const kinds[ACTIVITY_KIND__MAX] = {
		[ACTIVITY_JOB] = "Arbete",
		[ACTIVITY_COMPETENCE] = "Kompetens",
		[ACTIVITY_HEALTH] = "Hälsa",
		[ACTIVITY_SOCIAL] = "Socialt",
		[ACTIVITY_LANGUAGE] = "Språk",
		[ACTIVITY_OTHER] = "Annat"};

	return kinds[kind];
}

void
told_note(struct str *out, const struct store_note *note)
{
	static const char *const kinds[] = {[NOTE_MILESTONE] = "Delmål",
		[NOTE_STORY] = "Berättelse",
		[NOTE_NEXT_STEP] = "Nästa steg"};
	static const char *const states[] = {[NOTE_OPEN] = "",
		[NOTE_ON_THE_WAY] = " (på väg)",
		[NOTE_REACHED] = " (nått)",
		[NOTE_DROPPED] = " (släppt)"};

	str_addf(out, "%s  %s%s, skrivet av %s: %s", note->day,
		kinds[note->kind], states[note->state],
		note->who[0] != '\0' ? note->who : "okänd", note->text);
}

void
told_activity(struct str *out, const struct store_activity *activity)
{
	str_addf(out, "från %s", activity->from);
	if (activity->until[0] != '\0')
		str_addf(out, " till %s", activity->until);
	str_addf(out, "  %s%s%s", told_activity_kind(activity->kind),
		activity->text[0] != '\0' ? ": " : "", activity->text);
}
