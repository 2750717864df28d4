/*
 * new_seal - a ledger whose audit key was lost goes on with another one, because somebody says so.
 *
 * The key that a start finds must be the one that sealed what stands there (high_water_key,
 * store/log/audit's audit_key_is); a stranger's is refused.  The deliberate way out is that the mark
 * is sealed with the new key: only who can read that key can do it, and the next start takes it for
 * the ledger's own from then on.  What was sealed before is not proved any more, and audit_verify says
 * so for ever.
 *
 * Threads: the only one, while no daemon has the ledger.
 */
#ifndef STORE_NEW_SEAL_H
#define STORE_NEW_SEAL_H

#include "base/str.h"

/* FAULT_CONFLICT: a daemon has the ledger, or there is none; FAULT_DISK: the mark cannot be written. */
enum fault new_seal(const char *address, struct str key, struct note *note) MUST_CHECK;

#endif
