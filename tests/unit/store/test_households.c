#include "tests/lib/test.h"

#include "sample.h"
#include "store/people/calendars.h"
#include "store/people/households.h"
#include "store/people/schools.h"
#include "store/people/students.h"
#include "store/people/users.h"

static struct household sample_household(int64_t id, const char *name)
{
	struct household home = { .id = { id }, .groups = "migrant,ell", .shares = true,
				  .created_at = noon, .updated_at = noon + 1 };

	snprintf(home.name, sizeof(home.name), "%s", name);
	return home;
}

static struct student sample_student(int64_t id, int64_t household, const char *school)
{
	struct student student = { .id = { id }, .household = { household }, .name = "Luz",
				   .created_at = noon, .updated_at = noon + 1 };

	snprintf(student.school, sizeof(student.school), "%s", school);
	return student;
}

/* Households 1 and 2: Luz at North, Mar at South and again at South, one at no school. */
static void homes_new(struct ledger *ledger)
{
	struct household homes[] = { sample_household(1, "Pérez"), sample_household(2, "Abdi") };
	struct student students[] = {
		sample_student(11, 1, "South"), sample_student(12, 1, "North"),
		sample_student(13, 1, "South"), sample_student(14, 1, ""),
		sample_student(15, 2, "East") };

	sample_world(ledger);
	for (int i = 0; i < 2; i++)
		assert_fine(household_add(ledger->db, &homes[i]));
	for (int i = 0; i < 5; i++)
		assert_fine(student_add(ledger->db, &students[i]));
}

static void assert_same_household(const struct household *a, const struct household *b)
{
	assert_true(a->id.n == b->id.n && a->shares == b->shares);
	assert_true(a->created_at == b->created_at && a->updated_at == b->updated_at);
	assert_string_equal(a->name, b->name);
	assert_string_equal(a->groups, b->groups);
}

static void a_household_comes_back_as_it_was_put(void **state)
{
	struct household home = sample_household(1, "Pérez"), found = { .id = { 0 } };
	struct ledger ledger;

	(void)state;
	homes_new(&ledger);
	assert_fine(household_get(ledger.db, home.id, &found));
	assert_same_household(&found, &home);
	home.shares = false;
	home.updated_at++;
	snprintf(home.groups, sizeof(home.groups), "ell");
	assert_fine(household_put(ledger.db, &home));
	assert_fine(household_by_name(ledger.db, STR("Pérez"), &found));
	assert_same_household(&found, &home);
	assert_fault(household_by_name(ledger.db, STR("Perez"), &found), FAULT_MISSING);
	assert_fault(household_get(ledger.db, (struct household_id){ 0 }, &found), FAULT_MISSING);
	home.id.n = 9;
	assert_fault(household_put(ledger.db, &home), FAULT_MISSING);
	/* two of one name: nobody could tell them apart in a file */
	assert_fault(household_add(ledger.db, &home), FAULT_CONFLICT);
	ledger_done(&ledger);
}

static void households_are_found_by_a_part_of_their_name(void **state)
{
	struct household homes[4];
	struct ledger ledger;
	size_t count = 9;

	(void)state;
	homes_new(&ledger);
	assert_fine(household_list(ledger.db, (struct household_id){ 0 }, STR_NONE, homes, 4, &count));
	assert_int_equal(count, 2);
	assert_fine(household_list(ledger.db, (struct household_id){ 1 }, STR_NONE, homes, 4, &count));
	assert_int_equal(count, 1);
	assert_string_equal(homes[0].name, "Abdi");
	assert_fine(household_list(ledger.db, (struct household_id){ 0 }, STR("aBD"), homes, 4, &count));
	assert_int_equal(count, 1);
	assert_fine(household_list(ledger.db, (struct household_id){ 0 }, STR("%"), homes, 4, &count));
	assert_int_equal(count, 0);
	ledger_done(&ledger);
}

static void guardians_come_oldest_first_and_bounded(void **state)
{
	struct contact contact, found[4];
	struct ledger ledger;
	size_t count = 9;

	(void)state;
	homes_new(&ledger);
	for (int64_t id = 2; id > 0; id--) {
		assert_fine(contact_get(ledger.db, (struct contact_id){ id }, &contact));
		contact.household.n = 1;
		assert_fine(contact_put(ledger.db, &contact));
	}
	contact = sample_contact(3, "Nobody's");
	assert_fine(contact_add(ledger.db, &contact));
	assert_fine(contact_of_household(ledger.db, (struct household_id){ 1 }, found, 4, &count));
	assert_int_equal(count, 2);
	assert_int_equal(found[0].id.n, 1);
	assert_int_equal(found[1].id.n, 2);
	assert_fine(contact_of_household(ledger.db, (struct household_id){ 1 }, found, 1, &count));
	assert_int_equal(count, 1);
	/* those without a household are no household */
	assert_fine(contact_of_household(ledger.db, (struct household_id){ 0 }, found, 4, &count));
	assert_int_equal(count, 0);
	ledger_done(&ledger);
}

static void a_student_comes_back_as_they_were_put(void **state)
{
	struct student student = sample_student(12, 1, "North"), found, all[8];
	struct ledger ledger;
	size_t count = 9;

	(void)state;
	homes_new(&ledger);
	assert_fine(student_get(ledger.db, student.id, &found));
	assert_true(found.household.n == 1 && found.created_at == noon);
	assert_string_equal(found.school, "North");
	found.household.n = 2;
	snprintf(found.school, sizeof(found.school), "West");
	assert_fine(student_put(ledger.db, &found));
	assert_fine(student_of_household(ledger.db, (struct household_id){ 2 }, all, 8, &count));
	assert_int_equal(count, 2);
	assert_string_equal(all[0].school, "West");
	assert_string_equal(all[1].school, "East");
	assert_fine(student_list(ledger.db, (struct student_id){ 0 }, STR("South"), all, 8, &count));
	assert_int_equal(count, 2);
	assert_fine(student_list(ledger.db, (struct student_id){ 11 }, STR("South"), all, 8, &count));
	assert_int_equal(count, 1);
	assert_fine(student_list(ledger.db, (struct student_id){ 0 }, STR_NONE, all, 3, &count));
	assert_int_equal(count, 3);
	assert_fine(student_remove(ledger.db, student.id));
	assert_fault(student_remove(ledger.db, student.id), FAULT_MISSING);
	assert_fault(student_put(ledger.db, &student), FAULT_MISSING);
	assert_fault(student_get(ledger.db, student.id, &found), FAULT_MISSING);
	/* of no household: no */
	student.household.n = 77;
	assert_fault(student_add(ledger.db, &student), FAULT_CONFLICT);
	ledger_done(&ledger);
}

static void the_schools_of_a_household_are_told_once_each(void **state)
{
	struct school schools[4];
	struct ledger ledger;
	size_t count = 9;

	(void)state;
	homes_new(&ledger);
	assert_fine(school_of_household(ledger.db, (struct household_id){ 1 }, schools, 4, &count));
	assert_int_equal(count, 2);
	assert_string_equal(schools[0].name, "North");
	assert_string_equal(schools[1].name, "South");
	assert_fine(school_of_household(ledger.db, (struct household_id){ 1 }, schools, 1, &count));
	assert_int_equal(count, 1);
	assert_fine(school_of_household(ledger.db, (struct household_id){ 0 }, schools, 4, &count));
	assert_int_equal(count, 0);
	ledger_done(&ledger);
}

static void schools_are_those_of_students_calendars_and_staff(void **state)
{
	static const char *const expected[] = { "East", "Hall", "North", "South", "West" };
	struct user ana = { .id = { 5 }, .email = "ana@x", .role = ROLE_LIAISON,
			    .schools = "South, Hall" };
	struct user gone = { .id = { 6 }, .email = "gone@x", .role = ROLE_LIAISON,
			     .schools = "Nowhere", .disabled_at = noon };
	struct calendar calendars[] = { { .school = "" }, { .school = "West" } };
	struct school schools[8];
	struct ledger ledger;
	size_t count = 9;

	(void)state;
	homes_new(&ledger);
	assert_fine(user_add(ledger.db, &ana));
	assert_fine(user_add(ledger.db, &gone));
	for (int i = 0; i < 2; i++)
		assert_fine(calendar_replace(ledger.db, &calendars[i]));
	assert_fine(school_list(ledger.db, schools, 8, &count));
	assert_int_equal(count, COUNT_OF(expected));
	for (size_t i = 0; i < count; i++)
		assert_string_equal(schools[i].name, expected[i]);
	assert_fine(school_list(ledger.db, schools, 2, &count));
	assert_int_equal(count, 2);
	ledger_done(&ledger);
}

static void groups_are_told_once_each(void **state)
{
	struct household home = sample_household(3, "Third"), homes[4];
	struct ledger ledger;
	size_t count = 9;

	(void)state;
	homes_new(&ledger);
	snprintf(home.groups, sizeof(home.groups), "sports");
	assert_fine(household_add(ledger.db, &home));
	assert_fine(household_groups(ledger.db, homes, 4, &count));
	assert_int_equal(count, 2);
	assert_string_equal(homes[0].groups, "migrant,ell");
	assert_string_equal(homes[1].groups, "sports");
	ledger_done(&ledger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_household_comes_back_as_it_was_put),
		cmocka_unit_test(households_are_found_by_a_part_of_their_name),
		cmocka_unit_test(guardians_come_oldest_first_and_bounded),
		cmocka_unit_test(a_student_comes_back_as_they_were_put),
		cmocka_unit_test(the_schools_of_a_household_are_told_once_each),
		cmocka_unit_test(schools_are_those_of_students_calendars_and_staff),
		cmocka_unit_test(groups_are_told_once_each),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
