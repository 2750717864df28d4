/*
 * ctl_verbs - the table of verbs: what is asked, and how the answer is shown.
 *
 * For ctl*.c only.  One thread.
 */
#ifndef CLI_CTL_VERBS_H
#define CLI_CTL_VERBS_H

#include <stdio.h>

#include "ctl.h"

/* Ends without words; here for the tests, which try every row. */
extern const struct verb ctl_verbs[];

/* The verb of a command line; *used words were its name.  NULL: none. */
const struct verb *ctl_verb_find(int argc, char **argv, int *used);
/* All of them, or those that begin with that word; returns how many. */
int ctl_verbs_print(FILE *file, const char *first);
/* The value of an option, NULL when it was not given. */
const char *ctl_verb_option(const struct ctl *ctl, const char *name);
/* What a verb sends.  FAULT_INVALID with a reason for people. */
enum fault ctl_verb_path(const struct ctl *ctl, const struct verb *verb, struct buf *into,
		    struct note *note) MUST_CHECK;
enum fault ctl_verb_body(const struct ctl *ctl, const struct verb *verb, struct buf *into,
		    struct note *note) MUST_CHECK;

#endif
