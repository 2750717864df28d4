/*
 * route - the locale router: which language, channel, line and hour, and why.
 *
 * Re-checked at the claim and again at the hand-over; `hearbackctl route` prints
 * the same reasons.  Replies leave by the line the family wrote to; everything
 * else by the first line that is not paused and speaks the channel.
 *
 * Threads: pure.
 */
#ifndef DOMAIN_ROUTE_H
#define DOMAIN_ROUTE_H

#include "hours.h"
#include "i18n/language/lang.h"
#include "names.h"

struct route_line {
	struct line_id id;
	bool speaks[CHANNEL_COUNT];
	bool is_paused;
};

struct route_facts {
	int64_t now;
	enum kind kind;
	enum purpose purpose;
	const struct lang *language;          /* the contact's */
	const char *language_why;             /* "told us", "from the roster"… language_source_word */
	enum channel prefers;
	bool may_receive[CHANNEL_COUNT];      /* number usable and consent for the purpose */
	bool is_stopped[CHANNEL_COUNT];
	bool is_unusable[CHANNEL_COUNT];
	struct line_id wrote_to;              /* 0: the family never wrote */
	const struct route_line *lines;
	size_t line_count;
	struct hours_facts hours;
};

enum route_end { ROUTE_GO, ROUTE_WAIT, ROUTE_STOPPED, ROUTE_UNUSABLE, ROUTE_NO_LINE, ROUTE_NEVER };

struct route {
	enum route_end end;
	const struct lang *language;
	enum channel channel;
	struct line_id line;
	int64_t from_at, until_at;            /* as hours_verdict */
	char why[512];                        /* reasons in words, one sentence after the other; no
						 number, no name */
};

const char *route_end_word(enum route_end end);
void route_choose(const struct route_facts *facts, struct route *route);

#endif
