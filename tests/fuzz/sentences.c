#include "fuzz.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

#include "i18n/files/po.h"

static enum fault take(struct po_reader *reader, struct str name, struct str text,
		       struct note *note)
{
	(void)reader;
	(void)note;
	(void)name;
	assert(text.size && str_is_utf8(text));
	return FAULT_NONE;
}

/* A PO file: each sentence is UTF-8, or the file is refused with its name and a reason. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct po_reader reader = { .take = take };
	struct note note = { .text = "" };
	char path[64];
	int fd = memfd_create("fuzz.po", MFD_CLOEXEC);

	assert(fd >= 0 && write(fd, bytes, size) == (ssize_t)size);
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	if (po_read(path, &reader, &note))
		assert(note.text[0] && note.file[0]);
	close(fd);
	return 0;
}
