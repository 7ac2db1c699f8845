#include "tests/tools/sheet.h"

#include "core/err.h"

#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <jansson.h>

extern char **environ;

static bool
read_rect(const json_t *from, struct mm_rect *rect)
{
	const json_t *x = json_object_get(from, "x_mm");
	const json_t *y = json_object_get(from, "y_mm");
	const json_t *w = json_object_get(from, "w_mm");
	const json_t *h = json_object_get(from, "h_mm");

	if (!json_is_number(x) || !json_is_number(y) || !json_is_number(w) ||
		!json_is_number(h))
		return false;
	rect->x = json_number_value(x);
	rect->y = json_number_value(y);
	rect->w = json_number_value(w);
	rect->h = json_number_value(h);
	return rect->w > 0 && rect->h > 0;
}

static void
read_word(const json_t *from, const char *key, char word[SHEET_WORD])
{
	const json_t *value = json_object_get(from, key);

	word[0] = '\0';
	if (json_is_string(value))
		snprintf(word, SHEET_WORD, "%s", json_string_value(value));
	else if (json_is_integer(value))
		snprintf(
			word, SHEET_WORD, "%d", (int)json_integer_value(value));
}

static bool
read_page(const json_t *from, struct sheet_page *page)
{
	const json_t *boxes = json_object_get(from, "boxes");
	const json_t *fields = json_object_get(from, "fields");
	size_t i;

	page->page = (int)json_integer_value(json_object_get(from, "page"));
	if (!json_is_array(boxes))
		return false;
	page->boxes = calloc(json_array_size(boxes) + 1, sizeof(*page->boxes));
	page->fields =
		calloc(json_array_size(fields) + 1, sizeof(*page->fields));
	if (!page->boxes || !page->fields)
		return false;
	for (i = 0; i < json_array_size(boxes); i++) {
		const json_t *one = json_array_get(boxes, i);
		struct sheet_box *box = &page->boxes[page->n_boxes++];

		read_word(one, "item", box->item);
		read_word(one, "value", box->value);
		box->is_step = json_is_integer(json_object_get(one, "value"));
		if (!box->item[0] || !box->value[0] ||
			!read_rect(one, &box->box) ||
			!read_rect(json_object_get(one, "zone"), &box->zone))
			return false;
	}
	for (i = 0; i < json_array_size(fields); i++)
		if (!read_rect(json_array_get(fields, i),
			    &page->fields[page->n_fields++]))
			return false;
	return true;
}

static bool
read_layout(struct sheet *sheet, const char *path, struct err *err)
{
	json_error_t where;
	json_t *root = json_load_file(path, 0, &where);
	const json_t *pages = json_object_get(root, "pages");
	const json_t *size = json_object_get(root, "page_size_mm");
	size_t i;
	bool ok = false;

	if (!root) {
		err_set(err, ERR_INPUT, "%s: line %d: %s", path, where.line,
			where.text);
		return false;
	}
	read_word(root, "instrument", sheet->instrument);
	read_word(root, "language", sheet->language);
	sheet->w_mm = json_number_value(json_array_get(size, 0));
	sheet->h_mm = json_number_value(json_array_get(size, 1));
	if (!json_array_size(pages) || sheet->w_mm <= 0 || sheet->h_mm <= 0) {
		err_set(err, ERR_INPUT, "%s: no pages or no page_size_mm",
			path);
		goto out;
	}
	sheet->pages = calloc(json_array_size(pages), sizeof(*sheet->pages));
	if (!sheet->pages) {
		err_set(err, ERR_SYSTEM, "%s: out of memory", path);
		goto out;
	}
	for (i = 0; i < json_array_size(pages); i++) {
		sheet->n_pages++;
		if (!read_page(json_array_get(pages, i), &sheet->pages[i])) {
			err_set(err, ERR_INPUT,
				"%s: pages[%zu]: a box or field is not whole",
				path, i);
			goto out;
		}
	}
	ok = true;
out:
	json_decref(root);
	return ok;
}

static bool
read_issued(struct sheet *sheet, const char *path, struct err *err)
{
	FILE *file = fopen(path, "r");
	char *line = NULL;
	size_t room = 0, held = 0;
	json_error_t where;
	bool ok = true;

	if (!file)
		return err_errno(err, "%s: cannot open", path);
	while (ok && getline(&line, &room, file) > 0) {
		json_t *one = json_loads(line, 0, &where);
		struct sheet_issued *issued;

		if (!json_object_get(one, "pdf_page")) {
			json_decref(one);
			continue;
		}
		if ((size_t)sheet->n_issued == held) {
			held = held ? 2 * held : 64;
			issued = realloc(sheet->issued, held * sizeof(*issued));
			if (!issued) {
				json_decref(one);
				ok = err_set(err, ERR_SYSTEM,
					"%s: out of memory", path);
				break;
			}
			sheet->issued = issued;
		}
		issued = &sheet->issued[sheet->n_issued++];
		issued->pdf_page = (int)json_integer_value(
			json_object_get(one, "pdf_page"));
		issued->page =
			(int)json_integer_value(json_object_get(one, "page"));
		read_word(one, "code", issued->code);
		read_word(one, "person", issued->person);
		json_decref(one);
	}
	free(line);
	fclose(file);
	if (ok && sheet->n_issued == 0)
		ok = err_set(
			err, ERR_INPUT, "%s: no line with a pdf_page", path);
	return ok;
}

/* Runs a program to its end. */
static bool
run(const char *const args[], int out_fd, struct err *err)
{
	posix_spawn_file_actions_t actions;
	union {
		const char *const *given;
		char *const *wanted;
	} cast = {args};
	pid_t pid;
	int status = 0;

	posix_spawn_file_actions_init(&actions);
	if (out_fd >= 0)
		posix_spawn_file_actions_adddup2(&actions, out_fd, 1);
	errno = posix_spawnp(
		&pid, args[0], &actions, NULL, cast.wanted, environ);
	posix_spawn_file_actions_destroy(&actions);
	if (errno != 0)
		return err_errno(
			err, "%s: cannot run; install poppler-utils", args[0]);
	while (waitpid(pid, &status, 0) < 0 && errno == EINTR)
		continue;
	if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
		return err_set(err, ERR_INPUT, "%s: failed", args[0]);
	return true;
}

static bool
count_pages(struct sheet *sheet, struct err *err)
{
	const char *const args[] = {"pdfinfo", sheet->pdf, NULL};
	char name[] = "/tmp/sheet-XXXXXX", line[256];
	int fd = mkstemp(name);
	FILE *file;

	if (fd < 0)
		return err_errno(err, "%s: cannot create", name);
	unlink(name);
	if (!run(args, fd, err)) {
		close(fd);
		return err_wrap(err, "%s", sheet->pdf);
	}
	file = fdopen(fd, "r");
	if (!file) {
		close(fd);
		return err_errno(err, "%s: cannot read", name);
	}
	rewind(file);
	while (fgets(line, sizeof(line), file))
		if (strncmp(line, "Pages:", 6) == 0)
			sheet->n_pdf_pages = atoi(line + 6);
	fclose(file);
	if (sheet->n_pdf_pages < 1)
		return err_set(err, ERR_INPUT, "%s: no pages", sheet->pdf);
	return true;
}

struct sheet *
sheet_open(const char *layout, const char *pdf, const char *issued,
	struct err *err)
{
	struct sheet *sheet = calloc(1, sizeof(*sheet));

	if (!sheet) {
		err_set(err, ERR_SYSTEM, "out of memory");
		return NULL;
	}
	snprintf(sheet->pdf, sizeof(sheet->pdf), "%s", pdf);
	if (!read_layout(sheet, layout, err) ||
		(issued && !read_issued(sheet, issued, err)) ||
		!count_pages(sheet, err)) {
		sheet_close(sheet);
		return NULL;
	}
	return sheet;
}

static void
drop_rasters(struct sheet *sheet)
{
	int i;

	for (i = 0; i < SHEET_RASTERS; i++) {
		raster_free(sheet->rasters[i]);
		sheet->rasters[i] = NULL;
	}
}

void
sheet_close(struct sheet *sheet)
{
	int i;

	if (!sheet)
		return;
	drop_rasters(sheet);
	for (i = 0; i < sheet->n_pages; i++) {
		free(sheet->pages[i].boxes);
		free(sheet->pages[i].fields);
	}
	free(sheet->pages);
	free(sheet->issued);
	free(sheet);
}

const struct sheet_page *
sheet_page_of(const struct sheet *sheet, int pdf_page,
	const struct sheet_issued **issued)
{
	int i, page = 1 + (pdf_page - 1) % sheet->n_pages;

	*issued = NULL;
	for (i = 0; i < sheet->n_issued; i++) {
		if (sheet->issued[i].pdf_page != pdf_page)
			continue;
		*issued = &sheet->issued[i];
		page = sheet->issued[i].page;
	}
	for (i = 0; i < sheet->n_pages; i++)
		if (sheet->pages[i].page == page)
			return &sheet->pages[i];
	return NULL;
}

static struct raster *
make_raster(struct sheet *sheet, int pdf_page, int dpi, int n_planes,
	struct err *err)
{
	char folder[] = "/tmp/sheet-XXXXXX", stem[64], file[80];
	char number[16], resolution[16];
	const char *args[] = {"pdftoppm", "-r", resolution, "-f", number, "-l",
		number, "-singlefile", sheet->pdf, stem,
		n_planes == 1 ? "-gray" : NULL, NULL};
	struct raster *raster = NULL;

	if (!mkdtemp(folder)) {
		err_errno(err, "%s: cannot create", folder);
		return NULL;
	}
	snprintf(number, sizeof(number), "%d", pdf_page);
	snprintf(resolution, sizeof(resolution), "%d", dpi);
	snprintf(stem, sizeof(stem), "%s/page", folder);
	snprintf(file, sizeof(file), "%s.%s", stem,
		n_planes == 1 ? "pgm" : "ppm");
	if (n_planes == 1) {
		/* pdftoppm wants its options before the names. */
		args[10] = stem;
		args[9] = sheet->pdf;
		args[8] = "-gray";
	}
	if (run(args, -1, err))
		raster = raster_load_pnm(file, dpi, err);
	else
		err_wrap(err, "%s: page %d", sheet->pdf, pdf_page);
	unlink(file);
	rmdir(folder);
	return raster;
}

const struct raster *
sheet_raster(struct sheet *sheet, int pdf_page, int dpi, int n_planes,
	struct err *err)
{
	int i;

	if (sheet->raster_page != pdf_page) {
		drop_rasters(sheet);
		sheet->raster_page = pdf_page;
	}
	for (i = 0; i < SHEET_RASTERS && sheet->rasters[i]; i++)
		if ((int)sheet->rasters[i]->dpi == dpi &&
			sheet->rasters[i]->n_planes == n_planes)
			return sheet->rasters[i];
	if (i == SHEET_RASTERS) {
		drop_rasters(sheet);
		i = 0;
	}
	sheet->rasters[i] = make_raster(sheet, pdf_page, dpi, n_planes, err);
	return sheet->rasters[i];
}
