#include "health.h"

#include "readiness.h"
#include "wire/call.h"

/* The loop runs, or nobody would be here. */
enum fault health_live(struct request *request, struct note *note)
{
	(void)note;
	request_answer_text(request, "text/plain; charset=utf-8", STR("ok\n"));
	return FAULT_NONE;
}

enum fault health_ready(struct request *request, struct note *note)
{
	const struct core *core = request->api->core;
	bool is_ready = readiness_is_ready(core);
	json_t *reply = json_object();

	(void)note;
	request->status = is_ready ? 200 : 503;
	if (!is_ready)
		call_add_header(request->call, "Retry-After", "5");
	json_set_bool(reply, "is_ready", is_ready);
	json_object_set_new(reply, "reasons", readiness_words(core, true));
	json_object_set_new(reply, "degraded", readiness_words(core, false));
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
