/* The trace and the audit chain: what was written stands in its order, and whoever changes
 * it is found. */
#include "tests/lib/test.h"

#include "base/clock.h"
#include "store/db/setting.h"
#include "store/log/audit.h"
#include "store/log/events.h"
#include "tests/lib/chance.h"
#include "tests/unit/store/ledger.h"

/* --- the trace --------------------------------------------------------------------------- */

enum { EVENTS = 150 };

static const char *const actors[] = { "family", "rule", "provider", "staff:5", "system" };
static const char *const details[] = { "", "{}", "{\"word\":\"¿mañana?\"}" };

struct trace {
	struct ledger ledger;
	struct chance chance;
	struct event events[EVENTS];
};

static void trace_new(struct trace *trace, uint64_t seed)
{
	*trace = (struct trace){ .chance = { seed } };
	ledger_new(&trace->ledger);
	for (int i = 0; i < EVENTS; i++) {
		trace->events[i] = (struct event){
			.id = 1000 + i, .at = noon + i, .what = "promise.opened",
			.actor = actors[chance_below(&trace->chance, COUNT_OF(actors))],
			.promise = { (int64_t)chance_below(&trace->chance, 4) },
			.message = { 10 * (int64_t)chance_below(&trace->chance, 4) },
			.contact = { i }, .staff = { (int64_t)chance_below(&trace->chance, 3) },
			.detail = str_of(details[chance_below(&trace->chance, COUNT_OF(details))]) };
		assert_fine(event_keep(trace->ledger.db, &trace->events[i]));
	}
}

static void assert_same_event(const struct event *a, const struct event *b)
{
	assert_true(a->id == b->id && a->at == b->at);
	assert_string_equal(a->what, b->what);
	assert_string_equal(a->actor, b->actor);
	assert_true(a->promise.n == b->promise.n && a->message.n == b->message.n);
	assert_true(a->contact.n == b->contact.n && a->staff.n == b->staff.n);
	assert_true(str_equals(a->detail, b->detail));
}

/* Of a promise or of a message, whichever has that number; of neither when it is 0. */
static void the_trace_of_one_is_told_in_its_order_and_up_to_the_ceiling(void **state)
{
	static struct trace trace;
	static const int64_t about[] = { 0, 1, 2, 3, 4, 10, 20, 30, 40 };

	(void)state;
	trace_new(&trace, 1);
	for (size_t n = 0; n < COUNT_OF(about); n++) {
		for (size_t most = 1; most <= EVENTS; most += 50) {
			struct event found[EVENTS];
			size_t count = 999, seen = 0;
			AUTO(arena) arena;

			arena_init(&arena, 1 << 17);
			assert_fine(event_list(trace.ledger.db, about[n], &arena, found, most, &count));
			for (int i = 0; i < EVENTS && seen < most; i++) {
				const struct event *event = &trace.events[i];

				if (about[n] && (event->promise.n == about[n] || event->message.n == about[n])) {
					assert_true(seen < count);
					assert_same_event(&found[seen++], event);
				}
			}
			assert_int_equal(seen, count);
		}
	}
	ledger_done(&trace.ledger);
}

static void the_stream_gives_each_event_once_whatever_the_pages(void **state)
{
	static struct trace trace;

	(void)state;
	trace_new(&trace, 2);
	for (size_t most = 1; most <= EVENTS + 1; most += 37) {
		struct event page[EVENTS + 1];
		int64_t after = 0;
		size_t count = 0, seen = 0;

		do {
			AUTO(arena) arena;

			arena_init(&arena, 1 << 17);
			assert_fine(event_after(trace.ledger.db, after, &arena, page, most, &count));
			for (size_t i = 0; i < count; i++) {
				assert_same_event(&page[i], &trace.events[seen++]);
				after = page[i].id;
			}
		} while (count);
		assert_int_equal(seen, EVENTS);
	}
	ledger_done(&trace.ledger);
}

/* Too small a room is told, and no list is cut in the middle for it. */
static void a_trace_that_has_no_room_is_no_short_trace(void **state)
{
	static struct trace trace;
	struct event found[EVENTS];
	bool was_fine = false;

	(void)state;
	trace_new(&trace, 3);
	for (size_t room = 16; room < 1 << 16; room *= 2) {
		size_t count = 999;
		enum fault fault;
		AUTO(arena) arena;

		arena_init(&arena, room);
		fault = event_after(trace.ledger.db, 0, &arena, found, EVENTS, &count);
		assert_true(fault == (was_fine ? FAULT_NONE : fault));
		assert_true(fault == FAULT_NONE || fault == FAULT_TOO_LARGE);
		assert_int_equal(count, fault ? 999 : EVENTS);
		was_fine = fault == FAULT_NONE;
	}
	assert_true(was_fine);
	ledger_done(&trace.ledger);
}

static void an_event_is_written_once_and_tells_how_far_the_ledger_is(void **state)
{
	struct ledger ledger;
	struct event event = { .id = 5, .at = noon, .what = "x", .actor = "x" };
	int64_t at = 77;

	(void)state;
	ledger_new(&ledger);
	assert_fine(setting_last_at(ledger.db, &at));
	assert_true(at == 0);
	assert_fine(event_keep(ledger.db, &event));
	event.at = noon + 9;
	assert_fault(event_keep(ledger.db, &event), FAULT_CONFLICT);
	assert_fine(setting_last_at(ledger.db, &at));
	assert_true(at == noon);
	/* the newest is the one with the latest number, whatever its time says */
	event.id = 7;
	event.at = noon - 9;
	assert_fine(event_keep(ledger.db, &event));
	assert_fine(setting_last_at(ledger.db, &at));
	assert_true(at == noon - 9);
	ledger_done(&ledger);
}

/* --- the audit chain ---------------------------------------------------------------------- */

static const struct str key = STR("the audit secret");

static void audit_some(struct ledger *ledger, struct chance *chance, int count)
{
	for (int i = 0; i < count; i++) {
		char long_detail[3000];
		struct audit_row row = { .at = noon + i, .command = "promise.answer" };

		memset(long_detail, 'd', sizeof(long_detail));
		row.detail = (struct str){ long_detail, chance_below(chance, sizeof(long_detail)) };
		snprintf(row.actor, sizeof(row.actor), "staff:%d", (int)chance_below(chance, 9));
		assert_fine(audit_add(ledger->db, key, &row));
	}
}

static int64_t first_bad(struct ledger *ledger, struct str secret, int64_t *rows)
{
	int64_t bad_no = -1;

	assert_fine(audit_verify(ledger->db, secret, rows, &bad_no));
	return bad_no;
}

/* Written over many openings and by any transactions, it is one chain. */
static void the_chain_goes_on_over_every_opening(void **state)
{
	struct chance chance = { 5 };
	struct ledger ledger;
	int64_t rows = 0, sum = 0;

	(void)state;
	ledger_new(&ledger);
	for (int opening = 0; opening < 12; opening++) {
		int count = (int)chance_below(&chance, 6);

		assert_fine(db_begin(ledger.db));
		audit_some(&ledger, &chance, count);
		if (opening % 4 == 3) {
			db_rollback(ledger.db);
		} else {
			assert_fine(db_commit(ledger.db));
			sum += count;
		}
		db_close(&ledger.db);
		ledger_connect(&ledger);
		assert_int_equal(first_bad(&ledger, key, &rows), 0);
		assert_int_equal(rows, sum);
	}
	assert_true(sum > 10);
	assert_int_equal(first_bad(&ledger, STR("the audit secreT"), &rows), 1);
	assert_int_equal(rows, sum);
	ledger_done(&ledger);
}

/* Whoever has the ledger but not the key may seal rows as they please: with a key of their
 * own the first of theirs shows. */
static void rows_under_another_key_show_from_the_first_on(void **state)
{
	struct chance chance = { 6 };
	struct ledger ledger;
	struct audit_row row = { .at = noon, .actor = "staff:9", .command = "token.add" };
	int64_t rows = 0;

	(void)state;
	ledger_new(&ledger);
	audit_some(&ledger, &chance, 7);
	assert_fine(audit_add(ledger.db, STR("a guess"), &row));
	assert_int_equal(first_bad(&ledger, key, &rows), 8);
	assert_int_equal(rows, 8);
	/* the right key goes on behind it, and the gap stays for ever */
	audit_some(&ledger, &chance, 3);
	assert_int_equal(first_bad(&ledger, key, &rows), 8);
	ledger_done(&ledger);
}

static void the_audit_log_is_read_in_pages_from_the_newest_on(void **state)
{
	struct chance chance = { 7 };
	struct ledger ledger;
	struct audit_row page[6];
	int64_t before = NEVER, expected = 40;
	size_t count = 0;

	(void)state;
	ledger_new(&ledger);
	audit_some(&ledger, &chance, 40);
	do {
		AUTO(arena) arena;

		arena_init(&arena, 1 << 16);
		assert_fine(audit_list(ledger.db, before, &arena, page, COUNT_OF(page), &count));
		for (size_t i = 0; i < count; i++) {
			assert_int_equal(page[i].no, expected--);
			assert_true(page[i].at == noon + page[i].no - 1);
			assert_true(page[i].detail.size < 3000);
			before = page[i].no;
		}
	} while (count);
	assert_int_equal(expected, 0);
	ledger_done(&ledger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_trace_of_one_is_told_in_its_order_and_up_to_the_ceiling),
		cmocka_unit_test(the_stream_gives_each_event_once_whatever_the_pages),
		cmocka_unit_test(a_trace_that_has_no_room_is_no_short_trace),
		cmocka_unit_test(an_event_is_written_once_and_tells_how_far_the_ledger_is),
		cmocka_unit_test(the_chain_goes_on_over_every_opening),
		cmocka_unit_test(rows_under_another_key_show_from_the_first_on),
		cmocka_unit_test(the_audit_log_is_read_in_pages_from_the_newest_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
