/*
 * high_water - how far the ledger was, in a small file beside it: so that a ledger that was put
 * back from a copy is known for one (guarantees.md G11), one that was lost is not begun anew
 * behind everybody's back, and audit records that were taken away are missed (G14).
 *
 * `<ledger>.mark` (mark_file.h) names the ledger, its newest event and its newest audit record,
 * and is written after each commit.
 * A ledger that is another one, or not as far as its mark, was put back; so was one
 * without its mark: whoever moves a ledger on purpose moves both files.  A mark that lags
 * behind (it is not synced) finds less and says nothing false: a crash between the commit and
 * the mark costs nothing.
 * A ledger that is not there, or says nothing at all, beside a mark that says something was lost:
 * lost_ledger.h.
 * An audit record that the mark knows and the ledger does not have was taken away.  The mark
 * stays where it is then, for ever: it is the evidence.
 *
 * Threads: high_water_open and high_water_free where the connection is opened and closed, high_water_keep
 * on the connection's thread, high_water_audit on any.
 */
#ifndef STORE_HIGH_WATER_H
#define STORE_HIGH_WATER_H

#include "store/db/audit_link.h"

struct high_water;

struct high_water_ask {
	const char *address;
	struct str key;          /* the audit key; empty: nothing is sealed */
	struct db *db;
};

/* What a start finds. */
struct high_water_find {
	bool is_put_back;
	bool is_begun_anew;      /* after lost_ledger_begin_anew */
	bool is_audit_cut;       /* `audit` is what is missing */
	struct audit_link audit; /* as the mark has it */
	struct audit_link here;  /* as the ledger has it */
};

/* Could high_water_open have its file?  Makes nothing.  FAULT_DISK with its name and what to do. */
enum fault high_water_look(const char *address, struct note *note) MUST_CHECK;
/* Makes what is missing.  FAULT_DISK when the file cannot be read or written; the ledger's
 * own fault when it does not tell how far it is.  Borrows the key. */
enum fault high_water_open(const struct high_water_ask *ask, struct high_water **high_water,
		     struct high_water_find *find, struct note *note) MUST_CHECK;
/* The ledger is this far now.  What cannot be written is written the next time. */
void high_water_keep(struct high_water *high_water, struct db *db);
/* The audit record that must be found in the ledger, as it is now. */
void high_water_audit(struct high_water *high_water, struct audit_link *link);
/* Fine with NULL. */
void high_water_free(struct high_water **high_water);

#endif
