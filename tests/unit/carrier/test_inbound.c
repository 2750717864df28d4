/* What a phone texts: taken or refused, on record, on the screen, in the log; and who hears STOP. */
#include "bare.h"

#include <stdio.h>

#include "adapters/carrier/inbound.h"

/* No line has an address, so nothing leaves: what the provider does itself is tested here. */
static int set_up_inbound(void **state)
{
	struct carrier *carrier;

	set_up(state);
	carrier = *state;
	carrier->settings.dialect = &dialect_twilio;
	carrier->mishaps = mishaps_new(1);
	carrier->hooks = hooks_new();
	assert_fine(carrier_log_open(NULL, carrier->clock, &carrier->log, NULL));
	assert_fine(carrier_set_line(&carrier->settings, STR(LINE), STR_NONE, STR_NONE, NULL));
	assert_fine(carrier_set_line(&carrier->settings, STR("+13125550101"), STR_NONE, STR_NONE, NULL));
	return 0;
}

static int tear_down_inbound(void **state)
{
	struct carrier *carrier = *state;

	assert_int_equal(hooks_count(carrier->hooks), 0);
	hooks_free(&carrier->hooks);
	carrier_log_free(&carrier->log);
	mishaps_free(&carrier->mishaps);
	return tear_down(state);
}

static enum fault take(struct carrier *carrier, const char *phone, const char *line,
		       const char *text, const struct record **record)
{
	struct inbound inbound = { .phone = str_of(phone), .line = str_of(line),
				   .text = str_of(text) };
	struct note note = { .text = "" };
	enum fault fault = inbound_take(carrier, &inbound, record, &note);

	assert_int_equal(note.text[0] != '\0', fault != FAULT_NONE);
	return fault;
}

static enum fault take_media(struct carrier *carrier, const char *media,
			     const struct record **record)
{
	struct inbound inbound = { .phone = STR(PHONE), .text = STR("look") };
	AUTO_JSON *json = NULL;

	assert_fine(json_read(str_of(media), &json, NULL));
	inbound.media = json;
	return inbound_take(carrier, &inbound, record, NULL);
}

static void a_text_is_on_record_on_the_screen_and_in_the_log(void **state)
{
	struct carrier *carrier = *state;
	const struct record *record = NULL;
	const struct phone *phone;
	AUTO_JSON *line = NULL;
	AUTO(buf) lines;

	assert_fine(take(carrier, PHONE, "", "¿Hay clases?", &record));
	assert_string_equal(record->from, PHONE);
	assert_string_equal(record->to, LINE);
	assert_int_equal(record->direction, RECORD_INBOUND);
	assert_int_equal(record->status, JOURNEY_RECEIVED);
	assert_int_equal(record->segments, 1);
	assert_int_equal(record->created_at, at(START));
	assert_ptr_equal(records_find(carrier->records, str_of(record->sid)), record);
	phone = phones_find(carrier->phones, STR(PHONE));
	assert_int_equal(phone->count, 1);
	assert_false(phone->texts[0].is_in);
	assert_string_equal(phone->texts[0].other, LINE);
	assert_string_equal(phone->texts[0].sid, record->sid);
	buf_init(&lines, 4096);
	carrier_log_read(carrier->log, STR(""), 0, 10, &lines);
	assert_fine(json_read(buf_str(&lines), &line, NULL));
	assert_string_equal(json_str(line, "event").at, "inbound");
	assert_string_equal(json_str(line, "sid").at, record->sid);
	assert_string_equal(json_str(line, "body").at, "¿Hay clases?");
}

static void what_cannot_be_a_text_leaves_no_trace(void **state)
{
	static const struct {
		const char *phone, *line, *text;
		enum fault fault;
	} rows[] = {
		{ "13125550123", "", "x", FAULT_INVALID },
		{ "", "", "x", FAULT_INVALID },
		{ "+1312555012345678", "", "x", FAULT_INVALID },
		{ "whatsapp:+13125550123", "", "x", FAULT_INVALID },
		{ PHONE, "+13125550199", "x", FAULT_MISSING },
		{ PHONE, "x", "x", FAULT_MISSING },
		{ PHONE, "", "", FAULT_INVALID },
		{ PHONE, "", "\xff", FAULT_INVALID },
		{ PHONE, "", "\xed\xa0\x80", FAULT_INVALID },
	};
	struct carrier *carrier = *state;

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct record *record = NULL;

		print_message("%zu\n", i);
		assert_fault(take(carrier, rows[i].phone, rows[i].line, rows[i].text, &record),
			     rows[i].fault);
		assert_null(record);
	}
	assert_int_equal(carrier_log_count(carrier->log), 0);
	assert_int_equal(records_next_no(carrier->records), 1);
	assert_int_equal(phones_count(carrier->phones), 0);
}

static void a_text_has_1600_characters_whatever_they_weigh(void **state)
{
	static const char *const letters[] = { "a", "ñ", "€", "😀" };
	struct carrier *carrier = *state;

	for (size_t i = 0; i < COUNT_OF(letters); i++) {
		for (int more = 0; more <= 1; more++) {
			const struct record *record = NULL;
			AUTO(buf) text;

			buf_init(&text, 8192);
			for (int j = 0; j < 1600 + more; j++)
				buf_add_text(&text, letters[i]);
			assert_fault(take(carrier, PHONE, "", buf_text(&text), &record),
				     more ? FAULT_INVALID : FAULT_NONE);
			if (!more)
				assert_true(str_equals(buf_str(&record->text), buf_str(&text)));
		}
	}
}

/* Four of base64's characters are three bytes, less one for each '='. */
static void a_picture_is_base64_or_an_address(void **state)
{
	static const struct {
		const char *media;
		int size; /* -1: refused; -2: elsewhere */
	} rows[] = {
		{ "[{\"type\": \"image/png\", \"data\": \"QUJD\"}]", 3 },
		{ "[{\"type\": \"image/png\", \"data\": \"QUI=\"}]", 2 },
		{ "[{\"type\": \"image/png\", \"data\": \"QQ==\"}]", 1 },
		{ "[{\"data\": \"+/+/\"}]", 3 },
		{ "[\"https://a.example/1.jpg\"]", -2 },
		{ "[{\"type\": \"image/png\", \"data\": \"QUJ\"}]", -1 },
		{ "[{\"type\": \"image/png\", \"data\": \"Q===\"}]", -1 },
		{ "[{\"type\": \"image/png\", \"data\": \"====\"}]", -1 },
		{ "[{\"type\": \"image/png\", \"data\": \"QQ=A\"}]", -1 },
		{ "[{\"type\": \"image/png\", \"data\": \"QU-_\"}]", -1 },
		{ "[{\"type\": \"image/png\", \"data\": \"QU\\nD\"}]", -1 },
		{ "[{\"type\": \"image/png\", \"data\": \"\"}]", -1 },
		{ "[{\"type\": \"image/png\"}]", -1 },
		{ "[{\"type\": \"image png\", \"data\": \"QUJD\"}]", -1 },
		{ "[{\"type\": \"image/ñ\", \"data\": \"QUJD\"}]", -1 },
		{ "[\"a.example/1.jpg\"]", -1 },
		{ "[null]", -1 },
		{ "[[]]", -1 },
	};
	struct carrier *carrier = *state;

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct record *record = NULL;
		enum fault fault = take_media(carrier, rows[i].media, &record);

		print_message("%s\n", rows[i].media);
		assert_fault(fault, rows[i].size == -1 ? FAULT_INVALID : FAULT_NONE);
		if (fault)
			continue;
		assert_int_equal(record->media_count, 1);
		assert_int_equal(record->media[0].bytes ? (int)record->media[0].size : -2, rows[i].size);
		assert_int_equal(record->media[0].url != NULL, rows[i].size == -2);
		assert_int_equal(strncmp(record->sid, "MM", 2), 0);
	}
}

static void a_picture_has_a_ceiling_and_a_text_ten_of_them(void **state)
{
	enum { MOST = 128 * 1024 };
	struct carrier *carrier = *state;
	const struct record *record = NULL;

	for (int size = MOST; size <= MOST + 4; size += 4) {
		AUTO(buf) media;

		buf_init(&media, MOST + 100);
		buf_add_text(&media, "[{\"data\": \"");
		for (int i = 0; i < size; i++)
			buf_add_char(&media, 'A');
		buf_add_text(&media, "\"}]");
		assert_fault(take_media(carrier, buf_text(&media), &record),
			     size > MOST ? FAULT_INVALID : FAULT_NONE);
	}
	for (int count = 10; count <= 11; count++) {
		AUTO(buf) media;

		buf_init(&media, 4096);
		buf_add_text(&media, "[\"http://a/0\"");
		for (int i = 1; i < count; i++)
			buf_add_format(&media, ", \"http://a/%d\"", i);
		buf_add_text(&media, "]");
		assert_fault(take_media(carrier, buf_text(&media), &record),
			     count > 10 ? FAULT_INVALID : FAULT_NONE);
	}
	assert_string_equal(record->media[9].url, "http://a/9");
}

static void the_twenty_thousand_and_first_phone_is_one_too_many(void **state)
{
	struct carrier *carrier = *state;
	const struct record *record = NULL;
	char number[32];

	for (int i = 0; i < PHONES_MAX; i++) {
		snprintf(number, sizeof(number), "+1312%07d", i);
		assert_non_null(phones_need(carrier->phones, str_of(number)));
	}
	assert_fault(take(carrier, "+19990000000", "", "x", &record), FAULT_FULL);
	assert_null(record);
	assert_int_equal(carrier_log_count(carrier->log), 0);
	assert_fine(take(carrier, number, "", "x", &record));
}

/* --- STOP -------------------------------------------------------------------------------- */

static size_t replies(const struct carrier *carrier)
{
	size_t count = 0;
	AUTO(buf) lines;

	buf_init(&lines, 256 * 1024);
	carrier_log_read(carrier->log, STR("reply"), 0, 1000, &lines);
	for (size_t i = 0; i < lines.size; i++)
		count += buf_text(&lines)[i] == '\n';
	return count;
}

/* A row of texts; behind each, whether the phone has stopped the line and what was said to it. */
static void a_stop_holds_until_a_start_and_is_answered_once(void **state)
{
	static const struct {
		const char *text;
		bool has_stopped;
		size_t replies;
	} rows[] = {
		{ "hola", false, 0 },   { "START", false, 0 }, { "STOP", true, 1 },
		{ "stop", true, 1 },    { "HELP", true, 2 },   { "hola", true, 2 },
		{ "Unstop", false, 3 }, { "help", false, 4 },  { "stop it", false, 4 },
		{ "STOPALL", true, 5 }, { "yes", false, 6 },   { "END", true, 7 },
	};
	struct carrier *carrier = *state;
	const struct record *record = NULL;

	carrier->settings.opt_out = OPT_OUT_DEFAULT;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct phone *phone;

		assert_fine(take(carrier, PHONE, "", rows[i].text, &record));
		phone = phones_find(carrier->phones, STR(PHONE));
		if (phone_has_stopped(phone, STR(LINE)) != rows[i].has_stopped ||
		    replies(carrier) != rows[i].replies)
			fail_msg("%zu %s: %d, %zu", i, rows[i].text,
				 phone_has_stopped(phone, STR(LINE)), replies(carrier));
		assert_false(phone_has_stopped(phone, STR("+13125550101")));
	}
}

static void what_the_provider_answers_comes_from_the_line_that_was_texted(void **state)
{
	struct carrier *carrier = *state;
	const struct record *record = NULL;
	const struct phone *phone;

	carrier->settings.opt_out = OPT_OUT_DEFAULT;
	assert_fine(take(carrier, PHONE, "+13125550101", "STOP", &record));
	phone = phones_find(carrier->phones, STR(PHONE));
	assert_int_equal(phone->count, 2);
	assert_true(phone->texts[1].is_in);
	assert_string_equal(phone->texts[1].other, "+13125550101");
	assert_string_equal(phone->texts[1].text, opt_out_reply(OPT_OUT_STOP));
	record = records_find(carrier->records, str_of(phone->texts[1].sid));
	assert_int_equal(record->direction, RECORD_REPLIED);
	assert_int_equal(record->status, JOURNEY_DELIVERED);
	assert_true(phone_has_stopped(phone, STR("+13125550101")));
	assert_false(phone_has_stopped(phone, STR(LINE)));
}

static void an_account_that_wants_no_help_gets_none(void **state)
{
	static const char *const words[] = { "STOP", "START", "HELP", "QUIT" };
	struct carrier *carrier = *state;
	const struct record *record = NULL;

	for (size_t i = 0; i < COUNT_OF(words); i++)
		assert_fine(take(carrier, PHONE, "", words[i], &record));
	assert_int_equal(replies(carrier), 0);
	assert_int_equal(phones_find(carrier->phones, STR(PHONE))->stopped_count, 0);
}

static void at_telnyx_a_stop_is_for_the_whole_profile(void **state)
{
	struct carrier *carrier = *state;
	const struct record *record = NULL;
	const struct phone *phone;

	carrier->settings.opt_out = OPT_OUT_DEFAULT;
	carrier->settings.dialect = &dialect_telnyx;
	assert_fine(take(carrier, PHONE, "", "stop all", &record));
	assert_int_equal(strlen(record->sid), 36);
	phone = phones_find(carrier->phones, STR(PHONE));
	assert_int_equal(phone->stopped_count, 1);
	assert_true(phone_has_stopped(phone, STR(DIALECT_TELNYX_PROFILE)));
	assert_fine(take(carrier, PHONE, "+13125550101", "START", &record));
	assert_int_equal(phone->stopped_count, 0);
}

#define INBOUND(name) cmocka_unit_test_setup_teardown(name, set_up_inbound, tear_down_inbound)

int main(void)
{
	const struct CMUnitTest tests[] = {
		INBOUND(a_text_is_on_record_on_the_screen_and_in_the_log),
		INBOUND(what_cannot_be_a_text_leaves_no_trace),
		INBOUND(a_text_has_1600_characters_whatever_they_weigh),
		INBOUND(a_picture_is_base64_or_an_address),
		INBOUND(a_picture_has_a_ceiling_and_a_text_ten_of_them),
		INBOUND(the_twenty_thousand_and_first_phone_is_one_too_many),
		INBOUND(a_stop_holds_until_a_start_and_is_answered_once),
		INBOUND(what_the_provider_answers_comes_from_the_line_that_was_texted),
		INBOUND(an_account_that_wants_no_help_gets_none),
		INBOUND(at_telnyx_a_stop_is_for_the_whole_profile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
