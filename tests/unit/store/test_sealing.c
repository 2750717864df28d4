/* A ledger and its key: what a start finds, seals, refuses; a new key, cut at every place where it can be. */
#include "marked.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#include "store/messaging/delivery_due.h"
#include "store/seal/seal_cell.h"
#include "store/sealing/sealing.h"
#include "store/sealing/sealing_key.h"
#include "store/sealing/sealing_media.h"

/* What the system says when it is asked to: the disk is full, nothing may be written beside the key. */
static bool disk_is_full, folder_is_closed;

int statvfs(const char *path, struct statvfs *disk)
{
	(void)path;
	*disk = (struct statvfs){ .f_frsize = 4096, .f_bavail = disk_is_full ? 100 : 1 << 20 };
	return 0;
}

int rename(const char *from, const char *to)
{
	if (folder_is_closed)
		errno = EACCES;
	return folder_is_closed ? -1 : renameat(AT_FDCWD, from, AT_FDCWD, to);
}

struct town {
	struct ledger ledger;
	char key[128], media[128];
	struct sealing_ask ask;
	struct sealing sealing;
	struct sealing_report report;
	struct note note;
};

static void town_ask(struct town *town)
{
	snprintf(town->key, sizeof(town->key), "%s/enc.key", town->ledger.folder);
	snprintf(town->media, sizeof(town->media), "%s/media", town->ledger.folder);
	town->ask = (struct sealing_ask){ town->ledger.address, town->key, town->media };
}

/* A plain ledger of marks, and a key that is configured. */
static void town_new(struct town *town)
{
	*town = (struct town){ .note = { .text = "" } };
	marked_world(&town->ledger);
	town_ask(town);
	assert_int_equal(mkdir(town->media, 0700), 0);
	assert_fine(seal_key_make(town->key, NULL, &town->note));
}

/* As a start does. */
static enum fault town_start(struct town *town)
{
	enum fault fault;

	sealing_done(&town->sealing);
	town->note.text[0] = '\0';
	db_close(&town->ledger.db);
	ledger_connect(&town->ledger);
	fault = sealing_find(&town->sealing, &town->ask, town->ledger.db, &town->note);
	if (!fault)
		fault = sealing_settle(&town->sealing, town->ledger.db, &town->report, &town->note);
	return fault;
}

static void town_done(struct town *town)
{
	char command[256];

	sealing_done(&town->sealing);
	db_close(&town->ledger.db);
	snprintf(command, sizeof(command), "rm -r %s", town->ledger.folder);
	assert_int_equal(system(command), 0);
}

static void assert_same_dump(struct town *town, const struct buf *before)
{
	AUTO(buf) now;

	buf_init(&now, 1 << 20);
	marked_dump(town->ledger.db, &now);
	assert_string_equal(buf_text(&now), buf_text(before));
}

static bool is_there(const struct town *town, const char *end)
{
	char path[256];

	snprintf(path, sizeof(path), "%s%s", town->key, end);
	return access(path, F_OK) == 0;
}

static void without_a_key_nothing_is_touched(void **state)
{
	struct town town;

	(void)state;
	town_new(&town);
	town.ask.key_file = "";
	assert_fine(town_start(&town));
	assert_null(town.sealing.key);
	assert_null(db_sealed_by(town.ledger.db));
	assert_int_equal(ledger_number(town.ledger.db, "SELECT count(*) FROM setting WHERE name LIKE 'seal.%'"), 0);
	assert_true(marked_residue(&town.ledger) > 0);
	town_done(&town);
}

static void a_plain_ledger_is_sealed_whole_and_says_what_it_said(void **state)
{
	struct town town;
	int64_t rows, bad_no;
	AUTO(buf) before;

	(void)state;
	buf_init(&before, 1 << 20);
	town_new(&town);
	marked_dump(town.ledger.db, &before);
	assert_true(str_find(buf_str(&before), STR(LOOKALIKE)) < before.size);
	assert_fine(town_start(&town));
	assert_true(town.report.is_sealed && town.report.rows > 20 && !town.report.has_residue);
	assert_same_dump(&town, &before);
	assert_int_equal(marked_residue(&town.ledger), 0);
	assert_fine(audit_verify(town.ledger.db, STR(MARKED_KEY), &rows, &bad_no));
	assert_int_equal(bad_no, 0);
	/* once */
	assert_fine(town_start(&town));
	assert_true(!town.report.is_sealed && town.report.rows == 0);
	assert_same_dump(&town, &before);
	town_done(&town);
}

/* More rows than a batch, whose numbers move behind those that are still to come. */
static void every_row_of_a_long_table_is_sealed_once(void **state)
{
	enum { MANY = 450 };
	struct town town;
	struct number found;

	(void)state;
	town_new(&town);
	assert_fine(db_begin(town.ledger.db));
	for (int i = 0; i < MANY; i++) {
		char phone[20];
		struct number number;

		snprintf(phone, sizeof(phone), "%s1404%07d", i % 3 ? "+" : "zz", i); /* before and behind "hb1:" */
		number = sample_number(phone, 101);
		assert_fine(number_add(town.ledger.db, &number, noon));
	}
	assert_fine(db_commit(town.ledger.db));
	assert_fine(town_start(&town));
	for (int i = 0; i < MANY; i++) {
		char phone[20];

		snprintf(phone, sizeof(phone), "%s1404%07d", i % 3 ? "+" : "zz", i);
		assert_fine(number_get(town.ledger.db, str_of(phone), &found));
	}
	assert_int_equal(ledger_number(town.ledger.db, "SELECT count(*) FROM number WHERE phone NOT LIKE 'hb1:%'"), 0);
	town_done(&town);
}

/* What is under way is not claimed twice: the hash of before is the hash of now. */
static void a_text_that_is_on_its_way_is_known_again_under_its_new_hash(void **state)
{
	struct town town;
	struct message again = sample_said(300, MARKED_PHONE, LOOKALIKE);
	struct claimed claimed[4];
	size_t count = 9;
	AUTO(arena) arena;

	(void)state;
	arena_init(&arena, 1 << 20);
	town_new(&town);
	assert_fine(db_run(town.ledger.db, "UPDATE delivery SET state = 'unknown'", NULL, 0, NULL));
	for (int key = 0; key < 2; key++) {
		assert_fine(town_start(&town));
		again.id.n++;
		assert_fine(delivery_queue(town.ledger.db, &again, 0, WAIT_NONE));
		assert_fine(delivery_due(town.ledger.db, (struct line_id){ 9 }, noon, &arena, claimed, 4, &count));
		assert_int_equal(count, 0);
		assert_fine(sealing_rotate(&town.sealing, town.ledger.db, &town.report, &town.note));
	}
	town_done(&town);
}

static void names_all(const struct note *note, const char *a, const char *b, const char *c)
{
	if (!strstr(note->text, a) || !strstr(note->text, b) || !strstr(note->text, c))
		fail_msg("%s: names not all of %s, %s, %s", note->text, a, b, c);
}

static void a_sealed_ledger_opens_with_its_own_key_and_no_other(void **state)
{
	struct town town;
	char id[SEAL_ID_SIZE], aside[256];

	(void)state;
	town_new(&town);
	assert_fine(town_start(&town));
	str_put(id, sizeof(id), str_of(seal_key_id(town.sealing.key)));
	town.ask.key_file = "";
	assert_fault(town_start(&town), FAULT_CONFIG);
	names_all(&town.note, id, "encryption_key_file", "sealed");
	town.ask.key_file = town.key;
	snprintf(aside, sizeof(aside), "%s/copy", town.ledger.folder);
	assert_int_equal(rename(town.key, aside), 0);
	assert_fault(town_start(&town), FAULT_CONFIG);
	names_all(&town.note, id, town.key, "is not there");
	assert_fine(seal_key_make(town.key, NULL, NULL));
	assert_fault(town_start(&town), FAULT_CONFIG);
	names_all(&town.note, id, town.key, "holds the key");
	assert_int_equal(rename(aside, town.key), 0);
	assert_fine(town_start(&town));
	town_done(&town);
}

static void a_key_of_that_name_alone_is_not_the_key(void **state)
{
	struct town town;
	char proof[200];
	struct str cell;

	(void)state;
	town_new(&town);
	assert_fine(town_start(&town));
	/* somebody wrote our id before a proof of their own */
	cell = (struct str){ proof, seal_cell_size(strlen("hearback-ledger")) };
	seal_cell_close(sealed_key(), SEAL_PROOF, STR("hearback-ledger"), proof);
	memcpy(proof + 4, seal_key_id(town.sealing.key), SEAL_ID_SIZE - 1);
	assert_fine(db_run(town.ledger.db, "UPDATE setting SET value = $1 WHERE name = 'seal.key'", BINDS(TEXT(cell)), NULL));
	assert_fault(town_start(&town), FAULT_CONFIG);
	town_done(&town);
}

/* A start makes no key. */
static void a_key_that_is_not_there_is_not_made(void **state)
{
	struct town town;

	(void)state;
	town_new(&town);
	assert_int_equal(unlink(town.key), 0);
	assert_fault(town_start(&town), FAULT_CONFIG);
	names_all(&town.note, town.key, "--new-encryption-key", "no key");
	assert_false(is_there(&town, ""));
	assert_int_equal(ledger_number(town.ledger.db, "SELECT count(*) FROM setting WHERE name LIKE 'seal.%'"), 0);
	town_done(&town);
}

/* Who takes the setting away does not get everything sealed twice. */
static void a_ledger_that_only_passes_for_plain_is_refused(void **state)
{
	struct town town;
	AUTO(buf) before;

	(void)state;
	buf_init(&before, 1 << 20);
	town_new(&town);
	assert_fine(town_start(&town));
	marked_dump(town.ledger.db, &before);
	assert_fine(db_run(town.ledger.db, "DELETE FROM setting WHERE name = 'seal.key'", NULL, 0, NULL));
	assert_fault(town_start(&town), FAULT_DISK);
	db_seal(town.ledger.db, town.sealing.key);
	assert_same_dump(&town, &before);
	town_done(&town);
}

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

static void a_disk_without_room_is_said_before_anything_is_begun(void **state)
{
	struct town town;

	(void)state;
	town_new(&town);
	disk_is_full = true;
	assert_fault(town_start(&town), FAULT_DISK);
	disk_is_full = false;
	names_all(&town.note, "MiB", "free", "make room");
	assert_int_equal(ledger_number(town.ledger.db, "SELECT count(*) FROM setting WHERE name LIKE 'seal.%'"), 0);
	assert_fine(town_start(&town));
	assert_int_equal(marked_residue(&town.ledger), 0);
	town_done(&town);
}

/* Somebody reads the file past us: the ledger is sealed, and swept by the next start. */
static void what_cannot_be_swept_now_is_swept_by_the_next_start(void **state)
{
	struct town town;
	struct db *reader = NULL;
	struct db_rows *rows = NULL;

	(void)state;
	town_new(&town);
	assert_fine(db_open(town.ledger.address, DB_READ, &reader, NULL));
	assert_fine(db_ask(reader, &rows, "SELECT name FROM contact", NULL, 0));
	assert_true(db_rows_next(rows));
	assert_int_equal(ledger_number(town.ledger.db, "PRAGMA busy_timeout = 1"), 1);
	assert_fine(sealing_find(&town.sealing, &town.ask, town.ledger.db, &town.note));
	assert_fine(sealing_settle(&town.sealing, town.ledger.db, &town.report, &town.note));
	assert_true(town.report.is_sealed && town.report.has_residue);
	db_rows_done(&rows);
	db_close(&reader);
	assert_fine(town_start(&town));
	assert_false(town.report.has_residue);
	assert_int_equal(marked_residue(&town.ledger), 0);
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
		cmocka_unit_test(without_a_key_nothing_is_touched),
		cmocka_unit_test(a_plain_ledger_is_sealed_whole_and_says_what_it_said),
		cmocka_unit_test(every_row_of_a_long_table_is_sealed_once),
		cmocka_unit_test(a_text_that_is_on_its_way_is_known_again_under_its_new_hash),
		cmocka_unit_test(a_sealed_ledger_opens_with_its_own_key_and_no_other),
		cmocka_unit_test(a_key_of_that_name_alone_is_not_the_key),
		cmocka_unit_test(a_key_that_is_not_there_is_not_made),
		cmocka_unit_test(a_ledger_that_only_passes_for_plain_is_refused),
		cmocka_unit_test(a_new_key_opens_all_and_the_old_one_lies_beside_it),
		cmocka_unit_test(a_new_key_that_never_came_into_force_is_set_aside),
		cmocka_unit_test(a_rotation_that_was_cut_is_finished_by_the_next_start),
		cmocka_unit_test(a_new_key_that_cannot_be_put_in_its_place_opens_all_the_same),
		cmocka_unit_test(a_disk_without_room_is_said_before_anything_is_begun),
		cmocka_unit_test(what_cannot_be_swept_now_is_swept_by_the_next_start),
		cmocka_unit_test(pictures_are_sealed_with_the_ledger_and_shown_as_they_came),
		cmocka_unit_test(a_damaged_picture_is_an_error_and_stays),
	};

	unsetenv("SEALED"); /* these begin plain */
	return cmocka_run_group_tests(tests, NULL, NULL);
}
