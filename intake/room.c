#include "intake/room.h"

#include <stdlib.h>

/* A sanitizer watches the ends of what malloc gave, not of a mapping. */
#ifdef __SANITIZE_ADDRESS__

void *
room_new(size_t bytes)
{
	return calloc(1, bytes);
}

void *
room_larger(void *at, size_t from, size_t to)
{
	(void)from;
	return realloc(at, to);
}

void
room_free(void *at, size_t bytes)
{
	(void)bytes;
	free(at);
}

#else

#include <sys/mman.h>

void *
room_new(size_t bytes)
{
	void *at = mmap(NULL, bytes, PROT_READ | PROT_WRITE,
		MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	if (at == MAP_FAILED)
		return NULL;
	madvise(at, bytes, MADV_DONTFORK); /* only slower without */
	return at;
}

void *
room_larger(void *at, size_t from, size_t to)
{
	void *larger;

	if (at == NULL)
		return room_new(to);
	larger = mremap(at, from, to, MREMAP_MAYMOVE);
	return larger == MAP_FAILED ? NULL : larger;
}

void
room_free(void *at, size_t bytes)
{
	if (at != NULL)
		munmap(at, bytes);
}

#endif
