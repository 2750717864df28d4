/*
 * sealing_state - what a ledger knows of its own sealing, as three of its settings.
 *
 *	seal.key       a cell of one known word, sealed with the ledger's key: whose it is, and proof
 *	seal.media     "due": the ledger has its key, and files of media_dir may not have it yet
 *	seal.residue   "due": what stood there before may still lie in free pages
 *
 * All three change in the transaction that seals the ledger.
 *
 * Threads: the connection's.
 */
#ifndef STORE_SEALING_STATE_H
#define STORE_SEALING_STATE_H

#include "store/db/db.h"

enum { SEALING_PROOF_SIZE = 160 };

struct sealing_state {
	char id[SEAL_ID_SIZE];          /* "": not sealed */
	char proof[SEALING_PROOF_SIZE];
	bool is_media_due, is_residue_due;
};

/* A ledger that has no settings yet is not sealed. */
enum fault sealing_state_read(struct db *db, struct sealing_state *state, struct note *note) MUST_CHECK;
/* Is it this very key, not only one of that id? */
bool sealing_state_is_of(const struct sealing_state *state, const struct seal_key *key);
/* Inside the transaction that sealed it. */
enum fault sealing_state_sealed(struct db *db, const struct seal_key *key) MUST_CHECK;
enum fault sealing_state_media_done(struct db *db) MUST_CHECK;
enum fault sealing_state_residue_done(struct db *db) MUST_CHECK;

#endif
