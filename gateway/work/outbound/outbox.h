/*
 * outbox - sends what is queued, one sender per provider account.
 *
 * A turn: a claim job (T3: consent, hours, pause and the twin rule re-read; intent and
 * token committed) -> the hand-over in the loop turn of its `done`, after one more look
 * at bars and hours -> the provider's answer -> an outcome job (T4).  Nothing is
 * claimed that cannot be handed over at once: pace and the client's window bound the
 * claim.
 *
 * Threads: loop thread.
 */
#ifndef WORK_OUTBOX_H
#define WORK_OUTBOX_H

#include "work/txn/core.h"

struct outbox *outbox_new(struct account_state *account);
void outbox_free(struct outbox **outbox);
/* Something may be due: looks in the next turn. */
void outbox_wake(struct outbox *outbox);
/* STOP: cuts what is under way to that number, but for confirmations. */
void outbox_cut(struct outbox *outbox, struct str phone);
/* Claimed rows whose outcome is not committed yet. */
int outbox_under_way(const struct outbox *outbox);

#endif
