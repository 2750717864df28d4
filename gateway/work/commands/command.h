/*
 * act - what staff do: take, answer, excuse, note, send, people, lines.
 *
 * Every act is one transaction with its event row and its audit row.  `done` runs
 * after the commit with a struct command_result that lives until `done` returns.
 *
 * Ownership: command_new copies all texts given by the setters' caller; command_start gives
 * the act away.
 */
#ifndef WORK_COMMAND_H
#define WORK_COMMAND_H

#include "store/people/households.h"
#include "store/people/users.h"
#include "store/promises/promises.h"
#include "work/txn/core.h"

#define ACTS(X)                                                                \
	X(COMMAND_TAKE, "promise.take")                                            \
	X(COMMAND_ANSWER, "promise.answer")     /* promise, text, language? */     \
	X(COMMAND_EXCUSE, "promise.excuse")     /* promise, word = reason, text = note */ \
	X(COMMAND_NOTE, "promise.note")         /* promise, text */                \
	X(COMMAND_CONSENT, "promise.consent")   /* promise, word = stopped or kept */ \
	X(COMMAND_WAKE, "promise.wake")         /* promise: its next step now */   \
	X(COMMAND_SEND, "message.send")         /* phone, text, purpose */         \
	X(COMMAND_EMERGENCY_ASK, "emergency.ask") /* phone or contact.id, text */ \
	X(COMMAND_EMERGENCY_APPROVE, "emergency.approve") /* emergency, line */  \
	X(COMMAND_EMERGENCY_REJECT, "emergency.reject") /* emergency */          \
	X(COMMAND_USER_ADD, "user.add")         /* user */                         \
	X(COMMAND_USER_DISABLE, "user.disable") /* word = email */                 \
	X(COMMAND_USER_SET, "user.set")         /* word = email, user, user_has */ \
	X(COMMAND_USER_ABSENT, "user.absent")   /* word = email, from_at, to_at, text = reason */ \
	X(COMMAND_USER_BACK, "user.back")       /* word = email */                 \
	X(COMMAND_CALENDAR_PUT, "calendar.import") /* word = school, calendar, to_at = its horizon */ \
	X(COMMAND_TOKEN_ADD, "token.add")       /* word = email -> result.token */ \
	X(COMMAND_PAUSE, "line.pause")          /* line, text = reason */          \
	X(COMMAND_RESUME, "line.resume")        /* line */                         \
	X(COMMAND_CONTACT_PUT, "contact.put")   /* phone, contact: adds or changes; word: a number \
					       of the family that it is added to */ \
	X(COMMAND_HOUSEHOLD_PUT, "household.put") /* household: of its id; of its name it adds or changes */ \
	X(COMMAND_STUDENT_PUT, "student.put")   /* student: of its id; else household, and of \
					       its name there it adds or changes */ \
	X(COMMAND_STUDENT_REMOVE, "student.remove") /* student */                  \
	X(COMMAND_RULES_DRAFT, "rules.draft")   /* text = document, word = note */ \
	X(COMMAND_RULES_PUBLISH, "rules.publish") /* text = document, or version, or the draft; \
						 word = note, at */ \
	X(COMMAND_RULES_MOVE, "rules.move")     /* move */
#define X(name, word) name,
enum command_kind { ACTS(X) COMMAND_KINDS };
#undef X

struct ical;
struct ruleset_move;

struct command_result {
	struct promise_id promise;
	struct message_id message;
	struct user_id user;
	struct contact_id contact;
	struct line_id line;
	struct household_id household;
	struct student_id student;
	int64_t emergency;
	char token[TOKEN_SIZE];
	int64_t leaves_at;            /* of COMMAND_ANSWER and COMMAND_SEND: now, or when it may leave */
	char waits_for[64];
	enum promise_state state;
	int version;                  /* of the acts on rules; 0: the draft */
	int64_t effective_at;
	int moved;                    /* promises, of COMMAND_RULES_MOVE */
	struct user told;             /* of COMMAND_USER_SET, _ABSENT, _BACK: as they are now */
	struct timetable *timetable;  /* of COMMAND_CALENDAR_PUT: command.c puts it in force */
};

struct command {
	enum command_kind kind;
	char actor[160];              /* "staff:ID" or "ctl:NAME": who signs */
	struct user_id actor_id;      /* 0 for the control socket */
	struct promise_id promise;
	struct str text;
	struct str word;
	struct str language;          /* tag the answer is written in; empty: the promise's */
	char phone[PHONE_ROOM];
	enum purpose purpose;
	struct line_state *line;
	int64_t emergency;            /* its id */
	int version;                  /* an old one to publish again; 0: none */
	int64_t at;                   /* when it takes effect; 0: now */
	struct user user;
	bool user_has[8];             /* name, role, languages…: which are set */
	int64_t from_at, to_at;
	const struct ical *calendar;  /* borrowed until `done` */
	struct ruleset_move *move;      /* borrowed until `done`, and filled in */
	struct contact contact;
	bool contact_has[7];          /* name, language, zone, hours, prefers, known: which are
					 set; of household: id, or the name of one that may
					 be new, or neither: none */
	struct household household;   /* id 0: the one of that name */
	bool household_has[3];
	struct student student;
	bool student_has[3];
};
enum { CONTACT_HAS_NAME, CONTACT_HAS_LANGUAGE, CONTACT_HAS_ZONE, CONTACT_HAS_HOURS,
       CONTACT_HAS_PREFERS, CONTACT_HAS_KNOWN, CONTACT_HAS_HOUSEHOLD };
enum { HOUSEHOLD_HAS_NAME, HOUSEHOLD_HAS_GROUPS, HOUSEHOLD_HAS_SHARES };
enum { STUDENT_HAS_NAME, STUDENT_HAS_SCHOOL, STUDENT_HAS_HOUSEHOLD };

enum { USER_HAS_NAME, USER_HAS_ROLE, USER_HAS_LANGUAGES, USER_HAS_PHONE, USER_HAS_WEEK,
       USER_HAS_ZONE, USER_HAS_CAPACITY, USER_HAS_SCHOOLS };

const char *command_word(enum command_kind kind);
/* Copies *act with its texts.  FAULT_FULL now when the queue is full. */
enum fault command_start(struct core *core, const struct command *command,
		     void (*done)(void *data, enum fault fault, const struct note *note,
				  const struct command_result *result),
		     void *data) MUST_CHECK;

#endif
