#include "promise_open.h"

#include <assert.h>
#include <string.h>

#include "domain/miss.h"
#include "inbound_clean.h"
#include "store/people/staff_alerts.h"
#include "store/people/users.h"
#include "work/followup/assign.h"
#include "work/followup/backstop.h"
#include "work/followup/consequences.h"
#include "work/followup/coverage.h"
#include "work/followup/person_list.h"
#include "work/followup/rule_steps.h"
#include "work/followup/staff_alert.h"
#include "work/txn/rulebook_cache.h"
#include "work/txn/trace.h"

static struct str line_number(const struct txn *txn, struct line_id line)
{
	for (size_t i = 0; i < txn->core->line_count; i++)
		if (txn->core->lines[i].id.n == line.n)
			return str_of(txn->core->lines[i].settings->number);
	return STR_NONE;
}

/* The rule in force now; school hours as they were when the family wrote. */
static enum fault find_rule(struct inbound_store *store)
{
	const struct txn *txn = store->txn;
	const struct school_week *week = &store->week;
	const struct rule_book *book = NULL;
	struct rule_progress progress = { .opened_at = store->ask->inbound_at };
	struct hours_facts hours;
	enum fault fault = rulebook_cache_in_force(txn, &store->rule_version, &book);

	if (!fault)
		fault = promise_school_of(txn, store->contact.household, &store->home);
	if (fault)
		return fault;
	store->week = txn_week(txn, store->home.school);
	store->rule = rule_match_topic(book, &(struct rule_facts){
		.language = str_of(store->classification.language->tag),
		.line = line_number(txn, store->ask->line),
		.forms = &store->ask->read->forms,
		.schools = str_of(store->home.schools),
		.groups = str_of(store->home.household.groups),
		.channel = store->ask->inbound->channel,
		.is_known = store->contact.is_known,
		.is_open = school_is_open(week, store->ask->inbound_at) }, &store->topic);
	/* What we promise must be able to arrive by then: in the family's own hours. */
	hours = txn_hours(txn, &store->contact);
	store->due_at = hours_reachable_at(&hours, rule_due_at(store->rule, week,
							      store->ask->inbound_at));
	progress.due_at = store->due_at;
	store->first = rule_look(store->rule, week, &progress, store->ask->inbound_at);
	return FAULT_NONE;
}

/* What the rule says instead of "ack"; nothing when it acknowledges nothing, and then no
 * language is asked for either. */
static void choose_sentence(struct inbound_store *store)
{
	const struct rule_step *step = store->first.steps[RULE_ACKNOWLEDGE];
	const struct locale *locale = store->txn->locale;
	struct classification *classification = &store->classification;

	if (!classification->sentence || strcmp(classification->sentence, "ack") != 0)
		return;
	if (!step) {
		classification->sentence = NULL;
		classification->ask = QUESTION_NONE;
		classification->choice_count = 0;
	} else if (catalog_has(locale->catalog, lang_find(locale->languages, STR("en")),
			       step->template)) {
		classification->sentence = step->template;
	}
}

/* The rule answers or closes by itself in this very transaction; what it cannot say goes to
 * a person there, and what does not arrive does when its receipt says so. */
static bool is_machines(const struct inbound_store *store)
{
	return store->first.steps[RULE_ANSWER] || store->first.steps[RULE_COURTESY];
}

/* The promise's owner, as the rule says; nobody is said so. */
static enum fault find_owner(struct inbound_store *store)
{
	const struct rule_step *step = store->first.steps[RULE_ASSIGN];
	enum fault fault = !step ? FAULT_MISSING : assign_find(store->txn, &(struct assign){
		.step = step, .language = store->classification.language->tag,
		.due_at = store->due_at, .household = store->contact.household }, &store->owner);

	store->first.steps[RULE_ASSIGN] = NULL;
	if (fault == FAULT_MISSING)
		store->owner = (struct user){ .id = { 0 } };
	return fault == FAULT_MISSING ? FAULT_NONE : fault;
}

/* `assigned`: the step that found the owner, or nobody; NULL when the rule has none. */
static enum fault opened(const struct inbound_store *store, const struct promise *promise,
			       const struct rule_step *assigned)
{
	const struct rule_step *steps[] = { store->first.steps[RULE_ACKNOWLEDGE], assigned };
	const char *why = promise->owner.n ? "assigned" :
			  is_machines(store) ? "its rule answers by itself" :
			  person_reason_phrase(PERSON_UNCOVERED);
	enum fault fault = trace_opened(store->txn, promise, store->message, why);

	for (size_t i = 0; !fault && i < COUNT_OF(steps); i++)
		if (steps[i])
			fault = trace_step(store->txn, promise, steps[i]);
	return fault;
}

static struct promise fresh_promise(const struct inbound_store *store)
{
	struct promise promise = {
		.id = store->promise,
		.contact = store->contact.id,
		.channel = store->ask->inbound->channel,
		.line = store->ask->line,
		.state = PROMISE_OPEN,
		.owner = store->owner.id,
		.follows = store->classification.follows,
		.opened_at = store->ask->inbound_at,
		.input_at = store->ask->inbound_at,
		.inputs = 1,
		.due_at = store->due_at,
		.rule_version = store->rule_version,
		.next_step = store->first.next_step,
		.wake_at = store->first.next_wake_at,
	};

	str_put(promise.phone, sizeof(promise.phone), str_of(store->number.phone));
	str_put(promise.language, sizeof(promise.language), str_of(store->classification.language->tag));
	str_put(promise.school, sizeof(promise.school), str_of(store->home.school));
	str_put(promise.rule, sizeof(promise.rule), str_of(store->rule->name));
	str_put(promise.topic, sizeof(promise.topic), str_of(store->topic));
	return promise;
}

/* Its owner, or whoever looks after what has none, hears of it. */
static enum fault tell_staff(const struct inbound_store *store, struct promise *promise)
{
	const struct txn *txn = store->txn;
	enum fault fault = FAULT_NONE;

	if (promise->owner.n)
		fault = staff_alert_ask(txn->db, promise->owner, txn->now, STAFF_ALERT_EVERY);
	if (!fault && store->classification.needs_person)
		fault = person_list_put(txn, promise, PERSON_STOPPED, "");
	else if (!fault && promise->owner.n == 0 && !is_machines(store))
		fault = person_list_put_unowned(txn, promise);
	/* no answer will reach them: a person has to find out who they are */
	if (!fault && store->ask->odd & INBOUND_UNANSWERABLE)
		fault = person_list_put(txn, promise, PERSON_UNDELIVERED, miss_word(MISS_NO_TEXTS));
	if (!fault && txn->core->is_quarantined)
		fault = person_list_put(txn, promise, PERSON_PUT_BACK, "");
	if (fault || promise->wake_at != NEVER || is_machines(store))
		return fault;
	return backstop_put(txn, promise);
}

enum fault promise_open(struct inbound_store *store)
{
	assert(txn_is_writing(store->txn) && store->promise.n != 0);
	assert(store->contact.id.n != 0 && store->message.n != 0 && store->classification.language);

	const struct rule_step *assigned;
	struct promise promise;
	enum fault fault = find_rule(store);

	if (fault)
		return fault;
	assigned = store->first.steps[RULE_ASSIGN];
	fault = find_owner(store);
	if (fault)
		return fault;
	choose_sentence(store);
	promise = fresh_promise(store);
	fault = agenda_add_promise(store->txn, &promise);
	if (!fault)
		fault = opened(store, &promise, assigned);
	if (fault)
		return fault;
	return tell_staff(store, &promise);
}

/* The rest of what the rule does at once: an automatic answer, a courtesy… */
enum fault promise_open_first_steps(struct inbound_store *store)
{
	if (!store->rule || store->txn->core->is_quarantined)
		return FAULT_NONE;
	return rule_steps_do(store->txn, store->promise, &store->first);
}

enum fault promise_open_join(struct inbound_store *store)
{
	assert(txn_is_writing(store->txn) && store->classification.joins.n != 0);

	struct promise promise;
	enum fault fault = consequences_promise(store->txn, store->classification.joins, PROMISE_ON_MORE,
					"family", "another text joined");

	if (!fault)
		fault = agenda_get_promise(store->txn, store->classification.joins, &promise);
	if (fault)
		return fault;
	promise.inputs++;
	if (promise.input_at < store->ask->inbound_at)
		promise.input_at = store->ask->inbound_at;
	return agenda_put_promise(store->txn, &promise);
}
