#include "fuzz.h"

#include <stdio.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "i18n/text/shim.h"
#include "i18n/time/zone_file.h"
#include "store/jobs/mark_file.h"

enum { ZONES_MOST = 20000 };

static const struct str key = { "an audit key of 32 bytes or more", 32 };

static int file_of(struct str bytes)
{
	int fd = memfd_create("fuzz", MFD_CLOEXEC);

	assert(fd >= 0 && write(fd, bytes.at, bytes.size) == (ssize_t)bytes.size);
	return fd;
}

/* --- the mark beside the ledger -------------------------------------------------------------- */

static bool is_same(const struct mark_file *a, const struct mark_file *b)
{
	return !strcmp(a->id, b->id) && a->newest == b->newest && a->audit.no == b->audit.no &&
	       !strcmp(a->audit.mac, b->audit.mac);
}

/* One of the two marks that this key has sealed: the corpus has both, the other is of a ledger begun anew. */
static const struct mark_file sealed = {
	.id = "0123456789abcdef0123456789abcdef", .newest = 42,
	.audit = { 7, "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff" },
};

/* Who has no key cannot say another number. */
static bool is_ours(const struct mark_file *mark)
{
	return (mark->audit.no == sealed.audit.no && !strcmp(mark->audit.mac, sealed.audit.mac) &&
		!strcmp(mark->id, sealed.id)) ||
	       (mark->audit.no == 0 && !strcmp(mark->id, MARK_FILE_NOBODY));
}

static void check_mark(struct str bytes)
{
	struct mark_file mark = { .newest = -1 }, again = { .newest = -1 };
	int fd = file_of(bytes), other = file_of(STR_NONE);

	if (mark_file_read(fd, key, &mark)) {
		assert(mark.newest >= 0 && mark.audit.no >= 0);
		assert(strlen(mark.id) < TOKEN_SIZE && strlen(mark.audit.mac) < DIGEST_SIZE);
		assert(mark.has_audit || !mark.is_sealed);
		assert(!mark.is_sealed || is_ours(&mark));
		if (mark.is_sealed) {
			assert(mark_file_write(other, key, &mark));
			assert(mark_file_read(other, key, &again) && again.is_sealed && is_same(&mark, &again));
		}
	} else {
		assert(mark.newest == -1);
	}
	close(other);
	close(fd);
}

/* --- a compiled time zone ---------------------------------------------------------------------- */

/* What says that it is whole can be asked for any instant. */
static void ask(struct shim_rules *rules)
{
	static const int64_t seconds[] = { -5000000000, -1, 0, 1774774800, 1793516400, 4102444800, 40000000000 };

	for (size_t i = 0; i < COUNT_OF(seconds); i++) {
		struct shim_wall wall = shim_zone_wall(rules, seconds[i]);
		const struct shim_date date = { (int)wall.year, wall.month, wall.day };

		assert(wall.month >= 1 && wall.month <= 12 && wall.second >= 0 && wall.second < 86400);
		(void)shim_zone_second(rules, &date, wall.second / 60);
	}
}

static void check_zone(struct str bytes)
{
	static int asked;
	static char folder[64];
	char path[80];
	struct note note = { .text = "" };
	struct shim_rules *rules;
	FILE *file;
	AUTO(buf) text;

	buf_init(&text, ZONE_FILE_MOST);
	if (!folder[0]) {
		snprintf(folder, sizeof(folder), "/dev/shm/h-fuzz-%d", (int)getpid());
		mkdir(folder, 0700);
		setenv("TZDIR", folder, 1);
	}
	snprintf(path, sizeof(path), "%s/Fuzz", folder);
	file = fopen(path, "wb");
	assert(file && fwrite(bytes.at, 1, bytes.size, file) == bytes.size && !fclose(file));
	if (zone_file_read(STR("Fuzz"), &text, &note)) {
		assert(note.text[0]);
	} else if (asked < ZONES_MOST) {
		/* cctz keeps each for ever */
		rules = shim_zone_rules_new(buf_str(&text));
		asked += rules != NULL;
		if (rules)
			ask(rules);
		shim_zone_rules_free(&rules);
	}
	unlink(path);
	rmdir(folder);
	folder[0] = '\0';
}

/* Files of ours, and one of the system's, that somebody wrote over: the first byte says which. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct str rest = { (const char *)bytes, size };

	if (size < 1)
		return 0;
	if (bytes[0] == 'T')
		check_zone(rest);
	else
		check_mark(rest);
	return 0;
}
