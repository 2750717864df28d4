#include "trace.h"

#include <assert.h>

#include "base/date.h"
#include "base/memory.h"
#include "domain/rules/rule_say.h"
#include "rulebook_cache.h"
#include "store/log/events.h"
#include "store/messaging/delivery_due.h"
#include "store/messaging/lines.h"

enum { DETAIL_MOST = 400, RESTART_PAGE = 64 };

enum fault trace_step(const struct txn *txn, const struct promise *promise,
			  const struct rule_step *step)
{
	assert(txn_is_writing(txn) && promise->id.n != 0 && step->deed < RULE_DEEDS);

	const struct rule *rule = rulebook_cache_rule_of(txn, promise);
	AUTO(buf) detail;

	buf_init(&detail, DETAIL_MOST);
	buf_add_format(&detail, "%s, ", rule_deed_word(step->deed));
	rule_say_span(&step->after, &detail);
	if (step->tier)
		buf_add_format(&detail, ", tier %d", step->tier);
	buf_add_format(&detail, "; step %d of %s, version %d", (int)(step - rule->steps) + 1,
		       promise->rule, promise->rule_version);
	return txn_trace(txn, &(struct trace){
		.what = "rule.step", .actor = "rule", .promise = promise->id,
		.contact = promise->contact, .detail = buf_text(&detail),
		.step = &(struct event_step){ step->deed, step->tier } });
}

enum fault trace_done(const struct txn *txn, struct promise_id promise,
			  struct rule_done *done)
{
	assert(promise.n != 0 && done);

	struct event_step steps[RULE_DEEDS];
	size_t count = 0;
	enum fault fault = event_steps(txn->db, promise, steps, &count);

	for (size_t i = 0; !fault && i < count; i++) {
		done->deeds[steps[i].deed] = true;
		if (steps[i].tier > done->tier)
			done->tier = steps[i].tier;
	}
	return fault;
}

enum fault trace_opened(const struct txn *txn, const struct promise *promise,
			    struct message_id message, const char *why)
{
	assert(txn_is_writing(txn) && promise->id.n != 0 && message.n != 0);

	struct trace trace = { .what = "promise.opened", .actor = "rule", .promise = promise->id,
			       .message = message, .contact = promise->contact, .detail = why,
			       .staff = promise->owner };
	char opened[DATE_SIZE], due[DATE_SIZE];
	AUTO(buf) detail;
	enum fault fault = txn_trace(txn, &trace);

	buf_init(&detail, DETAIL_MOST);
	date_rfc3339(promise->opened_at, opened);
	date_rfc3339(promise->due_at, due);
	buf_add_format(&detail, "%s, version %d%s%s; inbound %s, due %s", promise->rule,
		       promise->rule_version, promise->topic[0] ? ", topic " : "",
		       promise->topic, opened, promise->due_at == NEVER ? "never" : due);
	trace.what = "promise.ruled";
	trace.detail = buf_text(&detail);
	trace.staff.n = 0;
	if (fault)
		return fault;
	return txn_trace(txn, &trace);
}

static enum fault say_line(const struct txn *txn, struct line_id line, const char *what,
			   const char *actor, const char *why)
{
	AUTO(buf) detail;

	buf_init(&detail, DETAIL_MOST);
	buf_add_format(&detail, "line %lld%s%s", (long long)line.n, why[0] ? ": " : "", why);
	return txn_trace(txn, &(struct trace){ .what = what, .actor = actor,
						   .detail = buf_text(&detail) });
}

enum fault trace_pause_line(const struct txn *txn, struct line_id line,
				const char *actor, const struct line_health *health,
				const char *why)
{
	assert(txn_is_writing(txn) && line.n != 0 && health->cause && why[0]);

	enum fault fault = line_set_health(txn->db, line, health, str_of(why));

	if (fault)
		return fault;
	return say_line(txn, line, "line.paused", actor, why);
}

enum fault trace_resume_line(const struct txn *txn, struct line_id line, const char *actor)
{
	assert(txn_is_writing(txn) && line.n != 0);

	static const struct line_health well = { .cause = PAUSE_NONE };
	int64_t released = 0;
	enum fault fault = line_set_health(txn->db, line, &well, STR_NONE);

	if (!fault)
		fault = delivery_due_release(txn->db, line, txn->now, &released);
	if (fault)
		return fault;
	return say_line(txn, line, "line.resumed", actor, "");
}

enum fault trace_number(const struct txn *txn, const struct number_news *news)
{
	AUTO(buf) detail;

	assert(txn_is_writing(txn) && news->channel < CHANNEL_COUNT && news->contact.n != 0);
	buf_init(&detail, DETAIL_MOST);
	buf_add_format(&detail, "%s: ", channel_word(news->channel));
	if (news->code)
		buf_add_format(&detail, "provider error %d", news->code);
	else
		buf_add_text(&detail, news->why);
	return txn_trace(txn, &(struct trace){
		.what = news->code ? "number.unusable" : "number.usable",
		.actor = news->actor, .promise = news->promise, .message = news->message,
		.contact = news->contact, .detail = buf_text(&detail) });
}

/* --- the start ------------------------------------------------------------------------ */

static enum fault say_unknown(const struct core *core, struct db *db, struct message_id id)
{
	struct message message;
	AUTO(arena) arena;
	enum fault fault;

	arena_init(&arena, 64 << 10);
	fault = message_get(db, id, &arena, &message);
	if (fault)
		return fault;
	return event_keep(db, &(struct event){
		.id = id_next(core->ids, clock_now(core->clock)), .at = clock_now(core->clock),
		.what = "message.unknown", .actor = "system", .promise = message.promise,
		.message = id, .contact = message.contact,
		.detail = STR("we stopped while it was handed over") });
}

enum fault trace_restart(const struct core *core, struct db *db)
{
	struct message_id ids[RESTART_PAGE];
	struct message_id after = { 0 };
	size_t count = 0;
	enum fault fault = FAULT_NONE;

	assert(db_is_begun(db));
	do {
		fault = delivery_sending(db, after, ids, RESTART_PAGE, &count);
		for (size_t i = 0; !fault && i < count; i++) {
			after = ids[i];
			fault = say_unknown(core, db, after);
		}
	} while (!fault && count == RESTART_PAGE);
	return fault;
}
