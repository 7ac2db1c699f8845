/* The commands of skapa-kiosk that have a file of their own. */
#ifndef SKAPA_KIOSK_MAIN_H
#define SKAPA_KIOSK_MAIN_H

#include "core/cli.h"

struct err;

extern const struct cli_option serve_options[];
int serve_run(struct cli *cli, struct err *err);

#endif
