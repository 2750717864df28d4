#include "handle_reports.h"

#include "api/http/request_input.h"
#include "api/json/json_core.h"
#include "api/json/json_report.h"

static struct promise_report_look look_of(struct request *request, struct db *db)
{
	const struct core *core = request->api->core;

	return (struct promise_report_look){ core, request->locale, db, clock_now(core->clock) };
}

/* Only the control socket sees small groups, and only when it does not ask to see what
 * everybody may. */
static enum fault read_hides(struct request *request, bool *hides, struct note *note)
{
	struct str said = form_get(&request->query, "hide_small");

	request->field = "hide_small";
	if (said.size && !str_is(said, "1"))
		return fault_because(FAULT_INVALID, note, "hide_small is 1 or left out");
	request->field = NULL;
	*hides = !request->is_control || said.size > 0;
	return FAULT_NONE;
}

static enum fault read_ask(struct request *request, const struct promise_report_look *look,
			   struct promise_report_ask *ask, struct note *note)
{
	struct str by = form_get(&request->query, "by");
	struct period_ask days = {
		.zone = look->core->settings->zone, .now = look->now,
		.from = form_get(&request->query, "from"), .to = form_get(&request->query, "to") };
	enum fault fault = read_hides(request, &ask->report.hides, note);

	if (fault)
		return fault;
	request->field = "by";
	if (by.size && !report_by_of(by, &ask->report.by))
		return fault_because(FAULT_INVALID, note, "by is language, school or channel");
	days.is_in_months = ask->report.hides;
	ask->report.ceiling = request->api->settings.small_group;
	request->field = days.from.size ? "from" : "to";
	fault = period_read(&days, &ask->period, note);
	if (!fault)
		request->field = NULL;
	return fault;
}

enum fault handle_report_promises(struct request *request, struct db *db, struct note *note)
{
	struct promise_report_look look = look_of(request, db);
	struct promise_report_ask ask = { .report = { .by = REPORT_BY_LANGUAGE } };
	struct promise_report stats;
	enum fault fault = read_ask(request, &look, &ask, note);

	if (!fault)
		fault = promise_report_run(&look, &ask, &stats, note);
	if (fault)
		return fault;
	request->reply = json_report(&ask, &stats);
	report_free(&stats.report);
	return FAULT_NONE;
}
