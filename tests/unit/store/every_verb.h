/*
 * every_verb - each verb of the store is called once, for what can be said of them all:
 * its statements have an index, and none swallows a fault.
 */
#ifndef TESTS_UNIT_STORE_EVERY_VERB_H
#define TESTS_UNIT_STORE_EVERY_VERB_H

#include "tests/lib/test.h"

#include "base/arena.h"
#include "sample.h"
#include "store/log/audit.h"
#include "store/log/events.h"
#include "store/messaging/attempts.h"
#include "store/messaging/delivery_due.h"
#include "store/messaging/emergencies.h"
#include "store/messaging/lines.h"
#include "store/messaging/media.h"
#include "store/messaging/refused_destinations.h"
#include "store/people/absences.h"
#include "store/people/calendars.h"
#include "store/people/consent.h"
#include "store/people/grants.h"
#include "store/people/households.h"
#include "store/people/notices.h"
#include "store/people/opt_out_reviews.h"
#include "store/people/schools.h"
#include "store/people/staff_alerts.h"
#include "store/people/students.h"
#include "store/people/tokens.h"
#include "store/people/users.h"
#include "store/promises/ladder_rungs.h"
#include "store/promises/report_rows.h"
#include "store/promises/rulebooks.h"

/* How this test takes what a verb of the store comes back with. */
static void run(enum fault fault);

static inline void ask_refusals(struct db *db)
{
	struct refused_destination one = { .line = { 9 }, .code = 21408, .country = "PR" };
	struct line_id line = { 9 };
	int64_t told_at;
	size_t count;

	run(refused_destination_add(db, &one));
	run(refused_destination_first(db, &line, &told_at));
	run(refused_destination_list(db, line, &one, 1, &count));
	run(refused_destination_told(db, line, noon));
}

static inline void ask_emergencies(struct db *db, struct arena *arena)
{
	struct emergency emergency = { .id = 9, .contact = { 1 }, .text = STR("Fire"),
				       .asked_by = { 1 }, .asked_at = noon, .expires_at = noon };
	size_t count;
	int64_t number;
	bool is_signed;

	run(emergency_add(db, &emergency));
	run(emergency_get(db, 9, arena, &emergency));
	run(emergency_list(db, noon, arena, &emergency, 1, &count));
	run(emergency_due(db, noon, arena, &emergency, 1, &count));
	run(emergency_next_wake(db, &number));
	run(emergency_count_open(db, &number));
	run(emergency_is_signed(db, (struct message_id){ 3 }, &is_signed));
	run(emergency_put(db, &emergency));
}

static inline void ask_families(struct db *db, struct arena *arena)
{
	struct contact contact = sample_contact(3, "Bo");
	struct number number = sample_number("+1", 3);
	struct zone_told zone;
	struct message inbound = sample_inbound(50, "x");
	struct media media = { .message = { 50 } };
	struct event events[2];
	struct event_step steps[RULE_DEEDS];
	struct consent consent;
	struct consent_entry changes[2];
	struct opt_out_review review = { .promise = { 9 }, .decided_by = "" };
	struct rung_row rung = { .no = 1, .promise = { 9 } };
	struct answer_way way;
	struct queued_word queued;
	int64_t at;
	struct message message;
	size_t count;
	int replies;
	int64_t wrote_at;

	run(contact_add(db, &contact));
	run(contact_put(db, &contact));
	run(contact_get(db, contact.id, &contact));
	run(contact_list(db, contact.id, STR_NONE, &contact, 1, &count));
	run(contact_list(db, contact.id, STR("x"), &contact, 1, &count));
	run(contact_zones(db, &zone, 1, &count));
	run(number_add(db, &number, noon));
	run(number_put(db, &number));
	run(number_get(db, STR(ROSA), &number));
	run(number_of_contact(db, contact.id, &number, 1, &count));
	run(consent_set(db, &(struct consent_change){
		.phone = STR(ROSA), .channel = CHANNEL_SMS, .is_stopped = true,
		.cause = CAUSE_KEYWORD, .by = inbound.id, .event_id = 77, .at = noon }));
	run(consent_get(db, STR(ROSA), CHANNEL_SMS, PURPOSE_OTHER, &consent));
	run(consent_history(db, STR(ROSA), changes, 2, &count));
	run(opt_out_review_add(db, &review));
	run(opt_out_review_get(db, review.promise, &review));
	run(opt_out_review_put(db, &review));
	run(opt_out_review_open_of(db, STR(ROSA), &review, 1, &count));
	run(opt_out_review_due(db, noon, &review, 1, &count));
	run(opt_out_review_next_wake(db, &at));
	run(ladder_rung_add(db, &rung));
	run(ladder_rung_list(db, rung.promise, &rung, 1, &count));
	run(ladder_rung_ways(db, rung.promise, &way, 1, &count));
	run(ladder_rung_queued(db, rung.promise, &queued, 1, &count));
	run(message_add_inbound(db, STR("AC1"), STR("SM1"), &inbound));
	run(message_get(db, inbound.id, arena, &message));
	run(message_of_promise(db, (struct promise_id){ 3 }, arena, &message, 1, &count));
	run(message_count_replies(db, STR(ROSA), noon, &replies));
	run(message_last_personal(db, STR(ROSA), &wrote_at));
	run(media_add(db, &media));
	run(media_put(db, &media));
	run(media_due(db, noon, &media, 1, &count));
	run(media_of(db, inbound.id, &media, 1, &count));
	run(event_list(db, 50, arena, events, 2, &count));
	run(event_after(db, 1, arena, events, 2, &count));
	run(event_steps(db, (struct promise_id){ 30 }, steps, &count));
}

static inline void ask_households(struct db *db)
{
	struct household home = { .id = { 6 }, .name = "Home" };
	struct student student = { .id = { 7 }, .household = { 6 } };
	struct contact contact;
	struct school schools[4];
	size_t count;

	run(household_add(db, &home));
	run(household_put(db, &home));
	run(household_get(db, home.id, &home));
	run(household_by_name(db, STR("Home"), &home));
	run(household_list(db, home.id, STR_NONE, &home, 1, &count));
	run(household_list(db, home.id, STR("x"), &home, 1, &count));
	run(contact_of_household(db, home.id, &contact, 1, &count));
	run(school_of_household(db, home.id, schools, 4, &count));
	run(household_groups(db, &home, 1, &count));
	run(student_add(db, &student));
	run(student_put(db, &student));
	run(student_get(db, student.id, &student));
	run(student_of_household(db, student.household, &student, 1, &count));
	run(student_list(db, student.id, STR_NONE, &student, 1, &count));
	run(student_list(db, student.id, STR("x"), &student, 1, &count));
	run(school_list(db, schools, 4, &count));
	run(school_count(db, STR("x"), &(struct school_counts){ 0 }));
	run(school_is_known(db, STR("x"), &(bool){ false }));
	run(student_remove(db, student.id));
}

static inline void ask_outbox(struct db *db, struct arena *arena)
{
	struct message said = sample_said(60, ROSA, "x");
	struct claimed claimed = { .token = "" };
	struct delivery delivery = { .state = DELIVERY_QUEUED };
	struct attempt attempt;
	struct outbox_counts counts;
	struct message_id id;
	struct line line;
	struct line_id nine = { 9 };
	char text[80];
	int64_t number;
	size_t count;
	int doubts;

	run(delivery_queue(db, &said, 0, WAIT_NONE));
	run(delivery_due(db, nine, noon, arena, &claimed, 1, &count));
	run(delivery_due_next_at(db, nine, &number));
	run(delivery_due_again(db, nine, noon, &number));
	run(delivery_due_anew(db, nine, noon, &number));
	run(attempt_claim(db, &claimed, noon));
	run(delivery_get(db, said.id, &delivery));
	run(delivery_put(db, &delivery));
	run(attempt_get(db, str_of(claimed.token), &attempt));
	run(attempt_tell(db, str_of(claimed.token), 1));
	run(attempt_latest(db, said.id, claimed.token));
	run(attempt_doubts(db, said.id, &doubts));
	run(attempt_end(db, claimed.token,
			&(struct attempt_outcome){ .word = "accepted", .at = noon }));
	run(delivery_bind(db, STR("AC1"), STR("SM7"), said.id));
	run(delivery_by_provider(db, STR("AC1"), STR("SM7"), &id));
	run(delivery_provider_id(db, said.id, text, sizeof(text)));
	run(delivery_due_move(db, (struct line_id){ 9 }, (struct line_id){ 9 }, &number));
	run(delivery_due_restart(db, noon, 5, &number));
	run(delivery_due_to_look_at(db, noon, arena, &claimed, 1, &count));
	run(delivery_due_next_look(db, &number));
	run(delivery_queued_for(db, STR(ROSA), &id, 1, &count));
	run(delivery_sending(db, id, &id, 1, &count));
	run(attempt_orphan_add(db, &(struct orphan){ .id = 1, .event = "", .at = noon }));
	run(delivery_count(db, &counts));
	run(delivery_list(db, NEVER, &delivery, 1, &count));
	run(line_put(db, &(struct line_key){ STR("AC1"), STR(HERE) }, 9, noon, &line));
	run(line_set_health(db, nine, &(struct line_health){ .cause = PAUSE_NONE }, STR_NONE));
	run(delivery_due_release(db, nine, noon, &number));
	ask_refusals(db);
	run(line_set_polled(db, nine, &(struct line_poll){ noon, noon }));
	run(line_list(db, &line, 1, &count));
}

static inline void see_row(void *context, const struct replay_row *row)
{
	(void)context;
	(void)row;
}

static inline void ask_rules(struct db *db, struct arena *arena)
{
	int versions[2];
	struct rulebook book = { .document = STR("rules:"), .author = "ana" };
	struct user user;
	size_t count;
	int version = 1;

	run(rulebook_draft(db, &book));
	run(rulebook_publish(db, &book, &version));
	run(rulebook_in_force(db, noon, &version));
	run(rulebook_get(db, version, arena, &book));
	run(rulebook_list(db, NEVER, &book, 1, &count));
	run(rulebook_replay_walk(db, 0, 1, see_row, NULL));
	run(rulebook_replay_get(db, 1, see_row, NULL));
	run(rulebook_used(db, noon, versions, 2, &count));
	run(user_for_role(db, ROLE_LIAISON, (struct user_id){ 0 }, 0, &user));
}

static inline enum fault see_promise(void *context, const struct report_promise *promise)
{
	(void)context;
	(void)promise;
	return FAULT_NONE;
}

static inline void ask_reports(struct db *db)
{
	int64_t at;
	size_t count;

	run(report_rows_walk(db, &(struct report_reach){ noon, noon + DAY_MS, 0, 1 }, see_promise, NULL,
			&count));
	run(report_rows_acknowledged(db, (struct promise_id){ 3 }, &at));
}

static inline void ask_tokens(struct db *db, struct user_id user)
{
	struct token token = { .id = 5, .user = user, .created_at = noon, .expires_at = NEVER };
	struct signer signer = { user, 5 };
	struct grant grant = { .to = signer, .kind = GRANT_TOKEN, .at = noon };
	struct user found;
	int64_t number;
	size_t count;

	run(token_add(db, &token, STR("x")));
	run(token_find(db, STR("x"), &token, &found));
	run(token_get(db, 5, &token));
	run(token_list(db, user, NEVER, &token, 1, &count));
	run(token_list(db, (struct user_id){ 0 }, NEVER, &token, 1, &count));
	run(token_count(db, user, noon, &number));
	run(token_touch(db, 5, noon));
	run(token_set_ends(db, NEVER, &number));
	run(grant_add(db, &grant));
	run(grant_list(db, signer, &grant, 1, &count));
	run(grant_administrators(db, (struct user_id){ 0 }, noon, &signer, 1, &count));
	run(token_revoke(db, &(struct token_end){ .id = 5, .at = noon, .revoker = "x" }, &number));
	run(token_revoke(db, &(struct token_end){ .user = user, .at = noon, .revoker = "x" }, &number));
}

static inline void ask_staff(struct db *db, struct arena *arena)
{
	struct promise promise = sample_promise(30, 1);
	struct promise_counts counts;
	struct user user = { .id = { 5 }, .email = "ana@x" };
	struct notice notice = { .id = 1, .what = "x" };
	struct absence absence = { .id = 8, .user = { 5 }, .to_at = 1 };
	struct calendar calendar = { .school = "" };
	struct closure closure = { .from_at = noon, .to_at = noon + 1 };
	struct audit_row row = { .actor = "ana", .command = "x", .no = 0 };
	int64_t number, bad_no;
	size_t count;

	run(promise_add(db, &promise));
	run(promise_put(db, &promise));
	run(promise_get(db, promise.id, &promise));
	run(promise_last(db, promise.contact, promise.line, &promise));
	run(promise_open_of(db, promise.contact, &promise, 1, &count));
	run(promise_elsewhere(db, promise.contact, STR("x"), &promise, 1, &count));
	run(promise_due(db, noon, &promise, 1, &count));
	run(promise_next_wake(db, &number));
	run(promise_list(db, &(struct promise_filter){ .state = STR("waiting") }, &promise, 1,
			 &count));
	run(promise_list(db, &(struct promise_filter){ .after = { 0 } }, &promise, 1, &count));
	run(promise_count(db, &counts));
	run(user_add(db, &user));
	run(user_by_email(db, STR("x"), &user));
	run(user_covering(db, &(struct user_want){ .language = STR("es"), .now = noon }, &user, 1,
			  &count));
	run(staff_alert_ask(db, user.id, noon, 1));
	run(staff_alert_due(db, noon, &user, 1, &count));
	run(staff_alert_next(db, &number));
	run(staff_alert_put(db, user.id, 0, noon));
	run(staff_alert_load(db, user.id, &(struct staff_alert_load){ 0 }));
	run(absence_add(db, &absence));
	run(absence_put(db, &absence));
	run(absence_of(db, user.id, noon, &absence, 1, &count));
	run(absence_due(db, noon, &absence, 1, &count));
	run(absence_next_wake(db, &number));
	run(promise_owned(db, user.id, promise.id, &promise, 1, &count));
	run(promise_wake_all(db, STR_NONE, noon));
	run(promise_waiting(db, STR("x"), promise.id, &promise.id, 1, &count));
	run(calendar_replace(db, &calendar));
	run(calendar_list(db, &calendar, 1, &count));
	run(calendar_closure_add(db, &closure));
	run(calendar_closure_count(db, &number));
	run(calendar_closure_list(db, noon, &closure, 1, &count));
	ask_tokens(db, user.id);
	run(notice_add(db, &notice));
	run(notice_list(db, &user, NEVER, &notice, 1, &count));
	run(audit_add(db, STR("key"), &row));
	run(audit_verify(db, STR("key"), &number, &bad_no));
	run(audit_list(db, NEVER, arena, &row, 1, &count));
}

/* Each verb once, in one ledger. */
static inline void ask_everything(struct db *db, struct arena *arena)
{
	ask_families(db, arena);
	ask_households(db);
	ask_emergencies(db, arena);
	ask_outbox(db, arena);
	ask_staff(db, arena);
	ask_rules(db, arena);
	ask_reports(db);
}

#endif
