/* Texts to staff on their own number: how many, and when. */
#include "tests/unit/work/case.h"

#include "store/people/consent.h"

#define ANA "+13125559001"

static void alert(struct bench *bench)
{
	size_t count = 0;

	assert_fine(case_do(bench, staff_alert_turn(&txn, &count)));
}

/* Texts that were queued to a number of staff so far, and when the next is due. */
static int texts_to(struct bench *bench, const char *phone, int64_t *next_at)
{
	struct delivery deliveries[100];
	size_t count = 0;
	int sum = 0;

	assert_fine(delivery_list(bench->db, NEVER, deliveries, COUNT_OF(deliveries), &count));
	for (size_t i = 0; i < count; i++)
		sum += strcmp(deliveries[i].phone, phone) == 0;
	assert_fine(staff_alert_next(bench->db, next_at));
	return sum;
}

static void set_phone(struct bench *bench, struct user_id who, const char *phone, const char *week)
{
	struct user user = case_user(bench, who);

	str_put(user.phone, sizeof(user.phone), str_of(phone));
	str_put(user.week, sizeof(user.week), str_of(week));
	assert_fine(user_put(bench->db, &user));
}

static void staff_get_one_text_in_a_quarter_of_an_hour_and_in_their_hours(void **state)
{
	struct bench bench;
	struct number number;
	struct contact contact;
	struct user_id ana;
	int64_t next_at, now;

	(void)state;
	bench_new(&bench, "2026-03-03T11:30:00-06:00");
	now = clock_now(bench.clock);
	ana = case_hire(&bench, "ana@x", "es", ROLE_LIAISON);
	case_ask_stranger(&bench, "es");
	assert_int_equal(texts_to(&bench, ANA, &next_at), 0);
	assert_true(next_at == NEVER); /* no number, no text */
	set_phone(&bench, ana, ANA, "mon-fri 09:00-12:00");
	case_ask_stranger(&bench, "es");
	case_ask_stranger(&bench, "es");
	assert_int_equal(texts_to(&bench, ANA, &next_at), 0);
	assert_int_equal(next_at, now);
	alert(&bench);
	assert_int_equal(texts_to(&bench, ANA, &next_at), 1);
	assert_true(next_at == NEVER);
	assert_int_equal(number_get(bench.db, STR(ANA), &number), FAULT_NONE);
	assert_int_equal(contact_get(bench.db, number.contact, &contact), FAULT_NONE);
	assert_int_equal(contact.own_from, 9 * 60);
	assert_int_equal(contact.own_to, 12 * 60);
	/* ten minutes later: not before a quarter of an hour has passed */
	clock_advance(bench.clock, 10 * MINUTE_MS);
	case_ask_stranger(&bench, "es");
	assert_int_equal(texts_to(&bench, ANA, &next_at), 1);
	assert_int_equal(next_at, now + 15 * MINUTE_MS);
	alert(&bench);
	assert_int_equal(texts_to(&bench, ANA, &next_at), 1);
	clock_advance(bench.clock, 5 * MINUTE_MS);
	alert(&bench);
	assert_int_equal(texts_to(&bench, ANA, &next_at), 2);
	/* after noon: the next morning */
	clock_advance(bench.clock, HOUR_MS);
	case_ask_stranger(&bench, "es");
	alert(&bench);
	assert_int_equal(texts_to(&bench, ANA, &next_at), 2);
	assert_int_equal(next_at, at("2026-03-04T09:00:00-06:00"));
	clock_advance(bench.clock, next_at - clock_now(bench.clock));
	alert(&bench);
	assert_int_equal(texts_to(&bench, ANA, &next_at), 3);
	/* who is away, or has stopped us, is not texted */
	assert_int_equal(consent_set(bench.db, &(struct consent_change){ .phone = STR(ANA),
			 .channel = CHANNEL_SMS, .is_stopped = true, .cause = CAUSE_KEYWORD,
			 .event_id = 77, .at = now }), FAULT_NONE);
	clock_advance(bench.clock, HOUR_MS);
	case_ask_stranger(&bench, "es");
	alert(&bench);
	assert_int_equal(texts_to(&bench, ANA, &next_at), 3);
	assert_true(next_at == NEVER);
	bench_done(&bench);
}

static void nobody_is_texted_for_nothing(void **state)
{
	struct bench bench;
	struct user_id ana;
	int64_t next_at;

	(void)state;
	bench_new(&bench, "2026-03-03T11:30:00-06:00");
	ana = case_hire(&bench, "ana@x", "es", ROLE_LIAISON);
	set_phone(&bench, ana, ANA, "");
	case_ask_stranger(&bench, "es");
	case_absent(&bench, ana, clock_now(bench.clock), clock_now(bench.clock) + DAY_MS);
	alert(&bench);
	assert_int_equal(texts_to(&bench, ANA, &next_at), 0);
	assert_true(next_at == NEVER);
	bench_done(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(staff_get_one_text_in_a_quarter_of_an_hour_and_in_their_hours),
		cmocka_unit_test(nobody_is_texted_for_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
