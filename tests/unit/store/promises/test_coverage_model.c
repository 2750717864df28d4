/* Who is asked to answer: the ledger's choice against the same made by hand. */
#include "tests/lib/test.h"

#include "owed.h"
#include "store/people/absences.h"
#include "store/people/households.h"
#include "store/people/schools.h"
#include "store/people/students.h"

enum { STAFF = 12, HOMES = 4 };

struct member {
	struct user user;
	int64_t away_from, away_to; /* 0: there */
	int64_t owes;
};

struct office {
	struct ledger ledger;
	struct chance chance;
	struct member members[STAFF];
	char schools[HOMES][2][SCHOOL_ROOM]; /* of the two children of each household */
	int64_t next_promise;
};

static const char *const tongues[] = { "es", "ES", "es,so", "so, es", " vi ,so", "som,esp", "",
				       "zh-Hant", "zh", "zh-hant,es" };
static const char *const stations[] = { "", "North", "South", "North,South", "Northern", "orth" };

static void office_hire(struct office *office, int64_t id)
{
	struct member *member = &office->members[id - 1];
	struct chance *chance = &office->chance;

	*member = (struct member){ .user = { .id = { id },
					     .role = (enum role)chance_below(chance, ROLE_COUNT),
					     .disabled_at = chance_below(chance, 6) ? 0 : noon,
					     .capacity = (int)chance_below(chance, 4) } };
	snprintf(member->user.email, sizeof(member->user.email), "%d", (int)id);
	str_put(member->user.languages, sizeof(member->user.languages),
		str_of(one_of(chance, tongues, COUNT_OF(tongues))));
	str_put(member->user.schools, sizeof(member->user.schools),
		str_of(one_of(chance, stations, COUNT_OF(stations))));
	assert_fine(user_add(office->ledger.db, &member->user));
	if (chance_below(chance, 3) == 0) {
		member->away_from = noon + chance_between(chance, -5, 5);
		member->away_to = member->away_from + chance_between(chance, 1, 5);
		assert_fine(absence_add(office->ledger.db, &(struct absence){
			.id = id, .user = { id }, .from_at = member->away_from,
			.to_at = member->away_to, .wake_at = NEVER }));
	}
	for (uint64_t n = chance_below(chance, 4); n > 0; n--) {
		struct promise promise = sample_promise(++office->next_promise, 1);

		promise.owner.n = id;
		promise.state = chance_below(chance, 4) ? PROMISE_TAKEN : PROMISE_KEPT;
		member->owes += promise.state == PROMISE_TAKEN;
		assert_fine(promise_add(office->ledger.db, &promise));
	}
}

static void office_new(struct office *office, uint64_t seed)
{
	*office = (struct office){ .chance = { seed } };
	sample_world(&office->ledger);
	for (int64_t id = 1; id <= STAFF; id++)
		office_hire(office, id);
	for (int64_t home = 1; home <= HOMES; home++) {
		struct household household = { .id = { home } };

		snprintf(household.name, sizeof(household.name), "Home %d", (int)home);
		assert_fine(household_add(office->ledger.db, &household));
		for (int child = 0; child < 2; child++) {
			struct student student = { .id = { 2 * home + child }, .household = { home } };

			str_put(student.school, sizeof(student.school),
				str_of(one_of(&office->chance, owed_schools, 3)));
			str_put(office->schools[home - 1][child], SCHOOL_ROOM, str_of(student.school));
			assert_fine(student_add(office->ledger.db, &student));
		}
	}
}

static bool lists(const char *list, struct str word, bool is_nocase)
{
	struct str rest = str_of(list), item;

	while (str_next(&rest, ',', &item)) {
		item = is_nocase ? str_trim(item) : item;
		if (is_nocase ? str_equals_nocase(item, word) : str_equals(item, word))
			return true;
	}
	return false;
}

static bool is_active(const struct member *member)
{
	return !member->user.disabled_at && member->user.role != ROLE_VIEWER;
}

static bool is_there(const struct member *member, int64_t now)
{
	return !(member->away_from && member->away_from <= now && member->away_to > now);
}

/* 0: at a school of a child, 1: at all schools, 2: elsewhere. */
static int distance(const struct office *office, const struct member *member, int64_t home)
{
	for (int child = 0; home && child < 2; child++) {
		const char *school = office->schools[home - 1][child];

		if (school[0] && lists(member->user.schools, str_of(school), false))
			return 0;
	}
	return member->user.schools[0] ? 2 : 1;
}

static bool goes_before(const struct office *office, const struct member *a,
			const struct member *b, int64_t home)
{
	int near_a = distance(office, a, home), near_b = distance(office, b, home);

	if (a->user.role != b->user.role)
		return a->user.role == ROLE_LIAISON;
	if (near_a != near_b)
		return near_a < near_b;
	if (a->owes != b->owes)
		return a->owes < b->owes;
	return a->user.id.n < b->user.id.n;
}

/* All who cover it, best first. */
static size_t cover_by_hand(const struct office *office, const struct user_want *want,
			    const struct member *best[STAFF])
{
	size_t count = 0;

	for (int i = 0; i < STAFF; i++) {
		const struct member *member = &office->members[i];
		size_t at = count;

		if (!is_active(member) || !is_there(member, want->now) ||
		    !lists(member->user.languages, want->language, true) ||
		    (member->user.capacity && member->user.capacity <= member->owes))
			continue;
		for (; at > 0 && goes_before(office, member, best[at - 1], want->household.n); at--)
			best[at] = best[at - 1];
		best[at] = member;
		count++;
	}
	return count;
}

static void who_covers_a_language_is_who_is_there_near_and_least_laden(void **state)
{
	static const char *const asked[] = { "es", "so", "vi", "zh", "zh-Hant", "fr", "SO" };
	int covered = 0;

	(void)state;
	for (uint64_t seed = 41; seed < 53; seed++) {
		struct office office;

		office_new(&office, seed);
		for (int round = 0; round < 40; round++) {
			struct user_want want = { .language = str_of(one_of(&office.chance, asked, COUNT_OF(asked))),
						  .now = noon + chance_between(&office.chance, -6, 10),
						  .household = { (int64_t)chance_below(&office.chance, HOMES + 1) } };
			const struct member *best[STAFF];
			struct user found[STAFF];
			size_t most = 1 + chance_below(&office.chance, STAFF), count = 99;
			size_t wanted = cover_by_hand(&office, &want, best);

			assert_fine(user_covering(office.ledger.db, &want, found, most, &count));
			assert_int_equal(count, wanted < most ? wanted : most);
			for (size_t i = 0; i < count; i++)
				assert_same_user(&found[i], &best[i]->user);
			covered += count > 1;
		}
		ledger_done(&office.ledger);
	}
	assert_true(covered > 50);
}

/* Whether anybody speaks it at all: absences and ceilings do not count here. */
static void who_speaks_a_language_is_told_even_when_away_or_full(void **state)
{
	static const char *const asked[] = { "es", "so", "vi", "zh", "zh-Hant", "fr", "", "%", "e_" };

	(void)state;
	for (uint64_t seed = 61; seed < 69; seed++) {
		struct office office;

		office_new(&office, seed);
		for (size_t i = 0; i < COUNT_OF(asked); i++) {
			const struct member *best = NULL;
			struct user found = { .id = { 77 } };

			for (int m = 0; m < STAFF; m++) {
				const struct member *member = &office.members[m];

				if (!asked[i][0] || !is_active(member) ||
				    !lists(member->user.languages, str_of(asked[i]), true))
					continue;
				if (!best || (member->user.role == ROLE_LIAISON) > (best->user.role == ROLE_LIAISON) ||
				    (member->user.role == best->user.role && member->owes < best->owes))
					best = member;
			}
			assert_fault(user_for_language(office.ledger.db, str_of(asked[i]), &found),
				     best ? FAULT_NONE : FAULT_MISSING);
			assert_int_equal(found.id.n, best ? best->user.id.n : 77);
		}
		ledger_done(&office.ledger);
	}
}

static void a_role_is_given_to_who_is_there_and_least_laden_but_not_to_who_asks(void **state)
{
	(void)state;
	for (uint64_t seed = 71; seed < 79; seed++) {
		struct office office;

		office_new(&office, seed);
		for (int round = 0; round < 40; round++) {
			enum role role = (enum role)chance_below(&office.chance, ROLE_COUNT);
			struct user_id except = { (int64_t)chance_below(&office.chance, STAFF + 1) };
			int64_t now = round % 3 ? noon + chance_between(&office.chance, -6, 10) : 0;
			const struct member *best = NULL;
			struct user found = { .id = { 77 } };

			for (int m = 0; m < STAFF; m++) {
				const struct member *member = &office.members[m];

				if (!member->user.disabled_at && member->user.role == role &&
				    member->user.id.n != except.n && is_there(member, now) &&
				    (!best || member->owes < best->owes))
					best = member;
			}
			assert_fault(user_for_role(office.ledger.db, role, except, now, &found),
				     best ? FAULT_NONE : FAULT_MISSING);
			assert_int_equal(found.id.n, best ? best->user.id.n : 77);
		}
		ledger_done(&office.ledger);
	}
}

/* A name that is part of another school's name is another school. */
static void staff_are_counted_at_the_schools_that_they_name(void **state)
{
	struct office office;
	static const char *const schools[] = { "North", "South", "Northern", "orth", "N" };

	(void)state;
	office_new(&office, 81);
	for (size_t i = 0; i < COUNT_OF(schools); i++) {
		struct school_counts counts;
		int64_t want = 0;

		for (int m = 0; m < STAFF; m++)
			want += !office.members[m].user.disabled_at &&
				lists(office.members[m].user.schools, str_of(schools[i]), false);
		assert_fine(school_count(office.ledger.db, str_of(schools[i]), &counts));
		assert_int_equal(counts.staff, want);
	}
	ledger_done(&office.ledger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_covers_a_language_is_who_is_there_near_and_least_laden),
		cmocka_unit_test(who_speaks_a_language_is_told_even_when_away_or_full),
		cmocka_unit_test(a_role_is_given_to_who_is_there_and_least_laden_but_not_to_who_asks),
		cmocka_unit_test(staff_are_counted_at_the_schools_that_they_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
