/*
 * aborts - does a call trip an assert at its door?  Tried in a child, which is silent.
 */
#ifndef TESTS_LIB_ABORTS_H
#define TESTS_LIB_ABORTS_H

#include "test.h"

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

static inline bool aborts(void (*call)(void *data), void *data)
{
	pid_t child = fork();
	int status = 0;

	assert_true(child >= 0);
	if (child == 0) {
		/* cmocka's own handler would make a failed test of it */
		signal(SIGABRT, SIG_DFL);
		if (!freopen("/dev/null", "w", stderr))
			_exit(1);
		call(data);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

#endif
