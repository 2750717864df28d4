/* A new key for a ledger and its pictures, cut at every place where it can be. */
#include "sealed_town.h"

#include "store/sealing/sealing_media.h"

static void a_new_key_opens_all_and_the_old_one_lies_beside_it(void **state)
{
	struct town town;
	char old[SEAL_ID_SIZE], id[SEAL_ID_SIZE], end[32], where[SEALING_KEY_PATH];
	struct seal_key *found = NULL;
	struct number number;
	AUTO(buf) before;

	(void)state;
	buf_init(&before, 1 << 20);
	town_new(&town);
	marked_dump(town.ledger.db, &before);
	assert_fine(town_start(&town));
	str_put(old, sizeof(old), str_of(seal_key_id(town.sealing.key)));
	assert_fine(sealing_rotate(&town.sealing, town.ledger.db, &town.report, &town.note));
	str_put(id, sizeof(id), str_of(seal_key_id(town.sealing.key)));
	assert_string_not_equal(old, id);
	assert_fine(town_start(&town));
	assert_string_equal(seal_key_id(town.sealing.key), id);
	assert_same_dump(&town, &before);
	assert_fine(number_get(town.ledger.db, STR(MARKED_PHONE), &number));
	assert_int_equal(marked_residue(&town.ledger), 0);
	snprintf(end, sizeof(end), ".old-%s", old);
	assert_true(is_there(&town, end) && !is_there(&town, ".new"));
	assert_fine(sealing_key_find(town.key, old, &found, where, NULL));
	seal_key_free(&found);
	town_done(&town);
}

/* --- cut at each place ------------------------------------------------------------------- */

static void copy_key(const struct town *town, const char *from, const char *to)
{
	char command[600];

	snprintf(command, sizeof(command), "cp -p %s%s %s%s", town->key, from, town->key, to);
	assert_int_equal(system(command), 0);
}

static void a_new_key_that_never_came_into_force_is_set_aside(void **state)
{
	struct town town;
	char id[SEAL_ID_SIZE], end[40];
	struct seal_key *next = NULL;
	char path[256];

	(void)state;
	town_new(&town);
	assert_fine(town_start(&town));
	str_put(id, sizeof(id), str_of(seal_key_id(town.sealing.key)));
	snprintf(path, sizeof(path), "%s.new", town.key);
	assert_fine(seal_key_make(path, NULL, NULL));
	assert_fine(seal_key_read(path, &next, NULL));
	assert_fine(town_start(&town));
	assert_string_equal(seal_key_id(town.sealing.key), id);
	snprintf(end, sizeof(end), ".unused-%s", seal_key_id(next));
	assert_true(is_there(&town, end) && !is_there(&town, ".new"));
	seal_key_free(&next);
	town_done(&town);
}

/* The ledger has the new key, the files do not: before the media, before the first name, between the two. */
static void a_rotation_that_was_cut_is_finished_by_the_next_start(void **state)
{
	(void)state;
	for (int cut = 0; cut < 3; cut++) {
		struct town town;
		char old[SEAL_ID_SIZE], id[SEAL_ID_SIZE], end[40];
		AUTO(buf) before;

		buf_init(&before, 1 << 20);
		town_new(&town);
		marked_dump(town.ledger.db, &before);
		assert_fine(town_start(&town));
		str_put(old, sizeof(old), str_of(seal_key_id(town.sealing.key)));
		snprintf(end, sizeof(end), ".old-%s", old);
		assert_fine(sealing_rotate(&town.sealing, town.ledger.db, &town.report, &town.note));
		str_put(id, sizeof(id), str_of(seal_key_id(town.sealing.key)));
		copy_key(&town, "", ".new");
		if (cut < 2)
			copy_key(&town, end, "");
		else
			assert_int_equal(unlink(town.key), 0); /* not ours to do, but to bear */
		if (cut == 0) {
			char path[256];

			snprintf(path, sizeof(path), "%s%s", town.key, end);
			assert_int_equal(unlink(path), 0);
		}
		assert_fine(town_start(&town));
		assert_true(town.report.is_rotated);
		assert_string_equal(seal_key_id(town.sealing.key), id);
		assert_same_dump(&town, &before);
		assert_true(is_there(&town, "") && is_there(&town, end) && !is_there(&town, ".new"));
		town_done(&town);
	}
}

static void a_new_key_that_cannot_be_put_in_its_place_opens_all_the_same(void **state)
{
	struct town town;
	char id[SEAL_ID_SIZE];
	AUTO(buf) before;

	(void)state;
	buf_init(&before, 1 << 20);
	town_new(&town);
	marked_dump(town.ledger.db, &before);
	assert_fine(town_start(&town));
	folder_is_closed = true;
	assert_fine(sealing_rotate(&town.sealing, town.ledger.db, &town.report, &town.note));
	assert_true(town.report.is_key_beside);
	str_put(id, sizeof(id), str_of(seal_key_id(town.sealing.key)));
	assert_fine(town_start(&town));
	assert_true(town.report.is_key_beside && is_there(&town, ".new"));
	assert_same_dump(&town, &before);
	folder_is_closed = false;
	assert_fine(town_start(&town));
	assert_true(!town.report.is_key_beside && !is_there(&town, ".new"));
	assert_string_equal(seal_key_id(town.sealing.key), id);
	assert_same_dump(&town, &before);
	town_done(&town);
}

static void put_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static void what_stands_at_the_old_keys_name_is_never_taken_for_it(void **state)
{
	struct town town;
	char old[SEAL_ID_SIZE], path[256];
	struct seal_key *still = NULL;

	(void)state;
	town_new(&town);
	assert_fine(town_start(&town));
	str_put(old, sizeof(old), str_of(seal_key_id(town.sealing.key)));
	snprintf(path, sizeof(path), "%s.old-%s", town.key, old);
	put_file(path, "SQLite format 3");
	assert_fine(sealing_rotate(&town.sealing, town.ledger.db, &town.report, &town.note));
	assert_true(town.report.is_key_beside && is_there(&town, ".new"));
	assert_fine(seal_key_read(town.key, &still, NULL));
	assert_string_equal(seal_key_id(still), old);
	seal_key_free(&still);
	assert_int_equal(unlink(path), 0);
	assert_fine(town_start(&town));
	assert_true(!town.report.is_key_beside && !is_there(&town, ".new"));
	assert_fine(seal_key_read(path, &still, NULL));
	seal_key_free(&still);
	town_done(&town);
}

static void a_key_behind_a_link_is_changed_where_it_lies(void **state)
{
	struct town town;
	struct stat facts;
	char disk[256], real[300], path[400];

	(void)state;
	town_new(&town);
	snprintf(disk, sizeof(disk), "%s-disk", town.key);
	snprintf(real, sizeof(real), "%s/k", disk);
	assert_int_equal(mkdir(disk, 0700), 0);
	assert_int_equal(rename(town.key, real), 0);
	assert_int_equal(symlink(real, town.key), 0);
	assert_fine(town_start(&town));
	snprintf(path, sizeof(path), "%s.old-%s", real, seal_key_id(town.sealing.key));
	assert_fine(sealing_rotate(&town.sealing, town.ledger.db, &town.report, &town.note));
	assert_int_equal(lstat(town.key, &facts), 0);
	assert_true(S_ISLNK(facts.st_mode));
	assert_int_equal(access(path, F_OK), 0);
	assert_false(is_there(&town, ".new"));
	assert_fine(town_start(&town));
	assert_int_equal(unlink(town.key), 0);
	assert_int_equal(rename(real, town.key), 0);
	assert_int_equal(unlink(path), 0);
	assert_int_equal(rmdir(disk), 0);
	town_done(&town);
}

/* --- pictures -------------------------------------------------------------------------------- */

static const char picture[] = "\x89PNG " MARK " of bytes";

static void put_picture(const struct town *town, const char *name, const char *bytes)
{
	char path[256];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", town->media, name);
	file = fopen(path, "w");
	assert_non_null(file);
	assert_true(fputs(bytes, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

static const char *place_of(const struct town *town, const char *name)
{
	static char path[256];

	snprintf(path, sizeof(path), "%s/%s", town->media, name);
	return path;
}

static void raw_picture(const struct town *town, const char *name, struct buf *bytes)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/%s", town->media, name);
	assert_fine(file_read(path, bytes, NULL));
}

static enum fault shown(const struct town *town, const char *name, struct buf *bytes)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/%s", town->media, name);
	return sealing_media_read(path, town->key, bytes, NULL);
}

static void pictures_are_sealed_with_the_ledger_and_shown_as_they_came(void **state)
{
	static const char *const names[] = { "110-0.png", "110-1.txt" };
	struct town town;

	(void)state;
	town_new(&town);
	put_picture(&town, names[0], picture);
	put_picture(&town, names[1], "hearback-media-1\nAAAAAAAA\n" MARK " who knows how we spell it, and at some length");
	put_picture(&town, "README", MARK); /* none of ours */
	for (int key = 0; key < 3; key++) {
		assert_fine(town_start(&town));
		for (size_t i = 0; i < COUNT_OF(names); i++) {
			AUTO(buf) raw;
			AUTO(buf) open;

			buf_init(&raw, 4096);
			buf_init(&open, 4096);
			raw_picture(&town, names[i], &raw);
			assert_int_equal(str_find(buf_str(&raw), STR(MARK)), raw.size);
			assert_fine(shown(&town, names[i], &open));
			assert_true(str_find(buf_str(&open), STR(MARK)) < open.size);
			assert_true(i > 0 || str_is(buf_str(&open), picture));
		}
		assert_fine(sealing_rotate(&town.sealing, town.ledger.db, &town.report, &town.note));
		assert_int_equal(town.report.media, 2);
		assert_int_equal(town.report.unreadable, 0);
	}
	town_done(&town);
}

static void seal_pictures(const struct town *town, const char *key_file, const struct seal_key *to)
{
	struct sealing_media_count count;

	assert_fine(sealing_media_all(&(struct sealing_media_ask){ town->media, key_file, to, false }, &count, NULL));
	assert_int_equal(count.sealed, 1);
	assert_int_equal(count.unreadable, 0);
}

/* A plain backup was put back, and a new key made, while the pictures had the key of before. */
static void a_picture_is_opened_by_the_key_of_before_whether_that_was_away_or_beside(void **state)
{
	struct town town;
	struct seal_key *first = NULL, *second = NULL;
	char old[300], next[256], away[256];

	(void)state;
	town_new(&town);
	snprintf(next, sizeof(next), "%s-2", town.key);
	snprintf(away, sizeof(away), "%s-away", town.key);
	assert_fine(seal_key_read(town.key, &first, NULL));
	assert_fine(seal_key_make(next, NULL, NULL));
	assert_fine(seal_key_read(next, &second, NULL));
	snprintf(old, sizeof(old), "%s.old-%s", next, seal_key_id(first));
	for (int is_away = 0; is_away < 2; is_away++) {
		AUTO(buf) open;

		buf_init(&open, 4096);
		put_picture(&town, "110-0.png", picture);
		seal_pictures(&town, town.key, first);
		assert_int_equal(rename(town.key, is_away ? away : old), 0);
		seal_pictures(&town, next, second);
		assert_int_equal(rename(is_away ? away : old, is_away ? old : away), 0);
		assert_fine(sealing_media_read(place_of(&town, "110-0.png"), next, &open, NULL));
		assert_true(str_is(buf_str(&open), picture));
		assert_int_equal(rename(is_away ? old : away, town.key), 0);
	}
	assert_int_equal(unlink(next), 0);
	seal_key_free(&first);
	seal_key_free(&second);
	town_done(&town);
}

/* Larger than any picture that we took. */
static void what_cannot_be_read_holds_no_start_up(void **state)
{
	struct town town;

	(void)state;
	town_new(&town);
	put_picture(&town, "110-0.png", picture);
	assert_int_equal(truncate(place_of(&town, "110-0.png"), 13 << 20), 0);
	assert_fine(town_start(&town));
	assert_int_equal(town.report.unreadable, 1);
	town_done(&town);
}

static void a_damaged_picture_is_an_error_and_stays(void **state)
{
	struct town town;
	AUTO(buf) raw;
	AUTO(buf) after;
	AUTO(buf) open;

	(void)state;
	buf_init(&raw, 4096);
	buf_init(&after, 4096);
	buf_init(&open, 4096);
	town_new(&town);
	put_picture(&town, "110-0.png", picture);
	assert_fine(town_start(&town));
	raw_picture(&town, "110-0.png", &raw);
	raw.at[raw.size - 20] ^= 1;
	{
		char path[256];
		FILE *file;

		snprintf(path, sizeof(path), "%s/110-0.png", town.media);
		file = fopen(path, "w");
		assert_non_null(file);
		assert_int_equal(fwrite(raw.at, 1, raw.size, file), raw.size);
		assert_int_equal(fclose(file), 0);
	}
	assert_fault(shown(&town, "110-0.png", &open), FAULT_BROKEN);
	assert_int_equal(open.size, 0);
	assert_fine(sealing_rotate(&town.sealing, town.ledger.db, &town.report, &town.note));
	assert_int_equal(town.report.unreadable, 1);
	raw_picture(&town, "110-0.png", &after);
	assert_true(str_equals(buf_str(&raw), buf_str(&after)));
	town_done(&town);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_key_opens_all_and_the_old_one_lies_beside_it),
		cmocka_unit_test(a_new_key_that_never_came_into_force_is_set_aside),
		cmocka_unit_test(a_rotation_that_was_cut_is_finished_by_the_next_start),
		cmocka_unit_test(a_new_key_that_cannot_be_put_in_its_place_opens_all_the_same),
		cmocka_unit_test(pictures_are_sealed_with_the_ledger_and_shown_as_they_came),
		cmocka_unit_test(what_stands_at_the_old_keys_name_is_never_taken_for_it),
		cmocka_unit_test(a_key_behind_a_link_is_changed_where_it_lies),
		cmocka_unit_test(a_picture_is_opened_by_the_key_of_before_whether_that_was_away_or_beside),
		cmocka_unit_test(what_cannot_be_read_holds_no_start_up),
		cmocka_unit_test(a_damaged_picture_is_an_error_and_stays),
	};

	if (engine_is_postgresql()) {
		puts("ledgers are sealed and given new keys in files alone, so far");
		return 0;
	}
	unsetenv("SEALED"); /* these begin plain */
	return cmocka_run_group_tests(tests, NULL, NULL);
}
