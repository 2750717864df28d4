/*
 * overhear - what the log says while a test does something.
 */
#ifndef TESTS_UNIT_API_OVERHEAR_H
#define TESTS_UNIT_API_OVERHEAR_H

#include "tests/lib/test.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/log.h"

struct overhear {
	FILE *file;
	int stderr_fd;
	char text[64 * 1024];
};

/* From now on the log goes to us alone. */
static inline void overhear_begin(struct overhear *overhear)
{
	overhear->file = tmpfile();
	assert_non_null(overhear->file);
	overhear->stderr_fd = dup(STDERR_FILENO);
	assert_true(dup2(fileno(overhear->file), STDERR_FILENO) >= 0);
	log_set_level(LOG_INFO);
}

/* All of it; and the log goes where it went. */
static inline const char *overhear_end(struct overhear *overhear)
{
	size_t got;

	log_set_level(LOG_ALARM);
	assert_true(dup2(overhear->stderr_fd, STDERR_FILENO) >= 0);
	close(overhear->stderr_fd);
	rewind(overhear->file);
	got = fread(overhear->text, 1, sizeof(overhear->text) - 1, overhear->file);
	overhear->text[got] = '\0';
	fclose(overhear->file);
	return overhear->text;
}

static inline int overhear_count(const char *text, const char *part)
{
	int count = 0;

	for (; (text = strstr(text, part)); text++)
		count++;
	return count;
}

#endif
