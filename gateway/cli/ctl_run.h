/*
 * ctl_run - the whole of one verb: asked, shown, complained about.
 *
 * For ctl*.c only.  One thread.
 */
#ifndef CLI_CTL_RUN_H
#define CLI_CTL_RUN_H

#include "ctl.h"

/* An exit code (fault_exit_code). */
int ctl_run_one(const struct ctl *ctl, const struct verb *verb);
int ctl_run_lines(const struct ctl *ctl, const struct verb *verb);
int ctl_run_complain(enum fault fault, const struct note *note);

#endif
