/*
 * A SANE backend for tests: a feeder that gives the pictures $PAPER/1.pgm,
 * 2.pgm and so on (raw, 8 bits): all of them as fronts and backs by turns in
 * duplex, else the fronts alone. $PAPER_JAM is the page at which it jams. In
 * the middle of page $PAPER_HOLD it makes the file $PAPER/held, and then gives
 * nothing until it is cancelled (or half a minute is over).
 */
#include <sane/sane.h>

#include <signal.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const SANE_String_Const sources[] = {
	"Flatbed", "ADF Front", "ADF Duplex", NULL};

static SANE_Option_Descriptor options[] = {
	{.type = SANE_TYPE_INT, .size = sizeof(SANE_Int)},
	{.name = "source",
		.type = SANE_TYPE_STRING,
		.size = 16,
		.cap = SANE_CAP_SOFT_SELECT | SANE_CAP_SOFT_DETECT,
		.constraint_type = SANE_CONSTRAINT_STRING_LIST,
		.constraint = {.string_list = sources}},
	{.name = "resolution",
		.type = SANE_TYPE_INT,
		.size = sizeof(SANE_Int),
		.cap = SANE_CAP_SOFT_SELECT | SANE_CAP_SOFT_DETECT},
};

static char source[16] = "Flatbed";
static SANE_Int dpi = 75;
static int number; /* of the page last given */
static FILE *page;
static int w, h;
static volatile sig_atomic_t is_cancelled;

#define PUBLIC __attribute__((visibility("default")))

PUBLIC SANE_Status
sane_paper_init(SANE_Int *version, SANE_Auth_Callback auth)
{
	(void)auth;
	if (version != NULL)
		*version = SANE_VERSION_CODE(1, 0, 0);
	return SANE_STATUS_GOOD;
}

PUBLIC void
sane_paper_exit(void)
{
}

PUBLIC SANE_Status
sane_paper_get_devices(const SANE_Device ***devices, SANE_Bool local)
{
	static const SANE_Device device = {
		"0", "Paper", "feeder", "sheet-fed scanner"};
	static const SANE_Device *list[] = {&device, NULL};

	(void)local;
	*devices = list;
	return SANE_STATUS_GOOD;
}

PUBLIC SANE_Status
sane_paper_open(SANE_String_Const name, SANE_Handle *handle)
{
	(void)name;
	*handle = options;
	return SANE_STATUS_GOOD;
}

PUBLIC void
sane_paper_close(SANE_Handle handle)
{
	(void)handle;
}

PUBLIC const SANE_Option_Descriptor *
sane_paper_get_option_descriptor(SANE_Handle handle, SANE_Int option)
{
	(void)handle;
	return option >= 0 && option < 3 ? &options[option] : NULL;
}

PUBLIC SANE_Status
sane_paper_control_option(SANE_Handle handle, SANE_Int option,
	SANE_Action action, void *value, SANE_Int *info)
{
	(void)handle;
	(void)info;
	if (action == SANE_ACTION_GET_VALUE && option == 0)
		*(SANE_Int *)value = 3;
	else if (action == SANE_ACTION_GET_VALUE && option == 2)
		*(SANE_Int *)value = dpi;
	else if (action == SANE_ACTION_SET_VALUE && option == 1)
		snprintf(source, sizeof(source), "%s", (char *)value);
	else if (action == SANE_ACTION_SET_VALUE && option == 2)
		dpi = *(SANE_Int *)value;
	else
		return SANE_STATUS_INVAL;
	return SANE_STATUS_GOOD;
}

PUBLIC SANE_Status
sane_paper_get_parameters(SANE_Handle handle, SANE_Parameters *p)
{
	(void)handle;
	*p = (SANE_Parameters){.format = SANE_FRAME_GRAY,
		.last_frame = SANE_TRUE,
		.bytes_per_line = w,
		.pixels_per_line = w,
		.lines = h,
		.depth = 8};
	return SANE_STATUS_GOOD;
}

PUBLIC SANE_Status
sane_paper_start(SANE_Handle handle)
{
	const char *folder = getenv("PAPER"), *jam = getenv("PAPER_JAM");
	char path[512];

	(void)handle;
	number += strcmp(source, "ADF Duplex") == 0 || number == 0 ? 1 : 2;
	if (jam != NULL && number >= atoi(jam))
		return SANE_STATUS_JAMMED;
	snprintf(path, sizeof(path), "%s/%d.pgm", folder, number);
	page = fopen(path, "rb");
	if (page == NULL)
		return SANE_STATUS_NO_DOCS;
	if (fscanf(page, "P5 %d %d 255", &w, &h) != 2 || fgetc(page) == EOF)
		return SANE_STATUS_IO_ERROR;
	return SANE_STATUS_GOOD;
}

static void
hold(void)
{
	char path[512];
	FILE *told;
	int i;

	snprintf(path, sizeof(path), "%s/held", getenv("PAPER"));
	told = fopen(path, "w");
	if (told != NULL)
		fclose(told);
	for (i = 0; i < 3000 && !is_cancelled; i++)
		usleep(10000);
}

PUBLIC SANE_Status
sane_paper_read(SANE_Handle handle, SANE_Byte *to, SANE_Int most, SANE_Int *n)
{
	const char *held = getenv("PAPER_HOLD");

	(void)handle;
	if (held != NULL && number == atoi(held) && page != NULL &&
		ftell(page) > w * (long)h / 2) {
		hold();
		*n = 0;
		return is_cancelled ? SANE_STATUS_CANCELLED
				    : SANE_STATUS_IO_ERROR;
	}
	*n = page == NULL ? 0 : (SANE_Int)fread(to, 1, (size_t)most, page);
	if (*n > 0)
		return SANE_STATUS_GOOD;
	if (page != NULL)
		fclose(page);
	page = NULL;
	return SANE_STATUS_EOF;
}

PUBLIC void
sane_paper_cancel(SANE_Handle handle)
{
	(void)handle;
	is_cancelled = 1;
}

PUBLIC SANE_Status
sane_paper_set_io_mode(SANE_Handle handle, SANE_Bool non_blocking)
{
	(void)handle;
	return non_blocking ? SANE_STATUS_UNSUPPORTED : SANE_STATUS_GOOD;
}

PUBLIC SANE_Status
sane_paper_get_select_fd(SANE_Handle handle, SANE_Int *fd)
{
	(void)handle;
	(void)fd;
	return SANE_STATUS_UNSUPPORTED;
}
