/*
 * What the provider lists is ours only if it says the same, to the same number, and nobody else
 * here has it: guarantees.md §2.6.  What is adopted wrongly is a text that never left.
 */
#include "tests/unit/work/posted.h"

#include "work/outbound/receipt_job.h"

#define SAID "On Friday at three."

/* Until its text is found, or a list was read to its end without it. */
static void reconcile_once(struct posted *posted, struct message_id id)
{
	struct bench *bench = &posted->bench;
	struct core *core = bench->core;
	int lists = posted->provider.lists;
	int64_t look_at = posted_row(posted, id).look_at;

	assert_true(look_at != NEVER);
	case_wind_to(bench, look_at);
	reconcile_wake(core->reconcile);
	sender_until(bench, posted->provider.lists > lists);
	/* no verdict that could not be kept asks for ever */
	sender_until(bench, posted_row(posted, id).look_at != look_at ||
			    posted_row(posted, id).state != DELIVERY_UNKNOWN ||
			    posted->provider.lists > lists + 1);
	sender_until(bench, reconcile_is_idle(core->reconcile));
}

static struct message_id owner_of(struct posted *posted, const char *provider_id)
{
	struct message_id owner = { 0 };

	(void)(delivery_by_provider(posted->bench.db, STR("main"), str_of(provider_id), &owner) ==
	       FAULT_NONE);
	return owner;
}

/* --- whose words it is ------------------------------------------------------------------------ */

static void only_the_same_words_to_the_same_number_are_adopted(void **unused)
{
	static const struct {
		const char *label, *to, *text;
		bool is_inbound, is_ours;
	} rows[] = {
		{ "the text itself", ROSA, SAID, false, true },
		{ "another text", ROSA, "School is closed on Friday.", false, false },
		{ "the empty text", ROSA, "", false, false },
		{ "a text that begins as ours", ROSA, SAID " Room 4.", false, false },
		{ "what ours begins with", ROSA, "On Friday at three", false, false },
		{ "ours in another case", ROSA, "on friday at three.", false, false },
		{ "ours with a space behind", ROSA, SAID " ", false, false },
		{ "ours with a line in front", ROSA, "\n" SAID, false, false },
		{ "one letter is another", ROSA, "On Friday at threa.", false, false },
		{ "as long, and other words", ROSA, "On Monday at three.", false, false },
		{ "ours to somebody else", LUIS, SAID, false, false },
		{ "their own words to us", HERE, SAID, true, false },
		{ "our words, told back by them", ROSA, SAID, true, false },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct posted posted;
		struct message_id id;
		struct thing *thing;
		bool is_adopted;

		posted_new(&posted, TUESDAY_TEN);
		/* our filter is a wish: what the answer says is looked at */
		posted.provider.lists_all = true;
		id = posted_text(&posted, LOSES);
		assert_int_equal(posted_row(&posted, id).state, DELIVERY_UNKNOWN);
		thing = provider_add(&posted.provider, rows[i].is_inbound ? ROSA : HERE,
				     rows[i].to, rows[i].text, rows[i].is_inbound);
		if (rows[i].is_inbound)
			snprintf(thing->from, sizeof(thing->from), "%s", HERE);
		reconcile_once(&posted, id);
		is_adopted = posted_row(&posted, id).state != DELIVERY_UNKNOWN;
		if (is_adopted != rows[i].is_ours ||
		    owner_of(&posted, thing->id).n != (rows[i].is_ours ? id.n : 0) ||
		    posted_row(&posted, id).empty_lists != !rows[i].is_ours)
			fail_msg("%s: %s, %d empty lists", rows[i].label,
				 delivery_word(posted_row(&posted, id).state),
				 posted_row(&posted, id).empty_lists);
		posted_done(&posted);
	}
}

/* Among others of that day, before and behind them, in either order of the list. */
static void the_same_words_are_found_among_others(void **unused)
{
	(void)unused;
	for (int i = 0; i < 2; i++) {
		struct posted posted;
		struct message_id id;
		char ours[40];

		posted_new(&posted, TUESDAY_TEN);
		posted.provider.lists_oldest_first = i == 1;
		provider_add(&posted.provider, HERE, ROSA, "School begins at eight.", false);
		id = posted_text(&posted, TAKES_AND_CUTS);
		snprintf(ours, sizeof(ours), "%s", posted.provider.things[1].id);
		provider_add(&posted.provider, HERE, ROSA, "School is closed.", false);
		reconcile_once(&posted, id);
		assert_int_equal(posted_row(&posted, id).state, DELIVERY_SENT);
		assert_int_equal(owner_of(&posted, ours).n, id.n);
		assert_int_equal(posted.provider.posts, 1);
		posted_done(&posted);
	}
}

/* --- whose id it is --------------------------------------------------------------------------- */

/* The same words twice, of two promises or of one that was asked again: the first was taken and
 * answered, the second was lost.  The first one's id proves nothing about it. */
static void an_id_that_another_row_has_is_not_adopted(void **unused)
{
	struct posted posted;
	struct message_id first, second;
	struct claim *claim;

	(void)unused;
	posted_new(&posted, TUESDAY_TEN);
	first = posted_text(&posted, TAKES);
	posted_pause(&posted);
	second = posted_queue(&posted, KIND_ANSWER);
	posted.provider.takes = LOSES;
	posted_begin(&posted);
	claim = posted_claim(&posted);
	posted_hand_over(&posted, &claim);
	posted.provider.takes = TAKES;
	assert_int_equal(posted_row(&posted, second).state, DELIVERY_UNKNOWN);
	reconcile_once(&posted, second);
	assert_int_equal(posted_row(&posted, second).state, DELIVERY_UNKNOWN);
	assert_int_equal(posted_row(&posted, second).empty_lists, 1);
	assert_int_equal(posted_row(&posted, first).state, DELIVERY_SENT);
	assert_int_equal(owner_of(&posted, posted.provider.things[0].id).n, first.n);
	/* nor by a second look: it is marked, and goes once more */
	reconcile_once(&posted, second);
	assert_int_equal(posted_row(&posted, second).state, DELIVERY_QUEUED);
	assert_true(posted_row(&posted, second).is_ambiguous);
	assert_false(posted_row(&posted, first).is_ambiguous);
	posted_done(&posted);
}

/* Both were taken, and the second answer was lost: each has its own, in either order. */
static void of_two_that_say_the_same_each_has_its_own_id(void **unused)
{
	(void)unused;
	for (int i = 0; i < 2; i++) {
		struct posted posted;
		struct message_id first, second;
		struct claim *claim;

		posted_new(&posted, TUESDAY_TEN);
		posted.provider.lists_oldest_first = i == 1;
		first = posted_text(&posted, TAKES);
		posted_pause(&posted);
		second = posted_queue(&posted, KIND_ANSWER);
		posted.provider.takes = TAKES_AND_CUTS;
		posted_begin(&posted);
		claim = posted_claim(&posted);
		posted_hand_over(&posted, &claim);
		posted.provider.takes = TAKES;
		reconcile_once(&posted, second);
		assert_int_equal(posted_row(&posted, second).state, DELIVERY_SENT);
		assert_int_equal(owner_of(&posted, posted.provider.things[0].id).n, first.n);
		assert_int_equal(owner_of(&posted, posted.provider.things[1].id).n, second.n);
		assert_false(posted_row(&posted, second).is_ambiguous);
		posted_done(&posted);
	}
}

/* --- whoever decides ---------------------------------------------------------------------------- */

static void a_district_that_wants_a_person_to_decide_gets_one(void **unused)
{
	struct posted posted;
	struct message_id id;

	(void)unused;
	posted_new(&posted, TUESDAY_TEN);
	posted.bench.settings.gives_ambiguous_to_person = true;
	id = posted_text(&posted, LOSES);
	reconcile_once(&posted, id);
	assert_int_equal(posted_row(&posted, id).state, DELIVERY_UNKNOWN);
	assert_false(posted_row(&posted, id).is_ambiguous);
	reconcile_once(&posted, id);
	assert_int_equal(posted_row(&posted, id).state, DELIVERY_FAILED);
	assert_true(posted_row(&posted, id).needs_person);
	assert_true(posted_row(&posted, id).is_ambiguous);
	posted_done(&posted);
}

/* Lists that cannot be read are no empty ones; nor do we ask for ever. */
static void a_provider_that_does_not_answer_is_asked_until_the_deadline(void **unused)
{
	static const int statuses[] = { 401, 404, 429, 500, 503 };

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(statuses); i++) {
		struct posted posted;
		struct message_id id;

		posted_new(&posted, TUESDAY_TEN);
		posted.provider.list_status = statuses[i];
		id = posted_text(&posted, LOSES);
		for (int round = 0; round < 3; round++) {
			reconcile_once(&posted, id);
			assert_int_equal(posted_row(&posted, id).state, DELIVERY_UNKNOWN);
			assert_int_equal(posted_row(&posted, id).empty_lists, 0);
		}
		case_wind_to(&posted.bench, posted_row(&posted, id).claimed_at +
					    posted.bench.settings.receipt_for);
		reconcile_once(&posted, id);
		assert_int_equal(posted_row(&posted, id).state, DELIVERY_FAILED);
		assert_true(posted_row(&posted, id).needs_person);
		posted_done(&posted);
	}
}

/* Taken, and then silence: nobody knows whether it arrived. */
static void what_has_no_receipt_by_the_deadline_is_a_persons(void **unused)
{
	struct posted posted;
	struct message_id id;

	(void)unused;
	posted_new(&posted, TUESDAY_TEN);
	id = posted_text(&posted, TAKES);
	for (int round = 0; round < 2; round++) {
		int fetches = posted.provider.fetches;

		assert_int_equal(posted_row(&posted, id).state, DELIVERY_SENT);
		assert_false(posted_row(&posted, id).needs_person);
		case_wind_to(&posted.bench, round ? posted_row(&posted, id).sent_at +
						    posted.bench.settings.receipt_for :
						    posted_row(&posted, id).look_at);
		reconcile_wake(posted.bench.core->reconcile);
		sender_until(&posted.bench, posted.provider.fetches > fetches);
		sender_until(&posted.bench, reconcile_is_idle(posted.bench.core->reconcile));
	}
	assert_int_equal(posted_row(&posted, id).state, DELIVERY_SENT);
	assert_true(posted_row(&posted, id).needs_person);
	posted_done(&posted);
}

/* --- news while we ask --------------------------------------------------------------------------- */

static void on_receipt(void *data, enum fault fault)
{
	assert_fine(fault);
	*(bool *)data = true;
}

/* The carrier could not deliver it, so it goes once more; nobody knows about that attempt either. */
static void fail_and_post_again(struct posted *posted, struct message_id id)
{
	struct receipt receipt = { .id = str_of(posted->provider.things[0].id), .is_known = true,
				   .token = str_of(posted->provider.things[0].token),
				   .event = ON_UNDELIVERED, .code = 30008, .remedy = REMEDY_RETRY };
	struct claim *claim;
	bool is_told = false;

	assert_fine(receipt_job_start(posted_account(posted), &receipt, on_receipt, &is_told));
	sender_until(&posted->bench, is_told);
	assert_int_equal(posted_row(posted, id).state, DELIVERY_QUEUED);
	case_wind_to(&posted->bench, posted_row(posted, id).not_before_at);
	posted->provider.takes = LOSES;
	claim = posted_claim(posted);
	posted_hand_over(posted, &claim);
	assert_int_equal(posted_row(posted, id).state, DELIVERY_UNKNOWN);
	assert_int_equal(posted_row(posted, id).attempts, 2);
}

/* The list was asked for one attempt, and its answer says nothing of the next. */
static void a_list_that_was_asked_for_an_earlier_attempt_proves_nothing(void **unused)
{
	struct posted posted;
	struct reconcile **reconcile;
	struct message_id id;
	int64_t look_at;

	(void)unused;
	posted_new(&posted, TUESDAY_TEN);
	reconcile = &posted.bench.core->reconcile;
	id = posted_text(&posted, TAKES_AND_CUTS);
	posted.provider.holds_lists = true;
	case_wind_to(&posted.bench, posted_row(&posted, id).look_at);
	reconcile_wake(*reconcile);
	sender_until(&posted.bench, posted.provider.held_count == 1);
	fail_and_post_again(&posted, id);
	look_at = posted_row(&posted, id).look_at;
	posted.provider.holds_lists = false;
	provider_answer_lists(&posted.provider);
	sender_until(&posted.bench, reconcile_is_idle(*reconcile));
	assert_int_equal(posted_row(&posted, id).empty_lists, 0);
	assert_true(posted_row(&posted, id).look_at == look_at);
	posted_done(&posted);
}

/* --- a provider that cannot be asked ------------------------------------------------------------- */

/* No machine finds out whether it was taken: a person does, and it is not sent again. */
static void what_no_list_can_tell_is_a_persons_and_is_not_sent_again(void **unused)
{
	static const enum takes ends[] = { LOSES, TAKES_AND_CUTS };

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(ends); i++) {
		struct posted posted;
		struct adapter mute;
		struct message_id id;

		posted_new(&posted, TUESDAY_TEN);
		mute = *posted_account(&posted)->adapter;
		mute.can_list = false;
		posted_account(&posted)->adapter = &mute;
		id = posted_text(&posted, ends[i]);
		case_wind_to(&posted.bench, posted_row(&posted, id).look_at);
		reconcile_wake(posted.bench.core->reconcile);
		sender_until(&posted.bench, posted_row(&posted, id).state != DELIVERY_UNKNOWN ||
					    posted.provider.lists > 0 ||
					    posted_row(&posted, id).empty_lists > 0);
		assert_int_equal(posted.provider.lists, 0);
		assert_int_equal(posted_row(&posted, id).state, DELIVERY_FAILED);
		assert_true(posted_row(&posted, id).needs_person);
		assert_true(posted_row(&posted, id).is_ambiguous);
		assert_int_equal(posted.provider.posts, 1);
		posted_done(&posted);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_the_same_words_to_the_same_number_are_adopted),
		cmocka_unit_test(the_same_words_are_found_among_others),
		cmocka_unit_test(an_id_that_another_row_has_is_not_adopted),
		cmocka_unit_test(of_two_that_say_the_same_each_has_its_own_id),
		cmocka_unit_test(what_no_list_can_tell_is_a_persons_and_is_not_sent_again),
		cmocka_unit_test(a_district_that_wants_a_person_to_decide_gets_one),
		cmocka_unit_test(a_provider_that_does_not_answer_is_asked_until_the_deadline),
		cmocka_unit_test(a_list_that_was_asked_for_an_earlier_attempt_proves_nothing),
		cmocka_unit_test(what_has_no_receipt_by_the_deadline_is_a_persons),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
