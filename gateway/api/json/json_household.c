#include "json_household.h"

#include <assert.h>

#include "json_core.h"
#include "store/people/schools.h"

void json_household_name(struct db *db, json_t *object, struct household_id id)
{
	assert(db && object);

	struct household household;
	json_t *shape = json_null();

	if (id.n) {
		shape = json_object();
		json_set_id(shape, "id", id.n);
		json_core_word(shape, "name", household_get(db, id, &household) == FAULT_NONE ?
			   household.name : NULL);
	}
	json_object_set_new(object, "household", shape);
}

static enum fault set_guardians(struct db *db, json_t *shape, struct household_id id)
{
	struct contact contacts[HOUSEHOLD_CONTACTS];
	json_t *list = json_array();
	size_t count = 0;
	enum fault fault = contact_of_household(db, id, contacts, HOUSEHOLD_CONTACTS, &count);

	json_object_set_new(shape, "guardians", list);
	for (size_t i = 0; !fault && i < count; i++) {
		json_t *one = json_object();

		json_set_id(one, "id", contacts[i].id.n);
		json_core_word(one, "name", contacts[i].name);
		json_array_append_new(list, one);
	}
	return fault;
}

static enum fault set_students(struct db *db, json_t *shape, struct household_id id)
{
	struct student students[HOUSEHOLD_STUDENTS];
	json_t *list = json_array();
	size_t count = 0;
	enum fault fault = student_of_household(db, id, students, HOUSEHOLD_STUDENTS, &count);

	json_object_set_new(shape, "students", list);
	for (size_t i = 0; !fault && i < count; i++) {
		json_t *one = json_object();

		json_set_id(one, "id", students[i].id.n);
		json_core_word(one, "name", students[i].name);
		json_core_word(one, "school", students[i].school);
		json_array_append_new(list, one);
	}
	return fault;
}

static enum fault set_schools(struct db *db, json_t *shape, struct household_id id)
{
	struct school schools[HOUSEHOLD_STUDENTS];
	json_t *list = json_array();
	size_t count = 0;
	enum fault fault = school_of_household(db, id, schools, COUNT_OF(schools), &count);

	json_object_set_new(shape, "schools", list);
	for (size_t i = 0; !fault && i < count; i++)
		json_array_append_new(list, json_string(schools[i].name));
	return fault;
}

enum fault json_household(struct db *db, const struct household *household, json_t **shape)
{
	assert(db && household->id.n != 0 && shape);

	json_t *one = json_object();
	enum fault fault;

	json_set_id(one, "id", household->id.n);
	json_set_str(one, "name", str_of(household->name));
	json_object_set_new(one, "groups", json_core_names(household->groups));
	json_set_bool(one, "shares", household->shares);
	json_set_time(one, "created_at", household->created_at);
	json_set_time(one, "updated_at", household->updated_at);
	fault = set_guardians(db, one, household->id);
	if (!fault)
		fault = set_students(db, one, household->id);
	if (!fault)
		fault = set_schools(db, one, household->id);
	if (fault)
		json_decref(one);
	else
		*shape = one;
	return fault;
}

json_t *json_household_student(struct db *db, const struct student *student)
{
	assert(db && student->id.n != 0);

	json_t *shape = json_object();

	json_set_id(shape, "id", student->id.n);
	json_set_str(shape, "name", str_of(student->name));
	json_core_word(shape, "school", student->school);
	json_household_name(db, shape, student->household);
	json_set_time(shape, "created_at", student->created_at);
	json_set_time(shape, "updated_at", student->updated_at);
	return shape;
}
