/*
 * Each pixel becomes the mean of the nine around it: a dithered picture, whose
 * greys are patterns of dots, becomes grey again.
 */
#ifndef SKAPA_INTAKE_SMOOTH_H
#define SKAPA_INTAKE_SMOOTH_H

#include <stdbool.h>

struct err;
struct grey;

/* In place. Errors: ERR_SYSTEM if memory runs out. */
bool grey_smooth(struct grey *grey, struct err *err);

#endif
