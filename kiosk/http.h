/*
 * The web server: one thread, libmicrohttpd within it.
 *
 * Requests that are whole are handled in rounds:
 *
 *	begin		once a round, e.g. a transaction
 *	handle		for each request of the round
 *	end		once: what was said is durable, or was not said
 *
 * and no reply leaves before end has returned. A room of tablets that answer
 * in the same moment so costs one commit. If one request of a round is not to
 * be kept, the round is taken back and each is handled again in a round of its
 * own, so a request must not change anything but through the transaction. What
 * needs no transaction (a file) is answered at once, outside of rounds. What
 * takes long is done on another thread between two rounds.
 *
 * Limits (docs/performance.md): a request line with headers is at most
 * HTTP_HEAD bytes and is whole after HTTP_HEAD_S seconds; a body has the limit
 * that body_most gives it, and HTTP_BODY_S and a second more for each
 * HTTP_BODY_RATE bytes; a reply is taken within HTTP_SEND_S (and the same for
 * its bytes). A connection without a request lives HTTP_IDLE_S. An address has
 * at most HTTP_PER_ADDRESS connections (a room of tablets comes from one) and
 * the server HTTP_CONNECTIONS. What is over them is closed or refused with a
 * status.
 */
#ifndef SKAPA_KIOSK_HTTP_H
#define SKAPA_KIOSK_HTTP_H

#include "core/str.h"
#include "kiosk/form.h"
#include "kiosk/target.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct err;
struct http;
struct work;

#define HTTP_HEAD 5120
#define HTTP_HEAD_S 10
#define HTTP_BODY_S 30
#define HTTP_BODY_RATE (64 << 10) /* bytes a second, at least */
#define HTTP_SEND_S 30
#define HTTP_IDLE_S 60
#define HTTP_BODIES (256u << 20) /* bytes of all bodies at one time */
#define HTTP_PER_ADDRESS 150
#define HTTP_CONNECTIONS 8000
#define HTTP_PATH TARGET_PATH
#define HTTP_COOKIE COOKIE_VALUE
#define HTTP_ADDRESS 64 /* "192.0.2.7", no port */

enum http_method { HTTP_GET, HTTP_HEAD_, HTTP_POST, HTTP_PUT, HTTP__MAX };

/* What of a request a handler sees; borrowed for the call. */
struct http_request {
	enum http_method method;
	/* Decoded UTF-8 that begins with '/', without "//", "." or "..". */
	char path[HTTP_PATH];
	struct form query;
	struct form form; /* of a body that is one; else n is 0 */
	const char *body; /* any other body */
	size_t body_len;
	char address[HTTP_ADDRESS];
	bool is_tls;
	struct work *done; /* what its first reply asked for; NULL: nothing */
	/* A header's value, NULL: none. inside is its own. */
	const char *(*header)(void *inside, const char *name);
	void *inside;
};

/* NULL if it is not there. Borrowed. */
const char *http_header(const struct http_request *request, const char *name);
/* False if there is none, or one that is too long. */
bool http_cookie(const struct http_request *request, const char *name,
	char value[HTTP_COOKIE]);

/*
 * A reply. What is not set has its plain value; the security headers of every
 * reply (policy, no sniffing, no framing, no foreign referrer) are added by
 * http_headers.h, and so is gzip, for who takes it.
 */
struct http_reply {
	int status;	   /* 0: 200 */
	const char *type;  /* a literal; NULL: "text/html; charset=utf-8" */
	struct str body;   /* taken over */
	const char *fixed; /* instead: bytes that outlive the server */
	size_t fixed_len;
	const char *packed; /* the same by gzip; NULL: there is none */
	size_t packed_len;
	char location[HTTP_PATH]; /* with status 303 */
	struct str cookies;	  /* by http_cookie_set */
	const char *cache;	  /* a literal; NULL: "no-store" */
	char etag[72];		  /* without its quotes; "" for none */
	char download[64];	  /* a file's name out of [A-Za-z0-9._-] */
	int retry_s;		  /* Retry-After, with 429 and 503; 0: none */
	/*
	 * Instead of a reply: what takes longer than a round may wait
	 * (worker.h), taken over. When it is done the request is handled again,
	 * in a later round, and has it.
	 */
	struct work *work;
	bool is_packed; /* set by http_headers.h */
	bool is_stream; /* becomes a stream (below), not a reply */
};

/* Lives for max_age_s seconds; 0 as long as the browser; -1: is taken away. */
void http_cookie_set(struct http_reply *reply,
	const struct http_request *request, const char *name, const char *value,
	int max_age_s);
void http_redirect(struct http_reply *reply, const char *path); /* 303 */
/* To begin a reply anew; frees what is in it. */
void http_reply_finish(struct http_reply *reply);

/*
 * A stream of server-sent events: a handler says is_stream and gets it in
 * opened, once its round is durable. Events are written at any time; the newest
 * counts: one that was not sent yet is replaced by the next of the same name.
 * A stream that is not read for HTTP_STREAM_S seconds is closed; that nobody is
 * there any more shows only when something is sent.
 */
struct http_stream;
#define HTTP_STREAM_S 15
#define HTTP_STREAM_NAMES 4 /* different names of events */
#define HTTP_STREAM_NAME 16 /* with the NUL */
/*
 * data: one line. id NULL: none. False if it cannot be sent (no memory, more
 * names than that): the stream ends.
 */
bool http_stream_event(struct http_stream *stream, const char *name,
	const char *id, const char *data);
void http_stream_end(struct http_stream *stream);

struct http_setup {
	int listen;	      /* a listening socket, taken over */
	const char *cert_pem; /* NULL: no TLS; borrowed */
	const char *key_pem;
	void *data;
	bool (*begin)(void *data, struct err *err);
	/*
	 * *kept: what was done is durable; else it was taken back, as it is
	 * always if ok is false. False if it is not known which: the server
	 * ends.
	 */
	bool (*end)(void *data, bool ok, bool *kept, struct err *err);
	/*
	 * Fills in reply, always. False: the reply says what went wrong, and
	 * nothing that was done is to be kept.
	 */
	bool (*handle)(void *data, const struct http_request *request,
		struct http_reply *reply);
	/* True if reply is the answer and no round is needed. */
	bool (*at_once)(void *data, const struct http_request *request,
		struct http_reply *reply);
	/* Bytes that a body of this request may have; 0: none. */
	size_t (*body_most)(
		void *data, enum http_method method, const char *path);
	/* Of a request whose reply was a stream; closed is always told. */
	void (*opened)(void *data, const struct http_request *request,
		struct http_stream *stream);
	void (*closed)(void *data, struct http_stream *stream);
	/* Seconds that only go on; NULL: the system's. */
	int64_t (*clock_s)(void);
	/* About once a second, between rounds. False ends the server. */
	bool (*tick)(void *data, int64_t now_s, struct err *err);
};

/* NULL on failure. Errors: ERR_USAGE for a certificate or key that is none. */
struct http *http_open(const struct http_setup *setup, struct err *err);
/*
 * Serves until http_stop, which a signal handler may call: what has come whole
 * is answered then. False if end or tick said so.
 */
bool http_run(struct http *http, struct err *err);
void http_stop(struct http *http);
void http_close(struct http *http); /* NULL is fine */
/* The longest round so far, its commit too: as long did others wait. */
int64_t http_longest_ms(const struct http *http);

/*
 * Listens at "127.0.0.1:8080" or "[::1]:8080"; port 0 is any that is free.
 * Errors: ERR_USAGE, ERR_SYSTEM.
 */
bool http_listen(const char *address, int *fd, struct err *err);
/*
 * Where a socket listens, as above; *is_local: only this machine reaches it.
 */
bool http_listens_at(
	int fd, char address[HTTP_ADDRESS], bool *is_local, struct err *err);

#endif
