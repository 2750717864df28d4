/* A receipt tells of one attempt: by our token or the provider's id, in any order, any number of times. */
#include "tests/unit/work/case.h"

#include "store/messaging/attempts.h"
#include "store/messaging/delivery_due.h"
#include "work/outbound/receipt_apply.h"

struct sent {
	struct bench bench;
	struct promise_id promise;
	struct message_id message;
	char tokens[2][TOKEN_SIZE];
};

/* As the outbox claims it; its token. */
static void claim(struct sent *sent, int attempt)
{
	struct claimed claimed[8];
	size_t count = 0;
	AUTO(arena) arena;

	arena_init(&arena, 1 << 20);
	assert_fine(delivery_due(sent->bench.db, sent->bench.core->lines[0].id,
				 bench_now(&sent->bench), &arena, claimed, COUNT_OF(claimed), &count));
	for (size_t i = 0; i < count; i++) {
		if (claimed[i].message.id.n != sent->message.n)
			continue;
		assert_fine(attempt_claim(sent->bench.db, &claimed[i], bench_now(&sent->bench)));
		str_put(sent->tokens[attempt], TOKEN_SIZE, str_of(claimed[i].token));
		return;
	}
	fail_msg("it is not due");
}

/* An answer that the provider took, and whose first attempt was given up. */
static void two_attempts(struct sent *sent)
{
	bench_new(&sent->bench, TUESDAY_TEN);
	case_hire(&sent->bench, "ana@x", "en", ROLE_LIAISON);
	sent->promise = case_ask(&sent->bench, ROSA, "en").id;
	sent->message = case_answer(&sent->bench, sent->promise, (struct user_id){ 0 });
	claim(sent, 0);
	case_tell(&sent->bench, sent->message, &(struct change){ .event = ON_UNKNOWN });
	case_tell(&sent->bench, sent->message, &(struct change){
		  .event = ON_NOT_FOUND, .retry_at = bench_now(&sent->bench) });
	claim(sent, 1);
	case_tell(&sent->bench, sent->message, &(struct change){ .event = ON_ACCEPTED });
	assert_int_equal(case_delivery(&sent->bench, sent->message).state, DELIVERY_SENT);
}

struct telling {
	const char *token, *id;
	enum delivery_event event;
	enum remedy remedy;
	bool is_unknown;             /* a word of the provider that we do not know */
};

static enum fault tell(struct sent *sent, const struct telling *telling, struct receipt_ask *asked)
{
	const struct receipt receipt = { .id = str_of(telling->id ? telling->id : ""),
					 .token = str_of(telling->token ? telling->token : ""),
					 .is_known = !telling->is_unknown, .event = telling->event,
					 .remedy = telling->remedy };

	*asked = (struct receipt_ask){ .account = STR("main"), .receipt = &receipt };
	return case_do(&sent->bench, receipt_apply(&txn, asked));
}

/* --- each attempt by itself -------------------------------------------------------------------------- */

static void receipts_climb_for_each_attempt_by_itself(void **unused)
{
	enum { OLD, NEW };
	static const struct {
		const char *label;
		int attempt;
		enum delivery_event event;
		bool has_stepped;
	} rows[] = {
		{ "the old attempt's failure says nothing of the new", OLD, ON_UNDELIVERED, false },
		{ "sent is known already", NEW, ON_ACCEPTED, false },
		{ "the new attempt's failure, once more", NEW, ON_UNDELIVERED, true },
		{ "repeated", NEW, ON_UNDELIVERED, false },
		{ "a late sent of the failed attempt", NEW, ON_ACCEPTED, false },
		{ "the old attempt arrived after all", OLD, ON_DELIVERED, true },
		{ "the new one's failure ranks no higher", NEW, ON_UNDELIVERED, false },
		{ "read is above delivered", OLD, ON_READ, true },
		{ "delivered again", NEW, ON_DELIVERED, false },
	};
	struct sent sent;
	struct receipt_ask asked;

	(void)unused;
	two_attempts(&sent);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct telling telling = { sent.tokens[rows[i].attempt],
						 rows[i].attempt ? "SM-new" : "SM-old",
						 rows[i].event, REMEDY_RETRY, false };

		assert_fine(tell(&sent, &telling, &asked));
		if (asked.has_stepped != rows[i].has_stepped)
			fail_msg("%s", rows[i].label);
		assert_int_equal(asked.message.n, sent.message.n);
	}
	assert_int_equal(case_delivery(&sent.bench, sent.message).state, DELIVERY_READ);
	assert_int_equal(bench_look(&sent.bench, sent.promise).state, PROMISE_KEPT);
	bench_done(&sent.bench);
}

/* --- whose it is ---------------------------------------------------------------------------------------- */

static void a_receipt_without_our_token_is_found_by_the_providers_id(void **unused)
{
	struct sent sent;
	struct receipt_ask asked;

	(void)unused;
	two_attempts(&sent);
	assert_fault(tell(&sent, &(struct telling){ .id = "SM-late", .event = ON_DELIVERED }, &asked),
		     FAULT_MISSING);
	assert_fault(tell(&sent, &(struct telling){ .token = "no-such", .id = "SM-late",
		     .event = ON_DELIVERED }, &asked), FAULT_MISSING);
	/* the id came with a callback that has the token */
	assert_fine(tell(&sent, &(struct telling){ .token = sent.tokens[1], .id = "SM-late",
		    .event = ON_ACCEPTED }, &asked));
	assert_fine(tell(&sent, &(struct telling){ .id = "SM-late", .event = ON_DELIVERED }, &asked));
	assert_true(asked.has_stepped);
	assert_int_equal(case_delivery(&sent.bench, sent.message).state, DELIVERY_DELIVERED);
	bench_done(&sent.bench);
}

static void an_id_that_is_another_messages_does_not_hide_whose_token_it_is(void **unused)
{
	struct sent sent;
	struct receipt_ask asked;
	struct promise other;
	struct message_id others;

	(void)unused;
	two_attempts(&sent);
	other = case_ask(&sent.bench, LUIS, "en");
	others = case_write(&sent.bench, &other, KIND_ANSWER, (struct user_id){ 0 });
	assert_fine(delivery_bind(sent.bench.db, STR("main"), STR("SM-1"), others));
	assert_fine(tell(&sent, &(struct telling){ .token = sent.tokens[1], .id = "SM-1",
		    .event = ON_DELIVERED }, &asked));
	assert_true(asked.has_stepped);
	assert_int_equal(case_delivery(&sent.bench, sent.message).state, DELIVERY_DELIVERED);
	assert_int_equal(case_delivery(&sent.bench, others).state, DELIVERY_QUEUED);
	bench_done(&sent.bench);
}

static void a_word_that_we_do_not_know_changes_nothing(void **unused)
{
	struct sent sent;
	struct receipt_ask asked;
	struct delivery before, after;

	(void)unused;
	two_attempts(&sent);
	before = case_delivery(&sent.bench, sent.message);
	assert_fine(tell(&sent, &(struct telling){ .token = sent.tokens[1], .event = ON_DELIVERED,
		    .is_unknown = true }, &asked));
	assert_false(asked.has_stepped);
	after = case_delivery(&sent.bench, sent.message);
	assert_memory_equal(&before, &after, sizeof(after));
	bench_done(&sent.bench);
}

/* --- what an error asks for ------------------------------------------------------------------------------- */

static void the_error_says_whether_it_goes_once_more(void **unused)
{
	static const struct {
		enum remedy remedy;
		enum delivery_state state;
		enum wait_reason waits_for;
	} rows[] = {
		{ REMEDY_RETRY, DELIVERY_QUEUED, WAIT_UNDELIVERED }, { REMEDY_LATER, DELIVERY_QUEUED, WAIT_UNDELIVERED },
		{ REMEDY_CONFIG, DELIVERY_QUEUED, WAIT_LINE_REFUSED }, { REMEDY_SENDER, DELIVERY_QUEUED, WAIT_LINE_REFUSED },
		{ REMEDY_NEVER, DELIVERY_FAILED, WAIT_NONE }, { REMEDY_BAD_NUMBER, DELIVERY_FAILED, WAIT_NONE },
		{ REMEDY_STOPPED, DELIVERY_FAILED, WAIT_NONE }, { REMEDY_CONTENT, DELIVERY_FAILED, WAIT_NONE },
		{ REMEDY_DESTINATION, DELIVERY_FAILED, WAIT_NONE }, { REMEDY_ROUTE, DELIVERY_FAILED, WAIT_NONE },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct sent sent;
		struct receipt_ask asked;

		two_attempts(&sent);
		assert_fine(tell(&sent, &(struct telling){ .token = sent.tokens[1],
			    .event = ON_UNDELIVERED, .remedy = rows[i].remedy }, &asked));
		if (case_delivery(&sent.bench, sent.message).state != rows[i].state)
			fail_msg("%s", remedy_word(rows[i].remedy));
		assert_int_equal(case_delivery(&sent.bench, sent.message).waits_for, rows[i].waits_for);
		assert_int_equal(case_notices(&sent.bench, (struct user_id){ 0 }, ROLE_ADMINISTRATOR, "destination.refused"),
				 remedy_is_of_destination(rows[i].remedy));
		/* the line hears of it: who, what, and since when it was under way */
		assert_true(asked.is_sight && asked.line.n == sent.bench.core->lines[0].id.n);
		assert_int_equal(asked.sight.kind, SIGHT_UNDELIVERED);
		assert_int_equal(asked.sight.remedy, rows[i].remedy);
		assert_string_equal(asked.phone, ROSA);
		assert_true(asked.sight.handed_at == case_delivery(&sent.bench, sent.message).claimed_at);
		bench_done(&sent.bench);
	}
}

/* Only what is news, and what ends it, is a sight of the line. */
static void a_line_hears_of_ends_alone(void **unused)
{
	struct sent sent;
	struct receipt_ask asked;

	(void)unused;
	two_attempts(&sent);
	assert_fine(tell(&sent, &(struct telling){ .token = sent.tokens[0], .event = ON_UNDELIVERED,
						   .remedy = REMEDY_CONFIG }, &asked));
	assert_false(asked.is_sight); /* of an attempt that is not the latest */
	assert_fine(tell(&sent, &(struct telling){ .token = sent.tokens[1], .event = ON_ACCEPTED }, &asked));
	assert_false(asked.is_sight);
	assert_fine(tell(&sent, &(struct telling){ .token = sent.tokens[1], .event = ON_DELIVERED }, &asked));
	assert_true(asked.is_sight && asked.sight.kind == SIGHT_DELIVERED);
	assert_fine(tell(&sent, &(struct telling){ .token = sent.tokens[1], .event = ON_DELIVERED }, &asked));
	assert_false(asked.is_sight); /* repeated */
	bench_done(&sent.bench);
}

/* A text that tries a paused line uses up no try of its family's. */
static void a_paused_line_costs_a_family_no_try(void **unused)
{
	static const struct {
		enum remedy remedy;
		bool is_paused;
		int tries;
	} rows[] = {
		{ REMEDY_SENDER, false, 1 }, { REMEDY_SENDER, true, 0 }, { REMEDY_CONFIG, false, 0 },
		{ REMEDY_CONFIG, true, 0 }, { REMEDY_LATER, true, 1 }, { REMEDY_RETRY, true, 1 },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct sent sent;
		struct receipt_ask asked;

		two_attempts(&sent);
		sent.bench.core->lines[0].is_paused = rows[i].is_paused;
		assert_fine(tell(&sent, &(struct telling){ .token = sent.tokens[1],
			    .event = ON_UNDELIVERED, .remedy = rows[i].remedy }, &asked));
		assert_int_equal(case_delivery(&sent.bench, sent.message).tries, rows[i].tries);
		bench_done(&sent.bench);
	}
}

static void the_third_failure_is_the_last(void **unused)
{
	struct sent sent;
	struct receipt_ask asked;

	(void)unused;
	two_attempts(&sent);
	for (int i = 0; i < 2; i++) {
		assert_fine(tell(&sent, &(struct telling){ .token = sent.tokens[1],
			    .event = ON_UNDELIVERED, .remedy = REMEDY_LATER }, &asked));
		assert_int_equal(case_delivery(&sent.bench, sent.message).state, DELIVERY_QUEUED);
		assert_int_equal(bench_look(&sent.bench, sent.promise).state, PROMISE_ANSWERED);
		case_wind_to(&sent.bench, case_delivery(&sent.bench, sent.message).not_before_at);
		claim(&sent, 1);
		case_tell(&sent.bench, sent.message, &(struct change){ .event = ON_ACCEPTED });
	}
	assert_fine(tell(&sent, &(struct telling){ .token = sent.tokens[1],
		    .event = ON_UNDELIVERED, .remedy = REMEDY_LATER }, &asked));
	assert_int_equal(case_delivery(&sent.bench, sent.message).state, DELIVERY_FAILED);
	assert_int_equal(bench_look(&sent.bench, sent.promise).person_reason, PERSON_VISIT);
	bench_done(&sent.bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(receipts_climb_for_each_attempt_by_itself),
		cmocka_unit_test(a_receipt_without_our_token_is_found_by_the_providers_id),
		cmocka_unit_test(an_id_that_is_another_messages_does_not_hide_whose_token_it_is),
		cmocka_unit_test(a_word_that_we_do_not_know_changes_nothing),
		cmocka_unit_test(the_error_says_whether_it_goes_once_more),
		cmocka_unit_test(a_line_hears_of_ends_alone),
		cmocka_unit_test(a_paused_line_costs_a_family_no_try),
		cmocka_unit_test(the_third_failure_is_the_last),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
