#include "desk.h"
#include "store/store.h"

/* The loop runs, or nobody would be here. */
enum fault health_live(struct visit *visit, struct note *note)
{
	(void)note;
	visit_answer_text(visit, "text/plain; charset=utf-8", STR("ok\n"));
	return FAULT_NONE;
}

/* A store that does not answer is a reason, not a refusal. */
enum fault health_look(struct visit *visit, struct db *db, struct note *note)
{
	char value[64];
	enum fault fault = setting_get(db, "schema", value, sizeof(value));

	(void)note;
	visit->reply = json_array();
	if (fault && fault != FAULT_MISSING)
		json_array_append_new(visit->reply, json_string("the store does not answer"));
	return FAULT_NONE;
}

enum fault health_ready(struct visit *visit, struct note *note)
{
	const struct work *work = visit->api->work;
	json_t *reasons = json_incref(visit->reply);
	json_t *reply = json_object();

	(void)note;
	if (!work->is_ready)
		json_array_append_new(reasons, json_string("not every line was swept yet"));
	if (work->is_stopping)
		json_array_append_new(reasons, json_string("the daemon is stopping"));
	visit->status = json_array_size(reasons) ? 503 : 200;
	json_set_bool(reply, "is_ready", json_array_size(reasons) == 0);
	json_object_set_new(reply, "reasons", reasons);
	visit_answer(visit, reply);
	return FAULT_NONE;
}

/* The practice carrier serves the phones' page itself. */
enum fault practice_show(struct visit *visit, struct note *note)
{
	const char *carrier = visit->api->settings.practice_carrier;
	AUTO(buf) address;

	buf_init(&address, 512);
	if (!carrier)
		return fault_because(FAULT_MISSING, note, "there is no practice carrier here");
	buf_add_text(&address, carrier);
	if (!str_ends(buf_str(&address), STR("/")))
		buf_add_char(&address, '/');
	call_add_header(visit->call, "Location", buf_text(&address));
	visit_answer_bare(visit, 302);
	return FAULT_NONE;
}
