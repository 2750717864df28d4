/* A stop on one number: consent off at once, what is queued there taken back, its promises a person's (T6). */
#include "tests/unit/work/case.h"

#include "store/people/consent.h"

struct family {
	struct bench bench;
	struct user_id ana;
};

static void family_new(struct family *family)
{
	bench_new(&family->bench, TUESDAY_TEN);
	family->ana = case_hire(&family->bench, "ana@x", "en", ROLE_LIAISON);
}

static void stop(struct family *family, const char *phone, struct message_id by)
{
	struct number number;

	assert_fine(number_get(family->bench.db, str_of(phone), &number));
	assert_fine(case_do(&family->bench, consequences_stop(&txn, &(struct stop){
		&number, CHANNEL_SMS, CAUSE_KEYWORD, by, txn.now })));
}

static struct consent consent(struct family *family, const char *phone, enum purpose purpose)
{
	struct consent found;

	assert_fine(consent_get(family->bench.db, str_of(phone), CHANNEL_SMS, purpose, &found));
	return found;
}

static void every_purpose_of_the_number_is_stopped_and_of_no_other(void **unused)
{
	struct family family;

	(void)unused;
	family_new(&family);
	bench_family(&family.bench, ROSA, "en");
	bench_family(&family.bench, LUIS, "en");
	stop(&family, ROSA, (struct message_id){ 4 });
	for (int purpose = 0; purpose < PURPOSE_COUNT; purpose++) {
		assert_true(consent(&family, ROSA, (enum purpose)purpose).is_stopped);
		assert_false(consent(&family, LUIS, (enum purpose)purpose).is_stopped);
	}
	assert_int_equal(case_told_all(&family.bench, "consent.stopped"), 1);
	bench_done(&family.bench);
}

/* More than a page of them; what has said the stop itself stays. */
static void all_that_is_queued_there_is_taken_back_but_its_confirmation(void **unused)
{
	enum { MANY = 150 };
	struct family family;
	struct promise promise;
	struct message_id ids[MANY], others, confirmation;
	struct promise luis;

	(void)unused;
	family_new(&family);
	promise = case_ask(&family.bench, ROSA, "en");
	luis = case_ask(&family.bench, LUIS, "en");
	for (int i = 0; i < MANY; i++)
		ids[i] = case_write(&family.bench, &promise, KIND_UPDATE, (struct user_id){ 0 });
	others = case_write(&family.bench, &luis, KIND_UPDATE, (struct user_id){ 0 });
	confirmation = case_write(&family.bench, &promise, KIND_CONFIRMATION, (struct user_id){ 0 });
	stop(&family, ROSA, confirmation);
	for (int i = 0; i < MANY; i++)
		assert_int_equal(case_delivery(&family.bench, ids[i]).state, DELIVERY_SUPPRESSED);
	assert_int_equal(case_delivery(&family.bench, others).state, DELIVERY_QUEUED);
	assert_int_equal(case_delivery(&family.bench, confirmation).state, DELIVERY_QUEUED);
	bench_done(&family.bench);
}

static void what_waits_at_that_number_is_a_persons_and_what_is_closed_is_not(void **unused)
{
	static const struct {
		enum promise_state state;
		enum person_reason reason;
	} rows[] = {
		{ PROMISE_OPEN, PERSON_STOPPED }, { PROMISE_TAKEN, PERSON_STOPPED },
		{ PROMISE_ANSWERED, PERSON_STOPPED }, { PROMISE_KEPT, PERSON_NONE },
		{ PROMISE_EXCUSED, PERSON_NONE },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct family family;
		struct promise promise;

		family_new(&family);
		promise = case_ask(&family.bench, ROSA, "en");
		promise.state = rows[i].state;
		assert_fine(promise_put(family.bench.db, &promise));
		stop(&family, ROSA, (struct message_id){ 4 });
		promise = bench_look(&family.bench, promise.id);
		assert_int_equal(promise.person_reason, rows[i].reason);
		/* its state is what it was: a person decides */
		assert_int_equal(promise.state, rows[i].state);
		assert_int_equal(case_notices(&family.bench, family.ana, ROLE_LIAISON, "promise.for_person"),
				 rows[i].reason != PERSON_NONE);
		bench_done(&family.bench);
	}
}

/* The same household, another number: that one did not stop. */
static void a_promise_at_the_familys_other_number_goes_on(void **unused)
{
	struct family family;
	struct promise rosa, other;
	struct number second;

	(void)unused;
	family_new(&family);
	rosa = case_ask(&family.bench, ROSA, "en");
	second = (struct number){ .contact = rosa.contact, .phone = LUIS };
	assert_fine(number_add(family.bench.db, &second, bench_now(&family.bench)));
	other = case_ask(&family.bench, LUIS, "en");
	assert_int_equal(other.contact.n, rosa.contact.n);
	stop(&family, ROSA, (struct message_id){ 4 });
	assert_int_equal(bench_look(&family.bench, rosa.id).person_reason, PERSON_STOPPED);
	assert_int_equal(bench_look(&family.bench, other.id).person_at, 0);
	bench_done(&family.bench);
}

/* Its answer takes another number of theirs: a person need not hear of it. */
static void an_answer_that_finds_another_way_leaves_the_promise_where_it_is(void **unused)
{
	struct family family;
	struct promise promise;
	struct number second;

	(void)unused;
	family_new(&family);
	promise = case_ask(&family.bench, ROSA, "en");
	second = (struct number){ .contact = promise.contact, .phone = LUIS };
	assert_fine(number_add(family.bench.db, &second, bench_now(&family.bench)));
	case_answer(&family.bench, promise.id, family.ana);
	stop(&family, ROSA, (struct message_id){ 4 });
	promise = bench_look(&family.bench, promise.id);
	assert_int_equal(promise.state, PROMISE_ANSWERED);
	assert_int_equal(promise.person_at, 0);
	assert_int_equal(promise.rung, 1);
	assert_int_equal(case_texts(&family.bench, promise.id, KIND_ANSWER, NULL), 2);
	bench_done(&family.bench);
}

/* No other way: a visit, told once, and not a second time as a stop. */
static void an_answer_without_another_way_is_told_once_as_a_visit(void **unused)
{
	struct family family;
	struct promise promise;

	(void)unused;
	family_new(&family);
	promise = case_ask(&family.bench, ROSA, "en");
	case_answer(&family.bench, promise.id, family.ana);
	stop(&family, ROSA, (struct message_id){ 4 });
	promise = bench_look(&family.bench, promise.id);
	assert_int_equal(promise.state, PROMISE_TAKEN);
	assert_int_equal(promise.person_reason, PERSON_VISIT);
	assert_string_equal(promise.person_detail, miss_word(MISS_STOPPED));
	assert_int_equal(case_notices(&family.bench, family.ana, ROLE_LIAISON, "promise.for_person"), 1);
	bench_done(&family.bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_purpose_of_the_number_is_stopped_and_of_no_other),
		cmocka_unit_test(all_that_is_queued_there_is_taken_back_but_its_confirmation),
		cmocka_unit_test(what_waits_at_that_number_is_a_persons_and_what_is_closed_is_not),
		cmocka_unit_test(a_promise_at_the_familys_other_number_goes_on),
		cmocka_unit_test(an_answer_that_finds_another_way_leaves_the_promise_where_it_is),
		cmocka_unit_test(an_answer_without_another_way_is_told_once_as_a_visit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
