/*
 * txn - one transaction on the writer thread: its database, its now, its words.
 *
 * All functions that take a txn run on the writer thread inside the caller's
 * transaction, decide with domain/ and remember with store/.  They read of struct core
 * only what never changes after the start: settings, ids, clock, the lines' ids.
 */
#ifndef WORK_TXN_H
#define WORK_TXN_H

#include "core.h"
#include "domain/route.h"
#include "store/promises/promises.h"

struct txn {
	const struct core *core;
	const struct locale *locale;
	struct db *db;
	int64_t now;
	struct note *note;
	struct school_week week;     /* the district's, with the closures in force */
	struct agenda *agenda;       /* of a job that writes (agenda.h); NULL: a reader's */
};

struct txn txn_of(const struct core *core, const struct locale *locale, struct db *db,
		      struct note *note);
int64_t txn_id(const struct txn *txn);

/* A thing of several in one transaction, in a savepoint of its own: with what it puts on the
 * agenda; when that faults, its rows are taken back and `postpone` sets another time, so that one that cannot be done
 * stops none of the others.  What the store itself cannot do (FAULT_DISK, FAULT_AGAIN)
 * is the whole transaction's fault. */
struct trial {
	enum fault (*run)(const struct txn *txn, void *thing);
	enum fault (*postpone)(const struct txn *txn, void *thing);
	const char *what;            /* for the log: "promise", "absence"… */
};
#define TRIAL_AGAIN_IN HOUR_MS
/* The engine itself gave up: nothing in this transaction can go on. */
bool txn_is_of_store(enum fault fault);
enum fault txn_try(const struct txn *txn, const struct trial *trial, void *thing,
		     int64_t id) MUST_CHECK;

/* --- the trace ------------------------------------------------------------- */
struct trace {
	const char *what;
	const char *actor;           /* "family", "rule", "provider", "staff:ID", "system" */
	struct promise_id promise;
	struct message_id message;
	struct contact_id contact;
	const char *detail;          /* the cause, in our own words, or "" */
	struct user_id staff;        /* whom it is about; of what gives a promise to somebody:
					who has it from now on (0: nobody) */
};
enum fault txn_trace(const struct txn *txn, const struct trace *trace) MUST_CHECK;

/* --- who and where --------------------------------------------------------- */
const struct zone *txn_zone(const struct txn *txn, const struct contact *contact);
/* The district's week with the closures of a school ("": the district's alone). */
struct school_week txn_week(const struct txn *txn, const char *school);
/* Law's, the district's and the family's hours, for what nobody invited. */
struct hours_facts txn_hours(const struct txn *txn, const struct contact *contact);
/* Fills the router's facts for one number on one line, and asks it.  `only` is the
 * channel the message is bound to. */
struct route_ask {
	const struct contact *contact;
	const struct number *number;
	enum channel channel;
	struct line_id line;
	bool is_line_paused;
	enum kind kind;
	enum purpose purpose;
};
enum fault txn_route(const struct txn *txn, const struct route_ask *ask,
		       struct route *route, struct hours_verdict *hours) MUST_CHECK;

/* --- saying something (plan, T2) ------------------------------------------- */
struct outbound {
	const struct contact *contact;
	const struct number *number;
	enum channel channel;
	struct line_id line;
	enum kind kind;
	enum purpose purpose;
	struct promise_id promise;
	struct user_id author;
	const char *language;        /* tag it is written in */
	struct str text;
	int64_t emergency;           /* the row two administrators signed (emergency_commands.h); without
					it nothing has PURPOSE_EMERGENCY */
};
/* Queues it with the hour it may leave; hours->from_at is NEVER when none will come, and then
 * its end is on the agenda.  *id and *hours may be NULL. */
enum fault enqueue_message(const struct txn *txn, const struct outbound *outbound,
		      struct message_id *id, struct hours_verdict *hours) MUST_CHECK;
/* Says one catalog sentence about a promise to its family: late.update, answered.ask,
 * media.failed (which counts `media_failed`). */
enum fault enqueue_sentence(const struct txn *txn, const struct promise *promise,
		      const char *sentence, enum kind kind, int media_failed) MUST_CHECK;
/* The same for an approved automatic answer of a rule: *is_said is false when the family
 * may not or cannot be texted. */
enum fault enqueue_answer(const struct txn *txn, const struct promise *promise,
			const char *sentence, bool *is_said) MUST_CHECK;
/* Says in the trace why and until when a text is held; `at` is NEVER or when it leaves. */
struct quiet_hold {
	const struct contact *contact;
	struct promise_id promise;
	struct message_id message;
	int64_t at;
	enum wait_reason why;
};
enum fault quiet_hold_say(const struct txn *txn, const struct quiet_hold *held) MUST_CHECK;
/* No hour will ever come: on the agenda, the text ends, and a person gets its promise, or the
 * text itself when it has none. */
void quiet_hold_give_up(const struct txn *txn, struct message_id id);
/* The hours or the zone of a family have changed: what is held for them leaves when it may
 * now, earlier or later; what may never leave any more is given up. */
enum fault quiet_hold_retime(const struct txn *txn, const struct contact *contact) MUST_CHECK;
/* reply.h's facts that hold for everybody. */
struct reply_facts;
void txn_reply_facts(const struct txn *txn, const struct contact *contact,
		       struct reply_facts *facts);

#endif
