/* Who counts as the second of two people: by whose hand each account and token came to be, and since when. */
#include "tests/lib/test.h"

#include <string.h>

#include "domain/second_person.h"

enum { HOURS = 24 };
/* The operator is nobody; then people. */
enum { OP, ANA, BEN, EVA, DAN, PUPPET, OTHER };

/* By whom, with which of their tokens; to whom, which token of theirs; hours before now. */
struct deed {
	int by, by_token;
	enum grant_kind kind;
	int to, to_token;
	int hours;
};

#define MADE(by, to, hours) { by, 0, GRANT_MADE, to, 0, hours }
#define TOKEN(by, to, no, hours) { by, 0, GRANT_TOKEN, to, no, hours }

static const struct {
	const char *label;
	struct deed deeds[10];
	struct signer asker, second;
	enum second_person verdict;
	int from_hours;              /* since when it counts: hours from now, 0: not said */
} cases[] = {
	{ "two that the operator made", { MADE(OP, ANA, 48), MADE(OP, BEN, 48) },
	  { { ANA }, 0 }, { { BEN }, 0 }, SECOND_PERSON_COUNTS, 0 },
	{ "two with tokens of the operator's",
	  { MADE(OP, ANA, 48), MADE(OP, BEN, 48), TOKEN(OP, ANA, 1, 30), TOKEN(OP, BEN, 2, 30) },
	  { { ANA }, 1 }, { { BEN }, 2 }, SECOND_PERSON_COUNTS, 0 },
	{ "two that two others made", { MADE(OP, EVA, 99), MADE(OP, DAN, 99), MADE(EVA, ANA, 48), MADE(DAN, BEN, 48) },
	  { { ANA }, 0 }, { { BEN }, 0 }, SECOND_PERSON_COUNTS, 0 },
	{ "each with a token of their own making",
	  { MADE(OP, ANA, 48), MADE(OP, BEN, 48), TOKEN(ANA, ANA, 1, 30), TOKEN(BEN, BEN, 2, 30) },
	  { { ANA }, 1 }, { { BEN }, 2 }, SECOND_PERSON_COUNTS, 0 },
	{ "the same", { MADE(OP, ANA, 48) }, { { ANA }, 0 }, { { ANA }, 0 }, SECOND_PERSON_IS_ASKER, 0 },
	{ "the same with another token", { MADE(OP, ANA, 48), TOKEN(OP, ANA, 1, 48), TOKEN(OP, ANA, 2, 48) },
	  { { ANA }, 1 }, { { ANA }, 2 }, SECOND_PERSON_IS_ASKER, 0 },
	/* one hand */
	{ "whom the asker made", { MADE(OP, ANA, 99), MADE(ANA, PUPPET, 48) },
	  { { ANA }, 0 }, { { PUPPET }, 0 }, SECOND_PERSON_IS_OF_ONE_HAND, 0 },
	{ "however long ago", { MADE(OP, ANA, 99999), MADE(ANA, PUPPET, 88888) },
	  { { ANA }, 0 }, { { PUPPET }, 0 }, SECOND_PERSON_IS_OF_ONE_HAND, 0 },
	{ "who made the asker", { MADE(OP, ANA, 99), MADE(ANA, PUPPET, 48) },
	  { { PUPPET }, 0 }, { { ANA }, 0 }, SECOND_PERSON_IS_OF_ONE_HAND, 0 },
	{ "two of one maker", { MADE(OP, ANA, 99), MADE(ANA, PUPPET, 48), MADE(ANA, OTHER, 48) },
	  { { PUPPET }, 0 }, { { OTHER }, 0 }, SECOND_PERSON_IS_OF_ONE_HAND, 0 },
	{ "through another", { MADE(OP, ANA, 99), MADE(ANA, EVA, 98), MADE(EVA, DAN, 97), MADE(DAN, PUPPET, 48) },
	  { { ANA }, 0 }, { { PUPPET }, 0 }, SECOND_PERSON_IS_OF_ONE_HAND, 0 },
	{ "whose role the asker raised",
	  { MADE(OP, ANA, 99), MADE(OP, PUPPET, 99), { ANA, 0, GRANT_RAISED, PUPPET, 0, 48 } },
	  { { ANA }, 0 }, { { PUPPET }, 0 }, SECOND_PERSON_IS_OF_ONE_HAND, 0 },
	{ "whom the asker let in again",
	  { MADE(OP, ANA, 99), MADE(OP, PUPPET, 99), { ANA, 0, GRANT_ENABLED, PUPPET, 0, 48 } },
	  { { ANA }, 0 }, { { PUPPET }, 0 }, SECOND_PERSON_IS_OF_ONE_HAND, 0 },
	{ "whose token the asker made", { MADE(OP, ANA, 99), MADE(OP, BEN, 99), TOKEN(ANA, BEN, 2, 48) },
	  { { ANA }, 0 }, { { BEN }, 2 }, SECOND_PERSON_IS_OF_ONE_HAND, 0 },
	{ "but not by another token of theirs",
	  { MADE(OP, ANA, 99), MADE(OP, BEN, 99), TOKEN(ANA, BEN, 2, 48), TOKEN(OP, BEN, 3, 48) },
	  { { ANA }, 0 }, { { BEN }, 3 }, SECOND_PERSON_COUNTS, 0 },
	{ "whose token was made by one that the asker made",
	  { MADE(OP, ANA, 99), MADE(OP, BEN, 99), TOKEN(ANA, BEN, 2, 48), { BEN, 2, GRANT_TOKEN, BEN, 3, 40 } },
	  { { ANA }, 0 }, { { BEN }, 3 }, SECOND_PERSON_IS_OF_ONE_HAND, 0 },
	{ "made by a token that the asker made",
	  { MADE(OP, ANA, 99), MADE(OP, BEN, 99), TOKEN(ANA, BEN, 2, 48), { BEN, 2, GRANT_MADE, PUPPET, 0, 40 } },
	  { { ANA }, 0 }, { { PUPPET }, 0 }, SECOND_PERSON_IS_OF_ONE_HAND, 0 },
	{ "two others' tokens, both made by one",
	  { MADE(OP, ANA, 99), MADE(OP, BEN, 99), MADE(OP, EVA, 99), TOKEN(ANA, BEN, 2, 48), TOKEN(ANA, EVA, 3, 48) },
	  { { EVA }, 3 }, { { BEN }, 2 }, SECOND_PERSON_IS_OF_ONE_HAND, 0 },
	{ "makers in a ring", { MADE(ANA, BEN, 99), MADE(BEN, ANA, 99), MADE(OP, EVA, 99) },
	  { { ANA }, 0 }, { { EVA }, 0 }, SECOND_PERSON_COUNTS, 0 },
	/* younger than a day */
	{ "made today, by whomever", { MADE(OP, ANA, 99), MADE(OP, BEN, 1) },
	  { { ANA }, 0 }, { { BEN }, 0 }, SECOND_PERSON_IS_NEW, HOURS - 1 },
	{ "raised today", { MADE(OP, ANA, 99), MADE(OP, BEN, 99), { OP, 0, GRANT_RAISED, BEN, 0, 2 } },
	  { { ANA }, 0 }, { { BEN }, 0 }, SECOND_PERSON_IS_NEW, HOURS - 2 },
	{ "let in again today", { MADE(OP, ANA, 99), MADE(OP, BEN, 99), { OP, 0, GRANT_ENABLED, BEN, 0, 2 } },
	  { { ANA }, 0 }, { { BEN }, 0 }, SECOND_PERSON_IS_NEW, HOURS - 2 },
	{ "a token of today", { MADE(OP, ANA, 99), MADE(OP, BEN, 99), TOKEN(OP, BEN, 2, 23) },
	  { { ANA }, 0 }, { { BEN }, 2 }, SECOND_PERSON_IS_NEW, 1 },
	{ "but not another token of today", { MADE(OP, ANA, 99), MADE(OP, BEN, 99), TOKEN(OP, BEN, 2, 1), TOKEN(OP, BEN, 3, 48) },
	  { { ANA }, 0 }, { { BEN }, 3 }, SECOND_PERSON_COUNTS, 0 },
	{ "a token from before the role", { MADE(OP, ANA, 99), MADE(OP, BEN, 99), TOKEN(OP, BEN, 2, 90), { OP, 0, GRANT_RAISED, BEN, 0, 3 } },
	  { { ANA }, 0 }, { { BEN }, 2 }, SECOND_PERSON_IS_NEW, HOURS - 3 },
	{ "a day to the hour", { MADE(OP, ANA, 99), MADE(OP, BEN, 24) },
	  { { ANA }, 0 }, { { BEN }, 0 }, SECOND_PERSON_COUNTS, 0 },
	{ "an asker of today", { MADE(OP, ANA, 1), MADE(OP, BEN, 99) },
	  { { ANA }, 0 }, { { BEN }, 0 }, SECOND_PERSON_ASKER_IS_NEW, HOURS - 1 },
	{ "an asker's token of today", { MADE(OP, ANA, 99), MADE(OP, BEN, 99), TOKEN(OP, ANA, 1, 4) },
	  { { ANA }, 1 }, { { BEN }, 0 }, SECOND_PERSON_ASKER_IS_NEW, HOURS - 4 },
	{ "a puppet of today is told the worse reason", { MADE(OP, ANA, 99), MADE(ANA, PUPPET, 1) },
	  { { ANA }, 0 }, { { PUPPET }, 0 }, SECOND_PERSON_IS_OF_ONE_HAND, 0 },
	/* the operator's word */
	{ "vouched for", { MADE(OP, ANA, 99), MADE(ANA, BEN, 99), { OP, 0, GRANT_VOUCHED, BEN, 0, 30 } },
	  { { ANA }, 0 }, { { BEN }, 0 }, SECOND_PERSON_COUNTS, 0 },
	{ "vouched for today", { MADE(OP, ANA, 99), MADE(ANA, BEN, 99), { OP, 0, GRANT_VOUCHED, BEN, 0, 5 } },
	  { { ANA }, 0 }, { { BEN }, 0 }, SECOND_PERSON_IS_NEW, HOURS - 5 },
	{ "vouched for, with the asker's token",
	  { MADE(OP, ANA, 99), MADE(ANA, BEN, 99), TOKEN(ANA, BEN, 2, 98), { OP, 0, GRANT_VOUCHED, BEN, 0, 30 } },
	  { { ANA }, 0 }, { { BEN }, 2 }, SECOND_PERSON_IS_OF_ONE_HAND, 0 },
	{ "vouched for, and raised by the asker since",
	  { MADE(OP, ANA, 99), MADE(ANA, BEN, 99), { OP, 0, GRANT_VOUCHED, BEN, 0, 60 }, { ANA, 0, GRANT_RAISED, BEN, 0, 50 } },
	  { { ANA }, 0 }, { { BEN }, 0 }, SECOND_PERSON_IS_OF_ONE_HAND, 0 },
	{ "one of two vouched for", { MADE(OP, ANA, 99), MADE(ANA, BEN, 99), MADE(ANA, EVA, 99), { OP, 0, GRANT_VOUCHED, BEN, 0, 30 } },
	  { { EVA }, 0 }, { { BEN }, 0 }, SECOND_PERSON_COUNTS, 0 },
	/* nobody knows */
	{ "of whom nothing is known", { MADE(OP, ANA, 99) }, { { ANA }, 0 }, { { BEN }, 0 }, SECOND_PERSON_IS_UNKNOWN, 0 },
	{ "of whose token nothing is known", { MADE(OP, ANA, 99), MADE(OP, BEN, 99) },
	  { { ANA }, 0 }, { { BEN }, 2 }, SECOND_PERSON_IS_UNKNOWN, 0 },
};

static struct grant grant_of_deed(const struct deed *deed, int64_t now)
{
	return (struct grant){ .to = { { deed->to }, deed->to_token },
			       .by = { { deed->by }, deed->by_token },
			       .kind = deed->kind, .at = now - deed->hours * HOUR_MS };
}

static void every_case_of_the_table_is_judged_as_it_says(void **unused)
{
	const int64_t now = 400 * DAY_MS * 30;

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct grant grants[COUNT_OF(cases[0].deeds)];
		struct second_person_facts facts = { .asker = cases[i].asker,
			.second = cases[i].second, .grants = grants, .now = now };
		enum second_person verdict;
		int64_t from_at = -1;

		while (facts.count < COUNT_OF(grants) && cases[i].deeds[facts.count].to) {
			grants[facts.count] = grant_of_deed(&cases[i].deeds[facts.count], now);
			facts.count++;
		}
		verdict = second_person_judge(&facts, &from_at);
		if (verdict != cases[i].verdict)
			fail_msg("%s: %d, not %d", cases[i].label, verdict, cases[i].verdict);
		if (from_at != (cases[i].from_hours ? now + cases[i].from_hours * HOUR_MS : 0))
			fail_msg("%s: from %lld", cases[i].label, (long long)from_at);
	}
}

/* Whoever stands on either side: nothing that one hand did lets it sign twice. */
static void whoever_asks_of_two_the_hands_in_common_are_the_same(void **unused)
{
	const int64_t now = 400 * DAY_MS * 30;

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		struct grant grants[COUNT_OF(cases[0].deeds)];
		struct second_person_facts facts = { .asker = cases[i].second,
			.second = cases[i].asker, .grants = grants, .now = now };
		enum second_person verdict;
		int64_t from_at;

		while (facts.count < COUNT_OF(grants) && cases[i].deeds[facts.count].to) {
			grants[facts.count] = grant_of_deed(&cases[i].deeds[facts.count], now);
			facts.count++;
		}
		verdict = second_person_judge(&facts, &from_at);
		if ((verdict == SECOND_PERSON_COUNTS) != (cases[i].verdict == SECOND_PERSON_COUNTS))
			fail_msg("%s, the other way round: %d", cases[i].label, verdict);
	}
}

static void what_is_too_much_to_be_looked_through_counts_for_nobody(void **unused)
{
	static struct grant grants[SECOND_PERSON_GRANTS];
	const int64_t now = 400 * DAY_MS * 30;
	struct second_person_facts facts = { .asker = { { ANA }, 0 }, .second = { { BEN }, 0 },
					     .grants = grants, .now = now };
	int64_t from_at;

	(void)unused;
	grants[0] = grant_of_deed(&(struct deed)MADE(OP, ANA, 99), now);
	for (int i = 1; i < SECOND_PERSON_GRANTS; i++)
		grants[i] = grant_of_deed(&(struct deed)MADE(OP, BEN, 99), now);
	facts.count = SECOND_PERSON_GRANTS - 1;
	assert_int_equal(second_person_judge(&facts, &from_at), SECOND_PERSON_COUNTS);
	facts.count = SECOND_PERSON_GRANTS;
	assert_int_equal(second_person_judge(&facts, &from_at), SECOND_PERSON_IS_UNKNOWN);
	/* a line of makers longer than the hands that are counted: 10 made 11 made 12… */
	for (int i = 1; i < SECOND_PERSON_GRANTS - 1; i++)
		grants[i] = grant_of_deed(&(struct deed)MADE(i + 10, i + 9, 99), now);
	facts.count = SECOND_PERSON_GRANTS - 1;
	facts.second.user.n = 10;
	assert_int_equal(second_person_judge(&facts, &from_at), SECOND_PERSON_IS_UNKNOWN);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_case_of_the_table_is_judged_as_it_says),
		cmocka_unit_test(whoever_asks_of_two_the_hands_in_common_are_the_same),
		cmocka_unit_test(what_is_too_much_to_be_looked_through_counts_for_nobody),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
