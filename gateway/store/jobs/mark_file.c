#include "mark_file.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "store/db/mac.h"

#define HEAD "hearback mark "
#define HEAD_FORMAT HEAD "%32s %020lld\n"
#define AUDIT "audit "
#define AUDIT_FORMAT AUDIT "%020lld %64s %64s\n"
enum { HEAD_SIZE = 68, AUDIT_SIZE = 157, MARK_SIZE = HEAD_SIZE + AUDIT_SIZE };

/* What stands where no MAC is. */
static const char no_mac[] = "0000000000000000000000000000000000000000000000000000000000000000";

static void seal_of(struct str key, const struct mark_file *mark, char seal[DIGEST_SIZE])
{
	AUTO(mac) mac = { .kind = NULL };

	mac_init(&mac, key);
	mac_add(&mac, STR("mark"));
	mac_add(&mac, str_of(mark->id));
	mac_add_number(&mac, mark->audit.no);
	mac_add(&mac, str_of(mark->audit.mac));
	mac_end(&mac, seal);
}

static bool head_read(struct str text, struct mark_file *mark)
{
	struct str rest, word;

	if (!str_starts(text, STR(HEAD)))
		return false;
	rest = str_trim(str_from(text, sizeof(HEAD) - 1));
	if (!str_next(&rest, ' ', &word) || word.size != TOKEN_SIZE - 1)
		return false;
	str_put(mark->id, sizeof(mark->id), word);
	return str_number(rest, 0, INT64_MAX, &mark->newest) == FAULT_NONE;
}

static void audit_read(struct str text, struct str key, struct mark_file *mark)
{
	struct str rest, no, seal;
	struct str last = STR_NONE;
	char expected[DIGEST_SIZE];

	rest = str_trim(str_from(text, sizeof(AUDIT) - 1));
	mark->has_audit = true;
	if (!str_starts(text, STR(AUDIT)) || !str_next(&rest, ' ', &no) || !str_next(&rest, ' ', &last) ||
	    last.size != DIGEST_SIZE - 1 || str_number(no, 0, INT64_MAX, &mark->audit.no))
		return;
	seal = str_trim(rest);
	if (mark->audit.no)
		str_put(mark->audit.mac, sizeof(mark->audit.mac), last);
	if (key.size == 0)
		return;
	seal_of(key, mark, expected);
	mark->is_sealed = str_is_same_secret(seal, str_of(expected));
}

bool mark_file_read(int fd, struct str key, struct mark_file *mark)
{
	char text[MARK_SIZE + 1] = "";
	struct mark_file found = { .newest = 0 };
	ssize_t size = pread(fd, text, MARK_SIZE, 0);

	assert(mark);
	if (size < HEAD_SIZE || !head_read((struct str){ text, HEAD_SIZE }, &found))
		return false;
	if (size > HEAD_SIZE)
		audit_read((struct str){ text + HEAD_SIZE, (size_t)size - HEAD_SIZE }, key, &found);
	*mark = found;
	return true;
}

bool mark_file_write(int fd, struct str key, const struct mark_file *mark)
{
	char text[MARK_SIZE + 1];
	char seal[DIGEST_SIZE];
	size_t size = HEAD_SIZE;

	assert(mark && mark->newest >= 0 && mark->audit.no >= 0);
	snprintf(text, sizeof(text), HEAD_FORMAT, mark->id, (long long)mark->newest);
	if (key.size) {
		seal_of(key, mark, seal);
		snprintf(text + HEAD_SIZE, sizeof(text) - HEAD_SIZE, AUDIT_FORMAT, (long long)mark->audit.no,
			 mark->audit.no ? mark->audit.mac : no_mac, seal);
		size = MARK_SIZE;
	}
	return pwrite(fd, text, size, 0) == (ssize_t)size;
}
