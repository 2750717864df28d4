#include "fuzz.h"

#include "wire/form.h"
#include "wire/http.h"

/* What was read can be written and reads the same again. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct form form, again;
	AUTO(arena) arena;
	AUTO(buf) written;

	arena_init(&arena, 1 << 20);
	buf_init(&written, 4 << 20);
	if (form_read((struct str){ (const char *)bytes, size }, 200, &arena, &form, NULL))
		return 0;
	for (size_t i = 0; i < form.count; i++) {
		char name[256];

		if (form.fields[i].name.size >= sizeof(name))
			return 0;
		str_put(name, sizeof(name), form.fields[i].name);
		form_add(&written, name, form.fields[i].value);
	}
	if (form_read(buf_str(&written), 200, &arena, &again, NULL))
		return 0;
	for (size_t i = 0; i < form.count && form.count == again.count; i++)
		assert(str_equals(form.fields[i].value, again.fields[i].value));
	return 0;
}
