/* skapa-intake: reads scanned sheets. Joins intake and the store. */
#include "core/err.h"
#include "core/log.h"
#include "core/program.h"
#include "core/str.h"
#include "intake/batch.h"
#include "intake/image.h"
#include "intake/pool.h"
#include "intake/prints.h"
#include "intake/read.h"
#include "store/store.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define STORE_WAIT_MS 10000
/* Of the prints to compare with; the reader needs 140. */
#define PRINT_DPI 200

static const struct cli_option read_options[] = {
	{"store", "DIR", "the store; $SKAPA_STORE, else ./skapa-store"},
	{"format", "F", "text or json (one object a page)"},
	{"no-file", NULL, "file nothing; say what filing would have done"},
	{"workers", "N", "processes; as many as cores if not given"},
	{0},
};

static const char *const formats[] = {"text", "json", NULL};

/* --- the book of issued pages, in a worker -------------------------------- */

struct known_layout {
	bool is_here;
	struct layout layout;
	struct str pdf;
};

struct shelf {
	const char *path;
	struct store *store;
	struct decoder *decoder; /* its own: the reader's holds the page */
	struct prints *prints;	 /* shared by all workers */
	struct known_layout *layouts[UINT16_MAX + 1];
};

static bool
load_layout(struct shelf *shelf, uint16_t id, struct known_layout **out,
	struct err *err)
{
	struct known_layout *known = shelf->layouts[id];

	if (known == NULL) {
		known = calloc(1, sizeof(*known));
		if (known == NULL)
			return err_set(err, ERR_SYSTEM, "out of memory");
		shelf->layouts[id] = known;
		if (!store_layout_get(shelf->store, id, &known->layout,
			    &known->pdf, &known->is_here, err))
			return false;
	}
	*out = known;
	return true;
}

static bool
make_print(void *context, uint16_t id, int page, struct print *print,
	struct err *err)
{
	struct shelf *shelf = context;
	const struct known_layout *known = shelf->layouts[id];
	const struct decode_file pdf = {DECODE_PDF, (int)known->layout.n_pages};
	struct refusal refusal = {{0}, {0}};
	struct image image;

	return (decode_page(shelf->decoder, known->pdf.at, known->pdf.len, &pdf,
			page, PRINT_DPI, &image, &refusal, err) &&
		       print_make(print, &image, err)) ||
	       err_wrap(err, "the print of layout %.12s page %d",
		       known->layout.hash, page);
}

static enum page_lookup
look_up(struct shelf *shelf, const struct store_page *page,
	struct known_page *out, struct err *err)
{
	struct known_layout *known = NULL;

	if (!load_layout(shelf, page->code.layout_id, &known, err))
		return PAGE_FAILED;
	if (!known->is_here || page->code.page < 1 ||
		page->code.page > known->layout.n_pages)
		return PAGE_OTHER_LAYOUT;
	out->layout = &known->layout;
	out->page = &known->layout.pages[page->code.page - 1];
	out->print = NULL;
	if (out->page->n_boxes > 0) {
		out->print = prints_get(shelf->prints, page->code.layout_id,
			page->code.page, make_print, shelf, err);
		if (out->print == NULL)
			return PAGE_FAILED;
	}
	out->code = page->code;
	return PAGE_KNOWN;
}

static enum page_lookup
by_code(void *context, const struct page_code *code, struct known_page *out,
	struct err *err)
{
	struct shelf *shelf = context;
	struct store_page page;
	bool found = false;

	if (!store_page_by_token(shelf->store, code->token, &page, &found, err))
		return PAGE_FAILED;
	if (!found)
		return PAGE_UNKNOWN;
	if (page.code.layout_id != code->layout_id ||
		page.code.page != code->page || page.code.of != code->of)
		return PAGE_OTHER_LAYOUT;
	return look_up(shelf, &page, out, err);
}

static enum page_lookup
by_line(void *context, const char line[CODE_LINE], struct known_page *out,
	struct err *err)
{
	struct shelf *shelf = context;
	struct store_page page;
	bool found = false;

	if (!store_page_by_line(shelf->store, line, &page, &found, err))
		return PAGE_FAILED;
	return found ? look_up(shelf, &page, out, err) : PAGE_UNKNOWN;
}

static bool
open_book(void *context, struct page_book *book, struct err *err)
{
	struct shelf *shelf = context;

	shelf->store = store_open(shelf->path, STORE_READ, 0, err);
	if (shelf->store == NULL)
		return false;
	shelf->decoder = decoder_new(err);
	if (shelf->decoder == NULL)
		return false;
	*book = (struct page_book){.context = shelf,
		.key = store_key(shelf->store),
		.by_code = by_code,
		.by_line = by_line};
	return true;
}

/* --- filing, in the parent ------------------------------------------------ */

struct filing {
	struct store *store;
	char today[PROGRAM_DATE];
	bool json, dry;
	size_t n[READING__MAX];
	size_t n_waiting; /* answers that wait for a person */
};

/* Whether a person has to look; never at the practice, which is not stored. */
static bool
is_waiting(const struct answer *answer)
{
	return strcmp(answer->item, ITEM_PRACTICE) != 0 &&
	       (answer->status == ANSWER_REVIEW ||
		       answer->status == ANSWER_UNREADABLE);
}

static void
add_reviews(struct str *out, const struct reading *reading)
{
	int i, k;

	for (i = 0; i < reading->n_answers; i++) {
		const struct answer *a = &reading->answers[i];
		const char *between = " (";

		if (!is_waiting(a))
			continue;
		str_addf(out, "    look at %s: %s", a->item,
			a->reason[0] == '\0' ? answer_status_word(a->status)
					     : a->reason);
		for (k = 0; k < a->n_marks; k++) {
			const struct mark *m = &a->marks[k];

			if (!m->candidate)
				continue;
			if (value_word(m->value) != NULL)
				str_addf(out, "%s%s", between,
					value_word(m->value));
			else
				str_addf(out, "%s%d", between, m->value);
			between = ", ";
		}
		str_add(out, between[0] == ',' ? ")\n" : "\n");
	}
}

/* A file may be called anything: a name must not break or colour the line. */
static void
add_name(struct str *out, const char *name)
{
	for (; *name != '\0'; name++) {
		const bool control =
			(unsigned char)*name < 0x20 || *name == 0x7f;

		str_add_bytes(out, control ? "?" : name, 1);
	}
}

static void
add_text(struct str *out, const char *source, const struct reading *reading)
{
	add_name(out, source);
	if (reading->source_page > 0)
		str_addf(out, " page %d", reading->source_page);
	str_addf(out, ": %s", reading_status_word(reading->status));
	if (reading->line[0] != '\0') {
		char shown[CODE_LINE_SHOWN];

		code_line_shown(reading->line, shown);
		str_addf(out, "  %s", shown);
	}
	if (reading->instrument[0] != '\0')
		str_addf(out, "  %s %s page %d", reading->instrument,
			reading->language, reading->code.page);
	if (reading->reason[0] != '\0')
		str_addf(out, "  %s", reading->reason);
	if (reading->hint[0] != '\0')
		str_addf(out, ": %s", reading->hint);
	str_add(out, "\n");
	add_reviews(out, reading);
}

static bool
file_page(const struct batch_page *page, void *context, struct err *err)
{
	struct filing *filing = context;
	struct reading *reading = page->reading;
	struct str out = {0};
	bool ok;
	int i;

	if (page->is_first && reading->sha256[0] != '\0' &&
		!store_scan_keep_as(filing->store,
			page->bytes == NULL ? (const uint8_t *)"" : page->bytes,
			page->len, reading->sha256, err))
		return false;
	if (!store_file(filing->store, reading, filing->today, err))
		return err_wrap(err, "%s", page->source);
	filing->n[reading->status]++;
	for (i = 0; i < reading->n_answers; i++)
		filing->n_waiting += reading->status == READING_REVIEW &&
				     is_waiting(&reading->answers[i]);
	if (filing->json) {
		reading_write(reading, page->source, &out);
		str_add(&out, "\n");
	} else {
		add_text(&out, page->source, reading);
	}
	log_progress_end();
	ok = program_print(&out, err);
	str_finish(&out);
	return ok;
}

static void
tell_sum(const struct filing *filing)
{
	struct str out = {0};
	size_t all = 0;
	int i;

	for (i = 0; i < READING__MAX; i++)
		all += filing->n[i];
	str_addf(&out, "%zu page%s", all, all == 1 ? "" : "s");
	for (i = 0; i < READING__MAX; i++) {
		if (filing->n[i] > 0)
			str_addf(&out, ", %zu %s", filing->n[i],
				reading_status_word((enum reading_status)i));
	}
	if (filing->n_waiting > 0)
		str_addf(&out, "; %zu answer%s for a person to look at",
			filing->n_waiting,
			filing->n_waiting == 1 ? " waits" : "s wait");
	if (filing->dry)
		str_add(&out, "; nothing was filed");
	if (str_ok(&out, NULL))
		log_line("%s", out.at);
	str_finish(&out);
}

static bool
gather(const struct cli *cli, struct inputs *inputs, struct err *err)
{
	size_t i;
	int k;

	for (k = 0; k < cli->n_words; k++) {
		if (!inputs_add(inputs, cli->words[k], err))
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

static int
run_read(struct cli *cli, struct err *err)
{
	struct shelf *shelf = calloc(1, sizeof(*shelf));
	struct filing filing = {.dry = cli_has(cli, "no-file")};
	struct inputs inputs = {0};
	struct pool *pool = NULL;
	const char *format;
	long workers = 0;
	bool ok = false;

	if (shelf == NULL) {
		err_set(err, ERR_SYSTEM, "out of memory");
		goto out;
	}
	if (cli->n_words == 0) {
		err_set(err, ERR_USAGE, "name the files or folders to read");
		goto out;
	}
	if (!cli_word(cli, "format", formats, &format, err) ||
		!cli_number(cli, "workers", 1, 64, &workers, err) ||
		!gather(cli, &inputs, err))
		goto out;
	filing.json = format == formats[1];
	program_today(filing.today);
	shelf->path = cli_store(cli);
	shelf->prints = prints_new(err);
	if (shelf->prints == NULL)
		goto out;
	/* Before the store is open: a worker must not inherit it. */
	pool = pool_new((int)workers, open_book, shelf, err);
	if (pool == NULL)
		goto out;
	filing.store = store_open(shelf->path,
		filing.dry ? STORE_TRY : STORE_WRITE, STORE_WAIT_MS, err);
	if (filing.store == NULL ||
		!store_room(filing.store, batch_bytes(&inputs), err))
		goto out;
	ok = batch_run(pool, &inputs, file_page, &filing, err);
	tell_sum(&filing);
out:
	pool_free(pool);
	store_close(filing.store);
	inputs_finish(&inputs);
	if (shelf != NULL)
		prints_free(shelf->prints);
	free(shelf);
	if (!ok)
		return program_fail(err);
	return filing.n[READING_REFUSED] > 0 ? PROGRAM_SOME_REFUSED
					     : PROGRAM_DONE;
}

static const struct program_command commands[] = {
	{"read", "FILE|DIR ...", "read scans and file the answers",
		read_options, run_read},
	{0},
};

int
main(int argc, char **argv)
{
	return program_main("skapa-intake", "Completed sheets, read.", commands,
		argc, argv);
}
