#include "tests/lib/test.h"

#include <sys/wait.h>

#include "base/buf.h"
#include "store/db/migrate.h"
#include "store/db/setting.h"
#include "tests/unit/store/ledger.h"

static const struct migration three[] = {
	{ 1, "0001_one", "CREATE TABLE one (id BIGINT PRIMARY KEY);\n" },
	{ 2, "0002_two", "CREATE TABLE two (id BIGINT PRIMARY KEY);\nINSERT INTO one VALUES (2);\n" },
	{ 3, "0003_three", "CREATE TABLE three (id BIGINT PRIMARY KEY);\n" },
};

static void a_ledger_is_made_once_and_opens_again(void **state)
{
	struct ledger ledger;
	struct note note;
	int behind = -1;

	(void)state;
	ledger_place(&ledger);
	ledger_connect(&ledger);
	assert_fine(migrate_check(ledger.db, &behind, &note));
	assert_int_equal(behind, migration_count);
	assert_fine(migrate_run(ledger.db, noon, &note));
	assert_fine(migrate_check(ledger.db, &behind, &note));
	assert_int_equal(behind, 0);
	db_close(&ledger.db);
	ledger_connect(&ledger);
	assert_fine(migrate_run(ledger.db, noon + 5, &note));
	assert_int_equal(ledger_number(ledger.db, "SELECT count(*) FROM migration"),
			 migration_count);
	assert_true(ledger_number(ledger.db, "SELECT max(applied_at) FROM migration") == noon);
	assert_fine(db_check(ledger.db, false, &note));
	ledger_done(&ledger);
}

static size_t migrations_before(int no)
{
	size_t count = 0;

	while (migrations[count].no < no)
		count++;
	return count;
}

/* A ledger as it was before that migration, with Rosa and a line. */
static void open_before(struct ledger *ledger, int number)
{
	struct note note;

	ledger_place(ledger);
	ledger_connect(ledger);
	assert_fine(migrate_with(ledger->db, migrations, migrations_before(number), noon, &note));
	assert_fine(db_script(ledger->db,
		"INSERT INTO contact (id, name, language, language_source, is_known, zone,"
		" own_from, own_to, prefers, created_at, updated_at)"
		" VALUES (1, 'Rosa', 'es', 'told', 1, '', 0, 0, 'sms', 1, 2);"
		"INSERT INTO line VALUES (1, 'main', '+13125550100', 0, '', 0);", &note));
}

/* 0008: by the trace, and by the messages where the trace does not know; a rule's answer
 * is no person's. */
static void old_promises_learn_when_a_person_first_answered(void **state)
{
	static const char promise[] =
		"INSERT INTO promise (id, contact_id, phone, channel, line_id, language, state, owner_id,"
		" follows_id, opened_at, input_at, inputs, due_at, late_at, answered_at, closed_at, excuse,"
		" excuse_note, excused_by, rule, rule_version, next_step, wake_at, person_at, person_reason)"
		" SELECT $1, 1, '+1', 'sms', 1, 'es', 'kept', 0, 0, 1, 1, 1, 9, 0, 8, 8, '', '', 0, 'r', 1,"
		" 1, 1, 0, ''";
	struct ledger ledger;
	struct note note;

	(void)state;
	open_before(&ledger, 8);
	for (int64_t id = 1; id <= 4; id++)
		assert_fine(db_run(ledger.db, promise, BINDS(NUMBER(id)), NULL));
	assert_fine(db_script(ledger.db,
		"INSERT INTO event VALUES (1, 100, 'promise.answered', 'rule', 1, 0, 0, '');"
		"INSERT INTO event VALUES (2, 300, 'promise.answered', 'ctl:ana', 1, 0, 0, '');"
		"INSERT INTO event VALUES (3, 200, 'promise.answered', 'staff:5', 1, 0, 0, '');"
		"INSERT INTO event VALUES (4, 50, 'promise.taken', 'staff:5', 1, 0, 0, '');"
		"INSERT INTO event VALUES (5, 100, 'promise.answered', 'rule', 3, 0, 0, '');"
		"INSERT INTO message VALUES (9, 'out', 'answer', 'school', 'sms', 1, '+1', 1, 2, 'es', '', 'x', 0, 1, 5, 400);"
		"INSERT INTO message VALUES (8, 'out', 'answer', 'school', 'sms', 1, '+1', 1, 3, 'es', '', 'x', 0, 1, 0, 100);", &note));
	assert_fine(migrate_run(ledger.db, noon + 1, &note));
	assert_int_equal(ledger_number(ledger.db, "SELECT human_at FROM promise WHERE id = 1"), 200);
	assert_int_equal(ledger_number(ledger.db, "SELECT human_at FROM promise WHERE id = 2 "), 400);
	assert_int_equal(ledger_number(ledger.db, "SELECT human_at FROM promise WHERE id = 3  "), 0);
	assert_int_equal(ledger_number(ledger.db, "SELECT human_at FROM promise WHERE id = 4   "), 0);
	assert_int_equal(ledger_number(ledger.db, "SELECT sum(staff_id) FROM event"), 0);
	ledger_done(&ledger);
}

/* 0010: who slept for ever is looked at again; who is on a list or over is not. */
static void old_promises_that_nothing_would_wake_are_woken(void **state)
{
	static const struct { const char *state; int64_t wake_at, person_at, then; } rows[] = {
		{ "open", INT64_MAX, 0, 9 },         { "taken", INT64_MAX, 0, 9 },
		{ "open", INT64_MAX, 5, INT64_MAX }, { "open", 7, 0, 7 },
		{ "answered", INT64_MAX, 0, INT64_MAX }, { "kept", INT64_MAX, 0, INT64_MAX },
	};
	struct ledger ledger;
	struct note note;

	(void)state;
	open_before(&ledger, 10);
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_fine(db_run(ledger.db,
			"INSERT INTO promise (id, contact_id, phone, channel, line_id, language, state, owner_id,"
			" follows_id, opened_at, input_at, inputs, due_at, late_at, answered_at, closed_at, excuse,"
			" excuse_note, excused_by, rule, rule_version, next_step, wake_at, person_at, person_reason)"
			" VALUES ($1, 1, '+1', 'sms', 1, 'es', $2, 0, 0, 1, 1, 1, 9, 9, 0, 0, '', '', 0, 'r', 1,"
			" 9, $3, $4, '')",
			BINDS(NUMBER(i + 1), TEXTZ(rows[i].state), NUMBER(rows[i].wake_at),
			      NUMBER(rows[i].person_at)), NULL));
	assert_fine(migrate_run(ledger.db, noon + 1, &note));
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		AUTO_ROWS found = NULL;

		assert_fine(db_ask(ledger.db, &found, "SELECT wake_at FROM promise WHERE id = $1",
				   BINDS(NUMBER(i + 1))));
		assert_true(db_rows_next(found));
		assert_true(db_rows_number(found, 0) == rows[i].then);
	}
	ledger_done(&ledger);
}

static void expect_texts(struct ledger *ledger, const char *sql, int64_t id,
			 const char *word, const char *detail)
{
	AUTO_ROWS rows = NULL;

	assert_fine(db_ask(ledger->db, &rows, sql, BINDS(NUMBER(id))));
	assert_true(db_rows_next(rows));
	if (!str_is(db_rows_text(rows, 0), word) || !str_is(db_rows_text(rows, 1), detail))
		fail_msg("row %lld became %.*s (%.*s), not %s (%s)", (long long)id,
			 STR_ARG(db_rows_text(rows, 0)), STR_ARG(db_rows_text(rows, 1)), word, detail);
}

/* 0011: every sentence that an earlier version wrote, as it wrote it: cut at 63 bytes. */
static void why_a_person_has_it_becomes_a_word(void **state)
{
	static const struct { const char *before, *word, *detail; } rows[] = {
		{ "", "", "" },
		{ "the family asked us to stop texting", "stopped", "" },
		{ "they may want no more, or be somebody else: decide stop or keep", "opt_out_review", "" },
		{ "they may want no more texts: decide stop or keep", "opt_out_review", "" },
		{ "nobody covers this language", "uncovered", "" },
		{ "escalated by its rule", "escalated", "" },
		{ "its rule is at its end, and nobody has answered", "rule_ended", "" },
		{ "its rule cannot be read", "rule_unreadable", "" },
		{ "its follow-up cannot be done", "step_failed", "" },
		{ "its automatic answer cannot be said", "answer_unsaid", "" },
		{ "the answer could not leave so far", "stuck", "" },
		{ "the answer could not be delivered", "undelivered", "" },
		{ "law, district and the family's own hours never meet", "no_hour", "" },
		{ "the hours the law allows and the family's own never meet", "no_hour", "" },
		{ "the ledger was put back from a copy: see what was said since", "put_back", "" },
		{ "visit: the phone could not be reached", "visit", "not_reached" },
		{ "visit: the number cannot receive texts", "visit", "no_texts" },
		{ "visit: they asked us to stop texting there", "visit", "stopped" },
		{ "visit: it was refused or blocked", "visit", "refused" },
		{ "visit: the text was refused: write it differently", "visit", "content" },
		{ "visit: no receipt came: it may have arrived", "visit", "silence" },
		{ "visit: nobody knows whether the provider took it", "visit", "unknown" },
		{ "visit: no hour is allowed by both law and family", "visit", "hours" },
		{ "never", "undelivered", "refused" },
		{ "bad_number", "undelivered", "no_texts" },
		{ "content", "undelivered", "content" },
		{ "stopped", "undelivered", "stopped" },
		{ "the family asked us to stop", "undelivered", "stopped" },
		{ "the number cannot receive texts", "undelivered", "no_texts" },
		{ "no receipt came: nobody knows whether it arrived", "undelivered", "silence" },
		{ "the provider does not know it: it may have been lost, or hidden", "undelivered", "unknown" },
		{ "the provider could not be asked what became of it", "undelivered", "unknown" },
		{ "the provider cannot say whether it took it", "undelivered", "unknown" },
		{ "its line was taken out of the configuration", "undelivered", "unknown" },
		{ "the carrier could not deliver it", "undelivered", "the carrier could not deliver it" },
		{ "the provider refuses our account or number: see hearbackctl lin", "undelivered",
		  "the provider refuses our account or number: see hearbackctl lin" },
		{ "visit: the dog is loose", "visit", "visit: the dog is loose" },
		{ "somebody wrote this by hand", "other", "somebody wrote this by hand" },
	};
	struct ledger ledger;
	struct note note;

	(void)state;
	open_before(&ledger, 11);
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_fine(db_run(ledger.db,
			"INSERT INTO promise (id, contact_id, phone, channel, line_id, language, state, owner_id,"
			" follows_id, opened_at, input_at, inputs, due_at, late_at, answered_at, closed_at, excuse,"
			" excuse_note, excused_by, rule, rule_version, next_step, wake_at, person_at, person_reason)"
			" VALUES ($1, 1, '+1', 'sms', 1, 'es', 'open', 0, 0, 1, 1, 1, 9, 9, 0, 0, '', '', 0, 'r', 1,"
			" 9, 7, 5, $2)", BINDS(NUMBER(i + 1), TEXTZ(rows[i].before)), NULL));
	assert_fine(migrate_run(ledger.db, noon + 1, &note));
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		expect_texts(&ledger, "SELECT person_reason, person_detail FROM promise WHERE id = $1",
			     (int64_t)i + 1, rows[i].word, rows[i].detail);
	assert_fault(db_run(ledger.db, "UPDATE promise SET person_reason = 'nobody covers this language'",
			    NULL, 0, NULL), FAULT_CONFLICT);
	assert_fine(db_check(ledger.db, false, &note));
	ledger_done(&ledger);
}

static void why_a_text_waits_becomes_a_word(void **state)
{
	static const struct { const char *before, *word, *kept; } rows[] = {
		{ "", "", "" },
		{ "it is night where they live", "night", "" },
		{ "the district does not text at this hour", "district_hours", "" },
		{ "the family asked for other hours", "family_hours", "" },
		{ "law, district and the family's own hours never meet", "no_hour", "" },
		{ "the hours the law allows and the family's own never meet", "no_hour", "" },
		{ "the allowed hours end", "hours_end", "" },
		{ "the allowed hours ended", "hours_end", "" },
		{ "the next try", "next_try", "" },
		{ "retry", "refused_for_now", "" },
		{ "later", "refused_for_now", "" },
		{ "line", "line_busy", "" },
		{ "outage", "next_try", "" },
		{ "the carrier could not deliver it: once more", "undelivered", "" },
		{ "the provider does not know it: it may have been lost, or hidden", "not_found", "" },
		{ "the provider refuses our account or number: see hearbackctl lin", "line_refused", "" },
		{ "the line is paused", "line_paused", "" },
		{ "the family asked us to stop", "stopped", "" },
		{ "too many requests are under way", "busy", "" },
		{ "we are stopping", "stopping", "" },
		{ "the moon is full", "other", "the moon is full" },
	};
	struct ledger ledger;
	struct note note;

	(void)state;
	open_before(&ledger, 11);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_fine(db_run(ledger.db,
			"INSERT INTO message VALUES ($1, 'out', 'answer', 'school', 'sms', 1, '+1', 1, 0, 'es', '',"
			" 'x', 0, 1, 0, 100)", BINDS(NUMBER(i + 1)), NULL));
		assert_fine(db_run(ledger.db,
			"INSERT INTO delivery VALUES ($1, 1, '+1', 7, 2, 'queued', 0, 0, 5, $2, 0, 0, 0, 0, 0, 0, 0,"
			" 0, 0, 0)", BINDS(NUMBER(i + 1), TEXTZ(rows[i].before)), NULL));
	}
	assert_fine(migrate_run(ledger.db, noon + 1, &note));
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		expect_texts(&ledger, "SELECT waits_for, waits_for_before FROM delivery WHERE message_id = $1",
			     (int64_t)i + 1, rows[i].word, rows[i].kept);
	assert_fault(db_run(ledger.db, "UPDATE delivery SET waits_for = 'the next try'", NULL, 0, NULL),
		     FAULT_CONFLICT);
	assert_fine(db_check(ledger.db, false, &note));
	ledger_done(&ledger);
}

static void causes_of_consent_stay_and_no_other_is_taken(void **state)
{
	static const struct { const char *before, *word, *kept; } rows[] = {
		{ "keyword", "keyword", "" },   { "phrase", "phrase", "" }, { "scope", "scope", "" },
		{ "provider", "provider", "" }, { "staff", "staff", "" },   { "policy", "policy", "" },
		{ "a letter came", "other", "a letter came" },
	};
	struct ledger ledger;
	struct note note;

	(void)state;
	open_before(&ledger, 11);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_fine(db_run(ledger.db,
			"INSERT INTO consent VALUES ('+1', 'sms', 'school', 'stopped', $1, $2, 0)"
			" ON CONFLICT (phone, channel, purpose) DO UPDATE SET cause = excluded.cause",
			BINDS(NUMBER(i + 1), TEXTZ(rows[i].before)), NULL));
		assert_fine(db_run(ledger.db,
			"INSERT INTO consent_change VALUES ($1, '+1', 'sms', 'school', 'stopped', 9, $2, 0)",
			BINDS(NUMBER(i + 1), TEXTZ(rows[i].before)), NULL));
	}
	assert_fine(migrate_run(ledger.db, noon + 1, &note));
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		expect_texts(&ledger, "SELECT cause, cause_before FROM consent_change WHERE event_id = $1",
			     (int64_t)i + 1, rows[i].word, rows[i].kept);
	expect_texts(&ledger, "SELECT cause, cause_before FROM consent WHERE changed_at = $1", 1,
		     "other", "a letter came");
	assert_fault(db_run(ledger.db, "UPDATE consent SET cause = 'staff:5'", NULL, 0, NULL),
		     FAULT_CONFLICT);
	ledger_done(&ledger);
}

/* 0002 makes the table of numbers anew: what stood there must stand there again. */
static void numbers_survive_their_new_table(void **state)
{
	struct ledger ledger;
	struct note note;

	(void)state;
	ledger_place(&ledger);
	ledger_connect(&ledger);
	assert_fine(migrate_with(ledger.db, migrations, 1, noon, &note));
	assert_fine(db_script(ledger.db,
		"INSERT INTO contact VALUES (1, 'Rosa', 'es', 'told', 1, '', 0, 0, 'sms', 1, 2);"
		"INSERT INTO number VALUES ('+13125550123', 1, 30006, 3, 'language', 4, 5,"
		" 'es,en', 6, 7, 8, 9);", &note));
	assert_fine(migrate_run(ledger.db, noon + 1, &note));
	assert_int_equal(ledger_number(ledger.db,
		"SELECT count(*) FROM number WHERE phone = '+13125550123' AND contact_id = 1"
		" AND unusable_code = 30006 AND unusable_at = 3 AND question = 'language'"
		" AND asked_at = 4 AND asked_of = 5 AND choices = 'es,en' AND inbound_at = 6"
		" AND answered_at = 7 AND thanked_at = 8 AND created_at = 9"), 1);
	assert_fine(db_run(ledger.db, "UPDATE number SET question = 'scope'", NULL, 0, NULL));
	assert_fine(db_check(ledger.db, false, &note));
	ledger_done(&ledger);
}

/* 0013: the sentences of every deed as earlier versions wrote them, and what was none. */
static void what_a_step_did_becomes_a_word_and_a_tier(void **state)
{
	static const struct { const char *what, *detail, *deed; int tier; } rows[] = {
		{ "rule.step", "acknowledge, at once; step 1 of everything else, version 1", "acknowledge", 0 },
		{ "rule.step", "assign, at once; step 2 of everything else, version 1", "assign", 0 },
		{ "rule.step", "reassign, 2 school hours; step 3 of a, version 2", "reassign", 0 },
		{ "rule.step", "remind, 4 school hours; step 3 of a, version 1", "remind", 0 },
		{ "rule.step", "escalate, deadline, tier 1; step 4 of a, version 1", "escalate", 1 },
		{ "rule.step", "escalate, 8 hours, tier 2; step 5 of a, version 1", "escalate", 2 },
		{ "rule.step", "escalate, 2 school days, tier 3; step 6 of a, version 1", "escalate", 3 },
		{ "rule.step", "update family, deadline; step 5 of a, version 1", "update family", 0 },
		{ "rule.step", "answer, at once; step 1 of a, version 1", "answer", 0 },
		{ "rule.step", "ask, kept; step 6 of a, version 1", "ask", 0 },
		{ "rule.step", "close as courtesy, at once; step 1 of a, version 1", "close as courtesy", 0 },
		{ "rule.step", "step 3 of everything else, version 1", "", 0 },
		{ "promise.opened", "assign, at once; step 2 of a, version 1", "", 0 },
	};
	struct ledger ledger;
	struct note note;

	(void)state;
	ledger_place(&ledger);
	ledger_connect(&ledger);
	assert_fine(migrate_with(ledger.db, migrations, migrations_before(13), noon, &note));
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_fine(db_run(ledger.db,
			"INSERT INTO event (id, at, what, actor, promise_id, message_id, contact_id, detail)"
			" VALUES ($1, 1, $2, 'rule', 7, 0, 0, $3)",
			BINDS(NUMBER(i + 1), TEXTZ(rows[i].what), TEXTZ(rows[i].detail)), NULL));
	assert_fine(migrate_run(ledger.db, noon + 1, &note));
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char tier[8];

		snprintf(tier, sizeof(tier), "%d", rows[i].tier);
		expect_texts(&ledger, "SELECT deed, CAST(tier AS TEXT) FROM event WHERE id = $1",
			     (int64_t)i + 1, rows[i].deed, tier);
	}
	assert_fault(db_run(ledger.db, "UPDATE event SET deed = 'step 3'", NULL, 0, NULL),
		     FAULT_CONFLICT);
	ledger_done(&ledger);
}

/* The line health migration: a line that the provider paused is tried again, one that a person paused
 * is not; what stood under the words of before still does. */
static void a_paused_line_keeps_its_cause_and_old_words_stay(void **state)
{
	struct ledger ledger;
	struct note note;

	(void)state;
	ledger_place(&ledger);
	ledger_connect(&ledger);
	assert_fine(migrate_with(ledger.db, migrations, migrations_before(14), noon, &note));
	assert_fine(db_script(ledger.db,
		"INSERT INTO line (id, account, number, paused_at, pause_reason, polled_at) VALUES"
		" (1, 'main', '+1', 0, '', 0), (2, 'main', '+2', 7, 'the bill', 0),"
		" (3, 'main', '+3', 8, 'the provider refuses our account or number: see hearbackctl lines', 0);",
		&note));
	assert_fine(migrate_run(ledger.db, noon + 1, &note));
	expect_texts(&ledger, "SELECT pause_cause, pause_reason FROM line WHERE id = $1", 1, "", "");
	expect_texts(&ledger, "SELECT pause_cause, pause_reason FROM line WHERE id = $1", 2, "person", "the bill");
	expect_texts(&ledger, "SELECT pause_cause, CAST(probe_at AS TEXT) FROM line WHERE id = $1", 3, "account", "0");
	assert_fault(db_run(ledger.db, "UPDATE line SET pause_cause = 'storm'", NULL, 0, NULL), FAULT_CONFLICT);
	assert_fine(db_check(ledger.db, false, &note));
	ledger_done(&ledger);
}

static void an_older_ledger_is_brought_up_to_date(void **state)
{
	struct ledger ledger;
	struct note note;
	int behind = -1;

	(void)state;
	for (size_t from = 0; from <= COUNT_OF(three); from++) {
		ledger_place(&ledger);
		ledger_connect(&ledger);
		assert_fine(migrate_with(ledger.db, three, from, noon, &note));
		assert_fine(migrate_check_with(ledger.db, three, COUNT_OF(three), &behind, &note));
		assert_int_equal(behind, COUNT_OF(three) - from);
		assert_fine(migrate_with(ledger.db, three, COUNT_OF(three), noon, &note));
		assert_int_equal(ledger_number(ledger.db, "SELECT count(*) FROM one"), 1);
		assert_int_equal(ledger_number(ledger.db, "SELECT count(*) FROM three"), 0);
		ledger_done(&ledger);
	}
}

static void a_changed_past_and_a_newer_ledger_are_refused(void **state)
{
	struct migration changed[] = { three[0], three[1], three[2] };
	struct ledger ledger;
	struct note note;
	int behind = 7;

	(void)state;
	ledger_place(&ledger);
	ledger_connect(&ledger);
	assert_fine(migrate_with(ledger.db, three, 2, noon, &note));
	changed[1].sql = "CREATE TABLE two (id BIGINT PRIMARY KEY);\n";
	assert_fault(migrate_with(ledger.db, changed, 3, noon, &note), FAULT_CONFIG);
	assert_non_null(strstr(note.text, "0002_two"));
	assert_fault(migrate_with(ledger.db, three, 1, noon, &note), FAULT_CONFIG);
	assert_non_null(strstr(note.text, "newer hearbackd"));
	assert_fault(migrate_check_with(ledger.db, three, 1, &behind, &note), FAULT_CONFIG);
	assert_int_equal(behind, 7);
	assert_int_equal(ledger_number(ledger.db, "SELECT count(*) FROM migration"), 2);
	ledger_done(&ledger);
}

static void a_migration_that_fails_leaves_nothing_half(void **state)
{
	struct migration list[] = { three[0], { 2, "0002_two",
		"CREATE TABLE two (id BIGINT);\nINSERT INTO two VALUES (1);\nCREATE TABLE one (id BIGINT);\n" } };
	struct ledger ledger;
	struct note note;
	AUTO(buf) names;

	(void)state;
	ledger_place(&ledger);
	ledger_connect(&ledger);
	assert_fault(migrate_with(ledger.db, list, 2, noon, &note), FAULT_BROKEN);
	assert_non_null(strstr(note.text, "migration 0002_two: "));
	assert_non_null(strstr(note.text, "already exists"));
	assert_int_equal(ledger_number(ledger.db, "SELECT count(*) FROM migration"), 1);
	buf_init(&names, 1 << 16);
	assert_fine(db_names(ledger.db, &names));
	assert_string_equal(buf_text(&names), "table migration\ntable one\n");
	assert_fine(migrate_with(ledger.db, three, 3, noon, &note));
	ledger_done(&ledger);
}

/* Killed after each line of the script in turn, by dying with the transaction open. */
static void a_migration_that_is_killed_leaves_nothing_half(void **state)
{
	static const char *const prefixes[] = {
		"", "CREATE TABLE two (id BIGINT PRIMARY KEY);\n",
		"CREATE TABLE two (id BIGINT PRIMARY KEY);\nINSERT INTO one VALUES (2);\n" };
	struct ledger ledger;
	struct note note;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(prefixes); i++) {
		pid_t child;
		int status;

		ledger_place(&ledger);
		ledger_connect(&ledger);
		assert_fine(migrate_with(ledger.db, three, 1, noon, &note));
		db_close(&ledger.db);
		child = fork();
		if (child == 0) {
			if (db_open(ledger.address, DB_WRITE, &ledger.db, NULL) ||
			    db_begin(ledger.db) || db_script(ledger.db, prefixes[i], NULL))
				_exit(1);
			_exit(0);
		}
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_int_equal(status, 0);
		ledger_connect(&ledger);
		assert_int_equal(ledger_number(ledger.db, "SELECT count(*) FROM one"), 0);
		assert_fine(migrate_with(ledger.db, three, 3, noon, &note));
		ledger_done(&ledger);
	}
}

static void a_setting_is_what_was_set_last(void **state)
{
	struct ledger ledger;
	char value[8] = "as was";

	(void)state;
	ledger_new(&ledger);
	assert_fault(setting_get(ledger.db, "colour", value, sizeof(value)), FAULT_MISSING);
	assert_fine(setting_set(ledger.db, "colour", "red"));
	assert_fine(setting_set(ledger.db, "colour", "blue"));
	assert_fine(setting_get(ledger.db, "colour", value, sizeof(value)));
	assert_string_equal(value, "blue");
	assert_fine(setting_set(ledger.db, "colour", "ultramarine"));
	assert_fault(setting_get(ledger.db, "colour", value, sizeof(value)), FAULT_TOO_LARGE);
	assert_string_equal(value, "blue");
	ledger_done(&ledger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_ledger_is_made_once_and_opens_again),
		cmocka_unit_test(numbers_survive_their_new_table),
		cmocka_unit_test(why_a_person_has_it_becomes_a_word),
		cmocka_unit_test(why_a_text_waits_becomes_a_word),
		cmocka_unit_test(causes_of_consent_stay_and_no_other_is_taken),
		cmocka_unit_test(old_promises_learn_when_a_person_first_answered),
		cmocka_unit_test(old_promises_that_nothing_would_wake_are_woken),
		cmocka_unit_test(a_paused_line_keeps_its_cause_and_old_words_stay),
		cmocka_unit_test(what_a_step_did_becomes_a_word_and_a_tier),
		cmocka_unit_test(an_older_ledger_is_brought_up_to_date),
		cmocka_unit_test(a_changed_past_and_a_newer_ledger_are_refused),
		cmocka_unit_test(a_migration_that_fails_leaves_nothing_half),
		cmocka_unit_test(a_migration_that_is_killed_leaves_nothing_half),
		cmocka_unit_test(a_setting_is_what_was_set_last),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
