/* A verb that faults leaves its outputs alone, wherever on its way the fault came. */
#include "tests/lib/test.h"

#include "sample.h"
#include "store/log/events.h"
#include "store/messaging/delivery_due.h"
#include "store/people/absences.h"
#include "store/people/calendars.h"
#include "store/people/households.h"
#include "store/people/opt_out_reviews.h"
#include "store/people/schools.h"
#include "store/people/staff_alerts.h"
#include "store/people/students.h"
#include "store/promises/report_rows.h"
#include "store/promises/rulebooks.h"
#include "tests/lib/twin.h"

enum { UNTOUCHED = 77, FEW = 8 };

static enum fault on_promise(void *context, const struct report_promise *promise)
{
	(void)context;
	(void)promise;
	return FAULT_NONE;
}

/* What a verb gives back as a number: how many, or when. */
#define ASK(name, type, call)                                                          \
	static enum fault ask_##name(struct db *db, struct arena *arena, int64_t *output) \
	{                                                                              \
		type out = UNTOUCHED;                                                  \
		enum fault fault = (call);                                             \
                                                                                       \
		(void)arena;                                                           \
		*output = (int64_t)out;                                                \
		return fault;                                                          \
	}

static struct promise promises[FEW];
static struct promise_id ids[FEW];
static struct contact contacts[FEW];
static struct number numbers[FEW];
static struct user users[FEW];
static struct claimed claimed[FEW];
static struct delivery deliveries[FEW];
static struct event events[FEW];
static struct school schools[FEW];
static struct student students[FEW];

ASK(promise_waiting, size_t, promise_waiting(db, STR_NONE, (struct promise_id){ 0 }, ids, FEW, &out))
ASK(promise_due, size_t, promise_due(db, NEVER - 1, promises, FEW, &out))
ASK(promise_list, size_t, promise_list(db, &(struct promise_filter){ .after = { 0 } }, promises, FEW, &out))
ASK(promise_next_wake, int64_t, promise_next_wake(db, &out))
ASK(report_walk, size_t, report_rows_walk(db, &(struct report_reach){ 0, NEVER / 2, 0, FEW }, on_promise,
					  NULL, &out))
ASK(report_acknowledged, int64_t, report_rows_acknowledged(db, (struct promise_id){ 30 }, &out))
ASK(covering, size_t, user_covering(db, &(struct user_want){ .language = STR("es"), .now = noon }, users,
				    FEW, &out))
ASK(user_list, size_t, user_list(db, (struct user_id){ 0 }, users, FEW, &out))
ASK(alert_next, int64_t, staff_alert_next(db, &out))
ASK(contact_search, size_t, contact_list(db, (struct contact_id){ 0 }, STR("a"), contacts, FEW, &out))
ASK(contact_numbers, size_t, number_of_contact(db, (struct contact_id){ 1 }, numbers, FEW, &out))
ASK(due, size_t, delivery_due(db, (struct line_id){ 9 }, noon, arena, claimed, FEW, &out))
ASK(due_next_at, int64_t, delivery_due_next_at(db, (struct line_id){ 9 }, &out))
ASK(next_look, int64_t, delivery_due_next_look(db, &out))
ASK(delivery_list, size_t, delivery_list(db, NEVER, deliveries, FEW, &out))
ASK(event_list, size_t, event_list(db, 60, arena, events, FEW, &out))
ASK(event_after, size_t, event_after(db, 0, arena, events, FEW, &out))
ASK(school_list, size_t, school_list(db, schools, FEW, &out))
ASK(student_list, size_t, student_list(db, (struct student_id){ 0 }, STR_NONE, students, FEW, &out))
ASK(message_replies, int, message_count_replies(db, STR(ROSA), 0, &out))
ASK(message_last_personal, int64_t, message_last_personal(db, STR(ROSA), &out))
ASK(absence_next_wake, int64_t, absence_next_wake(db, &out))
ASK(review_next_wake, int64_t, opt_out_review_next_wake(db, &out))
ASK(closure_count, int64_t, calendar_closure_count(db, &out))
ASK(rulebook_in_force, int, rulebook_in_force(db, noon, &out))

static const struct {
	const char *label;
	enum fault (*ask)(struct db *db, struct arena *arena, int64_t *output);
} verbs[] = {
#define VERB(name) { #name, ask_##name }
	VERB(promise_waiting), VERB(promise_due), VERB(promise_list), VERB(promise_next_wake),
	VERB(report_walk), VERB(report_acknowledged), VERB(covering), VERB(user_list),
	VERB(alert_next), VERB(contact_search), VERB(contact_numbers), VERB(due),
	VERB(due_next_at), VERB(next_look), VERB(delivery_list), VERB(event_list),
	VERB(event_after), VERB(school_list), VERB(student_list), VERB(message_replies),
	VERB(message_last_personal), VERB(absence_next_wake), VERB(review_next_wake),
	VERB(closure_count), VERB(rulebook_in_force),
#undef VERB
};

/* A few rows of each, so that a fault can come behind some that were read. */
static void a_few_rows(struct db *db)
{
	for (int64_t i = 1; i <= 4; i++) {
		struct promise promise = sample_promise(29 + i, 1);
		struct message message = sample_said(59 + i, ROSA, "x");
		struct user user = { .id = { i }, .role = ROLE_LIAISON, .languages = "es", .schools = "South" };
		struct household household = { .id = { i } };
		struct student student = { .id = { i }, .household = { i }, .school = "North" };
		struct rulebook book = { .document = STR("rules:"), .effective_at = noon };
		int version;

		snprintf(user.email, sizeof(user.email), "%d", (int)i);
		snprintf(household.name, sizeof(household.name), "Home %d", (int)i);
		message.promise = promise.id;
		assert_fine(promise_add(db, &promise));
		assert_fine(delivery_queue(db, &message, 0, WAIT_NONE));
		assert_fine(user_add(db, &user));
		assert_fine(household_add(db, &household));
		assert_fine(student_add(db, &student));
		assert_fine(rulebook_publish(db, &book, &version));
		assert_fine(event_keep(db, &(struct event){ .id = i, .at = 1, .what = "x", .actor = "x",
							    .message = message.id }));
	}
}

/* At the question, at the first row, at the second… until there is nothing left to fail. */
static int fail_everywhere(struct db *db, size_t verb)
{
	enum fault fault;
	int nth = 0;

	do {
		int64_t output = UNTOUCHED;
		AUTO(arena) arena;

		arena_init(&arena, 1 << 16);
		twin_on(db, (struct twin_script){ TWIN_READING, ++nth, FAULT_AGAIN });
		fault = verbs[verb].ask(db, &arena, &output);
		twin_off(db);
		if (fault && output != UNTOUCHED)
			fail_msg("%s said %lld with a fault at %d", verbs[verb].label, (long long)output, nth);
		assert_fault(fault, twin.is_sprung ? FAULT_AGAIN : FAULT_NONE);
	} while (fault);
	return nth - 1;
}

static void a_verb_that_faults_leaves_its_outputs_alone(void **state)
{
	struct ledger ledger;

	(void)state;
	sample_world(&ledger);
	a_few_rows(ledger.db);
	for (size_t verb = 0; verb < COUNT_OF(verbs); verb++)
		assert_true(fail_everywhere(ledger.db, verb) >= 2);
	ledger_done(&ledger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_verb_that_faults_leaves_its_outputs_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
