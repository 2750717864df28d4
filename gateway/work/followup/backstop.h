/*
 * backstop - what waits is never left without a next look: domain/rules/last_look, done.
 *
 * Source: guarantees.md G4; domain/invariants.h (1).
 * Threads: writer.
 */
#ifndef WORK_BACKSTOP_H
#define WORK_BACKSTOP_H

#include "work/txn/txn.h"

/* Writes the promise; with a wake-up when it waits and has no other look to come. */
enum fault backstop_put(const struct txn *txn, struct promise *promise) MUST_CHECK;
/* It has woken, and its rule had nothing to do: is that the last look? */
enum fault backstop_end(const struct txn *txn, struct promise *promise) MUST_CHECK;

#endif
