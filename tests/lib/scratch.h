/*
 * scratch - what a unit test makes on the disk goes with its program: also when a claim failed, so that
 * the end of the test was never reached.
 *
 * test.h gives these names to mkdtemp and mkstemp: no test has to remember it.
 */
#ifndef TESTS_LIB_SCRATCH_H
#define TESTS_LIB_SCRATCH_H

#include <ftw.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

/* unistd.h has names that tests give their own functions (read). */
pid_t getpid(void);

/* The programs that make most make a few hundred. */
enum { SCRATCH_NAMES = 1024, SCRATCH_NAME = 96 };

struct scratch {
	pid_t owner;                              /* a child that ends takes nothing away */
	size_t count;
	char names[SCRATCH_NAMES][SCRATCH_NAME];
};

static inline struct scratch *scratch_all(void)
{
	static struct scratch all;

	return &all;
}

static inline int scratch_remove(const char *path, const struct stat *facts, int kind, struct FTW *where)
{
	(void)facts;
	(void)kind;
	(void)where;
	(void)!remove(path); /* what cannot be removed keeps nothing else */
	return 0;
}

/* The names, and what lies beside them with more behind: a lock, a second ledger. */
static inline void scratch_clear(void)
{
	struct scratch *all = scratch_all();
	char pattern[SCRATCH_NAME + 2];
	glob_t found;

	for (size_t i = 0; i < all->count && all->owner == getpid(); i++) {
		snprintf(pattern, sizeof(pattern), "%s*", all->names[i]);
		if (glob(pattern, GLOB_NOSORT, NULL, &found) != 0)
			continue;
		for (size_t k = 0; k < found.gl_pathc; k++)
			nftw(found.gl_pathv[k], scratch_remove, 16, FTW_DEPTH | FTW_PHYS);
		globfree(&found);
	}
}

static inline void scratch_keep(const char *name)
{
	struct scratch *all = scratch_all();

	if (!name || all->count == SCRATCH_NAMES || strlen(name) >= SCRATCH_NAME)
		return;
	if (all->count == 0) {
		all->owner = getpid();
		atexit(scratch_clear);
	}
	strcpy(all->names[all->count++], name);
}

static inline char *scratch_folder(char *pattern)
{
	char *made = mkdtemp(pattern);

	scratch_keep(made);
	return made;
}

static inline int scratch_file(char *pattern)
{
	int fd = mkstemp(pattern);

	scratch_keep(fd < 0 ? NULL : pattern);
	return fd;
}

#define mkdtemp(pattern) scratch_folder(pattern)
#define mkstemp(pattern) scratch_file(pattern)

#endif
