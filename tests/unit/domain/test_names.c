#include "tests/lib/test.h"

#include "domain/names.h"

/* Every word finds its own constant and no other; nothing near a word does. */
#define CHECK_WORDS(noun, count)                                                \
	do {                                                                    \
		for (int i_ = 0; i_ < (int)(count); i_++) {                     \
			const char *word_ = noun##_word((enum noun)i_);         \
			enum noun found_ = (enum noun)(count);                  \
                                                                                \
			assert_non_null(word_);                                 \
			assert_true(word_[0] != '\0');                          \
			assert_true(noun##_of(str_of(word_), &found_));         \
			assert_int_equal(found_, i_);                           \
			assert_false(noun##_of(str_from(str_of(word_), 1), &found_)); \
			assert_int_equal(found_, i_);                           \
		}                                                               \
	} while (0)

static void every_word_leads_back_to_its_constant(void **state)
{
	(void)state;
	CHECK_WORDS(channel, CHANNEL_COUNT);
	CHECK_WORDS(direction, DIRECTION_COUNT);
	CHECK_WORDS(purpose, PURPOSE_COUNT);
	CHECK_WORDS(kind, KIND_COUNT);
	CHECK_WORDS(role, ROLE_COUNT);
}

static void a_stranger_s_word_is_no_word(void **state)
{
	static const char *const strangers[] = { "", "SMS", "sms ", "Sms", "email", "inn" };
	enum channel channel = CHANNEL_VOICE;
	enum direction direction = DIRECTION_OUT;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(strangers); i++) {
		assert_false(channel_of(str_of(strangers[i]), &channel));
		assert_false(direction_of(str_of(strangers[i]), &direction));
	}
	assert_false(channel_of(STR_NONE, &channel));
	assert_int_equal(channel, CHANNEL_VOICE);
	assert_int_equal(direction, DIRECTION_OUT);
}

static void the_words_are_those_of_the_contract(void **state)
{
	(void)state;
	assert_string_equal(channel_word(CHANNEL_WHATSAPP), "whatsapp");
	assert_string_equal(direction_word(DIRECTION_IN), "in");
	assert_string_equal(purpose_word(PURPOSE_EMERGENCY), "emergency");
	assert_string_equal(kind_word(KIND_ACK), "acknowledgement");
	assert_string_equal(role_word(ROLE_ADMINISTRATOR), "administrator");
	assert_true(KIND_CONFIRMATION < KIND_OUTREACH);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_word_leads_back_to_its_constant),
		cmocka_unit_test(a_stranger_s_word_is_no_word),
		cmocka_unit_test(the_words_are_those_of_the_contract),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
