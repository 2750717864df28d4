/*
 * house - the whole daemon but main, on loopback, in a folder of its own: real loop,
 * real servers, real ledger, practice clock.  Nothing is polled, so nothing is sent.
 */
#ifndef TESTS_UNIT_API_HOUSE_H
#define TESTS_UNIT_API_HOUSE_H

#include "adapters/twilio/twilio.h"
#include "adapters/twilio/twilio_account.h"
#include "api/api.h"
#include "api/routes.h"
#include "base/json.h"
#include "base/log.h"
#include "i18n/time/zone.h"
#include "store/db/migrate.h"
#include "store/jobs/reader.h"
#include "store/promises/promises.h"
#include "tests/lib/fresh.h"
#include "tests/lib/test.h"
#include "tests/lib/words.h"
#include "wire/form.h"
#include "wire/loop.h"
#include "work/engine.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>


#define HOUSE_LINE "+13125550100"
#define HOUSE_SID "AC00000000000000000000000000000001"
#define HOUSE_SECRET "the-secret-of-main"
#define HOUSE_URL "https://hear.example.org"
/* Only a test that fails waits so long: what it waits for is a condition. */
#define PATIENCE_FOR 300000

struct house {
	char folder[64], address[128];
	struct loop *loop;
	struct clock *clock;
	struct core *core;
	struct core_settings settings;
	struct account_settings account;
	struct line_settings line;
	struct api *api;
	struct server *server, *control;
	int port, control_port;
	int reloads, drains;
};

struct answer {
	int status;
	struct buf raw;
	struct str head, body;
};

static inline void house_post(void *context, void (*run)(void *data), void *data)
{
	loop_post(context, run, data);
}

static inline enum fault house_reload(void *context, struct note *note)
{
	(void)note;
	((struct house *)context)->reloads++;
	return FAULT_NONE;
}

static inline void house_drain(void *context)
{
	((struct house *)context)->drains++;
}

static inline void house_settings(struct house *house)
{
	house->line = (struct line_settings){ .number = HOUSE_LINE, .per_second = 1,
						   .speaks = { [CHANNEL_SMS] = true } };
	house->account = (struct account_settings){
		.account = { .name = "main", .base_url = "http://127.0.0.1:1",
			     .public_url = HOUSE_URL,
			     .options = {
				[TWILIO_ACCOUNT_SID] = { { HOUSE_SID }, 1 },
				[TWILIO_AUTH_TOKEN] = { { HOUSE_SECRET }, 1 } } },
		.kind = "practice", .max_concurrency = 4, .lines = &house->line,
		.line_count = 1,
	};
	house->settings = (struct core_settings){
		.district_name = "Maple County Schools", .district_phone = "",
		.zone = zone_find(STR("America/Chicago")), .law_from = 480, .law_to = 1260,
		.media_dir = house->folder, .accounts = &house->account, .account_count = 1,
		.settle_for = 120 * SECOND_MS, .list_gap_for = 30 * SECOND_MS,
		.inbound_poll_every = 60 * SECOND_MS, .deep_poll_every = DAY_MS,
		.receipt_for = 72 * HOUR_MS, .token_for = 90 * DAY_MS, .poll_scale_percent = 100,
		.client = client_limits_default(), .audit_key = STR("audit key of the test"),
	};
	house->settings.week = school_week_default(house->settings.zone);
}

static inline void house_open_work(struct house *house)
{
	struct writer_post post = { house_post, house->loop };
	struct note note = { .text = "" };
	struct db *db;

	fresh_ledger(house->address);
	assert_int_equal(db_open(house->address, DB_WRITE, &db, &note), FAULT_NONE);
	assert_int_equal(migrate_run(db, clock_now(house->clock), &note), FAULT_NONE);
	assert_int_equal(engine_new(&(struct engine_parts){ &house->settings, house->loop,
							house->clock, words_locale(), db },
				  &house->core, &note), FAULT_NONE);
	house->core->writer = writer_new(db, 1024, post);
	assert_int_equal(reader_open(house->address, &(struct reader_plan){ 2, 256, post },
				     &house->core->reader, &note), FAULT_NONE);
}

static inline struct house *house_new(void)
{
	struct house *house = calloc(1, sizeof(*house));
	struct server_limits limits = server_limits_default();
	struct note note = { .text = "" };

	assert_non_null(house);
	snprintf(house->folder, sizeof(house->folder), "/tmp/h-api-XXXXXX");
	assert_non_null(mkdtemp(house->folder));
	snprintf(house->address, sizeof(house->address), "sqlite:%s/hearback.db", house->folder);
	log_set_level(LOG_ALARM);
	house->loop = loop_new();
	/* Tuesday, 3 March 2026, 10:00 in Chicago. */
	house->clock = clock_new_practice(INT64_C(1772553600000), false);
	house_settings(house);
	house_open_work(house);
	house->api = api_new(house->core, &(struct api_settings){
		.version = "1.2.3", .public_url = HOUSE_URL, .region = "US",
		.practice_carrier = "http://127.0.0.1:9999", .store_address = house->address,
		.small_group = 5, .streams = 200, .streams_per_token = 3,
		.hands = { house, house_reload, house_drain } });
	limits.connections_per_address = limits.connections;
	house->server = server_new(house->loop, routes_public(), house->api, &limits);
	house->control = server_new(house->loop, routes_control(), house->api, &limits);
	api_attach(house->api, house->server);
	assert_int_equal(server_listen(house->server, "127.0.0.1:0", &house->port, &note), FAULT_NONE);
	assert_int_equal(server_listen(house->control, "127.0.0.1:0", &house->control_port, &note), FAULT_NONE);
	return house;
}

static inline void house_free(struct house **house)
{
	struct house *gone = *house;
	char command[128];

	server_free(&gone->server);
	server_free(&gone->control);
	writer_stop(gone->core->writer);
	reader_free(&gone->core->reader);
	for (int i = 0; i < 3; i++)
		loop_turn(gone->loop, 10);
	api_free(&gone->api);
	writer_free(&gone->core->writer);
	engine_free(&gone->core);
	for (int i = 0; i < 3; i++)
		loop_turn(gone->loop, 10);
	loop_free(&gone->loop);
	clock_free(&gone->clock);
	snprintf(command, sizeof(command), "rm -rf %s", gone->folder);
	assert_int_equal(system(command), 0);
	free(gone);
	*house = NULL;
}

/* --- asking --------------------------------------------------------------------- */

static inline void answer_done(struct answer *answer)
{
	buf_done(&answer->raw);
}

static inline int house_connect(int port)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port),
				  .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	assert_true(fd >= 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof(to)), 0);
	assert_int_equal(fcntl(fd, F_SETFL, O_NONBLOCK), 0);
	return fd;
}

static inline int house_connect_path(const char *path)
{
	struct sockaddr_un to = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM, 0);

	assert_true(fd >= 0);
	snprintf(to.sun_path, sizeof(to.sun_path), "%s", path);
	assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof(to)), 0);
	assert_int_equal(fcntl(fd, F_SETFL, O_NONBLOCK), 0);
	return fd;
}

static inline void answer_read(struct answer *answer)
{
	struct str raw = buf_str(&answer->raw);
	size_t end = str_find(raw, STR("\r\n\r\n"));

	assert_true(end < raw.size);
	answer->head = str_slice(raw, 0, end);
	answer->body = str_from(raw, end + 4);
	answer->status = atoi(raw.at + sizeof("HTTP/1.1"));
}

/* Sends the bytes, turns the loop until the server closes (Connection: close). */
static inline void house_exchange_at(struct house *house, int fd, struct str request,
				     struct answer *answer)
{
	int64_t until_at = clock_boot_ms() + PATIENCE_FOR;
	ssize_t got = 0;
	char bytes[16384];

	buf_init(&answer->raw, 32 << 20);
	do {
		if (request.size) {
			got = send(fd, request.at, request.size, MSG_NOSIGNAL);
			if (got > 0)
				request = str_from(request, (size_t)got);
			else
				assert_int_equal(errno, EAGAIN);
		}
		loop_turn(house->loop, 5);
		while ((got = recv(fd, bytes, sizeof(bytes), 0)) > 0)
			buf_add(&answer->raw, (struct str){ bytes, (size_t)got });
		assert_true(clock_boot_ms() < until_at);
	} while (got != 0);
	close(fd);
	answer_read(answer);
}

struct ask {
	const char *method;
	const char *target;
	const char *token;      /* NULL: none */
	const char *type;       /* NULL: JSON */
	const char *extra;      /* more header lines, each with CRLF */
	struct str body;
	bool is_control;
};

static inline int house_ask(struct house *house, const struct ask *ask, struct answer *answer)
{
	AUTO(buf) request;

	buf_init(&request, 16 << 20);
	buf_add_format(&request, "%s %s HTTP/1.1\r\nHost: hear.example.org\r\nConnection: close\r\n",
		       ask->method, ask->target);
	if (ask->token)
		buf_add_format(&request, "Authorization: Bearer %s\r\n", ask->token);
	if (ask->extra)
		buf_add_text(&request, ask->extra);
	if (ask->body.size)
		buf_add_format(&request, "Content-Type: %s\r\n",
			       ask->type ? ask->type : "application/json");
	if (ask->body.size || strcmp(ask->method, "GET") != 0)
		buf_add_format(&request, "Content-Length: %zu\r\n", ask->body.size);
	buf_add_text(&request, "\r\n");
	buf_add(&request, ask->body);
	house_exchange_at(house, house_connect(ask->is_control ? house->control_port :
								 house->port),
			  buf_str(&request), answer);
	return answer->status;
}

/* The same; the body as JSON (NULL when it is none). */
static inline json_t *house_json(struct house *house, const struct ask *ask, int status)
{
	AUTO(answer) answer;
	json_t *value = NULL;

	house_ask(house, ask, &answer);
	if (answer.status != status)
		fail_msg("%s %s: %d, not %d: %.*s", ask->method, ask->target, answer.status,
			 status, STR_ARG(answer.body));
	if (answer.body.size && json_read(answer.body, &value, NULL))
		fail_msg("%s %s: no JSON", ask->method, ask->target);
	return value;
}

/* --- people ------------------------------------------------------------------------- */

/* Adds a user by the control socket; the token comes back in `token`. */
static inline void house_user(struct house *house, const char *email, const char *role,
			      char token[TOKEN_SIZE])
{
	char target[256], body[256];
	json_t *reply;

	snprintf(body, sizeof(body), "{\"email\":\"%s\",\"role\":\"%s\",\"languages\":\"es,en\"}",
		 email, role);
	json_decref(house_json(house, &(struct ask){ .method = "POST", .target = "/api/v1/users",
				.body = str_of(body), .is_control = true }, 201));
	snprintf(target, sizeof(target), "/api/v1/users/%s/tokens", email);
	reply = house_json(house, &(struct ask){ .method = "POST", .target = target,
						 .is_control = true }, 201);
	str_put(token, TOKEN_SIZE, json_str(reply, "token"));
	assert_int_equal(strlen(token), TOKEN_SIZE - 1);
	json_decref(reply);
}

/* --- the provider ----------------------------------------------------------------- */

static inline int house_compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* twilio-wire.md §4: HMAC-SHA1 over address and sorted names and values, base64. */
static inline void house_sign(const char *secret, const char *target, const char *const *pairs,
			      size_t count, char into[64])
{
	unsigned char mac[EVP_MAX_MD_SIZE];
	const char *names[32];
	unsigned size = 0;
	AUTO(buf) text;

	buf_init(&text, 64 << 10);
	buf_add_format(&text, "%s%s", HOUSE_URL, target);
	assert_true(count <= COUNT_OF(names));
	for (size_t i = 0; i < count; i++)
		names[i] = pairs[2 * i];
	qsort(names, count, sizeof(names[0]), house_compare);
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < count; j++)
			if (names[i] == pairs[2 * j])
				buf_add_format(&text, "%s%s", pairs[2 * j], pairs[2 * j + 1]);
	HMAC(EVP_sha1(), secret, (int)strlen(secret), (const unsigned char *)buf_text(&text),
	     text.size, mac, &size);
	EVP_EncodeBlock((unsigned char *)into, mac, (int)size);
}

struct hook {
	const char *target;
	const char *secret;     /* NULL: no signature header */
	const char *const *pairs;
	size_t count;
	const char *altered;    /* more bytes of the body, after signing */
};

static inline int house_hook(struct house *house, const struct hook *hook, struct answer *answer)
{
	char signature[64], header[128] = "";
	AUTO(buf) body;

	buf_init(&body, 512 << 10);
	for (size_t i = 0; i < hook->count; i++)
		form_add(&body, hook->pairs[2 * i], str_of(hook->pairs[2 * i + 1]));
	if (hook->altered)
		buf_add_text(&body, hook->altered);
	if (hook->secret) {
		house_sign(hook->secret, hook->target, hook->pairs, hook->count, signature);
		snprintf(header, sizeof(header), "X-Twilio-Signature: %s\r\n", signature);
	}
	return house_ask(house, &(struct ask){ .method = "POST", .target = hook->target,
			 .type = "application/x-www-form-urlencoded", .extra = header,
			 .body = buf_str(&body) }, answer);
}

/* A family's text, signed well. */
static inline int house_text(struct house *house, const char *sid, const char *from,
			     const char *text)
{
	const char *const pairs[] = { "MessageSid", sid, "AccountSid", HOUSE_SID, "From", from,
				      "To", HOUSE_LINE, "Body", text, "NumMedia", "0" };
	AUTO(answer) answer;

	return house_hook(house, &(struct hook){ "/hooks/main/message", HOUSE_SECRET, pairs,
			  COUNT_OF(pairs) / 2, NULL }, &answer);
}

static inline int64_t house_waiting(struct house *house)
{
	json_t *status = house_json(house, &(struct ask){ .method = "GET",
				    .target = "/control/status", .is_control = true }, 200);
	int64_t count = json_number(json_object_get(status, "promises"), "waiting", -1);

	json_decref(status);
	return count;
}

#endif
