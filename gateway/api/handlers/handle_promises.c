#include "handle_promises.h"

#include <string.h>

#include "api/json/json_report.h"
#include "api/json/json_text.h"
#include "api/json/timeline.h"
#include "base/date.h"
#include "handler.h"
#include "store/people/users.h"
#include "work/commands/promise_commands.h"

enum { TEXT_MOST = 6400, NOTE_MOST = 400, TAG_MOST = 16 };

static enum fault read_owner(struct request *request, struct db *db, struct promise_filter *filter,
			     struct note *note)
{
	struct str owner = form_get(&request->query, "owner");
	struct user user;
	enum fault fault;

	request->field = "owner";
	if (str_is(owner, "me")) {
		filter->owner = request->who.user.id;
	} else if (str_find(owner, STR("@")) < owner.size) {
		fault = user_by_email(db, owner, &user);
		if (fault == FAULT_CONFLICT)
			return fault_because(fault, note, USER_TWIN_SENTENCE);
		if (fault)
			return fault == FAULT_MISSING ?
				fault_because(fault, note, "no user has that e-mail address") : fault;
		filter->owner = user.id;
	} else if (owner.size && id_parse(owner, &filter->owner.n)) {
		return fault_because(FAULT_INVALID, note,
				     "owner is \"me\", a user's e-mail address or id");
	}
	return FAULT_NONE;
}

static enum fault read_state(struct request *request, struct promise_filter *filter,
			     struct note *note)
{
	enum promise_state state;

	request->field = "state";
	filter->state = form_get(&request->query, "state");
	if (filter->state.size && !str_is(filter->state, "waiting") &&
	    !promise_of(filter->state, &state))
		return fault_because(FAULT_INVALID, note,
				     "state is waiting, open, taken, answered, kept or excused");
	return FAULT_NONE;
}

static enum fault read_filter(struct request *request, struct db *db, struct promise_filter *filter,
			      struct note *note)
{
	struct str due = form_get(&request->query, "due_before");
	struct str person = form_get(&request->query, "for_person");
	enum fault fault;

	*filter = (struct promise_filter){ .language = form_get(&request->query, "language"),
					   .school = form_get(&request->query, "school"),
					   .topic = form_get(&request->query, "topic") };
	fault = read_state(request, filter, note);
	if (!fault)
		fault = read_owner(request, db, filter, note);
	if (fault)
		return fault;
	request->field = "due_before";
	if (due.size && date_parse_rfc3339(due, &filter->due_before))
		return fault_because(FAULT_INVALID, note,
				     "due_before is a time like 2026-11-22T03:14:42Z");
	request->field = "for_person";
	if (person.size && !str_is(person, "1"))
		return fault_because(FAULT_INVALID, note, "for_person is 1 or left out");
	filter->is_for_person = person.size > 0;
	request->field = NULL;
	return FAULT_NONE;
}

enum fault handle_promises_list(struct request *request, struct db *db, struct note *note)
{
	const struct promise *promises;
	struct promise_filter filter;
	struct page page;
	enum fault fault;

	fault = read_filter(request, db, &filter, note);
	if (!fault)
		fault = request_input_page(request, 0, sizeof(*promises), &page, note);
	if (fault)
		return fault;
	filter.after.n = page.after;
	fault = promise_list(db, &filter, page.at, page.room, &page.count);
	if (fault)
		return fault;
	promises = page.at;
	for (size_t i = 0; i < request_input_page_shown(&page); i++)
		request_input_page_add(&page, json_core_promise(db, &promises[i]), promises[i].id.n);
	request_input_page_end(request, &page);
	return FAULT_NONE;
}

enum fault handle_promise_get(struct request *request, struct db *db, struct note *note)
{
	struct promise promise;
	struct promise_id id;
	enum fault fault;

	fault = request_input_id(request, &id.n, note);
	if (fault)
		return fault;
	fault = promise_get(db, id, &promise);
	if (fault == FAULT_MISSING)
		return fault_because(fault, note, "there is no promise with that id: "
				     "GET /api/v1/promises lists them (hearbackctl show promises)");
	if (fault)
		return fault;
	request->reply = json_core_promise(db, &promise);
	request->detail = json_object();
	json_set_id(request->detail, "promise", id.n);
	fault = json_report_add_times(&(struct promise_report_look){ request->api->core,
				      request->locale, db, clock_now(request->api->core->clock) },
				      &promise, request->reply);
	if (!fault)
		fault = timeline_add_messages(db, id, &request->arena, request->reply);
	if (!fault)
		fault = timeline_add_events(db, id.n, &request->arena, request->reply);
	return fault;
}

/* --- what staff do --------------------------------------------------------------------- */

static json_t *shape_state(struct promise_id id, enum promise_state state)
{
	json_t *shape = json_object();

	json_set_id(shape, "promise", id.n);
	json_set_str(shape, "state", str_of(promise_word(state)));
	return shape;
}

static json_t *take_told(struct request *request, const struct command *command)
{
	const struct promise_take *take = container_of(command, struct promise_take, command);

	(void)request;
	return shape_state(take->promise, take->state);
}

enum fault handle_promise_take(struct request *request, struct note *note)
{
	static const struct request_field fields[] = { { .name = NULL } };
	struct promise_take take = { .command.row = &promise_command_take };
	enum fault fault = request_input_body(request, fields, note);

	if (!fault)
		fault = request_input_id(request, &take.promise.n, note);
	if (!fault)
		fault = handler_start(request, &take.command, 200, take_told);
	return fault;
}

/* By our own tags, or empty. */
static enum fault read_language(struct request *request, struct str *language, struct note *note)
{
	const struct lang *lang;

	*language = request_input(request, "language");
	if (language->size == 0)
		return FAULT_NONE;
	lang = lang_match(request->api->core->locale->languages, *language);
	request->field = "language";
	if (!lang)
		return fault_because(FAULT_INVALID, note, "this is no language that we ship");
	*language = str_of(lang->tag);
	request->field = NULL;
	return FAULT_NONE;
}

static json_t *answer_told(struct request *request, const struct command *command)
{
	const struct promise_answer *answer = container_of(command, struct promise_answer, command);
	json_t *shape = shape_state(answer->promise, answer->state);

	(void)request;
	json_text_told(shape, &answer->told);
	return shape;
}

enum fault handle_promise_answer(struct request *request, struct note *note)
{
	static const struct request_field fields[] = {
		{ "text", TEXT_MOST, true },
		{ "language", TAG_MOST, false },
		{ .name = NULL },
	};
	struct promise_answer answer = { .command.row = &text_command_answer };
	enum fault fault = request_input_body(request, fields, note);

	if (!fault)
		fault = read_language(request, &answer.language, note);
	if (!fault)
		fault = request_input_id(request, &answer.promise.n, note);
	answer.text = request_input(request, "text");
	if (fault)
		return fault;
	return handler_start(request, &answer.command, 200, answer_told);
}

static json_t *excuse_told(struct request *request, const struct command *command)
{
	const struct promise_excuse *excuse = container_of(command, struct promise_excuse, command);

	(void)request;
	return shape_state(excuse->promise, excuse->state);
}

enum fault handle_promise_excuse(struct request *request, struct note *note)
{
	static const struct request_field fields[] = {
		{ "reason", 24, true },
		{ "note", NOTE_MOST - 1, false },
		{ .name = NULL },
	};
	struct promise_excuse excuse = { .command.row = &promise_command_excuse };
	enum excuse reason;
	enum fault fault = request_input_body(request, fields, note);

	if (fault)
		return fault;
	excuse.reason = request_input(request, "reason");
	excuse.note = request_input(request, "note");
	if (!excuse_of(excuse.reason, &reason)) {
		request->field = "reason";
		return fault_because(FAULT_INVALID, note,
				     "reason is merged, spam, opted_out, unreachable, "
				     "in_person or no_answer_needed");
	}
	fault = request_input_id(request, &excuse.promise.n, note);
	if (fault)
		return fault;
	return handler_start(request, &excuse.command, 200, excuse_told);
}

static json_t *consent_told(struct request *request, const struct command *command)
{
	const struct promise_consent *consent = container_of(command, struct promise_consent, command);

	(void)request;
	return shape_state(consent->promise, consent->state);
}

/* Did the family ask us to stop?  A person says so. */
enum fault handle_promise_consent(struct request *request, struct note *note)
{
	static const struct request_field fields[] = {
		{ "decision", 24, true },
		{ .name = NULL },
	};
	struct promise_consent consent = { .command.row = &promise_command_consent };
	enum fault fault = request_input_body(request, fields, note);

	if (fault)
		return fault;
	consent.decision = request_input(request, "decision");
	if (!str_is(consent.decision, "stopped") && !str_is(consent.decision, "kept")) {
		request->field = "decision";
		return fault_because(FAULT_INVALID, note, "decision is stopped or kept");
	}
	fault = request_input_id(request, &consent.promise.n, note);
	if (fault)
		return fault;
	return handler_start(request, &consent.command, 200, consent_told);
}

static json_t *note_told(struct request *request, const struct command *command)
{
	const struct promise_note *kept = container_of(command, struct promise_note, command);

	(void)request;
	return shape_state(kept->promise, kept->state);
}

enum fault handle_promise_note(struct request *request, struct note *note)
{
	static const struct request_field fields[] = {
		{ "text", TEXT_MOST, true },
		{ .name = NULL },
	};
	struct promise_note kept = { .command.row = &promise_command_note };
	enum fault fault = request_input_body(request, fields, note);

	if (!fault)
		fault = request_input_id(request, &kept.promise.n, note);
	kept.text = request_input(request, "text");
	if (fault)
		return fault;
	return handler_start(request, &kept.command, 200, note_told);
}

static json_t *wake_told(struct request *request, const struct command *command)
{
	const struct promise_wake *wake = container_of(command, struct promise_wake, command);

	(void)request;
	return shape_state(wake->promise, wake->state);
}

enum fault handle_promise_wake(struct request *request, struct note *note)
{
	struct promise_wake wake = { .command.row = &promise_command_wake };
	enum fault fault = request_input_id(request, &wake.promise.n, note);

	if (fault)
		return fault;
	return handler_start(request, &wake.command, 200, wake_told);
}
