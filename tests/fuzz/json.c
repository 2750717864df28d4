#include "fuzz.h"

#include "base/json.h"
#include "base/json_mend.h"

/* What is good stays as it is; what was mended is good, and holds nothing that no column takes. */
static void check_mended(struct str text, json_t *good)
{
	AUTO_JSON *mended = NULL;
	AUTO_JSON *again = NULL;
	struct note note = { .text = "" };
	AUTO(buf) written;

	buf_init(&written, 32 << 20);
	if (json_mend_read(text, &mended, &note)) {
		assert(!good && note.text[0]);
		return;
	}
	assert(!good || json_equal(good, mended));
	json_write(mended, &written);
	assert(fuzz_is_kept(buf_str(&written)));
	assert(!json_read(buf_str(&written), &again, NULL) && json_equal(mended, again));
}

/* What was read is written so that it reads the same. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	AUTO_JSON *value = NULL;
	AUTO_JSON *again = NULL;
	struct note note = { .text = "" };
	AUTO(buf) written;

	buf_init(&written, 8 << 20);
	if (json_read((struct str){ (const char *)bytes, size }, &value, &note)) {
		assert(note.text[0]);
		check_mended((struct str){ (const char *)bytes, size }, NULL);
		return 0;
	}
	check_mended((struct str){ (const char *)bytes, size }, value);
	json_write(value, &written);
	if (!buf_check(&written, NULL) && !json_read(buf_str(&written), &again, NULL))
		assert(json_equal(value, again));
	return 0;
}
