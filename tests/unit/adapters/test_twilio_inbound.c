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
	assert_int_equal(form_read(str_of(form_text), 200, &reading->arena, &form, NULL), FAULT_NONE);
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
		{ "&Body=a&MediaUrl0=x&MediaUrl2=z", 1 },
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

static void what_must_be_there_is_asked_for_without_naming_anybody(void **state)
{
	static const char *const forms[] = {
		"", NUMBERS "&Body=a", "MessageSid=&" NUMBERS "&Body=a",
		IDS "&To=%2B13125550100&Body=a", IDS "&From=%2B13125550177&Body=a",
		IDS "&From=&To=%2B13125550100&Body=a", IDS "&" NUMBERS,
		IDS "&" NUMBERS "&NumMedia=1",
		IDS "&From=whatsapp%3A&To=whatsapp%3A%2B13125550100&Body=a",
		"MessageSid=SM%0A1&" NUMBERS "&Body=a", "MessageSid=%C3&" NUMBERS "&Body=a",
		IDS "&From=%2B1312555%200177&To=%2B13125550100&Body=a",
		PLAIN "&Body=a&MediaUrl0=https%3A%2F%2Fa%2F%0D%0AX",
		PLAIN "&Body=a&MediaUrl0=x&MediaContentType0=a%20b",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(forms); i++) {
		struct reading r;

		read(forms[i], &r);
		if (r.fault != FAULT_INVALID)
			fail_msg("form %zu is taken", i);
		assert_true(r.note.text[0] != '\0');
		assert_null(strstr(r.note.text, "1312555"));
		assert_int_equal(r.inbound.id.size, 0);
		done(&r);
	}
}

static void fields_have_their_longest(void **state)
{
	static const struct {
		const char *name;
		int most;
	} fields[] = {
		{ "MessageSid", ADAPTER_ID }, { "From", 64 },
		{ "To", 64 }, { "Body", 16000 }, { "MediaUrl0", 2048 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(fields) * 2; i++) {
		int size = fields[i / 2].most + (int)(i % 2);
		AUTO(buf) text;
		struct reading r;

		buf_init(&text, 64 * 1024);
		buf_add_format(&text, "%s=%0*d&%s&Body=a", fields[i / 2].name, size, 7, PLAIN);
		read(buf_text(&text), &r);
		assert_int_equal(r.fault, i % 2 ? FAULT_INVALID : FAULT_NONE);
		done(&r);
	}
}

static void broken_bytes_cost_their_place_never_the_message(void **state)
{
	static const struct {
		const char *body;
		const char *text;
	} bodies[] = {
		{ "ma%F1ana", "ma\uFFFDana" },
		{ "%C3", "\uFFFD" },
		{ "a%ED%A0%80b", "a\uFFFD\uFFFD\uFFFDb" },
		{ "%C3%B1%FF%C3%B1", "ñ\uFFFDñ" },
		{ "", NULL },
	};

	(void)state;
	for (size_t i = 0; bodies[i].text; i++) {
		AUTO(buf) text;
		struct reading r;

		buf_init(&text, 1024);
		buf_add_format(&text, "%s&Body=%s&ProfileName=%%FF", PLAIN, bodies[i].body);
		read(buf_text(&text), &r);
		assert_int_equal(r.fault, FAULT_NONE);
		assert_str(r.inbound.text, bodies[i].text);
		assert_int_equal(r.inbound.profile_name.size, 0);
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
	static const char *const texts[] = { BASE64, "ma\xf1" "ana, ma\xf1" "ana" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++) {
		AUTO(arena) arena;
		struct str clean = STR("before");

		arena_init(&arena, 8);
		assert_int_equal(twilio_inbound_clean_text(str_of(texts[i]), &arena, &clean), FAULT_TOO_LARGE);
		assert_true(str_is(clean, "before"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_family_s_text_is_heard_whole),
		cmocka_unit_test(the_channel_is_told_by_the_numbers_or_by_whatsapp_s_id),
		cmocka_unit_test(pictures_are_counted_not_believed),
		cmocka_unit_test(the_provider_s_own_opt_out_is_seen),
		cmocka_unit_test(what_must_be_there_is_asked_for_without_naming_anybody),
		cmocka_unit_test(fields_have_their_longest),
		cmocka_unit_test(broken_bytes_cost_their_place_never_the_message),
		cmocka_unit_test(clean_long_base64_is_read_and_nothing_else_is),
		cmocka_unit_test(an_arena_that_is_full_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
