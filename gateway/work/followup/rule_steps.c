#include "rule_steps.h"

#include <assert.h>
#include <string.h>

#include "assign.h"
#include "backstop.h"
#include "base/log.h"
#include "consequences.h"
#include "domain/excuse.h"
#include "domain/rules/last_look.h"
#include "enqueue.h"
#include "owner.h"
#include "person_list.h"
#include "store/people/users.h"
#include "store/promises/rulebooks.h"
#include "work/txn/rulebook_cache.h"
#include "work/txn/trace.h"

/* An answer is on its way already: what is said of a promise without one would be false. */
static bool is_answered(const struct promise *promise)
{
	return promise->state == PROMISE_ANSWERED;
}

/* A sentence may be gone from the catalog since the rules were published. */
static bool has_sentence(const struct txn *txn, const struct rule_step *step)
{
	const struct locale *locale = txn->locale;

	return strcmp(step->template, "ack") == 0 ||
	       catalog_has(locale->catalog, lang_find(locale->languages, STR("en")), step->template);
}

/* --- the deeds ----------------------------------------------------------------------- */

static enum fault do_assign(const struct txn *txn, struct promise *promise,
			    const struct rule_step *step)
{
	struct assign assign = { .step = step, .language = promise->language,
				 .except = promise->owner, .due_at = promise->due_at };
	struct contact contact;
	struct user user;
	enum fault fault;

	if (is_answered(promise) || (step->deed == RULE_ASSIGN && promise->owner.n))
		return FAULT_NONE;
	fault = contact_get(txn->db, promise->contact, &contact);
	if (fault)
		return fault;
	assign.household = contact.household;
	fault = assign_find(txn, &assign, &user);
	if (fault == FAULT_MISSING)
		return person_list_notify(txn, (struct user_id){ 0 }, ROLE_ADMINISTRATOR, promise->id,
				    promise->owner.n ? "promise.nobody_else" : "promise.unowned");
	if (fault)
		return fault;
	return owner_give(txn, promise, &(struct owner_gift){
		user.id, "promise.reassigned", "rule", step->deed == RULE_ASSIGN ?
		"its rule assigns it" : "its rule gives it to somebody else", "promise.assigned" });
}

/* Also of an answer under way: nobody knows yet whether it arrives. */
static enum fault do_remind(const struct txn *txn, struct promise *promise,
			    const struct rule_step *step)
{
	(void)step;
	return person_list_notify(txn, promise->owner, ROLE_LIAISON, promise->id, "promise.remind");
}

static enum fault do_escalate(const struct txn *txn, struct promise *promise,
			      const struct rule_step *step)
{
	enum fault fault = person_list_notify(txn, (struct user_id){ 0 }, ROLE_ADMINISTRATOR,
					promise->id, promise->late_at ? "promise.late" :
									"promise.escalated");

	if (!fault && step->tier >= 2 && !is_answered(promise))
		fault = person_list_put(txn, promise, PERSON_ESCALATED, "");
	if (!fault && step->tier >= 3)
		log_fact(LOG_ALARM, "promise.escalated", LOG_ID("promise", promise->id.n));
	return fault;
}

static enum fault do_answer(const struct txn *txn, struct promise *promise,
			    const struct rule_step *step)
{
	bool is_said = false;
	enum fault fault;

	if (is_answered(promise))
		return FAULT_NONE;
	fault = has_sentence(txn, step) ?
		enqueue_answer(txn, promise, step->template, &is_said) : FAULT_NONE;
	if (fault)
		return fault;
	if (is_said)
		return consequences_promise(txn, promise->id, PROMISE_ON_HANDED, "rule",
				    "an approved automatic answer");
	/* no hour will come: a person has it now, and was told why */
	fault = consequences_carry_out(txn);
	if (fault)
		return fault;
	fault = agenda_get_promise(txn, promise->id, promise);
	if (fault || promise->person_at == txn->now)
		return fault;
	return person_list_put(txn, promise, PERSON_ANSWER_UNSAID, "");
}

static enum fault do_update(const struct txn *txn, struct promise *promise,
			    const struct rule_step *step)
{
	return is_answered(promise) ? FAULT_NONE :
		enqueue_sentence(txn, promise, has_sentence(txn, step) ? step->template :
			   "late.update", KIND_UPDATE, 0);
}

/* Whoever published the rule signed this excuse. */
static enum fault do_courtesy(const struct txn *txn, struct promise *promise,
			      const struct rule_step *step)
{
	struct rulebook book;
	AUTO(arena) arena;
	enum fault fault;

	(void)step;
	arena_init(&arena, 256 * 1024);
	fault = rulebook_get(txn->db, promise->rule_version, &arena, &book);
	if (!fault)
		fault = consequences_promise(txn, promise->id, PROMISE_ON_EXCUSED, book.author,
				     excuse_word(EXCUSE_NO_ANSWER_NEEDED));
	if (!fault)
		fault = agenda_get_promise(txn, promise->id, promise);
	if (fault)
		return fault;
	str_put(promise->excuse, sizeof(promise->excuse),
		str_of(excuse_word(EXCUSE_NO_ANSWER_NEEDED)));
	str_put(promise->excuse_note, sizeof(promise->excuse_note),
		STR("closed as courtesy by its rule"));
	return agenda_put_promise(txn, promise);
}

/* In this order: who has it stands first, so that the family is told the truth. */
static const struct {
	enum rule_deed deed;
	enum fault (*run)(const struct txn *txn, struct promise *promise,
			  const struct rule_step *step);
} deeds[] = {
	{ RULE_ASSIGN, do_assign },   { RULE_REASSIGN, do_assign }, { RULE_ANSWER, do_answer },
	{ RULE_REMIND, do_remind },   { RULE_ESCALATE, do_escalate },
	{ RULE_UPDATE, do_update },   { RULE_COURTESY, do_courtesy },
};

enum fault rule_steps_do(const struct txn *txn, struct promise_id id, const struct rule_due *due)
{
	struct promise promise;
	enum fault fault = FAULT_NONE;

	assert(txn_is_writing(txn) && id.n != 0 && due);
	for (size_t i = 0; !fault && i < COUNT_OF(deeds); i++) {
		const struct rule_step *step = due->steps[deeds[i].deed];

		if (!step)
			continue;
		fault = agenda_get_promise(txn, id, &promise);
		if (fault || promise_is_closed(promise.state))
			continue;
		fault = trace_step(txn, &promise, step);
		if (!fault)
			fault = deeds[i].run(txn, &promise, step);
		if (!fault)
			fault = consequences_carry_out(txn);
	}
	return fault;
}

/* --- one promise's turn --------------------------------------------------------------- */

/* The deadline first, so that what follows reads its truth.  A promise whose steps a person
 * winds forward is not late before its own time. */
enum fault rule_steps_catch_up(const struct txn *txn, const struct promise *promise,
			  const struct rule_due *due)
{
	enum fault fault = FAULT_NONE;

	assert(txn_is_writing(txn) && promise->id.n != 0 && due);
	if (due->is_late && txn->now >= promise->due_at)
		fault = consequences_promise(txn, promise->id, PROMISE_ON_DEADLINE, "rule",
				     "the time we promised has passed");
	if (!fault && due->is_any)
		fault = rule_steps_do(txn, promise->id, due);
	return fault;
}

static struct rule_due look_at(const struct txn *txn, const struct promise *promise,
			       int64_t as_of)
{
	struct rule_progress progress = { promise->opened_at, promise->due_at,
					  promise->late_at != 0, promise->next_step };
	const struct school_week week = txn_week(txn, promise->school);

	return rule_look(rulebook_cache_rule_of(txn, promise), &week, &progress, as_of);
}

bool rule_steps_are_left(const struct txn *txn, const struct promise *promise)
{
	assert(promise->id.n != 0);
	return !promise_is_closed(promise->state) && look_at(txn, promise, NEVER - 1).is_any;
}

static bool has_unreadable_rule(const struct txn *txn, const struct promise *promise)
{
	return !promise_is_closed(promise->state) &&
	       !rulebook_cache_is_known(rulebook_cache_rule_of(txn, promise));
}

enum fault rule_steps_take(const struct txn *txn, struct promise_id id, int64_t as_of)
{
	assert(txn_is_writing(txn) && id.n != 0);

	struct promise promise;
	struct rule_due look;
	enum fault fault = agenda_get_promise(txn, id, &promise);

	if (fault || promise_is_closed(promise.state))
		return fault;
	look = look_at(txn, &promise, as_of);
	fault = rule_steps_catch_up(txn, &promise, &look);
	if (!fault)
		fault = agenda_get_promise(txn, id, &promise);
	if (!fault && has_unreadable_rule(txn, &promise) && promise.person_at == 0)
		fault = person_list_put(txn, &promise, PERSON_RULE_UNREADABLE, "");
	if (fault)
		return fault;
	promise.next_step = look.next_step;
	promise.wake_at = last_look_wake_at(&(struct last_look_facts){
		.state = promise.state, .late_at = promise.late_at, .now = txn->now },
		promise.due_at, look.next_wake_at);
	return look.is_any || look.is_late ? backstop_put(txn, &promise) :
					     backstop_end(txn, &promise);
}

enum fault rule_steps_pass_over(const struct txn *txn, struct promise_id id)
{
	assert(txn_is_writing(txn) && id.n != 0);

	struct promise promise;
	struct rule_due look;
	enum fault fault = agenda_get_promise(txn, id, &promise);

	if (fault)
		return fault;
	look = look_at(txn, &promise, txn->now);
	if (look.is_late)
		fault = consequences_promise(txn, id, PROMISE_ON_DEADLINE, "rule",
				     "the time we promised has passed");
	if (!fault)
		fault = agenda_get_promise(txn, id, &promise);
	if (fault)
		return fault;
	promise.next_step = look.next_step;
	promise.wake_at = look.next_wake_at;
	return agenda_put_promise(txn, &promise);
}

/* --- all that are due ------------------------------------------------------------------ */

static enum fault take(const struct txn *txn, void *thing)
{
	const struct promise_id *due = thing;

	return rule_steps_take(txn, *due, txn->now);
}

/* The family is owed an answer whatever went wrong with us: a person hears of it, once. */
static enum fault postpone(const struct txn *txn, void *thing)
{
	const struct promise_id *due = thing;
	struct promise promise;
	enum fault fault = agenda_get_promise(txn, *due, &promise);

	if (fault || promise_is_closed(promise.state))
		return fault;
	if (promise.late_at == 0 && promise.due_at <= txn->now)
		fault = consequences_promise(txn, *due, PROMISE_ON_DEADLINE, "rule",
				     "the time we promised has passed");
	if (!fault)
		fault = agenda_get_promise(txn, *due, &promise);
	if (fault)
		return fault;
	promise.wake_at = txn->now + TRIAL_AGAIN_IN;
	return promise.person_at ? agenda_put_promise(txn, &promise) :
				   person_list_put(txn, &promise, PERSON_STEP_FAILED, "");
}

/* Of the list its ids alone: an earlier one's step may have changed what came with them. */
enum fault rule_steps_turn(const struct txn *txn, size_t *count)
{
	static const struct trial trial = { take, postpone, "promise" };
	struct promise due[RULE_STEPS_TURN];
	enum fault fault;

	assert(txn_is_writing(txn) && count);
	*count = 0;
	fault = promise_due(txn->db, txn->now, due, RULE_STEPS_TURN, count);
	for (size_t i = 0; !fault && i < *count; i++)
		fault = txn_try(txn, &trial, &due[i].id, due[i].id.n);
	return fault;
}
