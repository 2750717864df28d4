#include "rule_move.h"

#include <assert.h>

/* Of a rule that nobody can read nothing is known: all that is due counts as done, for
 * doing too little leaves a person's list, doing it twice reaches a family. */
static struct rule_done done_by(const struct rule_moving *moving)
{
	struct rule_done done = moving->before;
	size_t count = moving->from ? moving->from->step_count : 0;

	for (int deed = 0; deed < RULE_DEEDS; deed++)
		done.deeds[deed] |= !moving->from;
	if (!moving->from)
		done.tier = RULE_TIERS;
	for (size_t i = 0; i < count && (int)i < moving->progress.next_step; i++) {
		const struct rule_step *step = &moving->from->steps[i];

		if (step->after.unit == RULE_WHEN_KEPT)
			continue;
		done.deeds[step->deed] = true;
		if (step->deed == RULE_ESCALATE && step->tier > done.tier)
			done.tier = step->tier;
	}
	done.deeds[RULE_ACKNOWLEDGE] = true;
	done.deeds[RULE_ASSIGN] = moving->is_owned;
	return done;
}

static int64_t due_at_of(const struct rule_moving *moving, const struct school_week *week,
			 int64_t now)
{
	int64_t due_at = rule_due_at(moving->to, week, moving->progress.opened_at);

	return due_at > now && due_at < moving->progress.due_at ? due_at :
								  moving->progress.due_at;
}

struct rule_moved rule_move(const struct rule_moving *moving, const struct school_week *week,
			    int64_t now)
{
	assert(moving && moving->to && week);
	assert(moving->progress.opened_at >= 0);
	assert(moving->before.tier >= 0 && moving->before.tier <= RULE_TIERS);

	struct rule_progress progress = moving->progress;
	struct rule_done done = done_by(moving);
	struct rule_moved moved;

	progress.due_at = due_at_of(moving, week, now);
	progress.next_step = 0;
	moved = (struct rule_moved){ progress.due_at,
				     rule_look(moving->to, week, &progress, now) };
	moved.due.is_any = false;
	for (int deed = 0; deed < RULE_DEEDS; deed++) {
		const struct rule_step *step = moved.due.steps[deed];

		if (step && done.deeds[deed] && (deed != RULE_ESCALATE || step->tier <= done.tier))
			moved.due.steps[deed] = NULL;
		moved.due.is_any = moved.due.is_any || moved.due.steps[deed];
	}
	return moved;
}
