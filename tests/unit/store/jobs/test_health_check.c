/* A ledger that is looked at beside the work: sound, damaged, or not known yet; and what damage means. */
#include "tests/lib/test.h"

#include "posts.h"
#include "store/jobs/health_check.h"
#include "store/jobs/high_water.h"
#include "store/jobs/reader.h"
#include "store/jobs/writer.h"
#include "tests/unit/store/ledger.h"

static const char fill[] =
	"INSERT INTO event (id, at, what, actor, promise_id, message_id, contact_id, detail)"
	" WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $1)"
	" SELECT i, i, 'x', 'x', 0, 0, 0, 'a text of some length, so that pages fill' FROM n";

static void full(struct ledger *ledger, int rows)
{
	ledger_new(ledger);
	assert_fine(db_run(ledger->db, fill, BINDS(NUMBER(rows)), NULL));
}

static void spoil(const struct ledger *ledger)
{
	FILE *file = fopen(ledger->path, "r+");
	long size;

	assert_non_null(file);
	fseek(file, 0, SEEK_END);
	size = ftell(file);
	for (long at = size / 4096 * 3 / 4 * 4096; at < size; at += 4096) {
		fseek(file, at, SEEK_SET);
		for (int i = 0; i < 4096; i++)
			fputc(0xee, file);
	}
	fclose(file);
}

static enum fault end_of(struct health_check *check, struct note *note)
{
	enum fault fault;

	do {
		fault = health_check_end(check, note);
		usleep(1000);
	} while (fault == FAULT_AGAIN);
	return fault;
}

static void a_ledger_that_was_looked_at_is_sound(void **state)
{
	struct db_health health = { DB_HEALTH_UNKNOWN };
	struct health_check *check = NULL;
	struct ledger ledger;

	(void)state;
	full(&ledger, 2000);
	assert_fine(health_check_new(&(struct health_plan){ ledger.address, &health, NULL }, &check, NULL));
	assert_fine(end_of(check, NULL));
	assert_int_equal(db_health_state(&health), DB_HEALTH_SOUND);
	health_check_free(&check);
	health_check_free(&check);
	ledger_done(&ledger);
}

static void what_is_damaged_stays_damaged(void **state)
{
	struct db_health health = { DB_HEALTH_UNKNOWN };
	struct health_check *check = NULL;
	struct ledger ledger;
	struct note note = { .text = "" };

	(void)state;
	ENGINE_IS_SQLITE();
	full(&ledger, 2000);
	db_close(&ledger.db);
	spoil(&ledger);
	assert_fine(health_check_new(&(struct health_plan){ ledger.address, &health, NULL }, &check, NULL));
	assert_fault(end_of(check, &note), FAULT_DISK);
	assert_true(note.text[0]);
	assert_int_equal(db_health_state(&health), DB_HEALTH_DAMAGED);
	db_health_sound(&health);
	assert_int_equal(db_health_state(&health), DB_HEALTH_DAMAGED);
	health_check_free(&check);
	ledger_done(&ledger);
}

/* A daemon that ends waits for no look: each of these is broken off somewhere. */
static void a_look_ends_when_nobody_wants_to_know_any_more(void **state)
{
	struct ledger ledger;

	(void)state;
	full(&ledger, 60000);
	for (int round = 0; round < 20; round++) {
		struct db_health health = { DB_HEALTH_UNKNOWN };
		struct health_check *check = NULL;

		assert_fine(health_check_new(&(struct health_plan){ ledger.address, &health, NULL }, &check, NULL));
		usleep((useconds_t)round * 300);
		health_check_free(&check);
		assert_int_not_equal(db_health_state(&health), DB_HEALTH_DAMAGED);
	}
	ledger_done(&ledger);
}

static void say(struct db *db, int64_t id)
{
	assert_fine(db_run(db, "INSERT INTO event (id, at, what, actor, promise_id, message_id, contact_id, detail)"
			       " VALUES ($1, $1, 'x', 'x', 0, 0, 0, '')", BINDS(NUMBER(id)), NULL));
}

/* What another program wrote over it may be sound, and an earlier state all the same. */
static void a_ledger_that_is_not_what_its_mark_knows_is_told(void **state)
{
	struct db_health health = { DB_HEALTH_SOUND };
	struct health_check *check = NULL;
	struct high_water *mark = NULL;
	struct high_water_find find;
	struct ledger ledger;
	struct health_plan plan = { .health = &health };

	(void)state;
	ENGINE_IS_SQLITE();
	ledger_new(&ledger);
	say(ledger.db, 7);
	assert_fine(high_water_open(&(struct high_water_ask){ ledger.address, STR("the key"), ledger.db }, &mark, &find, NULL));
	high_water_keep(mark, ledger.db);
	plan.address = ledger.address;
	plan.mark = mark;
	assert_fine(health_check_new(&plan, &check, NULL));
	assert_fine(end_of(check, NULL));
	health_check_free(&check);
	assert_fine(db_run(ledger.db, "DELETE FROM event", NULL, 0, NULL));
	assert_fine(health_check_new(&plan, &check, NULL));
	assert_fault(end_of(check, NULL), FAULT_CONFLICT);
	health_check_free(&check);
	say(ledger.db, 9);
	assert_fine(db_run(ledger.db, "UPDATE setting SET value = 'x' WHERE name = 'ledger.id'", NULL, 0, NULL));
	assert_fine(health_check_new(&plan, &check, NULL));
	assert_fault(end_of(check, NULL), FAULT_CONFLICT);
	health_check_free(&check);
	high_water_free(&mark);
	ledger_done(&ledger);
}

struct asked {
	struct job job;
	enum fault fault;
};

static enum fault asked_run(struct job *job, struct db *db, struct note *note)
{
	(void)job;
	(void)note;
	return db_run(db, "INSERT INTO setting (name, value) VALUES ('x', 'y')", NULL, 0, NULL);
}

static enum fault walk_run(struct job *job, struct db *db, struct note *note)
{
	struct db_rows *rows = NULL;
	enum fault fault = db_ask(db, &rows, "SELECT detail FROM event ORDER BY id", NULL, 0);

	(void)job;
	(void)note;
	while (!fault && db_rows_next(rows))
		;
	if (!fault)
		fault = db_rows_fault(rows);
	db_rows_done(&rows);
	return fault;
}

static void asked_done(struct job *job, enum fault fault, const struct note *note)
{
	(void)note;
	container_of(job, struct asked, job)->fault = fault;
}

/* Whoever meets it: a report is enough, and no family is promised anything by that ledger again. */
static void after_damage_was_met_by_a_reader_nothing_is_written(void **state)
{
	static struct posts posts;
	struct db_health health = { DB_HEALTH_SOUND };
	struct asked before = { .job = { .run = asked_run, .done = asked_done } }, after = before;
	struct asked walk = { .job = { .run = walk_run, .done = asked_done } };
	struct reader *reader = NULL;
	struct writer *writer;
	struct ledger ledger;

	(void)state;
	ENGINE_IS_SQLITE();
	posts_init(&posts);
	full(&ledger, 4000);
	db_close(&ledger.db);
	ledger_connect(&ledger);
	db_report_to(ledger.db, &health);
	writer = writer_new(ledger.db, 10, (struct writer_post){ posts_post, &posts });
	assert_fine(reader_open(ledger.address, &(struct reader_plan){ 1, 10, { posts_post, &posts } }, &reader, NULL));
	reader_report_to(reader, &health);
	assert_fine(writer_add(writer, &before.job));
	while (posts.run == 0)
		posts_run(&posts);
	assert_int_equal(before.fault, FAULT_NONE);
	spoil(&ledger);
	assert_fine(reader_add(reader, &walk.job));
	while (posts.run == 1)
		posts_run(&posts);
	assert_int_equal(walk.fault, FAULT_DISK);
	assert_int_equal(db_health_state(&health), DB_HEALTH_DAMAGED);
	assert_fine(writer_add(writer, &after.job));
	writer_stop(writer);
	posts_run(&posts);
	assert_int_equal(after.fault, FAULT_DISK);
	reader_free(&reader);
	writer_free(&writer);
	ledger.db = NULL;
	ledger_done(&ledger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_ledger_that_was_looked_at_is_sound),
		cmocka_unit_test(what_is_damaged_stays_damaged),
		cmocka_unit_test(a_ledger_that_is_not_what_its_mark_knows_is_told),
		cmocka_unit_test(a_look_ends_when_nobody_wants_to_know_any_more),
		cmocka_unit_test(after_damage_was_met_by_a_reader_nothing_is_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
