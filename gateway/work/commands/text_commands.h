/*
 * text_commands - what staff write to families: answers, and texts nobody asked for.
 *
 * A text is refused at once when it cannot be sent at all: it is empty or too long, nobody
 * has the number, the family stopped us, no hour will ever come.  Otherwise it is queued,
 * and text_told says when it may leave.
 */
#ifndef WORK_TEXT_COMMANDS_H
#define WORK_TEXT_COMMANDS_H

#include "command.h"
#include "domain/wait_reason.h"
#include "store/people/contacts.h"
#include "store/promises/promises.h"

struct line_state;
struct outbound;

struct text_told {
	struct message_id message;
	int64_t leaves_at;           /* now, or when it may leave */
	enum wait_reason waits_for;  /* why not now */
};

struct promise_answer {
	struct command command;
	struct promise_id promise;
	struct str text;
	struct str language;         /* tag it is written in; empty: the family's */
	struct text_told told;
	enum promise_state state;    /* told */
};
extern const struct command_row text_command_answer;

/* To a family's number; PURPOSE_EMERGENCY is refused (emergency_commands.h). */
struct message_send {
	struct command command;
	char phone[PHONE_ROOM];
	struct str text;
	enum purpose purpose;
	const struct line_state *line; /* borrowed; its id is read */
	struct text_told told;
};
extern const struct command_row text_command_send;

/* --- shared with emergency_commands.c ---------------------------------------- */
enum fault text_command_check(const struct txn *txn, struct str text) MUST_CHECK;
/* May this number be texted for the outbound's purpose at all?  Said before it is queued. */
enum fault text_command_check_reach(const struct txn *txn,
				    const struct outbound *outbound) MUST_CHECK;
enum fault text_command_find_family(const struct txn *txn, const char *phone,
				    struct contact *contact, struct number *number) MUST_CHECK;
/* Queues it when the number may be texted, and says when it leaves. */
enum fault text_command_queue(const struct txn *txn, const struct outbound *outbound,
			      struct text_told *told) MUST_CHECK;

#endif
