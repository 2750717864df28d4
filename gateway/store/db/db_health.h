/*
 * db_health - whether the file of a ledger is what it should be: one word for all connections.
 *
 * UNKNOWN from the start until somebody has looked at every page (db_check); SOUND then; DAMAGED
 * for ever as soon as any connection meets damage (SQLITE_CORRUPT, SQLITE_NOTADB), or the look
 * finds it.  A damaged ledger is not written any more and not ready: a page that is written over
 * a damaged one may be a family's STOP.  The way out is a copy that is put back.
 *
 * Threads: any.
 */
#ifndef STORE_DB_HEALTH_H
#define STORE_DB_HEALTH_H

#include <stdatomic.h>

enum db_health_state { DB_HEALTH_UNKNOWN, DB_HEALTH_SOUND, DB_HEALTH_DAMAGED };

struct db_health {
	_Atomic int state;
};

static inline enum db_health_state db_health_state(struct db_health *health)
{
	return (enum db_health_state)atomic_load(&health->state);
}

/* Every page was looked at; what is damaged stays so. */
static inline void db_health_sound(struct db_health *health)
{
	int unknown = DB_HEALTH_UNKNOWN;

	atomic_compare_exchange_strong(&health->state, &unknown, DB_HEALTH_SOUND);
}

static inline void db_health_damaged(struct db_health *health)
{
	atomic_store(&health->state, DB_HEALTH_DAMAGED);
}

#endif
