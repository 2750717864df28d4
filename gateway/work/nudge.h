/*
 * nudge - texts to staff on their own number: how many families wait for them.
 *
 * One text for all that came up, at most every NUDGE_EVERY, in the person's own working
 * hours, and never a family's name or words.  Whoever has no number is told by notices
 * and the event stream alone.  The number has a contact like any other: its STOP and the
 * quiet hours hold, and what is written back to us is heard like any text.
 *
 * Threads: writer.
 */
#ifndef WORK_NUDGE_H
#define WORK_NUDGE_H

#include "scene.h"

#define NUDGE_EVERY (15 * MINUTE_MS)

/* Those whose text is due; *count: how many were looked at. */
enum fault nudge_turn(const struct scene *scene, size_t *count) MUST_CHECK;

#endif
