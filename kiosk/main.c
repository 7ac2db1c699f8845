/* skapa-kiosk: the scales on a touchscreen, and the staff's pages. */
#include "kiosk/main.h"

#include "core/program.h"

static const struct program_command commands[] = {
	{"serve", "", "serve the participant's screens and the staff's pages",
		serve_options, serve_run},
	{0},
};

int
main(int argc, char **argv)
{
	return program_main("skapa-kiosk",
		"the scales on a touchscreen, and the staff's pages", commands,
		argc, argv);
}
