#include "tests/lib/fine.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

static char path[] = "/tmp/hearback-file-XXXXXX";

static int make_file(void **state)
{
	int fd = mkstemp(path);

	(void)state;
	return fd < 0 || close(fd) != 0;
}

static int drop_file(void **state)
{
	(void)state;
	return unlink(path);
}

static void holds(struct str text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_int_equal(fwrite(text.at ? text.at : "", 1, text.size, file), text.size);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(chmod(path, 0600), 0);
}

/* Sizes around the block that is read at once, and NULs in it. */
static void a_file_is_read_to_its_last_byte(void **state)
{
	static const size_t sizes[] = { 0, 1, 8191, 8192, 8193, 50000 };
	static char bytes[50000];

	(void)state;
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (char)(i * 31 % 251);
	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		AUTO(buf) into;

		buf_init(&into, sizes[i]);
		holds((struct str){ bytes, sizes[i] });
		assert_fine(file_read(path, &into, NULL));
		assert_int_equal(into.size, sizes[i]);
		assert_memory_equal(buf_str(&into).at, bytes, sizes[i]);
	}
}

static void a_file_over_the_ceiling_is_refused_by_its_name(void **state)
{
	struct note note;
	AUTO(buf) into;

	(void)state;
	holds(STR("12345678"));
	buf_init(&into, 7);
	assert_fault(file_read(path, &into, &note), FAULT_TOO_LARGE);
	assert_string_equal(note.file, path);
	buf_done(&into);
	buf_init(&into, 10);
	buf_add_text(&into, "ab");
	assert_fine(file_read(path, &into, &note));
	assert_string_equal(buf_text(&into), "ab12345678");
	assert_fault(file_read(path, &into, &note), FAULT_TOO_LARGE);
}

/* Missing and unreadable are two things: the one may be right, the other never is. */
static void a_file_that_is_not_there_is_told_from_one_that_cannot_be_read(void **state)
{
	static const struct { const char *name; enum fault fault; } rows[] = {
		{ "/tmp/hearback-no-such-folder/file", FAULT_MISSING }, { "", FAULT_MISSING },
		{ "/tmp", FAULT_DISK }, { "/etc/passwd/file", FAULT_DISK },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct note note = { .text = "" };
		AUTO(buf) into;

		buf_init(&into, 100000);
		assert_fault(file_read(rows[i].name, &into, &note), rows[i].fault);
		assert_fault(file_read_secret(rows[i].name, &into, &note), rows[i].fault);
		assert_string_equal(note.file, rows[i].name);
		assert_true(note.text[0]);
		assert_int_equal(into.size, 0);
	}
}

static void a_secret_comes_without_the_white_space_around_it(void **state)
{
	static const struct { const char *text; const char *secret; } rows[] = {
		{ "sesame", "sesame" }, { "sesame\n", "sesame" }, { "\r\n sesame \t\r\n", "sesame" },
		{ "two words\n", "two words" }, { "\xef\xbb\xbfsesame\r\n", "sesame" }, { "\n\nsesame\n\n", "sesame" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		AUTO(buf) into;

		buf_init(&into, 10);
		holds(str_of(rows[i].text));
		assert_fine(file_read_secret(path, &into, NULL));
		assert_string_equal(buf_text(&into), rows[i].secret);
	}
}

static void an_empty_secret_is_none(void **state)
{
	static const char *const empties[] = { "", "\n", " \t\r\n" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(empties); i++) {
		struct note note;
		AUTO(buf) into;

		buf_init(&into, 10);
		holds(str_of(empties[i]));
		assert_fault(file_read_secret(path, &into, &note), FAULT_CONFIG);
		assert_string_equal(note.file, path);
	}
}

/* Half of it, or both, would be refused by the provider, an hour later and in other words. */
static void a_secret_is_one_line_of_what_can_be_typed(void **state)
{
	static const struct { struct str text; const char *says; } rows[] = {
		{ STR("sesame\nold one\n"), "several lines" }, { STR("sesame\r\nold one"), "several lines" },
		{ STR("sesame\rold one"), "several lines" }, { STR("# the token\nsesame\n"), "several lines" },
		{ STR("ses\0ame\n"), "byte 4" }, { STR("ses\tame"), "byte 4" }, { STR("sesam\xc3\xa9"), "byte 6" },
		{ STR("\xc2\xa0sesame"), "byte 1" }, { STR("sesame\xe2\x80\x8b\n"), "byte 7" },
		{ STR("\xff\xfes\0e\0s\0"), "byte 1" }, { STR("sesame\x7f"), "byte 7" },
		{ STR("\xef\xbb\xbf\n"), "empty" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct note note = { .text = "" };
		AUTO(buf) into;

		buf_init(&into, 100);
		holds(rows[i].text);
		if (file_read_secret(path, &into, &note) != FAULT_CONFIG || !strstr(note.text, rows[i].says))
			fail_msg("row %zu: %s", i, note.text);
		assert_string_equal(note.file, path);
		assert_null(strstr(note.text, "same"));
		assert_int_equal(into.size, 0);
	}
}

/* Nobody waits for a pipe, and no device gives secrets. */
static void a_secret_is_in_a_regular_file(void **state)
{
	static const char *const names[] = { "/dev/zero", "/dev/null", "/tmp" };
	char pipe[64];
	struct note note = { .text = "" };
	AUTO(buf) into;

	(void)state;
	buf_init(&into, 100);
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		assert_fault(file_read_secret(names[i], &into, &note), FAULT_DISK);
		assert_non_null(strstr(note.text, "regular file"));
	}
	snprintf(pipe, sizeof(pipe), "%s.pipe", path);
	assert_int_equal(mkfifo(pipe, 0600), 0);
	assert_fault(file_read_secret(pipe, &into, &note), FAULT_DISK);
	assert_non_null(strstr(note.text, "is a pipe"));
	unlink(pipe);
}

static void a_folder_says_whether_files_may_be_made_in_it(void **state)
{
	static const struct { const char *folder; int error; } rows[] = {
		{ "/tmp", 0 }, { "/nowhere/at/all", ENOENT }, { "/etc/passwd", ENOTDIR }, { "/proc", EOPNOTSUPP },
		{ "/proc/self", EOPNOTSUPP }, { "/sys", EOPNOTSUPP },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_int_equal(file_folder_error(rows[i].folder), rows[i].error);
		if (rows[i].error)
			assert_non_null(strstr(file_cure(rows[i].error), "name"));
	}
	assert_string_equal(file_cure(0), "");
	assert_string_equal(file_cure(ENOSPC), file_cure(EDQUOT));
	assert_null(strstr(file_cure(ENOSPC), "dmesg"));
}

static void a_secret_that_others_may_read_is_none(void **state)
{
	static const struct { mode_t mode; enum fault fault; } rows[] = {
		{ 0600, FAULT_NONE }, { 0400, FAULT_NONE }, { 0640, FAULT_NONE }, { 0644, FAULT_CONFIG },
		{ 0604, FAULT_CONFIG }, { 0777, FAULT_CONFIG },
	};

	(void)state;
	holds(STR("sesame"));
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct note note = { .text = "" };
		AUTO(buf) into;

		buf_init(&into, 100);
		assert_int_equal(chmod(path, rows[i].mode), 0);
		assert_fault(file_read_secret(path, &into, &note), rows[i].fault);
		assert_string_equal(buf_text(&into), rows[i].fault ? "" : "sesame");
		assert_null(strstr(note.text, "sesame"));
	}
}

static void a_secret_larger_than_its_place_is_refused(void **state)
{
	static char long_one[5000];
	AUTO(buf) into;

	(void)state;
	buf_init(&into, 5);
	holds(STR("sesame"));
	assert_fault(file_read_secret(path, &into, NULL), FAULT_TOO_LARGE);
	memset(long_one, 's', sizeof(long_one));
	holds((struct str){ long_one, sizeof(long_one) });
	buf_done(&into);
	buf_init(&into, 10000);
	assert_fault(file_read_secret(path, &into, NULL), FAULT_TOO_LARGE);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_file_is_read_to_its_last_byte),
		cmocka_unit_test(a_file_over_the_ceiling_is_refused_by_its_name),
		cmocka_unit_test(a_file_that_is_not_there_is_told_from_one_that_cannot_be_read),
		cmocka_unit_test(a_secret_comes_without_the_white_space_around_it),
		cmocka_unit_test(an_empty_secret_is_none),
		cmocka_unit_test(a_secret_is_one_line_of_what_can_be_typed),
		cmocka_unit_test(a_secret_is_in_a_regular_file),
		cmocka_unit_test(a_folder_says_whether_files_may_be_made_in_it),
		cmocka_unit_test(a_secret_that_others_may_read_is_none),
		cmocka_unit_test(a_secret_larger_than_its_place_is_refused),
	};

	return cmocka_run_group_tests(tests, make_file, drop_file);
}
