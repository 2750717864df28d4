/* What was said stays as it was said: texts, pictures, and emergencies with two signatures. */
#include "tests/lib/test.h"

#include "outbox.h"
#include "store/messaging/emergencies.h"
#include "store/messaging/media.h"
#include "store/messaging/messages.h"
#include "store/messaging/refused_destinations.h"
#include "store/people/users.h"

/* --- texts ----------------------------------------------------------------------------- */

static const char *const odd_texts[] = {
	"", " ", "\n", "'; DROP TABLE message; --", "%_!\\\"", "👨‍👩‍👧 ¿mañana?", "\xff\xfe broken",
	"$1 $2 ?1 :a @b", "مرحبا\u202e", "a\u0301\u0301\u0301",
};

/* PostgreSQL has no place for a NUL, nor for what is no UTF-8: there U+FFFD stands for each byte. */
static struct str as_kept(struct str text)
{
	if (!engine_is_postgresql())
		return text;
	if (str_is(text, "\xff\xfe broken"))
		return STR("\xef\xbf\xbd\xef\xbf\xbd broken");
	return text.size && memchr(text.at, 0, text.size) ? STR("before\xef\xbf\xbd" "behind") : text;
}

static void any_text_comes_back_byte_by_byte(void **state)
{
	static struct outbox outbox;
	AUTO(arena) arena;
	char with_nul[] = "before\0behind";

	(void)state;
	arena_init(&arena, 1 << 16);
	outbox_new(&outbox, 1);
	for (size_t i = 0; i <= COUNT_OF(odd_texts); i++) {
		struct str text = i < COUNT_OF(odd_texts) ? str_of(odd_texts[i]) :
				  (struct str){ with_nul, sizeof(with_nul) - 1 };
		struct message message = { .id = { 70 + (int64_t)i }, .direction = DIRECTION_IN,
					   .contact = { 1 }, .line = { 8 }, .phone = "+1", .text = text };
		char provider_id[16];
		struct message found;

		snprintf(provider_id, sizeof(provider_id), "SM%zu", i);
		assert_fine(message_add_inbound(outbox.ledger.db, STR("AC1"), str_of(provider_id), &message));
		assert_fine(message_get(outbox.ledger.db, message.id, &arena, &found));
		assert_true(str_equals(found.text, as_kept(text)));
	}
	ledger_done(&outbox.ledger);
}

/* Two robots must not talk for ever: what counts is automatic, to that number, since then. */
static void replies_and_personal_words_are_counted_of_each_number(void **state)
{
	static struct outbox outbox;
	int replies = 0;
	int64_t at = -1;

	(void)state;
	outbox_new(&outbox, 2);
	assert_fine(message_last_personal(outbox.ledger.db, str_of(outbox_phones[0]), &at));
	assert_true(at == 0);
	for (int64_t n = 0; n < 200; n++) {
		struct record record = { .id = 1 + n, .line = 8, .phone = (int)(n % 3) };
		enum kind kind = (enum kind)chance_below(&outbox.chance, KIND_COUNT);
		struct message message = outbox_message(&record, kind, PURPOSE_SCHOOL);

		message.created_at = noon + n;
		assert_fine(delivery_queue(outbox.ledger.db, &message, 0, WAIT_NONE));
		outbox.records[n] = record;
		outbox.records[n].rank = (int)kind;
	}
	for (int phone = 0; phone < 3; phone++) {
		for (int64_t since = 0; since <= 200; since += 20) {
			int want = 0;
			int64_t personal = 0;

			for (int64_t n = 0; n < 200; n++) {
				int kind = outbox.records[n].rank;
				bool is_theirs = outbox.records[n].phone == phone;

				want += is_theirs && n >= since && (kind == KIND_CONFIRMATION ||
								    kind == KIND_ACK || kind == KIND_SERVICE);
				if (is_theirs && (kind == KIND_ANSWER || kind == KIND_OUTREACH))
					personal = noon + n;
			}
			assert_fine(message_count_replies(outbox.ledger.db, str_of(outbox_phones[phone]),
							  noon + since, &replies));
			assert_int_equal(replies, want);
			assert_fine(message_last_personal(outbox.ledger.db, str_of(outbox_phones[phone]), &at));
			assert_true(at == personal);
		}
	}
	ledger_done(&outbox.ledger);
}

/* --- pictures ----------------------------------------------------------------------------- */

enum { PICTURES = 60 };

static void expect_due_media(struct outbox *outbox, const struct media *all, int64_t now)
{
	static struct media found[PICTURES];
	size_t count = 99, want = 0;

	for (int i = 0; i < PICTURES; i++)
		want += all[i].state == MEDIA_WAITING && all[i].look_at <= now;
	assert_fine(media_due(outbox->ledger.db, now, found, PICTURES, &count));
	assert_int_equal(count, want);
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(found[i].state, MEDIA_WAITING);
		assert_true(found[i].look_at <= now && (!i || found[i].look_at >= found[i - 1].look_at));
	}
}

static void a_picture_waits_is_tried_and_is_kept_or_given_up(void **state)
{
	static struct outbox outbox;
	static struct media all[PICTURES], found[PICTURES];

	(void)state;
	outbox_new(&outbox, 3);
	for (int n = 0; n < 6; n++)
		outbox_queue(&outbox);
	for (int i = 0; i < PICTURES; i++) {
		all[i] = (struct media){ .message = { 1 + i / 10 }, .no = i % 10, .type = "image/jpeg",
					 .look_at = noon + chance_between(&outbox.chance, 0, 50) };
		memset(all[i].url, 'u', sizeof(all[i].url) - 1 - (size_t)i);
		assert_fine(media_add(outbox.ledger.db, &all[i]));
	}
	assert_fault(media_add(outbox.ledger.db, &all[0]), FAULT_CONFLICT);
	for (int round = 0; round < 200; round++) {
		struct media *one = &all[chance_below(&outbox.chance, PICTURES)];

		one->state = (__typeof__(one->state))chance_below(&outbox.chance, 3);
		one->tries++;
		one->look_at = noon + chance_between(&outbox.chance, 0, 50);
		snprintf(one->file, sizeof(one->file), "ab/%d", round);
		assert_fine(media_put(outbox.ledger.db, one));
		expect_due_media(&outbox, all, noon + chance_between(&outbox.chance, -1, 51));
	}
	for (int message = 1; message <= 6; message++) {
		size_t count = 0;

		assert_fine(media_of(outbox.ledger.db, (struct message_id){ message }, found, 4, &count));
		assert_int_equal(count, 4);
		assert_fine(media_of(outbox.ledger.db, (struct message_id){ message }, found, PICTURES, &count));
		assert_int_equal(count, 10);
		for (int i = 0; i < 10; i++) {
			const struct media *one = &all[10 * (message - 1) + i];

			assert_int_equal(found[i].no, i);
			assert_int_equal(found[i].state, one->state);
			assert_int_equal(found[i].tries, one->tries);
			assert_string_equal(found[i].url, one->url);
			assert_string_equal(found[i].file, one->file);
		}
	}
	all[0].message.n = 99;
	assert_fault(media_put(outbox.ledger.db, &all[0]), FAULT_MISSING);
	ledger_done(&outbox.ledger);
}

/* --- emergencies ---------------------------------------------------------------------------- */

enum { ALARMS = 40 };

struct alarms {
	struct outbox outbox;
	struct emergency all[ALARMS];
};

static void alarms_new(struct alarms *alarms, uint64_t seed)
{
	struct user user = { .id = { 1 }, .role = ROLE_ADMINISTRATOR, .email = "a" };

	outbox_new(&alarms->outbox, seed);
	assert_fine(user_add(alarms->outbox.ledger.db, &user));
	for (int i = 0; i < ALARMS; i++) {
		struct emergency *one = &alarms->all[i];

		*one = (struct emergency){ .id = i + 1, .contact = { 1 }, .phone = "+13125550101",
					   .text = STR("Fire"), .asked_by = { 1 }, .asked_at = noon };
		one->expires_at = noon + chance_between(&alarms->outbox.chance, 1, 30);
		assert_fine(emergency_add(alarms->outbox.ledger.db, one));
	}
}

static void expect_alarms(struct alarms *alarms, int64_t now)
{
	struct emergency found[ALARMS];
	int64_t earliest = NEVER, at = 0, open = 0, said = -1;
	size_t count = 99, want = 0;
	AUTO(arena) arena;

	arena_init(&arena, 1 << 16);
	for (int i = 0; i < ALARMS; i++) {
		const struct emergency *one = &alarms->all[i];

		if (one->state != EMERGENCY_OPEN)
			continue;
		open++;
		want += one->expires_at <= now;
		earliest = one->expires_at < earliest ? one->expires_at : earliest;
	}
	assert_fine(emergency_next_wake(alarms->outbox.ledger.db, &at));
	assert_true(at == earliest);
	assert_fine(emergency_count_open(alarms->outbox.ledger.db, &said));
	assert_int_equal(said, open);
	assert_fine(emergency_due(alarms->outbox.ledger.db, now, &arena, found, ALARMS, &count));
	assert_int_equal(count, want);
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(found[i].state, EMERGENCY_OPEN);
		assert_true(found[i].expires_at <= now && (!i || found[i].expires_at >= found[i - 1].expires_at));
	}
}

/* Whatever two administrators do at the same time, the first decision stands. */
static void an_emergency_is_decided_once(void **state)
{
	static struct alarms alarms;
	struct emergency found;
	AUTO(arena) arena;

	(void)state;
	arena_init(&arena, 1 << 16);
	alarms_new(&alarms, 4);
	for (int round = 0; round < 120; round++) {
		struct emergency *one = &alarms.all[chance_below(&alarms.outbox.chance, ALARMS)];
		struct emergency decided = *one;

		decided.state = (enum emergency_state)chance_between(&alarms.outbox.chance, EMERGENCY_APPROVED,
								      EMERGENCY_EXPIRED);
		decided.decided_by.n = 100 + round;
		decided.decided_at = noon + round;
		decided.message.n = decided.state == EMERGENCY_APPROVED ? 1000 + round : 0;
		assert_fault(emergency_put(alarms.outbox.ledger.db, &decided),
			     one->state == EMERGENCY_OPEN ? FAULT_NONE : FAULT_CONFLICT);
		*one = one->state == EMERGENCY_OPEN ? decided : *one;
		assert_fine(emergency_get(alarms.outbox.ledger.db, one->id, &arena, &found));
		assert_int_equal(found.state, one->state);
		assert_int_equal(found.decided_by.n, one->decided_by.n);
		assert_int_equal(found.message.n, one->message.n);
		assert_true(str_is(found.text, "Fire"));
		expect_alarms(&alarms, noon + chance_between(&alarms.outbox.chance, 0, 31));
	}
	assert_fault(emergency_get(alarms.outbox.ledger.db, 999, &arena, &found), FAULT_MISSING);
	ledger_done(&alarms.outbox.ledger);
}

/* Only what was approved carries two signatures; a text of no emergency carries none. */
static void two_signatures_are_those_of_an_approved_text(void **state)
{
	static struct alarms alarms;

	(void)state;
	alarms_new(&alarms, 5);
	for (int i = 0; i < ALARMS; i++) {
		bool is_signed = true;

		alarms.all[i].state = (enum emergency_state)(i % EMERGENCY_STATE_COUNT);
		alarms.all[i].message.n = i % 8 < 4 ? 500 + i : 0;
		assert_fine(emergency_put(alarms.outbox.ledger.db, &alarms.all[i]));
		assert_fine(emergency_is_signed(alarms.outbox.ledger.db, (struct message_id){ 500 + i },
						&is_signed));
		assert_int_equal(is_signed, i % 8 == EMERGENCY_APPROVED);
		assert_fine(emergency_is_signed(alarms.outbox.ledger.db, (struct message_id){ 0 }, &is_signed));
		assert_false(is_signed);
	}
	ledger_done(&alarms.outbox.ledger);
}

static void emergencies_are_listed_from_the_newest_on_in_pages(void **state)
{
	static struct alarms alarms;
	struct emergency page[7];
	int64_t before = NEVER, expected = ALARMS;
	size_t count = 0;
	AUTO(arena) arena;

	(void)state;
	arena_init(&arena, 1 << 16);
	alarms_new(&alarms, 6);
	do {
		assert_fine(emergency_list(alarms.outbox.ledger.db, before, &arena, page, COUNT_OF(page), &count));
		for (size_t i = 0; i < count; i++)
			assert_int_equal(before = page[i].id, expected--);
	} while (count);
	assert_int_equal(expected, 0);
	ledger_done(&alarms.outbox.ledger);
}

static void an_emergency_of_nobody_or_asked_by_nobody_is_refused(void **state)
{
	static struct alarms alarms;
	struct emergency emergency;

	(void)state;
	alarms_new(&alarms, 7);
	emergency = alarms.all[0];
	assert_fault(emergency_add(alarms.outbox.ledger.db, &emergency), FAULT_CONFLICT);
	emergency.id = 100;
	emergency.asked_by.n = 99;
	assert_fault(emergency_add(alarms.outbox.ledger.db, &emergency), FAULT_CONFLICT);
	emergency.asked_by.n = 1;
	emergency.contact.n = 99;
	assert_fault(emergency_add(alarms.outbox.ledger.db, &emergency), FAULT_CONFLICT);
	ledger_done(&alarms.outbox.ledger);
}

/* --- destinations that the provider refuses ------------------------------------------------------ */

static void refused_destinations_are_counted_by_line_until_they_are_told(void **state)
{
	static struct outbox outbox;
	struct refused_destination one = { .line = { 7 }, .code = 21408, .country = "PR" }, ones[4];
	struct line_id line;
	int64_t told_at = -1;
	size_t count = 0;

	(void)state;
	outbox_new(&outbox, 8);
	one.line.n = outbox_lines[0];
	assert_fault(refused_destination_first(outbox.ledger.db, &line, &told_at), FAULT_MISSING);
	for (int i = 0; i < 3; i++)
		assert_fine(refused_destination_add(outbox.ledger.db, &one));
	one.code = 30018;
	assert_fine(refused_destination_add(outbox.ledger.db, &one));
	assert_fine(refused_destination_first(outbox.ledger.db, &line, &told_at));
	assert_true(line.n == one.line.n && told_at == 0);
	assert_fine(refused_destination_list(outbox.ledger.db, line, ones, 4, &count));
	assert_int_equal(count, 2);
	assert_true(ones[0].code == 21408 && ones[0].counted == 3 && !ones[0].is_named);
	assert_true(ones[1].code == 30018 && ones[1].counted == 1);
	assert_fine(refused_destination_told(outbox.ledger.db, line, noon));
	assert_fault(refused_destination_first(outbox.ledger.db, &line, &told_at), FAULT_MISSING);
	/* a new country waits for the line's next day; one that was named is so for ever */
	str_put(one.country, sizeof(one.country), STR("MX"));
	assert_fine(refused_destination_add(outbox.ledger.db, &one));
	str_put(one.country, sizeof(one.country), STR("PR"));
	assert_fine(refused_destination_add(outbox.ledger.db, &one));
	assert_fine(refused_destination_first(outbox.ledger.db, &line, &told_at));
	assert_true(told_at == noon);
	assert_fine(refused_destination_list(outbox.ledger.db, line, ones, 4, &count));
	assert_int_equal(count, 2);
	assert_true(strcmp(ones[0].country, "MX") == 0 && !ones[0].is_named && ones[0].counted == 1);
	assert_true(strcmp(ones[1].country, "PR") == 0 && ones[1].is_named && ones[1].counted == 1);
	one.line.n = outbox_lines[1];
	assert_fine(refused_destination_add(outbox.ledger.db, &one));
	assert_fine(refused_destination_first(outbox.ledger.db, &line, &told_at));
	assert_true(line.n == one.line.n && told_at == 0);
	ledger_done(&outbox.ledger);
}

/* --- lines ------------------------------------------------------------------------------------ */

static void a_line_is_its_account_and_number_together(void **state)
{
	static struct outbox outbox;
	const struct line_health health = { .cause = PAUSE_PERSON, .paused_at = noon + 1 };
	struct line line = { .id = { 0 } }, lines[8];
	size_t count = 0;

	(void)state;
	outbox_new(&outbox, 8);
	assert_fine(line_put(outbox.ledger.db, &(struct line_key){ STR("AC1"), STR("+1312") }, 77, noon + 9,
			     &line));
	assert_int_equal(line.id.n, 8);
	assert_true(line.polled_at == noon);
	assert_fine(line_put(outbox.ledger.db, &(struct line_key){ STR("AC2"), STR("+1312") }, 77, noon + 9,
			     &line));
	assert_int_equal(line.id.n, 77);
	assert_fault(line_put(outbox.ledger.db, &(struct line_key){ STR("AC3"), STR("+1") }, 77, noon, &line),
		     FAULT_CONFLICT);
	assert_fine(line_set_health(outbox.ledger.db, line.id, &health, STR("unpaid")));
	assert_fine(line_set_polled(outbox.ledger.db, line.id, &(struct line_poll){ noon + 2, noon + 1 }));
	assert_fine(line_list(outbox.ledger.db, lines, COUNT_OF(lines), &count));
	assert_int_equal(count, 3);
	assert_int_equal(lines[2].id.n, 77);
	assert_string_equal(lines[2].pause_reason, "unpaid");
	assert_true(lines[2].health.paused_at == noon + 1 && lines[2].polled_at == noon + 2);
	assert_true(lines[0].health.cause == PAUSE_NONE && lines[1].health.paused_at == 0);
	assert_fault(line_set_health(outbox.ledger.db, (struct line_id){ 5 }, &health, STR_NONE), FAULT_MISSING);
	assert_fault(line_set_polled(outbox.ledger.db, (struct line_id){ 5 }, &(struct line_poll){ noon, 0 }), FAULT_MISSING);
	ledger_done(&outbox.ledger);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_text_comes_back_byte_by_byte),
		cmocka_unit_test(replies_and_personal_words_are_counted_of_each_number),
		cmocka_unit_test(a_picture_waits_is_tried_and_is_kept_or_given_up),
		cmocka_unit_test(an_emergency_is_decided_once),
		cmocka_unit_test(two_signatures_are_those_of_an_approved_text),
		cmocka_unit_test(emergencies_are_listed_from_the_newest_on_in_pages),
		cmocka_unit_test(an_emergency_of_nobody_or_asked_by_nobody_is_refused),
		cmocka_unit_test(refused_destinations_are_counted_by_line_until_they_are_told),
		cmocka_unit_test(a_line_is_its_account_and_number_together),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
