/*
 * Nobody inactive ever owns a promise, whatever staff do in whatever order.  SEED=… replays.
 */
#include "tests/unit/work/acting.h"

static bool is_away(struct bench *bench, struct user_id id)
{
	struct absence absences[64];
	size_t count = 0;

	assert_int_equal(absence_of(bench->db, id, clock_now(bench->clock), absences, 64, &count), FAULT_NONE);
	for (size_t i = 0; i < count; i++)
		if (absences[i].from_at <= clock_now(bench->clock))
			return true;
	return false;
}

static void check_owners(struct bench *bench, int round)
{
	struct promise promises[400];
	size_t count = 0;

	assert_int_equal(promise_list(bench->db, &(struct promise_filter){ .state = STR("waiting") },
				      promises, 400, &count), FAULT_NONE);
	for (size_t i = 0; i < count; i++) {
		struct user user;

		if (promises[i].owner.n == 0) {
			assert_true(promises[i].person_at > 0);
			continue;
		}
		assert_int_equal(user_get(bench->db, promises[i].owner, &user), FAULT_NONE);
		if (user.disabled_at || user.role == ROLE_VIEWER || is_away(bench, user.id))
			fail_msg("round %d: %s owns a promise", round, user.email);
	}
}

static size_t turn(struct bench *bench)
{
	size_t count = 0;

	assert_fine(case_do(bench, coverage_turn(&txn, &count)));
	return count;
}

static void nobody_inactive_ever_owns_a_promise(void **state)
{
	static const char *const emails[] = { "0@x", "1@x", "2@x", "3@x", "4@x" };
	static const char *const languages[] = { "es", "so", "es,so", "so,vi", "es" };
	const char *seed = getenv("SEED");
	struct bench bench;
	int moved = 0;

	(void)state;
	srandom(seed ? (unsigned)atoi(seed) : 20261122);
	bench_new(&bench, TUESDAY_TEN);
	for (int i = 0; i < 5; i++)
		case_hire(&bench, emails[i], languages[i], i == 4 ? ROLE_ADMINISTRATOR : ROLE_LIAISON);
	for (int round = 0; round < 400; round++) {
		const char *email = emails[random() % 5];
		int64_t now = clock_now(bench.clock);
		int64_t from_at = now + (random() % 3 ? random() % (2 * DAY_MS) : 0);
		struct user_set set = { .command.row = &staff_command_set, .email = str_of(email),
					.given = { .role = (enum role)(random() % 3),
						   .capacity = (int)(random() % 9) } };
		enum fault fault = FAULT_NONE;

		switch (random() % 7) {
		case 0: case 1:
			case_ask_stranger(&bench, random() % 2 ? "es" : "so");
			break;
		case 2:
			fault = act_absent(&bench, email, from_at, from_at + 1 + random() % (3 * DAY_MS));
			break;
		case 3:
			fault = act_back(&bench, email);
			break;
		case 4:
			clock_advance(bench.clock, 1 + random() % DAY_MS);
			moved += (int)turn(&bench);
			break;
		case 5:
			set.has[random() % 2 ? USER_HAS_ROLE : USER_HAS_CAPACITY] = true;
			fault = act(&bench, &set.command);
			break;
		default:
			if (round % 100 == 99)
				fault = act_disable(&bench, email);
		}
		assert_true(fault == FAULT_NONE || fault == FAULT_CONFLICT);
		check_owners(&bench, round);
	}
	assert_true(moved > 10);
	bench_done(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nobody_inactive_ever_owns_a_promise),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
