#include "ladder_run.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "enqueue.h"
#include "ladder_gather.h"
#include "person_list.h"
#include "store/people/consent.h"

static struct ladder_run *ladder_run_new(const struct txn *txn, const struct promise *promise)
{
	struct ladder_run *run = memory_new(struct ladder_run);

	run->txn = txn;
	run->promise = *promise;
	return run;
}

/* --- what is written down ------------------------------------------------------------- */

/* "another number of theirs, because the number cannot receive texts; not …: …" */
static void say_why(const struct ladder_run *run, const struct ladder_choice *choice,
		    char why[RUNG_WHY])
{
	AUTO(buf) text;

	buf_init(&text, RUNG_WHY);
	buf_add_format(&text, "%s, because %s", rung_phrase(choice->rung),
		       miss_phrase(run->facts.miss));
	for (int i = 0; i < RUNG_COUNT; i++)
		if (choice->passed[i] && !(i == RUNG_RETRY && run->facts.miss != MISS_OFF))
			buf_add_format(&text, "; not %s: %s", rung_phrase((enum rung)i),
				       choice->passed[i]);
	str_put(why, RUNG_WHY, buf_str(&text));
}

/* What would come after it, as things are now. */
static enum rung look_ahead(struct ladder_run *run, const struct ladder_choice *choice)
{
	if (choice->rung == RUNG_VISIT)
		return RUNG_COUNT;
	if (choice->rung != RUNG_RETRY)
		run->ways[choice->way].is_tried = true;
	run->facts.may_retry = false;
	return ladder_choose(&run->facts).rung;
}

static bool is_way(enum rung rung)
{
	return rung != RUNG_RETRY && rung != RUNG_VISIT;
}

static enum fault write_rung(struct ladder_run *run, const struct ladder_choice *choice,
			     struct message_id message)
{
	const struct txn *txn = run->txn;
	struct promise *promise = &run->promise;
	struct rung_row rung = {
		.promise = promise->id, .no = ++promise->rung, .failed = run->failed,
		.answer = run->answer.n ? run->answer : message, .message = message,
		.rung = choice->rung, .miss = run->facts.miss, .at = txn->now,
	};
	enum fault fault;

	say_why(run, choice, rung.why);
	rung.next = look_ahead(run, choice);
	if (is_way(choice->rung)) {
		/* An answer is under way again: off the list, until that fails. */
		person_list_clear(promise);
	}
	fault = ladder_rung_add(txn->db, &rung);
	if (!fault)
		fault = agenda_put_promise(txn, promise);
	if (fault)
		return fault;
	return txn_trace(txn, &(struct trace){
		.what = "ladder.rung", .actor = "ladder", .promise = promise->id,
		.message = message.n ? message : run->failed,
		.contact = is_way(choice->rung) ? run->contacts[choice->way].id :
						  promise->contact,
		.detail = rung.why });
}

/* --- the rungs -------------------------------------------------------------------------- */

static void lead(const struct ladder_run *run, size_t way, struct outbound *outbound)
{
	outbound->contact = &run->contacts[way];
	outbound->number = &run->numbers[way];
	outbound->channel = run->ways[way].channel;
	outbound->line = run->lines[way];
}

/* What failed is no person's business while another way is tried. */
static enum fault clear_person(const struct txn *txn, struct message_id message)
{
	struct delivery delivery;
	enum fault fault = delivery_get(txn->db, message, &delivery);

	if (fault || !delivery.needs_person)
		return fault;
	delivery.needs_person = false;
	return delivery_put(txn->db, &delivery);
}

static enum fault send_on(struct ladder_run *run, const struct message *failed,
			  const struct ladder_choice *choice)
{
	struct outbound outbound = { .kind = KIND_ANSWER, .purpose = failed->purpose,
			     .promise = failed->promise, .author = failed->author,
			     .language = failed->language, .text = failed->text };
	struct message_id message;
	enum fault fault;

	lead(run, choice->way, &outbound);
	fault = enqueue_message(run->txn, &outbound, &message, NULL);
	if (!fault)
		fault = clear_person(run->txn, failed->id);
	if (!fault)
		fault = write_rung(run, choice, message);
	return fault;
}

/* No way is left: a person goes there, or calls, and signs what came of it. */
static enum fault ask_visit(struct ladder_run *run, const struct ladder_choice *choice)
{
	enum fault fault = write_rung(run, choice, (struct message_id){ 0 });

	if (!fault)
		agenda_add(run->txn, &(struct agenda_item){
			.kind = AGENDA_PROMISE, .promise = run->promise.id,
			.event = PROMISE_ON_UNDELIVERABLE, .reason = PERSON_VISIT,
			.change = { .actor = "ladder", .why = miss_word(run->facts.miss) } });
	return fault;
}

static enum fault take(struct ladder_run *run, const struct message *failed)
{
	struct ladder_choice choice;
	enum fault fault = ladder_gather(run);

	if (fault)
		return fault;
	choice = ladder_choose(&run->facts);
	if (choice.rung == RUNG_RETRY)
		return write_rung(run, &choice, failed->id);
	return choice.rung == RUNG_VISIT ? ask_visit(run, &choice) :
					   send_on(run, failed, &choice);
}

static enum fault take_from(struct ladder_run *run, const struct message *failed,
			    const struct agenda_item *item)
{
	run->failed = failed->id;
	run->purpose = failed->purpose;
	run->facts.miss = item->miss;
	run->facts.may_retry = item->may_retry;
	str_put(run->language, sizeof(run->language), str_of(failed->language));
	return take(run, failed);
}

enum fault ladder_run_take(const struct txn *txn, const struct agenda_item *item)
{
	struct ladder_run *run;
	struct promise promise;
	struct message failed;
	AUTO(arena) arena;
	enum fault fault;

	assert(txn_is_writing(txn) && item->kind == AGENDA_LADDER);
	assert(item->message.n != 0 && item->promise.n != 0 && item->miss < MISS_COUNT);
	arena_init(&arena, 64 << 10);
	fault = agenda_get_promise(txn, item->promise, &promise);
	if (!fault)
		fault = message_get(txn->db, item->message, &arena, &failed);
	if (fault)
		return fault;
	run = ladder_run_new(txn, &promise);
	fault = take_from(run, &failed, item);
	free(run);
	return fault;
}

/* --- before the first text ---------------------------------------------------------------- */

struct detour {
	struct ladder_run *run;
	struct ladder_choice choice;
};

/* Is that number no use?  *miss tells why. */
static enum fault look_at_number(const struct txn *txn, const struct outbound *outbound,
				 enum miss *miss, bool *is_useless)
{
	struct consent consent;
	enum fault fault = consent_get(txn->db, str_of(outbound->number->phone), outbound->channel,
				       outbound->purpose, &consent);

	if (fault)
		return fault;
	*is_useless = miss_beforehand(consent.is_stopped,
				      number_is_unusable(outbound->number, outbound->channel), miss);
	return FAULT_NONE;
}

enum fault ladder_run_detour(const struct txn *txn, const struct promise *promise,
			struct outbound *outbound, struct detour **detour)
{
	assert(txn_is_writing(txn) && promise->id.n != 0 && outbound->number && !*detour);

	enum miss miss = MISS_NO_TEXTS;
	bool is_useless = false;
	struct detour *found;
	enum fault fault = look_at_number(txn, outbound, &miss, &is_useless);

	if (fault || !is_useless)
		return fault;
	found = memory_new(struct detour);
	found->run = ladder_run_new(txn, promise);
	found->run->purpose = outbound->purpose;
	found->run->facts.miss = miss;
	str_put(found->run->language, TAG_ROOM, str_of(outbound->language));
	fault = ladder_gather(found->run);
	if (!fault)
		found->choice = ladder_choose(&found->run->facts);
	if (fault || found->choice.rung == RUNG_VISIT) {
		ladder_run_detour_free(&found);
		return fault;
	}
	lead(found->run, found->choice.way, outbound);
	*detour = found;
	return FAULT_NONE;
}

enum fault ladder_run_detour_done(struct detour *detour, struct message_id message)
{
	assert(txn_is_writing(detour->run->txn) && message.n != 0);

	struct ladder_run *run = detour->run;
	/* it was answered meanwhile, in this transaction */
	enum fault fault = agenda_get_promise(run->txn, run->promise.id, &run->promise);

	if (fault)
		return fault;
	return write_rung(run, &detour->choice, message);
}

void ladder_run_detour_free(struct detour **detour)
{
	if (!*detour)
		return;
	free((*detour)->run);
	free(*detour);
	*detour = NULL;
}

/* --- what others ask ---------------------------------------------------------------------- */

enum fault ladder_run_has_it(const struct txn *txn, const struct promise *promise,
			const char *phone, bool *has)
{
	assert(promise->id.n != 0 && phone[0] && has);

	struct answer_way newest;
	size_t count = 0;
	enum fault fault = promise->state == PROMISE_ANSWERED ?
		ladder_rung_ways(txn->db, promise->id, &newest, 1, &count) : FAULT_NONE;

	if (fault)
		return fault;
	*has = count && (strcmp(newest.phone, phone) != 0 || delivery_is_over(newest.state));
	return FAULT_NONE;
}

static bool is_on_rung(const struct rung_row *rungs, size_t count, struct message_id message)
{
	for (size_t i = 0; i < count; i++)
		if (rungs[i].message.n == message.n)
			return true;
	return false;
}

/* "Not yet" is not true any more, and an answer that arrived is not said twice.  What a
 * person wrote still leaves after an excuse, unless the machine was at its later tries. */
enum fault ladder_run_close(const struct txn *txn, const struct promise *promise)
{
	assert(txn_is_writing(txn) && promise_is_closed(promise->state));

	struct rung_row rungs[32];
	struct queued_word words[32];
	size_t rung_count = 0, count = 0;
	enum fault fault = ladder_rung_queued(txn->db, promise->id, words, COUNT_OF(words),
					     &count);

	if (!fault && count && promise->rung)
		fault = ladder_rung_list(txn->db, promise->id, rungs, COUNT_OF(rungs), &rung_count);
	for (size_t i = 0; !fault && i < count; i++) {
		if (words[i].kind == KIND_ANSWER && promise->state == PROMISE_EXCUSED &&
		    !is_on_rung(rungs, rung_count, words[i].message))
			continue;
		agenda_add(txn, &(struct agenda_item){
			.kind = AGENDA_DELIVERY, .message = words[i].message,
			.change = { .event = ON_SUPPRESS, .actor = "system", .is_taken_back = true,
				    .why = "the promise is closed already" } });
	}
	return fault;
}

enum fault ladder_run_reached(const struct txn *txn, const struct promise *promise,
			 struct answer_way *way)
{
	assert(promise->id.n != 0 && way);

	struct answer_way ways[LADDER_RUN_TRIED];
	size_t count = 0;
	enum fault fault = ladder_rung_ways(txn->db, promise->id, ways, COUNT_OF(ways), &count);

	for (size_t i = 0; !fault && i < count; i++)
		if (delivery_is_evidence(ways[i].state)) {
			*way = ways[i];
			return FAULT_NONE;
		}
	if (fault)
		return fault;
	return FAULT_MISSING;
}
