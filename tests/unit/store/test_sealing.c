/* A ledger and its key: what a start finds, seals, refuses. */
#include "sealed_town.h"

#include "store/messaging/delivery_due.h"
#include "store/seal/seal_cell.h"

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
		cmocka_unit_test(a_disk_without_room_is_said_before_anything_is_begun),
		cmocka_unit_test(what_cannot_be_swept_now_is_swept_by_the_next_start),
	};

	unsetenv("SEALED"); /* these begin plain */
	if (engine_is_postgresql()) {
		puts("ledgers are sealed in files alone, so far");
		return 0;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
