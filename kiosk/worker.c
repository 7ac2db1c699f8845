#include "kiosk/worker.h"

#include "core/err.h"

#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

struct queue {
	struct work *first, **end;
};

struct worker {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t is_there; /* something to do, or the end */
	struct queue waits, done;
	int wakes;
	bool runs, ends;
};

static void
put(struct queue *queue, struct work *work)
{
	work->next = NULL;
	*queue->end = work;
	queue->end = &work->next;
}

static struct work *
take(struct queue *queue)
{
	struct work *work = queue->first;

	if (work != NULL) {
		queue->first = work->next;
		if (queue->first == NULL)
			queue->end = &queue->first;
	}
	return work;
}

static void *
work_on(void *data)
{
	const uint64_t one = 1;
	struct worker *worker = data;
	struct work *work;

	pthread_mutex_lock(&worker->lock);
	while (!worker->ends) {
		work = take(&worker->waits);
		if (work == NULL) {
			pthread_cond_wait(&worker->is_there, &worker->lock);
			continue;
		}
		pthread_mutex_unlock(&worker->lock);
		work->run(work);
		pthread_mutex_lock(&worker->lock);
		put(&worker->done, work);
		if (write(worker->wakes, &one, sizeof(one)) < 0)
			continue; /* it is awake already */
	}
	pthread_mutex_unlock(&worker->lock);
	return NULL;
}

struct worker *
worker_new(int wakes, struct err *err)
{
	struct worker *worker = calloc(1, sizeof(*worker));

	if (worker == NULL) {
		err_set(err, ERR_SYSTEM, "out of memory");
		return NULL;
	}
	pthread_mutex_init(&worker->lock, NULL);
	pthread_cond_init(&worker->is_there, NULL);
	worker->waits.end = &worker->waits.first;
	worker->done.end = &worker->done.first;
	worker->wakes = wakes;
	return worker;
}

void
work_free(struct work *work)
{
	if (work != NULL)
		work->free(work);
}

void
worker_free(struct worker *worker)
{
	struct work *work;

	if (worker == NULL)
		return;
	if (worker->runs) {
		pthread_mutex_lock(&worker->lock);
		worker->ends = true;
		pthread_cond_signal(&worker->is_there);
		pthread_mutex_unlock(&worker->lock);
		pthread_join(worker->thread, NULL);
	}
	while ((work = take(&worker->waits)) != NULL)
		work_free(work);
	while ((work = take(&worker->done)) != NULL)
		work_free(work);
	pthread_cond_destroy(&worker->is_there);
	pthread_mutex_destroy(&worker->lock);
	free(worker);
}

/* Signals are the first thread's. */
static bool
start(struct worker *worker)
{
	sigset_t all, before;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	worker->runs =
		pthread_create(&worker->thread, NULL, work_on, worker) == 0;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return worker->runs;
}

bool
worker_put(struct worker *worker, struct work *work, struct err *err)
{
	if (!worker->runs && !start(worker)) {
		work_free(work);
		return err_set(err, ERR_SYSTEM,
			"no thread can be started for what takes long");
	}
	pthread_mutex_lock(&worker->lock);
	put(&worker->waits, work);
	pthread_cond_signal(&worker->is_there);
	pthread_mutex_unlock(&worker->lock);
	return true;
}

struct work *
worker_take(struct worker *worker)
{
	struct work *work;

	pthread_mutex_lock(&worker->lock);
	work = take(&worker->done);
	pthread_mutex_unlock(&worker->lock);
	return work;
}
