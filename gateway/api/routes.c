#include "api/handlers/handler.h"
#include "store/messaging/lines.h"
#include "store/people/users.h"

/* name, method, path, access, at, body ceiling, audit word, look, act */
#define ROUTES(X)                                                                          \
	X(hook_message, POST, "/hooks/{adapter}/message",                                 \
	  ACCESS_OPEN, AT_PUBLIC, BODY_HOOK, NULL, NULL, hook_message)                    \
	X(hook_message_status, POST, "/hooks/{adapter}/message-status/{token}",           \
	  ACCESS_OPEN, AT_PUBLIC, BODY_HOOK, NULL, NULL, hook_message_status)             \
	X(healthz, GET, "/healthz",                                                       \
	  ACCESS_OPEN, AT_BOTH, BODY_SMALL, NULL, NULL, health_live)                      \
	X(readyz, GET, "/readyz",                                                         \
	  ACCESS_OPEN, AT_BOTH, BODY_SMALL, NULL, health_look, health_ready)              \
	X(metrics, GET, "/metrics",                                                       \
	  ACCESS_OPEN, AT_BOTH, BODY_SMALL, NULL, metrics_look, metrics_show)             \
	X(practice, GET, "/practice",                                                     \
	  ACCESS_OPEN, AT_PUBLIC, BODY_SMALL, NULL, NULL, health_practice)                  \
	X(openapi, GET, "/api/v1/openapi.json",                                           \
	  ACCESS_OPEN, AT_BOTH, BODY_SMALL, NULL, NULL, openapi_show)                     \
	X(promises, GET, "/api/v1/promises",                                              \
	  ACCESS_VIEWER, AT_BOTH, BODY_SMALL, NULL, handle_promises_list, NULL)                  \
	X(promise, GET, "/api/v1/promises/{id}",                                          \
	  ACCESS_VIEWER, AT_BOTH, BODY_SMALL, "conversation.view", handle_promise_get, NULL)    \
	X(promise_take, POST, "/api/v1/promises/{id}/take",                               \
	  ACCESS_LIAISON, AT_BOTH, BODY_SMALL, NULL, NULL, handle_promise_take)             \
	X(promise_answer, POST, "/api/v1/promises/{id}/answer",                           \
	  ACCESS_LIAISON, AT_BOTH, BODY_SMALL, NULL, NULL, handle_promise_answer)           \
	X(promise_excuse, POST, "/api/v1/promises/{id}/excuse",                           \
	  ACCESS_LIAISON, AT_BOTH, BODY_SMALL, NULL, NULL, handle_promise_excuse)           \
	X(promise_consent, POST, "/api/v1/promises/{id}/consent",                         \
	  ACCESS_LIAISON, AT_BOTH, BODY_SMALL, NULL, NULL, handle_promise_consent)          \
	X(promise_note, POST, "/api/v1/promises/{id}/note",                               \
	  ACCESS_LIAISON, AT_BOTH, BODY_SMALL, NULL, NULL, handle_promise_note)             \
	X(message_send, POST, "/api/v1/messages",                                         \
	  ACCESS_LIAISON, AT_BOTH, BODY_SMALL, NULL, NULL, handle_message_send)             \
	X(message, GET, "/api/v1/messages/{id}",                                          \
	  ACCESS_VIEWER, AT_BOTH, BODY_SMALL, "conversation.view", handle_message_get, NULL)    \
	X(emergencies, GET, "/api/v1/emergencies",                                        \
	  ACCESS_ADMINISTRATOR, AT_BOTH, BODY_SMALL, NULL, handle_emergencies_list, NULL)        \
	X(emergency_ask, POST, "/api/v1/emergencies",                                     \
	  ACCESS_ADMINISTRATOR, AT_BOTH, BODY_SMALL, NULL, NULL, handle_emergency_ask)      \
	X(emergency_approve, POST, "/api/v1/emergencies/{id}/approve",                    \
	  ACCESS_ADMINISTRATOR, AT_BOTH, BODY_SMALL, NULL, NULL, handle_emergency_approve)  \
	X(emergency_reject, POST, "/api/v1/emergencies/{id}/reject",                      \
	  ACCESS_ADMINISTRATOR, AT_BOTH, BODY_SMALL, NULL, NULL, handle_emergency_reject)   \
	X(contacts, GET, "/api/v1/contacts",                                              \
	  ACCESS_VIEWER, AT_BOTH, BODY_SMALL, NULL, handle_contacts_list, NULL)                  \
	X(contact_add, POST, "/api/v1/contacts",                                          \
	  ACCESS_LIAISON, AT_BOTH, BODY_SMALL, NULL, handle_contact_is_new, handle_contact_add) \
	X(contact, GET, "/api/v1/contacts/{id}",                                          \
	  ACCESS_VIEWER, AT_BOTH, BODY_SMALL, NULL, handle_contact_get, NULL)                   \
	X(contact_put, PUT, "/api/v1/contacts/{id}",                                      \
	  ACCESS_LIAISON, AT_BOTH, BODY_SMALL, NULL, handle_contact_put_look, handle_contact_put) \
	X(contact_patch, PATCH, "/api/v1/contacts/{id}",                                  \
	  ACCESS_LIAISON, AT_BOTH, BODY_SMALL, NULL, handle_contact_patch_look, handle_contact_put) \
	X(households, GET, "/api/v1/households",                                          \
	  ACCESS_VIEWER, AT_BOTH, BODY_SMALL, NULL, handle_households_list, NULL)                \
	X(household_add, POST, "/api/v1/households",                                      \
	  ACCESS_LIAISON, AT_BOTH, BODY_SMALL, NULL, handle_household_is_new, handle_household_add) \
	X(household, GET, "/api/v1/households/{id}",                                      \
	  ACCESS_VIEWER, AT_BOTH, BODY_SMALL, NULL, handle_household_get, NULL)                 \
	X(household_patch, PATCH, "/api/v1/households/{id}",                              \
	  ACCESS_LIAISON, AT_BOTH, BODY_SMALL, NULL, handle_household_look, handle_household_put) \
	X(students, GET, "/api/v1/students",                                              \
	  ACCESS_VIEWER, AT_BOTH, BODY_SMALL, NULL, handle_students_list, NULL)                  \
	X(student_add, POST, "/api/v1/students",                                          \
	  ACCESS_LIAISON, AT_BOTH, BODY_SMALL, NULL, handle_student_is_new, handle_student_add) \
	X(student_patch, PATCH, "/api/v1/students/{id}",                                  \
	  ACCESS_LIAISON, AT_BOTH, BODY_SMALL, NULL, handle_student_look, handle_student_put) \
	X(student_remove, DELETE, "/api/v1/students/{id}",                                \
	  ACCESS_LIAISON, AT_BOTH, BODY_SMALL, NULL, NULL, handle_student_remove)           \
	X(schools, GET, "/api/v1/schools",                                                \
	  ACCESS_VIEWER, AT_BOTH, BODY_SMALL, NULL, handle_household_schools, NULL)                   \
	X(lines, GET, "/api/v1/lines",                                                    \
	  ACCESS_VIEWER, AT_BOTH, BODY_SMALL, NULL, NULL, handle_lines_list)                     \
	X(line_pause, POST, "/api/v1/lines/{id}/pause",                                   \
	  ACCESS_ADMINISTRATOR, AT_BOTH, BODY_SMALL, NULL, NULL, handle_line_pause)         \
	X(line_resume, POST, "/api/v1/lines/{id}/resume",                                 \
	  ACCESS_ADMINISTRATOR, AT_BOTH, BODY_SMALL, NULL, NULL, handle_line_resume)        \
	X(users, GET, "/api/v1/users",                                                    \
	  ACCESS_ADMINISTRATOR, AT_BOTH, BODY_SMALL, NULL, handle_users_list, NULL)              \
	X(user_add, POST, "/api/v1/users",                                                \
	  ACCESS_ADMINISTRATOR, AT_BOTH, BODY_SMALL, NULL, NULL, handle_user_add)           \
	X(user_disable, POST, "/api/v1/users/{id}/disable",                               \
	  ACCESS_ADMINISTRATOR, AT_BOTH, BODY_SMALL, NULL, handle_user_find, handle_user_disable) \
	X(user_set, PATCH, "/api/v1/users/{id}",                                          \
	  ACCESS_ADMINISTRATOR, AT_BOTH, BODY_SMALL, NULL, handle_staff_set_look, handle_staff_set) \
	X(absences, GET, "/api/v1/users/{id}/absences",                                   \
	  ACCESS_ADMINISTRATOR, AT_BOTH, BODY_SMALL, NULL, handle_staff_absences, NULL)           \
	X(user_absent, POST, "/api/v1/users/{id}/absences",                               \
	  ACCESS_ADMINISTRATOR, AT_BOTH, BODY_SMALL, NULL, handle_staff_absent_look, handle_staff_absent) \
	X(user_back, POST, "/api/v1/users/{id}/back",                                     \
	  ACCESS_ADMINISTRATOR, AT_BOTH, BODY_SMALL, NULL, handle_user_find, handle_staff_back)     \
	X(token_add, POST, "/api/v1/users/{id}/tokens",                                   \
	  ACCESS_ADMINISTRATOR, AT_BOTH, BODY_SMALL, NULL, handle_user_find, handle_user_token_add) \
	X(report_promises, GET, "/api/v1/reports/promises",                               \
	  ACCESS_VIEWER, AT_BOTH, BODY_SMALL, NULL, handle_report_promises, NULL)           \
	X(rules, GET, "/api/v1/rules",                                                    \
	  ACCESS_VIEWER, AT_BOTH, BODY_SMALL, NULL, handle_rules_list, NULL)                     \
	X(rules_history, GET, "/api/v1/rules/history",                                    \
	  ACCESS_VIEWER, AT_BOTH, BODY_SMALL, NULL, handle_rules_history, NULL)             \
	X(rules_check, POST, "/api/v1/rules/check",                                       \
	  ACCESS_ADMINISTRATOR, AT_BOTH, BODY_HOOK, NULL, handle_rules_check, NULL)         \
	X(rules_replay, POST, "/api/v1/rules/replay",                                     \
	  ACCESS_ADMINISTRATOR, AT_BOTH, BODY_HOOK, NULL, handle_rules_replay, NULL)        \
	X(rules_draft, POST, "/api/v1/rules/draft",                                       \
	  ACCESS_ADMINISTRATOR, AT_BOTH, BODY_HOOK, NULL, handle_rules_draft_look, handle_rules_draft) \
	X(rules_publish, POST, "/api/v1/rules/publish",                                   \
	  ACCESS_ADMINISTRATOR, AT_BOTH, BODY_HOOK, NULL, handle_rules_publish_look, handle_rules_publish) \
	X(rules_move, POST, "/api/v1/rules/move",                                         \
	  ACCESS_ADMINISTRATOR, AT_BOTH, BODY_SMALL, NULL, handle_rules_move_look, handle_rules_move) \
	X(audit, GET, "/api/v1/audit",                                                    \
	  ACCESS_ADMINISTRATOR, AT_BOTH, BODY_SMALL, NULL, handle_log_audit, NULL)              \
	X(notices, GET, "/api/v1/notices",                                                \
	  ACCESS_VIEWER, AT_BOTH, BODY_SMALL, NULL, handle_log_notices, NULL)                   \
	X(events, GET, "/api/v1/events",                                                  \
	  ACCESS_VIEWER, AT_BOTH, BODY_SMALL, NULL, NULL, event_stream_open)                    \
	X(control_status, GET, "/control/status",                                         \
	  ACCESS_ADMINISTRATOR, AT_CONTROL, BODY_SMALL, NULL, control_status_look, control_status) \
	X(control_trace, GET, "/control/trace/{id}",                                      \
	  ACCESS_ADMINISTRATOR, AT_CONTROL, BODY_SMALL, "conversation.view", control_trace, NULL) \
	X(control_route, GET, "/control/route",                                           \
	  ACCESS_ADMINISTRATOR, AT_CONTROL, BODY_SMALL, NULL, control_route, NULL)        \
	X(control_queue, GET, "/control/queue",                                           \
	  ACCESS_ADMINISTRATOR, AT_CONTROL, BODY_SMALL, NULL, control_queue, NULL)        \
	X(control_lines, GET, "/control/lines",                                           \
	  ACCESS_ADMINISTRATOR, AT_CONTROL, BODY_SMALL, NULL, NULL, control_daemon_lines)        \
	X(control_import, POST, "/control/import",                                        \
	  ACCESS_ADMINISTRATOR, AT_CONTROL, BODY_FILE, NULL, import_look, import_apply)   \
	X(control_calendar, GET, "/control/calendar",                                     \
	  ACCESS_ADMINISTRATOR, AT_CONTROL, BODY_SMALL, NULL, handle_calendar_show, NULL)        \
	X(control_calendar_put, POST, "/control/calendar",                                \
	  ACCESS_ADMINISTRATOR, AT_CONTROL, BODY_CALENDAR, NULL, handle_calendar_look, handle_calendar_put) \
	X(control_clock, GET, "/control/clock",                                           \
	  ACCESS_ADMINISTRATOR, AT_CONTROL, BODY_SMALL, NULL, NULL, control_clock)        \
	X(control_advance, POST, "/control/clock",                                        \
	  ACCESS_ADMINISTRATOR, AT_CONTROL, BODY_SMALL, "clock.advance",                  \
	  control_clock_check, control_clock_advance)                                     \
	X(control_reload, POST, "/control/reload",                                        \
	  ACCESS_ADMINISTRATOR, AT_CONTROL, BODY_SMALL, "daemon.reload", NULL, control_daemon_reload) \
	X(control_drain, POST, "/control/drain",                                          \
	  ACCESS_ADMINISTRATOR, AT_CONTROL, BODY_SMALL, "daemon.drain", NULL, control_daemon_drain) \
	X(control_backup, POST, "/control/backup",                                        \
	  ACCESS_ADMINISTRATOR, AT_CONTROL, BODY_SMALL, "store.backup",                   \
	  control_daemon_backup_check, control_daemon_backup)                                           \
	X(control_verify, GET, "/control/audit/verify",                                   \
	  ACCESS_ADMINISTRATOR, AT_CONTROL, BODY_SMALL, NULL, control_daemon_audit_verify, NULL) \
	X(control_wake, POST, "/control/promises/{id}/now",                               \
	  ACCESS_ADMINISTRATOR, AT_CONTROL, BODY_SMALL, NULL, NULL, handle_promise_wake)

#define X(name, method, path, access, at, ceiling, audit, look, act) DOOR_##name,
enum door_no { ROUTES(X) DOOR_COUNT };
#undef X

static const struct route_row doors[] = {
#define X(name_, method_, path_, access_, at_, ceiling_, audit_, look_, command_)            \
	[DOOR_##name_] = { #name_, HTTP_##method_, path_, access_, at_, ceiling_,        \
			   audit_, look_, command_ },
	ROUTES(X)
#undef X
	[DOOR_COUNT] = { .path = NULL },
};

/* The server hands a route nothing but the context: so each row has a function of its
 * own for each listener that has the door. */
#define PUBLIC_AT_PUBLIC(...) __VA_ARGS__
#define PUBLIC_AT_CONTROL(...)
#define PUBLIC_AT_BOTH(...) __VA_ARGS__
#define CONTROL_AT_PUBLIC(...)
#define CONTROL_AT_CONTROL(...) __VA_ARGS__
#define CONTROL_AT_BOTH(...) __VA_ARGS__

#define X(name, method, path, access, at, ceiling, audit, look, act)                     \
	PUBLIC_##at(static void enter_##name(void *context, struct call *call)           \
	{                                                                                \
		request_start(context, call, &doors[DOOR_##name], false);                  \
	})                                                                               \
	CONTROL_##at(static void enter_control_##name(void *context, struct call *call)  \
	{                                                                                \
		request_start(context, call, &doors[DOOR_##name], true);                   \
	})
ROUTES(X)
#undef X

static const struct endpoint public_endpoints[] = {
#define X(name, method, path, access, at, ceiling, audit, look, act)                     \
	PUBLIC_##at({ HTTP_##method, path, ceiling, enter_##name },)
	ROUTES(X)
#undef X
	{ .path = NULL },
};

static const struct endpoint control_endpoints[] = {
#define X(name, method, path, access, at, ceiling, audit, look, act)                     \
	CONTROL_##at({ HTTP_##method, path, ceiling, enter_control_##name },)
	ROUTES(X)
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

const struct route_row *routes_rows(void)
{
	return doors;
}

size_t routes_count(void)
{
	return DOOR_COUNT;
}

static const char *const accesses[ACCESS_COUNT] = {
#define X(name, word) [name] = word,
	ACCESSES(X)
#undef X
};

const char *access_word(enum access access)
{
	return accesses[access];
}
