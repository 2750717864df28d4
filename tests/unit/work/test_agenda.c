/*
 * One loaded promise a transaction, and an agenda that ends: how often its row is read and
 * written, that a savepoint takes back what was changed in memory, and in which order
 * consequences are carried out.
 */
#include "room.h"

#include "store/db/db_driver.h"
#include "tests/lib/fine.h"
#include "work/txn/agenda.h"

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

static void count_from_now(struct room *room)
{
	if (!real)
		real = room->db->driver;
	counting = *real;
	counting.ask = count_ask;
	counting.run = count_run;
	room->db->driver = &counting;
	reads = writes = 0;
}

static void count_no_more(struct room *room)
{
	room->db->driver = real;
}

/* --- the claims ------------------------------------------------------------------------- */

#define QUESTION "When is the meeting with the teacher of my daughter?"

static struct promise ask(struct room *room)
{

	room_new(room, "2026-03-03T10:00:00-06:00");
	add_user(room, "ana@x", "en", ROLE_LIAISON);
	return hear(room, QUESTION);
}

static enum fault take(struct room *room, struct promise_id id)
{
	return do_act(room, &(struct promise_take){ .command.row = &promise_command_take,
		      .command.actor_id = { id_of(room, "ana@x") }, .promise = id }.command);
}

static enum fault answer(struct room *room, struct promise_id id)
{
	return do_act(room, &(struct promise_answer){ .command.row = &text_command_answer,
		      .command.actor_id = { id_of(room, "ana@x") }, .promise = id,
		      .text = STR("On Friday at three.") }.command);
}

static struct promise look(struct room *room, struct promise_id id)
{
	struct promise promise;

	assert_fine(promise_get(room->db, id, &promise));
	return promise;
}

static void a_take_reads_its_promise_once_and_writes_it_once(void **unused)
{
	struct room room;
	struct promise promise;

	(void)unused;
	promise = ask(&room);
	count_from_now(&room);
	assert_fine(take(&room, promise.id));
	assert_int_equal(reads, 1);
	assert_int_equal(writes, 1);
	count_no_more(&room);
	promise = look(&room, promise.id);
	assert_int_equal(promise.state, PROMISE_TAKEN);
	assert_int_equal(promise.owner.n, id_of(&room, "ana@x"));
	room_done(&room);
}

static void an_answer_reads_its_promise_once_and_writes_it_once(void **unused)
{
	struct room room;
	struct promise promise;

	(void)unused;
	promise = ask(&room);
	count_from_now(&room);
	assert_fine(answer(&room, promise.id));
	assert_int_equal(reads, 1);
	assert_int_equal(writes, 1);
	count_no_more(&room);
	promise = look(&room, promise.id);
	assert_int_equal(promise.state, PROMISE_ANSWERED);
	assert_true(promise.human_at > 0);
	room_done(&room);
}

/* What each owes is counted without reading the row again: it must come out the same. */
static int64_t owes(struct room *room, int64_t user)
{
	struct db_rows *rows = NULL;
	int64_t number;

	assert_fine(db_ask(room->db, &rows, "SELECT owes FROM staff WHERE id = $1",
			   BINDS(NUMBER(user))));
	assert_true(db_rows_next(rows));
	number = db_rows_number(rows, 0);
	db_rows_done(&rows);
	return number;
}

static void what_a_person_owes_follows_the_one_write(void **unused)
{
	struct room room;
	struct promise promise;

	(void)unused;
	promise = ask(&room);
	assert_int_equal(owes(&room, id_of(&room, "ana@x")), 1);
	assert_fine(take(&room, promise.id));
	assert_int_equal(owes(&room, id_of(&room, "ana@x")), 1);
	assert_fine(answer(&room, promise.id));
	assert_int_equal(owes(&room, id_of(&room, "ana@x")), 0);
	room_done(&room);
}

/* --- savepoints -------------------------------------------------------------------------- */

static enum fault spoil(const struct txn *txn, void *thing)
{
	struct promise *promise = thing;
	struct promise changed;

	assert_fine(agenda_get_promise(txn, promise->id, &changed));
	str_put(changed.topic, sizeof(changed.topic), STR("spoiled"));
	assert_fine(agenda_put_promise(txn, &changed));
	agenda_add(txn, &(struct agenda_item){ .kind = AGENDA_PROMISE, .promise = promise->id,
					       .event = PROMISE_ON_TAKEN });
	return fault_because(FAULT_CONFLICT, txn->note, "not this one");
}

static enum fault look_again(const struct txn *txn, void *thing)
{
	struct promise *promise = thing;

	assert_true(agenda_is_empty(txn));
	return agenda_get_promise(txn, promise->id, promise);
}

static void what_a_savepoint_takes_back_is_taken_back_in_memory_too(void **unused)
{
	static const struct trial trial = { spoil, look_again, "promise" };
	struct room room;
	struct promise before, changed, promise;
	struct txn txn;

	(void)unused;
	before = promise = ask(&room);
	txn = txn_in(&room);
	assert_fine(db_begin(room.db));
	/* changed before the savepoint: that stays */
	assert_fine(agenda_get_promise(&txn, before.id, &changed));
	changed.inputs = 7;
	assert_fine(agenda_put_promise(&txn, &changed));
	assert_fine(txn_try(&txn, &trial, &promise, promise.id.n));
	assert_string_equal(promise.topic, before.topic);
	assert_int_equal(promise.inputs, 7);
	assert_fine(consequences_settle(&txn, FAULT_NONE));
	assert_fine(db_commit(room.db));
	assert_int_equal(look(&room, before.id).inputs, 7);
	assert_int_equal(look(&room, before.id).state, PROMISE_OPEN);
	room_done(&room);
}

static void what_faulted_leaves_nothing_to_be_written(void **unused)
{
	struct room room;
	struct promise promise;
	struct txn txn;

	(void)unused;
	promise = ask(&room);
	txn = txn_in(&room);
	assert_fine(db_begin(room.db));
	assert_int_equal(consequences_settle(&txn, spoil(&txn, &promise)), FAULT_CONFLICT);
	assert_fine(db_commit(room.db));
	assert_string_equal(look(&room, promise.id).topic, promise.topic);
	room_done(&room);
}

/* --- what the ledger is asked ------------------------------------------------------------- */

/* Given to ben in memory alone. */
static struct promise give_to_ben(struct room *room, const struct txn *txn, struct promise_id id)
{
	struct promise promise;

	assert_fine(agenda_get_promise(txn, id, &promise));
	promise.owner.n = id_of(room, "ben@x");
	assert_fine(agenda_put_promise(txn, &promise));
	return promise;
}

static void a_list_sees_what_is_changed_in_memory(void **unused)
{
	struct room room;
	struct promise promise, found[2];
	struct user user;
	struct txn txn;
	size_t count = 0;

	(void)unused;
	promise = ask(&room);
	add_user(&room, "ben@x", "en", ROLE_LIAISON);
	txn = txn_in(&room);
	assert_fine(db_begin(room.db));
	promise = give_to_ben(&room, &txn, promise.id);
	assert_fine(promise_owned(room.db, promise.owner, (struct promise_id){ 0 }, found, 2, &count));
	assert_int_equal(count, 1);
	assert_int_equal(found[0].id.n, promise.id.n);
	/* what each owes is counted with it: ana is free now */
	assert_fine(user_for_role(room.db, ROLE_LIAISON, (struct user_id){ 0 }, txn.now, &user));
	assert_int_equal(user.id.n, id_of(&room, "ana@x"));
	assert_fine(consequences_settle(&txn, FAULT_NONE));
	assert_fine(db_commit(room.db));
	room_done(&room);
}

static void what_all_are_woken_by_leaves_no_old_copy(void **unused)
{
	struct room room;
	struct promise promise;
	struct txn txn;

	(void)unused;
	promise = ask(&room);
	add_user(&room, "ben@x", "en", ROLE_LIAISON);
	txn = txn_in(&room);
	assert_fine(db_begin(room.db));
	give_to_ben(&room, &txn, promise.id);
	assert_fine(promise_wake_all(room.db, STR_NONE, txn.now));
	assert_fine(agenda_get_promise(&txn, promise.id, &promise));
	assert_true(promise.wake_at == txn.now);
	assert_int_equal(promise.owner.n, id_of(&room, "ben@x"));
	assert_fine(consequences_settle(&txn, FAULT_NONE));
	assert_fine(db_commit(room.db));
	room_done(&room);
}

/* --- the order, and the end --------------------------------------------------------------- */

static char done[64];

/* Each item adds what its number says, as a tree: 1 has 11 and 12, 11 has 111. */
static void carry_out_numbers(const struct txn *txn)
{
	static const struct { int64_t from, to[2]; } tree[] = {
		{ 1, { 11, 12 } }, { 11, { 111, 0 } }, { 2, { 21, 0 } },
	};
	struct agenda_item item;

	while (agenda_next(txn, &item)) {
		size_t used = strlen(done);

		snprintf(done + used, sizeof(done) - used, "%lld ", (long long)item.message.n);
		for (size_t i = 0; i < COUNT_OF(tree); i++)
			for (int k = 0; k < 2 && tree[i].from == item.message.n; k++)
				if (tree[i].to[k])
					agenda_add(txn, &(struct agenda_item){
						.message = { tree[i].to[k] } });
	}
}

static void what_follows_comes_before_what_stood_behind(void **unused)
{
	struct room room;
	struct txn txn;

	(void)unused;
	room_new(&room, "2026-03-03T10:00:00-06:00");
	txn = txn_in(&room);
	for (int64_t i = 1; i <= 3; i++)
		agenda_add(&txn, &(struct agenda_item){ .message = { i } });
	done[0] = '\0';
	carry_out_numbers(&txn);
	assert_string_equal(done, "1 11 111 12 2 21 3 ");
	assert_true(agenda_is_empty(&txn));
	room_done(&room);
}

static void an_item_keeps_its_own_texts(void **unused)
{
	struct room room;
	struct txn txn;
	struct agenda_item item;
	char why[32] = "as it was said";

	(void)unused;
	room_new(&room, "2026-03-03T10:00:00-06:00");
	txn = txn_in(&room);
	agenda_add(&txn, &(struct agenda_item){ .change = { .actor = "family", .why = why } });
	agenda_add(&txn, &(struct agenda_item){ .change = { .actor = "system" } });
	snprintf(why, sizeof(why), "gone");
	assert_true(agenda_next(&txn, &item));
	assert_string_equal(item.change.why, "as it was said");
	assert_string_equal(item.change.actor, "family");
	assert_true(agenda_next(&txn, &item));
	assert_null(item.change.why);
	assert_false(agenda_next(&txn, &item));
	room_done(&room);
}

static void a_chain_without_an_end_is_our_fault_and_ends(void **unused)
{
	struct room room;
	struct txn txn;
	struct agenda_item item = { .message = { 1 } };
	int links = 0;

	(void)unused;
	room_new(&room, "2026-03-03T10:00:00-06:00");
	txn = txn_in(&room);
	agenda_add(&txn, &item);
	while (agenda_next(&txn, &item) && agenda_check(&txn) == FAULT_NONE) {
		links++;
		agenda_add(&txn, &item);
	}
	assert_int_equal(links, AGENDA_DEPTH_MOST);
	assert_int_equal(agenda_check(&txn), FAULT_BROKEN);
	agenda_forget(&txn);
	room_done(&room);
}

/* More promises than are kept loaded: none of their changes is lost. */
static void more_promises_than_fit_are_all_written(void **unused)
{
	enum { MANY = 2 * AGENDA_PROMISES + 3 };
	struct promise promises[MANY];
	struct room room;
	struct txn txn;

	(void)unused;
	room_new(&room, "2026-03-03T10:00:00-06:00");
	for (int i = 0; i < MANY; i++)
		promises[i] = hear(&room, QUESTION);
	txn = txn_in(&room);
	assert_fine(db_begin(room.db));
	for (int i = 0; i < MANY; i++) {
		assert_fine(agenda_get_promise(&txn, promises[i].id, &promises[i]));
		promises[i].inputs = 100 + i;
		assert_fine(agenda_put_promise(&txn, &promises[i]));
	}
	assert_fine(consequences_settle(&txn, FAULT_NONE));
	assert_fine(db_commit(room.db));
	for (int i = 0; i < MANY; i++)
		assert_int_equal(look(&room, promises[i].id).inputs, 100 + i);
	room_done(&room);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_take_reads_its_promise_once_and_writes_it_once),
		cmocka_unit_test(an_answer_reads_its_promise_once_and_writes_it_once),
		cmocka_unit_test(what_a_person_owes_follows_the_one_write),
		cmocka_unit_test(what_a_savepoint_takes_back_is_taken_back_in_memory_too),
		cmocka_unit_test(what_faulted_leaves_nothing_to_be_written),
		cmocka_unit_test(a_list_sees_what_is_changed_in_memory),
		cmocka_unit_test(what_all_are_woken_by_leaves_no_old_copy),
		cmocka_unit_test(what_follows_comes_before_what_stood_behind),
		cmocka_unit_test(an_item_keeps_its_own_texts),
		cmocka_unit_test(a_chain_without_an_end_is_our_fault_and_ends),
		cmocka_unit_test(more_promises_than_fit_are_all_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
