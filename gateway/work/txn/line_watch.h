/*
 * line_watch - what the provider says of a line's texts pauses it, tries it again, and lifts
 * the pause (domain/line_health.h).
 *
 * Memory is the truth, at once; the ledger follows in a job of its own, until it says the
 * same.  What a crash loses of that is seen again by the next text.
 *
 * Threads: loop.
 */
#ifndef WORK_LINE_WATCH_H
#define WORK_LINE_WATCH_H

#include "core.h"

/* Of a text that was sent over it.  A probe's outcome ends the probe. */
void line_watch_see(struct line_state *line, const struct line_sight *sight, bool is_probe);
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
