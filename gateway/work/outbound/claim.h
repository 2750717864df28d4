/*
 * claim - T3: intent and token committed before any byte leaves.
 *
 * On the writer thread: due rows of each line, replies ahead of bulk; consent, the
 * number, the hour and the line re-read; what may go is claimed, what may not is held
 * with its reason or suppressed.  Each row in a savepoint of its own: one that cannot be
 * judged is a person's (claim_fault.h), the others leave.
 *
 * Threads: everything but the job's run on the loop thread.
 */
#ifndef WORK_CLAIM_H
#define WORK_CLAIM_H

#include "work/txn/txn.h"

enum { CLAIM_MOST = 64 };

struct claim;

/* At most `room` messages, and not more than CLAIM_MOST; who has no room does not ask. */
struct claim *claim_new(struct account_state *account, int room);
void claim_free(struct claim **claim);
/* A line whose pace allows so many segments now, at least one; each line once. */
void claim_add_line(struct claim *claim, struct line_state *line, int64_t segments);
bool claim_has_lines(const struct claim *claim);
/* `done` after the commit; the claim is the caller's again then. */
enum fault claim_start(struct claim *claim,
		       void (*done)(void *data, struct claim *claim, enum fault fault),
		       void *data) MUST_CHECK;
/* Some row may not leave at all: its ladder may have queued another, on any line. */
bool claim_has_suppressed(const struct claim *claim);
size_t claim_count(const struct claim *claim);
const struct claimed *claim_at(const struct claim *claim, size_t index);
struct line_state *claim_line(const struct claim *claim, size_t index);
/* When the permission of the hour ends (NEVER: it does not). */
int64_t claim_until_at(const struct claim *claim, size_t index);
/* When to look again: the next held row of these lines may leave, or a due one may be
 * free of its twin; NEVER when none waits. */
int64_t claim_next_at(const struct claim *claim);

#endif
