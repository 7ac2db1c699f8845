/* The table of reasons: every refusal of decoding is written here. */
#include <stdio.h>
#include <string.h>

#include "core/err.h"
#include "core/str.h"
#include "intake/decode_child.h"

#define STRING(x) #x
#define NUMBER(x) STRING(x)

static const struct {
	const char *reason;
	enum err_code code;
	/* %W the format, %S the sides in pixels, %N the pages. */
	const char *sentence;
} refusals[] = {
	[DECODE_EMPTY] = {"empty", ERR_INPUT,
		"the file is empty; scan the page again"},
	[DECODE_NOT_AN_IMAGE] = {"not_an_image", ERR_INPUT,
		"this is no picture or PDF, whatever its name; give a PDF, "
		"TIFF, PNG or JPEG"},
	[DECODE_UNSUPPORTED_FORMAT] = {"unsupported", ERR_INPUT,
		"%W pictures are not read; save the scan as PDF, TIFF, PNG "
		"or JPEG"},
	[DECODE_UNSUPPORTED] = {"unsupported", ERR_INPUT,
		"this kind of %W is not read; scan to grey or "
		"black-and-white PDF, TIFF, PNG or JPEG"},
	[DECODE_TRUNCATED] = {"truncated", ERR_INPUT,
		"the %W ends too early; copy the file again or scan the page "
		"again"},
	[DECODE_DAMAGED] = {"damaged", ERR_INPUT,
		"the %W is damaged; copy the file again or scan the page "
		"again"},
	[DECODE_FILE_TOO_LARGE] = {"too_large", ERR_LIMIT,
		"the file is larger than 64 MiB; scan fewer pages into one "
		"file or at 150 to 600 dpi"},
	[DECODE_TOO_LARGE] = {"too_large", ERR_LIMIT,
		"the picture is %S pixels; scan at 150 to 600 dpi"},
	[DECODE_TOO_MANY_PAGES] = {"too_many_pages", ERR_LIMIT,
		"the %W has more than " NUMBER(
			DECODE_PAGES) " pages; scan smaller stacks"},
	[DECODE_NO_PAGES] = {"no_pages", ERR_INPUT,
		"the %W has no pages; scan the stack again"},
	[DECODE_PASSWORD] = {"password", ERR_INPUT,
		"the PDF is locked with a password; save it without one"},
	[DECODE_FONT_MISSING] = {"unsupported", ERR_INPUT,
		"the PDF page uses a font that is not in the file; print the "
		"page and scan it"},
	[DECODE_OUT_OF_MEMORY] = {"too_large", ERR_LIMIT,
		"the %W needs more than 1 GiB of memory; scan at 150 to 600 "
		"dpi"},
	[DECODE_TIMEOUT] = {"timeout", ERR_LIMIT,
		"the %W takes too long to decode; scan the page again at 150 "
		"to 600 dpi"},
	[DECODE_KILLED] = {"decoder_killed", ERR_INPUT,
		"decoding the %W was stopped because it broke; scan the page "
		"again"},
};

_Static_assert(sizeof(refusals) == DECODE_REASON__MAX * sizeof(refusals[0]),
	"a reason without its words");
_Static_assert(DECODE_FILE_BYTES == 67108864, "as the sentence says");

bool
decode_refuse(enum decode_reason reason, const char *what,
	const struct page *page, struct refusal *refusal, struct err *err)
{
	struct refusal out = {0};
	char numbers[64] = "";
	size_t n = 0;

	if (page)
		snprintf(numbers, sizeof numbers, "%u x %u", (unsigned)page->w,
			(unsigned)page->h);
	for (const char *at = refusals[reason].sentence; *at; at++) {
		const char *put = NULL;
		if (at[0] == '%' && at[1] == 'W')
			put = what ? what : "picture";
		else if (at[0] == '%' && at[1] == 'S')
			put = numbers;
		const size_t len = put ? strlen(put) : 1;
		if (n + len >= sizeof out.sentence)
			break;
		memcpy(out.sentence + n, put ? put : at, len);
		n += len;
		if (put)
			at++;
	}
	str_copy(out.reason, sizeof out.reason, refusals[reason].reason);
	*refusal = out;
	return err_set(err, refusals[reason].code, "%s", out.sentence);
}
