#include "zone_watch.h"

#include <assert.h>
#include <stdlib.h>

#include "base/log.h"
#include "base/memory.h"
#include "i18n/time/zone.h"
#include "i18n/time/zone_database.h"
#include "store/messaging/delivery_due.h"
#include "store/people/contacts.h"

enum { ZONES_MOST = 1000 };

struct zone_watch {
	struct core *core;
	struct job job;
	int zones;                   /* with other rules since the last look */
	int64_t moved;
	bool was_set;                /* by the clock of before: whatever waits */
	bool is_owed;                /* what waits for an hour is still to be looked at */
	bool is_running;
};

static enum fault judge_anew(struct zone_watch *watch, struct db *db)
{
	const struct core *core = watch->core;
	int64_t now = clock_now(core->clock);
	enum fault fault = FAULT_NONE;

	for (size_t i = 0; !fault && i < core->line_count; i++)
		fault = watch->was_set ? delivery_due_anew(db, core->lines[i].id, now, &watch->moved) :
					 delivery_due_again(db, core->lines[i].id, now, &watch->moved);
	return fault;
}

static enum fault zone_watch_run(struct job *job, struct db *db, struct note *note)
{
	struct zone_watch *watch = container_of(job, struct zone_watch, job);

	(void)note;
	watch->moved = 0;
	watch->zones = zone_database_reload();
	watch->is_owed |= watch->zones > 0;
	return watch->is_owed || watch->was_set ? judge_anew(watch, db) : FAULT_NONE;
}

static void zone_watch_on_written(struct job *job, enum fault fault, const struct note *note)
{
	struct zone_watch *watch = container_of(job, struct zone_watch, job);
	char version[ZONE_FILE_VERSION];

	watch->is_running = false;
	if (fault) {
		log_fact(LOG_WARN, "zones.hours_not_moved", LOG_WORD("fault", fault_word(fault)),
			 LOG_NOTE(note->text));
		return; /* owed still: the next look tries again */
	}
	zone_database_version(version);
	if (watch->was_set)
		log_fact(LOG_INFO, "clock.set", LOG_COUNT("messages", watch->moved));
	else
		log_fact(LOG_INFO, "zones.reloaded", LOG_WORD("version", version),
			 LOG_COUNT("zones", watch->zones), LOG_COUNT("messages", watch->moved),
			 LOG_COUNT("kept_old", zone_database_old()));
	watch->is_owed = watch->was_set = false;
	if (watch->zones || watch->moved)
		signal_wake(watch->core, SIGNAL_ALL);
}

struct zone_watch *zone_watch_new(struct core *core)
{
	assert(core->loop);

	struct zone_watch *watch = memory_new(struct zone_watch);

	watch->core = core;
	return watch;
}

void zone_watch_free(struct zone_watch **watch)
{
	assert(watch);
	free(*watch);
	*watch = NULL;
}

enum fault zone_watch_load(struct db *db)
{
	struct zone_told *zones = memory_array(struct zone_told, ZONES_MOST);
	size_t count = 0;
	enum fault fault = contact_zones(db, zones, ZONES_MOST, &count);

	for (size_t i = 0; !fault && i < count; i++)
		if (!zone_find(str_of(zones[i].name)))
			log_fact(LOG_ALARM, "zones.unknown", LOG_WORD("zone", zones[i].name),
				 LOG_NOTE("the system does not know where these families or staff "
					  "live, and they have the district's clock: update the package "
					  "tzdata, or give them another zone"));
	free(zones);
	return fault;
}

void zone_watch_look(struct zone_watch *watch)
{
	assert(loop_is_here(watch->core->loop));
	if (watch->is_running || watch->core->is_stopping)
		return;
	watch->was_set |= watch->core->is_set;
	watch->core->is_set = false;
	if (!watch->is_owed && !watch->was_set && !zone_database_has_changed())
		return;
	watch->job = (struct job){ .run = zone_watch_run, .done = zone_watch_on_written };
	/* a full queue: the next look finds the same */
	watch->is_running = writer_add(watch->core->writer, &watch->job) == FAULT_NONE;
}
