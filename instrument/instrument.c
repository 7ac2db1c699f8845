#include "instrument/instrument.h"

#include "core/err.h"
#include "core/file.h"
#include "core/str.h"
#include "instrument/names.h"
#include "instrument/places.h"

#include <cyaml/cyaml.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FOLDER "instruments"
#define SUFFIX ".yaml"
#define TEXT_MAX 1000 /* bytes of a free text */

#define N(array) (sizeof(array) / sizeof((array)[0]))

static const cyaml_strval_t raters[] = {
	{"self", RATER_SELF}, {"caseworker", RATER_CASEWORKER}};
static const cyaml_strval_t kinds[] = {{"ladder", ITEM_LADDER},
	{"brackets", ITEM_BRACKETS}, {"choice", ITEM_CHOICE},
	{"comment", ITEM_COMMENT}, {"talk", ITEM_TALK}};
static const cyaml_strval_t orientations[] = {
	{"row", ORIENTATION_ROW}, {"column", ORIENTATION_COLUMN}};
static const cyaml_strval_t states[] = {
	{"unconfirmed", false}, {"confirmed", true}};
static const cyaml_strval_t extras[] = {
	{"not_understood", VALUE_NOT_UNDERSTOOD}, {"declined", VALUE_DECLINED}};
/* As words, so that 13, 5.0 and five are refused where they stand. */
static const cyaml_strval_t counts[] = {{"2", 2}, {"3", 3}, {"4", 4}, {"5", 5},
	{"6", 6}, {"7", 7}, {"8", 8}, {"9", 9}, {"10", 10}, {"11", 11},
	{"12", STEP_MAX}};

#define REQUIRED CYAML_FLAG_DEFAULT
#define OPTIONAL CYAML_FLAG_OPTIONAL
#define STRICT CYAML_FLAG_STRICT
#define OWNED CYAML_FLAG_POINTER

static const cyaml_schema_field_t permission_fields[] = {
	CYAML_FIELD_ENUM("state", STRICT, struct permission, confirmed, states,
		N(states)),
	CYAML_FIELD_STRING_PTR(
		"by", OWNED | OPTIONAL, struct permission, by, 1, TEXT_MAX),
	CYAML_FIELD_STRING_PTR(
		"date", OWNED | OPTIONAL, struct permission, date, 1, TEXT_MAX),
	CYAML_FIELD_END};

static const cyaml_schema_field_t indicator_fields[] = {
	CYAML_FIELD_STRING_PTR(
		"label", OWNED, struct indicator, label, 1, TEXT_MAX),
	CYAML_FIELD_ENUM("state", STRICT, struct indicator, confirmed, states,
		N(states)),
	CYAML_FIELD_END};
static const cyaml_schema_value_t indicator_schema = {
	CYAML_VALUE_MAPPING(REQUIRED, struct indicator, indicator_fields)};

static const cyaml_schema_value_t picture_schema = {
	CYAML_VALUE_STRING(OWNED, char, 1, TEXT_MAX)};

static const cyaml_schema_field_t item_fields[] = {
	CYAML_FIELD_STRING("key", REQUIRED, struct item, key, 1),
	CYAML_FIELD_ENUM("kind", STRICT, struct item, kind, kinds, N(kinds)),
	CYAML_FIELD_ENUM("brackets", STRICT | OPTIONAL, struct item, brackets,
		counts, N(counts)),
	CYAML_FIELD_ENUM("choices", STRICT | OPTIONAL, struct item, choices,
		counts, N(counts)),
	CYAML_FIELD_STRING_PTR(
		"picture", OWNED | OPTIONAL, struct item, picture, 1, TEXT_MAX),
	CYAML_FIELD_SEQUENCE_COUNT("pictures", OWNED | OPTIONAL, struct item,
		pictures, n_pictures, &picture_schema, 1, STEP_MAX),
	CYAML_FIELD_SEQUENCE_COUNT("indicators", OWNED | OPTIONAL, struct item,
		indicators, n_indicators, &indicator_schema, 1,
		INSTRUMENT_ITEMS),
	CYAML_FIELD_END};
static const cyaml_schema_value_t item_schema = {
	CYAML_VALUE_MAPPING(REQUIRED, struct item, item_fields)};

static const cyaml_schema_field_t practice_fields[] = {
	CYAML_FIELD_STRING_PTR(
		"picture", OWNED | OPTIONAL, struct item, picture, 1, TEXT_MAX),
	CYAML_FIELD_END};

static const cyaml_schema_value_t level_schema = {CYAML_VALUE_STRING(
	REQUIRED, char[INSTRUMENT_KEY], 1, INSTRUMENT_KEY - 1)};
static const cyaml_schema_value_t steps_schema = {
	CYAML_VALUE_ENUM(STRICT, int, counts, N(counts))};
static const cyaml_schema_value_t extras_schema = {
	CYAML_VALUE_ENUM(STRICT, int, extras, N(extras))};

static const cyaml_schema_field_t instrument_fields[] = {
	CYAML_FIELD_STRING("id", REQUIRED, struct instrument, id, 1),
	CYAML_FIELD_STRING("version", REQUIRED, struct instrument, version, 1),
	CYAML_FIELD_ENUM(
		"rater", STRICT, struct instrument, rater, raters, N(raters)),
	CYAML_FIELD_STRING_PTR(
		"owner", OWNED, struct instrument, owner, 1, TEXT_MAX),
	CYAML_FIELD_STRING_PTR(
		"source", OWNED, struct instrument, source, 1, TEXT_MAX),
	CYAML_FIELD_MAPPING("permission", REQUIRED, struct instrument,
		permission, permission_fields),
	CYAML_FIELD_ENUM("orientation", STRICT, struct instrument, orientation,
		orientations, N(orientations)),
	CYAML_FIELD_SEQUENCE_COUNT("levels", OWNED, struct instrument, levels,
		n_levels, &level_schema, 1, 8),
	CYAML_FIELD_SEQUENCE_COUNT("steps", OWNED, struct instrument, steps,
		n_steps, &steps_schema, 1, STEP_MAX),
	CYAML_FIELD_SEQUENCE_COUNT("extras", OWNED | OPTIONAL,
		struct instrument, extras, n_extras, &extras_schema, 0,
		N(extras)),
	CYAML_FIELD_MAPPING_PTR("practice", OWNED | OPTIONAL, struct instrument,
		practice, practice_fields),
	CYAML_FIELD_SEQUENCE_COUNT("items", OWNED, struct instrument, items,
		n_items, &item_schema, 1, INSTRUMENT_ITEMS),
	CYAML_FIELD_END};
static const cyaml_schema_value_t instrument_schema = {
	CYAML_VALUE_MAPPING(OWNED, struct instrument, instrument_fields)};

/* The choices of the fields that have some, for the sentence. */
static const struct {
	const char *field;
	const char *choices;
} choices[] = {
	{"rater", "self or caseworker"},
	{"kind", "ladder, brackets, choice, comment or talk"},
	{"orientation", "row or column"},
	{"state", "confirmed or unconfirmed"},
	{"extras", "not_understood or declined"},
	{"steps", "2 to 12"},
	{"brackets", "2 to 12"},
	{"choices", "2 to 12"},
};

/* A file that is being read. */
struct reading {
	const char *path;
	const char *text;
	size_t len;
	char said[256];	    /* what libcyaml says is wrong */
	struct place place; /* innermost first while libcyaml speaks */
};

/* "  in mapping field 'kind' (line: 5, column: 11)" and its like. */
static void
hear_place(struct reading *reading, const char *line)
{
	struct place *place = &reading->place;
	struct place_part *part = &place->parts[place->n_parts];
	const char *name = strchr(line, '\'');
	const char *end = name != NULL ? strchr(name + 1, '\'') : NULL;
	size_t len;

	if (end == NULL || place->n_parts == PLACE_DEPTH)
		return;
	*part = (struct place_part){0};
	len = (size_t)(end - name - 1);
	if (strncmp(line, "  in sequence", 13) == 0)
		part->entry = (size_t)strtoul(name + 1, NULL, 10);
	else if (len > 0 && len < sizeof(part->name))
		memcpy(part->name, name + 1, len);
	else
		return;
	place->n_parts++;
}

__attribute__((format(printf, 3, 0))) static void
hear(cyaml_log_t level, void *ctx, const char *format, va_list args)
{
	struct reading *reading = ctx;
	char line[256];
	size_t len;

	if (level < CYAML_LOG_WARNING)
		return;
	vsnprintf(line, sizeof(line), format, args);
	len = strcspn(line, "\n");
	line[len] = '\0';
	if (strncmp(line, "  in ", 5) == 0)
		hear_place(reading, line);
	else if (reading->said[0] == '\0' &&
		 strcmp(line, "Load: Backtrace:") != 0)
		str_copy(reading->said, sizeof(reading->said), line);
}

static void
turn(struct place *place)
{
	size_t i;

	for (i = 0; i < place->n_parts / 2; i++) {
		struct place_part *a = &place->parts[i];
		struct place_part *b = &place->parts[place->n_parts - 1 - i];
		const struct place_part kept = *a;

		*a = *b;
		*b = kept;
	}
}

static void
place_add(struct place *place, const char *name, size_t entry)
{
	struct place_part *part = &place->parts[place->n_parts];

	if (place->n_parts == PLACE_DEPTH)
		return;
	*part = (struct place_part){.entry = entry};
	if (str_copy(part->name, sizeof(part->name), name))
		place->n_parts++;
}

/* "items 3, kind: " of n parts, or nothing. */
static void
place_write(const struct place *place, size_t n_parts, struct str *out)
{
	size_t i;

	for (i = 0; i < n_parts; i++) {
		const struct place_part *part = &place->parts[i];

		if (part->name[0] == '\0')
			str_addf(out, " %zu", part->entry);
		else
			str_addf(out, "%s%s", i > 0 ? ", " : "", part->name);
	}
	if (n_parts > 0)
		str_add(out, ": ");
}

/* Says text of a place; shown is how many of its parts are named. */
static bool
blame(const struct reading *reading, size_t shown, const char *text,
	struct err *err)
{
	const struct place *place = &reading->place;
	const size_t line = places_line(reading->text, reading->len, place);
	struct str name = {0};

	place_write(place, shown, &name);
	err_set(err, ERR_INPUT, "%s: line %zu: %s%s", reading->path, line,
		name.at != NULL ? name.at : "", text);
	str_finish(&name);
	return false;
}

static const char *
after(const char *text, const char *start)
{
	const size_t len = strlen(start);

	return strncmp(text, start, len) == 0 ? text + len : NULL;
}

static const char *
choices_of(const struct place *place)
{
	size_t i;
	size_t k;

	for (i = place->n_parts; i-- > 0;)
		for (k = 0; k < N(choices); k++)
			if (strcmp(place->parts[i].name, choices[k].field) == 0)
				return choices[k].choices;
	return "another";
}

/* libcyaml's complaint in our words. */
static bool
explain(struct reading *reading, cyaml_err_t status, struct err *err)
{
	struct place *place = &reading->place;
	char text[ERR_TEXT];
	char problem[128];
	const char *said = reading->said;
	const char *what;
	size_t line;

	line = places_error(
		reading->text, reading->len, problem, sizeof(problem));
	if (line > 0)
		return err_set(err, ERR_INPUT, "%s: line %zu: no YAML: %s",
			reading->path, line, problem);
	if (status == CYAML_ERR_OOM)
		return err_set(
			err, ERR_SYSTEM, "%s: out of memory", reading->path);
	turn(place);
	if ((what = after(said, "Load: Unexpected key: ")) != NULL) {
		const size_t shown = place->n_parts;

		snprintf(text, sizeof(text), "unknown field '%s'", what);
		place_add(place, what, 0);
		return blame(reading, shown, text, err);
	}
	what = after(said, "Load: Mapping field already seen: ");
	if (what != NULL && place->n_parts > 0) {
		place->n_parts--; /* the field before it */
		snprintf(text, sizeof(text), "field '%s' is there twice", what);
		place_add(place, what, 0);
		return blame(reading, place->n_parts - 1, text, err);
	}
	what = after(said, "Load: Missing required mapping field: ");
	if (what != NULL) {
		if (place->n_parts > 0)
			place->n_parts--;
		snprintf(text, sizeof(text), "field '%s' is missing", what);
	} else if ((what = after(said, "Load: Invalid ENUM value: ")) != NULL) {
		snprintf(text, sizeof(text), "unknown value '%s'; use %s", what,
			choices_of(place));
	} else if (after(said, "Load: STRING length < 1") != NULL) {
		snprintf(text, sizeof(text), "is empty");
	} else if ((what = after(said, "Load: STRING length > ")) != NULL) {
		snprintf(text, sizeof(text), "is longer than %zu bytes",
			strspn(what, "0123456789") > 0
				? (size_t)strtoul(what, NULL, 10)
				: 0);
	} else if (status == CYAML_ERR_SEQUENCE_ENTRIES_MIN) {
		place->n_parts--;
		snprintf(text, sizeof(text), "has no entry");
	} else if (status == CYAML_ERR_SEQUENCE_ENTRIES_MAX) {
		place->parts[place->n_parts - 1].entry++;
		snprintf(text, sizeof(text), "is one entry too many");
	} else if (status == CYAML_ERR_ALIAS) {
		/* Entries are counted when they are done. */
		if (place->n_parts > 0 &&
			place->parts[place->n_parts - 1].name[0] == '\0')
			place->parts[place->n_parts - 1].entry++;
		snprintf(text, sizeof(text),
			"is an alias; write the value itself");
	} else if (strcmp(said, "Ignoring documents after first in stream") ==
		   0) {
		return err_set(err, ERR_INPUT,
			"%s: holds more than one document", reading->path);
	} else {
		what = after(said, "Load: ");
		snprintf(text, sizeof(text), "%s",
			what != NULL ? what : cyaml_strerror(status));
		if (text[0] == 'E' && text[1] == 'x') /* Expecting X */
			text[0] = 'e';
	}
	return blame(reading, place->n_parts, text, err);
}

/* Blames <name>, or <name> entry, or <name> entry, field. */
static bool
refuse(struct reading *reading, const char *name, size_t entry,
	const char *field, const char *text, struct err *err)
{
	reading->place.n_parts = 0;
	place_add(&reading->place, name, 0);
	if (entry > 0)
		place_add(&reading->place, "", entry);
	if (field != NULL)
		place_add(&reading->place, field, 0);
	return blame(reading, reading->place.n_parts, text, err);
}

static bool
is_printable(const char *text)
{
	size_t i;

	for (i = 0; text != NULL && text[i] != '\0'; i++)
		if ((unsigned char)text[i] < ' ' || text[i] == '\x7f')
			return false;
	return true;
}

static bool
is_date(const char *text)
{
	int year = 0;
	int month = 0;
	int day = 0;
	int end = 0;

	if (strlen(text) != 10 || strspn(text, "0123456789-") != 10)
		return false;
	return sscanf(text, "%4d-%2d-%2d%n", &year, &month, &day, &end) == 3 &&
	       end == 10 && month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

/* A kind that counts says how many, and no other does. */
static bool
check_count(struct reading *reading, size_t i, bool counts_it,
	const char *field, int n, struct err *err)
{
	char text[64];

	if (counts_it == (n != 0))
		return true;
	if (!counts_it)
		return refuse(reading, "items", i + 1, field,
			"an item of this kind has none", err);
	snprintf(text, sizeof(text), "field '%s' is missing", field);
	return refuse(reading, "items", i + 1, NULL, text, err);
}

static bool
check_item(struct reading *reading, const struct instrument *instrument,
	size_t i, struct err *err)
{
	const struct item *item = &instrument->items[i];
	char text[128];
	size_t k;

	if (!str_is_key(item->key))
		return refuse(reading, "items", i + 1, "key",
			"is no key; use a to z, 0 to 9, _ and -, a letter "
			"first",
			err);
	if (strcmp(item->key, ITEM_PRACTICE) == 0)
		return refuse(reading, "items", i + 1, "key",
			"'practice' is kept for the practice item", err);
	for (k = 0; k < i; k++) {
		if (strcmp(instrument->items[k].key, item->key) != 0)
			continue;
		snprintf(text, sizeof(text), "'%s' is item %zu already",
			item->key, k + 1);
		return refuse(reading, "items", i + 1, "key", text, err);
	}
	if (!check_count(reading, i, item->kind == ITEM_BRACKETS, "brackets",
		    item->brackets, err) ||
		!check_count(reading, i, item->kind == ITEM_CHOICE, "choices",
			item->choices, err))
		return false;
	if (item->picture != NULL && !str_is_key(item->picture))
		return refuse(reading, "items", i + 1, "picture",
			"is no key; it is a file's name without -1.svg", err);
	if (item->n_pictures != 0 && item->kind != ITEM_CHOICE)
		return refuse(reading, "items", i + 1, "pictures",
			"only a choice has a picture each", err);
	if (item->n_pictures != 0 &&
		item->n_pictures != (unsigned)item->choices)
		return refuse(reading, "items", i + 1, "pictures",
			"are not as many as the choices", err);
	if (item->n_pictures != 0 && item->picture == NULL)
		return refuse(reading, "items", i + 1, NULL,
			"field 'picture' is missing: that of the question",
			err);
	for (k = 0; k < item->n_pictures; k++)
		if (!str_is_key(item->pictures[k]))
			return refuse(reading, "items", i + 1, "pictures",
				"has a name that is no key", err);
	for (k = 0; k < item->n_indicators; k++)
		if (!is_printable(item->indicators[k].label))
			return refuse(reading, "items", i + 1, "indicators",
				"has a control character", err);
	return true;
}

static bool
check_permission(struct reading *reading, const struct permission *permission,
	struct err *err)
{
	const char *missing = NULL;

	if (permission->confirmed && permission->by == NULL)
		missing = "field 'by' is missing: who confirmed it";
	else if (permission->confirmed && permission->date == NULL)
		missing = "field 'date' is missing: when it was confirmed";
	else if (!permission->confirmed && permission->by != NULL)
		missing = "is unconfirmed, but 'by' says who confirmed it";
	else if (!permission->confirmed && permission->date != NULL)
		missing = "is unconfirmed, but 'date' says when";
	else if (!is_printable(permission->by))
		missing = "has a control character";
	if (missing != NULL)
		return refuse(reading, "permission", 0, NULL, missing, err);
	if (permission->date != NULL && !is_date(permission->date))
		return refuse(reading, "permission", 0, "date",
			"is no date of the form 2026-01-31", err);
	return true;
}

/* What the schema cannot say. */
static bool
check(struct reading *reading, const struct instrument *instrument,
	const char *id, struct err *err)
{
	size_t i;
	size_t k;

	if (strcmp(instrument->id, id) != 0)
		return refuse(reading, "id", 0, NULL,
			"is not the file's name without .yaml", err);
	if (!is_printable(instrument->version))
		return refuse(reading, "version", 0, NULL,
			"has a control character", err);
	if (!is_printable(instrument->owner))
		return refuse(reading, "owner", 0, NULL,
			"has a control character", err);
	if (!is_printable(instrument->source))
		return refuse(reading, "source", 0, NULL,
			"has a control character", err);
	if (!check_permission(reading, &instrument->permission, err))
		return false;
	for (i = 0; i < instrument->n_levels; i++) {
		if (!str_is_key(instrument->levels[i]))
			return refuse(reading, "levels", i + 1, NULL,
				"is no key", err);
		for (k = 0; k < i; k++)
			if (strcmp(instrument->levels[k],
				    instrument->levels[i]) == 0)
				return refuse(reading, "levels", i + 1, NULL,
					"is there twice", err);
	}
	for (i = 0; i < instrument->n_steps; i++)
		for (k = 0; k < i; k++)
			if (instrument->steps[k] == instrument->steps[i])
				return refuse(reading, "steps", i + 1, NULL,
					"is there twice", err);
	for (i = 1; i < instrument->n_extras; i++)
		if (instrument->extras[i] == instrument->extras[0])
			return refuse(reading, "extras", i + 1, NULL,
				"is there twice", err);
	if (instrument->practice != NULL &&
		instrument->practice->picture != NULL &&
		!str_is_key(instrument->practice->picture))
		return refuse(reading, "practice", 0, "picture",
			"is no key; it is a file's name without -1.svg", err);
	for (i = 0; i < instrument->n_items; i++)
		if (!check_item(reading, instrument, i, err))
			return false;
	return true;
}

static void
configure(cyaml_config_t *config, struct reading *reading)
{
	*config = (cyaml_config_t){
		.log_fn = hear,
		.log_ctx = reading,
		.log_level = CYAML_LOG_WARNING,
		.mem_fn = cyaml_mem,
		.flags = CYAML_CFG_NO_ALIAS,
	};
}

static struct instrument *
parse(struct reading *reading, const char *id, struct err *err)
{
	struct instrument *instrument = NULL;
	cyaml_data_t *data = NULL;
	cyaml_config_t config;
	cyaml_err_t status;

	configure(&config, reading);
	status = cyaml_load_data((const unsigned char *)reading->text,
		reading->len, &config, &instrument_schema, &data, NULL);
	instrument = data;
	if (status != CYAML_OK || reading->said[0] != '\0')
		explain(reading, status, err);
	else if (instrument == NULL)
		err_set(err, ERR_INPUT, "%s: is empty", reading->path);
	else if (check(reading, instrument, id, err))
		goto out;
	instrument_free(instrument);
	return NULL;
out:
	if (instrument->practice != NULL)
		memcpy(instrument->practice->key, ITEM_PRACTICE,
			sizeof(ITEM_PRACTICE));
	return instrument;
}

static void
unknown(const char *templates, const char *id, struct err *err)
{
	char **ids = instrument_ids(templates, NULL, err);
	char names[256];

	if (ids == NULL)
		return;
	names_join(ids, names, sizeof(names));
	err_set(err, ERR_USAGE, "no instrument '%s' in %s; there is %s", id,
		templates, names[0] != '\0' ? names : "none");
	instrument_ids_free(ids);
}

struct instrument *
instrument_load(const char *templates, const char *id, struct err *err)
{
	struct reading reading = {0};
	struct instrument *instrument = NULL;
	struct str name = {0};
	char *path = NULL;
	char **ids = NULL;
	struct bytes text = {0};
	size_t i;

	ids = instrument_ids(templates, NULL, err);
	if (ids == NULL)
		goto out;
	for (i = 0; ids[i] != NULL && strcmp(ids[i], id) != 0; i++)
		;
	if (ids[i] == NULL) {
		unknown(templates, id, err);
		goto out;
	}
	str_addf(&name, "%s/%s%s", FOLDER, id, SUFFIX);
	if (!str_ok(&name, err))
		goto out;
	path = names_path(templates, name.at, err);
	if (path == NULL || !file_read(path, INSTRUMENT_LIMIT, &text, err))
		goto out;
	reading.path = path;
	reading.text = text.at != NULL ? (const char *)text.at : "";
	reading.len = text.len;
	instrument = parse(&reading, id, err);
out:
	instrument_ids_free(ids);
	bytes_free(&text);
	str_finish(&name);
	free(path);
	return instrument;
}

void
instrument_free(struct instrument *instrument)
{
	cyaml_config_t config;

	configure(&config, NULL);
	config.log_fn = NULL;
	cyaml_free(&config, &instrument_schema, instrument, 0);
}

char **
instrument_ids(const char *templates, size_t *n_ids, struct err *err)
{
	return names_list(templates, FOLDER, "", SUFFIX, n_ids, err);
}

void
instrument_ids_free(char **ids)
{
	names_free(ids);
}

const char *
rater_word(enum rater rater)
{
	return rater < RATER__MAX ? raters[rater].str : NULL;
}

const struct item *
instrument_item(const struct instrument *instrument, const char *key)
{
	size_t i;

	if (instrument->practice != NULL && strcmp(key, ITEM_PRACTICE) == 0)
		return instrument->practice;
	for (i = 0; i < instrument->n_items; i++)
		if (strcmp(instrument->items[i].key, key) == 0)
			return &instrument->items[i];
	return NULL;
}

int
item_steps(const struct item *item, int steps)
{
	switch (item->kind) {
	case ITEM_LADDER:
		return steps;
	case ITEM_BRACKETS:
		return item->brackets;
	case ITEM_CHOICE:
		return item->choices;
	default:
		return 0;
	}
}

int
item_picture(const struct item *item, int value, int steps)
{
	const int between = steps - 1;

	if (item->kind != ITEM_LADDER || steps >= ITEM_PICTURES)
		return value;
	return 1 + ((value - 1) * (ITEM_PICTURES - 1) + between / 2) / between;
}

bool
instrument_has_boxes(const struct instrument *instrument)
{
	bool found = instrument->practice != NULL;
	size_t i;

	for (i = 0; !found && i < instrument->n_items; i++)
		found = item_steps(&instrument->items[i], 2) > 0;
	return found;
}

bool
instrument_has_level(
	const struct instrument *instrument, const char *level, struct err *err)
{
	struct str names = {0};
	size_t i;

	for (i = 0; i < instrument->n_levels; i++)
		if (strcmp(instrument->levels[i], level) == 0)
			return true;
	for (i = 0; i < instrument->n_levels; i++)
		str_addf(&names, "%s%s", i > 0 ? ", " : "",
			instrument->levels[i]);
	err_set(err, ERR_USAGE,
		"instrument '%s' has no level '%s'; there is %s",
		instrument->id, level, names.at != NULL ? names.at : "none");
	str_finish(&names);
	return false;
}

bool
instrument_has_steps(
	const struct instrument *instrument, int steps, struct err *err)
{
	struct str names = {0};
	size_t i;

	for (i = 0; i < instrument->n_steps; i++)
		if (instrument->steps[i] == steps)
			return true;
	for (i = 0; i < instrument->n_steps; i++)
		str_addf(&names, "%s%d", i > 0 ? ", " : "",
			instrument->steps[i]);
	err_set(err, ERR_USAGE,
		"instrument '%s' has no ladder of %d steps; there is %s",
		instrument->id, steps, names.at != NULL ? names.at : "none");
	str_finish(&names);
	return false;
}
