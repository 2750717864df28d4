/*
 * ctl_show - how the answers are shown that are no tables: a verb's `show` each.
 *
 * For ctl*.c only.  One thread.
 */
#ifndef CLI_CTL_SHOW_H
#define CLI_CTL_SHOW_H

#include "ctl.h"

void ctl_show_status(const json_t *answer);
void ctl_show_trace(const json_t *answer);
void ctl_show_route(const json_t *answer);
void ctl_show_lines(const json_t *answer);
void ctl_show_import(const json_t *answer);
void ctl_show_calendar(const json_t *answer);
void ctl_show_revoked(const json_t *answer);
void ctl_show_token(const json_t *answer);
void ctl_show_audit(const json_t *answer);
void ctl_show_act(const json_t *answer);
void ctl_show_emergency(const json_t *answer);
void ctl_show_user(const json_t *answer);
void ctl_show_clock(const json_t *answer);
void ctl_show_done(const json_t *answer);

#endif
