#include "import_home.h"

#include <assert.h>
#include <search.h>
#include <string.h>

#include "base/memory.h"
#include "domain/rules/rule.h"
#include "import_told.h"

/* --- rows that belong together ----------------------------------------------------- */

static int compare_homes(const void *a, const void *b)
{
	return strcmp(((const struct import_home *)a)->household.name,
		      ((const struct import_home *)b)->household.name);
}

static int compare_pupils(const void *a, const void *b)
{
	const struct import_pupil *one = a, *other = b;
	int order = strcmp(one->home->household.name, other->home->household.name);

	return order ? order : strcmp(one->student.name, other->student.name);
}

static void *find_or_add(const void *item, void **tree, int (*compare)(const void *, const void *))
{
	void **known = memory_must(tsearch(item, tree, compare));

	return *known;
}

/* The first row that says something of it counts. */
static void fill_home(struct import_home *home, const struct family_given *given)
{
	if (given->home.has[HOUSEHOLD_HAS_GROUPS] && !home->has[HOUSEHOLD_HAS_GROUPS]) {
		memcpy(home->household.groups, given->home.household.groups,
		       sizeof(home->household.groups));
		home->has[HOUSEHOLD_HAS_GROUPS] = true;
	}
	if (given->home.has[HOUSEHOLD_HAS_SHARES] && !home->has[HOUSEHOLD_HAS_SHARES]) {
		home->household.shares = given->home.household.shares;
		home->has[HOUSEHOLD_HAS_SHARES] = true;
	}
}

static struct import_home *take_home(struct import *import, const struct family_given *given, int row)
{
	struct import_home *home = arena_take(&import->arena, sizeof(*home));
	struct import_home *known;

	if (!home)
		return NULL;
	home->row = row;
	str_put(home->household.name, sizeof(home->household.name), str_of(given->home.household.name));
	known = find_or_add(home, &import->home_tree, compare_homes);
	if (known == home)
		import->homes[import->home_count++] = home;
	fill_home(known, given);
	return known;
}

static bool take_pupil(struct import *import, const struct family_given *given, int row,
		       struct import_home *home)
{
	struct import_pupil *pupil = arena_take(&import->arena, sizeof(*pupil));
	struct import_pupil *known;

	if (!pupil)
		return false;
	pupil->import = import;
	pupil->row = row;
	pupil->home = home;
	str_put(pupil->student.name, sizeof(pupil->student.name), str_of(given->student.student.name));
	known = find_or_add(pupil, &import->pupil_tree, compare_pupils);
	if (known == pupil)
		import->pupils[import->pupil_count++] = pupil;
	if (given->student.has[STUDENT_HAS_SCHOOL] && !known->has_school) {
		memcpy(known->student.school, given->student.student.school, sizeof(known->student.school));
		known->has_school = true;
	}
	return true;
}

bool import_home_take(struct import *import, const struct family_given *given, int row,
		      struct import_home **home)
{
	assert(import && given && row > 0 && home);

	bool has_home = given->contact.has[CONTACT_HAS_HOUSEHOLD];
	bool has_student = given->student.has[STUDENT_HAS_NAME];
	const struct { bool is_wrong; const char *column, *reason; } checks[] = {
		{ given->student.has[STUDENT_HAS_SCHOOL] && !has_student, "school",
		  "a school is a student's: name the student too" },
		{ has_student && !has_home, "student",
		  "a student belongs to a household: name the household too" },
		{ given->home.has[HOUSEHOLD_HAS_GROUPS] && !has_home, "groups",
		  "groups are a household's: name the household too" },
		{ given->home.has[HOUSEHOLD_HAS_SHARES] && !has_home, "shares",
		  "sharing is a household's: name the household too" },
	};

	for (size_t i = 0; i < COUNT_OF(checks); i++)
		if (checks[i].is_wrong) {
			import_told_refuse(import, row, checks[i].column, checks[i].reason);
			return false;
		}
	*home = has_home ? take_home(import, given, row) : NULL;
	if ((has_home && !*home) || (has_student && !take_pupil(import, given, row, *home))) {
		import_told_refuse(import, row, NULL, "the file is too large: split it");
		return false;
	}
	return true;
}

/* --- compared with what we have ------------------------------------------------------ */

static enum fault compare_home(struct db *db, struct import_home *home)
{
	struct household found;
	enum fault fault = household_by_name(db, str_of(home->household.name), &found);

	home->change = IMPORT_ADD;
	if (fault)
		return fault == FAULT_MISSING ? FAULT_NONE : fault;
	home->change = (home->has[HOUSEHOLD_HAS_GROUPS] &&
			strcmp(found.groups, home->household.groups) != 0) ||
		       (home->has[HOUSEHOLD_HAS_SHARES] &&
			found.shares != home->household.shares) ? IMPORT_CHANGE : IMPORT_SAME;
	home->household.id = found.id;
	return FAULT_NONE;
}

/* As work spells them alike (promise_school_spell). */
static bool is_same_school(const char *one, const char *other)
{
	AUTO(buf) a;
	AUTO(buf) b;

	buf_init(&a, 4 * SCHOOL_ROOM);
	buf_init(&b, 4 * SCHOOL_ROOM);
	rule_name_fold(str_of(one), &a);
	rule_name_fold(str_of(other), &b);
	return str_equals(buf_str(&a), buf_str(&b));
}

static enum fault compare_pupil(struct db *db, struct import_pupil *pupil)
{
	struct student students[HOUSEHOLD_STUDENTS];
	size_t count = 0;
	enum fault fault = student_of_household(db, pupil->home->household.id, students,
						HOUSEHOLD_STUDENTS, &count);

	pupil->change = IMPORT_ADD;
	for (size_t i = 0; !fault && i < count; i++)
		if (strcmp(students[i].name, pupil->student.name) == 0)
			pupil->change = pupil->has_school &&
				!is_same_school(students[i].school, pupil->student.school) ?
				IMPORT_CHANGE : IMPORT_SAME;
	return fault;
}

void import_home_count(struct import *import, struct import_home *home)
{
	import->homes_added += !home->is_told && home->change == IMPORT_ADD;
	import->homes_changed += !home->is_told && home->change == IMPORT_CHANGE;
	home->is_told = true;
}

enum fault import_home_compare(struct import *import, struct db *db)
{
	enum fault fault = FAULT_NONE;

	assert(db);
	for (size_t i = 0; !fault && i < import->home_count; i++) {
		fault = compare_home(db, import->homes[i]);
		if (import->is_preview)
			import_home_count(import, import->homes[i]);
	}
	for (size_t i = 0; !fault && i < import->pupil_count; i++) {
		fault = compare_pupil(db, import->pupils[i]);
		import->pupils_added += import->is_preview && import->pupils[i]->change == IMPORT_ADD;
		import->pupils_changed += import->is_preview &&
					  import->pupils[i]->change == IMPORT_CHANGE;
	}
	return fault;
}
