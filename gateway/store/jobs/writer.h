/*
 * writer - the one thread that writes, and the only door to it.
 *
 * Jobs wait in a bounded queue; the thread takes all that wait (at most 512), runs
 * them inside one transaction, each in a savepoint, and commits once.  So a slow
 * disk makes batches larger, not families wait longer.  A job whose `run` faults is
 * rolled back alone.  `done` runs on the loop thread after the commit: what it says
 * is on disk.  When the commit fails every job of the batch gets that fault, also one
 * that had faulted by itself: what it judged by ("heard before") may be gone with it.
 *
 * Of a ledger that is damaged (db_health.h), or does not stand at its name any more
 * (place_watch.h), nothing is written: each job gets FAULT_DISK, its caller answers 503.  It is
 * looked at before a transaction, before its commit and after it.  What the last look finds takes
 * nothing back: whoever says 2xx for what is kept asks writer_is_in_place in its `done`.
 *
 * The checkpoint is made here when nothing waits (performance.md §3.5 wants a thread
 * of its own: the header hides which).
 *
 * Ownership: the writer holds a job from writer_add until its `done` is called.
 * Threads: `run` on the writer thread, everything else on the loop thread.
 */
#ifndef STORE_WRITER_H
#define STORE_WRITER_H

#include <sys/queue.h>
#include "store/db/db.h"

struct job {
	enum fault (*run)(struct job *job, struct db *db, struct note *note);
	void (*done)(struct job *job, enum fault fault, const struct note *note);
	bool is_long;   /* of a reader: it may take seconds, so it never takes the last thread */
	/* the writer's: */
	enum fault fault;
	struct note note;
	STAILQ_ENTRY(job) next;
};

struct writer;

/* `post` brings results back to the loop thread: wire/loop.h's loop_post, handed in so
 * that the store knows no sockets.  The writer owns `db` from now on. */
struct writer_post {
	void (*post)(void *context, void (*run)(void *data), void *data);
	void *context;
};
struct writer *writer_new(struct db *db, size_t queue_most, struct writer_post post);
/* Takes the mark over, which is kept from now on: before the first job. */
struct high_water;
void writer_set_mark(struct writer *writer, struct high_water *high_water);
/* NULL: none. */
struct high_water *writer_mark(struct writer *writer);
/* The watch over the ledger's file, until writer_free; NULL: it has none.  Any thread. */
struct place_watch *writer_place(const struct writer *writer);
/* At the last look the ledger stood where it should.  Any thread. */
bool writer_is_in_place(const struct writer *writer);
/* Runs what waits, commits, stops the thread.  Their `done` are posted. */
void writer_stop(struct writer *writer);
/* After writer_stop and after the posted functions ran. */
void writer_free(struct writer **writer);
/* FAULT_FULL when the queue is long enough already: the caller answers 503. */
enum fault writer_add(struct writer *writer, struct job *job) MUST_CHECK;
/* The same for what nobody else may keep out (a family's text, a receipt): it may take the
 * places that writer_keep kept. */
enum fault writer_add_kept(struct writer *writer, struct job *job) MUST_CHECK;
/* So many of queue_most; none at first. */
void writer_keep(struct writer *writer, size_t places);
/* Once, before the first job: called after each job that did not fault, on the writer
 * thread and before its savepoint is released.  Debug builds look at what it wrote. */
void writer_watch(struct writer *writer, void (*look)(void *context, struct db *db),
		  void *context);
size_t writer_waiting(struct writer *writer);
/* What the ledger's disk or lock had against the last write that failed since it was taken;
 * FAULT_NONE: nothing.  Any thread. */
enum fault writer_fault(const struct writer *writer);
/* The same, and forgets it. */
enum fault writer_take_fault(struct writer *writer);
/* clock_boot_ms of the last commit; of the beginning before the first.  Any thread. */
int64_t writer_kept_at(const struct writer *writer);
/* Commits and jobs since the start, for metrics. */
void writer_counts(struct writer *writer, int64_t *commits, int64_t *jobs);

#endif
