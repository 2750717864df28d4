#include "tests/lib/test.h"

#include <stdio.h>

#include "adapters/carrier/filter.h"
#include "adapters/carrier/journey.h"
#include "adapters/carrier/phones.h"
#include "adapters/carrier/records.h"
#include "base/clock.h"
#include "base/date.h"
#include "wire/form.h"

/* --- journey --------------------------------------------------------------------- */

static void every_message_ends_where_its_end_says(void **state)
{
	static const enum journey_status last[JOURNEY_ENDS] = {
		[JOURNEY_ARRIVES] = JOURNEY_DELIVERED,
		[JOURNEY_BOUNCES] = JOURNEY_UNDELIVERED,
		[JOURNEY_IS_SILENT] = JOURNEY_SENT,
		[JOURNEY_BREAKS] = JOURNEY_FAILED,
		[JOURNEY_IS_DOUBTFUL] = JOURNEY_UNCONFIRMED,
	};
	static const enum journey_status first[] = { JOURNEY_SCHEDULED, JOURNEY_ACCEPTED,
						     JOURNEY_QUEUED };

	(void)state;
	for (int end = 0; end < JOURNEY_ENDS; end++)
		for (size_t i = 0; i < COUNT_OF(first); i++) {
			enum journey_status now = first[i];

			for (int step = 0; step < 10; step++)
				now = journey_next(now, (enum journey_end)end);
			assert_int_equal(now, last[end]);
		}
}

static void a_final_status_is_never_left(void **state)
{
	(void)state;
	for (int status = 0; status < JOURNEY_STATUSES; status++) {
		enum journey_status now = (enum journey_status)status;

		if (!journey_is_final(now))
			continue;
		assert_false(journey_may_cancel(now));
		for (int end = 0; end < JOURNEY_ENDS; end++)
			assert_int_equal(journey_next(now, (enum journey_end)end), now);
	}
}

static void only_what_has_not_left_can_be_canceled(void **state)
{
	(void)state;
	assert_true(journey_may_cancel(JOURNEY_SCHEDULED));
	assert_true(journey_may_cancel(JOURNEY_ACCEPTED));
	assert_true(journey_may_cancel(JOURNEY_QUEUED));
	assert_false(journey_may_cancel(JOURNEY_SENDING));
	assert_false(journey_may_cancel(JOURNEY_SENT));
	assert_string_equal(journey_word(JOURNEY_CANCELED), "canceled");
	assert_false(journey_is_told(JOURNEY_SENDING));
	assert_true(journey_is_told(JOURNEY_DELIVERED));
}

/* --- records ------------------------------------------------------------------------ */

static void a_record_is_found_by_its_sid_until_it_is_deleted(void **state)
{
	struct records *records = records_new();
	struct record *first = records_add(records, "SM");
	struct record *second = records_add(records, "MM");
	char sid[RECORD_SID];

	(void)state;
	assert_int_equal(strlen(first->sid), 34);
	assert_memory_equal(second->sid, "MM", 2);
	assert_ptr_equal(records_find(records, str_of(first->sid)), first);
	assert_ptr_equal(records_find(records, str_of(second->sid)), second);
	memcpy(sid, first->sid, sizeof(sid));
	sid[5] = sid[5] == 'a' ? 'b' : 'a';
	assert_null(records_find(records, str_of(sid)));
	memcpy(sid, first->sid, sizeof(sid));
	records_delete(records, first);
	assert_null(records_find(records, str_of(sid)));
	assert_null(records_find(records, STR("SM")));
	records_free(&records);
}

static void past_the_ceiling_the_oldest_record_is_forgotten(void **state)
{
	struct records *records = records_new();
	char sid[RECORD_SID];

	(void)state;
	memcpy(sid, records_add(records, "SM")->sid, sizeof(sid));
	for (int i = 1; i < RECORDS_MAX; i++)
		records_add(records, "SM");
	assert_non_null(records_find(records, str_of(sid)));
	records_add(records, "SM");
	assert_null(records_find(records, str_of(sid)));
	assert_null(records_at(records, 1));
	assert_non_null(records_at(records, 2));
	assert_int_equal(records_first_no(records), 2);
	records_free(&records);
}

/* --- filters ------------------------------------------------------------------------- */

static enum fault read_query(const char *query, struct arena *arena, struct filter *filter)
{
	struct form form;
	struct note note;

	assert_int_equal(form_read(str_of(query), 20, arena, &form, NULL), FAULT_NONE);
	return filter_read(&form, filter, &note);
}

/* Against a message to +1312…, sent 2026-03-04 05:06:07.800, created a day before. */
static const struct {
	const char *query;
	bool takes;
} filters[] = {
	{ "", true },
	{ "To=%2B13125550123", true },
	{ "To=%2B13125550124", false },
	{ "To=13125550123", false },
	{ "From=%2B13125550100&To=%2B13125550123", true },
	{ "From=%2B13125550123", false },
	{ "DateSent=2026-03-04", true },
	{ "DateSent=2026-03-03", false },
	{ "DateSent=2026-03-05", false },
	{ "DateSent=2026-03-04T05:06:07Z", true },
	{ "DateSent=2026-03-04T05:06:08Z", false },
	{ "DateSent%3E=2026-03-04", true },
	{ "DateSent>=2026-03-04", true },
	{ "DateSent%3E=2026-03-05", false },
	{ "DateSent%3E=2026-03-04T05:06:07Z", true },
	{ "DateSent%3E=2026-03-04T05:06:08Z", false },
	{ "DateSent%3C=2026-03-04", true },
	{ "DateSent%3C=2026-03-03", false },
	{ "DateSent%3C=2026-03-04T05:06:07Z", true },
	{ "DateSent%3C=2026-03-04T05:06:06Z", false },
	{ "DateSent%3E=2026-03-04T00:00:00%2B06:00&DateSent%3C=2026-03-05", true },
	{ "DateSent%3E=2026-03-01&DateSent%3C=2026-03-02", false },
};

static void a_filter_takes_what_its_parameters_say(void **state)
{
	struct records *records = records_new();
	struct record *record = records_add(records, "SM");

	(void)state;
	strcpy(record->to, "+13125550123");
	strcpy(record->from, "+13125550100");
	assert_int_equal(date_parse_rfc3339(STR("2026-03-04T05:06:07.800Z"), &record->sent_at), 0);
	record->created_at = record->sent_at - DAY_MS;
	for (size_t i = 0; i < COUNT_OF(filters); i++) {
		struct filter filter;
		AUTO(arena) arena;

		arena_init(&arena, 10000);
		print_message("%s\n", filters[i].query);
		assert_int_equal(read_query(filters[i].query, &arena, &filter), FAULT_NONE);
		assert_int_equal(filter_takes(&filter, record), filters[i].takes);
		record->is_hidden = true;
		assert_false(filter_takes(&filter, record));
		record->is_hidden = false;
	}
	records_free(&records);
}

static void a_message_that_was_not_sent_counts_by_its_creation(void **state)
{
	struct records *records = records_new();
	struct record *record = records_add(records, "SM");
	struct filter filter;
	AUTO(arena) arena;

	(void)state;
	arena_init(&arena, 10000);
	assert_int_equal(date_parse_rfc3339(STR("2026-03-04"), &record->created_at), 0);
	assert_int_equal(read_query("DateSent%3E=2026-03-04", &arena, &filter), FAULT_NONE);
	assert_true(filter_takes(&filter, record));
	records_free(&records);
}

static void a_filter_refuses_what_it_does_not_understand(void **state)
{
	static const char *const bad[] = {
		"DateSent=yesterday", "DateSent%3E=2026-13-01", "PageSize=1001", "PageSize=-1",
		"PageSize=x", "Page=2", "Page=1&PageToken=PAfoo",
		"Page=1&PageToken=XASMaaaaaaaaaaaaaaaaaaaaaaaa00000001"
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		struct filter filter;
		AUTO(arena) arena;

		arena_init(&arena, 10000);
		print_message("%s\n", bad[i]);
		assert_int_equal(read_query(bad[i], &arena, &filter), FAULT_INVALID);
	}
}

static void a_page_token_says_beside_which_record_the_page_begins(void **state)
{
	struct filter filter;
	AUTO(arena) arena;

	(void)state;
	arena_init(&arena, 10000);
	assert_int_equal(read_query("PageSize=7&Page=3&PageToken="
				    "PASMaaaaaaaaaaaaaaaaaaaaaaaa000000ff", &arena, &filter),
			 FAULT_NONE);
	assert_int_equal(filter.page_size, 7);
	assert_int_equal(filter.side, FILTER_OLDER);
	assert_int_equal(filter.no, 255);
	assert_int_equal(read_query("", &arena, &filter), FAULT_NONE);
	assert_int_equal(filter.page_size, 50);
	assert_int_equal(filter.side, FILTER_START);
}

static void the_next_page_asks_for_the_same_list(void **state)
{
	struct filter filter;
	struct form form;
	struct note note;
	AUTO(arena) arena;
	AUTO(buf) url;

	(void)state;
	arena_init(&arena, 10000);
	buf_init(&url, 1000);
	assert_int_equal(form_read(STR("To=%2B1&Page=1&DateSent%3E=2026-01-02&PageSize=2&PageToken="
				       "PASMaaaaaaaaaaaaaaaaaaaaaaaa000000ff"),
				   20, &arena, &form, NULL), FAULT_NONE);
	assert_int_equal(filter_read(&form, &filter, &note), FAULT_NONE);
	filter_add_query(&form, &filter, 2, STR("PAx"), &url);
	assert_string_equal(buf_text(&url), "?To=%2B1&DateSent%3E=2026-01-02&PageSize=2&Page=2"
					    "&PageToken=PAx");
}

/* --- phones ------------------------------------------------------------------------------ */

static void a_phone_shows_the_newest_thousand_texts(void **state)
{
	struct phones *phones = phones_new();
	struct phone *phone = phones_need(phones, STR("+13125550123"));

	(void)state;
	for (int i = 0; i < PHONE_TEXTS + 5; i++) {
		char words[16];

		snprintf(words, sizeof(words), "n %d", i);
		phone_show(phone, &(struct phone_text){ .at = i }, str_of(words));
	}
	assert_int_equal(phone->count, PHONE_TEXTS);
	assert_string_equal(phone->texts[0].text, "n 5");
	assert_string_equal(phone->texts[PHONE_TEXTS - 1].text, "n 1004");
	phones_free(&phones);
}

static void phones_are_kept_until_they_are_deleted_and_counted(void **state)
{
	struct phones *phones = phones_new();
	const struct phone *phone = NULL;
	size_t seen = 0;
	char number[32];

	(void)state;
	for (int i = 0; i < PHONES_MAX; i++) {
		snprintf(number, sizeof(number), "+1312%07d", i);
		assert_non_null(phones_need(phones, str_of(number)));
	}
	assert_null(phones_need(phones, STR("+19995550000")));
	while ((phone = phones_next(phones, phone)))
		seen++;
	assert_int_equal(seen, PHONES_MAX);
	phones_delete(phones, str_of(number));
	assert_null(phones_find(phones, str_of(number)));
	assert_int_equal(phones_count(phones), PHONES_MAX - 1);
	phones_free(&phones);
}

static void stopping_is_for_one_line_and_can_be_undone(void **state)
{
	struct phones *phones = phones_new();
	struct phone *phone = phones_need(phones, STR("+13125550123"));

	(void)state;
	assert_true(phone_stop(phone, STR("+1")));
	assert_true(phone_stop(phone, STR("+2")));
	assert_false(phone_stop(phone, STR("+1")));
	assert_true(phone_start(phone, STR("+1")));
	assert_false(phone_start(phone, STR("+1")));
	assert_false(phone_has_stopped(phone, STR("+1")));
	assert_true(phone_has_stopped(phone, STR("+2")));
	phones_free(&phones);
}

static void a_phone_stops_as_many_lines_as_there_are(void **state)
{
	struct phones *phones = phones_new();
	struct phone *phone = phones_need(phones, STR("+13125550123"));
	char line[PHONE_NUMBER];

	(void)state;
	for (int i = 0; i < 100; i++) {
		snprintf(line, sizeof(line), "+1312555%04d", i);
		assert_true(phone_stop(phone, str_of(line)));
	}
	for (int i = 0; i < 100; i += 2) {
		snprintf(line, sizeof(line), "+1312555%04d", i);
		assert_true(phone_start(phone, str_of(line)));
	}
	for (int i = 0; i < 100; i++) {
		snprintf(line, sizeof(line), "+1312555%04d", i);
		assert_int_equal(phone_has_stopped(phone, str_of(line)), i % 2);
	}
	phones_free(&phones);
}

static void a_number_is_a_plus_and_eight_to_fifteen_digits(void **state)
{
	static const struct {
		const char *number;
		bool is;
	} rows[] = { { "+13125550123", true }, { "+12345678", true }, { "+1234567", false },
		     { "+123456789012345", true }, { "+1234567890123456", false },
		     { "13125550123", false }, { "+03125550123", false },
		     { "+1312555012x", false }, { "", false }, { "+", false } };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_int_equal(phone_is_number(str_of(rows[i].number)), rows[i].is);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_message_ends_where_its_end_says),
		cmocka_unit_test(a_final_status_is_never_left),
		cmocka_unit_test(only_what_has_not_left_can_be_canceled),
		cmocka_unit_test(a_record_is_found_by_its_sid_until_it_is_deleted),
		cmocka_unit_test(past_the_ceiling_the_oldest_record_is_forgotten),
		cmocka_unit_test(a_filter_takes_what_its_parameters_say),
		cmocka_unit_test(a_message_that_was_not_sent_counts_by_its_creation),
		cmocka_unit_test(a_filter_refuses_what_it_does_not_understand),
		cmocka_unit_test(a_page_token_says_beside_which_record_the_page_begins),
		cmocka_unit_test(the_next_page_asks_for_the_same_list),
		cmocka_unit_test(a_phone_shows_the_newest_thousand_texts),
		cmocka_unit_test(phones_are_kept_until_they_are_deleted_and_counted),
		cmocka_unit_test(stopping_is_for_one_line_and_can_be_undone),
		cmocka_unit_test(a_phone_stops_as_many_lines_as_there_are),
		cmocka_unit_test(a_number_is_a_plus_and_eight_to_fifteen_digits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
