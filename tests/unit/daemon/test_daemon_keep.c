/* What lies beside the ledger before anything starts, and settings as the rooms want them. */
#include "tests/lib/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "daemon/daemon_keep.h"
#include "daemon/daemon_settings.h"

struct cellar {
	char folder[64], media[128], key[128];
	struct config config;
	struct daemon_settings settings;
	struct note note;
};

static int open_cellar(void **state)
{
	struct cellar *cellar = calloc(1, sizeof(*cellar));

	assert_non_null(cellar);
	snprintf(cellar->folder, sizeof(cellar->folder), "/tmp/h-cellar-XXXXXX");
	assert_non_null(mkdtemp(cellar->folder));
	snprintf(cellar->media, sizeof(cellar->media), "%s/a/b/media", cellar->folder);
	snprintf(cellar->key, sizeof(cellar->key), "%s/audit.key", cellar->folder);
	cellar->config.path = cellar->folder;
	cellar->config.media_dir = cellar->media;
	cellar->config.audit_key_file = cellar->key;
	*state = cellar;
	return 0;
}

static int close_cellar(void **state)
{
	struct cellar *cellar = *state;
	char command[96];

	snprintf(command, sizeof(command), "rm -rf %s", cellar->folder);
	assert_int_equal(system(command), 0);
	free(cellar);
	return 0;
}

static enum fault keep(struct cellar *cellar)
{
	cellar->note = (struct note){ .text = "" };
	return daemon_keep(&cellar->config, &cellar->settings, &cellar->note);
}

static void write_key(struct cellar *cellar, const char *text, mode_t mode)
{
	FILE *file = fopen(cellar->key, "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
	assert_int_equal(chmod(cellar->key, mode), 0);
}

static void the_first_start_makes_folders_and_a_key_for_nobody_else(void **state)
{
	struct cellar *cellar = *state;
	struct stat facts;

	assert_int_equal(keep(cellar), FAULT_NONE);
	assert_int_equal(stat(cellar->media, &facts), 0);
	assert_true(S_ISDIR(facts.st_mode));
	assert_int_equal(stat(cellar->key, &facts), 0);
	assert_int_equal(facts.st_mode & 0777, 0600);
	assert_int_equal(facts.st_size, AUDIT_KEY_SIZE);
	assert_int_equal(cellar->settings.core.audit_key.size, AUDIT_KEY_SIZE - 1);
	assert_int_equal(strspn(cellar->settings.audit_key, "0123456789abcdef"), AUDIT_KEY_SIZE - 1);
}

/* A key that changed would make every row before it false. */
static void the_second_start_takes_the_key_that_is_there(void **state)
{
	struct cellar *cellar = *state;
	char first[AUDIT_KEY_SIZE];

	assert_int_equal(keep(cellar), FAULT_NONE);
	memcpy(first, cellar->settings.audit_key, sizeof(first));
	assert_int_equal(keep(cellar), FAULT_NONE);
	assert_string_equal(cellar->settings.audit_key, first);
}

static void two_districts_have_two_keys(void **state)
{
	struct cellar *cellar = *state;
	char first[AUDIT_KEY_SIZE];

	assert_int_equal(keep(cellar), FAULT_NONE);
	memcpy(first, cellar->settings.audit_key, sizeof(first));
	assert_int_equal(unlink(cellar->key), 0);
	assert_int_equal(keep(cellar), FAULT_NONE);
	assert_string_not_equal(cellar->settings.audit_key, first);
}

#define HALF "0123456789abcdef0123456789abcdef"

static void a_key_is_64_hexadecimal_digits_and_nothing_else(void **state)
{
	static const struct { const char *text; bool is_key; } rows[] = {
		{ HALF HALF "\n", true }, { HALF HALF, true }, { "  " HALF HALF " \n\n", true },
		{ "ABCDEF0123456789ABCDEF0123456789" HALF, true },
		{ "", false }, { "\n", false }, { HALF "\n", false }, { HALF HALF "0\n", false },
		{ HALF "0123456789abcdeg0123456789abcdef", false }, { HALF "0123456789abcdef 123456789abcdef", false },
		{ "a word\n", false },
	};
	struct cellar *cellar = *state;

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		enum fault fault;

		write_key(cellar, rows[i].text, 0600);
		fault = keep(cellar);
		if ((fault == FAULT_NONE) != rows[i].is_key)
			fail_msg("\"%s\": %s", rows[i].text, fault_word(fault));
		if (fault) {
			assert_int_equal(fault, FAULT_CONFIG);
			assert_null(strstr(cellar->note.text, HALF));
		}
	}
}

static void a_key_that_everybody_may_read_is_none(void **state)
{
	struct cellar *cellar = *state;

	write_key(cellar, HALF HALF "\n", 0644);
	assert_int_equal(keep(cellar), FAULT_CONFIG);
	assert_non_null(strstr(cellar->note.text, "chmod 640"));
	assert_int_equal(chmod(cellar->key, 0640), 0);
	assert_int_equal(keep(cellar), FAULT_NONE);
}

/* Whatever stands where a folder or the key should be stays as it is. */
static void what_is_in_the_way_is_named_and_left_alone(void **state)
{
	struct cellar *cellar = *state;
	char path[160];

	snprintf(path, sizeof(path), "%s/a", cellar->folder);
	fclose(fopen(path, "w"));
	assert_int_equal(keep(cellar), FAULT_CONFIG);
	assert_non_null(strstr(cellar->note.text, "cannot be made"));
	assert_int_equal(access(path, F_OK), 0);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(mkdir(cellar->key, 0700), 0);
	assert_int_equal(keep(cellar), FAULT_CONFIG);
	assert_int_equal(access(cellar->key, F_OK), 0);
}

static void a_key_is_not_made_through_a_link(void **state)
{
	struct cellar *cellar = *state;
	char target[160];

	snprintf(target, sizeof(target), "%s/elsewhere", cellar->folder);
	assert_int_equal(symlink(target, cellar->key), 0);
	assert_int_equal(keep(cellar), FAULT_CONFIG);
	assert_int_not_equal(access(target, F_OK), 0);
}

/* --- settings ------------------------------------------------------------------------- */

static void a_ladder_has_each_rung_once_and_none_behind_a_visit(void **state)
{
	static const struct { const char *rungs[3]; unsigned count; bool is_good; } rows[] = {
		{ { NULL }, 0, true }, { { "visit" }, 1, true }, { { "voice", "visit" }, 2, true },
		{ { "visit", "voice" }, 2, false }, { { "voice", "voice" }, 2, false },
		{ { "voice", "visit", "voice" }, 3, false },
	};
	struct config *config = calloc(1, sizeof(*config));

	(void)state;
	assert_non_null(config);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct daemon_settings settings = { .audit_key = "" };
		char *ladder[RUNG_COUNT] = { NULL };
		struct note note = { .text = "" };

		*config = (struct config){ .path = (char *)(uintptr_t)"rungs.yaml",
			.district.time_zone = (char *)(uintptr_t)"America/Chicago",
			.district.school_hours = (char *)(uintptr_t)"mon-fri 08:00-16:00",
			.district.texting_hours = (char *)(uintptr_t)"",
			.hours = { (char *)(uintptr_t)"08:00", (char *)(uintptr_t)"21:00" },
			.on_ambiguous = (char *)(uintptr_t)"resend", .clock = (char *)(uintptr_t)"real",
			.forwarded_header = (char *)(uintptr_t)"x-forwarded-for" };
		for (unsigned j = 0; j < rows[i].count; j++)
			ladder[j] = (char *)(uintptr_t)rows[i].rungs[j];
		config->ladder = ladder;
		config->ladder_count = rows[i].count;
		if ((daemon_settings_read(config, &settings, &note) == FAULT_NONE) != rows[i].is_good)
			fail_msg("row %zu: %s", i, note.text);
		if (rows[i].is_good)
			assert_int_equal(settings.core.ladder_count, rows[i].count);
		else
			assert_non_null(strstr(note.text, "a rung stands once"));
	}
	free(config);
}

int main(void)
{
#define CELLAR_TEST(name) cmocka_unit_test_setup_teardown(name, open_cellar, close_cellar)
	const struct CMUnitTest tests[] = {
		CELLAR_TEST(the_first_start_makes_folders_and_a_key_for_nobody_else),
		CELLAR_TEST(the_second_start_takes_the_key_that_is_there),
		CELLAR_TEST(two_districts_have_two_keys),
		CELLAR_TEST(a_key_is_64_hexadecimal_digits_and_nothing_else),
		CELLAR_TEST(a_key_that_everybody_may_read_is_none),
		CELLAR_TEST(what_is_in_the_way_is_named_and_left_alone),
		CELLAR_TEST(a_key_is_not_made_through_a_link),
		cmocka_unit_test(a_ladder_has_each_rung_once_and_none_behind_a_visit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
