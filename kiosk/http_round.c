#include "kiosk/http_round.h"

#include <time.h>

void
round_begin(struct round *round)
{
	*round = (struct round){.longest_ms = round->longest_ms};
	round->end = &round->first;
}

void
round_add(struct round *round, struct exchange *x)
{
	x->is_in_round = true;
	x->next = NULL;
	*round->end = x;
	round->end = &x->next;
	round->n++;
}

struct exchange *
round_take(struct round *round)
{
	struct exchange *x = round->first;

	if (x == NULL)
		return NULL;
	round->first = x->next;
	round->n--;
	x->next = NULL;
	x->is_in_round = false;
	if (round->first == NULL)
		round_begin(round);
	return x;
}

void
http_say(struct http_reply *reply, int status, const char *sentence)
{
	http_reply_finish(reply);
	reply->status = status;
	reply->type = "text/plain; charset=utf-8";
	str_addf(&reply->body, "%s\n", sentence);
}

/*
 * Handles n requests from x on in one transaction, up to the first that is not
 * to be kept. False: broken.
 */
static bool
handle(const struct http_setup *setup, struct exchange *x, size_t n, bool *kept,
	struct err *err)
{
	bool ok = true;

	if (!setup->begin(setup->data, err))
		return false;
	for (; n > 0 && ok; n--) {
		http_reply_finish(&x->reply);
		ok = setup->handle(setup->data, &x->request, &x->reply);
		if (n > 1)
			x = x->next;
	}
	if (!setup->end(setup->data, ok, kept, err))
		return false;
	if (ok && !*kept)
		http_say(&x->reply, 500, "it could not be kept; try again");
	return true;
}

static bool
handle_all(struct round *round, const struct http_setup *setup, struct err *err)
{
	struct exchange *x;
	bool kept;

	if (!handle(setup, round->first, round->n, &kept, err))
		return false;
	if (kept || round->n == 1)
		return true;
	for (x = round->first; x != NULL; x = x->next) {
		if (!handle(setup, x, 1, &kept, err))
			return false;
	}
	return true;
}

static int64_t
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

bool
round_handle(
	struct round *round, const struct http_setup *setup, struct err *err)
{
	const int64_t began = now_ms();
	const bool ok = handle_all(round, setup, err);
	const int64_t took = now_ms() - began;

	if (took > round->longest_ms)
		round->longest_ms = took;
	return ok;
}
