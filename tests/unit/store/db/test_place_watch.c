/* What was opened is compared with what stands at its names: each way that a ledger goes away, and comes back. */
#include "tests/lib/test.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "tests/unit/store/ledger.h"

struct stage {
	struct ledger ledger;
	struct place_watch *watch;
	char link[128];          /* to the ledger's folder; the ledger is opened by it */
};

static int stage_new(void **state)
{
	static struct stage stage;
	char address[192];

	stage = (struct stage){ .watch = NULL };
	ledger_place(&stage.ledger);
	fresh_ledger(stage.ledger.address);
	snprintf(stage.link, sizeof(stage.link), "%s-link", stage.ledger.folder);
	assert_int_equal(symlink(stage.ledger.folder, stage.link), 0);
	snprintf(address, sizeof(address), "sqlite:%s/a.db", stage.link);
	assert_fine(db_open(address, DB_WRITE, &stage.ledger.db, NULL));
	stage.watch = db_place_watch(stage.ledger.db);
	assert_non_null(stage.watch);
	*state = &stage;
	return 0;
}

static int stage_done(void **state)
{
	struct stage *stage = *state;

	ledger_done(&stage->ledger);
	unlink(stage->link);
	return 0;
}

static void path_of(const struct stage *stage, const char *end, char into[160])
{
	snprintf(into, 160, "%s%s", stage->ledger.path, end);
}

static void move(const struct stage *stage, const char *from, const char *to)
{
	char before[160], after[160];

	path_of(stage, from, before);
	path_of(stage, to, after);
	assert_int_equal(rename(before, after), 0);
}

static void put_file(const struct stage *stage, const char *end)
{
	char path[160];
	int fd;

	path_of(stage, end, path);
	fd = open(path, O_WRONLY | O_CREAT, 0600);
	assert_true(fd >= 0 && write(fd, "another", 7) == 7);
	close(fd);
}

static void assert_gone(struct stage *stage, const char *end)
{
	struct note note = { .text = "" };
	char path[160];

	snprintf(path, sizeof(path), "/a.db%s", end);
	assert_int_equal(place_watch_look(stage->watch, &note), PLACE_GONE);
	assert_int_equal(place_watch_sight(stage->watch), PLACE_GONE);
	assert_non_null(strstr(note.text, path));
}

static void assert_here(struct stage *stage)
{
	struct note note = { .text = "" };

	if (place_watch_look(stage->watch, &note) != PLACE_HERE)
		fail_msg("%s", note.text);
	assert_int_equal(place_watch_sight(stage->watch), PLACE_HERE);
}

static void a_file_of_it_that_is_moved_or_replaced_is_missed_until_it_is_back(void **state)
{
	static const char *const ends[] = { "", "-wal", "-shm" };
	struct stage *stage = *state;

	assert_here(stage);
	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		move(stage, ends[i], "-away");
		assert_gone(stage, ends[i]);
		put_file(stage, ends[i]);
		assert_gone(stage, ends[i]);
		move(stage, "-away", ends[i]);
		assert_here(stage);
	}
}

static void a_folder_or_a_link_that_leads_elsewhere_is_missed(void **state)
{
	struct stage *stage = *state;
	char away[80];

	snprintf(away, sizeof(away), "%s-away", stage->ledger.folder);
	assert_int_equal(rename(stage->ledger.folder, away), 0);
	assert_gone(stage, "");
	assert_int_equal(rename(away, stage->ledger.folder), 0);
	assert_here(stage);
	assert_int_equal(unlink(stage->link), 0);
	assert_gone(stage, "");
	assert_int_equal(symlink("/nowhere", stage->link), 0);
	assert_gone(stage, "");
	assert_int_equal(unlink(stage->link), 0);
	assert_int_equal(symlink(stage->ledger.folder, stage->link), 0);
	assert_here(stage);
}

static void touch(const struct stage *stage)
{
	const struct timespec times[] = { { .tv_sec = 1 }, { .tv_sec = 1 } };

	assert_int_equal(utimensat(AT_FDCWD, stage->ledger.path, times, 0), 0);
}

static void another_hand_in_the_file_is_seen_until_that_state_was_accepted(void **state)
{
	struct stage *stage = *state;
	struct place_stamp stamp;
	struct note note = { .text = "" };

	touch(stage);
	assert_int_equal(place_watch_look(stage->watch, &note), PLACE_TOUCHED);
	assert_non_null(strstr(note.text, "another program"));
	stamp = place_watch_stamp(stage->watch);
	assert_int_equal(place_watch_look(stage->watch, NULL), PLACE_TOUCHED);
	place_watch_accept(stage->watch, &stamp);
	assert_here(stage);
	/* written again while that state was looked at */
	stamp = place_watch_stamp(stage->watch);
	assert_int_equal(truncate(stage->ledger.path, 1 << 24), 0);
	place_watch_accept(stage->watch, &stamp);
	assert_int_equal(place_watch_look(stage->watch, NULL), PLACE_TOUCHED);
}

static void a_log_that_became_shorter_is_another_hand(void **state)
{
	struct stage *stage = *state;
	char path[160];

	assert_fine(db_run(stage->ledger.db, "INSERT INTO setting (name, value) VALUES ('x', 'y')", NULL, 0, NULL));
	assert_here(stage);
	path_of(stage, "-wal", path);
	assert_int_equal(truncate(path, 100), 0);
	assert_int_equal(place_watch_look(stage->watch, NULL), PLACE_TOUCHED);
}

static void what_the_connection_writes_itself_is_no_other_hand(void **state)
{
	struct stage *stage = *state;

	for (int i = 0; i < 2000; i++)
		assert_fine(db_run(stage->ledger.db, "INSERT INTO event (id, at, what, actor, promise_id, message_id,"
				   " contact_id, detail) VALUES ($1, 1, 'x', 'x', 0, 0, 0, '')", BINDS(NUMBER(i + 1)), NULL));
	db_tidy(stage->ledger.db);
	assert_true(place_watch_stamp(stage->watch).size > 100000);
	assert_here(stage);
	/* nor is anything written over what another hand wrote */
	touch(stage);
	for (int i = 0; i < 2000; i++)
		assert_fine(db_run(stage->ledger.db, "UPDATE event SET at = 2 WHERE id = $1", BINDS(NUMBER(i + 1)), NULL));
	db_tidy(stage->ledger.db);
	assert_int_equal(place_watch_look(stage->watch, NULL), PLACE_TOUCHED);
	assert_int_equal(place_watch_stamp(stage->watch).changed_ns, INT64_C(1000000000));
}

/* A look of the loop may come in the middle of a checkpoint. */
static void while_the_connection_writes_a_look_sees_no_other_hand(void **state)
{
	struct stage *stage = *state;
	struct place_stamp stamp = place_watch_stamp(stage->watch);

	place_watch_writes(stage->watch);
	touch(stage);
	assert_here(stage);
	place_watch_wrote(stage->watch);
	assert_here(stage);
	/* what somebody looked at before that is known no better than what was written since */
	place_watch_accept(stage->watch, &stamp);
	assert_here(stage);
	move(stage, "", "-away");
	place_watch_writes(stage->watch);
	assert_gone(stage, "");
	place_watch_wrote(stage->watch);
	assert_gone(stage, "");
	move(stage, "-away", "");
	assert_here(stage);
	assert_int_equal(truncate(stage->ledger.path, 1 << 24), 0);
	assert_int_equal(place_watch_look(stage->watch, NULL), PLACE_TOUCHED);
}

static void what_is_made_compact_was_written_by_no_other_hand(void **state)
{
	struct stage *stage = *state;

	for (int i = 0; i < 200; i++)
		assert_fine(db_run(stage->ledger.db, "INSERT INTO event (id, at, what, actor, promise_id, message_id,"
				   " contact_id, detail) VALUES ($1, 1, 'x', 'x', 0, 0, 0, '')", BINDS(NUMBER(i + 1)), NULL));
	assert_here(stage);
	assert_fine(db_compact(stage->ledger.db, NULL));
	assert_here(stage);
}

static void one_that_is_known_to_be_another_is_gone_for_ever(void **state)
{
	struct stage *stage = *state;

	place_watch_replaced(stage->watch);
	assert_int_equal(place_watch_sight(stage->watch), PLACE_GONE);
	assert_int_equal(place_watch_look(stage->watch, NULL), PLACE_GONE);
	assert_false(place_watch_has_file(stage->watch));
}

static void what_was_seen_between_two_questions_is_told_once(void **state)
{
	struct stage *stage = *state;
	struct note note = { .text = "" };

	assert_here(stage);
	assert_int_equal(place_watch_take(stage->watch, &note), PLACE_HERE);
	move(stage, "", "-away");
	assert_gone(stage, "");
	move(stage, "-away", "");
	assert_here(stage);
	assert_int_equal(place_watch_take(stage->watch, &note), PLACE_GONE);
	assert_non_null(strstr(note.text, "a.db"));
	assert_int_equal(place_watch_take(stage->watch, &note), PLACE_HERE);
}

static void a_lock_file_that_was_removed_is_taken_again(void **state)
{
	struct stage *stage = *state;
	struct note note = { .text = "" };
	char path[160];
	bool was_taken = true;
	struct db *second = NULL;

	assert_fine(place_watch_lock(stage->watch, &was_taken, &note));
	assert_false(was_taken);
	path_of(stage, ".lock", path);
	assert_int_equal(unlink(path), 0);
	assert_fine(place_watch_lock(stage->watch, &was_taken, &note));
	assert_true(was_taken);
	assert_int_equal(access(path, F_OK), 0);
	assert_true(db_place_is_held(stage->ledger.address));
	assert_fault(db_open(stage->ledger.address, DB_WRITE, &second, NULL), FAULT_CONFLICT);
	assert_here(stage);
}

/* Their logs belong to them: neither is thrown away with the other, nor written into it. */
static void what_was_moved_keeps_its_log_when_the_connection_ends(void **state)
{
	struct stage *stage = *state;
	char path[160];
	struct stat log;

	assert_fine(db_run(stage->ledger.db, "INSERT INTO setting (name, value) VALUES ('x', 'kept')", NULL, 0, NULL));
	move(stage, "", "-away");
	move(stage, "-wal", "-away-wal");
	put_file(stage, "-wal");
	db_close(&stage->ledger.db);
	path_of(stage, "-wal", path);
	assert_int_equal(access(path, F_OK), 0);
	path_of(stage, "-away-wal", path);
	assert_true(stat(path, &log) == 0 && log.st_size > 0);
	path_of(stage, "-wal", path);
	assert_int_equal(unlink(path), 0);
	move(stage, "-away", "");
	move(stage, "-away-wal", "-wal");
	ledger_connect(&stage->ledger);
	assert_int_equal(ledger_number(stage->ledger.db, "SELECT count(*) FROM setting WHERE value = 'kept'"), 1);
}

/* Of a log alone that is gone, all is still open: the end writes it into the ledger. */
static void a_log_that_was_deleted_is_saved_by_the_end(void **state)
{
	struct stage *stage = *state;
	char path[160];

	assert_fine(db_run(stage->ledger.db, "INSERT INTO setting (name, value) VALUES ('x', 'kept')", NULL, 0, NULL));
	path_of(stage, "-wal", path);
	assert_int_equal(unlink(path), 0);
	assert_gone(stage, "-wal");
	assert_true(place_watch_has_file(stage->watch));
	db_close(&stage->ledger.db);
	ledger_connect(&stage->ledger);
	assert_int_equal(ledger_number(stage->ledger.db, "SELECT count(*) FROM setting WHERE value = 'kept'"), 1);
}

/* By the connection that has it open, also when the name leads to nothing, or to another. */
static void a_backup_saves_what_was_deleted(void **state)
{
	struct stage *stage = *state;
	struct db *copy = NULL;
	struct note note = { .text = "" };
	char path[160], address[192];

	assert_fine(db_run(stage->ledger.db, "INSERT INTO setting (name, value) VALUES ('x', 'kept')", NULL, 0, NULL));
	for (const char *const *end = (const char *const[]){ "", "-wal", "-shm", NULL }; *end; end++) {
		path_of(stage, *end, path);
		assert_int_equal(unlink(path), 0);
	}
	path_of(stage, ".saved", path);
	if (db_backup(stage->ledger.db, path, &note))
		fail_msg("%s", note.text);
	snprintf(address, sizeof(address), "sqlite:%s", path);
	assert_fine(db_open(address, DB_READ, &copy, NULL));
	assert_int_equal(ledger_number(copy, "SELECT count(*) FROM setting WHERE value = 'kept'"), 1);
	db_close(&copy);
}

static void who_writes_no_file_has_none_to_watch(void **state)
{
	struct stage *stage = *state;
	struct db *db = NULL;

	assert_fine(db_open(stage->ledger.address, DB_READ, &db, NULL));
	assert_null(db_place_watch(db));
	db_close(&db);
	assert_fine(db_open("sqlite:x", DB_SCRATCH, &db, NULL));
	assert_null(db_place_watch(db));
	db_close(&db);
}

#define STAGE_TEST(name) cmocka_unit_test_setup_teardown(name, stage_new, stage_done)

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(a_file_of_it_that_is_moved_or_replaced_is_missed_until_it_is_back),
		STAGE_TEST(a_folder_or_a_link_that_leads_elsewhere_is_missed),
		STAGE_TEST(another_hand_in_the_file_is_seen_until_that_state_was_accepted),
		STAGE_TEST(a_log_that_became_shorter_is_another_hand),
		STAGE_TEST(what_the_connection_writes_itself_is_no_other_hand),
		STAGE_TEST(while_the_connection_writes_a_look_sees_no_other_hand),
		STAGE_TEST(what_is_made_compact_was_written_by_no_other_hand),
		STAGE_TEST(one_that_is_known_to_be_another_is_gone_for_ever),
		STAGE_TEST(what_was_seen_between_two_questions_is_told_once),
		STAGE_TEST(a_lock_file_that_was_removed_is_taken_again),
		STAGE_TEST(what_was_moved_keeps_its_log_when_the_connection_ends),
		STAGE_TEST(a_log_that_was_deleted_is_saved_by_the_end),
		STAGE_TEST(a_backup_saves_what_was_deleted),
		STAGE_TEST(who_writes_no_file_has_none_to_watch),
	};

	if (engine_is_postgresql()) {
		puts("all of it is about files");
		return 0;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
