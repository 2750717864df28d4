/*
 * promise_open - the promise an input opens or joins: its rule, its owner, its first steps.
 *
 * For inbound_store.c only, which has filled the struct it is given (inbound_private.h) up to
 * the classification, and has written the message.
 *
 * Threads: writer, inside a transaction that has an agenda.  Errors: the store's.
 */
#ifndef WORK_PROMISE_OPEN_H
#define WORK_PROMISE_OPEN_H

#include "inbound_private.h"

/* Opens the promise under the rule in force, with its owner and its first wake-up. */
enum fault promise_open(struct inbound_store *store) MUST_CHECK;
/* A text within two minutes joins the promise of the one before. */
enum fault promise_open_join(struct inbound_store *store) MUST_CHECK;
/* What the rule does at once, after everything of the message is written. */
enum fault promise_open_first_steps(struct inbound_store *store) MUST_CHECK;

#endif
