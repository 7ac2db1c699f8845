/*
 * The process that reads files which were handed in, so that the server goes
 * on answering meanwhile. It opens the store to read alone; what it read comes
 * back as readings, which the server files.
 */
#ifndef SKAPA_KIOSK_UPLOAD_READER_H
#define SKAPA_KIOSK_UPLOAD_READER_H

#include <stdint.h>
#include <sys/types.h>

struct err;

/* To the reader, with a memfd of the file's bytes. */
struct upload_job {
	uint64_t number;
	uint64_t len;
};

enum upload_word {
	UPLOAD_READS,	/* n_pages of it are read so far */
	UPLOAD_IS_READ, /* with a memfd of n_pages struct reading */
	UPLOAD_FAILED,	/* the file could not be tried: text says why */
	UPLOAD_DIED	/* the reader ended unexpectedly and was started anew */
};

#define UPLOAD_TEXT 200

/* From the reader. */
struct upload_news {
	uint64_t number;
	enum upload_word word;
	uint32_t n_pages;
	char text[UPLOAD_TEXT];
};

/*
 * Starts it, before the store is opened here: it must not inherit it. store:
 * the store's path. *socket is the server's end; closing it ends the reader.
 * Returns its id, -1 on failure. Errors: ERR_SYSTEM.
 */
pid_t upload_reader_start(const char *store, int *socket, struct err *err);

#endif
