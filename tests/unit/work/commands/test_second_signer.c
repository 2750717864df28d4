/* Whatever one administrator does alone, no emergency leaves: by accounts, roles and tokens
 * that they made, by the machine's socket within a day, by either side of the request. */
#include "tests/unit/work/acting.h"

#include "store/db/row.h"
#include "store/people/grants.h"

struct district {
	struct bench bench;
	struct user_id ada;         /* whom the operator hired long ago */
};

static struct command signed_by(const struct command_row *row, struct signer who)
{
	struct command command = { .row = row, .actor_id = who.user, .actor_token = who.token };

	snprintf(command.actor, sizeof(command.actor), who.user.n ? "staff:%lld" : "ctl:root",
		 (long long)who.user.n);
	return command;
}

static const struct signer operator = { { 0 }, 0 };

static struct signer token(struct district *district, struct signer by, const char *email)
{
	struct token_issue issue = { .command = signed_by(&token_command_issue, by),
				     .email = str_of(email) };

	assert_fine(act(&district->bench, &issue.command));
	return issue.token.id ? (struct signer){ issue.token.user, issue.token.id } : operator;
}

/* A new administrator with a token, both of this signer's making. */
static struct signer hire(struct district *district, struct signer by, const char *email)
{
	struct user_add add = { .command = signed_by(&staff_command_add, by),
				.user = { .role = ROLE_ADMINISTRATOR } };

	str_put(add.user.email, sizeof(add.user.email), str_of(email));
	str_put(add.user.name, sizeof(add.user.name), str_of(email));
	assert_fine(act(&district->bench, &add.command));
	return token(district, by, email);
}

static void set_role(struct district *district, struct signer by, const char *email, enum role role)
{
	struct user_set set = { .command = signed_by(&staff_command_set, by),
				.email = str_of(email), .given.role = role,
				.has = { [USER_HAS_ROLE] = true } };

	assert_fine(act(&district->bench, &set.command));
}

static void later(struct district *district, int64_t by)
{
	case_wind_to(&district->bench, bench_now(&district->bench) + by);
}

static void district_new(struct district *district, struct signer *ada)
{
	bench_new(&district->bench, TUESDAY_TEN);
	bench_family(&district->bench, ROSA, "es");
	*ada = hire(district, operator, "ada@x");
	district->ada = ada->user;
	later(district, 30 * DAY_MS);
}

static struct emergency_ask ask(struct district *district, struct signer who)
{
	struct emergency_ask ask = { .command = signed_by(&emergency_command_ask, who),
				     .phone = ROSA, .text = STR("Fire") };

	assert_fine(act(&district->bench, &ask.command));
	return ask;
}

static enum fault approve(struct district *district, struct signer who, int64_t emergency)
{
	return act(&district->bench, &(struct emergency_approve){
		.command = signed_by(&emergency_command_approve, who), .emergency = emergency,
		.line = &district->bench.core->lines[0] }.command);
}

/* What one asks the other may not sign, nor the other way round, and it says why. */
static void expect_one(struct district *district, struct signer one, struct signer other,
		       const char *says)
{
	assert_fault(approve(district, other, ask(district, one).emergency), FAULT_CONFLICT);
	if (!strstr(district->bench.note.text, says))
		fail_msg("%s", district->bench.note.text);
	assert_fault(approve(district, one, ask(district, other).emergency), FAULT_CONFLICT);
}

static void expect_two(struct district *district, struct signer one, struct signer other)
{
	assert_fine(approve(district, other, ask(district, one).emergency));
	assert_fine(approve(district, one, ask(district, other).emergency));
}

#define ONE_HAND "come from one hand"

static void whom_one_administrator_makes_is_no_second_person(void **unused)
{
	struct district district;
	struct signer ada, puppet, another, grandchild;

	(void)unused;
	district_new(&district, &ada);
	puppet = hire(&district, ada, "puppet@x");
	another = hire(&district, ada, "another@x");
	grandchild = hire(&district, puppet, "grandchild@x");
	expect_one(&district, ada, puppet, ONE_HAND);
	later(&district, 400 * DAY_MS);
	puppet = token(&district, puppet, "puppet@x");
	another = token(&district, ada, "another@x");
	grandchild = token(&district, puppet, "grandchild@x");
	ada = token(&district, operator, "ada@x");
	later(&district, 2 * DAY_MS);
	expect_one(&district, ada, puppet, ONE_HAND);
	expect_one(&district, ada, grandchild, ONE_HAND);
	expect_one(&district, another, puppet, ONE_HAND);
	bench_done(&district.bench);
}

static void a_token_of_anothers_that_one_made_signs_for_the_one(void **unused)
{
	struct district district;
	struct signer ada, ben, eva, stolen, of_eva;

	(void)unused;
	district_new(&district, &ada);
	ben = hire(&district, operator, "ben@x");
	eva = hire(&district, operator, "eva@x");
	stolen = token(&district, ada, "ben@x");
	of_eva = token(&district, ada, "eva@x");
	later(&district, 2 * DAY_MS);
	expect_one(&district, ada, stolen, ONE_HAND);
	expect_one(&district, of_eva, stolen, ONE_HAND);
	/* what is made with it is of the same hand */
	stolen = token(&district, stolen, "ben@x");
	later(&district, 2 * DAY_MS);
	expect_one(&district, ada, stolen, ONE_HAND);
	/* they themselves are two, as before */
	expect_two(&district, ada, ben);
	expect_two(&district, eva, ben);
	bench_done(&district.bench);
}

static void a_role_that_one_raised_and_a_door_that_one_opened_count_as_theirs(void **unused)
{
	struct district district;
	struct signer ada, ben, eva;

	(void)unused;
	district_new(&district, &ada);
	ben = hire(&district, operator, "ben@x");
	eva = hire(&district, operator, "eva@x");
	later(&district, 2 * DAY_MS);
	expect_two(&district, ada, ben);
	set_role(&district, ada, "ben@x", ROLE_LIAISON);
	set_role(&district, ada, "ben@x", ROLE_ADMINISTRATOR);
	assert_fine(act(&district.bench, &(struct user_disable){
		.command = signed_by(&staff_command_disable, ada), .email = STR("eva@x") }.command));
	assert_fine(act(&district.bench, &(struct user_enable){
		.command = signed_by(&staff_command_enable, ada), .email = STR("eva@x") }.command));
	/* their tokens of before are over */
	assert_fault(act(&district.bench, &(struct emergency_ask){
		.command = signed_by(&emergency_command_ask, eva), .phone = ROSA,
		.text = STR("Fire") }.command), FAULT_STRANGER);
	eva = token(&district, operator, "eva@x");
	later(&district, 2 * DAY_MS);
	expect_one(&district, ada, ben, ONE_HAND);
	expect_one(&district, ada, eva, ONE_HAND);
	bench_done(&district.bench);
}

static void what_is_of_today_counts_tomorrow_and_says_from_when(void **unused)
{
	struct district district;
	struct signer ada, ben;

	(void)unused;
	district_new(&district, &ada);
	ben = hire(&district, operator, "ben@x");
	later(&district, DAY_MS - 1);
	expect_one(&district, ada, ben, "you count as the second person from 2026-04-03T16:00");
	assert_fault(approve(&district, ada, ask(&district, ben).emergency), FAULT_CONFLICT);
	assert_non_null(strstr(district.bench.note.text, "the asker's account, role or token is younger"));
	later(&district, 1);
	expect_two(&district, ada, ben);
	/* a token from before the role */
	set_role(&district, operator, "ben@x", ROLE_LIAISON);
	set_role(&district, operator, "ben@x", ROLE_ADMINISTRATOR);
	expect_one(&district, ada, ben, "younger than a day");
	later(&district, DAY_MS);
	expect_two(&district, ada, ben);
	bench_done(&district.bench);
}

static void whoever_is_alone_is_told_when_they_ask_what_to_do(void **unused)
{
	struct district district;
	struct emergency_ask asked;
	struct signer ada, ben;
	char advice[256];

	(void)unused;
	district_new(&district, &ada);
	asked = ask(&district, ada);
	assert_int_equal(asked.second.count, 0);
	assert_non_null(strstr(second_signer_advice(&asked.second, advice, sizeof(advice)),
			       "hearbackctl user add"));
	assert_fault(approve(&district, ada, asked.emergency), FAULT_CONFLICT);
	assert_non_null(strstr(district.bench.note.text, "you asked for it yourself, and nobody else"));
	assert_non_null(strstr(district.bench.note.text, "token add EMAIL): they count a day later"));
	/* a puppet is nobody */
	(void)hire(&district, ada, "puppet@x");
	asked = ask(&district, ada);
	assert_int_equal(asked.second.count, 0);
	assert_true(asked.second.from_at == 0);
	/* from when */
	ben = hire(&district, operator, "ben@x");
	asked = ask(&district, ada);
	assert_true(asked.second.from_at == bench_now(&district.bench) + DAY_MS);
	assert_non_null(strstr(second_signer_advice(&asked.second, advice, sizeof(advice)),
			       "nobody counts as the second person before 2026-04-03T16:00"));
	later(&district, DAY_MS);
	asked = ask(&district, ada);
	assert_int_equal(asked.second.count, 1);
	assert_true(asked.second.who[0].id.n == ben.user.n);
	assert_string_equal(asked.second.who[0].name, "ben@x");
	assert_null(second_signer_advice(&asked.second, advice, sizeof(advice)));
	assert_fault(approve(&district, ada, asked.emergency), FAULT_CONFLICT);
	assert_non_null(strstr(district.bench.note.text, "another administrator has to approve it"));
	bench_done(&district.bench);
}

static void only_the_operator_vouches_and_only_for_the_account(void **unused)
{
	struct district district;
	struct signer ada, ben, made_by_ada;
	struct user_vouch vouch = { .email = STR("ben@x") };

	(void)unused;
	district_new(&district, &ada);
	made_by_ada = hire(&district, ada, "ben@x");
	later(&district, 2 * DAY_MS);
	vouch.command = signed_by(&staff_command_vouch, ada);
	assert_fault(act(&district.bench, &vouch.command), FAULT_UNSIGNED);
	vouch.command = signed_by(&staff_command_vouch, operator);
	assert_fine(act(&district.bench, &vouch.command));
	ben = token(&district, operator, "ben@x");
	expect_one(&district, ada, ben, "younger than a day");
	later(&district, DAY_MS);
	expect_two(&district, ada, ben);
	expect_one(&district, ada, made_by_ada, ONE_HAND);
	bench_done(&district.bench);
}

/* A liaison signs nothing, whoever vouches, nor does who is gone: it would look as if the day had begun. */
static void only_an_administrator_who_is_here_is_vouched_for(void **unused)
{
	struct district district;
	struct signer ada;
	struct user_vouch vouch = { .email = STR("ben@x") };
	struct user_disable disable = { .email = STR("ben@x") };

	(void)unused;
	district_new(&district, &ada);
	(void)hire(&district, ada, "ben@x");
	set_role(&district, operator, "ben@x", ROLE_LIAISON);
	vouch.command = signed_by(&staff_command_vouch, operator);
	assert_fault(act(&district.bench, &vouch.command), FAULT_CONFLICT);
	assert_non_null(strstr(district.bench.note.text, "only an administrator"));
	assert_non_null(strstr(district.bench.note.text, "this is a liaison"));
	set_role(&district, operator, "ben@x", ROLE_ADMINISTRATOR);
	disable.command = signed_by(&staff_command_disable, operator);
	assert_fine(act(&district.bench, &disable.command));
	vouch.command = signed_by(&staff_command_vouch, operator);
	assert_fault(act(&district.bench, &vouch.command), FAULT_CONFLICT);
	assert_non_null(strstr(district.bench.note.text, "disabled"));
	bench_done(&district.bench);
}

/* Renaming makes nobody another. */
static void a_name_a_number_and_a_school_are_no_new_person(void **unused)
{
	struct district district;
	struct signer ada, puppet;
	struct user_set set = { .email = STR("puppet@x"),
				.given = { .name = "Grace Hopper", .phone = "+13125550177",
					   .languages = "es" },
				.has = { [USER_HAS_NAME] = true, [USER_HAS_PHONE] = true,
					 [USER_HAS_LANGUAGES] = true } };

	(void)unused;
	district_new(&district, &ada);
	puppet = hire(&district, ada, "puppet@x");
	set.command = signed_by(&staff_command_set, operator);
	assert_fine(act(&district.bench, &set.command));
	later(&district, 2 * DAY_MS);
	expect_one(&district, ada, puppet, ONE_HAND);
	bench_done(&district.bench);
}

/* Of the administrators' list. */
static int64_t notices(struct district *district)
{
	int64_t count = 0;

	assert_fine(setting_ask_number(district->bench.db, "SELECT count(*) FROM notice"
				       " WHERE what = 'staff.administrator' AND staff_id = 0"
				       " AND role = 'administrator'", NULL, 0, &count));
	return count;
}

/* A day to look is no use to who is not told. */
static void administrators_are_told_of_each_who_can_sign_from_now_on(void **unused)
{
	struct district district;
	struct signer ada;
	int64_t before;

	(void)unused;
	district_new(&district, &ada);
	before = notices(&district);
	(void)hire(&district, ada, "ben@x");
	assert_int_equal(notices(&district), before + 2);
	set_role(&district, ada, "ben@x", ROLE_LIAISON);
	assert_int_equal(notices(&district), before + 2);
	(void)token(&district, ada, "ben@x");
	assert_int_equal(notices(&district), before + 2);
	set_role(&district, ada, "ben@x", ROLE_ADMINISTRATOR);
	assert_int_equal(notices(&district), before + 3);
	bench_done(&district.bench);
}

static void a_token_that_ended_since_the_door_signs_nothing(void **unused)
{
	struct district district;
	struct signer ada, ben;
	int64_t emergency;

	(void)unused;
	district_new(&district, &ada);
	ben = hire(&district, operator, "ben@x");
	later(&district, 2 * DAY_MS);
	emergency = ask(&district, ada).emergency;
	assert_fine(act(&district.bench, &(struct token_recall){
		.command = signed_by(&token_command_revoke, operator), .token = ben.token }.command));
	assert_fault(approve(&district, ben, emergency), FAULT_STRANGER);
	bench_done(&district.bench);
}

static void what_was_asked_for_by_who_signs_no_more_is_not_approved(void **unused)
{
	struct district district;
	struct signer ada, ben;
	int64_t emergency;

	(void)unused;
	district_new(&district, &ada);
	ben = hire(&district, operator, "ben@x");
	later(&district, 2 * DAY_MS);
	emergency = ask(&district, ada).emergency;
	assert_fine(act(&district.bench, &(struct token_recall){
		.command = signed_by(&token_command_revoke, ben), .token = ada.token }.command));
	assert_fault(approve(&district, ben, emergency), FAULT_CONFLICT);
	assert_non_null(strstr(district.bench.note.text, "token was revoked"));
	ada = token(&district, operator, "ada@x");
	later(&district, DAY_MS);
	emergency = ask(&district, ada).emergency;
	set_role(&district, operator, "ada@x", ROLE_LIAISON);
	assert_fault(approve(&district, ben, emergency), FAULT_CONFLICT);
	set_role(&district, operator, "ada@x", ROLE_ADMINISTRATOR);
	later(&district, DAY_MS);
	emergency = ask(&district, ada).emergency;
	assert_fine(act(&district.bench, &(struct user_disable){
		.command = signed_by(&staff_command_disable, ben), .email = STR("ada@x") }.command));
	assert_fault(approve(&district, ben, emergency), FAULT_CONFLICT);
	bench_done(&district.bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whom_one_administrator_makes_is_no_second_person),
		cmocka_unit_test(a_token_of_anothers_that_one_made_signs_for_the_one),
		cmocka_unit_test(a_role_that_one_raised_and_a_door_that_one_opened_count_as_theirs),
		cmocka_unit_test(what_is_of_today_counts_tomorrow_and_says_from_when),
		cmocka_unit_test(whoever_is_alone_is_told_when_they_ask_what_to_do),
		cmocka_unit_test(only_the_operator_vouches_and_only_for_the_account),
		cmocka_unit_test(only_an_administrator_who_is_here_is_vouched_for),
		cmocka_unit_test(a_name_a_number_and_a_school_are_no_new_person),
		cmocka_unit_test(administrators_are_told_of_each_who_can_sign_from_now_on),
		cmocka_unit_test(a_token_that_ended_since_the_door_signs_nothing),
		cmocka_unit_test(what_was_asked_for_by_who_signs_no_more_is_not_approved),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
