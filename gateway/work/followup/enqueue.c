#include "enqueue.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "domain/rules/rule.h"
#include "i18n/text/segment.h"
#include "quiet_hold.h"
#include "store/people/consent.h"
#include "store/people/users.h"
#include "work/txn/agenda.h"
#include "work/txn/reply_cache.h"
#include "work/txn/rulebook_cache.h"

enum { TEXT_CEILING = 6400 }; /* 1,600 characters of at most four bytes */

/* The line of the conversation; when it was taken out of the configuration, the first
 * that speaks the channel. */
static struct line_id line_of(const struct txn *txn, const struct outbound *outbound)
{
	const struct core *core = txn->core;
	struct line_id found = outbound->line;

	for (size_t i = core->line_count; i-- > 0;) {
		if (core->lines[i].id.n == outbound->line.n)
			return outbound->line;
		if (core->lines[i].settings->speaks[outbound->channel])
			found = core->lines[i].id;
	}
	return found;
}

/* It is held: until when; or no hour will ever come, and it ends as soon as whoever queued it
 * has said so. */
static enum fault say_wait(const struct txn *txn, const struct outbound *outbound,
			   struct message_id id, const struct hours_verdict *verdict)
{
	if (verdict->from_at == NEVER) {
		quiet_hold_give_up(txn, id);
		return FAULT_NONE;
	}
	return quiet_hold_say(txn, &(struct quiet_hold){ outbound->contact, outbound->promise, id,
						     verdict->from_at, verdict->waits_for });
}

static enum fault say_queued(const struct txn *txn, const struct outbound *outbound,
			     struct message_id id, const struct hours_verdict *verdict)
{
	char actor[32] = "system";
	enum fault fault;

	if (outbound->author.n)
		snprintf(actor, sizeof(actor), "staff:%lld", (long long)outbound->author.n);
	fault = txn_trace(txn, &(struct trace){
		.what = "message.queued", .actor = actor,
		.promise = outbound->promise, .message = id,
		.contact = outbound->contact->id, .detail = kind_word(outbound->kind) });
	if (fault || verdict->may_leave)
		return fault;
	return say_wait(txn, outbound, id, verdict);
}

static int segments_of(const struct outbound *outbound)
{
	return outbound->segments ? outbound->segments : (int)segment_count(outbound->text).segments;
}

enum fault enqueue_message(const struct txn *txn, const struct outbound *outbound,
		      struct message_id *id, struct hours_verdict *hours)
{
	assert(txn_is_writing(txn) && outbound->contact && outbound->number && outbound->text.size);
	/* G7: nobody has this purpose without two signatures. */
	assert(outbound->purpose != PURPOSE_EMERGENCY || outbound->emergency);

	struct line_id line = line_of(txn, outbound);
	struct route_ask ask = { outbound->contact, outbound->number, outbound->channel, line, false,
				 outbound->kind, outbound->purpose };
	struct message message = {
		.id = { txn_id(txn) },
		.direction = DIRECTION_OUT,
		.kind = outbound->kind,
		.purpose = outbound->purpose,
		.channel = outbound->channel,
		.contact = outbound->contact->id,
		.line = line,
		.promise = outbound->promise,
		.text = outbound->text,
		.segments = segments_of(outbound),
		.author = outbound->author,
		.created_at = txn->now,
	};
	struct hours_verdict verdict;
	struct route route;
	enum fault fault;

	fault = txn_route(txn, &ask, &route, &verdict);
	if (fault)
		return fault;
	str_put(message.phone, sizeof(message.phone), str_of(outbound->number->phone));
	str_put(message.language, sizeof(message.language), str_of(outbound->language));
	fault = delivery_queue(txn->db, &message,
			       verdict.may_leave ? txn->now : verdict.from_at,
			       verdict.waits_for);
	if (fault)
		return fault;
	if (id)
		*id = message.id;
	if (hours)
		*hours = verdict;
	return say_queued(txn, outbound, message.id, &verdict);
}

struct telling {
	const struct promise *promise;
	const struct contact *contact;
	const char *sentence;
	struct reply_facts facts;
};

static enum fault tell_text(const struct txn *txn, const struct telling *telling,
			    struct buf *text, struct reply_said *said)
{
	const struct promise *promise = telling->promise;
	const struct school_week week = txn_week(txn, promise->school);
	struct reply_facts facts = telling->facts;
	struct user owner = { .id = { 0 } };

	facts.due_at = rule_due_at(rulebook_cache_rule_of(txn, promise), &week, txn->now);
	facts.is_open_now = school_is_open(&week, txn->now);
	if (promise->owner.n && user_get(txn->db, promise->owner, &owner) == FAULT_NONE)
		facts.owner_name = str_of(owner.name);
	return reply_cache_compose(txn, &facts, &(struct classification){
		.sentence = telling->sentence,
		.language = locale_language(txn->locale, telling->contact->language) }, text, said);
}

struct saying {
	const char *sentence;
	enum kind kind;
	int media_failed;
};

static enum fault tell(const struct txn *txn, const struct promise *promise,
		       const struct saying *saying, bool *is_said)
{
	struct contact contact;
	struct number number;
	struct telling telling = { promise, &contact, saying->sentence, { .media_failed = 0 } };
	struct consent consent;
	struct hours_verdict hours = { .from_at = 0 };
	struct reply_said said;
	AUTO(buf) text;
	enum fault fault;

	buf_init(&text, TEXT_CEILING);
	fault = contact_get(txn->db, promise->contact, &contact);
	if (!fault)
		fault = number_get(txn->db, str_of(promise->phone), &number);
	if (!fault)
		fault = consent_get(txn->db, str_of(promise->phone), promise->channel,
				    PURPOSE_SCHOOL, &consent);
	if (fault)
		return fault;
	/* A stopped or dead number is told nothing; its promise is a person's. */
	*is_said = !consent.is_stopped && !number_is_unusable(&number, promise->channel);
	if (!*is_said)
		return FAULT_NONE;
	txn_reply_facts(txn, &contact, &telling.facts);
	telling.facts.media_failed = saying->media_failed;
	fault = tell_text(txn, &telling, &text, &said);
	if (fault)
		return fault;
	fault = enqueue_message(txn, &(struct outbound){
		.contact = &contact, .number = &number, .channel = promise->channel,
		.line = promise->line, .kind = saying->kind, .purpose = PURPOSE_SCHOOL,
		.promise = promise->id, .language = said.lang->tag, .text = buf_str(&text),
		.segments = said.segments }, NULL, &hours);
	/* it was suppressed at once: no hour will ever come */
	*is_said = hours.from_at != NEVER;
	return fault;
}

enum fault enqueue_sentence(const struct txn *txn, const struct promise *promise,
		      const char *sentence, enum kind kind, int media_failed)
{
	bool is_said;

	assert(txn_is_writing(txn) && promise->id.n != 0 && sentence[0]);
	assert(kind != KIND_ANSWER);
	return tell(txn, promise, &(struct saying){ sentence, kind, media_failed }, &is_said);
}

enum fault enqueue_answer(const struct txn *txn, const struct promise *promise,
			const char *sentence, bool *is_said)
{
	assert(txn_is_writing(txn) && promise->id.n != 0 && sentence[0] && is_said);
	assert(!promise_is_closed(promise->state));
	return tell(txn, promise, &(struct saying){ sentence, KIND_ANSWER, 0 }, is_said);
}
