/* A ledger that is not there any more is not begun anew behind everybody's back. */
#include "tests/lib/test.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include "store/jobs/high_water.h"
#include "store/jobs/lost_ledger.h"
#include "store/log/audit.h"
#include "tests/unit/store/ledger.h"

static const struct str key = STR("the audit secret");

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

static void write_at(const struct ledger *ledger, const char *end, const char *text)
{
	char path[160];
	FILE *file;

	path_of(ledger, end, path);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static void take_away(const struct ledger *ledger, const char *end)
{
	char path[160];

	path_of(ledger, end, path);
	unlink(path);
}

/* As a start does it; what it finds. */
static struct high_water_find start(struct ledger *ledger)
{
	struct high_water_find find = { .is_put_back = false };
	struct high_water *high_water = NULL;
	struct note note = { .text = "" };

	if (lost_ledger_check(ledger->address, &note))
		fail_msg("%s", note.text);
	fresh_ledger(ledger->address); /* migrated already: that costs more than all the rest here */
	ledger_connect(ledger);
	if (migrate_run(ledger->db, noon, &note))
		fail_msg("%s", note.text);
	if (high_water_open(&(struct high_water_ask){ ledger->address, key, ledger->db }, &high_water, &find, &note))
		fail_msg("%s", note.text);
	high_water_keep(high_water, ledger->db);
	high_water_free(&high_water);
	return find;
}

static void live(struct ledger *ledger, int events, int audited)
{
	struct high_water *high_water = NULL;
	struct high_water_find find;

	assert_fine(high_water_open(&(struct high_water_ask){ ledger->address, key, ledger->db }, &high_water, &find,
				    NULL));
	for (int i = 1; i <= events; i++)
		assert_fine(db_run(ledger->db, "INSERT INTO event (id, at, what, actor, promise_id, message_id,"
					       " contact_id, detail) VALUES ($1, $1, 'x', 'x', 0, 0, 0, '')",
				   BINDS(NUMBER(i)), NULL));
	for (int i = 0; i < audited; i++)
		assert_fine(audit_add(ledger->db, key, &(struct audit_row){
			.at = i, .actor = "staff:5", .command = "token.add", .detail = STR_NONE }));
	high_water_keep(high_water, ledger->db);
	high_water_free(&high_water);
}

static void vanish(struct ledger *ledger)
{
	static const char *const ends[] = { "", "-wal", "-shm" };

	for (size_t i = 0; i < COUNT_OF(ends); i++)
		take_away(ledger, ends[i]);
}

static void become_empty(struct ledger *ledger)
{
	vanish(ledger);
	write_at(ledger, "", "");
}

static void become_fresh(struct ledger *ledger)
{
	vanish(ledger);
	fresh_ledger(ledger->address);
}

static void become_bare(struct ledger *ledger)
{
	vanish(ledger);
	ledger_connect(ledger);
	db_close(&ledger->db);
}

static void be_emptied(struct ledger *ledger)
{
	ledger_connect(ledger);
	assert_fine(db_script(ledger->db, "DELETE FROM event; DELETE FROM audit; DELETE FROM setting;", NULL));
	db_close(&ledger->db);
}

static void lose_all_but_its_log(struct ledger *ledger)
{
	vanish(ledger);
	write_at(ledger, "-wal", "pages that nobody can read without their ledger");
}

static const struct {
	const char *label;
	void (*lose)(struct ledger *ledger);
	int events, audited;
	bool has_mark;
} losses[] = {
	{ "it is gone", vanish, 5, 3, true },
	{ "it is gone, and only staff was set up", vanish, 0, 3, true },
	{ "no bytes are left", become_empty, 5, 0, true },
	{ "another was made in its place", become_fresh, 5, 3, true },
	{ "one without tables is in its place", become_bare, 5, 3, true },
	{ "its rows were deleted", be_emptied, 5, 3, true },
	{ "its rows were deleted, and only staff was set up", be_emptied, 0, 3, true },
	{ "only its log is left", lose_all_but_its_log, 5, 3, true },
	{ "only its log is left, and no mark", lose_all_but_its_log, 5, 3, false },
};

static void lose(struct ledger *ledger, size_t i)
{
	ledger_place(ledger);
	start(ledger);
	live(ledger, losses[i].events, losses[i].audited);
	db_close(&ledger->db);
	losses[i].lose(ledger);
	if (!losses[i].has_mark)
		take_away(ledger, ".mark");
}

static void a_ledger_that_was_lost_is_not_begun_anew_by_itself(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(losses); i++) {
		struct ledger ledger;
		struct stat before = { 0 }, after = { 0 };
		bool was_there;

		lose(&ledger, i);
		was_there = stat(ledger.path, &before) == 0;
		for (int round = 0; round < 3; round++) {
			struct note note = { .text = "" };

			if (lost_ledger_check(ledger.address, &note) != FAULT_DISK)
				fail_msg("%s: it would begin anew", losses[i].label);
			assert_non_null(strstr(note.text, ledger.path));
			assert_non_null(strstr(note.text, "--new-ledger"));
			assert_non_null(strstr(note.text, "backup"));
		}
		/* and nothing was made that would be in a backup's way */
		assert_int_equal(stat(ledger.path, &after) == 0, was_there);
		assert_true(!was_there || before.st_size == after.st_size);
		ledger_done(&ledger);
	}
}

static void it_begins_anew_when_somebody_says_so_and_says_so_itself(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(losses); i++) {
		struct ledger ledger;
		struct note note = { .text = "" };
		struct high_water_find find;

		lose(&ledger, i);
		if (lost_ledger_begin_anew(ledger.address, &note))
			fail_msg("%s: %s", losses[i].label, note.text);
		assert_true(!losses[i].has_mark || is_there(&ledger, ".mark.given-up"));
		find = start(&ledger);
		if (!find.is_begun_anew || find.is_put_back || find.is_audit_cut)
			fail_msg("%s", losses[i].label);
		live(&ledger, 3, 2);
		db_close(&ledger.db);
		find = start(&ledger);
		assert_false(find.is_begun_anew || find.is_put_back || find.is_audit_cut);
		ledger_done(&ledger);
	}
}

/* A first start, one that was killed in between, one that nobody used: none was lost. */
static void a_ledger_that_never_said_anything_is_not_missed(void **state)
{
	struct ledger ledger;

	(void)state;
	ledger_place(&ledger);
	assert_fine(lost_ledger_check(ledger.address, NULL));
	write_at(&ledger, "", "");
	assert_fine(lost_ledger_check(ledger.address, NULL));
	write_at(&ledger, ".mark", "");
	start(&ledger);
	db_close(&ledger.db);
	vanish(&ledger);
	assert_false(start(&ledger).is_put_back);
	ledger_done(&ledger);
}

/* Whatever is there is nobody's to give up: nor is what another daemon has. */
static void only_what_was_lost_is_given_up(void **state)
{
	struct ledger ledger;
	struct note note = { .text = "" };
	char lock[160];
	int fd;

	(void)state;
	ledger_place(&ledger);
	start(&ledger);
	live(&ledger, 5, 3);
	assert_fault(lost_ledger_begin_anew(ledger.address, &note), FAULT_CONFLICT);
	db_close(&ledger.db);
	assert_fault(lost_ledger_begin_anew(ledger.address, &note), FAULT_CONFLICT);
	assert_non_null(strstr(note.text, "was not lost"));
	assert_false(is_there(&ledger, ".mark.given-up"));
	/* damaged is not lost: somebody may want to mend it */
	write_at(&ledger, "", "garbage, and much of it; garbage, and much of it; garbage, and much of it");
	assert_fault(lost_ledger_begin_anew(ledger.address, &note), FAULT_DISK);
	assert_false(is_there(&ledger, ".mark.given-up"));
	vanish(&ledger);
	path_of(&ledger, ".lock", lock);
	fd = open(lock, O_RDWR);
	assert_true(fd >= 0 && flock(fd, LOCK_EX) == 0);
	assert_fault(lost_ledger_begin_anew(ledger.address, &note), FAULT_CONFLICT);
	close(fd);
	assert_false(is_there(&ledger, ".mark.given-up"));
	assert_false(is_there(&ledger, ""));
	ledger_done(&ledger);
}

/* A ledger that was put back from a copy is no lost one: G11 says what happens then. */
static void a_copy_in_its_place_is_the_way_out(void **state)
{
	struct ledger ledger;
	char copy[160];

	(void)state;
	ledger_place(&ledger);
	start(&ledger);
	live(&ledger, 5, 3);
	path_of(&ledger, ".copy", copy);
	assert_fine(db_backup(ledger.db, copy, NULL));
	assert_fine(db_run(ledger.db, "UPDATE event SET id = 6 WHERE id = 5", NULL, 0, NULL));
	db_close(&ledger.db);
	start(&ledger);
	db_close(&ledger.db);
	vanish(&ledger);
	assert_fault(lost_ledger_check(ledger.address, NULL), FAULT_DISK);
	assert_int_equal(rename(copy, ledger.path), 0);
	assert_true(start(&ledger).is_put_back);
	ledger_done(&ledger);
}

/* Nor is a word of its address repeated. */
static void a_ledger_of_a_server_is_looked_for_in_no_folder(void **state)
{
	struct note note = { .text = "" };

	(void)state;
	assert_fault(lost_ledger_check("postgresql://ana:geheim@here/hearback", &note), FAULT_CONFIG);
	assert_null(strstr(note.text, "geheim"));
	assert_fault(lost_ledger_begin_anew("postgresql://ana:geheim@here/hearback", &note), FAULT_CONFIG);
	assert_null(strstr(note.text, "geheim"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_ledger_that_was_lost_is_not_begun_anew_by_itself),
		cmocka_unit_test(it_begins_anew_when_somebody_says_so_and_says_so_itself),
		cmocka_unit_test(a_ledger_that_never_said_anything_is_not_missed),
		cmocka_unit_test(only_what_was_lost_is_given_up),
		cmocka_unit_test(a_copy_in_its_place_is_the_way_out),
		cmocka_unit_test(a_ledger_of_a_server_is_looked_for_in_no_folder),
	};

	if (engine_is_postgresql()) {
		puts("all of it is about files");
		return 0;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
