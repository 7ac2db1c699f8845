/* The commands of skapa-kiosk that have a file of their own. */
#ifndef SKAPA_KIOSK_MAIN_H
#define SKAPA_KIOSK_MAIN_H

#include "core/cli.h"

struct err;

extern const struct cli_option serve_options[];
int serve_run(struct cli *cli, struct err *err);
extern const struct cli_option audio_list_options[], audio_make_options[];
int audio_list_run(struct cli *cli, struct err *err);
int audio_make_run(struct cli *cli, struct err *err);

#define KIOSK_ASKED "skapa" /* the instrument that is asked */

#endif
