/*
 * sealing - a ledger and its key: found together at the start, sealed once, given another key by command.
 *
 * What a start finds, and does before anything is served:
 *	| the ledger is      | FILE is               | FILE.new is        | then |
 *	| not sealed         | not configured        |                    | nothing, as ever |
 *	| not sealed         | there                 |                    | all of it is sealed |
 *	| not sealed         | not there             |                    | refused: a command makes a key |
 *	| sealed with K      | not configured        |                    | refused |
 *	| sealed with K      | K                     |                    | it opens |
 *	| sealed with K      | K                     | another            | a rotation that came to nothing: set aside |
 *	| sealed with K      | another, or not there | K                  | a rotation that was cut: finished |
 *	| sealed with K      | another, or not there | not there, another | refused; says which key, and where it lies |
 * All cells change in one transaction, with the settings that say so (sealing_state); a crash finds the row above
 * or the row below, never a ledger that nobody can open.  Files of media_dir follow (sealing_media), then free
 * pages are written anew.
 *
 * Ownership: the struct's keys are freed by sealing_done.
 * Threads: the connection's, before readers are opened.
 */
#ifndef STORE_SEALING_H
#define STORE_SEALING_H

#include "sealing_state.h"
#include "store/seal/seal_key.h"

struct sealing_ask {
	const char *address;    /* of the ledger */
	const char *key_file;   /* "": none is configured */
	const char *media_dir;
};

struct sealing {
	struct sealing_ask ask;
	struct sealing_state state;     /* as it was found */
	struct seal_key *key;           /* NULL: the ledger is not to be sealed */
	struct seal_key *other;         /* FILE's of before, or FILE.new's that is of no use */
	enum sealing_next { SEALING_FINE, SEALING_SEAL, SEALING_FINISH, SEALING_UNDO } next;
};

/* What was done, for the log. */
struct sealing_report {
	int64_t rows, media, unreadable, took_ms;
	bool is_sealed;         /* for the first time… */
	bool is_rotated;        /* …or anew, now or by a start before */
	bool is_key_beside;     /* the new key lies in FILE.new still: its folder cannot be written from here */
	bool has_residue;       /* free pages could not be written anew: the next start tries again */
};

/* Looks; changes nothing, in no file.  FAULT_CONFIG with ledger, file, both ids and what to do.  Always
 * sealing_done. */
enum fault sealing_find(struct sealing *sealing, const struct sealing_ask *ask, struct db *db,
			struct note *note) MUST_CHECK;
/* Does what is next, of a ledger that has its schema; then the connection is told the key. */
enum fault sealing_settle(struct sealing *sealing, struct db *db, struct sealing_report *report,
			  struct note *note) MUST_CHECK;
/* A new key for a ledger that is found and settled.  When it was cut, a start or the same command goes on. */
enum fault sealing_rotate(struct sealing *sealing, struct db *db, struct sealing_report *report,
			  struct note *note) MUST_CHECK;
void sealing_done(struct sealing *sealing);

#endif
