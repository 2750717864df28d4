/*
 * scratch - a folder for the files of one test, gone afterwards.
 */
#ifndef TESTS_I18N_SCRATCH_H
#define TESTS_I18N_SCRATCH_H

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"

static char scratch[] = "/tmp/hearback-i18n-XXXXXX";

static inline int scratch_new(void **state)
{
	(void)state;
	return mkdtemp(scratch) == NULL;
}

static inline const char *scratch_path(const char *name)
{
	static char path[200];

	snprintf(path, sizeof(path), "%s/%s", scratch, name);
	return path;
}

static inline void scratch_write(const char *name, const char *text)
{
	FILE *file = fopen(scratch_path(name), "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static inline void scratch_remove(const char *name)
{
	(void)unlink(scratch_path(name));
}

static inline int scratch_free(void **state)
{
	(void)state;
	return rmdir(scratch);
}

#endif
