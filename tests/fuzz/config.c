#include "fuzz.h"

#include "settings/config_tree.h"

/* Any file is read, or refused with a place. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	char path[] = "fuzz.yaml";
	struct config config = { .path = path };
	struct note note = { .text = "" };
	enum fault fault;

	arena_init(&config.arena, 4 << 20);
	fault = config_tree_read(&config, (struct str){ (const char *)bytes, size }, &note);
	assert(!fault || note.text[0]);
	arena_done(&config.arena);
	return 0;
}
