/*
 * trace_reader - a promise made anew from its rows in the trace, and compared with the one that
 * is kept.
 */
#ifndef WORK_TRACE_READER_H
#define WORK_TRACE_READER_H

#include "world.h"

#include "store/log/events.h"
#include "work/followup/coverage.h"
#include "work/followup/opt_out_review.h"

enum { PROMISES = 200, EVENTS = 2000 };

static inline int64_t time_behind(const char *text, const char *word)
{
	struct str rest = str_of(text);
	int64_t at = 0;

	rest = str_from(rest, str_find(rest, str_of(word)) + strlen(word));
	rest = str_slice(rest, 0, str_find(rest, STR("Z")) + 1);
	assert_fine(date_parse_rfc3339(rest, &at));
	return at;
}

static inline void person_off(struct promise *promise)
{
	promise->person_at = 0;
	promise->person_reason = PERSON_NONE;
	promise->person_detail[0] = '\0';
}

static inline void close_it(struct promise *promise, enum promise_state state, int64_t at)
{
	promise->state = state;
	promise->closed_at = at;
	person_off(promise);
}

/* "everything else, version 1; inbound T, due T" */
static inline void read_ruled(struct promise *promise, const struct event *event)
{
	struct str name = str_slice(event->detail, 0, str_find(event->detail, STR(", version ")));

	str_put(promise->rule, sizeof(promise->rule), name);
	promise->rule_version = atoi(event->detail.at + name.size + strlen(", version "));
	promise->opened_at = time_behind(event->detail.at, "inbound ");
	promise->due_at = time_behind(event->detail.at, "due ");
}

/* "from R, version 1 to everything else, version 2; due T" */
static inline void read_moved(struct promise *promise, const struct event *event)
{
	struct str to = str_from(event->detail, str_find(event->detail, STR(" to ")) + 4);
	struct str name = str_slice(to, 0, str_find(to, STR(", version ")));

	str_put(promise->rule, sizeof(promise->rule), name);
	promise->rule_version = atoi(name.at + name.size + strlen(", version "));
	promise->due_at = time_behind(event->detail.at, "due ");
}

static inline void read_answered(struct promise *promise, const struct event *event)
{
	promise->state = PROMISE_ANSWERED;
	promise->answered_at = event->at;
	person_off(promise);
	if (promise->human_at == 0 && strcmp(event->actor, "rule") != 0)
		promise->human_at = event->at;
}

static inline void read_excused(struct promise *promise, const struct event *event)
{
	close_it(promise, PROMISE_EXCUSED, event->at);
	str_put(promise->excuse, sizeof(promise->excuse), event->detail);
	if (strncmp(event->actor, "staff:", 6) == 0)
		promise->excused_by.n = atoll(event->actor + 6);
}

static inline void read_owner(struct promise *promise, const struct event *event)
{
	promise->owner = event->staff;
	if (promise->owner.n && promise->person_reason == PERSON_UNCOVERED)
		person_off(promise);
}

/* Without a name it stays on the list. */
static inline void read_taken(struct promise *promise, const struct event *event)
{
	promise->owner = event->staff;
	if (promise->owner.n)
		person_off(promise);
}

/* What else it is on the list for stays, and so does what nobody owns. */
static inline void read_decided(struct promise *promise, const struct event *event)
{
	if (str_is(event->detail, "kept") && promise->owner.n &&
	    promise->person_reason == PERSON_OPT_OUT_REVIEW)
		person_off(promise);
}

static inline bool is_said(enum person_reason reason, const char *detail, struct str said)
{
	AUTO(buf) sentence;

	buf_init(&sentence, 400);
	person_reason_say(reason, str_of(detail), &sentence);
	return str_equals(buf_str(&sentence), said);
}

/* The row says the sentence: each belongs to one reason, and to one miss of it. */
static inline void read_for_person(struct promise *promise, const struct event *event)
{
	promise->person_at = promise->person_at ? promise->person_at : event->at;
	for (int reason = PERSON_NONE + 1; reason < PERSON_REASON_COUNT; reason++)
		for (int miss = -1; miss < MISS_COUNT; miss++) {
			const char *detail = miss < 0 ? "" : miss_word((enum miss)miss);

			if (!is_said((enum person_reason)reason, detail, event->detail))
				continue;
			promise->person_reason = (enum person_reason)reason;
			str_put(promise->person_detail, PERSON_DETAIL, str_of(detail));
			return;
		}
	fail_msg("no reason for a person is said like this: %.*s", STR_ARG(event->detail));
}

static inline void read_row(struct promise *promise, const struct event *event)
{
	struct str what = str_of(event->what);

	assert_true(event->at > 0 && event->actor[0]);
	if (str_is(what, "promise.ruled")) {
		read_ruled(promise, event);
	} else if (str_is(what, "promise.moved")) {
		read_moved(promise, event);
	} else if (str_is(what, "promise.opened")) {
		promise->owner = event->staff;
		promise->inputs = 1;
	} else if (str_is(what, "promise.more")) {
		promise->inputs++;
	} else if (str_is(what, "promise.taken")) {
		promise->state = PROMISE_TAKEN;
		read_taken(promise, event);
	} else if (str_is(what, "consent.decided")) {
		read_decided(promise, event);
	} else if (str_is(what, "promise.answered")) {
		read_answered(promise, event);
	} else if (str_is(what, "promise.answer_failed")) {
		promise->state = PROMISE_TAKEN;
	} else if (str_is(what, "promise.late")) {
		promise->late_at = promise->due_at;
	} else if (str_is(what, "promise.kept")) {
		close_it(promise, PROMISE_KEPT, event->at);
	} else if (str_is(what, "promise.excused")) {
		read_excused(promise, event);
	} else if (str_is(what, "promise.for_person")) {
		read_for_person(promise, event);
	} else if (str_is(what, "promise.reassigned") || str_is(what, "promise.handed_over") ||
		   str_is(what, "promise.unowned")) {
		read_owner(promise, event);
	}
}

#define SAME_NUMBER(member)                                                              \
	if (told.member != row->member)                                                  \
		fail_msg(#member " of promise %lld: its rows say %lld, it says %lld",    \
			 (long long)row->id.n, (long long)told.member, (long long)row->member)
#define SAME_TEXT(member)                                                                \
	if (strcmp(told.member, row->member) != 0)                                       \
		fail_msg(#member " of promise %lld: its rows say %s, it says %s",        \
			 (long long)row->id.n, told.member, row->member)

static inline void compare(struct world *world, const struct promise *row)
{
	static struct event events[EVENTS];
	struct promise told = { .state = PROMISE_OPEN };
	size_t count = 0;
	AUTO(arena) arena;

	arena_init(&arena, 4 << 20);
	assert_fine(event_list(world->eyes, row->id.n, &arena, events, EVENTS, &count));
	assert_in_range(count, 3, EVENTS - 1);
	for (size_t i = 0; i < count; i++)
		read_row(&told, &events[i]);
	SAME_NUMBER(state);
	SAME_NUMBER(owner.n);
	SAME_NUMBER(inputs);
	SAME_NUMBER(opened_at);
	SAME_NUMBER(due_at);
	SAME_NUMBER(late_at);
	SAME_NUMBER(human_at);
	SAME_NUMBER(answered_at);
	SAME_NUMBER(closed_at);
	SAME_NUMBER(excused_by.n);
	SAME_NUMBER(rule_version);
	SAME_NUMBER(person_at);
	SAME_TEXT(excuse);
	SAME_TEXT(rule);
	SAME_NUMBER(person_reason);
	SAME_TEXT(person_detail);
}

static inline void compare_all(struct world *world)
{
	static struct promise rows[PROMISES];
	size_t count = 0;

	assert_fine(db_begin(world->eyes));
	assert_fine(promise_list(world->eyes, &(struct promise_filter){ .state = STR_NONE }, rows,
				 PROMISES, &count));
	assert_true(count < PROMISES);
	for (size_t i = 0; i < count; i++)
		compare(world, &rows[i]);
	db_rollback(world->eyes);
}

/* Two of staff, and chance. */
struct town {
	struct world *world;
	struct user_id staff[2];
	unsigned seed;
};

static inline const char *staff_email(unsigned who)
{
	return who ? "bea@example.org" : "ana@example.org";
}

static inline void hire(struct town *town, unsigned who)
{
	struct user_add add = { .command.row = &staff_command_add, .user = { .role = ROLE_LIAISON } };

	snprintf(add.user.email, sizeof(add.user.email), "%s", staff_email(who));
	snprintf(add.user.languages, sizeof(add.user.languages), "%s", who ? "en" : "en,es");
	assert_fine(world_act(town->world, &add.command));
	town->staff[who] = add.id;
}

static inline void settle(struct world *world)
{
	world_turn_for(world, 15);
	world_until(world, outbox_under_way(world->core->accounts[0].outbox) == 0);
}

#endif
