#include "zone_database.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>
#include <unistd.h>

#include "base/log.h"
#include "base/memory.h"
#include "i18n/text/shim.h"

/* One edition of a zone; the ones of before stay for whoever still reads them. */
struct edition {
	struct shim_rules *rules;
	struct edition *before;
};

struct zone {
	char name[ZONE_FILE_NAME];
	struct edition *_Atomic edition;
	struct zone_file_stamp stamp;
	bool is_old;                 /* its newest file could not be taken over */
	SLIST_ENTRY(zone) next;
};

/* Never emptied, and bounded by the names that the database has: some 600. */
static struct {
	pthread_mutex_t lock;
	SLIST_HEAD(, zone) zones;
	struct zone_file_stamp stamp; /* of the version's file */
	char version[ZONE_FILE_VERSION];
	_Atomic int old;              /* how many zones are */
} table = { .lock = PTHREAD_MUTEX_INITIALIZER };

/* --- reading, with the lock held ----------------------------------------------------- */

static enum fault read_edition(struct str name, struct edition **edition, struct note *note)
{
	struct shim_rules *rules;
	enum fault fault;
	AUTO(buf) bytes;

	buf_init(&bytes, ZONE_FILE_MOST);
	fault = zone_file_read(name, &bytes, note);
	if (fault)
		return fault;
	rules = shim_zone_rules_new(buf_str(&bytes));
	if (!rules)
		return fault_because(FAULT_BROKEN, note, "its time zone file cannot be understood");
	*edition = memory_new(struct edition);
	(*edition)->rules = rules;
	return FAULT_NONE;
}

static void complain(const char *event, const char *name, const struct note *note)
{
	char text[512];

	log_fact(LOG_ALARM, event, LOG_WORD("zone", name),
		 LOG_NOTE(note_text(note, FAULT_BROKEN, text, sizeof(text))));
}

/* What cannot be read now, for want of a descriptor, is tried again at the next look. */
static void read_version(void)
{
	const struct zone_file_stamp stamp = zone_file_version_stamp();

	if (zone_file_version(table.version) == FAULT_NONE)
		table.stamp = stamp;
}

static struct zone *find(struct str name)
{
	struct zone *zone;

	SLIST_FOREACH(zone, &table.zones, next)
		if (str_is(name, zone->name))
			break;
	return zone;
}

/* The stamp is of before the reading: what is written meanwhile is seen the next time. */
static struct zone *add(struct str name)
{
	const struct zone_file_stamp stamp = zone_file_stamp(name);
	struct note note = { .text = "" };
	char text[ZONE_FILE_NAME];
	struct edition *edition;
	struct zone *zone;
	enum fault fault = stamp.size ? read_edition(name, &edition, &note) : FAULT_MISSING;

	str_put(text, sizeof(text), name);
	if (fault && fault != FAULT_MISSING)
		complain("zones.unreadable", text, &note);
	if (fault)
		return NULL;
	zone = memory_new(struct zone);
	memcpy(zone->name, text, sizeof(zone->name));
	zone->stamp = stamp;
	atomic_init(&zone->edition, edition);
	if (SLIST_EMPTY(&table.zones))
		read_version();
	SLIST_INSERT_HEAD(&table.zones, zone, next);
	return zone;
}

/* --- what is asked ---------------------------------------------------------------------- */

const struct zone *zone_database_find(struct str name)
{
	struct zone *zone;

	if (!zone_file_is_name(name))
		return NULL;
	pthread_mutex_lock(&table.lock);
	zone = find(name);
	if (!zone)
		zone = add(name);
	pthread_mutex_unlock(&table.lock);
	return zone;
}

enum fault zone_database_check(struct note *note)
{
	if (zone_database_find(STR("UTC")))
		return FAULT_NONE;
	return fault_because(FAULT_CONFIG, note, "the system has no time zone database in %.200s: "
			     "install the package tzdata", zone_file_folder());
}

const char *zone_database_name(const struct zone *zone)
{
	assert(zone);
	return zone->name;
}

const struct shim_rules *zone_database_rules(const struct zone *zone)
{
	assert(zone);
	return atomic_load_explicit(&zone->edition, memory_order_acquire)->rules;
}

void zone_database_version(char into[ZONE_FILE_VERSION])
{
	pthread_mutex_lock(&table.lock);
	if (!table.version[0])
		read_version();
	str_put(into, ZONE_FILE_VERSION, str_of(table.version[0] ? table.version : "unknown"));
	pthread_mutex_unlock(&table.lock);
}

/* --- updates ---------------------------------------------------------------------------- */

static bool is_stale(const struct zone *zone)
{
	const struct zone_file_stamp now = zone_file_stamp(str_of(zone->name));

	return !zone_file_is_same(&now, &zone->stamp);
}

bool zone_database_has_changed(void)
{
	const struct zone_file_stamp version = zone_file_version_stamp();
	bool has_changed;
	struct zone *zone;

	pthread_mutex_lock(&table.lock);
	has_changed = !zone_file_is_same(&version, &table.stamp);
	SLIST_FOREACH(zone, &table.zones, next)
		if (!has_changed)
			has_changed = is_stale(zone);
	pthread_mutex_unlock(&table.lock);
	return has_changed;
}

static void set_old(struct zone *zone, bool is_old)
{
	atomic_fetch_add(&table.old, is_old - zone->is_old);
	zone->is_old = is_old;
}

static bool reload(struct zone *zone)
{
	struct edition *before = atomic_load_explicit(&zone->edition, memory_order_relaxed);
	struct edition *fresh;
	struct note note = { .text = "" };
	const struct zone_file_stamp stamp = zone_file_stamp(str_of(zone->name));
	enum fault fault = read_edition(str_of(zone->name), &fresh, &note);

	if (fault != FAULT_DISK)
		zone->stamp = stamp;
	set_old(zone, fault != FAULT_NONE);
	if (fault) {
		complain("zones.kept_old", zone->name, &note);
		return false;
	}
	if (shim_zone_is_same(fresh->rules, before->rules)) {
		shim_zone_rules_free(&fresh->rules);
		free(fresh);
		return false;
	}
	fresh->before = before;
	atomic_store_explicit(&zone->edition, fresh, memory_order_release);
	return true;
}

int zone_database_old(void)
{
	return atomic_load(&table.old);
}

int zone_database_reload(void)
{
	struct zone *zone;
	int count = 0;

	pthread_mutex_lock(&table.lock);
	read_version();
	SLIST_FOREACH(zone, &table.zones, next)
		if (is_stale(zone))
			count += reload(zone);
	pthread_mutex_unlock(&table.lock);
	return count;
}
