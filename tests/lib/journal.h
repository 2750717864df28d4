/*
 * journal - what stands on stderr while a claim is tried: a pipe, as under systemd.  Little: what
 * does not fit into the pipe waits for ever.
 */
#ifndef TESTS_LIB_JOURNAL_H
#define TESTS_LIB_JOURNAL_H

#include <unistd.h>

#include "test.h"

struct journal {
	int saved, ends[2];
	char text[16384];
};

static inline void journal_open(struct journal *journal)
{
	assert_int_equal(pipe(journal->ends), 0);
	journal->saved = dup(STDERR_FILENO);
	assert_int_equal(dup2(journal->ends[1], STDERR_FILENO), STDERR_FILENO);
}

static inline const char *journal_close(struct journal *journal)
{
	ssize_t got;

	assert_int_equal(dup2(journal->saved, STDERR_FILENO), STDERR_FILENO);
	close(journal->saved);
	close(journal->ends[1]);
	got = read(journal->ends[0], journal->text, sizeof(journal->text) - 1);
	assert_true(got >= 0);
	journal->text[got] = '\0';
	close(journal->ends[0]);
	return journal->text;
}

#endif
