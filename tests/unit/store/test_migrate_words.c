/* 0012: a ledger of the version before says in new words what it said in old ones. */
#include "tests/lib/test.h"

#include "base/arena.h"
#include "ledger.h"
#include "store/log/audit.h"
#include "store/log/events.h"
#include "store/messaging/lines.h"
#include "store/people/contacts.h"
#include "store/people/notices.h"
#include "store/people/opt_out_reviews.h"
#include "store/people/staff_alerts.h"
#include "store/people/users.h"
#include "store/promises/ladder_rungs.h"
#include "store/promises/promises.h"

#define KEY STR("a secret of 32 bytes, or nearly so")

/* One row in each table whose name, column or words were of before. */
static const char rows_of_before[] =
	"INSERT INTO contact (id, name, language, language_source, is_known, zone, own_from, own_to,"
	" prefers, created_at, updated_at) VALUES (1, 'Rosa', 'es', 'told', 1, '', 0, 0, 'sms', 1, 2);"
	"INSERT INTO number (phone, contact_id, unusable_code, unusable_at, question, asked_at, asked_of,"
	" choices, heard_at, answered_at, thanked_at, created_at)"
	" VALUES ('+13125550123', 1, 0, 0, 'none', 0, 0, '', 61, 62, 63, 64);"
	"INSERT INTO line VALUES (1, 'main', '+13125550100', 0, '', 71);"
	"INSERT INTO staff (id, email, name, role, languages, phone, created_at, disabled_at, nudge_at,"
	" nudged_at, owes) VALUES (5, 'ana@x', 'Ana', 'liaison', 'es', '+13125550199', 1, 0, 81, 82, 1);"
	"INSERT INTO promise (id, contact_id, phone, channel, line_id, language, state, owner_id,"
	" follows_id, opened_at, input_at, inputs, due_at, late_at, answered_at, closed_at, excuse,"
	" excuse_note, excused_by, rule, rule_version, next_step, wake_at, person_at, person_reason,"
	" person_detail) VALUES (7, 1, '+13125550123', 'sms', 1, 'es', 'open', 5, 0, 1, 1, 1, 9, 0, 0, 0,"
	" '', '', 0, 'r', 1, 1, 1, 3, 'undelivered', 'doubt');"
	"INSERT INTO doubt VALUES (7, 8, '+13125550123', 'sms', 'open', 91, 95, 92, 0, '');"
	"INSERT INTO rung VALUES (7, 1, 11, 12, 13, 'other_number', 'visit', 'doubt', 'who knows', 14);"
	"INSERT INTO rung VALUES (7, 2, 11, 13, 0, 'visit', '', 'silence', 'nobody', 15);"
	"INSERT INTO event VALUES (21, 1, 'message.heard', 'family', 7, 8, 1, 'input', 0);"
	"INSERT INTO event VALUES (22, 2, 'promise.ruled', 'rule', 7, 8, 1, 'r, version 1; heard A, due B', 0);"
	"INSERT INTO event VALUES (23, 3, 'consent.doubted', 'system', 7, 8, 1, 'weary', 0);"
	"INSERT INTO event VALUES (24, 4, 'promise.note', 'staff:5', 7, 0, 1, 'I doubt; heard nothing', 0);"
	"INSERT INTO event VALUES (25, 5, 'message.unknown', 'provider', 7, 0, 1, 'doubt', 0);"
	"INSERT INTO notice VALUES (31, 0, 'administrator', 7, 'consent.stopped_unheard', 5, 0);"
	"INSERT INTO notice VALUES (32, 0, 'administrator', 7, 'promise.late', 6, 0);";

static size_t migrations_before(int no)
{
	size_t count = 0;

	while (migrations[count].no < no)
		count++;
	return count;
}

/* Sealed by the verbs of today, in the column of before. */
static void seal_rows_of_before(struct ledger *ledger)
{
	struct audit_row row = { .at = noon, .actor = "staff:5", .command = "promise.take",
				 .detail = STR("7") };
	struct note note;

	assert_fine(db_script(ledger->db, "ALTER TABLE audit RENAME COLUMN act TO command;", &note));
	assert_fine(audit_add(ledger->db, KEY, &row));
	assert_fine(audit_add(ledger->db, KEY, &row));
	assert_fine(db_script(ledger->db, "ALTER TABLE audit RENAME COLUMN command TO act;", &note));
}

static void open_migrated(struct ledger *ledger)
{
	struct note note;

	ledger_place(ledger);
	ledger_connect(ledger);
	assert_fine(migrate_with(ledger->db, migrations, migrations_before(12), noon, &note));
	assert_fine(db_script(ledger->db, rows_of_before, &note));
	seal_rows_of_before(ledger);
	db_close(&ledger->db);
	ledger_connect(ledger);
	if (migrate_run(ledger->db, noon + 1, &note))
		fail_msg("%s", note.text);
}

static void renamed_columns_hold_what_they_held(void **state)
{
	struct ledger ledger;
	struct number number;
	struct line line;
	struct user user;
	struct staff_alert_load load;
	size_t count;

	(void)state;
	open_migrated(&ledger);
	assert_fine(number_get(ledger.db, STR("+13125550123"), &number));
	assert_int_equal(number.inbound_at, 61);
	assert_int_equal(number.answered_at, 62);
	assert_fine(line_list(ledger.db, &line, 1, &count));
	assert_int_equal(line.polled_at, 71);
	assert_int_equal(ledger_number(ledger.db, "SELECT alerted_at FROM staff"), 82);
	assert_fine(staff_alert_due(ledger.db, 80, &user, 1, &count));
	assert_int_equal(count, 0);
	assert_fine(staff_alert_due(ledger.db, 81, &user, 1, &count));
	assert_int_equal(count, 1);
	assert_fine(staff_alert_load(ledger.db, user.id, &load));
	assert_int_equal(load.waiting, 1);
	ledger_done(&ledger);
}

static void a_doubt_of_before_is_a_review_that_a_person_decides(void **state)
{
	struct opt_out_review review;
	struct ledger ledger;
	int64_t wake_at;
	size_t count;

	(void)state;
	open_migrated(&ledger);
	assert_fine(opt_out_review_open_of(ledger.db, STR("+13125550123"), &review, 1, &count));
	assert_int_equal(count, 1);
	assert_int_equal(review.promise.n, 7);
	assert_int_equal(review.message.n, 8);
	assert_int_equal(review.opened_at, 91);
	assert_int_equal(review.decide_by, 95);
	assert_fine(opt_out_review_next_wake(ledger.db, &wake_at));
	assert_int_equal(wake_at, 92);
	review.decision = DECISION_KEPT;
	assert_fine(opt_out_review_put(ledger.db, &review));
	assert_fine(opt_out_review_open_of(ledger.db, STR("+13125550123"), &review, 1, &count));
	assert_int_equal(count, 0);
	assert_fault(db_run(ledger.db, "UPDATE opt_out_review SET decision = 'perhaps'", NULL, 0, NULL),
		     FAULT_CONFLICT);
	ledger_done(&ledger);
}

static void whether_the_provider_took_it_is_unknown_on_ladder_and_list(void **state)
{
	struct promise promise;
	struct rung_row rungs[3];
	struct ledger ledger;
	size_t count;

	(void)state;
	open_migrated(&ledger);
	assert_fine(ladder_rung_list(ledger.db, (struct promise_id){ 7 }, rungs, 3, &count));
	assert_int_equal(count, 2);
	assert_int_equal(rungs[0].miss, MISS_SILENCE);
	assert_int_equal(rungs[1].miss, MISS_UNKNOWN);
	assert_int_equal(rungs[1].next, RUNG_VISIT);
	assert_int_equal(rungs[1].failed.n, 12);
	assert_string_equal(rungs[1].why, "who knows");
	assert_fine(promise_get(ledger.db, (struct promise_id){ 7 }, &promise));
	assert_string_equal(promise.person_detail, "unknown");
	assert_fault(db_run(ledger.db, "UPDATE rung SET miss = 'doubt'", NULL, 0, NULL), FAULT_CONFLICT);
	ledger_done(&ledger);
}

static void the_trace_of_before_reads_as_if_written_today(void **state)
{
	static const struct { const char *what, *detail; } rows[] = {
		{ "message.inbound", "input" },
		{ "promise.ruled", "r, version 1; inbound A, due B" },
		{ "consent.review_opened", "weary" },
		{ "promise.note", "I doubt; heard nothing" }, /* somebody's own words */
		{ "message.unknown", "unknown" },
	};
	struct event events[8];
	struct notice notices[3];
	struct user boss = { .id.n = 9, .role = ROLE_ADMINISTRATOR };
	struct ledger ledger;
	size_t count;
	AUTO(arena) arena;

	(void)state;
	arena_init(&arena, 1 << 16);
	open_migrated(&ledger);
	assert_fine(event_list(ledger.db, 7, &arena, events, COUNT_OF(events), &count));
	assert_int_equal(count, COUNT_OF(rows));
	for (size_t i = 0; i < count; i++) {
		assert_string_equal(events[i].what, rows[i].what);
		assert_true(str_is(events[i].detail, rows[i].detail));
	}
	assert_fine(notice_list(ledger.db, &boss, INT64_MAX, notices, COUNT_OF(notices), &count));
	assert_int_equal(count, 2);
	assert_string_equal(notices[0].what, "promise.late");
	assert_string_equal(notices[1].what, "consent.stopped_undecided");
	ledger_done(&ledger);
}

static void the_audit_chain_of_before_stays_whole_and_goes_on(void **state)
{
	struct audit_row row = { .at = noon + 2, .actor = "ctl:root", .command = "line.pause" };
	struct audit_row read[4];
	struct ledger ledger;
	int64_t rows, bad_no;
	size_t count;
	AUTO(arena) arena;

	(void)state;
	arena_init(&arena, 1 << 16);
	open_migrated(&ledger);
	assert_fine(audit_verify(ledger.db, KEY, &rows, &bad_no));
	assert_int_equal(rows, 2);
	assert_int_equal(bad_no, 0);
	assert_fine(audit_add(ledger.db, KEY, &row));
	assert_fine(audit_verify(ledger.db, KEY, &rows, &bad_no));
	assert_int_equal(rows, 3);
	assert_int_equal(bad_no, 0);
	assert_fine(audit_list(ledger.db, INT64_MAX, &arena, read, COUNT_OF(read), &count));
	assert_int_equal(count, 3);
	assert_string_equal(read[0].command, "line.pause");
	assert_string_equal(read[2].command, "promise.take");
	ledger_done(&ledger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(renamed_columns_hold_what_they_held),
		cmocka_unit_test(a_doubt_of_before_is_a_review_that_a_person_decides),
		cmocka_unit_test(whether_the_provider_took_it_is_unknown_on_ladder_and_list),
		cmocka_unit_test(the_trace_of_before_reads_as_if_written_today),
		cmocka_unit_test(the_audit_chain_of_before_stays_whole_and_goes_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
