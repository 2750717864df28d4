/*
 * json_core - what is kept, as JSON: each thing has one shape, wherever it is shown.
 *
 * openapi.json describes these shapes.  Times are RFC 3339, ids strings, 0 is null.
 * Names of owners and contacts are looked up on the way (`db`).
 *
 * Ownership: the caller owns what comes back.
 * Threads: the connection's.
 */
#ifndef API_JSON_CORE_H
#define API_JSON_CORE_H

#include "base/json.h"
#include "store/log/audit.h"
#include "store/log/events.h"
#include "store/messaging/deliveries.h"
#include "store/people/notices.h"
#include "store/people/users.h"
#include "store/promises/promises.h"
#include "work/txn/core.h"

/* An id that may be 0: null. */
void json_core_id(json_t *object, const char *key, int64_t id);
/* "" is null. */
void json_core_word(json_t *object, const char *key, const char *word);
/* "waits": {"code", "sentence"} or null; and "waits_for", the sentence alone, as 0.1.0 had
 * it (CHANGELOG.md). */
void json_core_waits(json_t *object, enum wait_reason reason);

json_t *json_core_promise(struct db *db, const struct promise *promise);
json_t *json_core_event(const struct event *event);
/* "es,so" as a list. */
json_t *json_core_names(const char *joined);
json_t *json_core_user(const struct user *user);
json_t *json_core_notice(const struct notice *notice);
json_t *json_core_audit(const struct audit_row *row);
json_t *json_core_line(const struct line_state *line);
json_t *json_core_promise_counts(const struct promise_counts *counts);
json_t *json_core_outbox_counts(const struct outbox_counts *counts);


#endif
