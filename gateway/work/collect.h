/*
 * collect - fetches the pictures and recordings families sent.
 *
 * After the input is committed: from the provider only (adapter.is_media_url says which
 * addresses are its own and which get our credentials), 10 MB and 20 s at most, four
 * tries within an hour and a quarter.  When some cannot be opened the family is told
 * so, once, in its language.
 *
 * Threads: loop thread; files are written on a reader thread, rows by the writer.
 */
#ifndef WORK_COLLECT_H
#define WORK_COLLECT_H

#include "work.h"

struct collect *collect_new(struct work *work);
void collect_free(struct collect **collect);
/* Nothing is fetched any more. */
void collect_cut(struct collect *collect);
void collect_wake(struct collect *collect);

#endif
