#include "tests/lib/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "adapters/carrier/dialect_telnyx.h"
#include "adapters/carrier/dialect_telnyx_hook.h"
#include "adapters/carrier/dialect_telnyx_order.h"
#include "adapters/carrier/dialect_telnyx_show.h"
#include "adapters/carrier/dialect_twilio.h"
#include "adapters/carrier/options.h"
#include "base/clock.h"
#include "tests/lib/fine.h"
#include "tests/lib/instant.h"
#include "wire/form.h"

#define LINE "+13125550100"
#define PHONE "+13125550123"
#define START "2026-11-22T10:00:00Z"

/* A carrier without sockets: what judges and shows needs no more. */
static int set_up(void **state)
{
	struct carrier *carrier = calloc(1, sizeof(*carrier));

	carrier->clock = clock_new_practice(at(START), false);
	carrier->phones = phones_new();
	carrier->records = records_new();
	carrier->settings.dialect = &dialect_telnyx;
	str_put(carrier->base_url, sizeof(carrier->base_url), STR("http://127.0.0.1:8090"));
	assert_fine(carrier_set_line(&carrier->settings, STR(LINE), STR("http://gw/hook"),
				     STR("http://gw/second"), NULL));
	*state = carrier;
	return 0;
}

static int tear_down(void **state)
{
	struct carrier *carrier = *state;

	records_free(&carrier->records);
	phones_free(&carrier->phones);
	clock_free(&carrier->clock);
	free(carrier);
	return 0;
}

/* --- the key ------------------------------------------------------------------------ */

#define SEED "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
#define EVENT                                                                          \
	"{\"data\":{\"event_type\":\"message.received\","                              \
	"\"id\":\"4ee8c3a6-4995-4309-a3c6-38e3db9ea4be\","                             \
	"\"payload\":{\"text\":\"¿Hay clases mañana?\"}}}"

/* adapters/telnyx/wire.md §6: made with another library, accepted by the vendor's. */
static const struct {
	const char *timestamp;
	const char *body;
	const char *signature;
} vectors[] = {
	{ "1735689600", EVENT, "LV/XjDZ7rdjLi/zUA7LkKcYtmR7OxicCF9BnQUDrlTh9mfSyM3DD1eru/p5OCe41"
			       "fwrbnLvoZ8DGO+MF1VwCBA==" },
	{ "1735689600", "", "YWUAajiCaAUxg1xw25uCwCsaKPFxe2HuZG2fKCEHDAv2mU2M+LPYUilG7gdibHFS+h9E8"
			    "x8cx30CtjcEzlbwBQ==" },
	{ "1735689601", EVENT, "+r4JW5i9eOKPYWnQZ6CCusFDPeXZKDyjhiY5Srivt+oegKQ6aVoTAY55YTV+xIi3I"
			       "p6B8xClBM/O2D2Xw2aBCA==" },
};

static void write_file(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static void make_path(char path[64])
{
	int fd;

	snprintf(path, 64, "/tmp/carrier-key-XXXXXX");
	fd = mkstemp(path);
	assert_true(fd >= 0);
	close(fd);
}

static void a_signature_is_the_one_of_the_published_vectors(void **state)
{
	char path[64];
	struct key *key = NULL;

	(void)state;
	make_path(path);
	write_file(path, SEED "\n");
	assert_fine(key_new(path, &key, NULL));
	assert_string_equal(key_public(key), "A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg=");
	for (size_t i = 0; i < COUNT_OF(vectors); i++) {
		char signature[KEY_SIGNATURE];

		key_sign(key, str_of(vectors[i].timestamp), str_of(vectors[i].body), signature);
		assert_string_equal(signature, vectors[i].signature);
	}
	key_free(&key);
	assert_null(key);
	unlink(path);
}

static void a_key_file_is_made_once_for_its_owner_alone_and_read_ever_after(void **state)
{
	char path[64];
	char first[KEY_TEXT];
	struct key *key = NULL;
	struct stat file;

	(void)state;
	make_path(path);
	unlink(path);
	assert_fine(key_new(path, &key, NULL));
	str_put(first, sizeof(first), str_of(key_public(key)));
	key_free(&key);
	assert_int_equal(stat(path, &file), 0);
	assert_int_equal(file.st_mode & 0777, 0600);
	assert_fine(key_new(path, &key, NULL));
	assert_string_equal(key_public(key), first);
	key_free(&key);
	unlink(path);
}

static void without_a_file_every_key_is_another(void **state)
{
	struct key *one = NULL;
	struct key *other = NULL;

	(void)state;
	assert_fine(key_new(NULL, &one, NULL));
	assert_fine(key_new(NULL, &other, NULL));
	assert_string_not_equal(key_public(one), key_public(other));
	key_free(&one);
	key_free(&other);
	key_free(&other);
}

static void a_key_file_that_is_none_is_refused_and_left_alone(void **state)
{
	static const char *const bad[] = {
		"", "practice\n", "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHg==\n",
		"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g\n",
		"!!ECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n"
	};
	struct key *key = NULL;
	struct note note;
	char path[64];

	(void)state;
	make_path(path);
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		write_file(path, bad[i]);
		assert_fault(key_new(path, &key, &note), FAULT_CONFIG);
		assert_null(key);
	}
	unlink(path);
	assert_fault(key_new("/nowhere/at/all/key", &key, &note), FAULT_DISK);
	assert_fault(key_new("/", &key, &note), FAULT_CONFIG);
}

/* --- a new message ------------------------------------------------------------------------ */

static const struct {
	const char *body;
	const char *fields; /* "name=value|…"; NULL: refused */
} bodies[] = {
	{ "{}", "" },
	{ "{\"to\": \"+1\", \"text\": \"ñ & 100%\"}", "to=+1|text=ñ & 100%|" },
	{ "{\"send_at\": null, \"text\": \"\"}", "text=|" },
	{ "{\"use_profile_webhooks\": false, \"auto_detect\": true}",
	  "use_profile_webhooks=false|auto_detect=true|" },
	{ "{\"media_urls\": [\"http://a/1\", \"http://a/2\"]}",
	  "media_urls=http://a/1|media_urls=http://a/2|" },
	{ "{\"media_urls\": []}", "" },
	{ "{\"text\": 12}", NULL },
	{ "{\"text\": {\"body\": \"x\"}}", NULL },
	{ "{\"media_urls\": [[\"http://a/1\"]]}", NULL },
	{ "{\"media_urls\": [true]}", NULL },
	{ "[\"to\"]", NULL },
	{ "\"to\"", NULL },
	{ "{\"to\": \"+1\"", NULL },
	{ "{\"to\": \"+1\", \"to\": \"+2\"}", NULL },
	{ "to=+1", NULL },
};

static void a_flat_object_is_read_as_fields_and_nothing_else_is(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(bodies); i++) {
		struct form form = { .count = 0 };
		enum fault fault;
		AUTO(arena) arena;
		AUTO(buf) said;

		print_message("%s\n", bodies[i].body);
		arena_init(&arena, 64 * 1024);
		buf_init(&said, 1000);
		fault = dialect_telnyx_order_read(str_of(bodies[i].body), &arena, &form, NULL);
		assert_int_equal(fault, bodies[i].fields ? FAULT_NONE : FAULT_INVALID);
		for (size_t j = 0; !fault && j < form.count; j++)
			buf_add_format(&said, "%s=%s|", form.fields[j].name.at,
				       form.fields[j].value.at);
		if (!fault)
			assert_string_equal(buf_text(&said), bodies[i].fields);
	}
}

static void an_object_of_a_thousand_values_is_too_large(void **state)
{
	struct form form;
	AUTO(arena) arena;
	AUTO(buf) body;

	(void)state;
	arena_init(&arena, 64 * 1024);
	buf_init(&body, 64 * 1024);
	buf_add_text(&body, "{\"media_urls\": [\"http://a/\"");
	for (int i = 1; i < 1000; i++)
		buf_add_text(&body, ", \"http://a/\"");
	buf_add_text(&body, "]}");
	assert_fault(dialect_telnyx_order_read(buf_str(&body), &arena, &form, NULL),
		     FAULT_TOO_LARGE);
}

#define MAY(more) "{\"to\": \"" PHONE "\", \"from\": \"" LINE "\", \"text\": \"hi\"" more "}"

static const struct {
	const char *body;
	enum refusal refusal;
} orders[] = {
	{ MAY(""), REFUSAL_NONE },
	{ MAY(", \"messaging_profile_id\": \"" DIALECT_TELNYX_PROFILE "\""), REFUSAL_NONE },
	{ MAY(", \"webhook_url\": \"https://gw/s/t\", \"webhook_failover_url\": \"http://gw/\""),
	  REFUSAL_NONE },
	{ MAY(", \"encoding\": \"ucs2\", \"type\": \"SMS\", \"auto_detect\": true"), REFUSAL_NONE },
	{ MAY(", \"send_at\": \"2026-11-22T10:05:00Z\""), REFUSAL_NONE },
	{ MAY(", \"send_at\": \"2026-11-27T10:00:00Z\""), REFUSAL_NONE },
	{ "{\"to\": \"" PHONE "\", \"messaging_profile_id\": \"" DIALECT_TELNYX_PROFILE "\", "
	  "\"text\": \"hi\"}", REFUSAL_NONE },
	{ "{\"to\": \"" PHONE "\", \"from\": \"" LINE "\", \"media_urls\": [\"http://a/1\"]}",
	  REFUSAL_NONE },
	{ "{\"from\": \"" LINE "\", \"text\": \"hi\"}", REFUSAL_NO_TO },
	{ "{\"to\": \"" PHONE "\", \"text\": \"hi\"}", REFUSAL_NO_FROM },
	{ "{\"to\": \"3125550123\", \"from\": \"" LINE "\", \"text\": \"hi\"}", REFUSAL_TO_INVALID },
	{ "{\"to\": \"" PHONE "\", \"from\": \"School\", \"text\": \"hi\"}", REFUSAL_FROM_INVALID },
	{ "{\"to\": \"" PHONE "\", \"from\": \"+13125550199\", \"text\": \"hi\"}",
	  REFUSAL_FROM_OTHERS },
	{ MAY(", \"messaging_profile_id\": \"40000000-0000-4000-8000-000000000009\""),
	  REFUSAL_FROM_OTHERS },
	{ "{\"to\": \"" PHONE "\", \"from\": \"" LINE "\"}", REFUSAL_NO_CONTENT },
	{ "{\"to\": \"" PHONE "\", \"from\": \"" LINE "\", \"text\": \"\"}", REFUSAL_NO_CONTENT },
	{ MAY(", \"media_urls\": [\"ftp://a/1\"]"), REFUSAL_MEDIA_URL },
	{ MAY(", \"media_urls\": [\"http://a\",\"http://a\",\"http://a\",\"http://a\",\"http://a\","
	      "\"http://a\",\"http://a\",\"http://a\",\"http://a\",\"http://a\",\"http://a\"]"),
	  REFUSAL_MEDIA_MANY },
	{ MAY(", \"encoding\": \"utf8\""), REFUSAL_PARAMETER },
	{ MAY(", \"type\": \"sms\""), REFUSAL_PARAMETER },
	{ MAY(", \"use_profile_webhooks\": \"maybe\""), REFUSAL_PARAMETER },
	{ MAY(", \"webhook_url\": \"gw.example.org/hook\""), REFUSAL_CALLBACK },
	{ MAY(", \"webhook_url\": \"\""), REFUSAL_CALLBACK },
	{ MAY(", \"webhook_failover_url\": \"http://\""), REFUSAL_CALLBACK },
	{ MAY(", \"send_at\": \"tomorrow\""), REFUSAL_BAD_SEND_AT },
	{ MAY(", \"send_at\": \"2026-11-22T10:04:59Z\""), REFUSAL_FAR_SEND_AT },
	{ MAY(", \"send_at\": \"2026-11-27T10:00:01Z\""), REFUSAL_FAR_SEND_AT },
};

static enum refusal judge_body(struct carrier *carrier, const char *body)
{
	struct form form;
	AUTO(arena) arena;

	arena_init(&arena, 64 * 1024);
	assert_fine(dialect_telnyx_order_read(str_of(body), &arena, &form, NULL));
	return dialect_telnyx_order_judge(carrier, &form);
}

static void a_message_is_judged_as_the_reference_says(void **state)
{
	for (size_t i = 0; i < COUNT_OF(orders); i++) {
		print_message("%s\n", orders[i].body);
		assert_int_equal(judge_body(*state, orders[i].body), orders[i].refusal);
	}
}

static void a_text_of_1600_characters_is_taken_and_one_more_is_not(void **state)
{
	char body[4096];

	for (int size = 1600; size <= 1601; size++) {
		snprintf(body, sizeof(body),
			 "{\"to\": \"" PHONE "\", \"from\": \"" LINE "\", \"text\": \"%0*d\"}",
			 size, 0);
		assert_int_equal(judge_body(*state, body),
				 size == 1600 ? REFUSAL_NONE : REFUSAL_TOO_LONG);
	}
}

static void a_stop_to_one_line_refuses_all_lines_until_start(void **state)
{
	struct carrier *carrier = *state;
	struct phone *phone = phones_need(carrier->phones, STR(PHONE));
	static const char *const other =
		"{\"to\": \"" PHONE "\", \"from\": \"+13125550101\", \"text\": \"hi\"}";

	assert_fine(carrier_set_line(&carrier->settings, STR("+13125550101"), STR("http://gw/"),
				     STR_NONE, NULL));
	assert_true(phone_stop(phone, dialect_telnyx.scope(STR(LINE))));
	assert_int_equal(judge_body(carrier, MAY("")), REFUSAL_STOPPED);
	assert_int_equal(judge_body(carrier, other), REFUSAL_STOPPED);
	assert_true(phone_start(phone, dialect_telnyx.scope(STR("+13125550101"))));
	assert_int_equal(judge_body(carrier, MAY("")), REFUSAL_NONE);
	assert_string_equal(dialect_twilio.scope(STR(LINE)).at, LINE);
}

static struct record *accept(struct carrier *carrier, const char *body)
{
	struct record *record = records_add(carrier->records, "");
	struct form form;
	AUTO(arena) arena;

	arena_init(&arena, 64 * 1024);
	assert_fine(dialect_telnyx_order_read(str_of(body), &arena, &form, NULL));
	record->dialect = &dialect_telnyx;
	record->direction = RECORD_SENT;
	record->created_at = carrier_now(carrier);
	record->updated_at = record->created_at;
	str_put(record->to, sizeof(record->to), form_get(&form, "to"));
	str_put(record->from, sizeof(record->from), form_get(&form, "from"));
	buf_add(&record->text, form_get(&form, "text"));
	dialect_telnyx_order_schedule(record, &form);
	return record;
}

static void nobody_can_ask_for_less_than_the_queue_s_four_hours(void **state)
{
	const struct record *now = accept(*state, MAY(""));
	const struct record *later = accept(*state, MAY(", \"send_at\": \"2026-11-23T08:00:00Z\""));

	assert_int_equal(now->status, JOURNEY_QUEUED);
	assert_int_equal(now->valid_until, at("2026-11-22T14:00:00Z"));
	assert_int_equal(later->status, JOURNEY_SCHEDULED);
	assert_int_equal(later->send_at, at("2026-11-23T08:00:00Z"));
	assert_int_equal(later->valid_until, at("2026-11-23T12:00:00Z"));
}

/* --- what is shown --------------------------------------------------------------------------- */

static const char *text_at(const json_t *json, const char *path[3])
{
	for (int i = 0; i < 3 && path[i]; i++)
		json = json_is_array(json) ? json_array_get(json, (size_t)atoi(path[i]))
					   : json_object_get(json, path[i]);
	return json_is_string(json) ? json_string_value(json) : json_is_null(json) ? "null" : "?";
}

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

/* --- refusals, words, retries, options ---------------------------------------------------- */

static void every_refusal_has_a_code_a_status_and_words_in_every_dialect(void **state)
{
	(void)state;
	for (int dialect = 0; dialect < DIALECTS; dialect++) {
		for (int i = REFUSAL_NONE + 1; i < REFUSALS; i++) {
			enum refusal refusal = (enum refusal)i;
			int status = refusal_status((enum dialect_id)dialect, refusal);

			assert_in_range(refusal_code((enum dialect_id)dialect, refusal), 10000,
					49999);
			assert_in_range(status, 400, 599);
			assert_true(strlen(refusal_text((enum dialect_id)dialect, refusal)) > 5);
		}
		assert_int_equal(refusal_code((enum dialect_id)dialect, REFUSAL_NONE), 0);
	}
}

static void the_codes_that_decide_are_the_reference_s(void **state)
{
	static const struct {
		enum refusal refusal;
		int status;
		const char *code;
	} rows[] = {
		{ REFUSAL_CREDENTIALS, 401, "10009" }, { REFUSAL_LIMIT, 429, "10011" },
		{ REFUSAL_SERVER, 500, "10007" },      { REFUSAL_STOPPED, 400, "40300" },
		{ REFUSAL_TO_INVALID, 400, "40310" },  { REFUSAL_QUEUE_FULL, 400, "40318" },
		{ REFUSAL_MISSING, 404, "10005" },     { REFUSAL_EXPIRED, 400, "40014" },
	};
	static const char *code[3] = { "errors", "0", "code" };
	static const char *detail[3] = { "errors", "0", "detail" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		AUTO_JSON *json = dialect_telnyx.refuse(rows[i].refusal, "why");

		assert_string_equal(text_at(json, code), rows[i].code);
		assert_string_equal(text_at(json, detail), "why");
		assert_int_equal(refusal_status(DIALECT_TELNYX, rows[i].refusal), rows[i].status);
	}
}

static void each_provider_hears_its_own_words_only(void **state)
{
	static const struct {
		const char *text;
		enum opt_out_word twilio, telnyx;
	} rows[] = {
		{ "STOP", OPT_OUT_STOP, OPT_OUT_STOP },
		{ " cancel ", OPT_OUT_STOP, OPT_OUT_STOP },
		{ "stop all", OPT_OUT_NO_WORD, OPT_OUT_STOP },
		{ "REVOKE", OPT_OUT_STOP, OPT_OUT_NO_WORD },
		{ "optout", OPT_OUT_STOP, OPT_OUT_NO_WORD },
		{ "unstop", OPT_OUT_START, OPT_OUT_START },
		{ "YES", OPT_OUT_START, OPT_OUT_NO_WORD },
		{ "help", OPT_OUT_HELP, OPT_OUT_HELP },
		{ "alto", OPT_OUT_NO_WORD, OPT_OUT_NO_WORD },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct str text = str_of(rows[i].text);

		assert_int_equal(opt_out_read(DIALECT_TWILIO, text), rows[i].twilio);
		assert_int_equal(opt_out_read(DIALECT_TELNYX, text), rows[i].telnyx);
	}
}

static void an_event_is_tried_again_after_everything_but_2xx(void **state)
{
	static const struct {
		enum http_fate fate;
		int status;
		bool again;
	} rows[] = {
		{ HTTP_ANSWERED, 200, false }, { HTTP_ANSWERED, 204, false },
		{ HTTP_ANSWERED, 302, true },  { HTTP_ANSWERED, 404, true },
		{ HTTP_ANSWERED, 503, true },  { HTTP_NOT_SENT, 0, true },
		{ HTTP_CUT, 0, true },
	};
	struct retry retry = dialect_telnyx_hook_retry(STR("http://gw/hook#rc=5&rp=all"));

	(void)state;
	assert_int_equal(retry.most, 2);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct http_reply reply = { .fate = rows[i].fate, .status = rows[i].status };

		assert_int_equal(retry_wants(&retry, &reply), rows[i].again);
		assert_int_equal(dialect_telnyx_hook_judge(*state, HOOK_STATUS, 1, &reply) != 0,
				 rows[i].again);
	}
}

static void gaps_grow_evenly_at_one_provider_and_double_at_the_other(void **state)
{
	struct retry telnyx = dialect_telnyx_hook_retry(STR("http://gw/"));
	struct retry twilio = retry_of(STR("http://gw/"));

	(void)state;
	assert_int_equal(retry_gap(&telnyx, 1, 2000), 1000);
	assert_int_equal(retry_gap(&telnyx, 2, 2000), 2000);
	assert_int_equal(retry_gap(&twilio, 1, 15000), 1000);
	assert_int_equal(retry_gap(&twilio, 3, 15000), 3000);
}

static void an_id_without_letters_is_a_uuid_and_finds_its_record(void **state)
{
	struct carrier *carrier = *state;

	for (int i = 0; i < 300; i++) {
		const struct record *record = records_add(carrier->records, i % 2 ? "" : "SM");

		assert_int_equal(strlen(record->sid), i % 2 ? 36 : 34);
		assert_ptr_equal(records_find(carrier->records, str_of(record->sid)), record);
		if (i % 2 == 0)
			continue;
		assert_int_equal(record->sid[14], '4');
		assert_int_equal(record->sid[19], 'a');
		for (int dash = 8; dash <= 23; dash += 5)
			assert_int_equal(record->sid[dash], '-');
	}
	assert_null(records_find(carrier->records, STR("")));
	assert_null(records_find(carrier->records, STR("00000001")));
}

static void a_dialect_brings_its_own_patience_unless_told_otherwise(void **state)
{
	static const struct {
		const char *argv[7];
		int argc;
		const char *name;
		int64_t retry_for;
	} rows[] = {
		{ { "x" }, 1, "twilio", 15000 },
		{ { "x", "--dialect", "twilio" }, 3, "twilio", 15000 },
		{ { "x", "--dialect", "telnyx" }, 3, "telnyx", 2000 },
		{ { "x", "--retry-ms", "900", "--dialect", "telnyx" }, 5, "telnyx", 900 },
	};
	static struct carrier_settings settings;
	bool is_help;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_fine(options_read(rows[i].argc, (char **)rows[i].argv, &settings, &is_help,
					 NULL));
		assert_string_equal(settings.dialect->name, rows[i].name);
		assert_int_equal(settings.retry_for, rows[i].retry_for);
	}
	assert_fault(options_read(3, (char *[]){ "x", "--dialect", "vonage" }, &settings, &is_help,
				  NULL), FAULT_INVALID);
	assert_fault(options_read(3, (char *[]){ "x", "--key-file", "" }, &settings, &is_help,
				  NULL), FAULT_INVALID);
}

#define CLAIM(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		CLAIM(a_signature_is_the_one_of_the_published_vectors),
		CLAIM(a_key_file_is_made_once_for_its_owner_alone_and_read_ever_after),
		CLAIM(without_a_file_every_key_is_another),
		CLAIM(a_key_file_that_is_none_is_refused_and_left_alone),
		CLAIM(a_flat_object_is_read_as_fields_and_nothing_else_is),
		CLAIM(an_object_of_a_thousand_values_is_too_large),
		CLAIM(a_message_is_judged_as_the_reference_says),
		CLAIM(a_text_of_1600_characters_is_taken_and_one_more_is_not),
		CLAIM(a_stop_to_one_line_refuses_all_lines_until_start),
		CLAIM(nobody_can_ask_for_less_than_the_queue_s_four_hours),
		CLAIM(a_message_is_shown_with_the_members_of_the_reference),
		CLAIM(what_has_left_the_queue_can_no_longer_expire),
		CLAIM(an_error_stands_in_the_message_and_its_code_in_the_detail_record),
		CLAIM(every_place_of_the_journey_has_a_word_and_ends_are_told_as_ends),
		CLAIM(every_refusal_has_a_code_a_status_and_words_in_every_dialect),
		CLAIM(the_codes_that_decide_are_the_reference_s),
		CLAIM(each_provider_hears_its_own_words_only),
		CLAIM(an_event_is_tried_again_after_everything_but_2xx),
		CLAIM(gaps_grow_evenly_at_one_provider_and_double_at_the_other),
		CLAIM(an_id_without_letters_is_a_uuid_and_finds_its_record),
		CLAIM(a_dialect_brings_its_own_patience_unless_told_otherwise),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
