#include "route.h"

#include <assert.h>

static const char *const route_end_words[] = {
	[ROUTE_GO] = "go",
	[ROUTE_WAIT] = "wait",
	[ROUTE_STOPPED] = "stopped",
	[ROUTE_UNUSABLE] = "unusable",
	[ROUTE_NO_LINE] = "no_line",
	[ROUTE_NEVER] = "never",
};

const char *route_end_word(enum route_end end)
{
	assert(end < COUNT_OF(route_end_words));
	return route_end_words[end];
}

/* --- which channel ------------------------------------------------------------- */

/* The one confirmation of STOP passes the stop itself (G6). */
static bool may_use(const struct route_facts *facts, enum channel channel)
{
	assert(channel < CHANNEL_COUNT);
	if (facts->kind == KIND_CONFIRMATION)
		return !facts->is_unusable[channel];
	return facts->may_receive[channel] && !facts->is_stopped[channel] &&
	       !facts->is_unusable[channel];
}

/* Only a number that cannot be reached sends us to another channel: who said stop on
 * the one they like, or never agreed to it, is not pursued on the next. */
static bool choose_channel(const struct route_facts *facts, struct route *route,
			   struct buf *why)
{
	enum channel first = facts->prefers;

	route->channel = first;
	if (may_use(facts, first)) {
		buf_add_format(why, "Channel: %s, which they prefer. ", channel_word(first));
		return true;
	}
	if (facts->kind != KIND_CONFIRMATION && !facts->is_unusable[first]) {
		route->end = ROUTE_STOPPED;
		buf_add_format(why, facts->is_stopped[first]
				    ? "They asked us to stop on %s. "
				    : "They have not agreed to such messages on %s. ",
			       channel_word(first));
		return false;
	}
	route->end = ROUTE_UNUSABLE;
	buf_add_format(why, "Their number cannot be reached on %s. ", channel_word(first));
	if (facts->kind == KIND_CONFIRMATION)
		return false;
	for (int i = 0; i < CHANNEL_COUNT; i++) {
		if (!may_use(facts, (enum channel)i))
			continue;
		route->channel = (enum channel)i;
		buf_add_format(why, "Channel: %s instead. ", channel_word(route->channel));
		return true;
	}
	buf_add_text(why, "No other channel is left. ");
	return false;
}

/* --- which line ---------------------------------------------------------------- */

static bool choose_line(const struct route_facts *facts, struct route *route, struct buf *why)
{
	bool is_reply = facts->kind != KIND_OUTREACH && facts->wrote_to.n != 0;
	const struct route_line *found = NULL;

	for (size_t i = 0; i < facts->line_count; i++) {
		const struct route_line *line = &facts->lines[i];

		if (!line->speaks[route->channel])
			continue;
		/* A stranger's number would answer, and STOP holds for each line. */
		if (is_reply && line->id.n == facts->wrote_to.n) {
			route->line = line->id;
			buf_add_text(why, line->is_paused ? "The line they wrote to is paused. "
							  : "Line: the one they wrote to. ");
			return !line->is_paused;
		}
		if (!found && !line->is_paused)
			found = line;
	}
	if (!found) {
		buf_add_format(why, "No line that speaks %s is free to send. ",
			       channel_word(route->channel));
		return false;
	}
	route->line = found->id;
	buf_add_format(why, is_reply ? "Line: the one they wrote to does not speak %s, so the first that does. "
				     : "Line: the first that speaks %s and is not paused. ",
		       channel_word(route->channel));
	return true;
}

/* --- when ----------------------------------------------------------------------- */

static void choose_hour(const struct route_facts *facts, struct route *route, struct buf *why)
{
	struct hours_facts hours = facts->hours;
	struct hours_verdict verdict;

	hours.kind = facts->kind;
	hours.purpose = facts->purpose;
	verdict = hours_check(&hours, facts->now);
	route->from_at = verdict.from_at;
	route->until_at = verdict.until_at;
	route->end = verdict.may_leave ? ROUTE_GO :
		     verdict.from_at == NEVER ? ROUTE_NEVER : ROUTE_WAIT;
	buf_add_format(why, "Hour: %s, for %s.", verdict.may_leave ? "now" :
		       verdict.from_at == NEVER ? "none" : "later", verdict.why);
}

void route_choose(const struct route_facts *facts, struct route *route)
{
	AUTO(buf) why;

	assert(facts && route);
	assert(facts->language && facts->language_why);
	assert(facts->kind < KIND_COUNT && facts->purpose < PURPOSE_COUNT);
	assert(facts->prefers < CHANNEL_COUNT);
	assert(facts->lines || facts->line_count == 0);
	buf_init(&why, sizeof(route->why) * 2);
	*route = (struct route){ .end = ROUTE_NO_LINE, .language = facts->language,
				 .from_at = NEVER, .until_at = NEVER };
	buf_add_format(&why, "Language: %s (%s). ", facts->language->name, facts->language_why);
	if (choose_channel(facts, route, &why)) {
		route->end = ROUTE_NO_LINE;
		if (choose_line(facts, route, &why))
			choose_hour(facts, route, &why);
	}
	str_put(route->why, sizeof(route->why), str_trim(buf_str(&why)));
}
