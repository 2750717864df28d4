/*
 * ctl_ask - one question over the control socket, and its answer.
 *
 * For ctl*.c only.  One thread.
 */
#ifndef CLI_CTL_ASK_H
#define CLI_CTL_ASK_H

#include "ctl.h"

struct question {
	const char *method, *path;
	struct str body;
};

/* An answer that is no 2xx becomes its own fault, message and all.  The caller owns
 * *answer. */
enum fault ctl_ask(const struct ctl *ctl, const struct question *question, json_t **answer,
		   struct note *note) MUST_CHECK;

#endif
