#include "kiosk/serve.h"

#include "core/err.h"
#include "core/log.h"
#include "core/program.h"
#include "kiosk/front.h"
#include "kiosk/gate.h"
#include "kiosk/rooms.h"
#include "kiosk/slips.h"
#include "kiosk/systemd.h"
#include "kiosk/upload.h"
#include "kiosk/visit.h"
#include "store/store.h"

static bool
begin(void *data, struct err *err)
{
	struct kiosk *kiosk = data;

	kiosk->now = program_now();
	return store_bulk_begin(kiosk->store, err);
}

/* The store says nothing of a transaction that it took back as it was told. */
static bool
end(void *data, bool ok, bool *kept, struct err *err)
{
	struct kiosk *kiosk = data;
	struct err why = {0}, words = {0};

	*kept = store_bulk_end(kiosk->store, ok, &why);
	rooms_round(kiosk, *kept);
	if (kiosk->slips != NULL)
		slips_round(kiosk->slips, *kept);
	if (drafts_round(&kiosk->drafts, *kept) &&
		!visits_again(kiosk->visits, &words))
		log_err(&words);
	if (*kept || why.code == ERR_NONE)
		return true;
	if (err != NULL)
		*err = why;
	return false;
}

static bool
handle(void *data, const struct http_request *request, struct http_reply *reply)
{
	return gate_handle(data, request, reply);
}

static bool
at_once(void *data, const struct http_request *request,
	struct http_reply *reply)
{
	return front_file(data, request, reply);
}

static size_t
body_most(void *data, enum http_method method, const char *path)
{
	char part[ROUTE_PARTS][ROUTE_PART];
	const struct route *route;
	int status;

	(void)data;
	if (method != HTTP_POST && method != HTTP_PUT)
		return 0;
	route = route_find(method, path, part, &status);
	return route != NULL && route->body_most > 0 ? route->body_most
						     : FORM_BYTES;
}

static void
opened(void *data, const struct http_request *request,
	struct http_stream *stream)
{
	char part[ROUTE_PARTS][ROUTE_PART];
	const struct route *route;
	int status;

	route = route_find(request->method, request->path, part, &status);
	if (route != NULL && route->opened != NULL)
		route->opened(data, request, stream);
	else
		http_stream_end(stream);
}

static void
closed(void *data, struct http_stream *stream)
{
	struct kiosk *kiosk = data;

	if (kiosk->closed != NULL)
		kiosk->closed(kiosk, stream);
}

static bool
tick(void *data, int64_t now_s, struct err *err)
{
	struct kiosk *kiosk = data;
	char day[PROGRAM_DATE];

	(void)now_s;
	kiosk->now = program_now();
	systemd_tell("WATCHDOG=1");
	program_today(day);
	if (kiosk->slips != NULL)
		slips_tick(kiosk->slips);
	return visits_tick(kiosk, err) && rooms_tick(kiosk, kiosk->now, err) &&
	       (kiosk->uploads == NULL ||
		       uploads_tick(kiosk->uploads, kiosk->store, kiosk->now,
			       day, err));
}

void
serve_setup(struct kiosk *kiosk, struct http_setup *setup)
{
	setup->data = kiosk;
	setup->begin = begin;
	setup->end = end;
	setup->handle = handle;
	setup->at_once = at_once;
	setup->body_most = body_most;
	setup->opened = opened;
	setup->closed = closed;
	setup->tick = tick;
}
