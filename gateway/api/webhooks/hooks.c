#include "hooks.h"

#include "base/log.h"
#include "unsigned.h"
#include "wire/call.h"
#include "work/inbound/webhook_job.h"
#include "work/ledger_watch.h"
#include "work/txn/line_table.h"

enum { SAY_EVERY = 10 * 1000 };

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
	struct account_state *account = hook->account;
	enum fault fault;

	hook->events.arena = &request->arena;
	fault = account->adapter->open(&account->settings->account, &hook->webhook, &hook->events,
				       note);
	if (fault == FAULT_UNSIGNED)
		unsigned_tell(account, &hook->webhook, call_peer(request->call), note);
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

/* It was authentic, and we are to blame: the sweep has to bring it. */
static void count_unkept(struct account_state *account, enum webhook_address address,
			 enum fault fault)
{
	struct core_counts *counts = &account->core->counts;
	int64_t count;

	if (fault_http_status(fault) < 500)
		return;
	counts->texts_not_kept += address == WEBHOOK_MESSAGE;
	if (address == WEBHOOK_MESSAGE && fault != FAULT_FULL)
		ledger_watch_lose(account->core);
	counts->receipts_not_kept += address != WEBHOOK_MESSAGE;
	if (rarely_may_say(&account->unkept_told, clock_boot_ms(), SAY_EVERY, &count))
		log_fact(LOG_ALARM, "webhook.not_kept",
			 LOG_WORD("adapter", account->settings->account.name),
			 LOG_WORD("fault", fault_word(fault)), LOG_COUNT("count", count));
}

/* The commit is behind us: only now the provider hears 2xx (G1).  What was committed into a file that
 * went away meanwhile is not kept; the same text again finds itself, if that file comes back. */
static void hook_on_kept(void *data, enum fault fault)
{
	struct request *request = data;
	const struct hook *hook = request->more;

	if (!fault && !writer_is_in_place(hook->account->core->writer))
		fault = FAULT_DISK;
	count_unkept(hook->account, hook->webhook.address, fault);
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
	if (!hook->events.count) {
		answer(request);
		return FAULT_NONE;
	}
	fault = webhook_job_start(hook->account, &hook->events, hook_on_kept, request, note);
	count_unkept(hook->account, address, fault);
	return fault;
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
