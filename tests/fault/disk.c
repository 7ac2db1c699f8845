#include "tests/fault/disk.h"
#include "tests/tree.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SECTOR 512
#define FILES 4096
#define NAME_OPS 16384
#define NO_FILE (-1)
#define A_FOLDER (-2)

struct file {
	const struct tree_file *base; /* NULL: it was made later */
	const struct op **ops;
	size_t n, synced;
};

/* A name in a folder is set, removed or moved. */
struct name_op {
	char *folder;		 /* owned */
	const char *gone, *here; /* borrowed; NULL: none */
	int file;		 /* of here; or A_FOLDER */
	bool is_synced;
};

struct name {
	const char *path; /* borrowed */
	int file;
};

struct disk {
	struct file files[FILES];
	int n_files;
	struct name_op ops[NAME_OPS];
	size_t n_ops;
	struct name names[FILES]; /* as a running program sees them */
	size_t n_names;
	uint64_t random;
};

const char *
disk_loss_word(enum disk_loss loss)
{
	static const char *const words[] = {
		"all", "names", "subset", "reordered", "torn"};

	return words[loss];
}

static uint32_t
chance(struct disk *disk, uint32_t below)
{
	disk->random ^= disk->random << 13;
	disk->random ^= disk->random >> 7;
	disk->random ^= disk->random << 17;
	return (uint32_t)(disk->random >> 32) % below;
}

/* ----------------------------------------------------------------- names */

static struct name *
name_at(struct name *names, size_t n, const char *path)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (strcmp(names[i].path, path) == 0)
			return &names[i];
	return NULL;
}

static void
name_drop(struct name *names, size_t *n, const char *path)
{
	struct name *name = name_at(names, *n, path);

	if (name != NULL)
		*name = names[--*n];
}

static void
name_put(struct name *names, size_t *n, const char *path, int file)
{
	struct name *name = name_at(names, *n, path);

	if (name == NULL) {
		if (*n == FILES)
			exit(99);
		name = &names[(*n)++];
	}
	*name = (struct name){path, file};
}

static char *
folder_of(const char *path)
{
	char *copy = must_have(strdup(path)), *slash = strrchr(copy, '/');

	if (slash != NULL)
		*slash = '\0';
	else
		copy[0] = '\0';
	return copy;
}

static void
change_name(struct disk *disk, const char *gone, const char *here, int file)
{
	if (disk->n_ops == NAME_OPS)
		exit(99);
	disk->ops[disk->n_ops++] = (struct name_op){
		folder_of(gone != NULL ? gone : here), gone, here, file, false};
	if (gone != NULL)
		name_drop(disk->names, &disk->n_names, gone);
	if (here != NULL)
		name_put(disk->names, &disk->n_names, here, file);
}

static int
new_file(struct disk *disk, const struct tree_file *base)
{
	if (disk->n_files == FILES)
		exit(99);
	disk->files[disk->n_files] = (struct file){.base = base};
	return disk->n_files++;
}

static int
file_of(struct disk *disk, const char *path)
{
	const struct name *name = name_at(disk->names, disk->n_names, path);

	return name != NULL ? name->file : NO_FILE;
}

static void
sync_path(struct disk *disk, const char *path)
{
	const int file = file_of(disk, path);
	size_t i;

	if (file >= 0) {
		disk->files[file].synced = disk->files[file].n;
		return;
	}
	for (i = 0; i < disk->n_ops; i++)
		if (strcmp(disk->ops[i].folder, path) == 0)
			disk->ops[i].is_synced = true;
}

static void
run_op(struct disk *disk, const struct op *op, const char *root)
{
	const char *path = op_path(op) + strlen(root);
	int file;

	if (op->kind == OP_ACK)
		return;
	path += *path == '/';
	file = file_of(disk, path);
	switch (op->kind) {
	case OP_CREATE:
		change_name(disk, NULL, path, new_file(disk, NULL));
		break;
	case OP_MKDIR:
		change_name(disk, NULL, path, A_FOLDER);
		break;
	case OP_UNLINK:
		change_name(disk, path, NULL, NO_FILE);
		break;
	case OP_RENAME:
		change_name(disk, path,
			(const char *)op_data(op) + strlen(root) + 1, file);
		break;
	case OP_SYNC:
		sync_path(disk, path);
		break;
	default:
		if (file >= 0) {
			struct file *f = &disk->files[file];

			f->ops = must_have(realloc(
				f->ops, (f->n + 1) * sizeof(struct op *)));
			f->ops[f->n++] = op;
		}
	}
}

/* ----------------------------------------------------------------- bytes */

struct image {
	uint8_t *at;
	size_t len, room;
};

static void
image_size(struct image *image, size_t len)
{
	if (len > image->room) {
		image->room = len * 2;
		image->at = must_have(realloc(image->at, image->room));
	}
	if (len > image->len)
		memset(image->at + image->len, 0, len - image->len);
	image->len = len;
}

/* torn: of each sector one in two. */
static void
apply(struct disk *disk, struct image *image, const struct op *op, bool torn)
{
	size_t from = 0;

	if (op->kind == OP_CUT) {
		image_size(image, (size_t)op->at);
		return;
	}
	while (from < op->len) {
		const size_t at = (size_t)op->at + from;
		size_t n = SECTOR - at % SECTOR;

		if (n > op->len - from)
			n = op->len - from;
		if (!torn || chance(disk, 2) == 0) {
			if (at + n > image->len)
				image_size(image, at + n);
			memcpy(image->at + at,
				(const uint8_t *)op_data(op) + from, n);
		}
		from += n;
	}
}

static void
shuffle(struct disk *disk, const struct op **ops, size_t n)
{
	size_t i;

	for (i = n; i > 1; i--) {
		const size_t k = chance(disk, (uint32_t)i);
		const struct op *other = ops[k];

		ops[k] = ops[i - 1];
		ops[i - 1] = other;
	}
}

static void
bytes_after(struct disk *disk, struct file *file, enum disk_loss loss,
	struct image *image)
{
	size_t i, size;

	*image = (struct image){0};
	if (file->base != NULL) {
		image_size(image, file->base->len);
		memcpy(image->at, file->base->bytes, file->base->len);
	}
	for (i = 0; i < file->synced; i++)
		apply(disk, image, file->ops[i], false);
	size = image->len;
	if (loss == LOSS_REORDERED)
		shuffle(disk, file->ops + file->synced, file->n - file->synced);
	for (i = file->synced; i < file->n; i++) {
		const struct op *op = file->ops[i];

		if (op->kind == OP_WRITE && (size_t)op->at + op->len > size)
			size = (size_t)op->at + op->len;
		if (loss == LOSS_NAMES ||
			(loss == LOSS_TORN && op->kind == OP_WRITE) ||
			(loss != LOSS_ALL && chance(disk, 2) == 0))
			apply(disk, image, op, loss == LOSS_TORN);
	}
	if (loss != LOSS_NAMES && chance(disk, 4) == 0 && size > image->len)
		image_size(image, size);
}

/* ----------------------------------------------------------------- after */

/* How many of a folder's changes that were not synced survive. */
static size_t
survivors(struct disk *disk, const char *folder, enum disk_loss loss)
{
	size_t i, open = 0;

	for (i = 0; i < disk->n_ops; i++)
		open += !disk->ops[i].is_synced &&
			strcmp(disk->ops[i].folder, folder) == 0;
	if (open == 0 || loss == LOSS_ALL)
		return 0;
	return chance(disk, (uint32_t)open + 1);
}

static void
names_after(
	struct disk *disk, enum disk_loss loss, struct name *names, size_t *n)
{
	size_t i, k;

	for (i = 0; i < disk->n_ops; i++) {
		const char *folder = disk->ops[i].folder;
		size_t left;

		for (k = 0; k < i; k++)
			if (strcmp(disk->ops[k].folder, folder) == 0)
				break;
		if (k < i)
			continue; /* this folder is done */
		left = survivors(disk, folder, loss);
		for (k = i; k < disk->n_ops; k++) {
			const struct name_op *op = &disk->ops[k];

			if (strcmp(op->folder, folder) != 0)
				continue;
			if (!op->is_synced && left == 0)
				break;
			left -= !op->is_synced;
			if (op->gone != NULL)
				name_drop(names, n, op->gone);
			if (op->here != NULL)
				name_put(names, n, op->here, op->file);
		}
	}
}

/* Whether all folders above a path are there. */
static bool
can_be_reached(struct name *names, size_t n, const char *path)
{
	char *folder = folder_of(path);
	const bool yes =
		folder[0] == '\0' || (name_at(names, n, folder) != NULL &&
					     can_be_reached(names, n, folder));

	free(folder);
	return yes;
}

static int
by_path(const void *a, const void *b)
{
	return strcmp(
		((const struct name *)a)->path, ((const struct name *)b)->path);
}

void
disk_after(const struct tree *before, const struct op_log *log,
	const char *root, size_t cut, enum disk_loss loss, uint64_t seed,
	struct tree *after)
{
	struct disk *disk = must_have(calloc(1, sizeof(*disk)));
	struct name *names = must_have(calloc(FILES, sizeof(*names)));
	const struct op *op = op_first(log);
	size_t i, n;

	*after = (struct tree){0};
	disk->random = (seed + 1) * 0x9E3779B97F4A7C15u;
	for (i = 0; i < before->n; i++)
		name_put(disk->names, &disk->n_names, before->files[i].path,
			before->files[i].is_folder
				? A_FOLDER
				: new_file(disk, &before->files[i]));
	n = disk->n_names;
	memcpy(names, disk->names, n * sizeof(*names));
	for (i = 0; i < cut && op != NULL; i++, op = op_next(log, op))
		run_op(disk, op, root);
	names_after(disk, loss, names, &n);
	qsort(names, n, sizeof(*names), by_path);
	for (i = 0; i < n; i++) {
		struct image image;

		if (!can_be_reached(names, n, names[i].path))
			continue;
		if (names[i].file == A_FOLDER) {
			tree_add(after, names[i].path, 0700, NULL, 0);
			continue;
		}
		bytes_after(disk, &disk->files[names[i].file], loss, &image);
		tree_add(after, names[i].path, 0600,
			image.at != NULL ? (const void *)image.at : "",
			image.len);
		free(image.at);
	}
	for (i = 0; i < (size_t)disk->n_files; i++)
		free(disk->files[i].ops);
	for (i = 0; i < disk->n_ops; i++)
		free(disk->ops[i].folder);
	free(names);
	free(disk);
}
