#include "tests/lib/test.h"

#include "sample.h"
#include "store/log/audit.h"
#include "store/people/absences.h"
#include "store/people/notices.h"
#include "store/people/users.h"

static const struct str key = STR("the audit secret");

static struct user sample_user(int64_t id, const char *email, enum role role,
			       const char *languages)
{
	struct user user = { .id = { id }, .role = role, .week = "tue 09:00-12:00",
			     .zone = "America/Denver", .schools = "North,South", .phone = "+13125550177",
			     .created_at = noon };

	snprintf(user.email, sizeof(user.email), "%s", email);
	snprintf(user.name, sizeof(user.name), "Ana %d", (int)id);
	snprintf(user.languages, sizeof(user.languages), "%s", languages);
	return user;
}

static void a_user_comes_back_as_it_was_put(void **state)
{
	struct ledger ledger;
	struct user user = sample_user(5, "ana@x.org", ROLE_LIAISON, "es,so"), found, users[4];
	size_t count = 0;

	(void)state;
	ledger_new(&ledger);
	assert_fine(user_add(ledger.db, &user));
	for (int role = 0; role < ROLE_COUNT; role++) {
		user.role = (enum role)role;
		user.disabled_at = role;
		assert_fine(user_put(ledger.db, &user));
		memset(&found, 0, sizeof(found));
		assert_fine(user_get(ledger.db, user.id, &found));
		assert_same_user(&found, &user);
		assert_fine(user_by_email(ledger.db, STR("ana@x.org"), &found));
		assert_int_equal(found.id.n, 5);
	}
	user.id.n = 6;
	assert_fault(user_add(ledger.db, &user), FAULT_CONFLICT);
	assert_fault(user_put(ledger.db, &user), FAULT_MISSING);
	assert_fault(user_get(ledger.db, user.id, &found), FAULT_MISSING);
	assert_fault(user_by_email(ledger.db, STR("bea@x.org"), &found), FAULT_MISSING);
	user = sample_user(6, "bea@x.org", ROLE_VIEWER, "");
	assert_fine(user_add(ledger.db, &user));
	assert_fine(user_list(ledger.db, (struct user_id){ 0 }, users, 4, &count));
	assert_int_equal(count, 2);
	assert_fine(user_list(ledger.db, (struct user_id){ 5 }, users, 4, &count));
	assert_int_equal(count, 1);
	assert_string_equal(users[0].email, "bea@x.org");
	assert_fine(user_list(ledger.db, (struct user_id){ 0 }, users, 1, &count));
	assert_int_equal(count, 1);
	ledger_done(&ledger);
}

static int64_t speaker(struct ledger *ledger, const char *language)
{
	struct user users[8] = { { .id = { 0 } } };
	size_t count = 0;

	assert_fine(user_covering(ledger->db, &(struct user_want){
		.language = str_of(language), .now = noon }, users, 8, &count));
	return count ? users[0].id.n : 0;
}

static void a_promise_goes_to_who_speaks_the_language_and_owes_least(void **state)
{
	const struct user users[] = {
		sample_user(1, "1", ROLE_ADMINISTRATOR, "es,so,vi"),
		sample_user(2, "2", ROLE_LIAISON, "es, so"),
		sample_user(3, "3", ROLE_LIAISON, "es,zh-Hant"),
		sample_user(4, "4", ROLE_VIEWER, "ar,es"),
		sample_user(5, "5", ROLE_LIAISON, "som,esp,zh"),
	};
	struct ledger ledger;
	struct promise promise = sample_promise(30, 1);
	struct user gone = users[1];

	(void)state;
	sample_world(&ledger);
	for (size_t i = 0; i < COUNT_OF(users); i++)
		assert_fine(user_add(ledger.db, &users[i]));
	assert_int_equal(speaker(&ledger, "es"), 2);
	assert_int_equal(speaker(&ledger, "so"), 2);
	assert_int_equal(speaker(&ledger, "vi"), 1);
	assert_int_equal(speaker(&ledger, "zh-hant"), 3);
	assert_int_equal(speaker(&ledger, "zh"), 5);
	assert_int_equal(speaker(&ledger, "ar"), 0);
	assert_int_equal(speaker(&ledger, "fr"), 0);
	assert_int_equal(speaker(&ledger, ""), 0);
	assert_int_equal(speaker(&ledger, "%"), 0);
	assert_int_equal(speaker(&ledger, "es,so"), 0);
	promise.owner.n = 2;
	assert_fine(promise_add(ledger.db, &promise));
	assert_int_equal(speaker(&ledger, "es"), 3);
	assert_int_equal(speaker(&ledger, "so"), 2);
	promise.state = PROMISE_ANSWERED;
	assert_fine(promise_put(ledger.db, &promise));
	assert_int_equal(speaker(&ledger, "es"), 2);
	gone.disabled_at = noon;
	assert_fine(user_put(ledger.db, &gone));
	assert_int_equal(speaker(&ledger, "so"), 1);
	ledger_done(&ledger);
}

static void the_absent_and_the_full_get_no_more(void **state)
{
	struct user ana = sample_user(2, "2", ROLE_LIAISON, "es");
	struct user bea = sample_user(3, "3", ROLE_LIAISON, "es");
	struct absence absence = { .id = 8, .user = { 2 }, .from_at = noon - 1,
				   .to_at = noon + 1, .wake_at = NEVER };
	struct promise promise = sample_promise(30, 1);
	struct ledger ledger;

	(void)state;
	sample_world(&ledger);
	assert_fine(user_add(ledger.db, &ana));
	assert_fine(user_add(ledger.db, &bea));
	assert_fine(absence_add(ledger.db, &absence));
	assert_int_equal(speaker(&ledger, "es"), 3);
	absence.to_at = noon;
	assert_fine(absence_put(ledger.db, &absence));
	assert_int_equal(speaker(&ledger, "es"), 2);
	absence.from_at = noon;
	absence.to_at = noon + 1;
	assert_fine(absence_put(ledger.db, &absence));
	assert_int_equal(speaker(&ledger, "es"), 3);
	bea.capacity = 1;
	assert_fine(user_put(ledger.db, &bea));
	assert_int_equal(speaker(&ledger, "es"), 3);
	promise.owner.n = 3;
	assert_fine(promise_add(ledger.db, &promise));
	assert_int_equal(speaker(&ledger, "es"), 0);
	ledger_done(&ledger);
}

static void an_absence_wakes_at_its_beginning_and_at_its_end(void **state)
{
	const struct user ana = sample_user(5, "a", ROLE_LIAISON, "");
	struct absence absence = { .id = 8, .user = { 5 }, .from_at = noon, .to_at = noon + 9,
				   .reason = "ill", .wake_at = noon };
	struct absence found[4];
	struct ledger ledger;
	int64_t at = 0;
	size_t count = 9;

	(void)state;
	ledger_new(&ledger);
	assert_fine(user_add(ledger.db, &ana));
	assert_fine(absence_next_wake(ledger.db, &at));
	assert_true(at == NEVER);
	assert_fault(absence_put(ledger.db, &absence), FAULT_MISSING);
	assert_fine(absence_add(ledger.db, &absence));
	assert_fine(absence_next_wake(ledger.db, &at));
	assert_true(at == noon);
	assert_fine(absence_due(ledger.db, noon - 1, found, 4, &count));
	assert_int_equal(count, 0);
	assert_fine(absence_due(ledger.db, noon, found, 4, &count));
	assert_int_equal(count, 1);
	assert_string_equal(found[0].reason, "ill");
	absence.wake_at = NEVER;
	assert_fine(absence_put(ledger.db, &absence));
	assert_fine(absence_of(ledger.db, ana.id, noon + 8, found, 4, &count));
	assert_int_equal(count, 1);
	assert_true(found[0].wake_at == NEVER);
	assert_fine(absence_of(ledger.db, ana.id, noon + 9, found, 4, &count));
	assert_int_equal(count, 0);
	absence.user.n = 77;
	absence.id = 9;
	assert_fault(absence_add(ledger.db, &absence), FAULT_CONFLICT);
	ledger_done(&ledger);
}

static void notices_reach_a_person_and_the_persons_role(void **state)
{
	static const struct {
		int64_t user;
		enum role role;
	} rows[] = { { 5, ROLE_LIAISON }, { 0, ROLE_LIAISON }, { 0, ROLE_ADMINISTRATOR },
		     { 6, ROLE_ADMINISTRATOR }, { 5, ROLE_VIEWER } };
	const struct user ana = sample_user(5, "a", ROLE_LIAISON, "");
	const struct user bea = sample_user(6, "b", ROLE_ADMINISTRATOR, "");
	struct ledger ledger;
	struct notice notices[8];
	size_t count = 0;

	(void)state;
	ledger_new(&ledger);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct notice notice = { .id = 10 + (int64_t)i, .user = { rows[i].user },
					 .role = rows[i].role, .what = "promise.late",
					 .promise = { 30 }, .at = noon };

		assert_fine(notice_add(ledger.db, &notice));
	}
	assert_fine(notice_list(ledger.db, &ana, NEVER, notices, 8, &count));
	assert_int_equal(count, 3);
	assert_int_equal(notices[0].id, 14);
	assert_int_equal(notices[1].id, 11);
	assert_int_equal(notices[2].id, 10);
	assert_string_equal(notices[2].what, "promise.late");
	assert_fine(notice_list(ledger.db, &bea, NEVER, notices, 8, &count));
	assert_int_equal(count, 2);
	assert_fine(notice_list(ledger.db, &ana, 14, notices, 1, &count));
	assert_int_equal(count, 1);
	assert_int_equal(notices[0].id, 11);
	ledger_done(&ledger);
}

/* --- the audit chain -------------------------------------------------------------- */

enum { ROWS = 300 };

static void audit_some(struct ledger *ledger, int count)
{
	assert_fine(db_begin(ledger->db));
	for (int i = 0; i < count; i++) {
		struct audit_row row = { .at = noon + i, .actor = "staff:5",
					 .command = "promise.answer",
					 .detail = i % 2 ? STR("{\"promise\":\"30\"}") : STR_NONE };

		assert_fine(audit_add(ledger->db, key, &row));
	}
	assert_fine(db_commit(ledger->db));
}

static int64_t first_bad(struct ledger *ledger)
{
	int64_t rows, bad_no = -1;

	assert_fine(audit_verify(ledger->db, key, &rows, &bad_no));
	return bad_no;
}

static void damage(struct ledger *ledger, const char *form, int no)
{
	char sql[400];

	snprintf(sql, sizeof(sql), form, no, no + 1, no, no + 1);
	assert_fine(db_script(ledger->db, sql, NULL));
}

/* G14: each kind of damage at every tenth row, undone by a rollback. */
static void every_damage_to_the_audit_log_shows(void **state)
{
	static const struct {
		const char *label, *form;
		int after;      /* found at no + after; -1: at the first row cut off */
	} kinds[] = {
		{ "when", "UPDATE audit SET at = at + 1 WHERE no = %d;", 0 },
		{ "who", "UPDATE audit SET actor = 'staff:6' WHERE no = %d;", 0 },
		{ "who, behind what a list shows",
		  "UPDATE audit SET actor = actor || replace(replace('aaaaa', 'a', 'bbbbbbbb'), 'b', 'cccccccc') WHERE no = %d;", 0 },
		{ "what", "UPDATE audit SET command = 'promise.excuse' WHERE no = %d;", 0 },
		{ "a letter moves to the next field",
		  "UPDATE audit SET actor = 'staff:', command = '5promise.answer' WHERE no = %d;", 0 },
		{ "detail", "UPDATE audit SET detail = '{}' WHERE no = %d;", 0 },
		{ "mac", "UPDATE audit SET mac = replace(mac, substr(mac, 1, 1), 'x') WHERE no = %d;",
		  0 },
		{ "drop", "DELETE FROM audit WHERE no = %d;", 0 },
		{ "drop and close the gap", "DELETE FROM audit WHERE no = %d;"
		  "UPDATE audit SET no = -no WHERE no >= %d;"
		  "UPDATE audit SET no = -no - 1 WHERE no < 0 AND %d > 0 AND %d > 0;", 0 },
		{ "swap", "UPDATE audit SET no = 0 WHERE no = %d;"
		  "UPDATE audit SET no = no - 1 WHERE no = %d;"
		  "UPDATE audit SET no = 1 + %d WHERE no = 0 AND %d > 0;", 0 },
		{ "truncate", "DELETE FROM audit WHERE no >= %d;", 0 },
		{ "add", "INSERT INTO audit SELECT 301, at, actor, command, detail, mac FROM audit"
		  " WHERE no = %d;", -1 },
	};
	struct ledger ledger;

	(void)state;
	ledger_new(&ledger);
	assert_int_equal(first_bad(&ledger), 0);
	audit_some(&ledger, ROWS);
	assert_int_equal(first_bad(&ledger), 0);
	for (size_t kind = 0; kind < COUNT_OF(kinds); kind++) {
		for (int no = 1; no < ROWS; no += no == 1 ? 9 : 10) {
			int64_t bad_no;

			assert_fine(db_begin(ledger.db));
			damage(&ledger, kinds[kind].form, no);
			bad_no = first_bad(&ledger);
			if (bad_no != (kinds[kind].after < 0 ? ROWS + 1 : no))
				fail_msg("%s at %d: found %d", kinds[kind].label, no, (int)bad_no);
			db_rollback(ledger.db);
		}
	}
	assert_int_equal(first_bad(&ledger), 0);
	ledger_done(&ledger);
}

/* The last row cut off, and the anchor changed in every way that needs no key. */
static void a_cut_tail_shows_whatever_is_done_to_the_anchor(void **state)
{
	static const char *const covers[] = {
		"", "DELETE FROM setting WHERE name = 'audit.anchor';",
		"UPDATE setting SET value = '' WHERE name = 'audit.anchor';",
		("UPDATE setting SET value = '49 ' || (SELECT mac FROM audit WHERE no = 49) ||"
		 " substr(value, -65) WHERE name = 'audit.anchor';"),
		"UPDATE setting SET value = '49' || substr(value, 3) WHERE name = 'audit.anchor';",
	};
	struct ledger ledger;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(covers); i++) {
		ledger_new(&ledger);
		audit_some(&ledger, 50);
		assert_fine(db_script(ledger.db, "DELETE FROM audit WHERE no = 50;", NULL));
		assert_fine(db_script(ledger.db, covers[i], NULL));
		assert_int_equal(first_bad(&ledger), 50);
		/* going on does not heal it, and is not refused */
		audit_some(&ledger, 3);
		assert_int_equal(first_bad(&ledger), 50);
		ledger_done(&ledger);
	}
}

/* Two histories under one key, as a ledger and its copy that was put back have them: a record of the
 * one, sealed and with the right number, is none of the other's, because what came before it differs. */
static void a_record_of_another_history_shows_though_its_seal_is_ours(void **state)
{
	struct ledger ledger, other;
	char attach[200];

	(void)state;
	ENGINE_IS_SQLITE(); /* ATTACH brings the record over; what is claimed is audit's, not the engine's */
	ledger_new(&ledger);
	ledger_new(&other);
	audit_some(&ledger, 3);
	audit_some(&other, 2);
	assert_fine(audit_add(other.db, key, &(struct audit_row){ .at = noon + 7, .actor = "staff:9",
			      .command = "user.add", .detail = STR_NONE }));
	audit_some(&ledger, 7);
	audit_some(&other, 7);
	assert_int_equal(first_bad(&other), 0);
	db_close(&other.db);
	snprintf(attach, sizeof(attach), "ATTACH '%s' AS other;", other.path);
	assert_fine(db_script(ledger.db, attach, NULL));
	for (int no = 4; no <= 10; no++) {
		assert_fine(db_begin(ledger.db));
		damage(&ledger, "DELETE FROM audit WHERE no = %d; INSERT INTO audit SELECT * FROM other.audit"
				" WHERE no = %d - 1 AND %d AND %d;", no);
		assert_int_equal(first_bad(&ledger), no);
		db_rollback(ledger.db);
	}
	assert_int_equal(first_bad(&ledger), 0);
	ledger_done(&other);
	ledger_done(&ledger);
}

static void the_audit_log_needs_its_key_and_lists_the_newest_first(void **state)
{
	struct ledger ledger;
	struct audit_row rows[4], row = { .command = "token.add", .actor = "ctl:uid 0" };
	AUTO(arena) arena;
	int64_t bad_no = 0, total = 0;
	size_t count = 0;

	(void)state;
	arena_init(&arena, 1 << 16);
	ledger_new(&ledger);
	assert_fault(audit_add(ledger.db, STR_NONE, &row), FAULT_CONFIG);
	assert_fault(audit_verify(ledger.db, STR_NONE, &total, &bad_no), FAULT_CONFIG);
	audit_some(&ledger, 5);
	assert_fine(audit_verify(ledger.db, STR("another secret"), &total, &bad_no));
	assert_int_equal(total, 5);
	assert_int_equal(bad_no, 1);
	assert_fine(audit_list(ledger.db, NEVER, &arena, rows, 4, &count));
	assert_int_equal(count, 4);
	assert_int_equal(rows[0].no, 5);
	assert_string_equal(rows[0].actor, "staff:5");
	assert_true(str_is(rows[1].detail, "{\"promise\":\"30\"}"));
	assert_fine(audit_list(ledger.db, 2, &arena, rows, 4, &count));
	assert_int_equal(count, 1);
	ledger_done(&ledger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_user_comes_back_as_it_was_put),
		cmocka_unit_test(a_promise_goes_to_who_speaks_the_language_and_owes_least),
		cmocka_unit_test(the_absent_and_the_full_get_no_more),
		cmocka_unit_test(an_absence_wakes_at_its_beginning_and_at_its_end),
		cmocka_unit_test(notices_reach_a_person_and_the_persons_role),
		cmocka_unit_test(every_damage_to_the_audit_log_shows),
		cmocka_unit_test(a_cut_tail_shows_whatever_is_done_to_the_anchor),
		cmocka_unit_test(a_record_of_another_history_shows_though_its_seal_is_ours),
		cmocka_unit_test(the_audit_log_needs_its_key_and_lists_the_newest_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
