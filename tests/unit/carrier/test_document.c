/* What a customer answers to a text: read as strictly as the provider reads it, and never believed. */
#include "tests/lib/test.h"

#include "adapters/carrier/document.h"
#include "base/buf.h"

static void remember(void *data, struct str text)
{
	buf_add(data, text);
	buf_add_char(data, '|');
}

static const struct {
	const char *type;
	const char *body;
	int code;
	const char *said;
} documents[] = {
	{ "text/xml; charset=utf-8", "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Response/>", 0, "" },
	{ "text/xml", "<Response></Response>", 0, "" },
	{ "", "", 0, "" },
	{ "application/xml", "<Response><Message>a &amp; b</Message><Message><Body>ç</Body>"
			     "</Message></Response>", 0, "a & b|ç|" },
	{ "text/plain", "hello", 0, "hello|" },
	{ "text/xml", "<Response>", DOCUMENT_BROKEN, "" },
	{ "text/xml", "<response/>", DOCUMENT_BROKEN, "" },
	{ "text/xml", "not xml", DOCUMENT_BROKEN, "" },
	{ "text/xml", "<Response><message>x</message></Response>", DOCUMENT_ODD, "" },
	{ "text/html", "<html></html>", DOCUMENT_TYPE, "" },
	{ "application/json", "{}", DOCUMENT_TYPE, "" },
	/* types */
	{ "TEXT/XML", "<Response/>", 0, "" },
	{ " text/xml ; charset=utf-8", "<Response/>", 0, "" },
	{ "text/xmlx", "<Response/>", DOCUMENT_TYPE, "" },
	{ "", "<Response/>", DOCUMENT_TYPE, "" },
	{ "application/json", "", 0, "" },
	{ "text/plain; charset=utf-8", " as it is ", 0, " as it is |" },
	/* what stands in a message */
	{ "text/xml", "<Response><Message>  trimmed \n </Message></Response>", 0, "trimmed|" },
	{ "text/xml", "<Response><Message/><Message>  </Message></Response>", 0, "" },
	{ "text/xml", "<Response><Message><![CDATA[<b> & ]]></Message></Response>", 0, "<b> &|" },
	{ "text/xml", "<Response><Message>a<!-- no -->b</Message></Response>", 0, "ab|" },
	{ "text/xml", "<Response><Message>&#241;&#x1F600;</Message></Response>", 0, "ñ😀|" },
	{ "text/xml", "<Response><Message><Media>http://a/</Media><Body>b</Body></Message></Response>", 0,
	  "b|" },
	{ "text/xml", "<Response><Message to=\"+1\" from=\"+2\">c</Message></Response>", 0, "c|" },
	{ "text/xml", "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><Response><Message>\xf1</Message>"
		      "</Response>", 0, "ñ|" },
	{ "text/xml", "\xef\xbb\xbf<Response><Message>d</Message></Response>", 0, "d|" },
	{ "text/xml", " <Response/>", 0, "" },
	/* what is not known is told, and the rest is still said */
	{ "text/xml", "<Response><Say>x</Say><Message>e</Message></Response>", DOCUMENT_ODD, "e|" },
	{ "text/xml", "<Response>words<Message>f</Message></Response>", 0, "f|" },
	{ "text/xml", "<Message>g</Message>", DOCUMENT_BROKEN, "" },
	{ "text/xml", "<Response/><Response/>", DOCUMENT_BROKEN, "" },
	{ "text/xml", "<Response><Message>h</Response>", DOCUMENT_BROKEN, "" },
	{ "text/xml", "<Response><Message>&unknown;</Message></Response>", DOCUMENT_BROKEN, "" },
	{ "text/xml", "<Response><Message>\x01</Message></Response>", DOCUMENT_BROKEN, "" },
	{ "text/xml", "<Response><Message>\xff</Message></Response>", DOCUMENT_BROKEN, "" },
	{ "text/xml", " ", DOCUMENT_BROKEN, "" },
};

static void an_answer_document_is_read_strictly(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(documents); i++) {
		AUTO(buf) said;

		buf_init(&said, 1000);
		print_message("%s\n", documents[i].body);
		assert_int_equal(document_read(str_of(documents[i].type),
					       str_of(documents[i].body), remember, &said),
				 documents[i].code);
		assert_string_equal(buf_text(&said), documents[i].said);
	}
}

/* It comes from outside: no file of ours and no address is read for it. */
static void a_document_reads_nothing_from_elsewhere(void **state)
{
	static const char *const bad[] = {
		"<!DOCTYPE Response [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
		"<Response><Message>&x;</Message></Response>",
		"<!DOCTYPE Response SYSTEM \"http://127.0.0.1:9/x.dtd\">"
		"<Response><Message>x</Message></Response>",
		"<!DOCTYPE Response [<!ENTITY % p SYSTEM \"file:///etc/passwd\"> %p;]>"
		"<Response><Message>x</Message></Response>",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		AUTO(buf) said;

		buf_init(&said, 64 * 1024);
		(void)document_read(STR("text/xml"), str_of(bad[i]), remember, &said);
		if (str_find(buf_str(&said), STR("root:")) != said.size)
			fail_msg("%s: %s", bad[i], buf_text(&said));
	}
}

/* A billion laughs in a thousand bytes. */
static void a_document_does_not_grow_past_what_was_sent(void **state)
{
	AUTO(buf) document;
	AUTO(buf) said;

	(void)state;
	buf_init(&document, 64 * 1024);
	buf_init(&said, 1 << 20);
	buf_add_text(&document, "<!DOCTYPE Response [<!ENTITY a0 \"haha\">");
	for (int i = 1; i < 20; i++)
		buf_add_format(&document, "<!ENTITY a%d \"&a%d;&a%d;&a%d;&a%d;\">", i, i - 1, i - 1,
			       i - 1, i - 1);
	buf_add_text(&document, "]><Response><Message>&a19;</Message></Response>");
	(void)document_read(STR("text/xml"), buf_str(&document), remember, &said);
	assert_int_equal(buf_check(&said, NULL), FAULT_NONE);
	assert_true(said.size < 100000);
}

static void a_document_of_64_kib_is_read_and_a_byte_more_is_not(void **state)
{
	enum { MOST = 64 * 1024 };

	(void)state;
	for (size_t size = MOST; size <= MOST + 1; size++) {
		AUTO(buf) document;
		AUTO(buf) said;

		buf_init(&document, MOST + 100);
		buf_init(&said, 1000);
		buf_add_text(&document, "<Response><Message>x</Message><!--");
		while (document.size < size - 14)
			buf_add_char(&document, '.');
		buf_add_text(&document, "--></Response>");
		assert_int_equal(document.size, size);
		assert_int_equal(document_read(STR("text/xml"), buf_str(&document), remember, &said),
				 size > MOST ? DOCUMENT_TOO_LARGE : 0);
		assert_string_equal(buf_text(&said), size > MOST ? "" : "x|");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_answer_document_is_read_strictly),
		cmocka_unit_test(a_document_reads_nothing_from_elsewhere),
		cmocka_unit_test(a_document_does_not_grow_past_what_was_sent),
		cmocka_unit_test(a_document_of_64_kib_is_read_and_a_byte_more_is_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
