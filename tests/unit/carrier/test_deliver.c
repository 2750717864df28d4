#include "bare.h"

#include "adapters/carrier/deliver.h"

enum { PATIENCE_MS = 300000 };

/* A carrier with a loop, whose own clock stands still: what happens by machine time happens,
 * whatever the calendar says. */
static int set_up_loop(void **state)
{
	struct carrier *carrier;

	set_up(state);
	carrier = *state;
	carrier->settings.dialect = &dialect_twilio;
	carrier->loop = loop_new();
	carrier->chores = chores_new(carrier->loop, carrier);
	carrier->mishaps = mishaps_new(1);
	carrier->hooks = hooks_new();
	assert_fine(carrier_log_open(NULL, carrier->clock, &carrier->log, NULL));
	return 0;
}

static int tear_down_loop(void **state)
{
	struct carrier *carrier = *state;

	chores_free(&carrier->chores);
	hooks_free(&carrier->hooks);
	carrier_log_free(&carrier->log);
	mishaps_free(&carrier->mishaps);
	loop_free(&carrier->loop);
	return tear_down(state);
}

static struct record *add_record(struct carrier *carrier)
{
	struct record *record = records_add(carrier->records, "SM");

	record->dialect = &dialect_twilio;
	record->direction = RECORD_SENT;
	record->status = JOURNEY_QUEUED;
	record->created_at = carrier_now(carrier);
	record->valid_until = record->created_at + HOUR_MS;
	str_put(record->from, sizeof(record->from), STR(LINE));
	str_put(record->to, sizeof(record->to), STR(PHONE));
	buf_add_text(&record->text, "¿Hay clases?");
	return record;
}

static bool turn_until_final(struct carrier *carrier, const struct record *record)
{
	int64_t until = clock_boot_ms() + PATIENCE_MS;

	while (!journey_is_final(record->status) && clock_boot_ms() < until)
		loop_turn(carrier->loop, 20);
	return journey_is_final(record->status);
}

/* The members of that name in the log's lines of an event, one behind the other. */
static void read_log(const struct carrier *carrier, const char *event, const char *name,
		     struct buf *into)
{
	struct str rest;
	struct str line;
	AUTO(buf) lines;

	buf_init(&lines, 64 * 1024);
	carrier_log_read(carrier->log, str_of(event), 0, 1000, &lines);
	rest = buf_str(&lines);
	while (str_next(&rest, '\n', &line)) {
		AUTO_JSON *json = NULL;

		if (!line.size)
			continue;
		assert_fine(json_read(line, &json, NULL));
		buf_add(into, json_str(json, name));
		buf_add_char(into, ' ');
	}
}

static void assert_log(const struct carrier *carrier, const char *event, const char *name,
		       const char *expected)
{
	AUTO(buf) said;

	buf_init(&said, 4096);
	read_log(carrier, event, name, &said);
	assert_string_equal(buf_text(&said), expected);
}

static void a_message_arrives_once_and_its_end_is_logged(void **state)
{
	struct carrier *carrier = *state;
	struct record *record = add_record(carrier);
	const struct phone *phone;

	deliver_start(carrier, record, 0);
	assert_int_equal(record->status, JOURNEY_QUEUED);
	assert_true(turn_until_final(carrier, record));
	assert_int_equal(record->status, JOURNEY_DELIVERED);
	assert_int_equal(record->error, REFUSAL_NONE);
	phone = phones_find(carrier->phones, STR(PHONE));
	assert_int_equal(phone->count, 1);
	assert_string_equal(phone->texts[0].text, "¿Hay clases?");
	assert_true(phone->texts[0].is_in);
	assert_log(carrier, "delivered", "to", PHONE " ");
	assert_log(carrier, "status", "status", "delivered ");
}

static void every_end_is_reached_and_only_what_arrives_is_on_the_phone(void **state)
{
	static const struct {
		enum refusal ending;
		enum journey_status status;
		bool arrives;
	} rows[] = {
		{ REFUSAL_NONE, JOURNEY_DELIVERED, true },
		{ REFUSAL_UNREACHABLE, JOURNEY_UNDELIVERED, false },
		{ REFUSAL_NETWORK, JOURNEY_UNDELIVERED, false },
		{ REFUSAL_OVERFLOW, JOURNEY_FAILED, false },
	};
	struct carrier *carrier = *state;

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct record *record = add_record(carrier);
		const struct phone *phone;

		record->ending = rows[i].ending;
		deliver_start(carrier, record, 0);
		assert_true(turn_until_final(carrier, record));
		assert_int_equal(record->status, rows[i].status);
		assert_int_equal(record->error, rows[i].ending);
		phone = phones_find(carrier->phones, STR(PHONE));
		assert_int_equal(phone ? phone->count : 0, rows[i].arrives);
		phones_delete(carrier->phones, STR(PHONE));
	}
}

/* Two clocks disagree about a millisecond now and then: the queue's timer decides alone. */
static void what_waits_past_its_validity_fails_whatever_the_calendar_says(void **state)
{
	static const enum journey_status begins[] = { JOURNEY_QUEUED, JOURNEY_ACCEPTED };
	struct carrier *carrier = *state;

	for (size_t i = 0; i < COUNT_OF(begins); i++) {
		struct record *record = add_record(carrier);

		record->status = begins[i];
		record->valid_until = record->created_at + 15;
		deliver_start(carrier, record, HOUR_MS);
		assert_true(turn_until_final(carrier, record));
		assert_int_equal(record->status, JOURNEY_FAILED);
		assert_int_equal(record->error, REFUSAL_EXPIRED);
	}
	assert_null(phones_find(carrier->phones, STR(PHONE)));
	assert_log(carrier, "status", "status", "failed failed ");
}

static void what_leaves_the_queue_in_time_is_not_held_to_its_validity(void **state)
{
	struct carrier *carrier = *state;
	struct record *record = add_record(carrier);

	record->valid_until = record->created_at + 60000;
	deliver_start(carrier, record, 20);
	assert_true(turn_until_final(carrier, record));
	assert_int_equal(record->status, JOURNEY_DELIVERED);
}

static void a_message_is_canceled_until_it_leaves_the_queue(void **state)
{
	static const struct {
		enum journey_status status;
		bool may;
	} rows[] = {
		{ JOURNEY_SCHEDULED, true },  { JOURNEY_ACCEPTED, true },   { JOURNEY_QUEUED, true },
		{ JOURNEY_SENDING, false },   { JOURNEY_SENT, false },      { JOURNEY_DELIVERED, false },
		{ JOURNEY_FAILED, false },    { JOURNEY_CANCELED, false },  { JOURNEY_RECEIVED, false },
		{ JOURNEY_UNDELIVERED, false }, { JOURNEY_UNCONFIRMED, false },
	};
	struct carrier *carrier = *state;

	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		struct record *record = add_record(carrier);

		record->status = rows[i].status;
		assert_int_equal(deliver_cancel(carrier, record), rows[i].may);
		assert_int_equal(record->status, rows[i].may ? JOURNEY_CANCELED : rows[i].status);
	}
	assert_log(carrier, "status", "status", "canceled canceled canceled ");
}

static void what_was_canceled_does_not_go_on(void **state)
{
	struct carrier *carrier = *state;
	struct record *record = add_record(carrier);
	struct record *next = add_record(carrier);

	deliver_start(carrier, record, 0);
	assert_true(deliver_cancel(carrier, record));
	deliver_start(carrier, next, 0);
	assert_true(turn_until_final(carrier, next));
	assert_int_equal(record->status, JOURNEY_CANCELED);
	assert_int_equal(phones_find(carrier->phones, STR(PHONE))->count, 1);
}

static void a_record_that_is_gone_is_not_delivered(void **state)
{
	struct carrier *carrier = *state;
	struct record *record = add_record(carrier);
	struct record *next = add_record(carrier);

	deliver_start(carrier, record, 0);
	records_delete(carrier->records, record);
	deliver_start(carrier, next, 0);
	assert_true(turn_until_final(carrier, next));
	assert_int_equal(phones_find(carrier->phones, STR(PHONE))->count, 1);
}

static void a_service_picks_the_first_line_when_it_sends(void **state)
{
	struct carrier *carrier = *state;
	struct record *record = add_record(carrier);

	record->from[0] = '\0';
	record->status = JOURNEY_ACCEPTED;
	deliver_start(carrier, record, 0);
	assert_string_equal(record->from, "");
	assert_true(turn_until_final(carrier, record));
	assert_string_equal(record->from, LINE);
	assert_log(carrier, "delivered", "from", LINE " ");
}

/* --- chores --------------------------------------------------------------------------- */

enum { CHORES = 300 };

static struct seen {
	int64_t nos[CHORES];
	size_t count;
	size_t dropped;
} seen;

static void see(struct carrier *carrier, int64_t no, void *data)
{
	(void)carrier;
	(void)data;
	seen.nos[seen.count++] = no;
}

static void drop(void *data)
{
	(void)data;
	seen.dropped++;
}

static void add_chores(struct carrier *carrier, int64_t in_for)
{
	seen = (struct seen){ .count = 0 };
	for (int64_t no = 1; no <= CHORES; no++)
		chores_add(carrier->chores, in_for,
			   &(struct chore){ .run = see, .drop = drop, .no = no });
}

static bool turn_until_seen(struct carrier *carrier, size_t count)
{
	int64_t until = clock_boot_ms() + PATIENCE_MS;

	while (seen.count < count && clock_boot_ms() < until)
		loop_turn(carrier->loop, 20);
	return seen.count == count;
}

static void what_is_held_runs_at_the_release_in_the_order_in_which_it_came(void **state)
{
	struct carrier *carrier = *state;

	add_chores(carrier, CHORE_HELD);
	assert_int_equal(chores_held(carrier->chores), CHORES);
	loop_turn(carrier->loop, 1);
	assert_int_equal(seen.count, 0);
	chores_release(carrier->chores);
	assert_int_equal(chores_held(carrier->chores), 0);
	assert_int_equal(seen.count, 0);
	assert_true(turn_until_seen(carrier, CHORES));
	for (int64_t no = 1; no <= CHORES; no++)
		assert_int_equal(seen.nos[no - 1], no);
	assert_int_equal(seen.dropped, 0);
}

static void a_release_is_for_what_is_held_alone(void **state)
{
	struct carrier *carrier = *state;

	seen = (struct seen){ .count = 0 };
	chores_add(carrier->chores, HOUR_MS, &(struct chore){ .run = see, .drop = drop, .no = 1 });
	chores_add(carrier->chores, CHORE_HELD + 20, &(struct chore){ .run = see, .no = 2 });
	chores_add(carrier->chores, -5, &(struct chore){ .run = see, .no = 3 });
	assert_int_equal(chores_held(carrier->chores), 1);
	chores_release(carrier->chores);
	assert_true(turn_until_seen(carrier, 2));
	assert_int_equal(seen.nos[0] + seen.nos[1], 5);
	chores_release(carrier->chores);
	chores_free(&carrier->chores);
	assert_int_equal(seen.dropped, 1);
	carrier->chores = chores_new(carrier->loop, carrier);
}

static void what_still_waits_at_the_end_is_dropped_and_not_run(void **state)
{
	struct carrier *carrier = *state;

	add_chores(carrier, CHORE_HELD);
	chores_free(&carrier->chores);
	assert_null(carrier->chores);
	assert_int_equal(seen.dropped, CHORES);
	assert_int_equal(seen.count, 0);
	chores_free(&carrier->chores);
	carrier->chores = chores_new(carrier->loop, carrier);
}

#define ON_LOOP(name) cmocka_unit_test_setup_teardown(name, set_up_loop, tear_down_loop)

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_LOOP(a_message_arrives_once_and_its_end_is_logged),
		ON_LOOP(every_end_is_reached_and_only_what_arrives_is_on_the_phone),
		ON_LOOP(what_waits_past_its_validity_fails_whatever_the_calendar_says),
		ON_LOOP(what_leaves_the_queue_in_time_is_not_held_to_its_validity),
		ON_LOOP(a_message_is_canceled_until_it_leaves_the_queue),
		ON_LOOP(what_was_canceled_does_not_go_on),
		ON_LOOP(a_record_that_is_gone_is_not_delivered),
		ON_LOOP(a_service_picks_the_first_line_when_it_sends),
		ON_LOOP(what_is_held_runs_at_the_release_in_the_order_in_which_it_came),
		ON_LOOP(a_release_is_for_what_is_held_alone),
		ON_LOOP(what_still_waits_at_the_end_is_dropped_and_not_run),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
