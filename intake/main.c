/* skapa-intake: reads scanned sheets. Joins intake, the store and review. */
#include "core/err.h"
#include "core/log.h"
#include "core/program.h"
#include "core/str.h"
#include "intake/adf.h"
#include "intake/batch.h"
#include "intake/explain.h"
#include "intake/image.h"
#include "intake/inputs.h"
#include "intake/pngfile.h"
#include "intake/pool.h"
#include "intake/watch.h"
#include "review/commands.h"
#include "review/shelf.h"
#include "review/summary.h"
#include "review/tell.h"
#include "store/roles.h"
#include "store/store.h"

#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

#define STORE_WAIT_MS 10000
#define QUIET_SECONDS 5 /* of watch; the manual says so too */
#define PASSED_MS 2000	/* until files of another host are looked at again */
#define SCAN_DPI 300

static const char *const formats[] = {"text", "json", NULL};

#define OPTION_STORE                                                           \
	{                                                                      \
		"store", "DIR", "the store; $SKAPA_STORE, else ./skapa-store"  \
	}
#define OPTION_FORMAT                                                          \
	{                                                                      \
		"format", "F", "text or json (one object a page)"              \
	}
#define OPTION_WORKERS                                                         \
	{                                                                      \
		"workers", "N", "processes; as many as cores if not given"     \
	}

/* --- filing: what all three commands do with a page --------------------------
 */

struct filing {
	struct cli *cli;
	struct store *store;
	char today[PROGRAM_DATE];
	bool json, dry;
	long workers;
	const char *explain; /* a folder, or NULL */
	struct summary summary;
	/* Where the pages come from. */
	struct inputs inputs;
	size_t n_given; /* of the inputs */
	struct watch *watch;
	int stop;    /* of read and watch: a signalfd */
	bool is_cut; /* asked to stop, and not all of it was begun */
	struct adf *adf;
	size_t n_passed; /* files that another host is reading */
	int n_scanned;
	char source[256];   /* of the page scanned last, */
	struct str png;	    /* and itself */
	struct err adf_err; /* why there is no other page */
	char store_option[PATH_MAX + 16];
};

static bool
filing_init(struct filing *filing, struct cli *cli, struct err *err)
{
	const char *format;
	char *shown;

	*filing = (struct filing){.cli = cli, .stop = -1};
	if (!cli_word(cli, "format", formats, &format, err) ||
		!cli_number(cli, "workers", 1, 64, &filing->workers, err))
		return false;
	filing->json = format == formats[1];
	/* Commands that a hint names must find the same store. */
	if (!cli_has(cli, "store"))
		return true;
	shown = store_shown(cli_store(cli), err);
	if (shown != NULL)
		snprintf(filing->store_option, sizeof(filing->store_option),
			" --store %s", shown);
	free(shown);
	return shown != NULL;
}

static void
filing_finish(struct filing *filing)
{
	summary_finish(&filing->summary);
	inputs_finish(&filing->inputs);
	watch_close(filing->watch);
	adf_close(filing->adf);
	str_finish(&filing->png);
	if (filing->stop >= 0)
		close(filing->stop);
}

static bool
file_page(void *context, const struct batch_page *page, struct err *err)
{
	struct filing *filing = context;
	struct reading *reading = page->reading;
	struct str out = {0};
	bool ok;

	if (page->is_first && reading->sha256[0] != '\0' &&
		!store_scan_keep_as(filing->store,
			page->bytes == NULL ? (const uint8_t *)"" : page->bytes,
			page->len, reading->sha256, err))
		return false;
	if (!store_file(filing->store, reading, filing->today, err))
		return err_wrap(err, "%s", page->source);
	if (!summary_add(&filing->summary, filing->store, reading, err))
		return false;
	if (filing->json) {
		reading_write(reading, page->source, &out);
		str_add(&out, "\n");
	} else {
		tell_reading(page->source, reading, &out);
	}
	log_progress_end();
	ok = program_print(&out, err) &&
	     (!page->is_last ||
		     store_claim_end(filing->store, reading->sha256, err));
	str_finish(&out);
	return ok;
}

/* Logs text a line at a time. */
static void
tell_lines(struct str *text)
{
	char *rest = text->at, *line;

	if (!str_ok(text, NULL) || text->len == 0)
		return;
	while ((line = strsep(&rest, "\n")) != NULL) {
		if (line[0] != '\0')
			log_line("%s", line);
	}
}

/* To stderr; missing pages only where the store is still to be trusted. */
static bool
tell_summary(struct filing *filing, bool with_missing, struct err *err)
{
	const struct summary *summary = &filing->summary;
	struct str out = {0};
	bool ok = true;

	summary_count(summary, &out);
	str_add(&out, filing->dry ? "; nothing was filed\n" : "\n");
	summary_advice(
		summary, filing->dry ? NULL : filing->store_option, &out);
	if (with_missing)
		ok = summary_missing(summary, filing->store,
			filing->store_option, &out, err);
	tell_lines(&out);
	str_finish(&out);
	return ok;
}

/* Runs a batch from `next` to the store. need: what its files may take. */
static bool
run_batch(struct filing *filing, const struct batch_ends *ends, uint64_t need,
	bool with_missing, struct err *err)
{
	const char *path = cli_store(filing->cli);
	struct shelf *shelf = shelf_new(path, err);
	struct pool *pool = NULL;
	bool ok = false;

	program_today(filing->today);
	/* Before the store is open: a worker must not inherit it. */
	if (shelf != NULL)
		pool = pool_new((int)filing->workers, filing->explain,
			shelf_open, shelf, err);
	if (pool == NULL)
		goto out;
	filing->store = store_open(path, filing->dry ? STORE_TRY : STORE_WRITE,
		STORE_WAIT_MS, err);
	store_at(filing->store, program_now());
	if (filing->store == NULL || !store_room(filing->store, need, err))
		goto out;
	ok = batch_run(pool, ends, err);
	ok = tell_summary(filing, ok && with_missing && !filing->is_cut, err) &&
	     ok;
out:
	pool_free(pool);
	store_close(filing->store);
	filing->store = NULL;
	shelf_free(shelf);
	return ok;
}

static int
ended(struct filing *filing, bool ok, struct err *err)
{
	const bool refused = filing->summary.n[READING_REFUSED] > 0;

	filing_finish(filing);
	if (!ok)
		return program_fail(err);
	return refused ? PROGRAM_SOME_REFUSED : PROGRAM_DONE;
}

/* --- read --------------------------------------------------------------------
 */

static const struct cli_option read_options[] = {
	OPTION_STORE,
	OPTION_FORMAT,
	{"no-file", NULL, "file nothing; say what filing would have done"},
	{"explain", "FOLDER", "draw there what was seen on each page, as PNG"},
	OPTION_WORKERS,
	{0},
};

/*
 * Goes on to the next file that is to be read here: several hosts may read out
 * of one folder into one store, and each file is read by one of them. A file
 * that has gone was read by another, where a folder is watched.
 */
static bool
pass_over(struct filing *filing, struct err *err)
{
	const struct inputs *inputs = &filing->inputs;

	for (; filing->n_given < inputs->n; filing->n_given++) {
		const char *path = inputs->paths[filing->n_given];
		bool is_ours = true;

		if (filing->watch != NULL && access(path, F_OK) != 0)
			continue;
		if (!store_claim(filing->store, path, &is_ours, err))
			return false;
		if (is_ours)
			return true;
		log_line("%s: is being read on another host, left to it", path);
		filing->n_passed++;
	}
	return true;
}

static bool
next_input(void *context, struct batch_input *input, struct err *err)
{
	struct filing *filing = context;
	const struct inputs *inputs = &filing->inputs;
	size_t i;

	if (!pass_over(filing, err))
		return false;
	i = filing->n_given;
	if (i == inputs->n + inputs->n_empty)
		return true;
	filing->n_given++;
	input->is_empty_folder = i >= inputs->n;
	input->path =
		i < inputs->n ? inputs->paths[i] : inputs->empty[i - inputs->n];
	input->n_left = inputs->n + inputs->n_empty - filing->n_given;
	return true;
}

static bool
gather(struct filing *filing, struct err *err)
{
	struct inputs *inputs = &filing->inputs;
	size_t i;
	int k;

	if (filing->cli->n_words == 0)
		return err_set(
			err, ERR_USAGE, "name the files or folders to read");
	for (k = 0; k < filing->cli->n_words; k++) {
		if (!inputs_add(inputs, filing->cli->words[k], err))
			return false;
	}
	for (i = 0; i < inputs->n_ignored; i++)
		log_line("%s: is no picture or PDF by its name, left alone",
			inputs->ignored[i]);
	return true;
}

/* What the batch's files take on the disk; a missing one takes nothing. */
static uint64_t
batch_bytes(const struct inputs *inputs)
{
	uint64_t sum = 0;
	struct stat st;
	size_t i;

	for (i = 0; i < inputs->n; i++) {
		if (stat(inputs->paths[i], &st) == 0 && st.st_size > 0)
			sum += (uint64_t)st.st_size;
	}
	return sum;
}

/* SIGTERM and SIGINT, which a terminal sends to the workers as well. */
static sigset_t
stops(void)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	return set;
}

/* As a descriptor; the workers are born with them blocked. */
static bool
catch_stop(struct filing *filing, struct err *err)
{
	const sigset_t set = stops();

	if (sigprocmask(SIG_BLOCK, &set, NULL) != 0)
		return err_errno(err, "signals cannot be caught");
	filing->stop = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	return filing->stop >= 0 || err_errno(err, "signals cannot be caught");
}

/* Asked only while something is left to begin. */
static bool
is_stopped_within(struct filing *filing, int ms)
{
	struct pollfd poll_stop = {.fd = filing->stop, .events = POLLIN};

	filing->is_cut = poll(&poll_stop, 1, ms) > 0;
	return filing->is_cut;
}

static bool
is_stopped(void *context)
{
	return is_stopped_within(context, 0);
}

/* Half a batch is no success: whoever waits for it must know. */
static bool
tell_cut(const struct filing *filing, struct err *err)
{
	size_t n = 0, i;

	if (!filing->is_cut)
		return true;
	for (i = 0; i < READING__MAX; i++)
		n += filing->summary.n[i];
	return err_set(err, ERR_SYSTEM,
		"stopped by a signal after %zu page%s, which %s %s; run this "
		"again for the rest",
		n, n == 1 ? "" : "s", n == 1 ? "is" : "are",
		filing->dry ? "told above" : "filed");
}

static int
run_read(struct cli *cli, struct err *err)
{
	struct filing filing;
	const struct batch_ends ends = {.next = next_input,
		.take = file_page,
		.stop = is_stopped,
		.context = &filing};
	bool ok = filing_init(&filing, cli, err) && gather(&filing, err) &&
		  catch_stop(&filing, err);

	filing.explain = cli_text(cli, "explain", NULL);
	ok = ok &&
	     (filing.explain == NULL || explain_folder(filing.explain, err));
	filing.dry = cli_has(cli, "no-file");
	ok = ok &&
	     run_batch(
		     &filing, &ends, batch_bytes(&filing.inputs), true, err) &&
	     tell_cut(&filing, err);
	return ended(&filing, ok, err);
}

/* --- watch -------------------------------------------------------------------
 */

static const struct cli_option watch_options[] = {
	OPTION_STORE,
	OPTION_FORMAT,
	{"quiet", "SECONDS", "a file is whole if it does not change so long"},
	{"once", NULL, "read what is there, then end"},
	OPTION_WORKERS,
	{0},
};

/* The file is moved away when all of it is in the store. */
static bool
file_watched(void *context, const struct batch_page *page, struct err *err)
{
	struct filing *filing = context;
	const struct reading *reading = page->reading;
	struct str why = {0};
	bool ok;

	if (!file_page(context, page, err))
		return false;
	if (!page->is_last)
		return true;
	if (reading->status == READING_REFUSED && reading->source_page == 0)
		str_addf(&why, "%s: %s\n", reading->reason, reading->hint);
	ok = str_ok(&why, err) && watch_done(filing->watch, page->path,
					  why.len > 0 ? why.at : NULL, err);
	str_finish(&why);
	return ok;
}

static bool
watch_folder(struct filing *filing, bool is_once, struct err *err)
{
	const struct batch_ends ends = {.next = next_input,
		.take = file_watched,
		.stop = is_stopped,
		.context = filing};
	size_t refused = 0;
	bool ok = true;

	while (ok) {
		inputs_finish(&filing->inputs);
		filing->n_given = 0;
		filing->n_passed = 0;
		ok = watch_wait(filing->watch, filing->stop, is_once,
			&filing->inputs, err);
		if (!ok || filing->inputs.n == 0)
			break;
		refused += filing->summary.n[READING_REFUSED];
		summary_finish(&filing->summary);
		ok = run_batch(filing, &ends, batch_bytes(&filing->inputs),
			     false, err) &&
		     !is_stopped(filing);
		if (err->code != ERR_NONE)
			return false;
		/* What is left is another host's: look again when it may have
		 * ended. */
		if (filing->n_passed == filing->inputs.n && is_once)
			break;
		if (filing->n_passed == filing->inputs.n)
			ok = ok && !is_stopped_within(filing, PASSED_MS);
	}
	filing->summary.n[READING_REFUSED] += refused;
	return err->code == ERR_NONE;
}

static int
run_watch(struct cli *cli, struct err *err)
{
	struct filing filing;
	long quiet = QUIET_SECONDS;
	bool ok, was_stopped;
	int status;

	ok = filing_init(&filing, cli, err) && cli_words(cli, 1, 1, err) &&
	     cli_number(cli, "quiet", 0, 3600, &quiet, err) &&
	     catch_stop(&filing, err);
	if (ok)
		filing.watch =
			watch_open(cli->words[0], (int)quiet * 1000, err);
	ok = filing.watch != NULL &&
	     watch_folder(&filing, cli_has(cli, "once"), err);
	was_stopped = filing.stop >= 0 && is_stopped(&filing);
	status = ended(&filing, ok, err);
	/* Asked to stop is no failure, whatever was refused meanwhile. */
	return ok && was_stopped ? PROGRAM_DONE : status;
}

/* --- scan --------------------------------------------------------------------
 */

static const struct cli_option scan_options[] = {
	OPTION_STORE,
	OPTION_FORMAT,
	{"device", "D", "the scanner; without it they are listed"},
	{"source", "NAME", "as the driver calls it; the feeder if not given"},
	{"duplex", NULL, "both sides"},
	{"resolution", "DPI", "150 to 600; 300 if not given"},
	{"option", "LIST", "more options of the driver, NAME=VALUE,..."},
	OPTION_WORKERS,
	{0},
};

/*
 * The next page from the feeder, kept in the store before anything else is
 * done with it. A jam ends the batch as an empty feeder does, and is told when
 * what was scanned is filed. A signal is heard only here, while the scanner
 * works: it is for no worker, and for no process that decodes.
 */
static bool
next_scanned(void *context, struct batch_input *input, struct err *err)
{
	struct filing *filing = context;
	char sha256[READING_SHA256];
	struct str *png = &filing->png;
	const sigset_t set = stops();
	struct image page;
	bool more, ok;

	sigprocmask(SIG_UNBLOCK, &set, NULL);
	ok = adf_next(filing->adf, &page, &more, &filing->adf_err);
	sigprocmask(SIG_BLOCK, &set, NULL);
	if (!ok || !more)
		return true;
	str_clear(png);
	if (!pngfile_write(&page, png, err) ||
		!store_scan_keep(filing->store, png->at, png->len, sha256, err))
		return false;
	snprintf(filing->source, sizeof(filing->source), "%.200s#%d",
		cli_text(filing->cli, "device", ""), ++filing->n_scanned);
	*input = (struct batch_input){.path = filing->source,
		.source = filing->source,
		.bytes = png->at,
		.len = png->len};
	return true;
}

static int
list_scanners(struct err *err)
{
	struct str out = {0};
	int n = 0;
	bool ok = adf_list(&out, &n, err);

	if (ok && n == 0)
		ok = err_set(err, ERR_INPUT,
			"no scanner was found; is it switched on, and its SANE "
			"driver installed?");
	ok = ok && program_print(&out, err);
	str_finish(&out);
	return ok ? PROGRAM_DONE : program_fail(err);
}

/*
 * Ends the program here. Drivers end their threads in the middle of whatever
 * those do; one that held the loader's lock would keep exit() waiting for ever.
 */
static int
leave(int status, const struct err *err)
{
	if (err->code != ERR_NONE)
		log_err(err);
	_exit(status);
}

static void
cancel_scan(int number)
{
	(void)number;
	adf_cancel();
}

static int
run_scan(struct cli *cli, struct err *err)
{
	const struct sigaction cancel = {.sa_handler = cancel_scan};
	const sigset_t set = stops();
	struct adf_settings settings = {.source = cli_text(cli, "source", NULL),
		.is_duplex = cli_has(cli, "duplex"),
		.options = cli_text(cli, "option", NULL)};
	struct filing filing;
	const struct batch_ends ends = {
		.next = next_scanned, .take = file_page, .context = &filing};
	long dpi = SCAN_DPI;
	bool ok = filing_init(&filing, cli, err) && cli_words(cli, 0, 0, err) &&
		  cli_number(cli, "resolution", 150, 600, &dpi, err);

	settings.dpi = (int)dpi;
	if (ok && !cli_has(cli, "device")) {
		filing_finish(&filing);
		return leave(list_scanners(err), err);
	}
	if (ok)
		filing.adf =
			adf_open(cli_text(cli, "device", ""), &settings, err);
	ok = filing.adf != NULL;
	sigaction(SIGINT, &cancel, NULL);
	sigaction(SIGTERM, &cancel, NULL);
	sigprocmask(SIG_BLOCK, &set, NULL);
	ok = ok && run_batch(&filing, &ends, 0, true, err);
	if (ok && filing.adf_err.code != ERR_NONE) {
		*err = filing.adf_err;
		ok = false;
	}
	return leave(ended(&filing, ok, err), err);
}

static const struct program_command commands[] = {
	{"read", "FILE|DIR ...", "read scans and file the answers",
		read_options, run_read},
	{"watch", "DIR", "read what scanners write into a folder",
		watch_options, run_watch},
	{"scan", "", "read what lies in a scanner's feeder", scan_options,
		run_scan},
	{"review list", "", "what waits for a person", review_list_options,
		run_review_list},
	{"review show", "N", "a review with its picture", review_show_options,
		run_review_show},
	{"review set", "N VALUE", "what the person marked or wrote",
		review_decide_options, run_review_set},
	{"review keep", "N", "of two scans, the filed one counts",
		review_decide_options, run_review_keep},
	{"review take", "N", "of two scans, the newer one counts",
		review_decide_options, run_review_take},
	{"review assign", "N CODE-LINE", "say which page a scan is",
		review_decide_options, run_review_assign},
	{"review discard", "N", "a scan that is of no use",
		review_discard_options, run_review_discard},
	{"review undo", "N", "take back the last decision",
		review_decide_options, run_review_undo},
	{"missing", "", "sheets of a session that are not here",
		review_missing_options, run_review_missing},
	{0},
};

int
main(int argc, char **argv)
{
	return program_main("skapa-intake", "Completed sheets, read.", commands,
		argc, argv);
}
