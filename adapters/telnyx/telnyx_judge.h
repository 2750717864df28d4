/*
 * telnyx_judge - what became of a POST: the outcome table of guarantees.md §2.5.
 *
 * Threads: pure; any.
 */
#ifndef TELNYX_TELNYX_JUDGE_H
#define TELNYX_TELNYX_JUDGE_H

#include "adapters/adapter.h"

struct judgement telnyx_judge(const struct account *account, const struct http_reply *reply);

#endif
