/*
 * json_rulesets - rule books, findings and replays as JSON.
 *
 * Ownership: the caller owns what comes back.
 * Threads: any.
 */
#ifndef API_JSON_RULESETS_H
#define API_JSON_RULESETS_H

#include "base/json.h"
#include "domain/rules/rule_read.h"
#include "store/promises/rulebooks.h"
#include "work/rulesets/replay.h"
#include "work/rulesets/ruleset_migrate.h"

/* The same object as the document: a list of rules. */
json_t *json_rulesets_list(const struct rule_book *book);
json_t *json_rulesets_topics(const struct rule_book *book);
/* `in_force`: the version that is. */
json_t *json_rulesets_rulebook(const struct rulebook *book, int in_force, int64_t now);
json_t *json_rulesets_findings(const struct rule_findings *findings);
/* {"to", "moved", "unchanged", "items", "refused"} */
json_t *json_rulesets_move(const struct ruleset_move *move);
json_t *json_rulesets_replay(const struct replay_report *report, const struct rule_book *book);

#endif
