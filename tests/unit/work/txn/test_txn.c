/* One transaction: things tried one by one, whose hours and zone count, and what a row of the trace has. */
#include "tests/unit/work/bench.h"

#include "domain/inbound/reply.h"
#include "store/log/events.h"
#include "store/people/consent.h"
#include "tests/unit/work/seen.h"

#define ROSA "+13125550101"

/* --- a thing of several ---------------------------------------------------------------------- */

struct thing {
	struct promise promise;
	enum fault fault;            /* of its run */
	int runs, postponed;
};

static enum fault run(const struct txn *txn, void *data)
{
	struct thing *thing = data;
	struct promise promise;

	thing->runs++;
	assert_fine(agenda_get_promise(txn, thing->promise.id, &promise));
	promise.inputs = 50;
	assert_fine(agenda_put_promise(txn, &promise));
	assert_fine(txn_trace(txn, &(struct trace){ .what = "test.tried", .actor = "system",
						    .promise = promise.id }));
	return thing->fault ? fault_because(thing->fault, txn->note, "as it was told") : FAULT_NONE;
}

static enum fault postpone(const struct txn *txn, void *data)
{
	struct thing *thing = data;

	/* the next one's note does not begin with this one's */
	assert_string_equal(txn->note->text, "");
	thing->postponed++;
	return FAULT_NONE;
}

static const struct trial trial = { run, postpone, "test" };

static enum fault carry_out_nothing(const struct txn *txn)
{
	assert_true(agenda_is_empty(txn));
	return FAULT_NONE;
}

static struct txn begin(struct bench *bench)
{
	struct txn txn = bench_txn(bench);

	agenda_init(&bench->agenda, carry_out_nothing);
	txn.agenda = &bench->agenda;
	assert_fine(db_begin(bench->db));
	return txn;
}

static void one_that_faults_is_taken_back_and_stops_none_of_the_others(void **unused)
{
	static const enum fault faults[] = { FAULT_NONE, FAULT_CONFLICT, FAULT_MISSING, FAULT_BROKEN,
					     FAULT_NONE };
	struct thing things[COUNT_OF(faults)];
	struct bench bench;
	struct txn txn;

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	for (size_t i = 0; i < COUNT_OF(faults); i++)
		things[i] = (struct thing){ bench_promise(&bench, (struct user_id){ 0 }), faults[i], 0, 0 };
	txn = begin(&bench);
	for (size_t i = 0; i < COUNT_OF(faults); i++)
		assert_fine(txn_try(&txn, &trial, &things[i], things[i].promise.id.n));
	agenda_forget(&txn);
	assert_fine(db_commit(bench.db));
	for (size_t i = 0; i < COUNT_OF(faults); i++) {
		bool is_done = faults[i] == FAULT_NONE;

		assert_int_equal(things[i].runs, 1);
		assert_int_equal(things[i].postponed, !is_done);
		assert_int_equal(bench_look(&bench, things[i].promise.id).inputs, is_done ? 50 : 1);
		assert_int_equal(seen_told(bench.db, things[i].promise.id.n, "test.tried"), is_done);
	}
	bench_done(&bench);
}

/* A full disk is no matter of one promise: the whole transaction ends, and is tried again. */
static void what_the_store_cannot_do_ends_them_all(void **unused)
{
	static const struct {
		enum fault fault;
		bool is_of_store;
	} rows[] = {
		{ FAULT_DISK, true }, { FAULT_AGAIN, true }, { FAULT_CONFLICT, false },
		{ FAULT_MISSING, false }, { FAULT_INVALID, false }, { FAULT_NONE, false },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct bench bench;
		struct thing thing = { .fault = rows[i].fault };
		struct txn txn;

		assert_int_equal(txn_is_of_store(rows[i].fault), rows[i].is_of_store);
		bench_new(&bench, TUESDAY_TEN);
		thing.promise = bench_promise(&bench, (struct user_id){ 0 });
		txn = begin(&bench);
		assert_fault(txn_try(&txn, &trial, &thing, 1),
			     rows[i].is_of_store ? rows[i].fault : FAULT_NONE);
		assert_int_equal(thing.postponed, rows[i].fault && !rows[i].is_of_store);
		agenda_forget(&txn);
		assert_fine(db_commit(bench.db));
		bench_done(&bench);
	}
}

/* --- whose time counts -------------------------------------------------------------------------- */

static void a_family_has_its_own_zone_and_all_others_the_districts(void **unused)
{
	static const struct {
		const char *own, *counts;
	} rows[] = {
		{ "", "America/Chicago" }, { "America/New_York", "America/New_York" },
		{ "Nowhere/Atlantis", "America/Chicago" },
	};
	struct bench bench;
	struct txn txn;

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	txn = bench_txn(&bench);
	assert_string_equal(zone_name(txn_zone(&txn, NULL)), "America/Chicago");
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct contact contact = { .name = "Rosa" };

		str_put(contact.zone, sizeof(contact.zone), str_of(rows[i].own));
		assert_string_equal(zone_name(txn_zone(&txn, &contact)), rows[i].counts);
	}
	bench_done(&bench);
}

static struct hours_verdict hours_of(struct bench *bench, const struct contact *contact,
				     enum kind kind)
{
	const struct txn txn = bench_txn(bench);
	const struct number number = { .phone = ROSA };
	struct hours_verdict hours;
	struct route route;

	assert_fine(txn_route(&txn, &(struct route_ask){ .contact = contact, .number = &number,
		.channel = CHANNEL_SMS, .line = bench->core->lines[0].id, .kind = kind,
		.purpose = PURPOSE_SCHOOL }, &route, &hours));
	return hours;
}

static void law_district_and_family_each_narrow_the_hours(void **unused)
{
	static const struct {
		const char *now, *zone;
		int district_from, district_to, own_from, own_to;
		const char *leaves;          /* NULL: now */
		enum wait_reason waits_for;
	} rows[] = {
		{ "2026-03-03T10:00:00-06:00", "", 0, 0, 0, 0, NULL, WAIT_NONE },
		{ "2026-03-03T22:00:00-06:00", "", 0, 0, 0, 0, "2026-03-04T08:00:00-06:00", WAIT_NIGHT },
		/* nine at night in New York */
		{ "2026-03-03T20:30:00-06:00", "America/New_York", 0, 0, 0, 0,
		  "2026-03-04T08:00:00-05:00", WAIT_NIGHT },
		{ "2026-03-03T10:00:00-06:00", "", 660, 1020, 0, 0, "2026-03-03T11:00:00-06:00",
		  WAIT_DISTRICT },
		{ "2026-03-03T10:00:00-06:00", "", 0, 0, 720, 840, "2026-03-03T12:00:00-06:00",
		  WAIT_FAMILY },
	};

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct bench bench;
		struct hours_verdict hours;
		struct contact contact = { .language = "en", .own_from = rows[i].own_from,
					   .own_to = rows[i].own_to };

		bench_prepare(&bench, rows[i].now);
		bench.settings.district_from = rows[i].district_from;
		bench.settings.district_to = rows[i].district_to;
		bench_open(&bench);
		str_put(contact.zone, sizeof(contact.zone), str_of(rows[i].zone));
		hours = hours_of(&bench, &contact, KIND_OUTREACH);
		assert_int_equal(hours.may_leave, rows[i].leaves == NULL);
		if (rows[i].leaves) {
			assert_int_equal(hours.from_at, at(rows[i].leaves));
			assert_int_equal(hours.waits_for, rows[i].waits_for);
		}
		bench_done(&bench);
	}
}

static void a_confirmation_of_a_stop_leaves_although_they_stopped(void **unused)
{
	static const struct {
		enum kind kind;
		enum route_end end;
	} rows[] = { { KIND_CONFIRMATION, ROUTE_GO }, { KIND_ANSWER, ROUTE_STOPPED },
		     { KIND_ACK, ROUTE_STOPPED }, { KIND_OUTREACH, ROUTE_STOPPED } };
	struct bench bench;
	const struct number number = { .phone = ROSA };
	const struct contact contact = { .language = "es" };
	struct txn txn;

	(void)unused;
	bench_new(&bench, TUESDAY_TEN);
	assert_fine(consent_set(bench.db, &(struct consent_change){ .phone = STR(ROSA),
		    .channel = CHANNEL_SMS, .is_stopped = true, .cause = CAUSE_KEYWORD,
		    .event_id = 3, .at = 1 }));
	txn = bench_txn(&bench);
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct route route;

		assert_fine(txn_route(&txn, &(struct route_ask){ .contact = &contact,
			.number = &number, .channel = CHANNEL_SMS, .line = bench.core->lines[0].id,
			.kind = rows[i].kind, .purpose = PURPOSE_SCHOOL }, &route, NULL));
		assert_int_equal(route.end, rows[i].end);
		assert_string_equal(route.language->tag, "es");
	}
	bench_done(&bench);
}

/* --- the trace ------------------------------------------------------------------------------------ */

static void a_row_of_the_trace_has_its_time_actor_cause_and_whom_it_is_about(void **unused)
{
	struct bench bench;
	struct event event;
	size_t count = 0;
	struct txn txn;
	AUTO(arena) arena;

	(void)unused;
	arena_init(&arena, 64 << 10);
	bench_new(&bench, TUESDAY_TEN);
	txn = begin(&bench);
	assert_fine(txn_trace(&txn, &(struct trace){ .what = "promise.taken", .actor = "staff:4",
		    .promise = { 77 }, .message = { 5 }, .contact = { 6 }, .staff = { 4 },
		    .detail = NULL }));
	assert_fine(event_list(bench.db, 77, &arena, &event, 1, &count));
	assert_int_equal(count, 1);
	assert_int_equal(event.at, bench_now(&bench));
	assert_string_equal(event.what, "promise.taken");
	assert_string_equal(event.actor, "staff:4");
	assert_int_equal(event.message.n, 5);
	assert_int_equal(event.contact.n, 6);
	assert_int_equal(event.staff.n, 4);
	assert_int_equal(event.detail.size, 0);
	assert_fine(db_commit(bench.db));
	bench_done(&bench);
}

static void what_is_said_to_a_family_knows_who_we_are_and_whether_we_are_open(void **unused)
{
	static const struct {
		const char *now;
		bool is_open;
	} rows[] = { { "2026-03-03T10:00:00-06:00", true }, { "2026-03-03T20:00:00-06:00", false },
		     { "2026-03-07T10:00:00-06:00", false } };

	(void)unused;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct bench bench;
		struct reply_facts facts;
		const struct contact contact = { .language = "es" };
		struct txn txn;

		bench_new(&bench, rows[i].now);
		txn = bench_txn(&bench);
		txn_reply_facts(&txn, &contact, &facts);
		assert_int_equal(facts.is_open_now, rows[i].is_open);
		assert_true(str_is(facts.district, "Maple County Schools"));
		bench_done(&bench);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_that_faults_is_taken_back_and_stops_none_of_the_others),
		cmocka_unit_test(what_the_store_cannot_do_ends_them_all),
		cmocka_unit_test(a_family_has_its_own_zone_and_all_others_the_districts),
		cmocka_unit_test(law_district_and_family_each_narrow_the_hours),
		cmocka_unit_test(a_confirmation_of_a_stop_leaves_although_they_stopped),
		cmocka_unit_test(a_row_of_the_trace_has_its_time_actor_cause_and_whom_it_is_about),
		cmocka_unit_test(what_is_said_to_a_family_knows_who_we_are_and_whether_we_are_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
