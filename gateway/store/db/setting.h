/*
 * setting - single facts of the ledger by their name.
 *
 * Threads: the connection's.
 */
#ifndef STORE_SETTING_H
#define STORE_SETTING_H

#include "db.h"

/* The name that the ledger gave itself when it was made; its copies have the same. */
#define SETTING_LEDGER_ID "ledger.id"

/* When the newest event of the trace was written; 0 for a new ledger. */
enum fault setting_last_at(struct db *db, int64_t *at) MUST_CHECK;

enum fault setting_get(struct db *db, const char *name, char *into, size_t room) MUST_CHECK;
enum fault setting_set(struct db *db, const char *name, const char *value) MUST_CHECK;
/* None of that name is fine. */
enum fault setting_forget(struct db *db, const char *name) MUST_CHECK;

#endif
