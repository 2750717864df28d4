#include "route_json.h"

#include <assert.h>

#include "json_core.h"
#include "store/people/consent.h"
#include "store/people/contacts.h"
#include "work/rulesets/explain.h"

enum { CHANGES_SHOWN = 20 };

static json_t *shape_change(const struct consent_entry *change)
{
	json_t *shape = json_object();

	json_set_time(shape, "at", change->at);
	json_set_str(shape, "channel", str_of(channel_word(change->channel)));
	json_set_str(shape, "purpose", str_of(purpose_word(change->purpose)));
	json_set_str(shape, "state", change->is_stopped ? STR("stopped") : STR("granted"));
	json_set_str(shape, "cause", str_of(consent_cause_word(change->cause)));
	json_set_str(shape, "sentence", str_of(consent_cause_phrase(change->cause)));
	return shape;
}

/* What the family allows on this number, and how it came to be. */
static enum fault add_consent(struct db *db, struct str phone, enum channel channel,
			      json_t *shape)
{
	struct consent_entry changes[CHANGES_SHOWN];
	json_t *history = json_array();
	json_t *now = json_object();
	size_t count = 0;
	enum fault fault = consent_history(db, phone, changes, CHANGES_SHOWN, &count);

	json_object_set_new(shape, "consent", now);
	json_object_set_new(shape, "history", history);
	for (int purpose = 0; !fault && purpose < PURPOSE_COUNT; purpose++) {
		struct consent consent;

		fault = consent_get(db, phone, channel, (enum purpose)purpose, &consent);
		if (!fault)
			json_set_str(now, purpose_word((enum purpose)purpose),
				     consent.is_stopped ? STR("stopped") :
				     consent.is_granted ? STR("granted") : STR("not asked"));
	}
	for (size_t i = 0; !fault && i < count; i++)
		json_array_append_new(history, shape_change(&changes[i]));
	return fault;
}

static json_t *shape_way(const struct core *core, const struct route *route, bool is_known)
{
	json_t *shape = json_object();

	json_set_bool(shape, "is_known", is_known);
	json_set_str(shape, "end", str_of(route_end_word(route->end)));
	json_core_word(shape, "language", route->language ? route->language->tag : NULL);
	json_set_str(shape, "channel", str_of(channel_word(route->channel)));
	json_core_id(shape, "line", route->line.n);
	json_core_word(shape, "line_number", NULL);
	for (size_t i = 0; i < core->line_count; i++)
		if (core->lines[i].id.n == route->line.n)
			json_core_word(shape, "line_number", core->lines[i].settings->number);
	json_set_time(shape, "from_at", route->from_at);
	json_set_time(shape, "until_at", route->until_at);
	json_set_str(shape, "why", str_of(route->why));
	return shape;
}

enum fault route_json(const struct route_json *way, struct db *db, json_t **reply,
		    struct note *note)
{
	assert(way && db && reply);

	struct route route;
	const struct explain_ask ask = { way->locale, way->phone, KIND_OUTREACH, way->purpose };
	enum fault fault = explain_route(way->core, db, &ask, &route, note);

	if (fault && fault != FAULT_MISSING)
		return fault;
	*reply = shape_way(way->core, &route, fault == FAULT_NONE);
	return add_consent(db, way->phone, route.channel, *reply);
}
