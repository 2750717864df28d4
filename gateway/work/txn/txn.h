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
/* What every verb that changes something relies on, and asserts: it has an agenda, and its
 * transaction is open on this thread, the writer's. */
bool txn_is_writing(const struct txn *txn);
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
struct event_step;
struct trace {
	const char *what;
	const char *actor;           /* "family", "rule", "provider", "staff:ID", "system" */
	struct promise_id promise;
	struct message_id message;
	struct contact_id contact;
	const char *detail;          /* the cause, in our own words, or "" */
	struct user_id staff;        /* whom it is about; of what gives a promise to somebody:
					who has it from now on (0: nobody) */
	const struct event_step *step; /* of "rule.step": trace_step alone */
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

/* reply.h's facts that hold for everybody. */
struct reply_facts;
void txn_reply_facts(const struct txn *txn, const struct contact *contact,
		       struct reply_facts *facts);

#endif
