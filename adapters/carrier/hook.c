#include "hook.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/queue.h>

#include "base/memory.h"
#include "carrier.h"
#include "dialect.h"
#include "wire/form.h"

enum { FIELDS_MAX = 64, FIELDS_CEILING = 64 * 1024 };

struct hook {
	struct carrier *carrier;
	const struct dialect *dialect;
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
	const char *event;     /* NULL: the fields */
	json_t *payload;
	int64_t at;
	const char *status;    /* for the log; may be NULL */
	LIST_ENTRY(hook) next;
};

struct hooks {
	LIST_HEAD(, hook) hooks;
	size_t count;
};

struct hooks *hooks_new(void)
{
	struct hooks *hooks = memory_new(struct hooks);

	LIST_INIT(&hooks->hooks);
	return hooks;
}

static void hook_free(struct hook **hook)
{
	struct hooks *hooks = (*hook)->carrier->hooks;

	LIST_REMOVE(*hook, next);
	hooks->count--;
	arena_done(&(*hook)->arena);
	json_decref((*hook)->payload);
	free(*hook);
	*hook = NULL;
}

void hooks_free(struct hooks **hooks)
{
	struct hook *hook, *next;

	assert(hooks);
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
	assert(hooks);
	return hooks->count;
}

struct hook *hook_new(struct carrier *carrier, enum hook_kind kind, const struct record *record,
		      struct str url, struct str fallback)
{
	struct hook *hook = memory_new(struct hook);

	assert(carrier && record && record->dialect);
	assert(url.size > 0);
	hook->carrier = carrier;
	hook->dialect = record->dialect;
	hook->kind = kind;
	hook->no = record->no;
	hook->retry = hook->dialect->retry(url);
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
	assert(hook && name && name[0]);
	assert(!hook->event);
	if (hook->field_count < FIELDS_MAX)
		hook->fields[hook->field_count++] = (struct form_field){
			str_of(name), arena_copy(&hook->arena, value)
		};
}

void hook_set_event(struct hook *hook, const char *event, json_t *payload, int64_t at)
{
	assert(hook && event && payload);
	hook->event = event;
	hook->payload = payload;
	hook->at = at;
}

void hook_set_status(struct hook *hook, const char *word)
{
	assert(hook && word);
	hook->status = word;
}

void hook_set_token(struct hook *hook, const char token[TOKEN_SIZE])
{
	assert(hook && token && token[0]);
	memcpy(hook->token, token, TOKEN_SIZE);
}

static void compose(const struct hook *hook, struct http_request *request)
{
	struct hook_letter letter = {
		.url = str_of(hook->url), .token = hook->token, .attempt = hook->attempt,
		.fields = hook->fields, .field_count = hook->field_count,
		.event = hook->event, .payload = hook->payload, .at = hook->at
	};

	request->method = HTTP_POST;
	hook->dialect->compose(hook->carrier, &letter, request);
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
	if (hook->status)
		json_set_str(line, "message_status", str_of(hook->status));
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

/* The other address may hear what was wrong with the first. */
static void try_fallback(struct hook *hook, int code)
{
	if (hook->dialect->blame)
		hook->dialect->blame(hook, str_of(hook->url), code);
	memcpy(hook->url, hook->fallback, sizeof(hook->url));
	hook->fallback[0] = '\0';
	hook->retry = hook->dialect->retry(str_of(hook->url));
	hook->attempt = 0;
	go_in(hook, 0);
}

static void hook_on_reply(void *data, const struct http_reply *reply)
{
	struct hook *hook = data;
	int code;

	log_attempt(hook, reply);
	if (hook->attempt <= hook->retry.most && retry_wants(&hook->retry, reply)) {
		go_in(hook, retry_gap(&hook->retry, hook->attempt,
				      hook->carrier->settings.retry_for));
		return;
	}
	code = hook->dialect->judge_answer(hook->carrier, hook->kind, hook->no, reply);
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
	assert(hook);
	go_in(hook, in_for);
}
