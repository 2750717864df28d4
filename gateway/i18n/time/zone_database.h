/*
 * zone_database - the zones of the system's tz database that were asked for, and their rules
 * as the database has them now.
 *
 * An update of the system writes new files under us.  zone_database_has_changed looks, which
 * costs a stat for every zone in use; zone_database_reload takes over.  A zone's address
 * stays, and so do the rules that somebody is reading: both live as long as the process.  So
 * one question is answered by one edition; who asks twice may be answered by two, and the
 * daemon therefore reloads between two transactions (work/zone_watch.h).
 *
 * Threads: any, behind a lock; the rules themselves are read without one.
 */
#ifndef I18N_ZONE_DATABASE_H
#define I18N_ZONE_DATABASE_H

#include "zone_file.h"

struct zone;
struct shim_rules;

/* FAULT_CONFIG in words that say what to install, when the system has no database. */
enum fault zone_database_check(struct note *note) MUST_CHECK;
/* NULL when the system has no such zone, or cannot read it: an alarm in the log then. */
const struct zone *zone_database_find(struct str name);
const char *zone_database_name(const struct zone *zone);
const struct shim_rules *zone_database_rules(const struct zone *zone);
/* Of what was read last. */
void zone_database_version(char into[ZONE_FILE_VERSION]);
/* Whether a file of a zone in use is another one than the one that was looked at last. */
bool zone_database_has_changed(void);
/* How many zones have other rules from now on.  One whose new file cannot be read keeps
 * its rules, with an alarm in the log; what cannot be read for want of a descriptor is read
 * the next time. */
int zone_database_reload(void);
/* How many zones have rules of before, because their newest file could not be taken over; until
 * one can.  Waits for nobody. */
int zone_database_old(void);

#endif
