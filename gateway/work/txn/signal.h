/*
 * signal - who is woken when a transaction has left something to do, and who is told.
 *
 * What is below the engine knows that something is due, not who looks after it: it asks
 * here, and the engine, which knows everybody, has said at the start whom that wakes.
 * Waking is cheap and may be too often: who is woken looks, and finds nothing.
 *
 * Threads: loop.
 */
#ifndef WORK_SIGNAL_H
#define WORK_SIGNAL_H

#include <stdint.h>

struct account_state;
struct core;

enum signal_wake {
	SIGNAL_SENDING,   /* texts may be due on any account: the outboxes */
	SIGNAL_UNKNOWN,   /* an outcome is open: the reconciler */
	SIGNAL_FOLLOWUP,  /* a wake-up time was set: the scheduler */
	SIGNAL_ALL        /* look at everything again */
};

struct signal {
	void (*wake)(struct core *core, enum signal_wake what);
	void (*wake_account)(struct account_state *account);
	/* the event stream; may be NULL */
	void (*on_change)(void *context, const char *what, int64_t id);
	void *change_context;
};

void signal_wake(struct core *core, enum signal_wake what);
/* Texts may be due on this account. */
void signal_wake_account(struct account_state *account);
/* Tells the event stream: `what` is its event's name, `id` whom it is about or 0. */
void signal_changed(struct core *core, const char *what, int64_t id);

#endif
