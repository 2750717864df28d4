/* Emergencies: asked by one administrator, approved by another; work/followup/emergency.h. */
#include <string.h>

#include "handler.h"
#include "i18n/text/phone.h"
#include "store/messaging/emergencies.h"
#include "store/people/users.h"
#include "work/txn/line_table.h"

enum { TEXT_MOST = 6400 };

static json_t *shape_signer(struct db *db, struct user_id id)
{
	struct user user;
	json_t *shape;

	if (id.n == 0)
		return json_null();
	shape = json_object();
	json_set_id(shape, "id", id.n);
	json_core_word(shape, "name", user_get(db, id, &user) == FAULT_NONE ? user.name : NULL);
	return shape;
}

/* One whose hour is over is expired, even before a clock has written it down. */
static enum emergency_state state_at(const struct emergency *emergency, int64_t now)
{
	return emergency->state == EMERGENCY_OPEN && emergency->expires_at <= now ?
		       EMERGENCY_EXPIRED : emergency->state;
}

static json_t *shape_emergency(struct db *db, const struct emergency *emergency, int64_t now)
{
	json_t *shape = json_object();

	json_set_id(shape, "id", emergency->id);
	json_set_str(shape, "state", str_of(emergency_state_word(state_at(emergency, now))));
	json_set_id(shape, "contact", emergency->contact.n);
	json_set_str(shape, "phone", str_of(emergency->phone));
	json_set_str(shape, "text", emergency->text);
	json_object_set_new(shape, "asked_by", shape_signer(db, emergency->asked_by));
	json_set_time(shape, "asked_at", emergency->asked_at);
	json_set_time(shape, "expires_at", emergency->expires_at);
	json_object_set_new(shape, "decided_by", shape_signer(db, emergency->decided_by));
	json_set_time(shape, "decided_at", emergency->decided_at);
	json_core_id(shape, "message", emergency->message.n);
	return shape;
}

enum fault handle_emergencies_list(struct request *request, struct db *db, struct note *note)
{
	int64_t now = clock_now(request->api->core->clock);
	const struct emergency *emergencies;
	struct page page;
	enum fault fault = request_input_page(request, NEVER, sizeof(*emergencies), &page, note);

	if (!fault)
		fault = emergency_list(db, page.after, &request->arena, page.at, page.room,
				       &page.count);
	if (fault)
		return fault;
	emergencies = page.at;
	for (size_t i = 0; i < request_input_page_shown(&page); i++)
		request_input_page_add(&page, shape_emergency(db, &emergencies[i], now), emergencies[i].id);
	request_input_page_end(request, &page);
	return FAULT_NONE;
}

static json_t *shape_asked(struct request *request, const struct command_result *result)
{
	json_t *shape = json_object();

	json_set_id(shape, "emergency", result->emergency);
	json_set_str(shape, "state", STR("open"));
	json_set_time(shape, "expires_at",
		      clock_now(request->api->core->clock) + EMERGENCY_FOR);
	return shape;
}

static json_t *shape_decided(struct request *request, const struct command_result *result)
{
	json_t *shape = json_object();

	(void)request;
	json_set_id(shape, "emergency", result->emergency);
	json_set_str(shape, "state", result->message.n ? STR("approved") : STR("rejected"));
	json_core_id(shape, "message", result->message.n);
	return shape;
}

/* To a number, or to a contact by id. */
static enum fault read_receiver(struct request *request, struct command *command, struct note *note)
{
	struct str to = request_input(request, "to"), contact = request_input(request, "contact");
	struct phone phone;
	enum fault fault;

	request->field = "to";
	if ((to.size > 0) == (contact.size > 0))
		return fault_because(FAULT_INVALID, note, "give either to or contact");
	if (contact.size) {
		request->field = "contact";
		if (id_parse(contact, &command->contact.id.n))
			return fault_because(FAULT_INVALID, note, "this is no contact's id");
	} else {
		fault = phone_read(to, request->api->settings.region, &phone, note);
		if (fault)
			return fault;
		str_put(command->phone, sizeof(command->phone), str_of(phone.e164));
	}
	request->field = NULL;
	return FAULT_NONE;
}

enum fault handle_emergency_ask(struct request *request, struct note *note)
{
	static const struct request_field fields[] = {
		{ "to", 64, false },
		{ "contact", 32, false },
		{ "text", TEXT_MOST, true },
		{ .name = NULL },
	};
	struct command command = { .kind = COMMAND_EMERGENCY_ASK };
	enum fault fault = request_input_body(request, fields, note);

	if (fault || (fault = read_receiver(request, &command, note)))
		return fault;
	command.text = request_input(request, "text");
	return handler_start_told(request, &command, 202, shape_asked);
}

static enum fault decide(struct request *request, enum command_kind kind, struct note *note)
{
	struct command command = { .kind = kind, .line = line_table_for(request->api->core, CHANNEL_SMS) };
	enum fault fault = request_input_id(request, &command.emergency, note);

	if (fault)
		return fault;
	if (!command.line)
		return fault_because(FAULT_CONFIG, note, "no line can send texts");
	return handler_start_told(request, &command, 200, shape_decided);
}

enum fault handle_emergency_approve(struct request *request, struct note *note)
{
	return decide(request, COMMAND_EMERGENCY_APPROVE, note);
}

enum fault handle_emergency_reject(struct request *request, struct note *note)
{
	return decide(request, COMMAND_EMERGENCY_REJECT, note);
}
