#include "tests/lib/test.h"

#include <stdio.h>

#include "malformed.h"
#include "wire/head.h"

enum { CEILING = 1024 };

static void what_can_be_read_in_two_ways_is_refused(void **state)
{
	struct head head;

	(void)state;
	assert_true(COUNT_OF(malformed) >= 40);
	for (size_t i = 0; i < COUNT_OF(malformed); i++) {
		enum head_verdict verdict = head_parse(malformed[i].bytes, CEILING, &head);

		if (verdict != HEAD_BAD || head.status != malformed[i].status)
			fail_msg("%s: verdict %d status %d", malformed[i].label, verdict,
				 head.status);
	}
}

static void what_is_plain_is_understood(void **state)
{
	static const struct {
		const char *label;
		struct str bytes;
		int method;
		size_t body_size;
		bool is_kept;
	} rows[] = {
#define GOOD(label, bytes, method, size, kept) \
	{ label, { "" bytes, sizeof(bytes) - 1 }, method, size, kept }
		GOOD("the least", "GET / HTTP/1.1\r\n" H "\r\n", HTTP_GET, 0, true),
		GOOD("a body", "POST /a?b HTTP/1.1\r\n" H "Content-Length: 12\r\n\r\n", HTTP_POST, 12, true),
		GOOD("an empty body", "PUT / HTTP/1.1\r\n" H "content-length:0\r\n\r\n", HTTP_PUT, 0, true),
		GOOD("blanks around", "PATCH / HTTP/1.1\r\n" H "Content-Length: \t 7 \t\r\n\r\n", HTTP_PATCH, 7, true),
		GOOD("a port", "DELETE / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n", HTTP_DELETE, 0, true),
		GOOD("close", "GET / HTTP/1.1\r\n" H "Connection: TE, Close\r\n\r\n", HTTP_GET, 0, false),
		GOOD("old", "GET / HTTP/1.0\r\n\r\n", HTTP_GET, 0, false),
		GOOD("old and kept", "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n", HTTP_GET, 0, true),
		GOOD("HEAD", "HEAD / HTTP/1.1\r\n" H "\r\n", HEAD_ROUTELESS, 0, true),
		GOOD("OPTIONS", "OPTIONS / HTTP/1.1\r\n" H "\r\n", HEAD_ROUTELESS, 0, true),
		GOOD("UTF-8 in a value", "GET / HTTP/1.1\r\n" H "X: ma\xc3\xb1""ana\r\n\r\n", HTTP_GET, 0, true),
		GOOD("an empty value", "GET / HTTP/1.1\r\n" H "X:\r\n\r\n", HTTP_GET, 0, true),
		GOOD("three dots", "GET /.../..a/%2e%2ea HTTP/1.1\r\n" H "\r\n", HTTP_GET, 0, true),
		GOOD("dots in the query", "GET /?a=/../%zz HTTP/1.1\r\n" H "\r\n", HTTP_GET, 0, true),
#undef GOOD
	};
	struct head head;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		enum head_verdict verdict = head_parse(rows[i].bytes, CEILING, &head);

		if (verdict != HEAD_WHOLE || head.method != rows[i].method ||
		    head.body_size != rows[i].body_size || head.is_kept != rows[i].is_kept ||
		    head.size != rows[i].bytes.size || head.status != 0)
			fail_msg("%s: verdict %d status %d", rows[i].label, verdict, head.status);
	}
}

static void every_part_of_a_head_is_found(void **state)
{
	struct str bytes = STR("POST /hooks/a%20b/message?x=1&y=%2F HTTP/1.1\r\n"
			       "Host: h\r\nX-Twilio-Signature:  abc= \r\nExpect: 100-Continue\r\n"
			       "Content-Length: 3\r\n\r\nBodGET / HTTP/1.1");
	struct head head;

	(void)state;
	assert_int_equal(head_parse(bytes, CEILING, &head), HEAD_WHOLE);
	assert_true(str_is(head.target, "/hooks/a%20b/message?x=1&y=%2F"));
	assert_true(str_is(head.path, "/hooks/a%20b/message"));
	assert_true(str_is(head.query, "x=1&y=%2F"));
	assert_int_equal(head.header_count, 4);
	assert_true(str_is(head.headers[1].name, "X-Twilio-Signature"));
	assert_true(str_is(head.headers[1].value, "abc="));
	assert_true(head.is_expecting);
	assert_true(str_starts(str_from(bytes, head.size), STR("BodGET")));
}

/* However the bytes are cut, the reader first wants more, and then says the same. */
static void a_head_is_the_same_in_pieces(void **state)
{
	struct str whole = STR("POST /a HTTP/1.1\r\n" H "Content-Length: 4\r\n\r\nbody");
	struct head head;

	(void)state;
	for (size_t size = 0; size <= whole.size; size++) {
		enum head_verdict verdict = head_parse(str_slice(whole, 0, size), CEILING, &head);

		assert_int_equal(verdict, size < whole.size - 4 ? HEAD_MORE : HEAD_WHOLE);
	}
	for (size_t i = 0; i < COUNT_OF(malformed); i++) {
		bool is_bad = false;

		for (size_t size = 1; size <= malformed[i].bytes.size; size++) {
			struct str cut = str_slice(malformed[i].bytes, 0, size);
			enum head_verdict verdict = head_parse(cut, CEILING, &head);

			assert_int_not_equal(verdict, HEAD_WHOLE);
			assert_false(is_bad && verdict != HEAD_BAD);
			is_bad = verdict == HEAD_BAD;
		}
		assert_true(is_bad);
	}
}

static void what_does_not_fit_is_refused_early(void **state)
{
	char text[4096];
	struct head head;

	(void)state;
	memset(text, 'a', sizeof(text));
	memcpy(text, "GET /", 5);
	assert_int_equal(head_parse((struct str){ text, CEILING - 1 }, CEILING, &head), HEAD_MORE);
	assert_int_equal(head_parse((struct str){ text, CEILING }, CEILING, &head), HEAD_BAD);
	assert_int_equal(head.status, 414);
	memcpy(text, "GET / HTTP/1.1\r\nX: ", 19);
	assert_int_equal(head_parse((struct str){ text, CEILING }, CEILING, &head), HEAD_BAD);
	assert_int_equal(head.status, 431);
	/* A head that ends behind the ceiling is too long as well. */
	memcpy(text + CEILING - 2, "\r\n\r\n", 4);
	assert_int_equal(head_parse((struct str){ text, sizeof(text) }, CEILING, &head), HEAD_BAD);
	assert_int_equal(head.status, 431);
}

static void headers_are_counted(void **state)
{
	AUTO(buf) text;
	struct head head;

	(void)state;
	buf_init(&text, 4096);
	buf_add(&text, STR("GET / HTTP/1.1\r\n" H));
	for (int i = 1; i < HTTP_HEADERS_MAX; i++)
		buf_add(&text, STR("a: b\r\n"));
	buf_add(&text, STR("\r\n"));
	assert_int_equal(head_parse(buf_str(&text), 4096, &head), HEAD_WHOLE);
	assert_int_equal(head.header_count, HTTP_HEADERS_MAX);
	text.size -= 2;
	buf_add(&text, STR("a: b\r\n\r\n"));
	assert_int_equal(head_parse(buf_str(&text), 4096, &head), HEAD_BAD);
	assert_int_equal(head.status, 431);
}

/* Every byte at every place: nothing runs past an end (asan), and no byte that is
 * not text makes a head that is believed. */
static void no_changed_byte_is_dangerous(void **state)
{
	const struct str whole = STR("POST /a/%41?b HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\n");
	struct head head;
	char text[100];

	(void)state;
	for (size_t at = 0; at < whole.size; at++) {
		for (int byte = 0; byte < 256; byte++) {
			bool is_control = byte < 0x20 && byte != '\t';

			memcpy(text, whole.at, whole.size);
			text[at] = (char)byte;
			if (head_parse((struct str){ text, whole.size }, CEILING, &head) ==
				    HEAD_WHOLE && is_control && text[at] != whole.at[at])
				fail_msg("byte %d at %zu", byte, at);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_can_be_read_in_two_ways_is_refused),
		cmocka_unit_test(what_is_plain_is_understood),
		cmocka_unit_test(every_part_of_a_head_is_found),
		cmocka_unit_test(a_head_is_the_same_in_pieces),
		cmocka_unit_test(what_does_not_fit_is_refused_early),
		cmocka_unit_test(headers_are_counted),
		cmocka_unit_test(no_changed_byte_is_dangerous),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
