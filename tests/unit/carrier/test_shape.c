/* Twilio's JSON, member by member, at every place of a message's journey. */
#include "bare.h"

#include <stdio.h>

#include "adapters/carrier/shape.h"

static struct record *add_record(struct carrier *carrier, const char *kind)
{
	struct record *record = records_add(carrier->records, kind);

	record->dialect = &dialect_twilio;
	record->direction = RECORD_SENT;
	record->status = JOURNEY_QUEUED;
	record->segments = 1;
	record->created_at = at("2026-11-22T10:00:00.900Z");
	record->updated_at = record->created_at;
	str_put(record->from, sizeof(record->from), STR(LINE));
	str_put(record->to, sizeof(record->to), STR(PHONE));
	buf_add_text(&record->text, "¿Hay clases?");
	return record;
}

/* "null", the text, or the number as text. */
static void member(const json_t *json, const char *name, char into[200])
{
	const json_t *value = json_object_get(json, name);

	assert_non_null(value);
	if (json_is_null(value))
		str_put(into, 200, STR("null"));
	else if (json_is_integer(value))
		snprintf(into, 200, "#%lld", (long long)json_integer_value(value));
	else
		str_put(into, 200, json_str(json, name));
}

static void assert_member(const json_t *json, const char *name, const char *expected)
{
	char text[200] = "?";

	member(json, name, text);
	if (strcmp(text, expected) != 0)
		fail_msg("%s is %s, not %s", name, text, expected);
}

static void every_status_is_told_by_the_provider_s_word(void **state)
{
	static const struct {
		enum journey_status status;
		enum refusal error;
		const char *word, *code;
	} rows[] = {
		{ JOURNEY_SCHEDULED, REFUSAL_NONE, "scheduled", "null" },
		{ JOURNEY_ACCEPTED, REFUSAL_NONE, "accepted", "null" },
		{ JOURNEY_QUEUED, REFUSAL_NONE, "queued", "null" },
		{ JOURNEY_SENDING, REFUSAL_NONE, "sending", "null" },
		{ JOURNEY_SENT, REFUSAL_NONE, "sent", "null" },
		{ JOURNEY_DELIVERED, REFUSAL_NONE, "delivered", "null" },
		{ JOURNEY_UNDELIVERED, REFUSAL_LANDLINE, "undelivered", "#30006" },
		{ JOURNEY_FAILED, REFUSAL_EXPIRED, "failed", "#30036" },
		{ JOURNEY_CANCELED, REFUSAL_NONE, "canceled", "null" },
		{ JOURNEY_RECEIVED, REFUSAL_NONE, "received", "null" },
		{ JOURNEY_UNCONFIRMED, REFUSAL_NONE, "sent", "null" },
	};

	assert_int_equal(COUNT_OF(rows), JOURNEY_STATUSES);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct record *record = add_record(*state, "SM");
		AUTO_JSON *json = NULL;

		record->status = rows[i].status;
		record->error = rows[i].error;
		json = shape_record(*state, record);
		assert_member(json, "status", rows[i].word);
		assert_member(json, "error_code", rows[i].code);
		assert_member(json, "error_message",
			      rows[i].error ? refusal_text(DIALECT_TWILIO, rows[i].error) : "null");
	}
}

static void dates_are_mail_dates_and_null_until_they_are(void **state)
{
	struct record *record = add_record(*state, "SM");
	AUTO_JSON *waiting = shape_record(*state, record);
	AUTO_JSON *sent = NULL;

	assert_member(waiting, "date_created", "Sun, 22 Nov 2026 10:00:00 +0000");
	assert_member(waiting, "date_sent", "null");
	assert_member(waiting, "date_updated", "Sun, 22 Nov 2026 10:00:00 +0000");
	record->sent_at = at("2026-11-22T10:00:01Z");
	record->updated_at = at("2027-01-01T00:00:00Z");
	sent = shape_record(*state, record);
	assert_member(sent, "date_sent", "Sun, 22 Nov 2026 10:00:01 +0000");
	assert_member(sent, "date_updated", "Fri, 01 Jan 2027 00:00:00 +0000");
}

static void a_message_tells_which_way_it_went(void **state)
{
	static const char *const words[] = { [RECORD_INBOUND] = "inbound", [RECORD_SENT] = "outbound-api",
					     [RECORD_REPLIED] = "outbound-reply" };

	for (size_t i = 0; i < COUNT_OF(words); i++) {
		struct record *record = add_record(*state, "SM");
		AUTO_JSON *json = NULL;

		record->direction = (enum record_direction)i;
		json = shape_record(*state, record);
		assert_member(json, "direction", words[i]);
		assert_member(json, "from", LINE);
		assert_member(json, "to", PHONE);
	}
}

static void a_service_s_message_has_no_segments_before_it_has_a_sender(void **state)
{
	struct record *record = add_record(*state, "SM");
	AUTO_JSON *waiting = NULL;
	AUTO_JSON *picked = NULL;

	record->segments = 3;
	record->from[0] = '\0';
	str_put(record->service, sizeof(record->service), STR("MG1"));
	waiting = shape_record(*state, record);
	assert_member(waiting, "num_segments", "0");
	assert_member(waiting, "from", "null");
	assert_member(waiting, "messaging_service_sid", "MG1");
	str_put(record->from, sizeof(record->from), STR(LINE));
	picked = shape_record(*state, record);
	assert_member(picked, "num_segments", "3");
	assert_member(picked, "from", LINE);
}

static void what_was_redacted_is_empty_and_not_null(void **state)
{
	struct record *record = add_record(*state, "SM");
	AUTO_JSON *json = NULL;

	buf_clear(&record->text);
	json = shape_record(*state, record);
	assert_member(json, "body", "");
	assert_member(json, "num_segments", "1");
}

static void pictures_are_counted_without_the_deleted(void **state)
{
	struct record *record = add_record(*state, "MM");
	struct record_medium *first = record_add_medium(record);

	for (int i = 1; i < RECORD_MEDIA; i++)
		assert_non_null(record_add_medium(record));
	assert_null(record_add_medium(record));
	for (int left = RECORD_MEDIA; left >= RECORD_MEDIA - 1; left--) {
		AUTO_JSON *json = shape_record(*state, record);
		char count[20];

		snprintf(count, sizeof(count), "%d", left);
		assert_member(json, "num_media", count);
		first->is_deleted = true;
	}
}

static void a_picture_names_its_message(void **state)
{
	struct carrier *carrier = *state;
	struct record *record = add_record(carrier, "MM");
	struct record_medium *medium = record_add_medium(record);
	char uri[200];
	AUTO_JSON *json = NULL;

	str_put(carrier->settings.account_sid, sizeof(carrier->settings.account_sid), STR("AC1"));
	str_put(medium->type, sizeof(medium->type), STR("image/png"));
	json = shape_medium(carrier, record, medium);
	assert_member(json, "account_sid", "AC1");
	assert_member(json, "content_type", "image/png");
	assert_member(json, "parent_sid", record->sid);
	assert_member(json, "sid", medium->sid);
	snprintf(uri, sizeof(uri), "/2010-04-01/Accounts/AC1/Messages/%s/Media/%s.json", record->sid,
		 medium->sid);
	assert_member(json, "uri", uri);
	assert_int_equal(strncmp(medium->sid, "ME", 2), 0);
	assert_int_equal(strlen(medium->sid), 34);
}

/* --- pages ------------------------------------------------------------------------------ */

static json_t *items_of(int count)
{
	json_t *items = json_array();

	for (int i = 0; i < count; i++)
		json_array_append_new(items, json_integer(i));
	return items;
}

static void a_page_says_where_it_stands(void **state)
{
	static const struct {
		int64_t page, size;
		int count;
		const char *start, *end;
	} rows[] = {
		{ 0, 50, 50, "#0", "#49" }, { 0, 50, 3, "#0", "#2" },  { 2, 10, 7, "#20", "#26" },
		{ 0, 50, 0, "#0", "#0" },   { 3, 1, 1, "#3", "#3" },   { 1, 1000, 1000, "#1000", "#1999" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct shape_page page = { .key = "messages", .items = items_of(rows[i].count),
					   .page = rows[i].page, .page_size = rows[i].size,
					   .uri = STR("/here"), .first = STR("/first"),
					   .next = i ? STR("/next") : STR_NONE };
		AUTO_JSON *json = shape_page(&page);

		assert_member(json, "start", rows[i].start);
		assert_member(json, "end", rows[i].end);
		assert_member(json, "uri", "/here");
		assert_member(json, "first_page_uri", "/first");
		assert_member(json, "next_page_uri", i ? "/next" : "null");
		assert_member(json, "previous_page_uri", "null");
		assert_int_equal(json_array_size(json_object_get(json, "messages")), rows[i].count);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLAIM(every_status_is_told_by_the_provider_s_word),
		CLAIM(dates_are_mail_dates_and_null_until_they_are),
		CLAIM(a_message_tells_which_way_it_went),
		CLAIM(a_service_s_message_has_no_segments_before_it_has_a_sender),
		CLAIM(what_was_redacted_is_empty_and_not_null),
		CLAIM(pictures_are_counted_without_the_deleted),
		CLAIM(a_picture_names_its_message),
		CLAIM(a_page_says_where_it_stands),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
