#include "high_water.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/random.h"
#include "store/db/row.h"
#include "store/db/setting.h"

#define LEDGER_ID "ledger.id"
/* One line of one length, so that it is overwritten in place. */
#define MARK_HEAD "hearback mark "
#define MARK_FORMAT MARK_HEAD "%32s %020lld\n"
enum { MARK_SIZE = 68 };

struct high_water {
	int fd;
	int64_t newest;          /* as the file says */
	char id[TOKEN_SIZE];
};

/* 0: none yet.  A trace that cannot be read is no empty one. */
static enum fault newest_event(struct db *db, int64_t *id)
{
	enum fault fault;

	*id = 0;
	fault = setting_ask_number(db, "SELECT id FROM event ORDER BY id DESC LIMIT 1", NULL, 0, id);
	return fault == FAULT_MISSING ? FAULT_NONE : fault;
}

/* What the file says; false when there is nothing that we wrote. */
static bool mark_read(int fd, char id[TOKEN_SIZE], int64_t *newest)
{
	char text[MARK_SIZE + 1] = "";
	struct str rest, word;

	if (pread(fd, text, MARK_SIZE, 0) != MARK_SIZE ||
	    !str_starts(str_of(text), STR(MARK_HEAD)))
		return false;
	rest = str_trim(str_from(str_of(text), sizeof(MARK_HEAD) - 1));
	if (!str_next(&rest, ' ', &word) || word.size != TOKEN_SIZE - 1)
		return false;
	str_put(id, TOKEN_SIZE, word);
	return str_number(rest, 0, INT64_MAX, newest) == FAULT_NONE;
}

static bool mark_write(const struct high_water *high_water, int64_t newest)
{
	char text[MARK_SIZE + 1];

	snprintf(text, sizeof(text), MARK_FORMAT, high_water->id, (long long)newest);
	return pwrite(high_water->fd, text, MARK_SIZE, 0) == MARK_SIZE;
}

/* A ledger of before this file existed has no id, nor has a new one. */
static enum fault take_id(struct db *db, struct high_water *high_water, bool *is_new)
{
	enum fault fault = setting_get(db, LEDGER_ID, high_water->id, sizeof(high_water->id));

	*is_new = fault == FAULT_MISSING;
	if (!*is_new)
		return fault;
	random_token(high_water->id);
	return setting_set(db, LEDGER_ID, high_water->id);
}

static enum fault open_file(const char *address, struct high_water *high_water, struct note *note)
{
	struct str path = str_of(address);
	char name[4096];

	path = str_starts(path, STR("sqlite:")) ? str_from(path, sizeof("sqlite:") - 1) : path;
	snprintf(name, sizeof(name), "%.*s.mark", (int)path.size, path.at);
	high_water->fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	return high_water->fd >= 0 ? FAULT_NONE :
	       fault_because(FAULT_DISK, note, "%s: %s", name, strerror(errno));
}

static bool is_behind(const struct high_water *high_water, int64_t newest, bool is_new)
{
	char id[TOKEN_SIZE] = "";
	int64_t marked = 0;

	if (newest == 0) /* an empty ledger has nothing to say twice */
		return false;
	if (!mark_read(high_water->fd, id, &marked))
		return !is_new;
	return strcmp(id, high_water->id) != 0 || newest < marked;
}

enum fault high_water_open(const char *address, struct db *db, struct high_water **high_water,
		     bool *is_put_back, struct note *note)
{
	assert(address && db && high_water && is_put_back);

	struct high_water *fresh = memory_new(struct high_water);
	bool is_new = false;
	int64_t newest = 0;
	enum fault fault;

	fresh->newest = -1;
	fault = open_file(address, fresh, note);
	if (!fault)
		fault = take_id(db, fresh, &is_new);
	if (!fault)
		fault = newest_event(db, &newest);
	if (fault) {
		high_water_free(&fresh);
		return fault;
	}
	*is_put_back = is_behind(fresh, newest, is_new);
	*high_water = fresh;
	return FAULT_NONE;
}

void high_water_keep(struct high_water *high_water, struct db *db)
{
	assert(high_water && db);

	int64_t newest;

	if (!newest_event(db, &newest) && newest != high_water->newest && mark_write(high_water, newest))
		high_water->newest = newest;
}

void high_water_free(struct high_water **high_water)
{
	if (!*high_water)
		return;
	if ((*high_water)->fd >= 0)
		close((*high_water)->fd);
	free(*high_water);
	*high_water = NULL;
}
