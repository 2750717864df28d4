/* The judge of all suites: every line once, whole, in its order, in memory and on disk. */
#include "tests/lib/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "adapters/carrier/carrier_log.h"
#include "tests/lib/fine.h"
#include "tests/lib/instant.h"

enum { KEPT = 100000 };

static void add(struct carrier_log *log, const char *event, const char *text)
{
	json_t *line = json_object();

	json_set_str(line, "text", str_of(text));
	carrier_log_add(log, event, line);
}

/* The numbers of lines, one behind the other: "3 4 5 ". */
static void read_numbers(const struct carrier_log *log, const char *event, int64_t after, int64_t most,
			 struct buf *into)
{
	struct str rest;
	struct str line;
	AUTO(buf) lines;

	buf_init(&lines, 16 << 20);
	carrier_log_read(log, str_of(event), after, most, &lines);
	rest = buf_str(&lines);
	while (str_next(&rest, '\n', &line)) {
		AUTO_JSON *json = NULL;

		if (!line.size)
			continue;
		assert_fine(json_read(line, &json, NULL));
		buf_add_format(into, "%lld ", (long long)json_number(json, "n", -1));
	}
}

static void a_line_has_its_number_its_time_and_its_event_first(void **state)
{
	struct clock *clock = clock_new_practice(at("2026-11-22T10:00:00.250Z"), false);
	struct carrier_log *log = NULL;
	AUTO(buf) lines;

	(void)state;
	buf_init(&lines, 4096);
	assert_fine(carrier_log_open(NULL, clock, &log, NULL));
	add(log, "accepted", "¿Hay \"clases\"?\n");
	carrier_log_read(log, STR(""), 0, 10, &lines);
	assert_string_equal(buf_text(&lines), "{\"event\":\"accepted\",\"n\":1,\"at\":"
			    "\"2026-11-22T10:00:00.250Z\",\"text\":\"¿Hay \\\"clases\\\"?\\n\"}\n");
	carrier_log_free(&log);
	assert_null(log);
	carrier_log_free(&log);
	clock_free(&clock);
}

static void what_is_asked_for_is_read(void **state)
{
	static const struct {
		const char *event;
		int64_t after, most;
		const char *numbers;
	} rows[] = {
		{ "", 0, 100, "1 2 3 4 5 6 " }, { "", 0, 2, "1 2 " },       { "", 4, 100, "5 6 " },
		{ "", 6, 100, "" },             { "", 99, 100, "" },        { "", -7, 100, "1 2 3 4 5 6 " },
		{ "", 0, 0, "" },               { "", 0, -1, "" },          { "odd", 0, 100, "1 3 5 " },
		{ "even", 2, 1, "4 " },         { "od", 0, 100, "" },       { "oddly", 0, 100, "" },
		{ "odd", 5, 100, "" },
	};
	struct clock *clock = clock_new_real();
	struct carrier_log *log = NULL;

	(void)state;
	assert_fine(carrier_log_open(NULL, clock, &log, NULL));
	for (int i = 1; i <= 6; i++)
		add(log, i % 2 ? "odd" : "even", "x");
	assert_int_equal(carrier_log_count(log), 6);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		AUTO(buf) numbers;

		buf_init(&numbers, 1000);
		read_numbers(log, rows[i].event, rows[i].after, rows[i].most, &numbers);
		if (strcmp(buf_text(&numbers), rows[i].numbers) != 0)
			fail_msg("%zu: %s", i, buf_text(&numbers));
	}
	carrier_log_free(&log);
	clock_free(&clock);
}

static void memory_keeps_the_newest_hundred_thousand(void **state)
{
	struct clock *clock = clock_new_real();
	struct carrier_log *log = NULL;
	AUTO(buf) first;
	AUTO(buf) last;

	(void)state;
	buf_init(&first, 1000);
	buf_init(&last, 1000);
	assert_fine(carrier_log_open(NULL, clock, &log, NULL));
	for (int i = 0; i < KEPT + 7; i++)
		add(log, i ? "usual" : "first", "");
	assert_int_equal(carrier_log_count(log), KEPT + 7);
	read_numbers(log, "", 0, 3, &first);
	assert_string_equal(buf_text(&first), "8 9 10 ");
	read_numbers(log, "", KEPT + 5, 100, &last);
	assert_string_equal(buf_text(&last), "100006 100007 ");
	buf_clear(&first);
	read_numbers(log, "first", 0, 10, &first);
	assert_string_equal(buf_text(&first), "");
	carrier_log_free(&log);
	clock_free(&clock);
}

static void make_path(char path[64])
{
	int fd;

	snprintf(path, 64, "/tmp/carrier-log-XXXXXX");
	fd = mkstemp(path);
	assert_true(fd >= 0);
	close(fd);
	unlink(path);
}

static void read_file(const char *path, struct buf *into)
{
	char bytes[4096];
	FILE *file = fopen(path, "r");
	size_t got;

	assert_non_null(file);
	while ((got = fread(bytes, 1, sizeof(bytes), file)) > 0)
		buf_add(into, (struct str){ bytes, got });
	fclose(file);
}

static void a_file_has_every_line_at_once_and_is_its_owner_s_alone(void **state)
{
	struct clock *clock = clock_new_real();
	struct carrier_log *log = NULL;
	struct stat file;
	char path[64];

	(void)state;
	make_path(path);
	for (int turn = 0; turn < 2; turn++) {
		AUTO(buf) on_disk;
		AUTO(buf) in_memory;

		buf_init(&on_disk, 64 * 1024);
		buf_init(&in_memory, 64 * 1024);
		assert_fine(carrier_log_open(path, clock, &log, NULL));
		add(log, "accepted", turn ? "second" : "first");
		read_file(path, &on_disk);
		carrier_log_read(log, STR(""), 0, 10, &in_memory);
		assert_true(str_ends(buf_str(&on_disk), buf_str(&in_memory)));
		assert_true(on_disk.size > in_memory.size * (size_t)turn);
		carrier_log_free(&log);
	}
	assert_int_equal(stat(path, &file), 0);
	assert_int_equal(file.st_mode & 0777, 0600);
	unlink(path);
	clock_free(&clock);
}

static void a_place_that_cannot_be_written_is_told_at_the_start(void **state)
{
	static const char *const bad[] = { "/nowhere/at/all", "/", "" };
	struct clock *clock = clock_new_real();

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		struct carrier_log *log = NULL;
		struct note note = { .text = "" };

		assert_fault(carrier_log_open(bad[i], clock, &log, &note), FAULT_DISK);
		assert_null(log);
		assert_true(note.text[0] != '\0');
	}
	clock_free(&clock);
}

/* The most that a message can say, in the letters that JSON spells longest. */
static void the_longest_line_is_whole(void **state)
{
	struct clock *clock = clock_new_real();
	struct carrier_log *log = NULL;
	AUTO_JSON *read = NULL;
	AUTO(buf) text;
	AUTO(buf) lines;

	(void)state;
	buf_init(&text, 8192);
	buf_init(&lines, 256 * 1024);
	for (int i = 0; i < 1600; i++)
		buf_add_char(&text, '\x01');
	assert_fine(carrier_log_open(NULL, clock, &log, NULL));
	add(log, "accepted", buf_text(&text));
	carrier_log_read(log, STR(""), 0, 1, &lines);
	assert_fine(json_read(buf_str(&lines), &read, NULL));
	assert_true(str_equals(json_str(read, "text"), buf_str(&text)));
	carrier_log_free(&log);
	clock_free(&clock);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_line_has_its_number_its_time_and_its_event_first),
		cmocka_unit_test(what_is_asked_for_is_read),
		cmocka_unit_test(memory_keeps_the_newest_hundred_thousand),
		cmocka_unit_test(a_file_has_every_line_at_once_and_is_its_owner_s_alone),
		cmocka_unit_test(a_place_that_cannot_be_written_is_told_at_the_start),
		cmocka_unit_test(the_longest_line_is_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
