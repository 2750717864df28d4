/*
 * doors - what every verb of a transaction asks for at its door: a job that writes, its
 * transaction open, on the thread that began it.
 *
 * Where it is refused it is tried in a child (tests/lib/aborts.h), and changes nothing.
 */
#ifndef TESTS_UNIT_WORK_DOORS_H
#define TESTS_UNIT_WORK_DOORS_H

#include "bench.h"

#include <pthread.h>

#include "tests/lib/aborts.h"

struct door {
	const struct txn *txn;
	enum fault (*call)(const struct txn *txn, void *thing);
	void *thing;
};

static inline void door_call(void *data)
{
	const struct door *door = data;

	(void)(door->call(door->txn, door->thing) == FAULT_NONE);
}

static inline void *door_run(void *data)
{
	door_call(data);
	return NULL;
}

static inline void door_call_elsewhere(void *data)
{
	pthread_t thread;

	if (pthread_create(&thread, NULL, door_run, data) == 0)
		pthread_join(thread, NULL);
}

static inline enum fault door_carry_out_nothing(const struct txn *txn)
{
	assert_true(agenda_is_empty(txn));
	return FAULT_NONE;
}

/* Fine where it belongs, and refused from three places where it does not. */
static inline void expect_door(struct bench *bench,
			       enum fault (*call)(const struct txn *txn, void *thing), void *thing)
{
	struct txn writes = bench_txn(bench), reads = bench_txn(bench);
	struct agenda agenda;
	struct door door = { &writes, call, thing };

	agenda_init(&agenda, door_carry_out_nothing);
	writes.agenda = &agenda;
	/* no transaction is open */
	assert_true(aborts(door_call, &door));
	assert_fine(db_begin(bench->db));
	/* another thread's */
	assert_true(aborts(door_call_elsewhere, &door));
	/* a reader's */
	door.txn = &reads;
	assert_true(aborts(door_call, &door));
	assert_fine(call(&writes, thing));
	agenda_forget(&writes);
	db_rollback(bench->db);
	agenda_done(&agenda);
}

#endif
