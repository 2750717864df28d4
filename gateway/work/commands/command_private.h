/*
 * acts - each staff act as one function on the writer thread.
 *
 * All share one shape so that command.c can hold them in a table; each leaves its event
 * rows; command.c adds the audit row in the same transaction.
 */
#ifndef WORK_COMMAND_PRIVATE_H
#define WORK_COMMAND_PRIVATE_H

#include "command.h"
#include "work/txn/txn.h"

#define COMMAND_RUN(name)                                                          \
	enum fault name(const struct txn *txn, const struct command *command,       \
			struct command_result *result) MUST_CHECK
COMMAND_RUN(promise_command_take);
COMMAND_RUN(promise_command_answer);
COMMAND_RUN(promise_command_excuse);
COMMAND_RUN(promise_command_note);
COMMAND_RUN(promise_command_consent);
COMMAND_RUN(promise_command_wake);
COMMAND_RUN(promise_command_send);
COMMAND_RUN(admin_command_user_add);
COMMAND_RUN(admin_command_user_disable);
COMMAND_RUN(staff_command_set);
COMMAND_RUN(staff_command_absent);
COMMAND_RUN(staff_command_back);
COMMAND_RUN(staff_command_calendar_put);
COMMAND_RUN(admin_command_token_add);
COMMAND_RUN(admin_command_pause);
COMMAND_RUN(admin_command_resume);
COMMAND_RUN(admin_command_contact_put);
COMMAND_RUN(household_command_put);
COMMAND_RUN(household_command_student_put);
COMMAND_RUN(household_command_student_remove);
COMMAND_RUN(ruleset_command_draft);
COMMAND_RUN(ruleset_command_publish);
COMMAND_RUN(ruleset_command_move);
COMMAND_RUN(emergency_command_ask);
COMMAND_RUN(emergency_command_approve);
COMMAND_RUN(emergency_command_reject);
#undef COMMAND_RUN
/* What COMMAND_CONTACT_PUT says of the household, into the contact; household_commands.c. */
enum fault household_command_join(const struct txn *txn, const struct command *command,
			       struct contact *contact, struct command_result *result) MUST_CHECK;

/* --- what several acts on texts share --------------------------------------- */
enum fault promise_command_check_text(const struct txn *txn, struct str text) MUST_CHECK;
/* May this number be texted for the plan's purpose at all?  Said before it is queued. */
enum fault promise_command_check_reach(const struct txn *txn, const struct outbound *outbound) MUST_CHECK;
enum fault promise_command_find_family(const struct txn *txn, const char *phone,
			    struct contact *contact, struct number *number) MUST_CHECK;
/* Queues it when the number may be texted, and says when it leaves. */
enum fault promise_command_queue_text(const struct txn *txn, const struct outbound *outbound,
			   struct command_result *result) MUST_CHECK;

#endif
