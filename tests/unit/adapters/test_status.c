#include "tests/lib/test.h"

#include "adapters/twilio/twilio.h"
#include "adapters/twilio/twilio_status.h"
#include "domain/delivery.h"
#include "wire/form.h"

static const struct {
	const char *word;
	bool is_known;
	enum delivery_event event;
	bool is_handed_over;
} words[] = {
	{ "accepted", true, ON_ACCEPTED, false },
	{ "scheduled", true, ON_ACCEPTED, false },
	{ "queued", true, ON_ACCEPTED, false },
	{ "initiated", true, ON_ACCEPTED, false },
	{ "sending", true, ON_ACCEPTED, false },
	{ "sent", true, ON_ACCEPTED, true },
	{ "partially_delivered", true, ON_ACCEPTED, true },
	{ "delivered", true, ON_DELIVERED, true },
	{ "Delivered", true, ON_DELIVERED, true },
	{ "read", true, ON_READ, true },
	{ "undelivered", true, ON_UNDELIVERED, true },
	{ "failed", true, ON_UNDELIVERED, false },
	{ "canceled", true, ON_UNDELIVERED, false },
	{ "receiving", false, ON_CLAIM, false },
	{ "received", false, ON_CLAIM, false },
	{ "deliveredd", false, ON_CLAIM, false },
	{ "teleported", false, ON_CLAIM, false },
};

static void read(const char *text, struct arena *arena, struct receipt *receipt)
{
	struct form form;

	arena_init(arena, 64 * 1024);
	assert_int_equal(form_read(str_of(text), 64, arena, &form, NULL), FAULT_NONE);
	twilio_status_interpret(&form, receipt);
}

static void every_status_word_is_read_and_strange_ones_change_nothing(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(words) * 2; i++) {
		AUTO(arena) arena;
		AUTO(buf) text;
		struct receipt receipt;

		buf_init(&text, 1024);
		buf_add_format(&text, i % 2 ? "SmsSid=SM1&SmsStatus=%s&New=1"
					    : "MessageSid=SM1&MessageStatus=%s&SmsStatus=queued",
			       words[i / 2].word);
		read(buf_text(&text), &arena, &receipt);
		assert_true(str_is(receipt.id, "SM1"));
		assert_int_equal(receipt.is_known, words[i / 2].is_known);
		if (!receipt.is_known)
			continue;
		assert_int_equal(receipt.event, words[i / 2].event);
		assert_int_equal(receipt.is_handed_over, words[i / 2].is_handed_over);
	}
}

static void an_error_code_brings_its_remedy(void **state)
{
	static const struct {
		const char *rest;
		int code;
		enum remedy remedy;
	} errors[] = {
		{ "undelivered&ErrorCode=30006", 30006, REMEDY_BAD_NUMBER },
		{ "undelivered&ErrorCode=30007", 30007, REMEDY_CONTENT },
		{ "failed&ErrorCode=21610", 21610, REMEDY_STOPPED },
		{ "undelivered&ErrorCode=30999", 30999, REMEDY_LATER },
		{ "failed", 0, REMEDY_LATER },
		{ "failed&ErrorCode=", 0, REMEDY_LATER },
		{ "failed&ErrorCode=S1001", 0, REMEDY_LATER },
		{ "failed&ErrorCode=-5", 0, REMEDY_LATER },
		{ "failed&ErrorCode=99999999999999999999", 0, REMEDY_LATER },
		{ "canceled", 0, REMEDY_NEVER },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(errors); i++) {
		AUTO(arena) arena;
		AUTO(buf) text;
		struct receipt receipt;

		buf_init(&text, 1024);
		buf_add_format(&text, "MessageSid=SM1&MessageStatus=%s", errors[i].rest);
		read(buf_text(&text), &arena, &receipt);
		assert_int_equal(receipt.code, errors[i].code);
		assert_int_equal(receipt.remedy, errors[i].remedy);
	}
}

/* A callback is never refused for its content: what lacks is empty, and changes nothing. */
static void a_status_of_nothing_tells_nothing(void **state)
{
	static const struct {
		const char *form, *id;
		bool is_known;
	} rows[] = {
		{ "", "", false }, { "MessageSid=SM1", "SM1", false }, { "MessageStatus=sent", "", true },
		{ "MessageSid=&MessageStatus=sent", "", true }, { "MessageSid=SM1&MessageStatus=", "SM1", false },
		{ "MessageSid=%FF&MessageStatus=sent", "", true },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct receipt receipt = { .code = 99 };
		AUTO(arena) arena;

		read(rows[i].form, &arena, &receipt);
		assert_true(str_is(receipt.id, rows[i].id));
		assert_int_equal(receipt.is_known, rows[i].is_known);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_status_word_is_read_and_strange_ones_change_nothing),
		cmocka_unit_test(an_error_code_brings_its_remedy),
		cmocka_unit_test(a_status_of_nothing_tells_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
