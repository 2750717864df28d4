/*
 * sender - a bench whose ledger has gone to a writer: what was arranged on it is claimed and
 * told by jobs, and read by a connection of the test's own.
 *
 * Links work/outbound and what it sees.
 */
#ifndef TESTS_UNIT_WORK_SENDER_H
#define TESTS_UNIT_WORK_SENDER_H

#include "case.h"

#include "base/clock.h"
#include "store/jobs/writer.h"
#include "store/messaging/attempts.h"
#include "work/outbound/claim.h"

enum { SENDER_PATIENCE_FOR = 300000 };

static inline void sender_post(void *context, void (*run)(void *data), void *data)
{
	loop_post(context, run, data);
}

/* From now on bench->db reads only. */
static inline void sender_begin(struct bench *bench)
{
	bench->core->writer = writer_new(bench->db, 64, (struct writer_post){ sender_post, bench->loop });
	bench->db = NULL;
	assert_fine(db_open(bench->address, DB_READ, &bench->db, &bench->note));
}

static inline void sender_end(struct bench *bench)
{
	writer_stop(bench->core->writer);
	for (int i = 0; i < 3; i++)
		loop_turn(bench->loop, 0);
	writer_free(&bench->core->writer);
}

/* The ledger is the test's again, until the next sender_begin. */
static inline void sender_pause(struct bench *bench)
{
	sender_end(bench);
	db_close(&bench->db);
	assert_fine(db_open(bench->address, DB_WRITE, &bench->db, &bench->note));
}

static inline void sender_done(struct bench *bench)
{
	sender_end(bench);
	bench_done(bench);
}

/* Turns the loop until it is so, or fails. */
#define sender_until(bench, condition)                                             \
	do {                                                                       \
		int64_t until_at_ = clock_boot_ms() + SENDER_PATIENCE_FOR;         \
		while (!(condition)) {                                             \
			loop_turn((bench)->loop, 5);                               \
			if (clock_boot_ms() >= until_at_)                          \
				fail_msg("never: %s", #condition);                 \
		}                                                                  \
	} while (0)

/* --- a claim ------------------------------------------------------------------------------- */

struct claiming {
	bool is_done;
	enum fault fault;
};

static inline void sender_on_claimed(void *data, struct claim *claim, enum fault fault)
{
	struct claiming *claiming = data;

	(void)claim;
	claiming->is_done = true;
	claiming->fault = fault;
}

/* For so many texts, of the first line with so many segments; the caller frees it. */
static inline struct claim *sender_claim(struct bench *bench, int room, int64_t segments)
{
	struct claim *claim = claim_new(&bench->core->accounts[0], room);
	struct claiming claiming = { .is_done = false };

	claim_add_line(claim, &bench->core->lines[0], segments);
	assert_fine(claim_start(claim, sender_on_claimed, &claiming));
	sender_until(bench, claiming.is_done);
	assert_fine(claiming.fault);
	return claim;
}

#endif
