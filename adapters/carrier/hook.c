#include "hook.h"

#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#include "carrier.h"
#include "inbound.h"
#include "retry.h"
#include "sign.h"

enum { FIELDS_MAX = 64, FIELDS_CEILING = 64 * 1024 };

struct hook {
	struct carrier *carrier;
	enum hook_kind kind;
	int64_t no;
	char url[CARRIER_URL];
	char fallback[CARRIER_URL]; /* empty: none, or tried already */
	char token[TOKEN_SIZE];
	struct retry retry;
	int attempt;
	struct arena arena;
	struct form_field fields[FIELDS_MAX];
	size_t field_count;
	LIST_ENTRY(hook) next;
};

struct hooks {
	LIST_HEAD(, hook) hooks;
	size_t count;
};

struct hooks *hooks_new(void)
{
	struct hooks *hooks = calloc(1, sizeof(*hooks));

	if (!hooks)
		abort();
	LIST_INIT(&hooks->hooks);
	return hooks;
}

static void hook_free(struct hook **hook)
{
	struct hooks *hooks = (*hook)->carrier->hooks;

	LIST_REMOVE(*hook, next);
	hooks->count--;
	arena_done(&(*hook)->arena);
	free(*hook);
	*hook = NULL;
}

void hooks_free(struct hooks **hooks)
{
	struct hook *hook, *next;

	if (!*hooks)
		return;
	for (hook = LIST_FIRST(&(*hooks)->hooks); hook; hook = next) {
		next = LIST_NEXT(hook, next);
		hook_free(&hook);
	}
	free(*hooks);
	*hooks = NULL;
}

size_t hooks_count(const struct hooks *hooks)
{
	return hooks->count;
}

struct hook *hook_new(struct carrier *carrier, enum hook_kind kind, int64_t no,
		      struct str url, struct str fallback)
{
	struct hook *hook = calloc(1, sizeof(*hook));

	if (!hook)
		abort();
	hook->carrier = carrier;
	hook->kind = kind;
	hook->no = no;
	hook->retry = retry_of(url);
	str_put(hook->url, sizeof(hook->url), url);
	str_put(hook->fallback, sizeof(hook->fallback), fallback);
	random_token(hook->token);
	arena_init(&hook->arena, FIELDS_CEILING);
	LIST_INSERT_HEAD(&carrier->hooks->hooks, hook, next);
	carrier->hooks->count++;
	return hook;
}

void hook_add(struct hook *hook, const char *name, struct str value)
{
	if (hook->field_count < FIELDS_MAX)
		hook->fields[hook->field_count++] = (struct form_field){
			str_of(name), arena_copy(&hook->arena, value)
		};
}

void hook_set_token(struct hook *hook, const char token[TOKEN_SIZE])
{
	memcpy(hook->token, token, TOKEN_SIZE);
}

static void compose(const struct hook *hook, struct http_request *request)
{
	char signature[SIGN_SIZE];
	struct str url = str_of(hook->url);

	request->method = HTTP_POST;
	buf_add(&request->url, sign_bare_url(url));
	request->content_type = "application/x-www-form-urlencoded; charset=UTF-8";
	for (size_t i = 0; i < hook->field_count; i++)
		form_add(&request->body, hook->fields[i].name.at, hook->fields[i].value);
	sign_form(str_of(hook->carrier->settings.token), url, hook->fields,
		  hook->field_count, signature);
	buf_add_format(&request->headers, "X-Twilio-Signature: %s\n", signature);
	buf_add_format(&request->headers, "I-Twilio-Idempotency-Token: %s\n", hook->token);
	/* Each attempt is one attempt: curl shall not add its own. */
	request->is_once = true;
}

static void log_attempt(const struct hook *hook, const struct http_reply *reply)
{
	static const char *const fates[] = {
		[HTTP_ANSWERED] = "answered", [HTTP_NOT_SENT] = "not_sent", [HTTP_CUT] = "cut"
	};
	const struct record *record = records_at(hook->carrier->records, hook->no);
	json_t *line = json_object();

	json_set_str(line, "sid", str_of(record ? record->sid : ""));
	json_set_str(line, "url", str_of(hook->url));
	for (size_t i = 0; i < hook->field_count; i++)
		if (str_is(hook->fields[i].name, "MessageStatus"))
			json_set_str(line, "message_status", hook->fields[i].value);
	json_set_number(line, "attempt", hook->attempt);
	json_set_str(line, "fate", str_of(fates[reply->fate]));
	json_set_number(line, "status", reply->status);
	json_set_number(line, "took_us", reply->took_us);
	json_set_str(line, "token", str_of(hook->token));
	carrier_log_add(hook->carrier->log,
			hook->kind == HOOK_MESSAGE ? "webhook" : "callback", line);
}

static void hook_go(struct carrier *carrier, int64_t no, void *data);

static void go_in(struct hook *hook, int64_t in_for)
{
	struct chore chore = { .run = hook_go, .no = hook->no, .data = hook };

	chores_add(hook->carrier->chores, in_for, &chore);
}

/* The other address hears what was wrong with the first. */
static void try_fallback(struct hook *hook, int code)
{
	AUTO(buf) number;

	buf_init(&number, 16);
	buf_add_number(&number, code);
	hook_add(hook, "ErrorCode", buf_str(&number));
	hook_add(hook, "ErrorUrl", sign_bare_url(str_of(hook->url)));
	memcpy(hook->url, hook->fallback, sizeof(hook->url));
	hook->fallback[0] = '\0';
	hook->retry = retry_of(str_of(hook->url));
	hook->attempt = 0;
	random_token(hook->token);
	go_in(hook, 0);
}

/* 0 when the customer's answer is fine; else the provider's code for it. */
static int judge_answer(const struct hook *hook, const struct http_reply *reply)
{
	if (reply->fate == HTTP_NOT_SENT)
		return 11210;
	if (reply->fate == HTTP_CUT)
		return 11205;
	if (reply->status < 200 || reply->status > 299)
		return 11200;
	if (hook->kind == HOOK_STATUS)
		return 0;
	return inbound_on_answer(hook->carrier, hook->no, reply);
}

static void hook_on_reply(void *data, const struct http_reply *reply)
{
	struct hook *hook = data;
	int code;

	log_attempt(hook, reply);
	if (hook->attempt <= hook->retry.most && retry_wants(&hook->retry, reply)) {
		go_in(hook, hook->attempt * hook->carrier->settings.retry_for / 15);
		return;
	}
	code = judge_answer(hook, reply);
	if (code && hook->fallback[0])
		try_fallback(hook, code);
	else
		hook_free(&hook);
}

static void hook_go(struct carrier *carrier, int64_t no, void *data)
{
	struct hook *hook = data;
	enum fault fault;
	AUTO(http_request) request;

	(void)no;
	http_request_init(&request);
	hook->attempt++;
	compose(hook, &request);
	fault = client_send(carrier->client, &request, hook_on_reply, hook, NULL);
	if (fault)
		hook_on_reply(hook, &(struct http_reply){ .fate = HTTP_NOT_SENT,
							  .error = fault_text(fault) });
}

void hook_send(struct hook *hook, int64_t in_for)
{
	go_in(hook, in_for);
}
