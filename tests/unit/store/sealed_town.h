/*
 * sealed_town - a plain ledger of marks, a key that is configured, pictures; and a start, as often as it takes.
 */
#ifndef TESTS_UNIT_STORE_SEALED_TOWN_H
#define TESTS_UNIT_STORE_SEALED_TOWN_H

#include "marked.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "store/sealing/sealing.h"
#include "store/sealing/sealing_key.h"

/* What the system says when it is asked to: the disk is full, nothing may be written beside the key. */
static bool disk_is_full, folder_is_closed;

int statvfs(const char *path, struct statvfs *disk)
{
	(void)path;
	*disk = (struct statvfs){ .f_frsize = 4096, .f_bavail = disk_is_full ? 100 : 1 << 20 };
	return 0;
}

int rename(const char *from, const char *to)
{
	if (folder_is_closed)
		errno = EACCES;
	return folder_is_closed ? -1 : renameat(AT_FDCWD, from, AT_FDCWD, to);
}

struct town {
	struct ledger ledger;
	char key[128], media[128];
	struct sealing_ask ask;
	struct sealing sealing;
	struct sealing_report report;
	struct note note;
};

static inline void town_ask(struct town *town)
{
	snprintf(town->key, sizeof(town->key), "%s/enc.key", town->ledger.folder);
	snprintf(town->media, sizeof(town->media), "%s/media", town->ledger.folder);
	town->ask = (struct sealing_ask){ town->ledger.address, town->key, town->media };
}

/* A plain ledger of marks, and a key that is configured. */
static inline void town_new(struct town *town)
{
	*town = (struct town){ .note = { .text = "" } };
	marked_world(&town->ledger);
	town_ask(town);
	assert_int_equal(mkdir(town->media, 0700), 0);
	assert_fine(seal_key_make(town->key, NULL, &town->note));
}

/* As a start does. */
static inline enum fault town_start(struct town *town)
{
	enum fault fault;

	sealing_done(&town->sealing);
	town->note.text[0] = '\0';
	db_close(&town->ledger.db);
	ledger_connect(&town->ledger);
	fault = sealing_find(&town->sealing, &town->ask, town->ledger.db, &town->note);
	if (!fault)
		fault = sealing_settle(&town->sealing, town->ledger.db, &town->report, &town->note);
	return fault;
}

static inline void town_done(struct town *town)
{
	char command[256];

	sealing_done(&town->sealing);
	db_close(&town->ledger.db);
	snprintf(command, sizeof(command), "rm -r %s", town->ledger.folder);
	assert_int_equal(system(command), 0);
}

static inline void assert_same_dump(struct town *town, const struct buf *before)
{
	AUTO(buf) now;

	buf_init(&now, 1 << 20);
	marked_dump(town->ledger.db, &now);
	assert_string_equal(buf_text(&now), buf_text(before));
}

static inline bool is_there(const struct town *town, const char *end)
{
	char path[256];

	snprintf(path, sizeof(path), "%s%s", town->key, end);
	return access(path, F_OK) == 0;
}

static inline void names_all(const struct note *note, const char *a, const char *b, const char *c)
{
	if (!strstr(note->text, a) || !strstr(note->text, b) || !strstr(note->text, c))
		fail_msg("%s: names not all of %s, %s, %s", note->text, a, b, c);
}

#endif
