#include "scheduler.h"

#include <assert.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/memory.h"
#include "store/people/absences.h"
#include "store/people/staff_alerts.h"
#include "wire/loop.h"
#include "wire/timer.h"
#include "work/commands/emergency_commands.h"
#include "work/followup/consequences.h"
#include "work/followup/coverage.h"
#include "work/followup/destination_notice.h"
#include "work/followup/opt_out_review.h"
#include "work/followup/rule_steps.h"
#include "work/followup/staff_alert.h"

enum { RETRY_MS = 1000 };

/* What has a clock: its turn, how many a turn takes at most, and when the next is due. */
enum hand { HAND_ABSENCES, HAND_PROMISES, HAND_REVIEWS, HAND_ALERTS,
	    HAND_EMERGENCIES, HAND_DESTINATIONS, HANDS };

/* In this order: who is there is known before anything is given to anybody. */
static const struct {
	enum fault (*turn)(const struct txn *txn, size_t *count);
	enum fault (*next)(struct db *db, int64_t *at);
	size_t most;
} hands[HANDS] = {
	[HAND_ABSENCES] = { coverage_turn, absence_next_wake, 0 },
	[HAND_PROMISES] = { rule_steps_turn, promise_next_wake, RULE_STEPS_TURN },
	[HAND_REVIEWS] = { opt_out_review_turn, opt_out_review_next_wake, DOUBTS_TURN },
	[HAND_ALERTS] = { staff_alert_turn, staff_alert_next, 0 },
	[HAND_EMERGENCIES] = { emergency_command_expire, emergency_next_wake, 0 },
	[HAND_DESTINATIONS] = { destination_notice_turn, destination_notice_next, 0 },
};

struct scheduler {
	struct core *core;
	struct timer *timer;
	struct job job;
	struct locale *locale;
	size_t counts[HANDS];        /* looked at by the last job */
	int64_t next_at;
	bool is_running;
	bool is_woken;
};

static enum fault scheduler_run(struct job *job, struct db *db, struct note *note)
{
	struct scheduler *scheduler = container_of(job, struct scheduler, job);
	struct txn txn = txn_of(scheduler->core, scheduler->locale, db, note);
	AUTO(agenda) agenda;
	enum fault fault = FAULT_NONE;

	consequences_begin(&txn, &agenda);
	for (size_t i = 0; !fault && i < HANDS; i++)
		fault = hands[i].turn(&txn, &scheduler->counts[i]);
	/* the next times are read of what is written */
	fault = consequences_settle(&txn, fault);
	scheduler->next_at = NEVER;
	for (size_t i = 0; !fault && i < HANDS; i++) {
		int64_t next_at = NEVER;

		fault = hands[i].next(db, &next_at);
		if (next_at < scheduler->next_at)
			scheduler->next_at = next_at;
	}
	return fault;
}

static bool is_more(const struct scheduler *scheduler)
{
	bool is = scheduler->is_woken;

	for (size_t i = 0; i < HANDS; i++)
		is |= hands[i].most && scheduler->counts[i] == hands[i].most;
	return is;
}

static bool has_changed(const struct scheduler *scheduler)
{
	size_t count = 0;

	for (size_t i = 0; i < HANDS; i++)
		count += scheduler->counts[i];
	return count > 0;
}

static void rearm(struct scheduler *scheduler)
{
	int64_t in_for = scheduler->next_at - clock_now(scheduler->core->clock);

	if (is_more(scheduler))
		timer_set(scheduler->timer, 0);
	else if (scheduler->next_at != NEVER)
		timer_set(scheduler->timer, in_for > 0 ? in_for : 0);
}

static void scheduler_on_written(struct job *job, enum fault fault, const struct note *note)
{
	struct scheduler *scheduler = container_of(job, struct scheduler, job);
	struct core *core = scheduler->core;

	scheduler->is_running = false;
	locale_free(&scheduler->locale);
	if (fault) {
		log_fact(LOG_WARN, "scheduler.failed", LOG_WORD("fault", fault_word(fault)),
			 LOG_NOTE(note->text));
		timer_set(scheduler->timer, RETRY_MS);
		return;
	}
	core->counts.steps += (int64_t)scheduler->counts[HAND_PROMISES];
	if (scheduler->counts[HAND_ABSENCES])
		log_fact(LOG_INFO, "scheduler.turned",
			 LOG_COUNT("absences", scheduler->counts[HAND_ABSENCES]));
	if (has_changed(scheduler)) {
		log_fact(LOG_INFO, "scheduler.stepped",
			 LOG_COUNT("promises", scheduler->counts[HAND_PROMISES]));
		signal_wake(core, SIGNAL_SENDING);
		signal_changed(core, "promises.stepped", 0);
	}
	rearm(scheduler);
}

static void look(void *data)
{
	struct scheduler *scheduler = data;

	if (scheduler->is_running || scheduler->core->is_stopping)
		return;
	scheduler->is_woken = false;
	scheduler->locale = locale_hold(scheduler->core->locale);
	scheduler->job = (struct job){ .run = scheduler_run, .done = scheduler_on_written };
	if (writer_add(scheduler->core->writer, &scheduler->job)) {
		locale_free(&scheduler->locale);
		timer_set(scheduler->timer, RETRY_MS);
		return;
	}
	scheduler->is_running = true;
}

struct scheduler *scheduler_new(struct core *core)
{
	assert(core->loop);

	struct scheduler *scheduler = memory_new(struct scheduler);

	scheduler->core = core;
	scheduler->timer = timer_new(core->loop, look, scheduler);
	return scheduler;
}

void scheduler_free(struct scheduler **scheduler)
{
	if (!*scheduler)
		return;
	timer_free(&(*scheduler)->timer);
	locale_free(&(*scheduler)->locale);
	free(*scheduler);
	*scheduler = NULL;
}

void scheduler_wake(struct scheduler *scheduler)
{
	assert(loop_is_here(scheduler->core->loop));
	scheduler->is_woken = true;
	if (!scheduler->is_running)
		timer_set(scheduler->timer, 0);
}
