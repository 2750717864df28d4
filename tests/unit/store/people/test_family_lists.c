/* Lists of families, households and students, against the same list made by hand. */
#include "tests/lib/test.h"

#include "families.h"
#include "store/people/schools.h"
#include "store/people/students.h"

enum { PEOPLE = 60, ROUNDS = 150 };

struct town {
	struct ledger ledger;
	struct chance chance;
	char names[PEOPLE][NAME_ROOM];
	char phones[PEOPLE][PHONE_ROOM];
	char schools[PEOPLE][SCHOOL_ROOM];
	int64_t households[PEOPLE];
};

/* Contacts, households and students with the ids 1 to PEOPLE; some names are said twice. */
static void town_new(struct town *town, uint64_t seed)
{
	*town = (struct town){ .chance = { seed } };
	ledger_new(&town->ledger);
	for (int i = 0; i < PEOPLE; i++) {
		struct student student = { .id = { i + 1 } };
		char name[NAME_ROOM + 16];

		tricky_name(&town->chance, 5, town->names[i], NAME_ROOM);
		snprintf(town->phones[i], PHONE_ROOM, "+1312555%04d",
			 i * 131 + (int)chance_below(&town->chance, 100));
		snprintf(town->schools[i], SCHOOL_ROOM, "%s",
			 (const char *[]){ "", "North", "north", "North " }[chance_below(&town->chance, 4)]);
		town->households[i] = 1 + (int64_t)chance_below(&town->chance, (uint64_t)i + 1);
		snprintf(name, sizeof(name), "%s %d", town->names[i], i);
		add_household(town->ledger.db, i + 1, name);
		add_contact(town->ledger.db, i + 1, town->names[i],
			    chance_below(&town->chance, 3) ? town->households[i] : (town->households[i] = 0));
		add_number(town->ledger.db, town->phones[i], i + 1);
		student.household.n = 1 + i / 2;
		str_put(student.name, sizeof(student.name), str_of(town->names[i]));
		str_put(student.school, sizeof(student.school), str_of(town->schools[i]));
		assert_fine(student_add(town->ledger.db, &student));
	}
}

/* The ids that a list gave against those that it should have given. */
static void expect_ids(const int64_t *found, size_t count, const int64_t *wanted, size_t want,
		       const char *about)
{
	if (count != want)
		fail_msg("%s: %zu instead of %zu", about, count, want);
	for (size_t i = 0; i < count; i++)
		if (found[i] != wanted[i])
			fail_msg("%s: %lld instead of %lld at %zu", about, (long long)found[i],
				 (long long)wanted[i], i);
}

static void a_search_finds_who_has_it_in_a_name_or_a_number(void **state)
{
	struct town town;

	(void)state;
	town_new(&town, 11);
	for (int round = 0; round < ROUNDS; round++) {
		struct contact contacts[PEOPLE];
		int64_t found[PEOPLE], wanted[PEOPLE];
		char part[NAME_ROOM];
		size_t count = 0, want = 0, most = 1 + chance_below(&town.chance, PEOPLE);
		int64_t after = (int64_t)chance_below(&town.chance, PEOPLE);

		tricky_name(&town.chance, 2, part, sizeof(part));
		if (round % 5 == 0)
			snprintf(part, sizeof(part), "%.*s", 3, town.phones[round % PEOPLE] + round % 8);
		for (int64_t i = after; i < PEOPLE && want < most; i++)
			if (has_part(town.names[i], part) || has_part(town.phones[i], part))
				wanted[want++] = i + 1;
		assert_fine(contact_list(town.ledger.db, (struct contact_id){ after }, str_of(part),
					 contacts, most, &count));
		for (size_t i = 0; i < count; i++)
			found[i] = contacts[i].id.n;
		expect_ids(found, count, wanted, want, part);
	}
	ledger_done(&town.ledger);
}

static void a_search_of_households_reads_their_names_alone(void **state)
{
	struct town town;

	(void)state;
	town_new(&town, 12);
	for (int round = 0; round < ROUNDS; round++) {
		struct household households[PEOPLE];
		int64_t found[PEOPLE], wanted[PEOPLE];
		char part[NAME_ROOM];
		size_t count = 0, want = 0, most = 1 + chance_below(&town.chance, PEOPLE);
		int64_t after = (int64_t)chance_below(&town.chance, PEOPLE);

		tricky_name(&town.chance, 2, part, sizeof(part));
		for (int64_t i = after; i < PEOPLE && want < most; i++) {
			char name[NAME_ROOM + 16];

			snprintf(name, sizeof(name), "%s %d", town.names[i], (int)i);
			if (has_part(name, part))
				wanted[want++] = i + 1;
		}
		assert_fine(household_list(town.ledger.db, (struct household_id){ after }, str_of(part),
					   households, most, &count));
		for (size_t i = 0; i < count; i++)
			found[i] = households[i].id.n;
		expect_ids(found, count, wanted, want, part);
	}
	ledger_done(&town.ledger);
}

/* A school is its name, byte by byte: neither "north" nor "North " is "North". */
static void the_students_of_a_school_are_listed_in_pages(void **state)
{
	static const char *const schools[] = { "", "North", "north", "North ", "Nor%" };
	struct town town;

	(void)state;
	town_new(&town, 13);
	for (size_t s = 0; s < COUNT_OF(schools); s++) {
		int64_t found[PEOPLE], wanted[PEOPLE], after = 0;
		size_t count = 1, seen = 0, want = 0;

		for (int i = 0; i < PEOPLE; i++)
			if (!schools[s][0] || strcmp(town.schools[i], schools[s]) == 0)
				wanted[want++] = i + 1;
		while (count) {
			struct student students[7];

			assert_fine(student_list(town.ledger.db, (struct student_id){ after },
						 str_of(schools[s]), students, 7, &count));
			for (size_t i = 0; i < count; i++)
				found[seen++] = after = students[i].id.n;
		}
		expect_ids(found, seen, wanted, want, schools[s]);
	}
	ledger_done(&town.ledger);
}

static void guardians_are_those_of_that_household_and_of_none_without_one(void **state)
{
	struct town town;

	(void)state;
	town_new(&town, 14);
	for (int64_t home = 0; home <= PEOPLE; home++) {
		struct contact contacts[PEOPLE];
		int64_t found[PEOPLE], wanted[PEOPLE];
		size_t count = 99, want = 0;

		for (int i = 0; home && i < PEOPLE; i++)
			if (town.households[i] == home)
				wanted[want++] = i + 1;
		assert_fine(contact_of_household(town.ledger.db, (struct household_id){ home },
						 contacts, PEOPLE, &count));
		for (size_t i = 0; i < count; i++)
			found[i] = contacts[i].id.n;
		expect_ids(found, count, wanted, want, "guardians");
	}
	ledger_done(&town.ledger);
}

/* Counts, lists and "is it known" say the same of every school. */
static void what_is_told_of_a_school_fits_together(void **state)
{
	struct school schools[16];
	struct town town;
	size_t count = 0;
	int64_t students = 0, without = 0;

	(void)state;
	town_new(&town, 15);
	assert_fine(school_list(town.ledger.db, schools, COUNT_OF(schools), &count));
	assert_int_equal(count, 3);
	for (size_t i = 0; i < count; i++) {
		struct school_counts counts;
		bool is_known = false;

		if (i)
			assert_true(strcmp(schools[i - 1].name, schools[i].name) < 0);
		assert_fine(school_count(town.ledger.db, str_of(schools[i].name), &counts));
		assert_fine(school_is_known(town.ledger.db, str_of(schools[i].name), &is_known));
		assert_true(is_known);
		assert_int_equal(counts.staff, 0);
		assert_int_equal(counts.calendars, 0);
		students += counts.students;
	}
	for (int i = 0; i < PEOPLE; i++)
		without += !town.schools[i][0];
	assert_int_equal(students + without, PEOPLE);
	ledger_done(&town.ledger);
}

static void a_student_who_left_is_in_no_list(void **state)
{
	struct town town;
	struct student students[PEOPLE], one;
	size_t count = 0;

	(void)state;
	town_new(&town, 16);
	for (int64_t id = 1; id <= PEOPLE; id += 2)
		assert_fine(student_remove(town.ledger.db, (struct student_id){ id }));
	assert_fault(student_remove(town.ledger.db, (struct student_id){ 1 }), FAULT_MISSING);
	assert_fault(student_get(town.ledger.db, (struct student_id){ 1 }, &one), FAULT_MISSING);
	assert_fine(student_list(town.ledger.db, (struct student_id){ 0 }, STR_NONE, students,
				 PEOPLE, &count));
	assert_int_equal(count, PEOPLE / 2);
	for (int64_t home = 1; home <= PEOPLE / 2; home++) {
		assert_fine(student_of_household(town.ledger.db, (struct household_id){ home },
						 students, PEOPLE, &count));
		assert_int_equal(count, 1);
		assert_int_equal(students[0].id.n, 2 * home);
	}
	ledger_done(&town.ledger);
}

/* The ceiling is of what LIKE has to read: signs of its own take two places. */
static void a_search_has_a_ceiling_that_counts_its_own_signs_twice(void **state)
{
	static const struct {
		char sign;
		size_t most;
	} cases[] = { { 'x', 510 }, { '%', 255 }, { '_', 255 }, { '!', 255 } };
	struct town town;
	char text[600];
	struct contact contact;
	struct household household;
	size_t count = 99;

	(void)state;
	town_new(&town, 17);
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct str all = { text, cases[i].most };
		struct str more = { text, cases[i].most + 1 };

		memset(text, cases[i].sign, sizeof(text));
		assert_fine(contact_list(town.ledger.db, (struct contact_id){ 0 }, all, &contact, 1, &count));
		assert_int_equal(count, 0);
		count = 99;
		assert_fault(contact_list(town.ledger.db, (struct contact_id){ 0 }, more, &contact, 1,
					  &count), FAULT_TOO_LARGE);
		assert_fault(household_list(town.ledger.db, (struct household_id){ 0 }, more, &household,
					    1, &count), FAULT_TOO_LARGE);
		assert_int_equal(count, 99);
	}
	ledger_done(&town.ledger);
}

/* Two spellings of a name are two households, and the second of one is refused. */
static void no_two_households_have_one_name(void **state)
{
	struct town town;
	struct household found = { .id = { 0 } };

	(void)state;
	town_new(&town, 18);
	add_household(town.ledger.db, 100, "Pérez");
	add_household(town.ledger.db, 101, "pérez");
	assert_fine(household_by_name(town.ledger.db, STR("Pérez"), &found));
	assert_int_equal(found.id.n, 100);
	found.id.n = 102;
	assert_fault(household_add(town.ledger.db, &found), FAULT_CONFLICT);
	found.id.n = 101;
	assert_fault(household_put(town.ledger.db, &found), FAULT_CONFLICT);
	assert_fine(household_by_name(town.ledger.db, STR("pérez"), &found));
	assert_int_equal(found.id.n, 101);
	assert_fault(household_by_name(town.ledger.db, STR("PÉREZ"), &found), FAULT_MISSING);
	assert_fault(household_get(town.ledger.db, (struct household_id){ 0 }, &found), FAULT_MISSING);
	ledger_done(&town.ledger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_search_finds_who_has_it_in_a_name_or_a_number),
		cmocka_unit_test(a_search_of_households_reads_their_names_alone),
		cmocka_unit_test(the_students_of_a_school_are_listed_in_pages),
		cmocka_unit_test(guardians_are_those_of_that_household_and_of_none_without_one),
		cmocka_unit_test(what_is_told_of_a_school_fits_together),
		cmocka_unit_test(a_student_who_left_is_in_no_list),
		cmocka_unit_test(a_search_has_a_ceiling_that_counts_its_own_signs_twice),
		cmocka_unit_test(no_two_households_have_one_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
