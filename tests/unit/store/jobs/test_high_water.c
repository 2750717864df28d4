/* A ledger that was put back from a copy is known for one, and no other is (G11). */
#include "tests/lib/test.h"

#include <sys/stat.h>

#include "posts.h"
#include "store/jobs/high_water.h"
#include "store/jobs/reader.h"
#include "store/jobs/writer.h"
#include "tests/unit/store/ledger.h"

/* --- a ledger and its mark -------------------------------------------------------------- */

static void say(struct db *db, int64_t id)
{
	assert_fine(db_run(db, "INSERT INTO event (id, at, what, actor, promise_id, message_id, contact_id,"
			       " detail) VALUES ($1, $1, 'x', 'x', 0, 0, 0, '')", BINDS(NUMBER(id)), NULL));
}

static void path_of(const struct ledger *ledger, const char *end, char into[160])
{
	snprintf(into, 160, "%s%s", ledger->path, end);
}

/* As a start does: is it one that was put back?  Kept from then on when told to. */
static bool is_put_back(struct ledger *ledger, bool keeps)
{
	struct high_water *high_water = NULL;
	struct note note = { .text = "" };
	bool is = false;

	if (high_water_open(ledger->address, ledger->db, &high_water, &is, &note))
		fail_msg("%s", note.text);
	if (keeps)
		high_water_keep(high_water, ledger->db);
	high_water_free(&high_water);
	high_water_free(&high_water);
	return is;
}

/* A ledger that has said the events 1 to `events`, and its mark knows it. */
static void ledger_of(struct ledger *ledger, int64_t events)
{
	ledger_new(ledger);
	assert_false(is_put_back(ledger, true));
	for (int64_t id = 1; id <= events; id++)
		say(ledger->db, id);
	assert_false(is_put_back(ledger, true));
}

static void copy_aside(struct ledger *ledger)
{
	char copy[160];

	path_of(ledger, ".copy", copy);
	assert_fine(db_backup(ledger->db, copy, NULL));
}

/* As a person does it: the daemon is down, the copy takes the ledger's place. */
static void put_back(struct ledger *ledger)
{
	char copy[160];

	db_close(&ledger->db);
	path_of(ledger, ".copy", copy);
	assert_int_equal(rename(copy, ledger->path), 0);
	ledger_connect(ledger);
}

static void overwrite_mark(const struct ledger *ledger, const char *text)
{
	char path[160];
	FILE *file;

	path_of(ledger, ".mark", path);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static void a_ledger_that_stayed_where_it_was_is_never_taken_for_a_copy(void **state)
{
	struct ledger ledger;

	(void)state;
	ledger_of(&ledger, 0);
	for (int64_t id = 1; id < 40; id++) {
		say(ledger.db, id);
		/* a mark that lags behind says nothing false */
		assert_false(is_put_back(&ledger, id % 3 == 0));
	}
	db_close(&ledger.db);
	ledger_connect(&ledger);
	assert_false(is_put_back(&ledger, true));
	ledger_done(&ledger);
}

static void a_copy_that_lacks_what_was_said_since_is_known_for_one(void **state)
{
	struct ledger ledger;

	(void)state;
	ledger_of(&ledger, 10);
	copy_aside(&ledger);
	say(ledger.db, 11);
	assert_false(is_put_back(&ledger, true));
	put_back(&ledger);
	assert_true(is_put_back(&ledger, false));
	/* and still is, until somebody has gone on with it */
	assert_true(is_put_back(&ledger, true));
	assert_false(is_put_back(&ledger, true));
	ledger_done(&ledger);
}

/* Nothing was said since the copy was made: nothing can have been forgotten. */
static void a_copy_that_lacks_nothing_is_as_good_as_the_ledger(void **state)
{
	struct ledger ledger;

	(void)state;
	ledger_of(&ledger, 10);
	copy_aside(&ledger);
	put_back(&ledger);
	assert_false(is_put_back(&ledger, true));
	ledger_done(&ledger);
}

static void a_ledger_without_its_mark_or_with_another_ones_was_put_back(void **state)
{
	static const char *const marks[] = {
		"", "\n", "hearback mark \n", "something else entirely, as long as a mark would be long....\n",
		"hearback mark 00000000000000000000000000000000 00000000000000000010\n",
		"hearback mark 00000000000000000000000000000000 -0000000000000000010\n",
		"hearback mark short 00000000000000000010                          \n",
	};
	struct ledger ledger;

	(void)state;
	ledger_of(&ledger, 10);
	for (size_t i = 0; i < COUNT_OF(marks); i++) {
		overwrite_mark(&ledger, marks[i]);
		assert_true(is_put_back(&ledger, true));
		assert_false(is_put_back(&ledger, true));
	}
	ledger_done(&ledger);
}

/* What was never kept cannot lag: a new ledger, and one of before there were marks. */
static void a_ledger_that_has_said_nothing_or_never_had_a_mark_is_none(void **state)
{
	struct ledger ledger;

	(void)state;
	ledger_new(&ledger);
	overwrite_mark(&ledger, "hearback mark 00000000000000000000000000000000 00000000000000000010\n");
	assert_false(is_put_back(&ledger, false));
	ledger_done(&ledger);
	ledger_new(&ledger);
	say(ledger.db, 5);
	assert_false(is_put_back(&ledger, true));
	assert_false(is_put_back(&ledger, true));
	ledger_done(&ledger);
}

/* A mark further on than the ledger by one event is enough; one behind it is not. */
static void the_mark_is_compared_event_by_event(void **state)
{
	(void)state;
	for (int64_t marked = 1; marked < 20; marked++) {
		struct ledger ledger;
		char path[160], mark[80] = "";
		FILE *file;

		ledger_of(&ledger, 10);
		path_of(&ledger, ".mark", path);
		file = fopen(path, "r");
		assert_non_null(fgets(mark, sizeof(mark), file));
		fclose(file);
		snprintf(mark + strlen("hearback mark ") + 33, 22, "%020lld\n", (long long)marked);
		overwrite_mark(&ledger, mark);
		assert_int_equal(is_put_back(&ledger, false), marked > 10);
		ledger_done(&ledger);
	}
}

static void a_mark_that_cannot_be_written_is_told_by_its_name(void **state)
{
	struct ledger ledger;
	struct high_water *high_water = NULL;
	struct note note = { .text = "" };
	char path[160];
	bool is = false;

	(void)state;
	ledger_new(&ledger);
	path_of(&ledger, ".mark", path);
	assert_int_equal(mkdir(path, 0700), 0);
	assert_fault(high_water_open(ledger.address, ledger.db, &high_water, &is, &note), FAULT_DISK);
	assert_non_null(strstr(note.text, path));
	assert_null(high_water);
	rmdir(path);
	ledger_done(&ledger);
}

/* A trace that cannot be read now is no empty one: what was put back would go unseen, and
 * the mark would forget how far it was. */
static void a_ledger_whose_trace_cannot_be_read_is_not_taken_for_a_new_one(void **state)
{
	struct ledger ledger;
	struct high_water *high_water = NULL, *kept = NULL;
	bool is = false;

	(void)state;
	ledger_of(&ledger, 10);
	assert_fine(high_water_open(ledger.address, ledger.db, &kept, &is, NULL));
	assert_fine(db_script(ledger.db, "ALTER TABLE event RENAME TO hidden;", NULL));
	assert_fault(high_water_open(ledger.address, ledger.db, &high_water, &is, NULL), FAULT_BROKEN);
	assert_null(high_water);
	high_water_keep(kept, ledger.db);
	assert_fine(db_script(ledger.db, "ALTER TABLE hidden RENAME TO event; DELETE FROM event WHERE id = 10;",
			      NULL));
	assert_true(is_put_back(&ledger, false));
	high_water_free(&kept);
	ledger_done(&ledger);
}

/* --- the writer keeps it -------------------------------------------------------------------- */

struct saying {
	struct job job;
	int64_t id;
	enum fault fault;
};

static enum fault saying_run(struct job *job, struct db *db, struct note *note)
{
	struct saying *saying = container_of(job, struct saying, job);

	(void)note;
	say(db, saying->id);
	return saying->id % 2 ? FAULT_NONE : FAULT_LIMIT;
}

static void saying_done(struct job *job, enum fault fault, const struct note *note)
{
	(void)note;
	container_of(job, struct saying, job)->fault = fault;
}

/* As far as what was committed, and not as far as what was taken back. */
static void the_writer_marks_what_it_has_committed(void **state)
{
	static struct posts posts;
	struct saying sayings[6];
	struct ledger ledger;
	struct high_water *high_water = NULL;
	struct writer *writer;
	bool is = false;

	(void)state;
	posts_init(&posts);
	ledger_new(&ledger);
	assert_fine(high_water_open(ledger.address, ledger.db, &high_water, &is, NULL));
	writer = writer_new(ledger.db, 10, (struct writer_post){ posts_post, &posts });
	writer_set_mark(writer, high_water);
	for (int i = 0; i < 6; i++) {
		sayings[i] = (struct saying){ .job = { .run = saying_run, .done = saying_done }, .id = i + 1 };
		assert_fine(writer_add(writer, &sayings[i].job));
	}
	writer_stop(writer);
	posts_run(&posts);
	writer_free(&writer);
	writer_free(&writer);
	for (int i = 0; i < 6; i++)
		assert_int_equal(sayings[i].fault, i % 2 ? FAULT_LIMIT : FAULT_NONE);
	ledger.db = NULL;
	ledger_connect(&ledger);
	assert_int_equal(ledger_number(ledger.db, "SELECT max(id) FROM event"), 5);
	assert_false(is_put_back(&ledger, false));
	assert_fine(db_run(ledger.db, "DELETE FROM event WHERE id = 5", NULL, 0, NULL));
	assert_true(is_put_back(&ledger, false));
	ledger_done(&ledger);
}

/* --- readers ------------------------------------------------------------------------------------ */

static void readers_need_a_ledger_that_is_there(void **state)
{
	static struct posts posts;
	struct ledger ledger;
	struct note note = { .text = "" };
	struct reader *reader = NULL;

	(void)state;
	posts_init(&posts);
	ledger_place(&ledger);
	assert_fault(reader_open(ledger.address, &(struct reader_plan){ 3, 10, { posts_post, &posts } }, &reader,
				 &note), FAULT_MISSING);
	assert_null(reader);
	assert_non_null(strstr(note.text, "no such ledger"));
	reader_free(&reader);
	ledger_done(&ledger);
}

static enum fault writing_run(struct job *job, struct db *db, struct note *note)
{
	(void)job;
	(void)note;
	return db_run(db, "DELETE FROM event", NULL, 0, NULL);
}

/* Whatever a list would do, it changes nothing. */
static void a_reader_cannot_write(void **state)
{
	static struct posts posts;
	struct ledger ledger;
	struct saying saying = { .job = { .run = writing_run, .done = saying_done } };
	struct reader *reader = NULL;

	(void)state;
	posts_init(&posts);
	ledger_of(&ledger, 3);
	assert_fine(reader_open(ledger.address, &(struct reader_plan){ 1, 10, { posts_post, &posts } }, &reader,
				NULL));
	assert_fine(reader_add(reader, &saying.job));
	while (posts.run == 0)
		posts_run(&posts);
	assert_int_equal(saying.fault, FAULT_DISK);
	reader_free(&reader);
	assert_null(reader);
	assert_int_equal(ledger_number(ledger.db, "SELECT count(*) FROM event"), 3);
	ledger_done(&ledger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_ledger_that_stayed_where_it_was_is_never_taken_for_a_copy),
		cmocka_unit_test(a_copy_that_lacks_what_was_said_since_is_known_for_one),
		cmocka_unit_test(a_copy_that_lacks_nothing_is_as_good_as_the_ledger),
		cmocka_unit_test(a_ledger_without_its_mark_or_with_another_ones_was_put_back),
		cmocka_unit_test(a_ledger_that_has_said_nothing_or_never_had_a_mark_is_none),
		cmocka_unit_test(the_mark_is_compared_event_by_event),
		cmocka_unit_test(a_mark_that_cannot_be_written_is_told_by_its_name),
		cmocka_unit_test(a_ledger_whose_trace_cannot_be_read_is_not_taken_for_a_new_one),
		cmocka_unit_test(the_writer_marks_what_it_has_committed),
		cmocka_unit_test(readers_need_a_ledger_that_is_there),
		cmocka_unit_test(a_reader_cannot_write),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
