#include "handle_messages.h"

#include <string.h>

#include "api/json/json_family.h"
#include "api/json/json_text.h"
#include "api/json/timeline.h"
#include "handler.h"
#include "i18n/text/phone.h"
#include "work/txn/line_table.h"

enum { TEXT_MOST = 6400 };

enum fault handle_message_get(struct request *request, struct db *db, struct note *note)
{
	struct message message;
	struct message_id id;
	enum fault fault;

	fault = request_input_id(request, &id.n, note);
	if (fault)
		return fault;
	fault = message_get(db, id, &request->arena, &message);
	if (fault == FAULT_MISSING)
		return fault_because(fault, note, "there is no message with that id: each promise "
				     "tells its own (GET /api/v1/promises/{id}, hearbackctl trace ID)");
	if (!fault)
		fault = json_family_message(db, &message, &request->reply);
	if (fault)
		return fault;
	request->detail = json_object();
	json_set_id(request->detail, "message", id.n);
	return timeline_add_events(db, id.n, &request->arena, request->reply);
}

static json_t *send_told(struct request *request, const struct command *command)
{
	const struct message_send *send = container_of(command, struct message_send, command);
	json_t *shape = json_object();

	(void)request;
	json_text_told(shape, &send->told);
	return shape;
}

static enum fault read_purpose(struct request *request, enum purpose *purpose, struct note *note)
{
	request->field = "purpose";
	if (request_input(request, "purpose").size &&
	    !purpose_of(request_input(request, "purpose"), purpose))
		return fault_because(FAULT_INVALID, note, "purpose is emergency, school or other");
	if (*purpose == PURPOSE_EMERGENCY)
		return fault_because(FAULT_UNSIGNED, note,
				     "an emergency takes two administrators: one asks with "
				     "hearbackctl emergency send (POST /api/v1/emergencies), "
				     "another approves");
	request->field = NULL;
	return FAULT_NONE;
}

enum fault handle_message_send(struct request *request, struct note *note)
{
	static const struct request_field fields[] = {
		{ "to", 64, true },
		{ "text", TEXT_MOST, true },
		{ "purpose", 16, false },
		{ .name = NULL },
	};
	struct message_send send = { .command.row = &text_command_send, .purpose = PURPOSE_SCHOOL };
	struct phone phone;
	enum fault fault = request_input_body(request, fields, note);

	if (!fault)
		fault = read_purpose(request, &send.purpose, note);
	if (fault)
		return fault;
	request->field = "to";
	fault = phone_read(request_input(request, "to"), request->api->settings.region, &phone, note);
	if (fault)
		return fault;
	request->field = NULL;
	str_put(send.phone, sizeof(send.phone), str_of(phone.e164));
	send.text = request_input(request, "text");
	send.line = line_table_for(request->api->core, CHANNEL_SMS);
	if (!send.line)
		return fault_because(FAULT_CONFIG, note, "no line can send texts");
	return handler_start(request, &send.command, 202, send_told);
}
