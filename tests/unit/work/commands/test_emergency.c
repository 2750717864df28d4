/* An emergency takes two administrators, an hour, and a number that can receive texts (G7). */
#include "tests/unit/work/acting.h"

#include "store/people/consent.h"

struct district {
	struct bench bench;
	struct user_id boss, deputy, ana;
	struct contact_id family;
};

static void district_new(struct district *district)
{
	struct bench *bench = &district->bench;

	bench_new(bench, TUESDAY_TEN);
	district->boss = bench_hire(bench, "boss@x", "en", ROLE_ADMINISTRATOR);
	district->deputy = bench_hire(bench, "deputy@x", "en", ROLE_ADMINISTRATOR);
	district->ana = bench_hire(bench, "ana@x", "en", ROLE_LIAISON);
	district->family = bench_family(bench, ROSA, "es");
}

static struct command signed_by(const struct command_row *row, struct user_id who)
{
	struct command command = { .row = row, .actor_id = who };

	snprintf(command.actor, sizeof(command.actor), who.n ? "staff:%lld" : "ctl:root",
		 (long long)who.n);
	return command;
}

/* *emergency: its id. */
static enum fault ask(struct district *district, struct user_id who, const char *phone,
		      int64_t *emergency)
{
	struct emergency_ask ask = { .command = signed_by(&emergency_command_ask, who),
				     .text = STR("Water main: pick your children up now.") };
	enum fault fault;

	str_put(ask.phone, sizeof(ask.phone), str_of(phone));
	fault = act(&district->bench, &ask.command);
	*emergency = ask.emergency;
	return fault;
}

static enum fault approve(struct district *district, struct user_id who, int64_t emergency)
{
	return act(&district->bench, &(struct emergency_approve){
		.command = signed_by(&emergency_command_approve, who), .emergency = emergency,
		.line = &district->bench.core->lines[0] }.command);
}

static enum fault reject(struct district *district, struct user_id who, int64_t emergency)
{
	return act(&district->bench, &(struct emergency_reject){
		.command = signed_by(&emergency_command_reject, who),
		.emergency = emergency }.command);
}

static enum emergency_state stands(struct district *district, int64_t emergency)
{
	struct emergency found;
	AUTO(arena) arena;

	arena_init(&arena, 64 << 10);
	assert_fine(emergency_get(district->bench.db, emergency, &arena, &found));
	return found.state;
}

static size_t expire(struct district *district)
{
	size_t count = 0;

	assert_fine(case_do(&district->bench, emergency_command_expire(&txn, &count)));
	return count;
}

/* --- who may sign ---------------------------------------------------------------------------- */

static void nobody_asks_or_decides_without_the_role_and_a_name(void **unused)
{
	struct district district;
	int64_t emergency = 0, none;
	struct user gone;

	(void)unused;
	district_new(&district);
	assert_fault(ask(&district, (struct user_id){ 0 }, ROSA, &none), FAULT_UNSIGNED);
	assert_non_null(strstr(district.bench.note.text, "signed by name"));
	assert_fault(ask(&district, district.ana, ROSA, &none), FAULT_UNSIGNED);
	assert_fine(ask(&district, district.boss, ROSA, &emergency));
	assert_fault(approve(&district, (struct user_id){ 0 }, emergency), FAULT_UNSIGNED);
	assert_fault(approve(&district, district.ana, emergency), FAULT_UNSIGNED);
	assert_fault(reject(&district, district.ana, emergency), FAULT_UNSIGNED);
	gone = case_user(&district.bench, district.deputy);
	gone.disabled_at = bench_now(&district.bench);
	assert_fine(user_put(district.bench.db, &gone));
	assert_fault(approve(&district, district.deputy, emergency), FAULT_UNSIGNED);
	assert_int_equal(stands(&district, emergency), EMERGENCY_OPEN);
	bench_done(&district.bench);
}

static void whoever_asked_is_not_the_second_but_may_take_it_back(void **unused)
{
	struct district district;
	int64_t emergency;
	struct audited last;

	(void)unused;
	district_new(&district);
	assert_fine(ask(&district, district.boss, ROSA, &emergency));
	assert_fault(approve(&district, district.boss, emergency), FAULT_CONFLICT);
	assert_non_null(strstr(district.bench.note.text, "you asked for it yourself"));
	assert_fine(reject(&district, district.boss, emergency));
	assert_int_equal(stands(&district, emergency), EMERGENCY_REJECTED);
	act_audit(&district.bench, &last);
	assert_string_equal(last.command, "emergency.reject");
	assert_fault(approve(&district, district.deputy, emergency), FAULT_CONFLICT);
	assert_non_null(strstr(district.bench.note.text, "rejected already"));
	bench_done(&district.bench);
}

/* --- the second signature --------------------------------------------------------------------- */

static void with_two_signatures_it_is_queued_at_once_even_at_night(void **unused)
{
	struct district district;
	int64_t emergency;
	struct delivery queued[4];
	size_t count = 0;
	struct audited last;

	(void)unused;
	district_new(&district);
	case_wind_to(&district.bench, at("2026-03-03T23:30:00-06:00"));
	assert_fine(ask(&district, district.boss, ROSA, &emergency));
	assert_fine(delivery_list(district.bench.db, NEVER, queued, COUNT_OF(queued), &count));
	assert_int_equal(count, 0);
	assert_fine(approve(&district, district.deputy, emergency));
	assert_fine(delivery_list(district.bench.db, NEVER, queued, COUNT_OF(queued), &count));
	assert_int_equal(count, 1);
	assert_string_equal(queued[0].phone, ROSA);
	assert_int_equal(queued[0].not_before_at, bench_now(&district.bench));
	assert_int_equal(stands(&district, emergency), EMERGENCY_APPROVED);
	act_audit(&district.bench, &last);
	assert_string_equal(last.command, "emergency.approve");
	assert_non_null(strstr(last.detail, "\"message\""));
	/* not a second time */
	assert_fault(approve(&district, district.deputy, emergency), FAULT_CONFLICT);
	assert_non_null(strstr(district.bench.note.text, "approved already"));
	bench_done(&district.bench);
}

static void an_hour_later_nobody_can_sign_it_any_more(void **unused)
{
	static const struct {
		int64_t after_for;
		bool is_over;
	} rows[] = { { HOUR_MS - SECOND_MS, false }, { HOUR_MS, true }, { DAY_MS, true } };

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct district district;
		int64_t emergency;
		struct audited last;

		district_new(&district);
		assert_fine(ask(&district, district.boss, ROSA, &emergency));
		case_wind_to(&district.bench, bench_now(&district.bench) + rows[i].after_for);
		/* also before the scheduler has looked */
		if (rows[i].is_over)
			assert_fault(approve(&district, district.deputy, emergency), FAULT_CONFLICT);
		assert_int_equal(expire(&district), rows[i].is_over);
		assert_int_equal(stands(&district, emergency),
				 rows[i].is_over ? EMERGENCY_EXPIRED : EMERGENCY_OPEN);
		act_audit(&district.bench, &last);
		assert_string_equal(last.command, rows[i].is_over ? "emergency.expire" : "emergency.ask");
		if (rows[i].is_over) {
			assert_string_equal(last.actor, "system");
			assert_fault(reject(&district, district.boss, emergency), FAULT_CONFLICT);
			assert_int_equal(expire(&district), 0);
		}
		bench_done(&district.bench);
	}
}

/* --- to whom ------------------------------------------------------------------------------------ */

static void it_is_asked_only_for_a_family_that_can_be_texted(void **unused)
{
	struct district district;
	int64_t none;

	(void)unused;
	district_new(&district);
	assert_fault(ask(&district, district.boss, "+13125550777", &none), FAULT_MISSING);
	assert_fine(consent_set(district.bench.db, &(struct consent_change){ .phone = STR(ROSA),
		    .channel = CHANNEL_SMS, .is_stopped = true, .cause = CAUSE_KEYWORD,
		    .event_id = 9, .at = bench_now(&district.bench) }));
	assert_fault(ask(&district, district.boss, ROSA, &none), FAULT_STOPPED);
	assert_fault(approve(&district, district.deputy, 77), FAULT_MISSING);
	bench_done(&district.bench);
}

/* By the family: its first number that can receive texts, whatever else it cannot. */
static void of_a_familys_numbers_the_first_that_receives_texts_is_asked_for(void **unused)
{
	static const struct {
		const char *label;
		int first, second;   /* the channel that is dead there, -1: none */
		const char *phone;   /* NULL: none can */
	} rows[] = {
		{ "both are fine", -1, -1, ROSA },
		{ "the first takes no texts", CHANNEL_SMS, -1, LUIS },
		{ "the first has no other channel", CHANNEL_WHATSAPP, -1, ROSA },
		{ "the second has no other channel", CHANNEL_SMS, CHANNEL_WHATSAPP, LUIS },
		{ "neither takes texts", CHANNEL_SMS, CHANNEL_SMS, NULL },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const int dead[] = { rows[i].first, rows[i].second };
		struct district district;
		struct emergency_ask ask = { .text = STR("Pick your children up now.") };
		struct number numbers[2];
		struct emergency found;
		enum fault fault;
		AUTO(arena) arena;

		district_new(&district);
		assert_fine(number_get(district.bench.db, STR(ROSA), &numbers[0]));
		numbers[1] = (struct number){ .contact = district.family, .phone = LUIS };
		assert_fine(number_add(district.bench.db, &numbers[1], bench_now(&district.bench) + 1));
		for (int n = 0; n < 2; n++) {
			if (dead[n] >= 0)
				number_mark(&numbers[n], (enum channel)dead[n], 30006, 1);
			assert_fine(number_put(district.bench.db, &numbers[n]));
		}
		ask.command = signed_by(&emergency_command_ask, district.boss);
		ask.to = district.family;
		fault = act(&district.bench, &ask.command);
		if (fault != (rows[i].phone ? FAULT_NONE : FAULT_MISSING))
			fail_msg("%s: %s", rows[i].label, district.bench.note.text);
		arena_init(&arena, 64 << 10);
		if (rows[i].phone) {
			assert_fine(emergency_get(district.bench.db, ask.emergency, &arena, &found));
			assert_string_equal(found.phone, rows[i].phone);
		}
		bench_done(&district.bench);
	}
}

static void past_a_hundred_open_ones_it_is_a_mistake(void **unused)
{
	struct district district;
	int64_t emergency = 0;

	(void)unused;
	district_new(&district);
	for (int i = 0; i < EMERGENCY_OPEN_MOST; i++)
		assert_fine(ask(&district, district.boss, ROSA, &emergency));
	assert_fault(ask(&district, district.boss, ROSA, &emergency), FAULT_LIMIT);
	bench_done(&district.bench);
}

/* Nor by the door for plain texts, whoever stands there. */
static void no_plain_text_is_an_emergency(void **unused)
{
	struct district district;
	const struct user_id nobody = { 0 };

	(void)unused;
	district_new(&district);
	for (int i = 0; i < 3; i++) {
		struct user_id who = i == 0 ? nobody : i == 1 ? district.ana : district.boss;

		assert_fault(act(&district.bench, &(struct message_send){
			.command = signed_by(&text_command_send, who), .purpose = PURPOSE_EMERGENCY,
			.phone = ROSA, .text = STR("Run"), .line = &district.bench.core->lines[0],
		}.command), FAULT_UNSIGNED);
	}
	assert_int_equal(case_told_all(&district.bench, "message.queued"), 0);
	bench_done(&district.bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_plain_text_is_an_emergency),
		cmocka_unit_test(nobody_asks_or_decides_without_the_role_and_a_name),
		cmocka_unit_test(whoever_asked_is_not_the_second_but_may_take_it_back),
		cmocka_unit_test(with_two_signatures_it_is_queued_at_once_even_at_night),
		cmocka_unit_test(an_hour_later_nobody_can_sign_it_any_more),
		cmocka_unit_test(it_is_asked_only_for_a_family_that_can_be_texted),
		cmocka_unit_test(of_a_familys_numbers_the_first_that_receives_texts_is_asked_for),
		cmocka_unit_test(past_a_hundred_open_ones_it_is_a_mistake),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
