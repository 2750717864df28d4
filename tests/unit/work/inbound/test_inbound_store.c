/*
 * One inbound text in the ledger: what its meaning writes of consent, language, hours, promise
 * and reply, in every language the district speaks; and that nothing is written twice.
 */
#include "tests/unit/work/case.h"

#include "store/people/consent.h"
#include "store/people/opt_out_reviews.h"
#include "tests/unit/work/heard.h"

#define QUESTION "When is the meeting with the teacher of my daughter?"

/* --- helper words ------------------------------------------------------------------------------ */

static int texts_heard;

struct saying {
	const char *from, *text, *id;        /* id NULL: a new one */
	int64_t inbound_at;            /* 0: now */
	enum inbound_word word;        /* of the provider */
	size_t pictures;
};

static struct intake_result hear_it(struct bench *bench, const struct saying *saying)
{
	struct inbound inbound = { .channel = CHANNEL_SMS, .text = str_of(saying->text),
				   .to = STR(HERE), .from = str_of(saying->from),
				   .opt_out_type = saying->word,
				   .media_count = saying->pictures };
	struct intake_result result = { .is_repeat = false };
	bool is_capped = false;
	char id[32];

	snprintf(id, sizeof(id), "SM%d", ++texts_heard);
	inbound.id = str_of(saying->id ? saying->id : id);
	for (size_t i = 0; i < saying->pictures; i++) {
		inbound.media[i] = STR("https://api.example.org/media/1");
		inbound.media_type[i] = STR("image/jpeg");
	}
	assert_fine(case_do(bench, heard_store(&txn, (struct inbound_store_ask){
		.account = STR("main"), .line = bench->core->lines[0].id, .inbound = &inbound,
		.inbound_at = saying->inbound_at ? saying->inbound_at : txn.now }, &result, &is_capped)));
	return result;
}

static struct intake_result hear(struct bench *bench, const char *from, const char *text)
{
	return hear_it(bench, &(struct saying){ .from = from, .text = text });
}

static struct number number_of(struct bench *bench, const char *phone)
{
	struct number number;

	assert_fine(number_get(bench->db, str_of(phone), &number));
	return number;
}

static struct contact family_of(struct bench *bench, const char *phone)
{
	struct contact contact;

	assert_fine(contact_get(bench->db, number_of(bench, phone).contact, &contact));
	return contact;
}

static bool is_stopped(struct bench *bench, const char *phone)
{
	struct consent consent;

	assert_fine(consent_get(bench->db, str_of(phone), CHANNEL_SMS, PURPOSE_SCHOOL, &consent));
	return consent.is_stopped;
}

/* What was queued to that number, the latest; how many. */
static size_t queued_to(struct bench *bench, const char *phone, struct message *latest)
{
	static char text[8192];
	struct message_id ids[64];
	size_t count = 0;
	AUTO(arena) arena;

	arena_init(&arena, 1 << 20);
	assert_fine(delivery_queued_for(bench->db, str_of(phone), ids, COUNT_OF(ids), &count));
	if (count && latest) {
		struct message_id last = ids[0];

		for (size_t i = 1; i < count; i++)
			last = ids[i].n > last.n ? ids[i] : last;
		assert_fine(message_get(bench->db, last, &arena, latest));
		str_put(text, sizeof(text), latest->text);
		latest->text = str_of(text);
	}
	return count;
}

/* --- stop, start and help, in every language ------------------------------------------------------ */

static void a_word_of_any_language_stops_and_starts_and_is_confirmed(void **unused)
{
	static const struct {
		const char *stop, *start, *help;
	} rows[] = {
		{ "STOP", "START", "HELP" }, { "alto", "empezar", "Ayuda" },
		{ "Jooji", "bilow", "caawi" }, { "dừng", "bắt đầu", "trợ giúp" },
		{ "توقف", "بدء", "مساعدة" }, { "停止", "开始", "帮助" },
		{ "стоп", "старт", "помощь" },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct bench bench;
		struct message last;

		bench_new(&bench, TUESDAY_TEN);
		bench_family(&bench, ROSA, "es");
		assert_int_equal(hear(&bench, ROSA, rows[i].help).meaning, MEANING_HELP);
		queued_to(&bench, ROSA, &last);
		assert_int_equal(last.kind, KIND_SERVICE);
		assert_int_equal(hear(&bench, ROSA, rows[i].stop).meaning, MEANING_STOP);
		assert_true(is_stopped(&bench, ROSA));
		assert_int_equal(queued_to(&bench, ROSA, &last), 1);
		assert_int_equal(last.kind, KIND_CONFIRMATION);
		case_wind_to(&bench, bench_now(&bench) + HOUR_MS);
		assert_int_equal(hear(&bench, ROSA, rows[i].start).meaning, MEANING_START);
		assert_false(is_stopped(&bench, ROSA));
		assert_int_equal(queued_to(&bench, ROSA, &last), 2);
		assert_int_equal(last.kind, KIND_CONFIRMATION);
		/* none of them is a question of theirs */
		assert_int_equal(case_told_all(&bench, "promise.opened"), 0);
		bench_done(&bench);
	}
}

/* The provider has heard the word itself: its kind of it counts, and is written as the cause. */
static void what_the_provider_says_of_a_text_counts(void **unused)
{
	static const struct {
		enum inbound_word word;
		bool stops;
		enum consent_cause cause;
	} rows[] = { { INBOUND_STOP, true, CAUSE_PROVIDER }, { INBOUND_NO_WORD, false, CAUSE_NONE } };

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct bench bench;
		struct consent consent;

		bench_new(&bench, TUESDAY_TEN);
		hear_it(&bench, &(struct saying){ .from = ROSA, .text = "xyzzy 12", .word = rows[i].word });
		assert_fine(consent_get(bench.db, STR(ROSA), CHANNEL_SMS, PURPOSE_SCHOOL, &consent));
		assert_int_equal(consent.is_stopped, rows[i].stops);
		assert_int_equal(consent.cause, rows[i].cause);
		bench_done(&bench);
	}
}

static void a_stop_takes_back_what_is_queued_and_hands_over_what_waits(void **unused)
{
	struct bench bench;
	struct user_id ana;
	struct intake_result asked;
	struct message_id update;
	struct promise promise;

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	ana = case_hire(&bench, "ana@x", "en", ROLE_LIAISON);
	asked = hear(&bench, ROSA, QUESTION);
	promise = bench_look(&bench, asked.promise);
	update = case_write(&bench, &promise, KIND_UPDATE, (struct user_id){ 0 });
	hear(&bench, ROSA, "stop");
	assert_int_equal(case_delivery(&bench, update).state, DELIVERY_SUPPRESSED);
	promise = bench_look(&bench, asked.promise);
	assert_int_equal(promise.state, PROMISE_OPEN);
	assert_int_equal(promise.person_reason, PERSON_STOPPED);
	assert_int_equal(promise.owner.n, ana.n);
	assert_int_equal(case_notices(&bench, ana, ROLE_LIAISON, "promise.for_person"), 1);
	case_wind_to(&bench, bench_now(&bench) + HOUR_MS);
	/* what they ask now is a person's at once, and is not answered by a machine */
	asked = hear(&bench, ROSA, QUESTION);
	assert_int_equal(bench_look(&bench, asked.promise).person_reason, PERSON_STOPPED);
	assert_int_equal(case_texts(&bench, asked.promise, KIND_ACK, NULL), 0);
	bench_done(&bench);
}

/* Sweeps and webhooks bring words in any order: by when they were said, and in doubt a stop. */
static void an_old_word_undoes_no_newer_one(void **unused)
{
	static const struct {
		const char *first, *then;
		int64_t then_ago_for;        /* said that long before the first */
		bool is_stopped;
	} rows[] = {
		{ "STOP", "START", 0, false }, { "STOP", "START", HOUR_MS, true },
		{ "START", "STOP", 5 * MINUTE_MS, true },  /* within a webhook's delay */
		{ "START", "STOP", 11 * MINUTE_MS, false },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct bench bench;
		int64_t said_at;

		bench_new(&bench, TUESDAY_TEN);
		said_at = bench_now(&bench) - MINUTE_MS;
		hear_it(&bench, &(struct saying){ .from = ROSA, .text = rows[i].first, .inbound_at = said_at });
		hear_it(&bench, &(struct saying){ .from = ROSA, .text = rows[i].then,
			.inbound_at = said_at + (rows[i].then_ago_for ? -rows[i].then_ago_for : SECOND_MS) });
		if (is_stopped(&bench, ROSA) != rows[i].is_stopped)
			fail_msg("row %zu", i);
		bench_done(&bench);
	}
}

/* --- a question, and more of it ------------------------------------------------------------------- */

static void a_question_opens_one_promise_and_is_acknowledged_in_its_language(void **unused)
{
	static const struct {
		const char *text, *language;
	} rows[] = {
		{ QUESTION, "en" },
		{ "¿Hay clases mañana? Mi hijo está enfermo y no sé qué hacer", "es" },
		{ "Ma jirtaa dugsi berri? Ilmahaygu wuu xanuunsanayaa", "so" },
		{ "Khi nào có cuộc họp với giáo viên của con tôi?", "vi" },
		{ "متى يبدأ الاجتماع مع معلمة ابنتي في المدرسة؟", "ar" },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct bench bench;
		struct intake_result asked;
		struct promise promise;
		struct message ack;

		bench_new(&bench, TUESDAY_TEN);
		asked = hear(&bench, ROSA, rows[i].text);
		assert_int_equal(asked.meaning, MEANING_INPUT);
		promise = bench_look(&bench, asked.promise);
		assert_string_equal(promise.language, rows[i].language);
		assert_int_equal(promise.inputs, 1);
		assert_string_equal(family_of(&bench, ROSA).language, rows[i].language);
		assert_int_equal(case_texts(&bench, asked.promise, KIND_ACK, NULL), 1);
		queued_to(&bench, ROSA, &ack);
		assert_string_equal(ack.language, rows[i].language);
		bench_done(&bench);
	}
}

static void another_text_joins_within_two_minutes_and_opens_its_own_after(void **unused)
{
	static const struct {
		int64_t after_for;
		bool joins;
	} rows[] = { { SECOND_MS, true }, { 2 * MINUTE_MS - SECOND_MS, true }, { 3 * MINUTE_MS, false } };

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct bench bench;
		struct intake_result first, second;

		bench_new(&bench, TUESDAY_TEN);
		first = hear(&bench, ROSA, QUESTION);
		case_wind_to(&bench, bench_now(&bench) + rows[i].after_for);
		second = hear(&bench, ROSA, "And should I bring her report?");
		assert_int_equal(second.promise.n == first.promise.n, rows[i].joins);
		assert_int_equal(bench_look(&bench, first.promise).inputs, rows[i].joins ? 2 : 1);
		assert_int_equal(case_told(&bench, first.promise.n, "promise.more"), rows[i].joins);
		bench_done(&bench);
	}
}

static void a_text_that_is_known_already_changes_nothing(void **unused)
{
	struct bench bench;
	struct intake_result first, again;
	int rows;

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	first = hear_it(&bench, &(struct saying){ .from = ROSA, .text = QUESTION, .id = "SM-twice" });
	rows = case_told_all(&bench, "message.inbound");
	again = hear_it(&bench, &(struct saying){ .from = ROSA, .text = "STOP", .id = "SM-twice" });
	assert_false(first.is_repeat);
	assert_true(again.is_repeat);
	assert_false(is_stopped(&bench, ROSA));
	assert_int_equal(case_told_all(&bench, "message.inbound"), rows);
	bench_done(&bench);
}

/* --- an answer's question --------------------------------------------------------------------------- */

/* "Did this answer you?  1 yes, 2 no". */
static void a_digit_says_whether_the_answer_helped(void **unused)
{
	static const struct {
		const char *text;
		enum meaning meaning;
		bool opens, stands_open;
	} rows[] = {
		{ "1", MEANING_ANSWERED_YES, false, false }, { "2", MEANING_ANSWERED_NO, true, false },
		{ "٢", MEANING_ANSWERED_NO, true, false }, { "7", MEANING_WRONG_DIGIT, false, true },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct bench bench;
		struct intake_result asked, said;

		bench_new(&bench, TUESDAY_TEN);
		case_hire(&bench, "ana@x", "en", ROLE_LIAISON);
		asked = hear(&bench, ROSA, QUESTION);
		case_tell(&bench, case_answer(&bench, asked.promise, (struct user_id){ 0 }),
			  &(struct change){ .event = ON_DELIVERED });
		assert_int_equal(bench_look(&bench, asked.promise).state, PROMISE_KEPT);
		case_wind_to(&bench, bench_now(&bench) + 10 * MINUTE_MS);
		said = hear(&bench, ROSA, rows[i].text);
		assert_int_equal(said.meaning, rows[i].meaning);
		assert_int_equal(number_of(&bench, ROSA).question != QUESTION_NONE, rows[i].stands_open);
		if (rows[i].opens)
			assert_int_equal(bench_look(&bench, said.promise).follows.n, asked.promise.n);
		else
			assert_int_equal(said.promise.n, 0);
		/* kept is kept, whatever they say */
		assert_int_equal(bench_look(&bench, asked.promise).state, PROMISE_KEPT);
		bench_done(&bench);
	}
}

/* --- hours, doubts, pictures ------------------------------------------------------------------------ */

static void a_text_that_may_mean_stop_is_a_persons_with_a_clock(void **unused)
{
	struct bench bench;
	struct intake_result said;
	struct opt_out_review review;

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	case_hire(&bench, "ana@x", "en", ROLE_LIAISON);
	said = hear(&bench, ROSA, "who are you, leave me alone");
	assert_fine(opt_out_review_get(bench.db, said.promise, &review));
	assert_int_equal(review.decision, DECISION_OPEN);
	assert_int_equal(bench_look(&bench, said.promise).person_reason, PERSON_OPT_OUT_REVIEW);
	assert_false(is_stopped(&bench, ROSA));
	/* their own plain word decides it */
	case_wind_to(&bench, bench_now(&bench) + HOUR_MS);
	hear(&bench, ROSA, "STOP");
	assert_fine(opt_out_review_get(bench.db, said.promise, &review));
	assert_int_equal(review.decision, DECISION_STOPPED);
	assert_string_equal(review.decided_by, "family");
	bench_done(&bench);
}

static void a_start_decides_a_doubt_the_other_way(void **unused)
{
	struct bench bench;
	struct intake_result said;
	struct opt_out_review review;

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	case_hire(&bench, "ana@x", "en", ROLE_LIAISON);
	said = hear(&bench, ROSA, "who are you, leave me alone");
	case_wind_to(&bench, bench_now(&bench) + HOUR_MS);
	hear(&bench, ROSA, "START");
	assert_fine(opt_out_review_get(bench.db, said.promise, &review));
	assert_int_equal(review.decision, DECISION_KEPT);
	assert_int_equal(bench_look(&bench, said.promise).person_at, 0);
	bench_done(&bench);
}

static void whoever_texts_can_be_texted_again(void **unused)
{
	struct bench bench;
	struct number number;

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	bench_family(&bench, ROSA, "en");
	number = number_of(&bench, ROSA);
	number_mark(&number, CHANNEL_SMS, 30006, bench_now(&bench));
	assert_fine(number_put(bench.db, &number));
	hear(&bench, ROSA, QUESTION);
	number = number_of(&bench, ROSA);
	assert_false(number_is_unusable(&number, CHANNEL_SMS));
	assert_int_equal(case_told_all(&bench, "number.usable"), 1);
	bench_done(&bench);
}

static void a_stranger_gets_a_contact_of_their_own_and_keeps_it(void **unused)
{
	struct bench bench;
	struct contact first;

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	hear(&bench, ROSA, "STOP");
	first = family_of(&bench, ROSA);
	assert_false(first.is_known);
	assert_string_equal(first.language, "en");
	assert_int_equal(case_told_all(&bench, "contact.added"), 1);
	hear(&bench, ROSA, "START");
	assert_int_equal(family_of(&bench, ROSA).id.n, first.id.n);
	assert_int_equal(case_told_all(&bench, "contact.added"), 1);
	bench_done(&bench);
}

/* Two robots must not talk for ever. */
static void automatic_replies_to_one_number_are_capped_and_what_they_ask_is_not_lost(void **unused)
{
	struct bench bench;
	struct intake_result asked = { .meaning = MEANING_HELP };
	size_t replies;

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	bench_family(&bench, ROSA, "en");
	for (int i = 0; i < 3 * CLASSIFY_REPLIES_AN_HOUR; i++)
		hear(&bench, ROSA, "HELP");
	replies = queued_to(&bench, ROSA, NULL);
	assert_int_equal(replies, CLASSIFY_REPLIES_AN_HOUR);
	asked = hear(&bench, ROSA, QUESTION);
	assert_true(asked.promise.n != 0);
	assert_int_equal(queued_to(&bench, ROSA, NULL), replies);
	/* a stop is always confirmed */
	hear(&bench, ROSA, "STOP");
	assert_true(is_stopped(&bench, ROSA));
	bench_done(&bench);
}

static void in_quarantine_everything_is_heard_and_nothing_is_said(void **unused)
{
	struct bench bench;
	struct intake_result asked;

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	case_hire(&bench, "ana@x", "en", ROLE_LIAISON);
	bench.core->is_quarantined = true;
	asked = hear(&bench, ROSA, QUESTION);
	assert_int_equal(bench_look(&bench, asked.promise).person_reason, PERSON_PUT_BACK);
	hear(&bench, ROSA, "HELP");
	assert_int_equal(queued_to(&bench, ROSA, NULL), 0);
	hear(&bench, ROSA, "STOP");
	assert_true(is_stopped(&bench, ROSA));
	assert_int_equal(queued_to(&bench, ROSA, NULL), 0);
	bench_done(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_word_of_any_language_stops_and_starts_and_is_confirmed),
		cmocka_unit_test(what_the_provider_says_of_a_text_counts),
		cmocka_unit_test(a_stop_takes_back_what_is_queued_and_hands_over_what_waits),
		cmocka_unit_test(an_old_word_undoes_no_newer_one),
		cmocka_unit_test(a_question_opens_one_promise_and_is_acknowledged_in_its_language),
		cmocka_unit_test(another_text_joins_within_two_minutes_and_opens_its_own_after),
		cmocka_unit_test(a_text_that_is_known_already_changes_nothing),
		cmocka_unit_test(a_digit_says_whether_the_answer_helped),
		cmocka_unit_test(a_text_that_may_mean_stop_is_a_persons_with_a_clock),
		cmocka_unit_test(a_start_decides_a_doubt_the_other_way),
		cmocka_unit_test(whoever_texts_can_be_texted_again),
		cmocka_unit_test(a_stranger_gets_a_contact_of_their_own_and_keeps_it),
		cmocka_unit_test(automatic_replies_to_one_number_are_capped_and_what_they_ask_is_not_lost),
		cmocka_unit_test(in_quarantine_everything_is_heard_and_nothing_is_said),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
