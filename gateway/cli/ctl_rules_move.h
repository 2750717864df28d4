/*
 * ctl_rules_move - open promises go to the rules that hold now, some or all.
 *
 * For ctl*.c only.  One thread.
 */
#ifndef CLI_CTL_RULES_MOVE_H
#define CLI_CTL_RULES_MOVE_H

#include "ctl.h"

/* An exit code. */
int ctl_rules_move(const struct ctl *ctl, const struct verb *verb);

#endif
