#include "fuzz.h"

#include "settings/config_tree.h"

/* Two kinds of accounts, with rows of every sort. */
static const struct account_option rows[] = {
	{ "account_sid", ACCOUNT_TEXT, false, true, "AC0", "the account's id" },
	{ "auth_token_file", ACCOUNT_SECRET_FILE, false, false, "/dev/null", "its secret" },
	{ "public_keys", ACCOUNT_TEXT, true, false, "key", "a list" },
	{ .key = NULL },
};
static const struct account_kind twilio = { "twilio", "https://api.example.org", rows };
static const struct account_kind practice = { "practice", "", rows };
static const struct account_kind *const kinds[] = { &twilio, &practice, NULL };

/* Any file is read, or refused with a place. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	char path[] = "fuzz.yaml";
	struct config config = { .path = path, .kinds = kinds };
	struct note note = { .text = "" };
	enum fault fault;

	arena_init(&config.arena, 4 << 20);
	fault = config_tree_read(&config, (struct str){ (const char *)bytes, size }, &note);
	assert(!fault || note.text[0]);
	arena_done(&config.arena);
	return 0;
}
