#include "rule.h"

static const struct rule_step built_in_steps[] = {
	{ 4 * HOUR_MS, RULE_REMIND_OWNER },
	{ 8 * HOUR_MS, RULE_DEADLINE | RULE_TELL_ADMINISTRATORS | RULE_TELL_FAMILY },
};

const struct rule rule_built_in = {
	.name = "built-in",
	.version = 1,
	.answer_for = 8 * HOUR_MS,
	.steps = built_in_steps,
	.step_count = COUNT_OF(built_in_steps),
};

int64_t rule_due_at(const struct rule *rule, const struct school_week *week, int64_t opened_at)
{
	return school_after(week, opened_at, rule->answer_for);
}

struct rule_due rule_look(const struct rule *rule, const struct school_week *week,
			  int64_t opened_at, int next_step, int64_t now)
{
	struct rule_due due = { .next_step = next_step, .next_wake_at = NEVER };

	while (due.next_step < rule->step_count) {
		const struct rule_step *step = &rule->steps[due.next_step];
		int64_t at = school_after(week, opened_at, step->after_for);

		if (at > now) {
			due.next_wake_at = at;
			break;
		}
		due.deeds |= step->deeds;
		due.next_step++;
	}
	return due;
}
