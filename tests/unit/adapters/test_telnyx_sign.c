/* Vectors: adapters/telnyx/wire.md §6, computed with Node's crypto and taken by the vendor's verifier. */
#include "telnyx_signed.h"

#include <string.h>

#define B "{\"data\":{\"event_type\":\"message.received\",\"id\":\"4ee8c3a6-4995-4309-a3c6-38e3db9ea4be\"," \
	  "\"payload\":{\"text\":\"¿Hay clases mañana?\"}}}"
#define B_SIGNED "LV/XjDZ7rdjLi/zUA7LkKcYtmR7OxicCF9BnQUDrlTh9mfSyM3DD1eru/p5OCe41fwrbnLvoZ8DGO+MF1VwCBA=="
#define EMPTY_SIGNED "YWUAajiCaAUxg1xw25uCwCsaKPFxe2HuZG2fKCEHDAv2mU2M+LPYUilG7gdibHFS+h9E8x8cx30CtjcEzlbwBQ=="
#define B_NEXT_SIGNED "+r4JW5i9eOKPYWnQZ6CCusFDPeXZKDyjhiY5Srivt+oegKQ6aVoTAY55YTV+xIi3Ip6B8xClBM/O2D2Xw2aBCA=="
#define TS "1735689600"

static bool is_authentic(const struct account *account, const struct telnyx_letter *letter)
{
	struct telnyx_opening o;

	telnyx_open(account, letter, NULL, &o);
	assert_true(o.fault == FAULT_NONE || o.note.text[0] != '\0');
	assert_true(o.fault == FAULT_NONE || o.events.count == 0);
	arena_done(&o.arena);
	return o.fault != FAULT_UNSIGNED;
}

static void every_vector_is_authentic(void **state)
{
	(void)state;
	assert_true(is_authentic(&telnyx_account, &(struct telnyx_letter){ TS, B_SIGNED, STR(B), AT_S }));
	assert_true(is_authentic(&telnyx_account, &(struct telnyx_letter){ TS, EMPTY_SIGNED, STR_NONE, AT_S }));
	assert_true(is_authentic(&telnyx_account, &(struct telnyx_letter){ "1735689601", B_NEXT_SIGNED, STR(B), AT_S }));
}

static void every_forgery_is_refused(void **state)
{
	static const struct {
		const char *label;
		struct telnyx_letter letter;
	} rows[] = {
		{ "no headers", { NULL, NULL, STR(B), AT_S } },
		{ "no signature", { TS, NULL, STR(B), AT_S } },
		{ "no timestamp", { NULL, B_SIGNED, STR(B), AT_S } },
		{ "an empty signature", { TS, "", STR(B), AT_S } },
		{ "an empty timestamp", { "", B_SIGNED, STR(B), AT_S } },
		{ "another body", { TS, B_SIGNED, STR(B " "), AT_S } },
		{ "no body", { TS, B_SIGNED, STR_NONE, AT_S } },
		{ "another second", { "1735689601", B_SIGNED, STR(B), AT_S } },
		{ "the same second, spelt longer", { "01735689600", B_SIGNED, STR(B), AT_S } },
		{ "a sign", { "+1735689600", B_SIGNED, STR(B), AT_S } },
		{ "a fraction", { "1735689600.0", B_SIGNED, STR(B), AT_S } },
		{ "milliseconds", { "1735689600000", B_SIGNED, STR(B), AT_S } },
		{ "a space", { " 1735689600", B_SIGNED, STR(B), AT_S } },
		{ "hexadecimal", { "0x67748580", B_SIGNED, STR(B), AT_S } },
		{ "a number that no clock has", { "99999999999999999999999999", B_SIGNED, STR(B), AT_S } },
		{ "a truncated signature", { TS, "LV/XjDZ7rdjLi/zUA7LkKcYtmR7OxicCF9BnQUDrlTh9mfSyM3DD1eru/p5OCe4=", STR(B), AT_S } },
		{ "without its padding", { TS, "LV/XjDZ7rdjLi/zUA7LkKcYtmR7OxicCF9BnQUDrlTh9mfSyM3DD1eru/p5OCe41fwrbnLvoZ8DGO+MF1VwCBA", STR(B), AT_S } },
		{ "with words behind it", { TS, B_SIGNED "AAAA", STR(B), AT_S } },
		{ "a line break in it", { TS, "LV/XjDZ7rdjLi/zUA7LkKcYtmR7OxicC\nF9BnQUDrlTh9mfSyM3DD1eru/p5OCe41fwrbnLvoZ8DGO+MF1VwCBA==", STR(B), AT_S } },
		{ "the other alphabet", { TS, "LV_XjDZ7rdjLi_zUA7LkKcYtmR7OxicCF9BnQUDrlTh9mfSyM3DD1eru_p5OCe41fwrbnLvoZ8DGO-MF1VwCBA==", STR(B), AT_S } },
		{ "another message's", { TS, EMPTY_SIGNED, STR(B), AT_S } },
		{ "zeros", { TS, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA==", STR(B), AT_S } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		if (is_authentic(&telnyx_account, &rows[i].letter))
			fail_msg("%s is taken", rows[i].label);
}

static void any_character_changed_breaks_the_signature(void **state)
{
	(void)state;
	for (size_t i = 0; i < strlen(B_SIGNED); i++) {
		char changed[] = B_SIGNED;

		changed[i] = changed[i] == 'A' ? 'Q' : 'A';
		if (is_authentic(&telnyx_account, &(struct telnyx_letter){ TS, changed, STR(B), AT_S }))
			fail_msg("place %zu", i);
	}
	for (size_t i = 0; i < strlen(B); i++) {
		char changed[] = B;

		changed[i] ^= 1;
		if (is_authentic(&telnyx_account, &(struct telnyx_letter){ TS, B_SIGNED, str_of(changed), AT_S }))
			fail_msg("byte %zu", i);
	}
}

/* As the vendor's verifier: exactly five minutes pass, to both sides. */
static void a_webhook_lives_five_minutes_and_does_not_come_from_the_future(void **state)
{
	static const struct {
		int64_t away_s;
		bool is_taken;
	} rows[] = { { 0, true }, { 1, true }, { 299, true }, { 300, true }, { 301, false }, { 86400, false },
		     { -1, true }, { -300, true }, { -301, false }, { -86400, false }, { -AT_S, false } };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_int_equal(is_authentic(&telnyx_account, &(struct telnyx_letter){
					 TS, B_SIGNED, STR(B), AT_S + rows[i].away_s }), rows[i].is_taken);
}

static void any_key_of_the_account_fits_and_no_other(void **state)
{
	static const struct {
		const char *label;
		struct account_values keys;
		bool is_taken;
	} rows[] = {
		{ "alone", { { PUBLIC_KEY }, 1 }, true },
		{ "the last of four", { { OTHER_KEY, OTHER_KEY, OTHER_KEY, PUBLIC_KEY }, 4 }, true },
		{ "beside nonsense", { { "nonsense", PUBLIC_KEY }, 2 }, true },
		{ "another's", { { OTHER_KEY }, 1 }, false },
		{ "none", { { NULL }, 0 }, false },
		{ "empty", { { "" }, 1 }, false },
		{ "cut", { { "A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMQ==" }, 1 }, false },
		{ "without padding", { { "A6EHv/POEL4dcN0Y50vAmWfk1jCbpQ1fHdyGZBJVMbg" }, 1 }, false },
		{ "a space behind", { { PUBLIC_KEY " " }, 1 }, false },
		{ "zeros", { { "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" }, 1 }, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct account account = telnyx_account;

		account.options[TELNYX_PUBLIC_KEYS] = rows[i].keys;
		if (is_authentic(&account, &(struct telnyx_letter){ TS, B_SIGNED, STR(B), AT_S }) != rows[i].is_taken)
			fail_msg("%s", rows[i].label);
	}
}

static void what_another_library_signs_is_authentic(void **state)
{
	static const size_t sizes[] = { 0, 1, 63, 64, 65, 4096, 256 * 1024 };
	char signature[96];
	AUTO(buf) body;

	(void)state;
	buf_init(&body, 1 << 20);
	for (size_t i = 0; i < COUNT_OF(sizes); i++) {
		while (body.size < sizes[i])
			buf_add_char(&body, (char)('a' + body.size % 26));
		telnyx_sign(TS, buf_str(&body), signature);
		assert_true(is_authentic(&telnyx_account, &(struct telnyx_letter){
				    TS, signature, buf_str(&body), AT_S }));
		signature[5] = signature[5] == 'x' ? 'y' : 'x';
		assert_false(is_authentic(&telnyx_account, &(struct telnyx_letter){
				     TS, signature, buf_str(&body), AT_S }));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_vector_is_authentic),
		cmocka_unit_test(every_forgery_is_refused),
		cmocka_unit_test(any_character_changed_breaks_the_signature),
		cmocka_unit_test(a_webhook_lives_five_minutes_and_does_not_come_from_the_future),
		cmocka_unit_test(any_key_of_the_account_fits_and_no_other),
		cmocka_unit_test(what_another_library_signs_is_authentic),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
