/*
 * Random orders of jobs on one ledger, with the real work of each, some of them cut off at a
 * random statement as by a crash; after each job what it wrote must be sound (domain/invariants.h),
 * and after a cut nothing of it may be left.
 *
 * SEED=… ORDERS=… replays or prolongs.  The whole walk is one transaction an order, rolled
 * back at its end: no disk waits.
 */
#include "room.h"

#include "store/db/db_driver.h"
#include "store/db/write_set.h"
#include "store/messaging/attempts.h"
#include "store/messaging/delivery_due.h"
#include "store/people/consent.h"
#include "store/people/opt_out_reviews.h"
#include "work/followup/coverage.h"
#include "work/followup/opt_out_review.h"
#include "work/followup/rule_steps.h"
#include "work/invariant_watch.h"

enum { JOBS = 60, PHONES = 5, DUE_MOST = 64 };

static const char *const texts[] = {
	"When is the meeting with the teacher of my daughter?", "My son is ill today", "STOP",
	"START", "thank you", "who are you, leave me alone", "1", "2", "lose my number",
	"Is there school tomorrow?",
	"¿Hay clases mañana? Mi hijo está enfermo y no sé qué hacer",
	"Ma jirtaa dugsi berri? Ilmahaygu wuu xanuunsanayaa",
};

static const char *const people[] = { "ana@x", "bea@x", "lee@x" };

struct order {
	struct room room;
	struct user_id users[COUNT_OF(people)];
	uint64_t seed;
	int64_t now;
	int inbound;
	long jobs, refused, cut;
};

/* Repeatable on every machine. */
static size_t pick(struct order *order, size_t most)
{
	order->seed = order->seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (size_t)(order->seed >> 33) % most;
}

static struct txn txn_now(struct order *order)
{
	struct txn txn = txn_in(&order->room);

	txn.now = order->now;
	return txn;
}

/* --- the jobs -------------------------------------------------------------------------- */

static enum fault job_hear(struct order *order, const struct txn *txn)
{
	struct intake_result result = { .is_repeat = false };
	struct inbound inbound = { .to = STR(HERE), .channel = CHANNEL_SMS,
			       .text = str_of(texts[pick(order, COUNT_OF(texts))]) };
	char id[32], phone[32];
	bool is_capped;

	snprintf(id, sizeof(id), "SM%d", ++order->inbound);
	snprintf(phone, sizeof(phone), "+1312556000%zu", pick(order, PHONES));
	inbound.id = str_of(id);
	inbound.from = str_of(phone);
	return heard_store(txn, (struct inbound_store_ask){
		.account = STR("main"), .line = order->room.core->lines[0].id, .inbound = &inbound,
		.inbound_at = order->now }, &result, &is_capped);
}

/* One promise of those that wait; FAULT_MISSING when none does. */
static enum fault any_promise(struct order *order, struct promise *promise)
{
	struct promise waiting[DUE_MOST];
	size_t count = 0;
	enum fault fault = promise_list(order->room.db, &(struct promise_filter){
		.state = STR("waiting") }, waiting, DUE_MOST, &count);

	if (fault || count == 0)
		return fault ? fault : FAULT_MISSING;
	*promise = waiting[pick(order, count)];
	return FAULT_NONE;
}

static enum fault run(struct order *order, const struct txn *txn, struct command *command)
{
	if (pick(order, 3))
		command->actor_id = order->users[pick(order, COUNT_OF(people))];
	str_put(command->actor, sizeof(command->actor), STR("staff:1"));
	assert_true(command->row->is_whole(command));
	return command_run(txn, command);
}

/* What staff do with a promise, by their own name or over the control socket. */
static enum fault job_act(struct order *order, const struct txn *txn)
{
	static const char *const excuses[] = { "merged", "in_person", "kept" };
	static const char *const decisions[] = { "kept", "stopped", "merged" };
	struct promise promise;
	enum fault fault = any_promise(order, &promise);

	if (fault)
		return fault;
	switch (pick(order, 7)) {
	case 0:
		return run(order, txn, &(struct promise_take){
			.command.row = &promise_command_take, .promise = promise.id }.command);
	case 1:
		return run(order, txn, &(struct promise_wake){
			.command.row = &promise_command_wake, .promise = promise.id }.command);
	case 2:
		return run(order, txn, &(struct promise_excuse){
			.command.row = &promise_command_excuse, .promise = promise.id,
			.reason = str_of(excuses[pick(order, COUNT_OF(excuses))]) }.command);
	case 3:
		return run(order, txn, &(struct promise_consent){
			.command.row = &promise_command_consent, .promise = promise.id,
			.decision = str_of(decisions[pick(order, COUNT_OF(decisions))]) }.command);
	default:
		return run(order, txn, &(struct promise_answer){
			.command.row = &text_command_answer, .promise = promise.id,
			.text = STR("An answer.") }.command);
	}
}

static enum fault job_staff(struct order *order, const struct txn *txn)
{
	/* lee stays: nobody left at all is one more order, and a dull one */
	struct str email = str_of(people[pick(order, COUNT_OF(people) - 1)]);

	/* once in a while only: it cannot be undone */
	if (!pick(order, 12))
		return run(order, txn, &(struct user_disable){
			.command.row = &staff_command_disable, .email = email }.command);
	switch (pick(order, 5)) {
	case 0:
		return run(order, txn, &(struct user_absent){
			.command.row = &staff_command_absent, .email = email,
			.from_at = order->now + HOUR_MS * (int64_t)pick(order, 2),
			.to_at = order->now + DAY_MS * (int64_t)(1 + pick(order, 4)) }.command);
	case 1:
	case 2:
		return run(order, txn, &(struct user_back){
			.command.row = &staff_command_back, .email = email }.command);
	default:
		return run(order, txn, &(struct user_set){
			.command.row = &staff_command_set, .email = email,
			.given = { .role = pick(order, 3) ? ROLE_LIAISON : ROLE_VIEWER,
				   .capacity = (int)pick(order, 3) },
			.has = { [USER_HAS_ROLE] = true, [USER_HAS_CAPACITY] = true } }.command);
	}
}

/* scheduler.c: absences, due steps, due reviews. */
static enum fault job_follow(struct order *order, const struct txn *txn)
{
	size_t count = 0;
	enum fault fault = coverage_turn(txn, &count);

	(void)order;
	if (!fault)
		fault = rule_steps_turn(txn, &count);
	return fault ? fault : opt_out_review_turn(txn, &count);
}

static enum fault job_claim(struct order *order, const struct txn *txn)
{
	struct claimed claimed[8];
	struct consent consent;
	size_t count = 0;
	AUTO(arena) arena;
	enum fault fault;

	arena_init(&arena, 1 << 20);
	fault = delivery_due(txn->db, order->room.core->lines[0].id, order->now, &arena, claimed,
			     COUNT_OF(claimed), &count);
	if (fault || count == 0)
		return fault;
	fault = consent_get(txn->db, str_of(claimed[0].message.phone), CHANNEL_SMS,
			    PURPOSE_SCHOOL, &consent);
	if (!fault && consent.is_stopped && claimed[0].message.kind != KIND_CONFIRMATION)
		return consequences_delivery(txn, claimed[0].message.id, &(struct change){
			.event = ON_SUPPRESS, .actor = "system", .why = "stopped" }, NULL);
	return fault ? fault : attempt_claim(txn->db, &claimed[0], order->now);
}

/* Whatever an outcome, a receipt or a status query may say of any message there is. */
static enum fault job_deliver(struct order *order, const struct txn *txn)
{
	static const char any[] = "SELECT message_id, (SELECT count(*) FROM delivery)"
				  " FROM delivery ORDER BY message_id DESC LIMIT 1 OFFSET $1";
	struct change change = { .event = (enum delivery_event)(1 + pick(order, DELIVERY_EVENTS - 1)),
				 .actor = "provider", .retry_at = order->now + HOUR_MS,
				 .is_try = pick(order, 2), .has_remedy = true,
				 .remedy = pick(order, 8) ? REMEDY_NEVER :
					   (enum remedy)pick(order, REMEDY_COUNT) };
	struct message_id id = { 0 };
	struct delivery delivery;
	AUTO_ROWS rows = NULL;
	enum fault fault = db_ask(txn->db, &rows, any, BINDS(NUMBER(pick(order, 6))));

	if (!fault && db_rows_next(rows))
		id.n = db_rows_number(rows, 0);
	db_rows_done(&rows);
	if (fault || id.n == 0)
		return fault ? fault : FAULT_MISSING;
	fault = delivery_get(txn->db, id, &delivery);
	/* nobody tells of what was never sent */
	if (!fault && delivery.attempts == 0 && change.event != ON_SUPPRESS)
		return FAULT_MISSING;
	change.is_try &= delivery.tries < delivery.attempts;
	return fault ? fault : consequences_delivery(txn, id, &change, NULL);
}

static enum fault job_wake_all(struct order *order, const struct txn *txn)
{
	return promise_wake_all(txn->db, STR_NONE, order->now);
}

static const struct {
	enum fault (*run)(struct order *order, const struct txn *txn);
	size_t weight;
} jobs[] = {
	{ job_hear, 5 }, { job_act, 4 }, { job_staff, 2 }, { job_follow, 5 }, { job_claim, 5 },
	{ job_deliver, 6 }, { job_wake_all, 1 },
};

static enum fault run_any(struct order *order, const struct txn *txn)
{
	size_t all = 0, at;

	for (size_t i = 0; i < COUNT_OF(jobs); i++)
		all += jobs[i].weight;
	at = pick(order, all);
	for (size_t i = 0; i < COUNT_OF(jobs); i++) {
		if (at < jobs[i].weight)
			return jobs[i].run(order, txn);
		at -= jobs[i].weight;
	}
	return FAULT_NONE;
}

/* --- the cut ----------------------------------------------------------------------------- */

/* The driver's own table, but for two doors that stay shut from the n-th statement on: an
 * interrupted SQLite statement would take the whole order's transaction with it. */
static struct db_driver cutting;
static const struct db_driver *whole;
static int left;

static bool is_shut(void)
{
	return left-- <= 0;
}

static enum fault cut_run(struct db *db, const char *sql, const struct bind *binds, size_t count,
			  int64_t *changed)
{
	return is_shut() ? FAULT_AGAIN : whole->run(db, sql, binds, count, changed);
}

static enum fault cut_ask(struct db *db, struct db_rows **rows, const char *sql,
			  const struct bind *binds, size_t count)
{
	return is_shut() ? FAULT_AGAIN : whole->ask(db, rows, sql, binds, count);
}

static void cut_after(struct db *db, int statements)
{
	whole = db->driver;
	cutting = *whole;
	cutting.run = cut_run;
	cutting.ask = cut_ask;
	left = statements;
	db->driver = &cutting;
}

static void mend(struct db *db)
{
	db->driver = whole;
}

/* What stands in the ledger, in one number. */
static int64_t digest(struct db *db)
{
	static const char sums[] =
		"SELECT (SELECT count(*) FROM event) * 7 + (SELECT count(*) FROM notice) * 11"
		" + (SELECT count(*) FROM message) * 13 + (SELECT coalesce(sum(length(state) * 3"
		" + length(person_reason) + owner_id % 1009 + wake_at % 9973 + late_at % 997"
		" + inputs + next_step), 0) FROM promise) * 17 + (SELECT coalesce(sum("
		"length(state) + attempts * 5 + tries + look_at % 991), 0) FROM delivery) * 19";
	struct db_rows *rows = NULL;
	int64_t sum;

	assert_int_equal(db_ask(db, &rows, sums, NULL, 0), FAULT_NONE);
	assert_true(db_rows_next(rows));
	sum = db_rows_number(rows, 0);
	db_rows_done(&rows);
	return sum;
}

/* --- the claims ----------------------------------------------------------------------------- */

static int64_t ask(struct db *db, const char *sql)
{
	struct db_rows *rows = NULL;
	int64_t number;

	assert_int_equal(db_ask(db, &rows, sql, NULL, 0), FAULT_NONE);
	assert_true(db_rows_next(rows));
	number = db_rows_number(rows, 0);
	db_rows_done(&rows);
	return number;
}

static const char lates[] = "SELECT count(*) FROM (SELECT promise_id FROM event"
			    " WHERE what = 'promise.late' GROUP BY promise_id HAVING count(*) > 1) AS x";
static const char reminds[] = "SELECT count(*) FROM (SELECT promise_id FROM notice"
			      " WHERE what = 'promise.remind' GROUP BY promise_id HAVING count(*) > 1) AS x";
static const char orphans[] = "SELECT count(*) FROM message WHERE direction = 'in' AND promise_id = 0"
			      " AND meaning IN ('input', 'more', 'answered_no')";
static const char stopped[] =
	"SELECT count(*) FROM delivery AS d JOIN message AS m ON m.id = d.message_id"
	" JOIN consent AS c ON c.phone = d.phone AND c.channel = m.channel AND c.purpose = m.purpose"
	" WHERE c.state = 'stopped' AND d.state = 'queued' AND d.attempts = 0 AND m.kind <> 'confirmation'";

static void check(struct order *order, uint64_t began)
{
	static const struct {
		const char *claim, *sql;
	} claims[] = {
		{ "late is said once", lates }, { "no reminder fires twice", reminds },
		{ "each input has its promise", orphans },
		{ "nothing is queued for who stopped", stopped },
	};
	int64_t id = 0;
	const char *broken = invariant_watch_broken(order->room.db, &id);

	if (broken)
		fail_msg("%s (seed %llu, job %ld)", broken, (unsigned long long)began, order->jobs);
	for (size_t i = 0; i < COUNT_OF(claims); i++)
		if (ask(order->room.db, claims[i].sql))
			fail_msg("%s (seed %llu, job %ld)", claims[i].claim,
				 (unsigned long long)began, order->jobs);
}

/* As the writer runs a job; one of six is cut off at some statement. */
static void run_job(struct order *order, uint64_t began)
{
	struct txn txn = txn_now(order);
	struct db *db = order->room.db;
	bool is_cut = pick(order, 6) == 0;
	int statements = (int)pick(order, 30);
	int64_t before = is_cut ? digest(db) : 0;
	enum fault fault;

	assert_int_equal(db_savepoint(db), FAULT_NONE);
	write_set_begin(db);
	if (is_cut)
		cut_after(db, statements);
	fault = consequences_settle(&txn, run_any(order, &txn));
	if (is_cut)
		mend(db);
	order->jobs++;
	if (is_cut && left < 0 && !fault)
		fail_msg("a job swallowed a fault (seed %llu)", (unsigned long long)began);
	if (fault) {
		db_rollback_to(db);
		order->refused++;
		order->cut += is_cut && left < 0;
		if (is_cut)
			assert_int_equal(digest(db), before);
		return;
	}
	check(order, began);
	assert_int_equal(db_release(db), FAULT_NONE);
}

/* Mostly a little, sometimes a week, sometimes back. */
static void wind(struct order *order)
{
	static const int64_t spans[] = { SECOND_MS, MINUTE_MS, 10 * MINUTE_MS, HOUR_MS, 4 * HOUR_MS,
					 9 * HOUR_MS, DAY_MS, 8 * DAY_MS, -HOUR_MS, -14 * HOUR_MS };

	order->now += spans[pick(order, COUNT_OF(spans))];
}

static void hire(struct order *order)
{
	static const char *const languages[] = { "en,es", "en", "en,so" };

	assert_int_equal(db_begin(order->room.db), FAULT_NONE);
	for (size_t i = 0; i < COUNT_OF(people); i++) {
		struct user_add add = { .command = { .row = &staff_command_add, .actor = "ctl:test" },
					.user.role = i == 2 ? ROLE_ADMINISTRATOR : ROLE_LIAISON };
		struct txn txn = txn_in(&order->room);

		str_put(add.user.email, sizeof(add.user.email), str_of(people[i]));
		str_put(add.user.languages, sizeof(add.user.languages), str_of(languages[i]));
		assert_int_equal(command_run(&txn, &add.command), FAULT_NONE);
		order->users[i] = add.id;
	}
	assert_int_equal(db_commit(order->room.db), FAULT_NONE);
}

static void no_order_of_jobs_leaves_anything_unsound(void **unused)
{
	const char *seed = getenv("SEED"), *orders = getenv("ORDERS");
	int count = orders ? atoi(orders) : 60;
	struct order order = { .seed = 0 };
	int64_t began_at;

	(void)unused;
	room_new(&order.room, "2026-03-03T10:00:00-06:00");
	began_at = clock_now(order.room.clock);
	hire(&order);
	for (int i = 0; i < count; i++) {
		uint64_t began = (seed ? (uint64_t)strtoull(seed, NULL, 10) : UINT64_C(20260303)) +
				 (uint64_t)i;

		order.seed = began * UINT64_C(0x9e3779b97f4a7c15);
		order.now = began_at;
		assert_int_equal(db_begin(order.room.db), FAULT_NONE);
		for (int j = 0; j < JOBS; j++) {
			run_job(&order, began);
			if (pick(&order, 2))
				wind(&order);
		}
		db_rollback(order.room.db);
	}
	print_message("%d orders, %ld jobs, %ld refused, %ld of them cut off\n", count, order.jobs,
		      order.refused, order.cut);
	assert_true(order.cut > count && order.jobs - order.refused > 20 * count);
	room_done(&order.room);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_order_of_jobs_leaves_anything_unsound),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
