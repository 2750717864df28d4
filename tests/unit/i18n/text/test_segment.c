#include "tests/lib/test.h"

#include "i18n/text/segment.h"

#define FAMILY "\U0001F468\u200D\U0001F469\u200D\U0001F467\u200D\U0001F466"
#define MEXICO "\U0001F1F2\U0001F1FD"

/* Up to three pieces, each repeated: twilio-wire.md §9. */
static const struct {
	const char *label;
	struct {
		const char *text;
		int times;
	} pieces[3];
	enum segment_alphabet alphabet;
	unsigned segments;
	enum segment_alphabet folded_alphabet;
	unsigned folded_segments;
} cases[] = {
#define GSM(n) SEGMENT_GSM7, n, SEGMENT_GSM7, n
#define UCS(n) SEGMENT_UCS2, n, SEGMENT_UCS2, n
#define MENDED(n, m) SEGMENT_UCS2, n, SEGMENT_GSM7, m
	{ "empty", { { "", 1 } }, GSM(1) },
	{ "a×160", { { "a", 160 } }, GSM(1) },
	{ "a×161", { { "a", 161 } }, GSM(2) },
	{ "a×306", { { "a", 306 } }, GSM(2) },
	{ "a×307", { { "a", 307 } }, GSM(3) },
	{ "a×459", { { "a", 459 } }, GSM(3) },
	{ "a×460", { { "a", 460 } }, GSM(4) },
	{ "a×1530", { { "a", 1530 } }, GSM(10) },
	{ "a×1531", { { "a", 1531 } }, GSM(11) },
	{ "a×1600", { { "a", 1600 } }, GSM(11) },
	{ "€×80", { { "€", 80 } }, GSM(1) },
	{ "€×81", { { "€", 81 } }, GSM(2) },
	{ "€×153", { { "€", 153 } }, GSM(3) },
	{ "€ over the edge", { { "a", 152 }, { "€", 1 }, { "a", 152 } }, GSM(3) },
	{ "€ behind the edge", { { "a", 153 }, { "€", 1 }, { "a", 151 } }, GSM(2) },
	{ "| 158", { { "|", 1 }, { "7", 158 } }, GSM(1) },
	{ "| 159", { { "|", 1 }, { "7", 159 } }, GSM(2) },
	{ "^ 158", { { "^", 1 }, { "7", 158 } }, GSM(1) },
	{ "^ 159", { { "^", 1 }, { "7", 159 } }, GSM(2) },
	{ "{ 158", { { "{", 1 }, { "7", 158 } }, GSM(1) },
	{ "{ 159", { { "{", 1 }, { "7", 159 } }, GSM(2) },
	{ "} 158", { { "}", 1 }, { "7", 158 } }, GSM(1) },
	{ "} 159", { { "}", 1 }, { "7", 159 } }, GSM(2) },
	{ "[ 158", { { "[", 1 }, { "7", 158 } }, GSM(1) },
	{ "[ 159", { { "[", 1 }, { "7", 159 } }, GSM(2) },
	{ "] 158", { { "]", 1 }, { "7", 158 } }, GSM(1) },
	{ "] 159", { { "]", 1 }, { "7", 159 } }, GSM(2) },
	{ "~ 158", { { "~", 1 }, { "7", 158 } }, GSM(1) },
	{ "~ 159", { { "~", 1 }, { "7", 159 } }, GSM(2) },
	{ "\\ 158", { { "\\", 1 }, { "7", 158 } }, GSM(1) },
	{ "\\ 159", { { "\\", 1 }, { "7", 159 } }, GSM(2) },
	{ "€ 158", { { "€", 1 }, { "7", 158 } }, GSM(1) },
	{ "€ 159", { { "€", 1 }, { "7", 159 } }, GSM(2) },
	{ "ñ×160", { { "ñ", 160 } }, GSM(1) },
	{ "á×70", { { "á", 70 } }, UCS(1) },
	{ "á×71", { { "á", 71 } }, UCS(2) },
	{ "á×134", { { "á", 134 } }, UCS(2) },
	{ "á×135", { { "á", 135 } }, UCS(3) },
	{ "á×201", { { "á", 201 } }, UCS(3) },
	{ "á×202", { { "á", 202 } }, UCS(4) },
	{ "á×1600", { { "á", 1600 } }, UCS(24) },
	{ "😀×35", { { "😀", 35 } }, UCS(1) },
	{ "😀×36", { { "😀", 36 } }, UCS(2) },
	{ "😀×66", { { "😀", 66 } }, UCS(2) },
	{ "😀×67", { { "😀", 67 } }, UCS(3) },
	{ "a66 😀 a66", { { "a", 66 }, { "😀", 1 }, { "a", 66 } }, UCS(3) },
	{ "a65 😀 a67", { { "a", 65 }, { "😀", 1 }, { "a", 67 } }, UCS(2) },
	{ "a66 😀 a65", { { "a", 66 }, { "😀", 1 }, { "a", 65 } }, UCS(2) },
	{ "😜 68", { { "😜", 1 }, { "7", 68 } }, UCS(1) },
	{ "😜 69", { { "😜", 1 }, { "7", 69 } }, UCS(2) },
	{ "😜 132", { { "😜", 1 }, { "7", 132 } }, UCS(2) },
	{ "😜 133", { { "😜", 1 }, { "7", 133 } }, UCS(3) },
	{ "😀 ]68", { { "😀", 1 }, { "]", 68 } }, UCS(1) },
	{ "😀 ]69", { { "😀", 1 }, { "]", 69 } }, UCS(2) },
	{ "family×6", { { FAMILY, 6 } }, UCS(1) },
	{ "family×7", { { FAMILY, 7 } }, UCS(2) },
	{ "family×12", { { FAMILY, 12 } }, UCS(2) },
	{ "family×13", { { FAMILY, 13 } }, UCS(3) },
	{ "flag×17", { { MEXICO, 17 } }, UCS(1) },
	{ "flag×18", { { MEXICO, 18 } }, UCS(2) },
	{ "flag×33, code-unit rule", { { MEXICO, 33 } }, UCS(2) },
	{ "flag×34", { { MEXICO, 34 } }, UCS(3) },
	{ "CRLF at 158", { { "a", 158 }, { "\r\n", 1 } }, GSM(1) },
	{ "CRLF at 159", { { "a", 159 }, { "\r\n", 1 } }, SEGMENT_GSM7, 2, SEGMENT_GSM7, 2 },
	{ "LF inside", { { "a", 10 }, { "\n", 1 }, { "a", 10 } }, GSM(1) },
	{ "form feed 158", { { "\f", 1 }, { "7", 158 } }, GSM(1) },
	{ "form feed 159", { { "\f", 1 }, { "7", 159 } }, GSM(2) },
	{ "tab", { { "a\tb", 1 } }, MENDED(1, 1) },
	{ "no-break space", { { "a\u00A0b", 1 } }, MENDED(1, 1) },
	{ "backtick", { { "a`b", 1 } }, MENDED(1, 1) },
	{ "curly apostrophe", { { "don’t", 1 } }, MENDED(1, 1) },
	{ "dash", { { "a — b", 1 } }, MENDED(1, 1) },
	{ "ellipsis", { { "and…", 1 } }, MENDED(1, 1) },
	{ "byte order mark", { { "\uFEFFa", 1 } }, MENDED(1, 1) },
	{ "zero width space", { { "a\u200Bb", 1 } }, MENDED(1, 1) },
	{ "curly apostrophe, long", { { "’", 1 }, { "a", 159 } }, MENDED(3, 1) },
	{ "ç", { { "ç", 1 } }, UCS(1) },
	{ "Greek capitals and Ç", { { "ÇΔΦΓΛΩΠΨΣΘΞ", 1 } }, GSM(1) },
	{ "Alpha", { { "\u0391", 1 } }, UCS(1) },
	{ "escape", { { "\x1b", 1 } }, MENDED(1, 1) },
	{ "Spanish without accents",
	  { { "Hola, ¿puede venir el lunes? ¡Gracias! Señora Peña", 1 } }, GSM(1) },
	{ "Spanish with accents",
	  { { "Hola, mañana no habrá clases. ¿Necesita transporte? Responda SÍ o NO.", 1 } },
	  UCS(1) },
	{ "Haitian Creole",
	  { { "Bonjou, lekòl la ap fèmen demen. Tanpri reponn WI oswa NON.", 1 } }, GSM(1) },
	{ "Vietnamese", { { "Kính gửi phụ huynh, ngày mai trường nghỉ học.", 1 } }, UCS(1) },
	{ "French", { { "Ecole fermée demain à midi, même si… ", 1 } }, UCS(1) },
	{ "Portuguese", { { "Amanhã não haverá aula.", 1 } }, UCS(1) },
};

static void build(const size_t index, struct buf *into)
{
	for (size_t piece = 0; piece < 3 && cases[index].pieces[piece].text; piece++)
		for (int i = 0; i < cases[index].pieces[piece].times; i++)
			buf_add_text(into, cases[index].pieces[piece].text);
}

static void every_case_of_the_wire_contract_counts_as_stated(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct segment_count plain, mended;
		AUTO(buf) text;
		AUTO(buf) folded;

		buf_init(&text, 1 << 16);
		buf_init(&folded, 1 << 16);
		build(i, &text);
		plain = segment_count(buf_str(&text));
		segment_fold(buf_str(&text), &folded);
		mended = segment_count(buf_str(&folded));
		if (plain.alphabet != cases[i].alphabet || plain.segments != cases[i].segments ||
		    mended.alphabet != cases[i].folded_alphabet ||
		    mended.segments != cases[i].folded_segments)
			fail_msg("%s: %d/%u, folded %d/%u", cases[i].label,
				 (int)plain.alphabet, plain.segments, (int)mended.alphabet,
				 mended.segments);
	}
}

static void characters_and_units_are_counted_apart(void **state)
{
	struct segment_count count = segment_count(STR("€😀"));

	(void)state;
	assert_int_equal(count.characters, 2);
	assert_int_equal(count.units, 3);
	assert_int_equal(segment_count(STR("€[a")).units, 5);
	assert_int_equal(segment_count(STR("")).units, 0);
}

static void broken_utf8_counts_as_replacement_characters(void **state)
{
	struct segment_count count = segment_count(STR("a\xff\xc3"));

	(void)state;
	assert_int_equal(count.alphabet, SEGMENT_UCS2);
	assert_int_equal(count.characters, 3);
}

static const struct {
	const char *text, *folded;
} folds[] = {
	{ "“Hi” – it’s 2:30\u202FPM…", "\"Hi\" - it's 2:30 PM..." },
	{ "«sí»", "«sí»" }, /* í is not GSM: nothing is changed, no accent lost */
	{ "« si »", "\" si \"" },
	{ "n\u0303", "ñ" },
	{ "man\u0303ana", "mañana" },
	{ "mañana habra\u0301", "mañana habrá" },
	{ "‹a› ‼ ½ ⁄ •", "<a> !! 1/2 / -" },
	{ "ＡＢＣ１２３！", "ABC123!" },
	{ "ʜᴇʟʟᴏ", "HELLO" },
	{ "می\u200Cخواهم", "می\u200Cخواهم" }, /* the joiner means something */
	{ "停课。明天，", "停课。明天，" },
	{ "x\u0327", "x\u0327" }, /* no mark is taken from a letter */
	{ "á 2:30\u202FPM", "á 2:30 PM" },
	{ "á 5\u202F000", "á 5\u202F000" },
	{ "", "" },
	{ "plain", "plain" },
};

static void the_fold_mends_typography_but_never_a_language(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(folds); i++) {
		AUTO(buf) folded;

		buf_init(&folded, 1000);
		segment_fold(str_of(folds[i].text), &folded);
		assert_string_equal(buf_text(&folded), folds[i].folded);
	}
}

/* An ellipsis is one unit before and three septets after. */
static void the_fold_never_makes_a_text_dearer(void **state)
{
	AUTO(buf) text;
	AUTO(buf) folded;

	(void)state;
	buf_init(&text, 1000);
	buf_init(&folded, 2000);
	for (int i = 0; i < 134; i++)
		buf_add_text(&text, "…");
	segment_fold(buf_str(&text), &folded);
	assert_int_equal(segment_count(buf_str(&text)).segments, 2);
	assert_string_equal(buf_text(&folded), buf_text(&text));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_case_of_the_wire_contract_counts_as_stated),
		cmocka_unit_test(characters_and_units_are_counted_apart),
		cmocka_unit_test(broken_utf8_counts_as_replacement_characters),
		cmocka_unit_test(the_fold_mends_typography_but_never_a_language),
		cmocka_unit_test(the_fold_never_makes_a_text_dearer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
