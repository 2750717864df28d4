/*
 * Each command on a promise in each state it may stand in: done or refused, with its row in the
 * audit log or none; and who may at all.
 */
#include "tests/unit/work/acting.h"

#include "work/followup/opt_out_review.h"

enum { NOT = -1 };           /* refused: FAULT_CONFLICT */

struct place {
	struct bench bench;
	struct user_id ana;
	struct promise promise;
};

/* Ana's, in that state, with a text to decide on. */
static void stand_in(struct place *place, enum promise_state state)
{
	struct promise promise;

	bench_new(&place->bench, TUESDAY_TEN);
	place->ana = case_hire(&place->bench, "ana@x", "en", ROLE_LIAISON);
	promise = case_ask(&place->bench, ROSA, "en");
	assert_fine(case_do(&place->bench, opt_out_review_raise(&txn, promise.id,
							       (struct message_id){ 1 })));
	promise = bench_look(&place->bench, promise.id);
	promise.state = state;
	if (promise_is_closed(state)) {
		promise.closed_at = bench_now(&place->bench);
		promise.wake_at = NEVER;
	}
	assert_fine(promise_put(place->bench.db, &promise));
	place->promise = bench_look(&place->bench, promise.id);
}

/* --- the commands ------------------------------------------------------------------------------ */

static enum fault take(struct place *place)
{
	return act(&place->bench, &(struct promise_take){ .command.row = &promise_command_take,
		   .command.actor_id = place->ana, .promise = place->promise.id }.command);
}

static enum fault answer(struct place *place)
{
	return act(&place->bench, &(struct promise_answer){ .command.row = &text_command_answer,
		   .command.actor_id = place->ana, .promise = place->promise.id,
		   .text = STR("On Friday.") }.command);
}

static enum fault excuse(struct place *place)
{
	return act(&place->bench, &(struct promise_excuse){ .command.row = &promise_command_excuse,
		   .command.actor_id = place->ana, .promise = place->promise.id,
		   .reason = STR("in_person"), .note = STR("met at the gate") }.command);
}

static enum fault note(struct place *place)
{
	return act(&place->bench, &(struct promise_note){ .command.row = &promise_command_note,
		   .promise = place->promise.id, .text = STR("called twice") }.command);
}

static enum fault keep(struct place *place)
{
	return act(&place->bench, &(struct promise_consent){ .command.row = &promise_command_consent,
		   .promise = place->promise.id, .decision = STR("kept") }.command);
}

static enum fault hurry(struct place *place)
{
	return act(&place->bench, &(struct promise_wake){ .command.row = &promise_command_wake,
		   .promise = place->promise.id }.command);
}

static const struct {
	const char *word;
	enum fault (*run)(struct place *place);
	int goes[PROMISE_STATES];    /* the state afterwards */
} commands[] = {
	/*                         OPEN              TAKEN             ANSWERED          KEPT          EXCUSED */
	{ "promise.take", take, { PROMISE_TAKEN, NOT, NOT, NOT, NOT } },
	{ "promise.answer", answer, { PROMISE_ANSWERED, PROMISE_ANSWERED, NOT, NOT, NOT } },
	{ "promise.excuse", excuse, { PROMISE_EXCUSED, PROMISE_EXCUSED, PROMISE_EXCUSED, NOT, NOT } },
	{ "promise.note", note, { PROMISE_OPEN, PROMISE_TAKEN, PROMISE_ANSWERED, PROMISE_KEPT, PROMISE_EXCUSED } },
	{ "promise.consent", keep, { PROMISE_OPEN, PROMISE_TAKEN, PROMISE_ANSWERED, PROMISE_KEPT, PROMISE_EXCUSED } },
	{ "promise.wake", hurry, { PROMISE_OPEN, PROMISE_TAKEN, PROMISE_ANSWERED, NOT, NOT } },
};

static void check_refused(struct place *place, int64_t rows)
{
	struct audited last;
	struct promise after = bench_look(&place->bench, place->promise.id);

	assert_memory_equal(&after, &place->promise, sizeof(after));
	assert_int_equal(act_audit(&place->bench, &last), rows);
	assert_true(place->bench.note.text[0] != '\0');
}

static void check_done(struct place *place, const char *word, int64_t rows)
{
	struct audited last;
	char id[64];

	assert_int_equal(act_audit(&place->bench, &last), rows + 1);
	assert_string_equal(last.command, word);
	assert_string_equal(last.actor, "ctl:test");
	snprintf(id, sizeof(id), "\"promise\":\"%lld\"", (long long)place->promise.id.n);
	assert_non_null(strstr(last.detail, id));
}

static void every_command_in_every_state_is_done_and_logged_or_refused_whole(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < COUNT_OF(commands); i++)
		for (int from = 0; from < PROMISE_STATES; from++) {
			struct place place;
			struct audited last;
			int64_t rows;
			enum fault fault;

			stand_in(&place, (enum promise_state)from);
			rows = act_audit(&place.bench, &last);
			fault = commands[i].run(&place);
			if (fault != (commands[i].goes[from] == NOT ? FAULT_CONFLICT : FAULT_NONE))
				fail_msg("%s of what is %s: %s", commands[i].word,
					 promise_word((enum promise_state)from), fault_word(fault));
			if (fault) {
				check_refused(&place, rows);
			} else {
				check_done(&place, commands[i].word, rows);
				assert_int_equal(bench_look(&place.bench, place.promise.id).state,
						 commands[i].goes[from]);
			}
			bench_done(&place.bench);
		}
}

static void no_command_knows_a_promise_that_is_not_there(void **unused)
{
	(void)unused;
	for (size_t i = 0; i < COUNT_OF(commands); i++) {
		struct place place;
		struct audited last;

		stand_in(&place, PROMISE_OPEN);
		place.promise.id.n = 12;
		assert_fault(commands[i].run(&place), FAULT_MISSING);
		assert_non_null(strstr(place.bench.note.text, "no promise with that id"));
		assert_int_equal(act_audit(&place.bench, &last), 0);
		bench_done(&place.bench);
	}
}

/* --- who may ------------------------------------------------------------------------------------ */

static void each_command_has_the_least_role_that_the_manual_says(void **unused)
{
	static const char *const liaisons[] = {
		"contact.put", "household.put", "student.put", "student.remove", "promise.take",
		"promise.excuse", "promise.note", "promise.consent", "promise.answer", "message.send",
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(command_rows); i++) {
		bool is_liaisons = false;

		for (size_t k = 0; k < COUNT_OF(liaisons); k++)
			is_liaisons |= strcmp(liaisons[k], command_rows[i]->word) == 0;
		if (command_rows[i]->role != (is_liaisons ? ROLE_LIAISON : ROLE_ADMINISTRATOR))
			fail_msg("%s", command_rows[i]->word);
	}
}

/* --- what is written with it ----------------------------------------------------------------------- */

static void an_excuse_keeps_who_signed_and_why(void **unused)
{
	static const struct {
		const char *reason;
		bool is_one;
	} rows[] = {
		{ "merged", true }, { "spam", true }, { "opted_out", true }, { "unreachable", true },
		{ "in_person", true }, { "no_answer_needed", true }, { "kept", false },
		{ "In_Person", false }, { "because", false },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct place place;
		struct promise after;

		stand_in(&place, PROMISE_TAKEN);
		assert_fault(act(&place.bench, &(struct promise_excuse){
			     .command.row = &promise_command_excuse, .command.actor_id = place.ana,
			     .promise = place.promise.id, .reason = str_of(rows[i].reason),
			     .note = STR("met at the gate") }.command),
			     rows[i].is_one ? FAULT_NONE : FAULT_INVALID);
		after = bench_look(&place.bench, place.promise.id);
		assert_string_equal(after.excuse, rows[i].is_one ? rows[i].reason : "");
		assert_string_equal(after.excuse_note, rows[i].is_one ? "met at the gate" : "");
		assert_int_equal(after.excused_by.n, rows[i].is_one ? place.ana.n : 0);
		bench_done(&place.bench);
	}
}

static void a_decision_on_consent_is_taken_once_and_is_one_of_two(void **unused)
{
	static const char *const bad[] = { "open", "stop", "Kept", "maybe" };
	struct place place;
	struct promise_consent command = { .command.row = &promise_command_consent };

	(void)unused;
	stand_in(&place, PROMISE_OPEN);
	command.promise = place.promise.id;
	for (size_t i = 0; i < COUNT_OF(bad); i++) {
		command.decision = str_of(bad[i]);
		assert_fault(act(&place.bench, &command.command), FAULT_INVALID);
	}
	command.decision = STR("stopped");
	assert_fine(act(&place.bench, &command.command));
	command.decision = STR("kept");
	assert_fault(act(&place.bench, &command.command), FAULT_CONFLICT);
	assert_non_null(strstr(place.bench.note.text, "decided already: stopped"));
	bench_done(&place.bench);
}

static void a_note_that_says_nothing_is_none(void **unused)
{
	static const char *const empty[] = { "", " ", "\n\t " };
	struct place place;

	(void)unused;
	stand_in(&place, PROMISE_OPEN);
	for (size_t i = 0; i < COUNT_OF(empty); i++)
		assert_fault(act(&place.bench, &(struct promise_note){
			     .command.row = &promise_command_note, .promise = place.promise.id,
			     .text = str_of(empty[i]) }.command), FAULT_INVALID);
	assert_int_equal(case_told(&place.bench, place.promise.id.n, "promise.note"), 0);
	bench_done(&place.bench);
}

/* --- texts that cannot be sent ----------------------------------------------------------------------- */

static void a_text_that_cannot_be_sent_leaves_the_promise_as_it_was(void **unused)
{
	static char long_text[1700], longest[1601];
	static const struct {
		const char *label, *text;
		enum fault fault;
	} rows[] = {
		{ "empty", " \n ", FAULT_INVALID },
		{ "not UTF-8", "caf\xe9", FAULT_INVALID },
		{ "a bell", "ring \a", FAULT_INVALID },
		{ "delete", "x\x7f", FAULT_INVALID },
		{ "too long", long_text, FAULT_TOO_LARGE },
		{ "new lines and tabs are fine", "one\r\n\ttwo", FAULT_NONE },
		{ "as long as may be", longest, FAULT_NONE },
	};

	(void)unused;
	memset(long_text, 'x', 1601);
	memset(longest, 'x', 1600);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct place place;
		enum fault fault;

		stand_in(&place, PROMISE_OPEN);
		fault = act(&place.bench, &(struct promise_answer){ .command.row = &text_command_answer,
			    .promise = place.promise.id, .text = str_of(rows[i].text) }.command);
		if (fault != rows[i].fault)
			fail_msg("%s: %s", rows[i].label, fault_word(fault));
		assert_int_equal(bench_look(&place.bench, place.promise.id).state,
				 fault ? PROMISE_OPEN : PROMISE_ANSWERED);
		assert_int_equal(case_texts(&place.bench, place.promise.id, KIND_ANSWER, NULL), !fault);
		bench_done(&place.bench);
	}
}

static void who_is_away_or_does_not_answer_takes_nothing(void **unused)
{
	static const enum role roles[] = { ROLE_VIEWER, ROLE_LIAISON, ROLE_ADMINISTRATOR };

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(roles); i++)
		for (int is_away = 0; is_away < 2; is_away++) {
			struct place place;
			bool may = roles[i] != ROLE_VIEWER && !is_away;
			struct user_id bea;

			stand_in(&place, PROMISE_OPEN);
			bea = bench_hire(&place.bench, "bea@x", "en", roles[i]);
			if (is_away)
				case_absent(&place.bench, bea, bench_now(&place.bench),
					    bench_now(&place.bench) + DAY_MS);
			place.ana = bea;
			assert_fault(take(&place), may ? FAULT_NONE : FAULT_CONFLICT);
			assert_int_equal(bench_look(&place.bench, place.promise.id).owner.n == bea.n, may);
			bench_done(&place.bench);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_command_in_every_state_is_done_and_logged_or_refused_whole),
		cmocka_unit_test(no_command_knows_a_promise_that_is_not_there),
		cmocka_unit_test(each_command_has_the_least_role_that_the_manual_says),
		cmocka_unit_test(an_excuse_keeps_who_signed_and_why),
		cmocka_unit_test(a_decision_on_consent_is_taken_once_and_is_one_of_two),
		cmocka_unit_test(a_note_that_says_nothing_is_none),
		cmocka_unit_test(a_text_that_cannot_be_sent_leaves_the_promise_as_it_was),
		cmocka_unit_test(who_is_away_or_does_not_answer_takes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
