/* A sealed ledger: whatever verb wrote it, every cell of the census is one, and nothing else holds what it hides. */
#include "every_verb.h"

#include <stdlib.h>

#include "marked.h"
#include "store/seal/seal_cell.h"

static void run(enum fault fault)
{
	(void)fault; /* some verbs have nothing to find */
}

static void assert_is_cell(enum seal_kind kind, const char *column, struct str cell)
{
	char *into = malloc(cell.size + 1);
	size_t size;

	if (seal_cell_open(sealed_key(), kind, cell, into, &size))
		fail_msg("%s holds %.*s", column, (int)cell.size, cell.at);
	free(into);
}

/* How many cells it has that are not empty. */
static int assert_is_sealed(struct db *db, const char *sql, const struct census_cell *about)
{
	struct db_rows *rows = NULL;
	int cells = 0;

	assert_fine(db_ask(db, &rows, sql, NULL, 0));
	while (db_rows_next(rows))
		if (db_rows_text(rows, 0).size) {
			assert_is_cell(about->kind, about->column, db_rows_text(rows, 0));
			cells++;
		}
	assert_fine(db_rows_fault(rows));
	db_rows_done(&rows);
	return cells;
}

static void no_verb_writes_past_the_seal(void **state)
{
	struct ledger ledger;
	size_t count;
	const struct census_table *tables = census_tables(&count);
	AUTO(arena) arena;

	(void)state;
	arena_init(&arena, 1 << 20);
	ENGINE_IS_SQLITE();
	sample_world(&ledger);
	ask_everything(ledger.db, &arena);
	marked_fill(ledger.db);
	for (size_t i = 0; i < count; i++)
		for (size_t c = 0; c < tables[i].count; c++)
			if (tables[i].cells[c].kind != SEAL_KIND_COUNT &&
			    assert_is_sealed(ledger.db, marked_column(i, c), &tables[i].cells[c]) == 0)
				fail_msg("%s has nothing to look at", tables[i].cells[c].column);
	ledger_done(&ledger);
}

static void no_mark_stands_in_the_ledgers_files(void **state)
{
	struct ledger ledger;

	(void)state;
	marked_world(&ledger);
	assert_int_equal(marked_residue(&ledger), 0);
	ledger_done(&ledger);
}

static void the_same_number_is_found_joined_and_alone(void **state)
{
	struct ledger ledger;
	struct number number = sample_number(MARKED_PHONE, 101), found;
	struct household home = { .id = { 202 }, .name = MARK " home" };
	struct user user;
	struct consent consent;
	int replies;

	(void)state;
	marked_world(&ledger);
	assert_fine(number_get(ledger.db, STR(MARKED_PHONE), &found));
	assert_same_number(&number, &found);
	assert_fault(number_get(ledger.db, STR("+13125559754"), &found), FAULT_MISSING);
	assert_fault(number_add(ledger.db, &number, noon), FAULT_CONFLICT);
	assert_fault(household_add(ledger.db, &home), FAULT_CONFLICT);
	assert_fine(household_by_name(ledger.db, STR(MARK " home"), &home));
	assert_int_equal(home.id.n, 102);
	assert_fine(user_by_email(ledger.db, STR("ZITRONENFALTER@X.org"), &user));
	assert_int_equal(user.id.n, 105);
	assert_fine(consent_get(ledger.db, STR(MARKED_PHONE), CHANNEL_SMS, PURPOSE_SCHOOL, &consent));
	assert_true(consent.is_stopped);
	assert_fine(message_count_replies(ledger.db, STR(MARKED_PHONE), 0, &replies));
	ledger_done(&ledger);
}

/* What SQL cannot see is searched as it was: any case, a part, of a name or a number, a page at a time. */
static void names_and_numbers_are_found_by_a_part(void **state)
{
	static const struct {
		const char *text;
		size_t count;
		int64_t first;
	} searches[] = {
		{ "zitronen", 1, 101 }, { "ROSA", 2, 1 }, { "9753", 1, 101 }, { "+1312555", 3, 1 }, { "%", 0, 0 },
		{ "_", 0, 0 }, { "hb1:", 0, 0 }, { "nobody", 0, 0 }, { "i", 2, 2 },
	};
	struct ledger ledger;
	struct contact found[4];
	struct household homes[4];
	size_t count;

	(void)state;
	marked_world(&ledger);
	for (size_t i = 0; i < COUNT_OF(searches); i++) {
		assert_fine(contact_list(ledger.db, (struct contact_id){ 0 }, str_of(searches[i].text), found, 4, &count));
		assert_int_equal(count, searches[i].count);
		if (count)
			assert_int_equal(found[0].id.n, searches[i].first);
	}
	assert_fine(contact_list(ledger.db, (struct contact_id){ 1 }, STR("rosa"), found, 4, &count));
	assert_int_equal(count, 1);
	assert_fine(contact_list(ledger.db, (struct contact_id){ 0 }, STR("rosa"), found, 1, &count));
	assert_int_equal(count, 1);
	assert_fine(household_list(ledger.db, (struct household_id){ 0 }, STR("HOME"), homes, 4, &count));
	assert_int_equal(count, 1);
	assert_string_equal(homes[0].name, MARK " home");
	ledger_done(&ledger);
}

static void numbers_of_one_time_come_in_the_order_of_their_digits(void **state)
{
	struct ledger ledger;
	struct number found[12];
	size_t count;

	(void)state;
	sample_world(&ledger);
	for (int i = 9; i >= 0; i--) {
		char phone[16];
		struct number number;

		snprintf(phone, sizeof(phone), "+1212555010%d", i);
		number = sample_number(phone, 1);
		assert_fine(number_add(ledger.db, &number, noon + 5));
	}
	assert_fine(number_of_contact(ledger.db, (struct contact_id){ 1 }, found, 12, &count));
	assert_int_equal(count, 11);
	assert_string_equal(found[0].phone, ROSA);
	for (size_t i = 1; i < count; i++)
		assert_int_equal(found[i].phone[11], '0' + (int)i - 1);
	ledger_done(&ledger);
}

static void a_changed_cell_is_an_error_and_no_text(void **state)
{
	struct ledger ledger;
	struct contact contact;
	struct number number;
	struct message message = { .id = { 0 } };
	AUTO(arena) arena;

	(void)state;
	arena_init(&arena, 1 << 16);
	marked_world(&ledger);
	/* a number where a name stands; another's text; a plain word */
	assert_fine(db_run(ledger.db, "UPDATE contact SET name = (SELECT phone FROM number LIMIT 1) WHERE id = 101", NULL, 0,
			   NULL));
	assert_fault(contact_get(ledger.db, (struct contact_id){ 101 }, &contact), FAULT_BROKEN);
	assert_fine(db_run(ledger.db, "UPDATE message SET text = 'Pay here' WHERE id = 110", NULL, 0, NULL));
	assert_fault(message_get(ledger.db, (struct message_id){ 110 }, &arena, &message), FAULT_BROKEN);
	assert_int_equal(message.id.n, 0);
	/* and all else goes on */
	assert_fine(contact_get(ledger.db, (struct contact_id){ 1 }, &contact));
	assert_fine(number_get(ledger.db, STR(MARKED_PHONE), &number));
	ledger_done(&ledger);
}

static void the_audit_chain_is_over_what_was_said(void **state)
{
	struct ledger ledger;
	int64_t rows, bad_no;

	(void)state;
	marked_world(&ledger);
	assert_fine(audit_verify(ledger.db, STR(MARKED_KEY), &rows, &bad_no));
	assert_int_equal(rows, 3);
	assert_int_equal(bad_no, 0);
	assert_fine(db_run(ledger.db, "UPDATE audit SET detail = '{}' WHERE no = 2", NULL, 0, NULL));
	assert_fine(audit_verify(ledger.db, STR(MARKED_KEY), &rows, &bad_no));
	assert_int_equal(bad_no, 2);
	ledger_done(&ledger);
}

/* A detail that was empty and is a word now: no cell, so no proof. */
static void what_was_empty_stays_so(void **state)
{
	struct ledger ledger;
	struct audit_row row = { .actor = "x", .command = "x", .at = noon };
	int64_t rows, bad_no;

	(void)state;
	ledger_new(&ledger);
	assert_fine(audit_add(ledger.db, STR(MARKED_KEY), &row));
	assert_fine(db_run(ledger.db, "UPDATE audit SET detail = '{}'", NULL, 0, NULL));
	assert_fine(audit_verify(ledger.db, STR(MARKED_KEY), &rows, &bad_no));
	assert_int_equal(bad_no, 1);
	ledger_done(&ledger);
}

static void a_guess_of_a_short_text_cannot_be_tried_at_its_hash(void **state)
{
	struct ledger ledger;
	struct message said = sample_said(111, ROSA, "Yes");
	uint64_t plain = UINT64_C(0xcbf29ce484222325);

	(void)state;
	for (const char *c = "Yes"; *c; c++)
		plain = (plain ^ (unsigned char)*c) * UINT64_C(0x100000001b3);
	sample_world(&ledger);
	assert_fine(delivery_queue(ledger.db, &said, 0, WAIT_NONE));
	assert_true(ledger_number(ledger.db, "SELECT text_hash FROM delivery") != (int64_t)plain);
	ledger_done(&ledger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_verb_writes_past_the_seal),
		cmocka_unit_test(no_mark_stands_in_the_ledgers_files),
		cmocka_unit_test(the_same_number_is_found_joined_and_alone),
		cmocka_unit_test(names_and_numbers_are_found_by_a_part),
		cmocka_unit_test(numbers_of_one_time_come_in_the_order_of_their_digits),
		cmocka_unit_test(a_changed_cell_is_an_error_and_no_text),
		cmocka_unit_test(the_audit_chain_is_over_what_was_said),
		cmocka_unit_test(what_was_empty_stays_so),
		cmocka_unit_test(a_guess_of_a_short_text_cannot_be_tried_at_its_hash),
	};

	setenv("SEALED", "1", 1); /* every ledger of this program */
	return cmocka_run_group_tests(tests, NULL, NULL);
}
