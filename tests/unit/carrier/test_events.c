#include "tests/lib/test.h"

#include <openssl/evp.h>
#include <stdlib.h>

#include "adapters/carrier/dialect_telnyx.h"
#include "adapters/carrier/dialect_telnyx_hook.h"
#include "adapters/carrier/dialect_twilio.h"
#include "adapters/carrier/sign.h"
#include "base/clock.h"
#include "tests/lib/fine.h"
#include "tests/lib/instant.h"

#define LINE "+13125550100"
#define PHONE "+13125550123"
#define TOKEN "0123456789abcdef0123456789abcdef"

/* A carrier without sockets: what composes and counts needs no more. */
static int set_up(void **state)
{
	struct carrier *carrier = calloc(1, sizeof(*carrier));

	carrier->clock = clock_new_practice(at("2026-11-22T10:00:00.900Z"), false);
	carrier->phones = phones_new();
	carrier->records = records_new();
	carrier->hooks = hooks_new();
	carrier->settings.dialect = &dialect_telnyx;
	str_put(carrier->settings.token, sizeof(carrier->settings.token), STR("practice"));
	assert_fine(key_new(NULL, &carrier->key, NULL));
	assert_fine(carrier_set_line(&carrier->settings, STR(LINE), STR("http://gw/hook"),
				     STR_NONE, NULL));
	*state = carrier;
	return 0;
}

static int tear_down(void **state)
{
	struct carrier *carrier = *state;

	hooks_free(&carrier->hooks);
	key_free(&carrier->key);
	records_free(&carrier->records);
	phones_free(&carrier->phones);
	clock_free(&carrier->clock);
	free(carrier);
	return 0;
}

static struct record *add_record(struct carrier *carrier, const struct dialect *dialect,
				 enum journey_status status, const char *callback)
{
	struct record *record = records_add(carrier->records, dialect->kinds[0]);

	record->dialect = dialect;
	record->direction = RECORD_SENT;
	record->status = status;
	record->created_at = carrier_now(carrier);
	record->updated_at = record->created_at;
	str_put(record->from, sizeof(record->from), STR(LINE));
	str_put(record->to, sizeof(record->to), STR(PHONE));
	buf_add_text(&record->text, "¿Hay clases?");
	record->callback = callback ? strdup(callback) : NULL;
	return record;
}

/* --- an event on the wire --------------------------------------------------------------- */

struct composed {
	struct http_request request;
	char signature[KEY_SIGNATURE];
	char timestamp[32];
};

/* The value of a header of ours, into `into`. */
static void read_header(const struct http_request *request, const char *name, char *into,
			size_t room)
{
	struct str lines = buf_str(&request->headers);
	struct str line;

	into[0] = '\0';
	while (str_next(&lines, '\n', &line)) {
		struct str value = line;
		struct str key = STR_NONE;

		str_next(&value, ':', &key);
		if (str_is(key, name))
			str_put(into, room, str_trim(value));
	}
}

static void compose(const struct carrier *carrier, const char *url, int attempt,
		    struct composed *composed)
{
	struct hook_letter letter = { .url = str_of(url), .token = TOKEN, .attempt = attempt,
				      .event = "message.received", .payload = json_object(),
				      .at = at("2026-11-22T09:59:58Z") };

	json_set_str(letter.payload, "text", STR("¿Hay clases?"));
	http_request_init(&composed->request);
	dialect_telnyx_hook_compose(carrier, &letter, &composed->request);
	json_decref(letter.payload);
	read_header(&composed->request, "telnyx-signature-ed25519", composed->signature,
		    sizeof(composed->signature));
	read_header(&composed->request, "telnyx-timestamp", composed->timestamp,
		    sizeof(composed->timestamp));
}

/* The customer's check, with nothing but what the customer has. */
static bool is_genuine(const char *public_key, const char *timestamp, struct str body,
		       const char *signature)
{
	unsigned char key[KEY_TEXT], bytes[KEY_SIGNATURE];
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	EVP_PKEY *pair;
	bool is_good;
	AUTO(buf) text;

	buf_init(&text, 64 * 1024);
	buf_add_format(&text, "%s|%.*s", timestamp, STR_ARG(body));
	assert_int_equal(EVP_DecodeBlock(key, (const unsigned char *)public_key, KEY_TEXT - 1), 33);
	assert_int_equal(EVP_DecodeBlock(bytes, (const unsigned char *)signature,
					 KEY_SIGNATURE - 1), 66);
	pair = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, key, 32);
	assert_int_equal(EVP_DigestVerifyInit(context, NULL, NULL, NULL, pair), 1);
	is_good = EVP_DigestVerify(context, bytes, 64, (const unsigned char *)buf_text(&text),
				   text.size) == 1;
	EVP_PKEY_free(pair);
	EVP_MD_CTX_free(context);
	return is_good;
}

static void an_event_is_signed_over_its_time_and_its_very_bytes(void **state)
{
	const struct carrier *carrier = *state;
	const char *key = key_public(carrier->key);
	struct composed composed;
	struct str body;

	compose(carrier, "http://gw/hook", 1, &composed);
	body = buf_str(&composed.request.body);
	assert_string_equal(composed.timestamp, "1795341600");
	assert_true(is_genuine(key, composed.timestamp, body, composed.signature));
	assert_false(is_genuine(key, "1795341601", body, composed.signature));
	assert_false(is_genuine(key, composed.timestamp, str_from(body, 1), composed.signature));
	http_request_done(&composed.request);
}

static void every_attempt_is_signed_anew_for_its_own_bytes(void **state)
{
	const struct carrier *carrier = *state;
	const char *key = key_public(carrier->key);
	struct composed first, second;

	compose(carrier, "http://gw/hook", 1, &first);
	compose(carrier, "http://gw/hook", 2, &second);
	assert_string_not_equal(first.signature, second.signature);
	assert_true(is_genuine(key, second.timestamp, buf_str(&second.request.body),
			       second.signature));
	assert_false(is_genuine(key, first.timestamp, buf_str(&second.request.body),
				first.signature));
	http_request_done(&first.request);
	http_request_done(&second.request);
}

static void an_old_signature_can_be_ordered_and_is_still_genuine(void **state)
{
	struct carrier *carrier = *state;
	static const struct {
		int64_t before;
		const char *timestamp;
	} rows[] = { { 0, "1795341600" }, { 301000, "1795341299" }, { -301000, "1795341901" } };

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct composed composed;

		carrier->settings.signed_before = rows[i].before;
		compose(carrier, "http://gw/hook", 1, &composed);
		assert_string_equal(composed.timestamp, rows[i].timestamp);
		assert_true(is_genuine(key_public(carrier->key), composed.timestamp,
				       buf_str(&composed.request.body), composed.signature));
		http_request_done(&composed.request);
	}
}

static void the_envelope_is_the_reference_s(void **state)
{
	struct composed composed;
	char type[64];
	AUTO_JSON *json = NULL;
	const json_t *data, *meta;

	compose(*state, "http://gw/hook?a=%20#rc=5", 2, &composed);
	read_header(&composed.request, "User-Agent", type, sizeof(type));
	assert_string_equal(type, "telnyx-webhooks");
	assert_string_equal(composed.request.content_type, "application/json");
	assert_string_equal(buf_text(&composed.request.url), "http://gw/hook?a=%20");
	assert_fine(json_read(buf_str(&composed.request.body), &json, NULL));
	data = json_object_get(json, "data");
	meta = json_object_get(json, "meta");
	assert_string_equal(json_str(data, "record_type").at, "event");
	assert_string_equal(json_str(data, "event_type").at, "message.received");
	assert_string_equal(json_str(data, "id").at, "01234567-89ab-4cde-af01-23456789abcd");
	assert_string_equal(json_str(data, "occurred_at").at, "2026-11-22T09:59:58.000Z");
	assert_string_equal(json_str(json_object_get(data, "payload"), "text").at, "¿Hay clases?");
	assert_int_equal(json_number(meta, "attempt", 0), 2);
	assert_string_equal(json_str(meta, "delivered_to").at, "http://gw/hook?a=%20#rc=5");
	http_request_done(&composed.request);
}

static void twilio_s_callback_is_a_form_signed_over_its_address(void **state)
{
	const struct carrier *carrier = *state;
	struct form_field fields[] = { { STR("MessageStatus"), STR("sent") },
				       { STR("To"), STR(PHONE) } };
	struct hook_letter letter = { .url = STR("http://gw/s/1#rc=3"), .token = TOKEN,
				      .attempt = 1, .fields = fields, .field_count = 2 };
	struct http_request request;
	char signature[SIGN_SIZE], made[64], token[64];

	http_request_init(&request);
	dialect_twilio.compose(carrier, &letter, &request);
	sign_form(STR("practice"), STR("http://gw/s/1"), fields, 2, signature);
	read_header(&request, "X-Twilio-Signature", made, sizeof(made));
	read_header(&request, "I-Twilio-Idempotency-Token", token, sizeof(token));
	assert_string_equal(made, signature);
	assert_string_equal(token, TOKEN);
	assert_string_equal(buf_text(&request.url), "http://gw/s/1");
	assert_string_equal(buf_text(&request.body), "MessageStatus=sent&To=%2B13125550123");
	http_request_done(&request);
}

/* --- what is told, and to whom ---------------------------------------------------------------- */

static const struct {
	enum journey_status status;
	bool twilio, telnyx;
} told[] = {
	{ JOURNEY_SCHEDULED, false, false }, { JOURNEY_ACCEPTED, false, false },
	{ JOURNEY_QUEUED, true, false },     { JOURNEY_SENDING, false, false },
	{ JOURNEY_SENT, true, true },        { JOURNEY_DELIVERED, true, true },
	{ JOURNEY_UNDELIVERED, true, true }, { JOURNEY_FAILED, true, true },
	{ JOURNEY_CANCELED, true, false },   { JOURNEY_RECEIVED, false, false },
	{ JOURNEY_UNCONFIRMED, false, true },
};

static void each_provider_tells_the_statuses_it_says_it_tells(void **state)
{
	struct carrier *carrier = *state;

	assert_int_equal(COUNT_OF(told), JOURNEY_STATUSES);
	for (size_t i = 0; i < COUNT_OF(told); i++) {
		const struct record *one = add_record(carrier, &dialect_twilio, told[i].status,
						      "http://gw/s/1");
		const struct record *other = add_record(carrier, &dialect_telnyx, told[i].status,
							"http://gw/s/2");

		print_message("%s\n", journey_word(told[i].status));
		assert_int_equal(dialect_twilio.tell_status(carrier, one) != NULL, told[i].twilio);
		assert_int_equal(dialect_telnyx.tell_status(carrier, other) != NULL,
				 told[i].telnyx);
	}
}

static void without_an_address_of_its_own_the_profile_s_is_told_or_nobody(void **state)
{
	struct carrier *carrier = *state;
	const struct record *twilio = add_record(carrier, &dialect_twilio, JOURNEY_SENT, NULL);
	const struct record *telnyx = add_record(carrier, &dialect_telnyx, JOURNEY_SENT, NULL);

	assert_null(dialect_twilio.tell_status(carrier, twilio));
	assert_non_null(dialect_telnyx.tell_status(carrier, telnyx));
	assert_int_equal(hooks_count(carrier->hooks), 1);
	carrier->settings.lines[0].webhook[0] = '\0';
	assert_null(dialect_telnyx.tell_status(carrier, telnyx));
	assert_int_equal(hooks_count(carrier->hooks), 1);
}

static void a_dialect_is_found_by_its_name_alone(void **state)
{
	(void)state;
	assert_ptr_equal(dialect_find(STR("twilio")), &dialect_twilio);
	assert_ptr_equal(dialect_find(STR("telnyx")), &dialect_telnyx);
	assert_null(dialect_find(STR("Telnyx")));
	assert_null(dialect_find(STR("")));
}

static void every_row_is_whole(void **state)
{
	static const struct dialect *const rows[] = { &dialect_twilio, &dialect_telnyx };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		const struct dialect *row = rows[i];
		const char *const names[] = { row->names.to, row->names.from, row->names.service,
					      row->names.text, row->names.callback };

		assert_int_equal(row->id, i);
		assert_true(row->is_authentic && row->read_path && row->read_body && row->refuse &&
			    row->add_headers && row->judge && row->schedule && row->show);
		assert_true(row->tell_message && row->tell_status && row->compose && row->retry &&
			    row->judge_answer && row->scope);
		assert_true(row->retry_for >= SECOND_MS && row->created / 100 == 2);
		/* what create.c asks for is among what the door lets in */
		for (size_t j = 0; j < COUNT_OF(names); j++) {
			const char *const *known = row->names.all;

			while (*known && strcmp(*known, names[j]))
				known++;
			assert_non_null(*known);
		}
	}
}

#define CLAIM(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLAIM(an_event_is_signed_over_its_time_and_its_very_bytes),
		CLAIM(every_attempt_is_signed_anew_for_its_own_bytes),
		CLAIM(an_old_signature_can_be_ordered_and_is_still_genuine),
		CLAIM(the_envelope_is_the_reference_s),
		CLAIM(twilio_s_callback_is_a_form_signed_over_its_address),
		CLAIM(each_provider_tells_the_statuses_it_says_it_tells),
		CLAIM(without_an_address_of_its_own_the_profile_s_is_told_or_nobody),
		CLAIM(a_dialect_is_found_by_its_name_alone),
		CLAIM(every_row_is_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
