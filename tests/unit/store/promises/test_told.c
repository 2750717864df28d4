/* What is told of promises afterwards: reports, rungs, reviews, rule books, and what a job
 * wrote. */
#include "tests/lib/test.h"

#include "base/id.h"
#include "owed.h"
#include "store/db/write_set.h"
#include "store/people/opt_out_reviews.h"
#include "store/promises/ladder_rungs.h"
#include "store/promises/report_rows.h"
#include "store/promises/rulebooks.h"

/* --- reports --------------------------------------------------------------------------- */

enum { ROWS = 120 };

struct window {
	struct ledger ledger;
	struct chance chance;
	struct promise promises[ROWS];
	struct report_promise told[ROWS];
	size_t count;
	enum fault says;
	size_t says_at;
};

/* Some were found by a poll: opened days before their id was made. */
static void window_new(struct window *window, uint64_t seed)
{
	struct id_maker *maker = id_maker_new(1);

	*window = (struct window){ .chance = { seed } };
	sample_world(&window->ledger);
	for (int i = 0; i < ROWS; i++) {
		int64_t made_at = noon + i * HOUR_MS;

		window->promises[i] = some_promise(&window->chance, id_next(maker, made_at));
		window->promises[i].opened_at = made_at - (chance_below(&window->chance, 4) ? 0 :
			chance_between(&window->chance, 0, REPORT_POLLED_FOR));
		assert_fine(promise_add(window->ledger.db, &window->promises[i]));
	}
	id_maker_free(&maker);
}

static enum fault tell(void *context, const struct report_promise *promise)
{
	struct window *window = context;

	window->told[window->count++] = *promise;
	return window->count == window->says_at ? window->says : FAULT_NONE;
}

static void expect_told(const struct window *window, const struct report_reach *reach)
{
	size_t seen = 0;

	for (int i = 0; i < ROWS && seen < reach->most; i++) {
		const struct promise *promise = &window->promises[i];
		const struct report_promise *told = &window->told[seen];

		if (promise->opened_at < reach->from_at || promise->opened_at >= reach->to_at ||
		    promise->id.n <= reach->after_id)
			continue;
		assert_true(seen < window->count);
		assert_true(told->id == promise->id.n && told->opened_at == promise->opened_at);
		assert_int_equal(told->state, promise->state);
		assert_int_equal(told->channel, promise->channel);
		assert_string_equal(told->language, promise->language);
		assert_string_equal(told->school, promise->school);
		assert_true(told->late_at == promise->late_at && told->inputs == promise->inputs);
		seen++;
	}
	assert_int_equal(seen, window->count);
}

/* Each promise once, in the window in which it was opened, page by page. */
static void a_report_tells_what_was_opened_in_its_time_and_nothing_else(void **state)
{
	static struct window window;

	(void)state;
	window_new(&window, 101);
	for (int round = 0; round < 60; round++) {
		struct report_reach reach = { .from_at = noon + chance_between(&window.chance, -DAY_MS, 5 * DAY_MS),
					      .most = 1 + chance_below(&window.chance, ROWS) };
		size_t count = 99;

		reach.to_at = reach.from_at + chance_between(&window.chance, 0, 3 * DAY_MS);
		do {
			window.count = 0;
			assert_fine(report_rows_walk(window.ledger.db, &reach, tell, &window, &count));
			assert_int_equal(count, window.count);
			expect_told(&window, &reach);
			reach.after_id = count ? window.told[count - 1].id : 0;
		} while (count == reach.most);
	}
	ledger_done(&window.ledger);
}

static void whoever_counts_may_stop_the_walk(void **state)
{
	static struct window window;
	struct report_reach reach = { noon - DAY_MS, noon + 30 * DAY_MS, 0, ROWS };
	size_t count = 0;

	(void)state;
	window_new(&window, 102);
	window.says = FAULT_LIMIT;
	window.says_at = 7;
	assert_fault(report_rows_walk(window.ledger.db, &reach, tell, &window, &count), FAULT_LIMIT);
	assert_int_equal(window.count, 7);
	ledger_done(&window.ledger);
}

static void queue_of(struct ledger *ledger, int64_t id, int64_t promise, enum kind kind, int64_t sent_at)
{
	struct message message = sample_said(id, ROSA, "x");
	struct delivery delivery;

	message.promise.n = promise;
	message.kind = kind;
	assert_fine(delivery_queue(ledger->db, &message, 0, WAIT_NONE));
	assert_fine(delivery_get(ledger->db, message.id, &delivery));
	delivery.sent_at = sent_at;
	assert_fine(delivery_put(ledger->db, &delivery));
}

/* The first that left, and only an acknowledgement. */
static void a_promise_is_acknowledged_when_that_text_left(void **state)
{
	struct ledger ledger;
	int64_t at = 77;

	(void)state;
	sample_world(&ledger);
	queue_of(&ledger, 60, 3, KIND_ANSWER, noon + 1);
	queue_of(&ledger, 61, 3, KIND_ACK, 0);
	queue_of(&ledger, 62, 4, KIND_ACK, noon + 2);
	queue_of(&ledger, 63, 0, KIND_ACK, noon + 3);
	assert_fine(report_rows_acknowledged(ledger.db, (struct promise_id){ 3 }, &at));
	assert_true(at == 0);
	queue_of(&ledger, 64, 3, KIND_ACK, noon + 9);
	queue_of(&ledger, 65, 3, KIND_ACK, noon + 5);
	assert_fine(report_rows_acknowledged(ledger.db, (struct promise_id){ 3 }, &at));
	assert_true(at == noon + 9);
	assert_fine(report_rows_acknowledged(ledger.db, (struct promise_id){ 0 }, &at));
	assert_true(at == 0);
	ledger_done(&ledger);
}

/* --- the ladder's memory ------------------------------------------------------------------- */

static void each_rung_comes_back_as_it_was_taken_the_newest_first(void **state)
{
	struct ledger ledger;
	struct promise promise = sample_promise(30, 1);
	struct rung_row rungs[RUNG_COUNT + MISS_COUNT], found[RUNG_COUNT + MISS_COUNT];
	size_t count = 0;
	int total = RUNG_COUNT + MISS_COUNT;

	(void)state;
	sample_world(&ledger);
	assert_fault(ladder_rung_add(ledger.db, &(struct rung_row){ .promise = { 30 }, .no = 1 }),
		     FAULT_CONFLICT);
	assert_fine(promise_add(ledger.db, &promise));
	for (int i = 0; i < total; i++) {
		rungs[i] = (struct rung_row){ .promise = { 30 }, .no = i + 1, .answer = { 60 },
					      .failed = { 60 + i }, .message = { i % 2 ? 0 : 61 + i },
					      .rung = (enum rung)(i % RUNG_COUNT),
					      .next = (enum rung)(i % (RUNG_COUNT + 1)),
					      .miss = (enum miss)(i % MISS_COUNT), .at = noon + i };
		memset(rungs[i].why, 'w', (size_t)(i * 40));
		assert_fine(ladder_rung_add(ledger.db, &rungs[i]));
	}
	assert_fault(ladder_rung_add(ledger.db, &rungs[0]), FAULT_CONFLICT);
	assert_fine(ladder_rung_list(ledger.db, promise.id, found, COUNT_OF(found), &count));
	assert_int_equal(count, total);
	for (int i = 0; i < total; i++) {
		const struct rung_row *one = &found[i], *other = &rungs[total - 1 - i];

		assert_int_equal(one->no, other->no);
		assert_int_equal(one->rung, other->rung);
		assert_int_equal(one->next, other->next);
		assert_int_equal(one->miss, other->miss);
		assert_true(one->failed.n == other->failed.n && one->message.n == other->message.n);
		assert_true(one->at == other->at && one->answer.n == 60);
		assert_string_equal(one->why, other->why);
	}
	assert_fine(ladder_rung_list(ledger.db, promise.id, found, 3, &count));
	assert_int_equal(count, 3);
	assert_int_equal(found[2].no, total - 2);
	ledger_done(&ledger);
}

/* Answers are ways that were taken; what is queued beside an acknowledgement can be taken back. */
static void the_ways_of_a_promise_are_its_answers_and_nothing_else(void **state)
{
	struct ledger ledger;
	struct answer_way ways[8];
	struct queued_word words[8];
	struct delivery delivery;
	size_t count = 0;

	(void)state;
	sample_world(&ledger);
	for (int kind = 0; kind < KIND_COUNT; kind++)
		queue_of(&ledger, 60 + kind, 3, (enum kind)kind, 0);
	queue_of(&ledger, 80, 3, KIND_ANSWER, 0);
	queue_of(&ledger, 81, 4, KIND_ANSWER, 0);
	queue_of(&ledger, 82, 0, KIND_ANSWER, 0);
	assert_fine(ladder_rung_queued(ledger.db, (struct promise_id){ 3 }, words, 8, &count));
	assert_int_equal(count, 3);
	assert_int_equal(words[0].message.n, 60 + KIND_ANSWER);
	assert_int_equal(words[1].message.n, 60 + KIND_UPDATE);
	assert_int_equal(words[1].kind, KIND_UPDATE);
	assert_int_equal(words[2].message.n, 80);
	assert_fine(delivery_get(ledger.db, (struct message_id){ 80 }, &delivery));
	delivery.state = DELIVERY_FAILED;
	delivery.is_ambiguous = true;
	assert_fine(delivery_put(ledger.db, &delivery));
	assert_fine(ladder_rung_queued(ledger.db, (struct promise_id){ 3 }, words, 8, &count));
	assert_int_equal(count, 2);
	assert_fine(ladder_rung_ways(ledger.db, (struct promise_id){ 3 }, ways, 8, &count));
	assert_int_equal(count, 2);
	assert_int_equal(ways[0].message.n, 80);
	assert_int_equal(ways[0].state, DELIVERY_FAILED);
	assert_true(ways[0].is_ambiguous);
	assert_int_equal(ways[1].message.n, 60 + KIND_ANSWER);
	assert_int_equal(ways[1].state, DELIVERY_QUEUED);
	assert_fine(ladder_rung_ways(ledger.db, (struct promise_id){ 5 }, ways, 8, &count));
	assert_int_equal(count, 0);
	ledger_done(&ledger);
}

/* --- what may have been a stop --------------------------------------------------------------- */

enum { REVIEWS = 40 };

static void expect_reviews(struct db *db, const struct opt_out_review *all, int64_t now)
{
	struct opt_out_review found[REVIEWS];
	int64_t earliest = NEVER, at = 0;
	size_t due = 0, of_rosa = 0, count = 99;

	for (int i = 0; i < REVIEWS; i++) {
		if (all[i].decision != DECISION_OPEN)
			continue;
		due += all[i].wake_at <= now;
		of_rosa += strcmp(all[i].phone, ROSA) == 0;
		earliest = all[i].wake_at < earliest ? all[i].wake_at : earliest;
	}
	assert_fine(opt_out_review_next_wake(db, &at));
	assert_true(at == earliest);
	assert_fine(opt_out_review_due(db, now, found, REVIEWS, &count));
	assert_int_equal(count, due);
	for (size_t i = 1; i < count; i++)
		assert_true(found[i].wake_at >= found[i - 1].wake_at);
	assert_fine(opt_out_review_open_of(db, STR(ROSA), found, REVIEWS, &count));
	assert_int_equal(count, of_rosa);
	for (size_t i = 0; i < count; i++) {
		assert_string_equal(found[i].phone, ROSA);
		assert_int_equal(found[i].decision, DECISION_OPEN);
	}
}

/* A second text changes nothing while the clock runs, and begins anew once it was decided. */
static void a_review_is_opened_once_decided_and_opened_anew(void **state)
{
	static struct opt_out_review all[REVIEWS];
	struct chance chance = { 103 };
	struct ledger ledger;

	(void)state;
	sample_world(&ledger);
	for (int i = 0; i < REVIEWS; i++) {
		struct promise promise = sample_promise(i + 1, 1);

		assert_fine(promise_add(ledger.db, &promise));
		all[i] = (struct opt_out_review){ .promise = { i + 1 }, .decision = DECISION_KEPT };
		str_put(all[i].phone, PHONE_ROOM, i % 3 ? STR(ROSA) : STR(ALI));
		assert_fine(opt_out_review_add(ledger.db, &all[i]));
	}
	for (int round = 0; round < 300; round++) {
		struct opt_out_review *one = &all[chance_below(&chance, REVIEWS)], said = *one, found;

		said.decision = chance_below(&chance, 2) ? DECISION_OPEN :
				(enum decision)chance_between(&chance, DECISION_STOPPED, DECISION_KEPT);
		said.wake_at = noon + chance_between(&chance, 0, 40);
		said.decided_at = said.decision == DECISION_OPEN ? 0 : noon + round;
		if (said.decision == DECISION_OPEN) {
			said.message.n = round;
			assert_fine(opt_out_review_add(ledger.db, &said));
			*one = one->decision == DECISION_OPEN ? *one : said;
		} else {
			assert_fine(opt_out_review_put(ledger.db, &said));
			*one = said;
		}
		assert_fine(opt_out_review_get(ledger.db, one->promise, &found));
		assert_int_equal(found.decision, one->decision);
		assert_int_equal(found.message.n, one->message.n);
		assert_true(found.wake_at == one->wake_at && found.decided_at == one->decided_at);
		expect_reviews(ledger.db, all, noon + chance_between(&chance, -1, 41));
	}
	ledger_done(&ledger);
}

static void a_review_of_no_promise_is_refused(void **state)
{
	struct ledger ledger;
	struct opt_out_review review = { .promise = { 4711 }, .phone = ROSA };

	(void)state;
	sample_world(&ledger);
	assert_fault(opt_out_review_add(ledger.db, &review), FAULT_CONFLICT);
	ledger_done(&ledger);
}

/* --- rule books ---------------------------------------------------------------------------------- */

enum { BOOKS = 30 };

static int in_force_by_hand(const int64_t effective_at[BOOKS], int64_t now)
{
	int best = 0;

	for (int i = 0; i < BOOKS; i++)
		if (effective_at[i] <= now && (!best || effective_at[i] >= effective_at[best - 1]))
			best = i + 1;
	return best;
}

static void what_is_in_force_and_in_use_follows_from_the_times(void **state)
{
	struct chance chance = { 104 };
	struct ledger ledger;
	struct promise promise = sample_promise(30, 1);
	int64_t effective_at[BOOKS];
	int versions[BOOKS + 2], version = 77;

	(void)state;
	sample_world(&ledger);
	promise.rule_version = 2;
	assert_fine(promise_add(ledger.db, &promise));
	for (int i = 0; i < BOOKS; i++) {
		struct rulebook book = { .document = STR("rules:"), .author = "x" };

		book.effective_at = effective_at[i] = noon + chance_between(&chance, 0, 20);
		assert_fine(rulebook_publish(ledger.db, &book, &version));
		assert_int_equal(version, i + 1);
	}
	for (int64_t now = noon - 1; now < noon + 22; now++) {
		int wanted = in_force_by_hand(effective_at, now);
		bool is_seen[BOOKS + 1] = { false };
		size_t count = 99, want = 0;

		version = 77;
		assert_fault(rulebook_in_force(ledger.db, now, &version), wanted ? FAULT_NONE : FAULT_MISSING);
		assert_int_equal(version, wanted ? wanted : 77);
		assert_fine(rulebook_used(ledger.db, now, versions, COUNT_OF(versions), &count));
		for (size_t i = 0; i < count; i++) {
			assert_false(is_seen[versions[i]]);
			is_seen[versions[i]] = true;
		}
		for (int i = 0; i < BOOKS; i++)
			want += effective_at[i] > now || i + 1 == promise.rule_version;
		assert_int_equal(count, want);
		assert_true(is_seen[2]);
		assert_fine(rulebook_used(ledger.db, now, versions, 3, &count));
		assert_true(count <= 3);
	}
	ledger_done(&ledger);
}

/* --- what a job has written -------------------------------------------------------------------------- */

/* Each row once, and as the job found it; nothing before it is asked to remember. */
static void a_job_is_remembered_by_what_it_found(void **state)
{
	struct ledger ledger;
	const struct write_entry *written = NULL;
	struct promise promise = sample_promise(30, 1), fresh = sample_promise(31, 1);

	(void)state;
	sample_world(&ledger);
	promise.late_at = noon + 5;
	assert_fine(promise_add(ledger.db, &promise));
	assert_int_equal(write_set_all(ledger.db, &written), 0);
	write_set_begin(ledger.db);
	for (int i = 0; i < PROMISE_STATES; i++) {
		promise.state = (enum promise_state)i;
		promise.late_at = noon + 6 + i;
		assert_fine(promise_put(ledger.db, &promise));
	}
	assert_fine(promise_add(ledger.db, &fresh));
	queue_of(&ledger, 60, 30, KIND_ANSWER, 0);
	assert_int_equal(write_set_all(ledger.db, &written), 3);
	assert_int_equal(written[0].what, WRITE_SET_PROMISE);
	assert_int_equal(written[0].id, 30);
	assert_int_equal(written[0].was_state, PROMISE_OPEN);
	assert_true(written[0].was_late_at == noon + 5);
	assert_int_equal(written[1].id, 31);
	assert_int_equal(written[1].was_state, PROMISE_OPEN);
	assert_int_equal(written[2].what, WRITE_SET_DELIVERY);
	assert_int_equal(written[2].was_state, DELIVERY_QUEUED);
	write_set_begin(ledger.db);
	assert_int_equal(write_set_all(ledger.db, &written), 0);
	assert_fine(promise_put(ledger.db, &promise));
	assert_int_equal(write_set_all(ledger.db, &written), 1);
	assert_int_equal(written[0].was_state, PROMISE_STATES - 1);
	ledger_done(&ledger);
}

static void a_job_that_writes_more_than_is_remembered_is_no_fault(void **state)
{
	struct ledger ledger;
	const struct write_entry *written = NULL;

	(void)state;
	sample_world(&ledger);
	write_set_begin(ledger.db);
	for (int64_t id = 1; id <= WRITE_SET_MOST + 20; id++) {
		struct promise promise = sample_promise(id, 1);

		assert_fine(promise_add(ledger.db, &promise));
	}
	assert_int_equal(write_set_all(ledger.db, &written), WRITE_SET_MOST);
	assert_int_equal(written[WRITE_SET_MOST - 1].id, WRITE_SET_MOST);
	ledger_done(&ledger);
}

/* Of answers alone, and each by where it stands. */
static void how_the_answers_stand_is_counted_by_their_states(void **state)
{
	struct ledger ledger;
	int under_way = -1, delivered = -1, want_under_way = 0, want_delivered = 0;

	(void)state;
	sample_world(&ledger);
	for (int i = 0; i < 2 * DELIVERY_STATES; i++) {
		enum delivery_state delivery_state = (enum delivery_state)(i % DELIVERY_STATES);
		bool is_answer = i < DELIVERY_STATES;
		struct delivery delivery;

		queue_of(&ledger, 60 + i, 3, is_answer ? KIND_ANSWER : KIND_UPDATE, 0);
		assert_fine(delivery_get(ledger.db, (struct message_id){ 60 + i }, &delivery));
		delivery.state = delivery_state;
		assert_fine(delivery_put(ledger.db, &delivery));
		want_under_way += is_answer && !delivery_is_over(delivery_state);
		want_delivered += is_answer && delivery_is_evidence(delivery_state);
		assert_fine(write_set_answers(ledger.db, (struct promise_id){ 3 }, &under_way, &delivered));
		assert_int_equal(under_way, want_under_way);
		assert_int_equal(delivered, want_delivered);
	}
	ledger_done(&ledger);
}

/* Another way was taken for it, or its promise is closed: nobody waits for that text. */
static void nobody_waits_for_a_text_whose_promise_went_on(void **state)
{
	struct ledger ledger;
	struct promise promise = sample_promise(30, 1);
	bool is = true;

	(void)state;
	sample_world(&ledger);
	assert_fine(promise_add(ledger.db, &promise));
	queue_of(&ledger, 60, 30, KIND_ANSWER, 0);
	for (int rung = 0; rung < RUNG_COUNT; rung++) {
		assert_fine(db_begin(ledger.db));
		assert_fine(ladder_rung_add(ledger.db, &(struct rung_row){
			.promise = promise.id, .no = 1, .failed = { 60 }, .rung = (enum rung)rung,
			.next = RUNG_COUNT }));
		assert_fine(write_set_gone_on(ledger.db, (struct message_id){ 60 }, &is));
		assert_int_equal(is, rung != RUNG_RETRY && rung != RUNG_VISIT);
		db_rollback(ledger.db);
	}
	for (int i = 0; i < PROMISE_STATES; i++) {
		promise.state = (enum promise_state)i;
		assert_fine(promise_put(ledger.db, &promise));
		assert_fine(write_set_gone_on(ledger.db, (struct message_id){ 60 }, &is));
		assert_int_equal(is, promise_is_closed(promise.state));
	}
	ledger_done(&ledger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_report_tells_what_was_opened_in_its_time_and_nothing_else),
		cmocka_unit_test(whoever_counts_may_stop_the_walk),
		cmocka_unit_test(a_promise_is_acknowledged_when_that_text_left),
		cmocka_unit_test(each_rung_comes_back_as_it_was_taken_the_newest_first),
		cmocka_unit_test(the_ways_of_a_promise_are_its_answers_and_nothing_else),
		cmocka_unit_test(a_review_is_opened_once_decided_and_opened_anew),
		cmocka_unit_test(a_review_of_no_promise_is_refused),
		cmocka_unit_test(what_is_in_force_and_in_use_follows_from_the_times),
		cmocka_unit_test(a_job_is_remembered_by_what_it_found),
		cmocka_unit_test(a_job_that_writes_more_than_is_remembered_is_no_fault),
		cmocka_unit_test(how_the_answers_stand_is_counted_by_their_states),
		cmocka_unit_test(nobody_waits_for_a_text_whose_promise_went_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
