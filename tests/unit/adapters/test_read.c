#include "tests/lib/test.h"

#include "adapters/adapter.h"
#include "adapters/registry.h"
#include "adapters/twilio/twilio.h"
#include "base/date.h"

static const struct account account = { .name = "main", .base_url = "https://api.example.com/laml" };

static const char page[] =
	"{\"end\": 3, \"page_size\": 200, \"new_key\": [], \"messages\": ["
	"{\"sid\": \"SM1\", \"from\": \"+13125550177\", \"to\": \"+13125550100\", \"body\": \"¿Hay clases?\","
	" \"status\": \"received\", \"direction\": \"inbound\", \"num_media\": \"2\", \"error_code\": null,"
	" \"date_created\": \"Fri, 02 Jan 2026 03:04:05 +0000\"},"
	"{\"sid\": \"SM2\", \"from\": \"whatsapp:+13125550100\", \"to\": \"whatsapp:+13125550177\","
	" \"body\": \"Sí\", \"status\": \"undelivered\", \"direction\": \"outbound-api\", \"num_media\": 0,"
	" \"error_code\": 30006, \"date_created\": \"2026-01-02T03:04:06Z\"},"
	"{\"from\": \"+1\", \"body\": \"without sid\"}, 7,"
	"{\"sid\": \"SM3\", \"from\": null, \"to\": \"+13125550177\", \"body\": null, \"status\": \"dreaming\","
	" \"direction\": \"outbound-api\", \"error_code\": \"30003\", \"date_created\": \"soon\","
	" \"date_sent\": \"Fri, 02 Jan 2026 03:04:07 +0000\"}"
	"], \"next_page_uri\": \"/2010-04-01/Accounts/AC1/Messages.json?Page=1&PageToken=PASM3\"}";

struct reading {
	struct arena arena;
	struct listing listing;
	struct listed listed;
	struct inbound inbound;
	struct note note;
};

static void start(struct reading *reading)
{
	*reading = (struct reading){ .listing = { .count = 99 } };
	arena_init(&reading->arena, 256 * 1024);
}

static struct http_reply answer(int status, struct str body)
{
	return (struct http_reply){ .fate = HTTP_ANSWERED, .status = status, .body = body };
}

static enum fault list(struct reading *r, const char *body)
{
	struct http_reply reply = answer(200, str_of(body));

	return registry_find(STR("twilio"))->read_list(&reply, &r->arena, &r->listing, &r->note);
}

static void assert_str(struct str have, const char *want)
{
	if (!str_is(have, want))
		fail_msg("have \"%.*s\", want \"%s\"", STR_ARG(have), want);
}

static void a_page_is_read_and_outlives_its_reply(void **state)
{
	struct reading r;
	int64_t at;
	char body[sizeof(page)];

	(void)state;
	start(&r);
	memcpy(body, page, sizeof(page));
	assert_int_equal(list(&r, body), FAULT_NONE);
	memset(body, 'x', sizeof(body));
	assert_int_equal(r.listing.count, 3);
	assert_str(r.listing.next, "/2010-04-01/Accounts/AC1/Messages.json?Page=1&PageToken=PASM3");
	assert_int_equal(date_parse_rfc3339(STR("2026-01-02T03:04:05Z"), &at), FAULT_NONE);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(r.listing.items[i].created_at, at + (int64_t)i * 1000);

	assert_str(r.listing.items[0].id, "SM1");
	assert_str(r.listing.items[0].from, "+13125550177");
	assert_str(r.listing.items[0].text, "¿Hay clases?");
	assert_true(r.listing.items[0].is_inbound);
	assert_int_equal(r.listing.items[0].media_count, 2);
	assert_int_equal(r.listing.items[0].channel, CHANNEL_SMS);

	assert_str(r.listing.items[1].to, "+13125550177");
	assert_false(r.listing.items[1].is_inbound);
	assert_int_equal(r.listing.items[1].channel, CHANNEL_WHATSAPP);
	assert_true(r.listing.items[1].receipt.is_known);
	assert_int_equal(r.listing.items[1].receipt.event, ON_UNDELIVERED);
	assert_int_equal(r.listing.items[1].receipt.code, 30006);
	assert_int_equal(r.listing.items[1].receipt.remedy, REMEDY_BAD_NUMBER);
	assert_str(r.listing.items[1].receipt.id, "SM2");

	assert_int_equal(r.listing.items[2].from.size, 0);
	assert_false(r.listing.items[2].receipt.is_known);
	assert_int_equal(r.listing.items[2].receipt.code, 30003);
	arena_done(&r.arena);
}

static void an_empty_list_is_a_list_and_the_last_page_has_no_next(void **state)
{
	static const char *const last[] = {
		"{\"messages\": []}", "{\"messages\": [], \"next_page_uri\": null}",
		"{\"messages\": [], \"next_page_uri\": \"\"}",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(last); i++) {
		struct reading r;

		start(&r);
		assert_int_equal(list(&r, last[i]), FAULT_NONE);
		assert_int_equal(r.listing.count, 0);
		assert_int_equal(r.listing.next.size, 0);
		arena_done(&r.arena);
	}
}

/* Two empty lists mean "send again": nothing else may look like one (G5). */
static void what_is_no_list_is_never_taken_for_an_empty_one(void **state)
{
	static const char *const bodies[] = {
		"", "{}", "[]", "null", "<html>", "{\"messages\": null}", "{\"messages\": {}}",
		"{\"messages\": [", "{\"messages\": []} x",
		"{\"messages\": [], \"next_page_uri\": \"https://evil.example/\"}",
		"{\"messages\": [], \"next_page_uri\": \"//evil.example/\"}",
		"{\"messages\": [], \"next_page_uri\": \"@evil.example/\"}",
		"{\"messages\": [], \"next_page_uri\": \"/a b\"}",
		"{\"messages\": [], \"next_page_uri\": \"/a\\r\\nHost: b\"}",
		"{\"messages\": [], \"next_page_uri\": \"\\\\\\\\evil.example\"}", "{\"messages\": [], \"next_page_uri\": \"evil.example/\"}",
		"{\"messages\": [], \"next_page_uri\": \"\\u00a0//evil.example\"}", "{\"messages\": [], \"next_page_uri\": \"https:/evil\"}",
		"{\"messages\": [], \"messages\": [{}]}", "{\"messages\": [{\"num_media\": 9223372036854775808}]}",
		"{\"messages\": [{\"price\": 1e999}]}", "{\"messages\": []}{\"messages\": []}",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bodies); i++) {
		struct reading r;

		start(&r);
		if (list(&r, bodies[i]) != FAULT_INVALID)
			fail_msg("%s is taken", bodies[i]);
		assert_int_equal(r.listing.count, 99);
		assert_true(r.note.text[0] != '\0');
		arena_done(&r.arena);
	}
}

static void one_poisoned_body_does_not_hide_its_neighbours(void **state)
{
	static const struct {
		const char *body;
		const char *text;
	} poisons[] = {
		{ "\\ud83d", "\uFFFD" },               { "a\\u0000b", "a\uFFFDb" },
		{ "\\ude00 tail", "\uFFFD tail" },     { "\xff", "\uFFFD" },
		{ "\\ud83d\\u0041", "\uFFFD" "A" },     { "\\ud83d\\ud83d\\ude00", "\uFFFD😀" },
		{ "\\uD83D\\uDE00\\u0000", "😀\uFFFD" }, { "\\\\u0000\\u0000", "\\u0000\uFFFD" },
		{ "\\\"\\u0000", "\"\uFFFD" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(poisons); i++) {
		AUTO(buf) body;
		struct reading r;

		start(&r);
		buf_init(&body, 4096);
		buf_add_format(&body, "{\"messages\": [{\"sid\": \"SM1\", \"direction\": \"inbound\", "
			       "\"body\": \"%s\"}, {\"sid\": \"SM2\", \"body\": \"sí\"}]}",
			       poisons[i].body);
		assert_int_equal(list(&r, buf_text(&body)), FAULT_NONE);
		assert_int_equal(r.listing.count, 2);
		assert_str(r.listing.items[0].text, poisons[i].text);
		assert_str(r.listing.items[1].text, "sí");
		arena_done(&r.arena);
	}
}

/* Of the year 1, 1969, 9999, or of none: told as it stands, or not at all; work judges it. */
static void dates_that_lie_are_instants_or_nothing(void **state)
{
	static const struct {
		const char *date;
		bool is_instant;
	} rows[] = {
		{ "Fri, 31 Dec 9999 23:59:59 +0000", true }, { "Mon, 01 Jan 0001 00:00:00 +0000", true },
		{ "Wed, 31 Dec 1969 23:59:59 +0000", true }, { "9999-12-31T23:59:59Z", true },
		{ "Fri, 31 Dec 99999 23:59:59 +0000", false }, { "Fri, 30 Feb 2026 00:00:00 +0000", false },
		{ "Fri, 02 Jan 2026 24:00:00 +0000", false }, { "Fri, 02 Jan 2026 03:04:05 +9900", false },
		{ "292277026596-12-04T15:30:08Z", false }, { "1767323045", false }, { "now", false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		AUTO(buf) body;
		struct reading r;

		start(&r);
		buf_init(&body, 1024);
		buf_add_format(&body, "{\"messages\": [{\"sid\": \"SM1\", \"date_created\": \"%s\"}]}", rows[i].date);
		assert_int_equal(list(&r, buf_text(&body)), FAULT_NONE);
		if ((r.listing.items[0].created_at != 0) != rows[i].is_instant)
			fail_msg("%s: %lld", rows[i].date, (long long)r.listing.items[0].created_at);
		arena_done(&r.arena);
	}
}

/* The same words by hook and by poll; our own stay as we sent them. */
static void only_what_families_wrote_is_cleaned(void **state)
{
	static const char base64[] =
		"SG9sYSwgbWHDsWFuYSBubyBoYXkgY2xhc2VzLiBIb2xhLCBtYcOxYW5hIG5vIGhheSBjbGFzZXMuIEhv"
		"bGEsIG1hw7FhbmEgbm8gaGF5IGNsYXNlcy4gSG9sYSwgbWHDsWFuYSBubyBoYXkgY2xhc2VzLiBIb2xhLCBtYcOxYW5hIG5vIGhheSBjbGFzZXMuIA==";
	AUTO(buf) body;
	struct reading r;

	(void)state;
	start(&r);
	buf_init(&body, 4096);
	buf_add_format(&body, "{\"messages\": [{\"sid\": \"1\", \"direction\": \"inbound\", \"body\": \"%s\"},"
		       "{\"sid\": \"2\", \"direction\": \"outbound-api\", \"body\": \"%s\"}]}", base64, base64);
	assert_int_equal(list(&r, buf_text(&body)), FAULT_NONE);
	assert_true(str_starts(r.listing.items[0].text, STR("Hola, ")));
	assert_str(r.listing.items[1].text, base64);
	arena_done(&r.arena);
}

static void a_reply_that_is_no_answer_says_what_to_do_next(void **state)
{
	static const struct {
		enum http_fate fate;
		int status;
		enum fault fault;
	} replies[] = {
		{ HTTP_NOT_SENT, 0, FAULT_AGAIN },   { HTTP_CUT, 200, FAULT_AGAIN },
		{ HTTP_ANSWERED, 429, FAULT_AGAIN }, { HTTP_ANSWERED, 500, FAULT_AGAIN },
		{ HTTP_ANSWERED, 503, FAULT_AGAIN }, { HTTP_ANSWERED, 408, FAULT_AGAIN },
		{ HTTP_ANSWERED, 401, FAULT_STRANGER }, { HTTP_ANSWERED, 403, FAULT_STRANGER },
		{ HTTP_ANSWERED, 404, FAULT_MISSING }, { HTTP_ANSWERED, 400, FAULT_STRANGER },
		{ HTTP_ANSWERED, 302, FAULT_STRANGER },
	};
	const struct adapter *adapter = registry_find(STR("twilio"));

	(void)state;
	for (size_t i = 0; i < COUNT_OF(replies); i++) {
		struct http_reply reply = { .fate = replies[i].fate, .status = replies[i].status,
					    .body = STR("{\"messages\": [], \"sid\": \"SM1\","
							"\"media_list\": []}") };
		struct reading r;

		start(&r);
		assert_int_equal(adapter->read_list(&reply, &r.arena, &r.listing, &r.note), replies[i].fault);
		assert_int_equal(adapter->read_fetch(&reply, &r.arena, &r.listed, &r.note), replies[i].fault);
		assert_int_equal(adapter->read_media(&account, &reply, &r.arena, &r.inbound, &r.note),
				 replies[i].fault);
		assert_int_equal(r.listing.count, 99);
		arena_done(&r.arena);
	}
}

static void a_fetched_message_tells_its_status(void **state)
{
	const struct adapter *adapter = registry_find(STR("twilio"));
	struct http_reply good = answer(200, STR("{\"sid\": \"SM1\", \"status\": \"delivered\","
						 "\"direction\": \"outbound-api\"}"));
	struct http_reply bad = answer(200, STR("{\"status\": \"delivered\"}"));
	struct reading r;

	(void)state;
	start(&r);
	assert_int_equal(adapter->read_fetch(&good, &r.arena, &r.listed, &r.note), FAULT_NONE);
	assert_int_equal(r.listed.receipt.event, ON_DELIVERED);
	assert_str(r.listed.receipt.id, "SM1");
	assert_int_equal(adapter->read_fetch(&bad, &r.arena, &r.listed, &r.note), FAULT_INVALID);
	arena_done(&r.arena);
}

static void pictures_are_at_the_host_without_json(void **state)
{
	const struct adapter *adapter = registry_find(STR("twilio"));
	struct http_reply good = answer(200, STR(
		"{\"media_list\": [{\"sid\": \"ME1\", \"content_type\": \"image/jpeg\","
		"\"uri\": \"/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1.json\"},"
		"{\"sid\": \"ME2\", \"uri\": \"/x/ME2\"}]}"));
	static const char *const bad[] = {
		"{}", "{\"media_list\": [{\"sid\": \"ME1\"}]}",
		"{\"media_list\": [{\"uri\": \"https://evil.example/x.json\"}]}",
	};
	struct reading r;

	(void)state;
	start(&r);
	r.inbound.text = STR("kept");
	assert_int_equal(adapter->read_media(&account, &good, &r.arena, &r.inbound, &r.note), FAULT_NONE);
	assert_int_equal(r.inbound.media_count, 2);
	assert_str(r.inbound.media[0],
		   "https://api.example.com/2010-04-01/Accounts/AC1/Messages/MM1/Media/ME1");
	assert_str(r.inbound.media_type[0], "image/jpeg");
	assert_str(r.inbound.media[1], "https://api.example.com/x/ME2");
	assert_str(r.inbound.text, "kept");
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		struct http_reply reply = answer(200, str_of(bad[i]));

		assert_int_equal(adapter->read_media(&account, &reply, &r.arena, &r.inbound, &r.note),
				 FAULT_INVALID);
		assert_int_equal(r.inbound.media_count, 2);
	}
	arena_done(&r.arena);
}

/* Every ceiling below what the page needs: refused each time, never half. */
static void a_list_that_does_not_fit_is_refused_whole(void **state)
{
	size_t ceiling = 0;
	enum fault fault = FAULT_TOO_LARGE;

	(void)state;
	for (; fault && ceiling < 16 * 1024; ceiling += 16) {
		struct http_reply reply = answer(200, str_of(page));
		struct listing listing = { .count = 99 };
		AUTO(arena) arena;

		arena_init(&arena, ceiling);
		fault = registry_find(STR("twilio"))->read_list(&reply, &arena, &listing, NULL);
		assert_true(fault == FAULT_NONE || fault == FAULT_TOO_LARGE);
		assert_int_equal(listing.count, fault ? 99 : 3);
	}
	assert_int_equal(fault, FAULT_NONE);
	assert_true(ceiling > 512);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_page_is_read_and_outlives_its_reply),
		cmocka_unit_test(an_empty_list_is_a_list_and_the_last_page_has_no_next),
		cmocka_unit_test(what_is_no_list_is_never_taken_for_an_empty_one),
		cmocka_unit_test(one_poisoned_body_does_not_hide_its_neighbours),
		cmocka_unit_test(dates_that_lie_are_instants_or_nothing),
		cmocka_unit_test(only_what_families_wrote_is_cleaned),
		cmocka_unit_test(a_reply_that_is_no_answer_says_what_to_do_next),
		cmocka_unit_test(a_fetched_message_tells_its_status),
		cmocka_unit_test(pictures_are_at_the_host_without_json),
		cmocka_unit_test(a_list_that_does_not_fit_is_refused_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
