/* What a start makes of hearback.yaml: values for each room, the files it needs, or a place
 * in the file that is wrong. */
#include "tests/lib/test.h"

#include "base/clock.h"
#include "started.h"
#include "store/db/migrate.h"

#define PLAIN "district: {name: Maple}\n"

/* --- what lies on the disk ---------------------------------------------------------------- */

static void the_first_start_makes_what_is_missing_and_the_next_finds_it(void **state)
{
	struct started started;
	struct stat facts;
	char key[AUDIT_KEY_SIZE];

	(void)state;
	started_place(&started);
	assert_fine(started_read(&started, PLAIN));
	assert_fine(daemon_keep(started.config, &started.settings, &started.note));
	assert_int_equal(stat(started.media, &facts), 0);
	assert_true(S_ISDIR(facts.st_mode));
	assert_int_equal(facts.st_mode & 0007, 0);
	assert_int_equal(stat(started.key, &facts), 0);
	assert_int_equal(facts.st_mode & 0777, 0600);
	memcpy(key, started.settings.audit_key, sizeof(key));
	assert_int_equal(strspn(key, "0123456789abcdef"), 64);
	assert_int_equal(strlen(key), 64);
	/* the same key for ever, or the audit log could not be read */
	for (int i = 0; i < 3; i++) {
		assert_fine(started_read(&started, PLAIN));
		assert_fine(daemon_keep(started.config, &started.settings, &started.note));
		assert_string_equal(started.settings.audit_key, key);
		assert_true(str_is(started.settings.core.audit_key, key));
	}
	started_done(&started);
}

static void no_two_districts_have_one_key(void **state)
{
	struct started one, other;

	(void)state;
	started_place(&one);
	started_place(&other);
	assert_fine(started_read(&one, PLAIN));
	assert_fine(started_read(&other, PLAIN));
	assert_fine(daemon_keep(one.config, &one.settings, &one.note));
	assert_fine(daemon_keep(other.config, &other.settings, &other.note));
	assert_string_not_equal(one.settings.audit_key, other.settings.audit_key);
	/* nor is it one half twice */
	assert_memory_not_equal(one.settings.audit_key, one.settings.audit_key + 32, 32);
	started_done(&one);
	started_done(&other);
}

/* A key that others may read, that is none, or that is more than one, seals nothing. */
static void a_key_that_is_no_secret_is_refused_at_its_line(void **state)
{
	static const struct { const char *text; mode_t mode; } keys[] = {
		{ "0123456789abcdef", 0644 }, { "", 0600 }, { "\n \n", 0600 },
		{ "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef01", 0600 },
	};
	struct started started;

	(void)state;
	started_place(&started);
	for (size_t i = 0; i < COUNT_OF(keys); i++) {
		assert_fine(started_read(&started, PLAIN));
		write_file(started.key, keys[i].text, keys[i].mode);
		assert_fault(daemon_keep(started.config, &started.settings, &started.note), FAULT_CONFIG);
		assert_string_equal(started.settings.audit_key, "");
		assert_int_equal(started.note.line, 5);
		assert_string_equal(started.note.file, started.yaml);
		assert_null(strstr(started.note.text, "0123"));
	}
	started_done(&started);
}

/* Whoever may write beside the key cannot make us write elsewhere. */
static void a_key_is_not_made_through_somebodys_link(void **state)
{
	struct started started;
	char aim[128];

	(void)state;
	started_place(&started);
	snprintf(aim, sizeof(aim), "%s/elsewhere", started.folder);
	assert_int_equal(symlink(aim, started.key), 0);
	assert_fine(started_read(&started, PLAIN));
	assert_fault(daemon_keep(started.config, &started.settings, &started.note), FAULT_CONFIG);
	assert_false(is_there(aim));
	started_done(&started);
}

static void a_folder_that_cannot_be_made_is_told_by_its_line(void **state)
{
	struct started started;
	char path[128];

	(void)state;
	started_place(&started);
	snprintf(path, sizeof(path), "%s/a", started.folder);
	write_file(path, "no folder", 0600);
	assert_fine(started_read(&started, PLAIN));
	assert_fault(daemon_keep(started.config, &started.settings, &started.note), FAULT_CONFIG);
	assert_int_equal(started.note.line, 4);
	assert_non_null(strstr(started.note.text, "cannot be made"));
	assert_false(is_there(started.key));
	started_done(&started);
}

/* --- values for the rooms -------------------------------------------------------------------- */

static void each_value_reaches_the_room_that_wants_it(void **state)
{
	struct started started;
	const struct core_settings *core = &started.settings.core;

	(void)state;
	started_place(&started);
	assert_fine(started_read(&started,
		"    channels: [sms, voice]\n"
		"district: {name: Maple, time_zone: America/Denver, phone: \"555\", texting_hours: 09:30-19:00}\n"
		"hours: {from: \"08:15\", to: \"20:45\"}\non_ambiguous: person\nladder: [voice, other_number]\n"
		"timing: {settle: 90s, list_gap: 31s, inbound_poll: 5m, deep_inbound_poll: 12h, receipt: 48h, connect: 2s,"
		" request: 9s, poll_scale_percent: 50}\n"
		"trusted_proxies: [127.0.0.1, unix]\nforwarded_header: forwarded\n"));
	assert_string_equal(core->district_name, "Maple");
	assert_string_equal(core->district_phone, "555");
	assert_ptr_equal(core->zone, zone_find(STR("America/Denver")));
	assert_int_equal(core->law_from, 8 * 60 + 15);
	assert_int_equal(core->law_to, 20 * 60 + 45);
	assert_int_equal(core->district_from, 9 * 60 + 30);
	assert_int_equal(core->district_to, 19 * 60);
	assert_true(core->gives_ambiguous_to_person);
	assert_false(core->is_practice);
	assert_int_equal(core->ladder_count, 2);
	assert_int_equal(core->ladder[0], RUNG_VOICE);
	assert_int_equal(core->ladder[1], RUNG_NUMBER);
	assert_int_equal(core->settle_for, 90 * SECOND_MS);
	assert_int_equal(core->list_gap_for, 31 * SECOND_MS);
	assert_int_equal(core->inbound_poll_every, 5 * MINUTE_MS);
	assert_int_equal(core->deep_poll_every, 12 * HOUR_MS);
	assert_int_equal(core->receipt_for, 48 * HOUR_MS);
	assert_int_equal(core->poll_scale_percent, 50);
	assert_int_equal(core->client.connect_for, 2 * SECOND_MS);
	assert_int_equal(core->client.total_for, 9 * SECOND_MS);
	assert_int_equal(started.settings.proxies.count, 1);
	assert_true(started.settings.proxies.is_local && started.settings.proxies.is_forwarded);
	started_done(&started);
}

static void an_account_has_its_own_lines_and_they_speak_what_they_may(void **state)
{
	struct started started;
	const struct account_settings *accounts = started.settings.accounts;

	(void)state;
	started_place(&started);
	assert_fine(started_read(&started, "    channels: [sms, voice]\n  - number: \"+13125550101\"\n"
					   "    channels: [whatsapp]\n" PLAIN));
	assert_int_equal(started.settings.core.account_count, 1);
	assert_int_equal(accounts[0].line_count, 2);
	assert_int_equal(accounts[0].max_concurrency, 7);
	assert_string_equal(accounts[0].kind, "twilio");
	assert_string_equal(accounts[0].account.public_url, "https://hear.example.org");
	assert_string_equal(accounts[0].lines[0].number, "+13125550100");
	assert_true(accounts[0].lines[0].per_second > 2.4 && accounts[0].lines[0].per_second < 2.6);
	assert_true(accounts[0].lines[0].speaks[CHANNEL_SMS] && accounts[0].lines[0].speaks[CHANNEL_VOICE]);
	assert_false(accounts[0].lines[0].speaks[CHANNEL_WHATSAPP]);
	assert_true(accounts[0].lines[1].speaks[CHANNEL_WHATSAPP]);
	assert_false(accounts[0].lines[1].speaks[CHANNEL_SMS]);
	started_done(&started);
}

/* What only another room can judge is told with its line all the same. */
static void what_no_room_understands_is_told_by_its_line(void **state)
{
	static const struct { const char *own; int line; } rows[] = {
		{ "    channels: [fax]\n" PLAIN, OWN_LINE },
		{ PLAIN "ladder: [visit, voice]\n", OWN_LINE + 1 },
		{ PLAIN "ladder: [voice, voice]\n", OWN_LINE + 1 },
		{ PLAIN "ladder: [a_letter]\n", OWN_LINE + 1 },
		{ "district:\n  name: Maple\n  school_hours: mon-fri 16:00-08:00\n", OWN_LINE + 2 },
		{ "district:\n  name: Maple\n  school_hours: whenever\n", OWN_LINE + 2 },
		{ "district:\n  name: Maple\n  time_zone: Mars/Base\n", OWN_LINE + 2 },
		{ PLAIN "on_ambiguous: maybe\n", OWN_LINE + 1 },
		{ PLAIN "trusted_proxies: [127.0.0.1, localhost]\n", OWN_LINE + 1 },
		{ PLAIN "trusted_proxies:\n- 127.0.0.1\n- 10.0.0.1/8\n", OWN_LINE + 3 },
	};
	struct started started;

	(void)state;
	started_place(&started);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_fault(started_read(&started, rows[i].own), FAULT_CONFIG);
		assert_string_equal(started.note.file, started.yaml);
		if (started.note.line != rows[i].line)
			fail_msg("row %zu: line %d: %s", i, started.note.line, started.note.text);
		assert_true(started.note.text[0]);
	}
	started_done(&started);
}

static void a_language_that_is_not_shipped_is_told_by_the_line_that_wants_it(void **state)
{
	static const struct { const char *own; int line; } rows[] = {
		{ "district:\n  name: Maple\n  languages: [\"es\", \"tlh\"]\n", OWN_LINE + 2 },
		{ "district:\n  name: Maple\n  languages: [\"es\"]\n  staff_language: \"tlh\"\n", OWN_LINE + 3 },
	};
	struct started started;
	struct locale *locale = NULL;

	(void)state;
	started_place(&started);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_fine(started_read(&started, rows[i].own));
		assert_fault(daemon_settings_locale(started.config, &locale, &started.note), FAULT_CONFIG);
		assert_null(locale);
		assert_string_equal(started.note.file, started.yaml);
		assert_int_equal(started.note.line, rows[i].line);
	}
	assert_fine(started_read(&started, "district: {name: Maple, languages: [\"es\", \"so\"]}\n"));
	assert_fine(daemon_settings_locale(started.config, &locale, &started.note));
	assert_non_null(locale);
	locale_free(&locale);
	started_done(&started);
}

/* --- would it start? -------------------------------------------------------------------------- */

static void a_look_before_the_first_start_makes_nothing(void **state)
{
	struct started started;

	(void)state;
	started_place(&started);
	started_write_here(&started);
	assert_fine(daemon_check(started.yaml, &started.note));
	assert_false(is_there(started.ledger));
	assert_false(is_there(started.key));
	assert_false(is_there(started.media));
	started_done(&started);
}

static void a_ledger_that_cannot_be_read_is_told_by_its_line(void **state)
{
	struct started started;

	(void)state;
	started_place(&started);
	started_write_here(&started);
	write_file(started.ledger, "Dear families, this is no ledger, whatever its name says it were.", 0600);
	assert_fault(daemon_check(started.yaml, &started.note), FAULT_DISK);
	assert_int_equal(started.note.line, 2);
	assert_string_equal(started.note.file, started.yaml);
	started_done(&started);
}

/* A newer ledger is not opened by an older daemon, and the look says so before the start. */
static void a_look_tells_of_a_ledger_that_is_behind_or_ahead(void **state)
{
	struct started started;
	struct db *db = NULL;
	char address[128];

	(void)state;
	started_place(&started);
	started_write_here(&started);
	snprintf(address, sizeof(address), "sqlite:%s", started.ledger);
	assert_fine(db_open(address, DB_WRITE, &db, NULL));
	assert_fine(daemon_check(started.yaml, &started.note));
	assert_fine(migrate_run(db, 0, &started.note));
	assert_fine(daemon_check(started.yaml, &started.note));
	assert_fine(db_run(db, "INSERT INTO migration (no, name, checksum, applied_at)"
			       " VALUES (9999, '9999_later', 'x', 0)", NULL, 0, NULL));
	assert_fault(daemon_check(started.yaml, &started.note), FAULT_CONFIG);
	assert_non_null(strstr(started.note.text, "newer hearbackd"));
	assert_int_equal(started.note.line, 2);
	db_close(&db);
	started_done(&started);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_start_makes_what_is_missing_and_the_next_finds_it),
		cmocka_unit_test(no_two_districts_have_one_key),
		cmocka_unit_test(a_key_that_is_no_secret_is_refused_at_its_line),
		cmocka_unit_test(a_key_is_not_made_through_somebodys_link),
		cmocka_unit_test(a_folder_that_cannot_be_made_is_told_by_its_line),
		cmocka_unit_test(each_value_reaches_the_room_that_wants_it),
		cmocka_unit_test(an_account_has_its_own_lines_and_they_speak_what_they_may),
		cmocka_unit_test(what_no_room_understands_is_told_by_its_line),
		cmocka_unit_test(a_language_that_is_not_shipped_is_told_by_the_line_that_wants_it),
		cmocka_unit_test(a_look_before_the_first_start_makes_nothing),
		cmocka_unit_test(a_ledger_that_cannot_be_read_is_told_by_its_line),
		cmocka_unit_test(a_look_tells_of_a_ledger_that_is_behind_or_ahead),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
