#include "health.h"

#include "store/db/setting.h"
#include "wire/call.h"

/* The loop runs, or nobody would be here. */
enum fault health_live(struct request *request, struct note *note)
{
	(void)note;
	request_answer_text(request, "text/plain; charset=utf-8", STR("ok\n"));
	return FAULT_NONE;
}

/* A store that does not answer is a reason, not a refusal. */
enum fault health_look(struct request *request, struct db *db, struct note *note)
{
	char value[64];
	enum fault fault = setting_get(db, "schema", value, sizeof(value));

	(void)note;
	request->reply = json_array();
	if (fault && fault != FAULT_MISSING)
		json_array_append_new(request->reply, json_string("the store does not answer"));
	return FAULT_NONE;
}

enum fault health_ready(struct request *request, struct note *note)
{
	const struct core *core = request->api->core;
	json_t *reasons = json_incref(request->reply);
	json_t *reply = json_object();

	(void)note;
	if (core->health && db_health_state(core->health) == DB_HEALTH_DAMAGED)
		json_array_append_new(reasons, json_string("the ledger is damaged: put a backup in its place"));
	if (core->health && db_health_state(core->health) == DB_HEALTH_UNKNOWN)
		json_array_append_new(reasons, json_string("the ledger is still being looked at"));
	if (!core->is_ready)
		json_array_append_new(reasons, json_string("not every line was polled yet"));
	if (core->is_stopping)
		json_array_append_new(reasons, json_string("the daemon is stopping"));
	request->status = json_array_size(reasons) ? 503 : 200;
	json_set_bool(reply, "is_ready", json_array_size(reasons) == 0);
	json_object_set_new(reply, "reasons", reasons);
	request_answer(request, reply);
	return FAULT_NONE;
}

/* The practice carrier serves the phones' page itself. */
enum fault health_practice(struct request *request, struct note *note)
{
	const char *carrier = request->api->settings.practice_carrier;
	AUTO(buf) address;

	buf_init(&address, 512);
	if (!carrier)
		return fault_because(FAULT_MISSING, note, "there is no practice carrier here");
	buf_add_text(&address, carrier);
	if (!str_ends(buf_str(&address), STR("/")))
		buf_add_char(&address, '/');
	call_add_header(request->call, "Location", buf_text(&address));
	request_answer_bare(request, 302);
	return FAULT_NONE;
}
