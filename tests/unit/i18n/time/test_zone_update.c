/* The system's tz database is updated under us, or is not there: in a folder of our own, filled
 * by zic as Debian fills the system's. */
#include "tests/lib/instant.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "i18n/time/zone.h"
#include "i18n/time/zone_database.h"

static char folder[] = "/tmp/zones-XXXXXX";

static void write_file(const char *name, const char *text, size_t size)
{
	char path[128];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", folder, name);
	file = fopen(path, "w");
	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, size, file), size);
	assert_int_equal(fclose(file), 0);
}

/* An update as dpkg makes it: files that are compiled elsewhere come to stand in the place of
 * the old ones. */
static void install(const char *rules, const char *version)
{
	char command[512], line[64];

	write_file("source", rules, strlen(rules));
	snprintf(command, sizeof(command), "cd %s && rm -rf new && /usr/sbin/zic -b fat -d new source && rm source &&"
		 " mkdir -p Test && mv new/UTC . && mv new/Test/* Test", folder);
	assert_int_equal(system(command), 0);
	snprintf(line, sizeof(line), "# version %s\n", version);
	write_file("tzdata.zi", line, strlen(line));
}

#define TOWN(offset) "Zone UTC 0 - UTC\nZone Test/Town " offset " - TWN\nZone Test/Field -6 - FLD\n"

static int hour_of(const char *name)
{
	const struct zone *zone = zone_find(str_of(name));

	assert_non_null(zone);
	return zone_read(zone, at("2026-07-15T12:00:00Z")).minute / 60;
}

static void assert_version(const char *expected)
{
	char version[ZONE_FILE_VERSION];

	zone_database_version(version);
	assert_string_equal(version, expected);
}

static void a_system_without_zones_is_told_what_to_install(void **state)
{
	struct note note = { .text = "" };

	(void)state;
	assert_int_equal(zone_database_check(&note), FAULT_CONFIG);
	assert_non_null(strstr(note.text, folder));
	assert_non_null(strstr(note.text, "tzdata"));
	assert_null(zone_find(STR("UTC")));
	install(TOWN("-6"), "2026a");
	assert_int_equal(zone_database_check(&note), FAULT_NONE);
}

static void a_new_law_holds_from_the_reload_on(void **state)
{
	const struct zone *town = zone_find(STR("Test/Town"));

	(void)state;
	assert_int_equal(hour_of("Test/Town"), 6);
	assert_version("2026a");
	assert_false(zone_database_has_changed());
	install(TOWN("-5"), "2026b");
	assert_true(zone_database_has_changed());
	assert_int_equal(hour_of("Test/Town"), 6);
	assert_int_equal(zone_database_reload(), 1);
	assert_false(zone_database_has_changed());
	assert_int_equal(hour_of("Test/Town"), 7);
	assert_int_equal(hour_of("Test/Field"), 6);
	assert_ptr_equal(zone_find(STR("Test/Town")), town);
	assert_version("2026b");
}

static void files_that_say_the_same_are_no_change(void **state)
{
	(void)state;
	install(TOWN("-5"), "2026c");
	assert_true(zone_database_has_changed());
	assert_int_equal(zone_database_reload(), 0);
	assert_false(zone_database_has_changed());
	assert_version("2026c");
}

/* Whoever found the rules before the reload goes on with them. */
static void rules_of_before_stay_for_whoever_reads_them(void **state)
{
	const struct shim_rules *before = zone_database_rules(zone_find(STR("Test/Town")));

	(void)state;
	install(TOWN("-4"), "2026d");
	assert_int_equal(zone_database_reload(), 1);
	assert_int_equal(hour_of("Test/Town"), 8);
	assert_ptr_not_equal(zone_database_rules(zone_find(STR("Test/Town"))), before);
	install(TOWN("-5"), "2026e");
	assert_int_equal(zone_database_reload(), 1);
	assert_int_equal(hour_of("Test/Town"), 7);
}

static void a_broken_update_leaves_the_clocks_as_they_are(void **state)
{
	static const char cut[] = "TZif2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\xff\xff\xff\xff";
	/* heads that ask for more than there is, which a reader would make room for */
	static const char greedy[] = "TZif2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				     "\x7f\xff\xff\xff\0\0\0\1\0\0\0\1abcdefghijklmnopqrst";
	static const struct { const char *text; size_t size; } files[] = {
		{ "", 0 }, { "no zone at all", 14 }, { cut, sizeof(cut) }, { greedy, sizeof(greedy) },
	};
	char path[128];

	(void)state;
	snprintf(path, sizeof(path), "%s/Test/Town", folder);
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		write_file("Test/Town", files[i].text, files[i].size);
		assert_int_equal(zone_database_reload(), 0);
		assert_false(zone_database_has_changed());
		assert_int_equal(zone_database_old(), 1);
		assert_int_equal(hour_of("Test/Town"), 7);
	}
	assert_int_equal(unlink(path), 0);
	assert_true(zone_database_has_changed());
	assert_int_equal(zone_database_reload(), 0);
	assert_int_equal(hour_of("Test/Town"), 7);
	assert_false(zone_database_has_changed());
	assert_int_equal(zone_database_old(), 1);
	install(TOWN("-6"), "2026f");
	assert_int_equal(zone_database_reload(), 1);
	assert_int_equal(hour_of("Test/Town"), 6);
	assert_int_equal(zone_database_old(), 0);
	/* the same rules again are a good reload too */
	write_file("Test/Town", "TZif2", 5);
	assert_int_equal(zone_database_reload(), 0);
	assert_int_equal(zone_database_old(), 1);
	install(TOWN("-6"), "2026f");
	assert_int_equal(zone_database_reload(), 0);
	assert_int_equal(zone_database_old(), 0);
}

/* Somebody holds all descriptors when the update comes: it is not forgotten. */
static void an_update_that_cannot_be_read_is_read_the_next_time(void **state)
{
	struct rlimit before, none;

	(void)state;
	install(TOWN("-5"), "2026g");
	assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
	none = (struct rlimit){ .rlim_cur = 0, .rlim_max = before.rlim_max };
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &none), 0);
	assert_int_equal(zone_database_reload(), 0);
	assert_true(zone_database_has_changed());
	assert_int_equal(hour_of("Test/Town"), 6);
	assert_version("2026f");
	assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
	assert_int_equal(zone_database_reload(), 1);
	assert_false(zone_database_has_changed());
	assert_int_equal(hour_of("Test/Town"), 7);
	assert_version("2026g");
	install(TOWN("-6"), "2026f");
	assert_int_equal(zone_database_reload(), 1);
}

static void what_is_no_zone_file_is_no_zone(void **state)
{
	char path[128];

	(void)state;
	write_file("Test/Cut", "TZif2", 5);
	write_file("Test/Words", "words", 5);
	snprintf(path, sizeof(path), "%s/Test/Pipe", folder);
	assert_int_equal(mkfifo(path, 0644), 0);
	assert_null(zone_find(STR("Test/Cut")));
	assert_null(zone_find(STR("Test/Words")));
	assert_null(zone_find(STR("Test/Pipe")));
	assert_null(zone_find(STR("Test")));
}

static void a_version_that_is_none_is_unknown(void **state)
{
	static const char *const lines[] = { "", "# redo posix_only\n", "# version \n", "# version 20\"26\n",
					     "# version 2026f\x1b[31m\n" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(lines); i++) {
		write_file("tzdata.zi", lines[i], strlen(lines[i]));
		(void)zone_database_reload();
		assert_version("unknown");
	}
}

/* --- readers beside a reload ------------------------------------------------------------------ */

struct reading {
	_Atomic bool is_over;
	_Atomic int wrong, count;
};

static void *read_on(void *data)
{
	struct reading *reading = data;
	const struct zone *zone = zone_find(STR("Test/Town"));
	int64_t now = at("2026-07-15T12:00:00Z");

	while (!reading->is_over) {
		struct zone_time time = zone_read(zone, now);
		int hour = time.minute / 60;
		int64_t back = zone_instant(zone_find(STR("Test/Field")), 2026, 7, 15, 6 * 60);

		reading->wrong += (hour != 6 && hour != 7) || back != now;
		reading->count++;
	}
	return NULL;
}

static void readers_on_other_threads_see_one_edition_or_the_other(void **state)
{
	static struct reading reading;
	pthread_t threads[3];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(threads); i++)
		assert_int_equal(pthread_create(&threads[i], NULL, read_on, &reading), 0);
	for (int round = 0; round < 20; round++) {
		install(round % 2 ? TOWN("-6") : TOWN("-5"), "2026g");
		assert_int_equal(zone_database_reload(), 1);
	}
	while (reading.count < 100)
		usleep(1000);
	reading.is_over = true;
	for (size_t i = 0; i < COUNT_OF(threads); i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(reading.wrong, 0);
}

static int make_folder(void **state)
{
	(void)state;
	if (!mkdtemp(folder))
		return -1;
	return setenv("TZDIR", folder, 1);
}

static int remove_folder(void **state)
{
	char command[64];

	(void)state;
	snprintf(command, sizeof(command), "rm -rf %s", folder);
	return system(command);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_system_without_zones_is_told_what_to_install),
		cmocka_unit_test(a_new_law_holds_from_the_reload_on),
		cmocka_unit_test(files_that_say_the_same_are_no_change),
		cmocka_unit_test(rules_of_before_stay_for_whoever_reads_them),
		cmocka_unit_test(a_broken_update_leaves_the_clocks_as_they_are),
		cmocka_unit_test(an_update_that_cannot_be_read_is_read_the_next_time),
		cmocka_unit_test(what_is_no_zone_file_is_no_zone),
		cmocka_unit_test(a_version_that_is_none_is_unknown),
		cmocka_unit_test(readers_on_other_threads_see_one_edition_or_the_other),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
