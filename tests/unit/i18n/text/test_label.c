/* What a name may be made of, and what becomes of one that is not ours to refuse. */
#include "tests/lib/fine.h"

#include <stdio.h>

#include "i18n/text/label.h"

static void names_of_all_scripts_are_labels(void **state)
{
	static const char *const names[] = {
		"", "Ana", "Nguyễn Thị Ánh", "O’Neill-Çelik", "محمد بن سلمان", "نیلوفر می‌خواهد", "ශ්‍රී ලංකා", "李小龙", "\u200fמרים\u200e",
		"École n° 3 (annexe)", "José 👩‍🏫", "a\u00a0b", "辻\U000e0100",
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		assert_fine(label_check(str_of(names[i]), LABEL_LINE, NULL));
		assert_fine(label_check(str_of(names[i]), LABEL_LINES, NULL));
	}
}

/* Every one of them, at the beginning, within and at the end; by its number, never by the text. */
static void no_label_has_what_nobody_sees_or_what_turns_words_around(void **state)
{
	static const struct { uint32_t first, last; } ranges[] = {
		{ 1, 0x1f }, { 0x7f, 0x9f }, { 0xad, 0xad }, { 0x180e, 0x180e }, { 0x200b, 0x200b }, { 0x2028, 0x202e },
		{ 0x2060, 0x206f }, { 0xfeff, 0xfeff }, { 0xfff9, 0xfffb }, { 0xfffe, 0xffff }, { 0xe0001, 0xe007f },
	};
	static const char *const around[] = { "%sAna", "A%sna", "Ana%s" };

	(void)state;
	for (size_t i = 0; i < COUNT_OF(ranges); i++)
		for (uint32_t rune = ranges[i].first; rune <= ranges[i].last; rune++) {
			char character[5] = "", name[16], cleaned[16];
			struct note note = { .text = "" };

			if (rune < 0x80)
				character[0] = (char)rune;
			else if (rune < 0x800)
				snprintf(character, sizeof(character), "%c%c", (int)(0xc0 | rune >> 6), (int)(0x80 | (rune & 0x3f)));
			else if (rune < 0x10000)
				snprintf(character, sizeof(character), "%c%c%c", (int)(0xe0 | rune >> 12),
					 (int)(0x80 | (rune >> 6 & 0x3f)), (int)(0x80 | (rune & 0x3f)));
			else
				snprintf(character, sizeof(character), "%c%c%c%c", (int)(0xf0 | rune >> 18),
					 (int)(0x80 | (rune >> 12 & 0x3f)), (int)(0x80 | (rune >> 6 & 0x3f)),
					 (int)(0x80 | (rune & 0x3f)));
			for (size_t k = 0; k < COUNT_OF(around); k++) {
				snprintf(name, sizeof(name), around[k], character);
				if (label_check(str_of(name), LABEL_LINE, &note) != FAULT_INVALID || strstr(note.text, "Ana"))
					fail_msg("U+%04X: %s", (unsigned)rune, note.text);
				assert_fault(label_check(str_of(name), LABEL_ADDRESS, NULL), FAULT_INVALID);
				label_clean(str_of(name), cleaned, sizeof(cleaned));
				assert_fine(label_check(str_of(cleaned), LABEL_LINE, NULL));
				assert_non_null(strstr(cleaned, k == 1 ? "na" : "Ana"));
			}
		}
}

static void a_remark_may_have_lines_and_an_address_no_blank(void **state)
{
	static const struct { const char *text; bool is_line, is_remark, is_address; } rows[] = {
		{ "one\ntwo", false, true, false }, { "one\r\ntwo", false, true, false }, { "one\ttwo", false, true, false },
		{ "one two", true, true, false }, { "a@b.example", true, true, true }, { "ana\u200d@b", true, true, false },
		{ "\u200eana@b", true, true, false }, { "ana\u3000@b", true, true, false }, { "añа@b", true, true, true },
		{ "one\x1btwo", false, false, false }, { "one\u202etwo", false, false, false }, { "\xc3", false, false, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		assert_int_equal(label_check(str_of(rows[i].text), LABEL_LINE, NULL) == FAULT_NONE, rows[i].is_line);
		assert_int_equal(label_check(str_of(rows[i].text), LABEL_LINES, NULL) == FAULT_NONE, rows[i].is_remark);
		assert_int_equal(label_check(str_of(rows[i].text), LABEL_ADDRESS, NULL) == FAULT_NONE, rows[i].is_address);
	}
}

static void what_is_cleaned_is_cut_at_a_whole_character(void **state)
{
	static const struct { const char *text, *clean; } rows[] = {
		{ "No school\nstaff day", "No scho" }, { "a\nb", "a b" }, { "\u202eabc\u202c", "abc" }, { "äöüäöü", "äöü" },
		{ "", "" }, { "\u200b\u200b", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		char clean[8];

		label_clean(str_of(rows[i].text), clean, sizeof(clean));
		assert_string_equal(clean, rows[i].clean);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_of_all_scripts_are_labels),
		cmocka_unit_test(no_label_has_what_nobody_sees_or_what_turns_words_around),
		cmocka_unit_test(a_remark_may_have_lines_and_an_address_no_blank),
		cmocka_unit_test(what_is_cleaned_is_cut_at_a_whole_character),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
