/*
 * command - what staff do, each as a typed struct with its row beside it.
 *
 * A command is a struct whose first member is a struct command (struct promise_answer)
 * and a const row (text_command_answer): the word of the audit log, the least role, the
 * function.  Both stand in the command's own *_commands.h and .c; nothing else has a list
 * of them but the routes.
 *
 *	struct promise_answer answer = { .command.row = &text_command_answer,
 *					 .promise = id, .text = text };
 *
 *	fault = command_start(core, &answer.command, on_done, data);
 *
 * A command is one transaction with its event rows and its audit row.  `done` runs after
 * the commit; what the command brought about stands in the typed struct's last members
 * (container_of).
 *
 * Ownership: command_start copies the whole struct and the texts that its row names, and
 * frees the copy when `done` returns; pointers are borrowed until then.
 * Threads: `run` on the writer thread, everything else on the loop thread.
 * Errors: `run` says why in the transaction's note; then nothing of it is written.
 */
#ifndef WORK_COMMAND_H
#define WORK_COMMAND_H

#include "domain/grant.h"
#include "store/jobs/writer.h"
#include "store/people/users.h"

struct command;
struct core;
struct locale;
struct txn;

/* What an audit row may name, in its order there. */
#define COMMAND_NOUNS(X)                                                              \
	X(COMMAND_PROMISE, "promise") X(COMMAND_MESSAGE, "message")                   \
	X(COMMAND_USER, "user") X(COMMAND_CONTACT, "contact")                         \
	X(COMMAND_HOUSEHOLD, "household") X(COMMAND_STUDENT, "student")               \
	X(COMMAND_LINE, "line") X(COMMAND_VERSION, "version")                         \
	X(COMMAND_MOVED, "moved") X(COMMAND_EMERGENCY, "emergency")                   \
	X(COMMAND_TOKEN, "token")
#define X(name, word) name,
enum command_noun { COMMAND_NOUNS(X) COMMAND_NOUN_COUNT };
#undef X

/* What an audit row calls the token that its actor showed. */
#define COMMAND_BY_TOKEN "by_token"

enum { COMMAND_TEXTS = 3, COMMAND_ACTOR = 160 };

struct command_row {
	const char *word;            /* in audit log, log and event stream: "promise.answer" */
	enum role role;              /* the least that may */
	size_t size;                 /* of the typed struct */
	/* Where its texts stand (offsetof), 0 behind the last: what is copied. */
	size_t texts[COMMAND_TEXTS];
	/* Where the ids of its audit row stand (COMMAND_ID); those that are 0 are left out. */
	size_t ids[COMMAND_NOUN_COUNT];
	/* Is everything there that must be set?  command_start asserts it. */
	bool (*is_whole)(const struct command *command);
	enum fault (*run)(const struct txn *txn, struct command *command);
	/* Loop thread, when it is on disk: what the loop's own copies must know too.  May be NULL. */
	void (*after)(struct core *core, struct command *command);
	/* Frees what `run` made and `after` did not take.  May be NULL. */
	void (*release)(struct command *command);
};

/* offsetof an id; does not compile for anything but 64 bits. */
#define COMMAND_ID(type, member) \
	(offsetof(type, member) / (sizeof(((type *)NULL)->member) == sizeof(int64_t)))

struct command {
	const struct command_row *row;
	char actor[COMMAND_ACTOR];   /* "staff:ID" or "ctl:NAME": who signs */
	struct user_id actor_id;     /* 0 for the control socket */
	int64_t actor_token;         /* id of the token that was shown; 0 for the control socket */
	/* from here on command_start's */
	struct core *core;
	struct locale *locale;
	struct arena arena;          /* has the copied texts */
	void (*done)(void *data, enum fault fault, const struct note *note,
		     const struct command *command);
	void *data;
	struct job job;
};

/* FAULT_FULL now when the queue is full, FAULT_TOO_LARGE when its texts are over 64 KiB:
 * then `done` is not called. */
enum fault command_start(struct core *core, const struct command *command,
			 void (*done)(void *data, enum fault fault, const struct note *note,
				      const struct command *command),
			 void *data) MUST_CHECK;
/* Writer thread, in the caller's transaction: runs it and adds its audit row.  Open for the
 * tests, which have no writer. */
enum fault command_run(const struct txn *txn, struct command *command) MUST_CHECK;
/* Who signs it, and with which token. */
struct signer command_signer(const struct command *command);
/* An id of the command that its row names; 0: none. */
int64_t command_id(const struct command *command, enum command_noun noun);

#endif
