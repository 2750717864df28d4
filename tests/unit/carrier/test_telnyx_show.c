#include "telnyx_order.h"

#include "adapters/carrier/dialect_telnyx_show.h"

static void a_message_is_shown_with_the_members_of_the_reference(void **state)
{
	static const struct {
		const char *path[3];
		const char *value;
	} members[] = {
		{ { "record_type" }, "message" },
		{ { "direction" }, "outbound" },
		{ { "type" }, "SMS" },
		{ { "text" }, "hi" },
		{ { "encoding" }, "GSM-7" },
		{ { "messaging_profile_id" }, DIALECT_TELNYX_PROFILE },
		{ { "from", "phone_number" }, LINE },
		{ { "to", "0", "phone_number" }, PHONE },
		{ { "to", "0", "status" }, "queued" },
		{ { "received_at" }, "2026-11-22T10:00:00.000Z" },
		{ { "valid_until" }, "2026-11-22T14:00:00.000Z" },
		{ { "sent_at" }, "null" },
		{ { "completed_at" }, "null" },
		{ { "cost" }, "null" },
		{ { "webhook_url" }, "null" },
	};
	const struct record *record = accept(*state, MAY(""));
	AUTO_JSON *json = dialect_telnyx_show_message(*state, record);

	assert_string_equal(json_str(json, "id").at, record->sid);
	assert_int_equal(json_number(json, "parts", 0), 1);
	assert_int_equal(json_array_size(json_object_get(json, "errors")), 0);
	for (size_t i = 0; i < COUNT_OF(members); i++) {
		print_message("%s\n", members[i].path[0]);
		assert_string_equal(text_at(json, (const char **)members[i].path),
				    members[i].value);
	}
}

static void what_has_left_the_queue_can_no_longer_expire(void **state)
{
	static const char *valid[3] = { "valid_until" };
	static const char *sent[3] = { "sent_at" };
	static const char *completed[3] = { "completed_at" };
	struct record *record = accept(*state, MAY(""));
	AUTO_JSON *on_its_way = NULL;
	AUTO_JSON *ended = NULL;

	record->status = JOURNEY_SENT;
	record->sent_at = at("2026-11-22T10:00:01Z");
	on_its_way = dialect_telnyx_show_message(*state, record);
	assert_string_equal(text_at(on_its_way, valid), "null");
	assert_string_equal(text_at(on_its_way, sent), "2026-11-22T10:00:01.000Z");
	assert_string_equal(text_at(on_its_way, completed), "null");
	record->status = JOURNEY_DELIVERED;
	record->updated_at = at("2026-11-22T10:00:02Z");
	ended = dialect_telnyx_show_message(*state, record);
	assert_string_equal(text_at(ended, completed), "2026-11-22T10:00:02.000Z");
}

static void an_error_stands_in_the_message_and_its_code_in_the_detail_record(void **state)
{
	static const char *code[3] = { "errors", "0", "code" };
	static const char *first[3] = { "errors", "0" };
	struct record *record = accept(*state, MAY(""));
	AUTO_JSON *message = NULL;
	AUTO_JSON *detail = NULL;

	record->status = JOURNEY_UNDELIVERED;
	record->error = REFUSAL_LANDLINE;
	message = dialect_telnyx_show_message(*state, record);
	detail = dialect_telnyx_show_detail(record);
	assert_string_equal(text_at(message, code), "40001");
	assert_string_equal(text_at(detail, first), "40001");
	assert_string_equal(json_str(detail, "status").at, "failed");
	assert_string_equal(json_str(detail, "uuid").at, record->sid);
	assert_null(json_object_get(detail, "text"));
}

static void every_place_of_the_journey_has_a_word_and_ends_are_told_as_ends(void **state)
{
	(void)state;
	for (int status = 0; status < JOURNEY_STATUSES; status++)
		assert_true(strlen(dialect_telnyx_show_status((enum journey_status)status)) > 3);
	assert_string_equal(dialect_telnyx_show_status(JOURNEY_UNDELIVERED), "delivery_failed");
	assert_string_equal(dialect_telnyx_show_status(JOURNEY_FAILED), "sending_failed");
	assert_string_equal(dialect_telnyx_show_status(JOURNEY_UNCONFIRMED),
			    "delivery_unconfirmed");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLAIM(a_message_is_shown_with_the_members_of_the_reference),
		CLAIM(what_has_left_the_queue_can_no_longer_expire),
		CLAIM(an_error_stands_in_the_message_and_its_code_in_the_detail_record),
		CLAIM(every_place_of_the_journey_has_a_word_and_ends_are_told_as_ends),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
