/* From the bytes of a webhook to its events, through the contract's one door. */
#include "tests/lib/test.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>
#include <stdlib.h>

#include "adapters/registry.h"
#include "adapters/twilio/twilio.h"
#include "adapters/twilio/twilio_account.h"
#include "wire/form.h"

#define URL "https://hear.example.org"
#define HEARD "AccountSid=AC1&Body=hola&From=%2B13125550177&MessageSid=SM1&To=%2B13125550100"
#define STATUS "MessageSid=SM1&MessageStatus=delivered"

static const struct account account = {
	.name = "main", .base_url = "https://api.example.com", .public_url = URL,
	.options = { [TWILIO_ACCOUNT_SID] = { { "AC1" }, 1 }, [TWILIO_AUTH_TOKEN] = { { "12345" }, 1 } },
};

struct opening {
	struct arena arena;
	struct webhook_events events;
	struct note note;
	enum fault fault;
};

/* The form's names are given in their order and without '&', '=' in what is signed. */
static void sign(const char *target, const char *form_text, char signature[32])
{
	unsigned char mac[EVP_MAX_MD_SIZE];
	unsigned size = 0;
	struct form form;
	AUTO(arena) arena;
	AUTO(buf) text;

	arena_init(&arena, 1 << 20);
	buf_init(&text, 1 << 20);
	buf_add_format(&text, "%s%s", URL, target);
	assert_int_equal(form_read_bytes(str_of(form_text), 600, &arena, &form, NULL), FAULT_NONE);
	for (size_t i = 0; i < form.count; i++) {
		buf_add(&text, form.fields[i].name);
		buf_add(&text, form.fields[i].value);
	}
	assert_non_null(HMAC(EVP_sha1(), "12345", 5, (const unsigned char *)text.at, text.size, mac, &size));
	EVP_EncodeBlock((unsigned char *)signature, mac, (int)size);
}

struct letter {
	enum webhook_address address;
	struct str token;
	const char *target, *body, *sent;
};

static void open_letter(const struct letter *letter, struct opening *opening)
{
	char signature[32];
	const struct http_header headers[] = {
		{ STR("Host"), STR("hear.example.org") },
		{ STR("x-twilio-signature"), { signature, 28 } },
	};
	struct webhook webhook = {
		.address = letter->address, .token = letter->token, .method = HTTP_POST,
		.target = str_of(letter->target), .headers = headers, .header_count = 2,
		.body = str_of(letter->sent),
	};

	*opening = (struct opening){ .fault = FAULT_NONE };
	arena_init(&opening->arena, 1 << 20);
	opening->events.arena = &opening->arena;
	sign(letter->target, letter->body, signature);
	opening->fault = registry_find(STR("twilio"))->open(&account, &webhook, &opening->events,
							    &opening->note);
}

static void open_it(enum webhook_address address, const char *target, const char *body,
		    const char *sent, struct opening *opening)
{
	open_letter(&(struct letter){ address, STR("0042"), target, body, sent }, opening);
}

static void open_with(enum webhook_address address, struct str token, const char *form,
		      struct opening *opening)
{
	open_letter(&(struct letter){ address, token, "/hooks/main/x", form, form }, opening);
}

static void a_text_is_one_event_of_its_kind(void **state)
{
	struct opening o;

	(void)state;
	open_it(WEBHOOK_MESSAGE, "/hooks/main/message", HEARD, HEARD, &o);
	assert_int_equal(o.fault, FAULT_NONE);
	assert_int_equal(o.events.count, 1);
	assert_int_equal(o.events.items[0].tag, WEBHOOK_INBOUND);
	assert_true(str_is(o.events.items[0].inbound.text, "hola"));
	assert_true(str_is(o.events.items[0].inbound.to, "+13125550100"));
	arena_done(&o.arena);
}

static void a_status_carries_the_token_of_the_signed_address(void **state)
{
	struct opening o;

	(void)state;
	open_it(WEBHOOK_MESSAGE_STATUS, "/hooks/main/message-status/0042", STATUS, STATUS, &o);
	assert_int_equal(o.fault, FAULT_NONE);
	assert_int_equal(o.events.count, 1);
	assert_int_equal(o.events.items[0].tag, WEBHOOK_RECEIPT);
	assert_true(str_is(o.events.items[0].receipt.token, "0042"));
	assert_int_equal(o.events.items[0].receipt.event, ON_DELIVERED);
	arena_done(&o.arena);
}

static void what_is_not_the_provider_s_has_no_events(void **state)
{
	static const struct {
		const char *label, *signed_form, *sent;
		enum fault fault;
	} rows[] = {
		{ "another text", HEARD, "AccountSid=AC1&Body=adios&From=%2B13125550177&MessageSid=SM1"
		  "&To=%2B13125550100", FAULT_UNSIGNED },
		{ "another account's", "AccountSid=AC2&" STATUS, "AccountSid=AC2&" STATUS, FAULT_UNSIGNED },
		{ "nobody's account", STATUS, STATUS, FAULT_UNSIGNED },
		{ "another account's first, and ours behind it", "AccountSid=AC0&AccountSid=AC1&" STATUS,
		  "AccountSid=AC0&AccountSid=AC1&" STATUS, FAULT_UNSIGNED },
		{ "a bad escape", HEARD, HEARD "&x=%zz", FAULT_INVALID },
		{ "nothing", HEARD, "", FAULT_UNSIGNED },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct opening o;

		open_it(WEBHOOK_MESSAGE, "/hooks/main/message", rows[i].signed_form, rows[i].sent, &o);
		if (o.fault != rows[i].fault)
			fail_msg("%s: %d", rows[i].label, o.fault);
		assert_int_equal(o.events.count, 0);
		assert_true(o.note.text[0] != '\0');
		arena_done(&o.arena);
	}
}

/* The form says what it is, whatever address was pasted at the provider. */
static void a_form_is_what_it_says_it_is(void **state)
{
	static const struct {
		const char *label;
		enum webhook_address address;
		const char *form;
		int count;
		enum webhook_tag tag;
	} rows[] = {
		{ "a text at the address of receipts", WEBHOOK_MESSAGE_STATUS, "AccountSid=AC1&Body=STOP&From=a&MessageSid=SM1&SmsStatus=received", 1,
		  WEBHOOK_INBOUND },
		{ "a receipt at the address of texts", WEBHOOK_MESSAGE, "AccountSid=AC1&" STATUS, 1, WEBHOOK_RECEIPT },
		{ "a text with an odd status", WEBHOOK_MESSAGE, "AccountSid=AC1&Body=STOP&From=a&SmsStatus=accepted", 1, WEBHOOK_INBOUND },
		{ "a receipt that repeats the text", WEBHOOK_MESSAGE_STATUS, "Body=hola&MessageSid=SM1&MessageStatus=delivered", 1,
		  WEBHOOK_RECEIPT },
		{ "a text with a NUL", WEBHOOK_MESSAGE, "AccountSid=AC1&Body=STOP%00&From=a&MessageSid=SM1", 1, WEBHOOK_INBOUND },
		{ "a text from nobody", WEBHOOK_MESSAGE, "AccountSid=AC1&Body=STOP&MessageSid=SM1", 1, WEBHOOK_INBOUND },
		{ "an account's name twice, once empty", WEBHOOK_MESSAGE, "AccountSid=&AccountSid=AC1&Body=STOP&From=a&MessageSid=SM1", 1,
		  WEBHOOK_INBOUND },
		{ "a status twice, once empty", WEBHOOK_MESSAGE, "AccountSid=AC1&MessageSid=SM1&SmsStatus=&SmsStatus=sent", 1, WEBHOOK_RECEIPT },
		{ "nothing but a name", WEBHOOK_MESSAGE, "AccountSid=AC1", 0, WEBHOOK_INBOUND },
		{ "a receipt of nothing", WEBHOOK_MESSAGE, "AccountSid=AC1&SmsStatus=sent", 0, WEBHOOK_RECEIPT },
		{ "a receipt without a status", WEBHOOK_MESSAGE_STATUS, "MessageSid=SM1", 1, WEBHOOK_RECEIPT },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		bool is_status = rows[i].address == WEBHOOK_MESSAGE_STATUS;
		struct opening o;

		open_with(rows[i].address, is_status ? STR("0042") : STR_NONE, rows[i].form, &o);
		if (o.fault || (int)o.events.count != rows[i].count ||
		    (rows[i].count && o.events.items[0].tag != rows[i].tag))
			fail_msg("%s: %d, %zu events", rows[i].label, o.fault, o.events.count);
		arena_done(&o.arena);
	}
}

static void more_fields_than_any_provider_sends_are_too_large(void **state)
{
	struct opening o;
	AUTO(buf) body;

	(void)state;
	buf_init(&body, 1 << 16);
	for (int i = 0; i < 513; i++)
		form_add(&body, "a", STR("b"));
	open_it(WEBHOOK_MESSAGE, "/hooks/main/message", "a=b", buf_text(&body), &o);
	assert_int_equal(o.fault, FAULT_TOO_LARGE);
	arena_done(&o.arena);
}

/* A document that says something has no row of ours, and a repeat would say it again. */
static void the_answer_to_a_webhook_says_nothing(void **state)
{
	static const enum webhook_address addresses[] = { WEBHOOK_MESSAGE, WEBHOOK_MESSAGE_STATUS };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(addresses); i++) {
		const struct webhook webhook = { .address = addresses[i] };
		const struct webhook_events events = { .count = 1 };
		struct webhook_reply reply = registry_find(STR("twilio"))->reply(
			&(struct webhook_result){ &webhook, &events });
		size_t at = str_find(reply.body, STR("<Response/>\n"));

		assert_in_range(reply.status, 200, 299);
		/* nothing in the document, and nothing behind it */
		if (reply.body.size)
			assert_int_equal(at + sizeof("<Response/>"), reply.body.size);
		else
			assert_int_equal(reply.status, 204);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_text_is_one_event_of_its_kind),
		cmocka_unit_test(a_status_carries_the_token_of_the_signed_address),
		cmocka_unit_test(what_is_not_the_provider_s_has_no_events),
		cmocka_unit_test(the_answer_to_a_webhook_says_nothing),
		cmocka_unit_test(a_form_is_what_it_says_it_is),
		cmocka_unit_test(more_fields_than_any_provider_sends_are_too_large),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
