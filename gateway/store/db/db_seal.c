#include "db_seal.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/log.h"
#include "base/memory.h"
#include "store/seal/seal_cell.h"

/* Text of families lies in both. */
static void room_done(struct db_room *room)
{
	if (room->at)
		explicit_bzero(room->at, room->room);
	free(room->at);
	*room = (struct db_room){ .at = NULL };
}

static char *room_for(struct db_room *room, size_t size)
{
	if (size > room->room) {
		room_done(room); /* nothing of before is needed */
		room->at = memory_zeroed(1, size);
		room->room = size;
	}
	return room->at;
}

void db_seal_done(struct db *db)
{
	room_done(&db->closed);
	room_done(&db->opened);
}

static size_t size_of(const struct bind *binds, size_t count)
{
	size_t size = 0;

	for (size_t i = 0; i < count; i++)
		if (binds[i].type == BIND_SEALED)
			size += seal_cell_size(binds[i].text.size);
	return size;
}

const struct bind *db_seal_binds(struct db *db, const struct bind *binds, size_t count, struct bind into[BINDS_MOST])
{
	size_t size = size_of(binds, count);
	char *at;

	assert(db->key && count <= BINDS_MOST);
	if (size == 0)
		return binds;
	at = room_for(&db->closed, size);
	for (size_t i = 0; i < count; i++) {
		into[i] = binds[i];
		if (binds[i].type != BIND_SEALED)
			continue;
		seal_cell_close(db->key, binds[i].kind, binds[i].text, at);
		into[i].text = (struct str){ at, seal_cell_size(binds[i].text.size) };
		at += into[i].text.size;
	}
	return into;
}

enum fault db_seal_open(struct db *db, enum seal_kind kind, struct str cell, struct str *text)
{
	char *at = room_for(&db->opened, cell.size);
	size_t size = 0;

	assert(db->key && cell.size > 0);
	*text = STR_NONE;
	if (seal_cell_open(db->key, kind, cell, at, &size)) {
		log_fact(LOG_ALARM, "ledger.cell_unreadable", LOG_WORD("kind", seal_kind_word(kind)),
			 LOG_NOTE("a cell of the ledger was changed, or sealed with another key: put a backup in "
				  "its place"));
		return FAULT_BROKEN;
	}
	*text = (struct str){ at, size };
	return FAULT_NONE;
}
