#include "way.h"

#include "shape.h"
#include "work/explain.h"

static json_t *shape_way(const struct work *work, const struct route *route, bool is_known)
{
	json_t *shape = json_object();

	json_set_bool(shape, "is_known", is_known);
	json_set_str(shape, "end", str_of(route_end_word(route->end)));
	shape_word(shape, "language", route->language ? route->language->tag : NULL);
	json_set_str(shape, "channel", str_of(channel_word(route->channel)));
	shape_id(shape, "line", route->line.n);
	shape_word(shape, "line_number", NULL);
	for (size_t i = 0; i < work->line_count; i++)
		if (work->lines[i].id.n == route->line.n)
			shape_word(shape, "line_number", work->lines[i].settings->number);
	json_set_time(shape, "from_at", route->from_at);
	json_set_time(shape, "until_at", route->until_at);
	json_set_str(shape, "why", str_of(route->why));
	return shape;
}

enum fault way_show(const struct way *way, struct db *db, json_t **reply,
		    struct note *note)
{
	struct route route;
	const struct explain_ask ask = { way->speech, way->phone, KIND_OUTREACH, way->purpose };
	enum fault fault = explain_route(way->work, db, &ask, &route, note);

	if (fault && fault != FAULT_MISSING)
		return fault;
	*reply = shape_way(way->work, &route, fault == FAULT_NONE);
	return FAULT_NONE;
}
