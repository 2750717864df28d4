#include "tests/lib/test.h"

#include "adapters/adapter.h"
#include "adapters/twilio/twilio.h"
#include "adapters/twilio/twilio_inbound.h"
#include "wire/form.h"

#define IDS "MessageSid=SM1&AccountSid=AC1"
#define NUMBERS "From=%2B13125550177&To=%2B13125550100"
#define PLAIN IDS "&" NUMBERS "&NumMedia=0&NumSegments=1&SmsStatus=received"

struct reading {
	struct arena arena;
	struct inbound inbound;
	struct note note;
	enum fault fault;
};

static void read(const char *form_text, struct reading *reading)
{
	struct form form;

	*reading = (struct reading){ .fault = FAULT_NONE };
	arena_init(&reading->arena, 1024 * 1024);
	assert_int_equal(form_read_bytes(str_of(form_text), 200, &reading->arena, &form, NULL), FAULT_NONE);
	reading->fault = twilio_inbound_interpret(&form, &reading->arena, &reading->inbound,
						  &reading->note);
}

static void done(struct reading *reading)
{
	arena_done(&reading->arena);
}

static void assert_str(struct str have, const char *want)
{
	if (!str_is(have, want))
		fail_msg("have \"%.*s\", want \"%s\"", STR_ARG(have), want);
}

static void a_family_s_text_is_heard_whole(void **state)
{
	struct reading r;

	(void)state;
	read(PLAIN "&Body=%C2%BFHay+clases+ma%C3%B1ana%3F+%F0%9F%98%80%0A%07&ProfileName=Rosa&New=1", &r);
	assert_int_equal(r.fault, FAULT_NONE);
	assert_str(r.inbound.id, "SM1");
	assert_str(r.inbound.from, "+13125550177");
	assert_str(r.inbound.to, "+13125550100");
	assert_int_equal(r.inbound.channel, CHANNEL_SMS);
	assert_str(r.inbound.text, "¿Hay clases mañana? 😀\n\a");
	assert_str(r.inbound.profile_name, "Rosa");
	assert_int_equal(r.inbound.media_count, 0);
	assert_int_equal(r.inbound.opt_out_type, INBOUND_NO_WORD);
	done(&r);
}

static void the_channel_is_told_by_the_numbers_or_by_whatsapp_s_id(void **state)
{
	static const struct {
		const char *form;
		const char *from;
		const char *to;
		enum channel channel;
	} forms[] = {
		{ IDS "&Body=a&" NUMBERS, "+13125550177", "+13125550100", CHANNEL_SMS },
		{ IDS "&Body=a&From=whatsapp%3A%2B13125550177&To=whatsapp%3A%2B13125550100",
		  "+13125550177", "+13125550100", CHANNEL_WHATSAPP },
		{ IDS "&Body=a&From=whatsapp%3AUS.1234&To=whatsapp%3A%2B13125550100",
		  "US.1234", "+13125550100", CHANNEL_WHATSAPP },
		{ IDS "&Body=a&From=%2B13125550177&To=whatsapp%3A%2B13125550100",
		  "+13125550177", "+13125550100", CHANNEL_WHATSAPP },
		{ IDS "&Body=a&WaId=13125550177&" NUMBERS, "+13125550177", "+13125550100",
		  CHANNEL_WHATSAPP },
		{ IDS "&Body=a&WaId=&From=22395&To=DISTRICT", "22395", "DISTRICT", CHANNEL_SMS },
		{ "SmsSid=SM1&Body=&" NUMBERS, "+13125550177", "+13125550100", CHANNEL_SMS },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(forms); i++) {
		struct reading r;

		read(forms[i].form, &r);
		assert_int_equal(r.fault, FAULT_NONE);
		assert_str(r.inbound.from, forms[i].from);
		assert_str(r.inbound.to, forms[i].to);
		assert_str(r.inbound.id, "SM1");
		assert_int_equal(r.inbound.channel, forms[i].channel);
		done(&r);
	}
}

static void pictures_are_counted_not_believed(void **state)
{
	static const struct {
		const char *media;
		size_t count;
	} forms[] = {
		{ "&Body=&NumMedia=1&MediaUrl0=https%3A%2F%2Fa%2F0&MediaContentType0=image%2Fjpeg", 1 },
		{ "&NumMedia=1&MediaUrl0=https%3A%2F%2Fa%2F0", 1 }, /* Body missing */
		{ "&Body=a&NumMedia=9&MediaUrl0=x&MediaUrl1=y", 2 },
		{ "&Body=a&MediaUrl0=x&MediaUrl2=z", 2 }, /* a gap is no end */
		{ "&Body=a&NumMedia=lots", 0 },
		{ "&Body=a&MediaUrl0=0&MediaUrl1=1&MediaUrl2=2&MediaUrl3=3&MediaUrl4=4&MediaUrl5=5"
		  "&MediaUrl6=6&MediaUrl7=7&MediaUrl8=8&MediaUrl9=9&MediaUrl10=10", ADAPTER_MEDIA },
	};
	struct reading r;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(forms); i++) {
		AUTO(buf) text;

		buf_init(&text, 4096);
		buf_add_format(&text, "%s%s", IDS "&" NUMBERS, forms[i].media);
		read(buf_text(&text), &r);
		assert_int_equal(r.fault, FAULT_NONE);
		assert_int_equal(r.inbound.media_count, forms[i].count);
		done(&r);
	}
	read(PLAIN "&MediaUrl0=https%3A%2F%2Fa%2F0&MediaContentType0=image%2Fjpeg", &r);
	assert_str(r.inbound.media[0], "https://a/0");
	assert_str(r.inbound.media_type[0], "image/jpeg");
	done(&r);
}

static void the_provider_s_own_opt_out_is_seen(void **state)
{
	static const struct {
		const char *type;
		enum inbound_word word;
	} types[] = {
		{ "STOP", INBOUND_STOP }, { "START", INBOUND_START }, { "HELP", INBOUND_HELP },
		{ "stop", INBOUND_STOP }, { "", INBOUND_NO_WORD },    { "STOPPED", INBOUND_NO_WORD },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(types); i++) {
		AUTO(buf) text;
		struct reading r;

		buf_init(&text, 1024);
		buf_add_format(&text, "%s&Body=alto&OptOutType=%s", PLAIN, types[i].type);
		read(buf_text(&text), &r);
		assert_int_equal(r.fault, FAULT_NONE);
		assert_int_equal(r.inbound.opt_out_type, types[i].word);
		done(&r);
	}
}

/* What work makes of it stands in test_inbound_clean.c: here nothing is judged. */
static void what_lacks_or_is_odd_is_passed_on_as_it_came(void **state)
{
	static const struct {
		const char *form, *id, *from, *to, *text;
	} rows[] = {
		{ NUMBERS "&Body=a", "", "+13125550177", "+13125550100", "a" },
		{ "SmsMessageSid=SM7&" NUMBERS "&Body=a", "SM7", "+13125550177", "+13125550100", "a" },
		{ "MessageSid=&" IDS "&" NUMBERS "&Body=a", "SM1", "+13125550177", "+13125550100", "a" },
		{ IDS "&To=%2B13125550100&Body=a", "SM1", "", "+13125550100", "a" },
		{ IDS "&From=%2B13125550177&Body=a", "SM1", "+13125550177", "", "a" },
		{ IDS "&" NUMBERS, "SM1", "+13125550177", "+13125550100", "" },
		{ IDS "&From=Maple+Bus&To=%2B13125550100&Body=STOP", "SM1", "Maple Bus", "+13125550100", "STOP" },
		{ IDS "&From=%C3%89cole&To=%2B13125550100&Body=a", "SM1", "École", "+13125550100", "a" },
		{ IDS "&From=+13125550177&To=%2B1312555%200100&Body=a", "SM1", " 13125550177", "+1312555 0100", "a" },
		{ IDS "&From=WhatsApp%3AUS.1111111111111111111111111111111111111111&To=whatsapp%3A%2B13125550100&Body=a",
		  "SM1", "US.1111111111111111111111111111111111111111", "+13125550100", "a" },
		{ IDS "&ExternalUserId=whatsapp%3AUS.1234&From=&To=whatsapp%3A%2B13125550100&Body=a", "SM1", "US.1234", "+13125550100", "a" },
		{ IDS "&From=rcs%3A%2B13125550177&To=rcs%3Amaple_agent&Body=STOP", "SM1", "+13125550177", "maple_agent", "STOP" },
		{ IDS "&" NUMBERS "&Body=Hola&Body=Hola&Body=STOP", "SM1", "+13125550177", "+13125550100", "Hola\nSTOP" },
		{ IDS "&" NUMBERS "&Body=&ButtonText=Yes", "SM1", "+13125550177", "+13125550100", "Yes" },
		{ IDS "&" NUMBERS "&Body=&NumMedia=0&MessageType=location&Latitude=41.8781&Longitude=-87.6298&Address=100+Main+St",
		  "SM1", "+13125550177", "+13125550100", "geo:41.8781,-87.6298\n100 Main St" },
		{ IDS "&" NUMBERS "&Body=we+are+here&Latitude=41.8781&Longitude=-87.6298&Label=School", "SM1", "+13125550177",
		  "+13125550100", "we are here\ngeo:41.8781,-87.6298\nSchool" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct reading r;

		read(rows[i].form, &r);
		assert_int_equal(r.fault, FAULT_NONE);
		assert_str(r.inbound.id, rows[i].id);
		assert_str(r.inbound.from, rows[i].from);
		assert_str(r.inbound.to, rows[i].to);
		assert_str(r.inbound.text, rows[i].text);
		done(&r);
	}
}

static void bytes_are_kept_as_they_came(void **state)
{
	static const struct {
		const char *body;
		struct str text;
	} rows[] = {
		{ "STOP%00", { "STOP\0", 5 } }, { "yy%00live.com", { "yy\0live.com", 11 } },
		{ "ma%F1ana", { "ma\xf1" "ana", 6 } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		AUTO(buf) text;
		struct reading r;

		buf_init(&text, 1024);
		buf_add_format(&text, "%s&Body=%s", PLAIN, rows[i].body);
		read(buf_text(&text), &r);
		assert_int_equal(r.fault, FAULT_NONE);
		assert_true(str_equals(r.inbound.text, rows[i].text));
		done(&r);
	}
}

static void a_type_with_parameters_and_a_count_that_lies_are_passed_on(void **state)
{
	struct reading r;

	(void)state;
	read(PLAIN "&Body=&NumMedia=3&MediaUrl0=x&MediaContentType0=audio%2Fogg%3B+codecs%3Dopus", &r);
	assert_int_equal(r.fault, FAULT_NONE);
	assert_str(r.inbound.media_type[0], "audio/ogg; codecs=opus");
	assert_int_equal(r.inbound.media_count, 1);
	/* the first that says something: the 0 of PLAIN */
	assert_int_equal(r.inbound.media_told, 0);
	done(&r);
	read(IDS "&" NUMBERS "&Body=&NumMedia=3", &r);
	assert_int_equal(r.inbound.media_told, 3);
	done(&r);
}

/* 4,096 emoji, and twice that, and a name without end. */
static void no_field_is_too_long(void **state)
{
	static const char *const fields[] = { "Body", "From", "To", "MessageSid", "MediaUrl0" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(fields); i++) {
		struct reading r;
		AUTO(buf) text;

		buf_init(&text, 1 << 20);
		buf_add_format(&text, "%s=", fields[i]);
		for (int n = 0; n < 8192; n++)
			buf_add_text(&text, "%F0%9F%98%80");
		buf_add_text(&text, "&" PLAIN "&Body=a");
		read(buf_text(&text), &r);
		assert_int_equal(r.fault, FAULT_NONE);
		done(&r);
	}
}

/* 179 bytes of Spanish, 240 of base64. */
#define BASE64 "QnVlbm9zIGTDrWFzLCBzb3kgbGEgbWFtw6EgZGUgQW5hIFBlw7FhLiBNYcOxYW5hIGVsbGEgbm8gcHVl" \
	"ZGUgaXIgYSBsYSBlc2N1ZWxhIHBvcnF1ZSB0aWVuZSBjaXRhIGNvbiBlbCBtw6lkaWNvIGEgbGFzIDEw" \
	"LiDCv1B1ZWRlIG1hbmRhciBsYSB0YXJlYSBjb24gc3UgaGVybWFubz8gwqFNdWNoYXMgZ3JhY2lhcyE="
#define LONG_SPANISH "Buenos días, soy la mamá de Ana Peña. Mañana ella no puede ir a la "  \
	"escuela porque tiene cita con el médico a las 10. ¿Puede mandar la tarea con su "   \
	"hermano? ¡Muchas gracias!"
static void clean_long_base64_is_read_and_nothing_else_is(void **state)
{
	static const struct {
		const char *label;
		const char *text;
		const char *clean;
	} texts[] = {
		{ "long", BASE64, LONG_SPANISH },
		{ "short", "wr9IYXkgY2xhc2VzIG1hw7FhbmE/", "wr9IYXkgY2xhc2VzIG1hw7FhbmE/" },
		{ "laughter",
		  "hahahahahahahahahahahahahahahahahahahahahahahahahahahahahahahahahahahahahahahaha"
		  "hahahahahahahahahahahahahahahahahahahahahahahahahahahahahahahahahahahahahahahaha",
		  "hahahahahahahahahahahahahahahahahahahahahahahahahahahahahahahahahahahahahahahaha"
		  "hahahahahahahahahahahahahahahahahahahahahahahahahahahahahahahahahahahahahahahaha" },
		{ "NULs inside",
		  "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
		  "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
		  "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
		  "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" },
		{ "prose", LONG_SPANISH, LONG_SPANISH },
		{ "with spaces", " " BASE64 "   ", " " BASE64 "   " },
		{ "empty", "", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		AUTO(arena) arena;
		struct str clean = STR_NONE;

		arena_init(&arena, 64 * 1024);
		assert_int_equal(twilio_inbound_clean_text(str_of(texts[i].text), &arena, &clean), FAULT_NONE);
		if (!str_is(clean, texts[i].clean))
			fail_msg("%s: %.*s", texts[i].label, STR_ARG(clean));
	}
}

static void an_arena_that_is_full_says_so(void **state)
{
	struct str clean = STR("before");
	AUTO(arena) arena;

	(void)state;
	arena_init(&arena, 8);
	assert_int_equal(twilio_inbound_clean_text(str_of(BASE64), &arena, &clean), FAULT_TOO_LARGE);
	assert_true(str_is(clean, "before"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_family_s_text_is_heard_whole),
		cmocka_unit_test(the_channel_is_told_by_the_numbers_or_by_whatsapp_s_id),
		cmocka_unit_test(pictures_are_counted_not_believed),
		cmocka_unit_test(the_provider_s_own_opt_out_is_seen),
		cmocka_unit_test(what_lacks_or_is_odd_is_passed_on_as_it_came),
		cmocka_unit_test(bytes_are_kept_as_they_came),
		cmocka_unit_test(a_type_with_parameters_and_a_count_that_lies_are_passed_on),
		cmocka_unit_test(no_field_is_too_long),
		cmocka_unit_test(clean_long_base64_is_read_and_nothing_else_is),
		cmocka_unit_test(an_arena_that_is_full_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
