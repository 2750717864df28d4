/* Tokens and e-mail addresses as they are kept: a digest with an end, and one address a person. */
#include "tests/lib/test.h"

#include "ledger.h"
#include "sample.h"
#include "store/people/grants.h"
#include "store/people/tokens.h"

static struct user person(int64_t id, const char *email)
{
	struct user user = { .id = { id }, .role = ROLE_ADMINISTRATOR, .created_at = noon };

	str_put(user.email, sizeof(user.email), str_of(email));
	return user;
}

static struct token token_of(int64_t id, int64_t user)
{
	return (struct token){ .id = id, .user = { user }, .name = "the gate", .maker = "ctl:root",
			       .created_at = noon, .expires_at = noon + DAY_MS };
}

static void a_token_is_kept_as_a_digest_and_comes_back_as_it_was_put(void **state)
{
	struct ledger ledger;
	struct user ana = person(5, "ana@x.org"), user = { .id = { 0 } };
	struct token token = token_of(1, 5), found = { .id = 0 };

	(void)state;
	ledger_new(&ledger);
	assert_fine(user_add(ledger.db, &ana));
	assert_fine(token_add(ledger.db, &token, STR("abc")));
	/* FIPS 180-2's own example */
	assert_int_equal(ledger_number(ledger.db, "SELECT count(*) FROM token WHERE hash = "
		"'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'"), 1);
	assert_fine(token_find(ledger.db, STR("abc"), &found, &user));
	assert_int_equal(user.id.n, 5);
	assert_int_equal(found.id, 1);
	assert_string_equal(found.name, "the gate");
	assert_string_equal(found.maker, "ctl:root");
	assert_true(found.created_at == noon && found.expires_at == noon + DAY_MS);
	assert_true(found.used_at == 0 && found.revoked_at == 0);
	assert_fault(token_find(ledger.db, STR("abd"), &found, &user), FAULT_STRANGER);
	assert_fault(token_find(ledger.db, STR_NONE, &found, &user), FAULT_STRANGER);
	assert_fault(token_get(ledger.db, 2, &found), FAULT_MISSING);
	token.id = 2;
	assert_fault(token_add(ledger.db, &token, STR("abc")), FAULT_CONFLICT);
	token = token_of(1, 5);
	assert_fault(token_add(ledger.db, &token, STR("x")), FAULT_CONFLICT);
	token = token_of(3, 9);
	assert_fault(token_add(ledger.db, &token, STR("x")), FAULT_CONFLICT);
	ledger_done(&ledger);
}

static void a_token_opens_until_it_ends_or_is_revoked(void **state)
{
	struct ledger ledger;
	struct user ana = person(5, "ana@x.org"), ben = person(6, "ben@x.org"), user;
	struct token tokens[4], token;
	size_t count = 0;
	int64_t number = 0;

	(void)state;
	ledger_new(&ledger);
	assert_fine(user_add(ledger.db, &ana));
	assert_fine(user_add(ledger.db, &ben));
	for (int64_t id = 1; id <= 3; id++) {
		char secret[2] = { (char)('a' + id), '\0' };

		token = token_of(id, id == 3 ? 6 : 5);
		assert_fine(token_add(ledger.db, &token, str_of(secret)));
	}
	assert_true(token_opens(&token, noon + DAY_MS - 1));
	assert_false(token_opens(&token, noon + DAY_MS));
	assert_fine(token_count(ledger.db, ana.id, noon, &number));
	assert_int_equal(number, 2);
	assert_fine(token_count(ledger.db, ana.id, noon + DAY_MS, &number));
	assert_int_equal(number, 0);
	/* one */
	assert_fine(token_revoke(ledger.db, &(struct token_end){ .id = 2, .at = noon + 7,
		.revoker = "staff:6" }, &number));
	assert_int_equal(number, 1);
	assert_fine(token_find(ledger.db, STR("c"), &token, &user));
	assert_false(token_opens(&token, noon + 8));
	assert_string_equal(token.revoker, "staff:6");
	/* once is for ever, by whom it was first */
	assert_fine(token_revoke(ledger.db, &(struct token_end){ .user = ana.id, .at = noon + 9,
		.revoker = "ctl:root" }, &number));
	assert_int_equal(number, 1);
	assert_fine(token_get(ledger.db, 2, &token));
	assert_true(token.revoked_at == noon + 7);
	/* and of nobody else */
	assert_fine(token_list(ledger.db, (struct user_id){ 0 }, NEVER, tokens, 4, &count));
	assert_int_equal(count, 3);
	assert_int_equal(tokens[0].id, 3);
	assert_true(token_opens(&tokens[0], noon));
	assert_false(token_opens(&tokens[2], noon));
	assert_fine(token_list(ledger.db, ana.id, 2, tokens, 4, &count));
	assert_int_equal(count, 1);
	assert_int_equal(tokens[0].id, 1);
	ledger_done(&ledger);
}

static void the_last_use_only_moves_forward_and_ends_are_set_where_there_was_none(void **state)
{
	struct ledger ledger;
	struct user ana = person(5, "ana@x.org");
	struct token token = token_of(1, 5);
	int64_t count = 0;

	(void)state;
	ledger_new(&ledger);
	assert_fine(user_add(ledger.db, &ana));
	assert_fine(token_add(ledger.db, &token, STR("abc")));
	assert_fine(token_touch(ledger.db, 1, noon + 5));
	assert_fine(token_touch(ledger.db, 1, noon + 3));
	assert_fine(token_get(ledger.db, 1, &token));
	assert_true(token.used_at == noon + 5);
	assert_fine(token_set_ends(ledger.db, noon + 90, &count));
	assert_int_equal(count, 0);
	assert_fine(db_run(ledger.db, "UPDATE token SET expires_at = 0", NULL, 0, NULL));
	assert_fine(token_set_ends(ledger.db, noon + 90, &count));
	assert_int_equal(count, 1);
	assert_fine(token_get(ledger.db, 1, &token));
	assert_true(token.expires_at == noon + 90);
	ledger_done(&ledger);
}

static void grants_are_of_the_account_and_of_the_token_that_is_asked_for(void **state)
{
	struct ledger ledger;
	struct user ana = person(5, "ana@x.org");
	struct grant made = { .to.user = { 5 }, .kind = GRANT_MADE, .by = { { 9 }, 4 }, .at = noon };
	struct grant token = { .to = { { 5 }, 2 }, .kind = GRANT_TOKEN, .at = noon + 1 };
	struct grant grants[4];
	size_t count = 0;

	(void)state;
	ledger_new(&ledger);
	assert_fine(user_add(ledger.db, &ana));
	assert_fine(grant_add(ledger.db, &made));
	assert_fine(grant_add(ledger.db, &made));
	assert_fine(grant_add(ledger.db, &token));
	assert_fine(grant_list(ledger.db, (struct signer){ ana.id, 0 }, grants, 4, &count));
	assert_int_equal(count, 1);
	assert_true(grants[0].kind == GRANT_MADE && grants[0].by.user.n == 9 &&
		    grants[0].by.token == 4 && grants[0].at == noon);
	assert_fine(grant_list(ledger.db, (struct signer){ ana.id, 2 }, grants, 4, &count));
	assert_int_equal(count, 2);
	assert_true(grants[0].kind == GRANT_TOKEN && grants[0].to.token == 2);
	assert_fine(grant_list(ledger.db, (struct signer){ ana.id, 3 }, grants, 4, &count));
	assert_int_equal(count, 1);
	ledger_done(&ledger);
}

static void an_address_is_one_persons_whatever_its_letters(void **state)
{
	static const char *const spelled[] = { "Viewer@x.org", "VIEWER@X.ORG", "viewer@x.org",
					       "ｖiewer@x.org" };
	struct ledger ledger;
	struct user first = person(5, "viewer@X.org"), found;

	(void)state;
	ledger_new(&ledger);
	assert_fine(user_add(ledger.db, &first));
	for (size_t i = 0; i < COUNT_OF(spelled); i++) {
		struct user other = person(6, spelled[i]);

		assert_fault(user_add(ledger.db, &other), FAULT_CONFLICT);
		assert_fine(user_by_email(ledger.db, str_of(spelled[i]), &found));
		assert_int_equal(found.id.n, 5);
	}
	first = person(7, "Zoë@x.org");
	assert_fine(user_add(ledger.db, &first));
	first = person(8, "zoË@x.org");
	assert_fault(user_add(ledger.db, &first), FAULT_CONFLICT);
	ledger_done(&ledger);
}

/* As 0014 leaves a ledger that had both. */
static void of_two_twins_of_before_each_is_found_by_its_own_spelling(void **state)
{
	struct ledger ledger;
	struct user first = person(5, "viewer@x.org"), twin = person(6, "twin@x.org"), found;

	(void)state;
	ledger_new(&ledger);
	assert_fine(user_add(ledger.db, &first));
	assert_fine(user_add(ledger.db, &twin));
	assert_fine(db_run(ledger.db, "UPDATE staff SET email = 'Viewer@x.org',"
			   " email_key = 'viewer@x.org', email_twin = 1 WHERE id = 6", NULL, 0, NULL));
	assert_fine(user_by_email(ledger.db, STR("viewer@x.org"), &found));
	assert_int_equal(found.id.n, 5);
	assert_fine(user_by_email(ledger.db, STR("Viewer@x.org"), &found));
	assert_int_equal(found.id.n, 6);
	assert_fault(user_by_email(ledger.db, STR("VIEWER@x.org"), &found), FAULT_CONFLICT);
	/* each can be changed, and nobody becomes a third */
	found.disabled_at = noon;
	assert_fine(user_put(ledger.db, &found));
	assert_fine(user_by_email(ledger.db, STR("Viewer@x.org"), &found));
	assert_true(found.disabled_at == noon);
	twin = person(7, "VIEWER@x.org");
	assert_fault(user_add(ledger.db, &twin), FAULT_CONFLICT);
	ledger_done(&ledger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_token_is_kept_as_a_digest_and_comes_back_as_it_was_put),
		cmocka_unit_test(a_token_opens_until_it_ends_or_is_revoked),
		cmocka_unit_test(the_last_use_only_moves_forward_and_ends_are_set_where_there_was_none),
		cmocka_unit_test(grants_are_of_the_account_and_of_the_token_that_is_asked_for),
		cmocka_unit_test(an_address_is_one_persons_whatever_its_letters),
		cmocka_unit_test(of_two_twins_of_before_each_is_found_by_its_own_spelling),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
