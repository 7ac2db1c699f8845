/* skapa-kiosk: the scales on a touchscreen, and the staff's pages. */
#include "kiosk/main.h"

#include "core/program.h"

static const struct program_command commands[] = {
	{"serve", "", "serve the participant's screens and the staff's pages",
		serve_options, serve_run},
	{"audio list", "", "which texts can be heard, and which not",
		audio_list_options, audio_list_run},
	{"audio make", "", "make drafts by a machine's voice",
		audio_make_options, audio_make_run},
	{0},
};

int
main(int argc, char **argv)
{
	return program_main("skapa-kiosk",
		"the scales on a touchscreen, and the staff's pages", commands,
		argc, argv);
}
