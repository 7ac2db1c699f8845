#include "kiosk/visit_pages.h"

#include "kiosk/audio.h"
#include "kiosk/slips.h"
#include "kiosk/visit.h"

#include "core/err.h"

/* A clip stays what it is: its address is of its text. */
static bool
audio_clip(struct kiosk *kiosk, const struct ask *ask, struct http_reply *reply,
	struct err *err)
{
	bool found;

	if (!audio_read(visits_audio(kiosk->visits), kiosk->templates,
		    ask->part[0], ask->part[1], &reply->body, &reply->type,
		    &found, err))
		return false;
	if (!found)
		return err_set(err, ERR_USAGE, "there is no such clip");
	reply->cache = "public, max-age=3600";
	return true;
}

const struct route visit_routes[] = {
	{HTTP_POST, "/visit/begin", ACCESS_SCREEN, 0, 0, visit_begin, NULL},
	{HTTP_GET, "/visit/thanks/{}/{}", ACCESS_SCREEN, 0, 0, visit_thanks,
		NULL},
	{HTTP_GET, "/audio/{}/{}", ACCESS_ANYONE, 0, 0, audio_clip, NULL},
	{HTTP_GET, "/visit/who", ACCESS_VISIT, 0, 0, visit_who, NULL},
	{HTTP_POST, "/visit/code", ACCESS_VISIT, 0, 0, visit_code, NULL},
	/* The page that a wrong code gave, again: in another text size. */
	{HTTP_GET, "/visit/code", ACCESS_VISIT, 0, 0, visit_who, NULL},
	{HTTP_POST, "/visit/no-code", ACCESS_VISIT, 0, 0, visit_no_code, NULL},
	{HTTP_GET, "/visit/purpose", ACCESS_VISIT, 0, 0, visit_purpose, NULL},
	{HTTP_POST, "/visit/start", ACCESS_VISIT, 0, 0, visit_start, NULL},
	{HTTP_POST, "/visit/slip", ACCESS_VISIT, 0, 0, slips_of_visit, NULL},
	{HTTP_GET, "/visit/new-code", ACCESS_VISIT, 0, 0, visit_new_code, NULL},
	{HTTP_POST, "/visit/leave", ACCESS_VISIT, 0, 0, visit_leave, NULL},
	{HTTP_GET, "/visit/practice", ACCESS_VISIT, 0, 0, visit_practice, NULL},
	{HTTP_POST, "/visit/practice", ACCESS_VISIT, 0, 0, visit_practised,
		NULL},
	{HTTP_GET, "/visit/item/{}", ACCESS_VISIT, 0, 0, visit_item, NULL},
	{HTTP_POST, "/visit/item/{}", ACCESS_VISIT, 0, 0, visit_answer, NULL},
	{HTTP_GET, "/visit/overview", ACCESS_VISIT, 0, 0, visit_overview, NULL},
	{HTTP_POST, "/visit/finish", ACCESS_VISIT, 0, 0, visit_finish, NULL},
	{HTTP_GET, "/visit/copy", ACCESS_VISIT, 0, 0, visit_copy, NULL},
	{HTTP_POST, "/visit/copy", ACCESS_VISIT, 0, 0, visit_copied, NULL},
	{HTTP_GET, "/visit/stop", ACCESS_VISIT, 0, 0, visit_stop, NULL},
	{HTTP_POST, "/visit/stop", ACCESS_VISIT, 0, 0, visit_stopped, NULL},
	{HTTP_GET, "/visit/still", ACCESS_VISIT, 0, 0, visit_still, NULL},
	{HTTP_POST, "/visit/still", ACCESS_VISIT, 0, 0, visit_here, NULL},
	{HTTP_POST, "/visit/look", ACCESS_VISIT, 0, 0, visit_look, NULL},
	{0},
};
