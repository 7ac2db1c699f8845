/*
 * A folder with all that is in it, in memory. These end the program with a
 * sentence when the system refuses: there is nothing to test then.
 */
#ifndef SKAPA_TESTS_TREE_H
#define SKAPA_TESTS_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct tree_file {
	char *path; /* from the tree's root, without a slash before; owned */
	bool is_folder;
	mode_t mode;
	uint8_t *bytes; /* owned */
	size_t len;
};

struct tree {
	struct tree_file *files; /* a folder before what is in it; owned */
	size_t n;
};

void *must_have(void *memory);
void tree_load(struct tree *tree, const char *root);
/* Adds a copy; bytes NULL: a folder. */
void tree_add(struct tree *tree, const char *path, mode_t mode,
	const void *bytes, size_t len);
/* Makes root anew with exactly what is in tree. */
void tree_write(const struct tree *tree, const char *root);
/* Whether root holds exactly what is in tree, by path, kind and bytes. */
bool tree_is(const struct tree *tree, const char *root);
void tree_finish(struct tree *tree);
void tree_remove(const char *root);
/* Whether there is a file whose name has `part` in it; its path goes to found.
 */
bool tree_has(const char *root, const char *part, char *found, size_t size);

#endif
