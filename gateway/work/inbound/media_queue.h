/*
 * media_queue - fetches the pictures and recordings families sent.
 *
 * After the input is committed: from the provider only (adapter.is_media_url says which
 * addresses are its own and which get our credentials), 10 MB and 20 s at most, four
 * tries within an hour and a quarter.  When some cannot be opened the family is told
 * so, once, in its language.
 *
 * Threads: loop thread; files are written on a reader thread, rows by the writer.
 */
#ifndef WORK_MEDIA_QUEUE_H
#define WORK_MEDIA_QUEUE_H

#include "work/txn/core.h"

struct media_queue *media_queue_new(struct core *core);
void media_queue_free(struct media_queue **queue);
/* Nothing is fetched any more. */
void media_queue_cut(struct media_queue *queue);
void media_queue_wake(struct media_queue *queue);

#endif
