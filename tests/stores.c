#include "tests/stores.h"

#include "store/db.h"

#include <errno.h>
#include <fcntl.h>
#include <libpq-fe.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---------------------------------------------------------------- places */

int
remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

bool
on_server(void)
{
	return getenv("SKAPA_TEST_SERVER") != NULL;
}

static void
keep_quiet(void *data, const char *notice)
{
	(void)data;
	(void)notice;
}

void
ask(const char *path, const char *sql, char out[HASH_HEX])
{
	PGconn *server = PQconnectdb(path);
	PGresult *result;

	PQsetErrorVerbosity(server, PQERRORS_TERSE);
	PQsetNoticeProcessor(server, keep_quiet, NULL);
	result = PQexec(server, sql);

	if (PQresultStatus(result) != PGRES_COMMAND_OK &&
		PQresultStatus(result) != PGRES_TUPLES_OK)
		fail_msg("%s: %s", sql, PQerrorMessage(server));
	out[0] = '\0';
	if (PQntuples(result) > 0)
		assert_true(str_copy(out, HASH_HEX, PQgetvalue(result, 0, 0)));
	PQclear(result);
	PQfinish(server);
}

void
content_hash(const char *path, char hash[HASH_HEX])
{
	struct err err = {0};
	char file[160];

	if (on_server()) {
		ask(path,
			"SELECT md5(schema_to_xml('skapa', true, false, '')"
			"::text || schema_to_xml('skapa_keys', true, false, "
			"'')::text)",
			hash);
		return;
	}
	snprintf(file, sizeof(file), "%s/skapa.sqlite", path);
	assert_ok(hash_file(file, hash, &err), &err);
}

void
numbered(const struct place *place, size_t number, char path[PLACE])
{
	char name[16];

	snprintf(name, sizeof(name), "%zu", number);
	another(place, name, path);
}

void
another(const struct place *place, const char *name, char path[PLACE])
{
	char database[PLACE - 16], sql[PLACE + 8], none[HASH_HEX];

	if (!on_server()) {
		snprintf(path, PLACE, "%s/%.14s", place->root, name);
		return;
	}
	/* root is /tmp/skapa-test-XXXXXX, and no other has this name. */
	snprintf(database, sizeof(database), "%.30s-%.14s", place->root + 5,
		name);
	snprintf(sql, sizeof(sql), "CREATE DATABASE \"%s\"", database);
	ask("postgresql:///postgres", sql, none);
	snprintf(path, PLACE, "postgresql:///%s", database);
}

int
setup_empty(void **state)
{
	struct place *place = calloc(1, sizeof(*place));

	assert_non_null(place);
	strcpy(place->root, "/tmp/skapa-test-XXXXXX");
	assert_non_null(mkdtemp(place->root));
	another(place, "store", place->path);
	if (on_server()) {
		char keys[80];

		snprintf(keys, sizeof(keys), "%s/keys", place->root);
		setenv("SKAPA_KEYS", keys, 1);
	}
	*state = place;
	return 0;
}

int
setup(void **state)
{
	struct err err = {0};

	setup_empty(state);
	assert_ok(store_init(((struct place *)*state)->path, &err), &err);
	return 0;
}

int
teardown(void **state)
{
	struct place *place = *state;

	nftw(place->root, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	free(place);
	return 0;
}

struct store *
must_open(const char *path, enum store_mode mode)
{
	struct err err = {0};
	struct store *store = store_open(path, mode, 0, &err);

	if (store == NULL)
		fail_msg("%s", err.text);
	return store;
}

void
write_file(const char *path, const void *bytes, size_t len)
{
	const int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, len), len);
	close(fd);
}

/* The sentence with every $ as the path, or as an address is shown. */
void
expected(const char *pattern, const char *path, struct str *out)
{
	char *shown = on_server() ? db_shown(path, NULL) : strdup(path);

	assert_non_null(shown);
	str_clear(out);
	for (; *pattern != '\0'; pattern++) {
		if (*pattern == '$')
			str_add(out, shown);
		else
			str_add_bytes(out, pattern, 1);
	}
	free(shown);
}

/*
 * Runs f in a child (which may mount, limit or be killed); its sentence comes
 * back in text. Returns its exit status: 0 it went well, 1 it failed with the
 * sentence, CANNOT: this machine does not let us try.
 */

int
in_child(int (*f)(const char *path, struct err *err), const char *path,
	char text[ERR_TEXT])
{
	struct err err = {0};
	int ends[2], status = 0;
	ssize_t n;
	pid_t pid;

	assert_int_equal(pipe(ends), 0);
	fflush(NULL);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		const int result = f(path, &err);

		n = write(ends[1], err.text, strlen(err.text));
		_exit(n < 0 ? 99 : result);
	}
	close(ends[1]);
	n = read(ends[0], text, ERR_TEXT - 1);
	text[n > 0 ? n : 0] = '\0';
	close(ends[0]);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

/* ---------------------------------------------------------------- things */

void
make_layout(struct layout *layout, const char *language)
{
	static const struct {
		const char *item;
		int steps;
	} items[] = {
		{"practice", 5}, {"health", 5}, {"energy", 5}, {"wage", 8}};
	struct err err = {0};
	struct layout_page *page;
	size_t i;
	int v;

	*layout = (struct layout){
		.steps = 5, .direction = "ltr", .size = {0, 0, 210000, 297000}};
	strcpy(layout->instrument, "skapa");
	strcpy(layout->instrument_version, "1");
	strcpy(layout->language, language);
	strcpy(layout->level, "original");
	page = layout_page_add(layout, &err);
	assert_non_null(page);
	for (i = 0; i < 4; i++) {
		for (v = 1; v <= items[i].steps; v++) {
			struct layout_box *box = layout_box_add(page, &err);

			assert_non_null(box);
			strcpy(box->item, items[i].item);
			box->value = v;
			box->box = (struct um_rect){v * 15000,
				(int32_t)(40000 + 20000 * i), 5000, 5000};
			box->zone = (struct um_rect){v * 15000 - 2000,
				(int32_t)(38000 + 20000 * i), 9000, 9000};
		}
	}
	assert_non_null(layout_page_add(layout, &err));
	assert_ok(layout_seal(layout, PDF, strlen(PDF), &err), &err);
}

uint16_t
put_layout(struct store *store)
{
	struct layout layout;
	struct err err = {0};
	uint16_t id = 0;

	make_layout(&layout, "sv");
	assert_ok(store_layout_put(store, &layout, PDF, strlen(PDF), &id, &err),
		&err);
	layout_finish(&layout);
	return id;
}

/* n sheets of two pages; the first of each page is at 2 * i. */
void
issue(struct store *store, size_t n, const char *person,
	struct store_page *pages)
{
	struct store_request *requests = calloc(n, sizeof(*requests));
	const uint16_t id = put_layout(store);
	struct err err = {0};
	size_t i;

	assert_non_null(requests);
	for (i = 0; i < n; i++) {
		requests[i] =
			(struct store_request){.layout_id = id, .pages = 2};
		strcpy(requests[i].person, person);
	}
	assert_ok(
		store_issue(store, requests, n, NULL, DATE, pages, &err), &err);
	free(requests);
}

/* A file of its own for each number; kept in the store. */
void
keep(struct store *store, int number, struct reading *reading)
{
	struct err err = {0};
	char bytes[32];

	snprintf(bytes, sizeof(bytes), "scan number %d", number);
	assert_ok(store_scan_keep(
			  store, bytes, strlen(bytes), reading->sha256, &err),
		&err);
}

static void
add_answer(struct reading *reading, const char *item, int steps, char sign)
{
	struct answer *answer = &reading->answers[reading->n_answers++];
	int v;

	*answer = (struct answer){.confidence = .99, .n_marks = steps};
	strcpy(answer->item, item);
	for (v = 1; v <= steps; v++)
		answer->marks[v - 1].value = v;
	if (sign >= '1' && sign <= '9') {
		answer->value = sign - '0';
		answer->status = ANSWER_ANSWERED;
		answer->marks[answer->value - 1].candidate = true;
	} else if (sign == 'd') {
		answer->value = VALUE_DECLINED;
		answer->status = ANSWER_DECLINED;
	} else if (sign == 'n') {
		answer->value = VALUE_NOT_UNDERSTOOD;
		answer->status = ANSWER_NOT_UNDERSTOOD;
	} else if (sign == '?') { /* 2 and 4 are marked */
		answer->status = ANSWER_REVIEW;
		strcpy(answer->reason, "two_marks");
		answer->marks[1].candidate = answer->marks[3].candidate = true;
	} else if (sign == 'u') {
		answer->status = ANSWER_UNREADABLE;
		strcpy(answer->reason, "torn");
	} else {
		answer->status = ANSWER_BLANK;
	}
}

/* answers: three signs, for health, energy and wage; "" none. */
void
make_reading(struct reading *reading, const struct store_page *page,
	const char *answers)
{
	*reading = (struct reading){.source_page = 1,
		.has_code = true,
		.has_map = true,
		.scale = 1,
		.code = page->code};
	memcpy(reading->line, page->line, CODE_LINE);
	if (answers[0] == '\0')
		return;
	add_answer(reading, "practice", 5, '3');
	add_answer(reading, "health", 5, answers[0]);
	add_answer(reading, "energy", 5, answers[1]);
	add_answer(reading, "wage", 8, answers[2]);
}

static bool
tally_answer(const struct store_answer *answer, void *data, struct err *err)
{
	struct tally *tally = data;
	char sign = answer->status == ANSWER_ANSWERED
			    ? (char)('0' + answer->value)
		    : answer->status == ANSWER_DECLINED	      ? 'd'
		    : answer->status == ANSWER_NOT_UNDERSTOOD ? 'n'
		    : answer->status == ANSWER_REVIEW	      ? '?'
		    : answer->status == ANSWER_UNREADABLE     ? 'u'
							      : '-';

	(void)err;
	assert_string_not_equal(answer->item, "practice");
	if (tally->answers < sizeof(tally->signs) - 1)
		tally->signs[tally->answers] = sign;
	tally->answers++;
	return true;
}

static bool
tally_review(const struct store_answer *answer, void *data, struct err *err)
{
	(void)answer;
	(void)err;
	((struct tally *)data)->reviews++;
	return true;
}

static bool
tally_conflict(
	const struct store_conflict *conflict, void *data, struct err *err)
{
	(void)err;
	assert_int_equal(conflict->filed->n_answers, 3);
	assert_int_equal(conflict->other->n_answers, 3);
	assert_false(reading_agrees(conflict->filed, conflict->other));
	((struct tally *)data)->conflicts++;
	return true;
}

void
tally_finding(const char *sentence, void *data)
{
	struct tally *tally = data;

	/* The server of the tests has it switched off, to be quick. */
	if (on_server() && strstr(sentence, "setting fsync is off") != NULL)
		return;
	if (tally->findings++ == 0)
		snprintf(
			tally->finding, sizeof(tally->finding), "%s", sentence);
}

/* What the store has for a person now, and that it is whole. */
void
count(struct store *store, const char *person, struct tally *tally)
{
	struct err err = {0};
	size_t n = 0;

	*tally = (struct tally){0};
	assert_ok(
		store_answers(store, person, tally_answer, tally, &err), &err);
	assert_ok(store_reviews(store, tally_review, tally, &err), &err);
	assert_ok(store_conflicts(store, person, tally_conflict, tally, &err),
		&err);
	assert_ok(store_check(store, tally_finding, tally, &n, &err), &err);
	/* A test's server does not wait for its disk, and that is found. */
	assert_int_equal(n,
		tally->findings + (strstr(store_name(store), "://") ? 1 : 0));
}
