/*
 * ctl_rules - the verbs of follow-up rules: shown, checked, sent, replayed.
 *
 * For ctl*.c only.  One thread.
 */
#ifndef CLI_CTL_RULES_H
#define CLI_CTL_RULES_H

#include "ctl.h"

/* What a verb's `show` gets. */
void ctl_rules_show_published(const json_t *answer);
void ctl_rules_show_document(const json_t *answer);
void ctl_rules_show(const json_t *answer);
void ctl_rules_show_replay(const json_t *answer);
/* Exit codes; the document is the first argument's file. */
int ctl_rules_check(const struct ctl *ctl, const struct verb *verb);
int ctl_rules_send(const struct ctl *ctl, const struct verb *verb);

#endif
