#include "ladder_gather.h"

#include <assert.h>
#include <string.h>

#include "store/people/consent.h"
#include "store/people/households.h"

enum { NUMBERS_MOST = 8 };

/* --- where this answer went already ----------------------------------------------------- */

/* Is that message this very answer, as it was first sent or on one of its rungs? */
static bool is_same_answer(const struct ladder_run *run, struct message_id message)
{
	if (message.n == run->answer.n)
		return true;
	for (size_t i = 0; i < run->rung_count; i++)
		if (run->rungs[i].message.n == message.n &&
		    run->rungs[i].answer.n == run->answer.n)
			return true;
	return false;
}

/* Known as not delivered is only what ended so, and no doubt about it. */
static bool may_have_arrived(const struct answer_way *way)
{
	return way->is_ambiguous ||
	       (way->state != DELIVERY_FAILED && way->state != DELIVERY_SUPPRESSED);
}

static enum fault find_tried(struct ladder_run *run)
{
	struct db *db = run->txn->db;
	enum fault fault = ladder_rung_list(db, run->promise.id, run->rungs, LADDER_RUN_TRIED,
					    &run->rung_count);

	run->answer = run->failed;
	for (size_t i = 0; i < run->rung_count; i++)
		if (run->failed.n && run->rungs[i].message.n == run->failed.n)
			run->answer = run->rungs[i].answer;
	if (fault)
		return fault;
	return ladder_rung_ways(db, run->promise.id, run->tried, LADDER_RUN_TRIED,
				&run->tried_count);
}

static void mark_tried(struct ladder_run *run, size_t at)
{
	struct ladder_way *way = &run->ways[at];

	for (size_t i = 0; run->answer.n && i < run->tried_count; i++) {
		const struct answer_way *tried = &run->tried[i];

		if (strcmp(tried->phone, run->numbers[at].phone) != 0 ||
		    !is_same_answer(run, tried->message))
			continue;
		way->is_tried = way->is_tried || tried->channel == way->channel;
		way->may_have_it = way->may_have_it || may_have_arrived(tried);
	}
}

/* --- the ways --------------------------------------------------------------------------- */

/* The line of the conversation, else the first that speaks the channel. */
static struct line_id line_for(const struct ladder_run *run, enum channel channel)
{
	const struct core *core = run->txn->core;
	struct line_id found = { 0 }, paused = { 0 };

	for (size_t i = core->line_count; i-- > 0;) {
		const struct line_state *line = &core->lines[i];

		if (!line->settings->speaks[channel])
			continue;
		if (line->id.n == run->promise.line.n)
			return line->id;
		*(line->is_paused ? &paused : &found) = line->id;
	}
	return found.n ? found : paused;
}

/* Said on one channel, it is not gone round by another. */
static enum fault ask_consent(const struct ladder_run *run, const struct number *number,
			      struct ladder_way *way)
{
	struct consent consent;
	enum fault fault = FAULT_NONE;

	for (int i = 0; !fault && i < CHANNEL_COUNT; i++) {
		fault = consent_get(run->txn->db, str_of(number->phone), (enum channel)i,
				    run->purpose, &consent);
		if (fault)
			return fault;
		way->is_stopped = way->is_stopped || consent.is_stopped;
		if (i == (int)way->channel)
			way->may_receive = consent.is_granted;
	}
	return fault;
}

static enum fault ask_hours(struct ladder_run *run, size_t at)
{
	struct ladder_way *way = &run->ways[at];
	struct hours_verdict hours;
	struct route route;
	enum fault fault = txn_route(run->txn, &(struct route_ask){
		.contact = &run->contacts[at], .number = &run->numbers[at],
		.channel = way->channel, .line = run->lines[at], .kind = KIND_ANSWER,
		.purpose = run->purpose }, &route, &hours);

	way->has_hour = !fault && (hours.may_leave || hours.from_at != NEVER);
	return fault;
}

static enum fault add_way(struct ladder_run *run, const struct contact *contact,
			  const struct number *number, enum channel channel)
{
	size_t at = run->facts.count;
	struct ladder_way *way = &run->ways[at];
	enum fault fault;

	if (at == LADDER_WAYS)
		return FAULT_NONE;
	run->contacts[at] = *contact;
	run->numbers[at] = *number;
	run->lines[at] = line_for(run, channel);
	*way = (struct ladder_way){
		.channel = channel,
		.is_guardians = contact->id.n != run->promise.contact.n,
		.speaks = strcmp(contact->language, run->language) == 0,
		.is_unusable = number_is_unusable(number, channel),
		.has_line = run->lines[at].n != 0,
		.inbound_at = number->inbound_at,
	};
	mark_tried(run, at);
	fault = ask_consent(run, number, way);
	if (!fault)
		fault = ask_hours(run, at);
	run->facts.count += !fault;
	return fault;
}

/* What they prefer first.  Voice is the ladder's own rung, later. */
static enum fault add_number(struct ladder_run *run, const struct contact *contact,
			     const struct number *number)
{
	enum channel first = contact->prefers == CHANNEL_WHATSAPP ? CHANNEL_WHATSAPP :
								    CHANNEL_SMS;
	enum fault fault = add_way(run, contact, number, first);

	if (fault)
		return fault;
	return add_way(run, contact, number,
		       first == CHANNEL_SMS ? CHANNEL_WHATSAPP : CHANNEL_SMS);
}

static enum fault add_contact(struct ladder_run *run, const struct contact *contact)
{
	struct number numbers[NUMBERS_MOST];
	size_t count = 0;
	enum fault fault = number_of_contact(run->txn->db, contact->id, numbers,
					   NUMBERS_MOST, &count);

	for (size_t i = 0; !fault && i < count; i++)
		fault = add_number(run, contact, &numbers[i]);
	return fault;
}

static enum fault add_household(struct ladder_run *run, const struct contact *family)
{
	struct contact guardians[HOUSEHOLD_CONTACTS];
	struct household household;
	size_t count = 0;
	enum fault fault = household_get(run->txn->db, family->household, &household);

	if (fault)
		return fault == FAULT_MISSING ? FAULT_NONE : fault;
	run->facts.shares = household.shares;
	fault = contact_of_household(run->txn->db, household.id, guardians,
				   HOUSEHOLD_CONTACTS, &count);
	for (size_t i = 0; !fault && i < count; i++)
		if (guardians[i].id.n != family->id.n)
			fault = add_contact(run, &guardians[i]);
	return fault;
}

enum fault ladder_gather(struct ladder_run *run)
{
	assert(run->txn && run->promise.id.n != 0 && run->purpose < PURPOSE_COUNT);
	assert(run->facts.miss < MISS_COUNT && run->language[0]);

	const struct core_settings *settings = run->txn->core->settings;
	struct contact family;
	enum fault fault = find_tried(run);

	run->facts.order = settings->ladder;
	run->facts.order_count = settings->ladder_count;
	run->facts.channel = run->promise.channel;
	run->facts.ways = run->ways;
	if (!fault)
		fault = contact_get(run->txn->db, run->promise.contact, &family);
	if (!fault)
		fault = add_contact(run, &family);
	if (fault)
		return fault;
	return add_household(run, &family);
}
