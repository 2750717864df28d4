/* 0014: a ledger of the version before tells who made whom, as far as its audit log and trace
 * know; its tokens wait for their end; two spellings of one address stay two. */
#include "tests/lib/test.h"

#include "ledger.h"
#include "store/people/grants.h"
#include "store/people/tokens.h"

#define STAFF(id, email, disabled)                                                       \
	"INSERT INTO staff (id, email, name, role, languages, phone, created_at, disabled_at)" \
	" VALUES (" id ", '" email "', '', 'administrator', '', '', 100, " disabled ");"
#define AUDIT(no, actor, command, user, at)                                              \
	"INSERT INTO audit (no, at, actor, command, detail, mac) VALUES (" no ", " at ", '" actor \
	"', '" command "', '{\"user\":\"" user "\"}', '');"

static const char rows_of_before[] =
	STAFF("5", "ana@x.org", "0") STAFF("6", "Ben@x.org", "0") STAFF("7", "puppet@x.org", "0")
	STAFF("8", "ben@x.org", "900") STAFF("9", "BEN@x.org", "0")
	AUDIT("1", "ctl:root", "user.add", "5", "100") AUDIT("2", "ctl:root", "user.add", "6", "100")
	AUDIT("3", "staff:5", "user.add", "7", "100") AUDIT("4", "staff:5", "token.add", "7", "200")
	AUDIT("5", "ctl:root", "token.add", "5", "200") AUDIT("6", "staff:77", "token.add", "6", "300")
	"INSERT INTO token VALUES ('b', 7, 200); INSERT INTO token VALUES ('a', 5, 200);"
	"INSERT INTO token VALUES ('c', 6, 300); INSERT INTO token VALUES ('d', 8, 250);"
	"INSERT INTO event (id, at, what, actor, promise_id, message_id, contact_id, detail, staff_id)"
	" VALUES (21, 400, 'staff.changed', 'staff:5', 0, 0, 0, 'name, role', 6);"
	"INSERT INTO event (id, at, what, actor, promise_id, message_id, contact_id, detail, staff_id)"
	" VALUES (22, 500, 'staff.changed', 'staff:5', 0, 0, 0, 'name', 9);";

static size_t migrations_before(int no)
{
	size_t count = 0;

	while (migrations[count].no < no)
		count++;
	return count;
}

static void open_migrated(struct ledger *ledger)
{
	struct note note;

	ledger_place(ledger);
	ledger_connect(ledger);
	assert_fine(migrate_with(ledger->db, migrations, migrations_before(14), noon, &note));
	if (db_script(ledger->db, rows_of_before, &note))
		fail_msg("%s", note.text);
	db_close(&ledger->db);
	ledger_connect(ledger);
	if (migrate_run(ledger->db, noon + 1, &note))
		fail_msg("%s", note.text);
}

/* The newest, by whom; how many there are. */
static size_t given(struct ledger *ledger, int64_t user, int64_t token, struct grant *last)
{
	struct grant grants[8];
	size_t count = 0;

	assert_fine(grant_list(ledger->db, (struct signer){ { user }, token }, grants, 8, &count));
	*last = grants[0];
	return count;
}

static void who_made_whom_is_known_from_the_audit_log(void **state)
{
	struct ledger ledger;
	struct grant last;

	(void)state;
	open_migrated(&ledger);
	assert_int_equal(given(&ledger, 5, 0, &last), 1);
	assert_true(last.kind == GRANT_MADE && last.by.user.n == 0 && last.at == 100);
	assert_int_equal(given(&ledger, 7, 0, &last), 1);
	assert_true(last.kind == GRANT_MADE && last.by.user.n == 5);
	/* of whom it knows nothing: as if the operator */
	assert_int_equal(given(&ledger, 9, 0, &last), 1);
	assert_true(last.by.user.n == 0);
	/* a role that somebody changed; a name is none */
	assert_int_equal(given(&ledger, 6, 0, &last), 2);
	assert_true(last.kind == GRANT_RAISED && last.by.user.n == 5 && last.at == 400);
	ledger_done(&ledger);
}

static void tokens_have_a_number_a_maker_and_no_end_yet(void **state)
{
	struct ledger ledger;
	struct token token;
	struct grant last;
	int64_t count = 0;

	(void)state;
	open_migrated(&ledger);
	assert_int_equal(ledger_number(ledger.db, "SELECT count(DISTINCT id) FROM token"), 4);
	assert_int_equal(ledger_number(ledger.db, "SELECT id FROM token WHERE hash = 'b'"), 2);
	assert_fine(token_get(ledger.db, 2, &token));
	assert_string_equal(token.maker, "staff:5");
	assert_true(token.expires_at == 0 && token.revoked_at == 0);
	assert_int_equal(given(&ledger, 7, 2, &last), 2);
	assert_true(last.kind == GRANT_TOKEN && last.by.user.n == 5 && last.at == 200);
	/* whose maker is no member of staff any more: not known */
	assert_int_equal(given(&ledger, 6, 4, &last), 3);
	assert_fine(token_set_ends(ledger.db, noon + DAY_MS, &count));
	assert_int_equal(count, 4);
	/* of a disabled user: revoked when they were */
	assert_int_equal(ledger_number(ledger.db, "SELECT revoked_at FROM token WHERE hash = 'd'"), 900);
	ledger_done(&ledger);
}

static void two_spellings_stay_two_and_the_oldest_has_the_address(void **state)
{
	struct ledger ledger;
	struct user user;

	(void)state;
	open_migrated(&ledger);
	assert_int_equal(ledger_number(ledger.db, "SELECT count(*) FROM staff WHERE email_twin = 1"), 2);
	assert_int_equal(ledger_number(ledger.db, "SELECT id FROM staff WHERE email_key = 'ben@x.org'"
				       " AND email_twin = 0"), 6);
	assert_fine(user_by_email(ledger.db, STR("BEN@x.org"), &user));
	assert_int_equal(user.id.n, 9);
	assert_fault(user_by_email(ledger.db, STR("bEN@x.org"), &user), FAULT_CONFLICT);
	assert_fine(user_by_email(ledger.db, STR("ANA@x.org"), &user));
	assert_int_equal(user.id.n, 5);
	ledger_done(&ledger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_made_whom_is_known_from_the_audit_log),
		cmocka_unit_test(tokens_have_a_number_a_maker_and_no_end_yet),
		cmocka_unit_test(two_spellings_stay_two_and_the_oldest_has_the_address),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
