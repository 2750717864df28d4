/* A family by its numbers: only what is given changes, and what they told us outranks a file. */
#include "tests/unit/work/acting.h"

static enum fault put(struct bench *bench, struct contact_put *put)
{
	put->command.row = &contact_command_put;
	return act(bench, &put->command);
}

static struct contact family_of(struct bench *bench, const char *phone)
{
	struct number number;
	struct contact contact;

	assert_fine(number_get(bench->db, str_of(phone), &number));
	assert_fine(contact_get(bench->db, number.contact, &contact));
	return contact;
}

/* --- what outranks what ------------------------------------------------------------------------ */

static void a_language_gives_way_only_to_a_better_source(void **unused)
{
	static const enum language_source sources[] = {
		LANGUAGE_DEFAULT, LANGUAGE_RECOGNISED, LANGUAGE_ROSTER, LANGUAGE_STAFF, LANGUAGE_TOLD,
	};

	(void)unused;
	for (size_t had = 0; had < COUNT_OF(sources); had++)
		for (size_t given = 0; given < COUNT_OF(sources); given++) {
			struct bench bench;
			struct contact contact;
			struct contact_put command = { .phone = ROSA,
				.given.contact = { .language = "so", .language_source = sources[given],
						   .own_from = 600, .own_to = 700,
						   .hours_source = sources[given] },
				.given.has = { [CONTACT_HAS_LANGUAGE] = true, [CONTACT_HAS_HOURS] = true } };
			bool gives_way = sources[given] >= sources[had];

			bench_new(&bench, TUESDAY_TEN);
			bench_family(&bench, ROSA, "es");
			contact = family_of(&bench, ROSA);
			contact.language_source = contact.hours_source = sources[had];
			assert_fine(contact_put(bench.db, &contact));
			assert_fine(put(&bench, &command));
			contact = family_of(&bench, ROSA);
			assert_string_equal(contact.language, gives_way ? "so" : "es");
			assert_int_equal(contact.language_source, sources[gives_way ? given : had]);
			assert_int_equal(contact.own_to, gives_way ? 700 : 0);
			bench_done(&bench);
		}
}

/* Whoever says "no hours of their own" is not remembered as having said which. */
static void hours_that_are_taken_back_are_anybodys_to_set_again(void **unused)
{
	struct bench bench;
	struct contact_put hours = { .phone = ROSA,
		.given.contact = { .own_from = 600, .own_to = 700, .hours_source = LANGUAGE_TOLD },
		.given.has = { [CONTACT_HAS_HOURS] = true } };

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	bench_family(&bench, ROSA, "es");
	assert_fine(put(&bench, &hours));
	hours.given.contact.own_to = 600;
	assert_fine(put(&bench, &hours));
	assert_int_equal(family_of(&bench, ROSA).hours_source, LANGUAGE_DEFAULT);
	hours.given.contact.own_to = 900;
	hours.given.contact.hours_source = LANGUAGE_ROSTER;
	assert_fine(put(&bench, &hours));
	assert_int_equal(family_of(&bench, ROSA).own_to, 900);
	bench_done(&bench);
}

static void only_what_is_given_changes(void **unused)
{
	struct bench bench;
	struct contact before, after;
	struct contact_put command = { .phone = ROSA, .given.contact.name = "Rosa Pérez",
				       .given.has = { [CONTACT_HAS_NAME] = true } };

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	bench_family(&bench, ROSA, "es");
	before = family_of(&bench, ROSA);
	case_wind_to(&bench, bench_now(&bench) + HOUR_MS);
	assert_fine(put(&bench, &command));
	after = family_of(&bench, ROSA);
	assert_string_equal(after.name, "Rosa Pérez");
	assert_int_equal(after.updated_at, bench_now(&bench));
	memcpy(after.name, before.name, sizeof(after.name));
	after.updated_at = before.updated_at;
	assert_memory_equal(&before, &after, sizeof(after));
	bench_done(&bench);
}

/* --- numbers ------------------------------------------------------------------------------------ */

static void one_more_number_belongs_to_the_family_it_is_added_to(void **unused)
{
	struct bench bench;
	struct contact_put command = { .phone = LUIS, .of = STR(ROSA) };
	struct number numbers[4];
	size_t count = 0;

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	assert_fault(put(&bench, &command), FAULT_MISSING);
	assert_non_null(strstr(bench.note.text, "no family has the number"));
	bench_family(&bench, ROSA, "es");
	assert_fine(put(&bench, &command));
	assert_int_equal(command.id.n, family_of(&bench, ROSA).id.n);
	/* and again: nothing new */
	assert_fine(put(&bench, &command));
	assert_fine(number_of_contact(bench.db, command.id, numbers, COUNT_OF(numbers), &count));
	assert_int_equal(count, 2);
	bench_done(&bench);
}

static void a_number_of_another_family_is_not_added_and_changes_nobody(void **unused)
{
	struct bench bench;
	struct contact rosa, ali, after;
	struct contact_put command = { .phone = ALI, .of = STR(ROSA),
				       .given.contact.name = "Rosa's second number",
				       .given.has = { [CONTACT_HAS_NAME] = true } };

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	bench_family(&bench, ROSA, "es");
	bench_family(&bench, ALI, "so");
	rosa = family_of(&bench, ROSA);
	ali = family_of(&bench, ALI);
	assert_fault(put(&bench, &command), FAULT_CONFLICT);
	after = family_of(&bench, ALI);
	assert_memory_equal(&ali, &after, sizeof(after));
	after = family_of(&bench, ROSA);
	assert_memory_equal(&rosa, &after, sizeof(after));
	bench_done(&bench);
}

/* --- what follows --------------------------------------------------------------------------------- */

/* What waits for their hours leaves when they may now. */
static void new_hours_move_what_is_held(void **unused)
{
	static const struct {
		int from, to;
		const char *leaves;
	} rows[] = {
		{ 0, 0, "2026-03-03T22:00:00-06:00" }, { 9 * 60, 12 * 60, "2026-03-04T09:00:00-06:00" },
		{ 18 * 60, 20 * 60, "2026-03-04T18:00:00-06:00" },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct bench bench;
		struct promise promise;
		struct message_id update;
		struct contact_put command = { .phone = ROSA,
			.given.contact = { .own_from = rows[i].from, .own_to = rows[i].to,
					   .hours_source = LANGUAGE_TOLD },
			.given.has = { [CONTACT_HAS_HOURS] = true } };
		int64_t before;

		bench_new(&bench, TUESDAY_TEN);
		promise = case_ask(&bench, ROSA, "en");
		case_wind_to(&bench, at("2026-03-03T22:00:00-06:00"));
		update = case_write(&bench, &promise, KIND_UPDATE, (struct user_id){ 0 });
		before = case_delivery(&bench, update).not_before_at;
		assert_int_equal(before, at("2026-03-04T08:00:00-06:00"));
		assert_fine(put(&bench, &command));
		assert_int_equal(case_delivery(&bench, update).not_before_at,
				 rows[i].from == rows[i].to ? before : at(rows[i].leaves));
		bench_done(&bench);
	}
}

/* Evening only, where the law ends before: no hour will ever come. */
static void hours_that_meet_no_hour_of_the_law_end_what_waits(void **unused)
{
	struct bench bench;
	struct promise promise;
	struct message_id update;
	struct contact_put command = { .phone = ROSA,
		.given.contact = { .own_from = 23 * 60, .own_to = 24 * 60 - 1,
				   .hours_source = LANGUAGE_TOLD },
		.given.has = { [CONTACT_HAS_HOURS] = true } };

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	case_hire(&bench, "ana@x", "en", ROLE_LIAISON);
	promise = case_ask(&bench, ROSA, "en");
	case_wind_to(&bench, at("2026-03-03T22:00:00-06:00"));
	update = case_write(&bench, &promise, KIND_UPDATE, (struct user_id){ 0 });
	assert_fine(put(&bench, &command));
	assert_int_equal(case_delivery(&bench, update).state, DELIVERY_SUPPRESSED);
	assert_int_equal(bench_look(&bench, promise.id).person_reason, PERSON_NO_HOUR);
	bench_done(&bench);
}

static void a_family_that_nobody_knew_is_added_in_the_language_of_staff(void **unused)
{
	struct bench bench;
	struct contact_put command = { .phone = ROSA };
	struct audited last;

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	assert_fine(put(&bench, &command));
	assert_string_equal(family_of(&bench, ROSA).language, "en");
	assert_false(family_of(&bench, ROSA).is_known);
	assert_int_equal(case_told_all(&bench, "contact.changed"), 1);
	act_audit(&bench, &last);
	assert_string_equal(last.command, "contact.put");
	assert_string_equal(last.actor, "ctl:test");
	/* never a family's number */
	assert_null(strstr(last.detail, ROSA));
	bench_done(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_language_gives_way_only_to_a_better_source),
		cmocka_unit_test(hours_that_are_taken_back_are_anybodys_to_set_again),
		cmocka_unit_test(only_what_is_given_changes),
		cmocka_unit_test(one_more_number_belongs_to_the_family_it_is_added_to),
		cmocka_unit_test(a_number_of_another_family_is_not_added_and_changes_nobody),
		cmocka_unit_test(new_hours_move_what_is_held),
		cmocka_unit_test(hours_that_meet_no_hour_of_the_law_end_what_waits),
		cmocka_unit_test(a_family_that_nobody_knew_is_added_in_the_language_of_staff),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
