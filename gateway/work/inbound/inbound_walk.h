/*
 * inbound_walk - one line's lists at its provider, read page by page to their end.
 *
 * A list is read only as far as each of its pages was read AND kept: the line is marked
 * (line_set_polled) when all of them were, and nothing that lies past a ceiling is dropped.
 * A walk that comes to the ceiling of a turn, or to a page that could not be asked for or
 * kept, goes on there at its next turn.
 *
 * Of a page, what the ledger has is left alone: so a window of hours may be read each minute,
 * and a STOP that somebody has taken back since bars nobody again.
 *
 * A page that was seen before (its address, or all it holds) leads in a circle: an alarm, and
 * the walk ends; what begins after it is another one.
 *
 * Threads: loop; what the ledger knows is asked, and the line marked, by jobs on the writer.
 */
#ifndef WORK_INBOUND_WALK_H
#define WORK_INBOUND_WALK_H

#include "work/txn/core.h"

struct inbound_walk;

enum inbound_walk_end {
	INBOUND_WALK_WHOLE,   /* all is in the ledger, and the line is marked */
	INBOUND_WALK_REST,    /* as many pages as a turn may read; it goes on there */
	INBOUND_WALK_FAILED,  /* a page could not be read or kept; the same page again */
	INBOUND_WALK_ASTRAY   /* in a circle: anew, later */
};

/* `done` runs at the end of each turn. */
struct inbound_walk *inbound_walk_new(struct line_state *line,
				      void (*done)(void *data, enum inbound_walk_end end), void *data);
/* Frees and nulls; after the client and the writer's thread are gone. */
void inbound_walk_free(struct inbound_walk **walk);
/* One turn.  A walk that was not at its end goes on, whatever `is_deep` says; else a new one
 * begins: hours before the last, or (is_deep) 48 hours. */
void inbound_walk_start(struct inbound_walk *walk, bool is_deep);
/* Did the last turn keep anything that the ledger had not? */
bool inbound_walk_has_news(const struct inbound_walk *walk);

#endif
