/* Every statement of the store has its index: SQLite is asked for its plan. */
#include "every_verb.h"

#include "store/db/db_sqlite.h"
#include "store/messaging/delivery_due.h"

/* Reads the whole of a table, for a reason. */
static const char *const may_scan[] = {
	"FROM contact WHERE id > $1 AND (lower(name)",  /* search by a part: a reader's, bounded */
	"FROM contact WHERE zone <>",                   /* at start */
	"FROM staff",                                   /* a district's staff is a page */
	"FROM line ORDER BY",
	"FROM calendar ORDER BY",                       /* a page, too */
	"FROM closure",                                 /* at start and at imports, bounded */
	"FROM household WHERE groups <>",               /* when rules are checked */
	"id > $1 AND lower(name)",                      /* search by a part */
	"FROM audit ORDER BY no",                       /* verify */
	"FROM migration",
};

/* What the timers and every message ask: exactly that way. */
static const struct {
	const char *sql, *plan;
} must_use[] = {
	{ "AND d.not_before_at <= $3",
	  "SEARCH d USING INDEX delivery_due (line_id=? AND kind_rank=? AND not_before_at<?)" },
	{ "AND d.not_before_at <= $3", "SEARCH o USING INDEX delivery_open (phone=? AND text_hash=?)" },
	{ "AND waits_for = $3 AND not_before_at", "SEARCH delivery USING INDEX delivery_due (line_id=?)" },
	{ "AND state = 'queued' AND not_before_at > $1", "SEARCH delivery USING INDEX delivery_due (line_id=?)" },
	{ "SELECT not_before_at FROM delivery", "INDEX delivery_due (line_id=? AND kind_rank=?)" },
	{ "AND d.look_at <= $1", "SEARCH d USING INDEX delivery_look (look_at<?)" },
	{ "SELECT look_at FROM delivery", "INDEX delivery_look" },
	{ "AND wake_at <= $1", "SEARCH promise USING INDEX promise_due (wake_at<?)" },
	{ "SELECT wake_at FROM promise", "INDEX promise_due" },
	{ "SELECT s.workload", "INDEX promise_owner (owner_id=?)" },
	{ "owner_id = $1 AND id > $2", "INDEX promise_owner (owner_id=? AND rowid>?)" },
	{ "FROM absence WHERE wake_at <= $1", "INDEX absence_wake (wake_at<?)" },
	{ "WHERE s.alert_at <= $1", "INDEX staff_alert (alert_at<?)" },
	{ "SELECT line_id, told_at FROM refused_destination", "INDEX refused_destination_due" },
	{ "UPDATE delivery SET not_before_at = $1", "USING INDEX" },
	{ "SELECT alert_at FROM staff", "INDEX staff_alert" },
	{ "SELECT wake_at FROM absence", "INDEX absence_wake" },
	{ "FROM absence AS a WHERE", "INDEX absence_staff (staff_id=? AND to_at>?)" },
	{ "FROM notice", "INDEX notice_staff (staff_id=? AND id<?)" },
	{ "FROM opt_out_review WHERE decision = 'open' AND wake_at <=", "INDEX opt_out_review_due (wake_at<?)" },
	{ "SELECT wake_at FROM opt_out_review", "INDEX opt_out_review_due" },
	{ "FROM rung WHERE promise_id", "(promise_id=?)" },
	{ "SELECT m.id, m.kind FROM message AS m", "INDEX message_promise (promise_id=?" },
	{ "d.is_ambiguous FROM message AS m", "INDEX message_promise (promise_id=?" },
	{ "FROM opt_out_review WHERE phone", "INDEX opt_out_review_phone (phone=?)" },
	{ "FROM emergency WHERE state = 'open' AND expires_at <=", "INDEX emergency_open (expires_at<?)" },
	{ "SELECT expires_at FROM emergency", "INDEX emergency_open" },
	{ "FROM emergency WHERE message_id", "INDEX emergency_message (message_id=?)" },
	{ "SELECT deed, max(tier) FROM event", "INDEX event_promise (promise_id=?)" },
	{ "FROM consent_change", "INDEX consent_change_phone (phone=?)" },
	{ "FROM message WHERE phone = $1 AND direction", "INDEX message_phone (phone=?)" },
	{ "UPDATE delivery SET state = 'unknown'", "INDEX delivery_open" },
	{ "FROM provider_message WHERE account", "(account=? AND provider_id=?)" },
	{ "FROM rule_book WHERE state = 'published'", "rule_book_effective (effective_at<?)" },
	{ "FROM household WHERE name", "INDEX household_name (name=?)" },
	{ "FROM contact WHERE household_id", "INDEX contact_household (household_id=?)" },
	{ "SELECT DISTINCT school FROM student", "INDEX student_household (household_id=?)" },
	{ "FROM student WHERE household_id", "INDEX student_household (household_id=?)" },
	{ "FROM student WHERE school = $1", "INDEX student_school (school=? AND rowid>?)" },
	{ "FROM student WHERE school > $1", "INDEX student_school (school>?)" },
	{ "FROM promise WHERE id > $1 AND id < $2 AND opened_at",
	  "SEARCH promise USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)" },
	{ "SELECT d.sent_at", "SEARCH m USING INDEX message_promise (promise_id=?)" },
	{ "AND message_id + 0 > $1", "USING INDEX delivery_open" },
	{ "FROM promise AS p JOIN contact", "SEARCH p USING INTEGER PRIMARY KEY (rowid>?)" },
};

struct plans {
	bool is_used[COUNT_OF(must_use)];
	struct sqlite *sqlite;
	sqlite3_stmt *explaining;
	int statements;
	char bad[400];
};

static bool is_allowed(const char *sql)
{
	for (size_t i = 0; i < COUNT_OF(may_scan); i++)
		if (strstr(sql, may_scan[i]))
			return true;
	return false;
}

/* "SCAN x" reads a table; "SCAN x USING … INDEX" reads a partial index, which is short. */
static bool is_bad(const char *detail, const char *sql)
{
	if (strstr(detail, "SCAN") && !strstr(detail, "USING") &&
	    !strstr(detail, "CONSTANT ROW") && strcmp(detail, "SCAN w") != 0 &&
	    strcmp(detail, "SCAN c") != 0)
		return true;
	return strstr(detail, "TEMP B-TREE FOR ORDER BY") && strstr(sql, "not_before_at <=");
}

static void note_use(struct plans *plans, const char *detail, const char *sql)
{
	for (size_t i = 0; i < COUNT_OF(must_use); i++)
		if (strstr(sql, must_use[i].sql) && strstr(detail, must_use[i].plan))
			plans->is_used[i] = true;
}

static void explain(struct plans *plans, const char *sql)
{
	char *text = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", sql);
	sqlite3_stmt *stmt;

	if (sqlite3_prepare_v2(plans->sqlite->handle, text, -1, &stmt, NULL) == SQLITE_OK) {
		plans->explaining = stmt;
		plans->statements++;
		while (sqlite3_step(stmt) == SQLITE_ROW) {
			const char *detail = (const char *)sqlite3_column_text(stmt, 3);

			note_use(plans, detail, sql);
			if (is_bad(detail, sql) && !is_allowed(sql))
				snprintf(plans->bad, sizeof(plans->bad), "%s: %.300s", detail, sql);
		}
	}
	sqlite3_finalize(stmt);
	plans->explaining = NULL;
	sqlite3_free(text);
}

static int on_statement(unsigned what, void *context, void *stmt, void *sql)
{
	struct plans *plans = context;

	(void)what;
	(void)sql;
	if (!plans->explaining && strncmp(sqlite3_sql(stmt), "EXPLAIN", 7) != 0)
		explain(plans, sqlite3_sql(stmt));
	return 0;
}

static void run(enum fault fault)
{
	assert_true(fault != FAULT_BROKEN && fault != FAULT_DISK);
}

static void every_statement_has_its_index(void **state)
{
	struct ledger ledger;
	struct plans plans = { .bad = "" };
	AUTO(arena) arena;

	(void)state;
	arena_init(&arena, 1 << 20);
	sample_world(&ledger);
	plans.sqlite = sqlite_of(ledger.db);
	sqlite3_trace_v2(plans.sqlite->handle, SQLITE_TRACE_STMT, on_statement, &plans);
	ask_everything(ledger.db, &arena);
	sqlite3_trace_v2(plans.sqlite->handle, 0, NULL, NULL);
	assert_string_equal(plans.bad, "");
	for (size_t i = 0; i < COUNT_OF(must_use); i++)
		if (!plans.is_used[i])
			fail_msg("%s: not by %s", must_use[i].sql, must_use[i].plan);
	assert_true(plans.statements > 80);
	ledger_done(&ledger);
}

/* A claim costs the same whether ten wait for the morning or five thousand. */
static void the_claim_does_not_read_what_is_not_due(void **state)
{
	struct ledger ledger;
	struct sqlite *sqlite;
	struct claimed claimed[4];
	AUTO(arena) arena;
	size_t count = 0;
	int steps = 0;

	(void)state;
	arena_init(&arena, 1 << 20);
	sample_world(&ledger);
	assert_fine(db_begin(ledger.db));
	for (int64_t id = 1000; id < 6000; id++) {
		struct message message = sample_said(id, ROSA, "x");
		char text[16];

		snprintf(text, sizeof(text), "%d", (int)id);
		message.text = str_of(text);
		assert_fine(delivery_queue(ledger.db, &message,
					   id < 5997 ? noon + DAY_MS : noon, WAIT_NONE));
	}
	assert_fine(db_commit(ledger.db));
	sqlite = sqlite_of(ledger.db);
	assert_fine(delivery_due(ledger.db, (struct line_id){ 9 }, noon, &arena, claimed, 4,
				 &count));
	assert_int_equal(count, 3);
	for (size_t i = 0; i < STATEMENT_SLOTS; i++)
		if (sqlite->statements[i] && strstr(sqlite->statements[i]->sql, "not_before_at <="))
			steps += sqlite3_stmt_status(sqlite->statements[i]->stmt,
						     SQLITE_STMTSTATUS_VM_STEP, 0);
	assert_in_range(steps, 1, 1500);
	ledger_done(&ledger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_statement_has_its_index),
		cmocka_unit_test(the_claim_does_not_read_what_is_not_due),
	};

	if (engine_is_postgresql()) {
		puts("all of it is about plans of SQLite");
		return 0;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
