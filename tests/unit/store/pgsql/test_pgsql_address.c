/* The address of a PostgreSQL ledger, and what becomes of what a server says. */
#include "tests/lib/test.h"

#include "store/pgsql/db_pgsql_address.h"
#include "store/pgsql/db_pgsql_fault.h"
#include "tests/lib/fine.h"

static void expect_word(const struct db_pgsql_address *address, const char *key, const char *value)
{
	const char *said = db_pgsql_address_word(address, key);

	if (value)
		assert_string_equal(said, value);
	else
		assert_null(said);
}

static void an_address_is_taken_apart_and_keeps_its_words(void **state)
{
	struct db_pgsql_address address;

	(void)state;
	assert_fine(db_pgsql_address_read("//ana@db.example:6432/hearback?passfile=/etc/p&statements=unnamed"
					  "&connect_timeout=3", &address, NULL));
	expect_word(&address, "user", "ana");
	expect_word(&address, "host", "db.example");
	expect_word(&address, "port", "6432");
	expect_word(&address, "dbname", "hearback");
	expect_word(&address, "passfile", "/etc/p");
	expect_word(&address, "connect_timeout", "3");
	expect_word(&address, "statements", NULL);
	assert_true(address.is_pooled);
	assert_null(address.keys[address.count]);
	db_pgsql_address_set(&address, "dbname", "other");
	expect_word(&address, "dbname", "other");
	db_pgsql_address_done(&address);
	assert_fine(db_pgsql_address_read("///hearback?statements=named", &address, NULL));
	assert_false(address.is_pooled);
	db_pgsql_address_done(&address);
}

static void over_a_network_the_server_shows_who_it_is(void **state)
{
	static const struct {
		const char *rest, *sslmode; /* NULL: libpq's own */
	} addresses[] = {
		{ "//db.example/h", "verify-full" },
		{ "//10.1.2.3/h", "verify-full" },
		{ "//db.example/h?hostaddr=127.0.0.1", "verify-full" },
		{ "//localhost,db.example/h", "verify-full" },
		{ "//db.example/h?sslmode=require", "require" },
		{ "///h", NULL },
		{ "///h?host=/run/postgresql", NULL },
		{ "//localhost/h", NULL },
		{ "//127.0.0.1:5433/h", NULL },
		{ "//[::1]/h", NULL },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(addresses); i++) {
		struct db_pgsql_address address;

		assert_fine(db_pgsql_address_read(addresses[i].rest, &address, NULL));
		expect_word(&address, "sslmode", addresses[i].sslmode);
		db_pgsql_address_done(&address);
	}
}

/* Refused, and no note repeats a word of it. */
static void a_password_has_no_place_in_an_address(void **state)
{
	static const char *const rests[] = {
		"//ana:geheim@db.example/h",	      "//ana@db.example/h?password=geheim",
		"///h?sslpassword=geheim",	      "//ana:geheim@db.example/h?nonsense=1",
		"//ana:%zzgeheim@db.example/h",	      "//ana:geheim@[db.example/h",
		"//ana:geheim@db.example/h?statements=geheim",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rests); i++) {
		struct db_pgsql_address address = { .count = 0 };
		struct note note = { .text = "" };

		assert_fault(db_pgsql_address_read(rests[i], &address, &note), FAULT_CONFIG);
		assert_string_not_equal(note.text, "");
		if (strstr(note.text, "geheim"))
			fail_msg("%s", note.text);
		assert_int_equal(address.count, 0);
	}
}

static void each_state_is_what_the_caller_may_do(void **state)
{
	static const struct {
		const char *state;
		enum fault fault;
	} states[] = {
		{ "40001", FAULT_AGAIN },     { "40P01", FAULT_AGAIN },	   { "55P03", FAULT_AGAIN },
		{ "57014", FAULT_AGAIN },     { "57P01", FAULT_AGAIN },	   { "57P03", FAULT_AGAIN },
		{ "53200", FAULT_AGAIN },     { "53300", FAULT_AGAIN },	   { "08006", FAULT_AGAIN },
		{ "25P03", FAULT_AGAIN },     { "", FAULT_AGAIN },	   { "23505", FAULT_CONFLICT },
		{ "23503", FAULT_CONFLICT },  { "23514", FAULT_CONFLICT }, { "23502", FAULT_CONFLICT },
		{ "53100", FAULT_DISK },      { "58030", FAULT_DISK },	   { "25006", FAULT_DISK },
		{ "42501", FAULT_DISK },      { "XX001", FAULT_DISK },	   { "XX002", FAULT_DISK },
		{ "28P01", FAULT_CONFIG },    { "3D000", FAULT_MISSING },  { "54000", FAULT_TOO_LARGE },
		{ "42P01", FAULT_BROKEN },    { "42601", FAULT_BROKEN },   { "22003", FAULT_BROKEN },
		{ "22P02", FAULT_CONFLICT },
		{ "25P02", FAULT_BROKEN },    { "XX000", FAULT_BROKEN },   { "0A000", FAULT_BROKEN },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(states); i++)
		if (db_pgsql_fault(states[i].state) != states[i].fault)
			fail_msg("%s", states[i].state);
	assert_fault(db_pgsql_fault(NULL), FAULT_AGAIN);
	assert_true(db_pgsql_fault_is_damage("XX001") && db_pgsql_fault_is_damage("XX002"));
	assert_false(db_pgsql_fault_is_damage("XX000") || db_pgsql_fault_is_damage(NULL));
}

static void a_sentence_that_may_hold_a_value_is_not_repeated(void **state)
{
	char said[100];

	(void)state;
	db_pgsql_fault_message("23505", "duplicate key value violates unique constraint \"a_pkey\"", said, sizeof(said));
	assert_string_equal(said, "duplicate key value violates unique constraint \"a_pkey\"");
	db_pgsql_fault_message("22P02", "invalid input syntax for type bigint: \"Rosa\"", said, sizeof(said));
	assert_string_equal(said, "PostgreSQL refused a statement (SQLSTATE 22P02)");
	db_pgsql_fault_message("P0001", "Rosa", said, sizeof(said));
	assert_string_equal(said, "PostgreSQL refused a statement (SQLSTATE P0001)");
	db_pgsql_fault_message("", "Rosa", said, sizeof(said));
	assert_null(strstr(said, "Rosa"));
	db_pgsql_fault_message(NULL, NULL, said, sizeof(said));
	assert_string_not_equal(said, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_address_is_taken_apart_and_keeps_its_words),
		cmocka_unit_test(over_a_network_the_server_shows_who_it_is),
		cmocka_unit_test(a_password_has_no_place_in_an_address),
		cmocka_unit_test(each_state_is_what_the_caller_may_do),
		cmocka_unit_test(a_sentence_that_may_hold_a_value_is_not_repeated),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
