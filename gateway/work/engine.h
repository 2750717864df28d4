/*
 * engine - makes the parts of work, puts them together, and ends them.
 *
 * Owns the order of things: at start every `sending` row becomes `unknown`, then the
 * inbound poll runs, and only then is anything sent (guarantees.md §2.2).  External
 * actions are never inside a transaction.
 *
 * Who lives how long, who owns whom, and on which thread:
 *
 *   daemon                 main to exit; owns loop, writer, readers, servers     loop
 *     core                 engine_new to engine_free; owns all below             loop
 *       locale             words, zones, timetable; counted, swapped whole       held by any
 *       rulebook_cache     the rule books that promises step by                  writer
 *       blocklist          numbers barred before their STOP is on disk           loop
 *       line_state         a number of the district: pace, pause, poll           loop
 *       account_state      one account: its client, its outbox, its poll         loop
 *         client           libcurl's handles; gone with engine_cut               loop
 *         outbox           claims and hands over; owns its messages in flight     loop
 *         inbound_poll     what was said while nobody listened                   loop
 *       reconcile          owns status queries                                   loop
 *       scheduler          one timer for all that has a clock                    loop
 *       media_queue        owns media fetches                                    loop
 *       zone_watch         the system's tz database as it is now                 loop
 *     writer               one thread; holds a job until its `done`              its own
 *       txn, agenda        one job: from its run to its commit                   writer
 *     readers              a few threads; hold a job until its `done`            their own
 *
 * A job is the only way between threads: `run` there, `done` on the loop after the commit.
 * What is below the engine never calls up: it signals (txn/signal.h), and engine.c has said
 * at the start whom that wakes.
 *
 * The end: engine_stop (no new claim), engine_cut (no byte any more), writer and readers
 * stop, two turns of the loop, engine_free.
 *
 * Threads: all functions on the loop thread.
 */
#ifndef WORK_ENGINE_H
#define WORK_ENGINE_H

#include "work/txn/core.h"

/* Borrows everything but the locale, which it takes over.  `db`: for the start only, before
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
/* After writer and reader were set: starts polling, then sending. */
void engine_start(struct core *core);
/* No new claim; what is under way finishes or is cut by its own time-outs. */
void engine_stop(struct core *core);
bool engine_is_idle(const struct core *core);
/* Before the writer and the readers stop: no byte leaves or arrives any more.  What was
 * under way is found by the next start (guarantees.md §2.2).  Without an engine_stop before
 * it is one: a start that fails, and a daemon that nobody asked to drain, end here as well.
 * Twice is as once. */
void engine_cut(struct core *core);
/* After the writer and the readers have stopped and the loop has turned twice, so that
 * no job of ours is in their hands. */
void engine_free(struct core **core);
/* Look at everything again: after the practice clock was advanced. */
void engine_wake(struct core *core);

#endif
