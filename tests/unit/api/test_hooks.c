#include "tests/lib/test.h"

#include <semaphore.h>
#include <stdatomic.h>

#include "house.h"

#include <signal.h>
#include <sys/resource.h>

#define QUESTION "\xc2\xbfHay clases ma\xc3\xb1" "ana?"

static const char *const good[] = {
	"MessageSid", "SM00000000000000000000000000000001", "AccountSid", HOUSE_SID,
	"From", "+13125550123", "To", HOUSE_LINE,
	"Body", QUESTION, "NumMedia", "0",
};
static const char *const wrong_account[] = {
	"MessageSid", "SM00000000000000000000000000000001",
	"AccountSid", "AC99999999999999999999999999999999",
	"From", "+13125550123", "To", HOUSE_LINE, "Body", "hola", "NumMedia", "0",
};
static const char *const wrong_line[] = {
	"MessageSid", "SM00000000000000000000000000000001", "AccountSid", HOUSE_SID,
	"From", "+13125550123", "To", "+13125550199", "Body", "hola", "NumMedia", "0",
};
static const char *const no_id[] = {
	"AccountSid", HOUSE_SID, "From", "+13125550123", "To", HOUSE_LINE, "Body", "hola",
};

static const char path[] = "/hooks/main/message";

static void a_webhook_that_is_not_authentic_leaves_nothing_but_a_counter(void **state)
{
	static const struct {
		const char *label;
		struct hook hook;
		int status;
		int counted;
	} hooks[] = {
		{ "no signature", { path, NULL, good, 6, NULL }, 403, 1 },
		{ "another secret", { path, "guessed", good, 6, NULL }, 403, 1 },
		{ "an altered body", { path, HOUSE_SECRET, good, 6, "&Body=" }, 403, 1 },
		{ "another account", { path, HOUSE_SECRET, wrong_account, 6, NULL }, 403, 1 },
		{ "an unknown adapter", { "/hooks/other/message", HOUSE_SECRET, good, 6, NULL }, 404, 0 },
		{ "a bad escape", { path, HOUSE_SECRET, good, 6, "&x=%zz" }, 400, 0 },
		{ "a status, not signed", { "/hooks/main/message-status/00", NULL, good, 6, NULL }, 403, 1 },
	};
	struct house *house = house_new();

	(void)state;
	for (size_t i = 0; i < COUNT_OF(hooks); i++) {
		int64_t before = house->core->accounts[0].refused_signatures;
		AUTO(answer) answer;

		if (house_hook(house, &hooks[i].hook, &answer) != hooks[i].status)
			fail_msg("%s: %d", hooks[i].label, answer.status);
		assert_int_equal(house->core->accounts[0].refused_signatures - before, hooks[i].counted);
	}
	assert_int_equal(house->core->counts.inbound, 0);
	assert_int_equal(house_waiting(house), 0);
	house_free(&house);
}

static void a_signature_for_another_path_or_query_does_not_fit(void **state)
{
	char signature[64], header[128];
	struct house *house = house_new();
	AUTO(answer) answer;
	AUTO(buf) body;

	(void)state;
	buf_init(&body, 4096);
	for (size_t i = 0; i < 6; i++)
		form_add(&body, good[2 * i], str_of(good[2 * i + 1]));
	house_sign(HOUSE_SECRET, path, good, 6, signature);
	snprintf(header, sizeof(header), "X-Twilio-Signature: %s\r\n", signature);
	assert_int_equal(house_ask(house, &(struct ask){ .method = "POST",
			.target = "/hooks/main/message?fallback=1", .extra = header,
			.type = "application/x-www-form-urlencoded", .body = buf_str(&body) },
			&answer), 403);
	assert_int_equal(house_waiting(house), 0);
	house_free(&house);
}

static void an_authentic_text_is_on_disk_when_the_provider_hears_200(void **state)
{
	struct house *house = house_new();
	AUTO(answer) answer;

	(void)state;
	assert_int_equal(house_hook(house, &(struct hook){ path, HOUSE_SECRET, good, 6, NULL },
				    &answer), 200);
	assert_true(str_find(answer.head, STR("text/xml")) < answer.head.size);
	assert_true(str_find(answer.body, STR("<Response")) < answer.body.size);
	assert_true(str_find(answer.body, STR("Message")) == answer.body.size);
	assert_int_equal(house_waiting(house), 1);
	house_free(&house);
}

/* No file grows from now on, or each as far as it likes. */
static void disk_limit(bool is_full)
{
	struct rlimit limit;

	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = is_full ? 1 : limit.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/* G1: 2xx would say that it is kept.  The same text is kept when the ledger takes it again. */
static void a_text_that_the_ledger_does_not_take_is_503_until_it_does(void **state)
{
	static const char *const receipt[] = {
		"MessageSid", "SM00000000000000000000000000000009", "MessageStatus", "delivered",
		"AccountSid", HOUSE_SID,
	};
	struct house *house = house_new();
	AUTO(answer) text;
	AUTO(answer) status;
	AUTO(answer) again;

	(void)state;
	disk_limit(true);
	assert_int_equal(house_hook(house, &(struct hook){ path, HOUSE_SECRET, good, 6, NULL },
				    &text), 503);
	assert_int_equal(house_hook(house, &(struct hook){
			"/hooks/main/message-status/0123456789abcdef0123456789abcdef",
			HOUSE_SECRET, receipt, 3, NULL }, &status), 503);
	assert_int_equal(house->core->counts.inbound, 0);
	disk_limit(false);
	assert_int_equal(house_waiting(house), 0);
	assert_int_equal(house_hook(house, &(struct hook){ path, HOUSE_SECRET, good, 6, NULL },
				    &again), 200);
	assert_int_equal(house_waiting(house), 1);
	house_free(&house);
}

static void a_repeat_and_a_signed_query_are_2xx_and_change_nothing(void **state)
{
	struct house *house = house_new();

	(void)state;
	for (int i = 0; i < 3; i++) {
		AUTO(answer) answer;

		assert_int_equal(house_hook(house, &(struct hook){ i == 2 ?
				"/hooks/main/message?fallback=1" : path, HOUSE_SECRET, good, 6, NULL },
				&answer), 200);
	}
	assert_int_equal(house->core->counts.inbound, 1);
	assert_int_equal(house->core->counts.inbound_repeats, 2);
	assert_int_equal(house_waiting(house), 1);
	house_free(&house);
}

static void what_is_too_large_is_413(void **state)
{
	struct house *house = house_new();
	AUTO(answer) many;
	AUTO(answer) large;
	AUTO(buf) body;

	(void)state;
	buf_init(&body, 512 << 10);
	for (int i = 0; i < 10000; i++)
		form_add(&body, "a", STR("b"));
	assert_int_equal(house_ask(house, &(struct ask){ .method = "POST", .target = path,
			.type = "application/x-www-form-urlencoded", .body = buf_str(&body) },
			&many), 413);
	while (body.size <= 256 << 10)
		form_add(&body, "Body", STR("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"));
	assert_int_equal(house_ask(house, &(struct ask){ .method = "POST", .target = path,
			.type = "application/x-www-form-urlencoded", .body = buf_str(&body) },
			&large), 413);
	assert_int_equal(house_waiting(house), 0);
	house_free(&house);
}

static void a_status_with_a_token_we_never_made_is_2xx_too(void **state)
{
	static const char *const pairs[] = {
		"MessageSid", "SM00000000000000000000000000000009", "MessageStatus", "delivered",
		"AccountSid", HOUSE_SID,
	};
	struct house *house = house_new();
	AUTO(answer) answer;

	(void)state;
	assert_int_equal(house_hook(house, &(struct hook){
			"/hooks/main/message-status/0123456789abcdef0123456789abcdef",
			HOUSE_SECRET, pairs, 3, NULL }, &answer), 204);
	assert_int_equal(house->core->counts.orphans, 1);
	house_free(&house);
}

/* Each is the provider's: what it lacks is no reason to lose it (test_inbound_clean.c). */
static void an_authentic_text_is_never_refused_for_its_content(void **state)
{
	static const char *const nobody[] = {
		"MessageSid", "SM00000000000000000000000000000002", "AccountSid", HOUSE_SID,
		"To", HOUSE_LINE, "Body", "hola",
	};
	static const char *const bus[] = {
		"MessageSid", "SM00000000000000000000000000000003", "AccountSid", HOUSE_SID,
		"From", "Maple Bus", "To", HOUSE_LINE, "Body", "STOP",
	};
	static const struct hook hooks[] = {
		{ path, HOUSE_SECRET, wrong_line, 6, NULL }, { path, HOUSE_SECRET, no_id, 4, NULL },
		{ path, HOUSE_SECRET, nobody, 4, NULL },     { path, HOUSE_SECRET, bus, 5, NULL },
	};
	struct house *house = house_new();

	(void)state;
	for (size_t i = 0; i < COUNT_OF(hooks); i++) {
		AUTO(answer) answer;

		if (house_hook(house, &hooks[i], &answer) != 200)
			fail_msg("%zu: %d", i, answer.status);
		assert_int_equal(house->core->counts.inbound, i + 1);
	}
	assert_int_equal(house->core->counts.inbound_strays, 1);
	house_free(&house);
}

/* The writer is gone: its queue takes nothing, as when it is full. */
static void a_full_queue_is_503_and_says_when_to_come_back(void **state)
{
	struct house *house = house_new();
	AUTO(answer) answer;

	(void)state;
	writer_stop(house->core->writer);
	assert_int_equal(house_hook(house, &(struct hook){ path, HOUSE_SECRET, good, 6, NULL },
				    &answer), 503);
	assert_true(str_find(answer.head, STR("Retry-After: 5")) < answer.head.size);
	assert_int_equal(house->core->counts.inbound, 0);
	house_free(&house);
}

/* Jobs of others: the writer is busy with one until the gate opens, another waits behind it. */
struct busy {
	struct job job;
	sem_t gate;
	_Atomic bool has_begun, is_done;
};

static enum fault busy_run(struct job *job, struct db *db, struct note *note)
{
	struct busy *busy = container_of(job, struct busy, job);

	(void)db;
	(void)note;
	busy->has_begun = true;
	while (sem_wait(&busy->gate) != 0)
		;
	return FAULT_NONE;
}

static void busy_done(struct job *job, enum fault fault, const struct note *note)
{
	(void)fault;
	(void)note;
	container_of(job, struct busy, job)->is_done = true;
}

/* The others' places in the queue are taken: a text and a receipt have places of their own. */
static void a_queue_full_of_other_things_keeps_no_text_out(void **state)
{
	static struct busy jobs[3];
	struct house *house = house_new();
	struct writer *writer = house->core->writer;
	int fd = house_connect(house->port);
	char request[1024], signature[64], answer[256] = "";
	int64_t until_at = clock_boot_ms() + PATIENCE_FOR;
	AUTO(buf) body;

	(void)state;
	for (int i = 0; i < 3; i++) {
		jobs[i] = (struct busy){ .job = { .run = busy_run, .done = busy_done } };
		assert_int_equal(sem_init(&jobs[i].gate, 0, 0), 0);
	}
	writer_keep(writer, 1023);
	assert_int_equal(writer_add(writer, &jobs[0].job), FAULT_NONE);
	while (!jobs[0].has_begun)
		loop_turn(house->loop, 5);
	assert_int_equal(writer_add(writer, &jobs[1].job), FAULT_NONE);
	assert_int_equal(writer_add(writer, &jobs[2].job), FAULT_FULL);
	buf_init(&body, 4096);
	for (size_t i = 0; i < 6; i++)
		form_add(&body, good[2 * i], str_of(good[2 * i + 1]));
	house_sign(HOUSE_SECRET, path, good, 6, signature);
	snprintf(request, sizeof(request), "POST %s HTTP/1.1\r\nHost: h\r\nX-Twilio-Signature: %s\r\n"
		 "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %zu\r\n\r\n%s",
		 path, signature, body.size, buf_text(&body));
	assert_true(send(fd, request, strlen(request), MSG_NOSIGNAL) > 0);
	while (writer_waiting(writer) < 2 && recv(fd, answer, sizeof(answer) - 1, 0) <= 0)
		loop_turn(house->loop, 5);
	for (int i = 0; i < 2; i++)
		sem_post(&jobs[i].gate);
	while (!answer[0] && recv(fd, answer, sizeof(answer) - 1, 0) <= 0 && clock_boot_ms() < until_at)
		loop_turn(house->loop, 5);
	assert_int_equal(strncmp(answer, "HTTP/1.1 200 ", 13), 0);
	close(fd);
	while (!jobs[1].is_done)
		loop_turn(house->loop, 5);
	for (int i = 0; i < 3; i++)
		sem_destroy(&jobs[i].gate);
	house_free(&house);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_webhook_that_is_not_authentic_leaves_nothing_but_a_counter),
		cmocka_unit_test(a_signature_for_another_path_or_query_does_not_fit),
		cmocka_unit_test(an_authentic_text_is_on_disk_when_the_provider_hears_200),
		cmocka_unit_test(a_text_that_the_ledger_does_not_take_is_503_until_it_does),
		cmocka_unit_test(a_repeat_and_a_signed_query_are_2xx_and_change_nothing),
		cmocka_unit_test(what_is_too_large_is_413),
		cmocka_unit_test(a_status_with_a_token_we_never_made_is_2xx_too),
		cmocka_unit_test(a_queue_full_of_other_things_keeps_no_text_out),
		cmocka_unit_test(an_authentic_text_is_never_refused_for_its_content),
		cmocka_unit_test(a_full_queue_is_503_and_says_when_to_come_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
