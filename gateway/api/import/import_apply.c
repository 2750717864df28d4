#include "import_apply.h"

#include <string.h>

#include "import.h"
#include "import_home.h"
#include "import_told.h"
#include "wire/loop.h"
#include "wire/timer.h"

#define IMPORT_REST_FOR 50

static void pump(struct import *import);

static void import_on_done(void *data, enum fault fault, const struct note *note,
			   const struct command *command)
{
	struct import_row *row = data;
	struct import *import = row->import;
	char reason[512];

	(void)command;
	import->under_way--;
	if (!fault && row->home)
		import_home_count(import, row->home);
	if (fault)
		import_told_refuse(import, row->row, NULL,
			      note_text(note, fault, reason, sizeof(reason)));
	else if (row->change == IMPORT_ADD)
		import->added++;
	else
		import->changed++;
	pump(import);
}

static void import_on_student(void *data, enum fault fault, const struct note *note,
			      const struct command *command)
{
	struct import_pupil *pupil = data;
	struct import *import = pupil->import;
	char reason[512];

	(void)command;
	import->under_way--;
	if (fault)
		import_told_refuse(import, pupil->row, "student",
			      note_text(note, fault, reason, sizeof(reason)));
	else if (pupil->change == IMPORT_ADD)
		import->pupils_added++;
	else
		import->pupils_changed++;
	pump(import);
}

static enum fault start_student(struct import_pupil *pupil)
{
	struct request *request = pupil->import->request;
	struct student_put put = { .command.row = &student_command_put,
				   .home.household = pupil->home->household,
				   .given = { .student = pupil->student,
					      .has = { [STUDENT_HAS_NAME] = true,
						       [STUDENT_HAS_SCHOOL] = pupil->has_school } } };

	request_sign(request, &put.command);
	return command_start(request->api->core, &put.command, import_on_student, pupil);
}

static void put_home(const struct import_home *home, struct contact_put *put)
{
	put->home.household = home->household;
	put->given.has[CONTACT_HAS_HOUSEHOLD] = true;
	memcpy(put->home.has, home->has, sizeof(put->home.has));
}

static enum fault start(struct import_row *row)
{
	struct request *request = row->import->request;
	struct contact_put put = { .command.row = &contact_command_put,
				   .given.contact = row->contact };

	request_sign(request, &put.command);
	str_put(put.phone, sizeof(put.phone), str_of(row->phone));
	memcpy(put.given.has, row->has, sizeof(put.given.has));
	if (row->home)
		put_home(row->home, &put);
	put.given.contact.language_source = LANGUAGE_ROSTER;
	put.given.contact.hours_source = LANGUAGE_ROSTER;
	put.given.contact.is_known = true;
	put.given.has[CONTACT_HAS_KNOWN] = true;
	return command_start(request->api->core, &put.command, import_on_done, row);
}

static void import_on_rested(void *data)
{
	pump(data);
}

/* The queue is full of others' jobs: families first. */
static void rest(struct import *import)
{
	if (!import->timer)
		import->timer = timer_new(import->request->api->core->loop, import_on_rested, import);
	timer_set(import->timer, IMPORT_REST_FOR);
}

/* False: not now. */
static bool start_next_contact(struct import *import)
{
	struct import_row *row = import->rows[import->next];
	enum fault fault = row->change == IMPORT_SAME ? FAULT_NONE : start(row);

	if (fault == FAULT_FULL)
		return false;
	import->next++;
	if (fault)
		import_told_refuse(import, row->row, NULL, fault_text(fault));
	else
		import->under_way += row->change != IMPORT_SAME;
	return true;
}

/* Behind all contacts: their households are there then.  False: not now. */
static bool start_next_student(struct import *import)
{
	struct import_pupil *pupil = import->pupils[import->next - import->count];
	enum fault fault = pupil->change == IMPORT_SAME ? FAULT_NONE : start_student(pupil);

	if (fault == FAULT_FULL)
		return false;
	import->next++;
	if (fault)
		import_told_refuse(import, pupil->row, "student", fault_text(fault));
	else
		import->under_way += pupil->change != IMPORT_SAME;
	return true;
}

/* False: not now. */
static bool start_next(struct import *import)
{
	if (import->next >= import->count)
		return (import->next > import->count || import->under_way == 0) &&
		       start_next_student(import);
	return start_next_contact(import);
}

static void pump(struct import *import)
{
	struct request *request = import->request;
	size_t all = import->count + import->pupil_count;
	bool is_over;

	if (request->api->core->is_stopping) {
		import->not_done += (int64_t)(all - import->next);
		import->pupil_count = 0;
		all = import->count = import->next;
	}
	while (import->next < all && import->under_way < IMPORT_WINDOW)
		if (!start_next(import))
			break;
	is_over = import->next == all && import->under_way == 0;
	if (is_over)
		request_answer(request, import_told_all(import));
	else if (import->under_way == 0)
		rest(import);
}

enum fault import_apply(struct request *request, struct note *note)
{
	struct import *import = request->more;

	(void)note;
	if (import->is_preview)
		request_answer(request, import_told_all(import));
	else
		pump(import);
	return FAULT_NONE;
}
