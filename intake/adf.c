#include "intake/adf.h"

#include "core/err.h"
#include "core/str.h"
#include "intake/decode.h"
#include "intake/image.h"
#include "intake/library.h"

#include <sane/sane.h>

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define LIBRARY "libsane.so.1"
#define A4_W_MM 210
#define A4_H_MM 297
#define READ_BYTES (1 << 16)

static struct {
	void *library;
	bool is_ready; /* started */
	__typeof__(sane_init) *init;
	__typeof__(sane_exit) *exit;
	__typeof__(sane_get_devices) *get_devices;
	__typeof__(sane_open) *open;
	__typeof__(sane_close) *close;
	__typeof__(sane_get_option_descriptor) *descriptor;
	__typeof__(sane_control_option) *control;
	__typeof__(sane_get_parameters) *parameters;
	__typeof__(sane_start) *start;
	__typeof__(sane_read) *read;
	__typeof__(sane_cancel) *cancel;
	__typeof__(sane_strstatus) *strstatus;
} sane;

/* Whom adf_cancel() means; a handle may be cancelled in a signal handler. */
static SANE_Handle volatile under_way;
static volatile sig_atomic_t is_cancelled;

struct adf {
	char *device;
	SANE_Handle handle;
	bool is_feeder;
	int dpi;
	int n;	      /* pages so far */
	uint8_t *raw; /* a row as SANE gives it */
	uint8_t *px;
	size_t room; /* of px */
};

static bool
load(struct err *err)
{
	static const struct library_symbol symbols[] = {
		{"sane_init", &sane.init},
		{"sane_exit", &sane.exit},
		{"sane_get_devices", &sane.get_devices},
		{"sane_open", &sane.open},
		{"sane_close", &sane.close},
		{"sane_get_option_descriptor", &sane.descriptor},
		{"sane_control_option", &sane.control},
		{"sane_get_parameters", &sane.parameters},
		{"sane_start", &sane.start},
		{"sane_read", &sane.read},
		{"sane_cancel", &sane.cancel},
		{"sane_strstatus", &sane.strstatus},
	};
	SANE_Status status;

	if (sane.is_ready)
		return true;
	if (!library_open(&sane.library, LIBRARY,
		    "scanning needs the package libsane1", symbols,
		    sizeof(symbols) / sizeof(*symbols), err))
		return false;
	status = sane.init(NULL, NULL);
	if (status != SANE_STATUS_GOOD)
		return err_set(err, ERR_LIBRARY, "SANE cannot be started: %s",
			sane.strstatus(status));
	sane.is_ready = true;
	return true;
}

bool
adf_list(struct str *out, int *n, struct err *err)
{
	const SANE_Device **devices;
	SANE_Status status;

	if (!load(err))
		return false;
	status = sane.get_devices(&devices, SANE_FALSE);
	if (status != SANE_STATUS_GOOD)
		return err_set(err, ERR_LIBRARY,
			"the scanners cannot be listed: %s",
			sane.strstatus(status));
	for (*n = 0; devices[*n] != NULL; ++*n)
		str_addf(out, "%s  %s %s\n", devices[*n]->name,
			devices[*n]->vendor, devices[*n]->model);
	return true;
}

/* --- options ----------------------------------------------------------------
 */

/* NULL if the device has no such option, or it cannot be set now. */
static const SANE_Option_Descriptor *
option_of(const struct adf *adf, const char *name, SANE_Int *number)
{
	const SANE_Option_Descriptor *option;
	SANE_Int i;

	for (i = 1; (option = sane.descriptor(adf->handle, i)) != NULL; i++) {
		if (option->name != NULL && strcmp(option->name, name) == 0 &&
			SANE_OPTION_IS_ACTIVE(option->cap) &&
			SANE_OPTION_IS_SETTABLE(option->cap)) {
			*number = i;
			return option;
		}
	}
	return NULL;
}

static bool
control(struct adf *adf, SANE_Int number, const char *name, void *value,
	struct err *err)
{
	const SANE_Status status = sane.control(
		adf->handle, number, SANE_ACTION_SET_VALUE, value, NULL);

	if (status == SANE_STATUS_GOOD)
		return true;
	return err_set(err, ERR_USAGE, "%s: the option %s was refused: %s",
		adf->device, name, sane.strstatus(status));
}

static bool
set_text(struct adf *adf, SANE_Int number, const SANE_Option_Descriptor *option,
	const char *value, struct err *err)
{
	const size_t size = (size_t)option->size;
	char *text = calloc(1, size > strlen(value) ? size : strlen(value) + 1);
	bool ok;

	if (text == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	memcpy(text, value, strlen(value) + 1);
	ok = control(adf, number, option->name, text, err);
	free(text);
	return ok;
}

static bool
set_number(struct adf *adf, SANE_Int number,
	const SANE_Option_Descriptor *option, double value, struct err *err)
{
	SANE_Word word = option->type == SANE_TYPE_FIXED ? SANE_FIX(value)
							 : (SANE_Word)value;

	return control(adf, number, option->name, &word, err);
}

static bool
set_option(
	struct adf *adf, const char *name, const char *value, struct err *err)
{
	SANE_Int number;
	const SANE_Option_Descriptor *option = option_of(adf, name, &number);
	SANE_Bool yes;
	char *end;
	double v;

	if (option == NULL)
		return err_set(err, ERR_USAGE,
			"%s: has no option %s that can be set", adf->device,
			name);
	switch (option->type) {
	case SANE_TYPE_STRING:
		return set_text(adf, number, option, value, err);
	case SANE_TYPE_BOOL:
		yes = strcmp(value, "yes") == 0;
		if (!yes && strcmp(value, "no") != 0)
			break;
		return control(adf, number, name, &yes, err);
	case SANE_TYPE_INT:
	case SANE_TYPE_FIXED:
		v = strtod(value, &end);
		if (end == value || *end != '\0' ||
			option->size != (SANE_Int)sizeof(SANE_Word))
			break;
		return set_number(adf, number, option, v, err);
	case SANE_TYPE_BUTTON:
	case SANE_TYPE_GROUP:
		break;
	}
	return err_set(err, ERR_USAGE,
		"%s: \"%s\" is no value for the option %s", adf->device, value,
		name);
}

/* "NAME=VALUE,NAME=VALUE" */
static bool
set_options(struct adf *adf, const char *options, struct err *err)
{
	char *list = strdup(options), *rest = list, *one;
	bool ok = list != NULL || err_set(err, ERR_SYSTEM, "out of memory");

	while (ok && (one = strsep(&rest, ",")) != NULL) {
		char *value = strchr(one, '=');

		if (value == NULL)
			ok = err_set(err, ERR_USAGE, "\"%s\" is not NAME=VALUE",
				one);
		else {
			*value++ = '\0';
			ok = set_option(adf, one, value, err);
		}
	}
	free(list);
	return ok;
}

/* The length of the side: all of the glass or feeder, at most A4. */
static bool
set_side(struct adf *adf, const char *from, const char *to, int most_mm,
	struct err *err)
{
	SANE_Int number;
	const SANE_Option_Descriptor *option = option_of(adf, from, &number);
	double most = most_mm;

	if (option != NULL && !set_number(adf, number, option, 0, err))
		return false;
	option = option_of(adf, to, &number);
	if (option == NULL)
		return true;
	if (option->constraint_type == SANE_CONSTRAINT_RANGE) {
		const SANE_Word max = option->constraint.range->max;
		const double limit =
			option->type == SANE_TYPE_FIXED ? SANE_UNFIX(max) : max;

		most = option->unit != SANE_UNIT_MM || limit < most ? limit
								    : most;
	}
	return set_number(adf, number, option, most, err);
}

static bool
is_feeder(const char *source)
{
	return strcasestr(source, "adf") != NULL ||
	       strcasestr(source, "feeder") != NULL;
}

/* The source that is asked for; *out NULL if the device has no choice. */
static bool
choose_source(struct adf *adf, const struct adf_settings *settings,
	const char **out, struct err *err)
{
	SANE_Int number;
	const SANE_Option_Descriptor *option =
		option_of(adf, "source", &number);
	const SANE_String_Const *list =
		option != NULL && option->constraint_type ==
					  SANE_CONSTRAINT_STRING_LIST
			? option->constraint.string_list
			: NULL;

	*out = NULL;
	for (; list != NULL && *list != NULL; list++) {
		const bool is_duplex = strcasestr(*list, "duplex") != NULL;

		if (settings->source != NULL
				? strcasecmp(*list, settings->source) == 0
				: is_feeder(*list) &&
					  is_duplex == settings->is_duplex) {
			*out = *list;
			return true;
		}
	}
	if (settings->source != NULL)
		return err_set(err, ERR_USAGE, "%s: has no source \"%s\"",
			adf->device, settings->source);
	if (settings->is_duplex && option_of(adf, "duplex", &number) == NULL)
		return err_set(err, ERR_USAGE,
			"%s: cannot scan both sides; leave --duplex out and "
			"scan the backs where something is on them",
			adf->device);
	return true;
}

static bool
set_up(struct adf *adf, const struct adf_settings *settings, struct err *err)
{
	const SANE_Option_Descriptor *option;
	const char *source;
	SANE_Int number;
	SANE_Word dpi;

	if (!choose_source(adf, settings, &source, err))
		return false;
	if (source != NULL) {
		adf->is_feeder = is_feeder(source);
		if (!set_option(adf, "source", source, err))
			return false;
	}
	if (settings->is_duplex && option_of(adf, "duplex", &number) != NULL &&
		!set_option(adf, "duplex", "yes", err))
		return false;
	option = option_of(adf, "mode", &number);
	if (option != NULL && !set_text(adf, number, option, "Gray", err))
		return false;
	option = option_of(adf, "depth", &number);
	if (option != NULL && !set_number(adf, number, option, 8, err))
		return false;
	option = option_of(adf, "resolution", &number);
	if (option != NULL &&
		!set_number(adf, number, option, settings->dpi, err))
		return false;
	if (!set_side(adf, "tl-x", "br-x", A4_W_MM, err) ||
		!set_side(adf, "tl-y", "br-y", A4_H_MM, err))
		return false;
	if (settings->options != NULL &&
		!set_options(adf, settings->options, err))
		return false;
	option = option_of(adf, "resolution", &number);
	if (option != NULL && option->size == (SANE_Int)sizeof(dpi) &&
		sane.control(adf->handle, number, SANE_ACTION_GET_VALUE, &dpi,
			NULL) == SANE_STATUS_GOOD)
		adf->dpi = (int)(option->type == SANE_TYPE_FIXED
					 ? SANE_UNFIX(dpi) + 0.5
					 : dpi);
	return true;
}

struct adf *
adf_open(const char *device, const struct adf_settings *settings,
	struct err *err)
{
	struct adf *adf = calloc(1, sizeof(*adf));
	SANE_Status status;

	if (adf == NULL || (adf->device = strdup(device)) == NULL) {
		free(adf);
		err_set(err, ERR_SYSTEM, "out of memory");
		return NULL;
	}
	if (!load(err))
		goto fail;
	status = sane.open(device, &adf->handle);
	if (status != SANE_STATUS_GOOD) {
		adf->handle = NULL;
		if (status == SANE_STATUS_INVAL)
			err_set(err, ERR_USAGE,
				"%s: there is no such scanner; skapa intake "
				"scan without --device lists them",
				device);
		else
			err_set(err, ERR_LIBRARY, "%s: cannot be opened: %s",
				device, sane.strstatus(status));
		goto fail;
	}
	if (!set_up(adf, settings, err))
		goto fail;
	return adf;
fail:
	adf_close(adf);
	return NULL;
}

void
adf_close(struct adf *adf)
{
	if (adf == NULL)
		return;
	if (adf->handle != NULL) {
		under_way = NULL;
		sane.cancel(adf->handle);
		sane.close(adf->handle);
	}
	free(adf->device);
	free(adf->raw);
	free(adf->px);
	free(adf);
}

void
adf_cancel(void)
{
	is_cancelled = 1;
	if (under_way != NULL)
		sane.cancel(under_way);
}

/* --- pages
 * -------------------------------------------------------------------- */

static bool
ended(const struct adf *adf, SANE_Status status, struct err *err)
{
	const char *s = adf->n == 1 ? "" : "s";

	switch (status) {
	case SANE_STATUS_NO_DOCS:
		return err_set(err, ERR_INPUT,
			"%s: the feeder is empty; put the sheets in and run "
			"this again",
			adf->device);
	case SANE_STATUS_JAMMED:
		return err_set(err, ERR_SYSTEM,
			"%s: paper jam after %d page%s, which are filed; take "
			"the jammed sheet out, put it back with the rest and "
			"run this again",
			adf->device, adf->n, s);
	case SANE_STATUS_COVER_OPEN:
		return err_set(err, ERR_SYSTEM,
			"%s: the cover is open after %d page%s, which are "
			"filed; close it and run this again with the rest",
			adf->device, adf->n, s);
	case SANE_STATUS_CANCELLED:
		return err_set(err, ERR_SYSTEM,
			"%s: cancelled after %d page%s, which are filed; run "
			"this again with the rest",
			adf->device, adf->n, s);
	default:
		return err_set(err, ERR_LIBRARY,
			"%s: the scanner failed after %d page%s, which are "
			"filed: %s; run this again with the rest",
			adf->device, adf->n, s, sane.strstatus(status));
	}
}

/* A row of SANE's as one of ours. */
static void
convert(const SANE_Parameters *p, const uint8_t *raw, uint8_t *px)
{
	const int samples = p->format == SANE_FRAME_RGB ? 3 : 1;
	const int bytes = p->depth == 16 ? 2 : 1;
	/* 16 bits come in the machine's order: the high byte is the second. */
	const uint8_t *at = raw + bytes - 1;
	int x;

	if (p->depth == 1) {
		memcpy(px, raw, (size_t)(p->pixels_per_line + 7) / 8);
		return;
	}
	for (x = 0; x < p->pixels_per_line; x++, at += samples * bytes)
		px[x] = samples == 1
				? *at
				: (uint8_t)((299 * at[0] + 587 * at[bytes] +
						    114 * at[2 * bytes] + 500) /
					    1000);
}

static bool
is_usable(const struct adf *adf, const SANE_Parameters *p, struct err *err)
{
	const int samples = p->format == SANE_FRAME_RGB ? 3 : 1;

	if ((p->format != SANE_FRAME_GRAY && p->format != SANE_FRAME_RGB) ||
		!(p->depth == 8 || p->depth == 16 ||
			(p->depth == 1 && samples == 1)))
		return err_set(err, ERR_LIBRARY,
			"%s: gives pictures in a form that is not read; set "
			"the option mode to Gray",
			adf->device);
	if (p->pixels_per_line < 1 || p->pixels_per_line > DECODE_SIDE_PX ||
		p->bytes_per_line <
			(p->pixels_per_line * p->depth * samples + 7) / 8 ||
		p->bytes_per_line > DECODE_SIDE_PX * 8 ||
		p->lines > DECODE_SIDE_PX)
		return err_set(err, ERR_LIBRARY,
			"%s: gives a picture of an impossible size",
			adf->device);
	return true;
}

static bool
add_row(struct adf *adf, const SANE_Parameters *p, size_t stride, int y,
	struct err *err)
{
	const size_t need = (size_t)(y + 1) * stride;

	if (y >= DECODE_SIDE_PX || need > DECODE_PX)
		return err_set(err, ERR_LIBRARY,
			"%s: gives a picture of an impossible size",
			adf->device);
	if (need > adf->room) {
		const size_t room = need * 2;
		uint8_t *more = realloc(adf->px, room);

		if (more == NULL)
			return err_set(err, ERR_SYSTEM, "out of memory");
		adf->px = more;
		adf->room = room;
	}
	convert(p, adf->raw, adf->px + (size_t)y * stride);
	return true;
}

/* The rows of the page that sane_start has begun; *h how many. */
static bool
read_rows(struct adf *adf, const SANE_Parameters *p, size_t stride, int *h,
	struct err *err)
{
	const SANE_Int row = p->bytes_per_line;
	SANE_Int have = 0, n;
	SANE_Status status = SANE_STATUS_GOOD;
	uint8_t *more = realloc(adf->raw, (size_t)row);

	if (more == NULL)
		return err_set(err, ERR_SYSTEM, "out of memory");
	adf->raw = more;
	*h = 0;
	while (status == SANE_STATUS_GOOD) {
		status = sane.read(adf->handle, adf->raw + have,
			row - have < READ_BYTES ? row - have : READ_BYTES, &n);
		if (status != SANE_STATUS_GOOD)
			break;
		have += n;
		if (have < row)
			continue;
		have = 0;
		if (!add_row(adf, p, stride, (*h)++, err))
			return false;
	}
	return status == SANE_STATUS_EOF || ended(adf, status, err);
}

bool
adf_next(struct adf *adf, struct image *page, bool *more, struct err *err)
{
	SANE_Parameters p;
	SANE_Status status;
	size_t stride;
	bool ok;
	int h = 0;

	*more = false;
	if (!adf->is_feeder && adf->n > 0)
		return true;
	under_way = adf->handle;
	/* Between two pages there is nothing that SANE could cancel. */
	status = is_cancelled ? SANE_STATUS_CANCELLED : sane.start(adf->handle);
	if (status == SANE_STATUS_NO_DOCS && adf->n > 0) {
		under_way = NULL;
		return true;
	}
	if (status != SANE_STATUS_GOOD)
		return ended(adf, status, err);
	status = sane.parameters(adf->handle, &p);
	if (status != SANE_STATUS_GOOD)
		return ended(adf, status, err);
	if (!is_usable(adf, &p, err))
		return false;
	stride = p.depth == 1 ? (size_t)(p.pixels_per_line + 7) / 8
			      : (size_t)p.pixels_per_line;
	ok = read_rows(adf, &p, stride, &h, err);
	under_way = NULL;
	if (!ok)
		return false;
	if (h == 0)
		return err_set(err, ERR_LIBRARY, "%s: gave an empty picture",
			adf->device);
	adf->n++;
	*more = true;
	*page = (struct image){.w = p.pixels_per_line,
		.h = h,
		.depth = p.depth == 1 ? 1 : 8,
		.stride = stride,
		.bits = adf->px,
		.dpi_x = adf->dpi,
		.dpi_y = adf->dpi};
	return true;
}
