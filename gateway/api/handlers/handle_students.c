#include "handle_students.h"

#include <string.h>

#include "api/json/family_fields.h"
#include "api/json/json_household.h"
#include "handle_households.h"
#include "handler.h"

static const struct request_field add_fields[] = {
	{ "household", NAME_ROOM - 1, true },
	{ "name", NAME_ROOM - 1, true },
	{ "school", SCHOOL_ROOM - 1, false },
	{ .name = NULL },
};

static const struct request_field patch_fields[] = {
	{ "household", NAME_ROOM - 1, false },
	{ "name", NAME_ROOM - 1, false },
	{ "school", SCHOOL_ROOM - 1, false },
	{ .name = NULL },
};

enum fault handle_students_list(struct request *request, struct db *db, struct note *note)
{
	const struct student *students;
	struct page page;
	enum fault fault = request_input_page(request, 0, sizeof(*students), &page, note);

	if (!fault)
		fault = student_list(db, (struct student_id){ page.after },
				     form_get(&request->query, "school"), page.at, page.room,
				     &page.count);
	if (fault)
		return fault;
	students = page.at;
	for (size_t i = 0; i < request_input_page_shown(&page); i++)
		request_input_page_add(&page, json_household_student(db, &students[i]), students[i].id.n);
	request_input_page_end(request, &page);
	return FAULT_NONE;
}

/* --- changes -------------------------------------------------------------------------- */

/* Read here: two who add the same one at the same instant both succeed, and the student
 * is there once. */
enum fault handle_student_is_new(struct request *request, struct db *db, struct note *note)
{
	struct student students[HOUSEHOLD_STUDENTS];
	const struct household *household;
	size_t count = 0;
	enum fault fault = request_input_body(request, add_fields, note);

	if (!fault)
		fault = handle_household_find(request, db, note);
	if (fault)
		return fault;
	household = request->more;
	fault = student_of_household(db, household->id, students, HOUSEHOLD_STUDENTS, &count);
	for (size_t i = 0; !fault && i < count; i++)
		if (str_is(str_trim(request_input(request, "name")), students[i].name)) {
			request->field = "name";
			return fault_because(FAULT_CONFLICT, note,
					     "the household has a student of that name already");
		}
	return fault;
}

enum fault handle_student_look(struct request *request, struct db *db, struct note *note)
{
	struct student student;
	struct student_id id = { 0 };
	enum fault fault = request_input_body(request, patch_fields, note);

	if (!fault)
		fault = request_input_id(request, &id.n, note);
	if (!fault)
		fault = student_get(db, id, &student);
	if (fault == FAULT_MISSING)
		return fault_because(fault, note, "there is no student with that id");
	if (fault)
		return fault;
	return handle_household_find(request, db, note);
}

static json_t *shape_done(struct student_id id, struct household_id household)
{
	json_t *shape = json_object();

	json_set_id(shape, "id", id.n);
	json_set_id(shape, "household", household.n);
	return shape;
}

static enum fault read_part(struct request *request, enum family_part part, const char *name,
			    struct family_given *given, struct note *note)
{
	enum fault fault;

	if (!json_object_get(request->asked, name))
		return FAULT_NONE;
	request->field = name;
	if (part == FAMILY_STUDENT && str_trim(request_input(request, name)).size == 0)
		return fault_because(FAULT_INVALID, note, "a student has a name");
	fault = family_fields_set(request->api->core->locale, part, request_input(request, name), given, note);
	request->field = fault ? name : NULL;
	return fault;
}

static json_t *put_told(struct request *request, const struct command *command)
{
	const struct student_put *put = container_of(command, struct student_put, command);

	(void)request;
	return shape_done(put->id, put->household);
}

static enum fault put(struct request *request, struct student_id id, int status, struct note *note)
{
	const struct household *household = request->more;
	struct student_put put = { .command.row = &student_command_put };
	struct family_given given = { .student.student.id = id };
	enum fault fault;

	if (household) {
		put.home.household.id = household->id;
		given.student.has[STUDENT_HAS_HOUSEHOLD] = true;
	}
	fault = read_part(request, FAMILY_STUDENT, "name", &given, note);
	if (!fault)
		fault = read_part(request, FAMILY_SCHOOL, "school", &given, note);
	if (fault)
		return fault;
	put.given = given.student;
	return handler_start(request, &put.command, status, put_told);
}

enum fault handle_student_add(struct request *request, struct note *note)
{
	return put(request, (struct student_id){ 0 }, 201, note);
}

enum fault handle_student_put(struct request *request, struct note *note)
{
	struct student_id id = { 0 };
	enum fault fault = request_input_id(request, &id.n, note);

	if (fault)
		return fault;
	return put(request, id, 200, note);
}

static json_t *remove_told(struct request *request, const struct command *command)
{
	const struct student_remove *remove = container_of(command, struct student_remove, command);

	(void)request;
	return shape_done(remove->id, remove->household);
}

enum fault handle_student_remove(struct request *request, struct note *note)
{
	struct student_remove remove = { .command.row = &student_command_remove };
	enum fault fault = request_input_id(request, &remove.id.n, note);

	if (fault)
		return fault;
	return handler_start(request, &remove.command, 200, remove_told);
}
