#include "health_check.h"

#include <assert.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>

#include "base/halt.h"
#include "base/memory.h"

struct health_check {
	struct db *db;           /* the thread's, while it runs */
	struct db_health *health;
	_Atomic bool is_stopping, is_over;
	enum fault fault;        /* before is_over the thread's */
	struct note note;
	pthread_t thread;
};

static void *health_check_live(void *data)
{
	struct health_check *check = data;

	check->fault = db_check(check->db, false, &check->note);
	if (!check->fault)
		db_health_sound(check->health);
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

enum fault health_check_new(const char *address, struct db_health *health, struct health_check **check,
			    struct note *note)
{
	assert(address && health && check);

	struct health_check *fresh = memory_new(struct health_check);
	enum fault fault = db_open(address, DB_READ, &fresh->db, note);

	if (fault) {
		free(fresh);
		return fault;
	}
	fresh->health = health;
	db_report_to(fresh->db, health);
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
