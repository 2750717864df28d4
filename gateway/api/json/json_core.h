/*
 * shape - what is kept, as JSON: each thing has one shape, wherever it is shown.
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
#include "store/people/households.h"
#include "store/people/notices.h"
#include "store/people/users.h"
#include "store/promises/promises.h"
#include "work/commands/command.h"

/* An id that may be 0: null. */
void json_core_id(json_t *object, const char *key, int64_t id);
/* "" is null. */
void json_core_word(json_t *object, const char *key, const char *word);

json_t *json_core_promise(struct db *db, const struct promise *promise);
/* With delivery and media. */
enum fault json_family_message(struct db *db, const struct message *message, json_t **shape) MUST_CHECK;
json_t *json_family_delivery(const struct delivery *delivery);
json_t *json_core_event(const struct event *event);
/* With its numbers and their consent. */
enum fault json_family_contact(struct db *db, const struct contact *contact, json_t **shape) MUST_CHECK;
/* With its guardians, students and schools. */
enum fault json_household(struct db *db, const struct household *household,
			   json_t **shape) MUST_CHECK;
json_t *json_household_student(struct db *db, const struct student *student);
/* {"id", "name"}, or null. */
void json_household_name(struct db *db, json_t *object, struct household_id id);
json_t *json_core_names(const char *joined);
json_t *json_core_user(const struct user *user);
json_t *json_core_notice(const struct notice *notice);
json_t *json_core_audit(const struct audit_row *row);
json_t *json_core_line(const struct line_state *line);
json_t *json_core_promise_counts(const struct promise_counts *counts);
json_t *json_core_outbox_counts(const struct outbox_counts *counts);
/* What an act brought about. */
json_t *json_core_result(enum command_kind kind, const struct command_result *result);


#endif
