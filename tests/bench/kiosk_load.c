/*
 * Loads a server of the kiosk's on 127.0.0.1.
 *
 * kiosk_load tablets PORT N SECONDS
 *	N tablets, each of a person of its own, answer once a second: the answer
 *	and the page behind it. A line: answers, errors, ms of an answer at p50,
 *	p99 and most, and of a page.
 * kiosk_load slow PORT N ADDRESSES SECONDS PID
 *	N connections from so many addresses send a byte a second of a request
 *	that never ends, and come again when they are closed, while 20 honest
 *	ones ask for the first page ten times a second. A line: connections
 *	held, requests, errors, ms at p50 and p99, bytes that the process PID
 *	has more for each connection.
 * kiosk_load get PORT PATH CONNECTIONS SECONDS
 *	As fast as it goes. A line: requests a second, errors.
 * kiosk_load first PORT
 *	Waits for the first page; a line: ms since 1970 when it was there.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define ROOM (256 << 10)
#define TIMES 200000

static uint16_t port;
static double until_ms;
static atomic_int errors;

struct times {
	double ms[TIMES];
	atomic_int n;
};
static struct times answers, pages;

static double
now_ms(clockid_t clock)
{
	struct timespec t;

	clock_gettime(clock, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void
add_time(struct times *times, double ms)
{
	const int i = times->n++;

	if (i < TIMES)
		times->ms[i] = ms;
}

static int
by_size(const void *a, const void *b)
{
	const double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
part(struct times *times, double share)
{
	const int n = times->n < TIMES ? times->n : TIMES;

	if (n == 0)
		return 0;
	qsort(times->ms, (size_t)n, sizeof(double), by_size);
	return times->ms[(int)((n - 1) * share)];
}

/* -1 if there is no connection. */
static int
dial(uint32_t from, int flags)
{
	const int one = 1;
	const int s = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | flags, 0);
	struct sockaddr_in at = {.sin_family = AF_INET};

	if (s < 0)
		return -1;
	at.sin_addr.s_addr = htonl(from);
	setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	setsockopt(s, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof(one));
	if (bind(s, (const struct sockaddr *)&at, sizeof(at)) != 0) {
		close(s);
		return -1;
	}
	at.sin_port = htons(port);
	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (connect(s, (const struct sockaddr *)&at, sizeof(at)) != 0 &&
		errno != EINPROGRESS) {
		close(s);
		return -1;
	}
	return s;
}

/* ------------------------------------------------------------------- a client
 */

struct client {
	int s;
	uint32_t from;
	char cookie[160], at[256]; /* where the last reply sent it */
	char *page;
};

/* The status of the reply, whose body is in page; 0 if there was none. */
static int
talk(struct client *c, const char *request, size_t len)
{
	size_t have = 0, want = 0;
	char *body, *found;
	ssize_t n;

	if (c->s < 0)
		c->s = dial(c->from, 0);
	if (c->s < 0 || send(c->s, request, len, MSG_NOSIGNAL) != (ssize_t)len)
		return 0;
	while (want == 0 || have < want) {
		n = recv(c->s, c->page + have, ROOM - 1 - have, 0);
		if (n <= 0)
			return 0;
		have += (size_t)n;
		c->page[have] = '\0';
		body = strstr(c->page, "\r\n\r\n");
		if (want > 0 || body == NULL)
			continue;
		found = strstr(c->page, "Content-Length: ");
		want = (size_t)(body + 4 - c->page) +
		       (found != NULL ? strtoul(found + 16, NULL, 10) : 0);
	}
	found = strstr(c->page, "Set-Cookie: skapa-visit=");
	if (found != NULL)
		snprintf(c->cookie, sizeof(c->cookie), "Cookie: %.*s\r\n",
			(int)strcspn(found + 12, ";"), found + 12);
	found = strstr(c->page, "Location: ");
	c->at[0] = '\0';
	if (found != NULL)
		snprintf(c->at, sizeof(c->at), "%.*s",
			(int)strcspn(found + 10, "\r"), found + 10);
	return (int)strtol(c->page + 9, NULL, 10);
}

static int
get(struct client *c, const char *path)
{
	char request[1024];
	const int len = snprintf(request, sizeof(request),
		"GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n%s\r\n", path, port,
		c->cookie);

	return talk(c, request, (size_t)len);
}

static void
hidden(const struct client *c, const char *name, char out[128])
{
	char before[64];
	const char *at;

	snprintf(before, sizeof(before), "name=\"%s\" value=\"", name);
	at = strstr(c->page, before);
	out[0] = '\0';
	if (at != NULL)
		snprintf(out, 128, "%.*s",
			(int)strcspn(at + strlen(before), "\""),
			at + strlen(before));
}

/* The form of the page that was got last. */
static int
post(struct client *c, const char *path, const char *field)
{
	char request[2048], form[512], token[128], once[128];
	int len;

	hidden(c, "token", token);
	hidden(c, "once", once);
	len = snprintf(form, sizeof(form), "token=%s%s%s%s%s", token,
		once[0] != '\0' ? "&once=" : "", once,
		field[0] != '\0' ? "&" : "", field);
	len = snprintf(request, sizeof(request),
		"POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n%s"
		"Origin: http://127.0.0.1:%d\r\nContent-Length: %d\r\n"
		"Content-Type: application/x-www-form-urlencoded\r\n\r\n%s",
		path, port, c->cookie, port, len, form);
	return talk(c, request, (size_t)len);
}

static void
rest_until(double ms)
{
	const double left = ms - now_ms(CLOCK_MONOTONIC);
	const struct timespec t = {
		(time_t)(left / 1e3), (long)(left * 1e6) % 1000000000};

	if (left > 0)
		nanosleep(&t, NULL);
}

/* ------------------------------------------------------------------ tablets */

static const char *const items[] = {
	"job_idea", "contact", "job_search", "health", "energy", "support"};

/* To where the first answer can be given. */
static bool
come_in(struct client *c)
{
	return get(c, "/") == 200 &&
	       post(c, "/visit/begin", "language=sv") == 303 &&
	       get(c, "/visit/who") == 200 &&
	       post(c, "/visit/no-code", "") == 303 &&
	       get(c, "/visit/purpose") == 200 &&
	       post(c, "/visit/start", "") == 303;
}

static atomic_int ready;
static double from_ms;

static void *
tablet(void *data)
{
	const int number = *(int *)data;
	struct client c = {.s = -1,
		.from = INADDR_LOOPBACK + (uint32_t)(number % 4) + 1,
		.page = malloc(ROOM)};
	char path[64], field[16];
	double next, began;
	int i;

	if (!come_in(&c)) {
		fprintf(stderr, "a tablet cannot begin: %.300s\n", c.page);
		errors++;
	}
	ready++;
	while (from_ms == 0)
		rest_until(now_ms(CLOCK_MONOTONIC) + 10);
	/* They do not all answer at the same time, but often a few do. */
	next = from_ms + (number * 37) % 1000;
	for (i = 0; next < until_ms; i++, next += 1000) {
		snprintf(path, sizeof(path), "/visit/item/%s", items[i % 6]);
		snprintf(field, sizeof(field), "value=%d", 1 + i % 5);
		rest_until(next);
		began = now_ms(CLOCK_MONOTONIC);
		if (get(&c, path) != 200) {
			errors++;
			continue;
		}
		add_time(&pages, now_ms(CLOCK_MONOTONIC) - began);
		began = now_ms(CLOCK_MONOTONIC);
		if (post(&c, path, field) != 303)
			errors++;
		else
			add_time(&answers, now_ms(CLOCK_MONOTONIC) - began);
	}
	close(c.s);
	free(c.page);
	return NULL;
}

static int
run_tablets(int n, double seconds)
{
	pthread_t *threads = calloc((size_t)n, sizeof(*threads));
	int *numbers = calloc((size_t)n, sizeof(*numbers)), i;

	for (i = 0; i < n; i++) {
		numbers[i] = i;
		pthread_create(&threads[i], NULL, tablet, &numbers[i]);
	}
	while (ready < n)
		rest_until(now_ms(CLOCK_MONOTONIC) + 10);
	until_ms = now_ms(CLOCK_MONOTONIC) + 100 + seconds * 1e3;
	from_ms = until_ms - seconds * 1e3;
	for (i = 0; i < n; i++)
		pthread_join(threads[i], NULL);
	printf("%d %d %.1f %.1f %.1f %.1f %.1f\n", answers.n, errors,
		part(&answers, 0.5), part(&answers, 0.99), part(&answers, 1),
		part(&pages, 0.5), part(&pages, 0.99));
	free(threads);
	free(numbers);
	return errors > 0;
}

/* --------------------------------------------------------------------- slow */

static void *
honest(void *data)
{
	struct client c = {.s = -1,
		.from = INADDR_LOOPBACK + 0x10000 + (uint32_t)(*(int *)data),
		.page = malloc(ROOM)};
	double began;

	while (now_ms(CLOCK_MONOTONIC) < until_ms) {
		began = now_ms(CLOCK_MONOTONIC);
		if (get(&c, "/") == 200)
			add_time(&pages, now_ms(CLOCK_MONOTONIC) - began);
		else
			errors++;
		rest_until(began + 100);
	}
	close(c.s);
	free(c.page);
	return NULL;
}

static long
memory_of(const char *pid)
{
	char path[64], line[256];
	long kib = 0;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%s/status", pid);
	file = fopen(path, "r");
	while (file != NULL && fgets(line, sizeof(line), file) != NULL) {
		if (strncmp(line, "VmRSS:", 6) == 0)
			kib = strtol(line + 6, NULL, 10);
	}
	if (file != NULL)
		fclose(file);
	return kib << 10;
}

static int
run_slow(int n, int addresses, double seconds, const char *pid)
{
	static const char head[] = "GET / HTTP/1.1\r\nHost: h\r\nX-Slow: ";
	int *s = calloc((size_t)n, sizeof(*s)), numbers[20], i, again = 0;
	const long before = memory_of(pid);
	pthread_t threads[20];
	double next;
	long most = 0;
	ssize_t sent;

	for (i = 0; i < n; i++)
		s[i] = -1;
	until_ms = now_ms(CLOCK_MONOTONIC) + seconds * 1e3;
	for (i = 0; i < 20; i++) {
		numbers[i] = i;
		pthread_create(&threads[i], NULL, honest, &numbers[i]);
	}
	while (now_ms(CLOCK_MONOTONIC) < until_ms) {
		next = now_ms(CLOCK_MONOTONIC) + 1000;
		for (i = 0; i < n; i++) {
			sent = s[i] >= 0 ? send(s[i], "x", 1, MSG_NOSIGNAL) : 0;
			if (s[i] >= 0 && sent == 1)
				continue;
			if (s[i] >= 0) {
				close(s[i]);
				again++;
			}
			s[i] = dial(INADDR_LOOPBACK + 0x20000 +
					    (uint32_t)(i % addresses),
				SOCK_NONBLOCK);
			if (s[i] >= 0)
				sent = send(s[i], head, sizeof(head) - 1,
					MSG_NOSIGNAL);
		}
		if (memory_of(pid) > most)
			most = memory_of(pid);
		rest_until(next);
	}
	for (i = 0; i < 20; i++)
		pthread_join(threads[i], NULL);
	printf("%d %d %d %d %.1f %.1f %ld\n", n, again, pages.n, errors,
		part(&pages, 0.5), part(&pages, 0.99), (most - before) / n);
	free(s);
	return errors > 0;
}

/* -------------------------------------------------------------------- fast */

static const char *fast_path;

static void *
fast(void *data)
{
	struct client c = {.s = -1,
		.from = INADDR_LOOPBACK + 1 + (uint32_t)(*(int *)data % 4),
		.page = malloc(ROOM)};

	while (now_ms(CLOCK_MONOTONIC) < until_ms) {
		if (get(&c, fast_path) == 200)
			pages.n++;
		else
			errors++;
	}
	close(c.s);
	free(c.page);
	return NULL;
}

static int
run_fast(const char *path, int n, double seconds)
{
	pthread_t threads[64];
	int numbers[64], i;

	fast_path = path;
	until_ms = now_ms(CLOCK_MONOTONIC) + seconds * 1e3;
	for (i = 0; i < n && i < 64; i++) {
		numbers[i] = i;
		pthread_create(&threads[i], NULL, fast, &numbers[i]);
	}
	while (i-- > 0)
		pthread_join(threads[i], NULL);
	printf("%.0f %d\n", pages.n / seconds, errors);
	return errors > 0;
}

static int
run_first(void)
{
	struct client c = {
		.s = -1, .from = INADDR_LOOPBACK, .page = malloc(ROOM)};

	while (get(&c, "/") != 200) {
		if (c.s >= 0)
			close(c.s);
		c.s = -1;
		rest_until(now_ms(CLOCK_MONOTONIC) + 1);
	}
	printf("%.0f\n", now_ms(CLOCK_REALTIME));
	free(c.page);
	return 0;
}

int
main(int argc, char **argv)
{
	struct rlimit files;

	getrlimit(RLIMIT_NOFILE, &files);
	files.rlim_cur = files.rlim_max;
	setrlimit(RLIMIT_NOFILE, &files);
	if (argc < 3)
		return 2;
	port = (uint16_t)strtol(argv[2], NULL, 10);
	if (strcmp(argv[1], "tablets") == 0 && argc == 5)
		return run_tablets(
			(int)strtol(argv[3], NULL, 10), strtod(argv[4], NULL));
	if (strcmp(argv[1], "slow") == 0 && argc == 7)
		return run_slow((int)strtol(argv[3], NULL, 10),
			(int)strtol(argv[4], NULL, 10), strtod(argv[5], NULL),
			argv[6]);
	if (strcmp(argv[1], "get") == 0 && argc == 6)
		return run_fast(argv[3], (int)strtol(argv[4], NULL, 10),
			strtod(argv[5], NULL));
	if (strcmp(argv[1], "first") == 0)
		return run_first();
	return 2;
}
