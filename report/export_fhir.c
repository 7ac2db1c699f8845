/*
 * FHIR R4 (4.0.1): a collection of a Questionnaire and its responses. linkId is
 * the item's key; a step has its number as ordinalValue. A missing answer has
 * no answer, and says why in data-absent-reason.
 */
#include "report/export.h"

#include "core/str.h"
#include "instrument/instrument.h"
#include "instrument/wording.h"

#include <string.h>

#define ABSENT "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
#define ORDINAL "http://hl7.org/fhir/StructureDefinition/ordinalValue"

static void
add_options(struct export *export, size_t i)
{
	const struct instrument *instrument = export->ask->instrument;
	const struct wording *words = export->ask->words;
	const char *key = instrument->items[i].key;
	const int top = export_top(instrument, i, wording_steps(words));
	struct str *out = export->out;
	int step;

	str_add(out, ",\"answerOption\":[");
	for (step = 1; step <= top; step++) {
		str_add(out, step > 1 ? ",{" : "{");
		if (instrument->items[i].kind != ITEM_CHOICE)
			str_addf(out,
				"\"extension\":[{\"url\":\"" ORDINAL
				"\",\"valueDecimal\":%d}],",
				step);
		str_addf(out,
			"\"valueCoding\":{\"system\":\"urn:skapa:%s:%s\","
			"\"code\":\"%d\",\"display\":",
			instrument->id, key, step);
		export_quote(out, wording_step(words, key, step));
		str_add(out, "}}");
	}
	str_add(out, "]}");
}

void
export_fhir_begin(struct export *export)
{
	const struct instrument *instrument = export->ask->instrument;
	const struct wording *words = export->ask->words;
	struct str *out = export->out;
	const char *comma = "";
	size_t i;

	str_addf(out,
		"{\"resourceType\":\"Bundle\",\"type\":\"collection\","
		"\"entry\":[{\"resource\":{\"resourceType\":\"Questionnaire\","
		"\"language\":\"sv\",\"url\":\"urn:skapa:questionnaire:%s\","
		"\"version\":",
		instrument->id);
	export_quote(out, instrument->version);
	str_add(out, ",\"status\":\"active\",\"subjectType\":[\"Patient\"],"
		     "\"title\":");
	export_quote(out, wording_title(words));
	str_add(out, ",\"item\":[");
	for (i = 0; i < instrument->n_items; i++) {
		const char *key = instrument->items[i].key;

		if (export_top(instrument, i, 1) == 0)
			continue;
		str_addf(out, "%s\n{\"linkId\":\"%s\",\"text\":", comma, key);
		export_quote(out, wording_question(words, key));
		str_add(out, ",\"type\":\"choice\",\"required\":false");
		add_options(export, i);
		comma = ",";
	}
	str_add(out, "]}}");
}

/* What FHIR calls it. */
static const char *
absent(enum answer_status status)
{
	switch (status) {
	case ANSWER_DECLINED:
		return "asked-declined";
	case ANSWER_NOT_UNDERSTOOD:
		return "asked-unknown";
	case ANSWER_UNREADABLE:
		return "error";
	case ANSWER_REVIEW:
		return "temp-unknown";
	case ANSWER_ANSWERED:
	case ANSWER_BLANK:
	case ANSWER__MAX:
		break;
	}
	return "unknown";
}

void
export_fhir_row(struct export *export, const struct export_row *row)
{
	const struct instrument *instrument = export->ask->instrument;
	struct str *out = export->out;
	const char *comma = "";
	size_t i;

	if (row->visit->n_answers == 0)
		return;
	str_addf(out,
		",\n{\"resource\":{\"resourceType\":\"QuestionnaireResponse\","
		"\"questionnaire\":\"urn:skapa:questionnaire:%s|%s\","
		"\"status\":\"completed\",\"subject\":{\"identifier\":{"
		"\"system\":\"urn:skapa:study\",\"value\":\"%zu\"}},"
		"\"authored\":\"%.7s\",\"item\":[",
		instrument->id, row->visit->about.version, row->person,
		row->visit->about.date);
	for (i = 0; i < row->visit->n_answers; i++) {
		const struct counted_answer *a = &row->visit->answers[i];

		str_addf(out, "%s{\"linkId\":\"%s\"", comma, a->item);
		if (export_missing(a) == NULL)
			str_addf(out,
				",\"answer\":[{\"valueCoding\":{\"system\":"
				"\"urn:skapa:%s:%s\",\"code\":\"%d\"}}]}",
				instrument->id, a->item, a->value);
		else
			str_addf(out,
				",\"extension\":[{\"url\":\"" ABSENT
				"\",\"valueCode\":\"%s\"}]}",
				absent(a->status));
		comma = ",";
	}
	str_add(out, "]}}");
}

void
export_fhir_end(struct export *export)
{
	str_add(export->out, "\n]}\n");
}
