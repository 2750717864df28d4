#include "health_check.h"

#include <assert.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/halt.h"
#include "base/memory.h"
#include "high_water.h"

struct health_check {
	struct db *db;           /* the thread's, while it runs */
	struct health_plan plan;
	_Atomic bool is_stopping, is_over;
	enum fault fault;        /* before is_over the thread's */
	struct note note;
	pthread_t thread;
};

static enum fault compare(struct health_check *check)
{
	bool is_same = false;
	enum fault fault = high_water_is(check->plan.mark, check->db, &is_same);

	if (fault)
		return fault_because(fault, &check->note, "the ledger: %s", db_message(check->db));
	return is_same ? FAULT_NONE : fault_because(FAULT_CONFLICT, &check->note, "the ledger's file holds another "
						    "ledger, or an earlier state of this one");
}

static void *health_check_live(void *data)
{
	struct health_check *check = data;

	check->fault = db_check(check->db, check->plan.mark != NULL, &check->note);
	if (!check->fault)
		db_health_sound(check->plan.health);
	if (!check->fault && check->plan.mark)
		check->fault = compare(check);
	atomic_store(&check->is_over, true);
	return NULL;
}

/* Signals are for the loop thread. */
static void start(struct health_check *check)
{
	sigset_t all, before;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	if (pthread_create(&check->thread, NULL, health_check_live, check) != 0)
		halt_because("threads.exhausted", "the system gives no more threads");
	pthread_sigmask(SIG_SETMASK, &before, NULL);
}

enum fault health_check_new(const struct health_plan *plan, struct health_check **check, struct note *note)
{
	assert(plan && plan->address && plan->health && check);

	struct health_check *fresh = memory_new(struct health_check);
	enum fault fault = db_open(plan->address, DB_CHECK, &fresh->db, note);

	if (fault) {
		free(fresh);
		return fault;
	}
	fresh->plan = *plan;
	db_report_to(fresh->db, plan->health);
	db_stop_when(fresh->db, &fresh->is_stopping);
	start(fresh);
	*check = fresh;
	return FAULT_NONE;
}

enum fault health_check_end(struct health_check *check, struct note *note)
{
	assert(check);
	if (!atomic_load(&check->is_over))
		return FAULT_AGAIN;
	if (note)
		*note = check->note;
	return check->fault;
}

void health_check_free(struct health_check **check)
{
	if (!*check)
		return;
	atomic_store(&(*check)->is_stopping, true);
	pthread_join((*check)->thread, NULL);
	db_close(&(*check)->db);
	free(*check);
	*check = NULL;
}
