/* skapa-kiosk serve */
#include "kiosk/main.h"

#include "core/err.h"
#include "core/file.h"
#include "core/log.h"
#include "core/program.h"
#include "kiosk/desk.h"
#include "kiosk/files.h"
#include "kiosk/front.h"
#include "kiosk/logins.h"
#include "kiosk/room_papers.h"
#include "kiosk/rooms.h"
#include "kiosk/serve.h"
#include "kiosk/slips.h"
#include "kiosk/systemd.h"
#include "kiosk/upload.h"
#include "kiosk/visit.h"
#include "store/store.h"

#include <errno.h>
#include <libgen.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define WAIT_MS 5000 /* for another that writes to the store */
#define PEM_MOST (1u << 20)
#define LISTEN_AT "127.0.0.1:8080"

const struct cli_option serve_options[] = {
	{"listen", "ADDRESS:PORT", "where; 127.0.0.1:8080 unless given"},
	{"tls-cert", "FILE", "the certificate with its chain, PEM"},
	{"tls-key", "FILE", "its key, PEM"},
	{"printer", "QUEUE", "of CUPS, for slips; none are printed without"},
	{"any-screen", NULL, "screens need not be paired to answer"},
	{"store", "DIR", "the store; else $SKAPA_STORE, else ./skapa-store"},
	{"templates", "DIR", "a folder of templates of the site's own"},
	{0},
};

/* What is made for a run and ended with it. */
struct run {
	struct kiosk kiosk;
	struct files *files;
	struct bytes cert, key;
	struct http_setup setup;
};

/* For the signal's handler. */
static struct http *running;

static void
stop(int signal)
{
	(void)signal;
	http_stop(running);
}

/* Without a word about a store, one is made where it would be. */
static bool
make_store(const struct cli *cli, struct err *err)
{
	const char *path = cli_store(cli), *named = getenv("SKAPA_STORE");
	struct stat st;

	if (cli_has(cli, "store") || (named != NULL && named[0] != '\0') ||
		stat(path, &st) == 0 || errno != ENOENT)
		return true;
	if (!store_init(path, err))
		return false;
	log_line("%s: a new store; its site key is %s/keys/site.key", path,
		path);
	return true;
}

static bool
open_store(struct run *run, const struct cli *cli, struct err *err)
{
	const struct store_actor operator= {
		STORE_OPERATOR, ROLE_OPERATOR, program_now()};

	if (!make_store(cli, err))
		return false;
	run->kiosk.store =
		store_open(cli_store(cli), STORE_WRITE, WAIT_MS, err);
	if (run->kiosk.store == NULL)
		return false;
	store_act_as(run->kiosk.store, &operator);
	run->kiosk.now = program_now();
	if (!front_look(&run->kiosk, err))
		return false;
	run->kiosk.rooms = rooms_open(&run->kiosk, err);
	run->kiosk.closed = rooms_closed;
	return run->kiosk.rooms != NULL;
}

static bool
load_files(struct run *run, const struct cli *cli, struct err *err)
{
	char own[PATH_MAX];
	const ssize_t len = readlink("/proc/self/exe", own, sizeof(own) - 1);
	const char *folder;

	own[len > 0 ? len : 0] = '\0';
	run->kiosk.templates = program_templates(cli);
	folder = dirname(own);
	run->kiosk.papers =
		papers_new(folder, run->kiosk.templates, cli_store(cli));
	run->files = files_load(run->kiosk.templates, folder, err);
	run->kiosk.files = run->files;
	run->kiosk.logins = logins_new();
	if (cli_has(cli, "printer"))
		run->kiosk.slips = slips_new(cli_text(cli, "printer", ""), err);
	run->kiosk.visits = visits_open(run->kiosk.templates, KIOSK_ASKED, err);
	return run->files != NULL && run->kiosk.visits != NULL &&
	       (run->kiosk.slips != NULL || !cli_has(cli, "printer")) &&
	       ((run->kiosk.logins != NULL && run->kiosk.papers != NULL) ||
		       err_set(err, ERR_SYSTEM, "out of memory"));
}

/* The reader of files must not inherit the store: it starts before that. */
static bool
open_desk(struct run *run, const struct cli *cli, struct err *err)
{
	run->kiosk.desk = desk_new(run->kiosk.templates, err);
	if (run->kiosk.desk == NULL)
		return false;
	run->kiosk.uploads = uploads_new(cli_store(cli), err);
	return run->kiosk.uploads != NULL;
}

/* A PEM file as a text: libmicrohttpd wants its NUL. */
static bool
read_pem(const char *path, struct bytes *pem, struct err *err)
{
	uint8_t *text;

	if (!file_read(path, PEM_MOST, pem, err))
		return false;
	text = realloc(pem->at, pem->len + 1);
	if (text == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	text[pem->len] = '\0';
	pem->at = text;
	return true;
}

static bool
read_pems(struct run *run, const struct cli *cli, struct err *err)
{
	if (cli_has(cli, "tls-cert") != cli_has(cli, "tls-key"))
		return err_set(
			err, ERR_USAGE, "--tls-cert and --tls-key go together");
	if (!cli_has(cli, "tls-cert"))
		return true;
	if (!read_pem(cli_text(cli, "tls-cert", ""), &run->cert, err) ||
		!read_pem(cli_text(cli, "tls-key", ""), &run->key, err))
		return false;
	run->setup.cert_pem = (const char *)run->cert.at;
	run->setup.key_pem = (const char *)run->key.at;
	return true;
}

/* From systemd, or by ourselves. */
static bool
listen_somewhere(struct run *run, const struct cli *cli, char at[HTTP_ADDRESS],
	struct err *err)
{
	bool is_local, ok;

	if (!systemd_socket(&run->setup.listen, err))
		return false;
	if (run->setup.listen >= 0 && cli_has(cli, "listen"))
		return err_set(err, ERR_USAGE,
			"--listen: systemd gave a socket to listen at already");
	if (run->setup.listen < 0 &&
		!http_listen(cli_text(cli, "listen", LISTEN_AT),
			&run->setup.listen, err))
		return false;
	ok = http_listens_at(run->setup.listen, at, &is_local, err);
	if (ok && !is_local && run->setup.cert_pem == NULL)
		ok = err_set(err, ERR_USAGE,
			"%s: others reach that address, and passwords would go "
			"there in the clear; give --tls-cert and --tls-key",
			at);
	run->kiosk.needs_device = !is_local && !cli_has(cli, "any-screen");
	if (!ok)
		close(run->setup.listen);
	return ok;
}

/* A file descriptor a connection, and some for the store. */
static void
raise_limit(void)
{
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return;
	limit.rlim_cur = limit.rlim_max < HTTP_CONNECTIONS + 256
				 ? limit.rlim_max
				 : HTTP_CONNECTIONS + 256;
	setrlimit(RLIMIT_NOFILE, &limit);
}

static bool
serve(struct run *run, const char *at, struct err *err)
{
	struct sigaction action = {.sa_handler = stop};
	bool ok;

	serve_setup(&run->kiosk, &run->setup);
	running = http_open(&run->setup, err);
	if (running == NULL)
		return false;
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	action.sa_handler = SIG_IGN;
	sigaction(SIGPIPE, &action, NULL);
	if (run->kiosk.is_new)
		log_line(
			"first account: the code is %s", run->kiosk.first_code);
	log_line("listening at http%s://%s/",
		run->setup.cert_pem != NULL ? "s" : "", at);
	systemd_tell("READY=1");
	ok = http_run(running, err);
	systemd_tell("STOPPING=1");
	log_line("stopping; the longest round took %lld ms",
		(long long)http_longest_ms(running));
	/* Whoever stops it again has to wait for what is being answered. */
	action.sa_handler = SIG_IGN;
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	http_close(running);
	return ok;
}

int
serve_run(struct cli *cli, struct err *err)
{
	struct run run = {.setup.listen = -1};
	char at[HTTP_ADDRESS];
	bool ok;

	raise_limit();
	ok = cli_words(cli, 0, 0, err) && read_pems(&run, cli, err) &&
	     load_files(&run, cli, err) && open_desk(&run, cli, err) &&
	     open_store(&run, cli, err) &&
	     listen_somewhere(&run, cli, at, err) && serve(&run, at, err);
	rooms_close(run.kiosk.rooms);
	store_close(run.kiosk.store);
	uploads_free(run.kiosk.uploads);
	desk_free(run.kiosk.desk);
	papers_free(run.kiosk.papers);
	slips_free(run.kiosk.slips);
	visits_close(run.kiosk.visits);
	logins_free(run.kiosk.logins);
	files_free(run.files);
	bytes_free(&run.cert);
	bytes_free(&run.key);
	return ok ? PROGRAM_DONE : program_fail(err);
}
