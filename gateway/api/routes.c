#include "routes.h"

#include <string.h>

#include "api/handlers/event_stream.h"
#include "api/handlers/handle_calendar.h"
#include "api/handlers/handle_contacts.h"
#include "api/handlers/handle_emergencies.h"
#include "api/handlers/handle_households.h"
#include "api/handlers/handle_lines.h"
#include "api/handlers/handle_log.h"
#include "api/handlers/handle_messages.h"
#include "api/handlers/handle_promises.h"
#include "api/handlers/handle_reports.h"
#include "api/handlers/handle_rules.h"
#include "api/handlers/handle_rules_move.h"
#include "api/handlers/handle_staff.h"
#include "api/handlers/handle_students.h"
#include "api/handlers/handle_tokens.h"
#include "api/handlers/handle_users.h"
#include "api/import/import.h"
#include "api/import/import_apply.h"
#include "api/ops/control.h"
#include "api/ops/control_daemon.h"
#include "api/ops/health.h"
#include "api/ops/metrics.h"
#include "api/ops/openapi.h"
#include "api/webhooks/hooks.h"
#include "wire/endpoint.h"
#include "work/commands/calendar_commands.h"
#include "work/commands/contact_commands.h"
#include "work/commands/emergency_commands.h"
#include "work/commands/household_commands.h"
#include "work/commands/line_commands.h"
#include "work/commands/promise_commands.h"
#include "work/commands/ruleset_commands.h"
#include "work/commands/staff_commands.h"
#include "work/commands/student_commands.h"
#include "work/commands/text_commands.h"
#include "work/commands/token_commands.h"

/* Of a row: the command it leads to, which writes its own audit row; or the word of the audit
 * row that is written before `act`; or neither. */
#define LEADS(row) .command = &row
#define AUDITED(word) .audit = word
#define PLAIN .audit = NULL
/* What an operator asks when the ledger is the trouble: told without it. */
#define TOLD .is_told = true
/* What an operator does then. */
#define RESCUES(word) .audit = word, .is_rescue = true
/* Families' texts, and who asks whether we live: heard whatever the others do. */
#define KEPT .is_kept = true

/* L: a look that may take seconds never takes the last reader.
 * name, method, path, access, at, body ceiling, what it leads to, look, act */
#define ROUTES(X, L)                                                                    \
	X(hook_message, POST, "/hooks/{adapter}/message",                               \
	  ACCESS_OPEN, AT_PUBLIC, BODY_HOOK, KEPT, NULL, hook_message)                  \
	X(hook_message_status, POST, "/hooks/{adapter}/message-status/{token}",         \
	  ACCESS_OPEN, AT_PUBLIC, BODY_HOOK, KEPT, NULL, hook_message_status)           \
	X(healthz, GET, "/healthz",                                                     \
	  ACCESS_OPEN, AT_BOTH, BODY_SMALL, KEPT, NULL, health_live)                    \
	X(readyz, GET, "/readyz",                                                       \
	  ACCESS_OPEN, AT_BOTH, BODY_SMALL, KEPT, NULL, health_ready)                   \
	X(metrics, GET, "/metrics",                                                     \
	  ACCESS_OPEN, AT_BOTH, BODY_SMALL, TOLD, metrics_look, metrics_show)           \
	X(practice, GET, "/practice",                                                   \
	  ACCESS_OPEN, AT_PUBLIC, BODY_SMALL, PLAIN, NULL, health_practice)             \
	X(openapi, GET, "/api/v1/openapi.json",                                         \
	  ACCESS_OPEN, AT_BOTH, BODY_SMALL, PLAIN, NULL, openapi_show)                  \
	X(promises, GET, "/api/v1/promises",                                            \
	  ACCESS_VIEWER, AT_BOTH, BODY_SMALL, PLAIN, handle_promises_list, NULL)        \
	X(promise, GET, "/api/v1/promises/{id}",                                        \
	  ACCESS_VIEWER, AT_BOTH, BODY_SMALL, AUDITED("conversation.view"),             \
	  handle_promise_get, NULL)                                                     \
	X(promise_take, POST, "/api/v1/promises/{id}/take",                             \
	  ACCESS_LIAISON, AT_BOTH, BODY_SMALL, LEADS(promise_command_take),             \
	  NULL, handle_promise_take)                                                    \
	X(promise_answer, POST, "/api/v1/promises/{id}/answer",                         \
	  ACCESS_LIAISON, AT_BOTH, BODY_SMALL, LEADS(text_command_answer),              \
	  NULL, handle_promise_answer)                                                  \
	X(promise_excuse, POST, "/api/v1/promises/{id}/excuse",                         \
	  ACCESS_LIAISON, AT_BOTH, BODY_SMALL, LEADS(promise_command_excuse),           \
	  NULL, handle_promise_excuse)                                                  \
	X(promise_consent, POST, "/api/v1/promises/{id}/consent",                       \
	  ACCESS_LIAISON, AT_BOTH, BODY_SMALL, LEADS(promise_command_consent),          \
	  NULL, handle_promise_consent)                                                 \
	X(promise_note, POST, "/api/v1/promises/{id}/note",                             \
	  ACCESS_LIAISON, AT_BOTH, BODY_SMALL, LEADS(promise_command_note),             \
	  NULL, handle_promise_note)                                                    \
	X(message_send, POST, "/api/v1/messages",                                       \
	  ACCESS_LIAISON, AT_BOTH, BODY_SMALL, LEADS(text_command_send),                \
	  NULL, handle_message_send)                                                    \
	X(message, GET, "/api/v1/messages/{id}",                                        \
	  ACCESS_VIEWER, AT_BOTH, BODY_SMALL, AUDITED("conversation.view"),             \
	  handle_message_get, NULL)                                                     \
	X(emergencies, GET, "/api/v1/emergencies",                                      \
	  ACCESS_ADMINISTRATOR, AT_BOTH, BODY_SMALL, PLAIN,                             \
	  handle_emergencies_list, NULL)                                                \
	X(emergency_ask, POST, "/api/v1/emergencies",                                   \
	  ACCESS_ADMINISTRATOR, AT_BOTH, BODY_SMALL, LEADS(emergency_command_ask),      \
	  NULL, handle_emergency_ask)                                                   \
	X(emergency_approve, POST, "/api/v1/emergencies/{id}/approve",                  \
	  ACCESS_ADMINISTRATOR, AT_BOTH, BODY_SMALL, LEADS(emergency_command_approve),  \
	  NULL, handle_emergency_approve)                                               \
	X(emergency_reject, POST, "/api/v1/emergencies/{id}/reject",                    \
	  ACCESS_ADMINISTRATOR, AT_BOTH, BODY_SMALL, LEADS(emergency_command_reject),   \
	  NULL, handle_emergency_reject)                                                \
	X(contacts, GET, "/api/v1/contacts",                                            \
	  ACCESS_VIEWER, AT_BOTH, BODY_SMALL, PLAIN, handle_contacts_list, NULL)        \
	X(contact_add, POST, "/api/v1/contacts",                                        \
	  ACCESS_LIAISON, AT_BOTH, BODY_SMALL, LEADS(contact_command_put),              \
	  handle_contact_is_new, handle_contact_add)                                    \
	X(contact, GET, "/api/v1/contacts/{id}",                                        \
	  ACCESS_VIEWER, AT_BOTH, BODY_SMALL, PLAIN, handle_contact_get, NULL)          \
	X(contact_put, PUT, "/api/v1/contacts/{id}",                                    \
	  ACCESS_LIAISON, AT_BOTH, BODY_SMALL, LEADS(contact_command_put),              \
	  handle_contact_put_look, handle_contact_put)                                  \
	X(contact_patch, PATCH, "/api/v1/contacts/{id}",                                \
	  ACCESS_LIAISON, AT_BOTH, BODY_SMALL, LEADS(contact_command_put),              \
	  handle_contact_patch_look, handle_contact_put)                                \
	X(households, GET, "/api/v1/households",                                        \
	  ACCESS_VIEWER, AT_BOTH, BODY_SMALL, PLAIN, handle_households_list, NULL)      \
	X(household_add, POST, "/api/v1/households",                                    \
	  ACCESS_LIAISON, AT_BOTH, BODY_SMALL, LEADS(household_command_put),            \
	  handle_household_is_new, handle_household_add)                                \
	X(household, GET, "/api/v1/households/{id}",                                    \
	  ACCESS_VIEWER, AT_BOTH, BODY_SMALL, PLAIN, handle_household_get, NULL)        \
	X(household_patch, PATCH, "/api/v1/households/{id}",                            \
	  ACCESS_LIAISON, AT_BOTH, BODY_SMALL, LEADS(household_command_put),            \
	  handle_household_look, handle_household_put)                                  \
	X(students, GET, "/api/v1/students",                                            \
	  ACCESS_VIEWER, AT_BOTH, BODY_SMALL, PLAIN, handle_students_list, NULL)        \
	X(student_add, POST, "/api/v1/students",                                        \
	  ACCESS_LIAISON, AT_BOTH, BODY_SMALL, LEADS(student_command_put),              \
	  handle_student_is_new, handle_student_add)                                    \
	X(student_patch, PATCH, "/api/v1/students/{id}",                                \
	  ACCESS_LIAISON, AT_BOTH, BODY_SMALL, LEADS(student_command_put),              \
	  handle_student_look, handle_student_put)                                      \
	X(student_remove, DELETE, "/api/v1/students/{id}",                              \
	  ACCESS_LIAISON, AT_BOTH, BODY_SMALL, LEADS(student_command_remove),           \
	  NULL, handle_student_remove)                                                  \
	X(schools, GET, "/api/v1/schools",                                              \
	  ACCESS_VIEWER, AT_BOTH, BODY_SMALL, PLAIN, handle_household_schools, NULL)    \
	X(lines, GET, "/api/v1/lines",                                                  \
	  ACCESS_VIEWER, AT_BOTH, BODY_SMALL, PLAIN, NULL, handle_lines_list)           \
	X(line_pause, POST, "/api/v1/lines/{id}/pause",                                 \
	  ACCESS_ADMINISTRATOR, AT_BOTH, BODY_SMALL, LEADS(line_command_pause),         \
	  NULL, handle_line_pause)                                                      \
	X(line_resume, POST, "/api/v1/lines/{id}/resume",                               \
	  ACCESS_ADMINISTRATOR, AT_BOTH, BODY_SMALL, LEADS(line_command_resume),        \
	  NULL, handle_line_resume)                                                     \
	X(users, GET, "/api/v1/users",                                                  \
	  ACCESS_ADMINISTRATOR, AT_BOTH, BODY_SMALL, PLAIN, handle_users_list, NULL)    \
	X(user_add, POST, "/api/v1/users",                                              \
	  ACCESS_ADMINISTRATOR, AT_BOTH, BODY_SMALL, LEADS(staff_command_add),          \
	  NULL, handle_user_add)                                                        \
	X(user_disable, POST, "/api/v1/users/{id}/disable",                             \
	  ACCESS_ADMINISTRATOR, AT_BOTH, BODY_SMALL, LEADS(staff_command_disable),      \
	  handle_user_find, handle_user_disable)                                        \
	X(user_set, PATCH, "/api/v1/users/{id}",                                        \
	  ACCESS_ADMINISTRATOR, AT_BOTH, BODY_SMALL, LEADS(staff_command_set),          \
	  handle_staff_set_look, handle_staff_set)                                      \
	X(absences, GET, "/api/v1/users/{id}/absences",                                 \
	  ACCESS_ADMINISTRATOR, AT_BOTH, BODY_SMALL, PLAIN, handle_staff_absences, NULL) \
	X(user_absent, POST, "/api/v1/users/{id}/absences",                             \
	  ACCESS_ADMINISTRATOR, AT_BOTH, BODY_SMALL, LEADS(staff_command_absent),       \
	  handle_staff_absent_look, handle_staff_absent)                                \
	X(user_back, POST, "/api/v1/users/{id}/back",                                   \
	  ACCESS_ADMINISTRATOR, AT_BOTH, BODY_SMALL, LEADS(staff_command_back),         \
	  handle_user_find, handle_staff_back)                                          \
	X(user_enable, POST, "/api/v1/users/{id}/enable",                               \
	  ACCESS_ADMINISTRATOR, AT_BOTH, BODY_SMALL, LEADS(staff_command_enable),       \
	  handle_user_find, handle_user_enable)                                         \
	X(tokens, GET, "/api/v1/tokens",                                                \
	  ACCESS_ADMINISTRATOR, AT_BOTH, BODY_SMALL, PLAIN, handle_tokens_list, NULL)   \
	X(token_add, POST, "/api/v1/users/{id}/tokens",                                 \
	  ACCESS_ADMINISTRATOR, AT_BOTH, BODY_SMALL, LEADS(token_command_issue),        \
	  handle_token_add_look, handle_token_add)                                      \
	X(tokens_revoke, DELETE, "/api/v1/users/{id}/tokens",                           \
	  ACCESS_ADMINISTRATOR, AT_BOTH, BODY_SMALL, LEADS(token_command_revoke),       \
	  handle_tokens_revoke_look, handle_token_revoke)                               \
	X(token_revoke, DELETE, "/api/v1/tokens/{id}",                                  \
	  ACCESS_ADMINISTRATOR, AT_BOTH, BODY_SMALL, LEADS(token_command_revoke),       \
	  handle_token_revoke_look, handle_token_revoke)                                \
	L(report_promises, GET, "/api/v1/reports/promises",                             \
	  ACCESS_VIEWER, AT_BOTH, BODY_SMALL, PLAIN, handle_report_promises, NULL)      \
	X(rules, GET, "/api/v1/rules",                                                  \
	  ACCESS_VIEWER, AT_BOTH, BODY_SMALL, PLAIN, handle_rules_list, NULL)           \
	X(rules_history, GET, "/api/v1/rules/history",                                  \
	  ACCESS_VIEWER, AT_BOTH, BODY_SMALL, PLAIN, handle_rules_history, NULL)        \
	L(rules_check, POST, "/api/v1/rules/check",                                     \
	  ACCESS_ADMINISTRATOR, AT_BOTH, BODY_HOOK, PLAIN, handle_rules_check, NULL)      \
	L(rules_replay, POST, "/api/v1/rules/replay",                                   \
	  ACCESS_ADMINISTRATOR, AT_BOTH, BODY_HOOK, PLAIN, handle_rules_replay, NULL)      \
	L(rules_draft, POST, "/api/v1/rules/draft",                                     \
	  ACCESS_ADMINISTRATOR, AT_BOTH, BODY_HOOK, LEADS(ruleset_command_draft),       \
	  handle_rules_draft_look, handle_rules_draft)                                  \
	L(rules_publish, POST, "/api/v1/rules/publish",                                 \
	  ACCESS_ADMINISTRATOR, AT_BOTH, BODY_HOOK, LEADS(ruleset_command_publish),      \
	  handle_rules_publish_look, handle_rules_publish)                              \
	L(rules_move, POST, "/api/v1/rules/move",                                       \
	  ACCESS_ADMINISTRATOR, AT_BOTH, BODY_SMALL, LEADS(ruleset_command_move),       \
	  handle_rules_move_look, handle_rules_move)                                    \
	X(audit, GET, "/api/v1/audit",                                                  \
	  ACCESS_ADMINISTRATOR, AT_BOTH, BODY_SMALL, PLAIN, handle_log_audit, NULL)     \
	X(notices, GET, "/api/v1/notices",                                              \
	  ACCESS_VIEWER, AT_BOTH, BODY_SMALL, PLAIN, handle_log_notices, NULL)          \
	X(events, GET, "/api/v1/events",                                                \
	  ACCESS_VIEWER, AT_BOTH, BODY_SMALL, PLAIN, NULL, event_stream_open)           \
	X(control_status, GET, "/control/status",                                       \
	  ACCESS_ADMINISTRATOR, AT_CONTROL, BODY_SMALL, TOLD,                           \
	  control_status_look, control_status)                                          \
	X(control_trace, GET, "/control/trace/{id}",                                    \
	  ACCESS_ADMINISTRATOR, AT_CONTROL, BODY_SMALL, AUDITED("conversation.view"),   \
	  control_trace, NULL)                                                          \
	X(control_route, GET, "/control/route",                                         \
	  ACCESS_ADMINISTRATOR, AT_CONTROL, BODY_SMALL, PLAIN, control_route, NULL)     \
	X(control_queue, GET, "/control/queue",                                         \
	  ACCESS_ADMINISTRATOR, AT_CONTROL, BODY_SMALL, PLAIN, control_queue, NULL)     \
	X(control_lines, GET, "/control/lines",                                         \
	  ACCESS_ADMINISTRATOR, AT_CONTROL, BODY_SMALL, PLAIN,                          \
	  NULL, control_daemon_lines)                                                   \
	L(control_import, POST, "/control/import",                                      \
	  ACCESS_ADMINISTRATOR, AT_CONTROL, BODY_FILE, LEADS(contact_command_put),      \
	  import_look, import_apply)                                                    \
	X(control_calendar, GET, "/control/calendar",                                   \
	  ACCESS_ADMINISTRATOR, AT_CONTROL, BODY_SMALL, PLAIN,                          \
	  handle_calendar_show, NULL)                                                   \
	L(control_calendar_put, POST, "/control/calendar",                              \
	  ACCESS_ADMINISTRATOR, AT_CONTROL, BODY_CALENDAR, LEADS(calendar_command_put),      \
	  handle_calendar_look, handle_calendar_put)                                    \
	X(control_clock, GET, "/control/clock",                                         \
	  ACCESS_ADMINISTRATOR, AT_CONTROL, BODY_SMALL, PLAIN, NULL, control_clock)     \
	X(control_advance, POST, "/control/clock",                                      \
	  ACCESS_ADMINISTRATOR, AT_CONTROL, BODY_SMALL, AUDITED("clock.advance"),       \
	  control_clock_check, control_clock_advance)                                   \
	X(control_reload, POST, "/control/reload",                                      \
	  ACCESS_ADMINISTRATOR, AT_CONTROL, BODY_SMALL, AUDITED("daemon.reload"),       \
	  NULL, control_daemon_reload)                                                  \
	X(control_drain, POST, "/control/drain",                                        \
	  ACCESS_ADMINISTRATOR, AT_CONTROL, BODY_SMALL, RESCUES("daemon.drain"),        \
	  NULL, control_daemon_drain)                                                   \
	X(control_backup, POST, "/control/backup",                                      \
	  ACCESS_ADMINISTRATOR, AT_CONTROL, BODY_SMALL, RESCUES("store.backup"),        \
	  control_daemon_backup_check, control_daemon_backup)                           \
	L(control_verify, GET, "/control/audit/verify",                                 \
	  ACCESS_ADMINISTRATOR, AT_CONTROL, BODY_SMALL, PLAIN,                          \
	  control_daemon_audit_verify, NULL)                                            \
	X(control_wake, POST, "/control/promises/{id}/now",                             \
	  ACCESS_ADMINISTRATOR, AT_CONTROL, BODY_SMALL, LEADS(promise_command_wake),    \
	  NULL, handle_promise_wake)                                                    \
	X(control_vouch, POST, "/control/users/{id}/vouch",                             \
	  ACCESS_ADMINISTRATOR, AT_CONTROL, BODY_SMALL, LEADS(staff_command_vouch),     \
	  handle_user_find, handle_user_vouch)

#define X(name, method, path, access, at, ceiling, note, look, act) ROUTE_##name,
enum route_no { ROUTES(X, X) ROUTE_COUNT };
#undef X

static const struct route_row rows[] = {
#define X(name_, method_, path_, access_, at_, ceiling_, note_, look_, act_)            \
	[ROUTE_##name_] = { .name = #name_, .method = HTTP_##method_, .path = path_,      \
			    .access = access_, .at = at_, .body_ceiling = ceiling_,       \
			    note_, .look = look_, .act = act_ },
#define L(name_, ...)                                                                  \
	X(name_, __VA_ARGS__) [ROUTE_##name_].is_long = true,
	ROUTES(X, L)
#undef L
#undef X
	[ROUTE_COUNT] = { .path = NULL },
};

/* The server hands a route nothing but the context: so each row has a function of its
 * own for each listener that has the route. */
#define PUBLIC_AT_PUBLIC(...) __VA_ARGS__
#define PUBLIC_AT_CONTROL(...)
#define PUBLIC_AT_BOTH(...) __VA_ARGS__
#define CONTROL_AT_PUBLIC(...)
#define CONTROL_AT_CONTROL(...) __VA_ARGS__
#define CONTROL_AT_BOTH(...) __VA_ARGS__

#define X(name, method, path, access, at, ceiling, note, look, act)                     \
	PUBLIC_##at(static void enter_##name(void *context, struct call *call)           \
	{                                                                                \
		request_start(context, call, &rows[ROUTE_##name], false);                  \
	})                                                                               \
	CONTROL_##at(static void enter_control_##name(void *context, struct call *call)  \
	{                                                                                \
		request_start(context, call, &rows[ROUTE_##name], true);                   \
	})
ROUTES(X, X)
#undef X

static const struct endpoint public_endpoints[] = {
#define X(name, method, path, access, at, ceiling, note, look, act)                     \
	PUBLIC_##at({ HTTP_##method, path, ceiling, enter_##name },)
	ROUTES(X, X)
#undef X
	{ .path = NULL },
};

static const struct endpoint control_endpoints[] = {
#define X(name, method, path, access, at, ceiling, note, look, act)                     \
	CONTROL_##at({ HTTP_##method, path, ceiling, enter_control_##name },)
	ROUTES(X, X)
#undef X
	{ .path = NULL },
};

const struct endpoint *routes_public(void)
{
	return public_endpoints;
}

const struct endpoint *routes_control(void)
{
	return control_endpoints;
}

bool routes_is_kept(const struct endpoint *endpoint)
{
	for (size_t i = 0; i < ROUTE_COUNT; i++)
		if (rows[i].is_kept && rows[i].method == endpoint->method &&
		    !strcmp(rows[i].path, endpoint->path))
			return true;
	return false;
}

const struct route_row *routes_rows(void)
{
	return rows;
}

size_t routes_count(void)
{
	return ROUTE_COUNT;
}
