/*
 * work - makes happen what domain decides and store remembers.
 *
 * Owns the order of things: at start every `sending` row becomes `unknown`, then the
 * inbound sweep runs, and only then is anything sent (guarantees.md §2.2).  External
 * actions are never inside a transaction.
 *
 * Threads: all functions on the loop thread.  Writer-thread code lives in functions
 * that take a struct scene (txn.h).
 */
#ifndef WORK_ENGINE_H
#define WORK_ENGINE_H

#include "work/txn/core.h"

/* Borrows everything but speech, which it takes over.  `db`: for the start only, before
 * the writer thread has it: puts the lines, maps sending to unknown. */
struct engine_parts {
	const struct core_settings *settings;
	struct loop *loop;
	struct clock *clock;
	struct locale *locale;
	struct db *db;
};
enum fault engine_new(const struct engine_parts *parts, struct core **core,
		    struct note *note) MUST_CHECK;
/* After writer and reader were set: starts sweeping, then sending. */
void engine_start(struct core *core);
/* No new claim; what is under way finishes or is cut by its own time-outs. */
void engine_stop(struct core *core);
bool engine_is_idle(const struct core *core);
/* Before the writer and the readers stop: no byte leaves or arrives any more.  What was
 * under way is found by the next start (guarantees.md §2.2). */
void engine_cut(struct core *core);
/* After the writer and the readers have stopped and the loop has turned twice, so that
 * no job of ours is in their hands. */
void engine_free(struct core **core);
/* Look at everything again: after the practice clock was advanced. */
void engine_wake(struct core *core);
/* The machine's clock jumped: everything again, and nothing is sent for a minute. */
void engine_clock_jumped(struct core *core);

#endif
