#include "intake/decode.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "core/err.h"
#include "intake/decode_child.h"
#include "intake/image.h"
#include "intake/reduce.h"
#include "intake/sandbox.h"

/* The numbers lie before the pixels, on pages of their own. */
#define BITS_AT ((size_t)65536)
#define SHARED_BYTES (BITS_AT + DECODE_PX)
/* Pixels of an earlier, larger page that may stay in memory. */
#define KEEP_BYTES ((size_t)8 << 20)
#define BLOCK ((size_t)65536) /* a multiple of every page size in use */

#define CPU_S 10
#define PDF_CPU_S 20

struct decoder {
	uint8_t *shared;
	size_t touched; /* bytes of pixels that may be in memory */
	int image_ms, pdf_ms;
};

/* What the child is to do; its copy of the caller's memory has it. */
struct job {
	const struct decode_file *file;
	const uint8_t *bytes;
	size_t len;
	struct page *page; /* shared */
	int number;	   /* 0: none */
	int render_dpi;
	bool may_reduce;
	bool count; /* the pages first */
};

static const char *const kind_names[] = {
	[DECODE_PNG] = "PNG",
	[DECODE_JPEG] = "JPEG",
	[DECODE_TIFF] = "TIFF",
	[DECODE_PDF] = "PDF",
};

struct decoder *
decoder_new(struct err *err)
{
	if (!sandbox_check(err))
		return NULL;
	struct decoder *const decoder = malloc(sizeof *decoder);
	if (!decoder) {
		err_set(err, ERR_SYSTEM, "no memory for a decoder");
		return NULL;
	}
	void *const shared = mmap(NULL, SHARED_BYTES, PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (shared == MAP_FAILED) {
		err_errno(err, "cannot map %zu bytes for a decoded page",
			SHARED_BYTES);
		free(decoder);
		return NULL;
	}
	*decoder = (struct decoder){
		.shared = shared, .image_ms = 15000, .pdf_ms = 20000};
	return decoder;
}

void
decoder_free(struct decoder *decoder)
{
	if (!decoder)
		return;
	munmap(decoder->shared, SHARED_BYTES);
	free(decoder);
}

void
decoder_limit_time(struct decoder *decoder, int image_ms, int pdf_ms)
{
	decoder->image_ms = image_ms;
	decoder->pdf_ms = pdf_ms;
}

static bool
has_at(const uint8_t *bytes, size_t len, size_t at, const char *magic,
	size_t magic_len)
{
	return len >= at + magic_len &&
	       memcmp(bytes + at, magic, magic_len) == 0;
}

#define HAS(at, magic) has_at(bytes, len, (at), (magic), sizeof(magic) - 1)

/* PDF 1.7, implementation note 13: somewhere in the first 1024 bytes. */
static bool
is_pdf(const uint8_t *bytes, size_t len)
{
	const size_t end = len < 1024 ? len : 1024;

	return memmem(bytes, end, "%PDF-", 5) != NULL;
}

static bool
find_kind(const uint8_t *bytes, size_t len, enum decode_kind *kind)
{
	if (HAS(0, "\x89PNG\r\n\x1a\n"))
		*kind = DECODE_PNG;
	else if (HAS(0, "\xff\xd8\xff"))
		*kind = DECODE_JPEG;
	else if (HAS(0, "II*\0") || HAS(0, "MM\0*") || HAS(0, "II+\0") ||
		 HAS(0, "MM\0+"))
		*kind = DECODE_TIFF;
	else if (is_pdf(bytes, len))
		*kind = DECODE_PDF;
	else
		return false;
	return true;
}

/* Formats people do send, which are refused by name; else NULL. */
static const char *
unread_format(const uint8_t *bytes, size_t len)
{
	if (HAS(4, "jP  \r\n") || HAS(0, "\xff\x4f\xff\x51"))
		return "JPEG 2000";
	if (HAS(4, "ftypavif") || HAS(4, "ftypavis"))
		return "AVIF";
	if (HAS(4, "ftyphe") || HAS(4, "ftypmif1") || HAS(4, "ftypmsf1"))
		return "HEIC";
	if (HAS(4, "JXL \r\n") || HAS(0, "\xff\x0a"))
		return "JPEG XL";
	if (HAS(0, "GIF87a") || HAS(0, "GIF89a"))
		return "GIF";
	if (HAS(0, "RIFF") && HAS(8, "WEBP"))
		return "WebP";
	if (HAS(0, "BM") && HAS(6, "\0\0\0\0"))
		return "BMP";
	if (HAS(0, "AT&TFORM"))
		return "DjVu";
	return NULL;
}

/* A PNG or JPEG is a page. */
static enum decode_reason
count(const struct job *job)
{
	enum decode_reason reason = DECODE_OK;

	job->page->n_pages = 1;
	if (job->file->kind == DECODE_TIFF)
		reason = decode_tiff_count(job->page, job->bytes, job->len);
	else if (job->file->kind == DECODE_PDF)
		reason = decode_pdf_count(job->page, job->bytes, job->len);
	job->page->is_counted = reason == DECODE_OK;
	return reason;
}

static bool
is_page_count(int n)
{
	return n >= 1 && n <= DECODE_PAGES;
}

static int
work(void *arg)
{
	const struct job *const job = arg;

	if (job->count) {
		const enum decode_reason reason = count(job);
		if (reason || job->number == 0 ||
			!is_page_count(job->page->n_pages))
			return (int)reason;
	}
	switch (job->file->kind) {
	case DECODE_PNG:
		return (int)decode_png(job->page, job->bytes, job->len);
	case DECODE_JPEG:
		return (int)decode_jpeg(job->page, job->bytes, job->len);
	case DECODE_TIFF:
		return (int)decode_tiff(
			job->page, job->bytes, job->len, job->number);
	case DECODE_PDF:
	case DECODE__MAX:
		break;
	}
	return (int)decode_pdf(
		job->page, job->bytes, job->len, job->number, job->render_dpi);
}

/* Gives back the pixels from `from` on. */
static void
release(struct decoder *decoder, size_t from)
{
	from = (from + BLOCK - 1) / BLOCK * BLOCK;
	if (from < DECODE_PX)
		madvise(decoder->shared + BITS_AT + from, DECODE_PX - from,
			MADV_REMOVE);
	decoder->touched = from;
}

/*
 * The child may have been taken over by the file: its numbers are worth as
 * much as the file's.
 */
static bool
is_sane(const struct page *page)
{
	if (page->w < 1 || page->h < 1 || page->w > DECODE_SIDE_PX ||
		page->h > DECODE_SIDE_PX ||
		(int64_t)page->w * page->h > DECODE_PX)
		return false;
	if (page->depth != 1 && page->depth != 8)
		return false;
	const size_t w = (size_t)page->w;
	size_t stride = page->depth == 1 ? (w + 7) / 8 : w;
	if (page->factor != 1) {
		if (page->factor < 2 || page->factor > REDUCE_MOST ||
			page->depth != 8 || page->w < page->factor ||
			page->h < page->factor)
			return false;
		stride = grey_stride(page->w / page->factor);
	}
	return page->stride == stride && page->dpi_x >= 0 &&
	       page->dpi_x <= 10000 && page->dpi_y >= 0 && page->dpi_y <= 10000;
}

/*
 * Runs the job and copies its numbers to *page. False: the system failed.
 * A child that was stopped has a reason as one that refused.
 */
static bool
run(struct decoder *decoder, struct job *job, struct page *page,
	enum decode_reason *reason, struct err *err)
{
	const bool is_pdf_job = job->file->kind == DECODE_PDF;
	const struct sandbox_limits limits = {
		.kind = is_pdf_job ? SANDBOX_NO_FILES : SANDBOX_STRICT,
		.cpu_s = is_pdf_job ? PDF_CPU_S : CPU_S,
		.wall_ms = is_pdf_job ? decoder->pdf_ms : decoder->image_ms,
	};
	struct sandbox_end end;

	job->page = (struct page *)(void *)decoder->shared;
	*job->page = (struct page){.bits = decoder->shared + BITS_AT,
		.may_reduce = job->may_reduce};
	if (!sandbox_run(&limits, work, job, &end, err))
		return false;
	*page = *job->page;
	if (end.how == SANDBOX_TIMED_OUT)
		*reason = DECODE_TIMEOUT;
	else if (end.how == SANDBOX_KILLED || end.status >= DECODE_REASON__MAX)
		*reason = DECODE_KILLED;
	else
		*reason = (enum decode_reason)end.status;
	return true;
}

bool
decode_kind(const void *data, size_t len, struct decode_file *file,
	struct refusal *refusal, struct err *err)
{
	const uint8_t *const bytes = data;
	struct decode_file out = {.n_pages = 1};

	*refusal = (struct refusal){0};
	if (len == 0)
		return decode_refuse(DECODE_EMPTY, NULL, NULL, refusal, err);
	if (len > DECODE_FILE_BYTES)
		return decode_refuse(
			DECODE_FILE_TOO_LARGE, NULL, NULL, refusal, err);
	const char *const unread = unread_format(bytes, len);
	if (unread)
		return decode_refuse(
			DECODE_UNSUPPORTED_FORMAT, unread, NULL, refusal, err);
	if (!find_kind(bytes, len, &out.kind))
		return decode_refuse(
			DECODE_NOT_AN_IMAGE, NULL, NULL, refusal, err);
	if (out.kind == DECODE_TIFF || out.kind == DECODE_PDF)
		out.n_pages = 0;
	*file = out;
	return true;
}

/* Sets *n_pages out of what a child counted; its reason is passed on. */
static enum decode_reason
take_count(const struct page *page, enum decode_reason reason, int *n_pages)
{
	if (!page->is_counted)
		return reason ? reason : DECODE_KILLED;
	if (page->n_pages < 1)
		return DECODE_NO_PAGES;
	if (page->n_pages > DECODE_PAGES)
		return DECODE_TOO_MANY_PAGES;
	*n_pages = page->n_pages;
	return reason;
}

bool
decode_probe(struct decoder *decoder, const void *data, size_t len,
	struct decode_file *file, struct refusal *refusal, struct err *err)
{
	struct decode_file out = {.n_pages = 0};
	struct job job = {
		.file = &out, .bytes = data, .len = len, .count = true};
	enum decode_reason reason = DECODE_OK;
	struct page page;

	if (!decode_kind(data, len, &out, refusal, err))
		return false;
	if (out.n_pages == 0) {
		if (!run(decoder, &job, &page, &reason, err))
			return false;
		reason = take_count(&page, reason, &out.n_pages);
		if (reason)
			return decode_refuse(reason, kind_names[out.kind],
				&page, refusal, err);
	}
	*file = out;
	return true;
}

/* The child has ended: its picture, or why there is none. */
static bool
take_page(struct decoder *decoder, const struct job *job,
	const struct page *page, enum decode_reason reason, struct image *out,
	struct refusal *refusal, struct err *err)
{
	if (!reason && !is_sane(page))
		reason = DECODE_KILLED;
	if (reason) {
		release(decoder, 0);
		return decode_refuse(reason, kind_names[job->file->kind], page,
			refusal, err);
	}
	const size_t size = page->stride * (size_t)(page->h / page->factor);
	if (decoder->touched > size + KEEP_BYTES)
		release(decoder, size);
	if (decoder->touched < size)
		decoder->touched = size;
	*out = (struct image){
		.w = page->w,
		.h = page->h,
		.depth = page->depth,
		.stride = page->stride,
		.bits = decoder->shared + BITS_AT,
		.dpi_x = page->dpi_x,
		.dpi_y = page->dpi_y,
		.factor = page->factor,
	};
	return true;
}

static bool
decode(struct decoder *decoder, struct job *job, struct image *out,
	struct refusal *refusal, struct err *err)
{
	const struct decode_file *const file = job->file;
	const int number = job->number;
	struct page page;
	enum decode_reason reason;

	*refusal = (struct refusal){0};
	if (number < 1 || number > file->n_pages)
		return err_set(err, ERR_USAGE,
			"page %d of a %s with %d pages was asked for", number,
			kind_names[file->kind], file->n_pages);
	return run(decoder, job, &page, &reason, err) &&
	       take_page(decoder, job, &page, reason, out, refusal, err);
}

bool
decode_first_reduced(struct decoder *decoder, const void *bytes, size_t len,
	struct decode_file *file, int render_dpi, struct image *out,
	struct refusal *refusal, struct err *err)
{
	struct job job = {
		.file = file,
		.bytes = bytes,
		.len = len,
		.number = 1,
		.render_dpi = render_dpi,
		.may_reduce = true,
		.count = true,
	};
	struct page page;
	enum decode_reason reason;

	*refusal = (struct refusal){0};
	file->n_pages = 0;
	if (!run(decoder, &job, &page, &reason, err))
		return false;
	reason = take_count(&page, reason, &file->n_pages);
	return take_page(decoder, &job, &page, reason, out, refusal, err);
}

bool
decode_page(struct decoder *decoder, const void *bytes, size_t len,
	const struct decode_file *file, int page, int render_dpi,
	struct image *out, struct refusal *refusal, struct err *err)
{
	struct job job = {
		.file = file,
		.bytes = bytes,
		.len = len,
		.number = page,
		.render_dpi = render_dpi,
	};
	return decode(decoder, &job, out, refusal, err);
}

bool
decode_page_reduced(struct decoder *decoder, const void *bytes, size_t len,
	const struct decode_file *file, int page, int render_dpi,
	struct image *out, struct refusal *refusal, struct err *err)
{
	struct job job = {
		.file = file,
		.bytes = bytes,
		.len = len,
		.number = page,
		.render_dpi = render_dpi,
		.may_reduce = true,
	};
	return decode(decoder, &job, out, refusal, err);
}
