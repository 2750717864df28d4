/* The ladder over all its facts: it ends, and it never goes where it must not. */
#include "tests/lib/test.h"

#include "domain/ladder.h"

/* Each way is in one of these: fine, or with one thing against it. */
enum against { FINE, TRIED, MAY_HAVE, STOPPED, OTHER_LANGUAGE, UNUSABLE, NO_CONSENT, NO_LINE,
	       NO_HOUR, AGAINST_COUNT };

static struct ladder_way way_of(enum channel channel, bool is_guardians, enum against against)
{
	return (struct ladder_way){
		.channel = channel, .is_guardians = is_guardians,
		.speaks = against != OTHER_LANGUAGE, .is_tried = against == TRIED,
		.may_have_it = against == MAY_HAVE, .is_stopped = against == STOPPED,
		.is_unusable = against == UNUSABLE, .may_receive = against != NO_CONSENT,
		.has_line = against != NO_LINE, .has_hour = against != NO_HOUR,
	};
}

static void check_choice(const struct ladder_facts *facts, const struct ladder_choice *choice)
{
	const struct ladder_way *way = &facts->ways[choice->way];

	assert_true(choice->rung < RUNG_COUNT);
	assert_int_not_equal(choice->rung, RUNG_VOICE);
	assert_null(choice->passed[choice->rung]);
	if (choice->rung == RUNG_RETRY)
		assert_true(facts->may_retry && facts->miss == MISS_OFF);
	if (choice->rung == RUNG_RETRY || choice->rung == RUNG_VISIT)
		return;
	assert_true(choice->way < facts->count);
	assert_false(way->is_tried || way->may_have_it || way->is_stopped || way->is_unusable);
	assert_true(way->may_receive && way->has_line && way->has_hour);
	assert_int_not_equal(way->channel, CHANNEL_VOICE);
	assert_int_equal(way->is_guardians, choice->rung == RUNG_GUARDIAN);
	if (way->is_guardians)
		assert_true(facts->shares && way->speaks);
	if (facts->miss == MISS_CONTENT)
		assert_int_not_equal(way->channel, facts->channel);
}

/* Nine facts of one way, every combination, under every miss. */
static void no_way_is_taken_that_must_not_be(void **state)
{
	long taken = 0, seen = 0;

	(void)state;
	for (unsigned bits = 0; bits < 1u << 9; bits++)
		for (unsigned more = 0; more < MISS_COUNT * 4 * CHANNEL_COUNT; more++) {
			struct ladder_way way = {
				.channel = (enum channel)(more % CHANNEL_COUNT),
				.is_guardians = bits & 1, .speaks = bits & 2,
				.is_tried = bits & 4, .may_have_it = bits & 8,
				.is_stopped = bits & 16, .is_unusable = bits & 32,
				.may_receive = bits & 64, .has_line = bits & 128,
				.has_hour = bits & 256,
			};
			struct ladder_facts facts = {
				.miss = (enum miss)(more / CHANNEL_COUNT % MISS_COUNT),
				.shares = more / CHANNEL_COUNT / MISS_COUNT & 1,
				.may_retry = more / CHANNEL_COUNT / MISS_COUNT & 2,
				.ways = &way, .count = 1,
			};
			struct ladder_choice choice = ladder_choose(&facts);

			check_choice(&facts, &choice);
			seen++;
			taken += choice.rung != RUNG_VISIT && choice.rung != RUNG_RETRY;
		}
	assert_int_equal(seen, 512 * 9 * 4 * 3);
	/* A way with nothing against it is not left unused: text or WhatsApp, theirs (with
	 * either language and either household) or a guardian's, under each miss. */
	assert_true(taken > 0);
}

/* Climbs to the end: each rung that is taken fails for the reason that `misses` gives. */
static int climb(struct ladder_facts *facts, struct ladder_way *ways, int retries, enum miss miss)
{
	int steps = 0;

	for (;;) {
		struct ladder_choice choice;

		facts->may_retry = retries > 0;
		choice = ladder_choose(facts);
		check_choice(facts, &choice);
		steps++;
		if (choice.rung == RUNG_VISIT)
			return steps;
		if (choice.rung == RUNG_RETRY) {
			retries--;
			continue;
		}
		assert_false(ways[choice.way].is_tried);
		ways[choice.way].is_tried = true;
		ways[choice.way].may_have_it = miss == MISS_SILENCE || miss == MISS_UNKNOWN;
		facts->miss = miss;
		assert_true(steps < 12);
	}
}

static void every_ladder_ends_in_a_visit(void **state)
{
	(void)state;
	for (int a = 0; a < AGAINST_COUNT; a++)
	for (int b = 0; b < AGAINST_COUNT; b++)
	for (int c = 0; c < AGAINST_COUNT; c++)
	for (int first = 0; first < MISS_COUNT; first++)
	for (int then = 0; then < MISS_COUNT; then++)
	for (int shares = 0; shares < 2; shares++) {
		struct ladder_way ways[] = {
			way_of(CHANNEL_SMS, false, TRIED),
			way_of(CHANNEL_SMS, false, (enum against)a),
			way_of(CHANNEL_WHATSAPP, false, (enum against)b),
			way_of(CHANNEL_SMS, true, (enum against)c),
		};
		struct ladder_facts facts = { .miss = (enum miss)first, .shares = shares,
					      .ways = ways, .count = COUNT_OF(ways) };
		int steps = climb(&facts, ways, 2, (enum miss)then);

		assert_true(steps <= 2 + 3 + 1);
	}
}

static const struct {
	const char *label;
	enum miss miss;
	bool may_retry, shares;
	enum against number, whatsapp, guardian;
	enum rung expected;
} examples[] = {
	{ "switched off: again later", MISS_OFF, true, true, FINE, FINE, FINE, RUNG_RETRY },
	{ "and when that is used up", MISS_OFF, false, true, FINE, FINE, FINE, RUNG_NUMBER },
	{ "a landline is not tried again", MISS_NO_TEXTS, true, true, FINE, FINE, FINE, RUNG_NUMBER },
	{ "silence is not tried again", MISS_SILENCE, true, true, FINE, FINE, FINE, RUNG_NUMBER },
	{ "no other number", MISS_NO_TEXTS, false, true, UNUSABLE, FINE, FINE, RUNG_CHANNEL },
	{ "nor channel", MISS_NO_TEXTS, false, true, STOPPED, NO_LINE, FINE, RUNG_GUARDIAN },
	{ "the household does not share", MISS_OFF, false, false, TRIED, NO_LINE, FINE, RUNG_VISIT },
	{ "another language", MISS_OFF, false, true, TRIED, TRIED, OTHER_LANGUAGE, RUNG_VISIT },
	{ "the other guardian said stop", MISS_OFF, false, true, TRIED, TRIED, STOPPED, RUNG_VISIT },
	{ "a filtered text goes nowhere by SMS", MISS_CONTENT, true, true, FINE, NO_LINE, FINE, RUNG_VISIT },
	{ "but by another channel", MISS_CONTENT, true, true, FINE, FINE, FINE, RUNG_CHANNEL },
	{ "the family's own language may differ", MISS_OFF, false, true, OTHER_LANGUAGE, FINE, FINE, RUNG_NUMBER },
};

static void the_rungs_are_taken_in_order(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT_OF(examples); i++) {
		struct ladder_way ways[] = {
			way_of(CHANNEL_SMS, true, examples[i].guardian),
			way_of(CHANNEL_WHATSAPP, false, examples[i].whatsapp),
			way_of(CHANNEL_SMS, false, examples[i].number),
		};
		struct ladder_facts facts = {
			.miss = examples[i].miss, .may_retry = examples[i].may_retry,
			.shares = examples[i].shares, .ways = ways, .count = COUNT_OF(ways) };
		struct ladder_choice choice = ladder_choose(&facts);

		if (choice.rung != examples[i].expected)
			fail_msg("%s: %s", examples[i].label, rung_word(choice.rung));
		for (int rung = 0; rung < (int)choice.rung; rung++)
			if (!choice.passed[rung])
				fail_msg("%s: nothing is said of %s", examples[i].label,
					 rung_word((enum rung)rung));
	}
}

static void who_was_heard_last_is_told_first(void **state)
{
	struct ladder_way ways[3];
	struct ladder_facts facts = { .miss = MISS_NO_TEXTS, .ways = ways, .count = 3 };

	(void)state;
	for (int latest = 0; latest < 3; latest++) {
		for (int i = 0; i < 3; i++) {
			ways[i] = way_of(CHANNEL_SMS, false, FINE);
			ways[i].inbound_at = i == latest ? 9 : i;
		}
		assert_int_equal(ladder_choose(&facts).way, latest);
	}
}

static void a_district_may_want_another_order(void **state)
{
	static const enum rung guardian_first[] = { RUNG_GUARDIAN, RUNG_NUMBER };
	static const enum rung only_visits[] = { RUNG_VISIT };
	struct ladder_way ways[] = { way_of(CHANNEL_SMS, false, FINE),
				     way_of(CHANNEL_SMS, true, FINE) };
	struct ladder_facts facts = { .miss = MISS_NO_TEXTS, .shares = true, .ways = ways,
				      .count = 2, .order = guardian_first, .order_count = 2 };

	(void)state;
	assert_int_equal(ladder_choose(&facts).rung, RUNG_GUARDIAN);
	ways[1].is_tried = true;
	assert_int_equal(ladder_choose(&facts).rung, RUNG_NUMBER);
	ways[0].is_tried = true;
	assert_int_equal(ladder_choose(&facts).rung, RUNG_VISIT);
	facts.order = only_visits;
	facts.order_count = 1;
	ways[0].is_tried = ways[1].is_tried = false;
	assert_int_equal(ladder_choose(&facts).rung, RUNG_VISIT);
}

static void an_order_that_makes_no_sense_is_refused(void **state)
{
	static const struct {
		enum rung order[3];
		size_t count, bad;
		bool is_fine;
	} orders[] = {
		{ { RUNG_NUMBER, RUNG_GUARDIAN, RUNG_VISIT }, 3, 0, true },
		{ { RUNG_VISIT }, 1, 0, true },
		{ { RUNG_NUMBER, RUNG_NUMBER }, 2, 1, false },
		{ { RUNG_VISIT, RUNG_NUMBER }, 2, 1, false },
		{ { RUNG_NUMBER, RUNG_CHANNEL, RUNG_RETRY }, 3, 2, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(orders); i++) {
		size_t bad = 99;

		assert_int_equal(ladder_order_check(orders[i].order, orders[i].count, &bad),
				 orders[i].is_fine);
		if (!orders[i].is_fine)
			assert_int_equal(bad, orders[i].bad);
	}
}

static void voice_has_its_rung_and_says_that_it_is_not_there_yet(void **state)
{
	struct ladder_way way = way_of(CHANNEL_VOICE, false, FINE);
	struct ladder_facts facts = { .miss = MISS_NO_TEXTS, .ways = &way, .count = 1 };
	struct ladder_choice choice = ladder_choose(&facts);

	(void)state;
	assert_int_equal(choice.rung, RUNG_VISIT);
	assert_string_equal(choice.passed[RUNG_VOICE], "not available yet");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_way_is_taken_that_must_not_be),
		cmocka_unit_test(every_ladder_ends_in_a_visit),
		cmocka_unit_test(the_rungs_are_taken_in_order),
		cmocka_unit_test(who_was_heard_last_is_told_first),
		cmocka_unit_test(a_district_may_want_another_order),
		cmocka_unit_test(an_order_that_makes_no_sense_is_refused),
		cmocka_unit_test(voice_has_its_rung_and_says_that_it_is_not_there_yet),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
