/*
 * lost_ledger - a ledger that is not there any more, or is emptied, is not begun anew behind
 * everybody's back: the STOPs and the promises of families would be forgotten with it.
 *
 * The mark beside it (high_water.h) knows that there was something.  The way out is a copy that
 * is put back (then G11 holds), or a beginning that somebody asks for.
 *
 * Threads: the only one, before the ledger is opened for writing.
 */
#ifndef STORE_LOST_LEDGER_H
#define STORE_LOST_LEDGER_H

#include "base/fault.h"

/* FAULT_DISK with the way out when it was lost; when it cannot be read, what db_open says.
 * Makes nothing. */
enum fault lost_ledger_check(const char *address, struct note *note) MUST_CHECK;
/* The mark promises nothing any more: the next start makes a new ledger and says so (high_water_find).
 * What the mark said is kept as `<ledger>.mark.given-up`, a log that was left over as
 * `<ledger>-wal.given-up`.  FAULT_CONFLICT: nothing was lost, or a daemon has the ledger. */
enum fault lost_ledger_begin_anew(const char *address, struct note *note) MUST_CHECK;

#endif
