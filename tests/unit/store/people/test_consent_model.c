/* Consent, its history and what may have been a stop, against a model of a few lines. */
#include "tests/lib/test.h"

#include "families.h"
#include "store/log/events.h"
#include "store/people/consent.h"
#include "store/people/opt_out_reviews.h"

enum { PHONES = 4, STEPS = 400 };

static const char *const phones[PHONES] = { "+13125550101", "+13125550102", "+525511112222",
					    "+442071838750" };

struct book {
	struct consent now[PHONES][CHANNEL_COUNT][PURPOSE_COUNT];
	/* what changed, oldest first */
	struct entry {
		int phone;
		int64_t event_id;
		struct consent_entry what;
	} entries[STEPS * PURPOSE_COUNT];
	size_t count;
};

static void book_set(struct book *book, int phone, const struct consent_change *change,
		     enum purpose purpose)
{
	struct consent *now = &book->now[phone][change->channel][purpose];

	if (!now->changed_at || now->is_stopped != change->is_stopped)
		book->entries[book->count++] = (struct entry){
			phone, change->event_id,
			{ change->channel, purpose, change->is_stopped, change->at, change->cause } };
	*now = (struct consent){ change->is_stopped, !change->is_stopped, change->at,
				 change->cause };
}

static struct consent_change some_change(struct chance *chance, int phone, int step)
{
	return (struct consent_change){
		.phone = str_of(phones[phone]),
		.channel = (enum channel)chance_below(chance, CHANNEL_COUNT),
		.is_stopped = chance_below(chance, 2),
		.cause = (enum consent_cause)chance_between(chance, CAUSE_NONE + 1, CONSENT_CAUSE_COUNT - 1),
		.by = { 1000 + step }, .event_id = 10 + step, .at = noon + step };
}

static void expect_book(struct db *db, const struct book *book, int phone)
{
	for (int channel = 0; channel < CHANNEL_COUNT; channel++) {
		for (int purpose = 0; purpose < PURPOSE_COUNT; purpose++) {
			const struct consent *wanted = &book->now[phone][channel][purpose];
			struct consent found;

			assert_fine(consent_get(db, str_of(phones[phone]), (enum channel)channel,
						(enum purpose)purpose, &found));
			assert_int_equal(found.is_stopped, wanted->is_stopped);
			assert_int_equal(found.is_granted, wanted->changed_at ? wanted->is_granted :
							   purpose != PURPOSE_OTHER);
			assert_true(found.changed_at == wanted->changed_at);
			assert_int_equal(found.cause, wanted->cause);
		}
	}
}

/* Newest first, as far as there is room: within one change the purposes in any order. */
static void expect_history(struct db *db, const struct book *book, int phone, size_t most)
{
	struct consent_entry found[STEPS * PURPOSE_COUNT];
	size_t count = 0, seen = 0;

	assert_fine(consent_history(db, str_of(phones[phone]), found, most, &count));
	for (size_t i = book->count; i-- > 0 && seen < count;) {
		if (book->entries[i].phone != phone)
			continue;
		assert_true(found[seen].at == book->entries[i].what.at);
		assert_int_equal(found[seen].is_stopped, book->entries[i].what.is_stopped);
		assert_int_equal(found[seen].channel, book->entries[i].what.channel);
		assert_int_equal(found[seen].cause, book->entries[i].what.cause);
		seen++;
	}
	assert_int_equal(seen, count);
	assert_true(count <= most);
}

static void consent_and_its_history_are_what_was_said_last(void **state)
{
	static struct book book;
	struct chance chance = { 2026 };
	struct ledger ledger;

	(void)state;
	memset(&book, 0, sizeof(book));
	ledger_new(&ledger);
	for (int step = 0; step < STEPS; step++) {
		int phone = (int)chance_below(&chance, PHONES);
		struct consent_change change = some_change(&chance, phone, step);
		int purpose = (int)chance_below(&chance, 2 * PURPOSE_COUNT);

		if (purpose < PURPOSE_COUNT)
			assert_fine(consent_set_purpose(ledger.db, &change, (enum purpose)purpose));
		else
			assert_fine(consent_set(ledger.db, &change));
		for (int i = 0; i < PURPOSE_COUNT; i++)
			if (purpose >= PURPOSE_COUNT || i == purpose)
				book_set(&book, phone, &change, (enum purpose)i);
		expect_book(ledger.db, &book, phone);
	}
	for (int phone = 0; phone < PHONES; phone++) {
		expect_book(ledger.db, &book, phone);
		expect_history(ledger.db, &book, phone, 1);
		expect_history(ledger.db, &book, phone, 10);
		expect_history(ledger.db, &book, phone, STEPS * PURPOSE_COUNT);
	}
	ledger_done(&ledger);
}

/* A change that could not be traced is none: both stand or neither does. */
static void a_change_whose_event_stands_already_is_refused(void **state)
{
	struct consent_change change = { .phone = STR("+13125550101"), .channel = CHANNEL_SMS,
					 .is_stopped = true, .cause = CAUSE_STAFF, .event_id = 5,
					 .at = noon };
	struct ledger ledger;
	struct consent consent;

	(void)state;
	ledger_new(&ledger);
	assert_fine(event_keep(ledger.db, &(struct event){ .id = 5, .at = noon, .what = "x",
							      .actor = "x" }));
	assert_fine(db_begin(ledger.db));
	assert_fine(db_savepoint(ledger.db));
	assert_fault(consent_set(ledger.db, &change), FAULT_CONFLICT);
	db_rollback_to(ledger.db);
	assert_fine(db_commit(ledger.db));
	assert_fine(consent_get(ledger.db, change.phone, CHANNEL_SMS, PURPOSE_SCHOOL, &consent));
	assert_false(consent.is_stopped);
	ledger_done(&ledger);
}

/* Who did it stands in the trace, as the cause says. */
static void the_trace_names_who_changed_a_consent_and_whose_number_it_is(void **state)
{
	struct ledger ledger;
	struct event events[CONSENT_CAUSE_COUNT];
	AUTO(arena) arena;
	size_t count = 0;

	(void)state;
	arena_init(&arena, 1 << 16);
	ledger_new(&ledger);
	add_contact(ledger.db, 7, "Rosa", 0);
	add_number(ledger.db, "+13125550101", 7);
	for (int cause = 1; cause < CONSENT_CAUSE_COUNT; cause++)
		assert_fine(consent_set_purpose(ledger.db, &(struct consent_change){
			.phone = cause % 2 ? STR("+13125550101") : STR("+1999"),
			.channel = CHANNEL_VOICE, .cause = (enum consent_cause)cause,
			.event_id = cause, .at = noon }, PURPOSE_EMERGENCY));
	assert_fine(event_after(ledger.db, 0, &arena, events, COUNT_OF(events), &count));
	assert_int_equal(count, CONSENT_CAUSE_COUNT - 1);
	for (size_t i = 0; i < count; i++) {
		enum consent_cause cause = (enum consent_cause)events[i].id;
		char detail[80];

		assert_string_equal(events[i].what, "consent.scope");
		assert_string_equal(events[i].actor, consent_cause_actor(cause));
		assert_int_equal(events[i].contact.n, cause % 2 ? 7 : 0);
		snprintf(detail, sizeof(detail), "{\"channel\":\"voice\",\"cause\":\"%s\"}",
			 consent_cause_word(cause));
		assert_true(str_is(events[i].detail, detail));
	}
	ledger_done(&ledger);
}

/* --- a number that cannot be reached ------------------------------------------------- */

/* Each channel for itself; the provider's code stays until the last of them is mended. */
static void a_number_is_unusable_on_the_channels_that_failed_and_no_other(void **state)
{
	struct chance chance = { 7 };
	struct ledger ledger;
	struct number number;
	bool model[CHANNEL_COUNT] = { false };
	int code = 0;

	(void)state;
	ledger_new(&ledger);
	add_contact(ledger.db, 1, "Rosa", 0);
	add_number(ledger.db, phones[0], 1);
	for (int step = 0; step < 200; step++) {
		enum channel channel = (enum channel)chance_below(&chance, CHANNEL_COUNT);
		bool was = model[channel];

		assert_fine(number_get(ledger.db, str_of(phones[0]), &number));
		if (chance_below(&chance, 2)) {
			code = (int)chance_below(&chance, 3) * 30003;
			number_mark(&number, channel, code, noon + step);
			code = code ? code : 1;
			model[channel] = true;
			assert_true(number.unusable_at == noon + step);
		} else {
			assert_int_equal(number_mend(&number, channel), was);
			model[channel] = false;
		}
		assert_fine(number_put(ledger.db, &number));
		assert_fine(number_get(ledger.db, str_of(phones[0]), &number));
		for (int i = 0; i < CHANNEL_COUNT; i++)
			assert_int_equal(number_is_unusable(&number, (enum channel)i), model[i]);
		if (!model[0] && !model[1] && !model[2])
			code = 0;
		assert_int_equal(number.unusable_code, code);
	}
	ledger_done(&ledger);
}

static void each_question_that_we_ask_comes_back(void **state)
{
	struct ledger ledger;
	struct number number = number_of(phones[0], 1), found;

	(void)state;
	ledger_new(&ledger);
	add_contact(ledger.db, 1, "Rosa", 0);
	add_number(ledger.db, phones[0], 1);
	for (int question = 0; question < QUESTION_COUNT; question++) {
		number.question = (enum question)question;
		number.asked_at = noon + question;
		number.asked_of.n = question;
		assert_fine(number_put(ledger.db, &number));
		assert_fine(number_get(ledger.db, str_of(phones[0]), &found));
		assert_int_equal(found.question, question);
		assert_true(found.asked_at == noon + question);
		assert_int_equal(found.asked_of.n, question);
	}
	assert_fault(number_add(ledger.db, &number, noon), FAULT_CONFLICT);
	ledger_done(&ledger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(consent_and_its_history_are_what_was_said_last),
		cmocka_unit_test(a_change_whose_event_stands_already_is_refused),
		cmocka_unit_test(the_trace_names_who_changed_a_consent_and_whose_number_it_is),
		cmocka_unit_test(a_number_is_unusable_on_the_channels_that_failed_and_no_other),
		cmocka_unit_test(each_question_that_we_ask_comes_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
