/*
 * desk - what stands behind the doors: looks (reader thread) and acts (loop thread).
 *
 * For routes.c, which puts them into the table; what each does is said in route_row.h's
 * order there and in openapi.json.
 */
#ifndef API_HANDLER_H
#define API_HANDLER_H

#include "api/http/request.h"
#include "api/json/json_core.h"
#include "store/people/users.h"
#include "work/commands/command.h"

#define LOOK(name) enum fault name(struct request *request, struct db *db, struct note *note) MUST_CHECK
#define ACT(name) enum fault name(struct request *request, struct note *note) MUST_CHECK

/* hooks.c: providers */
ACT(hook_message);
ACT(hook_message_status);

/* handle_promises.c */
LOOK(handle_promises_list);
LOOK(handle_promise_get);
ACT(handle_promise_take);
ACT(handle_promise_answer);
ACT(handle_promise_excuse);
ACT(handle_promise_consent);
ACT(handle_promise_note);
ACT(handle_promise_wake);

/* handle_messages.c */
LOOK(handle_message_get);
ACT(handle_message_send);

/* handle_emergencies.c */
LOOK(handle_emergencies_list);
ACT(handle_emergency_ask);
ACT(handle_emergency_approve);
ACT(handle_emergency_reject);

/* handle_contacts.c */
LOOK(handle_contacts_list);
LOOK(handle_contact_get);
LOOK(handle_contact_is_new);
LOOK(handle_contact_put_look);
LOOK(handle_contact_patch_look);
ACT(handle_contact_add);
ACT(handle_contact_put);

/* handle_households.c */
LOOK(handle_households_list);
LOOK(handle_household_get);
LOOK(handle_household_is_new);
LOOK(handle_household_look);
ACT(handle_household_add);
ACT(handle_household_put);
LOOK(handle_household_schools);
/* The body's `household` (id or name) into visit->more, NULL when it says none; 404 with
 * the field when there is no such household. */
LOOK(handle_household_find);

/* handle_students.c */
LOOK(handle_students_list);
LOOK(handle_student_is_new);
LOOK(handle_student_look);
ACT(handle_student_add);
ACT(handle_student_put);
ACT(handle_student_remove);

/* handle_lines.c */
ACT(handle_lines_list);
ACT(handle_line_pause);
ACT(handle_line_resume);

/* handle_users.c */
LOOK(handle_users_list);
ACT(handle_user_add);
LOOK(handle_user_find);
ACT(handle_user_disable);
ACT(handle_user_token_add);

/* handle_reports.c */
LOOK(handle_report_promises);
/* Adds the promise's "times" to the reply. */
enum fault handle_report_add_times(struct request *request, struct db *db,
			  const struct promise *promise) MUST_CHECK;

/* handle_rules.c */
LOOK(handle_rules_list);
LOOK(handle_rules_history);
LOOK(handle_rules_check);
LOOK(handle_rules_replay);
LOOK(handle_rules_draft_look);
ACT(handle_rules_draft);
LOOK(handle_rules_publish_look);
ACT(handle_rules_publish);
/* Of a body, into the user; shared with handle_staff.c. */
enum fault handle_user_read_languages(struct request *request, struct user *user,
			       struct note *note) MUST_CHECK;
enum fault handle_user_read_phone(struct request *request, struct user *user, struct note *note) MUST_CHECK;

/* handle_rules_move.c */
LOOK(handle_rules_move_look);
ACT(handle_rules_move);

/* handle_staff.c */
LOOK(handle_staff_set_look);
ACT(handle_staff_set);
LOOK(handle_staff_absent_look);
ACT(handle_staff_absent);
ACT(handle_staff_back);
LOOK(handle_staff_absences);

/* events.c */
ACT(event_stream_open);

/* handle_calendar.c */
LOOK(handle_calendar_look);
ACT(handle_calendar_put);
LOOK(handle_calendar_show);

/* handle_log.c */
LOOK(handle_log_audit);
LOOK(handle_log_notices);

/* health.c, metrics.c, openapi.c */
ACT(health_live);
LOOK(health_look);
ACT(health_ready);
LOOK(metrics_look);
ACT(metrics_show);
ACT(openapi_show);
ACT(health_practice);

/* control.c, control_daemon.c, import.c */
LOOK(control_status_look);
ACT(control_status);
LOOK(control_trace);
LOOK(control_route);
LOOK(control_queue);
ACT(control_daemon_lines);
ACT(control_clock);
LOOK(control_clock_check);
ACT(control_clock_advance);
ACT(control_daemon_reload);
ACT(control_daemon_drain);
LOOK(control_daemon_backup_check);
ACT(control_daemon_backup);
LOOK(control_daemon_audit_verify);
LOOK(import_look);
ACT(import_apply);

/* --- shared by the acts ----------------------------------------------------- */
/* Fills actor and actor_id, starts it and answers with its result and `status`. */
enum fault handler_start(struct request *request, struct command *command, int status) MUST_CHECK;
/* The same, but `told` makes the reply. */
enum fault handler_start_told(struct request *request, struct command *command, int status,
			   json_t *(*told)(struct request *request,
					   const struct command_result *result)) MUST_CHECK;

#endif
