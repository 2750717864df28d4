/*
 * sample - a family, a line and what they say, ready to be remembered.
 */
#ifndef TESTS_UNIT_STORE_SAMPLE_H
#define TESTS_UNIT_STORE_SAMPLE_H

#include "base/clock.h"
#include "ledger.h"
#include "store/deliveries.h"
#include "store/promises.h"
#include "store/staff.h"

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
				 .heard_at = noon + 4, .answered_at = noon + 5,
				 .thanked_at = noon + 6 };

	snprintf(number.phone, sizeof(number.phone), "%s", phone);
	return number;
}

static inline struct message sample_heard(int64_t id, const char *text)
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
	assert_fine(line_put(ledger->db, STR("AC1"), STR(HERE), 9, noon, &line));
}

#endif
