/*
 * ctl_stats - the report of what was kept, for people.
 *
 * For ctl*.c only.  One thread.
 */
#ifndef CLI_CTL_STATS_H
#define CLI_CTL_STATS_H

#include "ctl.h"

void ctl_stats_show(const json_t *answer);

#endif
