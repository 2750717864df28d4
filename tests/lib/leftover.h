/*
 * leftover - what a unit test makes on the disk goes with its program: also when a claim failed, so that
 * the end of the test was never reached.
 *
 * test.h gives these names to mkdtemp and mkstemp: no test has to remember it.
 */
#ifndef TESTS_LIB_LEFTOVER_H
#define TESTS_LIB_LEFTOVER_H

#include <ftw.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

/* unistd.h has names that tests give their own functions (read). */
pid_t getpid(void);

/* The programs that make most make a few hundred. */
enum { LEFTOVER_NAMES = 1024, LEFTOVER_NAME = 96 };

struct leftover {
	pid_t owner;                              /* a child that ends takes nothing away */
	size_t count;
	char names[LEFTOVER_NAMES][LEFTOVER_NAME];
};

static inline struct leftover *leftover_all(void)
{
	static struct leftover all;

	return &all;
}

static inline int leftover_remove(const char *path, const struct stat *facts, int kind, struct FTW *where)
{
	(void)facts;
	(void)kind;
	(void)where;
	(void)!remove(path); /* what cannot be removed keeps nothing else */
	return 0;
}

/* The names, and what lies beside them with more behind: a lock, a second ledger. */
static inline void leftover_clear(void)
{
	struct leftover *all = leftover_all();
	char pattern[LEFTOVER_NAME + 2];
	glob_t found;

	for (size_t i = 0; i < all->count && all->owner == getpid(); i++) {
		snprintf(pattern, sizeof(pattern), "%s*", all->names[i]);
		if (glob(pattern, GLOB_NOSORT, NULL, &found) != 0)
			continue;
		for (size_t k = 0; k < found.gl_pathc; k++)
			nftw(found.gl_pathv[k], leftover_remove, 16, FTW_DEPTH | FTW_PHYS);
		globfree(&found);
	}
}

static inline void leftover_keep(const char *name)
{
	struct leftover *all = leftover_all();

	if (!name || all->count == LEFTOVER_NAMES || strlen(name) >= LEFTOVER_NAME)
		return;
	if (all->count == 0) {
		all->owner = getpid();
		atexit(leftover_clear);
	}
	strcpy(all->names[all->count++], name);
}

static inline char *leftover_folder(char *pattern)
{
	char *made = mkdtemp(pattern);

	leftover_keep(made);
	return made;
}

static inline int leftover_file(char *pattern)
{
	int fd = mkstemp(pattern);

	leftover_keep(fd < 0 ? NULL : pattern);
	return fd;
}

#define mkdtemp(pattern) leftover_folder(pattern)
#define mkstemp(pattern) leftover_file(pattern)

#endif
