#include "zone_file.h"

#include <assert.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/file.h"

enum { PATH_ROOM = 512, HEAD_SIZE = 44, COUNTS = 6 };

static const char version_file[] = "tzdata.zi";

const char *zone_file_folder(void)
{
	const char *told = getenv("TZDIR");

	return told && told[0] == '/' ? told : "/usr/share/zoneinfo";
}

/* --- names ------------------------------------------------------------------------- */

static bool is_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* No dot: neither a way up nor a table that lies beside the zones. */
static bool is_path(struct str name)
{
	struct str rest = name, part;

	for (size_t i = 0; i < name.size; i++)
		if (!is_letter(name.at[i]) && !(name.at[i] >= '0' && name.at[i] <= '9') &&
		    !(name.at[i] && strchr("_-+/", name.at[i])))
			return false;
	while (str_next(&rest, '/', &part))
		if (part.size == 0 || !is_letter(part.at[0]))
			return false;
	return name.size > 0 && name.at[name.size - 1] != '/';
}

/* They are in the database, and are not what people mean by them: all the year without summer time. */
static bool is_without_summer(struct str name)
{
	return str_is(name, "EST") || str_is(name, "MST") || str_is(name, "HST");
}

bool zone_file_is_name(struct str name)
{
	return name.size < ZONE_FILE_NAME && is_path(name) && !is_without_summer(name) &&
	       !str_starts(name, STR("posix/")) && !str_starts(name, STR("right/")) &&
	       !str_is(name, "localtime") && !str_is(name, "posixrules") && !str_is(name, "Factory");
}

/* --- files ------------------------------------------------------------------------- */

static bool put_path(struct str name, char into[PATH_ROOM])
{
	int size = snprintf(into, PATH_ROOM, "%s/%.*s", zone_file_folder(), STR_ARG(name));

	return size > 0 && size < PATH_ROOM;
}

static struct zone_file_stamp stamp_of(struct str name)
{
	char path[PATH_ROOM];
	struct stat facts;

	if (!put_path(name, path) || stat(path, &facts) || !S_ISREG(facts.st_mode))
		return (struct zone_file_stamp){ .size = 0 };
	return (struct zone_file_stamp){
		.device = facts.st_dev, .inode = facts.st_ino, .size = facts.st_size,
		.changed_ns = facts.st_mtim.tv_sec * INT64_C(1000000000) + facts.st_mtim.tv_nsec,
	};
}

struct zone_file_stamp zone_file_stamp(struct str name)
{
	return zone_file_is_name(name) ? stamp_of(name) : (struct zone_file_stamp){ .size = 0 };
}

bool zone_file_is_same(const struct zone_file_stamp *a, const struct zone_file_stamp *b)
{
	assert(a && b);
	return a->device == b->device && a->inode == b->inode && a->size == b->size &&
	       a->changed_ns == b->changed_ns;
}

static uint64_t read_count(const char *at)
{
	uint64_t count = 0;

	for (int i = 0; i < 4; i++)
		count = count << 8 | (unsigned char)at[i];
	return count;
}

/* What a head says of its block (RFC 8536 §3.1). */
struct block {
	uint64_t size;               /* with the head; 0: this is no head */
	uint64_t changes;
};

static struct block read_head(struct str text, uint64_t time)
{
	uint64_t counts[COUNTS]; /* isut, isstd, leap, time, type, char */

	if (text.size < HEAD_SIZE || !str_starts(text, STR("TZif")))
		return (struct block){ .size = 0 };
	for (int i = 0; i < COUNTS; i++)
		counts[i] = read_count(text.at + 20 + 4 * i);
	return (struct block){
		.size = HEAD_SIZE + counts[0] + counts[1] + counts[2] * (time + 4) +
			counts[3] * (time + 1) + counts[4] * 6 + counts[5],
		.changes = counts[3],
	};
}

/* Whoever reads the file believes its heads, and makes so much room. */
static enum fault check_whole(struct str text, const char *path, struct note *note)
{
	struct block first = read_head(text, 4), second = first;

	if (first.size && first.size <= text.size && text.at[4])
		second = read_head(str_from(text, (size_t)first.size), 8);
	if (first.size == 0 || second.size == 0 ||
	    (text.at[4] ? first.size : 0) + second.size > text.size)
		return fault_at(FAULT_BROKEN, note, path, 0, 0, "is no whole time zone file");
	/* cctz 2.3 reads wrong years out of these; Debian's are all fat */
	if (second.changes && !first.changes)
		return fault_at(FAULT_BROKEN, note, path, 0, 0, "was compiled by `zic -b slim`, which we "
				"cannot read: install Debian's package tzdata");
	return FAULT_NONE;
}

enum fault zone_file_read(struct str name, struct buf *into, struct note *note)
{
	char path[PATH_ROOM];
	enum fault fault;

	assert(into);
	if (zone_file_stamp(name).size == 0 || !put_path(name, path))
		return fault_because(FAULT_MISSING, note, "the system has no such time zone");
	fault = file_read(path, into, note);
	/* of the tables that lie beside the zones */
	if (!fault && !str_starts(buf_str(into), STR("TZif")))
		return fault_because(FAULT_MISSING, note, "this is no time zone");
	if (!fault)
		fault = check_whole(buf_str(into), path, note);
	return fault;
}

/* --- the version --------------------------------------------------------------------- */

/* "# version 2025b", its first line. */
enum fault zone_file_version(char into[ZONE_FILE_VERSION])
{
	static const char begins[] = "# version ";
	char path[PATH_ROOM], line[80] = "";
	FILE *file = put_path(str_of(version_file), path) ? fopen(path, "re") : NULL;
	struct str told = STR_NONE;

	if (!file && errno != ENOENT)
		return FAULT_DISK;
	if (file) {
		if (fgets(line, sizeof(line), file) && str_starts(str_of(line), str_of(begins)))
			told = str_trim(str_from(str_of(line), sizeof(begins) - 1));
		fclose(file);
	}
	for (size_t i = 0; i < told.size; i++)
		if (!is_letter(told.at[i]) && !(told.at[i] >= '0' && told.at[i] <= '9') &&
		    told.at[i] != '-' && told.at[i] != '.')
			told = STR_NONE;
	str_put(into, ZONE_FILE_VERSION, told.size ? told : STR("unknown"));
	return FAULT_NONE;
}

struct zone_file_stamp zone_file_version_stamp(void)
{
	return stamp_of(str_of(version_file));
}
