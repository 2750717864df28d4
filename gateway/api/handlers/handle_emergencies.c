#include "handle_emergencies.h"

#include <string.h>

#include "handler.h"
#include "i18n/text/phone.h"
#include "store/messaging/emergencies.h"
#include "store/people/users.h"
#include "work/commands/emergency_commands.h"
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

static json_t *shape_seconds(const struct second_signer *second)
{
	json_t *list = json_array();

	for (size_t i = 0; i < second->count; i++) {
		json_t *one = json_object();

		json_set_id(one, "id", second->who[i].id.n);
		json_set_str(one, "name", str_of(second->who[i].name));
		json_array_append_new(list, one);
	}
	return list;
}

static json_t *ask_told(struct request *request, const struct command *command)
{
	const struct emergency_ask *ask = container_of(command, struct emergency_ask, command);
	json_t *shape = json_object();
	char advice[256];

	(void)request;
	json_set_id(shape, "emergency", ask->emergency);
	json_set_str(shape, "state", STR("open"));
	json_set_time(shape, "expires_at", ask->expires_at);
	json_object_set_new(shape, "may_approve", shape_seconds(&ask->second));
	json_core_word(shape, "advice", second_signer_advice(&ask->second, advice, sizeof(advice)));
	return shape;
}

static json_t *shape_decided(int64_t emergency, const char *state, struct message_id message)
{
	json_t *shape = json_object();

	json_set_id(shape, "emergency", emergency);
	json_set_str(shape, "state", str_of(state));
	json_core_id(shape, "message", message.n);
	return shape;
}

/* To a number, or to a contact by id. */
static enum fault read_receiver(struct request *request, struct emergency_ask *ask,
				struct note *note)
{
	struct str to = request_input(request, "to"), contact = request_input(request, "contact");
	struct phone phone;
	enum fault fault;

	request->field = "to";
	if ((to.size > 0) == (contact.size > 0))
		return fault_because(FAULT_INVALID, note, "give either to or contact");
	if (contact.size) {
		request->field = "contact";
		if (id_parse(contact, &ask->to.n))
			return fault_because(FAULT_INVALID, note, "this is no contact's id");
	} else {
		fault = phone_read(to, request->api->settings.region, &phone, note);
		if (fault)
			return fault;
		str_put(ask->phone, sizeof(ask->phone), str_of(phone.e164));
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
	struct emergency_ask ask = { .command.row = &emergency_command_ask };
	enum fault fault = request_input_body(request, fields, note);

	if (!fault)
		fault = read_receiver(request, &ask, note);
	if (fault)
		return fault;
	ask.text = request_input(request, "text");
	return handler_start(request, &ask.command, 202, ask_told);
}

static json_t *approve_told(struct request *request, const struct command *command)
{
	const struct emergency_approve *approve =
		container_of(command, struct emergency_approve, command);

	(void)request;
	return shape_decided(approve->emergency, "approved", approve->message);
}

enum fault handle_emergency_approve(struct request *request, struct note *note)
{
	struct emergency_approve approve = {
		.command.row = &emergency_command_approve,
		.line = line_table_for(request->api->core, CHANNEL_SMS) };
	enum fault fault = request_input_id(request, &approve.emergency, note);

	if (fault)
		return fault;
	if (!approve.line)
		return fault_because(FAULT_CONFIG, note, "no line can send texts");
	return handler_start(request, &approve.command, 200, approve_told);
}

static json_t *reject_told(struct request *request, const struct command *command)
{
	const struct emergency_reject *reject =
		container_of(command, struct emergency_reject, command);

	(void)request;
	return shape_decided(reject->emergency, "rejected", (struct message_id){ 0 });
}

enum fault handle_emergency_reject(struct request *request, struct note *note)
{
	struct emergency_reject reject = { .command.row = &emergency_command_reject };
	enum fault fault = request_input_id(request, &reject.emergency, note);

	if (fault)
		return fault;
	return handler_start(request, &reject.command, 200, reject_told);
}
