/* How often a command reads and writes the row of its promise. */
#include "tests/unit/work/acting.h"

#include "store/db/db_driver.h"

/* --- a driver that counts ------------------------------------------------------------- */

static struct db_driver counting;
static const struct db_driver *real;
static int reads, writes;

/* One row by its id: of a list, or of another table, it is no reading of the promise. */
static bool is_one_promise(const char *sql)
{
	return strstr(sql, " FROM promise WHERE id =") != NULL;
}

static enum fault count_ask(struct db *db, struct db_rows **rows, const char *sql,
			    const struct bind *binds, size_t count)
{
	reads += is_one_promise(sql);
	return real->ask(db, rows, sql, binds, count);
}

static enum fault count_run(struct db *db, const char *sql, const struct bind *binds,
			    size_t count, int64_t *changed)
{
	writes += strncmp(sql, "UPDATE promise ", 15) == 0;
	return real->run(db, sql, binds, count, changed);
}

static void count_from_now(struct bench *bench)
{
	if (!real)
		real = bench->db->driver;
	counting = *real;
	counting.ask = count_ask;
	counting.run = count_run;
	bench->db->driver = &counting;
	reads = writes = 0;
}

static void count_no_more(struct bench *bench)
{
	bench->db->driver = real;
}

/* --- the claims ------------------------------------------------------------------------- */

static struct promise ask(struct bench *bench, struct user_id *ana)
{
	bench_new(bench, TUESDAY_TEN);
	*ana = case_hire(bench, "ana@x", "en", ROLE_LIAISON);
	return case_ask(bench, ROSA, "en");
}

static enum fault take(struct bench *bench, struct promise_id id, struct user_id who)
{
	return act(bench, &(struct promise_take){ .command.row = &promise_command_take,
		   .command.actor_id = who, .promise = id }.command);
}

static enum fault answer(struct bench *bench, struct promise_id id, struct user_id who)
{
	return act(bench, &(struct promise_answer){ .command.row = &text_command_answer,
		   .command.actor_id = who, .promise = id,
		   .text = STR("On Friday at three.") }.command);
}

static void a_take_reads_its_promise_once_and_writes_it_once(void **unused)
{
	struct bench bench;
	struct promise promise;
	struct user_id ana;

	(void)unused;
	promise = ask(&bench, &ana);
	count_from_now(&bench);
	assert_fine(take(&bench, promise.id, ana));
	assert_int_equal(reads, 1);
	assert_int_equal(writes, 1);
	count_no_more(&bench);
	promise = bench_look(&bench, promise.id);
	assert_int_equal(promise.state, PROMISE_TAKEN);
	assert_int_equal(promise.owner.n, ana.n);
	bench_done(&bench);
}

static void an_answer_reads_its_promise_once_and_writes_it_once(void **unused)
{
	struct bench bench;
	struct promise promise;
	struct user_id ana;

	(void)unused;
	promise = ask(&bench, &ana);
	count_from_now(&bench);
	assert_fine(answer(&bench, promise.id, ana));
	assert_int_equal(reads, 1);
	assert_int_equal(writes, 1);
	count_no_more(&bench);
	promise = bench_look(&bench, promise.id);
	assert_int_equal(promise.state, PROMISE_ANSWERED);
	assert_true(promise.human_at > 0);
	bench_done(&bench);
}

/* What each owes is counted without reading the row again: it must come out the same.  With
 * a ceiling of one, who owes one has no room for a second. */
static bool has_room(struct bench *bench, struct user_id who)
{
	const struct user_want want = { .language = STR("en"), .now = bench_now(bench) };
	struct user user = case_user(bench, who), found[4];
	size_t count = 0;

	user.capacity = 1;
	assert_fine(user_put(bench->db, &user));
	assert_fine(user_covering(bench->db, &want, found, COUNT_OF(found), &count));
	return count > 0;
}

static void what_a_person_owes_follows_the_one_write(void **unused)
{
	struct bench bench;
	struct promise promise;
	struct user_id ana;

	(void)unused;
	promise = ask(&bench, &ana);
	assert_false(has_room(&bench, ana));
	assert_fine(take(&bench, promise.id, ana));
	assert_false(has_room(&bench, ana));
	assert_fine(answer(&bench, promise.id, ana));
	assert_true(has_room(&bench, ana));
	bench_done(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_take_reads_its_promise_once_and_writes_it_once),
		cmocka_unit_test(an_answer_reads_its_promise_once_and_writes_it_once),
		cmocka_unit_test(what_a_person_owes_follows_the_one_write),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
