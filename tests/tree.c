#include "tests/tree.h"

#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* nftw takes no argument for its function. */
static struct tree *loading;
static size_t root_length;
static const char *wanted;
static char *found_at;
static size_t found_size;

static void
stop(const char *what)
{
	perror(what);
	exit(99);
}

void *
must_have(void *memory)
{
	if (memory == NULL)
		stop("memory");
	return memory;
}

void
tree_add(struct tree *tree, const char *path, mode_t mode, const void *bytes,
	size_t len)
{
	struct tree_file *file;

	tree->files = must_have(
		realloc(tree->files, (tree->n + 1) * sizeof(*tree->files)));
	file = &tree->files[tree->n++];
	*file = (struct tree_file){must_have(strdup(path)), bytes == NULL, mode,
		must_have(malloc(len + 1)), len};
	if (len > 0)
		memcpy(file->bytes, bytes, len);
}

static int
load_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	uint8_t *bytes;
	int fd;

	(void)ftw;
	if (strlen(path) == root_length)
		return 0;
	if (type == FTW_D) {
		tree_add(loading, path + root_length + 1, st->st_mode, NULL, 0);
		return 0;
	}
	bytes = must_have(malloc((size_t)st->st_size + 1));
	fd = open(path, O_RDONLY);
	if (fd < 0 ||
		read(fd, bytes, (size_t)st->st_size) != (ssize_t)st->st_size)
		stop(path);
	close(fd);
	tree_add(loading, path + root_length + 1, st->st_mode, bytes,
		(size_t)st->st_size);
	free(bytes);
	return 0;
}

void
tree_load(struct tree *tree, const char *root)
{
	*tree = (struct tree){0};
	loading = tree;
	root_length = strlen(root);
	if (nftw(root, load_one, 16, FTW_PHYS) != 0)
		stop(root);
}

void
tree_write(const struct tree *tree, const char *root)
{
	char path[4096];
	size_t i;

	tree_remove(root);
	if (mkdir(root, 0700) != 0)
		stop(root);
	for (i = 0; i < tree->n; i++) {
		const struct tree_file *file = &tree->files[i];
		int fd;

		snprintf(path, sizeof(path), "%s/%s", root, file->path);
		if (file->is_folder) {
			if (mkdir(path, file->mode & 0777) != 0)
				stop(path);
			continue;
		}
		fd = open(path, O_WRONLY | O_CREAT | O_EXCL, file->mode & 0777);
		if (fd < 0 ||
			write(fd, file->bytes, file->len) != (ssize_t)file->len)
			stop(path);
		close(fd);
	}
}

static const struct tree_file *
find(const struct tree *tree, const char *path)
{
	size_t i;

	for (i = 0; i < tree->n; i++) {
		if (strcmp(tree->files[i].path, path) == 0)
			return &tree->files[i];
	}
	return NULL;
}

bool
tree_is(const struct tree *tree, const char *root)
{
	struct tree now;
	bool same;
	size_t i;

	tree_load(&now, root);
	same = now.n == tree->n;
	for (i = 0; i < tree->n && same; i++) {
		const struct tree_file *a = &tree->files[i];
		const struct tree_file *b = find(&now, a->path);

		same = b != NULL && a->is_folder == b->is_folder &&
		       a->len == b->len &&
		       (a->len == 0 || memcmp(a->bytes, b->bytes, a->len) == 0);
	}
	tree_finish(&now);
	return same;
}

void
tree_finish(struct tree *tree)
{
	size_t i;

	for (i = 0; i < tree->n; i++) {
		free(tree->files[i].path);
		free(tree->files[i].bytes);
	}
	free(tree->files);
	*tree = (struct tree){0};
}

static int
remove_any(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

void
tree_remove(const char *root)
{
	struct stat st;

	if (stat(root, &st) == 0 &&
		nftw(root, remove_any, 16, FTW_DEPTH | FTW_PHYS) != 0)
		stop(root);
}

static int
look_at(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	if (strstr(path + ftw->base, wanted) == NULL)
		return 0;
	snprintf(found_at, found_size, "%s", path);
	return 1;
}

bool
tree_has(const char *root, const char *part, char *found, size_t size)
{
	wanted = part;
	found_at = found;
	found_size = size;
	return nftw(root, look_at, 16, FTW_PHYS) == 1;
}
