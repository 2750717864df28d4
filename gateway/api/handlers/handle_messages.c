#include <string.h>

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

	if ((fault = request_input_id(request, &id.n, note)) ||
	    (fault = message_get(db, id, &request->arena, &message)) ||
	    (fault = json_family_message(db, &message, &request->reply)))
		return fault;
	request->detail = json_object();
	json_set_id(request->detail, "message", id.n);
	return timeline_add_events(db, id.n, &request->arena, request->reply);
}

enum fault handle_message_send(struct request *request, struct note *note)
{
	static const struct request_field fields[] = {
		{ "to", 64, true },
		{ "text", TEXT_MOST, true },
		{ "purpose", 16, false },
		{ .name = NULL },
	};
	struct command command = { .kind = COMMAND_SEND, .purpose = PURPOSE_SCHOOL };
	struct phone phone;
	enum fault fault = request_input_body(request, fields, note);

	if (fault)
		return fault;
	request->field = "purpose";
	if (request_input(request, "purpose").size &&
	    !purpose_of(request_input(request, "purpose"), &command.purpose))
		return fault_because(FAULT_INVALID, note, "purpose is emergency, school or other");
	if (command.purpose == PURPOSE_EMERGENCY)
		return fault_because(FAULT_UNSIGNED, note,
				     "an emergency takes two administrators: one asks with "
				     "hearbackctl emergency send (POST /api/v1/emergencies), "
				     "another approves");
	request->field = "to";
	fault = phone_read(request_input(request, "to"), request->api->settings.region, &phone, note);
	if (fault)
		return fault;
	request->field = NULL;
	str_put(command.phone, sizeof(command.phone), str_of(phone.e164));
	command.text = request_input(request, "text");
	command.line = line_table_for(request->api->core, CHANNEL_SMS);
	if (!command.line)
		return fault_because(FAULT_CONFIG, note, "no line can send texts");
	return handler_start(request, &command, 202);
}
