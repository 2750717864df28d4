/* What a connection makes of files as it may find them, and of other connections. */
#include "tests/lib/test.h"

#include <errno.h>
#include <sys/stat.h>

#include "store/db/digest.h"
#include "tests/lib/chance.h"
#include "tests/unit/store/second.h"

static const char table[] = "CREATE TABLE thing (id BIGINT PRIMARY KEY, word TEXT NOT NULL);";
static const char fill[] =
	"INSERT INTO thing (id, word) WITH RECURSIVE n (i) AS (SELECT $1 UNION ALL SELECT i + 1 FROM n"
	" WHERE i < $1 + 199) SELECT i, 'a word of some length, so that pages fill' FROM n";

static void things(struct ledger *ledger)
{
	ledger_place(ledger);
	ledger_connect(ledger);
	assert_fine(db_script(ledger->db, table, NULL));
	assert_fine(db_run(ledger->db, fill, BINDS(NUMBER(1)), NULL));
}

static void path_of(const struct ledger *ledger, const char *end, char into[160])
{
	snprintf(into, 160, "%s%s", ledger->path, end);
}

static bool is_there(const struct ledger *ledger, const char *end)
{
	char path[160];

	path_of(ledger, end, path);
	return access(path, F_OK) == 0;
}

/* --- opening ------------------------------------------------------------------------------ */

static void whoever_reads_makes_no_file(void **state)
{
	static const char *const ends[] = { "", ".lock", "-wal", "-shm" };
	struct ledger ledger;
	struct note note = { .text = "" };

	(void)state;
	ledger_place(&ledger);
	assert_fault(db_open(ledger.address, DB_READ, &ledger.db, &note), FAULT_MISSING);
	assert_non_null(strstr(note.text, "no such ledger"));
	assert_null(ledger.db);
	for (size_t i = 0; i < COUNT_OF(ends); i++)
		assert_false(is_there(&ledger, ends[i]));
	ledger_done(&ledger);
}

/* The lock is the connection's and not the file's: it outlives no daemon. */
static void a_ledger_is_one_daemons_until_it_lets_go(void **state)
{
	struct ledger ledger;
	struct db *other = NULL;

	(void)state;
	things(&ledger);
	for (int round = 0; round < 3; round++) {
		assert_fault(db_open(ledger.address, DB_WRITE, &other, NULL), FAULT_CONFLICT);
		assert_null(other);
		db_close(&ledger.db);
		assert_true(is_there(&ledger, ".lock"));
		assert_fine(db_open(ledger.address, DB_WRITE, &other, NULL));
		assert_fault(db_open(ledger.address, DB_WRITE, &ledger.db, NULL), FAULT_CONFLICT);
		db_close(&other);
		ledger_connect(&ledger);
	}
	db_close(&ledger.db);
	db_close(&ledger.db);
	ledger_done(&ledger);
}

/* By whatever name: a link, a hard link, a lock file that somebody took away. */
static void no_second_name_of_a_ledger_lets_a_second_daemon_in(void **state)
{
	static const char *const names[] = { "soft.db", "dir/../a.db", "./a.db", "here/a.db", "a.db", "hard.db" };
	struct ledger ledger;
	char name[160], here[160], lock[160];

	(void)state;
	things(&ledger);
	snprintf(name, sizeof(name), "%s/soft.db", ledger.folder);
	assert_int_equal(symlink("a.db", name), 0);
	snprintf(name, sizeof(name), "%s/hard.db", ledger.folder);
	assert_int_equal(link(ledger.path, name), 0);
	snprintf(here, sizeof(here), "%s/here", ledger.folder);
	assert_int_equal(symlink(".", here), 0);
	snprintf(name, sizeof(name), "%s/dir", ledger.folder);
	assert_int_equal(mkdir(name, 0700), 0);
	path_of(&ledger, ".lock", lock);
	for (int round = 0; round < 2; round++) {
		for (size_t i = 0; i < COUNT_OF(names) - (size_t)round; i++) {
			struct note note = { .text = "" };
			struct db *other = NULL;
			char address[170];

			snprintf(address, sizeof(address), "sqlite:%s/%s", ledger.folder, names[i]);
			if (db_open(address, DB_WRITE, &other, &note) != FAULT_CONFLICT)
				fail_msg("%s was opened a second time", names[i]);
			assert_non_null(strstr(note.text, "names") ? strstr(note.text, "names") :
					strstr(note.text, "has this ledger open"));
		}
		unlink(lock); /* and again without it, and without the hard link */
		snprintf(name, sizeof(name), "%s/hard.db", ledger.folder);
		unlink(name);
	}
	snprintf(name, sizeof(name), "%s/dir", ledger.folder);
	rmdir(name);
	ledger_done(&ledger);
}

/* Its other name would have another log: what was answered 2xx lies in the first one's. */
static void a_ledger_with_a_hard_link_is_not_opened_even_alone(void **state)
{
	struct ledger ledger;
	struct note note = { .text = "" };
	char name[160];

	(void)state;
	things(&ledger);
	db_close(&ledger.db);
	snprintf(name, sizeof(name), "%s/hard.db", ledger.folder);
	assert_int_equal(link(ledger.path, name), 0);
	assert_fault(db_open(ledger.address, DB_WRITE, &ledger.db, &note), FAULT_CONFLICT);
	assert_non_null(strstr(note.text, "-samefile"));
	unlink(name);
	ledger_connect(&ledger);
	ledger_done(&ledger);
}

/* Log, lock and mark lie beside the one real name, wherever the link lies. */
static void a_ledger_behind_a_link_keeps_everything_beside_its_real_name(void **state)
{
	struct ledger ledger, links;
	struct note note = { .text = "" };
	char lock[160];

	(void)state;
	things(&ledger);
	ledger_place(&links);
	db_close(&ledger.db);
	path_of(&ledger, ".lock", lock);
	unlink(lock);
	assert_int_equal(symlink(ledger.path, links.path), 0);
	ledger_connect(&links);
	assert_true(is_there(&ledger, ".lock"));
	assert_false(is_there(&links, ".lock"));
	assert_false(is_there(&links, "-wal"));
	db_close(&links.db);
	/* a link to nothing makes no ledger where it leads */
	unlink(ledger.path);
	assert_fault(db_open(links.address, DB_WRITE, &links.db, &note), FAULT_DISK);
	assert_non_null(strstr(note.text, "link to nothing"));
	assert_false(is_there(&ledger, ""));
	ledger_done(&links);
	ledger_done(&ledger);
}

/* A pipe or a device would be waited for, or written to. */
static void only_a_regular_file_is_opened_for_a_ledger(void **state)
{
	struct ledger ledger;
	struct note note = { .text = "" };

	(void)state;
	ledger_place(&ledger);
	assert_int_equal(mkfifo(ledger.path, 0600), 0);
	assert_fault(db_open(ledger.address, DB_READ, &ledger.db, &note), FAULT_DISK);
	assert_fault(db_open(ledger.address, DB_WRITE, &ledger.db, &note), FAULT_DISK);
	assert_non_null(strstr(note.text, "no regular file"));
	ledger_done(&ledger);
}

static void a_place_that_cannot_hold_a_ledger_is_told_by_its_name(void **state)
{
	static const char *const ends[] = { "", ".lock" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		struct ledger ledger;
		struct note note = { .text = "" };
		char path[160];

		ledger_place(&ledger);
		path_of(&ledger, ends[i], path);
		assert_int_equal(mkdir(path, 0700), 0);
		assert_fault(db_open(ledger.address, DB_WRITE, &ledger.db, &note), FAULT_DISK);
		assert_non_null(strstr(note.text, ledger.path));
		assert_null(ledger.db);
		rmdir(path);
		ledger_done(&ledger);
	}
}

static void only_addresses_of_engines_that_we_have_are_taken(void **state)
{
	static const char *const addresses[] = { "", "sqlite", "sqlite3:/tmp/x", "SQLITE:/tmp/x",
						 "postgres:/tmp/x", "/tmp/x", ":/tmp/x" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(addresses); i++) {
		struct db *db = NULL;
		struct note note = { .text = "" };

		assert_fault(db_open(addresses[i], DB_WRITE, &db, &note), FAULT_CONFIG);
		assert_non_null(strstr(note.text, "sqlite:"));
		assert_null(db);
	}
}

/* --- others at the same ledger ---------------------------------------------------------------- */

static const char how_many[] = "SELECT count(*) FROM thing";

static void a_reader_sees_one_instant_as_long_as_it_reads(void **state)
{
	struct ledger ledger;
	struct db *reader = NULL;

	(void)state;
	things(&ledger);
	assert_fine(db_open(ledger.address, DB_READ, &reader, NULL));
	assert_fine(db_begin(reader));
	assert_int_equal(ledger_number(reader, how_many), 200);
	assert_fine(db_run(ledger.db, fill, BINDS(NUMBER(1001)), NULL));
	assert_int_equal(ledger_number(reader, how_many), 200);
	db_rollback(reader);
	assert_int_equal(ledger_number(reader, how_many), 400);
	assert_fine(db_begin(ledger.db));
	assert_fine(db_run(ledger.db, "DELETE FROM thing", NULL, 0, NULL));
	assert_int_equal(ledger_number(reader, how_many), 400);
	db_rollback(ledger.db);
	assert_fault(db_run(reader, "DELETE FROM thing", NULL, 0, NULL), FAULT_DISK);
	db_close(&reader);
	ledger_done(&ledger);
}

/* Who comes second is asked to come again, and gets it when the first has done. */
static void a_ledger_that_is_written_is_busy_and_not_broken(void **state)
{
	struct ledger ledger;
	struct db *other = NULL;

	(void)state;
	things(&ledger);
	second_connect(&ledger, &other);
	for (int round = 0; round < 3; round++) {
		assert_fine(db_begin(ledger.db));
		assert_fault(db_begin(other), FAULT_AGAIN);
		assert_fault(db_run(other, fill, BINDS(NUMBER(5001)), NULL), FAULT_AGAIN);
		assert_int_equal(ledger_number(other, how_many), 200 + 400 * round);
		assert_fine(db_run(ledger.db, fill, BINDS(NUMBER(1001 + 1000 * round)), NULL));
		assert_fine(db_commit(ledger.db));
		assert_fine(db_begin(other));
		assert_fine(db_run(other, fill, BINDS(NUMBER(-1000 - 1000 * round)), NULL));
		assert_fine(db_commit(other));
	}
	db_close(&other);
	ledger_done(&ledger);
}

/* --- damage -------------------------------------------------------------------------------- */

static void write_over(const struct ledger *ledger, long at, const void *bytes, size_t size)
{
	FILE *file = fopen(ledger->path, "r+");

	assert_non_null(file);
	assert_int_equal(fseek(file, at, SEEK_SET), 0);
	assert_int_equal(fwrite(bytes, 1, size, file), size);
	fclose(file);
}

/* Wherever the file was hurt: what a verb of the store hears is "the disk", or the rows. */
static void no_damage_is_taken_for_a_mistake_of_ours(void **state)
{
	struct chance chance = { 3 };
	int told = 0;

	(void)state;
	for (int round = 0; round < 60; round++) {
		struct ledger ledger;
		unsigned char noise[512];
		struct db_rows *rows = NULL;
		enum fault fault;

		things(&ledger);
		db_close(&ledger.db);
		for (size_t i = 0; i < sizeof(noise); i++)
			noise[i] = (unsigned char)chance_number(&chance);
		write_over(&ledger, chance_between(&chance, 0, 5 * 4096 - (int64_t)sizeof(noise)), noise,
			   sizeof(noise));
		fault = db_open(ledger.address, DB_WRITE, &ledger.db, NULL);
		if (!fault)
			fault = db_ask(ledger.db, &rows, "SELECT word FROM thing ORDER BY id", NULL, 0);
		while (!fault && db_rows_next(rows))
			assert_true(db_rows_text(rows, 0).size < 1 << 20);
		fault = fault ? fault : db_rows_fault(rows);
		db_rows_done(&rows);
		if (!fault && ledger.db)
			fault = db_check(ledger.db, true, NULL);
		assert_true(fault == FAULT_NONE || fault == FAULT_DISK);
		told += fault == FAULT_DISK;
		ledger_done(&ledger);
	}
	assert_true(told > 10); /* of 60; the rest fell on free space and on letters */
}

static void a_ledger_that_was_cut_short_is_not_opened(void **state)
{
	struct ledger ledger;
	struct note note = { .text = "" };

	(void)state;
	things(&ledger);
	db_close(&ledger.db);
	assert_int_equal(truncate(ledger.path, 2 * 4096), 0);
	assert_fault(db_open(ledger.address, DB_WRITE, &ledger.db, &note), FAULT_DISK);
	assert_non_null(strstr(note.text, ledger.path));
	assert_fault(db_open(ledger.address, DB_READ, &ledger.db, &note), FAULT_DISK);
	assert_null(ledger.db);
	ledger_done(&ledger);
}

static size_t bytes_of(const char *path, unsigned char *bytes, size_t most)
{
	FILE *file = fopen(path, "rb");
	size_t size;

	assert_non_null(file);
	size = fread(bytes, 1, most, file);
	fclose(file);
	return size;
}

static void bytes_to(const char *path, const unsigned char *bytes, size_t size)
{
	FILE *file = fopen(path, "wb");

	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, size, file), size);
	assert_int_equal(fclose(file), 0);
}

/* A backup was put back after a kill, and the log of the ledger that it replaces was left beside
 * it: to close what was opened must not write that log into the backup. */
static void a_copy_beside_the_log_of_another_is_refused_and_left_as_it_is(void **state)
{
	static unsigned char wal[4 << 20], before[1 << 20], after[1 << 20];
	struct ledger ledger;
	char copy[160], log[160];
	struct note note = { .text = "" };
	size_t wal_size, size;
	enum fault fault;

	(void)state;
	things(&ledger);
	path_of(&ledger, ".copy", copy);
	path_of(&ledger, "-wal", log);
	assert_fine(db_backup(ledger.db, copy, &note));
	for (int round = 1; round <= 4; round++)
		assert_fine(db_run(ledger.db, fill, BINDS(NUMBER(round * 1000)), NULL));
	assert_int_equal(ledger_number(ledger.db, "PRAGMA wal_checkpoint(RESTART)"), 0);
	assert_fine(db_run(ledger.db, fill, BINDS(NUMBER(20000)), NULL));
	wal_size = bytes_of(log, wal, sizeof(wal)); /* as a kill leaves it */
	db_close(&ledger.db);
	size = bytes_of(copy, before, sizeof(before));
	bytes_to(ledger.path, before, size);
	bytes_to(log, wal, wal_size);
	fault = db_open(ledger.address, DB_WRITE, &ledger.db, &note);
	if (!fault)
		fault = db_check(ledger.db, false, &note);
	assert_fault(fault, FAULT_DISK);
	db_close(&ledger.db);
	assert_int_equal(bytes_of(ledger.path, after, sizeof(after)), size);
	assert_memory_equal(before, after, size);
	unlink(log);
	assert_fine(db_open(ledger.address, DB_WRITE, &ledger.db, &note));
	assert_fine(db_check(ledger.db, true, &note));
	assert_int_equal(ledger_number(ledger.db, "SELECT count(*) FROM thing"), 200);
	ledger_done(&ledger);
}

/* The quick look does not follow references, the thorough one does. */
static void rows_that_refer_to_nothing_are_damage(void **state)
{
	struct ledger ledger;
	struct note note = { .text = "" };

	(void)state;
	things(&ledger);
	assert_fine(db_script(ledger.db, "CREATE TABLE child (id BIGINT REFERENCES thing (id));"
					 "PRAGMA foreign_keys = OFF; INSERT INTO child VALUES (4711);", NULL));
	assert_fine(db_check(ledger.db, false, &note));
	assert_fault(db_check(ledger.db, true, &note), FAULT_DISK);
	assert_non_null(strstr(note.text, "child"));
	ledger_done(&ledger);
}

/* --- copies ----------------------------------------------------------------------------------- */

static int64_t things_in(const char *path)
{
	char address[200];
	struct db *db = NULL;
	int64_t count;

	snprintf(address, sizeof(address), "sqlite:%s", path);
	assert_fine(db_open(address, DB_READ, &db, NULL));
	count = ledger_number(db, "SELECT count(*)  FROM thing");
	db_close(&db);
	return count;
}

/* A copy of what is damaged is worth nothing: the good one of yesterday stays. */
static void a_copy_that_is_not_whole_never_takes_the_place_of_one_that_is(void **state)
{
	struct ledger ledger;
	struct note note = { .text = "" };
	char copy[160];

	(void)state;
	things(&ledger);
	path_of(&ledger, ".copy", copy);
	assert_fine(db_backup(ledger.db, copy, &note));
	assert_fine(db_run(ledger.db, fill, BINDS(NUMBER(1001)), NULL));
	assert_fine(db_script(ledger.db, "CREATE TABLE child (id BIGINT REFERENCES thing (id));"
					 "PRAGMA foreign_keys = OFF; INSERT INTO child VALUES (4711);"
					 "PRAGMA foreign_keys = ON;", NULL));
	assert_fault(db_backup(ledger.db, copy, &note), FAULT_DISK);
	assert_non_null(strstr(note.text, "child"));
	assert_false(is_there(&ledger, ".copy.part"));
	assert_int_equal(things_in(copy), 200);
	assert_fine(db_run(ledger.db, "DELETE FROM child", NULL, 0, NULL));
	assert_fine(db_backup(ledger.db, copy, &note));
	assert_int_equal(things_in(copy), 400);
	ledger_done(&ledger);
}

/* Nobody can be told where it was meant to go, and nothing is left behind. */
static void a_copy_needs_a_place_that_may_be_one_file(void **state)
{
	struct ledger ledger;
	struct note note = { .text = "" };
	char copy[160], part[210], path_too_long[5000];

	(void)state;
	things(&ledger);
	path_of(&ledger, ".copy", copy);
	assert_int_equal(mkdir(copy, 0700), 0);
	assert_fault(db_backup(ledger.db, copy, &note), FAULT_DISK);
	assert_false(is_there(&ledger, ".copy.part"));
	assert_int_equal(rmdir(copy), 0);
	memset(path_too_long, 'x', sizeof(path_too_long) - 1);
	path_too_long[0] = '/';
	path_too_long[sizeof(path_too_long) - 1] = '\0';
	assert_fault(db_backup(ledger.db, path_too_long, &note), FAULT_INVALID);
	/* what a backup that was killed had left is no hindrance, and goes */
	snprintf(part, sizeof(part), "%s.part-0123456789abcdef0123456789abcdef", copy);
	fclose(fopen(part, "w"));
	assert_fine(db_backup(ledger.db, copy, &note));
	assert_int_equal(things_in(copy), 200);
	assert_int_equal(access(part, F_OK), -1);
	snprintf(part, sizeof(part), "%s.part-0123456789abcdef0123456789abcdef-wal", copy);
	fclose(fopen(part, "w"));
	assert_fine(db_backup(ledger.db, copy, &note));
	assert_int_equal(access(part, F_OK), -1);
	assert_false(is_there(&ledger, ".copy.part"));
	ledger_done(&ledger);
}

/* One file: no log beside it that somebody would have to carry along. */
static void a_copy_is_a_ledger_and_one_file(void **state)
{
	struct ledger ledger;
	char copy[160];
	struct stat stat_of;

	(void)state;
	things(&ledger);
	path_of(&ledger, ".copy", copy);
	assert_fine(db_backup(ledger.db, copy, NULL));
	assert_false(is_there(&ledger, ".copy-wal"));
	assert_false(is_there(&ledger, ".copy-shm"));
	assert_int_equal(stat(copy, &stat_of), 0);
	assert_int_equal(stat_of.st_mode & 0777, 0600);
	assert_int_equal(rename(copy, ledger.path), 0);
	ledger_done(&ledger);
}

/* FIPS 180-2's own examples, and what an empty text comes to. */
static void a_digest_is_sha_256_in_hex(void **state)
{
	static const struct { const char *text, *hex; } cases[] = {
		{ "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
		{ "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
		{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
	};
	unsigned char bytes[32];
	char into[DIGEST_SIZE];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		digest_hex(str_of(cases[i].text), into);
		assert_string_equal(into, cases[i].hex);
	}
	for (int i = 0; i < 32; i++)
		bytes[i] = (unsigned char)(i * 8 + i);
	digest_spell(bytes, into);
	assert_int_equal(strlen(into), 64);
	assert_memory_equal(into, "0009121b242d363f4851", 20);
}

/* guarantees.md §3: with synchronous = NORMAL acknowledged commits were lost in 27 of 40 power
 * cuts, and no test without one would see it. */
static void whoever_writes_syncs_every_commit_and_leaves_no_trace_of_what_is_gone(void **state)
{
	struct ledger ledger;

	(void)state;
	ledger_place(&ledger);
	ledger_connect(&ledger);
	assert_int_equal(ledger_number(ledger.db, "PRAGMA synchronous"), 2);
	assert_int_equal(ledger_number(ledger.db, "PRAGMA foreign_keys"), 1);
	assert_int_equal(ledger_number(ledger.db, "PRAGMA secure_delete"), 1);
	assert_int_equal(ledger_number(ledger.db, "PRAGMA trusted_schema"), 0);
	assert_true(is_there(&ledger, "-wal"));
	ledger_done(&ledger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whoever_reads_makes_no_file),
		cmocka_unit_test(a_ledger_is_one_daemons_until_it_lets_go),
		cmocka_unit_test(no_second_name_of_a_ledger_lets_a_second_daemon_in),
		cmocka_unit_test(a_ledger_with_a_hard_link_is_not_opened_even_alone),
		cmocka_unit_test(a_ledger_behind_a_link_keeps_everything_beside_its_real_name),
		cmocka_unit_test(only_a_regular_file_is_opened_for_a_ledger),
		cmocka_unit_test(a_place_that_cannot_hold_a_ledger_is_told_by_its_name),
		cmocka_unit_test(only_addresses_of_engines_that_we_have_are_taken),
		cmocka_unit_test(a_reader_sees_one_instant_as_long_as_it_reads),
		cmocka_unit_test(a_ledger_that_is_written_is_busy_and_not_broken),
		cmocka_unit_test(no_damage_is_taken_for_a_mistake_of_ours),
		cmocka_unit_test(a_ledger_that_was_cut_short_is_not_opened),
		cmocka_unit_test(a_copy_beside_the_log_of_another_is_refused_and_left_as_it_is),
		cmocka_unit_test(rows_that_refer_to_nothing_are_damage),
		cmocka_unit_test(a_copy_that_is_not_whole_never_takes_the_place_of_one_that_is),
		cmocka_unit_test(a_copy_needs_a_place_that_may_be_one_file),
		cmocka_unit_test(a_copy_is_a_ledger_and_one_file),
		cmocka_unit_test(whoever_writes_syncs_every_commit_and_leaves_no_trace_of_what_is_gone),
		cmocka_unit_test(a_digest_is_sha_256_in_hex),
	};

	if (engine_is_postgresql()) {
		puts("all of it is about files");
		return 0;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
