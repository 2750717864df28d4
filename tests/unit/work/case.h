/*
 * case - what happens to promises on a bench, in the words of the claims: a family asks, staff
 * come and go, the clock moves on, somebody decides; and what stands in the ledger then.
 *
 * Links work/followup and what it sees.  A text is not read here (work/inbound does): a
 * family asks, in its language, and its promise is opened as inbound opens one.
 */
#ifndef TESTS_UNIT_WORK_CASE_H
#define TESTS_UNIT_WORK_CASE_H

#include "bench.h"
#include "seen.h"

#include "domain/ladder.h"
#include "store/people/absences.h"
#include "store/people/staff_alerts.h"
#include "store/promises/rulebooks.h"
#include "work/followup/assign.h"
#include "work/followup/backstop.h"
#include "work/followup/consequences.h"
#include "work/followup/coverage.h"
#include "work/followup/enqueue.h"
#include "work/followup/person_list.h"
#include "work/followup/promise_school.h"
#include "work/followup/rule_steps.h"
#include "work/followup/staff_alert.h"
#include "work/txn/trace.h"

#define ROSA "+13125550101"
#define LUIS "+13125550102"
#define ALI "+13125550103"

/* --- one transaction ---------------------------------------------------------------------- */

static inline struct txn case_begin(struct bench *bench)
{
	struct txn txn = bench_txn(bench);

	agenda_done(&bench->agenda);
	consequences_begin(&txn, &bench->agenda);
	assert_fine(db_begin(bench->db));
	return txn;
}

/* As a job ends: committed, or rolled back. */
static inline enum fault case_end(struct bench *bench, const struct txn *txn, enum fault fault)
{
	fault = consequences_settle(txn, fault);
	if (fault)
		db_rollback(bench->db);
	else
		assert_fine(db_commit(bench->db));
	return fault;
}

/* Runs `call`, which names `txn`, as a job of its own; its fault. */
#define case_do(bench, call)                                                       \
	({                                                                         \
		struct txn txn = case_begin(bench);                                \
		case_end(bench, &txn, call);                                       \
	})

/* --- families ------------------------------------------------------------------------------ */

struct asking {
	const char *phone, *language, *text;
	const struct rule_step *assigned;
	const struct rule *rule;
	struct rule_due first;
	struct promise_school home;
	struct school_week week;
	struct contact contact;
	struct number number;
	struct promise promise;
	struct message_id message;
};

static inline void case_find_family(struct bench *bench, struct asking *asking)
{
	if (number_get(bench->db, str_of(asking->phone), &asking->number) == FAULT_MISSING) {
		bench_family(bench, asking->phone, asking->language);
		assert_fine(number_get(bench->db, str_of(asking->phone), &asking->number));
	}
	assert_fine(contact_get(bench->db, asking->number.contact, &asking->contact));
}

static inline void case_find_rule(const struct txn *txn, struct asking *asking)
{
	struct promise *promise = &asking->promise;
	const struct rule_book *book = NULL;
	struct rule_progress progress = { .opened_at = txn->now };
	struct hours_facts hours = txn_hours(txn, &asking->contact);

	assert_fine(rulebook_cache_in_force(txn, &promise->rule_version, &book));
	assert_fine(promise_school_of(txn, asking->contact.household, &asking->home));
	asking->week = txn_week(txn, asking->home.school);
	asking->rule = rule_match(book, &(struct rule_facts){
		.language = str_of(asking->language), .line = STR(HERE),
		.text = str_of(asking->text), .schools = str_of(asking->home.schools),
		.groups = str_of(asking->home.household.groups), .channel = CHANNEL_SMS,
		.is_known = asking->contact.is_known,
		.is_open = school_is_open(&asking->week, txn->now) });
	promise->due_at = progress.due_at = hours_reachable_at(&hours,
		rule_due_at(asking->rule, &asking->week, txn->now));
	asking->first = rule_look(asking->rule, &asking->week, &progress, txn->now);
}

static inline void case_find_owner(const struct txn *txn, struct asking *asking)
{
	const struct rule_step *step = asking->first.steps[RULE_ASSIGN];
	struct user user = { .id = { 0 } };

	asking->assigned = step;
	asking->first.steps[RULE_ASSIGN] = NULL;
	if (step && assign_find(txn, &(struct assign){
		    .step = step, .language = asking->language,
		    .due_at = asking->promise.due_at,
		    .household = asking->contact.household }, &user) != FAULT_MISSING)
		asking->promise.owner = user.id;
}

/* Its text, and in the trace what the rule did at once. */
static inline enum fault case_keep_text(const struct txn *txn, const struct asking *asking)
{
	const struct promise *promise = &asking->promise;
	const struct rule_step *steps[] = { asking->first.steps[RULE_ACKNOWLEDGE], asking->assigned };
	struct message message = { .id = asking->message, .direction = DIRECTION_IN,
				   .purpose = PURPOSE_SCHOOL, .channel = CHANNEL_SMS,
				   .contact = promise->contact, .line = promise->line,
				   .promise = promise->id, .meaning = MEANING_INPUT,
				   .text = str_of(asking->text), .created_at = txn->now };
	char provider_id[32];
	enum fault fault;

	snprintf(provider_id, sizeof(provider_id), "IN%lld", (long long)message.id.n);
	str_put(message.phone, sizeof(message.phone), str_of(asking->phone));
	str_put(message.language, sizeof(message.language), str_of(asking->language));
	fault = message_add_inbound(txn->db, STR("main"), str_of(provider_id), &message);
	for (size_t i = 0; !fault && i < COUNT_OF(steps); i++)
		if (steps[i])
			fault = trace_step(txn, promise, steps[i]);
	return fault;
}

static inline enum fault case_open(const struct txn *txn, struct asking *asking)
{
	struct promise *promise = &asking->promise;
	enum fault fault;

	*promise = (struct promise){ .id = { txn_id(txn) }, .contact = asking->contact.id,
				     .channel = CHANNEL_SMS, .line = txn->core->lines[0].id,
				     .state = PROMISE_OPEN, .opened_at = txn->now,
				     .input_at = txn->now, .inputs = 1 };
	asking->message.n = txn_id(txn);
	case_find_rule(txn, asking);
	case_find_owner(txn, asking);
	promise->next_step = asking->first.next_step;
	promise->wake_at = asking->first.next_wake_at;
	str_put(promise->phone, sizeof(promise->phone), str_of(asking->phone));
	str_put(promise->language, sizeof(promise->language), str_of(asking->language));
	str_put(promise->school, sizeof(promise->school), str_of(asking->home.school));
	str_put(promise->rule, sizeof(promise->rule), str_of(asking->rule->name));
	fault = agenda_add_promise(txn, promise);
	if (!fault)
		fault = trace_opened(txn, promise, asking->message, "assigned");
	if (!fault)
		fault = case_keep_text(txn, asking);
	if (!fault && promise->owner.n)
		fault = staff_alert_ask(txn->db, promise->owner, txn->now, STAFF_ALERT_EVERY);
	else if (!fault)
		fault = person_list_put_unowned(txn, promise);
	if (!fault && promise->wake_at == NEVER)
		fault = backstop_put(txn, promise);
	return fault ? fault : rule_steps_do(txn, promise->id, &asking->first);
}

/* A family asks in its language; its promise. */
static inline struct promise case_ask_text(struct bench *bench, const char *phone,
					   const char *language, const char *text)
{
	struct asking asking = { .phone = phone, .language = language, .text = text };

	case_find_family(bench, &asking);
	assert_fine(case_do(bench, case_open(&txn, &asking)));
	return bench_look(bench, asking.promise.id);
}

static inline struct promise case_ask(struct bench *bench, const char *phone, const char *language)
{
	return case_ask_text(bench, phone, language, "When is the meeting?");
}

/* Somebody of whom we have never heard. */
static inline struct promise case_ask_stranger(struct bench *bench, const char *language)
{
	static int strangers;
	char phone[32];

	snprintf(phone, sizeof(phone), "+1312556%04d", ++strangers % 10000);
	return case_ask(bench, phone, language);
}

/* --- rules ----------------------------------------------------------------------------------- */

/* In force from then on; its version. */
static inline int case_publish_at(struct bench *bench, const char *document, int64_t at)
{
	const struct rulebook book = { .document = str_of(document), .author = "staff:1",
				       .published_at = bench_now(bench), .effective_at = at };
	int version = 0;

	assert_fine(rulebook_publish(bench->db, &book, &version));
	return version;
}

static inline int case_publish(struct bench *bench, const char *document)
{
	return case_publish_at(bench, document, bench_now(bench));
}

/* --- staff ----------------------------------------------------------------------------------- */

/* Who comes finds what nobody covered. */
static inline struct user_id case_hire(struct bench *bench, const char *email,
				       const char *languages, enum role role)
{
	struct user_id id = bench_hire(bench, email, languages, role);

	assert_fine(case_do(bench, coverage_adopt(&txn)));
	return id;
}

static inline struct user case_user(struct bench *bench, struct user_id id)
{
	struct user user;

	assert_fine(user_get(bench->db, id, &user));
	return user;
}

static inline int64_t case_id(struct bench *bench, const char *email)
{
	struct user user;

	assert_fine(user_by_email(bench->db, str_of(email), &user));
	return user.id.n;
}

/* Away from and to these times; what begins now is handed over at once. */
static inline void case_absent(struct bench *bench, struct user_id who, int64_t from_at,
			       int64_t to_at)
{
	struct absence absence = { .id = bench_id(bench), .user = who, .from_at = from_at,
				   .to_at = to_at, .wake_at = from_at };
	size_t count = 0;

	assert_fine(absence_add(bench->db, &absence));
	assert_fine(case_do(bench, coverage_turn(&txn, &count)));
}

static inline void case_leave(struct bench *bench, struct user_id who)
{
	struct user user = case_user(bench, who);

	user.disabled_at = bench_now(bench);
	assert_fine(user_put(bench->db, &user));
	assert_fine(case_do(bench, coverage_hand_over(&txn, who, "its owner left")));
}

/* --- answers ------------------------------------------------------------------------------------ */

/* A text to the family of the promise, queued by its author (0: automatic). */
static inline struct message_id case_write(struct bench *bench, const struct promise *promise,
					   enum kind kind, struct user_id author)
{
	struct message_id message = { 0 };
	struct contact contact;
	struct number number;

	assert_fine(contact_get(bench->db, promise->contact, &contact));
	assert_fine(number_get(bench->db, str_of(promise->phone), &number));
	assert_fine(case_do(bench, enqueue_message(&txn, &(struct outbound){
		.contact = &contact, .number = &number, .channel = promise->channel,
		.line = promise->line, .kind = kind, .purpose = PURPOSE_SCHOOL,
		.promise = promise->id, .author = author, .language = promise->language,
		.text = STR("On Friday at three.") }, &message, NULL)));
	return message;
}

/* Somebody of staff answers; the answer's text. */
static inline struct message_id case_answer(struct bench *bench, struct promise_id id,
					    struct user_id author)
{
	const struct promise promise = bench_look(bench, id);
	struct message_id message = case_write(bench, &promise, KIND_ANSWER, author);

	assert_fine(case_do(bench, consequences_promise(&txn, id, PROMISE_ON_HANDED, "staff:1",
							"an answer")));
	return message;
}

/* As the outbox and receipts tell: whether that said anything new. */
static inline bool case_tell(struct bench *bench, struct message_id message,
			     const struct change *change)
{
	struct change told = *change;
	bool has_stepped = false;

	told.actor = told.actor ? told.actor : "provider";
	assert_fine(case_do(bench, consequences_delivery(&txn, message, &told, &has_stepped)));
	return has_stepped;
}

/* --- the clock -------------------------------------------------------------------------------- */

static inline void case_wind_to(struct bench *bench, int64_t at)
{
	if (at > bench_now(bench))
		clock_advance(bench->clock, at - bench_now(bench));
}

/* Winds to the promise's next wake-up, and takes what is due. */
static inline struct promise case_wake(struct bench *bench, struct promise_id id)
{
	struct promise promise = bench_look(bench, id);

	assert_true(promise.wake_at != NEVER);
	case_wind_to(bench, promise.wake_at);
	assert_fine(case_do(bench, rule_steps_take(&txn, promise.id, txn.now)));
	return bench_look(bench, id);
}

/* --- what stands in the ledger: seen.h, of a bench's ------------------------------------------ */

static inline int case_told(struct bench *bench, int64_t promise_or_message, const char *what)
{
	return seen_told(bench->db, promise_or_message, what);
}

static inline int case_told_all(struct bench *bench, const char *what)
{
	return seen_told_all(bench->db, what);
}

static inline int case_notices(struct bench *bench, struct user_id who, enum role role,
			       const char *what)
{
	return seen_notices(bench->db, who, role, what);
}

static inline int case_texts(struct bench *bench, struct promise_id promise, enum kind kind,
			     struct message_id *last)
{
	return seen_texts(bench->db, promise, kind, last);
}

static inline struct delivery case_delivery(struct bench *bench, struct message_id id)
{
	return seen_delivery(bench->db, id);
}

/* A ledger that is not whole: the family of the promise has no number any more, so that
 * nothing can be said to it. */
static inline void case_break(struct bench *bench, const struct promise *promise)
{
	assert_fine(db_run(bench->db, "DELETE FROM number WHERE contact_id = $1",
			   BINDS(NUMBER(promise->contact.n)), NULL));
}

#endif
