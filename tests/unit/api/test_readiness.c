#include "tests/lib/test.h"

#include "house.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "api/ops/readiness.h"
#include "work/ledger_watch.h"
#include "work/txn/line_watch.h"

static int open_house(void **state)
{
	*state = house_new();
	return 0;
}

static int close_house(void **state)
{
	struct house *house = *state;

	house_free(&house);
	return 0;
}

static bool is_among(const json_t *words, const char *word)
{
	for (size_t i = 0; i < json_array_size(words); i++)
		if (!strcmp(json_string_value(json_array_get(words, i)), word))
			return true;
	return false;
}

/* By /readyz itself: its status, and the words of the weight asked for. */
static bool is_told(struct house *house, const char *word, bool is_down, int status)
{
	json_t *reply = house_json(house, &(struct ask){ .method = "GET", .target = "/readyz" }, status);
	bool is_there = is_among(json_object_get(reply, is_down ? "reasons" : "degraded"), word);

	assert_int_equal(json_is_true(json_object_get(reply, "is_ready")), status == 200);
	json_decref(reply);
	return is_there;
}

/* A metric's line says the same as /readyz. */
static bool is_measured(struct house *house, const char *line)
{
	AUTO(answer) metrics;

	house_ask(house, &(struct ask){ .method = "GET", .target = "/metrics" }, &metrics);
	return str_find(metrics.body, str_of(line)) < metrics.body.size;
}

static void every_cause_says_what_is_the_matter_and_what_to_do(void **state)
{
	size_t count;
	const struct readiness_cause *causes = readiness_causes(&count);

	(void)state;
	assert_true(count > 0);
	for (size_t i = 0; i < count; i++) {
		assert_true(causes[i].word[0] && causes[i].means[0] && causes[i].remedy[0]);
		for (const char *at = causes[i].word; *at; at++)
			assert_true((*at >= 'a' && *at <= 'z') || *at == '_');
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(causes[i].word, causes[j].word);
	}
}

static void who_is_not_ready_says_why(void **state)
{
	struct house *house = *state;

	assert_true(is_told(house, "starting", true, 503));
	assert_true(is_measured(house, "\nhearback_not_ready{cause=\"starting\"} 1\n"));
	house->core->is_quarantined = true;
	assert_true(is_told(house, "put_back", true, 503));
	assert_false(is_told(house, "starting", true, 503));
	house->core->is_quarantined = false;
	house->core->is_ready = true;
	assert_false(is_told(house, "starting", true, 200));
	house->core->is_stopping = true;
	assert_true(is_told(house, "stopping", true, 503));
	house->core->is_stopping = false;
	assert_true(is_measured(house, "\nhearback_ready 1\n"));
}

static void lines_that_are_all_refused_are_not_ready_and_one_of_two_is_degraded(void **state)
{
	struct house *house = *state;
	struct core *core = house->core;

	core->is_ready = true;
	line_watch_pause(&core->lines[0], STR("the provider says so"));
	core->lines[0].health.cause = PAUSE_ACCOUNT;
	assert_true(is_told(house, "lines_refused", true, 503));
	assert_false(is_told(house, "line_paused", false, 503));
	/* who paused it by hand is not told that it does not work */
	core->lines[0].health.cause = PAUSE_PERSON;
	assert_true(is_told(house, "line_paused", false, 200));
	core->lines[0].health.cause = PAUSE_ACCOUNT;
	core->lines[1] = core->lines[0];
	core->lines[1].is_paused = false;
	core->line_count = 2;
	assert_true(is_told(house, "line_paused", false, 200));
	assert_true(is_measured(house, "\nhearback_degraded{cause=\"line_paused\"} 1\n"));
	core->line_count = 1;
	core->lines[0].is_paused = false;
	assert_false(is_told(house, "line_paused", false, 200));
}

/* By what the providers' lists answer: one alone may be the network's. */
static void credentials_that_no_provider_takes_are_not_ready(void **state)
{
	struct house *house = *state;
	struct core *core = house->core;

	core->is_ready = true;
	core->accounts[0].list_fault = FAULT_CONFIG;
	core->accounts[0].list_faults = 1;
	assert_false(is_told(house, "credentials_refused", true, 200));
	core->accounts[0].list_faults = 2;
	assert_true(is_told(house, "credentials_refused", true, 503));
	core->accounts[1] = core->accounts[0];
	core->accounts[1].list_faults = 0;
	core->account_count = 2;
	assert_true(is_told(house, "account_refused", false, 200));
	core->account_count = 1;
	core->accounts[0].list_fault = FAULT_STRANGER; /* a firewall says nothing of credentials */
	assert_true(is_told(house, "lists_walled", false, 200));
	assert_false(is_told(house, "credentials_refused", true, 200));
	core->lines[0].poll_fault = FAULT_STRANGER;
	assert_true(is_measured(house, ",cause=\"stranger\"} 1\n"));
	assert_true(is_measured(house, ",cause=\"refused\"} 0\n"));
	core->lines[0].poll_fault = FAULT_NONE;
	assert_true(is_measured(house, ",cause=\"stranger\"} 0\n"));
	core->accounts[0].list_fault = FAULT_AGAIN;
	core->accounts[0].list_faults = 3;
	assert_true(is_told(house, "lists_failing", false, 200));
	assert_true(is_measured(house, "\nhearback_lists_failed{adapter=\"main\"} 3\n"));
	core->accounts[0].list_faults = 0;
}

static void status_tells_the_same_with_what_to_do(void **state)
{
	struct house *house = *state;
	const json_t *causes;
	json_t *status;

	house->core->is_ready = true;
	line_watch_pause(&house->core->lines[0], STR("the test says so"));
	house->core->lines[0].health.cause = PAUSE_ACCOUNT;
	status = house_json(house, &(struct ask){ .method = "GET", .target = "/control/status",
						  .is_control = true }, 200);
	causes = json_object_get(status, "causes");
	assert_true(json_is_false(json_object_get(status, "is_ready")));
	assert_int_equal(json_array_size(causes), 1);
	assert_true(str_is(json_str(json_array_get(causes, 0), "cause"), "lines_refused"));
	assert_true(json_is_true(json_object_get(json_array_get(causes, 0), "is_down")));
	assert_true(json_str(json_array_get(causes, 0), "remedy").size > 0);
	json_decref(status);
}

/* No file may grow beyond it: what a full disk does, for a process alone. */
static void disk_limit(rlim_t most)
{
	struct rlimit limit;

	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = most == RLIM_INFINITY ? limit.rlim_max : most;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static rlim_t size_of_log(const struct house *house)
{
	char path[160];
	struct stat facts;

	snprintf(path, sizeof(path), "%s/hearback.db-wal", house->folder);
	assert_int_equal(stat(path, &facts), 0);
	return (rlim_t)facts.st_size;
}

/* Texts, until one is refused. */
static void text_until_refused(struct house *house)
{
	for (int i = 0; i < 4000; i++) {
		char sid[16];

		snprintf(sid, sizeof(sid), "SM%d", i);
		if (house_text(house, sid, "+13125550123", "is there school tomorrow?") == 503)
			return;
	}
	fail_msg("the disk never was full");
}

static void a_full_disk_is_not_ready_and_recovers_by_itself(void **state)
{
	struct house *house = *state;
	int64_t until_at = clock_boot_ms() + PATIENCE_FOR;

	house->core->is_ready = true;
	ledger_watch_start(house->core->ledger_watch);
	disk_limit(size_of_log(house));
	text_until_refused(house);
	assert_true(is_told(house, "ledger_unwritable", true, 503));
	assert_true(is_measured(house, "\nhearback_not_ready{cause=\"ledger_unwritable\"} 1\n"));
	/* it was tried again meanwhile, and there is no room yet */
	while (!house->core->ledger_fault || house->core->ledger_waits_since == 0)
		loop_turn(house->loop, 50);
	while (house->core->ledger_waits_since)
		loop_turn(house->loop, 50);
	assert_true(is_told(house, "ledger_unwritable", true, 503));
	disk_limit(RLIM_INFINITY);
	/* nobody texts: it finds out by itself */
	while (house->core->ledger_fault && clock_boot_ms() < until_at)
		loop_turn(house->loop, 50);
	assert_false(is_told(house, "ledger_unwritable", true, 200));
	assert_int_equal(house_text(house, "SM9999", "+13125550123", "and now?"), 200);
}

/* Whoever holds the lock of the ledger beside us. */
static void a_locked_ledger_is_not_ready(void **state)
{
	struct house *house = *state;

	house->core->is_ready = true;
	house->core->ledger_fault = FAULT_AGAIN;
	assert_true(is_told(house, "ledger_locked", true, 503));
	house->core->ledger_fault = FAULT_FULL;
	assert_true(is_told(house, "ledger_stuck", true, 503));
	house->core->ledger_fault = FAULT_NONE;
	house->core->ledger_waits_since = clock_boot_ms();
	assert_false(is_told(house, "ledger_stuck", true, 200));
	house->core->ledger_waits_since = clock_boot_ms() - 11 * SECOND_MS;
	assert_true(is_told(house, "ledger_stuck", true, 503));
	house->core->ledger_waits_since = 0;
}

int main(void)
{
#define HOUSE_TEST(name) cmocka_unit_test_setup_teardown(name, open_house, close_house)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_cause_says_what_is_the_matter_and_what_to_do),
		HOUSE_TEST(who_is_not_ready_says_why),
		HOUSE_TEST(lines_that_are_all_refused_are_not_ready_and_one_of_two_is_degraded),
		HOUSE_TEST(credentials_that_no_provider_takes_are_not_ready),
		HOUSE_TEST(status_tells_the_same_with_what_to_do),
		HOUSE_TEST(a_full_disk_is_not_ready_and_recovers_by_itself),
		HOUSE_TEST(a_locked_ledger_is_not_ready),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
