#include "intake/prints.h"

#include "core/err.h"
#include "intake/print.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define PRINTS_MOST 4096
/* Memory is mapped in whole pages, and the index takes one slot's place. */
#define PAGE_BYTES ((size_t)65536)
#define SLOT_BYTES                                                             \
	((sizeof(struct print) + PAGE_BYTES - 1) / PAGE_BYTES * PAGE_BYTES)

struct entry {
	uint16_t layout;
	uint16_t page;
	atomic_bool is_made;
};

/* Shared. Entries are only added, by who holds the lock of the index. */
struct index {
	int n;
	struct entry at[PRINTS_MOST];
};

_Static_assert(sizeof(struct index) <= SLOT_BYTES, "the index fits its place");

/* A print that this process has mapped. */
struct view {
	struct print *at; /* NULL: none */
	int slot;
	unsigned long asked; /* when last, counted in prints.asked */
};

struct prints {
	int memory; /* memfd: the index, then the prints */
	/* Mapped by this process when first needed; until then NULL. */
	struct index *index;
	struct view views[PRINTS_MAPPED];
	unsigned long asked; /* how often */
};

struct prints *
prints_new(struct err *err)
{
	struct prints *prints = calloc(1, sizeof(*prints));

	if (prints == NULL) {
		err_set(err, ERR_SYSTEM, "out of memory");
		return NULL;
	}
	prints->memory = memfd_create("prints", MFD_CLOEXEC);
	if (prints->memory < 0 ||
		ftruncate(prints->memory, (off_t)SLOT_BYTES) != 0)
		goto failed;
	return prints;
failed:
	err_errno(err, "no memory for the prints");
	prints_free(prints);
	return NULL;
}

void
prints_free(struct prints *prints)
{
	int i;

	if (prints == NULL)
		return;
	for (i = 0; i < PRINTS_MAPPED; i++)
		if (prints->views[i].at != NULL)
			munmap(prints->views[i].at, SLOT_BYTES);
	if (prints->index != NULL)
		munmap(prints->index, SLOT_BYTES);
	if (prints->memory >= 0)
		close(prints->memory);
	free(prints);
}

/*
 * Maps a place of the memory, which a process that is forked to decode must
 * not have: it could change what pages are compared with. NULL: it cannot.
 */
static void *
map(const struct prints *prints, int place, struct err *err)
{
	void *at = mmap(NULL, SLOT_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED,
		prints->memory, (off_t)SLOT_BYTES * place);

	if (at != MAP_FAILED && madvise(at, SLOT_BYTES, MADV_DONTFORK) == 0)
		return at;
	err_errno(err, "no memory for a print");
	if (at != MAP_FAILED)
		munmap(at, SLOT_BYTES);
	return NULL;
}

/*
 * Locks of the memory's bytes, one for the index and one for each print. They
 * end with their process, so that one that dies blocks nobody.
 */
static bool
lock(const struct prints *prints, short type, int slot, struct err *err)
{
	struct flock range = {.l_type = type,
		.l_whence = SEEK_SET,
		.l_start = slot,
		.l_len = 1};
	int got;

	do {
		got = fcntl(prints->memory, F_SETLKW, &range);
	} while (got != 0 && errno == EINTR);
	return got == 0 || err_errno(err, "the prints cannot be locked");
}

#define INDEX_LOCK PRINTS_MOST

/* The place of a page, added if it is new; -1: no room or no lock. */
static int
find(struct prints *prints, uint16_t layout, int page, struct err *err)
{
	struct index *index;
	off_t size;
	int i, found = -1;

	if (prints->index == NULL)
		prints->index = map(prints, 0, err);
	index = prints->index;
	if (index == NULL || !lock(prints, F_WRLCK, INDEX_LOCK, err))
		return -1;
	for (i = 0; i < index->n && found < 0; i++)
		if (index->at[i].layout == layout && index->at[i].page == page)
			found = i;
	size = (off_t)SLOT_BYTES * (index->n + 2);
	if (found < 0 && index->n == PRINTS_MOST)
		err_set(err, ERR_SYSTEM,
			"more than %d layout pages in one batch; read fewer "
			"files at a time",
			PRINTS_MOST);
	else if (found < 0 && ftruncate(prints->memory, size) != 0)
		err_errno(err, "no memory for a print");
	else if (found < 0) {
		found = index->n;
		index->at[found].layout = layout;
		index->at[found].page = (uint16_t)page;
		index->n++;
	}
	return lock(prints, F_UNLCK, INDEX_LOCK, err) ? found : -1;
}

/* The view of a slot; another that was not asked for longest gives way. */
static struct print *
view_of(struct prints *prints, int slot, struct err *err)
{
	struct view *view = &prints->views[0];
	int i;

	for (i = 0; i < PRINTS_MAPPED; i++) {
		struct view *other = &prints->views[i];

		if (other->at != NULL && other->slot == slot) {
			other->asked = ++prints->asked;
			return other->at;
		}
		if (other->at == NULL ||
			(view->at != NULL && other->asked < view->asked))
			view = other;
	}
	if (view->at != NULL)
		munmap(view->at, SLOT_BYTES);
	*view = (struct view){.at = map(prints, slot + 1, err),
		.slot = slot,
		.asked = ++prints->asked};
	return view->at;
}

const struct print *
prints_get(struct prints *prints, uint16_t layout, int page, prints_maker *make,
	void *context, struct err *err)
{
	const int slot = find(prints, layout, page, err);
	struct print *print = slot < 0 ? NULL : view_of(prints, slot, err);
	struct entry *entry;
	bool ok;

	if (print == NULL)
		return NULL;
	entry = &prints->index->at[slot];
	if (entry->is_made)
		return print;
	if (!lock(prints, F_WRLCK, slot, err))
		return NULL;
	ok = entry->is_made || make(context, layout, page, print, err);
	if (ok)
		entry->is_made = true;
	if (!lock(prints, F_UNLCK, slot, ok ? err : NULL))
		ok = false;
	return ok ? print : NULL;
}
