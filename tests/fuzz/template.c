#include "fuzz.h"

#include "i18n/text/shim.h"

/* A pattern is refused with ICU's reason, or what it says is UTF-8 and not without end. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static const char *const locales[] = { "en", "ar", "cy", "so" };
	static const struct shim_arg args[] = {
		{ "count", STR_NONE, 5, true },       { "district", STR("Maple"), 0, false },
		{ "known", STR("yes"), 0, false },    { "n", STR_NONE, 2, true },
		{ "name", STR("Rosa {n}"), 0, false }, { "x", STR("'{x}'"), 0, false },
	};
	struct shim_message *message = NULL;
	struct note note = { .text = "" };
	AUTO(buf) said;

	buf_init(&said, 1 << 16);
	if (size == 0)
		return 0;
	if (shim_message_new((struct str){ (const char *)bytes + 1, size - 1 },
			     locales[bytes[0] % COUNT_OF(locales)], &message, &note)) {
		assert(note.text[0] && !message);
		return 0;
	}
	if (!shim_message_say(message, args, COUNT_OF(args), &said, &note))
		assert(buf_check(&said, NULL) || str_is_utf8(buf_str(&said)));
	shim_message_free(&message);
	return 0;
}
