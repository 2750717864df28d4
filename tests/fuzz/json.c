#include "fuzz.h"

#include "base/json.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	AUTO_JSON *value = NULL;
	AUTO_JSON *again = NULL;
	struct note note;
	AUTO(buf) written;

	buf_init(&written, 8 << 20);
	if (json_read((struct str){ (const char *)bytes, size }, &value, &note)) {
		assert(note.text[0]);
		return 0;
	}
	json_write(value, &written);
	if (!buf_check(&written, NULL) && !json_read(buf_str(&written), &again, NULL))
		assert(json_equal(value, again));
	return 0;
}
