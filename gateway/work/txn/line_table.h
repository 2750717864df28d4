/*
 * line_table - the district's numbers as they stand on the loop thread: finding one.
 *
 * The rows live in struct core from the start to the end; what is found is borrowed.
 *
 * Threads: loop; line_table_by_id also from others, for ids never change.
 */
#ifndef WORK_LINE_TABLE_H
#define WORK_LINE_TABLE_H

#include "core.h"

/* By the adapter's name in hearback.yaml, which is in our webhook paths; NULL: none. */
struct account_state *line_table_account(struct core *core, struct str name);
/* An account's line by its E.164 number; NULL: none. */
struct line_state *line_table_find(struct core *core, const struct account_state *account,
				   struct str number);
/* NULL when hearback.yaml does not name it any more. */
struct line_state *line_table_by_id(struct core *core, struct line_id id);
/* Any thread. */
bool line_table_is_paused(const struct core *core, struct line_id id);
/* The first line that speaks the channel, one that is not paused before one that is;
 * NULL when none does. */
struct line_state *line_table_for(struct core *core, enum channel channel);

#endif
