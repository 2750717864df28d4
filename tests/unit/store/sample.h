/*
 * sample - a family, a line and what they say, ready to be remembered.
 */
#ifndef TESTS_UNIT_STORE_SAMPLE_H
#define TESTS_UNIT_STORE_SAMPLE_H

#include "base/clock.h"
#include "ledger.h"
#include "store/messaging/deliveries.h"
#include "store/messaging/lines.h"
#include "store/people/users.h"
#include "store/promises/promises.h"

#define ROSA "+13125550101"
#define ALI "+13125550102"
#define HERE "+13125550100"

static inline struct contact sample_contact(int64_t id, const char *name)
{
	struct contact contact = { .id = { id }, .language = "es",
				   .language_source = LANGUAGE_ROSTER, .is_known = true,
				   .zone = "America/Chicago", .own_from = 540, .own_to = 1200,
				   .prefers = CHANNEL_SMS, .created_at = noon,
				   .updated_at = noon + 1 };

	snprintf(contact.name, sizeof(contact.name), "%s", name);
	return contact;
}

static inline struct number sample_number(const char *phone, int64_t contact)
{
	struct number number = { .contact = { contact }, .question = QUESTION_LANGUAGE,
				 .asked_at = noon, .asked_of = { 3 }, .choices = "so,en",
				 .inbound_at = noon + 4, .answered_at = noon + 5,
				 .thanked_at = noon + 6 };

	snprintf(number.phone, sizeof(number.phone), "%s", phone);
	return number;
}

static inline struct message sample_inbound(int64_t id, const char *text)
{
	return (struct message){ .id = { id }, .direction = DIRECTION_IN,
				 .purpose = PURPOSE_SCHOOL, .channel = CHANNEL_SMS,
				 .contact = { 1 }, .phone = ROSA, .line = { 9 },
				 .language = "es", .meaning = MEANING_INPUT,
				 .text = str_of(text), .media_count = 2, .segments = 1,
				 .created_at = noon };
}

static inline struct message sample_said(int64_t id, const char *phone, const char *text)
{
	struct message message = { .id = { id }, .direction = DIRECTION_OUT,
				   .kind = KIND_ANSWER, .purpose = PURPOSE_SCHOOL,
				   .channel = CHANNEL_SMS, .contact = { 1 }, .line = { 9 },
				   .promise = { 0 }, .language = "es", .text = str_of(text),
				   .segments = 1, .author = { 5 }, .created_at = noon };

	snprintf(message.phone, sizeof(message.phone), "%s", phone);
	return message;
}

static inline struct promise sample_promise(int64_t id, int64_t contact)
{
	return (struct promise){ .id = { id }, .contact = { contact }, .phone = ROSA,
				 .channel = CHANNEL_SMS, .line = { 9 }, .language = "es",
				 .state = PROMISE_OPEN, .opened_at = noon, .input_at = noon,
				 .inputs = 1, .due_at = noon + HOUR_MS, .rule = "built-in",
				 .rule_version = 1, .wake_at = noon + HOUR_MS };
}

/* Field by field: padding is nobody's. */
static inline void assert_same_contact(const struct contact *a, const struct contact *b)
{
	assert_true(a->id.n == b->id.n);
	assert_true(a->language_source == b->language_source);
	assert_true(a->is_known == b->is_known);
	assert_true(a->own_from == b->own_from);
	assert_true(a->own_to == b->own_to);
	assert_true(a->prefers == b->prefers);
	assert_true(a->created_at == b->created_at);
	assert_true(a->updated_at == b->updated_at);
	assert_string_equal(a->name, b->name);
	assert_string_equal(a->language, b->language);
	assert_string_equal(a->zone, b->zone);
}

static inline void assert_same_number(const struct number *a, const struct number *b)
{
	assert_true(a->contact.n == b->contact.n);
	assert_true(a->unusable_code == b->unusable_code);
	assert_true(a->unusable_at == b->unusable_at);
	assert_true(a->question == b->question);
	assert_true(a->asked_at == b->asked_at);
	assert_true(a->asked_of.n == b->asked_of.n);
	assert_true(a->inbound_at == b->inbound_at);
	assert_true(a->answered_at == b->answered_at);
	assert_true(a->thanked_at == b->thanked_at);
	assert_string_equal(a->phone, b->phone);
	assert_string_equal(a->choices, b->choices);
}

static inline void assert_same_delivery(const struct delivery *a, const struct delivery *b)
{
	assert_true(a->message.n == b->message.n);
	assert_true(a->line.n == b->line.n);
	assert_true(a->state == b->state);
	assert_true(a->attempts == b->attempts);
	assert_true(a->tries == b->tries);
	assert_true(a->not_before_at == b->not_before_at);
	assert_true(a->claimed_at == b->claimed_at);
	assert_true(a->ended_at == b->ended_at);
	assert_true(a->sent_at == b->sent_at);
	assert_true(a->final_at == b->final_at);
	assert_true(a->error_code == b->error_code);
	assert_true(a->is_ambiguous == b->is_ambiguous);
	assert_true(a->needs_person == b->needs_person);
	assert_true(a->polls == b->polls);
	assert_true(a->empty_lists == b->empty_lists);
	assert_true(a->look_at == b->look_at);
	assert_string_equal(a->phone, b->phone);
	assert_int_equal(a->waits_for, b->waits_for);
}

static inline void assert_same_promise(const struct promise *a, const struct promise *b)
{
	assert_true(a->id.n == b->id.n);
	assert_true(a->contact.n == b->contact.n);
	assert_true(a->channel == b->channel);
	assert_true(a->line.n == b->line.n);
	assert_true(a->state == b->state);
	assert_true(a->owner.n == b->owner.n);
	assert_true(a->follows.n == b->follows.n);
	assert_true(a->opened_at == b->opened_at);
	assert_true(a->input_at == b->input_at);
	assert_true(a->inputs == b->inputs);
	assert_true(a->due_at == b->due_at);
	assert_true(a->late_at == b->late_at);
	assert_true(a->answered_at == b->answered_at);
	assert_true(a->closed_at == b->closed_at);
	assert_true(a->excused_by.n == b->excused_by.n);
	assert_true(a->rule_version == b->rule_version);
	assert_true(a->next_step == b->next_step);
	assert_true(a->wake_at == b->wake_at);
	assert_true(a->person_at == b->person_at);
	assert_string_equal(a->phone, b->phone);
	assert_string_equal(a->language, b->language);
	assert_string_equal(a->excuse, b->excuse);
	assert_string_equal(a->excuse_note, b->excuse_note);
	assert_string_equal(a->rule, b->rule);
	assert_int_equal(a->person_reason, b->person_reason);
	assert_string_equal(a->person_detail, b->person_detail);
}

static inline void assert_same_user(const struct user *a, const struct user *b)
{
	assert_true(a->id.n == b->id.n);
	assert_true(a->role == b->role);
	assert_true(a->created_at == b->created_at);
	assert_true(a->disabled_at == b->disabled_at);
	assert_string_equal(a->email, b->email);
	assert_string_equal(a->name, b->name);
	assert_string_equal(a->languages, b->languages);
	assert_string_equal(a->phone, b->phone);
	assert_string_equal(a->week, b->week);
	assert_string_equal(a->zone, b->zone);
	assert_int_equal(a->capacity, b->capacity);
	assert_string_equal(a->schools, b->schools);
}

/* Contacts 1 (Rosa) and 2 (Ali), line 9. */
static inline void sample_world(struct ledger *ledger)
{
	struct contact contacts[] = { sample_contact(1, "Rosa"), sample_contact(2, "Ali") };
	struct number numbers[] = { sample_number(ROSA, 1), sample_number(ALI, 2) };
	struct line line;

	ledger_new(ledger);
	for (int i = 0; i < 2; i++) {
		assert_fine(contact_add(ledger->db, &contacts[i]));
		assert_fine(number_add(ledger->db, &numbers[i], noon + i));
	}
	assert_fine(line_put(ledger->db, &(struct line_key){ STR("AC1"), STR(HERE) }, 9, noon,
			     &line));
}

#endif
