#include "store/pgconn.h"

#include "core/err.h"
#include "core/str.h"

#include <errno.h>
#include <libpq-fe.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define CONNECT_MS 10000   /* for one try */
#define RECONNECT_MS 20000 /* how long a server may be gone in between */
#define STEP_MS 200

/* Types of columns that rows may have, by PostgreSQL's numbers of them. */
enum pg_type {
	PG_BOOL = 16,
	PG_BYTEA = 17,
	PG_INT8 = 20,
	PG_INT2 = 21,
	PG_INT4 = 23,
	PG_TEXT = 25,
	PG_FLOAT8 = 701
};

struct pgconn {
	char *name; /* for sentences */
	char *address;
	const char *settings; /* a script for every connection */
	PGconn *conn;
	unsigned number; /* how many connections there were */
	bool may_again;
};

/* --------------------------------------------------------------- sentences */

static const struct {
	const char *state; /* SQLSTATE, or its first characters */
	enum err_code code;
	bool may_again;
	const char *sentence;
} states[] = {
	{"53100", ERR_SYSTEM, false,
		"the server's disk is full; make room there and run the "
		"command again"},
	{"53200", ERR_SYSTEM, false,
		"the server is out of memory; run the command again"},
	{"53300", ERR_SYSTEM, false,
		"the server has as many connections as it takes; run the "
		"command again"},
	{"25006", ERR_SYSTEM, false,
		"cannot be written; the server is read-only"},
	{"55P03", ERR_SYSTEM, false,
		"another process has held it for 10 s; try again when it has "
		"finished"},
	{"28P01", ERR_SYSTEM, false,
		"the server refused the password; it is looked for in the "
		"address, $PGPASSWORD and ~/.pgpass"},
	{"28000", ERR_SYSTEM, false,
		"the server does not let this role in from here; look at its "
		"pg_hba.conf"},
	{"3D000", ERR_INPUT, false,
		"the server has no such database; its administrator makes one "
		"with createdb"},
	{"40001", ERR_SYSTEM, true,
		"another process got in the way; nothing was changed, run the "
		"command again"},
	{"40P01", ERR_SYSTEM, true,
		"another process got in the way; nothing was changed, run the "
		"command again"},
	{"57P01", ERR_SYSTEM, true,
		"the server ended the connection; nothing was changed, run the "
		"command again"},
	{"57P02", ERR_SYSTEM, true,
		"the server ended the connection; nothing was changed, run the "
		"command again"},
	{"57P03", ERR_SYSTEM, true,
		"the server is starting or stopping; run the command again"},
	{"25P03", ERR_SYSTEM, true,
		"the server ended the connection; nothing was changed, run the "
		"command again"},
};

/* The first line of what libpq says, without its name of the server. */
static void
first_line(const char *text, char *out, size_t size)
{
	const char *cut = strstr(text, " failed: ");
	size_t len;

	if (cut != NULL)
		text = cut + strlen(" failed: ");
	if (strncmp(text, "FATAL:  ", 8) == 0)
		text += 8;
	len = strcspn(text, "\n");
	snprintf(out, size, "%.*s", (int)(len < size ? len : size - 1), text);
}

/* False, with the sentence for an SQLSTATE, if it has one of its own. */
static bool
say_state(struct pgconn *c, const char *state, struct err *err)
{
	size_t i;

	for (i = 0; i < sizeof(states) / sizeof(*states); i++) {
		if (strcmp(states[i].state, state) != 0)
			continue;
		c->may_again = states[i].may_again;
		err_set(err, states[i].code, "%s: %s", c->name,
			states[i].sentence);
		return true;
	}
	return false;
}

/* One sentence for what failed, by what a person can do about it. */
static bool
fail(struct pgconn *c, const PGresult *result, struct err *err)
{
	const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
	const char *why = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
	char text[200];

	c->may_again = false;
	if (state != NULL && say_state(c, state, err))
		return false;
	if (PQstatus(c->conn) == CONNECTION_BAD) {
		c->may_again = true;
		return err_set(err, ERR_SYSTEM,
			"%s: the connection to the server was lost; nothing "
			"was changed, run the command again",
			c->name);
	}
	if (state == NULL || why == NULL) {
		first_line(PQerrorMessage(c->conn), text, sizeof(text));
		return err_set(err, ERR_LIBRARY, "%s: %s", c->name, text);
	}
	if (strcmp(state, "42501") == 0)
		return err_set(err, ERR_SYSTEM,
			"%s: the role may not do this (%s)", c->name, why);
	if (strncmp(state, "XX", 2) == 0)
		return err_set(err, ERR_LIBRARY,
			"%s: damaged (%s); put back a copy of the store",
			c->name, why);
	return err_set(err, ERR_LIBRARY, "%s: %s (PostgreSQL %s)", c->name, why,
		state);
}

static bool
out_of_memory(struct err *err)
{
	return err_set(err, ERR_SYSTEM, "out of memory");
}

static bool
is_fine(const PGresult *result)
{
	const ExecStatusType status = PQresultStatus(result);

	return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
}

/* --------------------------------------------------------------- addresses */

static const char *
option(const PQconninfoOption *options, const char *keyword)
{
	for (; options->keyword != NULL; options++) {
		if (strcmp(options->keyword, keyword) == 0)
			return options->val;
	}
	return NULL;
}

/*
 * What of an address may be shown: never a password. Errors: ERR_USAGE for one
 * that libpq does not take; what libpq says would show it.
 */
char *
pgconn_shown(const char *address, struct err *err)
{
	PQconninfoOption *options = PQconninfoParse(address, NULL);
	const char *user, *host, *port, *dbname;
	struct str out = {0};
	char *shown;

	if (options == NULL) {
		err_set(err, ERR_USAGE,
			"the store's address is not one; it has the form "
			"postgresql://ROLE@HOST:PORT/DATABASE");
		return NULL;
	}
	user = option(options, "user");
	host = option(options, "host");
	port = option(options, "port");
	dbname = option(options, "dbname");
	str_addf(&out, "postgresql://%s%s%s%s%s/%s", user != NULL ? user : "",
		user != NULL ? "@" : "",
		host != NULL && host[0] != '/' ? host : "",
		port != NULL ? ":" : "", port != NULL ? port : "",
		dbname != NULL ? dbname : "");
	PQconninfoFree(options);
	shown = str_take(&out);
	if (shown == NULL)
		out_of_memory(err);
	return shown;
}

/*
 * Whether the address goes to another machine and says nothing of TLS: then
 * the server has to show a certificate for its name.
 */
static bool
wants_tls(const char *address)
{
	PQconninfoOption *options = PQconninfoParse(address, NULL);
	const char *host;
	bool wants;

	if (options == NULL)
		return true;
	host = option(options, "host");
	if (host == NULL)
		host = getenv("PGHOST");
	wants = host != NULL && host[0] != '/' && host[0] != '\0' &&
		strcmp(host, "localhost") != 0 &&
		strcmp(host, "127.0.0.1") != 0 && strcmp(host, "::1") != 0 &&
		option(options, "sslmode") == NULL &&
		getenv("PGSSLMODE") == NULL;
	PQconninfoFree(options);
	return wants;
}

/* ------------------------------------------------------------- connections */

static int64_t
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void
pgconn_nap(int ms)
{
	const struct timespec time = {ms / 1000, ms % 1000 * 1000000L};

	nanosleep(&time, NULL);
}

static void
keep_quiet(void *data, const char *message)
{
	(void)data;
	(void)message;
}

/* What a failed connection says; its SQLSTATE is all there is of an error. */
static bool
say_unconnected(struct pgconn *c, struct err *err)
{
	char why[200];

	first_line(PQerrorMessage(c->conn), why, sizeof(why));
	c->may_again = false;
	if (say_state(c, why, err))
		return false;
	if (PQconnectionNeedsPassword(c->conn))
		return err_set(err, ERR_SYSTEM,
			"%s: the server wants a password; it is looked for in "
			"the address, $PGPASSWORD and ~/.pgpass",
			c->name);
	c->may_again = true;
	return err_set(err, ERR_SYSTEM,
		"%s: the server cannot be reached (%s); nothing was changed",
		c->name, why);
}

/* Waits until the connection stands or cannot. */
static bool
wait_for(struct pgconn *c)
{
	const int64_t until = now_ms() + CONNECT_MS;
	PostgresPollingStatusType next = PGRES_POLLING_WRITING;

	while (next != PGRES_POLLING_OK && next != PGRES_POLLING_FAILED) {
		struct pollfd at = {.fd = PQsocket(c->conn),
			.events = next == PGRES_POLLING_READING ? POLLIN
								: POLLOUT};
		const int64_t left = until - now_ms();

		if (left <= 0)
			return false;
		if (poll(&at, 1, (int)left) < 0 && errno != EINTR)
			return false;
		next = PQconnectPoll(c->conn);
	}
	return next == PGRES_POLLING_OK;
}

bool
pgconn_open(struct pgconn *c, struct err *err)
{
	/* The address goes over what stands before dbname; NULL says nothing.
	 */
	const char *const names[] = {"tcp_user_timeout",
		"fallback_application_name", "sslmode", "dbname",
		"client_encoding", NULL};
	const char *const values[] = {"30000", program_invocation_short_name,
		wants_tls(c->address) ? "verify-full" : NULL, c->address,
		"UTF8", NULL};

	PQfinish(c->conn);
	c->number++;
	c->conn = PQconnectStartParams(names, values, 1);
	if (c->conn == NULL)
		return out_of_memory(err);
	PQsetErrorVerbosity(c->conn, PQERRORS_SQLSTATE);
	PQsetNoticeProcessor(c->conn, keep_quiet, NULL);
	if (PQstatus(c->conn) == CONNECTION_BAD || !wait_for(c))
		return say_unconnected(c, err);
	return pgconn_script(c, c->settings, NULL, 0, err);
}

bool
pgconn_open_again(struct pgconn *c, struct err *err)
{
	const int64_t until = now_ms() + RECONNECT_MS;
	struct err last = {0};

	while (!pgconn_open(c, &last)) {
		if (!c->may_again || now_ms() >= until)
			return err_set(err, last.code, "%s", last.text);
		err_clear(&last);
		pgconn_nap(STEP_MS);
	}
	return true;
}

struct pgconn *
pgconn_new(const char *address, const char *settings, struct err *err)
{
	struct pgconn *c = calloc(1, sizeof(*c));

	if (c == NULL) {
		out_of_memory(err);
		return NULL;
	}
	c->settings = settings;
	c->name = pgconn_shown(address, err);
	if (c->name == NULL)
		goto fail;
	c->address = strdup(address);
	if (c->address == NULL) {
		out_of_memory(err);
		goto fail;
	}
	return c;
fail:
	pgconn_close(c);
	return NULL;
}

void
pgconn_close(struct pgconn *c)
{
	if (c == NULL)
		return;
	PQfinish(c->conn);
	if (c->address != NULL)
		explicit_bzero(c->address, strlen(c->address));
	free(c->address);
	free(c->name);
	free(c);
}

const char *
pgconn_name(const struct pgconn *c)
{
	return c->name;
}

bool
pgconn_is_up(const struct pgconn *c)
{
	return PQstatus(c->conn) == CONNECTION_OK;
}

unsigned
pgconn_number(const struct pgconn *c)
{
	return c->number;
}

bool
pgconn_may_again(const struct pgconn *c)
{
	return c->may_again;
}

/* ------------------------------------------------------------- statements */

bool
pgconn_script(struct pgconn *c, const char *sql, int64_t *numbers, int n,
	struct err *err)
{
	PGresult *result = PQexec(c->conn, sql);
	bool ok = is_fine(result) || fail(c, result, err);
	int i;

	for (i = 0; ok && i < n; i++)
		numbers[i] =
			PQntuples(result) > 0
				? strtoll(PQgetvalue(result, 0, i), NULL, 10)
				: 0;
	PQclear(result);
	return ok;
}

bool
pgconn_commit(struct pgconn *c, struct err *err)
{
	PGresult *result = PQexec(c->conn, "COMMIT");
	bool ok = is_fine(result) || fail(c, result, err);

	/* A transaction that had failed says ROLLBACK here. */
	if (ok && strcmp(PQcmdStatus(result), "COMMIT") != 0)
		ok = err_set(err, ERR_LIBRARY,
			"%s: a change was taken back; nothing was changed",
			c->name);
	PQclear(result);
	return ok;
}

/* That the columns of a statement are such as rows are taken from. */
static bool
check_columns(struct pgconn *c, const char *name, struct err *err)
{
	PGresult *got = PQdescribePrepared(c->conn, name);
	bool ok = PQresultStatus(got) == PGRES_COMMAND_OK || fail(c, got, err);
	int i;

	for (i = 0; ok && i < PQnfields(got); i++) {
		switch ((int)PQftype(got, i)) {
		case PG_BOOL:
		case PG_BYTEA:
		case PG_INT8:
		case PG_INT2:
		case PG_INT4:
		case PG_TEXT:
		case PG_FLOAT8:
			break;
		default:
			ok = err_set(err, ERR_LIBRARY,
				"column %d is of a type that is not read: "
				"PostgreSQL's %d",
				i + 1, (int)PQftype(got, i));
		}
	}
	PQclear(got);
	return ok;
}

bool
pgconn_prepare(
	struct pgconn *c, const char *name, const char *sql, struct err *err)
{
	PGresult *result = PQprepare(c->conn, name, sql, 0, NULL);
	const bool ok = is_fine(result) || fail(c, result, err);

	PQclear(result);
	return ok && check_columns(c, name, err);
}

struct pg_result *
pgconn_run(struct pgconn *c, const char *name, int n, const char *const *values,
	const int *lens, const int *is_binary, struct err *err)
{
	PGresult *result =
		PQexecPrepared(c->conn, name, n, values, lens, is_binary, 1);

	if (is_fine(result))
		return result;
	fail(c, result, err);
	PQclear(result);
	return NULL;
}

/* ------------------------------------------------------------- rows */

int
pgrows_count(const struct pg_result *rows)
{
	return PQntuples(rows);
}

void
pgrows_free(struct pg_result *rows)
{
	PQclear(rows);
}

const void *
pgrows_bytes(const struct pg_result *rows, int row, int column, size_t *len)
{
	if (PQgetisnull(rows, row, column) != 0)
		return NULL;
	*len = (size_t)PQgetlength(rows, row, column);
	return PQgetvalue(rows, row, column);
}

/* The big-endian number of a column, of 1, 2, 4 or 8 bytes. */
static int64_t
number(const struct pg_result *rows, int row, int column)
{
	size_t len = 0, i;
	const unsigned char *at = pgrows_bytes(rows, row, column, &len);
	uint64_t sum = 0;

	if (at == NULL)
		return 0;
	/* The sign first. */
	if (len > 1 && (at[0] & 0x80) != 0)
		sum = UINT64_MAX;
	for (i = 0; i < len && i < 8; i++)
		sum = sum << 8 | at[i];
	return (int64_t)sum;
}

double
pgrows_real(const struct pg_result *rows, int row, int column)
{
	const int64_t bits = number(rows, row, column);
	double real;

	if (PQftype(rows, column) != PG_FLOAT8)
		return (double)bits;
	memcpy(&real, &bits, sizeof(real));
	return real;
}

int64_t
pgrows_int(const struct pg_result *rows, int row, int column)
{
	if (PQftype(rows, column) == PG_FLOAT8)
		return (int64_t)pgrows_real(rows, row, column);
	return number(rows, row, column);
}
