#include "replay.h"

#include <assert.h>
#include <string.h>

#include "store/promises/rulebooks.h"
#include "work/txn/txn.h"

enum { BATCH = 500 };

struct replay {
	const struct txn *txn;
	const struct rule_book *book;
	struct replay_report *report;
	struct school_week week; /* of the school of the row */
	int64_t last_id;
	size_t seen;             /* in this batch */
};

/* Past the ceiling the last one takes the rest. */
static struct replay_group *group_of(struct replay_groups *groups, const char *name)
{
	struct replay_group *group = groups->list;

	for (size_t i = 0; i < groups->count; i++, group++)
		if (strcmp(group->name, name) == 0)
			return group;
	if (groups->count == REPLAY_GROUPS)
		return group - 1;
	groups->count++;
	str_put(group->name, sizeof(group->name), str_of(name));
	return group;
}

static struct replay_person *person_of(struct replay_report *report, const char *email)
{
	struct replay_person *person = report->people;

	for (size_t i = 0; i < report->people_count; i++, person++)
		if (strcmp(person->email, email) == 0)
			return person;
	if (report->people_count == REPLAY_PEOPLE)
		return person - 1;
	report->people_count++;
	str_put(person->email, sizeof(person->email), str_of(email));
	return person;
}

/* Steps up to the end, as the scheduler would have taken them. */
static void count_load(struct replay *replay, const struct replay_row *row,
		       const struct rule *rule, int64_t end_at)
{
	const struct school_week *week = &replay->week;
	int64_t due_at = rule_due_at(rule, week, row->opened_at);
	const char *owner = row->owner[0] ? row->owner : "nobody";
	int64_t at = row->opened_at;

	for (size_t i = 0; i < rule->step_count; i++) {
		const struct rule_step *step = &rule->steps[i];
		int64_t step_at = rule_step_at(step, week, row->opened_at, due_at);
		int hour;

		at = step_at > at ? step_at : at;
		if (step->after.unit == RULE_WHEN_KEPT)
			continue;
		if (at >= end_at && step->after.unit != RULE_AT_ONCE)
			return;
		hour = zone_read(week->zone, at).minute / 60;
		if (step->deed == RULE_ASSIGN || step->deed == RULE_REASSIGN) {
			owner = step->whom == RULE_TO_PERSON ? step->person : owner;
			person_of(replay->report, owner)->assignments[hour]++;
		} else if (step->deed == RULE_REMIND) {
			person_of(replay->report, owner)->reminders[hour]++;
		} else if (step->deed == RULE_ESCALATE) {
			person_of(replay->report, "administrators")->escalations[hour]++;
		}
	}
}

static void count_one(struct replay *replay, const struct replay_row *row,
		      const struct rule *rule, int64_t end_at)
{
	struct replay_report *report = replay->report;
	struct replay_group *groups[] = { group_of(&report->languages, row->language),
					  group_of(&report->schools, row->school) };
	const struct school_week *week = &replay->week;
	bool is_late = rule_due_at(rule, week, row->opened_at) < end_at;
	bool is_unmatched = rule == &replay->book->rules[replay->book->count - 1];

	report->inputs++;
	report->late_then += row->late_at != 0;
	report->late_now += is_late;
	report->unmatched += is_unmatched;
	report->by_rule[rule - replay->book->rules]++;
	for (size_t i = 0; i < COUNT_OF(groups); i++) {
		groups[i]->inputs++;
		groups[i]->late_then += row->late_at != 0;
		groups[i]->late_now += is_late;
		groups[i]->unmatched += is_unmatched;
	}
	if (is_unmatched && report->example_count < REPLAY_EXAMPLES)
		report->examples[report->example_count++] = row->id;
}

struct rule_facts replay_facts(const struct replay_row *row, const struct school_week *week)
{
	assert(row && week);

	struct rule_facts facts = {
		.language = str_of(row->language), .line = str_of(row->line), .text = row->text,
		.schools = str_of(row->schools), .groups = str_of(row->groups),
		.channel = CHANNEL_SMS, .is_known = row->is_known != 0,
		.is_open = school_is_open(week, row->opened_at),
	};

	(void)channel_of(str_of(row->channel), &facts.channel);
	return facts;
}

static void each(void *context, const struct replay_row *row)
{
	struct replay *replay = context;
	int64_t end_at = row->is_closed ? row->closed_at : replay->txn->now;
	struct rule_facts facts;
	const struct rule *rule;

	replay->week = txn_week(replay->txn, row->school);
	facts = replay_facts(row, &replay->week);
	rule = rule_match(replay->book, &facts);
	replay->seen++;
	replay->last_id = row->id;
	/* What the draft answers by itself, or closes, is done at once. */
	if (rule_step_of(rule, RULE_AT_ONCE, RULE_ANSWER) ||
	    rule_step_of(rule, RULE_AT_ONCE, RULE_COURTESY))
		end_at = row->opened_at;
	count_one(replay, row, rule, end_at);
	count_load(replay, row, rule, end_at);
}

enum fault replay_run(const struct txn *txn, const struct rule_book *book, int days,
		      struct replay_report *report)
{
	assert(book->count > 0 && days > 0 && report);

	struct replay replay = { .txn = txn, .book = book, .report = report };
	int64_t until_us = clock_stopwatch_us() + REPLAY_FOR_MS * 1000;
	enum fault fault = FAULT_NONE;

	report->to_at = txn->now;
	report->from_at = txn->now - days * DAY_MS;
	replay.last_id = id_before(report->from_at);
	do {
		replay.seen = 0;
		fault = rulebook_replay_walk(txn->db, replay.last_id, BATCH, each, &replay);
		report->is_cut = replay.seen == BATCH &&
				 (report->inputs >= REPLAY_ROWS_MOST ||
				  clock_stopwatch_us() > until_us);
	} while (!fault && replay.seen == BATCH && !report->is_cut);
	return fault;
}
