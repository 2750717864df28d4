/* A ledger that was put back from a copy is known for one, and no other is (G11). */
#include "tests/lib/test.h"

#include <sys/stat.h>

#include "store/jobs/high_water.h"
#include "store/jobs/reader.h"
#include "store/jobs/writer.h"
#include "store/log/audit.h"
#include "tests/unit/store/jobs/posts.h"
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

static const struct str key = STR("the audit secret");

static struct high_water_ask ask_of(const struct ledger *ledger)
{
	return (struct high_water_ask){ ledger->address, key, ledger->db };
}

/* As a start does. */
static struct high_water_find start(struct ledger *ledger, struct str secret, bool keeps)
{
	struct high_water_ask ask = ask_of(ledger);
	struct high_water_find find = { .is_put_back = false };
	struct high_water *high_water = NULL;
	struct note note = { .text = "" };

	ask.key = secret;
	if (high_water_open(&ask, &high_water, &find, &note))
		fail_msg("%s", note.text);
	if (keeps)
		high_water_keep(high_water, ledger->db);
	high_water_free(&high_water);
	high_water_free(&high_water);
	return find;
}

/* As a start does: is it one that was put back?  Kept from then on when told to. */
static bool is_put_back(struct ledger *ledger, bool keeps)
{
	return start(ledger, key, keeps).is_put_back;
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

static void read_mark(const struct ledger *ledger, char text[300])
{
	char path[160];
	FILE *file;

	path_of(ledger, ".mark", path);
	file = fopen(path, "r");
	assert_non_null(file);
	text[fread(text, 1, 299, file)] = '\0';
	fclose(file);
}

static void audit_some(struct ledger *ledger, int64_t at, int count)
{
	for (int i = 0; i < count; i++)
		assert_fine(audit_add(ledger->db, key, &(struct audit_row){
			.at = at + i, .actor = "staff:5", .command = "token.add", .detail = STR_NONE }));
}

/* A mark further on than the ledger by one event is enough; one behind it is not. */
static void the_mark_is_compared_event_by_event(void **state)
{
	(void)state;
	for (int64_t marked = 1; marked < 20; marked++) {
		struct ledger ledger;
		char mark[300], digits[24];

		ledger_of(&ledger, 10);
		read_mark(&ledger, mark);
		snprintf(digits, sizeof(digits), "%020lld", (long long)marked);
		memcpy(mark + strlen("hearback mark ") + 33, digits, 20);
		overwrite_mark(&ledger, mark);
		assert_int_equal(is_put_back(&ledger, false), marked > 10);
		ledger_done(&ledger);
	}
}

/* A daemon of before wrote one line, and may write it again over ours; but whoever takes the
 * second away, or writes one of their own, has taken the mark away. */
static void a_mark_that_lost_its_seal_is_none(void **state)
{
	struct ledger ledger;
	char mark[300], cut[300];

	(void)state;
	ledger_of(&ledger, 10);
	audit_some(&ledger, 0, 3);
	assert_false(is_put_back(&ledger, true));
	read_mark(&ledger, mark);
	assert_int_equal(strlen(mark), 225);
	snprintf(cut, sizeof(cut), "%.68s", mark);
	overwrite_mark(&ledger, cut);
	assert_true(is_put_back(&ledger, false));
	/* without what the ledger itself knows of it, it is one that an older daemon left */
	assert_fine(db_run(ledger.db, "DELETE FROM setting WHERE name = 'ledger.mark'", NULL, 0, NULL));
	assert_false(is_put_back(&ledger, true));
	for (size_t at = 68; at < 224; at += 5) {
		read_mark(&ledger, cut);
		cut[at] = cut[at] == '7' ? '8' : '7';
		overwrite_mark(&ledger, cut);
		if (!is_put_back(&ledger, false))
			fail_msg("byte %zu was changed, and nobody saw it", at);
		overwrite_mark(&ledger, mark);
	}
	assert_false(is_put_back(&ledger, false));
	ledger_done(&ledger);
}

/* --- the audit chain --------------------------------------------------------------------------- */

/* Rows and anchor together: the chain that is left is sound, and only the mark knows better. */
static void audit_records_that_were_taken_away_with_their_anchor_are_missed(void **state)
{
	static const char *const cuts[] = {
		"DELETE FROM audit; DELETE FROM setting WHERE name = 'audit.anchor';",
		/* back to an anchor of before, which is sealed and sound */
		"DELETE FROM audit WHERE no > 4; UPDATE setting SET value = (SELECT value FROM setting"
		" WHERE name = 'kept') WHERE name = 'audit.anchor';",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(cuts); i++) {
		struct ledger ledger;
		struct high_water_find find;
		int64_t rows = 0, bad_no = 9;

		ledger_of(&ledger, 3);
		audit_some(&ledger, 0, 4);
		assert_fine(db_script(ledger.db, "INSERT INTO setting SELECT 'kept', value FROM setting"
						 " WHERE name = 'audit.anchor';", NULL));
		audit_some(&ledger, 10, 3);
		assert_false(start(&ledger, key, true).is_audit_cut);
		assert_fine(db_script(ledger.db, cuts[i], NULL));
		assert_fine(audit_verify(ledger.db, key, &rows, &bad_no));
		assert_int_equal(bad_no, 0); /* the chain alone does not know */
		for (int round = 0; round < 3; round++) {
			find = start(&ledger, key, true);
			assert_true(find.is_audit_cut);
			assert_false(find.is_put_back);
			assert_int_equal(find.audit.no, 7);
			/* going on does not heal it, not even past the number that is missing */
			audit_some(&ledger, 100 * (round + 1), 4);
		}
		ledger_done(&ledger);
	}
}

/* While it runs: what was there a moment ago is what must be there. */
static void records_that_go_while_it_runs_are_missed_too(void **state)
{
	struct ledger ledger;
	struct high_water_ask ask;
	struct high_water_find find;
	struct high_water *high_water = NULL;
	struct audit_link link = { .no = 0 };
	bool is_there = true;

	(void)state;
	ledger_of(&ledger, 3);
	ask = ask_of(&ledger);
	assert_fine(high_water_open(&ask, &high_water, &find, NULL));
	for (int i = 1; i < 6; i++) {
		audit_some(&ledger, i, 1);
		high_water_keep(high_water, ledger.db);
		high_water_audit(high_water, &link);
		assert_int_equal(link.no, i);
	}
	assert_fine(db_script(ledger.db, "DELETE FROM audit; DELETE FROM setting WHERE name = 'audit.anchor';", NULL));
	for (int i = 1; i < 9; i++) {
		audit_some(&ledger, 100 + i, 1);
		high_water_keep(high_water, ledger.db);
	}
	high_water_audit(high_water, &link);
	assert_int_equal(link.no, 5);
	assert_fine(audit_link_is(ledger.db, &link, &is_there));
	assert_false(is_there);
	high_water_free(&high_water);
	ledger_done(&ledger);
}

/* A copy that was put back has the audit records of its day: the mark begins there anew. */
static void a_copy_that_was_put_back_is_not_called_cut(void **state)
{
	struct ledger ledger;
	struct high_water_find find;

	(void)state;
	ledger_of(&ledger, 3);
	audit_some(&ledger, 0, 2);
	copy_aside(&ledger);
	audit_some(&ledger, 10, 5);
	say(ledger.db, 4);
	assert_false(is_put_back(&ledger, true));
	put_back(&ledger);
	find = start(&ledger, key, true);
	assert_true(find.is_put_back && !find.is_audit_cut);
	assert_int_equal(find.audit.no, 7);
	assert_int_equal(find.here.no, 2);
	find = start(&ledger, key, true);
	assert_false(find.is_put_back || find.is_audit_cut);
	ledger_done(&ledger);
}

static void a_mark_that_cannot_be_written_is_told_by_its_name(void **state)
{
	struct ledger ledger;
	struct high_water *high_water = NULL;
	struct note note = { .text = "" };
	char path[160];
	struct high_water_find is;
	struct high_water_ask ask;

	(void)state;
	ledger_new(&ledger);
	ask = ask_of(&ledger);
	path_of(&ledger, ".mark", path);
	assert_int_equal(mkdir(path, 0700), 0);
	assert_fault(high_water_open(&ask, &high_water, &is, &note), FAULT_DISK);
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
	struct high_water_find is;
	struct high_water_ask ask;

	(void)state;
	ledger_of(&ledger, 10);
	ask = ask_of(&ledger);
	assert_fine(high_water_open(&ask, &kept, &is, NULL));
	assert_fine(db_script(ledger.db, "ALTER TABLE event RENAME TO hidden;", NULL));
	assert_fault(high_water_open(&ask, &high_water, &is, NULL), FAULT_BROKEN);
	assert_null(high_water);
	high_water_keep(kept, ledger.db);
	assert_fine(db_script(ledger.db, "ALTER TABLE hidden RENAME TO event; DELETE FROM event WHERE id = 10;",
			      NULL));
	assert_true(is_put_back(&ledger, false));
	high_water_free(&kept);
	ledger_done(&ledger);
}

/* Where a daemon of before kept it: beside the link by which it was told of the ledger. */
static void the_mark_beside_a_link_moves_to_the_ledgers_side(void **state)
{
	struct ledger ledger, links;
	char mark[300], path[160];

	(void)state;
	ledger_of(&ledger, 10);
	ledger_place(&links);
	assert_int_equal(symlink(ledger.path, links.path), 0);
	read_mark(&ledger, mark);
	overwrite_mark(&links, mark);
	path_of(&ledger, ".mark", path);
	unlink(path);
	links.db = ledger.db;
	assert_false(is_put_back(&links, true));
	assert_int_equal(access(path, F_OK), 0);
	path_of(&links, ".mark", path);
	assert_int_equal(access(path, F_OK), -1);
	links.db = NULL;
	ledger_done(&links);
	assert_false(is_put_back(&ledger, true));
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
	struct high_water_find is;
	struct high_water_ask ask;

	(void)state;
	posts_init(&posts);
	ledger_new(&ledger);
	ask = ask_of(&ledger);
	assert_fine(high_water_open(&ask, &high_water, &is, NULL));
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
		cmocka_unit_test(a_mark_that_lost_its_seal_is_none),
		cmocka_unit_test(audit_records_that_were_taken_away_with_their_anchor_are_missed),
		cmocka_unit_test(records_that_go_while_it_runs_are_missed_too),
		cmocka_unit_test(a_copy_that_was_put_back_is_not_called_cut),
		cmocka_unit_test(a_mark_that_cannot_be_written_is_told_by_its_name),
		cmocka_unit_test(a_ledger_whose_trace_cannot_be_read_is_not_taken_for_a_new_one),
		cmocka_unit_test(the_mark_beside_a_link_moves_to_the_ledgers_side),
		cmocka_unit_test(the_writer_marks_what_it_has_committed),
		cmocka_unit_test(readers_need_a_ledger_that_is_there),
		cmocka_unit_test(a_reader_cannot_write),
	};

	if (engine_is_postgresql()) {
		puts("all of it is about a mark beside a file");
		return 0;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
