/* The ledger goes away, or is damaged: no door says 2xx for what is not kept, and the operator's windows stay open. */
#include "tests/lib/test.h"

#include "house.h"

#include <sched.h>
#include <stdatomic.h>

#include "api/ops/readiness.h"

static int open_house(void **state)
{
	*state = house_new();
	return 0;
}

static int close_house(void **state)
{
	struct house *house = *state;

	house_free(&house);
	return 0;
}

static void move(const struct house *house, const char *from, const char *to)
{
	char before[96], after[96];

	snprintf(before, sizeof(before), "%s/hearback.db%s", house->folder, from);
	snprintf(after, sizeof(after), "%s/hearback.db%s", house->folder, to);
	assert_int_equal(rename(before, after), 0);
}

static bool is_in(const json_t *words, const char *word)
{
	for (size_t i = 0; i < json_array_size(words); i++)
		if (!strcmp(json_string_value(json_array_get(words, i)), word))
			return true;
	return false;
}

/* In all three windows, with what is told beside it. */
static void assert_told(struct house *house, const char *cause, bool is_counted)
{
	json_t *ready = house_json(house, &(struct ask){ .method = "GET", .target = "/readyz" }, 503);
	json_t *status = house_json(house, &(struct ask){ .method = "GET", .target = "/control/status", .is_control = true }, 200);
	char line[96];
	AUTO(answer) metrics;

	assert_true(is_in(json_object_get(ready, "reasons"), cause));
	assert_int_equal(json_array_size(json_object_get(ready, "reasons")), 1);
	assert_int_equal(json_is_object(json_object_get(status, "promises")), is_counted);
	assert_true(json_array_size(json_object_get(status, "lines")) > 0);
	house_ask(house, &(struct ask){ .method = "GET", .target = "/metrics" }, &metrics);
	assert_int_equal(metrics.status, 200);
	snprintf(line, sizeof(line), "\nhearback_not_ready{cause=\"%s\"} 1\n", cause);
	assert_true(str_find(metrics.body, str_of(line)) < metrics.body.size);
	snprintf(line, sizeof(line), "\nhearback_ledger_read %d\n", is_counted);
	assert_true(str_find(metrics.body, str_of(line)) < metrics.body.size);
	json_decref(ready);
	json_decref(status);
}

static void a_ledger_that_was_moved_takes_no_text_until_it_is_back(void **state)
{
	struct house *house = *state;
	int64_t losses = house->core->losses;

	assert_int_equal(house_text(house, "SM1", "+13125550123", "is there school?"), 200);
	move(house, "", "-away");
	assert_int_equal(house_text(house, "SM2", "+13125550124", "is there school?"), 503);
	assert_told(house, "ledger_gone", true);
	move(house, "-away", "");
	assert_int_equal(house_text(house, "SM2", "+13125550124", "is there school?"), 200);
	assert_int_equal(house_waiting(house), 2);
	/* what was refused may have been a STOP */
	assert_int_equal(house->core->losses, losses + 1);
	assert_false(house->core->is_ready || house->core->lines[0].is_polled);
}

static int64_t commits_of(const struct house *house)
{
	int64_t commits, jobs;

	writer_counts(house->core->writer, &commits, &jobs);
	return commits;
}

static int64_t commits_before;
static _Atomic bool is_due;

/* Between the commit and what the loop makes of it. */
static void go_away(void *data)
{
	const struct house *house = data;

	while (commits_of(house) == commits_before)
		sched_yield();
	move(house, "", "-away");
	assert_int_equal(place_watch_look(writer_place(house->core->writer), NULL), PLACE_GONE);
}

/* On the writer thread, in the transaction: it is asked of the loop ahead of the results. */
static void look(void *context, struct db *db)
{
	struct house *house = context;

	(void)db;
	if (!atomic_exchange(&is_due, false))
		return;
	commits_before = commits_of(house);
	loop_post(house->loop, go_away, house);
}

static void what_went_away_with_the_commit_is_no_2xx(void **state)
{
	struct house *house = *state;
	int64_t losses = house->core->losses;
	json_t *reply;

	writer_watch(house->core->writer, look, house);
	is_due = true;
	assert_int_equal(house_text(house, "SM1", "+13125550123", "is there school?"), 503);
	move(house, "-away", "");
	assert_int_equal(house_waiting(house), 1);
	assert_int_equal(house->core->losses, losses + 1);
	/* what the text brought about is written by then */
	while (writer_waiting(house->core->writer) || commits_of(house) == commits_before)
		loop_turn(house->loop, 10);
	is_due = true;
	reply = house_json(house, &(struct ask){ .method = "POST", .target = "/api/v1/users", .is_control = true,
			   .body = STR("{\"email\":\"a@b.example\",\"role\":\"viewer\",\"languages\":\"en\"}") }, 503);
	json_decref(reply);
	move(house, "-away", "");
}

/* Whoever says it: the metrics do not need the ledger, nor does the status. */
static void a_damaged_ledger_is_told_without_it(void **state)
{
	static struct db_health health;
	struct house *house = *state;

	health.state = DB_HEALTH_SOUND;
	house->core->is_ready = true;
	house->core->health = &health;
	db_health_damaged(&health);
	assert_told(house, "ledger_damaged", true);
	house->core->is_ready = false;
	assert_told(house, "ledger_damaged", true);
	house->core->health = NULL;
}

static bool is_renamed;

static enum fault rename_run(struct job *job, struct db *db, struct note *note)
{
	(void)job;
	return db_script(db, "ALTER TABLE promise RENAME COLUMN state TO elsewhere;", note);
}

static void rename_done(struct job *job, enum fault fault, const struct note *note)
{
	(void)job;
	if (fault)
		fail_msg("%s", note->text);
	is_renamed = true;
}

static void spoil(struct house *house)
{
	static struct job job = { .run = rename_run, .done = rename_done };

	is_renamed = false;
	assert_int_equal(writer_add(house->core->writer, &job), FAULT_NONE);
	while (!is_renamed)
		loop_turn(house->loop, 10);
}

static void a_ledger_that_cannot_be_read_is_left_out_of_what_is_told(void **state)
{
	static struct db_health health;
	struct house *house = *state;

	spoil(house);
	health.state = DB_HEALTH_SOUND;
	house->core->health = &health;
	db_health_damaged(&health);
	assert_told(house, "ledger_damaged", false);
	house->core->health = NULL;
}

int main(void)
{
#define HOUSE_TEST(name) cmocka_unit_test_setup_teardown(name, open_house, close_house)
	const struct CMUnitTest tests[] = {
		HOUSE_TEST(a_ledger_that_was_moved_takes_no_text_until_it_is_back),
		HOUSE_TEST(what_went_away_with_the_commit_is_no_2xx),
		HOUSE_TEST(a_damaged_ledger_is_told_without_it),
		HOUSE_TEST(a_ledger_that_cannot_be_read_is_left_out_of_what_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
