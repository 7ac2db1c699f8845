/*
 * PostgreSQL 15 behind store/db.h. The tables are in a schema of their own,
 * skapa; docs/postgresql.md says how a site sets it up.
 *
 * One transaction writes at a time, whichever host it runs on: it begins by
 * taking an advisory lock. Reading a page takes a hundred times longer than
 * filing it, and the audit chain is one line of rows, so transactions would
 * stand in one line anyway. READ COMMITTED is enough behind that lock: every
 * statement sees all that was committed before, and nobody else writes.
 *
 * A connection that is lost at COMMIT leaves open whether it was done. Every
 * transaction counts one up in its writer's row of the table writer. A new
 * connection takes the lock (so the old one has ended, one way or the other)
 * and looks at the count.
 */
#include "store/backend.h"

#include "core/code.h"
#include "core/err.h"
#include "core/str.h"
#include "store/dialect.h"
#include "store/pgconn.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PARAMS 24 /* of one statement, at most */
#define TRIES 5	  /* of a transaction that another got in the way of */

struct pg_statement {
	char *text; /* in PostgreSQL's dialect */
	int n_params;
	unsigned prepared; /* on which connection */
	bool failed;	   /* a parameter that does not fit */
	struct str bytes;  /* of the parameters, a NUL behind each */
	size_t start[PARAMS];
	int len[PARAMS];
	int is_binary[PARAMS];
	bool is_set[PARAMS];
	struct pg_result *rows;
	int row; /* the next one */
};

struct pg {
	struct db db;
	enum db_mode mode;
	struct pgconn *conn;
	char writer[2 * CODE_TOKEN + 1];
	int64_t commits; /* what the writer's row has in this transaction */
	bool is_in;	 /* a transaction was begun */
	bool may_again;	 /* what failed may go well another time */
	int tries;
	struct pg_statement statements[STATEMENT__MAX];
};

static const struct db_backend backend;

static struct pg *
of(struct db *db)
{
	return (struct pg *)db;
}

/* ------------------------------------------------------------- connections */

/*
 * Every connection: whatever the server's own settings are, a commit is on the
 * disk when it returns, and nobody waits without end for one that sleeps.
 */
#define SETTINGS                                                               \
	"SELECT set_config('synchronous_commit', 'on', false)"                 \
	" WHERE current_setting('synchronous_commit')"                         \
	" IN ('off', 'local', 'remote_write');"                                \
	"SET default_transaction_isolation TO 'read committed';"               \
	"SET lock_timeout TO 10000;"                                           \
	"SET statement_timeout TO 0;"                                          \
	"SET idle_in_transaction_session_timeout TO 60000;"
static const char *const settings[] = {
	[DB_READ] = SETTINGS "SET search_path TO skapa, pg_temp;"
			     "SET default_transaction_read_only TO on",
	[DB_WRITE] = SETTINGS "SET search_path TO skapa, pg_temp",
	[DB_CREATE] = SETTINGS "SET search_path TO skapa, pg_temp",
	[DB_COPY] = SETTINGS "SET search_path TO pg_temp, skapa",
};

/* Tells a new connection which writer it is. */
static bool
name_writer(struct pg *pg, struct err *err)
{
	const char *values[] = {pg->writer};
	const int lens[] = {0}, is_binary[] = {0};
	struct pg_result *rows;

	if (!pgconn_prepare(pg->conn, "writer",
		    "SELECT set_config('skapa.writer', $1, false)", err))
		return false;
	rows = pgconn_run(pg->conn, "writer", 1, values, lens, is_binary, err);
	pgrows_free(rows);
	return rows != NULL;
}

/* After one was lost. What a try had in memory went with it. */
static bool
connect_again(struct pg *pg, struct err *err)
{
	if (pg->mode == DB_COPY)
		return err_set(err, ERR_SYSTEM,
			"%s: the connection to the server was lost; nothing "
			"was changed, run the command again",
			pg->db.name);
	return pgconn_open_again(pg->conn, err) && name_writer(pg, err);
}

/* ------------------------------------------------------------- the schema */

#define LOCK "SELECT pg_advisory_xact_lock(1397440848, 1);"

/* What this backend alone has. */
static const char own[] =
	"CREATE SCHEMA skapa;"
	"CREATE SCHEMA skapa_keys;"
	"CREATE TABLE skapa_keys.slot ("
	" number bigint PRIMARY KEY,"
	" record bytea NOT NULL);"
	"CREATE TABLE version (number bigint NOT NULL);"
	"INSERT INTO version VALUES (0);"
	"CREATE TABLE writer ("
	" id text COLLATE \"C\" PRIMARY KEY,"
	" commits bigint NOT NULL,"
	" at timestamptz NOT NULL DEFAULT now());"
	"CREATE TABLE claim ("
	" sha256 text COLLATE \"C\" PRIMARY KEY,"
	" writer text NOT NULL,"
	" host text NOT NULL,"
	" backend bigint NOT NULL,"
	" until timestamptz NOT NULL);"
	"CREATE TABLE scan_file ("
	" name text COLLATE \"C\" PRIMARY KEY,"
	" bytes bytea NOT NULL);"
	/* They are packed or sealed already. */
	"ALTER TABLE scan_file ALTER bytes SET STORAGE EXTERNAL;";

/* The version that the database has; 0: no store. */
static bool
read_version(struct pg *pg, int *version, struct err *err)
{
	int64_t number = 0;

	if (!pgconn_script(pg->conn,
		    "SELECT (to_regclass('skapa.version') IS NOT NULL)::int",
		    &number, 1, err) ||
		(number != 0 && !pgconn_script(pg->conn,
					"SELECT number FROM skapa.version",
					&number, 1, err)))
		return false;
	*version = (int)number;
	return true;
}

static bool
say_version(struct pg *pg, int version, struct err *err)
{
	if (version > SCHEMA_VERSION)
		return err_set(err, ERR_INPUT,
			"%s: has version %d, and this program knows up to %d; "
			"install the newer program",
			pg->db.name, version, SCHEMA_VERSION);
	return err_set(err, ERR_INPUT,
		"%s: has version %d, and this program reads %d; a command that "
		"writes brings it there, as skapa store people add does",
		pg->db.name, version, SCHEMA_VERSION);
}

/* A store that was killed before it had its secrets; a whole one is an error.
 */
static bool
is_half_made(struct pg *pg, struct err *err)
{
	int64_t secrets = 0;

	return pgconn_script(pg->conn, "SELECT count(*) FROM skapa.secret",
		       &secrets, 1, err) &&
	       (secrets == 0 || err_set(err, ERR_INPUT,
					"%s: there is a store here already",
					pg->db.name));
}

/* That a store is there (or is not), of a version that can be used. */
static bool
look(struct pg *pg, struct err *err)
{
	int version = 0;

	if (!read_version(pg, &version, err))
		return false;
	if (pg->mode == DB_CREATE)
		return version == 0 || is_half_made(pg, err);
	if (version == 0)
		return err_set(err, ERR_INPUT,
			"%s: no store here; make one with: skapa store init "
			"--store %s",
			pg->db.name, pg->db.name);
	if (version > SCHEMA_VERSION ||
		(version < SCHEMA_VERSION && pg->mode != DB_WRITE))
		return say_version(pg, version, err);
	return true;
}

static bool
run_step(struct pg *pg, int version, struct err *err)
{
	const char *const *script = schema_sqlite((size_t)version);
	struct str step = {0};
	bool ok = true;

	for (; ok && *script != NULL; script++)
		ok = dialect_script(*script, &step, err);
	str_addf(&step, "UPDATE version SET number = %d", version + 1);
	ok = ok && str_ok(&step, err) &&
	     pgconn_script(pg->conn, step.at, NULL, 0, err);
	str_finish(&step);
	return ok;
}

/* All steps are one transaction: PostgreSQL takes back tables too. */
static bool
migrate(struct db *base, struct err *err)
{
	struct pg *pg = of(base);
	int version = 0;

	if (!read_version(pg, &version, err))
		return false;
	if (version == SCHEMA_VERSION)
		return true;
	/* Another process may have done it while we waited for the lock. */
	if (!pgconn_script(pg->conn, "BEGIN READ WRITE;" LOCK, NULL, 0, err) ||
		!read_version(pg, &version, err) ||
		(version == 0 && !pgconn_script(pg->conn, own, NULL, 0, err)))
		goto fail;
	for (; version < SCHEMA_VERSION; version++) {
		if (!run_step(pg, version, err))
			goto fail;
	}
	if (pgconn_commit(pg->conn, err))
		return true;
fail:
	pgconn_script(pg->conn, "ROLLBACK", NULL, 0, NULL);
	return false;
}

/*
 * The tables of a try: temporary ones, this connection's alone. A transaction
 * that is rolled back at the end would do too, but everybody who writes would
 * wait for it, at the chain's next row if nowhere else. Scans are not copied:
 * a try reads none.
 */
static const char copy[] =
	"BEGIN ISOLATION LEVEL REPEATABLE READ;"
	"DO $$ DECLARE t record; BEGIN"
	" FOR t IN SELECT relname FROM pg_class"
	" WHERE relnamespace = 'skapa'::regnamespace AND relkind = 'r'"
	" AND relname <> 'scan_file' LOOP"
	" EXECUTE format('CREATE TEMP TABLE %1$I"
	" (LIKE skapa.%1$I INCLUDING ALL)', t.relname);"
	" EXECUTE format('INSERT INTO pg_temp.%1$I"
	" SELECT * FROM skapa.%1$I', t.relname);"
	" END LOOP;"
	" FOR t IN SELECT relname, attname FROM pg_attribute"
	" JOIN pg_class ON pg_class.oid = attrelid"
	" WHERE relnamespace = 'skapa'::regnamespace AND relkind = 'r'"
	" AND attidentity <> '' AND relname <> 'scan_file' LOOP"
	" EXECUTE format('SELECT setval(pg_get_serial_sequence("
	"''pg_temp.%1$I'', ''%2$I''), (SELECT coalesce(max(%2$I), 0) + 1"
	" FROM pg_temp.%1$I), false)', t.relname, t.attname);"
	" END LOOP;"
	" FOR t IN SELECT pg_get_triggerdef(pg_trigger.oid) AS def"
	" FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
	" WHERE relnamespace = 'skapa'::regnamespace AND NOT tgisinternal LOOP"
	" EXECUTE replace(t.def, ' ON skapa.', ' ON pg_temp.');"
	" END LOOP; END $$;"
	"COMMIT";

/* ------------------------------------------------------------ opening */

/* Fails where there are no such tables, and nothing is to be left. */
static const char leave[] =
	"BEGIN READ WRITE;"
	"DELETE FROM claim WHERE writer = current_setting('skapa.writer');"
	"DELETE FROM writer WHERE id = current_setting('skapa.writer');"
	"COMMIT";

static void
close_all(struct db *base)
{
	struct pg *pg = of(base);
	int i;

	if ((pg->commits > 0 || pg->mode == DB_WRITE) && pg->mode != DB_COPY &&
		pgconn_is_up(pg->conn))
		pgconn_script(pg->conn, leave, NULL, 0, NULL);
	for (i = 0; i < STATEMENT__MAX; i++) {
		pgrows_free(pg->statements[i].rows);
		str_finish(&pg->statements[i].bytes);
		free(pg->statements[i].text);
	}
	pgconn_close(pg->conn);
	free(base->name);
	free(pg);
}

struct db *
postgres_open(const char *address, enum db_mode mode, struct err *err)
{
	struct pg *pg = calloc(1, sizeof(*pg));
	unsigned char id[CODE_TOKEN];

	if (pg == NULL) {
		err_set(err, ERR_SYSTEM, "out of memory");
		return NULL;
	}
	pg->db.backend = &backend;
	pg->mode = mode;
	pg->conn = pgconn_new(address, settings[mode], err);
	if (pg->conn == NULL)
		goto fail;
	pg->db.name = strdup(pgconn_name(pg->conn));
	if (pg->db.name == NULL) {
		err_set(err, ERR_SYSTEM, "out of memory");
		goto fail;
	}
	if (!token_make(id, err))
		goto fail;
	str_hex(id, sizeof(id), pg->writer);
	if (!pgconn_open(pg->conn, err) || !name_writer(pg, err) ||
		!look(pg, err))
		goto fail;
	if (mode == DB_COPY && !pgconn_script(pg->conn, copy, NULL, 0, err))
		goto fail;
	return &pg->db;
fail:
	close_all(&pg->db);
	return NULL;
}

/* ------------------------------------------------------------ transactions */

/*
 * Constant, as all SQL: the writer is a setting of the connection. Rows of
 * writers that were killed go after a day.
 */
static const char begin_write[] =
	"BEGIN READ WRITE;" LOCK
	"DELETE FROM writer WHERE at < now() - interval '1 day';"
	"INSERT INTO writer (id, commits)"
	" VALUES (current_setting('skapa.writer'), 1) ON CONFLICT (id)"
	" DO UPDATE SET commits = writer.commits + 1, at = now();"
	"UPDATE claim SET until = now() + interval '15 minutes',"
	" backend = pg_backend_pid()"
	" WHERE writer = current_setting('skapa.writer');"
	"SELECT number, commits FROM version, writer"
	" WHERE id = current_setting('skapa.writer')";

static const char read_commits[] =
	"BEGIN;" LOCK "SELECT coalesce(max(commits), 0) FROM writer"
	" WHERE id = current_setting('skapa.writer')";

static void
forget_rows(struct pg_statement *s)
{
	pgrows_free(s->rows);
	s->rows = NULL;
	s->row = 0;
}

static void
rollback(struct db *base)
{
	struct pg *pg = of(base);
	int i;

	for (i = 0; i < STATEMENT__MAX; i++)
		forget_rows(&pg->statements[i]);
	if (pg->is_in && pgconn_is_up(pg->conn))
		pgconn_script(pg->conn, "ROLLBACK", NULL, 0, NULL);
	pg->is_in = false;
}

static bool
begin_once(struct pg *pg, struct err *err)
{
	int64_t numbers[2];
	bool ok;

	pg->is_in = true;
	ok = pgconn_script(pg->conn, begin_write, numbers, 2, err);
	if (ok && numbers[0] != SCHEMA_VERSION)
		ok = say_version(pg, (int)numbers[0], err);
	else if (!ok)
		pg->may_again = pgconn_may_again(pg->conn);
	if (ok)
		pg->commits = numbers[1];
	else
		rollback(&pg->db);
	return ok;
}

static bool
begin(struct db *base, struct err *err)
{
	struct pg *pg = of(base);
	struct err first = {0};

	if (pg->mode == DB_COPY) {
		pg->is_in = pgconn_script(pg->conn, "BEGIN", NULL, 0, err);
		return pg->is_in;
	}
	if (pgconn_is_up(pg->conn) && begin_once(pg, &first))
		return true;
	if (pgconn_is_up(pg->conn))
		return err_set(err, first.code, "%s", first.text);
	return connect_again(pg, err) && begin_once(pg, err);
}

/* After a connection was lost at COMMIT: whether it was done. */
static bool
was_committed(struct pg *pg, bool *was, struct err *err)
{
	int64_t commits = 0;

	if (!connect_again(pg, err) ||
		!pgconn_script(pg->conn, read_commits, &commits, 1, err) ||
		!pgconn_script(pg->conn, "ROLLBACK", NULL, 0, err))
		return err_wrap(err, "whether the last change was kept is not "
				     "known");
	*was = commits == pg->commits;
	return true;
}

static bool
commit(struct db *base, struct err *err)
{
	struct pg *pg = of(base);
	struct err first = {0};
	bool done = pgconn_commit(pg->conn, &first);

	pg->may_again = !done && pgconn_may_again(pg->conn);
	if (!done && !pgconn_is_up(pg->conn) && pg->mode != DB_COPY &&
		!was_committed(pg, &done, err))
		pg->may_again = false;
	else if (!done)
		err_set(err, first.code, "%s", first.text);
	if (done)
		pg->tries = 0;
	else
		rollback(base);
	pg->is_in = false;
	return done;
}

static bool
begin_reading(struct db *base, struct err *err)
{
	struct pg *pg = of(base);

	pg->is_in = pgconn_script(pg->conn,
		"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", NULL, 0,
		err);
	return pg->is_in;
}

/*
 * References wait for the end, and triggers of ours do nothing; then numbers go
 * on behind those that came.
 */
static const char begin_load[] =
	"DO $$ DECLARE t record; BEGIN"
	" FOR t IN SELECT relname, conname FROM pg_constraint"
	" JOIN pg_class ON pg_class.oid = conrelid"
	" WHERE connamespace = 'skapa'::regnamespace AND contype = 'f' LOOP"
	" EXECUTE format('ALTER TABLE skapa.%I ALTER CONSTRAINT %I"
	" DEFERRABLE', t.relname, t.conname);"
	" END LOOP;"
	" FOR t IN SELECT relname FROM pg_class"
	" WHERE relnamespace = 'skapa'::regnamespace AND relkind = 'r' LOOP"
	" EXECUTE format('ALTER TABLE skapa.%I DISABLE TRIGGER USER',"
	" t.relname);"
	" END LOOP; END $$;"
	"SET CONSTRAINTS ALL DEFERRED";
static const char end_load[] =
	"SET CONSTRAINTS ALL IMMEDIATE;"
	"DO $$ DECLARE t record; BEGIN"
	" FOR t IN SELECT relname, conname FROM pg_constraint"
	" JOIN pg_class ON pg_class.oid = conrelid"
	" WHERE connamespace = 'skapa'::regnamespace AND contype = 'f' LOOP"
	" EXECUTE format('ALTER TABLE skapa.%I ALTER CONSTRAINT %I"
	" NOT DEFERRABLE', t.relname, t.conname);"
	" END LOOP;"
	" FOR t IN SELECT relname FROM pg_class"
	" WHERE relnamespace = 'skapa'::regnamespace AND relkind = 'r' LOOP"
	" EXECUTE format('ALTER TABLE skapa.%I ENABLE TRIGGER USER',"
	" t.relname);"
	" END LOOP;"
	" FOR t IN SELECT relname, attname FROM pg_attribute"
	" JOIN pg_class ON pg_class.oid = attrelid"
	" WHERE relnamespace = 'skapa'::regnamespace AND relkind = 'r'"
	" AND attidentity <> '' LOOP"
	" EXECUTE format('SELECT setval(pg_get_serial_sequence("
	"''skapa.%1$I'', ''%2$I''), (SELECT coalesce(max(%2$I), 0) + 1"
	" FROM skapa.%1$I), false)', t.relname, t.attname);"
	" END LOOP; END $$";

static bool
load(struct db *base, bool on, struct err *err)
{
	struct pg *pg = of(base);

	if (on && !begin(base, err))
		return false;
	if (pgconn_script(pg->conn, on ? begin_load : end_load, NULL, 0, err))
		return on || commit(base, err);
	rollback(base);
	return false;
}

static bool
again(struct db *base)
{
	struct pg *pg = of(base);

	if (!pg->may_again || pg->mode == DB_COPY || pg->tries >= TRIES) {
		pg->tries = 0;
		return false;
	}
	pg->may_again = false;
	pgconn_nap(10 << pg->tries++);
	return true;
}

/* ------------------------------------------------------------- statements */

static struct pg_statement *
statement_of(const struct db_query *query)
{
	return &of(query->db)->statements[query->statement];
}

static void
query_begin(struct db_query *query)
{
	struct pg_statement *s = statement_of(query);

	forget_rows(s);
	s->failed = false;
	str_clear(&s->bytes);
	memset(s->is_set, 0, sizeof(s->is_set));
}

static void
query_end(struct db_query *query)
{
	forget_rows(statement_of(query));
}

static bool
make_text(struct pg_statement *s, enum statement statement, struct err *err)
{
	struct str text = {0};

	if (s->text != NULL)
		return true;
	dialect_statement(statement_postgres(statement), &text, &s->n_params);
	if (s->n_params > PARAMS) {
		str_finish(&text);
		return err_set(err, ERR_LIBRARY,
			"statement %d has %d parameters, and there is room for "
			"%d",
			(int)statement, s->n_params, PARAMS);
	}
	s->text = str_take(&text);
	if (s->text == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	return true;
}

static bool
prepare(struct db_query *query, struct err *err)
{
	struct pg *pg = of(query->db);
	struct pg_statement *s = statement_of(query);
	char name[16];

	if (!make_text(s, query->statement, err))
		return false;
	if (s->prepared == pgconn_number(pg->conn))
		return true;
	snprintf(name, sizeof(name), "s%d", (int)query->statement);
	if (!pgconn_prepare(pg->conn, name, s->text, err))
		return false;
	s->prepared = pgconn_number(pg->conn);
	return true;
}

static void
bind(struct db_query *query, int index, const struct db_value *value)
{
	struct pg_statement *s = statement_of(query);

	if (index >= PARAMS || value->len > INT32_MAX) {
		s->failed = true;
		return;
	}
	s->start[index] = s->bytes.len;
	s->is_set[index] = value->type != DB_NULL;
	s->is_binary[index] = value->type == DB_BYTES;
	switch (value->type) {
	case DB_NULL:
		break;
	case DB_INT:
		str_addf(&s->bytes, "%lld", (long long)value->number);
		break;
	case DB_REAL:
		str_addf(&s->bytes, "%.17g", value->real);
		break;
	case DB_TEXT:
	case DB_BYTES:
		str_add_bytes(&s->bytes, value->at, value->len);
		break;
	}
	s->len[index] = (int)(s->bytes.len - s->start[index]);
	str_add_bytes(&s->bytes, "", 1);
}

static bool
run_once(struct db_query *query, struct err *err)
{
	struct pg *pg = of(query->db);
	struct pg_statement *s = statement_of(query);
	const char *values[PARAMS] = {NULL};
	char name[16];
	int i;

	if (!prepare(query, err))
		return false;
	for (i = 0; i < s->n_params; i++)
		values[i] = s->is_set[i] ? s->bytes.at + s->start[i] : NULL;
	snprintf(name, sizeof(name), "s%d", (int)query->statement);
	s->rows = pgconn_run(
		pg->conn, name, s->n_params, values, s->len, s->is_binary, err);
	return s->rows != NULL;
}

static bool
run(struct db_query *query, struct err *err)
{
	struct pg *pg = of(query->db);
	struct pg_statement *s = statement_of(query);
	struct err first = {0};

	if (s->failed || s->bytes.failed)
		return err_set(err, ERR_SYSTEM, "out of memory");
	if (run_once(query, &first))
		return true;
	pg->may_again = pgconn_may_again(pg->conn);
	/* Between transactions nothing but reading is done: do it anew. */
	if (!pg->is_in && !pgconn_is_up(pg->conn))
		return connect_again(pg, err) && run_once(query, err);
	return err_set(err, first.code, "%s", first.text);
}

static bool
next(struct db_query *query, bool *has_row, struct err *err)
{
	struct pg_statement *s = statement_of(query);

	if (s->rows == NULL && !run(query, err))
		return false;
	*has_row = s->row < pgrows_count(s->rows);
	if (*has_row)
		s->row++;
	else
		forget_rows(s);
	return true;
}

/* ------------------------------------------------------------- rows */

static int64_t
get_int(struct db_query *query, int column)
{
	const struct pg_statement *s = statement_of(query);

	return pgrows_int(s->rows, s->row - 1, column);
}

static double
get_real(struct db_query *query, int column)
{
	const struct pg_statement *s = statement_of(query);

	return pgrows_real(s->rows, s->row - 1, column);
}

static const void *
get_bytes(struct db_query *query, int column, size_t *len)
{
	const struct pg_statement *s = statement_of(query);

	return pgrows_bytes(s->rows, s->row - 1, column, len);
}

static bool
is_null(struct db_query *query, int column)
{
	size_t len;

	return get_bytes(query, column, &len) == NULL;
}

static const struct db_backend backend = {
	.close = close_all,
	.migrate = migrate,
	.begin = begin,
	.commit = commit,
	.rollback = rollback,
	.again = again,
	.begin_reading = begin_reading,
	.load = load,
	.query = query_begin,
	.prepare = prepare,
	.bind = bind,
	.next = next,
	.end = query_end,
	.get_int = get_int,
	.get_real = get_real,
	.get_bytes = get_bytes,
	.is_null = is_null,
};
