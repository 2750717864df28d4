/*
 * terminal - what a call prints to stdout and stderr, kept instead of shown.
 *
 *	terminal_open(&terminal);
 *	code = ctl_run_one(…);
 *	terminal_close(&terminal);      → terminal.out, terminal.err
 */
#ifndef TESTS_CLI_TERMINAL_H
#define TESTS_CLI_TERMINAL_H

#include "tests/lib/fine.h"

#include <stdio.h>
#include <unistd.h>

struct terminal {
	int saved[2];
	FILE *files[2];
	char out[64 * 1024], err[4096];
};

static inline void terminal_open(struct terminal *terminal)
{
	fflush(stdout);
	fflush(stderr);
	for (int i = 0; i < 2; i++) {
		terminal->saved[i] = dup(STDOUT_FILENO + i);
		terminal->files[i] = tmpfile();
		assert_non_null(terminal->files[i]);
		assert_int_equal(dup2(fileno(terminal->files[i]), STDOUT_FILENO + i), STDOUT_FILENO + i);
	}
}

static inline void terminal_close(struct terminal *terminal)
{
	char *const into[] = { terminal->out, terminal->err };
	const size_t room[] = { sizeof(terminal->out), sizeof(terminal->err) };

	fflush(stdout);
	fflush(stderr);
	for (int i = 0; i < 2; i++) {
		size_t got;

		assert_int_equal(dup2(terminal->saved[i], STDOUT_FILENO + i), STDOUT_FILENO + i);
		close(terminal->saved[i]);
		rewind(terminal->files[i]);
		got = fread(into[i], 1, room[i] - 1, terminal->files[i]);
		into[i][got] = '\0';
		fclose(terminal->files[i]);
	}
}

#endif
