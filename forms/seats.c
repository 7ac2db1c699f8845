#include "forms/seats.h"

#include "core/answer.h"
#include "core/err.h"
#include "core/file.h"
#include "core/str.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIELDS 16
#define FIELD 96 /* bytes, with the NUL */

enum column { SEAT, CODE, LANGUAGE, LEVEL, STEPS, PAPER, COLUMN__MAX };

static const char *const columns[COLUMN__MAX][2] = {
	[SEAT] = {"seat", "plats"},
	[CODE] = {"code", "kod"},
	[LANGUAGE] = {"language", "spr\xc3\xa5k"},
	[LEVEL] = {"level", "niv\xc3\xa5"},
	[STEPS] = {"steps", "steg"},
	[PAPER] = {"paper", "papper"},
};

/* Columns that would hold what we do not want to know. */
static const char *const private_columns[] = {"name", "namn", "first name",
	"last name", "surname", "f\xc3\xb6rnamn", "efternamn", "personnummer",
	"personal number", "pnr", "samordningsnummer", "born", "date of birth",
	"f\303\266delsedatum", "f\303\266dd", "address", "adress", "phone",
	"telefon", "email", "e-post"};

struct reader {
	struct seats *out;
	size_t line;
	char separator; /* 0 until the row of headings */
	int column[COLUMN__MAX];
	size_t n_columns;
};

struct fields {
	char at[FIELDS][FIELD];
	size_t n;
};

/* ------------------------------------------------------------- fields */

static void
trim(const char **from, size_t *len)
{
	while (*len > 0 && isspace((unsigned char)**from)) {
		(*from)++;
		(*len)--;
	}
	while (*len > 0 && isspace((unsigned char)(*from)[*len - 1]))
		(*len)--;
}

/* One field without the blanks and the pair of quotes around it. */
static bool
take(const char *from, size_t len, char *to, struct err *err)
{
	trim(&from, &len);
	if (len >= 2 && from[0] == '"' && from[len - 1] == '"') {
		from++;
		len -= 2;
		trim(&from, &len);
	}
	if (memchr(from, '"', len) != NULL)
		return err_set(err, ERR_USAGE,
			"a field with a quote in it; take the quote away");
	if (len >= FIELD)
		return err_set(err, ERR_USAGE, "a field of more than %d bytes",
			FIELD - 1);
	memcpy(to, from, len);
	to[len] = '\0';
	return true;
}

static bool
split(const char *line, size_t len, char separator, struct fields *out,
	struct err *err)
{
	const char *const end = line + len;

	out->n = 0;
	for (;;) {
		const char *stop =
			memchr(line, separator, (size_t)(end - line));

		if (stop == NULL)
			stop = end;
		if (out->n == FIELDS)
			return err_set(
				err, ERR_USAGE, "more than %d columns", FIELDS);
		if (!take(line, (size_t)(stop - line), out->at[out->n++], err))
			return false;
		if (stop == end)
			return true;
		line = stop + 1;
	}
}

/* Lower case for what a keyboard's first plane has; å, ä and ö too. */
static void
lower(char *text)
{
	unsigned char *at = (unsigned char *)text;

	for (; *at != 0; at++) {
		if (*at >= 'A' && *at <= 'Z')
			*at += 'a' - 'A';
		else if (*at == 0xc3 && at[1] >= 0x80 && at[1] <= 0x9e)
			*++at += 0x20;
	}
}

bool
seats_has_personal_number(const char *text)
{
	const char *at = text;

	while (*at != '\0') {
		const char *from = at;
		size_t n = 0, before = 0;

		/* Digits with at most one mark: 6 or 8 before it, 4 behind. */
		for (; isdigit((unsigned char)*at); at++)
			n++;
		if ((n == 6 || n == 8) && strchr("-+ ", *at) != NULL &&
			isdigit((unsigned char)at[1])) {
			before = n;
			for (at++; isdigit((unsigned char)*at); at++)
				n++;
			if (n - before == 4)
				return true;
		} else if (n == 10 || n == 12) {
			return true;
		}
		if (at == from)
			at++;
	}
	return false;
}

static bool
check_private(const char *what, const char *text, struct err *err)
{
	if (!seats_has_personal_number(text))
		return true;
	/* The number itself is in no message. */
	return err_set(err, ERR_USAGE,
		"%s looks like a Swedish personal number; a session file has "
		"person codes and nothing else that says who somebody is",
		what);
}

/* ------------------------------------------------------------- rows */

static bool
once(const char *field, const char *key, struct err *err)
{
	return field[0] == '\0' ||
	       err_set(err, ERR_USAGE, "%s stands there twice", key);
}

static bool
take_setting(
	struct reader *r, const char *key, const char *value, struct err *err)
{
	struct seats *s = r->out;

	if (strcmp(key, "session") == 0 || strcmp(key, "m\xc3\xb6te") == 0) {
		if (!once(s->session, key, err) ||
			!check_private("the session's name", value, err))
			return false;
		if (value[0] == '\0' ||
			!str_copy(s->session, SEATS_NAME, value))
			return err_set(err, ERR_USAGE,
				"the session's name has 1 to %d bytes",
				SEATS_NAME - 1);
		return true;
	}
	if (strcmp(key, "date") == 0 || strcmp(key, "datum") == 0) {
		if (!once(s->date, key, err))
			return false;
		if (!str_is_date(value))
			return err_set(err, ERR_USAGE,
				"\"%s\" is not a date like 2026-11-24", value);
		return str_copy(s->date, SEATS_DATE, value);
	}
	if (strcmp(key, "instrument") == 0) {
		if (!once(s->instrument, key, err))
			return false;
		if (!str_is_key(value))
			return err_set(err, ERR_USAGE,
				"\"%s\" is not an instrument's id", value);
		return str_copy(s->instrument, SEATS_WORD, value);
	}
	return err_set(err, ERR_USAGE,
		"unknown setting \"%s\"; there are session, date and "
		"instrument, then a row of headings with seat and language",
		key);
}

/* "key: value", or the two in two columns, as a spreadsheet saves them. */
static bool
read_setting(struct reader *r, const char *line, size_t len, struct err *err)
{
	char key[FIELD], value[FIELD];
	size_t n = 0;

	while (n < len && strchr(":,;\t", line[n]) == NULL)
		n++;
	if (n == len)
		return err_set(err, ERR_USAGE,
			"is neither \"session: ...\" nor a row of headings "
			"with seat and language");
	if (!take(line, n, key, err))
		return false;
	lower(key);
	line += n + 1;
	len -= n + 1;
	/* Empty columns that a spreadsheet adds. */
	while (len > 0 && strchr(",;\t\r ", line[len - 1]) != NULL)
		len--;
	while (len > 0 && strchr(",;\t ", line[0]) != NULL) {
		line++;
		len--;
	}
	return take(line, len, value, err) && take_setting(r, key, value, err);
}

static bool
is_column(const char *name, enum column *column)
{
	int i;

	for (i = 0; i < COLUMN__MAX; i++) {
		if (strcmp(name, columns[i][0]) == 0 ||
			strcmp(name, columns[i][1]) == 0) {
			*column = (enum column)i;
			return true;
		}
	}
	return false;
}

/* The first field of a row of headings is one of our columns, or private. */
static bool
is_private(const char *name)
{
	size_t i;

	for (i = 0; i < sizeof(private_columns) / sizeof(*private_columns);
		i++) {
		if (strcmp(name, private_columns[i]) == 0)
			return true;
	}
	return false;
}

static char
separator_of(const char *line, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++) {
		if (line[i] == ',' || line[i] == ';' || line[i] == '\t')
			return line[i];
	}
	return ',';
}

static bool
is_headings(const char *line, size_t len)
{
	char first[FIELD];
	const char separator = separator_of(line, len);
	const char *stop = memchr(line, separator, len);
	enum column column;

	if (!take(line, stop == NULL ? len : (size_t)(stop - line), first,
		    NULL))
		return false;
	lower(first);
	return is_column(first, &column) || is_private(first);
}

static bool
read_headings(struct reader *r, const char *line, size_t len, struct err *err)
{
	struct fields f;
	size_t i;
	int k;

	r->separator = separator_of(line, len);
	for (k = 0; k < COLUMN__MAX; k++)
		r->column[k] = -1;
	if (!split(line, len, r->separator, &f, err))
		return false;
	while (f.n > 0 && f.at[f.n - 1][0] == '\0')
		f.n--;
	r->n_columns = f.n;
	for (i = 0; i < f.n; i++) {
		enum column column;

		lower(f.at[i]);
		if (is_private(f.at[i]))
			return err_set(err, ERR_USAGE,
				"column \"%s\": names and personal data have "
				"no place in a session file; take the column "
				"away",
				f.at[i]);
		if (!is_column(f.at[i], &column))
			return err_set(err, ERR_USAGE,
				"unknown column \"%s\"; there are seat, code, "
				"language, level, steps and paper",
				f.at[i]);
		if (r->column[column] >= 0)
			return err_set(err, ERR_USAGE,
				"column \"%s\" stands there twice", f.at[i]);
		r->column[column] = (int)i;
	}
	if (r->column[SEAT] < 0 || r->column[LANGUAGE] < 0)
		return err_set(err, ERR_USAGE, "there is no column \"%s\"",
			r->column[SEAT] < 0 ? "seat" : "language");
	return true;
}

/* A field by its column; "" where the file has no such column. */
static const char *
field(const struct reader *r, const struct fields *f, enum column column)
{
	const int i = r->column[column];

	return i < 0 || (size_t)i >= f->n ? "" : f->at[i];
}

static bool
whole(const char *what, const char *text, int low, int high, int *out,
	struct err *err)
{
	char *end;
	const long n = strtol(text, &end, 10);

	if (!isdigit((unsigned char)text[0]) || *end != '\0' || n < low ||
		n > high)
		return err_set(err, ERR_USAGE,
			"%s \"%s\" is not a number from %d to %d", what, text,
			low, high);
	*out = (int)n;
	return true;
}

static bool
take_paper(const char *text, bool *has_paper, struct err *err)
{
	*has_paper = text[0] == '\0' || strcmp(text, "yes") == 0 ||
		     strcmp(text, "ja") == 0;
	return *has_paper || strcmp(text, "no") == 0 ||
	       strcmp(text, "nej") == 0 ||
	       err_set(err, ERR_USAGE, "paper \"%s\" is neither yes nor no",
		       text);
}

static bool
take_seat(const struct reader *r, struct fields *f, struct seat *seat,
	struct err *err)
{
	const char *code = field(r, f, CODE);
	const char *language = field(r, f, LANGUAGE);
	const char *level = field(r, f, LEVEL);
	const char *steps = field(r, f, STEPS);

	if (!whole("seat", field(r, f, SEAT), 1, 999, &seat->number, err))
		return false;
	if (code[0] != '\0' && !person_code_read(code, seat->person))
		return err_set(err, ERR_USAGE,
			"\"%s\" is not a person code; it has eight symbols "
			"like 7K4Q-MXP9",
			code);
	if (language[0] == '\0')
		return err_set(err, ERR_USAGE, "seat %d has no language",
			seat->number);
	if (!str_is_key(language) ||
		!str_copy(seat->language, SEATS_WORD, language))
		return err_set(
			err, ERR_USAGE, "\"%s\" is not a language", language);
	if (level[0] != '\0' &&
		(!str_is_key(level) ||
			!str_copy(seat->level, SEATS_WORD, level)))
		return err_set(err, ERR_USAGE, "\"%s\" is not a level", level);
	if (steps[0] != '\0' &&
		!whole("steps", steps, 2, STEP_MAX, &seat->steps, err))
		return false;
	return take_paper(field(r, f, PAPER), &seat->has_paper, err);
}

static bool
read_seat(struct reader *r, const char *line, size_t len, struct err *err)
{
	struct seats *s = r->out;
	struct seat seat = {.line = r->line};
	struct fields f;
	size_t i;

	if (!split(line, len, r->separator, &f, err))
		return false;
	for (i = 0; i < f.n; i++) {
		if (!check_private("a field", f.at[i], err))
			return false;
		if (i >= r->n_columns && f.at[i][0] != '\0')
			return err_set(err, ERR_USAGE,
				"has %zu fields; there are %zu columns", f.n,
				r->n_columns);
	}
	if (!take_seat(r, &f, &seat, err))
		return false;
	for (i = 0; i < s->n; i++) {
		if (s->seats[i].number == seat.number)
			return err_set(err, ERR_USAGE,
				"seat %d stands on line %zu too", seat.number,
				s->seats[i].line);
		if (seat.person[0] != '\0' &&
			strcmp(s->seats[i].person, seat.person) == 0)
			return err_set(err, ERR_USAGE,
				"%s sits on seat %d too (line %zu)",
				seat.person, s->seats[i].number,
				s->seats[i].line);
	}
	if (s->n == SEATS_MAX)
		return err_set(err, ERR_USAGE, "more than %d seats", SEATS_MAX);
	s->seats[s->n++] = seat;
	return true;
}

static bool
read_line(struct reader *r, const char *line, size_t len, struct err *err)
{
	const char *at = line;
	size_t rest = len;

	while (rest > 0 && strchr(",;\t\r ", *at) != NULL) {
		at++;
		rest--;
	}
	if (rest == 0 || *at == '#')
		return true;
	if (r->separator != 0)
		return read_seat(r, line, len, err);
	return is_headings(line, len) ? read_headings(r, line, len, err)
				      : read_setting(r, line, len, err);
}

static int
by_number(const void *a, const void *b)
{
	return ((const struct seat *)a)->number -
	       ((const struct seat *)b)->number;
}

static bool
read_lines(struct reader *r, const char *text, size_t len, struct err *err)
{
	const char *at = text, *const end = text + len;

	if (memchr(text, '\0', len) != NULL)
		return err_set(
			err, ERR_USAGE, "is no text; save it as CSV, UTF-8");
	/* What an editor may put in front of UTF-8. */
	if (len >= 3 && memcmp(at, "\xef\xbb\xbf", 3) == 0)
		at += 3;
	while (at < end) {
		const char *stop = memchr(at, '\n', (size_t)(end - at));

		if (stop == NULL)
			stop = end;
		r->line++;
		if (!read_line(r, at, (size_t)(stop - at), err))
			return err_wrap(err, "line %zu", r->line);
		at = stop + 1;
	}
	if (r->out->session[0] == '\0' || r->out->date[0] == '\0')
		return err_set(err, ERR_USAGE, "has no line \"%s: ...\"",
			r->out->session[0] == '\0' ? "session" : "date");
	if (r->out->n == 0)
		return err_set(err, ERR_USAGE, "has no seats");
	return true;
}

bool
seats_parse(const char *text, size_t len, struct seats *seats, struct err *err)
{
	struct seats *read = calloc(1, sizeof(*read));
	struct reader r = {.out = read};
	bool ok;

	if (read == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	ok = read_lines(&r, text, len, err);
	if (ok) {
		qsort(read->seats, read->n, sizeof(*read->seats), by_number);
		*seats = *read;
	}
	free(read);
	return ok;
}

bool
seats_read(const char *path, struct seats *seats, struct err *err)
{
	struct bytes file = {0};
	bool ok;

	if (!file_read(path, SEATS_LIMIT, &file, err))
		return false;
	ok = seats_parse(file.at == NULL ? "" : (const char *)file.at, file.len,
		seats, err);
	if (!ok)
		err_wrap(err, "%s", path);
	bytes_free(&file);
	return ok;
}
