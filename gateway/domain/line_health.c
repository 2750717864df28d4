#include "line_health.h"

#include <assert.h>

#include "base/clock.h"

/* The first probe, and the longest wait between two. */
#define PROBE_FIRST MINUTE_MS
#define PROBE_MOST (15 * MINUTE_MS)

/* FNV-1a: a number is only compared, and what is kept in memory is none. */
static uint64_t number_of(struct str phone)
{
	uint64_t sum = 0xcbf29ce484222325u;

	for (size_t i = 0; i < phone.size; i++)
		sum = (sum ^ (unsigned char)phone.at[i]) * 0x100000001b3u;
	return sum;
}

/* True when that makes enough of them. */
static bool streak_add(struct line_streak *streak, struct str phone)
{
	uint64_t number = number_of(phone);

	for (int i = 0; i < streak->count; i++)
		if (streak->numbers[i] == number)
			return false;
	streak->numbers[streak->count++] = number;
	return streak->count == LINE_HEALTH_NUMBERS;
}

static void forget(struct line_health *health)
{
	health->refused.count = health->undelivered.count = health->strange.count = 0;
}

/* --- what a sight says ----------------------------------------------------------------- */

static bool may_be_senders(enum remedy remedy)
{
	return remedy == REMEDY_SENDER || remedy == REMEDY_ROUTE;
}

/* The cause that this one text would pause the line for, if it were the last of several. */
static enum pause_cause cause_of(const struct line_sight *sight)
{
	if (sight->kind == SIGHT_STRANGE)
		return PAUSE_STRANGER;
	if (sight->kind != SIGHT_REFUSED && sight->kind != SIGHT_UNDELIVERED)
		return PAUSE_NONE;
	return sight->remedy == REMEDY_CONFIG ? PAUSE_ACCOUNT :
	       may_be_senders(sight->remedy) ? PAUSE_SENDER : PAUSE_NONE;
}

/* Whoever refuses this text for another reason has let us in. */
static bool lets_us_in(const struct line_sight *sight)
{
	return sight->kind == SIGHT_REFUSED && sight->remedy != REMEDY_CONFIG &&
	       sight->remedy != REMEDY_RETRY && sight->remedy != REMEDY_LATER;
}

static bool is_success(const struct line_health *health, const struct line_sight *sight)
{
	if (sight->kind == SIGHT_DELIVERED)
		return true;
	if (health->is_by_receipt)
		return false;
	return sight->kind == SIGHT_ACCEPTED ||
	       (health->cause != PAUSE_SENDER && lets_us_in(sight));
}

/* --- and what follows --------------------------------------------------------------------- */

static enum line_turn pause(struct line_health *health, const struct line_sight *sight,
			    int64_t now)
{
	health->cause = cause_of(sight);
	health->code = sight->code;
	health->is_by_receipt = sight->kind == SIGHT_UNDELIVERED;
	health->paused_at = now;
	health->probe_for = PROBE_FIRST;
	health->probe_at = now + PROBE_FIRST;
	forget(health);
	return LINE_PAUSES;
}

static enum line_turn count(struct line_health *health, const struct line_sight *sight,
			    int64_t now)
{
	struct line_streak *streak = sight->kind == SIGHT_STRANGE ? &health->strange :
				     sight->kind == SIGHT_REFUSED ? &health->refused :
								    &health->undelivered;

	if (cause_of(sight) == PAUSE_ACCOUNT)
		return pause(health, sight, now);
	if (cause_of(sight) == PAUSE_NONE || !streak_add(streak, sight->phone))
		return LINE_STAYS;
	return pause(health, sight, now);
}

static enum line_turn see_well(struct line_health *health, const struct line_sight *sight,
			       int64_t now)
{
	if (sight->kind == SIGHT_DELIVERED)
		forget(health);
	if (sight->kind == SIGHT_ACCEPTED)
		health->refused.count = health->strange.count = 0;
	if (sight->kind == SIGHT_REFUSED)
		health->strange.count = 0;
	return count(health, sight, now);
}

static enum line_turn see_paused(struct line_health *health, const struct line_sight *sight,
				 int64_t now)
{
	enum pause_cause cause = cause_of(sight);

	if (health->cause == PAUSE_PERSON || sight->handed_at <= health->paused_at)
		return LINE_STAYS;
	if (is_success(health, sight)) {
		line_health_resume(health, now);
		(void)count(health, sight, now);
		return LINE_RESUMES;
	}
	if (cause) {
		health->cause = cause;
		health->code = sight->code;
		health->is_by_receipt = sight->kind == SIGHT_UNDELIVERED;
		health->probe_for = 2 * health->probe_for < PROBE_MOST ? 2 * health->probe_for :
									 PROBE_MOST;
	}
	health->probe_at = now + health->probe_for;
	return LINE_WAITS;
}

enum line_turn line_health_see(struct line_health *health, const struct line_sight *sight,
			       int64_t now)
{
	assert(health && sight && sight->remedy < REMEDY_COUNT);
	/* the clock was set back: what it said then would hide what comes now */
	if (health->paused_at > now)
		health->paused_at = now;
	if (health->since_at > now)
		health->since_at = now;
	if (health->cause)
		return see_paused(health, sight, now);
	/* in the same millisecond as the end of a pause: of before, as far as anybody knows */
	if (sight->handed_at < health->since_at)
		return LINE_STAYS;
	return see_well(health, sight, now);
}

void line_health_pause(struct line_health *health, int64_t now)
{
	assert(health);
	*health = (struct line_health){ .cause = PAUSE_PERSON, .paused_at = now };
}

void line_health_resume(struct line_health *health, int64_t now)
{
	assert(health);
	*health = (struct line_health){ .since_at = now };
}

int64_t line_health_probe_at(const struct line_health *health, int64_t now)
{
	assert(health);
	if (health->cause == PAUSE_NONE || health->cause == PAUSE_PERSON)
		return NEVER;
	return health->probe_at < now + PROBE_MOST ? health->probe_at : now + PROBE_MOST;
}
