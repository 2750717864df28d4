/* Nothing authentic is refused for its content, whichever door it comes by. */
#include "tests/lib/test.h"

#include <string.h>

#include "work/inbound/inbound_clean.h"

#define LONG_200 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" \
	"bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

static struct inbound plain(void)
{
	return (struct inbound){ .id = STR("SM1"), .from = STR("+13125550177"), .to = STR("+13125550100"),
				 .text = STR("hola"), .channel = CHANNEL_SMS };
}

static void clean_one(const struct inbound *raw, struct arena *arena, struct inbound_clean *clean)
{
	arena_init(arena, 256 << 10);
	assert_int_equal(inbound_clean(raw, 1000, arena, clean), FAULT_NONE);
}

static void assert_str(struct str have, const char *want)
{
	if (!str_is(have, want))
		fail_msg("have \"%.*s\", want \"%s\"", STR_ARG(have), want);
}

static void what_is_well_stays_as_it_is(void **state)
{
	const struct inbound raw = plain();
	struct inbound_clean clean;
	AUTO(arena) arena;

	(void)state;
	clean_one(&raw, &arena, &clean);
	assert_int_equal(clean.odd, 0);
	assert_str(clean.inbound.id, "SM1");
	assert_str(clean.inbound.from, "+13125550177");
	assert_str(clean.inbound.text, "hola");
	assert_str(clean.said, "hola");
}

static void broken_bytes_cost_their_place_and_hide_no_stop(void **state)
{
	static const struct {
		struct str text;
		const char *kept, *said;
	} rows[] = {
		{ { "STOP\0", 5 }, "STOP\uFFFD", "STOP" },
		{ { "\0S\0T\0O\0P", 8 }, "\uFFFDS\uFFFDT\uFFFDO\uFFFDP", "STOP" },
		{ { "yy\0live.com", 11 }, "yy\uFFFDlive.com", "yylive.com" },
		{ { "ma\xf1" "ana", 6 }, "ma\uFFFDana", "maana" },
		/* as the list's JSON brings it */
		{ { "STOP\xef\xbf\xbd", 7 }, "STOP\uFFFD", "STOP" },
		{ { "\0\0\0", 3 }, "\uFFFD\uFFFD\uFFFD", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct inbound raw = plain();
		struct inbound_clean clean;
		AUTO(arena) arena;

		raw.text = rows[i].text;
		clean_one(&raw, &arena, &clean);
		assert_str(clean.inbound.text, rows[i].kept);
		assert_str(clean.said, rows[i].said);
		assert_int_equal(clean.odd, INBOUND_MENDED);
	}
}

/* 4,096 emoji are the longest text that any channel carries: they stay whole. */
static void a_text_is_cut_at_a_whole_character_and_says_so(void **state)
{
	static const int counts[] = { 4096, 4097, 8192 };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(counts) * 2; i++) {
		struct inbound raw = plain();
		struct inbound_clean clean;
		AUTO(arena) arena;
		AUTO(buf) text;

		buf_init(&text, 1 << 20);
		/* one byte before them: the ceiling falls into a character */
		if (i % 2)
			buf_add_char(&text, 'a');
		for (int n = 0; n < counts[i / 2]; n++)
			buf_add_text(&text, "😀");
		raw.text = buf_str(&text);
		clean_one(&raw, &arena, &clean);
		assert_true(clean.inbound.text.size <= INBOUND_TEXT && clean.inbound.text.size > INBOUND_TEXT - 4);
		assert_true(str_is_utf8(clean.inbound.text));
		assert_int_equal(clean.odd, text.size > INBOUND_TEXT ? INBOUND_CUT : 0);
	}
}

static void a_number_is_one_number_however_it_is_spelled(void **state)
{
	static const char *const spellings[] = {
		"+13125550177", " 13125550177", "+1 312 555 0177", "+1 (312) 555-0177", "13125550177", "  +13125550177 ",
		"+1.312.555.0177",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(spellings); i++) {
		struct inbound raw = plain();
		struct inbound_clean clean;
		AUTO(arena) arena;

		raw.from = raw.to = str_of(spellings[i]);
		clean_one(&raw, &arena, &clean);
		assert_str(clean.inbound.from, "+13125550177");
		assert_str(clean.inbound.to, "+13125550177");
		assert_int_equal(clean.odd, 0);
	}
}

static void a_sender_that_is_no_number_is_kept_and_cannot_be_answered(void **state)
{
	static const struct {
		const char *from, *kept;
		enum channel channel;
		unsigned odd;
	} rows[] = {
		{ "Maple Bus", "Maple Bus", CHANNEL_SMS, INBOUND_UNANSWERABLE },
		{ "École", "École", CHANNEL_SMS, INBOUND_UNANSWERABLE },
		{ "22395", "22395", CHANNEL_SMS, INBOUND_UNANSWERABLE },
		{ "anonymous", "anonymous", CHANNEL_SMS, INBOUND_UNANSWERABLE },
		{ "+1", "+1", CHANNEL_SMS, INBOUND_UNANSWERABLE },
		{ "+13125550177;x=1", "+13125550177;x=1", CHANNEL_SMS, INBOUND_UNANSWERABLE },
		{ "messenger:1234", "messenger:1234", CHANNEL_SMS, INBOUND_UNANSWERABLE },
		{ "US.1234", "US.1234", CHANNEL_SMS, INBOUND_UNANSWERABLE },
		{ "US.1111111111111111111111111111111111111111", "US.1111111111111111111111111111111111111111",
		  CHANNEL_WHATSAPP, 0 },
		{ "Maple Bus", "Maple Bus", CHANNEL_WHATSAPP, INBOUND_UNANSWERABLE },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct inbound raw = plain();
		struct inbound_clean clean;
		AUTO(arena) arena;

		raw.from = str_of(rows[i].from);
		raw.channel = rows[i].channel;
		clean_one(&raw, &arena, &clean);
		assert_str(clean.inbound.from, rows[i].kept);
		if (clean.odd != rows[i].odd)
			fail_msg("%s: %u", rows[i].from, clean.odd);
	}
}

/* Cut alone, one would be another family's. */
static void two_names_that_are_too_long_stay_two(void **state)
{
	static const char *const names[] = { LONG_200 "1", LONG_200 "2", "a\nb", "a\rb", "\x01", "a\xff", "a\xfe" };
	struct str kept[COUNT_OF(names)];
	struct arena arenas[COUNT_OF(names)];

	(void)state;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct inbound raw = plain();
		struct inbound_clean clean;

		raw.from = raw.id = str_of(names[i]);
		clean_one(&raw, &arenas[i], &clean);
		kept[i] = clean.inbound.from;
		assert_true(clean.inbound.from.size <= INBOUND_ADDRESS && str_is_utf8(clean.inbound.from));
		assert_true(clean.inbound.id.size <= ADAPTER_ID && clean.inbound.id.size > 0);
		assert_true(clean.odd & INBOUND_UNANSWERABLE);
		for (size_t n = 0; n < i; n++)
			assert_false(str_equals(kept[n], kept[i]));
	}
	for (size_t i = 0; i < COUNT_OF(names); i++)
		arena_done(&arenas[i]);
}

static void whoever_sends_no_name_is_nobody_else(void **state)
{
	static const char *const empty[] = { "", " ", "\t\n" };
	struct inbound_clean one, other;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(empty); i++) {
		struct inbound raw = plain();
		AUTO(arena) arena;
		AUTO(arena) second;

		raw.from = str_of(empty[i]);
		clean_one(&raw, &arena, &one);
		raw.id = STR("SM2");
		clean_one(&raw, &second, &other);
		assert_true(str_starts(one.inbound.from, STR("unknown~")));
		assert_false(str_equals(one.inbound.from, other.inbound.from));
		assert_int_equal(one.odd, INBOUND_UNANSWERABLE);
	}
}

/* What is listed each minute under the same stamp is one message; what is said twice is two. */
static void a_message_without_an_id_gets_one_of_its_own(void **state)
{
	struct inbound raw = plain();
	struct str first, again, later, other;
	AUTO(arena) arena;

	(void)state;
	arena_init(&arena, 64 << 10);
	raw.id = STR(" ");
	raw.stamped_at = 5000;
	assert_int_equal(inbound_clean_id(&raw, 1, &arena, &first), FAULT_NONE);
	assert_int_equal(inbound_clean_id(&raw, 2, &arena, &again), FAULT_NONE);
	assert_true(str_equals(first, again) && first.size > 0);
	raw.stamped_at = 6000;
	assert_int_equal(inbound_clean_id(&raw, 1, &arena, &later), FAULT_NONE);
	raw.stamped_at = 0;
	assert_int_equal(inbound_clean_id(&raw, 5001, &arena, &other), FAULT_NONE);
	assert_false(str_equals(first, later) || str_equals(first, other));
}

static void pictures_that_lie_are_asked_for_by_the_message(void **state)
{
	static const struct {
		const char *label, *url, *type;
		const char *id;
		int told;
		size_t count;
		const char *kept, *kept_type;
		unsigned odd;
	} rows[] = {
		{ "well", "https://a/0", "audio/ogg; codecs=opus", "SM1", 1, 1, "https://a/0", "audio/ogg; codecs=opus", 0 },
		{ "more than told", "https://a/0", "image/png", "SM1", 0, 1, "https://a/0", "image/png", 0 },
		{ "fewer than told", "https://a/0", "image/png", "SM1", 2, 1, "SM1", "list", INBOUND_MEDIA_ODD },
		{ "told, and none", "", "", "SM1", 1, 1, "SM1", "list", INBOUND_MEDIA_ODD },
		{ "an address that is none", "https://a/0\r\nX", "image/png", "SM1", 1, 1, "SM1", "list", INBOUND_MEDIA_ODD },
		{ "a type that is ours", "https://a/0", "list", "SM1", 1, 1, "https://a/0", "", 0 },
		{ "a type that is none", "https://a/0", "image/png\r\n\r\nx", "SM1", 1, 1, "https://a/0", "", 0 },
		{ "nobody to ask", "https://a b", "image/png", "", 1, 0, "", "", INBOUND_MEDIA_ODD | INBOUND_UNNAMED },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct inbound raw = plain();
		struct inbound_clean clean;
		AUTO(arena) arena;

		raw.id = str_of(rows[i].id);
		raw.media[0] = str_of(rows[i].url);
		raw.media_type[0] = str_of(rows[i].type);
		raw.media_count = rows[i].url[0] ? 1 : 0;
		raw.media_told = rows[i].told;
		clean_one(&raw, &arena, &clean);
		if (clean.odd != rows[i].odd || clean.inbound.media_count != rows[i].count)
			fail_msg("%s: %u, %zu", rows[i].label, clean.odd, clean.inbound.media_count);
		if (rows[i].count) {
			assert_str(clean.inbound.media[0], rows[i].kept);
			assert_str(clean.inbound.media_type[0], rows[i].kept_type);
		}
	}
}

static void each_oddity_is_said_and_none_says_nothing(void **state)
{
	AUTO(buf) all;
	AUTO(buf) none;
	size_t before = 0;

	(void)state;
	buf_init(&all, 1000);
	buf_init(&none, 1000);
	inbound_clean_say(0, &none);
	assert_int_equal(none.size, 0);
	for (unsigned odd = INBOUND_CUT; odd <= INBOUND_UNREAD; odd = odd << 1 | 1) {
		buf_clear(&all);
		inbound_clean_say(odd, &all);
		assert_true(all.size > before);
		before = all.size;
	}
	assert_false(all.is_stale);
}

static void an_arena_that_is_full_says_so(void **state)
{
	struct inbound raw = plain();
	enum fault fault = FAULT_TOO_LARGE;

	(void)state;
	raw.id = STR("");
	raw.from = STR("");
	raw.text = (struct str){ "STOP\0", 5 };
	for (size_t ceiling = 0; fault && ceiling < 4096; ceiling += 16) {
		struct inbound_clean clean = { .odd = 99 };
		AUTO(arena) arena;

		arena_init(&arena, ceiling);
		fault = inbound_clean(&raw, 1, &arena, &clean);
		assert_true(fault == FAULT_NONE || (fault == FAULT_TOO_LARGE && clean.odd == 99));
	}
	assert_int_equal(fault, FAULT_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_well_stays_as_it_is),
		cmocka_unit_test(broken_bytes_cost_their_place_and_hide_no_stop),
		cmocka_unit_test(a_text_is_cut_at_a_whole_character_and_says_so),
		cmocka_unit_test(a_number_is_one_number_however_it_is_spelled),
		cmocka_unit_test(a_sender_that_is_no_number_is_kept_and_cannot_be_answered),
		cmocka_unit_test(two_names_that_are_too_long_stay_two),
		cmocka_unit_test(whoever_sends_no_name_is_nobody_else),
		cmocka_unit_test(a_message_without_an_id_gets_one_of_its_own),
		cmocka_unit_test(pictures_that_lie_are_asked_for_by_the_message),
		cmocka_unit_test(each_oddity_is_said_and_none_says_nothing),
		cmocka_unit_test(an_arena_that_is_full_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
