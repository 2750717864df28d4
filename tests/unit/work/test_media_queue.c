/* The pictures families sent. */
#include "seen.h"
#include "world.h"

#include "tests/lib/journal.h"
#include "work/inbound/media_queue.h"

#include <dirent.h>

static int64_t in_state(struct world *world, const char *state)
{
	char sql[128];

	snprintf(sql, sizeof(sql), "SELECT count(*) FROM media WHERE state = '%s'", state);
	return world_number(world, sql);
}

static struct world *world_ready(void)
{
	struct world *world = world_new();

	world->provider.media_status = 200;
	world->provider.media_type = "image/png";
	world->provider.media_body = "a picture";
	world_open(world);
	world_start(world);
	return world;
}

/* A text with that many pictures; `url` is completed with the provider's address. */
static void show(struct world *world, int count, const char *path, const char *type)
{
	char urls[ADAPTER_MEDIA][128];
	struct inbound inbound = { .id = STR("MM1"), .from = STR(ROSA), .to = STR(LINE_1),
			       .text = STR("Hello, is this the right form for the school?") };

	for (int i = 0; i < count; i++) {
		snprintf(urls[i], sizeof(urls[i]), "%s%s%d", path[0] == '/' ? world->base_url : "",
			 path, i);
		inbound.media[inbound.media_count] = str_of(urls[i]);
		inbound.media_type[inbound.media_count++] = str_of(type);
	}
	world->is_done = false;
	assert_fine(intake_accept(&world->core->lines[0], &inbound, 0, world_on_inbound, world));
	world_until(world, world->is_done);
	assert_fine(world->fault);
}

static bool has_file(const struct world *world, const char *ending)
{
	DIR *dir = opendir(world->folder);
	struct dirent *entry;
	bool found = false;

	while ((entry = readdir(dir)))
		found |= str_ends(str_of(entry->d_name), str_of(ending));
	closedir(dir);
	return found;
}

static void a_picture_is_kept_as_a_file(void **state)
{
	struct world *world = world_ready();

	(void)state;
	show(world, 2, "/media/", "image/jpeg");
	world_until(world, in_state(world, "kept") == 2);
	assert_true(has_file(world, "-0.png"));
	assert_true(has_file(world, "-1.png"));
	world_until(world, world->core->counts.media_kept == 2);
	world_until(world, world_count_to(world, ROSA) == 1);
	world_free(&world);
}

static void the_family_is_told_once_what_could_not_be_opened(void **state)
{
	struct world *world = world_ready();

	(void)state;
	world->provider.media_type = "application/x-dosexec";
	show(world, 3, "/media/", "");
	world_until(world, in_state(world, "failed") == 3);
	assert_int_equal(seen_said(world->eyes, KIND_SERVICE), 1);
	assert_int_equal(seen_told_all(world->eyes, "media.failed"), 3);
	world_until(world, world_count_to(world, ROSA) == 2);
	world_free(&world);
}

static void a_provider_that_is_busy_is_asked_four_more_times(void **state)
{
	static const int64_t waits[] = { 11 * SECOND_MS, MINUTE_MS + SECOND_MS, 16 * MINUTE_MS,
					 HOUR_MS + SECOND_MS };
	struct world *world = world_ready();

	(void)state;
	world->provider.media_status = 503;
	show(world, 1, "/media/", "image/png");
	for (size_t i = 0; i < COUNT_OF(waits); i++) {
		char sql[64];

		snprintf(sql, sizeof(sql), "SELECT count(*) FROM media WHERE tries = %zu", i + 1);
		world_until(world, world_number(world, sql) == 1);
		world_turn_for(world, 50);
		assert_int_equal(world->provider.media_asks, i + 1);
		world_advance(world, waits[i]);
		/* its own look is every few seconds; what just failed does not hurry it */
		world_until(world, world->provider.media_asks == (int)i + 2);
	}
	world_until(world, in_state(world, "failed") == 1);
	world_free(&world);
}

static void a_redirect_is_followed_to_the_provider_and_nowhere_else(void **state)
{
	static const struct {
		const char *label;
		const char *location;
		int asks;
	} rows[] = {
		{ "to somebody else", "https://evil.example.org/a.png", 1 },
		{ "to ourselves by another name", "http://localhost/a.png", 1 },
		{ "to a file", "file:///etc/passwd", 1 },
		{ "with a user in it", "https://api.twilio.com@127.0.0.1/", 1 },
		{ "in a circle, to the provider itself", NULL, 4 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct world *world = world_ready();
		char again[128];

		snprintf(again, sizeof(again), "%s/media/again", world->base_url);
		world->provider.media_location = rows[i].location ? rows[i].location : again;
		show(world, 1, "/media/", "image/png");
		world_until(world, in_state(world, "failed") == 1 ||
				   world_number(world, "SELECT tries FROM media") == 1);
		if (world->provider.media_asks != rows[i].asks)
			fail_msg("%s: %d", rows[i].label, world->provider.media_asks);
		world_free(&world);
	}
}

static void an_address_that_is_not_the_providers_is_never_asked(void **state)
{
	struct world *world = world_ready();

	(void)state;
	show(world, 1, "http://127.0.0.1:1/media/", "image/png");
	world_until(world, in_state(world, "failed") == 1);
	assert_int_equal(world->provider.media_asks, 0);
	world_free(&world);
}

static void the_pictures_of_a_polled_text_are_found_in_its_list(void **state)
{
	struct world *world = world_new();
	struct thing *thing;

	(void)state;
	world->provider.media_status = 200;
	world->provider.media_type = "image/png";
	world->provider.media_body = "a picture";
	world->provider.media_list = "{\"media_list\": ["
		"{\"uri\": \"/2010-04-01/Accounts/AC/Messages/SM/Media/ME1.json\", \"content_type\": \"image/png\"},"
		"{\"uri\": \"/2010-04-01/Accounts/AC/Messages/SM/Media/ME2.json\", \"content_type\": \"image/png\"}]}";
	thing = provider_add(&world->provider, ROSA, LINE_1, "", true);
	thing->media = 2;
	world_open(world);
	world_start(world);
	world_until(world, in_state(world, "kept") == 2);
	assert_int_equal(world->provider.media_asks, 3);
	world_free(&world);
}

static void a_list_without_a_picture_is_not_a_kept_picture(void **state)
{
	struct world *world = world_new();

	(void)state;
	world->provider.media_list = "{\"media_list\": []}";
	provider_add(&world->provider, ROSA, LINE_1, "Hello, is this the right form?", true)->media = 1;
	world_open(world);
	world_start(world);
	world_until(world, world_number(world, "SELECT tries FROM media") == 1);
	assert_int_equal(in_state(world, "kept"), 0);
	world_free(&world);
}

static void a_disk_that_is_full_is_tried_again(void **state)
{
	struct world *world = world_new();

	(void)state;
	world->provider.media_status = 200;
	world->provider.media_type = "image/png";
	world->provider.media_body = "a picture";
	world->settings.media_dir = "/nowhere";
	world_open(world);
	world_start(world);
	show(world, 1, "/media/", "image/png");
	world_until(world, world_number(world, "SELECT tries FROM media") == 1);
	assert_int_equal(in_state(world, "waiting"), 1);
	world_free(&world);
}

/* Which message, why, and whether it is tried again: no address, which would open the picture. */
static void each_try_that_failed_is_a_line_in_the_log_without_its_address(void **state)
{
	static const struct { int status; const char *type, *path, *says; } rows[] = {
		{ 503, "image/png", "/media/secret", "why=status status=503 tries=1 again=yes" },
		{ 403, "image/png", "/media/secret", "why=status status=403 tries=1 again=yes" },
		{ 200, "application/x-dosexec", "/media/secret", "why=type status=200 tries=5 again=no" },
		{ 200, "image/png", "https://elsewhere.example/secret", "why=address status=0 tries=5 again=no" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct world *world = world_ready();
		struct journal journal;
		const char *said;

		world->provider.media_status = rows[i].status;
		world->provider.media_type = rows[i].type;
		log_set_level(LOG_WARN);
		journal_open(&journal);
		show(world, 1, rows[i].path, "");
		world_until(world, world_number(world, "SELECT count(*) FROM media WHERE tries > 0 OR state = 'failed'") == 1);
		said = journal_close(&journal);
		if (!strstr(said, "media.fetch_failed msg=") || !strstr(said, rows[i].says) || strstr(said, "secret"))
			fail_msg("row %zu: %s", i, said);
		world_free(&world);
	}
}

static void a_disk_that_cannot_be_written_is_named_in_the_log(void **state)
{
	struct world *world = world_new();
	struct journal journal;
	const char *said;

	(void)state;
	world->provider.media_status = 200;
	world->provider.media_type = "image/png";
	world->provider.media_body = "a picture";
	world->settings.media_dir = "/nowhere";
	world_open(world);
	world_start(world);
	log_set_level(LOG_WARN);
	journal_open(&journal);
	show(world, 1, "/media/", "image/png");
	world_until(world, world_number(world, "SELECT tries FROM media") == 1);
	said = journal_close(&journal);
	if (!strstr(said, "why=disk") || !strstr(said, "media_dir: No such file"))
		fail_msg("%s", said);
	world_free(&world);
}

static void what_is_fetched_at_the_end_is_forgotten_quietly(void **state)
{
	struct world *world = world_ready();

	(void)state;
	show(world, 3, "/media/", "image/png");
	while (world->provider.media_asks == 0)
		loop_turn(world->loop, 1);
	world_free(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_picture_is_kept_as_a_file),
		cmocka_unit_test(the_family_is_told_once_what_could_not_be_opened),
		cmocka_unit_test(a_provider_that_is_busy_is_asked_four_more_times),
		cmocka_unit_test(a_redirect_is_followed_to_the_provider_and_nowhere_else),
		cmocka_unit_test(an_address_that_is_not_the_providers_is_never_asked),
		cmocka_unit_test(the_pictures_of_a_polled_text_are_found_in_its_list),
		cmocka_unit_test(a_list_without_a_picture_is_not_a_kept_picture),
		cmocka_unit_test(a_disk_that_is_full_is_tried_again),
		cmocka_unit_test(each_try_that_failed_is_a_line_in_the_log_without_its_address),
		cmocka_unit_test(a_disk_that_cannot_be_written_is_named_in_the_log),
		cmocka_unit_test(what_is_fetched_at_the_end_is_forgotten_quietly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
