/*
 * A store with a caseworker's and deputy's own person, somebody else's, and
 * papers of nobody: what roles are tried on.
 */
#ifndef SKAPA_TESTS_ROLE_WORLD_H
#define SKAPA_TESTS_ROLE_WORLD_H

#include "tests/stores.h"

#include "store/roles.h"
#include "store/devices.h"
#include "store/visits.h"

#define NOW 1772366400 /* 2026-03-01T12:00:00Z */
#define PASSWORD "correct horse"
/* When everything of everyone is over, as proposal 1 says. */
#define WEEDING_DAY "2031-01-01"

/* Two sessions; the second is on tablets. */
#define SESSION_1 "Group 1"
#define SESSION_2 "Group 2"
#define VISIT_COOKIE "a screen's token"
#define DEVICE_COOKIE "a paired screen's token"

enum whose { OWN, OTHER, NOBODY, WHOSE };

struct thing {
	char person[PERSON_CODE];   /* "" for nobody's */
	struct store_page pages[4]; /* of two sheets, the first is filed */
	char sha256[READING_SHA256];
	int64_t occasion, note, activity, reading;
	int64_t review;	 /* an answer or a page that waits */
	int64_t decided; /* another, was decided and can be undone */
	int64_t conflict, writing;
};

struct world {
	struct place *place;
	struct thing things[WHOSE];
	uint16_t layout;
	int64_t device;		  /* that waits */
	struct store_visit visit; /* of the first thing's person */
};

/* Who each role is; all of them are named as somebody's of the first thing. */
struct store_actor actor_of(enum store_role role);
/* A struct world as the group's state. */
int make_world(void **state);
int end_world(void **state);

#endif
