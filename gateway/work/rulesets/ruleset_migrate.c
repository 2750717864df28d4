#include "ruleset_migrate.h"

#include <assert.h>
#include <string.h>

#include "base/date.h"
#include "domain/rules/rule_move.h"
#include "replay.h"
#include "store/promises/rulebooks.h"
#include "work/followup/backstop.h"
#include "work/followup/rule_steps.h"
#include "work/txn/agenda.h"
#include "work/txn/rulebook_cache.h"
#include "work/txn/trace.h"
#include "work/txn/txn.h"

struct mover {
	const struct txn *txn;
	struct rulebook_cache *rules;         /* this thread's */
	const struct rule_book *book;
	const char *actor;           /* NULL: nothing is changed */
	struct ruleset_move *move;
};

/* One promise while it is moved. */
struct moving {
	const struct mover *mover;
	struct promise promise;
	struct school_week week;     /* of its school */
	struct ruleset_moved *row;
	const struct rule *rule;     /* the new one */
	char topic[RULE_NAME];
	struct rule_moved moved;
};

static void refuse(struct ruleset_moved *row, const char *reason)
{
	str_put(row->reason, sizeof(row->reason), str_of(reason));
}

/* --- which version ------------------------------------------------------------------- */

static enum fault find_version(const struct mover *mover)
{
	const struct txn *txn = mover->txn;
	struct rulebook row;
	AUTO(arena) arena;
	enum fault fault = FAULT_NONE;

	arena_init(&arena, 256 * 1024);
	if (mover->move->to == 0)
		fault = rulebook_in_force(txn->db, txn->now, &mover->move->to);
	if (!fault)
		fault = rulebook_get(txn->db, mover->move->to, &arena, &row);
	if (fault == FAULT_MISSING)
		return fault_because(fault, txn->note,
				     "there is no such version: `hearbackctl rules history`");
	if (!fault && row.effective_at > txn->now)
		return fault_because(FAULT_CONFLICT, txn->note, "version %d is not in force yet: "
				     "move promises to it when it is", mover->move->to);
	return fault;
}

static enum fault find_book(struct mover *mover)
{
	enum fault fault = find_version(mover);

	if (!fault)
		fault = rulebook_cache_find(mover->rules, mover->txn->db, mover->move->to, &mover->book);
	if (!fault && !mover->book)
		return fault_because(FAULT_CONFLICT, mover->txn->note,
				     "version %d cannot be read", mover->move->to);
	return fault;
}

/* --- what would happen ---------------------------------------------------------------- */

static void match(void *context, const struct replay_row *row)
{
	struct moving *moving = context;
	const struct rule_book *book = moving->mover->book;
	struct rule_facts facts;
	const char *topic;

	moving->week = txn_week(moving->mover->txn, row->school);
	facts = replay_facts(row, &moving->week);
	moving->rule = rule_match_topic(book, &facts, &topic);
	str_put(moving->topic, sizeof(moving->topic), str_of(topic));
}

/* A machine answers or closes only what no person has begun, and what it has read all of. */
static const char *why_not(const struct moving *moving)
{
	const struct promise *promise = &moving->promise;
	const struct rule_due *due = &moving->moved.due;

	if (!due->steps[RULE_ANSWER] && !due->steps[RULE_COURTESY])
		return NULL;
	if (promise->state != PROMISE_OPEN)
		return "its new rule answers or closes by itself, but a person has begun";
	return promise->inputs > 1 ? "its new rule answers or closes by itself, but the family has "
				     "written more since" : NULL;
}

static enum fault look_on(struct moving *moving)
{
	const struct txn *txn = moving->mover->txn;
	const struct promise *promise = &moving->promise;
	const struct rule_book *old = NULL;
	struct rule_moving ask = {
		.to = moving->rule, .is_owned = promise->owner.n != 0,
		.progress = { promise->opened_at, promise->due_at, promise->late_at != 0,
			      promise->next_step },
	};
	enum fault fault = rulebook_cache_find(moving->mover->rules, txn->db, promise->rule_version, &old);

	if (fault)
		return fault;
	ask.from = old ? rule_find(old, promise->rule) : NULL;
	fault = trace_done(txn, promise->id, &ask.before);
	if (fault)
		return fault;
	moving->moved = rule_move(&ask, &moving->week, txn->now);
	return FAULT_NONE;
}

static void tell(struct moving *moving)
{
	const struct promise *promise = &moving->promise;
	struct ruleset_moved *row = moving->row;

	str_put(row->from, sizeof(row->from), str_of(promise->rule));
	str_put(row->to, sizeof(row->to), str_of(moving->rule->name));
	row->from_version = promise->rule_version;
	row->due_before = promise->due_at;
	row->due_at = moving->moved.due_at;
	row->next_step_at = moving->moved.due.next_wake_at;
	for (int deed = 0; deed < RULE_DEEDS; deed++)
		row->does[deed] = moving->moved.due.steps[deed] != NULL;
	row->is_same = promise->rule_version == moving->mover->move->to &&
		       strcmp(promise->rule, moving->rule->name) == 0;
	if (!row->is_same && why_not(moving))
		refuse(row, why_not(moving));
}

/* --- and doing it --------------------------------------------------------------------- */

static enum fault write_down(struct moving *moving)
{
	struct promise *promise = &moving->promise;
	const struct mover *mover = moving->mover;
	char due[DATE_SIZE];
	AUTO(buf) detail;
	enum fault fault;

	buf_init(&detail, 240);
	date_rfc3339(moving->moved.due_at, due);
	buf_add_format(&detail, "from %s, version %d to %s, version %d; due %s", promise->rule,
		       promise->rule_version, moving->rule->name, mover->move->to,
		       moving->moved.due_at == NEVER ? "never" : due);
	str_put(promise->rule, sizeof(promise->rule), str_of(moving->rule->name));
	str_put(promise->topic, sizeof(promise->topic), str_of(moving->topic));
	promise->rule_version = mover->move->to;
	promise->due_at = moving->moved.due_at;
	promise->next_step = moving->moved.due.next_step;
	promise->wake_at = moving->moved.due.next_wake_at;
	fault = agenda_put_promise(mover->txn, promise);
	if (fault)
		return fault;
	return txn_trace(mover->txn, &(struct trace){
		.what = "promise.moved", .actor = mover->actor, .promise = promise->id,
		.contact = promise->contact, .detail = buf_text(&detail) });
}

static enum fault apply(struct moving *moving)
{
	const struct txn *txn = moving->mover->txn;
	enum fault fault = write_down(moving);

	if (!fault)
		fault = rule_steps_catch_up(txn, &moving->promise, &moving->moved.due);
	if (fault || moving->promise.wake_at != NEVER)
		return fault;
	/* the new rule has no step left */
	fault = agenda_get_promise(txn, moving->promise.id, &moving->promise);
	if (fault)
		return fault;
	return backstop_put(txn, &moving->promise);
}

static enum fault move_one(const struct mover *mover, struct ruleset_moved *row)
{
	struct moving moving = { .mover = mover, .row = row, .rule = NULL };
	enum fault fault = agenda_get_promise(mover->txn, row->promise, &moving.promise);

	if (fault == FAULT_MISSING || (!fault && promise_is_closed(moving.promise.state))) {
		refuse(row, fault ? "there is no such promise" : "it is closed already");
		return FAULT_NONE;
	}
	if (!fault)
		fault = rulebook_replay_get(mover->txn->db, row->promise.n, match, &moving);
	if (!fault)
		fault = look_on(&moving);
	if (fault)
		return fault;
	tell(&moving);
	return row->is_same || row->reason[0] || !mover->actor ? FAULT_NONE : apply(&moving);
}

/* One that faults by itself is left as it was, and told. */
static enum fault try_one(const struct mover *mover, struct ruleset_moved *row)
{
	struct db *db = mover->txn->db;
	char reason[512];
	enum fault fault = agenda_write_promises(mover->txn);

	if (!fault)
		fault = db_savepoint(db);
	if (fault)
		return fault;
	fault = move_one(mover, row);
	if (!fault)
		fault = agenda_write_promises(mover->txn);
	if (!fault)
		return db_release(db);
	db_rollback_to(db);
	agenda_forget(mover->txn);
	if (txn_is_of_store(fault))
		return fault;
	refuse(row, note_text(mover->txn->note, fault, reason, sizeof(reason)));
	mover->txn->note->text[0] = '\0';
	return FAULT_NONE;
}

static enum fault move_all(struct mover *mover)
{
	struct ruleset_move *move = mover->move;
	enum fault fault = find_book(mover);

	move->moved = move->same = move->refused = 0;
	for (size_t i = 0; !fault && i < move->count; i++) {
		struct ruleset_moved *row = &move->rows[i];

		*row = (struct ruleset_moved){ .promise = move->ids[i] };
		fault = mover->actor ? try_one(mover, row) : move_one(mover, row);
		move->same += row->is_same;
		move->refused += row->reason[0] != '\0';
		move->moved += !row->is_same && !row->reason[0];
	}
	return fault;
}

enum fault ruleset_migrate(const struct txn *txn, const char *actor, struct ruleset_move *move)
{
	assert(txn_is_writing(txn) && actor[0]);
	return move_all(&(struct mover){ .txn = txn, .rules = txn->core->rules,
					 .actor = actor, .move = move });
}

enum fault ruleset_migrate_preview(const struct core *core, const struct locale *locale,
			      struct db *db, struct ruleset_move *move, struct note *note)
{
	assert(db && move);

	struct txn txn = txn_of(core, locale, db, note);
	struct rulebook_cache *rules = rulebook_cache_new();
	enum fault fault = move_all(&(struct mover){ .txn = &txn, .rules = rules,
						     .move = move });

	rulebook_cache_free(&rules);
	return fault;
}
