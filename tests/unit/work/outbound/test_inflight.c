/*
 * The last look and the outcome: guarantees.md §2.4, 2.5.  Between the claim's commit and the
 * hand-over the world goes on; what has changed by then keeps the bytes here.
 */
#include "tests/unit/work/posted.h"

#include "work/txn/blocklist.h"
#include "work/txn/line_watch.h"

/* --- the last look --------------------------------------------------------------------------- */

static void bar_rosa(struct posted *posted)
{
	blocklist_add(posted->bench.core->blocklist, STR(ROSA));
}

static void bar_and_lift_rosa(struct posted *posted)
{
	bar_rosa(posted);
	blocklist_lift(posted->bench.core->blocklist, STR(ROSA));
}

/* Two texts of theirs say stop; one is in the ledger by now. */
static void bar_rosa_twice_and_lift_once(struct posted *posted)
{
	bar_rosa(posted);
	bar_and_lift_rosa(posted);
}

static void bar_luis(struct posted *posted)
{
	blocklist_add(posted->bench.core->blocklist, STR(LUIS));
}

static void bar_part_of_rosa(struct posted *posted)
{
	struct str part = STR(ROSA);

	blocklist_add(posted->bench.core->blocklist, str_slice(part, 0, part.size - 1));
}

static void pause_line(struct posted *posted)
{
	line_watch_pause(&posted->bench.core->lines[0], STR("the provider is on strike"));
}

static void cut(struct posted *posted)
{
	posted->bench.core->is_cut = true;
}

/* Ten seconds of the day are left: less than a request may live. */
static void wind_to_the_end_of_the_day(struct posted *posted)
{
	case_wind_to(&posted->bench, at("2026-03-03T20:59:50-06:00"));
}

static void wind_into_the_night(struct posted *posted)
{
	case_wind_to(&posted->bench, at("2026-03-03T21:00:00-06:00"));
}

static void nothing(struct posted *posted)
{
	(void)posted;
}

static void what_changed_since_the_claim_keeps_the_bytes_here(void **unused)
{
	static const struct {
		const char *label;
		void (*change)(struct posted *posted);
		enum kind kind;
		enum wait_reason waits_for;   /* WAIT_NONE: it leaves */
	} rows[] = {
		{ "nothing", nothing, KIND_OUTREACH, WAIT_NONE },
		{ "their STOP is on its way to the ledger", bar_rosa, KIND_OUTREACH, WAIT_STOPPED },
		{ "… and it is an answer", bar_rosa, KIND_ANSWER, WAIT_STOPPED },
		{ "… and it is an acknowledgement", bar_rosa, KIND_ACK, WAIT_STOPPED },
		{ "… and it serves", bar_rosa, KIND_SERVICE, WAIT_STOPPED },
		{ "… and it is an update", bar_rosa, KIND_UPDATE, WAIT_STOPPED },
		{ "… and it confirms that", bar_rosa, KIND_CONFIRMATION, WAIT_NONE },
		{ "one of two STOPs is kept", bar_rosa_twice_and_lift_once, KIND_OUTREACH,
		  WAIT_STOPPED },
		{ "their STOP could not be kept", bar_and_lift_rosa, KIND_OUTREACH, WAIT_NONE },
		{ "somebody else says STOP", bar_luis, KIND_OUTREACH, WAIT_NONE },
		{ "a number that theirs begins with", bar_part_of_rosa, KIND_OUTREACH, WAIT_NONE },
		{ "the line is paused", pause_line, KIND_OUTREACH, WAIT_LINE_PAUSED },
		{ "we are stopping", cut, KIND_OUTREACH, WAIT_STOPPING },
		{ "the day is at its end", wind_to_the_end_of_the_day, KIND_OUTREACH,
		  WAIT_HOURS_END },
		{ "it is night", wind_into_the_night, KIND_OUTREACH, WAIT_HOURS_END },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct posted posted;
		struct message_id id;
		struct claim *claim;
		bool leaves = rows[i].waits_for == WAIT_NONE;

		posted_new(&posted, "2026-03-03T20:50:00-06:00");
		id = posted_queue(&posted, rows[i].kind);
		posted_begin(&posted);
		claim = posted_claim(&posted);
		assert_int_equal(posted_row(&posted, id).state, DELIVERY_SENDING);
		rows[i].change(&posted);
		posted_hand_over(&posted, &claim);
		if (posted.provider.posts != leaves || posted_row(&posted, id).state !=
						       (leaves ? DELIVERY_SENT : DELIVERY_QUEUED) ||
		    posted_row(&posted, id).waits_for != rows[i].waits_for)
			fail_msg("%s: %d posts, %s, waits for \"%s\"", rows[i].label,
				 posted.provider.posts,
				 delivery_word(posted_row(&posted, id).state),
				 wait_reason_word(posted_row(&posted, id).waits_for));
		posted_done(&posted);
	}
}

/* At once, so that the next claim reads what has changed; no earlier than the quiet begins. */
static void what_stayed_here_is_looked_at_again_in_time(void **unused)
{
	static const struct {
		void (*change)(struct posted *posted);
		const char *again_at;
	} rows[] = {
		{ bar_rosa, "2026-03-03T20:50:00-06:00" },
		{ wind_to_the_end_of_the_day, "2026-03-03T21:00:00-06:00" },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct posted posted;
		struct message_id id;
		struct claim *claim;

		posted_new(&posted, "2026-03-03T20:50:00-06:00");
		id = posted_queue(&posted, KIND_OUTREACH);
		posted_begin(&posted);
		claim = posted_claim(&posted);
		rows[i].change(&posted);
		posted_hand_over(&posted, &claim);
		assert_true(posted_row(&posted, id).not_before_at == at(rows[i].again_at));
		assert_int_equal(posted_row(&posted, id).tries, 0);
		posted_done(&posted);
	}
}

/* The provider may take it as late as the request lives: that much earlier it ends (G7). */
static void the_validity_ends_before_the_quiet_begins_whenever_it_is_taken(void **unused)
{
	struct posted posted;
	int64_t total_for, left_for = 10 * MINUTE_MS;

	(void)unused;
	posted_new(&posted, "2026-03-03T20:50:00-06:00");
	total_for = posted.bench.settings.client.total_for;
	posted_queue(&posted, KIND_OUTREACH);
	posted_begin(&posted);
	posted_hand_over(&posted, &(struct claim *){ posted_claim(&posted) });
	assert_int_equal(posted.provider.posts, 1);
	assert_true(posted.provider.last_validity > 0);
	assert_true(posted.provider.last_validity * SECOND_MS + total_for <= left_for);
	posted_done(&posted);
}

/* --- what is under way when the STOP comes ------------------------------------------------------ */

static void a_stop_before_the_first_byte_takes_the_text_back(void **unused)
{
	struct posted posted;
	struct message_id id;
	struct claim *claim;

	(void)unused;
	posted_new(&posted, TUESDAY_TEN);
	id = posted_queue(&posted, KIND_OUTREACH);
	posted_begin(&posted);
	claim = posted_claim(&posted);
	inflight_hand_over(&posted.set, claim, 0);
	claim_free(&claim);
	inflight_cut(&posted.set, STR(ROSA));
	sender_until(&posted.bench, posted.set.count == 0);
	assert_int_equal(posted.provider.posts, 0);
	assert_int_equal(posted_row(&posted, id).state, DELIVERY_QUEUED);
	assert_int_equal(posted_row(&posted, id).waits_for, WAIT_STOPPED);
	posted_done(&posted);
}

static void a_stop_after_the_first_byte_leaves_it_unknown_and_others_alone(void **unused)
{
	static const struct {
		const char *phone;
		enum kind kind;
		bool is_cut;
	} rows[] = {
		{ ROSA, KIND_OUTREACH, true }, { LUIS, KIND_OUTREACH, false },
		{ ROSA, KIND_CONFIRMATION, false },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct posted posted;
		struct message_id id;
		struct claim *claim;

		posted_new(&posted, TUESDAY_TEN);
		posted.provider.takes = HOLDS;
		id = posted_queue(&posted, rows[i].kind);
		posted_begin(&posted);
		claim = posted_claim(&posted);
		posted_hand_over(&posted, &claim);
		sender_until(&posted.bench, posted.provider.held_count == 1);
		inflight_cut(&posted.set, str_of(rows[i].phone));
		if (rows[i].is_cut)
			sender_until(&posted.bench, posted.set.count == 0);
		loop_turn(posted.bench.loop, 20);
		assert_int_equal(posted.set.count, !rows[i].is_cut);
		assert_int_equal(posted_row(&posted, id).state,
				 rows[i].is_cut ? DELIVERY_UNKNOWN : DELIVERY_SENDING);
		posted_done(&posted);
	}
}

/* --- the outcome ---------------------------------------------------------------------------------- */

/* guarantees.md §2.5, whole: what the provider may have taken is never queued again by us. */
static void every_answer_has_its_state_and_only_a_sure_no_is_sent_again(void **unused)
{
	static const struct {
		const char *label;
		enum takes takes;
		int status;
		const char *body;
		enum delivery_state state;
	} rows[] = {
		{ "taken", TAKES, 0, "", DELIVERY_SENT },
		{ "taken, and the answer lost", TAKES_AND_CUTS, 0, "", DELIVERY_UNKNOWN },
		{ "the connection died", LOSES, 0, "", DELIVERY_UNKNOWN },
		{ "2xx without an id", ANSWERS, 201, "{}", DELIVERY_UNKNOWN },
		{ "2xx that is no JSON", ANSWERS, 200, "<html>", DELIVERY_UNKNOWN },
		{ "a redirect", ANSWERS, 302, "", DELIVERY_UNKNOWN },
		{ "bad request", ANSWERS, 400, "{\"code\": 21602}", DELIVERY_FAILED },
		{ "bad request of a proxy", ANSWERS, 400, "<html>", DELIVERY_UNKNOWN },
		{ "time-out", ANSWERS, 408, "{\"code\": 21602}", DELIVERY_UNKNOWN },
		{ "conflict", ANSWERS, 409, "{\"code\": 21602}", DELIVERY_UNKNOWN },
		{ "too early", ANSWERS, 425, "{\"code\": 21602}", DELIVERY_UNKNOWN },
		{ "too many", ANSWERS, 429, "{\"code\": 20429}", DELIVERY_QUEUED },
		{ "out of order", ANSWERS, 500, "{\"code\": 20500}", DELIVERY_UNKNOWN },
		{ "bad gateway", ANSWERS, 502, "", DELIVERY_UNKNOWN },
		{ "unavailable", ANSWERS, 503, "", DELIVERY_UNKNOWN },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct posted posted;
		struct message_id id;

		posted_new(&posted, TUESDAY_TEN);
		posted.provider.status = rows[i].status;
		posted.provider.body = rows[i].body;
		id = posted_text(&posted, rows[i].takes);
		assert_int_equal(posted.provider.posts, 1);
		if (posted_row(&posted, id).state != rows[i].state)
			fail_msg("%s: %s", rows[i].label, delivery_word(posted_row(&posted, id).state));
		posted_done(&posted);
	}
}

/* It says nothing of this text: nobody knows whether this one was taken. */
static void an_id_that_is_another_messages_is_no_evidence(void **unused)
{
	static const char doubled[] = "{\"sid\": \"SM00000000000000000000000000000001\"}";
	struct posted posted;
	struct message_id first, second;
	struct claim *claim;

	(void)unused;
	posted_new(&posted, TUESDAY_TEN);
	first = posted_queue(&posted, KIND_ANSWER);
	posted_begin(&posted);
	claim = posted_claim(&posted);
	posted_hand_over(&posted, &claim);
	assert_string_equal(posted.provider.things[0].id, "SM00000000000000000000000000000001");
	posted.provider.takes = ANSWERS;
	posted.provider.status = 201;
	posted.provider.body = doubled;
	posted_pause(&posted);
	second = posted_queue(&posted, KIND_UPDATE);
	posted_begin(&posted);
	claim = posted_claim(&posted);
	posted_hand_over(&posted, &claim);
	assert_int_equal(posted_row(&posted, first).state, DELIVERY_SENT);
	assert_int_equal(posted_row(&posted, second).state, DELIVERY_UNKNOWN);
	posted_done(&posted);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_changed_since_the_claim_keeps_the_bytes_here),
		cmocka_unit_test(what_stayed_here_is_looked_at_again_in_time),
		cmocka_unit_test(the_validity_ends_before_the_quiet_begins_whenever_it_is_taken),
		cmocka_unit_test(a_stop_before_the_first_byte_takes_the_text_back),
		cmocka_unit_test(a_stop_after_the_first_byte_leaves_it_unknown_and_others_alone),
		cmocka_unit_test(every_answer_has_its_state_and_only_a_sure_no_is_sent_again),
		cmocka_unit_test(an_id_that_is_another_messages_is_no_evidence),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
