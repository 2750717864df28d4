/* The key's file, and a media file's bytes. */
#include "tests/lib/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "store/seal/seal_media.h"
#include "tests/lib/fine.h"

struct place {
	char folder[64], path[96];
};

static void place_new(struct place *place)
{
	*place = (struct place){ .folder = "/tmp/h-seal-XXXXXX" };
	assert_non_null(mkdtemp(place->folder));
	snprintf(place->path, sizeof(place->path), "%s/a.key", place->folder);
}

static void place_done(struct place *place)
{
	unlink(place->path);
	assert_int_equal(rmdir(place->folder), 0);
}

static void write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(chmod(path, 0600), 0);
}

static void a_key_is_made_once_and_for_its_owner_alone(void **state)
{
	struct place place;
	struct note note = { .text = "" };
	struct stat facts, again;
	struct seal_key *key = NULL, *same = NULL;

	(void)state;
	place_new(&place);
	assert_fault(seal_key_read(place.path, &key, &note), FAULT_MISSING);
	assert_fine(seal_key_make(place.path, NULL, &note));
	assert_int_equal(stat(place.path, &facts), 0);
	assert_int_equal(facts.st_mode & 07777, 0600);
	assert_int_equal(facts.st_size, 65);
	assert_fine(seal_key_read(place.path, &key, &note));
	assert_fault(seal_key_make(place.path, NULL, &note), FAULT_CONFLICT);
	assert_non_null(strstr(note.text, place.path));
	assert_int_equal(stat(place.path, &again), 0);
	assert_true(facts.st_ino == again.st_ino && facts.st_size == again.st_size);
	assert_fine(seal_key_read(place.path, &same, &note));
	assert_string_equal(seal_key_id(key), seal_key_id(same));
	seal_key_free(&key);
	seal_key_free(&same);
	place_done(&place); /* nothing else lies there */
}

/* dangling or not: a link is something that stands there */
static void a_key_is_made_over_nothing(void **state)
{
	struct place place;
	struct note note = { .text = "" };

	(void)state;
	place_new(&place);
	assert_int_equal(symlink("/nowhere/at/all", place.path), 0);
	assert_fault(seal_key_make(place.path, NULL, &note), FAULT_CONFLICT);
	place_done(&place);
	place_new(&place);
	assert_int_equal(rmdir(place.folder), 0);
	assert_fault(seal_key_make(place.path, NULL, &note), FAULT_DISK);
	assert_non_null(strstr(note.text, place.path));
}

static void half_a_key_is_none(void **state)
{
	static const char digits[] = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
	static const char *const bad[] = { "", "\n", "00", "zz0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",
					   "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1",
					   "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f00" };
	struct place place;
	struct seal_key *key = NULL;

	(void)state;
	place_new(&place);
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		struct note note = { .text = "" };

		write_file(place.path, bad[i]);
		assert_fault(seal_key_read(place.path, &key, &note), FAULT_CONFIG);
		assert_null(key);
		assert_true(strstr(note.text, place.path) || strstr(note.file, place.path));
		assert_null(strstr(note.text, "0102"));
	}
	write_file(place.path, digits);
	assert_fine(seal_key_read(place.path, &key, NULL));
	seal_key_free(&key);
	assert_int_equal(chmod(place.path, 0644), 0);
	assert_fault(seal_key_read(place.path, &key, NULL), FAULT_CONFIG);
	place_done(&place);
}

static void a_picture_comes_back_under_its_own_name_alone(void **state)
{
	static const unsigned char secret[SEAL_PART_SIZE] = "one";
	static const unsigned char another[SEAL_PART_SIZE] = "two";
	struct seal_key *key = seal_key_new(secret), *other = seal_key_new(another);
	AUTO(buf) sealed;
	AUTO(buf) back;
	char id[SEAL_ID_SIZE];

	(void)state;
	buf_init(&sealed, 1 << 20);
	buf_init(&back, 1 << 20);
	seal_media_close(key, "12-0.jpg", STR("\xff\xd8 a picture \0 of bytes"), &sealed);
	assert_int_equal(str_find(buf_str(&sealed), STR("picture")), sealed.size);
	assert_true(seal_media_key_id(buf_str(&sealed), id));
	assert_string_equal(id, seal_key_id(key));
	assert_fault(seal_media_open(key, "12-1.jpg", buf_str(&sealed), &back), FAULT_BROKEN);
	assert_fault(seal_media_open(other, "12-0.jpg", buf_str(&sealed), &back), FAULT_BROKEN);
	for (size_t at = 0; at < sealed.size; at++) {
		sealed.at[at] ^= 1;
		assert_fault(seal_media_open(key, "12-0.jpg", buf_str(&sealed), &back), FAULT_BROKEN);
		sealed.at[at] ^= 1;
		assert_fault(seal_media_open(key, "12-0.jpg", (struct str){ sealed.at, at }, &back), FAULT_BROKEN);
	}
	assert_int_equal(back.size, 0); /* nothing of it, however little was changed */
	assert_fine(seal_media_open(key, "12-0.jpg", buf_str(&sealed), &back));
	assert_true(str_equals(buf_str(&back), STR("\xff\xd8 a picture \0 of bytes")));
	assert_false(seal_media_key_id(STR("hearback-media-1\nAAAAAAAA\n"), id));
	assert_false(seal_media_key_id(STR_NONE, id));
	seal_key_free(&key);
	seal_key_free(&other);
}

static void an_empty_file_is_sealed_too(void **state)
{
	static const unsigned char secret[SEAL_PART_SIZE] = "one";
	struct seal_key *key = seal_key_new(secret);
	AUTO(buf) sealed;
	AUTO(buf) back;

	(void)state;
	buf_init(&sealed, 1 << 20);
	buf_init(&back, 1 << 20);
	seal_media_close(key, "12-0.jpg", STR_NONE, &sealed);
	assert_fine(seal_media_open(key, "12-0.jpg", buf_str(&sealed), &back));
	assert_int_equal(back.size, 0);
	seal_key_free(&key);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_key_is_made_once_and_for_its_owner_alone),
		cmocka_unit_test(a_key_is_made_over_nothing),
		cmocka_unit_test(half_a_key_is_none),
		cmocka_unit_test(a_picture_comes_back_under_its_own_name_alone),
		cmocka_unit_test(an_empty_file_is_sealed_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
