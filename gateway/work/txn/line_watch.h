/*
 * line_watch - what the provider says of a line's texts pauses it, tries it again, and lifts
 * the pause (domain/line_health.h).
 *
 * Memory is the truth, at once.  What an outcome says of its line is written with that outcome, in
 * its transaction (line_change); the rest (receipts, what could not be written) follows in a job
 * of its own, until the ledger says the same.  What a crash loses of that is seen again by the next
 * text.
 *
 * Threads: loop, but for line_watch_write.
 */
#ifndef WORK_LINE_WATCH_H
#define WORK_LINE_WATCH_H

#include "core.h"

struct txn;

/* What is to be written of a line; all zero: nothing. */
struct line_change {
	bool is_due;
	struct line_id line;
	struct line_health health;
	char reason[LINE_REASON];
	enum line_turn news;
	int64_t changes;             /* the line's, when it was taken */
};

/* Of a text that was sent over it.  A probe's outcome ends the probe.  `change` gets what the caller
 * writes with what it has to write itself, and tells line_watch_written of; NULL: it is written by
 * a job of its own. */
void line_watch_see(struct line_state *line, const struct line_sight *sight, bool is_probe,
		    struct line_change *change);
/* Before it is offered to the writer, each time: a person's command, or another text, may have been
 * quicker, and it is due no more. */
void line_watch_still(struct line_state *line, struct line_change *change);
/* On the writer thread, inside the caller's transaction. */
enum fault line_watch_write(const struct txn *txn, const struct line_change *change) MUST_CHECK;
/* It was committed. */
void line_watch_written(struct line_state *line, const struct line_change *change);
/* As it stands in the ledger, at the start. */
void line_watch_load(struct line_state *line, const struct line *row);
/* A person's command has written it. */
void line_watch_pause(struct line_state *line, struct str reason);
void line_watch_resume(struct line_state *line);
/* When one text may go out over a paused line; NEVER: not by itself, or one has already. */
int64_t line_watch_probe_at(const struct line_state *line, int64_t now);
/* What could not be written is offered to the writer again. */
void line_watch_keep(struct line_state *line);
/* The provider let us read its list (FAULT_NONE), refused (FAULT_CONFIG), or somebody else did
 * (FAULT_STRANGER): an alarm in words, once.  Other faults say nothing of a refusal. */
void line_watch_list(struct line_state *line, enum fault fault, const char *why);

#endif
