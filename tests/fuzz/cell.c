/* A cell of the ledger and a file of media_dir, as somebody who can write them may leave them: opened or refused,
 * and what was sealed comes back. */
#include "fuzz.h"

#include <string.h>

#include "store/seal/seal_cell.h"
#include "store/seal/seal_media.h"

static const struct seal_key *the_key(void)
{
	static const unsigned char secret[SEAL_PART_SIZE] = "a key of the fuzzer";
	static struct seal_key *key;

	if (!key)
		key = seal_key_new(secret);
	return key;
}

static void comes_back(enum seal_kind kind, struct str text)
{
	size_t size = seal_cell_size(text.size), back_size = 0;
	char *cell = malloc(size + 1), *back = malloc(size + 1);

	assert(cell && back);
	seal_cell_close(the_key(), kind, text, cell);
	assert(seal_cell_open(the_key(), kind, (struct str){ cell, size }, back, &back_size) == FAULT_NONE);
	assert(back_size == text.size && (text.size == 0 || memcmp(back, text.at, text.size) == 0));
	free(cell);
	free(back);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct str text = { (const char *)bytes, size };
	char *into = malloc(size + 1), id[SEAL_ID_SIZE];
	size_t into_size = 0;
	AUTO(buf) open;

	assert(into);
	buf_init(&open, 1 << 16);
	for (int kind = 0; kind < SEAL_KIND_COUNT; kind++)
		if (seal_cell_open(the_key(), (enum seal_kind)kind, text, into, &into_size) == FAULT_NONE)
			assert(into_size <= size);
	(void)seal_cell_key_id(text, id);
	if (seal_media_open(the_key(), "1-0.jpg", text, &open))
		assert(open.size == 0);
	comes_back((enum seal_kind)(size % SEAL_KIND_COUNT), text);
	free(into);
	return 0;
}
