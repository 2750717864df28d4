#include "hooks.h"

#include "wire/call.h"
#include "work/inbound/webhook_job.h"
#include "work/txn/line_table.h"

/* One webhook until its provider is answered; in the request's arena. */
struct hook {
	struct account_state *account;
	struct webhook webhook;
	struct webhook_events events;
};

static struct webhook read_webhook(const struct request *request, enum webhook_address address)
{
	struct call *call = request->call;
	struct webhook webhook = {
		.address = address,
		.token = call_param(call, "token"),
		.method = call_method(call),
		.target = call_target(call),
		.content_type = call_header(call, "Content-Type"),
		.body = call_body(call),
		.received_at = clock_now(request->api->core->wall),
	};

	webhook.headers = call_headers(call, &webhook.header_count);
	return webhook;
}

/* Only its adapter can say whether it is the provider's, and it says so before anything
 * else: a forged webhook leaves nothing but a counter (G12). */
static enum fault open_webhook(struct request *request, struct hook *hook, struct note *note)
{
	const struct account_state *account = hook->account;
	enum fault fault;

	hook->events.arena = &request->arena;
	fault = account->adapter->open(&account->settings->account, &hook->webhook, &hook->events,
				       note);
	request->api->core->counts.refused_signatures += fault == FAULT_UNSIGNED;
	return fault;
}

static void answer(struct request *request)
{
	const struct hook *hook = request->more;
	const struct webhook_result result = { &hook->webhook, &hook->events };
	struct webhook_reply reply = hook->account->adapter->reply(&result);

	request->status = reply.status;
	if (reply.content_type)
		request_answer_text(request, reply.content_type, reply.body);
	else
		request_answer_bare(request, reply.status);
}

/* The commit is behind us: only now the provider hears 2xx (G1). */
static void hook_on_kept(void *data, enum fault fault)
{
	struct request *request = data;

	if (fault)
		request_refuse(request, fault, NULL);
	else
		answer(request);
}

static enum fault take(struct request *request, enum webhook_address address, struct note *note)
{
	struct hook *hook = arena_take(&request->arena, sizeof(*hook));
	enum fault fault;

	if (!hook)
		return FAULT_TOO_LARGE;
	hook->account = line_table_account(request->api->core, call_param(request->call, "adapter"));
	if (!hook->account)
		return fault_because(FAULT_MISSING, note, "no adapter has that name");
	hook->webhook = read_webhook(request, address);
	request->more = hook;
	fault = open_webhook(request, hook, note);
	if (fault)
		return fault;
	if (hook->events.count)
		return webhook_job_start(hook->account, &hook->events, hook_on_kept, request, note);
	answer(request);
	return FAULT_NONE;
}

enum fault hook_message(struct request *request, struct note *note)
{
	return take(request, WEBHOOK_MESSAGE, note);
}

/* A token that we never made is an orphan, and 2xx all the same: asking the provider
 * to repeat it would change nothing. */
enum fault hook_message_status(struct request *request, struct note *note)
{
	return take(request, WEBHOOK_MESSAGE_STATUS, note);
}
