#include "agenda.h"

#include <assert.h>
#include <stdlib.h>

#include "base/memory.h"

void agenda_init(struct agenda *agenda, enum fault (*carry_out)(const struct txn *txn))
{
	assert(carry_out);
	agenda->carry_out = carry_out;
	agenda->items = NULL;
	agenda->count = agenda->room = agenda->fresh = 0;
	agenda->depth = 0;
	/* 16 KB that every job would clear: what stands there is what promise_count says */
	agenda->promise_count = 0;
	agenda->db = NULL;
	agenda->held = (struct db_held){ NULL, NULL };
}

void agenda_done(struct agenda *agenda)
{
	assert(agenda->count == 0 && agenda->promise_count == 0 && !agenda->db);
	free(agenda->items);
	agenda->items = NULL;
}

/* --- what remains ---------------------------------------------------------------- */

static void make_room(struct agenda *agenda)
{
	if (agenda->count < agenda->room)
		return;
	agenda->room = agenda->room ? 2 * agenda->room : 8;
	agenda->items = memory_more(agenda->items, agenda->room);
}

void agenda_add(const struct txn *txn, const struct agenda_item *item)
{
	struct agenda *agenda = txn->agenda;
	struct agenda_item *added;

	assert(item->kind < AGENDA_KIND_COUNT);
	assert(agenda && agenda->count < AGENDA_MOST);
	make_room(agenda);
	added = &agenda->items[agenda->count++];
	*added = *item;
	added->depth = agenda->depth + 1;
	added->has_why = item->change.why != NULL;
	str_put(added->actor, sizeof(added->actor),
		str_of(item->change.actor ? item->change.actor : "system"));
	str_put(added->why, sizeof(added->why), str_of(item->change.why ? item->change.why : ""));
	added->change.actor = added->change.why = NULL;
}

/* What was added last, in the order in which it is to be done: the next one last. */
static void turn_round(struct agenda *agenda)
{
	size_t from = agenda->fresh, to = agenda->count;

	while (from + 1 < to) {
		struct agenda_item kept = agenda->items[from];

		agenda->items[from++] = agenda->items[--to];
		agenda->items[to] = kept;
	}
}

bool agenda_next(const struct txn *txn, struct agenda_item *item)
{
	struct agenda *agenda = txn->agenda;

	assert(agenda && agenda->fresh <= agenda->count);
	turn_round(agenda);
	agenda->depth = 0;
	agenda->fresh = 0;
	if (agenda->count == 0)
		return false;
	*item = agenda->items[--agenda->count];
	item->change.actor = item->actor;
	item->change.why = item->has_why ? item->why : NULL;
	agenda->fresh = agenda->count;
	agenda->depth = item->depth;
	return true;
}

/* Each consequence closes, ends or climbs something: a chain this long goes in a circle. */
enum fault agenda_check(const struct txn *txn)
{
	return txn->agenda->depth <= AGENDA_DEPTH_MOST ? FAULT_NONE :
		fault_because(FAULT_BROKEN, txn->note, "consequences without an end");
}

bool agenda_is_empty(const struct txn *txn)
{
	return !txn->agenda || txn->agenda->count == 0;
}

/* --- the loaded promises ---------------------------------------------------------- */

static struct agenda_promise *find(const struct txn *txn, struct promise_id id)
{
	struct agenda *agenda = txn->agenda;

	for (size_t i = 0; agenda && i < agenda->promise_count; i++)
		if (agenda->promises[i].now.id.n == id.n)
			return &agenda->promises[i];
	return NULL;
}

static enum fault write_changed(struct agenda *agenda, struct db *db)
{
	enum fault fault = FAULT_NONE;

	for (size_t i = 0; !fault && i < agenda->promise_count; i++) {
		struct agenda_promise *loaded = &agenda->promises[i];

		if (!loaded->is_changed)
			continue;
		fault = promise_change(db, &loaded->as_read, &loaded->now);
		loaded->as_read = loaded->now;
		loaded->is_changed = fault != FAULT_NONE;
	}
	return fault;
}

static enum fault on_asked(struct db_held *held)
{
	struct agenda *agenda = container_of(held, struct agenda, held);

	return write_changed(agenda, agenda->db);
}

static void on_changed_behind(struct db_held *held)
{
	container_of(held, struct agenda, held)->promise_count = 0;
}

/* From the first one until all are forgotten. */
static void tell_ledger(struct agenda *agenda, struct db *db)
{
	if (agenda->db == db)
		return;
	agenda->db = db;
	agenda->held = (struct db_held){ on_asked, on_changed_behind };
	db_hold(db, &agenda->held);
}

/* A place for one more; when there is none, all are written and forgotten. */
static enum fault keep(const struct txn *txn, const struct promise *promise)
{
	struct agenda *agenda = txn->agenda;
	enum fault fault = FAULT_NONE;

	tell_ledger(agenda, txn->db);
	if (agenda->promise_count == AGENDA_PROMISES) {
		fault = agenda_write_promises(txn);
		agenda->promise_count = 0;
	}
	if (!fault)
		agenda->promises[agenda->promise_count++] =
			(struct agenda_promise){ *promise, *promise, false };
	return fault;
}

enum fault agenda_get_promise(const struct txn *txn, struct promise_id id,
			      struct promise *promise)
{
	assert(id.n != 0 && promise);

	const struct agenda_promise *loaded = find(txn, id);
	enum fault fault;

	if (loaded) {
		*promise = loaded->now;
		return FAULT_NONE;
	}
	fault = promise_get(txn->db, id, promise);
	if (fault || !txn->agenda)
		return fault;
	return keep(txn, promise);
}

/* One that came in a list was not loaded yet: what it was stands in its row. */
enum fault agenda_put_promise(const struct txn *txn, const struct promise *promise)
{
	assert(db_is_begun(txn->db) && promise->id.n != 0);

	struct agenda_promise *loaded = find(txn, promise->id);

	if (!loaded)
		return promise_put(txn->db, promise);
	loaded->now = *promise;
	loaded->is_changed = true;
	return FAULT_NONE;
}

enum fault agenda_add_promise(const struct txn *txn, const struct promise *promise)
{
	assert(db_is_begun(txn->db) && promise->id.n != 0);

	enum fault fault = promise_add(txn->db, promise);

	if (fault || !txn->agenda)
		return fault;
	return keep(txn, promise);
}

enum fault agenda_write_promises(const struct txn *txn)
{
	return txn->agenda ? write_changed(txn->agenda, txn->db) : FAULT_NONE;
}

void agenda_forget(const struct txn *txn)
{
	struct agenda *agenda = txn->agenda;

	if (!agenda)
		return;
	agenda->count = agenda->fresh = 0;
	agenda->depth = 0;
	agenda->promise_count = 0;
	if (agenda->db)
		db_hold(agenda->db, NULL);
	agenda->db = NULL;
}
